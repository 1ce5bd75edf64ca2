"""List filters say the same as the map of rights, for every actor and every object."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import select

from bauaufsicht.db.models import (
    Behoerde,
    Beteiligter,
    Beteiligung,
    Eingang,
    Konto,
    Stelle,
    Vorgang,
)
from bauaufsicht.db.queries.rechte import (
    get_eingang_kontext,
    get_kontext,
    sichtbare_eingaenge,
    sichtbare_vorgaenge,
)
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.fehler import NichtErlaubt, NichtSichtbar
from bauaufsicht.domain.rechte import (
    ANONYM,
    REGELN,
    SYSTEM,
    Akteur,
    Akteursart,
    Aktion,
    Kontext,
    Kontorolle,
    check_erlaubt,
)
from bauaufsicht.services.klaerung import close_eingang
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import create_folgenachricht, create_ruecknahme, read_schulung

UNBETEILIGT = UUID(int=7)


@dataclass(frozen=True)
class Lage:
    """Cases and deliveries of three authorities, and who could look at them."""

    behoerden: tuple[UUID, ...]
    konten: tuple[UUID, ...]
    stellen: tuple[UUID, ...]

    def list_akteure(self) -> Iterator[Akteur]:
        """Every role with every kind of membership, also those that no account should have."""
        yield SYSTEM
        yield ANONYM
        for behoerde in (None, *self.behoerden):
            yield Akteur(Akteursart.DIENST, behoerde_id=behoerde)
        for rolle, behoerde, konto, stelle in product(
            (None, *Kontorolle),
            (None, *self.behoerden),
            (UNBETEILIGT, *self.konten),
            (None, UNBETEILIGT, *self.stellen),
        ):
            yield Akteur(Akteursart.KONTO, konto, rolle, behoerde, stelle)


@pytest.fixture
def lage(nimm_auf: Aufnahme, einheit: Einheit) -> Lage:
    """Open and ended cases, with and without participants, deliveries of all results."""
    for nummer in ("01", "02", "07", "08", "10"):
        nimm_auf(read_schulung(nummer))
    nimm_auf(create_ruecknahme(read_schulung("02").get_text("referenzAntragsservice")))
    nimm_auf(create_folgenachricht("bauberatung.anfrage.0110", ""))
    nimm_auf(read_schulung("03").with_anlagen())
    nimm_auf(read_schulung("04").replace(("bab:16071000", "bab:99999999")))
    with einheit() as uow:
        je_kuerzel = {b.kuerzel: b.id for b in uow.session.scalars(select(Behoerde))}
        konten = {k.email: k.id for k in uow.session.scalars(select(Konto))}
        stellen = {s.kennung: s.id for s in uow.session.scalars(select(Stelle))}
        seifert, albrecht = (
            konten["m.seifert@post.example"],
            konten["albrecht@albrecht-architektur.example"],
        )
        for b in uow.session.scalars(select(Beteiligter)):
            if b.sortiername == "Seifert, Maren":
                b.konto_id = seifert
            elif b.sortiername == "Albrecht, Ruth":
                b.konto_id = albrecht
        erster = uow.session.scalars(select(Vorgang).where(Vorgang.aktenzeichen.like("WE%"))).one()
        denkmal = stellen["bet:9916071001"]
        uow.add(Beteiligung(vorgang_id=erster.id, stelle_id=denkmal, seit=uow.jetzt()))
    return Lage(
        (je_kuerzel["AP"], je_kuerzel["WE"]),
        (seifert, albrecht),
        (denkmal, stellen["gba:16070029"], stellen["gba:16071056"]),
    )


def _build_kontext(
    akteur: Akteur, vorgang: Vorgang, beteiligte: list[Beteiligter], stellen: list[Beteiligung]
) -> Kontext:
    """Everything about a case, whoever asks."""
    return Kontext(
        akteur,
        vorgang.behoerde_id,
        vorgang.zustand,
        frozenset(b.konto_id for b in beteiligte if b.vorgang_id == vorgang.id and b.konto_id),
        frozenset(b.stelle_id for b in stellen if b.vorgang_id == vorgang.id),
    )


def test_list_of_cases_is_what_may_be_read(lage: Lage, einheit: Einheit) -> None:
    with einheit() as uow:
        session = uow.session
        vorgaenge = list(session.scalars(select(Vorgang)))
        beteiligte = list(session.scalars(select(Beteiligter)))
        stellen = list(session.scalars(select(Beteiligung)))
        gesehen: set[frozenset[UUID]] = set()
        for akteur in lage.list_akteure():
            gefiltert = set(session.scalars(select(Vorgang.id).where(sichtbare_vorgaenge(akteur))))
            erlaubt = {
                v.id
                for v in vorgaenge
                if check_erlaubt(
                    Aktion.VORGANG_LESEN, _build_kontext(akteur, v, beteiligte, stellen)
                )
            }
            assert gefiltert == erlaubt, akteur
            gesehen.add(frozenset(gefiltert))
    assert len(vorgaenge) == 5
    assert len(gesehen) >= 8  # nobody, all, and several parts: the table is no empty talk


def test_context_of_a_case_decides_like_the_whole_truth(lage: Lage, einheit: Einheit) -> None:
    """`get_kontext` asks only for what matters to the actor; that must change no decision."""
    with einheit() as uow:
        vorgaenge = list(uow.session.scalars(select(Vorgang)))
        beteiligte = list(uow.session.scalars(select(Beteiligter)))
        stellen = list(uow.session.scalars(select(Beteiligung)))
        for akteur in lage.list_akteure():
            for vorgang in vorgaenge:
                ganz = _build_kontext(akteur, vorgang, beteiligte, stellen)
                kurz = get_kontext(uow.session, akteur, vorgang)
                for aktion in Aktion:
                    assert check_erlaubt(aktion, kurz) == check_erlaubt(aktion, ganz), (
                        akteur,
                        aktion,
                    )


def test_list_of_deliveries_is_what_may_be_read(lage: Lage, einheit: Einheit) -> None:
    with einheit() as uow:
        eingaenge = list(uow.session.scalars(select(Eingang)))
        gesehen: set[frozenset[UUID]] = set()
        for akteur in lage.list_akteure():
            gefiltert = set(
                uow.session.scalars(select(Eingang.id).where(sichtbare_eingaenge(akteur)))
            )
            erlaubt = {
                e.id
                for e in eingaenge
                if check_erlaubt(Aktion.EINGANG_LESEN, get_eingang_kontext(akteur, e))
            }
            assert gefiltert == erlaubt, akteur
            gesehen.add(frozenset(gefiltert))
    assert len(eingaenge) == 9
    assert {e.behoerde_id is None for e in eingaenge} == {True, False}
    assert len(gesehen) == 4  # nothing, all, two authorities


def test_opening_a_case_agrees_with_the_list(lage: Lage, einheit: Einheit) -> None:
    """Not in the list means absent; in the list but forbidden is another answer."""
    with einheit() as uow:
        ids = list(uow.session.scalars(select(Vorgang.id)))
    antworten: set[str] = set()
    for akteur in lage.list_akteure():
        if akteur.stelle_id == UNBETEILIGT or akteur.konto_id == lage.konten[1]:
            continue  # the same answers as their neighbours in the table
        with einheit(akteur) as uow:
            sichtbar = set(
                uow.session.scalars(select(Vorgang.id).where(sichtbare_vorgaenge(akteur)))
            )
            for vorgang_id in [*ids, UNBETEILIGT]:
                try:
                    uow.get_vorgang(vorgang_id, Aktion.VORGANG_UEBERNEHMEN)
                    antwort = "ja"
                except NichtErlaubt:
                    antwort = "verboten"
                except NichtSichtbar:
                    antwort = "fort"
                assert (antwort != "fort") is (vorgang_id in sichtbar), akteur
                antworten.add(antwort)
    assert antworten == {"ja", "verboten", "fort"}


def test_clarifying_a_delivery_is_a_right_of_its_own(
    lage: Lage, einheit: Einheit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Today who may read a delivery may also clarify it; the service asks all the same."""
    monkeypatch.setitem(REGELN, Aktion.EINGANG_KLAEREN, ())
    leitung = Akteur(Akteursart.KONTO, UNBETEILIGT, Kontorolle.LEITUNG, lage.behoerden[0])
    with einheit() as uow:
        wartender = uow.session.scalars(
            select(Eingang.id).where(
                Eingang.ergebnis == Eingangsergebnis.ZU_KLAEREN, sichtbare_eingaenge(leitung)
            )
        ).first()
    assert wartender is not None
    with pytest.raises(NichtErlaubt), einheit(leitung) as uow:
        close_eingang(uow, wartender, "Grund")

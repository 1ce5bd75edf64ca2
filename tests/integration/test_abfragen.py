"""What a query says of one case, delivery or actor is about that one and no other."""

from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bauaufsicht.db.models import (
    Ausgang,
    Behoerde,
    Beteiligter,
    Beteiligung,
    Dokument,
    DokumentFassung,
    Eingang,
    Eingangsanlage,
    Vorgang,
    Vorgangsabweichung,
    Vorgangsflurstueck,
    Vorgangsfrage,
    Vorgangsgebaeude,
)
from bauaufsicht.db.queries import eingang as eingaenge
from bauaufsicht.db.queries import unterlage as unterlagen
from bauaufsicht.db.queries import vorgang as vorgaenge
from bauaufsicht.db.queries.rechte import sichtbare_eingaenge, sichtbare_vorgaenge
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.rechte import (
    ANONYM,
    SYSTEM,
    Akteur,
    Akteursart,
    Kontext,
    Kontorolle,
)
from bauaufsicht.services.eingang import Aufnahmeergebnis
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import create_ruecknahme, read_schulung

WEIMAR = ("bab:16071000", "bab:16055000")


@pytest.fixture
def berichte(nimm_auf: Aufnahme) -> dict[str, Aufnahmeergebnis]:
    """Cases of two authorities with all kinds of parts, deliveries with and without a case."""
    gefunden = {n: nimm_auf(read_schulung(n)) for n in ("01", "02", "03", "06", "08", "09", "10")}
    referenz = read_schulung("01").get_text("referenzAntragsservice")
    gefunden["irrlaeufer"] = nimm_auf(create_ruecknahme(referenz).replace(WEIMAR))
    widerspruch = f"</referenz><vorgang>{gefunden['02'].aktenzeichen}</vorgang>"
    gefunden["zweifel"] = nimm_auf(
        create_ruecknahme(referenz, "zweifel").replace(("</referenz>", widerspruch))
    )
    gefunden["doppelt"] = nimm_auf(read_schulung("01").with_uuid("doppelt"))
    for name in ("dort", "dort doppelt"):
        gefunden[name] = nimm_auf(read_schulung("01").replace(WEIMAR).with_uuid(name))
    gefunden["fehlt"] = nimm_auf(read_schulung("04").with_anlagen())
    spaeter = read_schulung("05").replace(
        (
            "</anhangOderVerlinkung>",
            "</anhangOderVerlinkung><wirdNachgereicht>true</wirdNachgereicht>",
        )
    )
    gefunden["05"] = nimm_auf(spaeter.with_anlagen())
    return gefunden


def _list_akteure(session: Session) -> list[Akteur]:
    behoerden = session.scalars(select(Behoerde.id).where(Behoerde.kuerzel.in_(("AP", "WE"))))
    return [
        SYSTEM,
        ANONYM,
        *(Akteur(Akteursart.KONTO, UUID(int=7), Kontorolle.LEITUNG, b) for b in behoerden),
    ]


def _count(
    session: Session,
    spalte: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None],
    wert: UUID,
) -> int:
    anzahl = session.scalar(select(func.count()).select_from(spalte.class_).where(spalte == wert))
    return anzahl or 0


@pytest.mark.usefixtures("berichte")
def test_counts_are_of_what_the_actor_sees(einheit: Einheit) -> None:
    gesehen = set()
    with einheit() as uow:
        session = uow.session
        for akteur in _list_akteure(session):
            ergebnisse = session.scalars(
                select(Eingang.ergebnis).where(sichtbare_eingaenge(akteur))
            ).all()
            assert eingaenge.get_anzahl_je_ergebnis(session, akteur) == Counter(ergebnisse)
            assert eingaenge.get_anzahl_zu_klaeren(session, akteur) == ergebnisse.count(
                Eingangsergebnis.ZU_KLAEREN
            )
            sichtbare = set(session.scalars(select(Vorgang.id).where(sichtbare_vorgaenge(akteur))))
            alle = vorgaenge.Vorgangsfilter(je_seite=100)
            assert vorgaenge.get_anzahl(session, akteur, alle) == len(sichtbare)
            assert {z.id for z in vorgaenge.list_vorgaenge(session, akteur, alle)} == sichtbare
            zaehlung = vorgaenge.get_zaehlung(session, akteur, uow.heute())
            assert sum(zaehlung.zustaende.values()) == len(sichtbare)
            gesehen.add((len(ergebnisse), len(sichtbare)))
    assert len(gesehen) == 4  # all, nothing, two authorities


@pytest.mark.usefixtures("berichte")
def test_the_parts_of_a_case_are_its_own(einheit: Einheit) -> None:
    gesehen: dict[str, set[int]] = {}
    with einheit() as uow:
        session = uow.session
        for vorgang_id in session.scalars(select(Vorgang.id)).all():
            kopf = vorgaenge.get_vorgangskopf(session, SYSTEM, vorgang_id)
            teile = vorgaenge.get_bestandteile(session, vorgang_id)
            abweichungen, fragen = vorgaenge.list_abweichungen_und_fragen(session, vorgang_id)
            gefunden = {
                "unterlagen": (kopf.unterlagen, Dokument.vorgang_id),
                "liste": (
                    len(unterlagen.list_unterlagen(session, vorgang_id, Kontext(SYSTEM))),
                    Dokument.vorgang_id,
                ),
                "personen": (
                    len(vorgaenge.list_personen(session, vorgang_id)),
                    Beteiligter.vorgang_id,
                ),
                "flurstuecke": (len(teile.flurstuecke), Vorgangsflurstueck.vorgang_id),
                "gebaeude": (len(teile.gebaeude), Vorgangsgebaeude.vorgang_id),
                "stellen": (len(teile.stellen), Beteiligung.vorgang_id),
                "abweichungen": (len(abweichungen), Vorgangsabweichung.vorgang_id),
                "fragen": (len(fragen), Vorgangsfrage.vorgang_id),
            }
            for name, (anzahl, spalte) in gefunden.items():
                assert anzahl == _count(session, spalte, vorgang_id), name
                gesehen.setdefault(name, set()).add(anzahl)
            nachrichten = _count(session, Eingang.vorgang_id, vorgang_id) + _count(
                session, Ausgang.vorgang_id, vorgang_id
            )
            assert kopf.nachrichten == nachrichten
            ohne_datei = session.scalars(
                select(Dokument.bezeichnung)
                .join(DokumentFassung, DokumentFassung.dokument_id == Dokument.id)
                .where(Dokument.vorgang_id == vorgang_id, DokumentFassung.schluessel.is_(None))
                .order_by(Dokument.position)
            ).all()
            fehlende = unterlagen.list_fehlende(session, vorgang_id, Kontext(SYSTEM))
            assert [name for name, _ in fehlende] == ohne_datei
            gesehen.setdefault("fehlende", set()).add(len(fehlende))
    assert {name for name, zahlen in gesehen.items() if zahlen == {0}} == set()  # no empty talk


def test_a_delivery_shows_its_own_files_and_no_foreign_case(
    berichte: dict[str, Aufnahmeergebnis], einheit: Einheit
) -> None:
    with einheit() as uow:
        session = uow.session
        for bericht in berichte.values():
            ansicht = eingaenge.get_eingang(session, SYSTEM, bericht.eingang_id)
            eigene = _count(session, Eingangsanlage.eingang_id, bericht.eingang_id)
            assert len(ansicht.anlagen) == eigene
            assert [b.text for b in ansicht.befunde] == [b.text for b in bericht.befunde]
        erster = berichte["01"]
        doppelt = eingaenge.get_eingang(session, SYSTEM, berichte["doppelt"].eingang_id)
        assert doppelt.vorschlag == erster.aktenzeichen
        dort = eingaenge.get_eingang(session, SYSTEM, berichte["dort doppelt"].eingang_id)
        assert dort.vorschlag == berichte["dort"].aktenzeichen != erster.aktenzeichen
        # a message that acts on a case waits because its reference is in doubt: nothing is offered
        zweifel = eingaenge.get_eingang(session, SYSTEM, berichte["zweifel"].eingang_id)
        assert zweifel.zeile.ergebnis is Eingangsergebnis.ZU_KLAEREN
        assert zweifel.vorschlag == ""
        # the same reference at another authority: its cases are not this one's business
        irrlaeufer = eingaenge.get_eingang(session, SYSTEM, berichte["irrlaeufer"].eingang_id)
        assert irrlaeufer.zeile.ergebnis is Eingangsergebnis.ZU_KLAEREN
        assert irrlaeufer.vorschlag == ""

"""What a person does with a delivery that waits: assign, open a case, refuse."""

from base64 import b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from lxml import etree
from sqlalchemy import func, select

from bauaufsicht.db.models import (
    Antragsstand,
    Ausgang,
    Dokument,
    DokumentFassung,
    Eingang,
    Ereignisrecord,
    Vorgang,
)
from bauaufsicht.db.queries.eingang import get_anzahl_zu_klaeren, list_befunde
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.fehler import Fachfehler, NichtErlaubt, NichtSichtbar
from bauaufsicht.domain.rechte import SYSTEM, Akteur, Akteursart, Kontorolle
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.eingang import get_ergebnis
from bauaufsicht.services.klaerung import assign_eingang, close_eingang, create_vorgang_von_hand
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import (
    KaputterLeser,
    create_aenderung,
    create_folgenachricht,
    create_ruecknahme,
    read_schulung,
)
from tests.factories.welt import get_akteur

BASIS = read_schulung("01")
REFERENZ = "5931fb42-f651-5b89-9b19-22775289406c"
ZWEITE = BASIS.with_uuid("zweite")
Handlung = Callable[[UnitOfWork, UUID], Any]


@pytest.fixture
def poststelle(einheit: Einheit) -> Akteur:
    """The registry of Weimarer Land."""
    return get_akteur(einheit, "poststelle@weimarer-land.example")


@pytest.fixture
def az(nimm_auf: Aufnahme) -> str:
    """A case that is there."""
    return nimm_auf(BASIS).aktenzeichen or ""


def _list_antworten(einheit: Einheit, eingang_id: UUID) -> list[str]:
    with einheit() as uow:
        return list(
            uow.session.scalars(
                select(Ausgang.nummer)
                .where(Ausgang.eingang_id == eingang_id)
                .order_by(Ausgang.nummer)
            )
        )


def test_unknown_withdrawal_is_assigned_and_takes_effect(
    az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    bericht = nimm_auf(create_ruecknahme("00000000-0000-4000-8000-000000000000"))
    with einheit(poststelle) as uow:
        assert get_anzahl_zu_klaeren(uow.session, poststelle) == 1
        assert assign_eingang(uow, bericht.eingang_id, f" {az} ").aktenzeichen == az
    with einheit(poststelle) as uow:
        eingang = uow.session.get_one(Eingang, bericht.eingang_id)
        vorgang = uow.session.scalars(select(Vorgang)).one()
        assert get_anzahl_zu_klaeren(uow.session, poststelle) == 0
        assert check_akte(uow, az).fehler == ()
        ereignis = uow.session.scalars(
            select(Ereignisrecord).where(Ereignisrecord.art == "antrag_zurueckgenommen")
        ).one()
    assert (eingang.ergebnis, eingang.vorgang_id) == (Eingangsergebnis.ZUGEORDNET, vorgang.id)
    assert vorgang.zustand == "zurueckgenommen"
    assert ereignis.akteur == f"konto:{poststelle.konto_id}"
    assert _list_antworten(einheit, bericht.eingang_id) == ["1131"]


def test_unknown_change_is_assigned_and_changes(
    az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    vorhaben = BASIS.get_element("xbau:bauvorhaben").replace("Carport", "Garage")
    bericht = nimm_auf(
        create_aenderung(
            "<vorgang>unbekannt</vorgang>",
            vorhaben.replace("xbau:bauvorhaben>", "xbau:bauvorhabenAenderungsdaten>"),
        )
    )
    with einheit(poststelle) as uow:
        assign_eingang(uow, bericht.eingang_id, az)
    with einheit() as uow:
        assert uow.session.scalars(select(Vorgang.bezeichnung)).one().endswith("Garage")
        assert len(uow.session.scalars(select(Antragsstand)).all()) == 2
    assert _list_antworten(einheit, bericht.eingang_id) == ["1120"]


def test_other_message_is_kept_with_the_case_and_its_documents(
    az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    anlagen = BASIS.get_element("xbau:anlagen")
    probe = create_folgenachricht("baugenehmigung.stellungnahme.0204", "", anlagen)
    bericht = nimm_auf(probe.with_anlagen(*BASIS.anlagen))
    with einheit(poststelle) as uow:
        assign_eingang(uow, bericht.eingang_id, az)
    with einheit() as uow:
        arten = uow.session.scalars(
            select(Ereignisrecord.art).order_by(Ereignisrecord.nummer.desc()).limit(2)
        ).all()
        assert uow.session.scalar(select(func.count()).select_from(Dokument)) == 5
        assert uow.session.scalar(select(func.count()).select_from(DokumentFassung)) == 10
        assert check_akte(uow, az).fehler == ()
    assert arten == ["unterlagen_eingegangen", "nachricht_zugeordnet"]
    assert _list_antworten(einheit, bericht.eingang_id) == []


def test_second_delivery_is_put_to_the_case(
    az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    bericht = nimm_auf(ZWEITE)
    with einheit(poststelle) as uow:
        assign_eingang(uow, bericht.eingang_id, az)
    with einheit() as uow:
        assert len(uow.session.scalars(select(Vorgang)).all()) == 1
        assert check_akte(uow, az).fehler == ()


def test_second_delivery_becomes_a_case_of_its_own(
    az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    bericht = nimm_auf(ZWEITE.replace(("<code>VEREINFACHT<", "<code>UNBEKANNT<")))
    with einheit(poststelle) as uow:
        neuer = create_vorgang_von_hand(uow, bericht.eingang_id)
    assert neuer.aktenzeichen == "AP-2026-00002"
    with einheit() as uow:
        ergebnis = get_ergebnis(uow, bericht.eingang_id)
        assert check_akte(uow, neuer.aktenzeichen).fehler == ()
    assert (ergebnis.ergebnis, ergebnis.vorgang_id) == (Eingangsergebnis.ANGELEGT, neuer.id)
    # what opening the case found out is added to what was found at first
    assert [b.kennzahl for b in ergebnis.befunde] == ["S050", "X011"]
    assert _list_antworten(einheit, bericht.eingang_id) == ["1120", "1121"]
    assert nimm_auf(ZWEITE.replace(("<code>VEREINFACHT<", "<code>UNBEKANNT<"))).ergebnis == (
        Eingangsergebnis.WIEDERHOLUNG
    )


def test_refused_by_a_person(
    az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    bericht = nimm_auf(ZWEITE)
    with einheit(poststelle) as uow:
        close_eingang(uow, bericht.eingang_id, "  Doppelt – bitte „neu“ senden. ")
    with einheit() as uow:
        eingang = uow.session.get_one(Eingang, bericht.eingang_id)
        antwort = uow.session.scalars(select(Ausgang).where(Ausgang.eingang_id == eingang.id)).one()
    assert (eingang.ergebnis, eingang.fehlerkennzahl) == (
        Eingangsergebnis.ZURUECKGEWIESEN,
        "S050",
    )
    assert eingang.grund == "Doppelt – bitte „neu“ senden."
    assert eingang.angenommen_uuid is None  # it counts no more: the UUID is free
    baum = etree.fromstring(antwort.inhalt)
    assert antwort.nummer == "1100"
    assert baum.findtext(".//grund/code") == "S050"
    assert baum.findtext(".//fehlertext") == 'Doppelt - bitte "neu" senden.'
    assert b64decode(baum.findtext(".//nachricht") or "") == ZWEITE.inhalt
    assert nimm_auf(ZWEITE).ergebnis is Eingangsergebnis.ZU_KLAEREN


@pytest.mark.parametrize("grund", ["", "  \n"])
def test_refusing_needs_a_reason(
    grund: str, az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    bericht = nimm_auf(ZWEITE)
    with einheit(poststelle) as uow, pytest.raises(Fachfehler, match="Grund"):
        close_eingang(uow, bericht.eingang_id, grund)
    assert _list_antworten(einheit, bericht.eingang_id) == []


@pytest.mark.parametrize(
    ("aktenzeichen", "meldung"),
    [
        ("AP-2026-99999", "nicht bekannt"),
        ("WE-2026-00001", "nicht bekannt"),
        ("", "nicht bekannt"),
        ("ap-2026-00001", "nicht bekannt"),
    ],
    ids=["absent", "foreign", "empty", "case"],
)
def test_case_that_cannot_be_assigned_to(
    aktenzeichen: str,
    meldung: str,
    az: str,
    nimm_auf: Aufnahme,
    einheit: Einheit,
    poststelle: Akteur,
) -> None:
    nimm_auf(read_schulung("10"))
    bericht = nimm_auf(ZWEITE)
    with einheit(poststelle) as uow, pytest.raises(Fachfehler, match=meldung):
        assign_eingang(uow, bericht.eingang_id, aktenzeichen)
    with einheit() as uow:
        eingang = uow.session.get_one(Eingang, bericht.eingang_id)
    assert eingang.ergebnis is Eingangsergebnis.ZU_KLAEREN


def test_ended_case_takes_no_change_by_hand_either(
    az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    nimm_auf(create_ruecknahme(REFERENZ))
    bericht = nimm_auf(create_ruecknahme(REFERENZ, "zweite"))
    with einheit(poststelle) as uow, pytest.raises(Fachfehler, match="schon beendet"):
        assign_eingang(uow, bericht.eingang_id, az)
    # but a letter may be kept with it
    brief = nimm_auf(create_folgenachricht("bauberatung.anfrage.0110", ""))
    with einheit(poststelle) as uow:
        assign_eingang(uow, brief.eingang_id, az)


def test_no_case_is_opened_from_what_is_no_application(
    az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    bericht = nimm_auf(create_folgenachricht("bauberatung.anfrage.0110", ""))
    with einheit(poststelle) as uow, pytest.raises(Fachfehler, match="kein Antrag"):
        create_vorgang_von_hand(uow, bericht.eingang_id)


HANDLUNGEN: dict[str, Handlung] = {
    "assign": lambda uow, i: assign_eingang(uow, i, "AP-2026-00001"),
    "open": create_vorgang_von_hand,
    "refuse": lambda uow, i: close_eingang(uow, i, "Grund"),
}


@pytest.mark.parametrize("handlung", HANDLUNGEN.values(), ids=HANDLUNGEN)
def test_foreign_deliveries_are_absent(
    handlung: Handlung, az: str, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    bericht = nimm_auf(ZWEITE)
    fremde = [
        get_akteur(einheit, "poststelle@stadt-weimar.example"),
        get_akteur(einheit, "m.seifert@post.example"),
        get_akteur(einheit, "bauamt@bad-berka.example"),
        get_akteur(einheit, "betrieb@bauaufsicht.example"),
        Akteur(Akteursart.ANONYM),
    ]
    for akteur in fremde:
        with einheit(akteur) as uow, pytest.raises(NichtSichtbar):
            handlung(uow, bericht.eingang_id)
    with einheit(SYSTEM) as uow, pytest.raises(NichtSichtbar):
        handlung(uow, UUID(int=1))
    with einheit() as uow:
        eingang = uow.session.get_one(Eingang, bericht.eingang_id)
    assert eingang.ergebnis is Eingangsergebnis.ZU_KLAEREN


@pytest.mark.parametrize("handlung", HANDLUNGEN.values(), ids=HANDLUNGEN)
def test_only_what_waits_can_be_cleared(
    handlung: Handlung, az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    """Not what was taken in, refused, repeated, or cleared before."""
    geklaert = nimm_auf(ZWEITE).eingang_id
    with einheit(poststelle) as uow:
        close_eingang(uow, geklaert, "Grund")
    abgelehnt = nimm_auf(BASIS.with_referenz("x").with_anlagen()).eingang_id
    wiederholt = nimm_auf(BASIS).eingang_id
    for eingang_id in (geklaert, abgelehnt, wiederholt):
        with einheit(poststelle) as uow, pytest.raises(Fachfehler, match="schon geklärt"):
            handlung(uow, eingang_id)


def test_two_people_at_once_clear_once(
    az: str, nimm_auf: Aufnahme, einheit: Einheit, poststelle: Akteur
) -> None:
    eingang_id = nimm_auf(ZWEITE).eingang_id
    start = Barrier(4)

    def create(_nummer: int) -> bool:
        start.wait(10)
        try:
            with einheit(poststelle) as uow:
                create_vorgang_von_hand(uow, eingang_id)
        except Fachfehler:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        erfolge = list(pool.map(create, range(4)))
    assert sorted(erfolge) == [False, False, False, True]
    with einheit() as uow:
        assert uow.session.scalar(select(func.count()).select_from(Vorgang)) == 2


def test_message_that_was_not_evaluated_can_only_be_refused(
    az: str, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    """Our reader failed on it, and still does."""

    eingang_id = nimm_auf(ZWEITE).eingang_id
    for handlung in ("assign", "open"):
        with einheit() as uow:
            uow.ports = replace(uow.ports, leser=KaputterLeser())
            with pytest.raises(Fachfehler, match="nicht ausgewertet"):
                HANDLUNGEN[handlung](uow, eingang_id)
    with einheit() as uow:
        uow.ports = replace(uow.ports, leser=KaputterLeser())
        close_eingang(uow, eingang_id, "Nicht lesbar.")
    assert _list_antworten(einheit, eingang_id) == []
    # a repaired reader evaluates what still waits
    zweiter = nimm_auf(ZWEITE).eingang_id
    with einheit() as uow:
        create_vorgang_von_hand(uow, zweiter)


def test_findings_keep_their_order(az: str, nimm_auf: Aufnahme, einheit: Einheit) -> None:
    probe = ZWEITE.replace(("<dateiname>Antrag.pdf<", "<dateiname>../Antrag<"))
    bericht = nimm_auf(probe)
    with einheit() as uow:
        assert list_befunde(uow.session, bericht.eingang_id) == bericht.befunde
    assert [b.kennzahl for b in bericht.befunde] == ["A009", "S050"]


def test_registry_may_but_betrieb_may_not(az: str, nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """Within one authority: staff clears, whoever the map does not name does not."""
    eingang_id = nimm_auf(ZWEITE).eingang_id
    staff = get_akteur(einheit, "krueger@weimarer-land.example")
    betrieb = Akteur(Akteursart.KONTO, staff.konto_id, Kontorolle.BETRIEB, staff.behoerde_id)
    with einheit(betrieb) as uow, pytest.raises((NichtSichtbar, NichtErlaubt)):
        close_eingang(uow, eingang_id, "Grund")
    with einheit(staff) as uow:
        close_eingang(uow, eingang_id, "Grund")

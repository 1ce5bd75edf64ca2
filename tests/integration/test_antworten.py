"""Replies: number, content, version and validity; who fetches them."""

from base64 import b64decode
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree
from sqlalchemy import select

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.db.models import Ausgang, Behoerde, Eingang, Ereignisrecord, Konto
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.rechte import SYSTEM, Akteur, Akteursart
from bauaufsicht.services.ausgang import get_ausgang, list_ausgaenge
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import (
    Probe,
    create_aenderung,
    create_folgenachricht,
    create_ruecknahme,
    read_muster,
    read_schulung,
)

AMTLICH = pytest.mark.parametrize("schemata", ["amtlich"], indirect=True)
BASIS = read_schulung("01")
REFERENZ = "5931fb42-f651-5b89-9b19-22775289406c"
KERNMODUL = {"2.6": "1/3/0", "2.5": "1/2/2", "2.4.0.1": "1/2/1/1"}
MUSTER = {"2.6": "dev-01", "2.5": "dev-05", "2.4.0.1": "dev-04"}
G2G = "{http://xoev.de/schemata/basisnachricht/g2g/1_1}"


def _list_antworten(einheit: Einheit, eingang_id: UUID | None = None) -> list[Ausgang]:
    with einheit() as uow:
        frage = select(Ausgang).order_by(Ausgang.nummer)
        if eingang_id is not None:
            frage = frage.where(Ausgang.eingang_id == eingang_id)
        return list(uow.session.scalars(frage))


def _check_gueltig(antwort: Ausgang, schemata: Schemata) -> etree._Element:
    baum = etree.fromstring(antwort.inhalt)
    assert schemata.check_nachricht(antwort.version, baum) == ()
    assert antwort.gueltig is True
    namensraum = f"http://www.xleitstelle.de/xbau/kernmodul/{KERNMODUL[antwort.version]}"
    assert etree.QName(baum).namespace == namensraum
    assert etree.QName(baum).localname.endswith(antwort.nummer)
    kopf = "nachrichtenkopf.g2g/identifikation.nachricht"
    assert baum.findtext(f"{kopf}/nachrichtenUUID") == str(antwort.id)
    assert baum.findtext(f"{kopf}/nachrichtentyp/code") == antwort.nummer
    assert baum.findtext("nachrichtenkopf.g2g/leser/kennung") == antwort.empfaenger_kennung
    return baum


@AMTLICH
@pytest.mark.parametrize("version", list(MUSTER))
def test_receipt_and_number_are_valid_in_the_version_of_the_request(
    version: str, xbau_daten: Path, nimm_auf: Aufnahme, einheit: Einheit, schemata: Schemata
) -> None:
    probe = read_muster(xbau_daten, MUSTER[version])
    bericht = nimm_auf(probe)
    bestaetigung, mitteilung = _list_antworten(einheit)
    assert (bestaetigung.nummer, mitteilung.nummer) == ("1120", "1121")
    assert {bestaetigung.version, mitteilung.version} == {version}
    eins, zwei = (_check_gueltig(a, schemata) for a in (bestaetigung, mitteilung))
    referenz = bericht.fakten["referenzAntragsservice"]
    assert eins.findtext("bezug/referenz") == zwei.findtext("bezug/referenz") == referenz
    bezogen = f"bezug/bezugNachricht/{G2G}nachrichtenUUID"
    assert eins.findtext(bezogen) == bericht.fakten["nachrichtenUUID"]
    assert zwei.findtext(bezogen) is None
    assert zwei.findtext("bezug/vorgang") == bericht.aktenzeichen
    assert "23.11.2026 um 10:00 Uhr eingegangen" in (eins.findtext("information/textabsatz") or "")
    leser = probe.get_element("leser")
    assert (eins.findtext("nachrichtenkopf.g2g/autor/kennung") or "?") in leser


@AMTLICH
@pytest.mark.parametrize("version", list(MUSTER))
def test_refusal_is_valid_in_the_version_of_the_request(
    version: str, xbau_daten: Path, nimm_auf: Aufnahme, einheit: Einheit, schemata: Schemata
) -> None:
    probe = read_muster(xbau_daten, MUSTER[version]).with_anlagen()
    bericht = nimm_auf(probe)
    (antwort,) = _list_antworten(einheit)
    baum = _check_gueltig(antwort, schemata)
    assert (antwort.nummer, antwort.version) == ("1100", version)
    gruende = baum.findall("rueckweisungDaten/rueckweisungsgrund")
    hart = [b for b in bericht.befunde if b.schwere == "zurueckweisung"]
    assert [g.findtext("grund/code") for g in gruende] == [b.kennzahl for b in hart]
    assert all(g.findtext("fehlertext") for g in gruende)
    daten = baum.find("rueckweisungDaten")
    assert daten is not None
    assert daten.findtext(f"idNachricht/{G2G}nachrichtenUUID") == bericht.fakten["nachrichtenUUID"]
    assert b64decode(daten.findtext("nachricht") or "") == probe.inhalt


@AMTLICH
def test_withdrawal_is_answered_validly_in_every_version(
    xbau_daten: Path, nimm_auf: Aufnahme, einheit: Einheit, schemata: Schemata
) -> None:
    """1130 in the version that the sender speaks now, whatever the application was in."""
    nimm_auf(read_muster(xbau_daten, "dev-02"))
    basis = read_muster(xbau_daten, "dev-10")
    alt = 'version="1.3.0"'
    listen = {"2.5": "2.1", "2.4.0.1": "2.0", "2.6": "3.0"}
    for version, pfad in KERNMODUL.items():
        nummer = pfad.replace("/", ".")
        probe = basis.replace(
            ("kernmodul/1/3/0", f"kernmodul/{pfad}"),
            (alt, f'version="{nummer}"'),
            (
                'kernmodul-nachrichten" listVersionID="3.0"',
                f'kernmodul-nachrichten" listVersionID="{listen[version]}"',
            ),
        )
        from_bezug = basis.get_element("referenz")
        neuer = read_muster(xbau_daten, "dev-02").with_referenz(version)
        nimm_auf(neuer)
        referenz = neuer.get_text("referenzAntragsservice")
        probe = probe.replace((from_bezug, f"<referenz>{referenz}</referenz>")).with_uuid(
            f"1130-{version}"
        )
        bericht = nimm_auf(probe)
        assert bericht.ergebnis is Eingangsergebnis.ZUGEORDNET
        (antwort,) = _list_antworten(einheit, bericht.eingang_id)
        assert (antwort.nummer, antwort.version) == ("1131", version)
        baum = _check_gueltig(antwort, schemata)
        assert baum.findtext("ruecknahmeAkzeptiert") == "true"
        assert baum.findtext("bezug/referenz") == referenz


@AMTLICH
def test_version_that_is_not_offered_is_answered_in_the_newest(
    xbau_daten: Path, nimm_auf: Aufnahme, einheit: Einheit, schemata: Schemata
) -> None:
    nimm_auf(read_muster(xbau_daten, "dev-12"))
    (antwort,) = _list_antworten(einheit)
    baum = _check_gueltig(antwort, schemata)
    assert (antwort.version, baum.findtext(".//grund/code")) == ("2.6", "V000")


@AMTLICH
@pytest.mark.parametrize(
    ("alte", "antwort_in"), [("2/3/1", "2.4.0.1"), ("2/4", "2.4.0.1"), ("2/7", "2.6")]
)
def test_version_that_is_not_offered_is_answered_in_the_nearest(
    alte: str, antwort_in: str, nimm_auf: Aufnahme, einheit: Einheit, schemata: Schemata
) -> None:
    assert nimm_auf(BASIS.replace(("xbau/2/6", f"xbau/{alte}"))).fehlerkennzahl == "V000"
    (antwort,) = _list_antworten(einheit)
    _check_gueltig(antwort, schemata)
    assert antwort.version == antwort_in


@AMTLICH
@pytest.mark.parametrize(
    "text",
    [
        "Plan – „groß“ … ≥ 5 m",
        "Лист α 🏠",
        "weich\u00adtrennen\u200b\u202e",
        "NFD: u\u0308 o\u0308",
    ],
    ids=["typography", "other-scripts", "invisible", "decomposed"],
)
def test_what_a_sender_wrote_makes_no_reply_invalid(
    text: str, nimm_auf: Aufnahme, einheit: Einheit, schemata: Schemata
) -> None:
    """DIN 91379: texts are quoted in the reasons, names come back in the head."""
    probe = BASIS.replace(
        ("<bezeichnung>Antragsformular<", f"<bezeichnung>{text}<"),
        ("Formularservice der Schulung (erfunden)", text),
    )
    bericht = nimm_auf(probe.with_anlagen())
    assert bericht.ergebnis is Eingangsergebnis.ZURUECKGEWIESEN
    (antwort,) = _list_antworten(einheit)
    _check_gueltig(antwort, schemata)


@AMTLICH
def test_refusal_carries_the_bytes_as_they_came(
    nimm_auf: Aufnahme, einheit: Einheit, schemata: Schemata
) -> None:
    """UTF-16 is legal XML; the original bytes are evidence."""
    text = BASIS.text.replace("encoding='UTF-8'", "encoding='UTF-16'")
    probe = Probe(text, kodierung="utf-16")
    assert nimm_auf(probe).fehlerkennzahl == "A001"
    (antwort,) = _list_antworten(einheit)
    baum = _check_gueltig(antwort, schemata)
    assert b64decode(baum.findtext("rueckweisungDaten/nachricht") or "") == probe.inhalt


def test_change_is_confirmed_without_a_new_number(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    bericht = nimm_auf(create_aenderung(f"<referenz>{REFERENZ}</referenz>"))
    (antwort,) = _list_antworten(einheit, bericht.eingang_id)
    baum = etree.fromstring(antwort.inhalt)
    assert antwort.nummer == "1120"
    assert (baum.findtext("information/textabsatz") or "").startswith("Ihre Nachricht zum Antrag")


def test_announcement_is_confirmed_in_the_name_of_the_gemeinde(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    nimm_auf(read_schulung("07"))
    for antwort in _list_antworten(einheit):
        baum = etree.fromstring(antwort.inhalt)
        assert baum.findtext("nachrichtenkopf.g2g/autor/kennung") == "gba:16070029"
        if antwort.nummer == "1120":
            text = baum.findtext("information/textabsatz") or ""
            assert text.startswith("Ihre Anzeige ist am")
            assert text.endswith("eingegangen: Ilmenau, Stadt.")


@pytest.mark.parametrize(("nummer", "erwartet"), [("13", "true"), ("01", None)])
def test_replies_to_a_test_are_tests(
    nummer: str, erwartet: str | None, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    nimm_auf(read_schulung(nummer))
    nimm_auf(read_schulung(nummer).with_uuid("zweite").with_anlagen())
    marken = [etree.fromstring(a.inhalt).get("test") for a in _list_antworten(einheit)]
    assert marken == [erwartet] * 3
    with einheit() as uow:
        eingaenge = uow.session.scalars(select(Eingang.test)).all()
    assert set(eingaenge) == {erwartet is not None}


@pytest.mark.parametrize("element", ["autor", "leser", "nachrichtenkopf.g2g"])
def test_nobody_to_answer_leaves_the_refusal_with_the_delivery(
    element: str, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    bericht = nimm_auf(BASIS.without(element))
    assert (bericht.ergebnis, bericht.fehlerkennzahl) == (
        Eingangsergebnis.ZURUECKGEWIESEN,
        "X001",
    )
    assert _list_antworten(einheit) == []
    with einheit() as uow:
        eingang = uow.session.scalars(select(Eingang)).one()
        assert eingang.behoerde_id is not None  # leser or empfangendeStelle say who sees it


def test_refusal_without_identity_is_not_answered(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """A 1100 must name the refused message; without its UUID no valid one is possible."""
    uuid = BASIS.get_text("nachrichtenUUID")
    for n, neu in enumerate(("", "keine-uuid")):
        probe = BASIS.replace((uuid, neu)).with_anlagen()
        assert nimm_auf(probe).ergebnis is Eingangsergebnis.ZURUECKGEWIESEN, n
    assert _list_antworten(einheit) == []


def test_every_reply_to_a_case_stands_in_its_chain(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    nimm_auf(create_ruecknahme(REFERENZ))
    with einheit() as uow:
        belegt = {
            e.daten["ausgang"]: e.daten["nachricht_sha256"]
            for e in uow.session.scalars(
                select(Ereignisrecord).where(Ereignisrecord.art == "nachricht_erstellt")
            )
        }
    assert belegt == {str(a.id): a.sha256 for a in _list_antworten(einheit)}
    assert len(belegt) == 3


def test_nothing_is_answered_that_waits_for_a_person(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(create_folgenachricht("bauberatung.anfrage.0110", ""))
    assert _list_antworten(einheit) == []


# --- fetching ---


def _get_dienst(einheit: Einheit, kuerzel: str | None) -> Akteur:
    if kuerzel is None:
        return Akteur(Akteursart.DIENST)
    with einheit() as uow:
        behoerde = uow.session.scalars(select(Behoerde.id).where(Behoerde.kuerzel == kuerzel)).one()
    return Akteur(Akteursart.DIENST, behoerde_id=behoerde)


def test_a_service_fetches_the_replies_of_its_authority(
    nimm_auf: Aufnahme, einheit: Einheit, uhr: FesteUhr
) -> None:
    nimm_auf(BASIS)
    uhr.stand += timedelta(minutes=1)
    nimm_auf(read_schulung("10"))
    nimm_auf(BASIS.replace(("bab:16071000", "bab:99999999")).with_uuid("irre"))
    sicht = {}
    for kuerzel in ("AP", "WE", "G", None):
        with einheit(_get_dienst(einheit, kuerzel)) as uow:
            gefunden, mehr = list_ausgaenge(uow, nur_neue=True, anzahl=50)
            assert not mehr
            assert [a.erstellt_am for a in gefunden] == sorted(a.erstellt_am for a in gefunden)
            sicht[kuerzel] = [a.nummer for a in gefunden]
    assert {k: sorted(v) for k, v in sicht.items()} == {
        "AP": ["1120", "1121"],
        "WE": ["1120", "1121"],
        "G": [],
        None: ["1100", "1120", "1120", "1121", "1121"],
    }
    with einheit(_get_dienst(einheit, None)) as uow:
        zwei, mehr = list_ausgaenge(uow, nur_neue=True, anzahl=2)
        assert (len(zwei), mehr) == (2, True)


def test_fetching_is_recorded_once(nimm_auf: Aufnahme, einheit: Einheit, uhr: FesteUhr) -> None:
    nimm_auf(BASIS)
    dienst = _get_dienst(einheit, "AP")
    (erster, zweiter) = _list_antworten(einheit)
    zuerst = uhr.stand
    for _ in range(2):
        with einheit(dienst) as uow:
            assert get_ausgang(uow, erster.id).abgerufen_am == zuerst
        uhr.stand += timedelta(hours=1)
    with einheit(dienst) as uow:
        assert [a.id for a in list_ausgaenge(uow, nur_neue=True, anzahl=9)[0]] == [zweiter.id]
        assert len(list_ausgaenge(uow, nur_neue=False, anzahl=9)[0]) == 2


def test_nobody_else_fetches_replies(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """Foreign is absent; accounts have no token, whatever their role."""
    nimm_auf(BASIS)
    (antwort, _) = _list_antworten(einheit)
    with einheit() as uow:
        konten = [
            Akteur(Akteursart.KONTO, k.id, k.rolle, k.behoerde_id, k.stelle_id)
            for k in uow.session.scalars(select(Konto))
        ]
    for akteur in [*konten, Akteur(Akteursart.ANONYM), _get_dienst(einheit, "WE")]:
        with einheit(akteur) as uow, pytest.raises(NichtSichtbar):
            get_ausgang(uow, antwort.id)
    for akteur in [*konten, Akteur(Akteursart.ANONYM)]:
        with einheit(akteur) as uow, pytest.raises(NichtSichtbar):
            list_ausgaenge(uow, nur_neue=True, anzahl=9)
    with einheit(SYSTEM) as uow, pytest.raises(NichtSichtbar):
        get_ausgang(uow, UUID(int=1))
    assert _list_antworten(einheit)[0].abgerufen_am is None

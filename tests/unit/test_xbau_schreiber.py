"""Replies: what stands in them, and when none is possible."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from bauaufsicht.adapters.xbau.leser import XbauLeser
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.adapters.xbau.schreiber import XbauSchreiber
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.nachricht import Antwort, Bezug, Grund, Kode, Nachrichtenkopf, Partner

SCHREIBER = XbauSchreiber(Schemata(Path("nirgends")))
LESER = XbauLeser(Schemata(Path("nirgends")))
KOPF = Nachrichtenkopf(
    nachrichten_uuid="aaaaaaaa-0000-4000-8000-000000000001",
    typ=Kode("0200", "urn:xoev-de:xbau:codeliste:xbau-nachrichten", "4.0"),
    erstellt=datetime(2026, 3, 2, 7, tzinfo=UTC),
    erstellt_text="2026-03-02T08:00:00.5+01:00",
    leser=Partner("bab:16071000"),
    autor=Partner("bap:16000009"),
)
ANTWORT = Antwort(
    version="2.6",
    nachrichten_uuid="BBBBBBBB-0000-4000-8000-000000000001",
    erstellt=datetime(2026, 7, 1, 22, 30, 5, 999, tzinfo=UTC),
    autor=Partner("bab:16071000", "Landratsamt – Bauaufsicht"),
    leser=Partner("bap:16000009", "Portal"),
    referenz="CCCCCCCC-0000-4000-8000-000000000001",
    aktenzeichen="BA-2026-1",
    bezug=KOPF,
    text=("Ihr Antrag ist da – „danke“.", " ", "\x07"),
    gruende=(Grund("X001", "Zeile 3: „a“ – fehlt 🏠"), Grund("V001", "")),
    rohdaten=b"<a>\xff</a>",
    akzeptiert=True,
)
ARTEN = {
    "1100": SCHREIBER.write_rueckweisung,
    "1120": SCHREIBER.write_eingangsbestaetigung,
    "1121": SCHREIBER.write_aktenzeichen,
    "1131": SCHREIBER.write_quittierung_ruecknahme,
}


@pytest.mark.parametrize("version", ["2.6", "2.5", "2.4.0.1"])
@pytest.mark.parametrize("nummer", ARTEN)
def test_our_own_reader_reads_every_reply(nummer: str, version: str) -> None:
    lesung = LESER.read_nachricht(ARTEN[nummer](replace(ANTWORT, version=version)))
    assert lesung.befunde == ()
    assert (lesung.version, lesung.nummer, lesung.test) == (version, nummer, False)
    assert lesung.kopf is not None
    assert lesung.kopf.nachrichten_uuid == "bbbbbbbb-0000-4000-8000-000000000001"
    assert lesung.kopf.erstellt_text == "2026-07-02T00:30:05+02:00"
    assert lesung.kopf.autor is not None
    assert lesung.kopf.leser is not None
    assert (lesung.kopf.autor.kennung, lesung.kopf.autor.name) == (
        "bab:16071000",
        "Landratsamt - Bauaufsicht",
    )
    assert (lesung.kopf.leser.kennung, lesung.kopf.leser.name) == ("bap:16000009", "Portal")


def _read_bezug(rohdaten: bytes) -> Bezug | None:
    nachricht = LESER.read_nachricht(rohdaten).nachricht
    assert nachricht is not None
    return nachricht.bezug


def test_bezug_of_each_reply() -> None:
    referenz = "cccccccc-0000-4000-8000-000000000001"
    ganz = Bezug(referenz, "BA-2026-1", KOPF.nachrichten_uuid)
    assert _read_bezug(SCHREIBER.write_eingangsbestaetigung(ANTWORT)) == ganz
    assert _read_bezug(SCHREIBER.write_quittierung_ruecknahme(ANTWORT)) == ganz
    assert _read_bezug(SCHREIBER.write_aktenzeichen(ANTWORT)) == Bezug(referenz, "BA-2026-1", None)
    assert _read_bezug(SCHREIBER.write_rueckweisung(ANTWORT)) is None


def test_rueckweisung_carries_reasons_identity_and_the_message() -> None:
    wurzel = etree.fromstring(SCHREIBER.write_rueckweisung(ANTWORT))
    assert wurzel.findtext("rueckweisungDaten/rueckweisungsgrund/grund/code") == "X001"
    assert (
        wurzel.findtext("rueckweisungDaten/rueckweisungsgrund/fehlertext")
        == 'Zeile 3: "a" - fehlt ?'
    )
    assert len(wurzel.findall("rueckweisungDaten/rueckweisungsgrund")) == 2
    assert len(wurzel.findall("rueckweisungDaten/rueckweisungsgrund/fehlertext")) == 1
    g2g = "{http://xoev.de/schemata/basisnachricht/g2g/1_1}"
    identitaet = wurzel.find("rueckweisungDaten/idNachricht")
    assert identitaet is not None
    assert identitaet.findtext(f"{g2g}nachrichtenUUID") == KOPF.nachrichten_uuid
    assert identitaet.findtext(f"{g2g}nachrichtentyp/code") == "0200"
    assert identitaet.findtext(f"{g2g}erstellungszeitpunkt") == "2026-03-02T08:00:00.5+01:00"
    assert base64.b64decode(wurzel.findtext("rueckweisungDaten/nachricht") or "") == b"<a>\xff</a>"


def test_information_keeps_free_characters_and_leaves_out_empty_paragraphs() -> None:
    nachricht = LESER.read_nachricht(SCHREIBER.write_eingangsbestaetigung(ANTWORT)).nachricht
    assert nachricht is not None
    assert nachricht.information == "Ihr Antrag ist da – „danke“."
    ohne = SCHREIBER.write_eingangsbestaetigung(replace(ANTWORT, text=()))
    assert b"information" not in ohne


@pytest.mark.parametrize(("akzeptiert", "wort"), [(True, b">true<"), (False, b">false<")])
def test_withdrawal_is_accepted_or_not(akzeptiert: bool, wort: bytes) -> None:
    assert wort in SCHREIBER.write_quittierung_ruecknahme(replace(ANTWORT, akzeptiert=akzeptiert))


def test_test_flag_is_passed_on() -> None:
    assert (
        LESER.read_nachricht(SCHREIBER.write_aktenzeichen(replace(ANTWORT, test=True))).test is True
    )


def test_children_without_namespace_stay_without() -> None:
    for write in ARTEN.values():
        wurzel = etree.fromstring(write(ANTWORT))
        assert all(etree.QName(k).namespace is None for k in wurzel)


@pytest.mark.parametrize(
    ("nummer", "aenderung", "wort"),
    [
        ("1100", {"gruende": ()}, "Grund"),
        ("1100", {"rohdaten": None}, "Nachricht"),
        ("1100", {"bezug": None}, "Kopf"),
        ("1100", {"bezug": replace(KOPF, nachrichten_uuid=None)}, "Kopf"),
        ("1100", {"bezug": replace(KOPF, nachrichten_uuid="krumm")}, "Kopf"),
        ("1100", {"bezug": replace(KOPF, typ=None)}, "Kopf"),
        ("1100", {"bezug": replace(KOPF, erstellt_text="gestern")}, "Kopf"),
        ("1120", {"referenz": None, "bezug": None}, "Referenz"),
        ("1120", {"referenz": "krumm", "bezug": None}, "Referenz"),
        ("1121", {"referenz": None}, "Referenz"),
        ("1121", {"aktenzeichen": " "}, "Aktenzeichen"),
        ("1131", {"akzeptiert": None}, "Rücknahme"),
        ("1131", {"referenz": None, "bezug": None}, "Referenz"),
        ("1120", {"version": "2.9"}, "2.9"),
        ("1120", {"leser": Partner("\x00 ", "Portal")}, "leser"),
    ],
)
def test_replies_that_are_not_possible(
    nummer: str, aenderung: dict[str, object], wort: str
) -> None:
    with pytest.raises(Fachfehler, match=wort):
        ARTEN[nummer](replace(ANTWORT, **aenderung))  # type: ignore[arg-type]


def test_malformed_reference_is_left_out_if_the_message_is_named() -> None:
    bezug = _read_bezug(SCHREIBER.write_eingangsbestaetigung(replace(ANTWORT, referenz="krumm")))
    assert bezug == Bezug(None, "BA-2026-1", KOPF.nachrichten_uuid)


def test_without_schema_nothing_is_claimed() -> None:
    assert SCHREIBER.check_schema("2.6", SCHREIBER.write_aktenzeichen(ANTWORT)) is None
    assert SCHREIBER.check_schema("2.6", b"<a") is False

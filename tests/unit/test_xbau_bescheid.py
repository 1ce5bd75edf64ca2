"""0205: what stands in it in each version, and when none is possible."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from bauaufsicht.adapters.xbau.leser import XbauLeser
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.adapters.xbau.schreiber import XbauSchreiber
from bauaufsicht.adapters.xbau.versionen import VERSIONEN
from bauaufsicht.domain.bescheid import Bescheidart, Nebenbestimmung
from bauaufsicht.domain.bescheidnachricht import Bescheidnachricht
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.nachricht import Kode
from tests.factories.bescheidnachricht import ANTWORT, BESCHEID

SCHREIBER = XbauSchreiber(Schemata(Path("nirgends")))
LESER = XbauLeser(Schemata(Path("nirgends")))
JEDE_VERSION = pytest.mark.parametrize("version", list(VERSIONEN))


def write(nachricht: Bescheidnachricht, version: str = "2.6") -> etree._Element:
    antwort = replace(nachricht.antwort, version=version)
    return etree.fromstring(SCHREIBER.write_bescheid(replace(nachricht, antwort=antwort)))


def list_texte(wurzel: etree._Element, name: str) -> list[str]:
    """Texts of all elements with this local name."""
    return [e.text or "" for e in wurzel.iter(f"{{*}}{name}")]


def read_html(wurzel: etree._Element, name: str) -> list[str]:
    return [
        base64.b64decode(text).decode()
        for element in wurzel.iter(f"{{*}}{name}")
        for text in [element.findtext("text")]
        if text
    ]


@JEDE_VERSION
def test_our_own_reader_reads_it(version: str) -> None:
    antwort = replace(ANTWORT, version=version)
    lesung = LESER.read_nachricht(SCHREIBER.write_bescheid(replace(BESCHEID, antwort=antwort)))
    assert lesung.befunde == ()
    assert (lesung.version, lesung.nummer) == (version, "0205")
    assert lesung.nachricht is not None
    assert lesung.nachricht.bezug is not None
    assert lesung.nachricht.bezug.referenz == ANTWORT.referenz
    assert lesung.nachricht.bezug.vorgang == "AP-2026-00417"
    assert lesung.nachricht.bezug.nachrichten_uuid == "aaaaaaaa-0000-4000-8000-000000000001"
    (anlage,) = lesung.nachricht.anlagen
    assert (anlage.bezeichnung, anlage.dateiname, anlage.mime) == (
        "Bescheid",
        "Bescheid_AP-2026-00417.pdf",
        "application/pdf",
    )
    assert (anlage.groesse, anlage.sha256) == (22_000, "ab" * 32)
    assert anlage.dokumentid == "urn_uuid_dddddddd-0000-4000-8000-000000000001"
    assert anlage.art == Kode("5013", "urn:xoev-de:xbau:codeliste:anlagen", "3.0")


@JEDE_VERSION
def test_tenor_conditions_reasons_and_remedies_stand_in_it(version: str) -> None:
    wurzel = write(BESCHEID, version)
    assert list_texte(wurzel, "istGenehmigung") == ["true"]
    assert read_html(wurzel, "nebenbestimmung") == [
        "<p>Das Dach ist &lt;rot&gt; &amp; gedeckt.</p>",
        "<p>Erst prüfen.</p><p>Dann bauen.</p>",
        "<p>Widerruf bleibt vorbehalten.</p>",
    ]
    arten = [e.find("{*}art/code") for e in wurzel.iter("{*}nebenbestimmung")]
    assert [a.text for a in arten if a is not None] == ["2", "1", "3"]
    assert read_html(wurzel, "begruendung")[-1] == "<p>Keine Vorschrift steht entgegen.</p>"
    assert list_texte(wurzel, "textabsatz") == list(BESCHEID.rechtsbehelf)
    assert read_html(wurzel, "hinweise") == [
        "<p>Zeigen Sie den Baubeginn an.</p><p>Die Genehmigung erlischt nach drei Jahren.</p>"
    ]


@JEDE_VERSION
def test_each_abweichung_is_answered(version: str) -> None:
    wurzel = write(BESCHEID, version)
    assert list_texte(wurzel, "istZugelassen") == ["true", "false"]
    assert read_html(wurzel, "vorschrift") == ["<p>§ 6 Abs. 5 ThürBO</p>", "<p>§ 31 BauGB</p>"]
    ids = list_texte(wurzel, "id")
    if version == "2.4.0.1":  # its AbweichungBearbeitet has none
        assert ids == []
    else:
        assert ids == [a.id.lower() for a in BESCHEID.abweichungen]


@pytest.mark.parametrize(
    ("aenderung", "version"),
    [
        ({"art": None}, "2.6"),
        ({"vorschrift": " "}, "2.6"),
        ({"id": "keine-uuid"}, "2.6"),
        ({"art": Kode("99")}, "2.4.0.1"),
    ],
)
def test_an_abweichung_that_cannot_be_named_makes_no_invalid_message(
    aenderung: dict[str, object], version: str
) -> None:
    erste, zweite = BESCHEID.abweichungen
    unklar = replace(erste, **aenderung)  # type: ignore[arg-type]
    wurzel = write(replace(BESCHEID, abweichungen=(unklar, zweite)), version)
    assert list_texte(wurzel, "istZugelassen") == ["false"]


def test_the_kind_of_an_abweichung_comes_back_as_the_request_named_it() -> None:
    art = Kode("7", "urn:xoev-de:xbau:codeliste:abweichungart", "2.2")
    (erste, _) = BESCHEID.abweichungen
    wurzel = write(replace(BESCHEID, abweichungen=(replace(erste, art=art),)))
    (element,) = wurzel.iter("{*}abweichung")
    gefunden = element.find("{*}art")
    assert gefunden is not None
    assert (gefunden.get("listVersionID"), gefunden.findtext("code")) == ("2.2", "7")


def test_a_refusal_says_so_and_leaves_out_what_is_empty() -> None:
    knapp = replace(
        BESCHEID,
        art=Bescheidart.ABLEHNUNG,
        abweichungen=(),
        nebenbestimmungen=(),
        begruendung="",
        hinweise=(),
    )
    wurzel = write(knapp)
    assert list_texte(wurzel, "istGenehmigung") == ["false"]
    for name in ("begruendung", "hinweise", "abweichung", "nebenbestimmung"):
        assert list(wurzel.iter(f"{{*}}{name}")) == []


@pytest.mark.parametrize(
    "nachricht",
    [
        replace(BESCHEID, rechtsbehelf=(" ",)),
        replace(BESCHEID, antwort=replace(ANTWORT, referenz=None, aktenzeichen="")),
        replace(BESCHEID, antwort=replace(ANTWORT, version="2.9")),
    ],
)
def test_without_remedies_case_or_version_there_is_none(nachricht: Bescheidnachricht) -> None:
    with pytest.raises(Fachfehler):
        SCHREIBER.write_bescheid(nachricht)


def test_training_cases_are_marked() -> None:
    assert write(BESCHEID).get("test") is None
    probe = replace(BESCHEID, antwort=replace(ANTWORT, test=True))
    assert write(probe).get("test") == "true"


def test_characters_that_xml_cannot_carry_are_left_out() -> None:
    boese = replace(BESCHEID, nebenbestimmungen=(Nebenbestimmung("a\x07b\u202e🏠\n\n"),))
    assert read_html(write(boese), "nebenbestimmung") == ["<p>ab🏠</p>"]

"""Values of an application as people read them: nothing is lost, units are those of XBau."""

import re
from pathlib import Path

import pytest

from bauaufsicht.adapters.xbau.leser import XbauLeser
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.web.angaben import Sendewert, create_bereiche, get_mehrfache, get_ort
from bauaufsicht.web.elemente import NAMEN, format_element, format_wert
from tests.factories.lieferung import read_schulung

NUMMERN = ("01", "02", "03", "04", "05", "06", "07", "09", "11")


def _read_angaben(nummer: str, ohne_schemata: Path) -> list[Sendewert]:
    leser = XbauLeser(Schemata(ohne_schemata))
    nachricht = leser.read_nachricht(read_schulung(nummer).inhalt).nachricht
    assert nachricht is not None
    return [(a.pfad, a.wert, a.liste, a.listenversion) for a in nachricht.angaben]


@pytest.mark.parametrize("nummer", NUMMERN)
def test_every_value_that_was_sent_can_be_found(nummer: str, tmp_path: Path) -> None:
    angaben = _read_angaben(nummer, tmp_path)
    assert len(angaben) > 20
    texte = [
        f"{zeile.wert} {zeile.roh} {zeile.zusatz}"
        for bereich in create_bereiche(angaben)
        for abschnitt in bereich.abschnitte
        for zeile in abschnitt.zeilen
    ]
    alles = "\n".join(texte)
    # whether a way to reach somebody is a business one stands there as a word
    gesucht = [wert for pfad, wert, *_ in angaben if not pfad.endswith("/istDienstlich")]
    assert [wert for wert in gesucht if wert not in alles] == []


@pytest.mark.parametrize(
    ("element", "gesendet", "gezeigt"),
    [
        ("summeHerstellungskosten", "31200000", "312.000 €"),  # sent in Eurocent
        ("kostenProBGF", "184125", "1.841,25 €"),
        ("flaecheDesBaugrundstuecks", "768.00", "768 m²"),
        ("wohnflaecheNeu", "1985.40", "1.985,4 m²"),
        ("bruttoRauminhaltBRI", "13480.00", "13.480 m³"),
        ("grundflaechenzahlGeplant", "0.38", "0,38"),
        ("hoeheNachMBO", "12.85", "12,85 m"),
        ("@filesize", "8712", "8,7 kB"),
        ("anzahlVollgeschosse", "4", "4"),
        ("zaehler", "0084", "0084"),
        ("postleitzahl", "07743", "07743"),
        ("hausnummer", "12b", "12b"),
        ("istFreistehend", "true", "ja"),
        ("datum", "2026-11-06", "06.11.2026"),
        ("datum", "2026-13-45", "2026-13-45"),
        ("erstellungszeitpunkt", "2026-10-05T07:14:00Z", "05.10.2026, 09:14 Uhr"),
        ("hoeheNachMBO", "1e400", "1e400"),
        ("hoeheNachMBO", "9" * 400, "9" * 400),
    ],
)
def test_values_in_german(element: str, gesendet: str, gezeigt: str) -> None:
    assert format_wert(element, gesendet) == gezeigt


@pytest.mark.parametrize(
    ("element", "name"),
    [
        ("artDerBaulichenAnlage", "Art der baulichen Anlage"),
        ("feuerungsanlagen", "Feuerungsanlagen"),
        ("ueberbauteFlaeche", "Überbaute Fläche"),
        ("abgrabungenUndAufschuettungen", "Abgrabungen und Aufschüttungen"),
        ("neueErschliessung", "Neue Erschließung"),
        ("massnahmenImAussenbereich", "Maßnahmen im Außenbereich"),
        ("gebaeudeklasse", "Gebäudeklasse"),
        ("x", "X"),
    ],
)
def test_names_in_german(element: str, name: str) -> None:
    assert format_element(element) == name


def test_names_of_the_table_are_no_element_names() -> None:
    assert [n for n in NAMEN.values() if re.search(r"[a-z][A-Z]", n) and "DIN" not in n] == [
        "Maß der Nutzung (BauNVO)",
        "Wohnfläche (WoFlV)",
    ]


def test_the_first_of_several_is_numbered_too() -> None:
    basis = "bauvorhaben/verortung/baugrundstueck/grundstueck"
    pfade = [f"{basis}/flurstueck/bundesland", f"{basis}/flurstueck[2]/bundesland"]
    mehrfach = get_mehrfache(pfade)
    assert [get_ort(p, mehrfach).format() for p in pfade] == [
        "Grundstück und Lage › Flurstück 1 › Bundesland",
        "Grundstück und Lage › Flurstück 2 › Bundesland",
    ]
    assert get_ort(pfade[0]).format() == "Grundstück und Lage › Flurstück › Bundesland"
    umriss = "bauvorhaben/verortung/lageBauvorhaben/flaeche"
    umrisse = [f"{umriss}/polygon/@srsName", f"{umriss}[2]/polygon/@srsName"]
    assert [get_ort(p, get_mehrfache(umrisse)).abschnitt for p in umrisse] == [
        "Umriss des Vorhabens · Fläche 1",
        "Umriss des Vorhabens · Fläche 2",
    ]


def test_addresses_names_and_parcels_are_one_line_each() -> None:
    person = "bauvorhaben/beteiligte/bauherr/bauherr/natuerlichePerson"
    parcel = "bauvorhaben/verortung/baugrundstueck/grundstueck/flurstueck/kodierungFlurstueck"
    zeilen: list[Sendewert] = [
        (f"{person}/name/titel", "Dr.", None, None),
        (f"{person}/name/familienname/name", "Żurawski", None, None),
        (f"{person}/name/vorname/name", "Béla", None, None),
        (f"{person}/anschrift/strasse", "Rießnerstraße", None, None),
        (f"{person}/anschrift/hausnummer", "12b", None, None),
        (f"{person}/anschrift/postleitzahl", "99427", None, None),
        (f"{person}/anschrift/ort", "Weimar", None, None),
        (f"{parcel}/gemarkung/bezeichnung", "Weimar", None, None),
        (f"{parcel}/flur", "042", None, None),
        (f"{parcel}/zaehler", "317", None, None),
        (f"{parcel}/nenner", "5", None, None),
    ]
    gezeigt = {
        (b.titel, a.titel, z.name): z.wert
        for b in create_bereiche(zeilen)
        for a in b.abschnitte
        for z in a.zeilen
    }
    assert gezeigt == {
        ("Am Bau Beteiligte", "Bauherr", "Name"): "Dr. Béla Żurawski",
        ("Am Bau Beteiligte", "Bauherr", "Anschrift"): "Rießnerstraße 12b, 99427 Weimar",
        ("Grundstück und Lage", "Flurstück", "Flurstück"): "Weimar, Flur 042, Flurstück 317/5",
    }

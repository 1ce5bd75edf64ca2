"""The facts of a message as the command line prints them."""

import json
from dataclasses import replace

import pytest

from bauaufsicht.domain.fakten import compute_fakten, compute_fakten_folge, format_flurstueck
from bauaufsicht.domain.nachricht import (
    Abweichung,
    Anlage,
    Beteiligtenangabe,
    Bezug,
    Flurstueck,
    Gebaeude,
    Geometrie,
    Kode,
    Lieferart,
    Nachricht,
    Nachrichtenart,
    Nachrichtenkopf,
    Person,
    Personenart,
    Rolle,
    Vorbescheidsfrage,
    Vorhaben,
)

KOPF = Nachrichtenkopf("4711", Kode("0200"), None, None, None, None)


def _mensch(rolle: Rolle, familienname: str, vorname: str) -> Beteiligtenangabe:
    person = Person(Personenart.NATUERLICHE_PERSON, familienname=familienname, vorname=vorname)
    return Beteiligtenangabe(rolle, person)


def _firma(rolle: Rolle, name: str) -> Beteiligtenangabe:
    return Beteiligtenangabe(rolle, Person(Personenart.ORGANISATION, organisation=name))


ANTRAG = Nachricht(
    version="2.6",
    nummer="0200",
    wurzel="baugenehmigung.antrag.0200",
    art=Nachrichtenart.ERSTANTRAG,
    kopf=KOPF,
    test=False,
    referenz="ref-1",
    verfahrensart=Kode("02"),
    vorbescheid="2025-7",
    antragsteller=(
        _mensch(Rolle.VERTRETER, "Vogt", "Kai"),
        _firma(Rolle.ANTRAGSTELLER, "Bau GmbH"),
        _mensch(Rolle.ANTRAGSTELLER, "Meier", "Ute"),
    ),
    vorhaben=Vorhaben(
        bezeichnung="Neubau",
        beteiligte=(
            _mensch(Rolle.BAUHERR, "Meier", "Ute"),
            _firma(Rolle.BAUHERR, "Bau GmbH"),
            _mensch(Rolle.ENTWURFSVERFASSER, "Plan", "Pia"),
            _mensch(Rolle.NACHBAR, "Nah", "Nils"),
        ),
        flurstuecke=(Flurstueck("84", "1", "2", "Tiefengruben"), Flurstueck("85")),
        gebaeude=(Gebaeude("g-1"), Gebaeude("g-2")),
        gebaeudeklasse=Kode("1"),
        sonderbau=(Kode("3"),),
        bebauungsplaene=("Am Berg",),
        geometrie=Geometrie(((((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)),),)),
    ),
    abweichungen=(Abweichung("a", Kode("1")), Abweichung("b", None)),
    fragen=(Vorbescheidsfrage(1, "Darf ich?"),),
    anlagen=(
        Anlage("Plan", Lieferart.GELIEFERT),
        Anlage("Link", Lieferart.VERLINKT),
        Anlage("Statik", Lieferart.NACHGEREICHT),
        Anlage("Brandschutz", Lieferart.NACHGEREICHT),
    ),
)


def test_all_facts_of_an_application() -> None:
    assert compute_fakten(ANTRAG, "16071003", "gemarkung") == {
        "nachrichtenUUID": "4711",
        "referenzAntragsservice": "ref-1",
        "bezeichnung": "Neubau",
        "antragsteller": "Bau GmbH",
        "antragsteller_art": "organisation",
        "weitere_antragsteller": ["Meier, Ute"],
        "bauherren": ["Meier, Ute", "Bau GmbH"],
        "entwurfsverfasser": "Plan, Pia",
        "flurstuecke": [
            {"gemarkung": "Tiefengruben", "flur": "2", "zaehler": "84", "nenner": "1"},
            {"zaehler": "85"},
        ],
        "gemeinde_ags": "16071003",
        "gemeinde_quelle": "gemarkung",
        "gebaeudeklasse": "1",
        "gebaeude": ["g-1", "g-2"],
        "sonderbau": ["3"],
        "bebauungsplan": ["Am Berg"],
        "geometrie": True,
        "verfahrensart": "02",
        "vorbescheid": "2025-7",
        "abweichungen": 2,
        "abweichungsarten": ["1"],
        "fragen": 1,
        "anzahl_anlagen": 4,
        "verlinkte_anlagen": 1,
        "wird_nachgereicht": 2,
        "alsBauantragWeiterzufuehren": None,
    }


def test_an_application_that_says_nothing_has_all_facts_without_content() -> None:
    leer = Nachricht("2.6", "0200", "w", Nachrichtenart.ERSTANTRAG, KOPF, test=False)
    fakten = compute_fakten(leer, None, None)
    assert fakten.keys() == compute_fakten(ANTRAG, None, None).keys()
    assert {n: w for n, w in fakten.items() if w} == {"nachrichtenUUID": "4711"}
    assert fakten["geometrie"] is False


def test_the_reference_of_a_notice_stands_in_its_bezug() -> None:
    anzeige = replace(ANTRAG, referenz=None, bezug=Bezug(referenz="ref-2"))
    assert compute_fakten(anzeige, None, None)["referenzAntragsservice"] == "ref-2"


@pytest.mark.parametrize("wert", [True, False, None])
def test_whether_a_notice_becomes_an_application_is_told_apart_from_silence(
    wert: bool | None,
) -> None:
    anzeige = replace(ANTRAG, als_bauantrag_weiterfuehren=wert)
    assert compute_fakten(anzeige, None, None)["alsBauantragWeiterzufuehren"] is wert


@pytest.mark.parametrize("art", sorted(set(Nachrichtenart) - {Nachrichtenart.ERSTANTRAG}))
def test_other_messages_have_the_facts_of_their_case(art: Nachrichtenart) -> None:
    bezug = Bezug("ref-1", "2026-00417", "0815")
    folge = replace(ANTRAG, art=art, bezug=bezug)
    assert compute_fakten(folge, "16071003", "gemarkung") == {
        "nachrichtenUUID": "4711",
        "bezug_referenz": "ref-1",
        "bezug_vorgang": "2026-00417",
        "bezug_nachrichtenUUID": "0815",
        "anzahl_anlagen": 4,
    }


def test_a_message_without_a_case_names_none() -> None:
    fakten = compute_fakten_folge(replace(ANTRAG, bezug=None))
    assert [w for n, w in fakten.items() if n.startswith("bezug_")] == [None, None, None]


def test_facts_can_be_printed_as_json() -> None:
    assert json.loads(json.dumps(compute_fakten(ANTRAG, "16071003", "ort")))["abweichungen"] == 2


def test_a_parcel_says_only_what_was_said() -> None:
    alles = ("A", "1234", "2", "84", "1", "00")
    assert list(format_flurstueck(*alles).values()) == list(alles)
    assert format_flurstueck(None, "", None, "84", None, None) == {"zaehler": "84"}

"""The chain of events: every field counts, the bytes are fixed, people stay outside."""

import json
import re
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain import ereignisse
from bauaufsicht.domain.ereignisse import (
    ANFANG,
    EREIGNISSE,
    AktenzeichenVergeben,
    AntragEingegangen,
    AntragGeaendert,
    AntragZurueckgenommen,
    BescheidAbgerufen,
    BescheidErlassen,
    Ereignis,
    FlurstueckeGeprueft,
    FristBegonnen,
    GrundrissFestgelegt,
    NachforderungBeantwortet,
    NachforderungGeprueft,
    NachforderungVerlaengert,
    NachforderungVersandt,
    NachrichtErstellt,
    NachrichtZugeordnet,
    PruefvorgabeFestgelegt,
    Seite,
    StellungnahmeAbgegeben,
    StellungnahmeAngefordert,
    UnterlageGesperrt,
    UnterlageHochgeladen,
    UnterlagenEingegangen,
    UnterlageVerworfen,
    VerfahrensartFestgelegt,
    VollstaendigErklaert,
    VorgangUebernommen,
    check_sichtbar,
    compute_daten,
    compute_hash,
    compute_personenhash,
    format_kanonisch,
)

EINS, ZWEI = UUID(int=1), UUID(int=2)
ZEIT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
PRUEFWERT = "ab" * 32

BEISPIELE: list[tuple[Ereignis, dict[str, Any]]] = [
    (
        AntragEingegangen(EINS, "poststelle", "0200", "2.6", PRUEFWERT, ZEIT, 14, False),
        {
            "eingang": str(EINS),
            "weg": "poststelle",
            "nummer": "0200",
            "version": "2.6",
            "nachricht_sha256": PRUEFWERT,
            "eingegangen_am": "2026-11-16T09:30:00+00:00",
            "anlagen": 14,
            "test": False,
        },
    ),
    (AktenzeichenVergeben("2026-00417"), {"aktenzeichen": "2026-00417"}),
    (
        UnterlagenEingegangen(EINS, ((ZWEI, PRUEFWERT, 1024),), 1),
        {"eingang": str(EINS), "fassungen": [[str(ZWEI), PRUEFWERT, 1024]], "ersetzt": 1},
    ),
    (
        FristBegonnen("vollstaendigkeit", "§ 75", date(2026, 11, 16), date(2026, 11, 30)),
        {
            "regel": "vollstaendigkeit",
            "norm": "§ 75",
            "beginn": "2026-11-16",
            "ende": "2026-11-30",
        },
    ),
    (
        AntragGeaendert(EINS, "0202", "2.6", PRUEFWERT, ZEIT, 3),
        {
            "eingang": str(EINS),
            "nummer": "0202",
            "version": "2.6",
            "nachricht_sha256": PRUEFWERT,
            "eingegangen_am": "2026-11-16T09:30:00+00:00",
            "geaenderte_angaben": 3,
        },
    ),
    (
        NachrichtZugeordnet(EINS, "1180", PRUEFWERT),
        {"eingang": str(EINS), "nummer": "1180", "nachricht_sha256": PRUEFWERT},
    ),
    (
        AntragZurueckgenommen(EINS, PRUEFWERT, "Frau Meier zieht weg."),
        {"eingang": str(EINS), "nachricht_sha256": PRUEFWERT},
    ),
    (
        NachrichtErstellt(EINS, "1120", "2.6", PRUEFWERT),
        {
            "ausgang": str(EINS),
            "nummer": "1120",
            "version": "2.6",
            "nachricht_sha256": PRUEFWERT,
        },
    ),
    (VorgangUebernommen(EINS), {"konto": str(EINS)}),
    (VerfahrensartFestgelegt("vereinfacht", "Anruf"), {"verfahrensart": "vereinfacht"}),
    (
        UnterlageHochgeladen(EINS, ZWEI, 2, PRUEFWERT, 1024),
        {
            "dokument": str(EINS),
            "fassung": str(ZWEI),
            "nummer": 2,
            "sha256": PRUEFWERT,
            "groesse": 1024,
            "stelle": None,
        },
    ),
    (UnterlageVerworfen(ZWEI, EINS), {"fassung": str(ZWEI), "stelle": str(EINS)}),
    (
        UnterlageGesperrt(ZWEI, PRUEFWERT, "Schadsoftware"),
        {
            "fassung": str(ZWEI),
            "sha256": PRUEFWERT,
            "grund": "Schadsoftware",
            "stelle": None,
            "entwurf": False,
        },
    ),
    (
        NachforderungVersandt(EINS, 1, 3, date(2026, 12, 21), "Lageplan: Maßstab fehlt"),
        {"nachforderung": str(EINS), "nummer": 1, "punkte": 3, "frist": "2026-12-21"},
    ),
    (
        NachforderungBeantwortet(EINS, 1, 3, ((ZWEI, PRUEFWERT, 1024),), False, "Anbei"),
        {
            "nachforderung": str(EINS),
            "nummer": 1,
            "punkte": 3,
            "fassungen": [[str(ZWEI), PRUEFWERT, 1024]],
            "verspaetet": False,
        },
    ),
    (
        NachforderungGeprueft(EINS, 1, 2, 1, date(2026, 12, 28), "unscharf"),
        {
            "nachforderung": str(EINS),
            "nummer": 1,
            "angenommen": 2,
            "zurueckgegeben": 1,
            "frist": "2026-12-28",
        },
    ),
    (
        NachforderungVerlaengert(EINS, 1, date(2027, 1, 8), "Krankheit"),
        {"nachforderung": str(EINS), "nummer": 1, "frist": "2027-01-08"},
    ),
    (VollstaendigErklaert(date(2026, 11, 20)), {"tag": "2026-11-20", "entfallen": 0}),
    (
        StellungnahmeAngefordert(
            EINS,
            ZWEI,
            "untere Denkmalschutzbehörde",
            "zustimmung",
            "zustimmung",
            "§ 75",
            date(2026, 11, 23),
            date(2027, 1, 25),
            (EINS,),
            "Bitte prüfen Sie.",
        ),
        {
            "beteiligung": str(EINS),
            "stelle": str(ZWEI),
            "stellenname": "untere Denkmalschutzbehörde",
            "beteiligungsart": "zustimmung",
            "regel": "zustimmung",
            "norm": "§ 75",
            "beginn": "2026-11-23",
            "ende": "2027-01-25",
            "fassungen": [str(EINS)],
        },
    ),
    (
        StellungnahmeAbgegeben(EINS, ZWEI, "Stelle", "bedenken", 0, True, PRUEFWERT),
        {
            "beteiligung": str(EINS),
            "stelle": str(ZWEI),
            "stellenname": "Stelle",
            "ergebnis": "bedenken",
            "nebenbestimmungen": 0,
            "verspaetet": True,
            "pruefwert": PRUEFWERT,
            "fassungen": [],
        },
    ),
    (
        BescheidErlassen(EINS, "genehmigung", PRUEFWERT, 2048),
        {"bescheid": str(EINS), "bescheidart": "genehmigung", "sha256": PRUEFWERT, "groesse": 2048},
    ),
    (BescheidAbgerufen(EINS), {"bescheid": str(EINS)}),
    (
        GrundrissFestgelegt(EINS, 2, "koordinaten", PRUEFWERT),
        {"geometrie": str(EINS), "nummer": 2, "quelle": "koordinaten", "pruefwert": PRUEFWERT},
    ),
    (
        PruefvorgabeFestgelegt(1, "0.4", "Bebauungsplan 7"),
        {"nummer": 1, "grz_hoechstens": "0.4", "grz_herkunft": "Bebauungsplan 7"},
    ),
    (
        FlurstueckeGeprueft(EINS, 3, "hand", 2, 1, 4, PRUEFWERT),
        {
            "lauf": str(EINS), "nummer": 3, "anlass": "hand", "flurstuecke": 2, "gefunden": 1,
            "offene": 4, "pruefwert": PRUEFWERT,
        },
    ),
]  # fmt: skip


def test_every_kind_of_event_has_an_example_here() -> None:
    assert {type(ereignis) for ereignis, _ in BEISPIELE} == set(EREIGNISSE.values())


def test_every_event_is_in_the_list_under_the_name_of_its_class() -> None:
    im_modul = {
        k for k in vars(ereignisse).values() if isinstance(k, type) and issubclass(k, Ereignis)
    }
    assert set(EREIGNISSE.values()) == im_modul - {Ereignis}
    for art, klasse in EREIGNISSE.items():
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", klasse.__name__).lower()
        assert art == klasse.art == name


@pytest.mark.parametrize(("ereignis", "daten"), BEISPIELE, ids=lambda w: getattr(w, "art", ""))
def test_an_event_becomes_plain_data(ereignis: Ereignis, daten: dict[str, Any]) -> None:
    offen, _ = compute_daten(ereignis)
    assert offen == daten
    # a database that stores JSON gives back the same bytes
    assert format_kanonisch(json.loads(format_kanonisch(offen))) == format_kanonisch(daten)


def test_words_of_people_stay_out_of_the_data() -> None:
    offen, personen = compute_daten(
        AntragZurueckgenommen(EINS, PRUEFWERT, begruendung="Frau Meier zieht weg.")
    )
    assert personen == {"begruendung": "Frau Meier zieht weg."}
    assert "Meier" not in format_kanonisch(offen).decode()


def test_an_empty_word_of_a_person_leaves_no_trace() -> None:
    assert compute_daten(VerfahrensartFestgelegt("vereinfacht"))[1] == {}


def test_free_text_of_events_is_marked_as_personal() -> None:
    marken = {
        f"{klasse.art}.{feld.name}"
        for klasse in EREIGNISSE.values()
        for feld in fields(klasse)
        if feld.metadata.get("person")
    }
    assert marken == {
        "antrag_zurueckgenommen.begruendung",
        "verfahrensart_festgelegt.begruendung",
        "nachforderung_versandt.inhalt",
        "nachforderung_beantwortet.inhalt",
        "nachforderung_geprueft.inhalt",
        "nachforderung_verlaengert.begruendung",
        "stellungnahme_angefordert.anschreiben",
    }


@pytest.mark.parametrize(
    ("ereignis", "seiten"),
    [
        (AktenzeichenVergeben("2026-00417"), {"behoerde", "antragsseite", "eigene", "fremde"}),
        (NachrichtErstellt(EINS, "1120", "2.6", PRUEFWERT), {"behoerde", "antragsseite"}),
        (UnterlageHochgeladen(EINS, ZWEI, 1, PRUEFWERT, 1), {"antragsseite"}),
        (UnterlageHochgeladen(EINS, ZWEI, 1, PRUEFWERT, 1, stelle=EINS), {"eigene"}),
        (UnterlageVerworfen(ZWEI, stelle=EINS), {"eigene"}),
        (NachforderungVersandt(EINS, 1, 1, date(2026, 12, 1)), {"behoerde", "antragsseite"}),
        (
            StellungnahmeAngefordert(
                EINS, EINS, "S", "zustimmung", "r", "§", date(2026, 1, 1), date(2026, 3, 1), ()
            ),
            {"behoerde", "antragsseite", "eigene"},
        ),
        (
            StellungnahmeAbgegeben(ZWEI, EINS, "S", "bedenken", 0, False, PRUEFWERT),
            {"behoerde", "eigene"},
        ),
        (BescheidErlassen(EINS, "ablehnung", PRUEFWERT, 1), {"behoerde", "antragsseite"}),
        (UnterlageGesperrt(ZWEI, PRUEFWERT, "JavaScript"), {"behoerde", "antragsseite"}),
        (UnterlageGesperrt(ZWEI, PRUEFWERT, "JavaScript", EINS), {"behoerde", "eigene"}),
        (UnterlageGesperrt(ZWEI, PRUEFWERT, "JavaScript", entwurf=True), {"antragsseite"}),
        (UnterlageGesperrt(ZWEI, PRUEFWERT, "JavaScript", EINS, entwurf=True), {"eigene"}),
    ],
    ids=lambda w: getattr(w, "art", ""),
)
def test_each_side_reads_what_concerns_it(ereignis: Ereignis, seiten: set[str]) -> None:
    offen, _ = compute_daten(ereignis)
    leser = {
        "behoerde": (Seite.BEHOERDE, None),
        "antragsseite": (Seite.ANTRAGSSEITE, None),
        "eigene": (Seite.STELLE, EINS),
        "fremde": (Seite.STELLE, ZWEI),
    }
    assert {
        name
        for name, (seite, stelle) in leser.items()
        if check_sichtbar(ereignis.art, offen, seite, stelle)
    } == seiten


def test_a_personal_text_enters_the_chain_salted() -> None:
    gesalzen = compute_personenhash("salz", "Frau Meier zieht weg.")
    assert gesalzen == "17db73d396d0b3a6f930e93498f69debc75828bca4480db06f39b2d080b54811"
    assert gesalzen != compute_personenhash("anderes", "Frau Meier zieht weg.")
    assert gesalzen != compute_personenhash("salz", "Frau Meier bleibt.")
    assert gesalzen != sha256(b"Frau Meier zieht weg.").hexdigest()


@pytest.mark.parametrize(
    ("wert", "bytes_"),
    [
        ({"b": 1, "a": 2}, b'{"a":2,"b":1}'),
        ({"ä": "Straße „7“"}, '{"ä":"Straße „7“"}'.encode()),
        ({"z": [1, {"y": None, "x": True}]}, b'{"z":[1,{"x":true,"y":null}]}'),
        ({"text": 'Zeile\n"zwei"\\'}, b'{"text":"Zeile\\n\\"zwei\\"\\\\"}'),
        ([], b"[]"),
    ],
)
def test_canonical_json_is_fixed_to_the_byte(wert: object, bytes_: bytes) -> None:
    assert format_kanonisch(wert) == bytes_


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=20),
    lambda teile: (
        st.lists(teile, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), teile, max_size=4)
    ),
    max_leaves=8,
)


@given(JSON)
def test_canonical_json_survives_storing_and_reading(wert: object) -> None:
    assert format_kanonisch(json.loads(format_kanonisch(wert))) == format_kanonisch(wert)


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), JSON, max_size=4))
def test_the_order_of_keys_does_not_matter(wert: dict[str, Any]) -> None:
    verkehrt = dict(reversed(wert.items()))
    assert format_kanonisch(verkehrt) == format_kanonisch(wert)


GLIED: dict[str, Any] = {
    "vorheriger": ANFANG,
    "nummer": 1,
    "art": "aktenzeichen_vergeben",
    "zeitpunkt": ZEIT,
    "akteur": "system",
    "daten": {"aktenzeichen": "2026-00417"},
}


def test_the_hash_of_a_known_event_never_changes() -> None:
    """A stored chain must stay valid: a change of this value breaks every file in existence."""
    inhalt = (
        '{"akteur":"system","art":"aktenzeichen_vergeben","daten":{"aktenzeichen":"2026-00417"},'
        '"nummer":1,"zeitpunkt":"2026-11-16T09:30:00+00:00"}'
    )
    assert compute_hash(**GLIED) == sha256((ANFANG + inhalt).encode()).hexdigest()
    assert (
        compute_hash(**GLIED) == "08e3ece05d03003ae25d59eb6bc22515ea7c700ee4132f787d2d5ca3639daae6"
    )


@pytest.mark.parametrize(
    ("feld", "wert"),
    [
        ("vorheriger", PRUEFWERT),
        ("nummer", 2),
        ("art", "aktenzeichen_vergebeN"),
        ("zeitpunkt", ZEIT + timedelta(microseconds=1)),
        ("akteur", f"konto:{EINS}"),
        ("daten", {"aktenzeichen": "2026-00418"}),
        ("daten", {"aktenzeichen": "2026-00417", "zusatz": None}),
        ("daten", {}),
    ],
)
def test_the_hash_changes_with_every_field(feld: str, wert: object) -> None:
    assert compute_hash(**{**GLIED, feld: wert}) != compute_hash(**GLIED)


@pytest.mark.parametrize(("ereignis", "_daten"), BEISPIELE, ids=lambda w: getattr(w, "art", ""))
def test_the_hash_changes_with_every_datum_of_every_event(
    ereignis: Ereignis, _daten: dict[str, Any]
) -> None:
    offen, _ = compute_daten(ereignis)
    glied = {**GLIED, "art": ereignis.art, "daten": offen}
    for name in offen:
        geaendert = {**offen, name: f"{offen[name]}!"}
        assert compute_hash(**{**glied, "daten": geaendert}) != compute_hash(**glied)
        ohne = {n: w for n, w in offen.items() if n != name}
        assert compute_hash(**{**glied, "daten": ohne}) != compute_hash(**glied)


def test_a_changed_link_shows_in_every_later_link() -> None:
    def kette(aktenzeichen: list[str]) -> list[str]:
        hashes = [ANFANG]
        for nummer, eines in enumerate(aktenzeichen, 1):
            daten = {"aktenzeichen": eines}
            hashes.append(
                compute_hash(
                    **{**GLIED, "vorheriger": hashes[-1], "nummer": nummer, "daten": daten}
                )
            )
        return hashes[1:]

    echt, gefaelscht = kette(["a", "b", "c", "d"]), kette(["a", "B", "c", "d"])
    assert [e == g for e, g in zip(echt, gefaelscht, strict=True)] == [True, False, False, False]


def test_values_of_enumerations_enter_as_text() -> None:
    class Farbe(StrEnum):
        ROT = "rot"

    offen, _ = compute_daten(VerfahrensartFestgelegt(Farbe.ROT))
    assert type(offen["verfahrensart"]) is str
    assert offen == {"verfahrensart": "rot"}

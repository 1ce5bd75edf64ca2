"""The Flurstückskennzeichen and the written forms of parcels."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.flurstueckskennzeichen import (
    Flurstueckskennzeichen,
    read_angabe,
    read_kennzeichen,
)

ziffern = st.integers(0, 9)
kennzeichen = st.builds(
    Flurstueckskennzeichen,
    land=st.integers(1, 16).map(lambda n: f"{n:02d}"),
    gemarkung=st.integers(0, 9999).map(lambda n: f"{n:04d}"),
    flur=st.none() | st.integers(1, 999),
    zaehler=st.integers(1, 99_999),
    nenner=st.none() | st.integers(1, 9999),
    folge=st.just("") | st.integers(1, 99).map(lambda n: f"{n:02d}"),
)


@given(kennzeichen)
def test_writing_and_reading_gives_the_same(k: Flurstueckskennzeichen) -> None:
    assert len(k.kanonisch) == 20
    assert read_kennzeichen(k.kanonisch) == k


@given(kennzeichen)
def test_lost_fillers_blanks_and_the_country_do_not_matter(k: Flurstueckskennzeichen) -> None:
    text = k.kanonisch
    kurz = text[:18] if text.endswith("__") else text
    kurz = kurz[:14] if kurz.endswith("____") and len(kurz) == 18 else kurz
    assert read_kennzeichen(f"DE {kurz[:6]} {kurz[6:].lower()} ") == k


@given(st.text(max_size=24))
def test_a_text_is_a_kennzeichen_or_refused_in_german(text: str) -> None:
    with suppress(Fachfehler):
        gelesen = read_kennzeichen(text)
        assert read_kennzeichen(gelesen.kanonisch) == gelesen


@pytest.mark.parametrize(
    ("text", "kanonisch", "lage"),
    [
        (
            "160101054000570004__",
            "160101054000570004__",
            "Gemarkung 160101, Flur 54, Flurstück 57/4",
        ),
        ("020125___00128______", "020125___00128______", "Gemarkung 020125, Flurstück 128"),
        ("02012500000128000000", "020125___00128______", "Gemarkung 020125, Flurstück 128"),
        ("16010105400057", "16010105400057______", "Gemarkung 160101, Flur 54, Flurstück 57"),
        (
            "160101054000570004",
            "160101054000570004__",
            "Gemarkung 160101, Flur 54, Flurstück 57/4",
        ),
    ],
)
def test_forms_of_exports(text: str, kanonisch: str, lage: str) -> None:
    gelesen = read_kennzeichen(text)
    assert gelesen.kanonisch == kanonisch
    assert gelesen.format_lage() == lage


@pytest.mark.parametrize(
    "text",
    [
        "", "16", "160101054000570004_", "160101054000570004___", "16010105400000____", "x" * 20,
        "1601010540005७0004__", "160101_5400057______",
    ],
)  # fmt: skip
def test_what_is_no_kennzeichen_is_refused(text: str) -> None:
    with pytest.raises(Fachfehler, match="20 Zeichen"):
        read_kennzeichen(text)


@pytest.mark.parametrize(
    ("teile", "erwartet"),
    [
        ({"zaehler": "212", "nenner": "4", "flur": "5", "gemarkung": "Bad Berka"},
         ("Bad Berka", "", 5, 212, 4, False)),
        ({"zaehler": "212/4", "flur": "Flur 5", "gemarkung": "Gemarkung Bad Berka"},
         ("Bad Berka", "", 5, 212, 4, False)),
        ({"zaehler": "Flst. 00212", "nenner": "0004", "flur": "005", "gemarkung": "Gem. Ulla"},
         ("Ulla", "", 5, 212, 4, False)),
        ({"zaehler": "Flurstück 77 / 9 TF", "flur": "Fl. 12", "gemarkung_nummer": "0101"},
         ("", "160101", 12, 77, 9, True)),
        ({"zaehler": "Tfl. 8", "gemarkung_nummer": "160101", "nenner": "0000", "flur": "000"},
         ("", "160101", None, 8, None, True)),
        ({"zaehler": "8", "nenner": "____", "folge": "__"}, ("", "", None, 8, None, False)),
        ({"zaehler": "128", "gemarkung": "Gmkg Neuwerk", "folge": "1"},
         ("Neuwerk", "", None, 128, None, False)),
    ],
)  # fmt: skip
def test_written_forms_of_applications(
    teile: dict[str, str], erwartet: tuple[str, str, int | None, int, int | None, bool]
) -> None:
    angabe = read_angabe(**teile, land="16")
    assert erwartet == (
        angabe.gemarkung,
        angabe.gemarkungsschluessel,
        angabe.flur,
        angabe.zaehler,
        angabe.nenner,
        angabe.teilflaeche,
    )


def test_a_reading_becomes_a_kennzeichen_within_a_gemarkung() -> None:
    angabe = read_angabe("212", "4", "5", "Bad Berka", folge="1")
    assert angabe.compute_kennzeichen("169001").kanonisch == "16900100500212000401"
    assert angabe.compute_kennzeichen("169001").format_lage("Bad Berka") == (
        "Bad Berka, Flur 5, Flurstück 212/4"
    )


@pytest.mark.parametrize(
    ("teile", "wort"),
    [
        ({"zaehler": "12-15"}, "einzeln"),
        ({"zaehler": "12, 13"}, "einzeln"),
        ({"zaehler": "12 3"}, "einzeln"),
        ({"zaehler": ""}, "Flurstücksnummer"),
        ({"zaehler": "0"}, "Flurstücksnummer"),
        ({"zaehler": "123456"}, "Flurstücksnummer"),
        ({"zaehler": "٣"}, "Flurstücksnummer"),
        ({"zaehler": "1/2", "nenner": "3"}, "Flurstücksnummer"),
        ({"zaehler": "1", "flur": "hinten"}, "Flur"),
        ({"zaehler": "1", "flur": "1000"}, "Flur"),
        ({"zaehler": "1", "gemarkung_nummer": "12345"}, "Gemarkung"),
    ],
)
def test_what_could_mean_two_things_is_refused(teile: dict[str, str], wort: str) -> None:
    with pytest.raises(Fachfehler, match=wort):
        read_angabe(**teile, land="16")


@given(st.integers(1, 99_999), st.none() | st.integers(1, 9999), st.none() | st.integers(1, 999))
def test_parts_with_and_without_zeros_are_the_same_parcel(
    zaehler: int, nenner: int | None, flur: int | None
) -> None:
    voll = read_angabe(
        f"{zaehler:05d}", f"{nenner or 0:04d}", f"{flur or 0:03d}", gemarkung_nummer="0101",
        land="16",
    )  # fmt: skip
    kurz = read_angabe(
        f"{zaehler}/{nenner}" if nenner else f"{zaehler}",
        flur=f"Flur {flur}" if flur else None,
        gemarkung_nummer="160101",
    )
    assert voll == kurz

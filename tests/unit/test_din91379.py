"""Text for fields of DIN 91379 datatype C."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain.din91379 import format_datentyp_c


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("Müller & Söhne, § 6 ThürBO, 5 m², 10 €", "Müller & Söhne, § 6 ThürBO, 5 m², 10 €"),
        ("Wiśniewska, Nguyễn, Đorđević, ẞ", "Wiśniewska, Nguyễn, Đorđević, ẞ"),
        ("Haus – Garage — Hof", "Haus - Garage - Hof"),
        ("„Am Berg“ und ”Tal”", '"Am Berg" und "Tal"'),
        ("‚eins‘ und d’Artagnan", "'eins' und d'Artagnan"),
        ("und so weiter…", "und so weiter..."),
        ("• Punkt", "- Punkt"),
        (
            "weich\u00adtrennen\u200b, \u202erückwärts\u202c, \ufeffBOM",
            "weichtrennen, rückwärts, BOM",
        ),
        ("Ho\u0308he", "Höhe"),
        ("C\u030c\u0323", "\u010c\u0323"),
        ("x\u0301", "x"),
        ("ḿ", "m"),
        ("ﬁx ① ℃", "fix 1 °C"),
        ("\u03bcm", "µm"),
        ("≥ 3 m ≤ 5 m", ">= 3 m <= 5 m"),
        ("Αθήνα Київ 🏠", "????? ???? ?"),
        ("eins\r\nzwei\u2028drei", "eins\nzwei\ndrei"),
        ("\x00\x07\x1b\x7f\x80", ""),
        ("", ""),
    ],
)
def test_examples(text: str, erwartet: str) -> None:
    assert format_datentyp_c(text) == erwartet


@given(st.text())
def test_is_idempotent_and_composed(text: str) -> None:
    ergebnis = format_datentyp_c(text)
    assert format_datentyp_c(ergebnis) == ergebnis
    assert unicodedata.is_normalized("NFC", ergebnis)


@given(st.text(alphabet=st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"])))
def test_western_text_stays(text: str) -> None:
    assert format_datentyp_c(text) == text


@given(st.text(alphabet="aAkKcCčČ\u0301\u0323\u0326\u030c\u035fhH\u0328\u0306\u031b\u0304sS"))
def test_piles_of_marks_come_to_an_end(text: str) -> None:
    ergebnis = format_datentyp_c(text)
    assert [z for z in ergebnis if z.isalpha()] or not any(z.isalpha() for z in text)

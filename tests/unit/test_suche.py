"""The folded form of texts: what is stored and what is typed meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain.suche import format_suchtext


@pytest.mark.parametrize(
    ("teile", "gefaltet"),
    [
        (("Müller",), "mueller"),
        (("MÜLLER",), "mueller"),
        (("Mueller",), "mueller"),
        (("Mu\u0308ller",), "mueller"),  # u and a combining mark
        (("Straße",), "strasse"),
        (("STRASSE",), "strasse"),
        (("GROẞ",), "gross"),
        (("Łódź, Ørsted, Đoković",), "lodz, orsted, dokovic"),
        (("Crème brûlée",), "creme brulee"),
        (("ﬁx ²",), "fix 2"),
        (("  viel\t Platz \n",), "viel platz"),
        (("2026-00417", "", "Neubau"), "2026-00417 neubau"),
        ((), ""),
        (("",), ""),
    ],
)
def test_texts_are_folded(teile: tuple[str, ...], gefaltet: str) -> None:
    assert format_suchtext(*teile) == gefaltet


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    einmal = format_suchtext(text)
    assert format_suchtext(einmal) == einmal


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_case_does_not_matter(text: str) -> None:
    assert format_suchtext(text.upper()) == format_suchtext(text.lower())

"""Sizes for people."""

import pytest

from bauaufsicht.adapters.ablage_strom import format_groesse


@pytest.mark.parametrize(
    ("anzahl", "erwartet"),
    [
        (0, "0 Byte"),
        (1023, "1023 Byte"),
        (1024, "1 KB"),
        (1536, "1,5 KB"),
        (25 << 20, "25 MB"),
        ((10 << 20) - 1, "9,9 MB"),
        (500 << 20, "500 MB"),
        (5 << 30, "5 GB"),
    ],
)
def test_sizes_are_rounded_down_and_german(anzahl: int, erwartet: str) -> None:
    assert format_groesse(anzahl) == erwartet

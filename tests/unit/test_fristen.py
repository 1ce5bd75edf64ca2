"""Periods of the law against dates worked out by hand, and their laws of arithmetic.

The calendar of the tables is Thuringia's; the functions themselves know no Land.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain.fristen import (
    check_arbeitstag,
    compute_arbeitstage,
    compute_ende_arbeitstage,
    compute_ende_monate,
    compute_ostersonntag,
)
from bauaufsicht.recht.th import THUERINGEN

feiertag = THUERINGEN.check_feiertag
TAGE = st.dates(date(2019, 1, 1), date(2040, 12, 31))
JAHRE = st.dates(date(2026, 1, 1), date(2027, 12, 31))

OSTERN = [
    "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31",
    "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21",
    "2031-04-13", "2032-03-28", "2033-04-17", "2034-04-09", "2035-03-25", "2036-04-13",
    "2037-04-05", "2038-04-25", "2039-04-10", "2040-04-01",
    # the earliest and the latest that there are
    "1818-03-22", "2285-03-22", "1886-04-25", "1943-04-25",
]  # fmt: skip


@pytest.mark.parametrize("sonntag", OSTERN)
def test_easter_is_as_in_the_calendar(sonntag: str) -> None:
    erwartet = date.fromisoformat(sonntag)
    assert compute_ostersonntag(erwartet.year) == erwartet


def test_easter_agrees_with_the_rule_of_gauss() -> None:
    """Gauss's rule for 1900–2099 with its two exceptions (M = 24, N = 5)."""
    for jahr in range(1900, 2100):
        d = (19 * (jahr % 19) + 24) % 30
        e = (2 * (jahr % 4) + 4 * (jahr % 7) + 6 * d + 5) % 7
        tag = date(jahr, 3, 22) + timedelta(days=d + e)
        if tag == date(jahr, 4, 26) or (tag == date(jahr, 4, 25) and d == 28 and jahr % 19 > 10):
            tag -= timedelta(days=7)
        assert compute_ostersonntag(jahr) == tag


ARBEITSTAGE = [
    # § 75 Abs. 2 S. 1 ThürBO with § 187 I BGB: event, last of ten Arbeitstage, what lies between
    ("2026-11-16", "2026-11-30", "two plain weeks"),
    ("2026-12-17", "2027-01-04", "25 and 26 December, New Year; 24 and 31 December count"),
    ("2026-12-25", "2027-01-11", "begins on a holiday; 6 January is none"),
    ("2026-03-25", "2026-04-10", "Good Friday and Easter Monday"),
    ("2025-04-29", "2025-05-14", "1 May"),
    ("2026-05-13", "2026-05-29", "Ascension and Whit Monday"),
    ("2026-06-01", "2026-06-15", "Corpus Christi is not a holiday of the whole Land"),
    ("2024-09-16", "2024-10-01", "Weltkindertag on a Friday"),
    ("2027-09-10", "2027-09-27", "Weltkindertag on a Monday"),
    ("2026-09-11", "2026-09-25", "Weltkindertag on a Sunday changes nothing"),
    ("2025-10-01", "2025-10-16", "3 October"),
    ("2025-10-20", "2025-11-04", "Reformationstag; 1 November is none"),
    ("2026-11-14", "2026-11-27", "begins on a Saturday"),
    ("2026-11-15", "2026-11-27", "begins on a Sunday"),
]


@pytest.mark.parametrize(("beginn", "ende", "_dazwischen"), ARBEITSTAGE)
def test_ten_arbeitstage_end(beginn: str, ende: str, _dazwischen: str) -> None:
    berechnet = compute_ende_arbeitstage(date.fromisoformat(beginn), 10, feiertag)
    assert berechnet == date.fromisoformat(ende)


MONATE = [
    # event, months, last day, norm
    ("2026-11-16", 1, "2026-12-16", "§ 188 II BGB: the day of the same number"),
    ("2026-12-15", 3, "2027-03-15", "§ 188 II BGB: over the end of the year"),
    ("2025-01-31", 1, "2025-02-28", "§ 188 III BGB: the last day of February"),
    ("2028-01-31", 1, "2028-02-29", "§ 188 III BGB: the last day of a leap February"),
    ("2026-03-31", 1, "2026-04-30", "§ 188 III BGB: the last day of April"),
    ("2025-02-28", 1, "2025-03-28", "§ 188 II BGB: 28 March, not the last of March"),
    ("2026-01-31", 1, "2026-03-02", "§ 188 III, then § 31 III VwVfG: Saturday to Monday"),
    ("2026-12-31", 2, "2027-03-01", "§ 188 III, then § 31 III VwVfG: Sunday to Monday"),
    ("2026-08-19", 1, "2026-09-21", "§ 31 III VwVfG: Saturday, then Sunday"),
    ("2025-12-01", 1, "2026-01-02", "§ 31 III VwVfG: New Year to Friday"),
    ("2026-11-25", 1, "2026-12-28", "§ 31 III VwVfG: two holidays and a Sunday"),
    ("2026-03-05", 1, "2026-04-07", "§ 31 III VwVfG: Easter Sunday, then Easter Monday"),
    ("2027-08-20", 1, "2027-09-21", "§ 31 III VwVfG: Weltkindertag"),
    ("2026-10-31", 12, "2027-11-01", "§ 31 III VwVfG: Reformationstag on a Sunday"),
]  # fmt: skip


@pytest.mark.parametrize(("beginn", "monate", "ende", "_norm"), MONATE)
def test_a_period_of_months_ends(beginn: str, monate: int, ende: str, _norm: str) -> None:
    berechnet = compute_ende_monate(date.fromisoformat(beginn), monate, feiertag)
    assert berechnet == date.fromisoformat(ende)


@pytest.mark.parametrize("rechnung", [compute_ende_arbeitstage, compute_ende_monate])
@pytest.mark.parametrize("dauer", [0, -1])
def test_a_period_is_at_least_one_unit_long(rechnung, dauer: int) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="at least 1"):
        rechnung(date(2026, 11, 16), dauer, feiertag)


@pytest.mark.parametrize(
    ("tag", "erwartet"),
    [
        ("2026-11-16", True),  # Monday
        ("2026-11-20", True),  # Friday
        ("2026-11-21", False),  # Saturday
        ("2026-11-22", False),  # Sunday
        ("2026-12-25", False),  # a holiday on a Friday
        ("2026-12-24", True),  # Christmas Eve is no holiday
        ("2026-12-31", True),
    ],
)
def test_an_arbeitstag_is_monday_to_friday_without_holidays(tag: str, erwartet: bool) -> None:
    assert check_arbeitstag(date.fromisoformat(tag), feiertag) is erwartet


@pytest.mark.parametrize(
    ("von", "bis", "anzahl"),
    [
        ("2026-11-16", "2026-11-30", 10),
        ("2026-11-30", "2026-11-16", -10),
        ("2026-11-16", "2026-11-16", 0),
        ("2026-11-20", "2026-11-22", 0),  # Friday to Sunday
        ("2026-11-20", "2026-11-23", 1),
        ("2026-12-23", "2027-01-04", 6),  # 24, 28, 29, 30, 31 December and 4 January
    ],
)
def test_distances_are_counted_in_arbeitstage(von: str, bis: str, anzahl: int) -> None:
    entfernung = compute_arbeitstage(date.fromisoformat(von), date.fromisoformat(bis), feiertag)
    assert entfernung == anzahl


@given(TAGE, st.integers(1, 60))
def test_a_period_of_arbeitstage_holds_exactly_that_many(beginn: date, tage: int) -> None:
    ende = compute_ende_arbeitstage(beginn, tage, feiertag)
    assert check_arbeitstag(ende, feiertag)
    assert compute_arbeitstage(beginn, ende, feiertag) == tage


@given(TAGE, st.integers(1, 60))
def test_a_later_event_never_ends_a_period_earlier(beginn: date, dauer: int) -> None:
    morgen = beginn + timedelta(days=1)
    for rechnung in (compute_ende_arbeitstage, compute_ende_monate):
        assert rechnung(beginn, dauer, feiertag) <= rechnung(morgen, dauer, feiertag)
        assert rechnung(beginn, dauer, feiertag) < rechnung(beginn, dauer + 1, feiertag)


@given(TAGE, st.integers(1, 60))
def test_months_end_on_the_same_number_or_the_last_day(beginn: date, monate: int) -> None:
    erster = beginn.replace(day=1)
    for _ in range(monate):
        erster = (erster + timedelta(days=31)).replace(day=1)
    im_monat = [t for n in range(31) if (t := erster + timedelta(days=n)).month == erster.month]
    gleicher_tag = max(t for t in im_monat if t.day <= beginn.day)
    wochenende = {5: 2, 6: 1}.get(gleicher_tag.weekday(), 0)
    ende = compute_ende_monate(beginn, monate, lambda _: False)
    assert ende == gleicher_tag + timedelta(days=wochenende)


@given(TAGE, st.integers(1, 60))
def test_a_period_of_months_never_ends_on_a_free_day_nor_later_than_needed(
    beginn: date, monate: int
) -> None:
    ende = compute_ende_monate(beginn, monate, feiertag)
    ohne_feiertage = compute_ende_monate(beginn, monate, lambda _: False)
    assert check_arbeitstag(ende, feiertag)
    assert ende >= ohne_feiertage
    versatz = range((ende - ohne_feiertage).days)
    assert not any(check_arbeitstag(ohne_feiertage + timedelta(days=n), feiertag) for n in versatz)


@given(JAHRE, JAHRE, JAHRE)
def test_distances_add_up_in_any_order(a: date, b: date, c: date) -> None:
    def entfernung(von: date, bis: date) -> int:
        return compute_arbeitstage(von, bis, feiertag)

    assert entfernung(a, b) + entfernung(b, c) == entfernung(a, c)

"""Thuringia's law as a table: what the statute says, and what follows for single days."""

from datetime import date

import pytest

from bauaufsicht.domain.landesrecht import Einheit
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from bauaufsicht.recht.th import THUERINGEN

FRISTREGELN = [
    # kennung, norm, length, unit, valid from (ThürBO of 2 July 2024, GVBl. p. 298)
    ("vollstaendigkeit", "§ 75 Abs. 2 Satz 1 ThürBO", 10, Einheit.ARBEITSTAGE, "2024-07-19"),
    ("freistellung", "§ 64 Abs. 3 Satz 2 ThürBO", 1, Einheit.MONATE, "2024-07-19"),
    (
        "vollstaendigkeit_nachgereicht",
        "§ 75 Abs. 2 Satz 1 ThürBO",
        10,
        Einheit.ARBEITSTAGE,
        "2024-07-19",
    ),
    ("nachforderung", "§ 75 Abs. 2 Satz 2 ThürBO", 1, Einheit.GESETZT, "2024-07-19"),
    ("entscheidung", "§ 65 Abs. 2 ThürBO", 3, Einheit.MONATE, "2024-07-19"),
    ("zustimmung", "§ 75 Abs. 1 Satz 3 ThürBO", 2, Einheit.MONATE, "2024-07-19"),
    ("stellungnahme", "§ 75 Abs. 1 Satz 4 ThürBO", 1, Einheit.MONATE, "2024-07-19"),
]
BUNDESRECHT = [("einvernehmen", "§ 36 Abs. 2 Satz 2 BauGB", 2, Einheit.MONATE, "2026-04-18")]


@pytest.mark.parametrize(("kennung", "norm", "dauer", "einheit", "ab"), FRISTREGELN)
def test_the_periods_are_those_of_the_statute(
    kennung: str, norm: str, dauer: int, einheit: Einheit, ab: str
) -> None:
    regel = THUERINGEN.get_fristregel(kennung, date.fromisoformat(ab))
    assert (regel.norm, regel.dauer, regel.einheit) == (norm, dauer, einheit)
    assert regel.gueltig_ab == date.fromisoformat(ab)
    assert regel.gueltig_bis is None
    # read in the official text as of this day; nothing later is claimed
    assert regel.bestaetigt
    assert regel.geprueft_bis == date(2026, 3, 26)


def test_no_period_is_in_the_data_that_the_table_does_not_name() -> None:
    genannt = {zeile[0] for zeile in (*FRISTREGELN, *BUNDESRECHT)}
    assert {r.kennung for r in THUERINGEN.fristregeln} == genannt


@pytest.mark.parametrize(("kennung", "norm", "dauer", "einheit", "gelesen"), BUNDESRECHT)
def test_the_periods_of_federal_law(
    kennung: str, norm: str, dauer: int, einheit: Einheit, gelesen: str
) -> None:
    regel = THUERINGEN.get_fristregel(kennung, date(2026, 11, 23))
    assert (regel.norm, regel.dauer, regel.einheit) == (norm, dauer, einheit)
    assert regel.geprueft_bis == date.fromisoformat(gelesen)


@pytest.mark.parametrize(
    ("stelle", "art"),
    [("gemeinde", "einvernehmen"), ("denkmalschutz", "zustimmung")],
)
def test_what_a_body_is_asked_for_unless_somebody_says_otherwise(stelle: str, art: str) -> None:
    assert THUERINGEN.beteiligungsarten[stelle].value == art


def test_each_kind_of_hearing_has_a_period_that_says_what_lateness_means() -> None:
    for kennung in THUERINGEN.beteiligungsregeln.values():
        regel = THUERINGEN.get_fristregel(kennung, date(2026, 11, 23))
        assert regel.verspaetet
        assert regel.wirkung


@pytest.mark.parametrize("kennung", ["vollstaendigkeit", "freistellung", "entscheidung"])
def test_the_law_before_the_19th_of_july_2024_is_not_set_up(kennung: str) -> None:
    """§ 100 Abs. 1 ThürBO: earlier procedures end under the old law, which is not here."""
    with pytest.raises(LookupError):
        THUERINGEN.compute_frist(kennung, date(2024, 7, 18))


def test_a_run_out_completeness_period_makes_no_application_complete() -> None:
    """§ 75 Abs. 2 S. 1 binds the authority only; other Länder deem the application complete."""
    regel = THUERINGEN.get_fristregel("vollstaendigkeit", date(2026, 1, 1))
    assert "gilt der Antrag nicht als vollständig" in regel.wirkung


PRUEFEN = "vollstaendigkeit_pruefen"
VERFAHREN = [
    # kind, norm, first state, first period, who decides
    ("ungeklaert", "§§ 64 bis 66 ThürBO", "verfahren_klaeren", "vollstaendigkeit", "Bauaufsicht"),
    ("baugenehmigung", "§ 66 ThürBO", PRUEFEN, "vollstaendigkeit", "Bauaufsicht"),
    ("vereinfacht", "§ 65 ThürBO", PRUEFEN, "vollstaendigkeit", "Bauaufsicht"),
    ("freistellung", "§ 64 ThürBO", "gemeinde_prueft", "freistellung", "Gemeinde"),
    ("vorbescheid", "§ 82 ThürBO", PRUEFEN, "vollstaendigkeit", "Bauaufsicht"),
    ("abweichung", "§ 73 ThürBO", PRUEFEN, "vollstaendigkeit", "Bauaufsicht"),
]


@pytest.mark.parametrize(("kennung", "norm", "zustand", "frist", "entscheidet"), VERFAHREN)
def test_the_procedures_are_those_of_the_statute(
    kennung: str, norm: str, zustand: str, frist: str, entscheidet: str
) -> None:
    art = THUERINGEN.verfahrensarten[Verfahren(kennung)]
    assert (art.norm, art.anfangszustand) == (norm, Zustand(zustand))
    assert (art.fristregel, art.entscheidet) == (frist, entscheidet)


FRISTEN = [
    # kind of period, event, last day, §
    ("vollstaendigkeit", "2026-11-16", "2026-11-30", "§ 75 Abs. 2 S. 1"),
    ("vollstaendigkeit", "2026-12-17", "2027-01-04", "§ 75 Abs. 2 S. 1, over Christmas"),
    ("vollstaendigkeit", "2026-03-25", "2026-04-10", "§ 75 Abs. 2 S. 1, over Easter"),
    ("vollstaendigkeit", "2027-09-10", "2027-09-27", "§ 75 Abs. 2 S. 1, over the Weltkindertag"),
    ("vollstaendigkeit", "2025-10-20", "2025-11-04", "§ 75 Abs. 2 S. 1, over the Reformationstag"),
    ("zustimmung", "2026-11-23", "2027-01-25", "§ 75 Abs. 1 S. 3, 23 January is a Saturday"),
    ("zustimmung", "2026-12-31", "2027-03-01", "§ 75 Abs. 1 S. 3 with § 188 III BGB, Sunday"),
    ("einvernehmen", "2026-11-02", "2027-01-04", "§ 36 Abs. 2 S. 2 BauGB, 2 January is a Saturday"),
    ("stellungnahme", "2026-11-23", "2026-12-23", "§ 75 Abs. 1 S. 4"),
    ("stellungnahme", "2026-11-26", "2026-12-28", "§ 75 Abs. 1 S. 4 over Christmas"),
    ("stellungnahme", "2026-08-20", "2026-09-21", "§ 75 Abs. 1 S. 4, Weltkindertag is a Sunday"),
    ("stellungnahme", "2027-08-20", "2027-09-21", "§ 75 Abs. 1 S. 4, Weltkindertag is a Monday"),
    ("entscheidung", "2026-11-23", "2027-02-23", "§ 65 Abs. 2"),
    ("entscheidung", "2026-11-30", "2027-03-01", "§ 65 Abs. 2 with § 188 III BGB, Sunday"),
    ("vollstaendigkeit_nachgereicht", "2026-11-16", "2026-11-30", "§ 75 Abs. 2 S. 1"),
    ("freistellung", "2026-11-16", "2026-12-16", "§ 64 Abs. 3 S. 2"),
    ("freistellung", "2025-01-31", "2025-02-28", "§ 64 Abs. 3 S. 2 with § 188 III BGB"),
    ("freistellung", "2028-01-31", "2028-02-29", "§ 64 Abs. 3 S. 2 with § 188 III BGB, leap year"),
    ("freistellung", "2026-10-14", "2026-11-16", "§ 64 Abs. 3 S. 2 with § 31 III VwVfG, Saturday"),
    ("freistellung", "2026-11-25", "2026-12-28", "§ 64 Abs. 3 S. 2 with § 31 III VwVfG, holidays"),
]


@pytest.mark.parametrize(("kennung", "beginn", "ende", "_norm"), FRISTEN)
def test_periods_end_on_the_day_of_the_law(
    kennung: str, beginn: str, ende: str, _norm: str
) -> None:
    frist = THUERINGEN.compute_frist(kennung, date.fromisoformat(beginn))
    assert frist.ende == date.fromisoformat(ende)


# ThürFGtG § 2 Abs. 1: the eleven public holidays of the whole Land.
# Good Friday, Easter Monday, Ascension, Whit Monday move; the other seven do not.
BEWEGLICHE = {
    2024: ("2024-03-29", "2024-04-01", "2024-05-09", "2024-05-20"),
    2025: ("2025-04-18", "2025-04-21", "2025-05-29", "2025-06-09"),
    2026: ("2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25"),
    2027: ("2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17"),
    2028: ("2028-04-14", "2028-04-17", "2028-05-25", "2028-06-05"),
    2029: ("2029-03-30", "2029-04-02", "2029-05-10", "2029-05-21"),
    2030: ("2030-04-19", "2030-04-22", "2030-05-30", "2030-06-10"),
}
FESTE = ((1, 1), (5, 1), (9, 20), (10, 3), (10, 31), (12, 25), (12, 26))


@pytest.mark.parametrize("jahr", BEWEGLICHE)
def test_the_eleven_holidays_of_a_year(jahr: int) -> None:
    erwartet = {date.fromisoformat(t) for t in BEWEGLICHE[jahr]}
    erwartet |= {date(jahr, monat, tag) for monat, tag in FESTE}
    assert THUERINGEN.feiertage(jahr) == erwartet
    assert len(erwartet) == 11
    assert all(THUERINGEN.check_feiertag(tag) for tag in erwartet)


@pytest.mark.parametrize(
    ("tag", "_name"),
    [
        ("2018-09-20", "Weltkindertag, a holiday only since 2019"),
        ("2026-01-06", "Epiphany"),
        ("2026-04-05", "Easter Sunday, named in other Länder only"),
        ("2026-05-24", "Whit Sunday"),
        ("2026-06-04", "Corpus Christi, a holiday only in some places"),
        ("2026-08-15", "Assumption"),
        ("2026-11-01", "All Saints"),
        ("2026-11-18", "Buß- und Bettag"),
        ("2026-12-24", "Christmas Eve"),
        ("2026-12-31", "New Year's Eve"),
    ],
)
def test_what_is_no_holiday_of_the_whole_land(tag: str, _name: str) -> None:
    assert not THUERINGEN.check_feiertag(date.fromisoformat(tag))


def test_the_weltkindertag_is_one_since_2019() -> None:
    assert THUERINGEN.check_feiertag(date(2019, 9, 20))

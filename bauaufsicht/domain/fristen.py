"""Periods of the law: days and months counted from an event, and how far away a date is."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ORTSZEIT = ZoneInfo("Europe/Berlin")
Feiertagspruefung = Callable[[date], bool]

SAMSTAG = 5


def compute_tag(zeitpunkt: datetime) -> date:
    """The calendar day in Germany of a moment (aware)."""
    return zeitpunkt.astimezone(ORTSZEIT).date()


def check_arbeitstag(tag: date, is_feiertag: Feiertagspruefung) -> bool:
    """Whether a day is an Arbeitstag: Monday to Friday and no public holiday."""
    return tag.weekday() < SAMSTAG and not is_feiertag(tag)


def compute_ende_arbeitstage(beginn: date, tage: int, is_feiertag: Feiertagspruefung) -> date:
    """Last day of a period of `tage` Arbeitstage; the day of the event is not counted (§ 187 I
    BGB).
    """
    if tage < 1:
        raise ValueError("tage must be at least 1")
    tag = beginn
    while tage:
        tag += timedelta(days=1)
        tage -= check_arbeitstag(tag, is_feiertag)
    return tag


def compute_ende_monate(beginn: date, monate: int, is_feiertag: Feiertagspruefung) -> date:
    """Last day of a period of months counted from an event.

    Ends on the day of the same number, or the last of the month (§ 188 II, III BGB); a Saturday,
    Sunday or holiday moves it to the next Werktag (§ 31 III VwVfG, § 193 BGB).
    """
    if monate < 1:
        raise ValueError("monate must be at least 1")
    jahr, monat = divmod(beginn.year * 12 + beginn.month - 1 + monate, 12)
    monat += 1
    ende = date(jahr, monat, min(beginn.day, monthrange(jahr, monat)[1]))
    while not check_arbeitstag(ende, is_feiertag):
        ende += timedelta(days=1)
    return ende


def compute_arbeitstage(von: date, bis: date, is_feiertag: Feiertagspruefung) -> int:
    """Arbeitstage after `von` up to and including `bis`; negative when `bis` lies before `von`."""
    if bis < von:
        return -compute_arbeitstage(bis, von, is_feiertag)
    return sum(
        check_arbeitstag(von + timedelta(days=n), is_feiertag)
        for n in range(1, (bis - von).days + 1)
    )


def compute_ostersonntag(jahr: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous algorithm, Nature 13, 1876)."""
    a, b, c = jahr % 19, jahr // 100, jahr % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    monat, tag = divmod(h + m - 7 * n + 114, 31)
    return date(jahr, monat, tag + 1)

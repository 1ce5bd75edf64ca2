"""Dates, sizes and numbers as German readers expect them (DIN 5008)."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bauaufsicht.domain.fristen import compute_arbeitstage
from bauaufsicht.domain.landesrecht import Landesrecht

ORTSZEIT = ZoneInfo("Europe/Berlin")
WOCHENTAGE = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
BALD = 3
KILO = 1000


def get_tag(zeitpunkt: datetime) -> date:
    """The calendar day in Germany."""
    return zeitpunkt.astimezone(ORTSZEIT).date()


def format_datum(tag: date) -> str:
    """`Fr, 11.12.2026`."""
    return f"{WOCHENTAGE[tag.weekday()]}, {tag:%d.%m.%Y}"


def format_zeit(zeitpunkt: datetime, heute: date | None = None) -> str:
    """`Fr, 11.12.2026, 09:14 Uhr`; today's only with the time."""
    ort = zeitpunkt.astimezone(ORTSZEIT)
    if heute is not None and ort.date() == heute:
        return f"heute, {ort:%H:%M} Uhr"
    return f"{format_datum(ort.date())}, {ort:%H:%M} Uhr"


def format_iso(wert: date | datetime) -> str:
    """For `<time datetime>`."""
    return wert.isoformat()


def format_relativ(heute: date, tag: date, recht: Landesrecht) -> str:
    """`heute`, `in 9 Arbeitstagen`, `seit 2 Arbeitstagen überschritten`."""
    if tag == heute:
        return "heute"
    anzahl = abs(compute_arbeitstage(heute, tag, recht.check_feiertag))
    einheit = "Arbeitstag" if anzahl == 1 else "Arbeitstagen"
    if tag > heute:
        return f"in {anzahl} {einheit}" if anzahl else "am Wochenende"
    return f"seit {anzahl} {einheit} überschritten" if anzahl else "gerade überschritten"


def compute_ton(heute: date, tag: date, recht: Landesrecht) -> str:
    """`fehler` when due today or overdue, `warnung` within three Arbeitstage."""
    if tag <= heute:
        return "fehler"
    nahe = compute_arbeitstage(heute, tag, recht.check_feiertag) <= BALD
    return "warnung" if nahe else "neutral"


def format_groesse(byte: int | None) -> str:
    """`1,8 MB`; decimal units."""
    if byte is None:
        return ""
    wert = float(byte)
    for einheit in ("B", "kB", "MB"):
        if wert < KILO:
            return f"{format_zahl(wert, 0 if einheit == 'B' else 1)} {einheit}"
        wert /= KILO
    return f"{format_zahl(wert, 1)} GB"


def format_zahl(wert: float, stellen: int = 0) -> str:
    """`1.234,5`."""
    return f"{wert:,.{stellen}f}".translate(str.maketrans(",.", ".,"))


def format_dezimal(wert: Decimal, stellen: int = 0) -> str:
    """`768`, `109,25`: as many decimal places as the value needs.

    With `stellen` (euros) either none or all of them: `312.000`, `18.412,50`.
    """
    exponent = wert.normalize().as_tuple().exponent
    noetig = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{wert:,.{max(noetig, stellen) if noetig else 0}f}".translate(str.maketrans(",.", ".,"))


def read_datum(text: str) -> date:
    """A date of an event (ISO 8601)."""
    return date.fromisoformat(text)

"""Setting with typst: packaged templates, packaged fonts, content only as data.

The content goes in as JSON (`sys.inputs`): a template reads it as strings, so that nothing a person
typed is ever read as markup. The template folder is typst's root, it can read nothing else.
"""

import json
import logging
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import typst

from bauaufsicht.adapters.pdf.zeichen import SCHRIFTEN, format_satztext
from bauaufsicht.domain.dokumentsatz import Bescheidschrift, Verlaufsschrift
from bauaufsicht.domain.fehler import Fachfehler

VORLAGEN: Final = Path(__file__).parent / "vorlagen"
NORMEN: Final[list[Any]] = ["a-2a", "ua-1"]
_ORTSZEIT: Final = ZoneInfo("Europe/Berlin")
log = logging.getLogger(__name__)


class TypstSatz:
    """Sets documents (port Dokumentsatz); the same content gives the same bytes."""

    def render_bescheid(self, schrift: Bescheidschrift) -> bytes:
        """A Bescheid. Fachfehler if it cannot be set."""
        mittag = datetime.combine(schrift.datum, time(12), tzinfo=UTC)
        return _render("bescheid.typ", schrift, mittag)

    def render_verlauf(self, schrift: Verlaufsschrift) -> bytes:
        """The timeline. Fachfehler if it cannot be set."""
        return _render("verlauf.typ", schrift, schrift.stand)


@cache
def _get_schriften() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[SCHRIFTEN],
    )


def _render(vorlage: str, schrift: object, zeitpunkt: datetime) -> bytes:
    daten = {**_format_daten(schrift), "zeitpunkt": _format_zeitpunkt(zeitpunkt)}
    try:
        satz = typst.Compiler(
            VORLAGEN / vorlage,
            root=VORLAGEN,
            font_paths=_get_schriften(),
            sys_inputs={"daten": json.dumps(daten)},
        )
        inhalt, warnungen = satz.compile_with_warnings(
            format="pdf", pdf_standards=NORMEN, timestamp=int(zeitpunkt.timestamp())
        )
    except typst.TypstError as fehler:
        log.error("typst: %s", fehler.diagnostic)
        raise Fachfehler(
            "Das PDF ließ sich nicht erstellen. Was Sie eingegeben haben, ist gespeichert. "
            "Versuchen Sie es noch einmal; verständigen Sie den Betrieb, wenn es wieder "
            "nicht geht."
        ) from fehler
    for warnung in warnungen:
        log.warning("typst: %s", warnung)
    if not isinstance(inhalt, bytes):
        raise TypeError("a PDF is one file")
    return inhalt


def _format_daten(schrift: object) -> dict[str, Any]:
    """The fields of a record as a template takes them: texts that can be set, German dates."""
    if not is_dataclass(schrift):
        raise TypeError("only records are set")
    return {f.name: _format_wert(getattr(schrift, f.name)) for f in fields(schrift)}


def _format_wert(wert: Any) -> Any:
    if isinstance(wert, str):
        return format_satztext(wert)
    if isinstance(wert, datetime):
        return f"{wert.astimezone(_ORTSZEIT):%d.%m.%Y, %H:%M} Uhr"
    if isinstance(wert, date):
        return f"{wert:%d.%m.%Y}"
    if isinstance(wert, tuple):
        return [_format_wert(w) for w in wert]
    return _format_daten(wert) if is_dataclass(wert) else wert


def _format_zeitpunkt(zeitpunkt: datetime) -> dict[str, int]:
    ort = zeitpunkt.astimezone(UTC)
    return {
        "year": ort.year,
        "month": ort.month,
        "day": ort.day,
        "hour": ort.hour,
        "minute": ort.minute,
        "second": ort.second,
    }

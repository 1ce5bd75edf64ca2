"""Foreign XML without its dangers: no DTD, no entities, no network, bounded in size and depth.

The order counts: size, then DOCTYPE, then everything else. The prolog is read by expat, which stops
at the first tag; so nothing that a DOCTYPE declares is ever looked at. The document is then read by
libxml2.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast
from xml.parsers import expat

from lxml import etree

from bauaufsicht.domain.befund import Befund, Schwere

HOECHSTGROESSE: Final = 25 * 1024 * 1024
HOECHSTTIEFE: Final = 100
HOECHSTZAHL_MARKEN: Final = 200_000  # tags; a big application has some 40,000
_XINCLUDE: Final = ("http://www.w3.org/2001/XInclude", "http://www.w3.org/2003/XInclude")
_UNBEKANNTE_KODIERUNG: Final = frozenset(
    {
        expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
        expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
    }
)
_FEHLERARTEN: Final = (
    (("ERR_DOCUMENT_EMPTY",), "Die Datei ist leer oder enthält kein XML."),
    (
        ("ERR_TAG_NOT_FINISHED", "ERR_GT_REQUIRED", "ERR_LTSLASH_REQUIRED"),
        "Die Datei bricht mitten im Text ab.",
    ),
    (("ERR_TAG_NAME_MISMATCH",), "Anfang und Ende eines Elements passen nicht zusammen."),
    (
        (
            "ERR_INVALID_ENCODING",
            "ERR_UNKNOWN_ENCODING",
            "ERR_UNSUPPORTED_ENCODING",
            "I18N_CONV_FAILED",
        ),
        "",
    ),
    (("ERR_INVALID_CHAR",), "Die Datei enthält ein Zeichen, das in XML nicht erlaubt ist."),
    (
        ("ERR_UNDECLARED_ENTITY", "WAR_UNDECLARED_ENTITY"),
        "Die Datei verwendet eine Abkürzung (Entity), die nicht erklärt ist.",
    ),
    (("ERR_DOCUMENT_END",), "Nach dem Ende der Nachricht folgt weiterer Text."),
    (("NS_ERR_UNDEFINED_NAMESPACE",), "Ein Präfix ist keinem Namensraum zugeordnet."),
    (
        ("ERR_ATTRIBUTE_REDEFINED", "NS_ERR_ATTRIBUTE_REDEFINED"),
        "Ein Attribut kommt in einem Element zweimal vor.",
    ),
)
_KODIERUNGSFEHLER: Final = (
    "Die Zeichen passen nicht zur angegebenen Kodierung; senden Sie die Nachricht in UTF-8."
)
_DOCTYPE_VERBOTEN: Final = (
    "Die Nachricht enthält eine DOCTYPE-Deklaration. Ein DOCTYPE wird aus Sicherheitsgründen "
    "nicht angenommen; XBau kennt keinen."
)


@dataclass(frozen=True, slots=True)
class Zerlegung:
    """A parsed document, or the findings why there is none (XInclude keeps the root)."""

    wurzel: etree._Element | None
    befunde: tuple[Befund, ...] = ()


class _DoctypeGefunden(Exception):
    """Raised out of the parser before anything of the DTD is read."""


class _PrologGelesen(Exception):
    """Raised out of the parser at the first tag: no DOCTYPE can follow."""


def read_xml(
    rohdaten: bytes, *, hoechstgroesse: int = HOECHSTGROESSE, hoechsttiefe: int = HOECHSTTIEFE
) -> Zerlegung:
    """Parse bytes in any encoding that expat and libxml2 both know; never raises for bad input.

    `hoechstgroesse` counts bytes, `hoechsttiefe` nested elements. Comments and processing
    instructions are dropped.
    """
    hindernis = _check_umfang(rohdaten, hoechstgroesse) or _check_prolog(rohdaten)
    if hindernis is not None:
        return _refuse(hindernis)
    try:
        wurzel = etree.fromstring(rohdaten, _create_parser())
    except etree.XMLSyntaxError as fehler:
        return _refuse(_format_syntaxfehler(fehler))
    except (ValueError, LookupError, OSError):
        return _refuse(f"Die Nachricht ist kein lesbares XML. {_KODIERUNGSFEHLER}")
    if wurzel.getroottree().docinfo.internalDTD is not None:
        return _refuse(_DOCTYPE_VERBOTEN)
    return _check_baum(wurzel, hoechsttiefe)


def _refuse(text: str) -> Zerlegung:
    return Zerlegung(None, (Befund("X000", text, Schwere.ZURUECKWEISUNG),))


def _create_parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _check_umfang(rohdaten: bytes, hoechstgroesse: int) -> str | None:
    if len(rohdaten) > hoechstgroesse:
        in_mb = hoechstgroesse >= 1024 * 1024
        grenze = f"{hoechstgroesse // (1024 * 1024)} MB" if in_mb else f"{hoechstgroesse} Byte"
        return f"Die Nachricht ist zu groß: Mehr als {grenze} werden nicht angenommen."
    if rohdaten.count(b"<") > HOECHSTZAHL_MARKEN:  # a tree takes many times the memory of its text
        return "Die Nachricht enthält zu viele Elemente."
    return None if rohdaten.strip(b"\x00\t\r\n ") else "Die Datei ist leer."


def _check_prolog(rohdaten: bytes) -> str | None:
    """Read up to the first tag and say what forbids to go on."""
    leser = expat.ParserCreate()
    leser.StartDoctypeDeclHandler = _found_doctype
    leser.StartElementHandler = _found_element
    try:
        leser.Parse(rohdaten, True)
    except _DoctypeGefunden:
        return _DOCTYPE_VERBOTEN
    except _PrologGelesen:
        return None
    except expat.ExpatError as fehler:
        if fehler.code in _UNBEKANNTE_KODIERUNG:
            return f"Die Nachricht ist kein lesbares XML. {_KODIERUNGSFEHLER}"
        return (
            f"Die Nachricht ist kein lesbares XML (Zeile {fehler.lineno}): Der "
            "Anfang der Datei ist fehlerhaft."
        )
    except (ValueError, LookupError):  # pyexpat hands unknown encodings to Python's codecs
        return f"Die Nachricht ist kein lesbares XML. {_KODIERUNGSFEHLER}"
    return "Die Nachricht ist kein lesbares XML: Es gibt kein Element."


def _found_doctype(*_: object) -> None:
    raise _DoctypeGefunden


def _found_element(*_: object) -> None:
    raise _PrologGelesen


def _format_syntaxfehler(fehler: etree.XMLSyntaxError) -> str:
    art = _get_fehlerart(fehler)
    meldung = fehler.msg or ""
    ort = f" (Zeile {fehler.lineno})" if fehler.lineno else ""
    if "depth" in meldung:
        return f"Die Nachricht ist zu tief geschachtelt{ort}."
    if re.search(r"[Hh]uge|too long|too big", meldung):
        return f"Die Nachricht enthält einen zu langen Text oder ein zu langes Attribut{ort}."
    for namen, satz in _FEHLERARTEN:
        if art in namen:
            return f"Die Nachricht ist kein lesbares XML{ort}: {satz or _KODIERUNGSFEHLER}"
    return f"Die Nachricht ist kein wohlgeformtes XML{ort}."


def _get_fehlerart(fehler: etree.XMLSyntaxError) -> str:
    """Name of the error type that the exception reports; the log may hold others before it."""
    eintraege: list[Any] = list(cast("Any", fehler.error_log))
    passende = [e for e in eintraege if e.type == cast("Any", fehler).code] or eintraege
    return str(passende[0].type_name) if passende else ""


def _check_baum(wurzel: etree._Element, hoechsttiefe: int) -> Zerlegung:
    befunde: list[Befund] = []
    for tiefe, element in _iter_mit_tiefe(wurzel):
        if tiefe > hoechsttiefe:
            return _refuse(
                f"Die Nachricht ist zu tief geschachtelt (Zeile {element.sourceline}): "
                f"Mehr als {hoechsttiefe} Ebenen werden nicht angenommen."
            )
        if not befunde and etree.QName(element).namespace in _XINCLUDE:
            text = (
                f"Zeile {element.sourceline}: Die Nachricht will andere Dateien "
                "einbinden (XInclude). "
                "Das ist in XBau nicht vorgesehen."
            )
            befunde.append(Befund("X001", text, Schwere.ZURUECKWEISUNG))
    return Zerlegung(wurzel, tuple(befunde))


def _iter_mit_tiefe(wurzel: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    tiefe = 0
    for ereignis, element in etree.iterwalk(wurzel, events=("start", "end")):
        if ereignis == "start":
            tiefe += 1
            yield tiefe, element
        else:
            tiefe -= 1

"""Foreign XML without its dangers: no DTD, no entities, no network, bounded in size and depth.

The order counts: size, then DOCTYPE, then everything else. expat reads first and builds nothing:
it stops at a DOCTYPE, so nothing that one declares is ever looked at, and at whatever would make a
tree or its check against the schema expensive. Only then libxml2 builds the tree.
"""

import re
from dataclasses import dataclass
from typing import Any, Final, cast
from xml.parsers import expat

from lxml import etree

from bauaufsicht.domain.befund import Befund, Schwere
from bauaufsicht.domain.eingangspruefung import HOECHSTGROESSE_NACHRICHT

HOECHSTLAENGE_STUECK: Final = 500_000  # bytes of a tag with the text behind it
HOECHSTZAHL_ATTRIBUTE: Final = 50  # of one element; libxml2's schema check is quadratic in them
HOECHSTZAHL_NAMENSRAEUME: Final = 50  # declarations of one element
_XINCLUDE: Final = ("http://www.w3.org/2001/XInclude ", "http://www.w3.org/2003/XInclude ")
_UNBEKANNTE_KODIERUNG: Final = frozenset(
    {
        expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
        expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
    }
)
_FREMDES_PRAEFIX: Final = expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]
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
class Grenzen:
    """How big a document may be: bytes, nested elements, tags, children of one element.

    The attributes of the whole document are bounded by `marken`, the namespace declarations by half
    of it: some programs declare anew at each element.
    """

    groesse: int
    tiefe: int
    marken: int
    kinder: int


# What strangers send. A big application has some 40,000 tags, its files are not inside the XML; and
# lxml counts the siblings for each schema error.
NACHRICHT: Final = Grenzen(HOECHSTGROESSE_NACHRICHT, 100, 120_000, 2_000)
# What the administrator sets up: schemas, code lists (the AGS of all Gemeinden has 130,000 tags).
EINRICHTUNG: Final = Grenzen(25 * 1024 * 1024, 100, 400_000, 400_000)


@dataclass(frozen=True, slots=True)
class Zerlegung:
    """A parsed document, or the findings why there is none (XInclude keeps the root)."""

    wurzel: etree._Element | None
    befunde: tuple[Befund, ...] = ()


class _Hindernis(Exception):
    """Raised out of the parser, before anything behind it is read; its text is the finding."""


def read_xml(rohdaten: bytes, grenzen: Grenzen = NACHRICHT) -> Zerlegung:
    """Parse bytes in any encoding that expat and libxml2 both know; never raises for bad input.

    Comments and processing instructions are dropped.
    """
    vorpruefung = _Vorpruefung(grenzen)
    hindernis = _check_umfang(rohdaten, grenzen) or _check_vorab(rohdaten, vorpruefung)
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
    if vorpruefung.fehlerzeile:
        return _refuse(f"Die Nachricht ist kein lesbares XML (Zeile {vorpruefung.fehlerzeile}).")
    return Zerlegung(wurzel, tuple(vorpruefung.befunde))


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


def _check_umfang(rohdaten: bytes, grenzen: Grenzen) -> str | None:
    if len(rohdaten) > grenzen.groesse:
        in_mb = grenzen.groesse >= 1024 * 1024
        grenze = f"{grenzen.groesse // (1024 * 1024)} MB" if in_mb else f"{grenzen.groesse} Byte"
        return f"Die Nachricht ist zu groß: Mehr als {grenze} werden nicht angenommen."
    if rohdaten.count(b"<") > grenzen.marken:  # a tree takes many times the memory of its text
        return "Die Nachricht enthält zu viele Elemente."
    if max(map(len, rohdaten.split(b"<"))) > HOECHSTLAENGE_STUECK:
        return "Die Nachricht enthält einen zu langen Text oder ein zu langes Attribut."
    return None if rohdaten.strip(b"\x00\t\r\n ") else "Die Datei ist leer."


class _Vorpruefung:
    """Handlers for expat that stop it at the first fault."""

    def __init__(self, grenzen: Grenzen) -> None:
        self.befunde: list[Befund] = []
        self.begonnen = False
        self.fehlerzeile = 0
        self._grenzen = grenzen
        self._kinder = [0]  # children so far of each open element
        self._namensraeume = 0
        self._eigene_namensraeume = 0
        self._attribute = 0
        self._leser = expat.ParserCreate(namespace_separator=" ")
        self._leser.ordered_attributes = True
        self._leser.StartDoctypeDeclHandler = self._found_doctype
        self._leser.StartNamespaceDeclHandler = self._found_namensraum
        self._leser.StartElementHandler = self._found_anfang
        self._leser.EndElementHandler = self._found_ende

    def read(self, rohdaten: bytes) -> None:
        """_Hindernis for what is forbidden, ExpatError and others for what is no XML."""
        self._leser.Parse(rohdaten, True)

    def _found_doctype(self, *_: object) -> None:
        raise _Hindernis(_DOCTYPE_VERBOTEN)

    def _found_namensraum(self, *_: object) -> None:
        self._namensraeume += 1
        self._eigene_namensraeume += 1
        if (
            self._namensraeume > self._grenzen.marken // 2
            or self._eigene_namensraeume > HOECHSTZAHL_NAMENSRAEUME
        ):
            raise _Hindernis("Die Nachricht erklärt zu viele Namensräume.")

    def _found_anfang(self, name: str, attribute: list[str]) -> None:
        self.begonnen = True
        self._eigene_namensraeume = 0
        self._kinder[-1] += 1
        zeile = self._leser.CurrentLineNumber
        if self._kinder[-1] > self._grenzen.kinder:
            raise _Hindernis(f"Ein Element hat zu viele Kindelemente (Zeile {zeile}).")
        self._kinder.append(0)
        if len(self._kinder) > self._grenzen.tiefe + 1:
            raise _Hindernis(
                f"Die Nachricht ist zu tief geschachtelt (Zeile {zeile}): "
                f"Mehr als {self._grenzen.tiefe} Ebenen werden nicht angenommen."
            )
        self._attribute += len(attribute) // 2
        if len(attribute) > 2 * HOECHSTZAHL_ATTRIBUTE or self._attribute > self._grenzen.marken:
            raise _Hindernis(f"Die Nachricht hat zu viele Attribute (Zeile {zeile}).")
        if not self.befunde and name.startswith(_XINCLUDE):
            text = (
                f"Zeile {zeile}: Die Nachricht will andere Dateien einbinden (XInclude). "
                "Das ist in XBau nicht vorgesehen."
            )
            self.befunde.append(Befund("X001", text, Schwere.ZURUECKWEISUNG))

    def _found_ende(self, _name: str) -> None:
        self._kinder.pop()


def _check_vorab(rohdaten: bytes, vorpruefung: _Vorpruefung) -> str | None:
    """What forbids to build a tree; faults behind the first tag are left for libxml2 to explain."""
    try:
        vorpruefung.read(rohdaten)
    except _Hindernis as hindernis:
        return str(hindernis)
    except expat.ExpatError as fehler:
        if fehler.code in _UNBEKANNTE_KODIERUNG:
            return f"Die Nachricht ist kein lesbares XML. {_KODIERUNGSFEHLER}"
        if not vorpruefung.begonnen and fehler.code != _FREMDES_PRAEFIX:
            return (
                f"Die Nachricht ist kein lesbares XML (Zeile {fehler.lineno}): Der "
                "Anfang der Datei ist fehlerhaft."
            )
        vorpruefung.fehlerzeile = fehler.lineno
    except (ValueError, LookupError):  # pyexpat hands unknown encodings to Python's codecs
        return f"Die Nachricht ist kein lesbares XML. {_KODIERUNGSFEHLER}"
    return None


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

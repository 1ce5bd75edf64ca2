"""Walking an XBau document by local names, blind to prefixes.

Hochbau elements are qualified, what comes from the Kernmodul and from XÖV is not. A child is found
by its local name if it has no namespace or one of this message's own; foreign XML is therefore
never mistaken for it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, cast
from zoneinfo import ZoneInfo

from lxml import etree

from bauaufsicht.adapters.xbau.versionen import NS_G2G, Version, get_version
from bauaufsicht.domain.befund import Befund, Schwere
from bauaufsicht.domain.nachricht import Kode

ORTSZEIT: Final = ZoneInfo("Europe/Berlin")
UUID_FORM: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DATUM: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_ZEITPUNKT: Final = re.compile(
    r"((?:19|[2-9]\d)\d\d-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?",
    re.ASCII,
)


class Rahmen:
    """What is the same for a whole message: version, own namespaces, findings made on the way."""

    def __init__(self, namensraum: str | None) -> None:
        self.version: Version | None = get_version(namensraum)
        self.befunde: list[Befund] = []
        self._kinder: dict[etree._Element, dict[str, list[etree._Element]]] = {}
        self._eigene = {"", namensraum or "", NS_G2G}
        if self.version is not None:
            self._eigene |= {self.version.ns_hochbau, self.version.ns_kernmodul}

    def get_kinder(self, element: etree._Element) -> dict[str, list[etree._Element]]:
        """Children of the message's own namespaces by local name, each list in document order."""
        kinder = self._kinder.get(element)
        if kinder is None:
            kinder = self._kinder[element] = {}
            for kind in element.iterchildren("*"):
                if self.is_eigener(kind):
                    kinder.setdefault(get_lokalen_namen(kind), []).append(kind)
        return kinder

    def is_eigener(self, element: etree._Element) -> bool:
        """Whether an element belongs to the message."""
        return element.tag.rpartition("}")[0][1:] in self._eigene

    def record_hinweis(self, text: str, kennzahl: str = "S999") -> None:
        """Note a finding that is only shown."""
        self.befunde.append(Befund(kennzahl, text, Schwere.HINWEIS))


def get_lokalen_namen(element: etree._Element) -> str:
    """Name without its namespace."""
    return element.tag.rpartition("}")[2]


@dataclass(frozen=True, slots=True)
class Knoten:
    """An element with its frame; paths are local names joined by `/`."""

    element: etree._Element
    rahmen: Rahmen

    @property
    def name(self) -> str:
        """Local name."""
        return get_lokalen_namen(self.element)

    @property
    def zeile(self) -> int:
        """Line in the message, 0 if unknown."""
        return cast("int | None", self.element.sourceline) or 0

    def list_kinder(self) -> "list[Knoten]":
        """All child elements of the message's own namespaces, in document order."""
        return [
            Knoten(kind, self.rahmen)
            for kind in self.element.iterchildren("*")
            if self.rahmen.is_eigener(kind)
        ]

    def _list_elemente(self, pfad: str) -> list[etree._Element]:
        get_kinder = self.rahmen.get_kinder
        erster, _, rest = pfad.partition("/")
        stand = get_kinder(self.element).get(erster, [])
        while rest and stand:
            name, _, rest = rest.partition("/")
            stand = [kind for element in stand for kind in get_kinder(element).get(name, ())]
        return stand

    def list_knoten(self, pfad: str) -> "list[Knoten]":
        """All elements at a path below this one, in document order."""
        return [Knoten(element, self.rahmen) for element in self._list_elemente(pfad)]

    def get_knoten(self, pfad: str) -> "Knoten | None":
        """First element at a path."""
        elemente = self._list_elemente(pfad)
        return Knoten(elemente[0], self.rahmen) if elemente else None

    def get_text(self, pfad: str = "") -> str | None:
        """Text of the first element at a path that has some, without blanks around it."""
        for element in self._list_elemente(pfad) if pfad else (self.element,):
            text = (element.text or "").strip()
            if text:
                return text
        return None

    def get_absaetze(self, pfad: str) -> str:
        """Paragraphs (`textabsatz`) of the text elements at a path, one per line."""
        absaetze = [k.get_text() for k in self.list_knoten(f"{pfad}/textabsatz")]
        return "\n".join(a for a in absaetze if a)

    def get_kode(self, pfad: str = "") -> Kode | None:
        """Code of the first element at a path; absent list attributes are the fixed ones."""
        return next((k for k in self.list_kodes(pfad)), None)

    def list_kodes(self, pfad: str = "") -> list[Kode]:
        """Codes of all elements at a path that have one."""
        ziele = self.list_knoten(pfad) if pfad else [self]
        return [k for z in ziele if (k := z._read_kode()) is not None]

    def _read_kode(self) -> Kode | None:
        wert = self.get_text("code")
        if wert is None:
            return None
        liste, version = self.get_festlegung()
        return Kode(
            wert,
            (self.element.get("listURI") or "").strip() or liste,
            (self.element.get("listVersionID") or "").strip() or version,
        )

    def get_festlegung(self) -> tuple[str | None, str | None]:
        """List and version that the mapping table fixes for this element."""
        listen = self.rahmen.version.listen if self.rahmen.version else {}
        oben = self.element.getparent()
        eng = f"{get_lokalen_namen(oben)}/{self.name}" if oben is not None else self.name
        return listen.get(eng) or listen.get(self.name) or (None, None)

    def get_wahrheit(self, pfad: str) -> bool | None:
        """xs:boolean at a path; None if absent or no boolean."""
        return {"true": True, "1": True, "false": False, "0": False}.get(self.get_text(pfad) or "")

    def get_uuid(self, pfad: str = "") -> str | None:
        """UUID at a path in lower case; a malformed one is kept and noted."""
        text = self.get_text(pfad)
        if text is None:
            return None
        if UUID_FORM.fullmatch(text) is None:
            name = pfad.rpartition("/")[2] or self.name
            self.rahmen.record_hinweis(f"„{text[:60]}“ ({name}) hat nicht die Form einer UUID.")
        return text.lower()

    def get_datum(self, pfad: str) -> date | None:
        """xs:date at a path; a malformed one is noted and left out."""
        text = self.get_text(pfad)
        if text is None:
            return None
        treffer = _DATUM.fullmatch(text)
        try:
            if treffer is not None:
                return date.fromisoformat(treffer[1])
        except ValueError:
            pass
        self.rahmen.record_hinweis(f"„{text[:60]}“ ({pfad.rpartition('/')[2]}) ist kein Datum.")
        return None


def compute_zeitpunkt(text: str) -> datetime | None:
    """xs:dateTime as an aware time; without a zone Europe/Berlin is assumed.

    Only years 1900 to 9999: others are typing errors; so is what no longer is one in UTC.
    """
    treffer = _ZEITPUNKT.fullmatch(text)
    if treffer is None:
        return None
    tag, zeit, bruchteil, zone = treffer.groups()
    mitternacht = zeit == "24:00:00"  # legal in XML Schema: the end of the day
    try:
        wert = datetime.fromisoformat(
            f"{tag}T{'00:00:00' if mitternacht else zeit}{(bruchteil or '')[:7]}"
        )
        if mitternacht:
            wert += timedelta(days=1)
        if zone is None:
            ergebnis = wert.replace(tzinfo=ORTSZEIT)
        else:
            ergebnis = datetime.fromisoformat(f"{wert.isoformat()}{zone}")
        ergebnis.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return ergebnis

"""What differs from version to version of XBau: one `Version` each, nothing of it anywhere else.

Sources: XSDs of XBau-Hochbau 2.4.0.1, 2.5 and 2.6 with XBau-Kernmodul 1.2.1.1, 1.2.2 and 1.3.0. A
code list of type 1 is fixed in the schema; both attributes may then be absent in a message.
`listen` names the fixed URI and version per element (or `parent/element` where the name alone is
ambiguous) of what the reader reads.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bauaufsicht.adapters.xbau.nachrichten import (
    NACHRICHTEN_2_4_0_1,
    NACHRICHTEN_2_5,
    NACHRICHTEN_2_6,
    get_nummer,
    is_kernmodul,
)

Festlegung = tuple[str, str | None]

NS_G2G: Final = "http://xoev.de/schemata/basisnachricht/g2g/1_1"
NS_GML: Final = "http://www.opengis.net/gml/3.2"
LISTE_HOCHBAU: Final = "urn:xoev-de:xbau:codeliste:xbau-nachrichten"
LISTE_KERNMODUL: Final = "urn:xoev-de:xbau-kernmodul:codeliste:xbau-kernmodul-nachrichten"
LISTE_VERZEICHNISDIENST: Final = "urn:xoev-de:kosit:codeliste:verzeichnisdienst"
LISTE_FEHLERKENNZAHLEN: Final = "urn:xoev-de:xbau:codeliste:xbau-fehlerkennzahlen"
STANDARD_HOCHBAU: Final = "XBau-Hochbau"
STANDARD_KERNMODUL: Final = "XBau-Kernmodul"

_NS_HOCHBAU: Final = "http://www.xleitstelle.de/xbau/"
_NS_KERNMODUL: Final = "http://www.xleitstelle.de/xbau/kernmodul/"
_XBAU: Final = "urn:xoev-de:xbau:codeliste:"
_DESTATIS: Final = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of XBau-Hochbau with the Kernmodul that belongs to it."""

    hochbau: str
    kernmodul: str
    nachrichten: frozenset[str]  # local names of the roots
    nachrichtenliste_hochbau: str  # version of the list of message numbers
    nachrichtenliste_kernmodul: str
    verlinkung: str  # path of a link below anhangOderVerlinkung
    abweichung_mit_id: bool  # whether the answer to a requested Abweichung names it
    geometrie: bool  # 2.5: its GML adapter cannot carry a polygon
    listen: Mapping[str, Festlegung]

    @property
    def ns_hochbau(self) -> str:
        """Namespace of the Hochbau messages."""
        return _NS_HOCHBAU + self.hochbau.replace(".", "/")

    @property
    def ns_kernmodul(self) -> str:
        """Namespace of the Kernmodul messages."""
        return _NS_KERNMODUL + self.kernmodul.replace(".", "/")

    def get_nachrichtenliste(self, nummer: str) -> Festlegung:
        """List and version that nachrichtentyp of a message with this number is fixed to."""
        if is_kernmodul(nummer):
            return LISTE_KERNMODUL, self.nachrichtenliste_kernmodul
        return LISTE_HOCHBAU, self.nachrichtenliste_hochbau

    def get_wurzelnummer(self, namensraum: str | None, wurzel: str) -> str | None:
        """Number of a root that this version knows in this namespace, else None."""
        nummer = get_nummer(wurzel)
        if nummer is None or wurzel not in self.nachrichten:
            return None
        richtig = self.ns_kernmodul if is_kernmodul(nummer) else self.ns_hochbau
        return nummer if namensraum == richtig else None


_LISTEN_ALLE: Final[Mapping[str, Festlegung]] = {
    "verzeichnisdienst": (LISTE_VERZEICHNISDIENST, None),
    "kanal": ("urn:de:xoev:codeliste:erreichbarkeit", None),
    "bundesland": (_DESTATIS + "bundesland", None),
    "gemeindeschluessel": (_DESTATIS + "ags", None),
    "staat": (_DESTATIS + "staatsgebiete", None),
    "gerichtSchluessel": ("urn:xoev-de:xgewerbeanzeige:codeliste:registergerichte", None),
    "anlageart": (_XBAU + "anlagen", None),
    "artDesBauherrn": (_XBAU + "bauherrodereigentuemerart", "2.0"),
    "kammer": (_XBAU + "kammer", "2.0"),
    "rolle/code": (_XBAU + "beteiligterrolle", "2.0"),
    "artDerMassnahme": (_XBAU + "baumassnahmeart", "2.0"),
    "artDesWohngebaeudes": (_XBAU + "wohngebaeudeart", "2.0"),
    "artDesNichtwohngebaeudes": (_XBAU + "nichtwohngebaeudeart", "2.0"),
    "gebaeudeklasse": (_XBAU + "gebaeudeklasse", "3.0"),
    "artDerFrage": (_XBAU + "vorbescheidbetreff", "2.0"),
}

VERSIONEN: Final[Mapping[str, Version]] = {
    v.hochbau: v
    for v in (
        Version(
            hochbau="2.6",
            kernmodul="1.3.0",
            nachrichten=NACHRICHTEN_2_6,
            nachrichtenliste_hochbau="4.0",
            nachrichtenliste_kernmodul="3.0",
            verlinkung="verlinkung/uriVerlinkung",
            abweichung_mit_id=True,
            geometrie=True,
            listen={
                **_LISTEN_ALLE,
                "nebenbestimmung/art": (_XBAU + "nebenbestimmungart", "3.0"),
                "artDesNichtwohngebaeudes": (_XBAU + "nichtwohngebaeudeart", "3.0"),
            },
        ),
        Version(
            hochbau="2.5",
            kernmodul="1.2.2",
            nachrichten=NACHRICHTEN_2_5,
            nachrichtenliste_hochbau="3.1",
            nachrichtenliste_kernmodul="2.1",
            verlinkung="uriVerlinkung",
            abweichung_mit_id=True,
            geometrie=False,
            listen={
                **_LISTEN_ALLE,
                "beantragteAbweichung/art": (_XBAU + "abweichungart", "2.1"),
                "abweichung/art": (_XBAU + "abweichungart", "2.1"),
                "nebenbestimmung/art": (_XBAU + "nebenbestimmungart", "2.0"),
            },
        ),
        Version(
            hochbau="2.4.0.1",
            kernmodul="1.2.1.1",
            nachrichten=NACHRICHTEN_2_4_0_1,
            nachrichtenliste_hochbau="3.0",
            nachrichtenliste_kernmodul="2.0",
            verlinkung="uriVerlinkung",
            abweichung_mit_id=False,
            geometrie=True,
            listen={
                **_LISTEN_ALLE,
                "beantragteAbweichung/art": (_XBAU + "abweichungart", "2.0"),
                "abweichung/art": (_XBAU + "abweichungart", "2.0"),
                "nebenbestimmung/art": (_XBAU + "nebenbestimmungart", "2.0"),
            },
        ),
    )
}
_NAMENSRAEUME: Final = {ns: v for v in VERSIONEN.values() for ns in (v.ns_hochbau, v.ns_kernmodul)}
_VERSION_IM_NAMENSRAUM: Final = re.compile(
    re.escape(_NS_HOCHBAU) + r"(kernmodul/)?(\d+(?:/\d+)*)/?"
)


def get_version(namensraum: str | None) -> Version | None:
    """The offered version that a root's namespace belongs to."""
    return _NAMENSRAEUME.get(namensraum or "")


def get_versionsangabe(namensraum: str | None) -> str | None:
    """Version a namespace of XBau names, offered or not ("2.9"); None if it is no XBau."""
    if not (namensraum or "").startswith(_NS_HOCHBAU):
        return None
    angebot = get_version(namensraum)
    if angebot is not None:
        return angebot.hochbau
    treffer = _VERSION_IM_NAMENSRAUM.fullmatch(namensraum or "")
    if treffer is None:
        return (namensraum or "").removeprefix(_NS_HOCHBAU) or "?"
    nummer = treffer[2].replace("/", ".")
    return f"Kernmodul {nummer}" if treffer[1] else nummer

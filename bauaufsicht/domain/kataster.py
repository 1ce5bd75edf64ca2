"""The cadastre as it is read from a file: parcels in blocks, so that a whole Land fits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

SCHLUESSEL_GEMARKUNG = 6  # Land and number: the beginning of a Kennzeichen


class Generationsstand(StrEnum):
    """Where a load of parcels stands; of each source one is GUELTIG."""

    LAEDT = "laedt"
    GUELTIG = "gueltig"
    ABGELOEST = "abgeloest"


@dataclass(frozen=True, slots=True)
class Flurstueckszeile:
    """A parcel of a file; WKB in EPSG:25832 on a grid of 1 mm, areas in m².

    `rahmen` is (west, south, east, north). A parcel without a usable geometry has an empty one and
    a `hinweis`; nothing is repaired.
    """

    kennzeichen: str
    wkb: bytes
    rahmen: tuple[float, float, float, float]
    flaeche: float  # of the geometry, UTM
    brauchbar: bool
    amtliche_flaeche: float | None = None
    gemarkung: str = ""
    gemeinde_ags: str = ""
    hinweis: str = ""


@dataclass(frozen=True, slots=True)
class Katasterkopf:
    """What is known of a file: its format, its coordinate system, how it was transformed.

    `zuschlag` is what the transformation adds to the uncertainty, in metres.
    """

    dateiformat: str
    epsg: int
    umrechnung: str = ""
    zuschlag: float = 0.0


@dataclass(frozen=True, slots=True)
class Katasterblock:
    """Some parcels; `anteil` of the file is read by now (0 to 1), `gemarkungen` names by number."""

    kopf: Katasterkopf
    zeilen: tuple[Flurstueckszeile, ...]
    anteil: float
    gemarkungen: Mapping[str, str] = field(default_factory=dict)


class KatasterLeser(Protocol):
    """Reads parcels of a cadastre file, whatever its format."""

    def read_datei(self, pfad: Path, *, umrechnen: bool = False) -> Iterator[Katasterblock]:
        """Read block by block; Fachfehler says what is wrong with the file.

        Another coordinate system than EPSG:25832 is refused, unless `umrechnen`.
        """
        ...

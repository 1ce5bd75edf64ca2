"""Coordinate systems of cadastre files: which are known, how they become EPSG:25832."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyproj

from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.geometrie import EPSG
from bauaufsicht.domain.kataster import Katasterkopf

Punkte = np.ndarray[Any, np.dtype[np.float64]]

_URN = {"ETRS89_UTM32": EPSG, "ETRS89_UTM33": 25833, "ETRS89_Lat-Lon": 4258}
_EPSG = re.compile(r"(?:EPSG:+(?:[\d.]*:)?|/EPSG/\d*/?|^)(\d{4,5})$", re.IGNORECASE)
_CRS84 = re.compile(r"CRS:?84$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _System:
    name: str
    vorsatz: float = 0.0  # zone before the easting
    quelle: int = 0  # EPSG that pyproj transforms from; 0: nothing to do
    zuschlag: float = 0.0  # metres


# The same datum gives the same place; WGS 84 and ETRS89 drift apart by some 2.5 cm a year.
_SYSTEME = {
    EPSG: _System("ETRS89/UTM Zone 32"),
    4647: _System("ETRS89/UTM Zone 32 mit Zonenkennzahl", vorsatz=32_000_000.0),
    25833: _System("ETRS89/UTM Zone 33", quelle=25833),
    5650: _System("ETRS89/UTM Zone 33 mit Zonenkennzahl", vorsatz=33_000_000.0, quelle=25833),
    4258: _System("ETRS89 in Grad", quelle=4258),
    4326: _System("WGS 84 in Grad", quelle=4326, zuschlag=1.0),
}


def read_epsg(srs: str) -> int:
    """The EPSG code of a name as files write it; Fachfehler if it is none of ours."""
    text = srs.strip()
    urn = text.rsplit(":", 1)[-1]
    if urn in _URN:
        return _URN[urn]
    if _CRS84.search(text):
        return 4326
    gefunden = _EPSG.search(text)
    nummer = int(gefunden[1]) if gefunden else 0
    if nummer not in _SYSTEME:
        bekannte = ", ".join(f"EPSG:{n}" for n in _SYSTEME)
        raise Fachfehler(
            f"Das Koordinatensystem „{text[:80]}“ wird nicht angenommen. Bekannt sind {bekannte}. "
            "Rechnen Sie die Datei vorher um."
        )
    return nummer


def create_kopf(dateiformat: str, epsg: int, umrechnen: bool) -> Katasterkopf:
    """The head of a file in a known system; Fachfehler unless it is EPSG:25832 or `umrechnen`."""
    system = _SYSTEME[epsg]
    if epsg == EPSG:
        return Katasterkopf(dateiformat, epsg)
    if not umrechnen:
        raise Fachfehler(
            f"Die Datei steht im Koordinatensystem {system.name} (EPSG:{epsg}). Gebraucht wird "
            f"ETRS89/UTM Zone 32 (EPSG:{EPSG}). Mit --umrechnen wird sie umgerechnet."
        )
    genau = (
        f"zusätzliche Unsicherheit {system.zuschlag:.0f} m" if system.zuschlag else "ohne Verlust"
    )
    return Katasterkopf(
        dateiformat, epsg, f"umgerechnet aus {system.name} (EPSG:{epsg}), {genau}", system.zuschlag
    )


@cache
def get_umrechnung(epsg: int) -> Callable[[Punkte], Punkte]:
    """A function over an array of (east, north) that gives EPSG:25832, rounded to millimetres."""
    system = _SYSTEME[epsg]
    umrechner = (
        pyproj.Transformer.from_crs(system.quelle, EPSG, always_xy=True) if system.quelle else None
    )

    def compute(punkte: Punkte) -> Punkte:
        x, y = punkte[:, 0] - system.vorsatz, punkte[:, 1]
        if umrechner is not None:
            x, y = umrechner.transform(x, y)
        return np.asarray(np.round(np.column_stack((x, y)), 3), dtype=np.float64)

    return compute

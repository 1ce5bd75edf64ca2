"""Measuring in ETRS89/UTM zone 32 (EPSG:25832): lengths and areas on the ground, where a place is.

UTM is not the ground: a length drawn in UTM is k times the one on the ellipsoid, and the ground
lies above the ellipsoid.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

EPSG = 25832
NUMERISCH = 0.001  # T0: below a millimetre nothing is meant (GEOMETRY 2)
DATENUNSICHERHEIT = 0.05  # T1: what a cadastre promises without saying so, in metres
GEMEINSAM = 0.10  # a shared boundary is longer than this; a corner is no neighbourhood

# GRS80 and UTM zone 32
_A = 6_378_137.0
_F = 1 / 298.257222101
_K0 = 0.9996
_OSTZUSCHLAG = 500_000.0
_N = _F / (2 - _F)
_E2 = _F * (2 - _F)
_MERIDIAN = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)


@dataclass(frozen=True, slots=True)
class Lagebereich:
    """Where coordinates of a Land must lie (EPSG:25832, metres)."""

    name: str
    ost_von: float
    ost_bis: float
    nord_von: float
    nord_bis: float

    def check_in(self, ost: float, nord: float) -> bool:
        """Whether a point lies inside."""
        return self.ost_von <= ost <= self.ost_bis and self.nord_von <= nord <= self.nord_bis

    def compute_entfernung(self, ost: float, nord: float) -> float:
        """Metres to the nearest point of the area; 0 inside."""
        dx = max(self.ost_von - ost, 0.0, ost - self.ost_bis)
        dy = max(self.nord_von - nord, 0.0, nord - self.nord_bis)
        return math.hypot(dx, dy)


@dataclass(frozen=True, slots=True)
class Abbildung:
    """How UTM and the ground relate at a place: ground length = UTM length times `faktor`."""

    massstab: float  # k of UTM, without unit
    hoehe: float  # metres above the ellipsoid
    faktor: float

    def compute_laenge(self, utm: float) -> float:
        """Metres on the ground."""
        return utm * self.faktor

    def compute_flaeche(self, utm: float) -> float:
        """Square metres on the ground."""
        return utm * self.faktor**2


def _compute_breite(nord: float) -> float:
    """Footpoint latitude in radians; its error over a zone changes k by less than 1e-9."""
    mu = nord / _K0 / _MERIDIAN
    return (
        mu
        + (3 * _N / 2 - 27 * _N**3 / 32) * math.sin(2 * mu)
        + (21 * _N**2 / 16) * math.sin(4 * mu)
        + (151 * _N**3 / 96) * math.sin(6 * mu)
    )


def _compute_radius(nord: float) -> float:
    """Mean radius of curvature in metres (Gauß)."""
    return _A * math.sqrt(1 - _E2) / (1 - _E2 * math.sin(_compute_breite(nord)) ** 2)


def compute_massstab(ost: float, nord: float) -> float:
    """Point scale factor k of UTM zone 32: UTM length / length on the ellipsoid."""
    u = (ost - _OSTZUSCHLAG) / _K0 / _compute_radius(nord)
    return _K0 * (1 + u**2 / 2 + u**4 / 24)


def compute_abbildung(ost: float, nord: float, hoehe: float) -> Abbildung:
    """How UTM and the ground relate at a point `hoehe` metres above the ellipsoid."""
    k = compute_massstab(ost, nord)
    return Abbildung(k, hoehe, (1 + hoehe / _compute_radius(nord)) / k)


def compute_abbildung_der(geometrie: BaseGeometry, hoehe: float) -> Abbildung:
    """The same at the middle of a geometry: over a plot k does not change."""
    x0, y0, x1, y1 = geometrie.bounds
    return compute_abbildung((x0 + x1) / 2, (y0 + y1) / 2, hoehe)


def compute_ueberstand(innen: BaseGeometry, aussen: BaseGeometry) -> tuple[BaseGeometry, float]:
    """What of `innen` lies outside `aussen`, and how far it reaches beyond it (UTM metres).

    Corners alone do not tell: of a building over a gap between two parcels all lie on the parcels.
    """
    rest = innen.difference(aussen)
    tiefe = 0.0
    for teil in shapely.get_parts(rest):
        schritt = max(teil.length / 400, 10 * NUMERISCH)
        punkte = shapely.MultiPoint(shapely.get_coordinates(shapely.segmentize(teil, schritt)))
        tiefe = max([tiefe, *(p.distance(aussen) for p in punkte.geoms)])
        if teil.area > NUMERISCH**2:
            tiefe = max(tiefe, shapely.maximum_inscribed_circle(teil, NUMERISCH).length)
    return rest, tiefe


def compute_gemeinsame(eine: BaseGeometry, andere: BaseGeometry, spiel: float) -> BaseGeometry:
    """The part of the boundary of `eine` that it shares with `andere`, up to `spiel` metres apart.

    Empty where they only touch at a corner. Where both fit, the gap is not used: it would lengthen
    the boundary at both ends.
    """
    if not shapely.dwithin(eine, andere, spiel):
        return shapely.LineString()
    genau = _compute_nahe(eine, andere, NUMERISCH)
    return _compute_nahe(eine, andere, spiel) if genau.is_empty and spiel > NUMERISCH else genau


def _compute_nahe(eine: BaseGeometry, andere: BaseGeometry, spiel: float) -> BaseGeometry:
    nahe = andere.buffer(spiel, cap_style="flat", join_style="mitre")
    linie = shapely.line_merge(eine.boundary.intersection(nahe))
    laenge = max(GEMEINSAM, 3 * spiel)
    teile = [t for t in shapely.get_parts(linie) if t.length > laenge]
    return shapely.union_all(teile) if teile else shapely.LineString()


def check_benachbart(eine: BaseGeometry, andere: BaseGeometry, spiel: float) -> bool:
    """Whether two parcels share more than a corner."""
    return not compute_gemeinsame(eine, andere, spiel).is_empty


def compute_gruppen(flaechen: Iterable[BaseGeometry], spiel: float) -> list[list[int]]:
    """Which of the areas hang together, as lists of their positions."""
    alle = list(flaechen)
    gruppen: list[list[int]] = []
    for n, flaeche in enumerate(alle):
        verbunden = [
            g for g in gruppen if any(check_benachbart(alle[i], flaeche, spiel) for i in g)
        ]
        gruppen = [g for g in gruppen if g not in verbunden]
        gruppen.append(sorted([n, *(i for g in verbunden for i in g)]))
    return sorted(gruppen)

"""GML surfaces of ALKIS: rings of many curves, arcs among them, as polygons.

Neighbours share their curves but may run through them the other way round, so an arc becomes the
same points whichever way it is read.
"""

import math
from collections.abc import Iterator

import shapely
from lxml import etree
from shapely.geometry.base import BaseGeometry

Punkt = tuple[float, float]

PFEILHOEHE = 0.001  # metres between an arc and its chord
SCHLUSS = 0.001
_STUECKE = frozenset({"LineStringSegment", "LineString", "LinearRing"})
_BOEGEN = frozenset({"Arc", "ArcString"})
_FREMDE = frozenset(
    {"Circle", "CircleByCenterPoint", "ArcByCenterPoint", "ArcByBulge", "ArcStringByBulge",
     "CubicSpline", "BSpline", "Bezier", "Clothoid", "Geodesic", "GeodesicString", "OffsetCurve"}
)  # fmt: skip


class Unlesbar(Exception):
    """A geometry that this reader does not understand."""


def get_name(element: etree._Element) -> str:
    """Name of an element without its namespace; "" of a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def read_flaeche(element: etree._Element) -> BaseGeometry:
    """The surface below an element as (Multi)Polygon; Unlesbar if there is none."""
    flaechen = [_read_polygon(e) for e in element.iterdescendants() if get_name(e) in _POLYGONE]
    if not flaechen:
        raise Unlesbar("no surface")
    return flaechen[0] if len(flaechen) == 1 else shapely.union_all(flaechen)


_POLYGONE = frozenset({"PolygonPatch", "Polygon"})


def _read_polygon(polygon: etree._Element) -> shapely.Polygon:
    ringe: dict[str, list[list[Punkt]]] = {"exterior": [], "interior": []}
    for rand in polygon:
        if get_name(rand) in ringe:
            ringe[get_name(rand)] += [_read_ring(ring) for ring in rand]
    if len(ringe["exterior"]) != 1:
        raise Unlesbar("a surface has one exterior")
    return shapely.Polygon(ringe["exterior"][0], ringe["interior"])


def _read_ring(ring: etree._Element) -> list[Punkt]:
    """Put the pieces of a ring together; each begins where the one before ended."""
    punkte: list[Punkt] = []
    for stueck in _list_stuecke(ring):
        if not punkte:
            punkte = stueck
            continue
        if _check_nahe(punkte[-1], stueck[-1]) and not _check_nahe(punkte[-1], stueck[0]):
            stueck.reverse()
        if not _check_nahe(punkte[-1], stueck[0]):
            raise Unlesbar("a ring has a gap")
        punkte += stueck[1:]
    if len(punkte) < 4 or not _check_nahe(punkte[0], punkte[-1]):
        raise Unlesbar("a ring is open")
    return punkte


def _check_nahe(a: Punkt, b: Punkt) -> bool:
    return math.dist(a, b) <= SCHLUSS


def _list_stuecke(ring: etree._Element) -> Iterator[list[Punkt]]:
    for element in ring.iter():
        name = get_name(element)
        if name in _FREMDE:
            raise Unlesbar(name)
        if name in _STUECKE:
            yield _read_punkte(element)
        elif name in _BOEGEN:
            yield _compute_bogen(_read_punkte(element))


def _read_punkte(element: etree._Element) -> list[Punkt]:
    zahlen: list[float] = []
    for kind in element:
        if get_name(kind) in {"posList", "pos"}:
            try:
                zahlen += map(float, (kind.text or "").split())
            except ValueError:
                raise Unlesbar("no number") from None
    if len(zahlen) % 2 or len(zahlen) < 4 or not all(map(math.isfinite, zahlen)):
        raise Unlesbar("no points")
    return list(zip(zahlen[::2], zahlen[1::2], strict=True))


def _compute_bogen(punkte: list[Punkt]) -> list[Punkt]:
    """Arcs through every three points (start, middle, end = next start) as short chords."""
    if len(punkte) % 2 == 0:
        raise Unlesbar("an arc has three points")
    linie = [punkte[0]]
    for n in range(0, len(punkte) - 2, 2):
        linie += compute_bogen(punkte[n], punkte[n + 1], punkte[n + 2])[1:]
    return linie


def compute_bogen(a: Punkt, m: Punkt, b: Punkt) -> list[Punkt]:
    """Points of the arc from `a` over `m` to `b`, the same ones as from `b` over `m` to `a`."""
    if a > b:
        return compute_bogen(b, m, a)[::-1]
    mitte = _compute_mittelpunkt(a, m, b)
    if mitte is None:
        return [a, m, b]
    radius = math.dist(mitte, a)
    w0, wm, w1 = (math.atan2(p[1] - mitte[1], p[0] - mitte[0]) for p in (a, m, b))
    winkel = (w1 - w0) % math.tau
    if (wm - w0) % math.tau > winkel:
        winkel -= math.tau
    schritt = 2 * math.acos(max(-1.0, 1 - PFEILHOEHE / radius)) if radius > PFEILHOEHE else math.pi
    anzahl = max(2, math.ceil(abs(winkel) / schritt))
    zwischen = (w0 + winkel * n / anzahl for n in range(1, anzahl))
    punkte = [(mitte[0] + radius * math.cos(w), mitte[1] + radius * math.sin(w)) for w in zwischen]
    return [a, *punkte, b]


def _compute_mittelpunkt(a: Punkt, m: Punkt, b: Punkt) -> Punkt | None:
    """Centre of the circle through three points, reckoned from `a`; None if they are in line."""
    mx, my, bx, by = m[0] - a[0], m[1] - a[1], b[0] - a[0], b[1] - a[1]
    flaeche = 2 * (mx * by - my * bx)
    if abs(flaeche) < 1e-9:
        return None
    mm, bb = mx * mx + my * my, bx * bx + by * by
    return a[0] + (by * mm - my * bb) / flaeche, a[1] + (mx * bb - bx * mm) / flaeche

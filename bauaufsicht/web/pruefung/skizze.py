"""The map as a drawing that needs no script: SVG with patterns, not only colours."""

import math
from collections.abc import Iterator
from html import escape
from typing import Any

BREITE, HOEHE, RAND = 600.0, 420.0, 14.0
UMKREIS = 6.0  # metres around the plot that are shown
MASSSTAEBE = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_STILE = {
    "umgebung": 'fill="none" stroke="#b4b9c3" stroke-width="1"',
    "nachbar": 'fill="#f2f3f5" stroke="#6d7480" stroke-width="1"',
    "eigen": 'fill="#e3edf9" stroke="#0b4d91" stroke-width="3"',
    "umriss": 'fill="url(#gebaeude)" stroke="#2b2f36" stroke-width="2"',
    "abstand": 'fill="none" stroke="#2b2f36" stroke-width="1" stroke-dasharray="4 3"',
    "ueberstand": 'fill="url(#zuviel)" stroke="#b3130b" stroke-width="2"',
}
_MUSTER = (
    '<defs><pattern id="gebaeude" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="7" height="7" fill="#d3d7dd"/>'
    '<path d="M0 0V7" stroke="#5b616b" stroke-width="2"/></pattern>'
    '<pattern id="zuviel" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#fbe3e1"/>'
    '<path d="M0 0L6 6M6 0L0 6" stroke="#b3130b" stroke-width="1.2"/></pattern></defs>'
)
Punkt = tuple[float, float]


class _Blatt:
    """From UTM to the sheet: what matters in the middle, north on top."""

    def __init__(self, objekte: list[dict[str, Any]]) -> None:
        wichtige = [o for o in objekte if o["properties"]["art"] not in ("umgebung", "nachbar")]
        punkte = [p for o in wichtige or objekte for p in _list_punkte(o["geometry"])]
        xs, ys = [p[0] for p in punkte], [p[1] for p in punkte]
        self.x, self.y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        self.faktor = min(
            (BREITE - 2 * RAND) / (max(xs) - min(xs) + 2 * UMKREIS),
            (HOEHE - 2 * RAND) / (max(ys) - min(ys) + 2 * UMKREIS),
        )

    def compute(self, punkt: Punkt) -> Punkt:
        """A place on the sheet."""
        return (
            round(BREITE / 2 + (punkt[0] - self.x) * self.faktor, 1),
            round(HOEHE / 2 - (punkt[1] - self.y) * self.faktor, 1),
        )


def render_skizze(karte: dict[str, Any]) -> str:
    """An SVG document; empty parts are left out, all texts are escaped."""
    objekte = [o for o in karte["features"] if o["geometry"]["coordinates"]]
    teile = [_MUSTER, f'<rect width="{BREITE:.0f}" height="{HOEHE:.0f}" fill="#ffffff"/>']
    if objekte:
        blatt = _Blatt(objekte)
        teile += [
            f'<path d="{_format_weg(blatt, o["geometry"])}" fill-rule="evenodd" '
            f"{_STILE[o['properties']['art']]}/>"
            for o in objekte
        ]
        teile += [_format_text(blatt, o) for o in objekte if o["properties"]["art"] != "umgebung"]
        teile.append(_format_massstab(blatt))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {BREITE:.0f} {HOEHE:.0f}" '
        f'width="{BREITE:.0f}" height="{HOEHE:.0f}" font-family="sans-serif" font-size="13">'
        f"{''.join(teile)}</svg>"
    )


def _list_linien(geometrie: dict[str, Any]) -> Iterator[list[Punkt]]:
    """All rings and lines."""
    koordinaten = geometrie["coordinates"]
    tiefe = {"LineString": 0, "Polygon": 1, "MultiLineString": 1, "MultiPolygon": 2}
    ebenen = [koordinaten]
    for _ in range(tiefe.get(geometrie["type"], 0)):
        ebenen = [teil for ebene in ebenen for teil in ebene]
    yield from ebenen if geometrie["type"] in tiefe else ()


def _list_punkte(geometrie: dict[str, Any]) -> Iterator[Punkt]:
    for linie in _list_linien(geometrie):
        yield from linie


def _format_weg(blatt: _Blatt, geometrie: dict[str, Any]) -> str:
    wege = []
    for linie in _list_linien(geometrie):
        punkte = [blatt.compute(p) for p in linie]
        wege.append("M" + "L".join(f"{x:g} {y:g}" for x, y in punkte))
    return "".join(wege)


def _format_text(blatt: _Blatt, objekt: dict[str, Any]) -> str:
    """Number of the parcel, or the measure, in the middle of the object."""
    angaben = objekt["properties"]
    text = angaben["text"] or (
        angaben["name"].rpartition("Flurstück ")[2]
        if angaben["art"] in ("eigen", "nachbar")
        else ""
    )
    ringe = list(_list_linien(objekt["geometry"]))
    if not text or not ringe:
        return ""
    punkte = [blatt.compute(p) for p in ringe[0]]
    x = sum(p[0] for p in punkte) / len(punkte)
    y = sum(p[1] for p in punkte) / len(punkte)
    if angaben["art"] == "eigen":  # not below the building
        y = min(p[1] for p in punkte) + 34
    if not (RAND < x < BREITE - RAND and RAND < y < HOEHE - RAND):
        return ""
    fett = ' font-weight="bold"' if angaben["art"] in ("eigen", "ueberstand") else ""
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" fill="#1c1f24" stroke="#ffffff" '
        f'stroke-width="3" paint-order="stroke"{fett}>{escape(text)}</text>'
    )


def _format_massstab(blatt: _Blatt) -> str:
    meter = next(m for m in (*MASSSTAEBE, math.inf) if m * blatt.faktor >= 50)
    if math.isinf(meter):
        return ""
    laenge, y = meter * blatt.faktor, HOEHE - 16
    return (
        f'<path d="M14 {y - 5:g}V{y:g}H{14 + laenge:.0f}V{y - 5:g}" fill="none" stroke="#1c1f24" '
        f'stroke-width="2"/><text x="20" y="{y - 7:g}" stroke="#ffffff" stroke-width="3" '
        f'paint-order="stroke" fill="#1c1f24">{meter} m</text>'
    )

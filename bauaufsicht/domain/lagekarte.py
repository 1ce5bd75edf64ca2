"""The map of a check as GeoJSON in EPSG:25832: what was measured, as it was measured."""

from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from bauaufsicht.domain.geometrie import EPSG, NUMERISCH, compute_ueberstand
from bauaufsicht.domain.pruefung import Katasterflurstueck, Pruefstoff, format_wert

CRS = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{EPSG}"}}
STELLEN = 3


def compute_lagekarte(stoff: Pruefstoff) -> dict[str, Any]:
    """Parcels of the case, neighbours, parcels around, footprint, distances, overshoot.

    Each feature has an `art`, a `name` and a short `text`; drawn in this order.
    """
    angrenzende = stoff.angrenzende if stoff.vollstaendig else []
    nachbarn = {k.kennzeichen for k, _ in angrenzende}
    objekte = [
        _create_objekt(
            "nachbar" if k.kennzeichen in nachbarn else "umgebung", k.bezeichnung, k.geometrie
        )
        for k in stoff.umgebung
        if not k.geometrie.is_empty
    ]
    objekte += [
        _create_objekt("eigen", k.bezeichnung, k.geometrie)
        for k in stoff.eigene
        if not k.geometrie.is_empty
    ]
    if stoff.umriss is not None:
        objekte.append(_create_objekt("umriss", "Umriss des Gebäudes", stoff.umriss))
        objekte += _list_masse(stoff, stoff.umriss, angrenzende)
    return {"type": "FeatureCollection", "crs": CRS, "features": objekte}


def _list_masse(
    stoff: Pruefstoff,
    umriss: BaseGeometry,
    angrenzende: list[tuple[Katasterflurstueck, BaseGeometry]],
) -> list[dict[str, Any]]:
    """The shortest way to each boundary, and what reaches beyond the plot."""
    if not stoff.vollstaendig:
        return []
    objekte = []
    for nachbar, grenze in angrenzende:
        linie = shapely.shortest_line(umriss, grenze)
        if linie.length > NUMERISCH:
            laenge = format_wert(stoff.abbildung.compute_laenge(linie.length))
            objekte.append(
                _create_objekt("abstand", f"zu {nachbar.bezeichnung}", linie, f"{laenge} m")
            )
    rest, utm = compute_ueberstand(umriss, stoff.grundstueck)
    if utm > NUMERISCH:
        tiefe = format_wert(stoff.abbildung.compute_laenge(utm))
        objekte.append(_create_objekt("ueberstand", "Überschreitung", rest, f"{tiefe} m"))
    return objekte


def _create_objekt(art: str, name: str, geometrie: BaseGeometry, text: str = "") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"art": art, "name": name, "text": text},
        "geometry": _round(mapping(geometrie)),
    }


def _round(wert: Any) -> Any:
    """GeoJSON of plain lists and numbers, to the millimetre."""
    if isinstance(wert, float):
        return round(wert, STELLEN)
    if isinstance(wert, dict):
        return {name: _round(w) for name, w in wert.items()}
    return [_round(w) for w in wert] if isinstance(wert, list | tuple) else wert

"""lageBauvorhaben: GML 3.2 polygons as rings of coordinates."""

import math
import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.knoten import Knoten
from bauaufsicht.adapters.xbau.versionen import NS_GML
from bauaufsicht.domain.nachricht import Geometrie

Punkt = tuple[float, float]
Ring = tuple[Punkt, ...]

_ZAHL: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_MINDESTPUNKTE: Final = 4  # a triangle whose last point repeats the first
_DIMENSIONEN: Final = {"2": 2, "3": 3}


class _Unlesbar(Exception):
    """A polygon cannot be used; the text says why."""


def read_geometrie(verortung: Knoten) -> Geometrie | None:
    """Polygons of lageBauvorhaben; what cannot be read is noted and left out."""
    lage = verortung.get_knoten("lageBauvorhaben")
    version = verortung.rahmen.version
    if lage is None or (version is not None and not version.geometrie):
        return None
    polygone: list[tuple[Ring, ...]] = []
    systeme: list[str | None] = []
    for knoten in lage.list_knoten("flaeche/polygon"):
        try:
            polygone.append(_read_polygon(knoten.element))
        except _Unlesbar as fehler:
            lage.rahmen.record_hinweis(
                f"Zeile {knoten.zeile}: Eine Fläche der Lage des Bauvorhabens "
                f"ist nicht lesbar. {fehler}"
            )
            continue
        systeme.append(_get_srs(knoten.element))
    if not polygone:
        return None
    return Geometrie(tuple(polygone), _compute_srs(lage, systeme), lage.get_text("erlaeuterung"))


def _compute_srs(lage: Knoten, systeme: list[str | None]) -> str | None:
    if len(set(systeme)) > 1:
        lage.rahmen.record_hinweis(
            "Die Flächen der Lage des Bauvorhabens nennen verschiedene Koordinatensysteme. "
            "Bitte klären Sie die Lage mit der Antragstellerin oder dem Antragsteller."
        )
        return None
    if systeme[0] is None:
        lage.rahmen.record_hinweis(
            "Die Lage des Bauvorhabens nennt kein Koordinatensystem (srsName). "
            "Sie kann nicht auf der Karte gezeigt werden."
        )
    return systeme[0]


def _get_srs(polygon: etree._Element) -> str | None:
    """srsName of the polygon or what surrounds it, else one that its rings name."""
    for element in (polygon, *polygon.iterancestors(), *polygon.iterdescendants()):
        srs = (element.get("srsName") or "").strip()
        if srs:
            return srs
    return None


def _read_polygon(polygon: etree._Element) -> tuple[Ring, ...]:
    aussen = list(_list_gml(polygon, "exterior"))
    if len(aussen) != 1:
        raise _Unlesbar("Es muss genau eine äußere Begrenzung geben.")
    return tuple(_read_ring(r) for r in (*aussen, *_list_gml(polygon, "interior")))


def _list_gml(element: etree._Element, name: str) -> Iterable[etree._Element]:
    return element.iterchildren(f"{{{NS_GML}}}{name}", name)


def _read_ring(begrenzung: etree._Element) -> Ring:
    ring = next(iter(_list_gml(begrenzung, "LinearRing")), None)
    if ring is None:
        raise _Unlesbar("Nur Begrenzungen aus geraden Linien (LinearRing) können gelesen werden.")
    punkte: list[Punkt] = []
    for liste in (*_list_gml(ring, "posList"), *_list_gml(ring, "pos")):
        punkte += _read_punkte(liste)
    if len(punkte) < _MINDESTPUNKTE:
        raise _Unlesbar("Eine Begrenzung hat weniger als vier Punkte.")
    if punkte[0] != punkte[-1]:
        raise _Unlesbar("Eine Begrenzung ist nicht geschlossen.")
    return tuple(punkte)


def _read_punkte(element: etree._Element) -> list[Punkt]:
    worte = (element.text or "").split()
    dimension = _get_dimension(element)
    if len(worte) % dimension:
        raise _Unlesbar("Die Anzahl der Koordinaten geht nicht auf.")
    zahlen = [_read_zahl(wort) for wort in worte]
    return [(zahlen[i], zahlen[i + 1]) for i in range(0, len(zahlen), dimension)]


def _get_dimension(element: etree._Element) -> int:
    for stufe in (element, *element.iterancestors()):
        angabe = stufe.get("srsDimension")
        if angabe is not None:
            if angabe.strip() not in _DIMENSIONEN:
                raise _Unlesbar("Die Dimension der Koordinaten (srsDimension) ist nicht 2 oder 3.")
            return _DIMENSIONEN[angabe.strip()]
    return 2


def _read_zahl(wort: str) -> float:
    zahl = float(wort) if _ZAHL.fullmatch(wort) else math.nan
    if not math.isfinite(zahl):
        raise _Unlesbar(f"„{wort[:40]}“ ist keine Koordinate.")
    return zahl

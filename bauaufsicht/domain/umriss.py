"""The footprint of a building as people hand it in: read, checked, never repaired in silence.

All coordinates are EPSG:25832, east before north, in metres. What is wrong is said in German; what
was changed on the way is a Hinweis.
"""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.geometrie import EPSG, NUMERISCH, Lagebereich

Punkt = tuple[float, float]
Ring = Sequence[Punkt]

HOECHSTPUNKTE = 5000
HOECHSTGROESSE = 2 * 1024 * 1024
MINDESTFLAECHE = 0.5  # square metres: below it is no building
REPARATUR = 0.01  # square metres that a repair with notice may change at most (GEOMETRY 2.2)
ZONE = 32_000_000.0
_GRAD = 180.0
_UTM32 = re.compile(r"(?:EPSG:+|/)25832$|ETRS89_UTM32$|^25832$", re.IGNORECASE)
_UTM32_MIT_ZONE = re.compile(r"(?:EPSG:+|/)4647$|^4647$", re.IGNORECASE)
_TRENNER = re.compile(r"\s*[;\t]\s*|\s*,\s+|\s+")
_TAUSENDER = re.compile(r"\d{3}\.\d{3}|\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_ZAHL = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?", re.ASCII)


class Umrissquelle(StrEnum):
    """Where a footprint comes from."""

    ANTRAG = "antrag"
    KOORDINATEN = "koordinaten"
    GEOJSON = "geojson"


@dataclass(frozen=True, slots=True)
class Umriss:
    """A footprint: valid polygons in EPSG:25832, and what was changed on the way."""

    geometrie: MultiPolygon
    hinweise: tuple[str, ...] = ()


def read_polygone(
    polygone: Iterable[Sequence[Ring]], srs: str | None, bereich: Lagebereich | None
) -> Umriss:
    """Read polygons (exterior ring, then holes); Fachfehler says what is wrong and what to do."""
    alle = [[[(float(x), float(y)) for x, y in ring] for ring in p] for p in polygone]
    if not alle:
        raise Fachfehler("Der Umriss ist leer. Geben Sie mindestens drei Eckpunkte an.")
    if sum(len(ring) for p in alle for ring in p) > HOECHSTPUNKTE:
        raise Fachfehler(
            f"Der Umriss hat mehr als {HOECHSTPUNKTE} Punkte. Vereinfachen Sie ihn im Programm, "
            "aus dem er kommt."
        )
    hinweise: list[str] = []
    verschiebung = _compute_verschiebung(alle, srs, hinweise)
    teile = [
        _create_polygon([[(x - verschiebung, y) for x, y in ring] for ring in p], bereich, hinweise)
        for p in alle
    ]
    ganzes = shapely.union_all(teile)
    if sum(t.area for t in teile) - ganzes.area > REPARATUR:
        hinweise.append(
            "Teile des Umrisses überlappen sich. Die gemeinsame Fläche zählt nur einmal."
        )
    polygonal = [g for g in shapely.get_parts(ganzes) if isinstance(g, Polygon)]
    geordnet = shapely.orient_polygons(MultiPolygon(polygonal))
    return Umriss(geordnet, tuple(dict.fromkeys(hinweise)))


def _compute_verschiebung(
    polygone: list[list[list[Punkt]]], srs: str | None, hinweise: list[str]
) -> float:
    """What is to be taken off the easting; refuses other coordinate systems."""
    if srs is None:
        raise Fachfehler(
            "Der Umriss nennt kein Koordinatensystem. Erwartet wird ETRS89/UTM Zone 32 "
            f"(EPSG:{EPSG})."
        )
    if not _UTM32.search(srs) and not _UTM32_MIT_ZONE.search(srs):
        raise Fachfehler(
            f"Der Umriss steht im Koordinatensystem „{srs[:60]}“. Erwartet wird ETRS89/UTM Zone 32 "
            f"(EPSG:{EPSG}). Rechnen Sie ihn vorher um."
        )
    werte = [x for p in polygone for ring in p for x, _ in ring]
    if not werte or not all(ZONE <= x < ZONE + 1_000_000 for x in werte):
        return 0.0
    hinweise.append(
        "Die Ostwerte beginnen mit der Zonenkennzahl 32. Sie wurde abgezogen: aus "
        f"{_format(werte[0])} wurde {_format(werte[0] - ZONE)}."
    )
    return ZONE


def _create_polygon(
    ringe: list[list[Punkt]], bereich: Lagebereich | None, hinweise: list[str]
) -> Polygon:
    for ring in ringe:
        for x, y in ring:
            _check_punkt(x, y, bereich)
    geschlossen = [_compute_ring(ring) for ring in ringe]
    polygon = Polygon(geschlossen[0], geschlossen[1:])
    if not polygon.is_valid:
        polygon = _compute_reparatur(polygon, hinweise)
    if polygon.area < MINDESTFLAECHE:
        raise Fachfehler(
            f"Der Umriss hat eine Fläche von {_format(polygon.area)} m². Das ist kein Gebäude; "
            "prüfen Sie die Eckpunkte."
        )
    return shapely.normalize(polygon)


def _check_punkt(x: float, y: float, bereich: Lagebereich | None) -> None:
    if not (math.isfinite(x) and math.isfinite(y)):
        raise Fachfehler("Der Umriss enthält Werte, die keine Zahlen sind. Prüfen Sie die Datei.")
    ort = f"{_format(x)} / {_format(y)}"
    if abs(x) <= _GRAD and abs(y) <= _GRAD:
        raise Fachfehler(
            f"Der Punkt {ort} sieht nach Grad aus (Länge und Breite). Geben Sie Meter in "
            "ETRS89/UTM Zone 32 (EPSG:25832) an, zum Beispiel 660918,03 und 5640870,39."
        )
    if bereich is None or bereich.check_in(x, y):
        return
    if bereich.check_in(y, x):
        raise Fachfehler(
            f"Beim Punkt {ort} sind Ost- und Nordwert vertauscht. Der Ostwert (sechs Stellen vor "
            "dem Komma) steht zuerst, dann der Nordwert (sieben Stellen)."
        )
    if x >= 1_000_000:
        raise Fachfehler(
            f"Der Ostwert {_format(x)} hat zu viele Stellen. Vielleicht gehört er zu einem anderen "
            "System (Gauß-Krüger, UTM Zone 33). Erwartet wird ETRS89/UTM Zone 32 (EPSG:25832)."
        )
    entfernung = bereich.compute_entfernung(x, y)
    weit = f"{entfernung / 1000:.0f} km" if entfernung >= 1000 else f"{entfernung:.0f} m"
    raise Fachfehler(
        f"Der Punkt {ort} liegt rund {weit} außerhalb von {bereich.name}. Prüfen Sie die "
        "Koordinaten und das Koordinatensystem (EPSG:25832)."
    )


def _compute_ring(ring: list[Punkt]) -> list[Punkt]:
    """Without repeated points, closed; a gap up to a millimetre is closed without notice."""
    punkte: list[Punkt] = []
    for punkt in ring:
        if not punkte or math.dist(punkt, punkte[-1]) > NUMERISCH:
            punkte.append(punkt)
    if len(punkte) > 1 and math.dist(punkte[0], punkte[-1]) <= NUMERISCH:
        punkte.pop()
    if len(punkte) < 3:
        raise Fachfehler(
            "Der Umriss braucht mindestens drei verschiedene Eckpunkte. Ergänzen Sie die fehlenden."
        )
    return [*punkte, punkte[0]]


def _compute_reparatur(polygon: Polygon, hinweise: list[str]) -> Polygon:
    """A spike or a loop of less than a hundredth of a square metre is cut off with notice.

    Everything else is refused: a bow tie has no area that one could guess. Never `buffer(0)`, which
    would drop half of it.
    """
    neu = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    if isinstance(neu, Polygon) and abs(neu.area - abs(polygon.area)) < REPARATUR:
        hinweise.append(
            "Der Umriss hatte eine Spitze oder Schleife ohne nennenswerte Fläche. Sie wurde "
            f"entfernt (Änderung {_format(abs(neu.area - abs(polygon.area)), 4)} m²)."
        )
        return neu
    ort = re.search(r"\[([-\d.]+) ([-\d.]+)\]", shapely.is_valid_reason(polygon))
    stelle = f" bei {_format(float(ort[1]))} / {_format(float(ort[2]))}" if ort else ""
    raise Fachfehler(
        f"Der Umriss kreuzt oder berührt sich selbst{stelle}. Geben Sie die Eckpunkte der Reihe "
        "nach an, einmal um das Gebäude herum."
    )


def read_koordinaten(text: str, bereich: Lagebereich | None) -> Umriss:
    """Read lines of `Ostwert Nordwert`; a blank line separates buildings, rings are closed."""
    ringe: list[list[Punkt]] = [[]]
    for nummer, zeile in enumerate(text.splitlines()[: 2 * HOECHSTPUNKTE], 1):
        if zeile.strip():
            ringe[-1].append(_read_zeile(nummer, zeile.strip()))
        elif ringe[-1]:
            ringe.append([])
    gefuellt = [[ring] for ring in ringe if ring]
    return read_polygone(gefuellt, f"EPSG:{EPSG}", bereich)


def format_koordinaten(geometrie: BaseGeometry) -> str:
    """The corners as `read_koordinaten` takes them, to the millimetre; holes are left out."""
    teile = getattr(geometrie, "geoms", [geometrie])
    return "\n\n".join(
        "\n".join(f"{_format(x, 3)} {_format(y, 3)}" for x, y in teil.exterior.coords[:-1])
        for teil in teile
    )


def _read_zeile(nummer: int, zeile: str) -> Punkt:
    worte = [w for w in _TRENNER.split(zeile) if w]
    if len(worte) != 2 or not all(_ZAHL.fullmatch(w) for w in worte):
        raise Fachfehler(
            f"Zeile {nummer}: „{zeile[:40]}“ ist kein Eckpunkt. Schreiben Sie je Zeile den "
            "Ostwert, ein Leerzeichen und den Nordwert, zum Beispiel 660918,03 5640870,39."
        )
    return _read_zahl(worte[0]), _read_zahl(worte[1])


def _read_zahl(wort: str) -> float:
    """German and English decimals; points in threes are thousands, but 11.288 is no 11288."""
    if "," in wort or _TAUSENDER.fullmatch(wort):
        wort = wort.replace(".", "").replace(",", ".")
    return float(wort)


def read_geojson(inhalt: bytes, bereich: Lagebereich | None) -> Umriss:
    """Read Polygon and MultiPolygon of a GeoJSON text that names EPSG:25832 as its `crs`.

    RFC 7946 knows only degrees: a file without `crs` is refused, not guessed.
    """
    if len(inhalt) > HOECHSTGROESSE:
        raise Fachfehler("Die Datei ist größer als 2 MB. Ein Umriss braucht nur wenige Kilobyte.")
    try:
        wurzel = json.loads(inhalt.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        wurzel = None
    if not isinstance(wurzel, dict) or "type" not in wurzel:
        raise Fachfehler("Die Datei ist kein GeoJSON. Speichern Sie den Umriss als GeoJSON.")
    srs = _get_crs(wurzel)
    if srs is None:
        raise Fachfehler(
            "Die GeoJSON-Datei nennt kein Koordinatensystem („crs“). Ohne diese Angabe bedeutet "
            "GeoJSON Grad. Exportieren Sie mit „crs“ EPSG:25832, oder geben Sie die Eckpunkte als "
            "Koordinaten ein."
        )
    return read_polygone(_list_polygone(wurzel), srs, bereich)


def _get_crs(wurzel: dict[str, Any]) -> str | None:
    crs = wurzel.get("crs")
    eigenschaften = crs.get("properties") if isinstance(crs, dict) else None
    name = eigenschaften.get("name") if isinstance(eigenschaften, dict) else None
    # JSON can write half a surrogate pair, which no message can repeat
    return name.encode(errors="replace").decode() if isinstance(name, str) else None


def _list_polygone(wurzel: dict[str, Any]) -> list[list[list[Punkt]]]:
    objekte = wurzel.get("features") if wurzel["type"] == "FeatureCollection" else [wurzel]
    polygone: list[list[list[Punkt]]] = []
    for objekt in objekte if isinstance(objekte, list) else []:
        geometrie = objekt.get("geometry", objekt) if isinstance(objekt, dict) else None
        art = geometrie.get("type") if isinstance(geometrie, dict) else None
        if art not in ("Polygon", "MultiPolygon") or geometrie is None:
            raise Fachfehler(
                "Die GeoJSON-Datei enthält etwas anderes als Flächen. Ein Umriss besteht aus "
                "Polygon oder MultiPolygon."
            )
        teile = geometrie.get("coordinates")
        polygone += map(_read_ringe, [teile] if art == "Polygon" else _as_liste(teile))
    return polygone


def _as_liste(wert: Any) -> list[Any]:
    if not isinstance(wert, list) or not wert:
        raise Fachfehler("Die GeoJSON-Datei enthält eine Fläche ohne Eckpunkte. Prüfen Sie sie.")
    return wert


def _read_ringe(polygon: Any) -> list[list[Punkt]]:
    ringe = [[_read_punkt(p) for p in _as_liste(ring)] for ring in _as_liste(polygon)]
    if any(math.dist(ring[0], ring[-1]) > NUMERISCH for ring in ringe):
        raise Fachfehler(
            "Eine Fläche der GeoJSON-Datei ist nicht geschlossen. Erster und letzter Punkt müssen "
            "gleich sein."
        )
    return ringe


def _read_punkt(punkt: Any) -> Punkt:
    if (
        isinstance(punkt, list)
        and len(punkt) >= 2
        and all(isinstance(w, int | float) and not isinstance(w, bool) for w in punkt[:2])
        and all(abs(w) < 1e12 for w in punkt[:2])  # neither NaN nor infinite
    ):
        return float(punkt[0]), float(punkt[1])
    raise Fachfehler("Die GeoJSON-Datei enthält einen Eckpunkt ohne Ost- und Nordwert.")


def read_wkb(wkb: bytes) -> BaseGeometry:
    """A stored geometry."""
    return shapely.from_wkb(wkb)


def _format(wert: float, stellen: int = 2) -> str:
    return f"{wert:.{stellen}f}".replace(".", ",")

"""Writes the parcels around the training plots; invented, the same bytes on every run.

Usage: python scripts/erzeuge_schulungskataster.py [target file]

Names of places and Gemeinden are real. Numbers of Gemarkungen, parcels and boundaries are invented;
the plots fit the site plans of scripts/schulungsnachrichten, the place is only roughly right.
"""

import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from bauaufsicht.domain.flurstueckskennzeichen import Flurstueckskennzeichen, read_angabe
from bauaufsicht.domain.geometrie import compute_abbildung_der
from bauaufsicht.recht.th import THUERINGEN

ZIEL = Path(__file__).parents[1] / "bauaufsicht" / "schulung" / "daten" / "kataster.geojson"
NACHBARBREITE = 20.0
HINTERTIEFE = 28.0
STRASSE = 8.0
GEGENUEBER = 26.0
Punkt = tuple[float, float]


@dataclass(frozen=True)
class Ort:
    """A plot with its street in the south, turned by `drehung` degrees around its corner.

    `eigene`: number and width of its parcels from west to east; `nachbarn`: west, east, behind,
    street, two opposite.
    """

    gemarkung: str
    schluessel: str
    gemeinde: str
    flur: int
    ecke: Punkt
    drehung: float
    tiefe: float
    eigene: tuple[tuple[str, float], ...]
    nachbarn: tuple[str, str, str, str, str, str]


ORTE = (
    # 10 cm wider than on the site plan, as plots are: so the carport stands on it for certain
    Ort("Bad Berka", "169001", "16071003", 5, (660912.40, 5640861.75), 6, 32, (("212/4", 24.1),),
        ("212/3", "212/5", "198", "230", "240/1", "240/2")),
    Ort("Apolda", "169002", "16071001", 22, (676296.0, 5655724.0), -8, 30, (("1140/7", 20.0),),
        ("1140/6", "1140/8", "1132", "1150", "1160/1", "1160/2")),
    Ort("Blankenhain", "169003", "16071008", 3, (664892.0, 5636872.0), 11, 26, (("48", 14.0),),
        ("47", "49", "61/2", "30", "31", "32/1")),
    Ort("Bad Sulza", "169004", "16071004", 8, (683969.0, 5663005.0), 4, 36,
        (("301/2", 15.0), ("302", 15.0)), ("299", "304", "288/1", "310", "320", "321")),
    Ort("Kranichfeld", "169005", "16071046", 6, (655054.0, 5636124.0), -5, 44, (("77/9", 40.0),),
        ("77/8", "77/10", "81", "90", "91", "92/3")),
    Ort("Hopfgarten", "169006", "16071103", 2, (656293.0, 5651074.0), 9, 46, (("153/6", 22.0),),
        ("152", "153/7", "160", "170", "171", "172")),
    Ort("Ilmenau", "169007", "16070029", 27, (635210.0, 5616433.0), 7, 28, (("904/12", 21.0),),
        ("904/11", "904/13", "897", "910", "911", "912/2")),
    Ort("Mellingen", "169008", "16071056", 4, (668477.0, 5645780.0), -4, 30, (("66/3", 26.0),),
        ("66/2", "66/4", "70", "75", "76", "77")),
    Ort("Hohenfelden", "169009", "16071032", 1, (653229.0, 5638296.0), 3, 30, (("35/1", 22.0),),
        ("34", "35/2", "41", "50", "51", "52")),
    Ort("Weimar", "169010", "16055000", 38, (663560.0, 5650074.0), -10, 30, (("512/2", 16.0),),
        ("511", "513", "520", "530", "531", "532")),
    Ort("Magdala", "169011", "16071053", 1, (672182.0, 5642229.0), 0, 24, (("9", 18.0),),
        ("8", "10", "12", "20", "21", "22")),
)  # fmt: skip


def _list_rechtecke(ort: Ort) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Parcels in metres from the corner of the plot: number, west, south, east, north."""
    breite = sum(b for _, b in ort.eigene)
    west, ost = -NACHBARBREITE, breite + NACHBARBREITE
    links, rechts, hinten, strasse, *gegenueber = ort.nachbarn
    rechtecke = []
    x = 0.0
    for nummer, b in ort.eigene:
        rechtecke.append((nummer, (x, 0.0, x + b, ort.tiefe)))
        x += b
    mitte = breite / 2 + 3
    return [
        *rechtecke,
        (links, (west, 0.0, 0.0, ort.tiefe)),
        (rechts, (breite, 0.0, ost, ort.tiefe)),
        (hinten, (west, ort.tiefe, ost, ort.tiefe + HINTERTIEFE)),
        (strasse, (west, -STRASSE, ost, 0.0)),
        (gegenueber[0], (west, -STRASSE - GEGENUEBER, mitte, -STRASSE)),
        (gegenueber[1], (mitte, -STRASSE - GEGENUEBER, ost, -STRASSE)),
    ]


def _create_ring(rahmen: tuple[float, float, float, float], ecken: set[Punkt]) -> list[Punkt]:
    """The rectangle with every corner of others that lies on its sides: a mosaic without gaps."""
    x0, y0, x1, y1 = rahmen
    seiten = [
        sorted(p for p in ecken if p[1] == y0 and x0 <= p[0] < x1),
        sorted(p for p in ecken if p[0] == x1 and y0 <= p[1] < y1),
        sorted((p for p in ecken if p[1] == y1 and x0 < p[0] <= x1), reverse=True),
        sorted((p for p in ecken if p[0] == x0 and y0 < p[1] <= y1), reverse=True),
    ]
    ring = [p for seite in seiten for p in seite]
    return [*ring, ring[0]]


def _turn(ort: Ort, punkt: Punkt) -> Punkt:
    c, s = math.cos(math.radians(ort.drehung)), math.sin(math.radians(ort.drehung))
    x, y = punkt
    return round(ort.ecke[0] + x * c - y * s, 3), round(ort.ecke[1] + x * s + y * c, 3)


def _create_flurstueck(ort: Ort, nummer: str, ring: list[Punkt]) -> dict[str, Any]:
    angabe = read_angabe(nummer)
    kennzeichen = Flurstueckskennzeichen(
        ort.schluessel[:2], ort.schluessel[2:], ort.flur, angabe.zaehler, angabe.nenner
    )
    flaeche = shapely.Polygon(ring)
    boden = compute_abbildung_der(flaeche, THUERINGEN.hoehe).compute_flaeche(flaeche.area)
    return {
        "type": "Feature",
        "properties": {
            "flstkennz": kennzeichen.kanonisch,
            "flaeche": round(boden),
            "gemarkung": ort.gemarkung,
            "gmdschl": ort.gemeinde,
        },
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def write_kataster(ziel: Path) -> None:
    """Write all parcels, one a line."""
    zeilen = []
    for ort in ORTE:
        rechtecke = _list_rechtecke(ort)
        ecken = {(x, y) for _, (x0, y0, x1, y1) in rechtecke for x in (x0, x1) for y in (y0, y1)}
        for nummer, rahmen in rechtecke:
            ring = [_turn(ort, p) for p in _create_ring(rahmen, ecken)]
            zeilen.append(json.dumps(_create_flurstueck(ort, nummer, ring), ensure_ascii=False))
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    kopf = f'{{"type": "FeatureCollection", "crs": {json.dumps(crs)}, "features": [\n'
    ziel.write_text(kopf + ",\n".join(zeilen) + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    write_kataster(Path(sys.argv[1]) if len(sys.argv) > 1 else ZIEL)

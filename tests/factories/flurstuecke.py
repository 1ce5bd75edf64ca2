"""Parcels and footprints for tests: a row of plots 24 m wide and 32 m deep, turned by 6 degrees."""

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely import Polygon

from bauaufsicht.domain.pruefung import (
    Flurstuecksfund,
    Fundstand,
    Katasterflurstueck,
    Pruefstoff,
)
from bauaufsicht.recht import get_landesrecht

RECHT = get_landesrecht("16")
ECKE = (660912.40, 5640861.75)
STAND = date(2026, 10, 1)
TAG = date(2026, 10, 5)
FAKTOR = 1.000144811  # metres on the ground per UTM metre there, at 400 m above the ellipsoid
CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}


def create_rechteck(x0: float, y0: float, x1: float, y1: float) -> Polygon:
    """A rectangle in metres on the ground from the corner of the plot."""
    c, s = math.cos(math.radians(6)) / FAKTOR, math.sin(math.radians(6)) / FAKTOR
    ecken = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return Polygon([(ECKE[0] + x * c - y * s, ECKE[1] + x * s + y * c) for x, y in ecken])


def format_nummer(nummer: int) -> str:
    """A Kennzeichen in the Gemarkung of the tests."""
    return f"169001005{nummer:05d}______"


def create_flurstueck(
    nummer: int, geometrie: Polygon, flaeche: float | None = 768.0, unsicherheit: float = 0.05
) -> Katasterflurstueck:
    """A parcel."""
    return Katasterflurstueck(
        format_nummer(nummer),
        f"Bad Berka, Flur 5, Flurstück {nummer}",
        geometrie,
        flaeche,
        STAND,
        unsicherheit,
    )


def create_fund(flurstueck: Katasterflurstueck, **weiteres: Any) -> Flurstuecksfund:
    """A parcel of the application that was found."""
    angaben = {"im_bezirk": True, **weiteres}
    return Flurstuecksfund(flurstueck.bezeichnung, Fundstand.GEFUNDEN, flurstueck, **angaben)


PLOT = create_flurstueck(212, create_rechteck(0, 0, 24, 32))
NACHBARN = (
    create_flurstueck(211, create_rechteck(-20, 0, 0, 32), 640.0),
    create_flurstueck(213, create_rechteck(24, 0, 44, 32), 640.0),
    create_flurstueck(198, create_rechteck(0, 32, 24, 60), 672.0),
    create_flurstueck(230, create_rechteck(0, -8, 24, 0), 192.0),
    create_flurstueck(300, create_rechteck(44, 0, 60, 32), 512.0),  # does not adjoin
    create_flurstueck(301, create_rechteck(24, 32, 44, 60), 560.0),  # touches a corner
)


def create_stoff(**anderes: Any) -> Pruefstoff:
    """A plot with its neighbours and a house of 10 by 10 m in its middle."""
    werte: dict[str, Any] = {
        "recht": RECHT,
        "tag": TAG,
        "behoerde": "Landratsamt",
        "funde": (create_fund(PLOT),),
        "umgebung": NACHBARN,
        "umriss": create_rechteck(7, 10, 17, 20),
        "umriss_grund": "Es fehlt.",
        "grundstuecksflaeche": 768.0,
        "grz_hoechstens": 0.4,
        "grz_herkunft": "laut Antrag",
        "gebaeudeklasse": "1",
    }
    return Pruefstoff(**{**werte, **anderes})


def create_feature(kennzeichen: str, geometrie: Polygon | None, **weiteres: Any) -> dict[str, Any]:
    """A parcel as GeoJSON."""
    flaeche = round(geometrie.area * FAKTOR**2) if geometrie is not None else 1
    return {
        "type": "Feature",
        "properties": {
            "flstkennz": kennzeichen,
            "flaeche": flaeche,
            "gemarkung": "Bad Berka",
            "gmdschl": "16071003",
            **weiteres,
        },
        "geometry": json.loads(shapely.to_geojson(geometrie)) if geometrie is not None else None,
    }


def write_geojson(
    pfad: Path, features: list[dict[str, Any]], crs: dict[str, Any] | None = CRS
) -> Path:
    """A FeatureCollection as a file; without `crs` it means degrees."""
    kopf = {"type": "FeatureCollection"} | ({"crs": crs} if crs else {})
    pfad.write_text(json.dumps({**kopf, "features": features}), "utf-8")
    return pfad


def list_features() -> list[dict[str, Any]]:
    """The plot and its neighbours as GeoJSON."""
    return [create_feature(k.kennzeichen, k.geometrie) for k in (PLOT, *NACHBARN)]

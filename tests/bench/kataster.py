"""Cadastre: import rows/s and neighbours with 1,000,000 parcels, all checks of one case."""

import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from sqlalchemy.orm import Session

from bauaufsicht.cli.grund import einheit
from bauaufsicht.db.base import db
from bauaufsicht.db.queries.kataster import list_flurstuecke, list_im_rahmen
from bauaufsicht.services.kataster import Katasterangaben, import_kataster
from tests.bench.messung import Umgebung, format_zeiten, get_speicher, measure

SEITE = 1000  # parcels along each side of the square
GROESSE = 20.0  # metres
WEST, SUED = 640_000.0, 5_640_000.0
NACHBARN = 500
SPIEL = 0.05
GEMARKUNG = "169900"


def create_datei(ordner: Path, seite: int = SEITE) -> Path:
    """A GeoPackage with a crooked mosaic of parcels of eight corners each."""
    pfad = ordner / f"kataster-{seite}.gpkg"
    if pfad.exists():
        return pfad
    zufall = np.random.default_rng(1)
    ecken = _create_gitter(zufall, seite)
    mitten = _create_mitten(ecken)
    for beginn in range(0, seite, 100):
        zeilen = slice(beginn, min(beginn + 100, seite))
        ringe = _create_ringe(ecken, mitten, zeilen)
        geometrien = shapely.polygons(ringe.reshape(-1, 9, 2))
        nummern = np.arange(beginn * seite, beginn * seite + len(geometrien)) + 1
        pyogrio.raw.write(
            str(pfad),
            shapely.to_wkb(geometrien),
            [
                np.array([_format_kennzeichen(n) for n in nummern], dtype=object),
                np.round(shapely.area(geometrien), 0),
            ],
            ["flstkennz", "flaeche"],
            layer="flurstueck",
            driver="GPKG",
            geometry_type="Polygon",
            crs="EPSG:25832",
            append=pfad.exists(),
        )
    return pfad


def _create_gitter(zufall: Any, seite: int) -> Any:
    x, y = np.meshgrid(np.arange(seite + 1) * GROESSE, np.arange(seite + 1) * GROESSE)
    gitter = np.stack((x + WEST, y + SUED), axis=-1)
    return np.round(gitter + zufall.uniform(-3, 3, gitter.shape), 3)


def _create_mitten(ecken: Any) -> tuple[Any, Any]:
    """A corner more on each side, the same for both parcels: rightwards and upwards."""
    return (
        np.round((ecken[:, :-1] + ecken[:, 1:]) / 2 + (0.2, 0.4), 3),
        np.round((ecken[:-1] + ecken[1:]) / 2 + (0.4, 0.2), 3),
    )


def _create_ringe(ecken: Any, mitten: tuple[Any, Any], zeilen: slice) -> Any:
    rechts, hoch = mitten
    unten, oben = ecken[zeilen], ecken[zeilen.start + 1 : zeilen.stop + 1]
    return np.stack(
        [
            unten[:, :-1], rechts[zeilen], unten[:, 1:], hoch[zeilen][:, 1:],
            oben[:, 1:], rechts[zeilen.start + 1 : zeilen.stop + 1], oben[:, :-1],
            hoch[zeilen][:, :-1], unten[:, :-1],
        ],
        axis=2,
    )  # fmt: skip


def _format_kennzeichen(nummer: int) -> str:
    return f"{GEMARKUNG}{nummer // 90_000 + 1:03d}{nummer % 90_000 + 1:05d}______"


def measure_kataster(umgebung: Umgebung, seite: int = SEITE) -> None:
    """Import, look-up by Kennzeichen and neighbours on one database."""
    datei = create_datei(umgebung.ordner.parent, seite)
    anzahl = seite * seite
    with umgebung.app.app_context():
        angaben = Katasterangaben("bench", umgebung.ports.uhr.jetzt().date())
        vorher = get_speicher()
        beginn = time.perf_counter()
        import_kataster(einheit, datei, angaben, lambda _anzahl, _anteil: None)
        dauer = time.perf_counter() - beginn
        print(
            f"Kataster einlesen ({anzahl} Flurstücke, GeoPackage), {umgebung.dialekt}: "
            f"{anzahl / dauer:.0f} Zeilen/s, {dauer:.0f} s, Speicher +{get_speicher() - vorher} MiB"
        )
        zufall = random.Random(1)
        nummern = iter([zufall.randrange(anzahl) + 1 for _ in range(4 * NACHBARN)])
        with Session(db.engine) as session:
            suche = measure(
                lambda: list_flurstuecke(session, [_format_kennzeichen(next(nummern))]), NACHBARN
            )
            nachbarn = measure(lambda: _list_nachbarn(session, next(nummern)), NACHBARN)
        print(f"Kataster, Kennzeichen, {umgebung.dialekt}: {format_zeiten(suche)}")
        print(f"Kataster, Nachbarn (5 cm), {umgebung.dialekt}: {format_zeiten(nachbarn)}")


def _list_nachbarn(session: Session, nummer: int) -> int:
    (eigenes,) = list_flurstuecke(session, [_format_kennzeichen(nummer)])
    flaeche = shapely.from_wkb(eigenes.wkb)
    x0, y0, x1, y1 = flaeche.bounds
    kandidaten = list_im_rahmen(session, (x0 - SPIEL, y0 - SPIEL, x1 + SPIEL, y1 + SPIEL))
    return sum(shapely.dwithin(flaeche, shapely.from_wkb(k.wkb), SPIEL) for k in kandidaten)

"""GeoPackage by GDAL, read in pieces by the key of its table."""

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pyogrio.errors
import pyproj
import shapely

from bauaufsicht.adapters.kataster.felder import Spalten, check_kennzeichen, create_spalten
from bauaufsicht.adapters.kataster.koordinaten import create_kopf, read_epsg
from bauaufsicht.adapters.kataster.zeilen import Rohzeile, create_zeilen
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.kataster import Katasterblock

BLOCK = 10_000
_KAPUTT = "Die GeoPackage-Datei ist unvollständig oder beschädigt. Es wurde nichts übernommen."


def read_geopackage(pfad: Path, umrechnen: bool) -> Iterator[Katasterblock]:
    """Blocks of parcels of the one layer that has a Kennzeichen."""
    try:
        yield from _read(pfad, umrechnen)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, RuntimeError) as fehler:
        raise Fachfehler(_KAPUTT) from fehler


def _read(pfad: Path, umrechnen: bool) -> Iterator[Katasterblock]:
    ebene, angaben = _get_ebene(pfad)
    spalten = create_spalten(angaben["fields"])
    kopf = create_kopf("GeoPackage", _get_epsg(angaben["crs"]), umrechnen)
    gesamt = int(angaben["features"])
    schluessel = str(angaben["fid_column"] or "fid").replace('"', '""')
    letzter, gelesen = -1, 0
    while True:
        meta, fids, wkb, werte = _call(
            pyogrio.raw.read,
            pfad,
            layer=ebene,
            columns=spalten.list_vorhandene(),
            where=f'"{schluessel}" > {letzter}',
            max_features=BLOCK,
            return_fids=True,
            force_2d=True,
        )
        if not len(fids):
            break
        letzter, gelesen = int(fids.max()), gelesen + len(fids)
        zeilen = create_zeilen(kopf, _create_roh(spalten, list(meta["fields"]), wkb, werte))
        yield Katasterblock(kopf, zeilen, gelesen / max(gesamt, gelesen))
    if gelesen < gesamt:
        raise Fachfehler(_KAPUTT)


def _call(funktion: Callable[..., Any], *args: Any, **weitere: Any) -> Any:
    """GDAL warns of a file that is called otherwise; how it is called does not matter here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return funktion(*args, **weitere)


def _get_ebene(pfad: Path) -> tuple[str, dict[str, Any]]:
    angaben = {
        str(name): _call(pyogrio.read_info, pfad, layer=name)
        for name, art in _call(pyogrio.list_layers, pfad)
        if art is not None
    }
    passende = [name for name, a in angaben.items() if check_kennzeichen(a["fields"])]
    if not angaben:
        raise Fachfehler("Die GeoPackage-Datei enthält keine Ebene mit Flächen.")
    if len(passende) > 1:
        raise Fachfehler(
            "Die GeoPackage-Datei enthält mehrere Ebenen mit Flurstücken: "
            f"{', '.join(passende[:5])}. Speichern Sie die richtige in einer eigenen Datei."
        )
    ebene = passende[0] if passende else next(iter(angaben))
    return ebene, angaben[ebene]


def _get_epsg(crs: str | None) -> int:
    if not crs:
        raise Fachfehler(
            "Die GeoPackage-Datei nennt kein Koordinatensystem. Speichern Sie sie mit EPSG:25832."
        )
    try:
        system = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError:
        return read_epsg(crs)
    waagerecht = system.sub_crs_list[0] if system.is_compound else system
    nummer = waagerecht.to_epsg(min_confidence=100)
    return read_epsg(f"EPSG:{nummer}" if nummer else waagerecht.name)


def _create_roh(spalten: Spalten, namen: list[str], wkb: Any, werte: list[Any]) -> list[Rohzeile]:
    je_name = dict(zip(namen, werte, strict=True))
    leer = [None] * len(wkb)
    geometrien = shapely.from_wkb(wkb, on_invalid="ignore")
    return [
        Rohzeile(str(k), g, f, gemarkung, gemeinde)
        for k, g, f, gemarkung, gemeinde in zip(
            je_name[spalten.kennzeichen],
            geometrien,
            je_name.get(spalten.flaeche, leer),
            je_name.get(spalten.gemarkung, leer),
            je_name.get(spalten.gemeinde, leer),
            strict=True,
        )
    ]

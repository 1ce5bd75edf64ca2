"""Cadastre: import rows/s and neighbours with 1,000,000 parcels, all checks of one case."""

import random
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pyogrio
import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from bauaufsicht.cli.grund import einheit
from bauaufsicht.db.base import db
from bauaufsicht.db.models import Konto, Vorgang, Vorgangsflurstueck
from bauaufsicht.db.queries.kataster import Katasterzeile, list_flurstuecke, list_im_rahmen
from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.flurstueckskennzeichen import read_kennzeichen
from bauaufsicht.domain.pruefungen import check_alle
from bauaufsicht.domain.rechte import SYSTEM, Akteur, Akteursart
from bauaufsicht.domain.umriss import Umrissquelle, format_koordinaten, read_koordinaten
from bauaufsicht.services import pruefung as dienste
from bauaufsicht.services.aufnahme import submit_lieferung
from bauaufsicht.services.kataster import Katasterangaben, import_kataster
from tests.bench.messung import Umgebung, format_zeiten, get_speicher, measure
from tests.factories.browser import SACHBEARBEITUNG
from tests.factories.lieferung import read_schulung

SEITE = 1000  # parcels along each side of the square
GROESSE = 20.0  # metres
WEST, SUED = 640_000.0, 5_640_000.0
NACHBARN = 500
WIEDERHOLUNGEN = 100
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


def measure_pruefungen(umgebung: Umgebung, seite: int = SEITE) -> None:
    """All checks of a case on three parcels, with everything read and the run written."""
    with umgebung.app.app_context():
        vorgang_id = _create_vorgang(umgebung, seite)
        with unit_of_work(_get_akteur(), umgebung.ports) as uow:
            stoff = dienste._create_stoff(uow, uow.session.get_one(Vorgang, vorgang_id))
        rechnen = measure(lambda: check_alle(stoff), WIEDERHOLUNGEN)
        ganz = measure(lambda: _check(umgebung, vorgang_id), WIEDERHOLUNGEN)
    print(f"Alle Prüfungen eines Vorgangs, nur gerechnet: {format_zeiten(rechnen)}")
    print(
        f"Alle Prüfungen eines Vorgangs, mit Lesen und Schreiben, {umgebung.dialekt}: "
        f"{format_zeiten(ganz)}"
    )


def _get_akteur() -> Akteur:
    with Session(db.engine) as session:
        k = session.scalars(select(Konto).where(Konto.email == SACHBEARBEITUNG)).one()
        return Akteur(Akteursart.KONTO, k.id, k.rolle, k.behoerde_id)


def _create_vorgang(umgebung: Umgebung, seite: int) -> UUID:
    """A training application, put on three parcels in the middle of the square."""
    mitte = seite * (seite // 2) + seite // 2
    with read_schulung("04").open() as lieferung:
        bericht = submit_lieferung(einheit, lieferung)
    assert bericht.vorgang_id is not None
    with unit_of_work(SYSTEM, umgebung.ports) as uow:
        flurstuecke = uow.session.scalars(
            select(Vorgangsflurstueck)
            .where(Vorgangsflurstueck.vorgang_id == bericht.vorgang_id)
            .order_by(Vorgangsflurstueck.position)
        ).all()
        for n, flurstueck in enumerate(flurstuecke):
            kennzeichen = read_kennzeichen(_format_kennzeichen(mitte + n))
            flurstueck.gemarkung_nummer = GEMARKUNG
            flurstueck.flur, flurstueck.zaehler = str(kennzeichen.flur), str(kennzeichen.zaehler)
            flurstueck.nenner = None
    (zeile,) = _list_zeilen([_format_kennzeichen(mitte)])
    haus = shapely.from_wkb(zeile.wkb).buffer(-3.5, join_style="mitre")
    umriss = read_koordinaten(format_koordinaten(haus), None)
    with unit_of_work(_get_akteur(), umgebung.ports) as uow:
        fassung = uow.session.get_one(Vorgang, bericht.vorgang_id).fassung
        dienste.record_umriss(
            uow, bericht.vorgang_id, Umrissquelle.KOORDINATEN, umriss, "", fassung
        )
    return bericht.vorgang_id


def _list_zeilen(kennzeichen: list[str]) -> list[Katasterzeile]:
    with Session(db.engine) as session:
        return list_flurstuecke(session, kennzeichen)


def _check(umgebung: Umgebung, vorgang_id: UUID) -> None:
    with unit_of_work(_get_akteur(), umgebung.ports) as uow:
        fassung = uow.session.get_one(Vorgang, vorgang_id).fassung
        dienste.check_erneut(uow, vorgang_id, fassung)


def _list_nachbarn(session: Session, nummer: int) -> int:
    (eigenes,) = list_flurstuecke(session, [_format_kennzeichen(nummer)])
    flaeche = shapely.from_wkb(eigenes.wkb)
    x0, y0, x1, y1 = flaeche.bounds
    kandidaten = list_im_rahmen(session, (x0 - SPIEL, y0 - SPIEL, x1 + SPIEL, y1 + SPIEL))
    return sum(shapely.dwithin(flaeche, shapely.from_wkb(k.wkb), SPIEL) for k in kandidaten)

"""Footprints as people hand them in: read, refused in German, never repaired in silence."""

import json
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.umriss import (
    HOECHSTGROESSE,
    HOECHSTPUNKTE,
    Umriss,
    format_koordinaten,
    read_geojson,
    read_koordinaten,
    read_polygone,
)
from tests.factories.flurstuecke import CRS, RECHT

BEREICH = RECHT.lagebereich
QUADRAT = ((660900.0, 5640800.0), (660910.0, 5640800.0), (660910.0, 5640810.0),
           (660900.0, 5640810.0))  # fmt: skip


def _read(*punkte: tuple[float, float], srs: str | None = "EPSG:25832") -> Umriss:
    return read_polygone([[punkte]], srs, BEREICH)


def _move(dx: float, dy: float) -> list[tuple[float, float]]:
    return [(x + dx, y + dy) for x, y in QUADRAT]


@pytest.mark.parametrize(
    "srs",
    [
        "EPSG:25832", "urn:ogc:def:crs:EPSG::25832", "urn:adv:crs:ETRS89_UTM32", "25832",
        "http://www.opengis.net/def/crs/EPSG/0/25832",
    ],
)  # fmt: skip
def test_the_names_of_our_system(srs: str) -> None:
    umriss = _read(*QUADRAT, QUADRAT[0], srs=srs)
    assert umriss.geometrie.area == pytest.approx(100)
    assert umriss.hinweise == ()


@pytest.mark.parametrize(
    ("punkte", "worte"),
    [
        ([(11.3, 50.9), (11.4, 50.9), (11.4, 51.0)], "Grad"),
        ([(y, x) for x, y in QUADRAT], "vertauscht"),
        (_move(-300_000, 0), "rund 194 km außerhalb"),
        (_move(0, 400_000), "km außerhalb"),
        (_move(4_000_000, 0), "zu viele Stellen"),
        ([QUADRAT[0], QUADRAT[2], QUADRAT[1], QUADRAT[3]], "kreuzt.*660905,00 / 5640805,00"),
        (QUADRAT[:2], "drei verschiedene Eckpunkte"),
        ([QUADRAT[0]] * 5, "drei verschiedene Eckpunkte"),
        ([], "leer|Eckpunkte"),
        ([*QUADRAT[:2], (660910.0, 5640800.04)], "Fläche von 0,20"),
        ([*QUADRAT[:3], (float("nan"), 1.0)], "keine Zahlen"),
        ([*QUADRAT[:3], (float("inf"), 1.0)], "keine Zahlen"),
    ],
)
def test_what_is_wrong_is_said(punkte: list[tuple[float, float]], worte: str) -> None:
    with pytest.raises(Fachfehler, match=worte):
        _read(*punkte)


@pytest.mark.parametrize(("srs", "worte"), [
    (None, "nennt kein Koordinatensystem"), ("EPSG:4326", "EPSG:4326.*EPSG:25832"),
    ("EPSG:25833", "Rechnen Sie ihn vorher um"), ("EPSG:125832", "EPSG:125832"),
])  # fmt: skip
def test_other_systems_are_refused(srs: str | None, worte: str) -> None:
    with pytest.raises(Fachfehler, match=worte):
        _read(*QUADRAT, srs=srs)


def test_an_easting_with_its_zone_is_accepted_with_notice() -> None:
    umriss = _read(*_move(32_000_000, 0))
    assert umriss.geometrie.bounds[0] == pytest.approx(660900)
    assert "Zonenkennzahl 32" in umriss.hinweise[0]


def test_a_tiny_loop_is_cut_off_with_notice() -> None:
    schleife = [(660905.0, 5640810.0), (660904.95, 5640810.05), (660904.95, 5640810.0),
                (660905.0, 5640810.05)]  # fmt: skip
    umriss = _read(*QUADRAT[:3], *schleife, QUADRAT[3])
    assert umriss.geometrie.is_valid
    assert umriss.geometrie.area == pytest.approx(100.124, abs=0.01)
    assert "entfernt" in umriss.hinweise[0]


def test_orientation_and_repeated_points_are_put_right_silently() -> None:
    doppelt = [p for punkt in reversed(QUADRAT) for p in (punkt, punkt)]
    umriss = _read(*doppelt)
    assert umriss.hinweise == ()
    assert umriss.geometrie.geoms[0].exterior.is_ccw


def test_overlapping_bodies_count_once_with_notice() -> None:
    umriss = read_polygone([[QUADRAT], [_move(5, 0)]], "EPSG:25832", BEREICH)
    assert umriss.geometrie.area == pytest.approx(150)
    assert "überlappen" in umriss.hinweise[0]


def test_touching_bodies_become_one_without_notice() -> None:
    umriss = read_polygone([[QUADRAT], [_move(10, 0)]], "EPSG:25832", BEREICH)
    assert len(umriss.geometrie.geoms) == 1
    assert umriss.hinweise == ()


def test_a_courtyard_stays_open() -> None:
    hof = [(x * 0.5 + 330452.5, y * 0.5 + 2820402.5) for x, y in QUADRAT]
    assert read_polygone([[QUADRAT, hof]], "25832", BEREICH).geometrie.area == pytest.approx(75)


def test_too_many_points_are_refused() -> None:
    with pytest.raises(Fachfehler, match="Punkte"):
        _read(*[QUADRAT[0]] * (HOECHSTPUNKTE + 1))


@pytest.mark.parametrize(
    "text",
    [
        "660900 5640800\n660910 5640800\n660910 5640810\n660900 5640810",
        "660900,00 5640800,00\r\n660910,00\t5640800,00\r\n\r\n"[:-2]
        + "660910,00; 5640810,00\n660900,0 5640810,0\n\n\n",
        "660.900,00 5.640.800,00\n660910.0, 5640800.0\n660.910 5.640.810\n660900.000 5640810.000",
    ],
)
def test_typed_corners_in_every_form(text: str) -> None:
    assert read_koordinaten(text, BEREICH).geometrie.area == pytest.approx(100)


def test_a_blank_line_separates_buildings() -> None:
    text = "\n\n".join("\n".join(f"{x} {y}" for x, y in _move(d, 0)) for d in (0, 20))
    assert len(read_koordinaten(text, BEREICH).geometrie.geoms) == 2


@pytest.mark.parametrize(
    ("text", "worte"),
    [
        ("", "leer"),
        ("\n \n", "leer"),
        ("660900 5640800\nabc def", "Zeile 2: „abc def“"),
        ("1 660900 5640800", "Zeile 1"),
        ("660900", "Zeile 1"),
        ("66٠900 5640800", "Zeile 1"),
        ("6,6,0 5640800", "Zeile 1"),
        ("1e9 5640800", "Zeile 1"),
        ("-660900 5640800", "Zeile 1"),
    ],
)
def test_what_is_no_corner_is_named_by_its_line(text: str, worte: str) -> None:
    with pytest.raises(Fachfehler, match=worte):
        read_koordinaten(text, BEREICH)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_koordinaten(text, BEREICH)
    except Fachfehler as fehler:
        assert str(fehler).endswith(".")  # noqa: PT017


@given(st.integers(5600, 7600), st.integers(55510, 57290), st.floats(1, 99), st.floats(1, 99))
def test_what_is_shown_can_be_typed_again(x: int, y: int, breite: float, tiefe: float) -> None:
    koerper = shapely.MultiPolygon(
        [shapely.box(x * 100 + d, y * 100, x * 100 + d + breite, y * 100 + tiefe) for d in (0, 100)]
    )
    wieder = read_koordinaten(format_koordinaten(koerper), BEREICH).geometrie
    assert shapely.hausdorff_distance(wieder, koerper) < 0.001


def _geojson(**anderes: Any) -> bytes:
    ring = [[*p, 280.5] for p in (*QUADRAT, QUADRAT[0])]
    inhalt = {"type": "Polygon", "crs": CRS, "coordinates": [ring]}
    return json.dumps({**inhalt, **anderes}).encode()


def test_geojson_in_its_three_forms() -> None:
    flaeche = json.loads(_geojson())
    feature = {"type": "Feature", "crs": CRS, "geometry": flaeche, "properties": None}
    sammlung = {"type": "FeatureCollection", "crs": CRS, "features": [feature]}
    viele = {"type": "MultiPolygon", "crs": CRS, "coordinates": [flaeche["coordinates"]]}
    for form in (flaeche, feature, sammlung, viele):
        assert read_geojson(json.dumps(form).encode(), BEREICH).geometrie.area == pytest.approx(100)


@pytest.mark.parametrize(
    ("inhalt", "worte"),
    [
        (b"", "kein GeoJSON"),
        (b"[1]", "kein GeoJSON"),
        (b"\xff\xfe", "kein GeoJSON"),
        (b"[" * 100_000, "kein GeoJSON"),
        (_geojson()[:60], "kein GeoJSON"),
        (_geojson(crs=None), "bedeutet GeoJSON Grad"),
        (_geojson(crs={"properties": {"name": 5}}), "bedeutet GeoJSON Grad"),
        (_geojson(type="Point"), "etwas anderes als Flächen"),
        (_geojson(type="FeatureCollection", features=[{"geometry": None}]), "anderes als Flächen"),
        (_geojson(type="FeatureCollection", features=5), "leer"),
        (_geojson(coordinates=[]), "ohne Eckpunkte"),
        (_geojson(coordinates=[[]]), "ohne Eckpunkte"),
        (_geojson(coordinates=[[[1]]]), "ohne Ost- und Nordwert"),
        (_geojson(coordinates=[[["a", 1]]]), "ohne Ost- und Nordwert"),
        (_geojson(coordinates=[[[True, 1]]]), "ohne Ost- und Nordwert"),
        (_geojson(coordinates=[[[1e400, 1]]]), "ohne Ost- und Nordwert"),
        (_geojson(coordinates=[[*QUADRAT]]), "nicht geschlossen"),
        (b" " * (HOECHSTGROESSE + 1), "größer als 2 MB"),
    ],
)
def test_bad_geojson_is_refused(inhalt: bytes, worte: str) -> None:
    with pytest.raises(Fachfehler, match=worte):
        read_geojson(inhalt, BEREICH)

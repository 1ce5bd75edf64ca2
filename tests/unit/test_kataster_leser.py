"""Cadastre files: what is read of each format, and what is refused with which sentence."""

import gzip
import json
import math
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer
from shapely import box

from bauaufsicht.adapters.kataster import geojson, nas
from bauaufsicht.adapters.kataster.gml import PFEILHOEHE, compute_bogen
from bauaufsicht.adapters.kataster.leser import KatasterDateien
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.kataster import Flurstueckszeile, Katasterblock
from tests.factories.flurstuecke import (
    CRS,
    PLOT,
    create_feature,
    create_rechteck,
    format_nummer,
    list_features,
    write_geojson,
)
from tests.factories.nas import (
    GEMARKUNG,
    QUADRAT,
    format_auszug,
    format_flaeche,
    format_flurstueck,
    format_kurve,
)


def _read(pfad: Path, *, umrechnen: bool = False) -> list[Katasterblock]:
    return list(KatasterDateien().read_datei(pfad, umrechnen=umrechnen))


def _list_zeilen(bloecke: list[Katasterblock]) -> list[Flurstueckszeile]:
    return [z for block in bloecke for z in block.zeilen]


def _write(pfad: Path, text: str) -> Path:
    pfad.write_text(text, "utf-8")
    return pfad


# GeoJSON


def test_geojson_with_our_system(tmp_path: Path) -> None:
    bloecke = _read(write_geojson(tmp_path / "a.geojson", list_features()))
    zeilen = _list_zeilen(bloecke)
    assert [z.kennzeichen for z in zeilen][:2] == [format_nummer(212), format_nummer(211)]
    assert zeilen[0].amtliche_flaeche == 768
    assert (zeilen[0].gemarkung, zeilen[0].gemeinde_ags) == ("Bad Berka", "16071003")
    assert zeilen[0].brauchbar
    assert shapely.hausdorff_distance(shapely.from_wkb(zeilen[0].wkb), PLOT.geometrie) < 0.001
    assert zeilen[0].rahmen == shapely.from_wkb(zeilen[0].wkb).bounds
    assert bloecke[-1].anteil == 1.0
    assert bloecke[0].kopf.umrechnung == ""


def test_geojson_in_degrees_is_refused_unless_asked_for(tmp_path: Path) -> None:
    """RFC 7946 knows no `crs`: what names none is WGS 84."""
    grad = Transformer.from_crs(25832, 4326, always_xy=True)
    lage = shapely.transform(PLOT.geometrie, lambda p: np.column_stack(grad.transform(*p.T)))
    datei = write_geojson(tmp_path / "a.json", [create_feature(PLOT.kennzeichen, lage)], crs=None)
    with pytest.raises(Fachfehler, match=r"WGS 84 in Grad.*--umrechnen"):
        _read(datei)
    bloecke = _read(datei, umrechnen=True)
    wieder = shapely.from_wkb(bloecke[0].zeilen[0].wkb)
    assert shapely.hausdorff_distance(wieder, PLOT.geometrie) < 0.01
    assert bloecke[0].kopf.zuschlag == 1.0
    assert "1 m" in bloecke[0].kopf.umrechnung


@pytest.mark.parametrize(
    ("epsg", "verschiebung"), [("EPSG:4647", 32_000_000), ("EPSG:25833", 0), ("EPSG:4258", 0)]
)
def test_systems_of_the_same_datum_are_transformed_without_loss(
    tmp_path: Path, epsg: str, verschiebung: int
) -> None:
    ziel = Transformer.from_crs(25832, 25832 if verschiebung else int(epsg[5:]), always_xy=True)

    def transform(punkte: Any) -> Any:
        x, y = ziel.transform(*punkte.T)
        return np.column_stack((x + verschiebung, y))

    lage = shapely.transform(PLOT.geometrie, transform)
    crs = {"type": "name", "properties": {"name": epsg}}
    datei = write_geojson(tmp_path / "a.json", [create_feature(PLOT.kennzeichen, lage)], crs)
    with pytest.raises(Fachfehler, match="--umrechnen"):
        _read(datei)
    (block,) = _read(datei, umrechnen=True)
    wieder = shapely.from_wkb(block.zeilen[0].wkb)
    assert shapely.hausdorff_distance(wieder, PLOT.geometrie) < 0.002
    assert block.kopf.zuschlag == 0.0


def _move(dx: float, dy: float) -> Any:
    return shapely.transform(PLOT.geometrie, lambda p: p + np.array((dx, dy)))


@pytest.mark.parametrize(
    ("lage", "worte"),
    [
        (box(11.2, 50.9, 11.3, 51.0), "sieht nach Grad aus"),
        (shapely.transform(PLOT.geometrie, lambda p: p[:, ::-1]), "vertauscht"),
        (_move(32_000_000, 0), "Zonenkennzahl"),
        (_move(4_000_000, 0), "außerhalb von Deutschland"),
        (_move(0, -5_000_000), "außerhalb von Deutschland"),
    ],
)
def test_coordinates_that_do_not_fit_the_named_system(
    tmp_path: Path, lage: Any, worte: str
) -> None:
    with pytest.raises(Fachfehler, match=worte):
        _read(write_geojson(tmp_path / "a.json", [create_feature(PLOT.kennzeichen, lage)]))


@pytest.mark.parametrize("name", ["EPSG:31468", "EPSG:3857", "urn:adv:crs:DE_DHDN_3GK4", "x", "5"])
def test_unknown_systems_are_refused_even_if_asked_for(tmp_path: Path, name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    datei = write_geojson(tmp_path / "a.json", list_features(), crs)
    for umrechnen in (False, True):
        with pytest.raises(Fachfehler, match="wird nicht angenommen"):
            _read(datei, umrechnen=umrechnen)


@pytest.mark.parametrize("stelle", [5, 60, 300, 900, -3, -1])
def test_a_truncated_geojson_is_refused(tmp_path: Path, stelle: int) -> None:
    text = json.dumps({"type": "FeatureCollection", "crs": CRS, "features": list_features()})
    with pytest.raises(Fachfehler, match="bricht"):
        _read(_write(tmp_path / "a.json", text[:stelle]))


@pytest.mark.parametrize(
    ("inhalt", "worte"),
    [
        ('{"type": "Point"}', "FeatureCollection"),
        ('{"features": [5]}', "Grad|ohne Eigenschaften"),
        (f'{{"crs": {json.dumps(CRS)}, "features": [5]}}', "ohne Eigenschaften"),
        (f'{{"crs": {json.dumps(CRS)}, "features": []}}', "keine Flurstücke"),
        (f'{{"crs": {json.dumps(CRS)}, "features": [{{"properties": {{"a": 1}}}}]}}',
         "kein Flurstückskennzeichen.*vorhanden sind: a"),
        (f'{{"crs": {json.dumps(CRS)}, "features": 7}}', "bricht"),
        ("{" * 5000, "bricht"),
        ("PK\x03\x04", "keine Katasterdatei"),
        ("flstkennz;flaeche\n", "keine Katasterdatei"),
        ("", "leer"),
        ("<html></html>", "kein ALKIS-Auszug"),
    ],
)  # fmt: skip
def test_foreign_files_are_refused(tmp_path: Path, inhalt: str, worte: str) -> None:
    with pytest.raises(Fachfehler, match=worte):
        _read(_write(tmp_path / "a.json", inhalt))


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"type": "Fl\xe4che"}')
    with pytest.raises(Fachfehler, match="UTF-8"):
        _read(tmp_path / "a.json")


def test_a_bad_kennzeichen_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Fachfehler, match="kein Flurstückskennzeichen"):
        _read(write_geojson(tmp_path / "a.json", [create_feature("212/4", PLOT.geometrie)]))


def test_old_forms_of_a_kennzeichen_become_canonical(tmp_path: Path) -> None:
    datei = write_geojson(tmp_path / "a", [create_feature("16900100000212000000", PLOT.geometrie)])
    assert _read(datei)[0].zeilen[0].kennzeichen == "169001___00212______"


@pytest.mark.parametrize(
    "geometrie",
    [None, {"type": "Point", "coordinates": [660000, 5640000]}, {"type": "Polygon"},
     {"type": "Polygon", "coordinates": [[[1, 2], [3]]]}],
)  # fmt: skip
def test_a_parcel_without_a_usable_geometry_stays_and_is_flagged(
    tmp_path: Path, geometrie: Any
) -> None:
    feature = create_feature(PLOT.kennzeichen, PLOT.geometrie) | {"geometry": geometrie}
    (zeile,) = _list_zeilen(_read(write_geojson(tmp_path / "a.json", [feature])))
    assert not zeile.brauchbar
    assert "nicht lesbar" in zeile.hinweis
    assert shapely.from_wkb(zeile.wkb).is_empty


def test_an_invalid_parcel_is_flagged_and_not_repaired(tmp_path: Path) -> None:
    x, y = 660000.0, 5640000.0
    schleife = shapely.Polygon([(x, y), (x + 10, y + 10), (x + 10, y), (x, y + 10)])
    feature = create_feature(PLOT.kennzeichen, schleife)
    (zeile,) = _list_zeilen(_read(write_geojson(tmp_path / "a.json", [feature])))
    assert not zeile.brauchbar
    assert "ungültig" in zeile.hinweis
    assert shapely.from_wkb(zeile.wkb).equals_exact(schleife)


def test_the_crs_may_stand_behind_other_members_but_not_behind_the_features(
    tmp_path: Path,
) -> None:
    inhalt = {"type": "FeatureCollection", "name": "x", "crs": CRS, "features": list_features()}
    assert len(_list_zeilen(_read(_write(tmp_path / "a", json.dumps(inhalt))))) == 7
    hinten = {"type": "FeatureCollection", "features": list_features(), "crs": CRS}
    with pytest.raises(Fachfehler, match="Grad"):
        _read(_write(tmp_path / "b", json.dumps(hinten)))


def test_pieces_may_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text comes in pieces of 1 MB; a number, a name, a letter may be cut in two."""
    features = [create_feature(PLOT.kennzeichen, PLOT.geometrie, lagebezeichnung="Grüße")]
    inhalt = {"type": "FeatureCollection", "totalFeatures": 1234, "crs": CRS, "features": features}
    datei = _write(tmp_path / "a", json.dumps(inhalt, ensure_ascii=False, indent=1))
    for laenge in (1, 2, 7, 100):
        monkeypatch.setattr(geojson, "STUECK", laenge)
        assert _list_zeilen(_read(datei))[0].amtliche_flaeche == 768


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """20,000 parcels are some 8 MB of text; what is kept at a time is a block."""
    with (tmp_path / "a.json").open("w") as datei:
        datei.write(f'{{"type": "FeatureCollection", "crs": {json.dumps(CRS)}, "features": [')
        feature = create_feature(format_nummer(1), PLOT.geometrie, text="x" * 100)
        for n in range(20_000):
            feature["properties"]["flstkennz"] = format_nummer(n + 1)
            datei.write(("," if n else "") + json.dumps(feature))
        datei.write("]}")
    tracemalloc.start()
    anzahl = sum(len(b.zeilen) for b in KatasterDateien().read_datei(tmp_path / "a.json"))
    spitze = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert anzahl == 20_000
    assert spitze < 40e6


# GeoPackage


def _write_gpkg(
    pfad: Path, *, crs: str | None = "EPSG:25832", ebene: str = "flst", **mehr: Any
) -> None:
    geometrien = np.array([PLOT.geometrie, create_rechteck(24, 0, 44, 32)])
    felder = {"FLSTKENNZ": [format_nummer(1), format_nummer(2)], "flaeche": [768.0, 640.0]} | mehr
    pyogrio.raw.write(
        str(pfad),
        shapely.to_wkb(geometrien),
        [np.array(w, dtype=object if isinstance(w[0], str) else float) for w in felder.values()],
        list(felder),
        layer=ebene,
        driver="GPKG",
        geometry_type="Polygon",
        crs=crs,
        append=pfad.exists(),
    )  # fmt: skip


def test_geopackage_whatever_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write_gpkg(tmp_path / "daten.gpkg", gmdschl=["160715003", "16071"])
    (tmp_path / "daten.gpkg").rename(tmp_path / "daten.bin")
    monkeypatch.setattr("bauaufsicht.adapters.kataster.geopackage.BLOCK", 1)
    bloecke = _read(tmp_path / "daten.bin")
    assert [z.kennzeichen for z in _list_zeilen(bloecke)] == [format_nummer(1), format_nummer(2)]
    assert [b.anteil for b in bloecke] == [0.5, 1.0]
    assert _list_zeilen(bloecke)[0].gemeinde_ags == ""


def test_geopackage_takes_the_layer_that_has_parcels(tmp_path: Path) -> None:
    pfad = tmp_path / "a.gpkg"
    _write_gpkg(pfad, ebene="gebaeude", FLSTKENNZ=["x", "y"])
    with pytest.raises(Fachfehler, match="kein Flurstückskennzeichen"):
        _read(pfad)
    pyogrio.raw.write(
        str(pfad), shapely.to_wkb(np.array([PLOT.geometrie])), [np.array(["Haus"], dtype=object)],
        ["name"], layer="andere", driver="GPKG", geometry_type="Polygon", crs="EPSG:25832",
        append=True,
    )  # fmt: skip
    with pytest.raises(Fachfehler, match="kein Flurstückskennzeichen"):
        _read(pfad)


def test_geopackage_with_two_layers_of_parcels_is_ambiguous(tmp_path: Path) -> None:
    for ebene in ("alt", "neu"):
        _write_gpkg(tmp_path / "a.gpkg", ebene=ebene)
    with pytest.raises(Fachfehler, match=r"mehrere Ebenen.*alt, neu"):
        _read(tmp_path / "a.gpkg")


def test_geopackage_in_another_system_or_none(tmp_path: Path) -> None:
    _write_gpkg(tmp_path / "a.gpkg", crs="EPSG:31468")
    with pytest.raises(Fachfehler, match="wird nicht angenommen"):
        _read(tmp_path / "a.gpkg", umrechnen=True)
    _write_gpkg(tmp_path / "b.gpkg", crs="EPSG:4647")
    with pytest.raises(Fachfehler, match="--umrechnen"):
        _read(tmp_path / "b.gpkg")


@pytest.mark.parametrize("anteil", [0.05, 0.3, 0.6, 0.95])
def test_a_truncated_geopackage_is_refused(tmp_path: Path, anteil: float) -> None:
    pfad = tmp_path / "a.gpkg"
    _write_gpkg(pfad)
    inhalt = pfad.read_bytes()
    pfad.write_bytes(inhalt[: int(len(inhalt) * anteil)])
    with pytest.raises(Fachfehler, match=r"beschädigt|enthält keine|kein Flurstückskennzeichen"):
        _read(pfad)


# NAS


def test_nas_takes_the_surface_and_leaves_out_what_ended(tmp_path: Path) -> None:
    text = format_auszug(
        format_flurstueck(), GEMARKUNG, format_flurstueck("160101005000130004__", endet=True)
    )
    (block,) = _read(_write(tmp_path / "a.xml", text))
    (zeile,) = block.zeilen
    assert zeile.kennzeichen == "160101005000120004__"
    assert shapely.from_wkb(zeile.wkb).equals(box(660000, 5640000, 660010, 5640010))
    assert zeile.amtliche_flaeche == 100
    assert zeile.gemeinde_ags == "16071003"
    assert block.gemarkungen == {"160101": "Bad Berka"}
    assert block.kopf.epsg == 25832


def test_nas_packed_with_gzip(tmp_path: Path) -> None:
    gepackt = gzip.compress(format_auszug(format_flurstueck()).encode())
    (tmp_path / "a.xml.gz").write_bytes(gepackt)
    assert len(_list_zeilen(_read(tmp_path / "a.xml.gz"))) == 1
    (tmp_path / "b.xml.gz").write_bytes(gepackt[:-20])
    with pytest.raises(Fachfehler, match="bricht ab"):
        _read(tmp_path / "b.xml.gz")
    (tmp_path / "c.xml.gz").write_bytes(gepackt[:40] + b"\0" * 40 + gepackt[80:])
    with pytest.raises(Fachfehler, match=r"bricht ab|XML"):
        _read(tmp_path / "c.xml.gz")


def test_rings_are_put_together_from_curves_in_either_direction(tmp_path: Path) -> None:
    worte = [k.split() for k in QUADRAT]
    gewendet = " ".join([*worte[1][2:], *worte[1][:2]])
    flaeche = format_flaeche([QUADRAT[0], gewendet, *QUADRAT[2:]])
    (zeile,) = _list_zeilen(
        _read(_write(tmp_path / "a.xml", format_auszug(format_flurstueck(flaeche=flaeche))))
    )
    assert zeile.flaeche == 100


@pytest.mark.parametrize(
    "kurven",
    [
        QUADRAT[:3],
        [QUADRAT[0], QUADRAT[2], QUADRAT[3]],
        [*QUADRAT[:3], "660000 5640010 660000"],
        [*QUADRAT[:3], "660000 5640010 660000 x"],
        [*QUADRAT[:3], format_kurve("660000 5640010 660001 5640005 660000 5640000", "CubicSpline")],
        [*QUADRAT[:3], format_kurve("660000 5640010 660000 5640000", "Arc")],
    ],
)
def test_a_ring_that_is_not_understood_is_flagged(tmp_path: Path, kurven: list[str]) -> None:
    text = format_auszug(format_flurstueck(flaeche=format_flaeche(kurven)))
    (zeile,) = _list_zeilen(_read(_write(tmp_path / "a.xml", text)))
    assert not zeile.brauchbar
    assert "nicht lesbar" in zeile.hinweis


def test_an_arc_becomes_short_chords(tmp_path: Path) -> None:
    bogen = format_kurve("660000 5640010 659995 5640005 660000 5640000", "Arc")
    text = format_auszug(format_flurstueck(flaeche=format_flaeche([*QUADRAT[:3], bogen])))
    (zeile,) = _list_zeilen(_read(_write(tmp_path / "a.xml", text)))
    assert zeile.flaeche == pytest.approx(100 + math.pi * 25 / 2, abs=0.02)


winkel = st.floats(0, math.tau)


@given(winkel, st.floats(0.3, 2.9), st.floats(0.05, 0.95), st.floats(0.5, 500), st.booleans())
def test_an_arc_is_the_same_from_both_ends_and_close_to_the_circle(
    anfang: float, weite: float, mitte: float, radius: float, links: bool
) -> None:
    def get(w: float) -> tuple[float, float]:
        return (660000 + radius * math.cos(w), 5640000 + radius * math.sin(w))

    ende = anfang + (weite if links else -weite)
    a, m, b = get(anfang), get(anfang + mitte * (ende - anfang)), get(ende)
    punkte = compute_bogen(a, m, b)
    assert punkte == compute_bogen(b, m, a)[::-1]
    assert (punkte[0], punkte[-1]) == (a, b)
    sehnen = shapely.LineString(punkte)
    assert sehnen.distance(shapely.Point(m)) <= 2 * PFEILHOEHE
    assert sehnen.length == pytest.approx(radius * weite, rel=0.01)


@pytest.mark.parametrize(
    ("text", "worte"),
    [
        (format_auszug(format_flurstueck())[:-30], "kein vollständiges XML"),
        (format_auszug(format_flurstueck())[:300], "kein vollständiges XML"),
        (format_auszug("<Delete/>"), "nur Änderungen"),
        (format_auszug(format_flurstueck(), wurzel="FeatureCollection"), "kein ALKIS-Auszug"),
        (format_auszug(GEMARKUNG), "keine Flurstücke"),
        (format_auszug(format_flurstueck(flaeche=format_flaeche(srs=""))), "srsName"),
        (format_auszug(format_flurstueck(flaeche=format_flaeche(srs="ETRS89_UTM33"))), "umrechnen"),
        (format_auszug(format_flurstueck(flaeche=format_flaeche(srs="DE_DHDN_3GK4"))),
         "wird nicht angenommen"),
        (format_auszug(format_flurstueck(),
                       format_flurstueck("160101005000140004__",
                                         format_flaeche(srs="ETRS89_UTM33"))),
         "verschiedenen Koordinatensystemen"),
        (format_auszug(format_flurstueck(), vor='<!DOCTYPE x [<!ENTITY a "b">]>'), "DOCTYPE"),
        (format_auszug("&a;", vor='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
         "DOCTYPE"),
    ],
)  # fmt: skip
def test_bad_nas_is_refused(tmp_path: Path, text: str, worte: str) -> None:
    with pytest.raises(Fachfehler, match=worte):
        _read(_write(tmp_path / "a.xml", text))


def test_the_tree_holds_one_object_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other objects are most of a NAS file: they are forgotten, too."""
    gesehen: list[tuple[bool, int]] = []
    clear = nas._clear

    def note(element: Any) -> None:
        clear(element)
        gesehen.append((element.getprevious() is None, len(element)))

    monkeypatch.setattr(nas, "_clear", note)
    anderes = "<gml:featureMember><AX_Gelaendekante/></gml:featureMember>"
    _read(_write(tmp_path / "a.xml", format_auszug(*[anderes] * 50, format_flurstueck())))
    assert gesehen == [(True, 0)] * 51

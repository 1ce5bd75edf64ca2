"""Taking parcels in: generations are switched at once, what goes wrong leaves the old ones."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Engine, func, select, text

from bauaufsicht.adapters.kataster.leser import KatasterDateien
from bauaufsicht.db.models import Flurstueck, Gemarkung, Katastergeneration
from bauaufsicht.db.queries.kataster import (
    Katasterzeile,
    list_flurstuecke,
    list_fruehere,
    list_geladene_gemarkungen,
    list_gemarkungen,
    list_generationen,
    list_im_rahmen,
)
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.kataster import Generationsstand
from bauaufsicht.services import kataster as dienste
from bauaufsicht.services.kataster import Katasterangaben, Katasterbericht, import_kataster
from tests.conftest import Einheit
from tests.factories.flurstuecke import (
    NACHBARN,
    PLOT,
    create_feature,
    create_rechteck,
    format_nummer,
    list_features,
    write_geojson,
)
from tests.factories.welt import BEHOERDE_A, get_behoerde_id
from tests.plugins.voraussetzung import DATEN, require

ANGABEN = Katasterangaben("Weimarer Land", date(2026, 10, 1))
NEU = replace(ANGABEN, datenstand=date(2026, 11, 1))
NAS = DATEN / "geo" / "alkis_nas_neuwerk_hh.xml.gz"
Import = Callable[..., Katasterbericht]


@pytest.fixture
def lies_ein(einheit: Einheit) -> Import:
    """Takes a file in without showing progress."""

    def run(pfad: Path, angaben: Katasterangaben = ANGABEN, **mehr: Any) -> Katasterbericht:
        return import_kataster(
            einheit, pfad, angaben, mehr.get("fortschritt", lambda _anzahl, _anteil: None)
        )

    return run


def _list_kennzeichen(einheit: Einheit) -> set[str]:
    """Parcels in force."""
    alle = [format_nummer(n) for n in range(150, 400)]
    with einheit() as uow:
        return {z.kennzeichen for z in list_flurstuecke(uow.session, alle)}


def _count(einheit: Einheit, *bedingungen: Any) -> int:
    with einheit() as uow:
        return (
            uow.session.scalar(select(func.count()).select_from(Flurstueck).where(*bedingungen))
            or 0
        )


def _list_staende(einheit: Einheit) -> list[Generationsstand]:
    with einheit() as uow:
        return [g.stand for g in list_generationen(uow.session)]


def test_a_file_becomes_the_cadastre_in_force(
    tmp_path: Path, lies_ein: Import, einheit: Einheit
) -> None:
    schritte: list[tuple[int, float]] = []
    bericht = lies_ein(
        write_geojson(tmp_path / "a.json", list_features()),
        fortschritt=lambda anzahl, anteil: schritte.append((anzahl, anteil)),
    )
    assert (bericht.anzahl, bericht.unbrauchbare, bericht.gemarkungen) == (7, 0, 1)
    assert schritte[-1] == (7, 1.0)
    with einheit() as uow:
        (zeile,) = list_flurstuecke(uow.session, [PLOT.kennzeichen])
        gemarkungen = list_gemarkungen(uow.session, get_behoerde_id(uow, BEHOERDE_A))
        assert list_geladene_gemarkungen(uow.session) == {"169001"}
    assert zeile.amtliche_flaeche == 768.0
    assert (zeile.datenstand, zeile.unsicherheit) == (ANGABEN.datenstand, 0.05)
    assert shapely.from_wkb(zeile.wkb).equals_exact(PLOT.geometrie, 0.001)
    assert [(g.nummer, g.name, g.gemeinde_ags) for g in gemarkungen] == [
        ("169001", "Bad Berka", "16071003")
    ]


def test_the_index_of_boxes_finds_what_is_near_and_only_what_is_in_force(
    tmp_path: Path, lies_ein: Import, einheit: Einheit
) -> None:
    lies_ein(write_geojson(tmp_path / "a.json", list_features()))

    def search(geometrie: Any) -> list[Katasterzeile]:
        with einheit() as uow:
            return list_im_rahmen(uow.session, geometrie.bounds)

    nahe = search(PLOT.geometrie)
    assert {z.kennzeichen for z in nahe} == {k.kennzeichen for k in (PLOT, *NACHBARN[:4])} | {
        k.kennzeichen for k in NACHBARN[4:] if k.geometrie.intersects(
            shapely.box(*PLOT.geometrie.bounds))
    }  # fmt: skip
    assert isinstance(nahe[0].datenstand, date)
    assert nahe[0].wkb == next(z.wkb for z in nahe if z.kennzeichen == nahe[0].kennzeichen)
    lies_ein(write_geojson(tmp_path / "b.json", list_features()[:1]), NEU)
    assert [z.kennzeichen for z in search(PLOT.geometrie)] == [PLOT.kennzeichen]


def test_a_new_generation_keeps_only_what_changed_of_the_old_one(
    tmp_path: Path, lies_ein: Import, einheit: Einheit
) -> None:
    lies_ein(write_geojson(tmp_path / "a.json", list_features()))
    neue = list_features()
    neue[1] = create_feature(format_nummer(211), create_rechteck(-21, 0, 0, 32))
    neue.pop(2)  # 213 is gone
    neue.append(create_feature(format_nummer(399), create_rechteck(60, 0, 70, 32)))
    bericht = lies_ein(write_geojson(tmp_path / "b.json", neue), NEU)
    assert (bericht.anzahl, bericht.unveraendert, bericht.abgeloest) == (7, 5, 2)
    assert _count(einheit) == 9
    with einheit() as uow:
        fruehere = list_fruehere(uow.session, [format_nummer(n) for n in (211, 212, 213, 399)])
    assert fruehere == {format_nummer(211): NEU.datenstand, format_nummer(213): NEU.datenstand}
    assert format_nummer(213) not in _list_kennzeichen(einheit)
    assert format_nummer(399) in _list_kennzeichen(einheit)


def test_the_same_file_again_leaves_no_second_copy(
    tmp_path: Path, lies_ein: Import, einheit: Einheit
) -> None:
    datei = write_geojson(tmp_path / "a.json", list_features())
    lies_ein(datei)
    bericht = lies_ein(datei, NEU)
    assert (bericht.unveraendert, bericht.abgeloest) == (7, 0)
    assert _count(einheit) == 7
    assert _list_staende(einheit) == [Generationsstand.GUELTIG]


@pytest.mark.parametrize("abbruch", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_load_leaves_the_old_one_and_no_rest(
    abbruch: type[BaseException],
    tmp_path: Path,
    lies_ein: Import,
    einheit: Einheit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lies_ein(write_geojson(tmp_path / "a.json", list_features()))
    monkeypatch.setattr("bauaufsicht.adapters.kataster.geojson.BLOCK", 2)
    geladen: list[int] = []

    def stop(anzahl: int, _anteil: float) -> None:
        geladen.append(anzahl)
        if anzahl >= 4:
            raise abbruch

    neue = [
        create_feature(format_nummer(n), create_rechteck(0, n, 9, n + 1)) for n in range(300, 309)
    ]
    with pytest.raises(abbruch):
        lies_ein(write_geojson(tmp_path / "b.json", neue), NEU, fortschritt=stop)
    assert geladen == [2, 4]
    assert _count(einheit) == 7
    assert _list_staende(einheit) == [Generationsstand.GUELTIG]
    assert PLOT.kennzeichen in _list_kennzeichen(einheit)


def test_what_a_killed_process_left_is_cleared_by_the_next_load(
    tmp_path: Path, lies_ein: Import, einheit: Einheit, monkeypatch: pytest.MonkeyPatch
) -> None:
    datei = write_geojson(tmp_path / "a.json", list_features())
    with monkeypatch.context() as m:  # a killed process clears nothing
        m.setattr(dienste, "_close_generation", lambda *_: None)
        m.setattr(dienste, "_check_generation", lambda *_: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            lies_ein(datei)
    assert _list_staende(einheit) == [Generationsstand.LAEDT]
    assert _list_kennzeichen(einheit) == set()
    assert lies_ein(datei).anzahl == 7
    assert _count(einheit) == 7
    assert _list_staende(einheit) == [Generationsstand.GUELTIG]


def test_a_process_killed_while_tidying_up_is_continued(
    tmp_path: Path, lies_ein: Import, einheit: Einheit, monkeypatch: pytest.MonkeyPatch
) -> None:
    datei = write_geojson(tmp_path / "a.json", list_features())
    lies_ein(datei)
    with monkeypatch.context() as m:
        m.setattr(dienste, "close_abgeloeste", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            lies_ein(datei, NEU)
    assert len(_list_kennzeichen(einheit)) == 7  # the new one is in force, each parcel once
    with einheit() as uow:
        assert len(list_flurstuecke(uow.session, [PLOT.kennzeichen])) == 1
    monkeypatch.setattr(dienste, "STAPEL", 2)
    lies_ein(datei, replace(NEU, datenstand=date(2026, 12, 1)))
    assert _count(einheit) == 7


def test_a_truncated_file_changes_nothing(
    tmp_path: Path, lies_ein: Import, einheit: Einheit
) -> None:
    lies_ein(write_geojson(tmp_path / "a.json", list_features()))
    ganz = write_geojson(tmp_path / "b.json", [f for f in list_features() if f][::-1])
    ganz.write_bytes(ganz.read_bytes()[:-40])
    with pytest.raises(Fachfehler, match="bricht"):
        lies_ein(ganz, NEU)
    assert _count(einheit) == 7
    assert _list_staende(einheit) == [Generationsstand.GUELTIG]


@pytest.mark.parametrize(
    ("aendern", "worte"),
    [
        (lambda f: [*f, f[0]], "mehrmals"),
        (lambda f: [*f[:6], create_feature(format_nummer(5), create_rechteck(0, 2e5, 9, 200009))],
         "außerhalb von Thüringen"),
        (lambda f: [f[0] | {"geometry": None}, *f[1:]], "keine brauchbare Geometrie"),
        (lambda f: [f[0] | {"properties": f[0]["properties"] | {"flaeche": 76800}}],
         "passt nicht zusammen"),
    ],
)  # fmt: skip
def test_what_does_not_pass_the_checks_changes_nothing(
    aendern: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
    worte: str,
    tmp_path: Path,
    lies_ein: Import,
    einheit: Einheit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bauaufsicht.adapters.kataster.geojson.BLOCK", 3)
    lies_ein(write_geojson(tmp_path / "a.json", list_features()[:1]))
    with pytest.raises(Fachfehler, match=worte):
        lies_ein(write_geojson(tmp_path / "b.json", aendern(list_features())), NEU)
    assert _count(einheit) == 1
    assert _list_kennzeichen(einheit) == {PLOT.kennzeichen}


def test_one_unusable_parcel_among_many_is_kept_and_reported(
    tmp_path: Path, lies_ein: Import, einheit: Einheit
) -> None:
    viele = [
        create_feature(format_nummer(n), create_rechteck(0, n * 10, 20, n * 10 + 10))
        for n in range(150, 300)
    ]
    viele[7] |= {"geometry": None}
    bericht = lies_ein(write_geojson(tmp_path / "a.json", viele))
    assert bericht.unbrauchbare == 1
    assert "keine brauchbare Geometrie" in " ".join(bericht.hinweise)
    with einheit() as uow:
        (zeile,) = list_flurstuecke(uow.session, [format_nummer(157)])
    assert "nicht lesbar" in zeile.hinweis


def test_a_parcel_comes_from_one_source_only(
    tmp_path: Path, lies_ein: Import, einheit: Einheit
) -> None:
    datei = write_geojson(tmp_path / "a.json", list_features())
    lies_ein(datei)
    with pytest.raises(Fachfehler, match="anderen Quelle"):
        lies_ein(datei, replace(ANGABEN, quelle="Stadt Weimar"))
    anderes = [create_feature(format_nummer(399), create_rechteck(60, 0, 70, 32))]
    lies_ein(write_geojson(tmp_path / "b.json", anderes), replace(ANGABEN, quelle="Stadt Weimar"))
    assert len(_list_kennzeichen(einheit)) == 8
    assert _list_staende(einheit) == [Generationsstand.GUELTIG] * 2


def test_an_unknown_gemeinde_is_reported(
    tmp_path: Path, lies_ein: Import, einheit: Einheit
) -> None:
    feature = create_feature(PLOT.kennzeichen, PLOT.geometrie, gmdschl="16999999")
    bericht = lies_ein(write_geojson(tmp_path / "a.json", [feature]))
    assert bericht.gemarkungen == 0
    assert "keine bekannte Gemeinde" in " ".join(bericht.hinweise)
    with einheit() as uow:
        assert uow.session.scalars(select(Gemarkung)).all() == []


def test_a_transformation_adds_to_the_uncertainty(
    tmp_path: Path, lies_ein: Import, einheit: Einheit
) -> None:
    import numpy as np  # noqa: PLC0415
    from pyproj import Transformer  # noqa: PLC0415

    grad = Transformer.from_crs(25832, 4326, always_xy=True)
    lage = shapely.transform(PLOT.geometrie, lambda p: np.column_stack(grad.transform(*p.T)))
    feature = create_feature(PLOT.kennzeichen, lage, flaeche=768)
    datei = write_geojson(tmp_path / "a.json", [feature], crs=None)
    with pytest.raises(Fachfehler, match="umrechnen"):
        lies_ein(datei)
    bericht = lies_ein(datei, replace(ANGABEN, umrechnen=True))
    assert "Unsicherheit 1 m" in bericht.umrechnung
    with einheit() as uow:
        (zeile,) = list_flurstuecke(uow.session, [PLOT.kennzeichen])
    assert zeile.unsicherheit == 1.0


# The real ALKIS extract


@pytest.fixture(scope="module")
def nas() -> Path:
    """137 real parcels in NAS format."""
    require(NAS.is_file(), "der Ordner ../shared/daten/geo")
    return NAS


def test_the_real_extract(nas: Path, lies_ein: Import, einheit: Einheit) -> None:
    """Counts and sums as its README states them; areas differ by the projection."""
    bericht = lies_ein(nas)
    assert (bericht.anzahl, bericht.unbrauchbare) == (137, 0)
    assert "02" in " ".join(bericht.hinweise)  # no law of that Land here
    with einheit() as uow:
        zeilen = uow.session.scalars(select(Flurstueck)).all()
        flaechen = [shapely.from_wkb(z.geometrie) for z in zeilen]
        amtlich = sum(float(z.amtliche_flaeche or 0) for z in zeilen)
    assert sum(f.area for f in flaechen) == pytest.approx(2_504_427.9, abs=0.1)
    assert amtlich == pytest.approx(2_506_460, abs=1)
    assert all(f.is_valid for f in flaechen)
    baum = shapely.STRtree(flaechen)
    paare = [(a, b) for a, b in baum.query(flaechen, "intersects").T.tolist() if a < b]
    assert len(paare) == 421
    assert max(flaechen[a].intersection(flaechen[b]).area for a, b in paare) < 0.01


def test_a_truncated_extract_changes_nothing(
    nas: Path, tmp_path: Path, lies_ein: Import, einheit: Einheit
) -> None:
    lies_ein(nas)
    (tmp_path / "kurz.xml.gz").write_bytes(nas.read_bytes()[:500_000])
    (tmp_path / "kurz.xml").write_bytes(gzip.decompress(nas.read_bytes())[:24_000_000])
    for name in ("kurz.xml.gz", "kurz.xml"):
        with pytest.raises(Fachfehler, match=r"unvollständig|vollständiges XML"):
            lies_ein(tmp_path / name, NEU)
    assert _count(einheit) == 137
    assert _list_staende(einheit) == [Generationsstand.GUELTIG]


# The index follows the table, whoever writes


def test_the_index_of_boxes_follows_every_change(
    tmp_path: Path, lies_ein: Import, engine: Engine, dialekt: str
) -> None:
    if dialekt != "sqlite":
        pytest.skip("PostgreSQL keeps its index itself")
    lies_ein(write_geojson(tmp_path / "a.json", list_features()))

    def count() -> tuple[int, int]:
        with engine.connect() as v:
            return tuple(
                v.scalar(text(f"SELECT count(*) FROM {t}")) for t in ("flurstueck", "flurstueck_rt")
            )  # type: ignore[return-value]

    assert count() == (7, 7)
    with engine.connect().execution_options(schreibend=True) as v:
        v.execute(text("DELETE FROM flurstueck WHERE id = (SELECT min(id) FROM flurstueck)"))
        v.execute(text("UPDATE flurstueck SET minx = 1, maxx = 2 WHERE id IN "
                       "(SELECT max(id) FROM flurstueck)"))  # fmt: skip
        v.execute(text("INSERT INTO flurstueck (generation_id, kennzeichen, geometrie, minx, miny, "
                       "maxx, maxy, hinweis) SELECT generation_id, 'x', geometrie, minx, miny, "
                       "maxx, maxy, '' FROM flurstueck LIMIT 1"))  # fmt: skip
        v.commit()
        assert v.scalar(text("SELECT count(*) FROM flurstueck_rt WHERE maxx < 3")) == 1
    assert count() == (7, 7)


# The command


def _invoke(app: Flask, *argumente: str | Path) -> Result:
    return CliRunner().invoke(app.cli, ["kataster", *map(str, argumente)], obj=None)


def _run(app: Flask, *argumente: str | Path) -> Result:
    with app.app_context():
        return _invoke(app, *argumente)


def test_the_command_takes_in_and_shows(app: Flask, tmp_path: Path) -> None:
    leer = _run(app, "zeigen")
    assert "keine Katasterdaten" in leer.output
    datei = write_geojson(tmp_path / "wl.geojson", list_features())
    ergebnis = _run(app, "einlesen", datei, "--stand", "01.10.2026", "--genauigkeit", "10")
    assert ergebnis.exit_code == 0, ergebnis.output
    assert "7 Flurstücke aus „wl“ gelten jetzt." in ergebnis.output
    assert "1 Gemarkungen" in ergebnis.output
    gezeigt = _run(app, "zeigen").output
    assert "wl: 7 Flurstücke, Datenstand 01.10.2026, Unsicherheit 10 cm, gilt (GeoJSON" in gezeigt


def test_the_command_refuses_in_german(app: Flask, tmp_path: Path) -> None:
    datei = write_geojson(tmp_path / "a.json", list_features(), crs=None)
    ergebnis = _run(app, "einlesen", datei)
    assert ergebnis.exit_code == 1
    assert "--umrechnen" in ergebnis.output
    assert _run(app, "einlesen", tmp_path / "fehlt").exit_code == 2
    assert _run(app, "einlesen", datei, "--genauigkeit", "-1").exit_code == 2


def test_the_reader_of_the_house_is_the_one_that_reads_files(app: Flask) -> None:
    assert isinstance(app.extensions["ports"].kataster, KatasterDateien)


def test_the_generation_says_what_it_is(tmp_path: Path, lies_ein: Import, einheit: Einheit) -> None:
    lies_ein(write_geojson(tmp_path / "a.json", list_features()))
    with einheit() as uow:
        generation = uow.session.scalars(select(Katastergeneration)).one()
        assert generation.dateiformat == "GeoJSON"
        assert generation.epsg == 25832
        assert generation.gemarkungen == ["169001"]
        assert float(generation.amtliche_flaeche or 0) == pytest.approx(
            sum(f["properties"]["flaeche"] for f in list_features())
        )

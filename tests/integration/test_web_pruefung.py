"""The tab "Prüfung": results, map, footprint; what is typed wrong is said and kept."""

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bauaufsicht.db.base import db
from bauaufsicht.db.models import (
    Katastergeneration,
    Pruefungslauf,
    Pruefvorgabe,
    Vorgang,
    Vorgangsgeometrie,
)
from bauaufsicht.jobs.arbeiter import submit_naechsten
from bauaufsicht.schulung import get_katasterdatei
from bauaufsicht.services.kataster import Katasterangaben, import_kataster
from bauaufsicht.web.pruefung.skizze import render_skizze
from tests.factories import browser
from tests.factories.flurstuecke import CRS
from tests.factories.haus import Haus, open_haus
from tests.factories.lieferung import get_schulungsnachricht, read_schulung
from tests.factories.menge import count_abfragen

HAUS = "660918,03 5640870,39\n660929,47 5640871,59\n660928,47 5640881,04\n660917,04 5640879,83"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def haus(request: pytest.FixtureRequest, dialekt: str) -> Iterator[Haus]:
    """A house with the training parcels and three checked cases."""
    with open_haus(request, dialekt) as haus:
        import_kataster(
            haus.einheit,
            get_katasterdatei(),
            Katasterangaben("Schulung", date(2026, 10, 1)),
            lambda _anzahl, _anteil: None,
        )
        for nummer in ("01", "02", "05"):
            haus.submit(read_schulung(nummer))
        while submit_naechsten(haus.einheit):
            pass
        yield haus


def _id(haus: Haus, nummer: str) -> UUID:
    bezeichnung = get_schulungsnachricht(nummer).fakten["bezeichnung"]
    with haus.app.app_context(), Session(db.engine) as session:
        return session.scalars(select(Vorgang.id).where(Vorgang.bezeichnung == bezeichnung)).one()


def _url(haus: Haus, nummer: str, rest: str = "") -> str:
    return f"/vorgaenge/{_id(haus, nummer)}/pruefung{rest}"


def _get(haus: Haus, nummer: str, rest: str = "") -> str:
    antwort = haus.get_browser().get(_url(haus, nummer, rest))
    assert antwort.status_code == 200
    return unescape(antwort.text)


def _post(haus: Haus, nummer: str, rest: str, **daten: Any) -> Any:
    with haus.einheit() as uow:
        fassung = uow.session.get_one(Vorgang, _id(haus, nummer)).fassung
    return haus.get_browser().post(
        _url(haus, nummer, rest), {"fassung": fassung, **daten}, seite=_url(haus, nummer)
    )


def _count(haus: Haus, typ: type[Any], nummer: str) -> int:
    with haus.einheit() as uow:
        return len(
            uow.session.scalars(select(typ.id).where(typ.vorgang_id == _id(haus, nummer))).all()
        )


def test_the_page_shows_results_values_norms_and_the_data_date(haus: Haus) -> None:
    text = _get(haus, "05")
    for wort in (
        "nicht erfüllt", "nicht prüfbar", "erfüllt", "festgestellt", "Überschreitung 0,41 m",
        "gefordert höchstens 0,00 m", "Unsicherheit 0,05 m", "§ 6 Abs. 2 ThürBO",
        "Datenstand des Katasters: Do, 01.10.2026", "Gelesen im Gesetzestext mit Stand 26.03.2026",
        "Das Programm rechnet, entscheiden müssen Sie", "Kein amtlicher Auszug",
    ):  # fmt: skip
        assert wort in text, wort
    assert "bestätigt" in text  # federal rules that are not


def test_the_tab_counts_what_is_open(haus: Haus) -> None:
    text = _get(haus, "05")
    reiter = re.search(r'/pruefung" aria-current="page">Prüfung <span[^>]*>(\d+)<', text)
    assert reiter is not None
    with haus.einheit() as uow:
        offene = uow.session.scalar(
            select(Pruefungslauf.offene).where(Pruefungslauf.vorgang_id == _id(haus, "05"))
        )
    assert int(reiter[1]) == offene == 3


def test_the_table_says_what_the_map_shows(haus: Haus) -> None:
    text = _get(haus, "05")
    tabelle = text[text.index("Was die Karte zeigt") :]
    for wort in ("Überschreitung", "0,41 m", "Abstand zur Grenze", "Kranichfeld, Flur 6"):
        assert wort in tabelle
    assert 'tabindex="0"' in text
    assert "Umriss des Gebäudes" in text


def test_the_map_is_geojson_in_our_system(haus: Haus) -> None:
    antwort = haus.get_browser().get(_url(haus, "05", "/karte.geojson"))
    assert antwort.mimetype == "application/geo+json"
    inhalt = json.loads(antwort.text)
    assert inhalt["crs"] == CRS
    arten = [f["properties"]["art"] for f in inhalt["features"]]
    assert {"eigen", "nachbar", "umriss", "ueberstand", "abstand"} <= set(arten)
    x, y = inhalt["features"][0]["geometry"]["coordinates"][0][0]
    assert 555_000 < x < 765_000
    assert 5_550_000 < y < 5_730_000


def test_the_drawing_is_an_svg_without_script_and_style(haus: Haus) -> None:
    antwort = haus.get_browser().get(_url(haus, "05", "/lage.svg"))
    assert antwort.mimetype == "image/svg+xml"
    assert "sandbox" in antwort.headers["Content-Security-Policy"]
    wurzel = ET.fromstring(antwort.text)
    namen = {e.tag.removeprefix(SVG) for e in wurzel.iter()}
    assert namen == {"svg", "defs", "pattern", "rect", "path", "text"}
    texte = [t.text for t in wurzel.iter(f"{SVG}text")]
    assert {"77/9", "0,41 m", "10 m"} <= set(texte)


def test_a_drawing_of_nothing_and_of_hostile_names_is_still_an_svg() -> None:
    assert ET.fromstring(render_skizze({"features": []})).tag == f"{SVG}svg"
    ring = [[0.0, 0.0], [40.0, 0.0], [40.0, 40.0], [0.0, 0.0]]
    boese = {
        "properties": {"art": "eigen", "name": 'Flurstück <script>&"', "text": ""},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    (text, *_) = ET.fromstring(render_skizze({"features": [boese]})).iter(f"{SVG}text")
    assert text.text == '<script>&"'


def test_the_first_page_shows_the_drawing_to_staff_only(haus: Haus) -> None:
    seite = f"/vorgaenge/{_id(haus, '02')}"
    assert "lage.svg" in haus.get_browser().get(seite).text
    with haus.einheit() as uow:
        from bauaufsicht.services.schulung import assign_schulungsbeteiligte  # noqa: PLC0415

        assign_schulungsbeteiligte(uow)
    aussen = haus.get_browser(browser.ANTRAGSTELLER_2).get(seite)
    assert aussen.status_code == 200
    assert "lage.svg" not in aussen.text
    assert "Prüfung" not in re.findall(r'class="reiter__liste">.*?</ul>', aussen.text, re.DOTALL)[0]


def test_the_page_needs_few_queries(haus: Haus) -> None:
    with haus.app.app_context():
        engine = db.engine
    _get(haus, "05")
    with count_abfragen(engine) as abfragen:
        _get(haus, "05")
    assert len(abfragen) <= 9, abfragen


# The footprint


@pytest.mark.parametrize(
    ("daten", "worte"),
    [
        ({}, "Wählen Sie, woher der Umriss kommt"),
        ({"quelle": "unsinn"}, "Not a valid choice|gültige Auswahl|Wählen Sie"),
        ({"quelle": "antrag"}, "gültige Auswahl|Wählen Sie"),  # this application has none
        ({"quelle": "koordinaten"}, "mindestens drei Eckpunkte"),
        ({"quelle": "koordinaten", "koordinaten": "11.3 50.9\n11.4 50.9\n11.4 51"}, "Grad"),
        ({"quelle": "koordinaten", "koordinaten": "5640800 660900\n" * 3}, "vertauscht"),
        ({"quelle": "koordinaten", "koordinaten": "360900 5640800\n" * 3}, "194 km außerhalb"),
        ({"quelle": "koordinaten",
          "koordinaten": "660900 5640800\n660910 5640810\n660910 5640800\n660900 5640810"},
         "kreuzt"),
        ({"quelle": "koordinaten", "koordinaten": "abc <script>"}, "Zeile 1"),
        ({"quelle": "geojson"}, "Wählen Sie die GeoJSON-Datei"),
    ],
)  # fmt: skip
def test_a_footprint_that_cannot_be_is_refused_and_what_was_typed_stays(
    daten: dict[str, str], worte: str, haus: Haus
) -> None:
    vorher = _count(haus, Vorgangsgeometrie, "02")
    antwort = _post(haus, "02", "/grundriss", **daten)
    assert antwort.status_code == 400
    text = unescape(antwort.text)
    assert re.search(worte, text), text[text.find("Bitte prüfen") :][:400]
    assert "<title>Fehler:" in text
    for zeile in daten.get("koordinaten", "").splitlines():
        assert zeile in text
    assert "<script>" not in antwort.text.replace('<script type="module"', "")
    assert _count(haus, Vorgangsgeometrie, "02") == vorher


@pytest.mark.parametrize(
    ("inhalt", "worte"),
    [
        (b"kein json", "kein GeoJSON"),
        (b'{"type": "Polygon", "coordinates": []}', "Grad"),
    ],
)
def test_a_bad_file_is_refused(inhalt: bytes, worte: str, haus: Haus) -> None:
    daten = {"quelle": "geojson", "datei": (BytesIO(inhalt), "umriss.geojson")}
    antwort = _post(haus, "02", "/grundriss", **daten)
    assert antwort.status_code == 400
    assert worte in unescape(antwort.text)


def test_a_footprint_from_a_file_an_application_and_corners(haus: Haus) -> None:
    ring = [[float(t.replace(",", ".")) for t in z.split()] for z in HAUS.splitlines()]
    inhalt = {"type": "Polygon", "crs": CRS, "coordinates": [[*ring, ring[0]]]}
    datei = (BytesIO(json.dumps(inhalt).encode()), "haus.geojson")
    assert _post(haus, "01", "/grundriss", quelle="geojson", datei=datei).status_code == 302
    text = _get(haus, "01")
    assert "aus einer GeoJSON-Datei" in text
    assert "haus.geojson" in text
    assert "Frau Krüger, Fassung 2" in text
    assert _post(haus, "01", "/grundriss", quelle="antrag").status_code == 302
    assert "aus dem Antrag" in _get(haus, "01")
    assert (
        _post(haus, "01", "/grundriss", quelle="koordinaten", koordinaten=HAUS).status_code == 302
    )
    assert "als Koordinaten eingegeben" in _get(haus, "01")
    formular = _get(haus, "01", "/grundriss")
    assert "660918,030 5640870,390" in formular  # to be corrected, not typed again
    verlauf = unescape(haus.get_browser().get(f"/vorgaenge/{_id(haus, '01')}/verlauf").text)
    assert "Umriss festgelegt" in verlauf
    assert "aus einer GeoJSON-Datei, Fassung 2" in verlauf


def test_an_easting_with_its_zone_is_taken_with_a_notice(haus: Haus) -> None:
    mit_zone = "\n".join(f"32{z}" for z in HAUS.splitlines())
    antwort = _post(haus, "01", "/grundriss", quelle="koordinaten", koordinaten=mit_zone)
    assert antwort.status_code == 302
    assert "Zonenkennzahl 32" in _get(haus, "01")


def test_two_tabs_the_second_is_told_and_keeps_what_was_typed(haus: Haus) -> None:
    daten = {"quelle": "koordinaten", "koordinaten": HAUS, "fassung": 1}
    antwort = _post(haus, "01", "/grundriss", **daten)
    assert antwort.status_code == 409
    text = unescape(antwort.text)
    assert "Der Vorgang hat sich inzwischen geändert" in text
    assert "660918,03 5640870,39" in text
    neu = re.search(r'name="fassung"[^>]*value="(\d+)"', text)
    assert neu is not None
    assert int(neu[1]) > 1
    daten["fassung"] = int(neu[1])
    assert _post(haus, "01", "/grundriss", **daten).status_code == 302


@pytest.mark.parametrize("rest", ["/grundriss", "/vorgabe", "/erneut"])
def test_a_form_without_its_version_is_refused(rest: str, haus: Haus) -> None:
    daten = {"quelle": "koordinaten", "koordinaten": HAUS, "fassung": "x"}
    antwort = _post(haus, "01", rest, **daten)
    assert antwort.status_code in (400, 409)
    assert "unvollständig" in unescape(antwort.text)


# The highest GRZ, and checking anew


@pytest.mark.parametrize(
    ("grz", "herkunft", "worte"),
    [
        ("0", "x", "größer als 0"),
        ("0,0001", "x", "drei Stellen"),
        ("abc", "x", "drei Stellen"),
        ("-0,4", "x", "drei Stellen"),
        ("11", "x", "drei Stellen"),
        ("0,4", "", "woher der Wert kommt"),
        ("0,4", "x" * 201, "200 Zeichen"),
    ],
)
def test_a_grz_that_cannot_be_is_refused(grz: str, herkunft: str, worte: str, haus: Haus) -> None:
    antwort = _post(haus, "02", "/vorgabe", grz=grz, herkunft=herkunft)
    assert antwort.status_code == 400
    text = unescape(antwort.text)
    assert worte in text
    assert f'value="{grz}"' in text
    assert _count(haus, Pruefvorgabe, "02") == 0


def test_the_highest_grz_is_stored_with_its_source(haus: Haus) -> None:
    assert _post(haus, "05", "/vorgabe", grz="0,2", herkunft="B-Plan 7").status_code == 302
    text = _get(haus, "05")
    assert "hält den Höchstwert 0,200 ein" in text
    assert "B-Plan 7" in text
    assert _post(haus, "05", "/vorgabe", grz="", herkunft="").status_code == 302
    assert "Kein Höchstwert." in _get(haus, "05")
    verlauf = unescape(haus.get_browser().get(f"/vorgaenge/{_id(haus, '05')}/verlauf").text)
    assert "Höchstwert der GRZ festgelegt" in verlauf
    assert "0,2 (B-Plan 7)" in verlauf


def test_checking_anew_makes_a_new_run(haus: Haus) -> None:
    vorher = _count(haus, Pruefungslauf, "05")
    assert _post(haus, "05", "/erneut").status_code == 302
    assert _count(haus, Pruefungslauf, "05") == vorher + 1
    assert "von Hand gestartet, Frau Krüger" in _get(haus, "05")


def test_a_newer_cadastre_is_told(haus: Haus) -> None:
    assert "neuer als diese Prüfung" not in _get(haus, "05")
    with haus.einheit() as uow:
        (jetzt,) = uow.session.scalars(select(Katastergeneration.gueltig_ab)).all()
        spaeter = jetzt.replace(year=2030)
        uow.session.execute(update(Katastergeneration).values(gueltig_ab=spaeter))
    assert "neuer als diese Prüfung" in _get(haus, "05")
    with haus.einheit() as uow:
        uow.session.execute(update(Katastergeneration).values(gueltig_ab=jetzt))


def test_the_registry_reads_but_states_nothing(haus: Haus) -> None:
    poststelle = haus.get_browser(browser.POSTSTELLE)
    seite = poststelle.get(_url(haus, "05"))
    assert seite.status_code == 200
    assert "Umriss ändern" not in seite.text
    assert "Erneut prüfen" not in seite.text
    assert poststelle.get(_url(haus, "05", "/grundriss")).status_code == 403
    assert poststelle.post(_url(haus, "05", "/erneut"), {"fassung": 1}).status_code == 403


def test_before_the_check_the_page_says_what_will_come(haus: Haus) -> None:
    bericht = haus.submit(read_schulung("04"))
    seite = haus.get_browser().get(f"/vorgaenge/{bericht.vorgang_id}/pruefung")
    assert "Noch nicht geprüft" in seite.text
    karte = haus.get_browser().get(f"/vorgaenge/{bericht.vorgang_id}/pruefung/karte.geojson")
    assert json.loads(karte.text)["features"] == []
    skizze = haus.get_browser().get(f"/vorgaenge/{bericht.vorgang_id}/pruefung/lage.svg")
    assert skizze.status_code == 200

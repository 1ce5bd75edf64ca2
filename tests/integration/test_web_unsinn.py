"""Values that no page of ours sends: an answer in German, never an accident, nothing typed lost."""

from concurrent.futures import ThreadPoolExecutor
from html import unescape
from io import BytesIO
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select, text

from bauaufsicht.db.models import Formularentwurf
from bauaufsicht.services.entwurf import record_entwurf
from tests.conftest import Einheit
from tests.factories import browser
from tests.factories.browser import Browser
from tests.factories.runde import DENKMAL, Runde
from tests.factories.welt import get_akteur

LANG = "9" * 5000
GEOJSON = (
    b'{"type":"Polygon","crs":{"properties":{"name":"EPSG:25832"}},"coordinates":[[[660918,5640870],'
    b"[660928,5640870],[660928,5640880],[660918,5640870]]]}"
)


def _get_pfad(runde: Runde, rest: str = "") -> str:
    return f"/vorgaenge/{runde.vorgang_id}{rest}"


def _get_nachforderung(runde: Runde, rest: str = "") -> str:
    return _get_pfad(runde, f"/nachforderungen/{runde.get_nachforderung().id}{rest}")


@pytest.mark.parametrize("tag", ["2023-01-01", "01.01.1950", "2199-12-31"])
def test_a_day_that_cannot_be_names_the_days_that_can(
    krueger: Browser, runde: Runde, tag: str
) -> None:
    felder = {"fassung": runde.get_vorgang().fassung, "tag": tag}
    antwort = krueger.post(_get_pfad(runde, "/vollstaendigkeit"), felder)
    assert antwort.status_code == 409
    assert "Der Tag muss zwischen dem Eingang des Antrags (" in antwort.text
    assert "Hier ist uns ein Fehler unterlaufen" not in antwort.text
    assert f'value="{tag}"' in antwort.text


def test_a_body_that_comes_twice_is_asked_once(krueger: Browser, runde: Runde) -> None:
    runde.submit_vollstaendigkeit()
    stelle, unterlage = str(runde.get_stelle_id(DENKMAL)), str(runde.list_fassungen()[0])
    felder = {
        "fassung": runde.get_vorgang().fassung,
        "stellen": [stelle, stelle],
        "art": "",
        "unterlagen": [unterlage, unterlage],
        "anschreiben": "Bitte prüfen Sie.",
    }
    antwort = krueger.post(_get_pfad(runde, "/beteiligung/neu"), felder)
    assert antwort.status_code == 302
    assert "Eine Stelle ist gefragt." in krueger.get(antwort.location).text


@pytest.mark.parametrize("punkt", [{"teile-0-punkt": "x"}, {}])
def test_an_assessment_of_nothing_is_refused(
    krueger: Browser, runde: Runde, punkt: dict[str, str]
) -> None:
    runde.submit_nachforderung()
    runde.submit_antwort("a", "b")
    felder = {"fassung": runde.get_nachforderung().fassung, "teile-0-urteil": "angenommen", **punkt}
    antwort = krueger.post(_get_nachforderung(runde, "/bewertung"), felder)
    assert antwort.status_code == 409
    assert "Das Formular ist unvollständig." in antwort.text


def test_half_a_character_in_a_file_is_refused(krueger: Browser, runde: Runde) -> None:
    inhalt = GEOJSON.replace(b"EPSG:25832", rb"\ud800EPSG:4326")
    felder = {"fassung": runde.get_vorgang().fassung, "quelle": "geojson"}
    antwort = krueger.post(
        _get_pfad(runde, "/pruefung/grundriss"), {**felder, "datei": (BytesIO(inhalt), "a.json")}
    )
    assert antwort.status_code == 400
    assert "steht im Koordinatensystem „?EPSG:4326“" in unescape(antwort.text)


def test_a_file_name_with_nul_is_stored_without(krueger: Browser, runde: Runde) -> None:
    """By hand: the client of the tests would write the NUL as a sign of its own."""
    token = browser.read_token(krueger.get("/hilfe").text)
    felder = {"fassung": runde.get_vorgang().fassung, "quelle": "geojson", "csrf_token": token}
    teile = [f'name="{n}"\r\n\r\n{w}'.encode() for n, w in felder.items()]
    teile.append(b'name="datei"; filename="a\0b.json"\r\n\r\n' + GEOJSON)
    koerper = b"".join(
        b"--XX\r\nContent-Disposition: form-data; " + teil + b"\r\n" for teil in teile
    )
    antwort = krueger.client.post(
        _get_pfad(runde, "/pruefung/grundriss"),
        data=koerper + b"--XX--\r\n",
        content_type="multipart/form-data; boundary=XX",
    )
    assert antwort.status_code == 302


def test_nul_in_the_page_of_a_form_is_no_page(albrecht: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    felder = {"fassung": str(runde.get_nachforderung().fassung), "texte-0": "a", "texte-1": "b"}
    felder |= {f"punkte-{n}": str(p.id) for n, p in enumerate(runde.list_punkte())}
    antwort = albrecht.post(
        _get_nachforderung(runde, "/antwort"), {**felder, "seite": "/x\0", "absenden": "1"}
    )
    assert antwort.status_code == 302
    assert [p.antwort for p in runde.list_punkte()] == ["a", "b"]


@pytest.mark.parametrize("weg", [LANG, "²", "٣", "-1"])
def test_a_position_that_is_none_takes_nothing_away(
    app: Flask, krueger: Browser, runde: Runde, weg: str
) -> None:
    fassung = runde.get_vorgang().fassung
    felder = {"fassung": fassung, "weg": weg, "punkte-0-bezeichnung": "GETIPPT"}
    antwort = krueger.post(_get_pfad(runde, "/nachforderungen/neu"), felder)
    assert antwort.status_code == 200
    assert "GETIPPT" in antwort.text
    runde.submit_vollstaendigkeit()
    runde.request(DENKMAL)
    felder = {"fassung": "0", "weg": weg, "nebenbestimmungen-0": "GETIPPT"}
    stelle = Browser(app, browser.STELLE)
    antwort = stelle.post(_get_pfad(runde, "/stellungnahme"), felder)
    assert antwort.status_code < 500
    assert "GETIPPT" in antwort.text
    felder = {"fassung": "0", "weg": weg, "nebenbestimmungen-0-text": "GETIPPT"}
    antwort = krueger.post(_get_pfad(runde, "/bescheid/entwurf"), felder)
    assert antwort.status_code < 500
    assert "GETIPPT" in antwort.text


@pytest.mark.parametrize("name", ["texte-²", f"texte-{LANG}", "textex²", f"texte-{LANG}-x"])
def test_a_field_that_no_form_has_is_ignored(albrecht: Browser, runde: Runde, name: str) -> None:
    runde.submit_nachforderung()
    felder = {"fassung": str(runde.get_nachforderung().fassung), "texte-0": "GETIPPT", name: "x"}
    felder["punkte-0"] = str(runde.list_punkte()[0].id)
    antwort = albrecht.post(_get_nachforderung(runde, "/antwort"), felder)
    assert antwort.status_code == 200
    assert "GETIPPT" in antwort.text
    pfad = _get_nachforderung(runde)
    assert albrecht.post(f"/entwuerfe?pfad={pfad}", felder).status_code == 200
    wieder = albrecht.get(pfad)
    assert wieder.status_code == 200
    assert "GETIPPT" in wieder.text


def test_half_a_character_in_a_draft_does_not_break_its_page(app: Flask, runde: Runde) -> None:
    """What is handed through the log-in is JSON, which can write it."""
    runde.submit_nachforderung()
    pfad = _get_nachforderung(runde)
    gast = Browser(app)
    eingaben = f'{{"seite": "{pfad}", "felder": {{"nachricht": ["GE\\ud800TIPPT\\u0000"]}}}}'
    anmeldung = {"email": browser.ENTWURFSVERFASSER, "passwort": browser.PASSWORT}
    antwort = gast.post("/anmelden", {**anmeldung, "eingaben": eingaben}, seite="/anmelden")
    assert antwort.location == pfad
    seite = gast.get(pfad)
    assert seite.status_code == 200
    assert "GE\ufffdTIPPT\ufffd" in seite.text


def test_two_first_drafts_at_once_are_both_taken(einheit: Einheit, dialekt: str) -> None:
    """The second begins while the first is written and not committed; the later one stays."""
    if dialekt == "sqlite":
        pytest.skip("one writer at a time")
    akteur = get_akteur(einheit, browser.SACHBEARBEITUNG)
    begonnen = Event()

    def record(wert: str) -> None:
        with einheit(akteur) as uow:
            begonnen.set()
            record_entwurf(uow, "/p", {"a": [wert]})

    with ThreadPoolExecutor(1) as pool:
        with einheit(akteur) as uow:
            record_entwurf(uow, "/p", {"a": ["erster"]})
            uow.flush()
            zweiter = pool.submit(record, "zweiter")
            assert begonnen.wait(60)
            # it waits for us, at the account or, unguarded, at the row
            wartende = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while not zweiter.done() and not uow.session.scalar(wartende):
                pass
        zweiter.result()
    with einheit() as uow:
        assert uow.session.scalars(select(Formularentwurf.felder)).one() == {"a": ["zweiter"]}

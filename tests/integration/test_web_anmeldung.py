"""Log-in and sessions: uniform answers, throttling, sessions that end, nothing leads elsewhere."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.db.models import Fehlanmeldung, Konto
from bauaufsicht.services.konto import FALSCH, GEDROSSELT, close_sitzungen
from bauaufsicht.web.guards import check_ziel
from tests.conftest import JETZT, Einheit, create_config, create_ports, open_app
from tests.factories.browser import (
    ANTRAGSTELLER,
    BETRIEB,
    LEITUNG,
    PASSWORT,
    SACHBEARBEITUNG,
    TOKEN,
    Browser,
    get_konto_id,
    read_token,
)

COOKIE = "bauaufsicht"


def _format_fehlversuch(antwort: TestResponse, email: str) -> str:
    """The page without what the person typed herself and without the token."""
    return TOKEN.sub("", antwort.text).replace(email, "EMAIL")


def test_a_locked_training_account_is_not_offered(app: Flask, einheit: Einheit) -> None:
    assert "Frau Krüger" in app.test_client().get("/anmelden").text
    with einheit() as uow:
        uow.session.execute(update(Konto).where(Konto.name == "Frau Krüger").values(gesperrt=True))
    assert "Frau Krüger" not in app.test_client().get("/anmelden").text


def test_a_right_pair_leads_to_where_the_day_begins(app: Flask) -> None:
    for email, ziel in (
        (SACHBEARBEITUNG, "/vorgaenge"),
        (ANTRAGSTELLER, "/vorgaenge"),
        (BETRIEB, "/betrieb"),
    ):
        browser = Browser(app)
        antwort = browser.submit_anmeldung(email)
        assert (antwort.status_code, antwort.location) == (302, "/")
        assert browser.get("/").location == ziel
        assert browser.get(ziel).status_code == 200


def test_case_and_blanks_of_the_address_do_not_matter(app: Flask) -> None:
    assert Browser(app).submit_anmeldung(f"  {SACHBEARBEITUNG.upper()} ").status_code == 302


def test_wrong_unknown_and_locked_answer_alike(app: Flask, einheit: Einheit) -> None:
    with einheit() as uow:
        uow.session.execute(update(Konto).where(Konto.email == LEITUNG).values(gesperrt=True))
    antworten = set()
    for email, passwort in (
        (SACHBEARBEITUNG, "falsch"),
        ("niemand@weimarer-land.example", PASSWORT),
        (LEITUNG, PASSWORT),
        (LEITUNG, "falsch"),
        ("' OR 1=1 --", PASSWORT),
        ("krueger\0@weimarer-land.example", PASSWORT),
        (f"{SACHBEARBEITUNG}\0", PASSWORT),
        ("\N{PILE OF POO}@\N{SNOWMAN}", "\N{PILE OF POO}"),
    ):
        antwort = Browser(app).submit_anmeldung(email, passwort)
        assert antwort.status_code == 400, email
        assert FALSCH in antwort.text
        text = re.sub(
            r'(name="email"[^>]*?value=")[^"]*', r"\1", _format_fehlversuch(antwort, email)
        )
        antworten.add(text)
    assert len(antworten) == 1


def test_an_incomplete_form_is_said_to_be_one(app: Flask) -> None:
    browser = Browser(app)
    for leer in ({"email": ""}, {"passwort": ""}, {"email": "x" * 255}):
        daten = {"email": SACHBEARBEITUNG, "passwort": PASSWORT, **leer}
        antwort = browser.post("/anmelden", daten, seite="/anmelden")
        assert antwort.status_code == 400
        assert "<title>Fehler: Anmelden" in antwort.text
        assert browser.get("/vorgaenge").status_code == 302


def test_the_password_is_never_sent_back(app: Flask) -> None:
    antwort = Browser(app).submit_anmeldung(SACHBEARBEITUNG, "geheimes-falsches-wort")
    assert "geheimes-falsches-wort" not in antwort.text
    assert SACHBEARBEITUNG in antwort.text


def test_the_sixth_failure_waits_15_minutes(app: Flask, uhr: FesteUhr) -> None:
    browser = Browser(app)
    for _ in range(5):
        assert browser.submit_anmeldung(SACHBEARBEITUNG, "falsch").status_code == 400
    # the right password helps as little as the wrong one: nobody learns which it was
    for passwort in ("falsch", PASSWORT):
        antwort = browser.submit_anmeldung(SACHBEARBEITUNG, passwort)
        assert antwort.status_code == 429
        assert GEDROSSELT in antwort.text
    assert Browser(app).submit_anmeldung(SACHBEARBEITUNG.upper()).status_code == 429
    assert Browser(app).submit_anmeldung(LEITUNG).status_code == 302
    uhr.stand += timedelta(minutes=15)
    assert browser.submit_anmeldung(SACHBEARBEITUNG).status_code == 302


def test_unknown_accounts_are_throttled_alike(app: Flask) -> None:
    browser = Browser(app)
    folge = [browser.submit_anmeldung("niemand@x.example", "x").status_code for _ in range(7)]
    assert folge == [400] * 5 + [429] * 2


def test_a_success_begins_the_count_anew(app: Flask) -> None:
    browser = Browser(app)
    for _ in range(4):
        browser.submit_anmeldung(SACHBEARBEITUNG, "falsch")
    assert Browser(app).submit_anmeldung(SACHBEARBEITUNG).status_code == 302
    for _ in range(4):
        assert browser.submit_anmeldung(SACHBEARBEITUNG, "falsch").status_code == 400


def test_one_address_that_tries_many_accounts_is_throttled(app: Flask, uhr: FesteUhr) -> None:
    browser = Browser(app)
    token = read_token(browser.get("/anmelden").text)
    folge = [
        browser.client.post(
            "/anmelden",
            data={"email": f"n{n}@x.example", "passwort": "x", "csrf_token": token},
            environ_base={"REMOTE_ADDR": "192.0.2.7"},
        ).status_code
        for n in range(52)
    ]
    assert folge == [400] * 50 + [429] * 2
    assert Browser(app).submit_anmeldung(SACHBEARBEITUNG).status_code == 302  # another address


def test_failures_are_kept_without_their_address_and_not_for_long(
    app: Flask, einheit: Einheit, uhr: FesteUhr
) -> None:
    Browser(app).submit_anmeldung("niemand@x.example", "x")
    with einheit() as uow:
        eintraege = uow.session.scalars(select(Fehlanmeldung)).all()
        assert {len(e.schluessel) for e in eintraege} == {64}
    uhr.stand += timedelta(minutes=16)
    Browser(app).submit_anmeldung("anderer@x.example", "x")
    with einheit() as uow:
        assert len(uow.session.scalars(select(Fehlanmeldung)).all()) == 2


def test_what_was_in_the_session_before_is_gone(app: Flask) -> None:
    """Session fixation: a session that somebody prepared is not the one that is logged in."""
    browser = Browser(app)
    vorher = read_token(browser.get("/anmelden").text)
    with browser.client.session_transaction() as sitzung:
        sitzung["untergeschoben"] = "ja"
        altes = sitzung["csrf_token"]
    cookie = browser.client.get_cookie(COOKIE)
    assert browser.submit_anmeldung(SACHBEARBEITUNG).status_code == 302
    with browser.client.session_transaction() as sitzung:
        assert "untergeschoben" not in sitzung
        assert sitzung.get("csrf_token") != altes
    # neither the old cookie nor the old token is worth anything now
    anderer = Browser(app)
    assert cookie is not None
    anderer.client.set_cookie(COOKIE, cookie.value)
    assert anderer.get("/vorgaenge").status_code == 302
    browser.get("/vorgaenge")
    assert browser.client.post("/abmelden", data={"csrf_token": vorher}).status_code == 400


def test_logging_in_as_somebody_else_leaves_nothing_of_the_first(app: Flask) -> None:
    browser = Browser(app, SACHBEARBEITUNG)
    assert browser.get("/anmelden").location == "/"
    ziel = "/anmelden/schulung"
    assert browser.post(ziel, {"konto": get_konto_id(app, ANTRAGSTELLER)}).status_code == 302
    assert "Frau Seifert" in browser.get("/vorgaenge").text
    assert browser.get("/eingaenge").status_code == 403


def test_a_new_mark_ends_every_session_at_the_next_request(app: Flask, einheit: Einheit) -> None:
    browser, zweiter = Browser(app, SACHBEARBEITUNG), Browser(app, SACHBEARBEITUNG)
    unbeteiligt = Browser(app, LEITUNG)
    with einheit() as uow:
        close_sitzungen(uow, get_konto_id(app, SACHBEARBEITUNG))
    for b in (browser, zweiter):
        antwort = b.get("/vorgaenge")
        assert (antwort.status_code, antwort.location) == (302, "/anmelden?weiter=/vorgaenge?")
    assert unbeteiligt.get("/vorgaenge").status_code == 200


def test_a_locked_or_deleted_account_is_out_at_the_next_request(
    app: Flask, einheit: Einheit
) -> None:
    browser = Browser(app, SACHBEARBEITUNG)
    with einheit() as uow:
        uow.session.execute(
            update(Konto).where(Konto.email == SACHBEARBEITUNG).values(gesperrt=True)
        )
    assert browser.get("/vorgaenge").status_code == 302


def test_another_role_counts_from_the_next_request(app: Flask, einheit: Einheit) -> None:
    browser = Browser(app, SACHBEARBEITUNG)
    assert browser.get("/eingaenge").status_code == 200
    with einheit() as uow:
        uow.session.execute(
            update(Konto).where(Konto.email == SACHBEARBEITUNG).values(rolle="betrieb")
        )
    assert browser.get("/eingaenge").status_code == 403
    assert browser.get("/betrieb").status_code == 200


def test_a_session_without_the_right_mark_is_none(app: Flask) -> None:
    browser = Browser(app)
    konto = get_konto_id(app, SACHBEARBEITUNG)
    for kennung in ("", ".", "x.y", f"{konto}", f"{konto}.", f"{konto}.falsch", "é.ü"):
        with browser.client.session_transaction() as sitzung:
            sitzung["_user_id"] = kennung
        assert browser.get("/vorgaenge").status_code == 302


def test_after_the_log_out_a_copied_cookie_is_worth_nothing(app: Flask) -> None:
    browser = Browser(app, SACHBEARBEITUNG)
    kopie = browser.client.get_cookie(COOKIE)
    assert kopie is not None
    antwort = browser.post("/abmelden")
    assert (antwort.status_code, antwort.location) == (302, "/anmelden")
    assert "Sie sind abgemeldet." in browser.get("/anmelden").text
    assert browser.get("/vorgaenge").status_code == 302
    dieb = Browser(app)
    dieb.client.set_cookie(COOKIE, kopie.value)
    assert dieb.get("/vorgaenge").status_code == 302


def test_a_changed_cookie_is_none(app: Flask) -> None:
    browser = Browser(app, SACHBEARBEITUNG)
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie is not None
    for wert in (cookie.value[1:], "x", "", cookie.value.swapcase(), f"e30.{cookie.value}"):
        browser.client.set_cookie(COOKIE, wert)
        assert browser.get("/vorgaenge").status_code == 302


# --- where the log-in leads -------------------------------------------------------------------


def test_the_page_asked_for_comes_after_the_log_in(app: Flask) -> None:
    browser = Browser(app)
    antwort = browser.get("/vorgaenge?q=Bad Berka&seite=2")
    assert antwort.status_code == 302
    anmeldung = browser.get(antwort.location)
    assert anmeldung.status_code == 200
    aktionen = re.findall(r'action="(/anmelden\?[^"]*)"', anmeldung.text)
    assert aktionen
    daten = {"email": SACHBEARBEITUNG, "passwort": PASSWORT}
    antwort = browser.post(aktionen[0].replace("&amp;", "&"), daten, seite=antwort.location)
    assert antwort.location == "/vorgaenge?q=Bad%20Berka&seite=2"
    assert browser.get(antwort.location).status_code == 200


def test_a_failed_try_keeps_where_to_go(app: Flask) -> None:
    browser = Browser(app)
    antwort = browser.submit_anmeldung(SACHBEARBEITUNG, "falsch", weiter="weiter=/hilfe")
    assert 'action="/anmelden?weiter=/hilfe"' in antwort.text


def test_a_post_is_not_repeated_after_the_log_in(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/anmelden")
    assert browser.post("/abmelden", seite="/anmelden").location == "/anmelden"


FREMDE_ZIELE = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\u2028/evil.example",
    "/\x00/evil.example",
    "https:evil.example",
    "https://evil.example",
    "https:/evil.example",
    "HTTPS://evil.example",
    "http://localhost@evil.example",
    "//localhost@evil.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "?weiter=//evil.example",
    "/vorgaenge\r\nSet-Cookie: a=b",
    "",
]


def test_nothing_leads_to_another_place(app: Flask) -> None:
    for ziel in FREMDE_ZIELE:
        client = app.test_client()
        seite = client.get("/anmelden", query_string={"weiter": ziel})
        assert 'action="/anmelden"' in seite.text
        daten = {"email": SACHBEARBEITUNG, "passwort": PASSWORT}
        antwort = client.post(
            "/anmelden",
            query_string={"weiter": ziel},
            data={**daten, "csrf_token": read_token(seite.text)},
        )
        assert (antwort.status_code, antwort.location) == (302, "/"), repr(ziel)


def test_the_training_log_in_is_as_careful(app: Flask) -> None:
    daten = {"konto": get_konto_id(app, SACHBEARBEITUNG)}
    for ziel, erwartet in (("//evil.example", "/"), ("/hilfe", "/hilfe")):
        antwort = Browser(app).post(
            "/anmelden/schulung", daten, seite="/anmelden", query_string={"weiter": ziel}
        )
        assert antwort.location == erwartet


def _resolve(ziel: str) -> str:
    """Where a browser goes: it drops tabs and line ends, and takes a backslash for a slash."""
    sauber = ziel.strip("".join(map(chr, range(33)))).replace("\\", "/")
    for zeichen in "\t\n\r":
        sauber = sauber.replace(zeichen, "")
    return urljoin("http://localhost/anmelden", sauber)


ZEICHEN = st.sampled_from("/\\:@?#.%\t\n\r\0 ea2fx\u2028\u00a0\uff0f")


@given(st.text(ZEICHEN, max_size=12) | st.text(max_size=30))
def test_no_text_whatever_leads_to_another_place(ziel: str) -> None:
    erlaubt = check_ziel(ziel)
    if erlaubt is not None:
        assert urlsplit(_resolve(erlaubt))[:2] == ("http", "localhost")
        assert not any(z in erlaubt for z in "\r\n\0")


@given(st.lists(st.text("abcäöü019-_%", min_size=1, max_size=8), min_size=1, max_size=4))
def test_every_local_path_is_kept(teile: list[str]) -> None:
    pfad = "/" + "/".join(teile)
    assert check_ziel(pfad) == pfad


# --- production --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def betrieb(
    vorlage_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, schemata_ohne: Schemata
) -> Iterator[Flask]:
    """The application as in production: https, no training. What is asked of it needs no rows."""
    ordner = tmp_path_factory.mktemp("betrieb")
    url = f"sqlite:///{shutil.copyfile(vorlage_sqlite, ordner / 'bauaufsicht.db')}"
    config = replace(
        create_config(ordner, url),
        schulung=False,
        basisadresse="https://bau.example",
        vertrauenswuerdige_hosts=("intern.bau.example",),
    )
    uhr = FesteUhr(JETZT)
    with open_app(config, create_ports(uhr, AblageSpeicher(uhr), schemata_ohne)) as app:
        yield app


HTTPS = {"base_url": "https://bau.example"}


def test_the_training_log_in_exists_in_training_only(betrieb: Flask) -> None:
    client = betrieb.test_client()
    seite = client.get("/anmelden", **HTTPS)
    assert "Frau Krüger" not in seite.text
    assert "Schulung" not in seite.text
    daten = {
        "konto": str(get_konto_id(betrieb, SACHBEARBEITUNG)),
        "csrf_token": read_token(seite.text),
    }
    kopf = {"Referer": "https://bau.example/anmelden"}
    antwort = client.post("/anmelden/schulung", data=daten, headers=kopf, **HTTPS)
    fehlt = client.get("/gibt-es-nicht", **HTTPS)
    assert (antwort.status_code, fehlt.status_code) == (404, 404)
    assert TOKEN.sub("", antwort.text) == TOKEN.sub("", fehlt.text)
    assert client.get("/vorgaenge", **HTTPS).status_code == 302


def test_no_other_account_has_a_training_log_in(app: Flask, einheit: Einheit) -> None:
    with einheit() as uow:
        uow.session.execute(
            update(Konto).where(Konto.email == SACHBEARBEITUNG).values(schulung=False)
        )
    for konto in (get_konto_id(app, SACHBEARBEITUNG), "", "x", UUID(int=0), "\0"):
        antwort = Browser(app).post("/anmelden/schulung", {"konto": konto}, seite="/anmelden")
        assert antwort.status_code == 404


def test_the_cookie_is_guarded(betrieb: Flask, app: Flask) -> None:
    cookie = betrieb.test_client().get("/anmelden", **HTTPS).headers["Set-Cookie"]
    teile = {t.strip() for t in cookie.split(";")[1:]}
    assert cookie.startswith("__Host-bauaufsicht=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= teile
    assert not any(t.startswith("Domain") for t in teile)
    schulung = app.test_client().get("/anmelden").headers["Set-Cookie"]
    assert "HttpOnly" in schulung
    assert "SameSite=Lax" in schulung


def test_a_session_ends_with_the_browser_or_after_an_hour(app: Flask) -> None:
    browser = Browser(app)
    browser.submit_anmeldung(SACHBEARBEITUNG)
    assert app.permanent_session_lifetime == timedelta(minutes=60)
    with browser.client.session_transaction() as sitzung:
        assert sitzung.permanent


def test_our_own_hosts_are_answered(betrieb: Flask) -> None:
    for host in ("bau.example", "intern.bau.example", "bau.example:443"):
        assert betrieb.test_client().get("/hilfe", headers={"Host": host}).status_code == 200


FREMDE_HOSTS = (
    *("evil.example", "bau.example.evil.example", "127.0.0.1", "localhost", "", "x y"),
    *("bau.example@evil.example", "evil.example:443", "bau.example/x"),
)


@pytest.mark.parametrize("pfad", ["/hilfe", "/anmelden", "/gibt-es-nicht", "/api/v1/eingaenge"])
def test_a_foreign_host_is_refused(pfad: str, betrieb: Flask) -> None:
    for host in FREMDE_HOSTS:
        antwort = betrieb.test_client().get(pfad, headers={"Host": host})
        assert antwort.status_code == 400, host
        assert "evil" not in antwort.text


def test_a_forwarded_host_changes_no_address(betrieb: Flask) -> None:
    antwort = betrieb.test_client().get(
        "/vorgaenge", headers={"X-Forwarded-Host": "evil.example"}, **HTTPS
    )
    assert antwort.location == "/anmelden?weiter=/vorgaenge?"


@pytest.mark.parametrize(
    "pfad", ["/anmelden", "/vorgaenge", "/gibt-es-nicht", "/gesundheit", "/api/v1/eingaenge"]
)
def test_headers_of_every_answer(pfad: str, betrieb: Flask) -> None:
    kopf = betrieb.test_client().get(pfad, **HTTPS).headers
    csp = kopf["Content-Security-Policy"]
    assert "default-src 'none'" in csp
    assert "unsafe" not in csp
    assert "frame-ancestors 'none'" in csp
    assert "form-action 'self'" in csp
    assert kopf["X-Content-Type-Options"] == "nosniff"
    assert kopf["Referrer-Policy"] == "same-origin"
    assert kopf["Cache-Control"] == "no-store"
    assert "Cookie" in kopf["Vary"]
    assert "max-age=31536000" in kopf["Strict-Transport-Security"]


def test_static_files_may_be_kept(app: Flask) -> None:
    antwort = app.test_client().get("/static/app.css", buffered=True)
    assert antwort.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in antwort.headers
    assert "Strict-Transport-Security" not in antwort.headers  # no https here


def test_static_files_are_those_of_the_folder(betrieb: Flask) -> None:
    for pfad in ("../config.py", "..%2fconfig.py", "//etc/passwd", "%2e%2e/wsgi.py", "/"):
        antwort = betrieb.test_client().get(f"/static/{pfad}", follow_redirects=True, **HTTPS)
        assert antwort.status_code == 404, pfad

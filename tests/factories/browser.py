"""A browser for tests: logs in through the real page and sends the token of the form."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from bauaufsicht.db.base import db
from bauaufsicht.db.models import Konto

TOKEN = re.compile(r'(name="csrf_token"[^>]*?value=")([^"]*)(")')
PASSWORT = "schulung-2026"

SACHBEARBEITUNG = "krueger@weimarer-land.example"
LEITUNG = "hartwig@weimarer-land.example"
POSTSTELLE = "poststelle@weimarer-land.example"
SACHBEARBEITUNG_B = "lindner@stadt-weimar.example"
POSTSTELLE_B = "poststelle@stadt-weimar.example"
ANTRAGSTELLER = "m.seifert@post.example"
ANTRAGSTELLER_2 = "j.wolff@post.example"
ENTWURFSVERFASSER = "albrecht@albrecht-architektur.example"
STELLE = "denkmalschutz@weimarer-land.example"
STELLE_2 = "bauamt@bad-berka.example"
GEMEINDE = "bauamt@mellingen.example"
BETRIEB = "betrieb@bauaufsicht.example"


def get_konto_id(app: Flask, email: str) -> UUID:
    """The account behind an e-mail address."""
    with app.app_context(), Session(db.engine) as session:
        return session.scalars(select(Konto.id).where(Konto.email == email)).one()


class Browser:
    """One person with one session."""

    def __init__(self, app: Flask, email: str | None = None, passwort: str = PASSWORT) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        if email is not None:
            antwort = self.submit_anmeldung(email, passwort)
            assert antwort.status_code == 302, antwort.text

    def submit_anmeldung(
        self, email: str, passwort: str = PASSWORT, weiter: str = ""
    ) -> TestResponse:
        """Fill the log-in in and send it."""
        ziel = f"/anmelden?{weiter}" if weiter else "/anmelden"
        return self.post(ziel, {"email": email, "passwort": passwort}, seite=ziel)

    def get(self, ziel: str, **weitere: Any) -> TestResponse:
        """Load a page."""
        return self.client.get(ziel, **weitere)

    def post(
        self,
        ziel: str,
        daten: Mapping[str, Any] | None = None,
        *,
        seite: str = "/hilfe",
        **weitere: Any,
    ) -> TestResponse:
        """Send a form as the page `seite` would: with the token of this session."""
        token = read_token(self.client.get(seite).text)
        return self.client.post(ziel, data={**(daten or {}), "csrf_token": token}, **weitere)


def read_fokus(html: str) -> list[str]:
    """The names of the fields that take the focus when a page opens."""
    felder = re.findall(r"<(?:input|textarea|select)\b[^>]*\bautofocus\b[^>]*>", html)
    return [name[1] for feld in felder if (name := re.search(r'\bname="([^"]*)"', feld))]


def read_wert(html: str, name: str) -> str:
    """The value of the first field of that name on a page."""
    feld = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', html)
    assert feld, name
    wert = re.search(r'\bvalue="([^"]*)"', feld[0])
    return unescape(wert[1]) if wert else ""


def read_token(html: str) -> str:
    """The token of the first form of a page; "" where there is no form to send."""
    gefunden = TOKEN.search(html)
    return unescape(gefunden[2]) if gefunden else ""

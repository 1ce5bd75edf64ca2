"""Answers when something is not there, not allowed, or wrong: always a German sentence, never a
trace.
"""

import logging
from secrets import token_hex

from flask import Flask, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from bauaufsicht.domain.fehler import (
    AblageFehler,
    Fachfehler,
    NichtErlaubt,
    NichtSichtbar,
)
from bauaufsicht.web.anmeldeseite import render_anmeldung
from bauaufsicht.web.entwurf import get_eingaben
from bauaufsicht.web.forms.anmeldung import Anmeldeformular
from bauaufsicht.web.sitzung import get_sitzung

log = logging.getLogger(__name__)
Antwort = tuple[str, int]

TEXTE = {
    400: ("Diese Anfrage war nicht lesbar.", "Gehen Sie zurück und versuchen Sie es noch einmal."),
    403: (
        "Das ist mit Ihrer Rolle nicht möglich.",
        "Wenn Sie es brauchen, wenden Sie sich an die Leitung Ihrer Bauaufsicht.",
    ),
    404: (
        "Diese Seite gibt es nicht, oder sie ist für Sie nicht freigegeben.",
        "Prüfen Sie die Adresse oder gehen Sie zu Ihrer Liste der Vorgänge.",
    ),
    405: ("Diese Adresse lässt sich so nicht aufrufen.", "Gehen Sie zurück zur vorigen Seite."),
    413: (
        "Die Dateien sind zusammen größer als 250 MB. Es wurde nichts gespeichert.",
        "Teilen Sie die Unterlagen auf mehrere Nachrichten auf.",
    ),
    503: (
        "Der Speicher für Dateien antwortet gerade nicht. Es wurde nichts verändert.",
        "Versuchen Sie es in einigen Minuten noch einmal.",
    ),
}
TITEL = {
    400: "Anfrage nicht lesbar",
    403: "Nicht erlaubt",
    404: "Nicht gefunden",
    405: "So nicht möglich",
    409: "Gerade nicht möglich",
    413: "Zu groß",
    503: "Speicher nicht erreichbar",
}


def render_fehler(code: int, text: str = "", rat: str = "", kennung: str = "") -> Antwort:
    """A page for an error."""
    vorlage, vorrat = TEXTE.get(
        code, ("Die Anfrage ließ sich nicht ausführen.", "Gehen Sie zurück.")
    )
    return (
        render_template(
            "fehler.html",
            titel=TITEL.get(code, "Das hat nicht geklappt"),
            text=text or vorlage,
            rat=rat or vorrat,
            kennung=kennung,
        ),
        code,
    )


def render_abgelaufen() -> Antwort:
    """A session ended while somebody was typing: the log-in hands the typed text on."""
    eingaben = get_eingaben()
    if get_sitzung() is None and eingaben:
        return render_anmeldung(Anmeldeformular(formdata=None), eingaben=eingaben), 401
    return render_fehler(
        400,
        "Dieses Formular ist abgelaufen, weil Ihre Anmeldung geendet hat.",
        "Gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal.",
    )


def _redirect_formular(app: Flask, fehler: HTTPException) -> Response | None:
    """From the address that a form is sent to lead on to its page: the browser shows the former
    after an error, and asks for it again.
    """
    adapter = app.create_url_adapter(request)
    if not isinstance(fehler, MethodNotAllowed) or request.method != "GET" or adapter is None:
        return None
    try:
        seite = adapter.match(request.path.rpartition("/")[0] or "/", "GET")
    except HTTPException:
        return None
    return redirect(adapter.build(*seite))


def init_fehler(app: Flask) -> None:
    """Register the answers."""

    @app.errorhandler(NichtSichtbar)
    def nicht_sichtbar(_fehler: NichtSichtbar) -> Antwort:
        return render_fehler(404)

    @app.errorhandler(NichtErlaubt)
    def nicht_erlaubt(_fehler: NichtErlaubt) -> Antwort:
        return render_fehler(403)

    @app.errorhandler(Fachfehler)
    def fachfehler(fehler: Fachfehler) -> Antwort:
        return render_fehler(409, str(fehler), "Gehen Sie zurück und laden Sie die Seite neu.")

    @app.errorhandler(AblageFehler)
    def ablage(fehler: AblageFehler) -> Antwort:
        log.error("storage: %s", fehler)
        return render_fehler(503)

    @app.errorhandler(CSRFError)
    def formular_abgelaufen(_fehler: CSRFError) -> Antwort:
        return render_abgelaufen()

    @app.errorhandler(HTTPException)
    def http(fehler: HTTPException) -> Antwort | Response:
        return _redirect_formular(app, fehler) or render_fehler(fehler.code or 500)

    @app.errorhandler(Exception)
    def unerwartet(fehler: Exception) -> Antwort:
        kennung = token_hex(6)
        log.error("error %s on %s %s", kennung, request.method, request.path, exc_info=fehler)
        return render_fehler(
            500,
            "Hier ist uns ein Fehler unterlaufen. Was Sie eingegeben haben, ist nicht gespeichert.",
            "Gehen Sie zurück und versuchen Sie es noch einmal.",
            kennung,
        )

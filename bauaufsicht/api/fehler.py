"""Errors of the interface as RFC 9457 problem details, in German."""

import logging
from secrets import token_hex
from typing import Any

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from bauaufsicht.domain.fehler import AblageFehler, Fachfehler, NichtErlaubt, NichtSichtbar

log = logging.getLogger(__name__)

TEXTE = {
    400: ("Anfrage nicht lesbar", "Die Anfrage ist nicht lesbar."),
    404: ("Nicht gefunden", "Unter dieser Adresse gibt es nichts."),
    405: ("So nicht möglich", "Diese Adresse lässt sich so nicht aufrufen."),
    413: (
        "Zu groß",
        "Nachricht und Anlagen sind zusammen größer als 250 MB, oder ein großer Teil hat keinen "
        "Dateinamen (filename).",
    ),
}


class NichtAngemeldet(Exception):
    """There is no valid token."""


def create_problem(status: int, titel: str, text: str, **mehr: Any) -> Response:
    """A problem document."""
    antwort = jsonify(
        {"type": "about:blank", "title": titel, "status": status, "detail": text, **mehr}
    )
    antwort.status_code = status
    antwort.mimetype = "application/problem+json"
    return antwort


def create_http_problem(fehler: HTTPException) -> Response:
    """What HTTP itself says no to."""
    code = fehler.code or 500
    titel, text = TEXTE.get(code, ("Nicht möglich", "Die Anfrage wurde nicht ausgeführt."))
    antwort = create_problem(code, titel, text)
    if isinstance(fehler, MethodNotAllowed) and fehler.valid_methods:
        antwort.headers["Allow"] = ", ".join(sorted(fehler.valid_methods))
    return antwort


def init_fehler(bp: Blueprint) -> None:
    """Register the answers of the interface."""

    @bp.errorhandler(NichtAngemeldet)
    def nicht_angemeldet(_fehler: NichtAngemeldet) -> Response:
        antwort = create_problem(
            401, "Nicht angemeldet", "Senden Sie ein gültiges Token: Authorization: Bearer …"
        )
        antwort.headers["WWW-Authenticate"] = "Bearer"
        return antwort

    @bp.errorhandler(NichtSichtbar)
    def nicht_sichtbar(_fehler: NichtSichtbar) -> Response:
        return create_problem(404, "Nicht gefunden", "Unter dieser Adresse gibt es nichts.")

    @bp.errorhandler(NichtErlaubt)
    def nicht_erlaubt(_fehler: NichtErlaubt) -> Response:
        return create_problem(403, "Nicht erlaubt", "Dieses Token darf das nicht.")

    @bp.errorhandler(Fachfehler)
    def fachfehler(fehler: Fachfehler) -> Response:
        return create_problem(422, "Nicht angenommen", str(fehler), **fehler.details)

    @bp.errorhandler(AblageFehler)
    def ablage(fehler: AblageFehler) -> Response:
        log.error("storage: %s", fehler)
        antwort = create_problem(
            503,
            "Speicher nicht erreichbar",
            ("Es wurde nichts angenommen. Senden Sie später erneut."),
        )
        antwort.headers["Retry-After"] = "60"
        return antwort

    bp.register_error_handler(HTTPException, create_http_problem)

    @bp.errorhandler(Exception)
    def unerwartet(fehler: Exception) -> Response:
        kennung = token_hex(6)
        log.error("error %s", kennung, exc_info=fehler)
        return create_problem(
            500, "Interner Fehler", "Hier ist ein Fehler unterlaufen.", kennung=kennung
        )

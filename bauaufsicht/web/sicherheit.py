"""Headers of every answer, and protection of forms against foreign sites."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src "
    "'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
csrf = CSRFProtect()
P = ParamSpec("P")
R = TypeVar("R")


def allows_koerper(groesse: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare that requests to a view may have a bigger body (bytes) than a form has."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.koerpergroesse = groesse  # type: ignore[attr-defined]
        return view

    return declare


def init_sicherheit(app: Flask) -> None:
    """Set the headers and the CSRF protection up."""

    @app.before_request  # before the token is looked for in the body
    def set_koerpergroesse() -> None:
        view = app.view_functions.get(request.endpoint or "")
        groesse = getattr(view, "koerpergroesse", None)
        if groesse is not None:
            request.max_content_length = groesse

    csrf.init_app(app)
    sicher = app.config["SESSION_COOKIE_SECURE"]

    @app.after_request
    def set_kopfzeilen(antwort: Response) -> Response:
        antwort.headers.setdefault("Content-Security-Policy", CSP)
        antwort.headers.setdefault("X-Content-Type-Options", "nosniff")
        antwort.headers.setdefault("Referrer-Policy", "same-origin")
        antwort.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if sicher:
            antwort.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint == "static":
            antwort.headers["Cache-Control"] = "public, max-age=3600"
        else:
            antwort.headers.setdefault("Cache-Control", "no-store")
            antwort.vary.add("Cookie")
        return antwort

    @app.errorhandler(SecurityError)
    def refuse_host(_fehler: SecurityError) -> Response:
        # no address can be built for a host that is not ours, so there is no page around it
        text = "Unter diesem Namen gibt es hier nichts. Prüfen Sie die Adresse.\n"
        return Response(text, 400, mimetype="text/plain")

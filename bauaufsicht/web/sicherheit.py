"""Headers of every answer, and protection of forms against foreign sites."""

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src "
    "'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
csrf = CSRFProtect()


def init_sicherheit(app: Flask) -> None:
    """Set the headers and the CSRF protection up."""
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

"""JSON interface for form services, version 1."""

from flask import Flask, Response, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from bauaufsicht.api.fehler import create_http_problem, init_fehler
from bauaufsicht.api.v1 import bp

init_fehler(bp)


def init_app(app: Flask) -> None:
    """Register the interface; tokens take the place of cookies, so there is no CSRF to guard."""
    app.extensions["csrf"].exempt(bp)
    app.register_blueprint(bp)

    @app.before_request
    def check_adresse() -> Response | None:
        """Answer in the form of the interface where none of its routes matches, too."""
        fehler = request.routing_exception
        if isinstance(fehler, NotFound | MethodNotAllowed) and request.path.startswith("/api/"):
            return create_http_problem(fehler)
        return None

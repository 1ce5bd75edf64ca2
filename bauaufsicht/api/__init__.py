"""JSON interface for form services, version 1."""

from flask import Flask

from bauaufsicht.api.fehler import init_fehler
from bauaufsicht.api.v1 import bp

init_fehler(bp)


def init_app(app: Flask) -> None:
    """Register the interface; tokens take the place of cookies, so there is no CSRF to guard."""
    app.extensions["csrf"].exempt(bp)
    app.register_blueprint(bp)

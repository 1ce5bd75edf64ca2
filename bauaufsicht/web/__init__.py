"""Server-rendered pages."""

from typing import Any

from flask import Flask

from bauaufsicht.web import (
    akte,
    anmeldung,
    bescheid,
    beteiligung,
    betrieb,
    context,
    eingaenge,
    entwuerfe,
    fehler,
    hilfe,
    nachforderung,
    postfach,
    pruefung,
    unterlagen,
    vorgaenge,
)
from bauaufsicht.web.einstellungen import get_flask_config
from bauaufsicht.web.guards import init_guards
from bauaufsicht.web.sicherheit import init_sicherheit
from bauaufsicht.web.sitzung import init_sitzung

__all__ = ["get_flask_config", "init_app"]


def init_app(app: Flask) -> None:
    """Register all pages with what they share."""
    init_sicherheit(app)
    init_sitzung(app)
    init_guards(app)
    context.init_context(app)
    fehler.init_fehler(app)
    bereiche: tuple[Any, ...] = (
        anmeldung,
        vorgaenge,
        unterlagen,
        nachforderung,
        beteiligung,
        bescheid,
        akte,
        pruefung,
        eingaenge,
        entwuerfe,
        postfach,
        hilfe,
        betrieb,
    )
    for bereich in bereiche:
        app.register_blueprint(bereich.bp)

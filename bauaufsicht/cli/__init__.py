"""Commands of the administration; output is German, exit codes are in docs/betrieb.md."""

from flask import Flask

from bauaufsicht.cli.bestand import codelisten, datenbank, konto, stammdaten, xbau, zugang
from bauaufsicht.cli.dienst import ablage, start
from bauaufsicht.cli.eingang import eingang
from bauaufsicht.cli.kataster import kataster
from bauaufsicht.cli.vorgang import akte, vorgang


def init_app(app: Flask) -> None:
    """Hang all commands below the application's command group."""
    for kommando in (
        eingang,
        vorgang,
        akte,
        xbau,
        codelisten,
        datenbank,
        stammdaten,
        konto,
        zugang,
        ablage,
        kataster,
        start,
    ):
        app.cli.add_command(kommando)

"""`bauaufsicht start`: the embedded installation in one command; `bauaufsicht ablage`."""

import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import date
from types import FrameType

import click
from flask import Flask, current_app
from sqlalchemy.orm import Session
from waitress import create_server

from bauaufsicht.cli.grund import deutsch, einheit, exit_mit, get_ports
from bauaufsicht.db.base import db
from bauaufsicht.db.queries.betrieb import get_arbeiter_gesehen
from bauaufsicht.db.queries.kataster import list_generationen
from bauaufsicht.domain.eingang import Eingangsweg
from bauaufsicht.schulung import get_katasterdatei, list_nachrichten, read_konten
from bauaufsicht.services.ablage import close_waisen, list_waisen
from bauaufsicht.services.aufnahme import Datei, Lieferung, submit_lieferung
from bauaufsicht.services.kataster import Katasterangaben, import_kataster
from bauaufsicht.services.schulung import (
    assign_schulungsbeteiligte,
    import_schulungsdaten,
    list_bekannte_nachrichten,
)

WARTEZEIT_ARBEITER = 20
SCHULUNGSKATASTER = Katasterangaben("Schulung", date(2026, 10, 1))


@click.group("ablage")
def ablage() -> None:
    """Ablage der Dateien."""


@ablage.command("einrichten")
@deutsch
def einrichten() -> None:
    """Richtet die Ablage ein (Eimer im S3-Speicher) und prüft, dass sie nichts überschreibt."""
    get_ports().ablage.create_speicher()
    click.echo("Die Ablage ist eingerichtet.")


@ablage.command("waisen")
@click.option("--loeschen", is_flag=True, help="Die gefundenen Objekte löschen.")
@deutsch
def waisen(loeschen: bool) -> None:
    """Nennt Objekte der Ablage, die zu keinem Eintrag der Datenbank gehören."""
    if loeschen:
        click.echo(f"{close_waisen(einheit)} Objekte ohne Eintrag gelöscht.")
        return
    anzahl = 0
    for eintrag in list_waisen(einheit):
        anzahl += 1
        click.echo(f"{eintrag.schluessel}\t{eintrag.groesse}")
    click.echo(f"{anzahl} Objekte ohne Eintrag, älter als ein Tag.")


def import_schulungskataster() -> int:
    """Load the training parcels unless they are there already; how many were loaded."""
    with einheit() as uow:
        geladene = {g.quelle for g in list_generationen(uow.session)}
    if SCHULUNGSKATASTER.quelle in geladene:
        return 0
    bericht = import_kataster(
        einheit, get_katasterdatei(), SCHULUNGSKATASTER, lambda _anzahl, _anteil: None
    )
    return bericht.anzahl


def import_schulungsnachrichten() -> int:
    """Take in those training applications that are not there yet; how many were taken."""
    with einheit() as uow:
        bekannte = list_bekannte_nachrichten(uow)
    nachrichten = [n for n in list_nachrichten() if n.fakten["nachrichtenUUID"] not in bekannte]
    for nachricht in nachrichten:
        with ExitStack() as offen:
            dateien = [
                Datei(pfad.name, offen.enter_context(pfad.open("rb")), dokumentid)
                for dokumentid, pfad in nachricht.anlagen.items()
            ]
            strom = offen.enter_context(nachricht.pfad.open("rb"))
            submit_lieferung(
                einheit,
                Lieferung(Eingangsweg.KOMMANDO, Datei(nachricht.pfad.name, strom), dateien),
            )
    with einheit() as uow:
        assign_schulungsbeteiligte(uow)
    return len(nachrichten)


@click.command("start")
@deutsch
def start() -> None:
    """Startet die eingebettete Installation: Web, Arbeiter und (in der Schulung)
    Beispielvorgänge.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    config = app.extensions["einstellungen"]
    if config.schulung:
        with einheit() as uow:
            import_schulungsdaten(uow)
        if import_schulungskataster():
            click.echo("Die Schulungsflurstücke wurden geladen.")
        anzahl = import_schulungsnachrichten()
        if anzahl:
            click.echo(f"{anzahl} Schulungsnachrichten wurden aufgenommen.")
    try:
        server = create_server(
            app,
            host="127.0.0.1",
            port=config.port,
            threads=8,
            max_request_body_size=app.config["HOECHSTGROESSE_HOCHLADEN"],
        )
    except OSError:
        exit_mit(
            f"Der Port {config.port} ist belegt. Setzen Sie BAUAUFSICHT_PORT auf einen anderen."
        )
    for zeichen in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(zeichen, _interrupt)  # a background shell hands SIGINT down ignored
    # in a session of its own, so that Ctrl-C reaches this process alone, which then ends both
    arbeiter = subprocess.Popen(
        [sys.executable, "-m", "bauaufsicht", "worker"], start_new_session=True
    )
    try:
        if not _wait_arbeiter(arbeiter):
            exit_mit("Der Arbeiter ließ sich nicht starten. Die Meldung darüber sagt, warum.")
        _write_bereit(config.basisadresse, config.schulung)
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        arbeiter.terminate()
        arbeiter.wait(WARTEZEIT_ARBEITER)
        click.echo("Beendet.")


def _wait_arbeiter(arbeiter: subprocess.Popen[bytes]) -> bool:
    """Wait for the worker's first sign of life; False when it has ended. A slow one may go on."""
    beginn = get_ports().uhr.jetzt()
    ende = time.monotonic() + WARTEZEIT_ARBEITER
    while arbeiter.poll() is None and time.monotonic() < ende:
        with Session(db.engine) as session:
            gesehen = get_arbeiter_gesehen(session)
        if gesehen is not None and gesehen >= beginn:
            break
        time.sleep(0.1)
    return arbeiter.poll() is None


def _interrupt(_zeichen: int, _rahmen: FrameType | None) -> None:
    raise KeyboardInterrupt


def _write_bereit(adresse: str, schulung: bool) -> None:
    if schulung:
        click.echo("\nAnmeldungen für die Schulung (oder auf der Anmeldeseite mit einem Klick):")
        for konto in read_konten():
            click.echo(f"  {konto.email:46} {konto.passwort:16} {konto.anzeigename}, {konto.rolle}")
    click.echo(f"\nBereit: {adresse}", nl=True)
    click.echo("Mit Strg+C beenden.")
    sys.stdout.flush()

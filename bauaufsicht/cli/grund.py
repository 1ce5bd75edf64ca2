"""What all commands share: the ports, a unit of work, German errors, the set-up of an empty
folder.
"""

import fcntl
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
from flask import current_app

from bauaufsicht.cli.sprache import set_deutsch
from bauaufsicht.db.base import db
from bauaufsicht.db.migration import check_schema, write_schema
from bauaufsicht.db.uow import UnitOfWork, unit_of_work
from bauaufsicht.domain.fehler import AblageFehler, Fachfehler, NichtSichtbar
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import SYSTEM
from bauaufsicht.services.schulung import import_schulungsdaten

ZURUECKGEWIESEN = 3
FEHLER = 1

set_deutsch()  # before any command is defined

P = ParamSpec("P")
R = TypeVar("R")


def get_ports() -> Ports:
    """The ports of the running application."""
    ports: Ports = current_app.extensions["ports"]
    return ports


def einheit() -> AbstractContextManager[UnitOfWork]:
    """A unit of work of the house itself."""
    return unit_of_work(SYSTEM, get_ports())


def exit_mit(meldung: str, code: int = FEHLER) -> NoReturn:
    """Say what is wrong and stop."""
    click.echo(meldung, err=True)
    sys.exit(code)


def deutsch(funktion: Callable[P, R]) -> Callable[P, R]:
    """Turn errors of the rules into a German sentence and exit code 1."""

    @wraps(funktion)
    def umhuellt(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return funktion(*args, **kwargs)
        except NichtSichtbar:
            exit_mit("Nicht gefunden. Prüfen Sie die Schreibweise.")
        except Fachfehler as fehler:
            exit_mit(str(fehler))
        except AblageFehler as fehler:
            exit_mit(f"Der Speicher für Dateien antwortet nicht wie erwartet: {fehler}")

    return umhuellt


@contextmanager
def _sperre(datei: Any) -> Iterator[None]:
    with datei.open("w") as griff:
        fcntl.flock(griff, fcntl.LOCK_EX)
        yield


def prepare_eingebettet() -> None:
    """Bring the embedded data folder up to date; in training mode load the authorities."""
    config = current_app.extensions["einstellungen"]
    if not config.eingebettet:
        return
    with _sperre(config.daten / ".einrichtung"):
        if not check_schema(db.engine):
            write_schema(db.engine)
        if config.schulung:
            with einheit() as uow:
                import_schulungsdaten(uow)

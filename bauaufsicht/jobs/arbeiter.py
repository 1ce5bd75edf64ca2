"""The worker: takes due jobs one after the other until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta
from uuid import UUID

import click
from flask import current_app
from sqlalchemy.exc import IntegrityError

from bauaufsicht.db.uow import Einheit, UnitOfWork, unit_of_work
from bauaufsicht.domain.auftraege import Auftragsart
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import SYSTEM
from bauaufsicht.jobs.funktionen import FUNKTIONEN
from bauaufsicht.services.aufnahme import LIEGEZEIT, request_liegengebliebene
from bauaufsicht.services.auftrag import (
    LEBENSZEICHEN,
    assign_auftrag,
    close_arbeiter,
    close_auftrag,
    record_lebenszeichen,
    reopen_auftrag,
)

PAUSE = 1.0
log = logging.getLogger(__name__)


def submit_naechsten(einheit: Einheit) -> bool:
    """Take and do one due job; whether there was one. A failing job is put back."""
    with einheit() as uow:
        auftrag = assign_auftrag(uow)
    if auftrag is None:
        return False
    try:
        FUNKTIONEN[Auftragsart(auftrag.art)](einheit, auftrag.nutzlast)
    except Exception as fehler:
        log.exception("Auftrag %s (%s) ist fehlgeschlagen", auftrag.id, auftrag.art)
        with einheit() as uow:
            reopen_auftrag(uow, auftrag, f"{type(fehler).__name__}: {fehler}")
    else:
        with einheit() as uow:
            close_auftrag(uow, auftrag)
    return True


def request_offene(einheit: Einheit, liegezeit: timedelta = LIEGEZEIT) -> None:
    """Find what a process left behind."""
    _request(einheit, lambda uow: request_liegengebliebene(uow, liegezeit))


def request_taegliche(einheit: Einheit) -> None:
    """What is due once a day is asked for by its date, so that two workers do not double it."""
    _request(
        einheit,
        lambda uow: uow.request_auftrag(Auftragsart.ABLAGE_AUFRAEUMEN, uow.heute().isoformat(), {}),
    )


def _request(einheit: Einheit, frage: Callable[[UnitOfWork], object]) -> None:
    """Ask for jobs; if another worker has asked for the same, its jobs count."""
    with suppress(IntegrityError), einheit() as uow:
        frage(uow)


class Arbeiterschleife:
    """One worker with its sign of life."""

    def __init__(self, einheit: Einheit, ports: Ports, ende: threading.Event) -> None:
        self.einheit = einheit
        self.ports = ports
        self.ende = ende
        self.id: UUID = ports.zufall.uuid()
        self.gestartet: datetime = ports.uhr.jetzt()
        self.gemeldet: datetime | None = None

    def run(self) -> None:
        """Work until `ende` is set; the job in hand is finished first."""
        while not self.ende.is_set():
            self._report()
            if not submit_naechsten(self.einheit):
                self.ende.wait(PAUSE)
        with self.einheit() as uow:
            close_arbeiter(uow, self.id)

    def _report(self) -> None:
        jetzt = self.ports.uhr.jetzt()
        if self.gemeldet is not None and jetzt - self.gemeldet < LEBENSZEICHEN:
            return
        with self.einheit() as uow:
            record_lebenszeichen(uow, self.id, self.gestartet)
        request_offene(self.einheit)
        if self.gemeldet is None or jetzt.date() != self.gemeldet.date():
            request_taegliche(self.einheit)
        self.gemeldet = jetzt


@click.command("worker")
@click.option("--einmal", is_flag=True, help="Alle fälligen Aufträge erledigen und enden.")
def worker(einmal: bool) -> None:
    """Erledigt Aufträge aus der Datenbank, bis er beendet wird."""
    ports: Ports = current_app.extensions["ports"]

    def einheit() -> AbstractContextManager[UnitOfWork]:
        return unit_of_work(SYSTEM, ports)

    if einmal:
        request_offene(einheit, timedelta(0))
        while submit_naechsten(einheit):
            pass
        return
    ende = threading.Event()
    for zeichen in (signal.SIGINT, signal.SIGTERM):
        signal.signal(zeichen, lambda *_: ende.set())
    Arbeiterschleife(einheit, ports, ende).run()

"""The worker: takes due jobs one after the other until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from uuid import UUID

import click
from flask import Flask, current_app
from sqlalchemy.exc import IntegrityError

from bauaufsicht.db.uow import Einheit, UnitOfWork, unit_of_work
from bauaufsicht.domain.auftraege import Auftragsart
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import SYSTEM
from bauaufsicht.jobs.funktionen import FUNKTIONEN
from bauaufsicht.services.aufnahme import LIEGEZEIT, request_liegengebliebene
from bauaufsicht.services.auftrag import (
    LEBENSZEICHEN,
    Auftragsnahme,
    assign_auftrag,
    close_arbeiter,
    close_auftrag,
    record_lebenszeichen,
    record_sperre,
    reopen_auftrag,
)
from bauaufsicht.services.benachrichtigung import request_wartende
from bauaufsicht.services.dateipruefung import request_ausstehende, request_nachzuholende

PAUSE = 1.0
log = logging.getLogger(__name__)
Meldung = Callable[[UnitOfWork], None]


def submit_naechsten(einheit: Einheit, melden: Meldung = lambda _: None) -> bool:
    """Take and do one due job; whether there was one. A failing job is put back.

    While it runs, its lease is renewed and the worker says by `melden` that it lives.
    """
    with einheit() as uow:
        auftrag = assign_auftrag(uow)
    if auftrag is None:
        return False
    try:
        with open_herzschlag(einheit, auftrag, melden):
            FUNKTIONEN[Auftragsart(auftrag.art)](einheit, auftrag.nutzlast)
    except Exception as fehler:
        log.exception("Auftrag %s (%s) ist fehlgeschlagen", auftrag.id, auftrag.art)
        with einheit() as uow:
            reopen_auftrag(uow, auftrag, f"{type(fehler).__name__}: {fehler}")
    else:
        with einheit() as uow:
            close_auftrag(uow, auftrag)
    return True


@contextmanager
def open_herzschlag(einheit: Einheit, auftrag: Auftragsnahme, melden: Meldung) -> Iterator[None]:
    """Renew the lease from a thread beside the job; it ends with the job, and with the process."""
    ende = threading.Event()

    def beat() -> None:
        while not ende.wait(LEBENSZEICHEN.total_seconds()):
            try:
                with einheit() as uow:
                    record_sperre(uow, auftrag)
                    melden(uow)
            except Exception:
                log.exception("Die Sperre von Auftrag %s ließ sich nicht verlängern", auftrag.id)

    faden = threading.Thread(target=beat, daemon=True)
    faden.start()
    try:
        yield
    finally:
        ende.set()
        faden.join()


def request_offene(einheit: Einheit, liegezeit: timedelta = LIEGEZEIT) -> None:
    """Find what a process left behind, and inspections for which something was missing."""
    _request(einheit, lambda uow: request_liegengebliebene(uow, liegezeit))
    _request(einheit, request_ausstehende)


def request_taegliche(einheit: Einheit) -> None:
    """What is due once a day is asked for by its date, so that two workers do not double it."""
    _request(
        einheit,
        lambda uow: uow.request_auftrag(Auftragsart.ABLAGE_AUFRAEUMEN, uow.heute().isoformat(), {}),
    )
    _request(einheit, request_nachzuholende)
    _request(einheit, request_wartende)


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
            if not submit_naechsten(self.einheit, self._record):
                self.ende.wait(PAUSE)
        with self.einheit() as uow:
            close_arbeiter(uow, self.id)

    def _record(self, uow: UnitOfWork) -> None:
        record_lebenszeichen(uow, self.id, self.gestartet)

    def _report(self) -> None:
        jetzt = self.ports.uhr.jetzt()
        if self.gemeldet is not None and jetzt - self.gemeldet < LEBENSZEICHEN:
            return
        with self.einheit() as uow:
            self._record(uow)
        request_offene(self.einheit)
        if self.gemeldet is None or jetzt.date() != self.gemeldet.date():
            request_taegliche(self.einheit)
        self.gemeldet = jetzt


@click.command("worker")
@click.option("--einmal", is_flag=True, help="Alle fälligen Aufträge erledigen und enden.")
def worker(einmal: bool) -> None:
    """Erledigt Aufträge aus der Datenbank, bis er beendet wird."""
    ports: Ports = current_app.extensions["ports"]
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    @contextmanager
    def einheit() -> Iterator[UnitOfWork]:
        with app.app_context(), unit_of_work(SYSTEM, ports) as uow:  # in any thread
            yield uow

    if einmal:
        request_offene(einheit, timedelta(0))
        while submit_naechsten(einheit):
            pass
        return
    ende = threading.Event()
    for zeichen in (signal.SIGINT, signal.SIGTERM):
        signal.signal(zeichen, lambda *_: ende.set())
    Arbeiterschleife(einheit, ports, ende).run()

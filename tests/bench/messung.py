"""What all measurements share: databases, times, memory."""

import resource
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles

from flask import Flask

from bauaufsicht.adapters.fakes.passwort import SchnellerPasswortpruefer
from bauaufsicht.bootstrap import create_app, create_ports
from bauaufsicht.db.base import db
from bauaufsicht.db.migration import write_schema
from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import SYSTEM
from bauaufsicht.services.schulung import import_schulungsdaten
from config import Config
from tests.plugins.postgresql import find_programme, run_postgresql
from tests.plugins.voraussetzung import XBAU


@dataclass(frozen=True, slots=True)
class Umgebung:
    """An application on one database, with its data folder."""

    dialekt: str
    app: Flask
    ports: Ports
    ordner: Path


@contextmanager
def umgebungen(ordner: Path) -> Iterator[list[Umgebung]]:
    """One environment on SQLite, and one on PostgreSQL where it is installed."""
    urls = {"SQLite": f"sqlite:///{ordner}/sqlite/bench.db"}
    programme = find_programme()
    if programme is None:
        print("PostgreSQL fehlt: nur SQLite wird gemessen.")
        yield [_create("SQLite", urls["SQLite"], ordner / "sqlite")]
        return
    with run_postgresql(programme, einstellungen=()) as server:
        urls["PostgreSQL"] = server.neue_datenbank()
        alle = [_create(name, url, ordner / name.lower()) for name, url in urls.items()]
        try:
            yield alle
        finally:
            for eine in alle:
                with eine.app.app_context():
                    db.engine.dispose()


def _create(dialekt: str, url: str, ordner: Path) -> Umgebung:
    ordner.mkdir(parents=True, exist_ok=True)
    config = Config.from_env({"BAUAUFSICHT_DATEN": str(ordner), "BAUAUFSICHT_DATENBANK": url})
    ports = replace(create_ports(config), passwort=SchnellerPasswortpruefer())
    if XBAU.is_dir():
        ports.schemata.import_quelle(XBAU / "xsd")
    app = create_app(config, ports)
    with app.app_context():
        write_schema(db.engine)
        with unit_of_work(SYSTEM, ports) as uow:
            import_schulungsdaten(uow)
    return Umgebung(dialekt, app, ports, ordner)


def measure(lauf: Callable[[], object], wiederholungen: int) -> list[float]:
    """Seconds of each run."""
    zeiten = []
    for _ in range(wiederholungen):
        beginn = time.perf_counter()
        lauf()
        zeiten.append(time.perf_counter() - beginn)
    return zeiten


def format_zeiten(zeiten: list[float]) -> str:
    """Median and p95 in milliseconds."""
    p95 = quantiles(zeiten, n=20)[-1] if len(zeiten) > 1 else zeiten[0]
    return f"Median {median(zeiten) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms"


def get_speicher() -> int:
    """Peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def clear_ordner(ordner: Path) -> None:
    """Remove a folder of a measurement."""
    shutil.rmtree(ordner, ignore_errors=True)

"""A PostgreSQL server of the test run's own (one per xdist worker: it is up in a second)."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.plugins.prozess import run_server
from tests.plugins.voraussetzung import require

KONTO = "bauaufsicht-test"
SCHNELL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A running server, reached by its unix socket only, so that no port can be taken."""

    sockel: Path
    _nummern: Iterator[int] = field(default_factory=lambda: count(1))

    def neue_datenbank(self, vorlage: str | None = None) -> str:
        """Create a database and return its SQLAlchemy URL.

        `vorlage` is the name or URL of a database to copy; nobody may be connected to it.
        """
        name = f"test_{next(self._nummern)}"
        befehl = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(_get_name(vorlage or "template0"))
        )
        with self._connect() as verbindung:
            verbindung.execute(befehl)
        return f"postgresql+psycopg://app@/{name}?host={self.sockel}"

    def entferne_datenbank(self, name: str) -> None:
        """Drop a database by name or URL; whoever is connected is thrown out."""
        befehl = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
            sql.Identifier(_get_name(name))
        )
        with self._connect() as verbindung:
            verbindung.execute(befehl)

    def is_bereit(self) -> bool:
        """Whether it takes connections."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockel), user="app", dbname="postgres", autocommit=True
        )


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """The server; skipped when PostgreSQL is not installed."""
    programme = find_programme()
    require(programme is not None, "PostgreSQL-Server (Paket postgresql)")
    assert programme is not None
    with run_postgresql(programme) as server:
        yield server


@contextmanager
def run_postgresql(
    programme: Path, einstellungen: tuple[str, ...] = SCHNELL
) -> Iterator[PostgresqlServer]:
    """Start a server in a folder of its own; stopped and thrown away at the end.

    Without `einstellungen` it is as durable as in production.
    """
    konto = _get_konto()
    # Not under pytest's folder: it is closed to other users, and a socket's path is short.
    ordner = Path(tempfile.mkdtemp(prefix="ba-pg-", dir="/tmp"))
    try:
        ordner.chmod(0o711)
        if konto is not None:
            shutil.chown(ordner, konto, konto)
        server = PostgresqlServer(ordner)
        daten = ordner / "daten"
        _create_cluster(programme, daten, konto)
        alle = (*einstellungen, "listen_addresses=", f"unix_socket_directories={ordner}")
        befehl = [str(programme / "postgres"), "-D", str(daten)]
        befehl += [teil for wert in alle for teil in ("-c", wert)]
        # SIGQUIT: stop at once; the data is thrown away.
        with run_server(
            befehl, ordner=ordner, is_bereit=server.is_bereit, konto=konto, ende=signal.SIGQUIT
        ):
            yield server
    finally:
        shutil.rmtree(ordner, ignore_errors=True)


def _get_name(name_oder_url: str) -> str:
    return make_url(name_oder_url).database or "" if "://" in name_oder_url else name_oder_url


def find_programme() -> Path | None:
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda pfad: float(pfad.parts[-3])
    )
    gefunden = shutil.which("initdb")
    if debian:
        return debian[-1].parent
    return Path(gefunden).resolve().parent if gefunden else None


def _get_konto() -> str | None:
    """An OS user for root to run the server as, because PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for _ in range(20):
        try:
            return pwd.getpwnam(KONTO).pw_name
        except KeyError:
            # Another worker may be doing the same: the loser looks again.
            subprocess.run(
                ["useradd", "--system", "--no-create-home", "--user-group", KONTO],
                stderr=subprocess.DEVNULL,
                check=False,
            )
            time.sleep(0.1)
    raise RuntimeError(f"no OS user {KONTO}")


def _create_cluster(programme: Path, daten: Path, konto: str | None) -> None:
    befehl = [str(programme / "initdb"), "-D", str(daten), "-U", "app", "-A", "trust"]
    befehl += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    subprocess.run(
        befehl,
        cwd=daten.parent,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        user=konto,
        group=konto,
        extra_groups=None if konto is None else [],
        check=True,
    )

"""An application per test, on SQLite and on PostgreSQL, with fakes where the outside begins.

A template database is migrated and filled once per session and dialect; each test gets a copy.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.dateipruefer import Anfangspruefer
from bauaufsicht.adapters.fakes.passwort import SchnellerPasswortpruefer
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.adapters.fakes.virenscanner import EicarScanner
from bauaufsicht.adapters.fakes.zufall import FesterZufall
from bauaufsicht.adapters.kataster.leser import KatasterDateien
from bauaufsicht.adapters.pdf.satz import TypstSatz
from bauaufsicht.adapters.xbau.codelisten import GenericodeLeser
from bauaufsicht.adapters.xbau.leser import XbauLeser
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.adapters.xbau.schreiber import XbauSchreiber
from bauaufsicht.bootstrap import create_app
from bauaufsicht.db.base import db, set_verbindungsregeln
from bauaufsicht.db.migration import write_schema
from bauaufsicht.db.uow import UnitOfWork, unit_of_work
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import SYSTEM, Akteur
from bauaufsicht.services.aufnahme import submit_lieferung
from bauaufsicht.services.eingang import Aufnahmeergebnis
from bauaufsicht.services.schulung import import_schulungsdaten
from config import Config
from tests.factories.lieferung import Probe

if TYPE_CHECKING:
    from tests.plugins.postgresql import PostgresqlServer

pytest_plugins = (
    "tests.plugins.voraussetzung",
    "tests.plugins.postgresql",
    "tests.plugins.seaweedfs",
    "tests.plugins.clamd",
    "tests.plugins.chromium",
    "tests.plugins.smtp",
)

DIALEKTE = ("sqlite", "postgresql")
JETZT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BASISADRESSE = "http://localhost"
LINKZIELE = frozenset({"ablage.stadt-ilmenau.example"})

Einheit = Callable[..., AbstractContextManager[UnitOfWork]]


class Aufnahme(Protocol):
    """Takes a delivery in as the command line would, or as another actor."""

    def __call__(
        self,
        probe: Probe,
        akteur: Akteur = ...,
        **weiteres: object,
    ) -> Aufnahmeergebnis: ...


@pytest.fixture(scope="session")
def schemata_amtlich(xbau_daten: Path, tmp_path_factory: pytest.TempPathFactory) -> Schemata:
    """The official schemas of all versions; skipped where they are not at hand."""
    schemata = Schemata(tmp_path_factory.mktemp("schemata"))
    schemata.import_quelle(xbau_daten / "xsd")
    return schemata


@pytest.fixture(scope="session")
def schemata_ohne(tmp_path_factory: pytest.TempPathFactory) -> Schemata:
    """No schema set up."""
    return Schemata(tmp_path_factory.mktemp("keine-schemata"))


@pytest.fixture
def schemata(request: pytest.FixtureRequest) -> Schemata:
    """None set up, unless a test asks for "amtlich" by indirect parameter."""
    art: str = getattr(request, "param", "ohne")
    geladen: Schemata = request.getfixturevalue(f"schemata_{art}")
    return geladen


@pytest.fixture
def uhr() -> FesteUhr:
    """A clock that stands at JETZT until the test moves it."""
    return FesteUhr(JETZT)


@pytest.fixture
def ablage(uhr: FesteUhr) -> AblageSpeicher:
    """An empty storage in memory."""
    return AblageSpeicher(uhr)


@pytest.fixture
def ports(uhr: FesteUhr, ablage: AblageSpeicher, schemata: Schemata) -> Ports:
    """Fakes for what lies outside; reader and writer of XBau are the real ones."""
    return create_ports(uhr, ablage, schemata)


def create_ports(uhr: FesteUhr, ablage: AblageSpeicher, schemata: Schemata, saat: int = 1) -> Ports:
    """Ports of a test."""
    return Ports(
        ablage=ablage,
        leser=XbauLeser(schemata),
        schreiber=XbauSchreiber(schemata),
        codelisten=GenericodeLeser(),
        schemata=schemata,
        satz=TypstSatz(),
        schulung=True,
        uhr=uhr,
        zufall=FesterZufall(saat),
        passwort=SchnellerPasswortpruefer(),
        dateipruefer=Anfangspruefer(),
        virenscanner=EicarScanner(),
        kataster=KatasterDateien(),
        erlaubte_linkziele=LINKZIELE,
    )


def create_config(daten: Path, datenbank: str) -> Config:
    """Settings of an installation in training mode."""
    return Config(
        schulung=True,
        daten=daten,
        datenbank=datenbank,
        geheimnis="nur-fuer-tests-nur-fuer-tests-nur-fuer-tests",
        basisadresse=BASISADRESSE,
        port=8000,
        vertrauenswuerdige_hosts=("localhost",),
        schemata=daten / "schemata",
        erlaubte_linkziele=LINKZIELE,
    )


@contextmanager
def open_app(config: Config, ports: Ports) -> Iterator[Flask]:
    """An application whose connections are closed at the end."""
    app = create_app(config, ports)
    app.testing = True
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session", params=DIALEKTE)
def dialekt(request: pytest.FixtureRequest) -> str:
    """Each database in turn."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def vorlage_sqlite(tmp_path_factory: pytest.TempPathFactory, schemata_ohne: Schemata) -> Path:
    """A migrated SQLite file with the training base data."""
    ordner = tmp_path_factory.mktemp("vorlage-sqlite")
    _fill_vorlage(ordner, f"sqlite:///{ordner / 'vorlage.db'}", schemata_ohne)
    return ordner / "vorlage.db"


@pytest.fixture(scope="session")
def vorlage_postgresql(
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_server: "PostgresqlServer",
    schemata_ohne: Schemata,
) -> str:
    """URL of a migrated PostgreSQL database with the training base data."""
    url = postgresql_server.neue_datenbank()
    _fill_vorlage(tmp_path_factory.mktemp("vorlage-postgresql"), url, schemata_ohne)
    return url


def _fill_vorlage(ordner: Path, url: str, schemata: Schemata) -> None:
    uhr = FesteUhr(JETZT)
    ports = create_ports(uhr, AblageSpeicher(uhr), schemata, saat=0)
    with open_app(create_config(ordner, url), ports) as app, app.app_context():
        write_schema(db.engine)
        with unit_of_work(SYSTEM, ports) as uow:
            import_schulungsdaten(uow)


@pytest.fixture
def schneller_ordner() -> Iterator[Path]:
    """An empty folder, in memory where the machine has such: SQLite waits for the disk."""
    schnell = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="ba-test-", dir=schnell if os.access(schnell, os.W_OK) else None
    ) as ordner:
        yield Path(ordner)


@pytest.fixture
def datenbank(
    request: pytest.FixtureRequest, dialekt: str, schneller_ordner: Path
) -> Iterator[str]:
    """URL of a database of the test's own with the training base data."""
    vorlage = request.getfixturevalue(f"vorlage_{dialekt}")
    if dialekt == "sqlite":
        yield f"sqlite:///{shutil.copyfile(vorlage, schneller_ordner / 'bauaufsicht.db')}"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    url = server.neue_datenbank(vorlage)
    yield url
    server.entferne_datenbank(url)


@contextmanager
def open_leere_datenbank(
    request: pytest.FixtureRequest, dialekt: str, datei: Path
) -> Iterator[Engine]:
    """An engine on a database without any table."""
    server: PostgresqlServer | None = None
    url = f"sqlite:///{datei}"
    if dialekt == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        url = server.neue_datenbank()
    engine = create_engine(url)
    set_verbindungsregeln(engine)
    yield engine
    engine.dispose()
    if server is not None:
        server.entferne_datenbank(url)


@pytest.fixture
def leere_datenbank(
    request: pytest.FixtureRequest, dialekt: str, schneller_ordner: Path
) -> Iterator[Engine]:
    """An empty database."""
    with open_leere_datenbank(request, dialekt, schneller_ordner / "leer.db") as engine:
        yield engine


@pytest.fixture
def zweite_datenbank(
    request: pytest.FixtureRequest, dialekt: str, schneller_ordner: Path
) -> Iterator[Engine]:
    """Another empty database."""
    with open_leere_datenbank(request, dialekt, schneller_ordner / "zweite.db") as engine:
        yield engine


@pytest.fixture
def config(datenbank: str, tmp_path: Path) -> Config:
    """Settings of the test's application."""
    return create_config(tmp_path / "daten", datenbank)


@pytest.fixture
def app(config: Config, ports: Ports) -> Iterator[Flask]:
    """The application. No context is pushed: requests of the client must bring their own."""
    with open_app(config, ports) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a session; each unit of work has a session of its own."""
    return app.test_client()


@pytest.fixture
def engine(app: Flask) -> Engine:
    """The application's engine, for what only a superuser of the database can do."""
    with app.app_context():
        return db.engine


@pytest.fixture
def einheit(app: Flask, ports: Ports) -> Einheit:
    """Opens a unit of work for an actor (default: the house itself); for threads too."""

    @contextmanager
    def open_einheit(akteur: Akteur = SYSTEM) -> Iterator[UnitOfWork]:
        with app.app_context(), unit_of_work(akteur, ports) as uow:
            yield uow

    return open_einheit


@pytest.fixture
def nimm_auf(einheit: Einheit) -> Aufnahme:
    """Takes a delivery in through the real intake and returns what the sender is told."""

    def submit(probe: Probe, akteur: Akteur = SYSTEM, **weiteres: object) -> Aufnahmeergebnis:
        with probe.open(**weiteres) as lieferung:  # type: ignore[arg-type]
            return submit_lieferung(lambda: einheit(akteur), lieferung)

    return submit

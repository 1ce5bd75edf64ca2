"""A real installation for the journeys: `bauaufsicht start` in a folder of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, Response, expect

from tests.plugins.chromium import NeueSeite
from tests.plugins.prozess import get_freie_ports, run_server

Gast = Callable[..., Page]
FRIST_MS = 40_000  # two slow cores share the browser, the server and its worker
expect.set_options(timeout=FRIST_MS)


@pytest.fixture(scope="session")
def adresse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base address of a running installation with the training cases."""
    ordner = tmp_path_factory.mktemp("installation")
    yield from run_anlage(ordner, {})


def run_anlage(ordner: Path, einstellungen: Mapping[str, str]) -> Iterator[str]:
    """Run `bauaufsicht start` in a folder; its base address."""
    (port,) = get_freie_ports(1)
    protokoll = ordner / "protokoll.txt"
    with run_server(
        [sys.executable, "-m", "bauaufsicht", "start"],
        ordner=ordner,
        is_bereit=lambda: "Bereit: " in protokoll.read_text(errors="replace"),
        umgebung={**create_umgebung(ordner, einstellungen), "BAUAUFSICHT_PORT": str(port)},
        ende=signal.SIGTERM,
    ):
        yield f"http://127.0.0.1:{port}"
    assert "Traceback" not in protokoll.read_text(errors="replace")


def create_umgebung(ordner: Path, einstellungen: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command of an installation in `ordner`."""
    return {
        "BAUAUFSICHT_DATEN": str(ordner / "daten"),
        "HOME": str(ordner),
        "PATH": os.environ.get("PATH", os.defpath),
        **einstellungen,
    }


def run_befehl(ordner: Path, einstellungen: Mapping[str, str], *befehl: str) -> str:
    """Run another command of that installation; what it prints."""
    return subprocess.run(
        [sys.executable, "-m", "bauaufsicht", *befehl],
        cwd=ordner,
        env={"LC_ALL": "C.UTF-8", **create_umgebung(ordner, einstellungen)},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout


@dataclass(frozen=True, slots=True)
class Anlage:
    """A running installation and its commands."""

    adresse: str
    ordner: Path
    einstellungen: Mapping[str, str]

    def run(self, *befehl: str) -> str:
        """Run a command beside the running server; what it prints."""
        return run_befehl(self.ordner, self.einstellungen, *befehl)


@pytest.fixture(scope="module", params=["eingebettet", "mit Servern"])
def anlage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Anlage]:
    """SQLite and files in a folder; PostgreSQL, S3 and clamd."""
    ordner = tmp_path_factory.mktemp("anlage")
    einstellungen: dict[str, str] = {}
    if request.param != "eingebettet":
        s3 = request.getfixturevalue("s3_server")
        einstellungen = {
            "BAUAUFSICHT_DATENBANK": request.getfixturevalue("postgresql_server").neue_datenbank(),
            "BAUAUFSICHT_S3_ENDPUNKT": s3.endpunkt,
            "BAUAUFSICHT_S3_ZUGRIFF": s3.zugriff,
            "BAUAUFSICHT_S3_GEHEIMNIS": s3.geheimnis,
            "BAUAUFSICHT_S3_EIMER": "vorgangsraum",
            "BAUAUFSICHT_S3_SICHER": "nein",
            "BAUAUFSICHT_CLAMD": request.getfixturevalue("clamd_server").sockel,
        }
        run_befehl(ordner, einstellungen, "datenbank", "aktualisieren")
        run_befehl(ordner, einstellungen, "ablage", "einrichten")
    for adresse in run_anlage(ordner, einstellungen):
        yield Anlage(adresse, ordner, einstellungen)


@pytest.fixture
def gast(neue_seite: NeueSeite, adresse: str) -> Iterator[Gast]:
    """Opens pages of the installation; at the end none of them may have complained."""
    yield from open_gaeste(neue_seite, adresse)


def open_gaeste(neue_seite: NeueSeite, adresse: str) -> Iterator[Gast]:
    """Opens pages of an installation; at the end none of them may have complained.

    Complaints are errors of scripts, reports of the Content-Security-Policy and files that are
    missing. What a page itself answers (404 for a foreign case) is the journey's business.
    """
    klagen: list[str] = []

    def note_meldung(meldung: ConsoleMessage) -> None:
        if meldung.type in {"error", "warning"} and "Failed to load resource" not in meldung.text:
            klagen.append(f"{meldung.location.get('url')}: {meldung.text}")

    def note_antwort(antwort: Response) -> None:
        if antwort.status >= 400 and antwort.request.resource_type not in {"document", "xhr"}:
            klagen.append(f"{antwort.status} {antwort.url}")

    def open_gast(**optionen: object) -> Page:
        seite = neue_seite(base_url=adresse, **optionen)
        seite.context.set_default_timeout(FRIST_MS)
        seite.on("console", note_meldung)
        seite.on("pageerror", lambda fehler: klagen.append(str(fehler)))
        seite.on("response", note_antwort)
        return seite

    yield open_gast
    assert klagen == []

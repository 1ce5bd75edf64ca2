"""A real installation for the journeys: `bauaufsicht start` in a folder of its own."""

import os
import signal
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, Response, expect

from tests.plugins.chromium import NeueSeite
from tests.plugins.prozess import get_freie_ports, run_server

Gast = Callable[..., Page]
FRIST_MS = 20_000  # two slow cores share the browser, the server and its worker
expect.set_options(timeout=FRIST_MS)


@pytest.fixture(scope="session")
def adresse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base address of a running installation with the training cases."""
    ordner = tmp_path_factory.mktemp("installation")
    (port,) = get_freie_ports(1)
    umgebung = {
        "BAUAUFSICHT_DATEN": str(ordner / "daten"),
        "BAUAUFSICHT_PORT": str(port),
        "HOME": str(ordner),
        "PATH": os.environ.get("PATH", os.defpath),
    }
    protokoll = ordner / "protokoll.txt"
    with run_server(
        [sys.executable, "-m", "bauaufsicht", "start"],
        ordner=ordner,
        is_bereit=lambda: "Bereit: " in protokoll.read_text(errors="replace"),
        umgebung=umgebung,
        ende=signal.SIGTERM,
    ):
        yield f"http://127.0.0.1:{port}"
    assert "Traceback" not in protokoll.read_text(errors="replace")


@pytest.fixture
def gast(neue_seite: NeueSeite, adresse: str) -> Iterator[Gast]:
    """Opens pages of the installation; at the end none of them may have complained.

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

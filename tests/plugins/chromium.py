"""A browser for the journeys: Debian's Chromium, one per test run, a fresh profile per test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.plugins.voraussetzung import require

SCHALTER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
NeueSeite = Callable[..., Page]
FRIST_MS = 10_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser; skipped when Chromium is not installed."""
    programm = shutil.which("chromium") or shutil.which("chromium-browser")
    require(programm is not None, "Chromium (Paket chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=programm, args=list(SCHALTER))
        yield chromium
        chromium.close()


@pytest.fixture
def neue_seite(browser: Browser) -> Iterator[NeueSeite]:
    """Opens a page in a profile of its own; takes the options of `Browser.new_context`.

    For example `neue_seite(java_script_enabled=False)` or another `viewport`.
    """
    with ExitStack() as offen:

        def open_seite(**optionen: Any) -> Page:
            optionen = {"locale": "de-DE", "timezone_id": "Europe/Berlin", **optionen}
            kontext = browser.new_context(**optionen)
            offen.callback(kontext.close)
            kontext.set_default_timeout(FRIST_MS)
            return kontext.new_page()

        yield open_seite


@pytest.fixture
def seite(neue_seite: NeueSeite) -> Page:
    """A page at 1280 x 720 in German."""
    return neue_seite()

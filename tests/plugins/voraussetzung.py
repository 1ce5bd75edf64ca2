"""What a test needs from outside: skipped visibly when missing, a failure where CI provides it."""

import os
from pathlib import Path

import pytest

WURZEL = Path(__file__).resolve().parents[2]
SHARED = WURZEL.parent / "shared"
DATEN = SHARED / "daten"
XBAU = DATEN / "xbau"


def require(bedingung: bool, was: str) -> None:
    """Skip the test unless `bedingung` holds; with REQUIRE_ALL=1 fail it instead."""
    if bedingung:
        return
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"REQUIRE_ALL=1, aber es fehlt: {was}", pytrace=False)
    pytest.skip(f"es fehlt: {was}")


@pytest.fixture(scope="session")
def xbau_daten() -> Path:
    """Folder with sample XBau messages; it lies beside the repository."""
    require(XBAU.is_dir(), "der Ordner ../shared/daten/xbau")
    return XBAU

"""A real clamd for the test run, with signatures of our own: nothing is downloaded."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bauaufsicht.adapters.clamav import Clamd
from tests.plugins.prozess import get_freie_ports, run_server
from tests.plugins.voraussetzung import require

# EICAR's test string as a whole file (MD5 and length), and anywhere in a file
SIGNATUR_DATEI = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n"
SIGNATUR_STELLE = (
    "Eicar-NDB:0:*:58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e444152"
    "442d414e544956495255532d544553542d46494c452124482b482a\n"
)
EINSTELLUNGEN = """\
LocalSocket {ordner}/clamd.sock
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {ordner}/signaturen
Foreground yes
StreamMaxLength {grenze}M
MaxScanSize {grenze}M
MaxFileSize {grenze}M
AlertExceedsMax yes
"""


@dataclass(frozen=True, slots=True)
class ClamdServer:
    """Where it listens."""

    sockel: str
    port: int


@pytest.fixture(scope="session")
def clamd_server() -> Iterator[ClamdServer]:
    """The scanner; skipped when clamd is not installed."""
    yield from run_clamd(600)


@pytest.fixture
def kleiner_clamd() -> Iterator[ClamdServer]:
    """One that takes no more than a megabyte."""
    yield from run_clamd(1)


def run_clamd(grenze: int) -> Iterator[ClamdServer]:
    """Start clamd in a folder of its own (a socket's path must be short); `grenze` in MB."""
    programm = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    require(programm is not None, "clamd (Paket clamav-daemon)")
    assert programm is not None
    with tempfile.TemporaryDirectory(prefix="clamd-") as name:
        ordner = Path(name)
        (ordner / "signaturen").mkdir()
        (ordner / "signaturen" / "eicar.hdb").write_text(SIGNATUR_DATEI)
        (ordner / "signaturen" / "eicar.ndb").write_text(SIGNATUR_STELLE)
        server = ClamdServer(f"{ordner}/clamd.sock", get_freie_ports(1)[0])
        einstellungen = ordner / "clamd.conf"
        einstellungen.write_text(
            EINSTELLUNGEN.format(ordner=ordner, port=server.port, grenze=grenze)
        )
        befehl = [programm, "-c", str(einstellungen)]
        with run_server(befehl, ordner=ordner, is_bereit=Clamd(server.sockel).check_bereit):
            yield server

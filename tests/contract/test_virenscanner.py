"""What every virus scanner promises (`domain.ports.Virenscanner`), and what clamd does besides."""

import io
import os
import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bauaufsicht.adapters.clamav import Clamd
from bauaufsicht.adapters.fakes.virenscanner import EICAR, EicarScanner
from bauaufsicht.domain.fehler import ScannerFehler
from bauaufsicht.domain.ports import Virenscanner
from tests.factories.dateien import create_pdf
from tests.plugins.clamd import ClamdServer

MIB = 1 << 20


@pytest.fixture(params=["attrappe", "sockel", "tcp"])
def scanner(request: pytest.FixtureRequest) -> Virenscanner:
    """Each scanner in turn."""
    if request.param == "attrappe":
        return EicarScanner()
    server: ClamdServer = request.getfixturevalue("clamd_server")
    return Clamd(server.sockel if request.param == "sockel" else f"127.0.0.1:{server.port}")


def test_malware_is_found_and_named(scanner: Virenscanner) -> None:
    befund = scanner.check_strom(io.BytesIO(EICAR))
    assert "Eicar" in befund.fund
    assert befund.scanner


def test_malware_is_found_in_the_middle_of_a_file(scanner: Virenscanner) -> None:
    inhalt = os.urandom(3 * MIB) + EICAR + os.urandom(MIB)
    assert "Eicar" in scanner.check_strom(io.BytesIO(inhalt)).fund


def test_a_clean_file_is_clean_and_says_who_looked(scanner: Virenscanner) -> None:
    befund = scanner.check_strom(io.BytesIO(create_pdf()))
    assert befund.fund == ""
    assert befund.scanner


def test_an_empty_file_is_clean(scanner: Virenscanner) -> None:
    assert scanner.check_strom(io.BytesIO(b"")).fund == ""


def test_a_scanner_that_answers_says_so(scanner: Virenscanner) -> None:
    assert scanner.check_bereit()


@pytest.mark.parametrize("art", ["attrappe", "sockel", "tcp"])
def test_silence_is_not_clean(art: str, tmp_path: Path) -> None:
    scanner: Virenscanner
    if art == "attrappe":
        attrappe = EicarScanner()
        attrappe.bereit = False
        scanner = attrappe
    else:
        scanner = Clamd(str(tmp_path / "niemand.sock") if art == "sockel" else "127.0.0.1:1")
    assert not scanner.check_bereit()
    with pytest.raises(ScannerFehler):
        scanner.check_strom(io.BytesIO(create_pdf()))


# --- clamd alone --------------------------------------------------------------------------


def test_malware_in_an_archive_is_found(clamd_server: ClamdServer) -> None:
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w", zipfile.ZIP_DEFLATED) as archiv:
        archiv.writestr("brief.txt", EICAR)
    puffer.seek(0)
    assert "Eicar" in Clamd(clamd_server.sockel).check_strom(puffer).fund


def test_the_state_of_the_signatures_is_told(clamd_server: ClamdServer) -> None:
    befund = Clamd(clamd_server.sockel).check_strom(io.BytesIO(b"x"))
    assert befund.scanner.startswith("ClamAV ")


def test_a_file_above_the_scanners_limit_is_not_clean(kleiner_clamd: ClamdServer) -> None:
    scanner = Clamd(kleiner_clamd.sockel)
    assert scanner.check_strom(io.BytesIO(os.urandom(MIB // 2))).fund == ""
    with pytest.raises(ScannerFehler, match="size limit"):
        scanner.check_strom(io.BytesIO(os.urandom(8 * MIB)))


def test_an_archive_above_the_scanners_limit_is_not_clean(kleiner_clamd: ClamdServer) -> None:
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w", zipfile.ZIP_DEFLATED) as archiv:
        archiv.writestr("nullen.bin", bytes(8 * MIB))
    assert len(puffer.getvalue()) < MIB
    puffer.seek(0)
    fund = Clamd(kleiner_clamd.sockel).check_strom(puffer).fund
    assert fund.startswith("Heuristics.Limits.Exceeded")


@contextmanager
def open_falschen(tmp_path: Path, *antworten: bytes) -> Iterator[str]:
    """A clamd that gives these answers, one a connection, and hangs up."""
    pfad = str(tmp_path / "falsch.sock")
    with socket.socket(socket.AF_UNIX) as horcher:
        horcher.bind(pfad)
        horcher.listen()

        def serve() -> None:
            for antwort in antworten:
                verbindung, _ = horcher.accept()
                with verbindung:
                    verbindung.recv(MIB)
                    verbindung.sendall(antwort)

        faden = threading.Thread(target=serve, daemon=True)
        faden.start()
        yield pfad
        faden.join(10)


@pytest.mark.parametrize(
    "antwort",
    [b"", b"stream: OK", b"stream: O", b"OK\0", b"stream: x ERROR\0", b"stream: OK FOUNDER\0"],
)
def test_half_an_answer_or_another_one_is_not_clean(tmp_path: Path, antwort: bytes) -> None:
    with open_falschen(tmp_path, b"ClamAV 1\0", antwort) as pfad:
        scanner = Clamd(pfad, frist_antwort=5)
        with pytest.raises(ScannerFehler):
            scanner.check_strom(io.BytesIO(b"x"))


def test_a_scanner_that_hangs_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    pfad = str(tmp_path / "stumm.sock")
    with socket.socket(socket.AF_UNIX) as horcher:
        horcher.bind(pfad)
        horcher.listen()
        with pytest.raises(ScannerFehler, match="timed out"):
            Clamd(pfad, frist_antwort=0.2).check_strom(io.BytesIO(b"x"))

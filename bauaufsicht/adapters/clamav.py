"""Virus scan by clamd, over a unix socket or TCP."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from bauaufsicht.domain.fehler import ScannerFehler
from bauaufsicht.domain.ports import Virenbefund

BLOCK = 1 << 18
FRIST_VERBINDUNG = 5.0
FRIST_SENDEN = 60.0
FRIST_ANTWORT = 300.0  # clamd itself gives a file up after MaxScanTime (two minutes by default)
ANTWORTLAENGE = 4096
SAUBER = "stream: OK"
FUND = " FOUND"


class Clamd:
    """Talks to one clamd. `adresse` is the path of its socket, or host:port.

    clamd must be set up with `AlertExceedsMax yes`: else it calls a file clean that was too big for
    it.
    """

    def __init__(self, adresse: str, frist_antwort: float = FRIST_ANTWORT) -> None:
        self._adresse = adresse
        self._frist_antwort = frist_antwort

    def check_strom(self, daten: IO[bytes]) -> Virenbefund:
        """Send the bytes in blocks (INSTREAM) and read the one answer."""
        scanner = self._send_befehl("VERSION")
        with self._connect() as verbindung:
            try:
                verbindung.sendall(b"zINSTREAM\0")
                while block := daten.read(BLOCK):
                    verbindung.sendall(struct.pack(">I", len(block)))
                    verbindung.sendall(block)
                verbindung.sendall(struct.pack(">I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it hangs up when it has seen enough, and has said why
            antwort = self._read_antwort(verbindung)
        if antwort == SAUBER:
            return Virenbefund("", scanner)
        if antwort.startswith("stream: ") and antwort.endswith(FUND):
            return Virenbefund(antwort.removeprefix("stream: ").removesuffix(FUND), scanner)
        raise ScannerFehler(f"clamd: {antwort}")

    def check_bereit(self) -> bool:
        """Whether it answers PING."""
        try:
            return self._send_befehl("PING") == "PONG"
        except ScannerFehler:
            return False

    def _send_befehl(self, befehl: str) -> str:
        with self._connect() as verbindung:
            verbindung.sendall(f"z{befehl}\0".encode())
            return self._read_antwort(verbindung)

    @contextmanager
    def _connect(self) -> Iterator[socket.socket]:
        """A connection; whatever goes wrong with it leaves as ScannerFehler."""
        try:
            with self._open() as verbindung:
                verbindung.settimeout(FRIST_SENDEN)
                yield verbindung
        except (OSError, ValueError) as fehler:
            raise ScannerFehler(f"clamd ({self._adresse}): {fehler}") from fehler

    def _open(self) -> socket.socket:
        if not self._adresse.startswith("/"):
            host, _, port = self._adresse.rpartition(":")
            return socket.create_connection((host.strip("[]"), int(port)), FRIST_VERBINDUNG)
        verbindung = socket.socket(socket.AF_UNIX)
        verbindung.settimeout(FRIST_VERBINDUNG)
        try:
            verbindung.connect(self._adresse)
        except OSError:
            verbindung.close()
            raise
        return verbindung

    def _read_antwort(self, verbindung: socket.socket) -> str:
        """Up to the NUL that ends it; half an answer is none."""
        verbindung.settimeout(self._frist_antwort)
        antwort = b""
        while not antwort.endswith(b"\0"):
            teil = verbindung.recv(ANTWORTLAENGE)
            if not teil or len(antwort) > ANTWORTLAENGE:
                raise ScannerFehler(f"clamd hat nicht zu Ende geantwortet: {antwort[:200]!r}")
            antwort += teil
        return antwort.rstrip(b"\0").decode("utf-8", "replace").strip()

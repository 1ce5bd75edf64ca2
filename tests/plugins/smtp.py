"""A mail server for the test run: takes what is sent to it, in this process."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest


@dataclass(slots=True)
class SmtpServer:
    """Where it listens, and what it took: (recipients, the raw mail)."""

    port: int = 0
    mails: list[tuple[list[str], bytes]] = field(default_factory=list)
    lehnt_ab: bool = False


class _Sitzung(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        self._write(b"220 test")
        empfaenger: list[str] = []
        for zeile in self.rfile:
            befehl = zeile.strip()
            if befehl[:4].upper() == b"RCPT":
                empfaenger.append(befehl.split(b"<")[1].rstrip(b">").decode())
            if befehl.upper() == b"DATA":
                self._write(b"354 go on")
                self.server.stand.mails.append((empfaenger, self._read_mail()))
            elif befehl.upper() == b"QUIT":
                self._write(b"221 bye")
                return
            if self.server.stand.lehnt_ab and befehl[:4].upper() == b"RCPT":
                self._write(b"550 nobody here")
            else:
                self._write(b"250 ok")

    def _read_mail(self) -> bytes:
        zeilen = []
        for zeile in self.rfile:
            if zeile.rstrip(b"\r\n") == b".":
                break
            zeilen.append(zeile[1:] if zeile.startswith(b"..") else zeile)
        return b"".join(zeilen)

    def _write(self, antwort: bytes) -> None:
        self.wfile.write(antwort + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    stand: SmtpServer


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A server on a free port."""
    with _Server(("127.0.0.1", 0), _Sitzung) as server:
        server.stand = SmtpServer(port=server.server_address[1])
        faden = threading.Thread(target=server.serve_forever, daemon=True)
        faden.start()
        yield server.stand
        server.shutdown()
        faden.join(timeout=5)

"""Upload of 500 MB: the ratio to a raw socket → file + SHA-256, and the memory it adds.

Both sides get the same bytes from the same client over loopback, in turns, each in a process of
its own; both sync the file before they answer, and no file stays (each new one would need fresh
memory for its pages). The server is gunicorn with threads, started as docs/betrieb.md says.
"""

import hashlib
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bauaufsicht.bootstrap import create_app
from bauaufsicht.db.base import db
from bauaufsicht.db.migration import write_schema
from bauaufsicht.db.uow import UnitOfWork, unit_of_work
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import SYSTEM, Akteur
from bauaufsicht.services.schulung import import_schulungsdaten
from config import WURZEL, Config
from tests.factories import browser as personen
from tests.factories.browser import Browser, read_token
from tests.factories.hochladen import create_szene
from tests.plugins.prozess import get_freie_ports, run_server

GROESSE = 500 * 1000 * 1000
BLOCK = 1 << 20
RUNDEN = 5
SPEICHER = {"MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "33554432"}
MUSTER = secrets.token_bytes(BLOCK)


@dataclass(frozen=True, slots=True)
class Ziel:
    """Where the upload goes, and as whom."""

    adresse: str
    cookie: str
    token: str


def measure_hochladen(ordner: Path) -> None:
    """Print the ratio and the memory of one upload, and of four at once."""
    ordner.mkdir(parents=True, exist_ok=True)
    port, bodenport = get_freie_ports(2)
    umgebung = {
        "BAUAUFSICHT_DATEN": str(ordner),
        "BAUAUFSICHT_PORT": str(port),
        "PYTHONPATH": str(WURZEL),
        **SPEICHER,
    }
    ziel = _create_ziel(Config.from_env(umgebung))
    befehl = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1"]
    befehl += ["--threads", "8", "--bind", f"127.0.0.1:{port}", "--chdir", str(WURZEL), "wsgi:app"]
    with (
        run_server(
            befehl, ordner=ordner, is_bereit=lambda: _check_offen(port), umgebung=umgebung
        ) as _,
        _run_boden(bodenport, ordner),
    ):
        arbeiter = _get_arbeiter(port)
        _submit(port, ziel, GROESSE // 10)  # warms up
        vorher = _get_speicher(arbeiter, "VmRSS")
        zeiten, boden = [], []
        for _ in range(RUNDEN):
            boden.append(_submit_boden(bodenport))
            zeiten.append(_submit(port, ziel, GROESSE))
            _close_objekte(ordner)
        spitze = _get_speicher(arbeiter, "VmHWM") - vorher
        gleichzeitig = _submit_gleichzeitig(port, ziel, 4)
        spitze_4 = _get_speicher(arbeiter, "VmHWM") - vorher
    print(
        f"Hochladen, 500 MB: {median(zeiten):.2f} s, Boden (Socket → Datei + SHA-256) "
        f"{median(boden):.2f} s, Verhältnis {median(zeiten) / median(boden):.2f} (Ziel ≤ 1,5). "
        f"Speicher je Hochladen +{spitze / 1024:.1f} MiB (Ziel ≤ 16), vier zugleich "
        f"+{spitze_4 / 1024:.1f} MiB in {gleichzeitig:.2f} s"
    )


def _create_ziel(config: Config) -> Ziel:
    """A case with an open Nachforderung, and the planner logged in."""
    app = create_app(config)
    ports: Ports = app.extensions["ports"]

    @contextmanager
    def einheit(akteur: Akteur = SYSTEM) -> Iterator[UnitOfWork]:
        with app.app_context(), unit_of_work(akteur, ports) as uow:
            yield uow

    with app.app_context():
        write_schema(db.engine)
    with einheit() as uow:
        import_schulungsdaten(uow)
    szene = create_szene(einheit)
    planung = Browser(app, personen.ENTWURFSVERFASSER)
    token = read_token(planung.get("/hilfe").text)
    cookie = planung.client.get_cookie("bauaufsicht")
    if cookie is None:
        raise SystemExit("Die Anmeldung gelang nicht.")
    adresse = f"/vorgaenge/{szene.vorgang_id}/hochladen/nachforderung/{szene.punkte[0]}"
    with app.app_context():
        db.engine.dispose()
    return Ziel(adresse, cookie.value, token)


def _list_bloecke(groesse: int) -> Iterator[bytes]:
    """Other bytes each time, so that nothing is recognised."""
    yield secrets.token_bytes(16)
    rest = groesse - 16
    while rest:
        block = MUSTER[:rest]
        rest -= len(block)
        yield block


def _submit(port: int, ziel: Ziel, groesse: int) -> float:
    kopf = (
        f"POST {ziel.adresse} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Accept: application/json\r\nContent-Type: application/octet-stream\r\n"
        f"Content-Length: {groesse}\r\nX-Dateiname: gross.pdf\r\nX-CSRFToken: {ziel.token}\r\n"
        f"Cookie: bauaufsicht={ziel.cookie}\r\n\r\n"
    )
    beginn = time.perf_counter()
    antwort = _send(port, kopf.encode(), groesse)
    dauer = time.perf_counter() - beginn
    if not antwort.startswith(b"HTTP/1.1 201"):
        raise SystemExit(f"Das Hochladen gelang nicht: {antwort[:500]!r}")
    return dauer


def _close_objekte(ordner: Path) -> None:
    """Delete what was just uploaded, as the floor deletes its file."""
    for datei in ordner.rglob("*="):
        if datei.stat().st_size == GROESSE:
            datei.unlink()


def _submit_boden(port: int) -> float:
    beginn = time.perf_counter()
    if _send(port, GROESSE.to_bytes(8, "big"), GROESSE) != b"ok":
        raise SystemExit("Der Boden antwortet nicht.")
    return time.perf_counter() - beginn


def _submit_gleichzeitig(port: int, ziel: Ziel, anzahl: int) -> float:
    """Several clients at once, each a process."""
    beginn = time.perf_counter()
    kinder = []
    for _ in range(anzahl):
        kind = os.fork()
        if kind == 0:
            try:
                _submit(port, ziel, GROESSE // 5)
                os._exit(0)
            finally:
                os._exit(1)
        kinder.append(kind)
    if any(os.waitpid(kind, 0)[1] for kind in kinder):
        raise SystemExit("Ein gleichzeitiges Hochladen gelang nicht.")
    return time.perf_counter() - beginn


def _send(port: int, kopf: bytes, groesse: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as verbindung:
        verbindung.sendall(kopf)
        with suppress(BrokenPipeError, ConnectionResetError):  # it says why it hangs up
            for block in _list_bloecke(groesse):
                verbindung.sendall(block)
        antwort = b""
        while teil := verbindung.recv(65536):
            antwort += teil
    return antwort


@contextmanager
def _run_boden(port: int, ordner: Path) -> Iterator[None]:
    """The least that has to be done: receive, hash, write, sync."""
    befehl = [sys.executable, "-m", "tests.bench.hochladen", str(port), str(ordner / "boden.bin")]
    with subprocess.Popen(befehl, cwd=WURZEL) as prozess:
        try:
            while not _check_offen(port):
                time.sleep(0.05)
            yield
        finally:
            prozess.kill()


def run_boden(port: int, datei: Path) -> None:
    """Take one connection after the other."""
    puffer = bytearray(BLOCK)
    with socket.create_server(("127.0.0.1", port)) as horcher:
        while True:
            verbindung, _ = horcher.accept()
            with verbindung:
                rest = int.from_bytes(verbindung.recv(8) or b"\0", "big")
                if not rest:
                    continue
                summe = hashlib.sha256()
                with datei.open("wb", buffering=0) as ziel:
                    while rest:
                        anzahl = verbindung.recv_into(puffer)
                        summe.update(memoryview(puffer)[:anzahl])
                        ziel.write(memoryview(puffer)[:anzahl])
                        rest -= anzahl
                    os.fsync(ziel.fileno())
                datei.unlink()
                verbindung.sendall(b"ok")


def _check_offen(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _get_arbeiter(port: int) -> int:
    """The process that answers: the child of the one whose command names the port."""
    for ordner in Path("/proc").glob("[0-9]*"):
        try:
            befehl = (ordner / "cmdline").read_bytes()
            eltern = int((ordner / "stat").read_text().rsplit(")", 1)[1].split()[1])
            ober = Path(f"/proc/{eltern}/cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if f":{port}".encode() in befehl and f":{port}".encode() in ober:
            return int(ordner.name)
    raise SystemExit("Der Arbeitsprozess ist nicht zu finden.")


def _get_speicher(prozess: int, art: str) -> int:
    """KiB of a process: VmRSS now, VmHWM at its peak."""
    for zeile in Path(f"/proc/{prozess}/status").read_text("ascii").splitlines():
        if zeile.startswith(f"{art}:"):
            return int(zeile.split()[1])
    raise SystemExit(f"{art} fehlt")


if __name__ == "__main__":
    run_boden(int(sys.argv[1]), Path(sys.argv[2]))

"""Servers as children of the test run: they end with it, even if it is killed."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

BEREIT_NACH = 30.0


def get_freie_ports(anzahl: int) -> list[int]:
    """Loopback ports that were free a moment ago, all different."""
    with ExitStack() as offen:
        belegt = [offen.enter_context(socket.socket()) for _ in range(anzahl)]
        for einer in belegt:
            einer.bind(("127.0.0.1", 0))
        return [int(einer.getsockname()[1]) for einer in belegt]


@contextmanager
def run_server(
    befehl: list[str],
    *,
    ordner: Path,
    is_bereit: Callable[[], bool],
    umgebung: Mapping[str, str] | None = None,
    konto: str | None = None,
    ende: signal.Signals = signal.SIGKILL,
) -> Iterator[None]:
    """Run a server in `ordner` until the block is left; RuntimeError with its log if it dies."""
    protokoll = ordner / "protokoll.txt"
    with protokoll.open("wb") as ausgabe:
        prozess = subprocess.Popen(
            [*_sterbe_mit_eltern(ende), *befehl],
            cwd=ordner,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", **(umgebung or {})},
            stdin=subprocess.DEVNULL,
            stdout=ausgabe,
            stderr=subprocess.STDOUT,
            user=konto,
            group=konto,
            extra_groups=None if konto is None else [],
        )
    try:
        _warte(prozess, is_bereit, protokoll)
        yield
    finally:
        prozess.send_signal(ende)
        try:
            prozess.wait(timeout=10)
        except subprocess.TimeoutExpired:
            prozess.kill()
            prozess.wait()


def _sterbe_mit_eltern(ende: signal.Signals) -> list[str]:
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", ende.name.removeprefix("SIG"), "--"] if setpriv else []


def wait_bis(is_soweit: Callable[[], bool], sekunden: float = 10) -> bool:
    """Ask again and again what other threads or processes bring about; False if it never came."""
    ende = time.monotonic() + sekunden
    while not is_soweit():
        if time.monotonic() > ende:
            return False
        time.sleep(0.02)
    return True


def _warte(
    prozess: subprocess.Popen[bytes], is_bereit: Callable[[], bool], protokoll: Path
) -> None:
    ende = time.monotonic() + BEREIT_NACH
    while not is_bereit():
        if prozess.poll() is not None or time.monotonic() > ende:
            zeilen = protokoll.read_text(errors="replace").splitlines()[-20:]
            raise RuntimeError("server did not come up:\n" + "\n".join(zeilen))
        time.sleep(0.02)

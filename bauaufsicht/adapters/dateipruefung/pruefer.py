"""Starts the inspecting process, waits for it, and believes nothing it says without looking."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

import bauaufsicht
from bauaufsicht.adapters.dateipruefung.kindprozess import BEREIT
from bauaufsicht.domain.fehler import PrueferFehler
from bauaufsicht.domain.unterlage import Dateibefund, Mangel

FRIST = 60.0  # seconds on the clock, for a machine that is busy; the CPU has a limit of its own
UNBEKANNT = "application/octet-stream"
MIME = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,99}\Z")
HOECHSTZAHL_SEITEN = 1_000_000
HOECHSTGROESSE_VORSCHAU = 1 << 20
KIND = "bauaufsicht.adapters.dateipruefung.kindprozess"
WURZEL = str(Path(bauaufsicht.__file__).parents[1])
log = logging.getLogger(__name__)


class Dateipruefung:
    """Inspects each file in a fresh process that ends with it: see `grenzen`."""

    def __init__(self, frist: float = FRIST) -> None:
        self._frist = frist

    def check_datei(self, datei: IO[bytes], endung: str) -> Dateibefund:
        """See `Dateipruefer`. A process that dies over the file makes it UNPRUEFBAR."""
        with tempfile.TemporaryFile() as ausgabe, tempfile.TemporaryFile() as meldungen:
            try:
                self._run(datei, endung, ausgabe, meldungen)
            except OSError as fehler:
                raise PrueferFehler(f"Die Prüfung ließ sich nicht starten: {fehler}") from fehler
            ausgabe.seek(0)
            antwort = ausgabe.read()
            if not antwort.startswith(BEREIT):
                raise PrueferFehler(f"Die Prüfung ließ sich nicht starten: {_read(meldungen)}")
            befund = read_befund(antwort.removeprefix(BEREIT))
            if letzte_worte := _read(meldungen):  # it died over the file, or over its preview
                log.warning("inspection: %s: %s", befund.mangel or "no preview", letzte_worte)
            return befund

    def _run(self, datei: IO[bytes], endung: str, ausgabe: IO[bytes], meldungen: IO[bytes]) -> None:
        datei.seek(0)
        prozess = subprocess.Popen(  # noqa: S603  (no shell; the ending is one argument)
            [sys.executable, "-s", "-P", "-m", KIND, endung],
            stdin=datei,
            stdout=ausgabe,
            stderr=meldungen,
            env={"PYTHONPATH": WURZEL, "LC_ALL": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        try:
            prozess.wait(self._frist)
        except subprocess.TimeoutExpired:
            log.warning("inspection took longer than %s s", self._frist)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(prozess.pid, signal.SIGKILL)
            prozess.wait()


def read_befund(antwort: bytes) -> Dateibefund:
    """The answer of the process after its first line; what does not fit is not believed."""
    zeile, _, vorschau = antwort.partition(b"\n")
    try:
        werte = json.loads(zeile)
        mime, seiten = werte["erkannt"], werte["seiten"]
        mangel = Mangel(werte["mangel"]) if werte["mangel"] is not None else None
        glaubhaft = MIME.match(mime) and _check_seiten(seiten)
    except (ValueError, KeyError, TypeError):
        glaubhaft = False
    if not glaubhaft:
        return Dateibefund(UNBEKANNT, Mangel.UNPRUEFBAR)
    bild = vorschau if mangel is None and _check_webp(vorschau) else None
    return Dateibefund(mime, mangel, seiten, bild)


def _check_seiten(seiten: object) -> bool:
    return seiten is None or (type(seiten) is int and 0 < seiten <= HOECHSTZAHL_SEITEN)


def _check_webp(inhalt: bytes) -> bool:
    """A whole WebP: RIFF says how long it is."""
    return (
        len(inhalt) <= HOECHSTGROESSE_VORSCHAU
        and inhalt[:4] == b"RIFF"
        and inhalt[8:12] == b"WEBP"
        and int.from_bytes(inhalt[4:8], "little") + 8 == len(inhalt)
    )


def _read(meldungen: IO[bytes]) -> str:
    """The last words of the process."""
    meldungen.seek(0)
    return meldungen.read().decode("utf-8", "replace").strip()[-500:]

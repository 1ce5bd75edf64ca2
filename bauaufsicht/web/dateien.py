"""Files to the browser: streamed, always as a download, never run."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import PurePosixPath
from urllib.parse import quote

from flask import Response

from bauaufsicht.domain.ports import Ablage

BLOCK = 1 << 16
NAMENSLAENGE = 200
ENDUNGSLAENGE = 20
SANDKASTEN = "sandbox; default-src 'none'"


def _format_dateiname(dateiname: str) -> str:
    """A name that is one: no path, nothing invisible, as long as a file system takes."""
    name = "".join(z for z in dateiname if z.isprintable()).replace("/", "_").replace("\\", "_")
    if len(name) <= NAMENSLAENGE:
        return name
    endung = PurePosixPath(name).suffix
    if len(endung) > ENDUNGSLAENGE:
        endung = ""
    return name[: NAMENSLAENGE - len(endung)] + endung


def _set_kopfzeilen(antwort: Response, dateiname: str) -> Response:
    name = _format_dateiname(dateiname) or "datei"
    einfach = name.encode("ascii", "replace").decode().replace('"', "_").replace("?", "_")
    antwort.headers["Content-Disposition"] = (
        f"attachment; filename=\"{einfach}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    antwort.headers["Content-Security-Policy"] = SANDKASTEN
    return antwort


def send_ablage(ablage: Ablage, schluessel: str, dateiname: str, groesse: int) -> Response:
    """Stream an object; opened before the answer begins, so that no answer is cut off."""
    offen = ExitStack()
    strom = offen.enter_context(ablage.read(schluessel))

    def generate() -> Iterator[bytes]:
        while block := strom.read(BLOCK):
            yield block

    antwort = Response(generate(), mimetype="application/octet-stream")
    antwort.call_on_close(offen.close)  # for HEAD too, which never begins to read
    antwort.content_length = groesse
    return _set_kopfzeilen(antwort, dateiname)


def send_bild(ablage: Ablage, schluessel: str) -> Response:
    """A preview, which we drew ourselves: shown in the page, and nothing in it runs."""
    with ablage.read(schluessel) as strom:
        antwort = Response(strom.read(), mimetype="image/webp")
    antwort.headers["Content-Security-Policy"] = SANDKASTEN
    return antwort


def send_bytes(inhalt: bytes, dateiname: str) -> Response:
    """Bytes that are at hand."""
    return _set_kopfzeilen(Response(inhalt, mimetype="application/octet-stream"), dateiname)


def send_strom(strom: Iterator[bytes], dateiname: str) -> Response:
    """Bytes that are made while they are sent; how many is not known before."""
    return _set_kopfzeilen(Response(strom, mimetype="application/octet-stream"), dateiname)

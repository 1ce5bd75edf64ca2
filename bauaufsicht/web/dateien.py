"""Files to the browser: streamed, always as a download, never run."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response

from bauaufsicht.domain.ports import Ablage

BLOCK = 1 << 16
SANDKASTEN = "sandbox; default-src 'none'"


def _set_kopfzeilen(antwort: Response, dateiname: str) -> Response:
    name = "".join(z for z in dateiname if z.isprintable()).replace("/", "_").replace("\\", "_")
    einfach = name.encode("ascii", "replace").decode().replace('"', "_").replace("?", "_")
    antwort.headers["Content-Disposition"] = (
        f"attachment; filename=\"{einfach}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    antwort.headers["Content-Security-Policy"] = SANDKASTEN
    return antwort


def send_ablage(ablage: Ablage, schluessel: str, dateiname: str, groesse: int) -> Response:
    """Stream an object; opened before the answer begins, so that no answer is cut off."""
    quelle = ablage.read(schluessel)
    strom = quelle.__enter__()

    def generate() -> Iterator[bytes]:
        try:
            while block := strom.read(BLOCK):
                yield block
        finally:
            quelle.__exit__(None, None, None)

    antwort = Response(generate(), mimetype="application/octet-stream")
    antwort.content_length = groesse
    return _set_kopfzeilen(antwort, dateiname)


def send_bytes(inhalt: bytes, dateiname: str) -> Response:
    """Bytes that are at hand."""
    return _set_kopfzeilen(Response(inhalt, mimetype="application/octet-stream"), dateiname)

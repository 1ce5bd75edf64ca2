"""What a file is by its content."""

import re
import zipfile
from typing import BinaryIO

import pylibmagic  # noqa: F401  (brings libmagic, and must come before magic)

import magic  # isort: skip

from bauaufsicht.adapters.dateipruefung.office import read_officetyp
from bauaufsicht.domain.unterlage import DATEIARTEN, ODF, OOXML, Mangel

KOPFLAENGE = 1 << 20
LEER = "inode/x-empty"
# libmagic does not know IFC, nor a PDF with something before its first line
ANFAENGE = {b"%PDF-": "application/pdf", b"ISO-10303-21;": "application/x-step"}
VORSPANN = b"\xef\xbb\xbf \t\r\n"  # what all readers skip
# a browser that guesses would take these for a page, whatever else the file is
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
HTML_BEREICH = 1024
ZIPARTIG = ("application/zip", "application/octet-stream")

_magic = magic.Magic(mime=True)


def read_mime(datei: BinaryIO) -> str:
    """The MIME type as libmagic sees it, or as we know better."""
    kopf = _read_kopf(datei)
    mime: str = _magic.from_buffer(kopf) if kopf else LEER
    for anfang, typ in ANFAENGE.items():
        if kopf.lstrip(VORSPANN).startswith(anfang):
            return typ
    if mime in ZIPARTIG:  # office documents whose parts stand in an unusual order
        return read_officetyp(datei) or mime
    return mime


def check_art(datei: BinaryIO, endung: str, mime: str) -> Mangel | None:
    """Whether the content is what the ending promises, and nothing else besides."""
    art = next((a for a in DATEIARTEN if endung in a.endungen), None)
    if art is None:
        return Mangel.ART
    if mime not in art.mimes:
        return Mangel.INHALT
    kopf = _read_kopf(datei)
    ist_archiv = not mime.startswith((ODF, OOXML)) and _check_zip(datei)
    if ist_archiv or HTML.search(kopf[:HTML_BEREICH]):
        return Mangel.DOPPELDEUTIG
    return None


def _read_kopf(datei: BinaryIO) -> bytes:
    datei.seek(0)
    return datei.read(KOPFLAENGE)


def _check_zip(datei: BinaryIO) -> bool:
    """Whether the end of the file makes it an archive, too: a ZIP is read from its end."""
    try:
        with zipfile.ZipFile(datei) as archiv:
            return bool(archiv.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False

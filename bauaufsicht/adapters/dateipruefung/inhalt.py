"""All rules for the content of a file, and its preview."""

from typing import BinaryIO

import pypdfium2

from bauaufsicht.adapters.dateipruefung.art import LEER, check_art, read_mime
from bauaufsicht.adapters.dateipruefung.bild import (
    FORMATE,
    KANTE,
    check_bild,
    create_bildvorschau,
    write_webp,
)
from bauaufsicht.adapters.dateipruefung.office import check_office
from bauaufsicht.adapters.dateipruefung.pdf import check_pdf
from bauaufsicht.domain.unterlage import ODF, OOXML, Dateibefund, Mangel

PDF = "application/pdf"


def check_inhalt(datei: BinaryIO, endung: str) -> Dateibefund:
    """What the file is, and the first thing that is wrong with it."""
    mime = read_mime(datei)
    mangel = Mangel.LEER if mime == LEER else check_art(datei, endung, mime)
    seiten = None
    if mangel is None:
        mangel, seiten = _check_format(datei, mime)
    return Dateibefund(mime, mangel, seiten)


def _check_format(datei: BinaryIO, mime: str) -> tuple[Mangel | None, int | None]:
    if mime == PDF:
        return check_pdf(datei)
    if mime in FORMATE:
        return check_bild(datei, mime)
    if mime.startswith((ODF, OOXML)):
        return check_office(datei, mime), None
    return None, None


def create_vorschau(datei: BinaryIO, mime: str) -> bytes:
    """The first page as WebP; empty for kinds that have no picture."""
    if mime in FORMATE:
        return create_bildvorschau(datei, mime)
    return _create_pdfvorschau(datei) if mime == PDF else b""


def _create_pdfvorschau(datei: BinaryIO) -> bytes:
    datei.seek(0)
    with pypdfium2.PdfDocument(datei) as pdf:
        seite = pdf[0]
        massstab = KANTE / max(seite.get_size())
        return write_webp(seite.render(scale=massstab).to_pil())

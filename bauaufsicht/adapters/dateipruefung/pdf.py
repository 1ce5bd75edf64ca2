"""PDF: can it be opened by everybody, and does it only show something."""

import re
from typing import BinaryIO

import pikepdf

from bauaufsicht.domain.unterlage import Mangel

ZEICHENFOLGE = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F]*>", re.DOTALL)
# qpdf writes every object in one form: keys sorted, names without needless escapes, single spaces
VERBOTEN: tuple[tuple[Mangel, re.Pattern[bytes]], ...] = (
    (Mangel.PDF_JAVASCRIPT, re.compile(rb"/S /JavaScript\b|/JavaScript <<|/JavaScript \d+ \d+ R")),
    (Mangel.PDF_AKTIV, re.compile(rb"/S /(?:Launch|Rendition|ImportData)\b|/RichMedia\b")),
    (
        Mangel.PDF_ANHANG,
        re.compile(rb"/EF (?:<<|\d+ \d+ R)|/EmbeddedFile\b|/FileAttachment\b"),
    ),
    (Mangel.PDF_XFA, re.compile(rb"/XFA ")),
)
# a name that stands alone as an object can be meant by reference, past every pattern above
VERBOTENE_NAMEN = {
    "/JavaScript": Mangel.PDF_JAVASCRIPT,
    "/Launch": Mangel.PDF_AKTIV,
    "/Rendition": Mangel.PDF_AKTIV,
    "/ImportData": Mangel.PDF_AKTIV,
    "/RichMedia": Mangel.PDF_AKTIV,
    "/EmbeddedFile": Mangel.PDF_ANHANG,
    "/FileAttachment": Mangel.PDF_ANHANG,
}


def _get_pfad(datei: BinaryIO) -> str:
    """A name of the open file: the library reads it itself, three times as fast as through us."""
    return f"/proc/self/fd/{datei.fileno()}"


def check_pdf(datei: BinaryIO) -> tuple[Mangel | None, int | None]:
    """What is wrong with it, and how many pages it has."""
    try:
        with pikepdf.open(_get_pfad(datei)) as pdf:
            if pdf.is_encrypted:
                return Mangel.PDF_VERSCHLUESSELT, None
            seiten = len(pdf.pages)
            return (_check_objekte(pdf) if seiten else Mangel.PDF_UNLESBAR), seiten or None
    except pikepdf.PasswordError:
        return Mangel.PDF_VERSCHLUESSELT, None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError):
        return Mangel.PDF_UNLESBAR, None


def _check_objekte(pdf: pikepdf.Pdf) -> Mangel | None:
    """Look at every object, also at those that no page leads to: a reader may find them."""
    for objekt in pdf.objects:
        mangel = _check_objekt(objekt)
        if mangel:
            return mangel
    return None


def _check_objekt(objekt: pikepdf.Object) -> Mangel | None:
    if isinstance(objekt, pikepdf.Name):
        return VERBOTENE_NAMEN.get(str(objekt))
    if isinstance(objekt, pikepdf.Stream):
        objekt = objekt.stream_dict
    if not isinstance(objekt, pikepdf.Dictionary | pikepdf.Array):
        return None
    text = objekt.unparse(resolved=True)
    if not any(muster.search(text) for _, muster in VERBOTEN):
        return None
    text = ZEICHENFOLGE.sub(b"()", text)  # what stands in a text is only text
    return next((mangel for mangel, muster in VERBOTEN if muster.search(text)), None)

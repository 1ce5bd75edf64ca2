"""Office documents: ZIP archives whose parts say what they are."""

import zipfile
from typing import BinaryIO

from bauaufsicht.domain.unterlage import ODF, OOXML, Mangel

HOECHSTZAHL_TEILE = 10_000
HOECHSTGROESSE = 1 << 30  # all parts unpacked
HOECHSTES_VERHAELTNIS = 200  # of unpacked to packed, for parts that are not small
KLEIN = 1 << 20
VERSCHLUESSELT = 1  # bit of a part's flags
KENNTEIL = 1 << 20  # how much of a part we read to know what it is
FEHLER = (zipfile.BadZipFile, ValueError, KeyError, NotImplementedError, EOFError, OSError)

OOXML_TEILE = {
    "word/": f"{OOXML}wordprocessingml.document",
    "xl/": f"{OOXML}spreadsheetml.sheet",
}
MAKROTEILE = ("vbaproject.bin", "vbadata.xml")
MAKROORDNER = ("basic/", "scripts/")  # OpenDocument


def read_officetyp(datei: BinaryIO) -> str | None:
    """The MIME type by the parts of the archive; None if it is no office document."""
    try:
        with zipfile.ZipFile(datei) as archiv:
            namen = archiv.namelist()
            if "mimetype" in namen:
                return _read_anfang(archiv, "mimetype", 100).decode("ascii", "replace").strip()
            if "[Content_Types].xml" in namen:
                return next((m for o, m in OOXML_TEILE.items() if _check_in(namen, o)), None)
    except FEHLER:
        pass
    return None


def check_office(datei: BinaryIO, mime: str) -> Mangel | None:
    """Readable, without macros, and not far bigger than it looks."""
    try:
        with zipfile.ZipFile(datei) as archiv:
            teile = archiv.infolist()
            if any(t.flag_bits & VERSCHLUESSELT for t in teile):
                return Mangel.OFFICE_VERSCHLUESSELT
            return _check_umfang(teile) or _check_teile(archiv, mime)
    except FEHLER:
        return Mangel.OFFICE_UNLESBAR


def _check_umfang(teile: list[zipfile.ZipInfo]) -> Mangel | None:
    gross = [t for t in teile if t.file_size > KLEIN]
    if (
        len(teile) > HOECHSTZAHL_TEILE
        or sum(t.file_size for t in teile) > HOECHSTGROESSE
        or any(t.file_size > HOECHSTES_VERHAELTNIS * max(t.compress_size, 1) for t in gross)
    ):
        return Mangel.AUFGEBLAEHT
    return None


def _check_teile(archiv: zipfile.ZipFile, mime: str) -> Mangel | None:
    namen = [n.lower() for n in archiv.namelist()]
    if any(n.endswith(MAKROTEILE) or n.startswith(MAKROORDNER) for n in namen):
        return Mangel.OFFICE_MAKROS
    if mime.startswith(ODF):
        return _check_odf(archiv, namen)
    inhalt = _read_anfang(archiv, "[Content_Types].xml", KENNTEIL)
    if b"macroEnabled" in inhalt:
        return Mangel.OFFICE_MAKROS
    ordner = next(o for o, m in OOXML_TEILE.items() if m == mime)
    return None if _check_in(namen, ordner) else Mangel.OFFICE_UNLESBAR


def _check_odf(archiv: zipfile.ZipFile, namen: list[str]) -> Mangel | None:
    if "content.xml" not in namen:
        return Mangel.OFFICE_UNLESBAR
    verzeichnis = "META-INF/manifest.xml"
    if verzeichnis.lower() not in namen:
        return None
    if b"encryption-data" in _read_anfang(archiv, verzeichnis, KENNTEIL):
        return Mangel.OFFICE_VERSCHLUESSELT
    return None


def _check_in(namen: list[str], ordner: str) -> bool:
    return any(n.startswith(ordner) for n in namen)


def _read_anfang(archiv: zipfile.ZipFile, teil: str, laenge: int) -> bytes:
    """The beginning of a part; the archive's word for its size is not asked."""
    with archiv.open(teil) as strom:
        return strom.read(laenge)

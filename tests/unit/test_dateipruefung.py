"""What is found in a file: harmless ones pass, each kind of harm has its own reason."""

import io
import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from bauaufsicht.adapters.dateipruefung import bild
from bauaufsicht.adapters.dateipruefung.inhalt import check_inhalt, create_vorschau
from bauaufsicht.adapters.dateipruefung.pruefer import read_befund
from bauaufsicht.domain.unterlage import (
    DATEIARTEN,
    MAENGEL,
    OOXML,
    Dateibefund,
    Mangel,
    format_dateiname,
    get_dateiart,
)
from tests.factories import dateien as d

DXF = b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n  0\r\nENDSEC\r\n  0\r\nEOF\r\n"
IFC = b"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION(('ViewDefinition'),'2;1');\nENDSEC;\n"
ARCHIV = d.create_zip(("a.txt", b"x"))


def _check(inhalt: bytes, endung: str) -> Dateibefund:
    with tempfile.TemporaryFile() as datei:
        datei.write(inhalt)
        datei.flush()
        return check_inhalt(datei, endung)  # type: ignore[arg-type]


HARMLOS: list[tuple[str, Callable[[], bytes], str, int | None]] = [
    (".pdf", lambda: d.create_pdf(3), "application/pdf", 3),
    (".pdf", d.create_pdf_mit_harmlosem_text, "application/pdf", 1),
    (".pdf", lambda: b"\n\n" + d.create_pdf(), "application/pdf", 1),
    (".png", d.create_bild, "image/png", 1),
    (".jpg", lambda: d.create_bild("JPEG"), "image/jpeg", 1),
    (".jpeg", lambda: d.create_bild("JPEG", modus="CMYK"), "image/jpeg", 1),
    (".tif", lambda: d.create_bild("TIFF", modus="1"), "image/tiff", 1),
    (".docx", d.create_docx, f"{OOXML}wordprocessingml.document", None),
    (".odt", d.create_odt, "application/vnd.oasis.opendocument.text", None),
    (".txt", "Grüße aus Weimar\n".encode, "text/plain", None),
    (".txt", lambda: "Grüße aus Weimar\n".encode("cp1252"), "text/plain", None),
    (".dxf", lambda: DXF, "application/x-dxf", None),
    (".ifc", lambda: IFC, "application/x-step", None),
]


@pytest.mark.parametrize(("endung", "create", "mime", "seiten"), HARMLOS)
def test_what_an_application_really_has_passes(
    endung: str, create: Callable[[], bytes], mime: str, seiten: int | None
) -> None:
    assert _check(create(), endung) == Dateibefund(mime, None, seiten)


def _mit_html(pdf: bytes) -> bytes:
    return pdf.replace(b"\n", b"\n%<html><script>alert(1)</script>\n", 1)


BOESE: list[tuple[str, str, Callable[[], bytes], Mangel]] = [
    ("empty", ".pdf", lambda: b"", Mangel.LEER),
    ("a program", ".exe", lambda: b"MZ" + bytes(99), Mangel.ART),
    ("a program called PDF", ".pdf", lambda: b"MZ" + bytes(99), Mangel.INHALT),
    ("no ending", "", d.create_pdf, Mangel.ART),
    ("SVG with a script", ".svg", lambda: d.SVG, Mangel.ART),
    ("SVG called PNG", ".png", lambda: d.SVG, Mangel.INHALT),
    ("HTML", ".html", lambda: d.HTML, Mangel.ART),
    ("HTML called text", ".txt", lambda: d.HTML, Mangel.INHALT),
    ("HTML called PDF", ".pdf", lambda: d.HTML, Mangel.INHALT),
    ("PNG called JPEG", ".jpg", d.create_bild, Mangel.INHALT),
    ("an archive", ".zip", lambda: ARCHIV, Mangel.ART),
    ("an archive called Word", ".docx", lambda: ARCHIV, Mangel.INHALT),
    ("Word called OpenDocument", ".odt", d.create_docx, Mangel.INHALT),
    ("PDF and archive", ".pdf", lambda: d.create_pdf() + ARCHIV, Mangel.DOPPELDEUTIG),
    ("JPEG and archive", ".jpg", lambda: d.create_bild("JPEG") + ARCHIV, Mangel.DOPPELDEUTIG),
    ("PDF and HTML", ".pdf", lambda: _mit_html(d.create_pdf()), Mangel.DOPPELDEUTIG),
    ("half a PDF", ".pdf", lambda: d.create_pdf()[:200], Mangel.PDF_UNLESBAR),
    ("PDF without pages", ".pdf", lambda: d.create_pdf(0), Mangel.PDF_UNLESBAR),
    ("PDF with a password", ".pdf", d.create_pdf_mit_kennwort, Mangel.PDF_VERSCHLUESSELT),
    (
        "PDF that may not be printed",
        ".pdf",
        lambda: d.create_pdf_mit_kennwort(""),
        Mangel.PDF_VERSCHLUESSELT,
    ),
    ("JavaScript", ".pdf", d.create_pdf_mit_javascript, Mangel.PDF_JAVASCRIPT),
    (
        "hidden JavaScript",
        ".pdf",
        d.create_pdf_mit_verstecktem_javascript,
        Mangel.PDF_JAVASCRIPT,
    ),
    ("embedded file", ".pdf", d.create_pdf_mit_anhang, Mangel.PDF_ANHANG),
    ("starts a program", ".pdf", d.create_pdf_mit_programmstart, Mangel.PDF_AKTIV),
    ("XFA", ".pdf", d.create_pdf_mit_xfa, Mangel.PDF_XFA),
    ("PDF bomb", ".pdf", d.create_pdf_bombe, Mangel.PDF_UNLESBAR),
    ("pixel bomb", ".png", d.create_png_bombe, Mangel.BILD_ZU_GROSS),
    ("half a PNG", ".png", lambda: d.create_bild()[:-20], Mangel.BILD_UNLESBAR),
    ("half a JPEG", ".jpg", lambda: d.create_bild("JPEG")[:-400], Mangel.BILD_UNLESBAR),
    (
        "macros",
        ".docx",
        lambda: d.create_docx(("word/vbaProject.bin", b"x")),
        Mangel.OFFICE_MAKROS,
    ),
    (
        "macros by content type",
        ".docx",
        lambda: d.create_docx(typen=d.TEXTTYPEN.replace("document.main", "macroEnabled.main")),
        Mangel.OFFICE_MAKROS,
    ),
    (
        "OpenDocument macros",
        ".odt",
        lambda: d.create_odt(("Basic/Standard/Modul.xml", b"x")),
        Mangel.OFFICE_MAKROS,
    ),
    (
        "OpenDocument with a password",
        ".odt",
        lambda: d.create_odt(("META-INF/manifest.xml", b"<m:encryption-data/>")),
        Mangel.OFFICE_VERSCHLUESSELT,
    ),
    (
        "zip bomb",
        ".docx",
        lambda: d.create_docx(("word/media/bild.bmp", bytes(64 << 20))),
        Mangel.AUFGEBLAEHT,
    ),
    (
        "too many parts",
        ".docx",
        lambda: d.create_docx(*((f"word/{n}.xml", b"") for n in range(10_001))),
        Mangel.AUFGEBLAEHT,
    ),
    (
        "Word without text",
        ".odt",
        lambda: d.create_odt().replace(b"content.xml", b"konteht.xml"),
        Mangel.OFFICE_UNLESBAR,
    ),
]


@pytest.mark.parametrize(
    ("endung", "create", "mangel"), [b[1:] for b in BOESE], ids=[b[0] for b in BOESE]
)
def test_every_harm_is_seen_and_named(
    endung: str, create: Callable[[], bytes], mangel: Mangel
) -> None:
    befund = _check(create(), endung)
    assert befund.mangel is mangel
    assert befund.vorschau is None


@pytest.mark.parametrize("mangel", Mangel)
def test_every_reason_says_what_is_wrong_and_what_to_do(mangel: Mangel) -> None:
    saetze = MAENGEL[mangel]
    assert saetze.count(". ") >= 1
    assert saetze.endswith(".")


@pytest.mark.parametrize("art", DATEIARTEN, ids=lambda a: a.name)
def test_every_kind_is_found_by_its_ending_in_any_case(art: Any) -> None:
    for endung in art.endungen:
        assert get_dateiart(f"plan{endung}") is art
        assert get_dateiart(f"PLAN.v2{endung.upper()}") is art
    assert get_dateiart("plan.doc") is None
    assert get_dateiart("pdf") is None


# --- preview ------------------------------------------------------------------------------


def _vorschau(inhalt: bytes, mime: str) -> Image.Image:
    with tempfile.TemporaryFile() as datei:
        datei.write(inhalt)
        datei.flush()
        return Image.open(io.BytesIO(create_vorschau(datei, mime)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("inhalt", "mime"),
    [
        (d.create_pdf(), "application/pdf"),
        (d.create_bild("JPEG", 3000, 2000), "image/jpeg"),
        (d.create_bild("PNG", 3000, 2000, "RGBA"), "image/png"),
        (d.create_bild("PNG", 3000, 2000, "P"), "image/png"),
        (d.create_bild("PNG", 3000, 2000, "I;16"), "image/png"),
        (d.create_bild("TIFF", 3000, 2000, "1"), "image/tiff"),
        (d.create_bild("JPEG", 3000, 2000, "CMYK"), "image/jpeg"),
    ],
)
def test_the_first_page_is_drawn_small(inhalt: bytes, mime: str) -> None:
    vorschau = _vorschau(inhalt, mime)
    assert vorschau.format == "WEBP"
    assert max(vorschau.size) == bild.KANTE
    assert vorschau.width > vorschau.height


def test_a_drawing_shows_its_lines() -> None:
    farben = _vorschau(d.create_pdf(), "application/pdf").convert("L").getextrema()
    assert farben[0] < 100 < 200 < farben[1]  # type: ignore[operator]


def test_a_photo_is_turned_as_the_camera_was_and_keeps_nothing_else() -> None:
    puffer = io.BytesIO()
    angaben = Image.Exif()
    angaben[0x0112] = 6  # turned
    angaben[0x010F] = "Kamera der Nachbarin"
    Image.new("RGB", (3000, 2000)).save(puffer, "JPEG", exif=angaben)
    vorschau = _vorschau(puffer.getvalue(), "image/jpeg")
    assert vorschau.height > vorschau.width
    assert not vorschau.getexif()


def test_what_has_no_picture_has_no_preview() -> None:
    with tempfile.TemporaryFile() as datei:
        assert create_vorschau(datei, "text/plain") == b""  # type: ignore[arg-type]


# --- the answer of the process is not believed without looking ------------------------------

WEBP = b"RIFF\x0c\0\0\0WEBPxxxxxxxx"
ZEILE = b'{"erkannt": "application/pdf", "mangel": null, "seiten": 2}\n'


def test_a_whole_answer_is_read() -> None:
    assert read_befund(ZEILE) == Dateibefund("application/pdf", None, 2)
    ganz = b"RIFF\x0c\0\0\0WEBPxxxxxxxx"
    assert read_befund(ZEILE + ganz).vorschau == ganz
    gesperrt = ZEILE.replace(b"null", b'"pdf_xfa"')
    assert read_befund(gesperrt + ganz) == Dateibefund("application/pdf", Mangel.PDF_XFA, 2)


@pytest.mark.parametrize(
    "antwort",
    [
        b"",
        b"{",
        b"[]\n",
        b"null\n",
        b'{"erkannt": "application/pdf"}\n',
        ZEILE.replace(b"null", b'"erfunden"'),
        ZEILE.replace(b"null", b"[1]"),
        ZEILE.replace(b"application/pdf", b"<script>"),
        ZEILE.replace(b'"application/pdf"', b"5"),
        ZEILE.replace(b"2}", b"-1}"),
        ZEILE.replace(b"2}", b'"2"}'),
        ZEILE.replace(b"2}", b"true}"),
        b"\xff\xfe" + ZEILE,
    ],
)
def test_an_answer_that_does_not_fit_means_the_file_cannot_be_inspected(antwort: bytes) -> None:
    assert read_befund(antwort).mangel is Mangel.UNPRUEFBAR


@pytest.mark.parametrize(
    "vorschau", [b"", WEBP[:-1], WEBP + b"x", b"GIF89a", b"RIFF" + bytes(1 << 20)]
)
def test_half_a_preview_is_none(vorschau: bytes) -> None:
    assert read_befund(ZEILE + vorschau) == Dateibefund("application/pdf", None, 2)


# --- names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roh", "name"),
    [
        ("Lageplan.pdf", "Lageplan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Plaene\\anna\\Plan.pdf", "Plan.pdf"),
        ("/abs/Plan.pdf", "Plan.pdf"),
        ("a\0b\r\nc\x7f.pdf", "a b c .pdf"),
        ("Plan\u202efdp.exe", "Plan fdp.exe"),
        ("  ..Plan 1 .pdf. ", "Plan 1 .pdf"),
        ("Gru\u0308n.pdf", "Grün.pdf"),
        ("x" * 4096 + ".pdf", "x" * 196 + ".pdf"),
        ("x" * 300 + "." + "y" * 4000, "x" * 200),
        ("..", ""),
        ("", ""),
        ("\u200b\u2028", ""),
    ],
)
def test_a_name_is_one_and_nothing_else(roh: str, name: str) -> None:
    assert format_dateiname(roh) == name
    assert format_dateiname(name) == name

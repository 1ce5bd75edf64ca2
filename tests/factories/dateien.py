"""Files as people hand them in, and as those do who mean harm."""

import io
import struct
import zipfile
import zlib
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'
    b"<script>alert(document.cookie)</script></svg>"
)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
TEXTTYPEN = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def _save(pdf: Pdf, **weiteres: object) -> bytes:
    puffer = io.BytesIO()
    pdf.save(puffer, deterministic_id=not weiteres, **weiteres)  # type: ignore[arg-type]
    return puffer.getvalue()


def create_pdf(seiten: int = 1, text: str = "Grundriss", breite: int = 1191) -> bytes:
    """A drawing with as many pages, in A3 crosswise."""
    pdf = Pdf.new()
    schrift = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    for nummer in range(seiten):
        seite = pdf.add_blank_page(page_size=(breite, 842))
        seite.Resources = Dictionary(Font=Dictionary(F1=schrift))
        inhalt = f"60 60 {breite - 120} 722 re S BT /F1 60 Tf 90 700 Td ({text} {nummer + 1}) Tj ET"
        seite.Contents = Stream(pdf, inhalt.encode("cp1252"))
    return _save(pdf)


def _change_pdf(**eintraege: object) -> bytes:
    """A drawing with further entries in its root."""
    pdf = Pdf.open(io.BytesIO(create_pdf()))
    for name, wert in eintraege.items():
        pdf.Root[f"/{name}"] = wert
    return _save(pdf)


def create_pdf_mit_javascript() -> bytes:
    """Opens a message when it is opened."""
    return _change_pdf(OpenAction=Dictionary(S=Name.JavaScript, JS="app.alert('x')"))


def create_pdf_mit_verstecktem_javascript() -> bytes:
    """The same, with the name of the action written with an escape and out of line."""
    pdf = Pdf.open(io.BytesIO(create_pdf()))
    art = pdf.make_indirect(Name.JavaScript)
    pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=art, JS="app.alert('x')"))
    return _save(pdf).replace(b"/JavaScript", b"/Java#53cript")


def create_pdf_mit_anhang() -> bytes:
    """A spreadsheet travels inside."""
    pdf = Pdf.open(io.BytesIO(create_pdf()))
    pdf.attachments["tabelle.xlsx"] = b"PK"
    return _save(pdf)


def create_pdf_mit_programmstart() -> bytes:
    """A button starts a program."""
    pdf = Pdf.open(io.BytesIO(create_pdf()))
    start = Dictionary(S=Name.Launch, F="cmd.exe")
    knopf = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=start)
    pdf.pages[0].Annots = Array([knopf])
    return _save(pdf)


def create_pdf_mit_xfa() -> bytes:
    """A form that only some programs can show."""
    pdf = Pdf.open(io.BytesIO(create_pdf()))
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(pdf, b"<xdp/>"))
    return _save(pdf)


def create_pdf_mit_kennwort(kennwort: str = "geheim") -> bytes:
    """Locked; with an empty word everybody can read it, but not everything is allowed."""
    pdf = Pdf.open(io.BytesIO(create_pdf()))
    return _save(pdf, encryption=pikepdf.Encryption(owner="eigen", user=kennwort))


def create_pdf_mit_harmlosem_text() -> bytes:
    """Speaks of JavaScript and attachments, and has none."""
    return _change_pdf(Bemerkung="(/S /JavaScript) /EF << >> \\) /S /Launch /XFA 1")


def create_pdf_bombe() -> bytes:
    """A few hundred kilobytes whose table of contents unpacks to gigabytes."""
    gepackt = zlib.compress(bytes(64 << 20), 9)
    gepackt = zlib.compress(gepackt, 9)
    kopf = b"%PDF-1.7\n"
    strom = (
        b"1 0 obj\n<< /Type /XRef /Size 100000000 /W [1 8 8] /Root 2 0 R /Filter [/FlateDecode "
        b"/FlateDecode] /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (len(gepackt), gepackt)
    )
    return kopf + strom + b"startxref\n%d\n%%%%EOF\n" % len(kopf)


def create_bild(art: str = "PNG", breite: int = 800, hoehe: int = 600, modus: str = "RGB") -> bytes:
    """A picture of one colour."""
    puffer = io.BytesIO()
    Image.new(modus, (breite, hoehe), 1).save(puffer, art)
    return puffer.getvalue()


def create_png_bombe(kante: int = 60_000) -> bytes:
    """A small PNG that says it has 3.6 thousand million pixels."""

    def block(art: bytes, inhalt: bytes) -> bytes:
        pruefsumme = struct.pack(">I", zlib.crc32(art + inhalt))
        return struct.pack(">I", len(inhalt)) + art + inhalt + pruefsumme

    kopf = struct.pack(">IIBBBBB", kante, kante, 8, 2, 0, 0, 0)
    daten = zlib.compress(bytes(1 << 20), 9)
    return b"\x89PNG\r\n\x1a\n" + block(b"IHDR", kopf) + block(b"IDAT", daten) + block(b"IEND", b"")


def create_zip(*teile: tuple[str, bytes]) -> bytes:
    """An archive; a part called `mimetype` is not packed, as OpenDocument wants it."""
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w", zipfile.ZIP_DEFLATED) as archiv:
        for name, inhalt in teile:
            art = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archiv.writestr(zipfile.ZipInfo(name), inhalt, art)
    return puffer.getvalue()


def create_docx(*weitere: tuple[str, bytes], typen: str = TEXTTYPEN) -> bytes:
    """A Word document."""
    teile = (("[Content_Types].xml", typen.encode()), ("_rels/.rels", b"<R/>"))
    return create_zip(*teile, ("word/document.xml", b"<w:document/>"), *weitere)


def create_odt(*weitere: tuple[str, bytes]) -> bytes:
    """An OpenDocument text."""
    art = b"application/vnd.oasis.opendocument.text"
    return create_zip(("mimetype", art), ("content.xml", b"<o/>"), *weitere)


@cache
def create_pdf_grosse_zeichnung(megabyte: int) -> bytes:
    """A PDF of about this size."""
    pdf = Pdf.open(io.BytesIO(create_pdf()))
    pdf.Root.Fuellung = Stream(pdf, bytes(range(256)) * (megabyte * 4096))
    return _save(pdf, compress_streams=False)

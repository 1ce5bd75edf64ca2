"""Documents: what may be handed in, and what an inspection found out about a file."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

HOECHSTGROESSE_DATEI = 500 * 1024 * 1024
NAMENSLAENGE = 200  # file systems take 255 bytes a name, and an umlaut has two
ENDUNGSLAENGE = 20


class Pruefstand(StrEnum):
    """What an inspection found out; only FREIGEGEBEN may be shown as clean.

    NICHT_GEPRUEFT: everything but the scan for malware, because there is no scanner.
    BESCHAEDIGT: the bytes are no longer those that arrived.
    """

    UNGEPRUEFT = "ungeprueft"
    FREIGEGEBEN = "freigegeben"
    NICHT_GEPRUEFT = "nicht_geprueft"
    GESPERRT = "gesperrt"
    BESCHAEDIGT = "beschaedigt"


LESBARE_STAENDE = frozenset({Pruefstand.FREIGEGEBEN, Pruefstand.NICHT_GEPRUEFT})
UNBRAUCHBARE_STAENDE = frozenset({Pruefstand.GESPERRT, Pruefstand.BESCHAEDIGT})


# why a Fassung that its own side sees cannot be fetched
NICHT_ABRUFBAR = {
    Pruefstand.UNGEPRUEFT: (
        "Die Datei wird noch geprüft. Versuchen Sie es in einer Minute noch einmal."
    ),
    Pruefstand.GESPERRT: "Die Datei ist gesperrt und lässt sich nicht herunterladen.",
    Pruefstand.BESCHAEDIGT: (
        "Die gespeicherte Datei ist nicht mehr die eingegangene. Fordern Sie sie neu an."
    ),
}


class Hochladeziel(StrEnum):
    """What an uploaded file belongs to: an item of a Nachforderung, or a Stellungnahme."""

    NACHFORDERUNG = "nachforderung"
    STELLUNGNAHME = "stellungnahme"


@dataclass(frozen=True, slots=True)
class Dateiart:
    """A kind of file that may be handed in: by name ending (lower case, with its dot) and by
    content (MIME as libmagic calls it, and as `adapters/dateipruefung` refines it).
    """

    name: str
    endungen: tuple[str, ...]
    mimes: frozenset[str]
    wofuer: str


OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."

# The formats of the XBau code list Text-Office-MIME-Types 1.0 (docx, xlsx, odt, ods, png, jpeg),
# PDF for plans and forms, TIFF for plans that were scanned, DXF and IFC for site plans and models.
# Left out: formats that run programs (doc, xls, docm, HTML, SVG), archives (BSI TR-03172-3
# A3.8.04), formats that only one maker can read (DWG), and HEIC, which nobody here can preview.
DATEIARTEN: tuple[Dateiart, ...] = (
    Dateiart(
        "PDF", (".pdf",), frozenset({"application/pdf"}), "Pläne, Formulare, Nachweise, Gutachten"
    ),
    Dateiart("JPEG", (".jpg", ".jpeg"), frozenset({"image/jpeg"}), "Fotos"),
    Dateiart("PNG", (".png",), frozenset({"image/png"}), "Bilder, Visualisierungen"),
    Dateiart("TIFF", (".tif", ".tiff"), frozenset({"image/tiff"}), "gescannte Pläne"),
    Dateiart(
        "Word",
        (".docx",),
        frozenset({f"{OOXML}wordprocessingml.document"}),
        "Beschreibungen, Stellungnahmen",
    ),
    Dateiart("Excel", (".xlsx",), frozenset({f"{OOXML}spreadsheetml.sheet"}), "Berechnungen"),
    Dateiart(
        "OpenDocument-Text", (".odt",), frozenset({f"{ODF}text"}), "Beschreibungen, Stellungnahmen"
    ),
    Dateiart("OpenDocument-Tabelle", (".ods",), frozenset({f"{ODF}spreadsheet"}), "Berechnungen"),
    Dateiart("Text", (".txt",), frozenset({"text/plain"}), "kurze Erläuterungen"),
    Dateiart(
        "DXF",
        (".dxf",),
        frozenset({"application/x-dxf", "image/vnd.dxf"}),
        "Lagepläne der Vermessung",
    ),
    Dateiart("IFC", (".ifc",), frozenset({"application/x-step"}), "Gebäudemodelle"),
)
ENDUNGEN = tuple(endung for art in DATEIARTEN for endung in art.endungen)


class Mangel(StrEnum):
    """Why a file is not let in."""

    LEER = "leer"
    ZU_GROSS = "zu_gross"
    ART = "art"
    INHALT = "inhalt"
    DOPPELDEUTIG = "doppeldeutig"
    PDF_UNLESBAR = "pdf_unlesbar"
    PDF_VERSCHLUESSELT = "pdf_verschluesselt"
    PDF_JAVASCRIPT = "pdf_javascript"
    PDF_ANHANG = "pdf_anhang"
    PDF_AKTIV = "pdf_aktiv"
    PDF_XFA = "pdf_xfa"
    BILD_UNLESBAR = "bild_unlesbar"
    BILD_ZU_GROSS = "bild_zu_gross"
    OFFICE_UNLESBAR = "office_unlesbar"
    OFFICE_VERSCHLUESSELT = "office_verschluesselt"
    OFFICE_MAKROS = "office_makros"
    AUFGEBLAEHT = "aufgeblaeht"
    UNPRUEFBAR = "unpruefbar"
    SCHADSOFTWARE = "schadsoftware"
    SCANNERGRENZE = "scannergrenze"


DRUCKEN = "Drucken Sie sie in eine neue PDF-Datei („Als PDF speichern“) und laden Sie diese hoch."
MAENGEL: dict[Mangel, str] = {
    Mangel.LEER: "Die Datei ist leer (0 Byte). Prüfen Sie, ob Sie die richtige gewählt haben.",
    Mangel.ZU_GROSS: "Die Datei ist größer als 500 MB. Teilen Sie sie auf.",
    Mangel.ART: (
        "Dateien dieser Art nehmen wir nicht an. Speichern Sie den Inhalt als PDF und laden Sie "
        "diese Datei hoch."
    ),
    Mangel.INHALT: (
        "Der Inhalt passt nicht zur Endung des Namens. Speichern Sie die Datei mit dem Programm, "
        "aus dem sie stammt, noch einmal oder als PDF."
    ),
    Mangel.DOPPELDEUTIG: (
        "In der Datei steckt noch eine zweite Datei anderer Art. Speichern Sie den Inhalt neu als "
        "PDF und laden Sie diese Datei hoch."
    ),
    Mangel.PDF_UNLESBAR: (
        "Die PDF-Datei ist unvollständig oder beschädigt. Erzeugen Sie sie neu und laden Sie sie "
        "noch einmal hoch."
    ),
    Mangel.PDF_VERSCHLUESSELT: (
        "Die PDF-Datei ist verschlüsselt oder mit einem Kennwort geschützt. Speichern Sie sie ohne "
        "Schutz und laden Sie sie noch einmal hoch."
    ),
    Mangel.PDF_JAVASCRIPT: f"Die PDF-Datei enthält ein Programm (JavaScript). {DRUCKEN}",
    Mangel.PDF_ANHANG: (
        "In der PDF-Datei stecken weitere Dateien als Anhang. Laden Sie jede Datei einzeln hoch, "
        "die PDF-Datei ohne Anhänge."
    ),
    Mangel.PDF_AKTIV: f"Die PDF-Datei enthält Inhalte, die etwas starten. {DRUCKEN}",
    Mangel.PDF_XFA: (
        "Die PDF-Datei ist ein dynamisches Formular (XFA), das viele Programme nicht anzeigen. "
        f"{DRUCKEN}"
    ),
    Mangel.BILD_UNLESBAR: (
        "Das Bild ist unvollständig oder beschädigt. Speichern Sie es neu und laden Sie es noch "
        "einmal hoch."
    ),
    Mangel.BILD_ZU_GROSS: (
        "Das Bild hat mehr als 250 Megapixel. Verkleinern Sie es; ein Plan in A0 braucht nicht "
        "mehr als 400 dpi."
    ),
    Mangel.OFFICE_UNLESBAR: (
        "Das Dokument ist unvollständig oder beschädigt. Speichern Sie es neu oder als PDF und "
        "laden Sie es noch einmal hoch."
    ),
    Mangel.OFFICE_VERSCHLUESSELT: (
        "Das Dokument ist mit einem Kennwort geschützt. Speichern Sie es ohne Kennwort und laden "
        "Sie es noch einmal hoch."
    ),
    Mangel.OFFICE_MAKROS: (
        "Das Dokument enthält Makros. Speichern Sie es ohne Makros oder als PDF und laden Sie es "
        "noch einmal hoch."
    ),
    Mangel.AUFGEBLAEHT: (
        "Der Inhalt der Datei würde beim Öffnen übermäßig groß. Speichern Sie sie neu oder als PDF "
        "und laden Sie sie noch einmal hoch."
    ),
    Mangel.UNPRUEFBAR: (
        "Die Datei ist so aufgebaut, dass sie sich nicht sicher prüfen lässt. Erzeugen Sie sie neu "
        "oder speichern Sie den Inhalt als PDF."
    ),
    Mangel.SCHADSOFTWARE: (
        "Der Virenscanner hat in der Datei Schadsoftware gefunden. Prüfen Sie Ihren Rechner und "
        "laden Sie eine saubere Datei hoch."
    ),
    Mangel.SCANNERGRENZE: (
        "Die Datei ist zu groß oder zu verschachtelt, um sie auf Schadsoftware zu prüfen. Teilen "
        "Sie sie auf oder speichern Sie den Inhalt als PDF."
    ),
}


@dataclass(frozen=True, slots=True)
class Dateibefund:
    """What the inspection of a file found: MIME by content, why it is refused (if it is), number
    of pages, and the first page as WebP where one could be drawn.
    """

    erkannt: str
    mangel: Mangel | None = None
    seiten: int | None = None
    vorschau: bytes | None = None


def get_endung(dateiname: str) -> str:
    """The ending in lower case with its dot; "" without one."""
    return PurePosixPath(dateiname).suffix.lower()


def get_dateiart(dateiname: str) -> Dateiart | None:
    """The kind that a name promises; None if it is not one that may be handed in."""
    endung = get_endung(dateiname)
    return next((art for art in DATEIARTEN if endung in art.endungen), None)


def format_dateiname(roh: str) -> str:
    """A name as we keep it: no path, nothing invisible, NFC, at most 200 characters; "" if
    nothing is left of it.
    """
    name = unicodedata.normalize("NFC", roh.replace("\\", "/").rsplit("/", 1)[-1])
    name = " ".join("".join(z if z.isprintable() else " " for z in name).split()).strip(". ")
    if len(name) <= NAMENSLAENGE:
        return name
    endung = PurePosixPath(name).suffix
    endung = endung if len(endung) <= ENDUNGSLAENGE else ""
    return name[: NAMENSLAENGE - len(endung)] + endung

"""Pictures: can they be opened, and are they as big as a plan can be."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

from bauaufsicht.domain.unterlage import Mangel

HOECHSTZAHL_PUNKTE = 250_000_000  # A0 at 400 dpi
HOECHSTZAHL_DEKODIERT = 64_000_000
HOECHSTZAHL_SEITEN = 500  # of a TIFF
FORMATE = {"image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF"}
KANTE = 480
GUETE = 72

Image.MAX_IMAGE_PIXELS = None  # our own limit has a sentence for the user


def check_bild(datei: BinaryIO, mime: str) -> tuple[Mangel | None, int | None]:
    """What is wrong with it, and how many pages it has (TIFF)."""
    try:
        datei.seek(0)
        with Image.open(datei, formats=[FORMATE[mime]]) as bild:
            seiten = getattr(bild, "n_frames", 1)
            if bild.width * bild.height > HOECHSTZAHL_PUNKTE or seiten > HOECHSTZAHL_SEITEN:
                return Mangel.BILD_ZU_GROSS, None
            bild.verify()
        _check_ganz(datei, mime)
    except MemoryError:
        raise
    except Exception:  # Pillow lets the errors of its decoders through: struct, zlib, syntax …
        return Mangel.BILD_UNLESBAR, None
    return None, seiten


def _check_ganz(datei: BinaryIO, mime: str) -> None:
    """Decode it, as far as that is quickly done: `verify` looks at no pixel."""
    datei.seek(0)
    with Image.open(datei, formats=[FORMATE[mime]]) as bild:
        bild.draft("RGB", (2 * KANTE, 2 * KANTE))
        if bild.width * bild.height <= HOECHSTZAHL_DEKODIERT:
            bild.load()


def create_bildvorschau(datei: BinaryIO, mime: str) -> bytes:
    """A small picture of the picture, as WebP."""
    datei.seek(0)
    with Image.open(datei, formats=[FORMATE[mime]]) as bild:
        bild.draft("RGB", (2 * KANTE, 2 * KANTE))  # JPEG: decode only as much as is shown
        gewandelt = bild.convert(_get_modus(bild))
        gewandelt.thumbnail((KANTE, KANTE))
        return write_webp(ImageOps.exif_transpose(gewandelt))


def _get_modus(bild: Image.Image) -> str:
    """The mode in which a picture can be made smaller without losing its colours."""
    if bild.mode == "P" or "transparency" in bild.info:
        return "RGBA"
    return "L" if bild.mode.startswith(("1", "I")) else bild.mode


def write_webp(bild: Image.Image) -> bytes:
    """On white, without the data that a camera or a program left in it."""
    if bild.mode in {"RGBA", "LA", "PA"}:
        grund = Image.new("RGBA", bild.size, "white")
        grund.alpha_composite(bild.convert("RGBA"))
        bild = grund
    puffer = BytesIO()
    flach = bild.convert("RGB")
    flach.info.clear()
    flach.save(puffer, "WEBP", quality=GUETE, method=4)
    return puffer.getvalue()

"""An inspection that looks at the first bytes only."""

from base64 import b64decode
from typing import IO

from bauaufsicht.domain.fehler import PrueferFehler
from bauaufsicht.domain.unterlage import DATEIARTEN, Dateibefund, Mangel

ANFAENGE = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8",
}
# one grey dot
VORSCHAU = b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAdQwAIWsP+BiOh/AAA=")


class Anfangspruefer:
    """Tells PDF, PNG and JPEG from the rest; `bereit = False` plays one that cannot begin."""

    def __init__(self) -> None:
        self.bereit = True

    def check_datei(self, datei: IO[bytes], endung: str) -> Dateibefund:
        """See `Dateipruefer`."""
        if not self.bereit:
            raise PrueferFehler("the inspection cannot begin")
        datei.seek(0)
        anfang = datei.read(16)
        if not anfang:
            return Dateibefund("inode/x-empty", Mangel.LEER)
        erkannt = next((m for m, a in ANFAENGE.items() if anfang.startswith(a)), "text/plain")
        art = next((a for a in DATEIARTEN if endung in a.endungen), None)
        if art is None:
            return Dateibefund(erkannt, Mangel.ART)
        if erkannt not in art.mimes:
            return Dateibefund(erkannt, Mangel.INHALT)
        hat_bild = erkannt in ANFAENGE
        return Dateibefund(erkannt, None, 1 if hat_bild else None, VORSCHAU if hat_bild else None)

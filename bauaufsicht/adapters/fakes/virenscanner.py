"""A virus scanner that knows one signature."""

from typing import IO

from bauaufsicht.domain.fehler import ScannerFehler
from bauaufsicht.domain.ports import Virenbefund

# EICAR's test string (eicar.org), in two parts so that no scanner takes this file for it
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
STAND = "Attrappe 1"


class EicarScanner:
    """Finds the EICAR test string; `bereit = False` plays a scanner that does not answer."""

    def __init__(self) -> None:
        self.bereit = True

    def check_strom(self, daten: IO[bytes]) -> Virenbefund:
        """See `Virenscanner`."""
        if not self.bereit:
            raise ScannerFehler("the scanner does not answer")
        return Virenbefund("Eicar-Test" if EICAR in daten.read() else "", STAND)

    def check_bereit(self) -> bool:
        """See `Virenscanner`."""
        return self.bereit

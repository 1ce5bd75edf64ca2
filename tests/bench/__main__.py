"""`make bench`: all measurements, printed."""

import tempfile
from pathlib import Path

from tests.bench.aufnahme import measure_aufnahme
from tests.bench.bescheid import measure_bescheid
from tests.bench.boeses_xml import measure_boeses_xml
from tests.bench.hochladen import measure_hochladen
from tests.bench.kataster import measure_kataster, measure_pruefungen
from tests.bench.messung import get_speicher, umgebungen
from tests.bench.raum import measure_raum
from tests.bench.seiten import measure_liste
from tests.plugins.voraussetzung import XBAU


def main() -> None:
    """Measure hostile messages, PDFs and uploads, then the rest on each database."""
    measure_boeses_xml()
    measure_bescheid()
    with tempfile.TemporaryDirectory(prefix="bench-") as ordner:
        measure_hochladen(Path(ordner))
    with tempfile.TemporaryDirectory(prefix="bench-") as ordner, umgebungen(Path(ordner)) as alle:
        for umgebung in alle:
            if XBAU.is_dir():
                measure_aufnahme(umgebung)
            else:
                print("Aufnahme: übersprungen, die XBau-Daten fehlen.")
            measure_raum(umgebung)
            measure_liste(umgebung)
            measure_kataster(umgebung)
            measure_pruefungen(umgebung)
    print(f"Speicherspitze des Prozesses: {get_speicher()} MiB")


main()

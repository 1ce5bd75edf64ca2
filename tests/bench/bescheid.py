"""How long it takes to set a decision and a timeline as PDF, and to pack a case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.adapters.pdf.satz import TypstSatz
from bauaufsicht.services.aktenpaket import Paket, create_paketdatei, render_paket
from tests.bench.messung import format_zeiten, measure
from tests.factories.schrift import BESCHEID, VERLAUF

MEGABYTE = 1 << 20
JETZT = datetime(2026, 11, 23, tzinfo=UTC)


def measure_bescheid() -> None:
    """Setting small and large documents; packing 200 MB."""
    satz = TypstSatz()
    gross = replace(
        BESCHEID,
        nebenbestimmungen=BESCHEID.nebenbestimmungen * 20,
        bauvorlagen=BESCHEID.bauvorlagen * 100,
    )
    lang = replace(VERLAUF, zeilen=VERLAUF.zeilen * 150)
    laeufe: dict[str, Callable[[], object]] = {
        "Bescheid, 2 Seiten": lambda: satz.render_bescheid(BESCHEID),
        "Bescheid, 40 Nebenbestimmungen, 200 Unterlagen": lambda: satz.render_bescheid(gross),
        "Verlauf, 300 Ereignisse": lambda: satz.render_verlauf(lang),
    }
    for name, lauf in laeufe.items():
        lauf()  # the first one loads the fonts
        print(f"PDF {name}: {format_zeiten(measure(lauf, 20))}")
    datei = create_paketdatei("plan.pdf", bytes(20 * MEGABYTE))
    dateien = [replace(datei, pfad=f"{n}.pdf") for n in range(10)]
    paket, ablage = Paket("AP-1", JETZT, dateien, []), AblageSpeicher(FesteUhr(JETZT))
    zeiten = measure(lambda: sum(map(len, render_paket(ablage, paket))), 3)
    print(f"akte.zip aus 200 MB: {200 / median(zeiten):.0f} MB/s")

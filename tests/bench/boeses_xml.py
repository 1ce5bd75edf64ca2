"""Hostile messages: seconds and memory until each is refused (aim: under 1 s and 200 MB)."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bauaufsicht.adapters.xbau.leser import XbauLeser
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.domain.befund import compute_zurueckweisung
from tests.factories.lieferung import Probe, read_schulung
from tests.plugins.voraussetzung import XBAU

ENDE: Final = "</xbau:bauvorhaben>"
LACHER: Final = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))


def _wiederhole(vorlage: str, anfang: str, ende: str, anzahl: int) -> str:
    """The message with one of its parts many times."""
    von = vorlage.index(anfang)
    bis = vorlage.index(ende, von) + len(ende)
    return vorlage[:von] + vorlage[von:bis] * anzahl + vorlage[bis:]


def _ergaenze(text: str) -> Callable[[Probe], str]:
    return lambda p: p.text.replace(ENDE, text + ENDE)


FAELLE: Final[dict[str, Callable[[Probe], str]]] = {
    "DOCTYPE mit Entitäten": lambda p: p.text.replace("?>", f"?><!DOCTYPE x [{LACHER}]>", 1),
    "200.000 leere Elemente": _ergaenze("<a/>" * 200_000),
    "30 mal 1.950 Elemente": _ergaenze(("<b>" + "<a></a>" * 1_950 + "</b>") * 30),
    "60 mal 1.900 leere Elemente": _ergaenze(("<b>" + "<a/>" * 1_900 + "</b>") * 60),
    "1.900 leere Anlagen": lambda p: p.text.replace(
        "<anlage>", "<anlage/>" * 1_900 + "<anlage>", 1
    ),
    "5.000 Ebenen": _ergaenze("<a>" * 5_000 + "</a>" * 5_000),
    "200.000 Attribute": _ergaenze("<a " + " ".join(f'a{n}=""' for n in range(200_000)) + "/>"),
    "20.000 mal 50 Attribute": _ergaenze(
        ("<a " + " ".join(f'a{n}=""' for n in range(50)) + "/>") * 20_000
    ),
    "50.000 Namensräume": _ergaenze(
        "<a " + " ".join(f'xmlns:a{n}="urn:{n}"' for n in range(50_000)) + "/>"
    ),
    "ein Wert mit 9 MB": lambda p: p.text.replace("Carport", "x" * 9_000_000),
    "20 Werte mit 490.000 Zeichen": _ergaenze(f"<a>{'x' * 490_000}</a>" * 20),
    "Kommentare mit 9 MB": _ergaenze(f"<!--{'x' * 1_000}-->" * 9_000),
    "Kommentare mit 24 MB": _ergaenze(f"<!--{'x' * 1_000}-->" * 24_000),
    "Leerraum mit 9 MB": _ergaenze(" " * 9_000_000),
    "1.500 Antragsteller": lambda p: _wiederhole(
        p.text, "<xbau:antragsteller>", "</xbau:antragsteller>", 1_500
    ),
    "1.500 Flurstücke": lambda p: _wiederhole(
        p.text, "<xbau:flurstueck>", "</xbau:flurstueck>", 1_500
    ),
    "1.500 Anlagen": lambda p: _wiederhole(p.text, "<anlage>", "</anlage>", 1_500),
}


def measure_boeses_xml() -> None:
    """Print one line a case; each is read in a process of its own."""
    print("Böses XML: Rechenzeit bis zur Entscheidung, Speicherspitze des Prozesses")
    for name in ("(die unveränderte Nachricht)", *FAELLE):
        subprocess.run([sys.executable, "-m", "tests.bench.boeses_xml", name], check=True)


def _measure(name: str) -> None:
    probe = read_schulung("01")
    inhalt = (FAELLE[name](probe) if name in FAELLE else probe.text).encode()
    with tempfile.TemporaryDirectory() as ordner:
        schemata = Schemata(Path(ordner))
        if XBAU.is_dir():
            schemata.import_quelle(XBAU / "xsd")
        leser = XbauLeser(schemata)
        leser.read_nachricht(probe.inhalt)
        vorher = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        beginn = time.process_time()
        lesung = leser.read_nachricht(inhalt)
        dauer = time.process_time() - beginn
    befund = compute_zurueckweisung(lesung.befunde)
    spitze = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    ausgang = f"{befund.kennzahl} {befund.text[:60]}" if befund else "gelesen"
    print(f"  {name:30} {dauer:6.2f} s {spitze:5} MiB (vorher {vorher})  {ausgang}", flush=True)


if __name__ == "__main__":
    _measure(sys.argv[1])

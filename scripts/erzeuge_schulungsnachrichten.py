"""Writes the training messages, their attachments and manifest.json; the same bytes on every run.

Usage: python scripts/erzeuge_schulungsnachrichten.py [target folder]
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from schulungsnachrichten.bausteine import Fall
from schulungsnachrichten.faelle import create_faelle
from schulungsnachrichten.xbau import compute_fakten, create_dokumentid, write_nachricht

ZIEL = Path(__file__).parents[1] / "bauaufsicht" / "schulung" / "daten" / "nachrichten"


def _write_fall(ordner: Path, fall: Fall, erster: Fall | None) -> dict[str, Any]:
    """Write one message with its attachments; returns its entry of the manifest."""
    inhalte = {
        b.datei: b.zeichner(fall.schriftfeld(b)) for b in fall.beilagen if b.zeichner is not None
    }
    anlagen = Path("anlagen") / fall.dateistamm
    (ordner / anlagen).mkdir(parents=True)
    for datei, inhalt in inhalte.items():
        (ordner / anlagen / datei).write_bytes(inhalt)
    datei = f"{fall.dateistamm}.xml"
    (ordner / datei).write_bytes(write_nachricht(fall, inhalte, erster))
    return {
        "nummer": fall.nummer,
        "titel": fall.titel,
        "datei": datei,
        "version": fall.version,
        "nachricht": fall.nachricht,
        "empfaenger": fall.empfaenger[0],
        "ergebnis": fall.ergebnis,
        "test": fall.test,
        "anlagen": {
            create_dokumentid(fall, b): (anlagen / b.datei).as_posix()
            for b in fall.beilagen
            if b.zeichner is not None
        },
        "fakten": compute_fakten(fall, erster),
    }


def write_schulungsnachrichten(ordner: Path) -> None:
    """Replace the content of `ordner` by freshly written messages."""
    shutil.rmtree(ordner, ignore_errors=True)
    ordner.mkdir(parents=True)
    faelle = create_faelle()
    nach_nummer = {f.nummer: f for f in faelle}
    eintraege = [_write_fall(ordner, f, nach_nummer.get(f.bezug)) for f in faelle]
    inhalt = {
        "hinweis": "Erzeugt mit scripts/erzeuge_schulungsnachrichten.py; Personen und Vorhaben "
        "sind erfunden.",
        "nachrichten": eintraege,
    }
    text = json.dumps(inhalt, ensure_ascii=False, indent=1)
    (ordner / "manifest.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_schulungsnachrichten(Path(sys.argv[1]) if len(sys.argv) > 1 else ZIEL)

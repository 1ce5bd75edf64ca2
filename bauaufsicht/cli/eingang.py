"""`bauaufsicht eingang`: take a message in from a file."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bauaufsicht.cli.grund import ZURUECKGEWIESEN, deutsch, einheit, exit_mit
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.services.aufnahme import Datei, Lieferung, submit_lieferung
from bauaufsicht.services.eingang import Aufnahmeergebnis

USAGE = 2
SAETZE = {
    Eingangsergebnis.ANGELEGT: "Vorgang {az} wurde angelegt.",
    Eingangsergebnis.ZUGEORDNET: "Die Nachricht wurde dem Vorgang {az} zugeordnet.",
    Eingangsergebnis.WIEDERHOLUNG: (
        "Die Nachricht war schon da (Vorgang {az}); nichts wurde geändert."
    ),
    Eingangsergebnis.ZU_KLAEREN: "Die Nachricht liegt bei der Poststelle zur Klärung.",
    Eingangsergebnis.ZURUECKGEWIESEN: "Die Nachricht wurde zurückgewiesen ({kennzahl}).",
    Eingangsergebnis.PROTOKOLLIERT: "Die Nachricht wurde protokolliert.",
}


@click.group("eingang")
def eingang() -> None:
    """Eingänge aufnehmen."""


@eingang.command("aufnehmen")
@click.argument("nachricht", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--anlagen",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=(
        "Ordner mit den Dateien der Anlagen; ein manifest.json darin ordnet dokumentid und "
        "Datei zu."
    ),
)
@click.option("--json", "als_json", is_flag=True, help="Ergebnis als ein JSON-Objekt.")
@deutsch
def aufnehmen(nachricht: Path, anlagen: Path | None, als_json: bool) -> None:
    """Nimmt eine XBau-Nachricht mit ihren Anlagen auf."""
    with nachricht.open("rb") as strom:
        gefunden = list(_list_anlagen(anlagen, nachricht)) if anlagen else []
        lieferung = Lieferung(
            Eingangsweg.KOMMANDO, Datei(nachricht.name, strom), _open_anlagen(gefunden)
        )
        ergebnis = submit_lieferung(einheit, lieferung)
    _write(ergebnis, als_json)
    sys.exit(ZURUECKGEWIESEN if ergebnis.ergebnis is Eingangsergebnis.ZURUECKGEWIESEN else 0)


def _open_anlagen(gefunden: list[tuple[str, str | None, Path]]) -> Iterator[Datei]:
    """One after the other: a process may hold only so many files open."""
    for name, dokumentid, pfad in gefunden:
        with pfad.open("rb") as strom:
            yield Datei(name, strom, dokumentid)


def _list_anlagen(ordner: Path, nachricht: Path) -> Iterator[tuple[str, str | None, Path]]:
    """Files of a folder: by its manifest (dokumentid to file), the rest by their own names."""
    verzeichnis = ordner / "manifest.json"
    je_pfad: dict[Path, str] = {}
    if verzeichnis.is_file():
        je_pfad = {_check_pfad(ordner, d): i for i, d in _read_manifest(verzeichnis).items()}
    for pfad in sorted(p for p in ordner.iterdir() if p.is_file()):
        if pfad != verzeichnis and pfad.resolve() != nachricht.resolve():
            yield pfad.name, je_pfad.pop(pfad.resolve(), None), pfad
    for pfad, dokumentid in je_pfad.items():
        if pfad.is_file():
            yield pfad.name, dokumentid, pfad


def _read_manifest(verzeichnis: Path) -> dict[str, str]:
    try:
        inhalt = json.loads(verzeichnis.read_text("utf-8"))
    except (ValueError, RecursionError):
        inhalt = None
    if not isinstance(inhalt, dict) or not all(isinstance(v, str) for v in inhalt.values()):
        exit_mit(f"„{verzeichnis}“ muss ein JSON-Objekt sein: dokumentid zu Dateiname.", USAGE)
    return inhalt


def _check_pfad(ordner: Path, datei: str) -> Path:
    pfad = (ordner / datei.replace("\0", "")).resolve()
    if not pfad.is_relative_to(ordner.resolve()):
        exit_mit(f"„{datei}“ liegt nicht im Ordner der Anlagen.", USAGE)
    return pfad


def _write(ergebnis: Aufnahmeergebnis, als_json: bool) -> None:
    if als_json:
        click.echo(json.dumps(ergebnis.format_json(), ensure_ascii=False, indent=2))
        return
    satz = SAETZE[ergebnis.ergebnis]
    if ergebnis.ergebnis is Eingangsergebnis.WIEDERHOLUNG and ergebnis.aktenzeichen is None:
        satz = "Die Nachricht war schon da; nichts wurde geändert."
    click.echo(satz.format(az=ergebnis.aktenzeichen or "–", kennzahl=ergebnis.fehlerkennzahl))
    for befund in ergebnis.befunde:
        click.echo(f"  {befund.kennzahl}: {befund.text}")

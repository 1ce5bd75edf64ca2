"""The checks of plot and building: one file each, and their names here in the order of the page."""

from collections.abc import Callable
from dataclasses import replace

from bauaufsicht.domain.pruefung import Ergebnis, Pruefergebnis, Pruefstoff
from bauaufsicht.domain.pruefungen.abstand import check_abstand
from bauaufsicht.domain.pruefungen.bezirk import check_bezirk
from bauaufsicht.domain.pruefungen.flaeche import check_flaeche
from bauaufsicht.domain.pruefungen.flurstuecke import check_flurstuecke
from bauaufsicht.domain.pruefungen.grz import check_grz
from bauaufsicht.domain.pruefungen.nachbarn import check_nachbarn
from bauaufsicht.domain.pruefungen.umriss import check_umriss
from bauaufsicht.domain.pruefungen.weitere_vorgaenge import check_weitere_vorgaenge
from bauaufsicht.domain.pruefungen.zusammenhang import check_zusammenhang

Pruefung = Callable[[Pruefstoff], Pruefergebnis]

# name of the check, what the page calls it, the check
PRUEFUNGEN: tuple[tuple[str, str, Pruefung], ...] = (
    ("flurstuecke", "Flurstücke im Kataster", check_flurstuecke),
    ("bezirk", "Zuständigkeit", check_bezirk),
    ("flaeche", "Grundstücksfläche", check_flaeche),
    ("zusammenhang", "Zusammenhang der Flurstücke", check_zusammenhang),
    ("umriss", "Gebäude auf dem Grundstück", check_umriss),
    ("abstand", "Abstand zu den Grenzen", check_abstand),
    ("grz", "Grundflächenzahl (GRZ I)", check_grz),
    ("nachbarn", "Angrenzende Flurstücke", check_nachbarn),
    ("weitere_vorgaenge", "Weitere Vorgänge", check_weitere_vorgaenge),
)


def check_alle(stoff: Pruefstoff) -> tuple[Pruefergebnis, ...]:
    """Run every check; one whose rule was not in force on the day is NICHT_PRUEFBAR."""
    return tuple(_check(kennung, titel, p, stoff) for kennung, titel, p in PRUEFUNGEN)


def _check(kennung: str, titel: str, pruefung: Pruefung, stoff: Pruefstoff) -> Pruefergebnis:
    try:
        ergebnis = pruefung(stoff)
    except LookupError:
        ergebnis = Pruefergebnis(
            kennung,
            titel,
            Ergebnis.NICHT_PRUEFBAR,
            f"Für den {stoff.tag:%d.%m.%Y} ist keine Regel hinterlegt. Prüfen Sie von Hand nach "
            "dem Recht, das an diesem Tag galt.",
        )
    return replace(ergebnis, kennung=kennung, titel=titel)

"""What the intake found out about a message."""

from dataclasses import dataclass
from enum import StrEnum


class Schwere(StrEnum):
    """What follows from a Befund."""

    HINWEIS = "hinweis"
    KLAERUNG = "klaerung"
    ZURUECKWEISUNG = "zurueckweisung"


@dataclass(frozen=True, slots=True)
class Befund:
    """One finding: `kennzahl` of xbau-fehlerkennzahlen 2.2 (XBAU.md f) and a German sentence.

    HINWEIS is shown, KLAERUNG sends the Eingang to a person, ZURUECKWEISUNG refuses it.
    """

    kennzahl: str
    text: str
    schwere: Schwere = Schwere.HINWEIS


def compute_zurueckweisung(befunde: "tuple[Befund, ...] | list[Befund]") -> Befund | None:
    """The first Befund that refuses the message, if there is one."""
    return next((b for b in befunde if b.schwere is Schwere.ZURUECKWEISUNG), None)

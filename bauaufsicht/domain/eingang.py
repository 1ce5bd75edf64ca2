"""A delivery and what came of it."""

from enum import StrEnum


class Eingangsweg(StrEnum):
    """How a delivery came in."""

    KOMMANDO = "kommando"
    POSTSTELLE = "poststelle"
    SCHNITTSTELLE = "schnittstelle"


class Eingangsergebnis(StrEnum):
    """What became of a delivery; EMPFANGEN is stored and waits for its turn."""

    EMPFANGEN = "empfangen"
    ANGELEGT = "angelegt"
    ZUGEORDNET = "zugeordnet"
    WIEDERHOLUNG = "wiederholung"
    ZU_KLAEREN = "zu_klaeren"
    ZURUECKGEWIESEN = "zurueckgewiesen"
    PROTOKOLLIERT = "protokolliert"

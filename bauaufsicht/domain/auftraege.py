"""Kinds of jobs, and which of them follow from which event."""

from enum import StrEnum

from bauaufsicht.domain.ereignisse import (
    AntragEingegangen,
    AntragGeaendert,
    Ereignis,
    UnterlageHochgeladen,
    UnterlagenEingegangen,
)


class Auftragsart(StrEnum):
    """What the worker can do."""

    EINGANG_VERARBEITEN = "eingang_verarbeiten"
    UNTERLAGEN_NACHPRUEFEN = "unterlagen_nachpruefen"
    UNTERLAGE_PRUEFEN = "unterlage_pruefen"
    GEOMETRIE_PRUEFEN = "geometrie_pruefen"
    ABLAGE_AUFRAEUMEN = "ablage_aufraeumen"
    BENACHRICHTIGUNG_SENDEN = "benachrichtigung_senden"


FOLGEAUFTRAEGE: dict[type[Ereignis], tuple[Auftragsart, ...]] = {
    AntragEingegangen: (Auftragsart.GEOMETRIE_PRUEFEN,),
    AntragGeaendert: (Auftragsart.GEOMETRIE_PRUEFEN,),
    UnterlagenEingegangen: (Auftragsart.UNTERLAGEN_NACHPRUEFEN,),
    UnterlageHochgeladen: (Auftragsart.UNTERLAGEN_NACHPRUEFEN,),
}

EILIGE = frozenset({UnterlageHochgeladen})  # somebody sits before the screen and waits

MAX_VERSUCHE = 8


def compute_wartezeit(versuche: int) -> int:
    """Seconds until the next try: doubling from 5 s, at most one hour."""
    return int(min(5 * 2 ** max(versuche - 1, 0), 3600))

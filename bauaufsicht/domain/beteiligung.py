"""Hearing a body: what it is asked for, and what it answers."""

from enum import StrEnum


class Beteiligungsart(StrEnum):
    """What a body is asked for; each has a period of its own, with its own effect."""

    STELLUNGNAHME = "stellungnahme"
    ZUSTIMMUNG = "zustimmung"
    EINVERNEHMEN = "einvernehmen"


class Stellungnahmeergebnis(StrEnum):
    """What a body says."""

    KEINE_BEDENKEN = "keine_bedenken"
    NEBENBESTIMMUNGEN = "nebenbestimmungen"
    BEDENKEN = "bedenken"
    NACHFORDERUNG = "nachforderung"
    NICHT_ZUSTAENDIG = "nicht_zustaendig"

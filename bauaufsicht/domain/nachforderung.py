"""A demand for missing documents: its items, and where each of them stands."""

from enum import StrEnum


class Nachforderungsstand(StrEnum):
    """Where a demand stands: OFFEN waits for the applicant's side, BEANTWORTET for the
    authority.
    """

    OFFEN = "offen"
    BEANTWORTET = "beantwortet"
    ERLEDIGT = "erledigt"


class Punktstand(StrEnum):
    """Where an item stands; OFFEN and ZURUECKGEGEBEN wait for the applicant's side."""

    OFFEN = "offen"
    BEANTWORTET = "beantwortet"
    ANGENOMMEN = "angenommen"
    ZURUECKGEGEBEN = "zurueckgegeben"
    ENTFALLEN = "entfallen"


OFFENE_PUNKTE = frozenset({Punktstand.OFFEN, Punktstand.ZURUECKGEGEBEN})

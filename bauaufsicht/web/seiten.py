"""Pages of a long list."""

from collections.abc import Callable
from dataclasses import dataclass

UMKREIS = 2


@dataclass(frozen=True, slots=True)
class Seitenteile:
    """What `blaettern` needs."""

    seiten: list[tuple[int, str, bool]]
    zurueck_url: str
    weiter_url: str
    stand: str


def compute_seiten(
    anzahl: int, seite: int, je_seite: int, adresse: Callable[[int], str]
) -> Seitenteile:
    """First, last and the pages around the present one; a gap has no address."""
    letzte = max(1, -(-anzahl // je_seite))
    nahe = {1, letzte, *range(seite - UMKREIS, seite + UMKREIS + 1)}
    seiten: list[tuple[int, str, bool]] = []
    vorige = 0
    for n in sorted(x for x in nahe if 1 <= x <= letzte):
        if n - vorige > 1:
            seiten.append((0, "", False))
        seiten.append((n, adresse(n), n == seite))
        vorige = n
    von = min((seite - 1) * je_seite + 1, anzahl)
    bis = min(seite * je_seite, anzahl)
    return Seitenteile(
        seiten if letzte > 1 else [],
        adresse(seite - 1) if 1 < seite <= letzte else "",
        adresse(seite + 1) if seite < letzte else "",
        f"{von} bis {bis} von {anzahl}" if letzte > 1 else "",
    )

"""What the Länder have in common: nationwide holidays, periods of federal law."""

from datetime import date, timedelta

from bauaufsicht.domain.fristen import compute_ostersonntag
from bauaufsicht.domain.landesrecht import Einheit, Fristregel

EINVERNEHMEN = Fristregel(
    kennung="einvernehmen",
    norm="§ 36 Abs. 2 Satz 2 BauGB",
    zweck="das Einvernehmen der Gemeinde",
    dauer=2,
    einheit=Einheit.MONATE,
    beginnt_mit="dem Eingang des Ersuchens bei der Gemeinde",
    wirkung="Verweigert die Gemeinde es bis dahin nicht, gilt das Einvernehmen als erteilt.",
    quelle="BauGB, zuletzt geändert am 22.12.2025",
    gueltig_ab=date(1998, 1, 1),
    geprueft_bis=date(2026, 4, 18),
    bestaetigt=True,
    auslegung=(
        "Im Vorgangsraum gilt das Ersuchen am Tag der Anforderung als eingegangen. Ob sich ein "
        "Fristende am Wochenende oder Feiertag auch hier verschiebt, ist umstritten."
    ),
    verspaetet=(
        "Die Äußerung kam nach Ablauf der Frist. Das Einvernehmen galt da schon als erteilt."
    ),
)


def compute_bundesweite_feiertage(jahr: int) -> frozenset[date]:
    """The nine public holidays of every Land (Feiertagsgesetze; 3 October: Einigungsvertrag Art.
    2 II).
    """
    ostern = compute_ostersonntag(jahr)
    bewegliche = (ostern + timedelta(days=n) for n in (-2, 1, 39, 50))
    feste = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
    return frozenset(bewegliche) | frozenset(date(jahr, m, t) for m, t in feste)

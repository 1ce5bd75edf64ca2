"""What the Länder have in common: nationwide holidays (MBO, federal law)."""

from datetime import date, timedelta

from bauaufsicht.domain.fristen import compute_ostersonntag


def compute_bundesweite_feiertage(jahr: int) -> frozenset[date]:
    """The nine public holidays of every Land (Feiertagsgesetze; 3 October: Einigungsvertrag Art.
    2 II).
    """
    ostern = compute_ostersonntag(jahr)
    bewegliche = (ostern + timedelta(days=n) for n in (-2, 1, 39, 50))
    feste = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
    return frozenset(bewegliche) | frozenset(date(jahr, m, t) for m, t in feste)

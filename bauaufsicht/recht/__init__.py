"""The law as dated data, one module per Land; the only place where Land codes are literals."""

from bauaufsicht.domain.glossar import Landesbezug
from bauaufsicht.domain.landesrecht import Landesrecht
from bauaufsicht.recht import th

LAENDER: dict[str, Landesrecht] = {land.kennzahl: land for land in (th.THUERINGEN,)}


def get_landesrecht(kennzahl: str) -> Landesrecht:
    """The law of a Land; LookupError if it is not set up."""
    return LAENDER[kennzahl]


def get_land_der_ags(ags: str) -> Landesrecht:
    """The Land that an Amtlicher Gemeindeschlüssel lies in; LookupError if it is not set up."""
    return LAENDER[ags[:2]]


def get_begriffsbezuege() -> dict[str, Landesbezug]:
    """What the Land of the installation says about the terms of the glossary.

    With several Länder the first one's: a page without a case has no Land of its own.
    """
    return dict(next(iter(LAENDER.values())).glossar)

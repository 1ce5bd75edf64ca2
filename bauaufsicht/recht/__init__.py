"""The law as dated data, one module per Land; the only place where Land codes are literals."""

from bauaufsicht.domain.landesrecht import Landesrecht
from bauaufsicht.recht import th

LAENDER: dict[str, Landesrecht] = {land.kennzahl: land for land in (th.THUERINGEN,)}


def get_landesrecht(kennzahl: str) -> Landesrecht:
    """The law of a Land; LookupError if it is not set up."""
    return LAENDER[kennzahl]


def get_land_der_ags(ags: str) -> Landesrecht:
    """The Land that an Amtlicher Gemeindeschlüssel lies in; LookupError if it is not set up."""
    return LAENDER[ags[:2]]

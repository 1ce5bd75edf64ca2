"""The decision on an application."""

from enum import StrEnum


class Bescheidart(StrEnum):
    """How it was decided."""

    GENEHMIGUNG = "genehmigung"
    ABLEHNUNG = "ablehnung"


class Bescheidstand(StrEnum):
    """A draft can be changed, an issued Bescheid is frozen."""

    ENTWURF = "entwurf"
    ERLASSEN = "erlassen"

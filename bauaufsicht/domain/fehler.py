"""What can go wrong by the rules of the house."""

from collections.abc import Mapping
from typing import Any


class Fachfehler(Exception):
    """A rule says no; `str(error)` is a German sentence for the user.

    `details` carries machine-readable attributes for the API (RFC 9457 extension members).
    """

    def __init__(self, meldung: str, **details: Any) -> None:
        super().__init__(meldung)
        self.details: Mapping[str, Any] = details


class NichtSichtbar(Exception):
    """The object is absent, or the actor may not know that it exists: the same answer (404)."""


class NichtErlaubt(Exception):
    """The object is visible, the act is not allowed (403)."""


class Versionskonflikt(Fachfehler):
    """Somebody else changed the object in the meantime (409)."""


class AblageFehler(Exception):
    """The storage could not do what it was asked for."""


class SchonVorhanden(AblageFehler):
    """An object with this key exists; the Ablage never overwrites."""


class NichtVorhanden(AblageFehler):
    """There is no object with this key."""


class PrueferFehler(Exception):
    """The inspection of a file could not begin: nothing is known about the file."""


class ScannerFehler(Exception):
    """The virus scanner did not answer, or not about the whole file."""

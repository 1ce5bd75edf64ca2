"""Randomness that repeats itself."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from itertools import count
from uuid import UUID


class FesterZufall:
    """Gives the same identities and secrets in the same order for the same `saat`."""

    def __init__(self, saat: int = 0) -> None:
        self._saat = saat
        self._nummern = count()

    def uuid(self) -> UUID:
        """The next identity, in the form of version 4."""
        return UUID(bytes=self._get_bytes()[:16], version=4)

    def geheimnis(self) -> str:
        """The next secret, 43 characters like the real ones."""
        return urlsafe_b64encode(self._get_bytes()).decode().rstrip("=")

    def _get_bytes(self) -> bytes:
        return sha256(f"{self._saat}/{next(self._nummern)}".encode()).digest()

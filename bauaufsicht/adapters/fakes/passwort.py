"""Password hashing without its cost, for tests that log in a hundred times."""

from hashlib import sha256
from typing import Final
from unicodedata import normalize

KENNUNG = "nur-fuer-tests$"


class SchnellerPasswortpruefer:
    """Behaves like the real one, but one SHA-256 protects nobody."""

    blindhash: Final = "-"

    def create_hash(self, passwort: str) -> str:
        """Hash without salt."""
        return KENNUNG + sha256(normalize("NFKC", passwort).encode()).hexdigest()

    def check(self, gespeichert: str, passwort: str) -> bool:
        """Whether the password belongs to the hash; False for anything malformed."""
        try:
            return gespeichert == self.create_hash(passwort)
        except UnicodeEncodeError:
            return False

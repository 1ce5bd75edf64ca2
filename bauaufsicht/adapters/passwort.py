"""Passwords with argon2id (RFC 9106)."""

from typing import Final
from unicodedata import normalize

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError

# About 0.1 s and 46 MiB a log-in on one core: double the least that OWASP's password storage
# cheat sheet asks for, and eight log-ins at once still fit a small machine.
_ARGON2 = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1, type=Type.ID)

# For an unknown user, check against this: it costs the same and no password is known to fit.
BLINDHASH = (
    "$argon2id$v=19$m=47104,t=2,p=1$i+rTP+CA8fdhTptkAOaVDw$"
    "r8F2SclSaGcNuSx2RgcwwHOZybT2jNcQpwMZL23lK+Q"
)


class Argon2Passwortpruefer:
    """Hashes and checks with argon2id; the hash names its own parameters."""

    blindhash: Final = BLINDHASH

    def create_hash(self, passwort: str) -> str:
        """Hash with a fresh salt (97 characters); ValueError if it is no encodable text."""
        return _ARGON2.hash(_as_bytes(passwort))

    def check(self, gespeichert: str, passwort: str) -> bool:
        """Whether the password belongs to the hash; False for anything malformed."""
        try:
            return _ARGON2.verify(gespeichert, _as_bytes(passwort))
        except (VerificationError, ValueError):
            return False


def _as_bytes(passwort: str) -> bytes:
    """The same bytes on every keyboard: 'ü' has two encodings (NIST SP 800-63B 5.1.1.2)."""
    return normalize("NFKC", passwort).encode()

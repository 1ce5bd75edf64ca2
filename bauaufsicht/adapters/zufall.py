"""The machine's randomness."""

import secrets
from uuid import UUID, uuid4


class SystemZufall:
    """Draws identities and secrets from the operating system."""

    def uuid(self) -> UUID:
        """A random identity (version 4)."""
        return uuid4()

    def geheimnis(self) -> str:
        """256 random bits as 43 characters that need no escaping in a URL."""
        return secrets.token_urlsafe(32)

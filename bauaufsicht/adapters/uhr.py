"""The machine's clock."""

from datetime import UTC, datetime


class SystemUhr:
    """Tells the time of the machine, aware, UTC."""

    def jetzt(self) -> datetime:
        """Now."""
        return datetime.now(UTC)

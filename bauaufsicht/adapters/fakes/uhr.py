"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime


class FesteUhr:
    """Tells `stand`, which a test may set or advance (`uhr.stand += timedelta(days=1)`)."""

    def __init__(self, stand: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)) -> None:
        if stand.tzinfo is None:
            raise ValueError("a clock tells aware times")
        self.stand = stand

    def jetzt(self) -> datetime:
        """The time it was set to, in UTC."""
        return self.stand.astimezone(UTC)

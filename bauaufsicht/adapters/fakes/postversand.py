"""A mail server in memory."""


class PostversandSpeicher:
    """Keeps mails as (an, betreff, text); while `stoerung` is set it takes none."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, str]] = []
        self.stoerung = False

    def send_mail(self, an: str, betreff: str, text: str) -> None:
        """Keep a mail; OSError while the server is away."""
        if self.stoerung:
            raise ConnectionRefusedError("mail server is away")
        self.mails.append((an, betreff, text))

"""Mails of the training: they arrive on the training mailbox page and leave the house nowhere."""


class Schulungspost:
    """Takes every mail (port Postversand): the page shows the record of it."""

    def send_mail(self, an: str, betreff: str, text: str) -> None:
        """Nothing to do: the mailbox page reads the records."""

"""Mails over SMTP, encrypted unless the server is on this machine."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

WARTEZEIT = 20.0


@dataclass(frozen=True, slots=True)
class SmtpPostversand:
    """Hands mails over to a server (port Postversand); `tls` is starttls, tls or nein."""

    server: str
    port: int
    absender: str
    konto: str = ""
    passwort: str = ""
    tls: str = "starttls"

    def send_mail(self, an: str, betreff: str, text: str) -> None:
        """Send a text; OSError or smtplib.SMTPException (an OSError) when it is not taken."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.absender, an, betreff
        mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=self.server)
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        art = smtplib.SMTP_SSL if self.tls == "tls" else smtplib.SMTP
        with art(self.server, self.port, timeout=WARTEZEIT) as verbindung:
            if self.tls == "starttls":
                verbindung.starttls()
            if self.konto:
                verbindung.login(self.konto, self.passwort)
            verbindung.send_message(mail)

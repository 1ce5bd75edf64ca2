"""The training mailbox."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import Benachrichtigung, Konto


@dataclass(frozen=True, slots=True)
class Mailzeile:
    """A mail as it would arrive."""

    an: str
    betreff: str
    text: str
    erstellt_am: datetime
    vorgang_id: UUID | None


def list_mails(session: Session, konto_id: UUID | None, anzahl: int) -> list[Mailzeile]:
    """The newest mails to an account (1 query)."""
    return [
        Mailzeile(*zeile)
        for zeile in session.execute(
            select(
                Konto.email,
                Benachrichtigung.betreff,
                Benachrichtigung.text,
                Benachrichtigung.erstellt_am,
                Benachrichtigung.vorgang_id,
            )
            .join(Konto, Konto.id == Benachrichtigung.konto_id)
            .where(Benachrichtigung.konto_id == konto_id)
            .order_by(Benachrichtigung.erstellt_am.desc(), Benachrichtigung.id)
            .limit(anzahl)
        )
    ]

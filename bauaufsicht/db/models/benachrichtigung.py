"""Mails that say that there is something new, and forms that were not sent yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, MitId, Zeitpunkt, fremd


class Benachrichtigung(MitId, Base):
    """A mail to an account; it names the case and no content."""

    __tablename__ = "benachrichtigung"
    __table_args__ = (Index(None, "konto_id", "erstellt_am"),)

    konto_id: Mapped[UUID] = mapped_column(fremd("konto.id"))
    vorgang_id: Mapped[UUID | None] = mapped_column(fremd("vorgang.id"), index=True)
    betreff: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    erstellt_am: Mapped[datetime] = mapped_column(Zeitpunkt)
    versandt_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)


class Formularentwurf(MitId, Base):
    """What somebody typed into the form of a page and has not sent: field name to values."""

    __tablename__ = "formularentwurf"
    __table_args__ = (UniqueConstraint("konto_id", "pfad"),)

    konto_id: Mapped[UUID] = mapped_column(fremd("konto.id"))
    pfad: Mapped[str] = mapped_column(String(300))
    felder: Mapped[dict[str, Any]] = mapped_column(JSON)
    gespeichert_am: Mapped[datetime] = mapped_column(Zeitpunkt, index=True)

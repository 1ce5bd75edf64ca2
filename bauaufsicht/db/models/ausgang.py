"""Messages that go out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, Fremdtext, MitId, Zeitpunkt, fremd


class Ausgang(MitId, Base):
    """A reply as written; `gueltig` is None when the official schema was not set up."""

    __tablename__ = "ausgang"
    __table_args__ = (Index(None, "behoerde_id", "abgerufen_am", "erstellt_am"),)

    behoerde_id: Mapped[UUID | None] = mapped_column(fremd("behoerde.id"))
    vorgang_id: Mapped[UUID | None] = mapped_column(fremd("vorgang.id"), index=True)
    eingang_id: Mapped[UUID] = mapped_column(fremd("eingang.id"), index=True)
    nummer: Mapped[str] = mapped_column(String(8))
    version: Mapped[str] = mapped_column(String(20))
    empfaenger_kennung: Mapped[str] = mapped_column(Fremdtext(100))
    empfaenger_name: Mapped[str] = mapped_column(Fremdtext(400))
    inhalt: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    gueltig: Mapped[bool | None]
    erstellt_am: Mapped[datetime] = mapped_column(Zeitpunkt)
    abgerufen_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)

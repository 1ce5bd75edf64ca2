"""The append-only chain; UPDATE and DELETE are refused by triggers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, MitId, Zeitpunkt, fremd


class Ereignisrecord(MitId, Base):
    """One event of a Vorgang; `daten` is what the hash covers."""

    __tablename__ = "ereignis"
    __table_args__ = (UniqueConstraint("vorgang_id", "nummer"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    nummer: Mapped[int]
    art: Mapped[str] = mapped_column(String(60))
    zeitpunkt: Mapped[datetime] = mapped_column(Zeitpunkt)
    akteur: Mapped[str] = mapped_column(String(80))
    daten: Mapped[dict[str, Any]] = mapped_column(JSON)
    vorheriger_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Ereignisklartext(MitId, Base):
    """A personal text of an event: erasable, its salted hash stays in the chain."""

    __tablename__ = "ereignisklartext"
    __table_args__ = (UniqueConstraint("ereignis_id", "feld"),)

    ereignis_id: Mapped[UUID] = mapped_column(fremd("ereignis.id"))
    feld: Mapped[str] = mapped_column(String(40))
    salz: Mapped[str] = mapped_column(String(64))
    wert: Mapped[str] = mapped_column(Text)

"""The outbox of jobs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, Zeitpunkt


class Auftrag(Base):
    """One job: done at least once, so its function is idempotent. Somebody waits for what is
    `eilig`.
    """

    __tablename__ = "auftrag"
    __table_args__ = (Index(None, "erledigt_am", "aufgegeben_am", "faellig_am"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    art: Mapped[str] = mapped_column(String(60))
    schluessel: Mapped[str] = mapped_column(String(200), unique=True)
    nutzlast: Mapped[dict[str, Any]] = mapped_column(JSON)
    faellig_am: Mapped[datetime] = mapped_column(Zeitpunkt)
    eilig: Mapped[bool] = mapped_column(default=False)
    gesperrt_bis: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    sperre: Mapped[UUID | None] = mapped_column(Uuid)
    versuche: Mapped[int] = mapped_column(default=0)
    letzter_fehler: Mapped[str] = mapped_column(Text, default="")
    erledigt_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    aufgegeben_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)


class Arbeiter(Base):
    """The last sign of life of a worker."""

    __tablename__ = "arbeiter"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    gestartet_am: Mapped[datetime] = mapped_column(Zeitpunkt)
    gesehen_am: Mapped[datetime] = mapped_column(Zeitpunkt)

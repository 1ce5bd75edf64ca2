"""Demands for missing documents."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, MitId, Zeitpunkt, aufzaehlung, fremd
from bauaufsicht.domain.nachforderung import Nachforderungsstand, Punktstand


class Nachforderung(MitId, Base):
    """One demand; `fassung` guards against lost updates of both sides."""

    __tablename__ = "nachforderung"
    __table_args__ = (UniqueConstraint("vorgang_id", "nummer"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    nummer: Mapped[int]
    stand: Mapped[Nachforderungsstand] = mapped_column(aufzaehlung(Nachforderungsstand))
    frist: Mapped[date]
    anschreiben: Mapped[str] = mapped_column(Text, default="")
    konto_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    versandt_am: Mapped[datetime] = mapped_column(Zeitpunkt)
    beantwortet_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    beantwortet_von_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    nachricht: Mapped[str] = mapped_column(Text, default="")
    verspaetet: Mapped[bool] = mapped_column(default=False)
    erledigt_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    fassung: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": fassung}  # noqa: RUF012 (declarative)


class Nachforderungspunkt(MitId, Base):
    """One thing that is missing; with a `dokument_id` the first file that is uploaded becomes its
    next Fassung, further ones documents of their own.
    """

    __tablename__ = "nachforderungspunkt"
    __table_args__ = (UniqueConstraint("nachforderung_id", "position"),)

    nachforderung_id: Mapped[UUID] = mapped_column(fremd("nachforderung.id"))
    position: Mapped[int]
    bezeichnung: Mapped[str] = mapped_column(Text)
    grund: Mapped[str] = mapped_column(Text)
    dokument_id: Mapped[UUID | None] = mapped_column(fremd("dokument.id"), index=True)
    stand: Mapped[Punktstand] = mapped_column(aufzaehlung(Punktstand))
    antwort: Mapped[str] = mapped_column(Text, default="")
    rueckgabegrund: Mapped[str] = mapped_column(Text, default="")
    bewertet_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)

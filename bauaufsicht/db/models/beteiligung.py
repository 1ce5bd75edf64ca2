"""Bodies that take part, what they were asked, and what they answered."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, MitId, Zeitpunkt, aufzaehlung, fremd
from bauaufsicht.domain.beteiligung import Beteiligungsart, Stellungnahmeergebnis


class Beteiligung(MitId, Base):
    """A Stelle that takes part in a Vorgang; `angefordert_am` is set once it was asked."""

    __tablename__ = "beteiligung"
    __table_args__ = (
        UniqueConstraint("vorgang_id", "stelle_id"),
        Index(None, "stelle_id", "frist_ende"),
    )

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    stelle_id: Mapped[UUID] = mapped_column(fremd("stelle.id"), index=True)
    entscheidet: Mapped[bool] = mapped_column(default=False)
    seit: Mapped[datetime] = mapped_column(Zeitpunkt)
    art: Mapped[Beteiligungsart | None] = mapped_column(aufzaehlung(Beteiligungsart))
    angefordert_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    angefordert_von_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    anschreiben: Mapped[str] = mapped_column(Text, default="")
    frist_regel: Mapped[str | None] = mapped_column(String(40))
    frist_beginn: Mapped[date | None]
    frist_ende: Mapped[date | None]


class Beteiligungsunterlage(MitId, Base):
    """A Fassung that a Stelle may read."""

    __tablename__ = "beteiligungsunterlage"
    __table_args__ = (UniqueConstraint("beteiligung_id", "fassung_id"),)

    beteiligung_id: Mapped[UUID] = mapped_column(fremd("beteiligung.id"))
    fassung_id: Mapped[UUID] = mapped_column(fremd("dokument_fassung.id"), index=True)


class Stellungnahme(MitId, Base):
    """The answer of a Stelle: laid out with the request, a draft until `abgegeben_am`, then
    frozen.

    `nebenbestimmungen` are texts in their order. `fassung` guards two colleagues at one draft.
    """

    __tablename__ = "stellungnahme"
    __table_args__ = (UniqueConstraint("beteiligung_id"),)

    beteiligung_id: Mapped[UUID] = mapped_column(fremd("beteiligung.id"))
    ergebnis: Mapped[Stellungnahmeergebnis | None] = mapped_column(
        aufzaehlung(Stellungnahmeergebnis)
    )
    text: Mapped[str] = mapped_column(Text, default="")
    nebenbestimmungen: Mapped[list[Any]] = mapped_column(JSON, default=list)
    konto_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    geaendert_am: Mapped[datetime] = mapped_column(Zeitpunkt)
    abgegeben_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    verspaetet: Mapped[bool] = mapped_column(default=False)
    pruefwert: Mapped[str | None] = mapped_column(String(64))
    fassung: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": fassung}  # noqa: RUF012 (declarative)

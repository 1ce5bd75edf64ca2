"""Decisions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, MitId, Zeitpunkt, aufzaehlung, fremd
from bauaufsicht.domain.bescheid import Bescheidart, Bescheidstand


class Bescheid(MitId, Base):
    """A decision: a draft, then frozen with the SHA-256 of its PDF.

    `nebenbestimmungen` are objects {text, art, herkunft} in their order, `abweichungen` objects
    {id, zugelassen, begruendung} for those that were requested.
    """

    __tablename__ = "bescheid"

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"), index=True)
    art: Mapped[Bescheidart] = mapped_column(aufzaehlung(Bescheidart))
    stand: Mapped[Bescheidstand] = mapped_column(aufzaehlung(Bescheidstand))
    begruendung: Mapped[str] = mapped_column(Text, default="")
    nebenbestimmungen: Mapped[list[Any]] = mapped_column(JSON, default=list)
    abweichungen: Mapped[list[Any]] = mapped_column(JSON, default=list)
    konto_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    geaendert_am: Mapped[datetime] = mapped_column(Zeitpunkt)
    erlassen_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    schluessel: Mapped[str | None] = mapped_column(String(200), unique=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    groesse: Mapped[int | None]
    ausgang_id: Mapped[UUID | None] = mapped_column(fremd("ausgang.id"))
    erster_abruf_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    erster_abruf_von_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    fassung: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": fassung}  # noqa: RUF012 (declarative)


Index(  # one Bescheid per case is worked on at a time
    "uq_bescheid_entwurf",
    Bescheid.vorgang_id,
    unique=True,
    sqlite_where=Bescheid.stand == Bescheidstand.ENTWURF,
    postgresql_where=Bescheid.stand == Bescheidstand.ENTWURF,
)

"""The checks of a case: footprints, what the clerk stated, and every run with what it found."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, LargeBinary, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, MitId, Zeitpunkt, aufzaehlung, fremd
from bauaufsicht.domain.pruefung import Pruefungsanlass
from bauaufsicht.domain.umriss import Umrissquelle


class Vorgangsgeometrie(MitId, Base):
    """A footprint of the building, WKB in EPSG:25832; a new one is a new row, the last one counts.

    `eingabe` is what was handed in: the text or the name of the file.
    """

    __tablename__ = "vorgangsgeometrie"
    __table_args__ = (UniqueConstraint("vorgang_id", "nummer"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    nummer: Mapped[int]
    quelle: Mapped[Umrissquelle] = mapped_column(aufzaehlung(Umrissquelle))
    geometrie: Mapped[bytes] = mapped_column(LargeBinary)
    pruefwert: Mapped[str] = mapped_column(String(64))
    eingabe: Mapped[str] = mapped_column(Text, default="")
    hinweise: Mapped[list[str]] = mapped_column(JSON, default=list)
    konto_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    erstellt_am: Mapped[datetime] = mapped_column(Zeitpunkt)


class Pruefvorgabe(MitId, Base):
    """What the clerk states for the checks: the highest GRZ and where it comes from."""

    __tablename__ = "pruefvorgabe"
    __table_args__ = (UniqueConstraint("vorgang_id", "nummer"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    nummer: Mapped[int]
    grz_hoechstens: Mapped[Decimal | None] = mapped_column(Numeric(4, 3))
    grz_herkunft: Mapped[str] = mapped_column(String(200), default="")
    konto_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    erstellt_am: Mapped[datetime] = mapped_column(Zeitpunkt)


class Pruefungslauf(MitId, Base):
    """One run of all checks: law, data date, results, and the geometry that was measured."""

    __tablename__ = "pruefungslauf"
    __table_args__ = (UniqueConstraint("vorgang_id", "nummer"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    nummer: Mapped[int]
    anlass: Mapped[Pruefungsanlass] = mapped_column(aufzaehlung(Pruefungsanlass))
    vorgangsgeometrie_id: Mapped[UUID | None] = mapped_column(fremd("vorgangsgeometrie.id"))
    regelstand: Mapped[str] = mapped_column(String(100))
    datenstand: Mapped[date | None]
    offene: Mapped[int]
    ergebnisse: Mapped[list[Any]] = mapped_column(JSON)
    karte: Mapped[dict[str, Any]] = mapped_column(JSON)  # GeoJSON in EPSG:25832
    pruefwert: Mapped[str] = mapped_column(String(64))
    konto_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    erstellt_am: Mapped[datetime] = mapped_column(Zeitpunkt)

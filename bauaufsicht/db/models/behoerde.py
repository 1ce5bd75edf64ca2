"""Authorities, municipalities, bodies."""

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, MitId, aufzaehlung, fremd
from bauaufsicht.domain.vorgang import Verfahren


class Behoerde(MitId, Base):
    """A lower building authority: the tenant."""

    __tablename__ = "behoerde"

    kennung: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kurzname: Mapped[str] = mapped_column(String(200))
    kuerzel: Mapped[str] = mapped_column(String(8), unique=True)
    land: Mapped[str] = mapped_column(String(2))
    strasse: Mapped[str] = mapped_column(String(200), default="")
    postleitzahl: Mapped[str] = mapped_column(String(10), default="")
    ort: Mapped[str] = mapped_column(String(200), default="")
    bestaetigt: Mapped[bool] = mapped_column(default=False)
    quelle: Mapped[str] = mapped_column(String(400), default="")


class Gemeinde(Base):
    """A municipality and the Behörde responsible for it."""

    __tablename__ = "gemeinde"

    ags: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    bezeichnung: Mapped[str] = mapped_column(String(200))
    kennung: Mapped[str] = mapped_column(String(40), unique=True)
    behoerde_id: Mapped[UUID] = mapped_column(fremd("behoerde.id"), index=True)
    plz: Mapped[str] = mapped_column(String(400), default="")
    bestaetigt: Mapped[bool] = mapped_column(default=False)


class Gemarkung(Base):
    """A cadastral district, as read from cadastre data."""

    __tablename__ = "gemarkung"

    nummer: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    gemeinde_ags: Mapped[str] = mapped_column(fremd("gemeinde.ags"), index=True)


class Stelle(MitId, Base):
    """A body that takes part: a Fachbehörde, or a Gemeinde (then `gemeinde_ags`)."""

    __tablename__ = "stelle"

    kennung: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    art: Mapped[str] = mapped_column(String(60))
    behoerde_id: Mapped[UUID | None] = mapped_column(fremd("behoerde.id"), index=True)
    gemeinde_ags: Mapped[str | None] = mapped_column(fremd("gemeinde.ags"), unique=True)


class Verfahrensartzuordnung(MitId, Base):
    """What a code of an open Verfahrensart list means here; unconfirmed until a person says so."""

    __tablename__ = "verfahrensartzuordnung"

    liste: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(80))
    verfahrensart: Mapped[Verfahren] = mapped_column(aufzaehlung(Verfahren))
    bestaetigt: Mapped[bool] = mapped_column(default=False)

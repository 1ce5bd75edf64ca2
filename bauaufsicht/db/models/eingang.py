"""Deliveries: the raw message first, then what was made of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, Fremdtext, MitId, Zeitpunkt, aufzaehlung, fremd
from bauaufsicht.domain.befund import Schwere
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg


class Eingang(MitId, Base):
    """One delivery. `angenommen_uuid` is set once the message counts: it makes a repeat
    impossible.
    """

    __tablename__ = "eingang"
    __table_args__ = (
        Index(None, "behoerde_id", "ergebnis", "empfangen_am"),
        UniqueConstraint("dienstzugang_id", "idempotenz"),
    )

    weg: Mapped[Eingangsweg] = mapped_column(aufzaehlung(Eingangsweg))
    empfangen_am: Mapped[datetime] = mapped_column(Zeitpunkt, index=True)
    dateiname: Mapped[str] = mapped_column(String(255), default="")
    schluessel: Mapped[str] = mapped_column(String(200), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    groesse: Mapped[int]
    konto_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    dienstzugang_id: Mapped[UUID | None] = mapped_column(fremd("dienstzugang.id"))
    nur_behoerde_id: Mapped[UUID | None] = mapped_column(fremd("behoerde.id"))
    idempotenz: Mapped[str | None] = mapped_column(String(255))
    lieferung_sha256: Mapped[str] = mapped_column(String(64))

    ergebnis: Mapped[Eingangsergebnis] = mapped_column(aufzaehlung(Eingangsergebnis))
    verarbeitet_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    fehlerkennzahl: Mapped[str | None] = mapped_column(String(8))
    behoerde_id: Mapped[UUID | None] = mapped_column(fremd("behoerde.id"))
    vorgang_id: Mapped[UUID | None] = mapped_column(fremd("vorgang.id"), index=True)
    wiederholung_von_id: Mapped[UUID | None] = mapped_column(fremd("eingang.id"))
    angenommen_uuid: Mapped[str | None] = mapped_column(Fremdtext(64), unique=True)
    nachrichten_uuid: Mapped[str | None] = mapped_column(Fremdtext(64), index=True)
    nummer: Mapped[str | None] = mapped_column(String(8))
    version: Mapped[str | None] = mapped_column(Fremdtext(20))
    bezeichnung: Mapped[str] = mapped_column(Text, default="")
    referenz: Mapped[str | None] = mapped_column(Fremdtext(100), index=True)
    autor_kennung: Mapped[str] = mapped_column(Fremdtext(100), default="")
    autor_name: Mapped[str] = mapped_column(Fremdtext(400), default="")
    test: Mapped[bool] = mapped_column(default=False)
    schema_geprueft: Mapped[bool] = mapped_column(default=False)
    grund: Mapped[str] = mapped_column(Text, default="")
    angaben: Mapped[list[Any] | None] = mapped_column(JSON)


Index(  # the worker looks twice a minute for deliveries that nobody decided on
    "ix_eingang_liegend",
    Eingang.empfangen_am,
    sqlite_where=Eingang.verarbeitet_am.is_(None),
    postgresql_where=Eingang.verarbeitet_am.is_(None),
)


class Eingangsanlage(MitId, Base):
    """A file of the transport container, stored under our own key."""

    __tablename__ = "eingangsanlage"
    __table_args__ = (UniqueConstraint("eingang_id", "position"),)

    eingang_id: Mapped[UUID] = mapped_column(fremd("eingang.id"))
    position: Mapped[int]
    dateiname: Mapped[str] = mapped_column(String(400))
    dokumentid: Mapped[str | None] = mapped_column(String(400))
    schluessel: Mapped[str] = mapped_column(String(200), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    groesse: Mapped[int]


class Eingangsbefund(MitId, Base):
    """What was found out about a delivery."""

    __tablename__ = "eingangsbefund"
    __table_args__ = (UniqueConstraint("eingang_id", "position"),)

    eingang_id: Mapped[UUID] = mapped_column(fremd("eingang.id"))
    position: Mapped[int]
    kennzahl: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    schwere: Mapped[Schwere] = mapped_column(aufzaehlung(Schwere))

"""Documents and their Fassungen."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, Fremdtext, MitId, Zeitpunkt, aufzaehlung, fremd
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.unterlage import Pruefstand


class Dokument(MitId, Base):
    """A document of the case, whatever Fassung it is in."""

    __tablename__ = "dokument"
    __table_args__ = (UniqueConstraint("vorgang_id", "position"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    position: Mapped[int]
    bezeichnung: Mapped[str] = mapped_column(Text)
    art_code: Mapped[str | None] = mapped_column(Fremdtext(40))
    art_liste: Mapped[str | None] = mapped_column(Fremdtext(200))
    art_listenversion: Mapped[str | None] = mapped_column(Fremdtext(40))


class DokumentFassung(MitId, Base):
    """One Fassung; never overwritten. Without `schluessel` there are no bytes (link, or still to
    come).
    """

    __tablename__ = "dokument_fassung"
    __table_args__ = (UniqueConstraint("dokument_id", "nummer"),)

    dokument_id: Mapped[UUID] = mapped_column(fremd("dokument.id"))
    eingang_id: Mapped[UUID] = mapped_column(fremd("eingang.id"), index=True)
    nummer: Mapped[int]
    lieferart: Mapped[Lieferart] = mapped_column(aufzaehlung(Lieferart))
    versionsnummer: Mapped[str | None] = mapped_column(Fremdtext(100))
    datum: Mapped[date | None]
    dokumentid: Mapped[str | None] = mapped_column(Fremdtext(400))
    dateiname: Mapped[str] = mapped_column(Text, default="")
    mime: Mapped[str | None] = mapped_column(Fremdtext(200))
    verlinkung: Mapped[str | None] = mapped_column(Text)
    schluessel: Mapped[str | None] = mapped_column(String(200), index=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    groesse: Mapped[int | None]
    pruefstand: Mapped[Pruefstand] = mapped_column(aufzaehlung(Pruefstand))
    nachgeprueft_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    eingegangen_am: Mapped[datetime] = mapped_column(Zeitpunkt)

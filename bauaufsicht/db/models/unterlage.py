"""Documents and their Fassungen."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, Fremdtext, MitId, Zeitpunkt, aufzaehlung, fremd
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.unterlage import Pruefstand


class Dokument(MitId, Base):
    """A document of the case, whatever Fassung it is in; with a `stellungnahme_id` an attachment
    of that Stellungnahme.
    """

    __tablename__ = "dokument"
    __table_args__ = (UniqueConstraint("vorgang_id", "position"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    position: Mapped[int]
    bezeichnung: Mapped[str] = mapped_column(Text)
    stellungnahme_id: Mapped[UUID | None] = mapped_column(fremd("stellungnahme.id"), index=True)
    art_code: Mapped[str | None] = mapped_column(Fremdtext(40))
    art_liste: Mapped[str | None] = mapped_column(Fremdtext(200))
    art_listenversion: Mapped[str | None] = mapped_column(Fremdtext(40))


class DokumentFassung(MitId, Base):
    """One Fassung; never overwritten. Without `schluessel` there are no bytes (link, or still to
    come).

    It came with a delivery (`eingang_id`) or was uploaded (`konto_id`), then for an item of a
    Nachforderung or a Stellungnahme. Without `abgegeben_am` it is a draft that only the uploading
    side sees. What the authority returned with its item (`zurueckgegeben_am`) stays in the file,
    but no decision rests on it.
    """

    __tablename__ = "dokument_fassung"
    __table_args__ = (UniqueConstraint("dokument_id", "nummer"),)

    dokument_id: Mapped[UUID] = mapped_column(fremd("dokument.id"))
    eingang_id: Mapped[UUID | None] = mapped_column(fremd("eingang.id"), index=True)
    konto_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"))
    nachforderungspunkt_id: Mapped[UUID | None] = mapped_column(
        fremd("nachforderungspunkt.id"), index=True
    )
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
    pruefbefund: Mapped[str] = mapped_column(Text, default="")
    erkannt: Mapped[str | None] = mapped_column(Fremdtext(200))
    scanner: Mapped[str | None] = mapped_column(Fremdtext(200))
    nachgeprueft_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    vorschau_schluessel: Mapped[str | None] = mapped_column(String(200), unique=True)
    seiten: Mapped[int | None]
    eingegangen_am: Mapped[datetime] = mapped_column(Zeitpunkt)
    abgegeben_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    verworfen_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    zurueckgegeben_am: Mapped[datetime | None] = mapped_column(Zeitpunkt)

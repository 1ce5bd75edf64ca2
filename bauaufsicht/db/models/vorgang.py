"""The case with its people, parcels, buildings, deviations and questions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Computed, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, Fremdtext, MitId, Zeitpunkt, aufzaehlung, fremd
from bauaufsicht.domain.nachricht import Block, Personenart, Rolle
from bauaufsicht.domain.vorgang import Verfahren, Zustand


class Vorgang(MitId, Base):
    """One case. `ereignisse` and `letzter_hash` are the head of its chain, `fassung` guards
    against lost updates.
    """

    __tablename__ = "vorgang"
    __table_args__ = (
        UniqueConstraint("behoerde_id", "jahr", "nummer"),
        Index(None, "behoerde_id", "frist_sortierung", "aktenzeichen"),
        Index(None, "behoerde_id", "zustand", "verfahrensart"),
        Index(None, "behoerde_id", "eingegangen_am"),
    )

    behoerde_id: Mapped[UUID] = mapped_column(fremd("behoerde.id"))
    aktenzeichen: Mapped[str] = mapped_column(String(40), unique=True)
    jahr: Mapped[int]
    nummer: Mapped[int]
    land: Mapped[str] = mapped_column(String(2))
    regelstand: Mapped[str] = mapped_column(String(100))
    verfahrensart: Mapped[Verfahren] = mapped_column(aufzaehlung(Verfahren))
    zustand: Mapped[Zustand] = mapped_column(aufzaehlung(Zustand))
    bezeichnung: Mapped[str] = mapped_column(Text)
    eingegangen_am: Mapped[datetime] = mapped_column(Zeitpunkt)
    frist_regel: Mapped[str | None] = mapped_column(String(40))
    frist_beginn: Mapped[date | None]
    frist_ende: Mapped[date | None]
    # cases without a period come last, by an index that both databases can walk
    frist_sortierung: Mapped[date] = mapped_column(
        Computed("coalesce(frist_ende, '9999-12-31')", persisted=True)
    )
    vollstaendig_am: Mapped[date | None]
    konto_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"), index=True)
    test: Mapped[bool] = mapped_column(default=False)

    xbau_nummer: Mapped[str] = mapped_column(String(8))
    xbau_version: Mapped[str] = mapped_column(Fremdtext(20))
    referenz: Mapped[str | None] = mapped_column(Fremdtext(100), index=True)
    nachrichten_uuid: Mapped[str] = mapped_column(Fremdtext(64))
    verfahrensart_code: Mapped[str | None] = mapped_column(Text)
    verfahrensart_liste: Mapped[str | None] = mapped_column(Fremdtext(200))
    gemeinde_ags: Mapped[str | None] = mapped_column(Fremdtext(8), index=True)
    gemeinde_quelle: Mapped[str | None] = mapped_column(String(200))
    entscheidende_stelle_id: Mapped[UUID | None] = mapped_column(fremd("stelle.id"))
    anschrift: Mapped[str] = mapped_column(Text, default="")
    ort: Mapped[str] = mapped_column(Fremdtext(200), default="")
    lage: Mapped[str] = mapped_column(Text, default="")
    personen: Mapped[str] = mapped_column(Text, default="")
    suchtext: Mapped[str] = mapped_column(Text, default="")
    gebaeudeklasse: Mapped[str | None] = mapped_column(Text)
    sonderbau: Mapped[list[str]] = mapped_column(JSON, default=list)
    bebauungsplaene: Mapped[list[str]] = mapped_column(JSON, default=list)
    geometrie: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    vorbescheid: Mapped[str | None] = mapped_column(Text)
    nachtrag_zu: Mapped[str | None] = mapped_column(Fremdtext(400))
    weiterfuehren: Mapped[bool | None]

    ereignisse: Mapped[int] = mapped_column(default=0)
    letzter_hash: Mapped[str] = mapped_column(String(64))
    fassung: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": fassung}  # noqa: RUF012 (declarative)


class Aktenzeichenstand(Base):
    """The last number given by a Behörde in a year; the row is locked while the next is taken."""

    __tablename__ = "aktenzeichenstand"

    behoerde_id: Mapped[UUID] = mapped_column(fremd("behoerde.id"), primary_key=True)
    jahr: Mapped[int] = mapped_column(primary_key=True)
    nummer: Mapped[int]


class Beteiligter(MitId, Base):
    """A person of the applicant's side, as named in the application."""

    __tablename__ = "beteiligter"
    __table_args__ = (UniqueConstraint("vorgang_id", "block", "position"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    block: Mapped[Block] = mapped_column(aufzaehlung(Block))
    position: Mapped[int]
    rolle: Mapped[Rolle] = mapped_column(aufzaehlung(Rolle))
    art: Mapped[Personenart] = mapped_column(aufzaehlung(Personenart))
    sortiername: Mapped[str] = mapped_column(Text)
    anzeigename: Mapped[str] = mapped_column(Text)
    zusatz: Mapped[str] = mapped_column(Text, default="")
    anschrift: Mapped[list[str]] = mapped_column(JSON, default=list)
    kontakte: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    xbau_id: Mapped[str | None] = mapped_column(Fremdtext(100))
    vertritt: Mapped[int | None]
    konto_id: Mapped[UUID | None] = mapped_column(fremd("konto.id"), index=True)
    seit: Mapped[datetime] = mapped_column(Zeitpunkt)


class Vorgangsflurstueck(MitId, Base):
    """A parcel of the Baugrundstück, as named in the application."""

    __tablename__ = "vorgangsflurstueck"
    __table_args__ = (UniqueConstraint("vorgang_id", "position"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    position: Mapped[int]
    grundstueck: Mapped[int]
    gemarkung: Mapped[str | None] = mapped_column(Text)
    gemarkung_nummer: Mapped[str | None] = mapped_column(Text)
    flur: Mapped[str | None] = mapped_column(Text)
    zaehler: Mapped[str] = mapped_column(Text)
    nenner: Mapped[str | None] = mapped_column(Text)
    folge: Mapped[str | None] = mapped_column(Text)
    land: Mapped[str | None] = mapped_column(Fremdtext(4))
    bezeichnung: Mapped[str] = mapped_column(Text)
    # what the last check found in the cadastre
    kennzeichen: Mapped[str | None] = mapped_column(String(20), index=True)


class Vorgangsgebaeude(MitId, Base):
    """A building of the application with the UUID that the statistics need."""

    __tablename__ = "vorgangsgebaeude"
    __table_args__ = (UniqueConstraint("vorgang_id", "position"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    position: Mapped[int]
    uuid: Mapped[str] = mapped_column(Fremdtext(64))
    bezeichnung: Mapped[str] = mapped_column(Text, default="")


class Vorgangsabweichung(MitId, Base):
    """A requested Abweichung."""

    __tablename__ = "vorgangsabweichung"
    __table_args__ = (UniqueConstraint("vorgang_id", "position"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    position: Mapped[int]
    xbau_id: Mapped[str | None] = mapped_column(Fremdtext(100))
    art_code: Mapped[str | None] = mapped_column(Fremdtext(40))
    art_liste: Mapped[str | None] = mapped_column(Fremdtext(200))
    art_listenversion: Mapped[str | None] = mapped_column(Fremdtext(40))
    vorschrift: Mapped[str] = mapped_column(Text, default="")
    beschreibung: Mapped[str] = mapped_column(Text, default="")
    begruendung: Mapped[str] = mapped_column(Text, default="")
    frage: Mapped[int | None]


class Vorgangsfrage(MitId, Base):
    """A question of a Vorbescheid."""

    __tablename__ = "vorgangsfrage"
    __table_args__ = (UniqueConstraint("vorgang_id", "nummer"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    nummer: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    art_code: Mapped[str | None] = mapped_column(Fremdtext(40))
    art_liste: Mapped[str | None] = mapped_column(Fremdtext(200))
    art_listenversion: Mapped[str | None] = mapped_column(Fremdtext(40))


class Antragsstand(MitId, Base):
    """All values of the application as sent, one row per message that carried them."""

    __tablename__ = "antragsstand"
    __table_args__ = (UniqueConstraint("vorgang_id", "nummer"),)

    vorgang_id: Mapped[UUID] = mapped_column(fremd("vorgang.id"))
    eingang_id: Mapped[UUID] = mapped_column(fremd("eingang.id"))
    nummer: Mapped[int]
    angaben: Mapped[list[Any]] = mapped_column(JSON)
    aenderungen: Mapped[list[Any]] = mapped_column(JSON, default=list)
    erstellt_am: Mapped[datetime] = mapped_column(Zeitpunkt)

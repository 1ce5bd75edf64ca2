"""Everything that a case consists of, for taking it away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import (
    Ausgang,
    Behoerde,
    Beteiligung,
    Dokument,
    DokumentFassung,
    Eingang,
    Ereignisklartext,
    Ereignisrecord,
    Stelle,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.domain.dokumentsatz import Briefkopf
from bauaufsicht.domain.ereignisse import ANFANG
from bauaufsicht.domain.unterlage import Pruefstand


@dataclass(frozen=True, slots=True)
class Aktenfassung:
    """A Fassung with bytes; `stelle` when it is an attachment of a Stellungnahme."""

    position: int
    bezeichnung: str
    nummer: int
    dateiname: str
    schluessel: str
    groesse: int
    sha256: str
    pruefstand: Pruefstand
    befund: str
    stelle: str


@dataclass(frozen=True, slots=True)
class Akteneingang:
    """A raw message that came in."""

    id: UUID
    nummer: str
    empfangen_am: datetime
    schluessel: str
    groesse: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Aktenausgang:
    """A message that went out, with its bytes."""

    id: UUID
    nummer: str
    erstellt_am: datetime
    inhalt: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Aktenstellungnahme:
    """What a Stelle said: `pruefwert` is the SHA-256 of `inhalt` as canonical JSON."""

    stelle: str
    inhalt: dict[str, Any]
    pruefwert: str


def get_briefkopf(session: Session, vorgang_id: UUID) -> Briefkopf:
    """The authority that keeps the case, as its letters show it (1 query)."""
    b = session.scalars(
        select(Behoerde)
        .join(Vorgang, Vorgang.behoerde_id == Behoerde.id)
        .where(Vorgang.id == vorgang_id)
    ).one()
    return Briefkopf(b.name, b.strasse, " ".join(t for t in (b.postleitzahl, b.ort) if t))


def list_fassungen(session: Session, vorgang_id: UUID) -> list[Aktenfassung]:
    """All Fassungen with bytes that were sent (1 query)."""
    return [
        Aktenfassung(
            d.position,
            d.bezeichnung,
            f.nummer,
            f.dateiname,
            f.schluessel or "",
            f.groesse or 0,
            f.sha256 or "",
            f.pruefstand,
            f.pruefbefund,
            stelle or "",
        )
        for d, f, stelle in session.execute(
            select(Dokument, DokumentFassung, Stelle.name)
            .join(DokumentFassung, DokumentFassung.dokument_id == Dokument.id)
            .outerjoin(Stellungnahme, Stellungnahme.id == Dokument.stellungnahme_id)
            .outerjoin(Beteiligung, Beteiligung.id == Stellungnahme.beteiligung_id)
            .outerjoin(Stelle, Stelle.id == Beteiligung.stelle_id)
            .where(
                Dokument.vorgang_id == vorgang_id,
                DokumentFassung.schluessel.is_not(None),
                DokumentFassung.abgegeben_am.is_not(None),
            )
            .order_by(Dokument.position, DokumentFassung.nummer)
        )
    ]


def list_eingaenge(session: Session, vorgang_id: UUID) -> list[Akteneingang]:
    """Raw messages of the case, oldest first (1 query)."""
    return [
        Akteneingang(e.id, e.nummer or "", e.empfangen_am, e.schluessel, e.groesse, e.sha256)
        for e in session.scalars(
            select(Eingang)
            .where(Eingang.vorgang_id == vorgang_id)
            .order_by(Eingang.empfangen_am, Eingang.id)
        )
    ]


def list_ausgaenge(session: Session, vorgang_id: UUID) -> list[Aktenausgang]:
    """Messages that went out, oldest first (1 query)."""
    return [
        Aktenausgang(a.id, a.nummer, a.erstellt_am, a.inhalt, a.sha256)
        for a in session.scalars(
            select(Ausgang)
            .where(Ausgang.vorgang_id == vorgang_id)
            .order_by(Ausgang.erstellt_am, Ausgang.id)
        )
    ]


def list_stellungnahmen(session: Session, vorgang_id: UUID) -> list[Aktenstellungnahme]:
    """What the bodies said, in the order in which they did (1 query)."""
    return [
        Aktenstellungnahme(
            stelle,
            {
                "ergebnis": s.ergebnis.value if s.ergebnis else None,
                "text": s.text,
                "nebenbestimmungen": list(s.nebenbestimmungen),
            },
            s.pruefwert or "",
        )
        for s, stelle in session.execute(
            select(Stellungnahme, Stelle.name)
            .join(Beteiligung, Beteiligung.id == Stellungnahme.beteiligung_id)
            .join(Stelle, Stelle.id == Beteiligung.stelle_id)
            .where(Beteiligung.vorgang_id == vorgang_id, Stellungnahme.abgegeben_am.is_not(None))
            .order_by(Stellungnahme.abgegeben_am, Stelle.name)
        )
    ]


def get_kette(session: Session, vorgang_id: UUID) -> dict[str, Any]:
    """The chain with the clear texts that were not erased, as JSON data (2 queries).

    Everything that enters the hashes stands in it exactly as it entered.
    """
    records = session.scalars(
        select(Ereignisrecord)
        .where(Ereignisrecord.vorgang_id == vorgang_id)
        .order_by(Ereignisrecord.nummer)
    ).all()
    texte: dict[UUID, dict[str, dict[str, str]]] = {}
    for text in session.scalars(
        select(Ereignisklartext).where(Ereignisklartext.ereignis_id.in_([r.id for r in records]))
    ):
        texte.setdefault(text.ereignis_id, {})[text.feld] = {"salz": text.salz, "wert": text.wert}
    return {
        "version": 1,
        "anfang": ANFANG,
        "ereignisse": [
            {
                "nummer": r.nummer,
                "art": r.art,
                "zeitpunkt": r.zeitpunkt.isoformat(),
                "akteur": r.akteur,
                "daten": r.daten,
                "vorheriger_hash": r.vorheriger_hash,
                "hash": r.hash,
                "klartexte": texte.get(r.id, {}),
            }
            for r in records
        ],
    }

"""Footprints, stated values and runs of the checks of a case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import (
    Konto,
    Pruefungslauf,
    Pruefvorgabe,
    Vorgang,
    Vorgangsflurstueck,
    Vorgangsgeometrie,
)
from bauaufsicht.domain.pruefung import (
    AndererVorgang,
    Pruefergebnis,
    Pruefungsanlass,
    read_pruefergebnis,
)
from bauaufsicht.domain.umriss import Umrissquelle


@dataclass(frozen=True, slots=True)
class Lauf:
    """A run of the checks."""

    nummer: int
    anlass: Pruefungsanlass
    regelstand: str
    datenstand: date | None
    ergebnisse: tuple[Pruefergebnis, ...]
    karte: dict[str, Any]
    wer: str | None
    erstellt_am: datetime


@dataclass(frozen=True, slots=True)
class Grundriss:
    """The footprint that counts."""

    nummer: int
    quelle: Umrissquelle
    wkb: bytes
    eingabe: str
    hinweise: tuple[str, ...]
    wer: str | None
    erstellt_am: datetime


@dataclass(frozen=True, slots=True)
class Vorgabe:
    """The highest GRZ that the clerk stated; None: there is none."""

    grz_hoechstens: float | None
    grz_herkunft: str
    wer: str | None
    erstellt_am: datetime


def get_letzter_lauf(session: Session, vorgang_id: UUID) -> Lauf | None:
    """The newest run (1 query)."""
    zeile = session.execute(
        select(Pruefungslauf, Konto.name)
        .outerjoin(Konto, Konto.id == Pruefungslauf.konto_id)
        .where(Pruefungslauf.vorgang_id == vorgang_id)
        .order_by(Pruefungslauf.nummer.desc())
        .limit(1)
    ).one_or_none()
    if zeile is None:
        return None
    lauf: Pruefungslauf = zeile[0]
    return Lauf(
        lauf.nummer,
        lauf.anlass,
        lauf.regelstand,
        lauf.datenstand,
        tuple(read_pruefergebnis(e) for e in lauf.ergebnisse),
        lauf.karte,
        zeile[1],
        lauf.erstellt_am,
    )


def get_karte(session: Session, vorgang_id: UUID) -> dict[str, Any] | None:
    """The map of the newest run (1 query)."""
    return session.scalar(
        select(Pruefungslauf.karte)
        .where(Pruefungslauf.vorgang_id == vorgang_id)
        .order_by(Pruefungslauf.nummer.desc())
        .limit(1)
    )


def get_grundriss(session: Session, vorgang_id: UUID) -> Grundriss | None:
    """The footprint that counts (1 query)."""
    zeile = session.execute(
        select(Vorgangsgeometrie, Konto.name)
        .outerjoin(Konto, Konto.id == Vorgangsgeometrie.konto_id)
        .where(Vorgangsgeometrie.vorgang_id == vorgang_id)
        .order_by(Vorgangsgeometrie.nummer.desc())
        .limit(1)
    ).one_or_none()
    if zeile is None:
        return None
    g: Vorgangsgeometrie = zeile[0]
    return Grundriss(
        g.nummer, g.quelle, g.geometrie, g.eingabe, tuple(g.hinweise), zeile[1], g.erstellt_am
    )


def get_vorgabe(session: Session, vorgang_id: UUID) -> Vorgabe | None:
    """What the clerk stated last (1 query)."""
    zeile = session.execute(
        select(Pruefvorgabe, Konto.name)
        .outerjoin(Konto, Konto.id == Pruefvorgabe.konto_id)
        .where(Pruefvorgabe.vorgang_id == vorgang_id)
        .order_by(Pruefvorgabe.nummer.desc())
        .limit(1)
    ).one_or_none()
    if zeile is None:
        return None
    v: Pruefvorgabe = zeile[0]
    grz = float(v.grz_hoechstens) if v.grz_hoechstens is not None else None
    return Vorgabe(grz, v.grz_herkunft, zeile[1], v.erstellt_am)


def get_antragsgeometrie(session: Session, vorgang_id: UUID) -> dict[str, Any] | None:
    """The position of the project as the application gives it (1 query)."""
    return session.scalar(select(Vorgang.geometrie).where(Vorgang.id == vorgang_id))


def list_andere_vorgaenge(
    session: Session, vorgang: Vorgang, kennzeichen: Collection[str]
) -> list[AndererVorgang]:
    """Other cases of the same Behörde on these parcels, never of another one (1 query)."""
    return [
        AndererVorgang(aktenzeichen, bezeichnung, kennzeichen_dort)
        for aktenzeichen, bezeichnung, kennzeichen_dort in session.execute(
            select(Vorgang.aktenzeichen, Vorgang.bezeichnung, Vorgangsflurstueck.kennzeichen)
            .join(Vorgang, Vorgang.id == Vorgangsflurstueck.vorgang_id)
            .where(
                Vorgangsflurstueck.kennzeichen.in_(sorted(set(kennzeichen))),
                Vorgang.behoerde_id == vorgang.behoerde_id,
                Vorgang.id != vorgang.id,
            )
            .order_by(Vorgang.eingegangen_am.desc(), Vorgang.aktenzeichen)
        )
        if kennzeichen_dort is not None
    ]

"""The cadastre in force: parcels by Kennzeichen and by box, Gemarkungen, loads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from bauaufsicht.db.katasterspeicher import get_rahmenabfrage
from bauaufsicht.db.models import Flurstueck, Gemarkung, Gemeinde, Katastergeneration
from bauaufsicht.domain.kataster import Generationsstand


@dataclass(frozen=True, slots=True)
class Katasterzeile:
    """A parcel in force with the date and the uncertainty (m) of its source."""

    kennzeichen: str
    amtliche_flaeche: float | None
    wkb: bytes
    hinweis: str
    datenstand: date
    unsicherheit: float


@dataclass(frozen=True, slots=True)
class Gemarkungszeile:
    """A Gemarkung with its Gemeinde and the Behörde there."""

    nummer: str
    name: str
    gemeinde_ags: str
    behoerde_id: UUID


@dataclass(frozen=True, slots=True)
class Generationszeile:
    """A load as the command line shows it."""

    quelle: str
    datei: str
    dateiformat: str
    umrechnung: str
    unsicherheit: float
    datenstand: date
    stand: Generationsstand
    anzahl: int
    unbrauchbare: int
    gueltig_ab: datetime | None


def list_flurstuecke(session: Session, kennzeichen: Collection[str]) -> list[Katasterzeile]:
    """Parcels in force of these Kennzeichen (1 query)."""
    zeilen = session.execute(
        select(
            Flurstueck.kennzeichen,
            Flurstueck.amtliche_flaeche,
            Flurstueck.geometrie,
            Flurstueck.hinweis,
            Katastergeneration.datenstand,
            Katastergeneration.unsicherheit,
        )
        .join(Katastergeneration, Katastergeneration.id == Flurstueck.generation_id)
        .where(
            Flurstueck.kennzeichen.in_(sorted(set(kennzeichen))),
            Katastergeneration.stand == Generationsstand.GUELTIG,
        )
    )
    return [Katasterzeile(z[0], _als_zahl(z[1]), z[2], z[3], z[4], z[5]) for z in zeilen]


def list_fruehere(session: Session, kennzeichen: Collection[str]) -> dict[str, date]:
    """Of these Kennzeichen those that retired, with the day until which they held (1 query)."""
    zeilen = session.execute(
        select(Flurstueck.kennzeichen, func.max(Flurstueck.gueltig_bis))
        .where(
            Flurstueck.kennzeichen.in_(sorted(set(kennzeichen))),
            Flurstueck.gueltig_bis.is_not(None),
        )
        .group_by(Flurstueck.kennzeichen)
    )
    return {kennzeichen: bis for kennzeichen, bis in zeilen if bis is not None}


def list_im_rahmen(
    session: Session, rahmen: tuple[float, float, float, float]
) -> list[Katasterzeile]:
    """Parcels in force whose box meets (west, south, east, north) (1 query); test them exactly."""
    werte = dict(zip(("x0", "y0", "x1", "y1"), rahmen, strict=True))
    return [
        Katasterzeile(z[0], _als_zahl(z[1]), bytes(z[2]), z[3], _als_datum(z[4]), z[5])
        for z in session.execute(get_rahmenabfrage(session), werte)
    ]


def list_gemarkungen(
    session: Session, behoerde_id: UUID | None = None, nummern: Collection[str] = ()
) -> list[Gemarkungszeile]:
    """Gemarkungen of a Behörde and those of these numbers (1 query)."""
    return [
        Gemarkungszeile(*z)
        for z in session.execute(
            select(Gemarkung.nummer, Gemarkung.name, Gemeinde.ags, Gemeinde.behoerde_id)
            .join(Gemeinde, Gemeinde.ags == Gemarkung.gemeinde_ags)
            .where(
                (Gemeinde.behoerde_id == behoerde_id) | Gemarkung.nummer.in_(sorted(set(nummern)))
            )
            .order_by(Gemarkung.nummer)
        )
    ]


def list_geladene_gemarkungen(session: Session) -> set[str]:
    """Numbers of all Gemarkungen of which there are parcels (1 query)."""
    listen = session.scalars(
        select(Katastergeneration.gemarkungen).where(
            Katastergeneration.stand == Generationsstand.GUELTIG
        )
    )
    return {nummer for liste in listen for nummer in liste}


def list_generationen(session: Session) -> list[Generationszeile]:
    """All loads, those in force first (1 query)."""
    g = Katastergeneration
    return [
        Generationszeile(*tuple(z))
        for z in session.execute(
            select(
                g.quelle, g.datei, g.dateiformat, g.umrechnung, g.unsicherheit, g.datenstand,
                g.stand, g.anzahl, g.unbrauchbare, g.gueltig_ab,
            ).order_by((g.stand != Generationsstand.GUELTIG), g.quelle, g.id.desc())
        )
    ]  # fmt: skip


def get_neuester_datenwechsel(session: Session) -> datetime | None:
    """When the cadastre changed last (1 query)."""
    return session.scalar(
        select(func.max(Katastergeneration.gueltig_ab)).where(
            Katastergeneration.stand == Generationsstand.GUELTIG
        )
    )


def list_in_anderen_quellen(session: Session, generation_id: int, quelle: str) -> list[str]:
    """Kennzeichen of a load that another source in force has too: some of them (1 query)."""
    andere = aliased(Flurstueck)
    return list(
        session.scalars(
            select(Flurstueck.kennzeichen)
            .join(andere, andere.kennzeichen == Flurstueck.kennzeichen)
            .join(Katastergeneration, Katastergeneration.id == andere.generation_id)
            .where(
                Flurstueck.generation_id == generation_id,
                Katastergeneration.stand == Generationsstand.GUELTIG,
                Katastergeneration.quelle != quelle,
            )
            .limit(3)
        )
    )


def get_anzahl(session: Session, generation_id: int) -> int:
    """How many parcels a load has (1 query)."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Flurstueck)
            .where(Flurstueck.generation_id == generation_id)
        )
        or 0
    )


def _als_zahl(wert: Decimal | float | None) -> float | None:
    return None if wert is None else float(wert)


def _als_datum(wert: date | str) -> date:
    """SQLite answers a textual statement with a text."""
    return date.fromisoformat(wert) if isinstance(wert, str) else wert

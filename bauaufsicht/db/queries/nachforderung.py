"""Demands of a case as the pages show them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from bauaufsicht.db.models import (
    Dokument,
    DokumentFassung,
    Konto,
    Nachforderung,
    Nachforderungspunkt,
)
from bauaufsicht.db.queries.datei import Dateizeile, create_dateizeile
from bauaufsicht.db.queries.rechte import sichtbare_fassungen
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.nachforderung import OFFENE_PUNKTE, Nachforderungsstand, Punktstand
from bauaufsicht.domain.rechte import Kontext


@dataclass(frozen=True, slots=True)
class Punkt:
    """An item with its files, the newest of each document first."""

    id: UUID
    position: int
    bezeichnung: str
    grund: str
    dokument_id: UUID | None
    dokument: str | None
    stand: Punktstand
    antwort: str
    rueckgabegrund: str
    dateien: list[Dateizeile] = field(default_factory=list)

    @property
    def offen(self) -> bool:
        """Whether it waits for the applicant's side."""
        return self.stand in OFFENE_PUNKTE

    @property
    def entwuerfe(self) -> list[Dateizeile]:
        """Files that would go out with the answer."""
        return [d for d in self.dateien if d.entwurf and not d.gesperrt]


@dataclass(frozen=True, slots=True)
class Nachforderungskopf:
    """A demand without its items."""

    id: UUID
    nummer: int
    stand: Nachforderungsstand
    frist: date
    anschreiben: str
    versandt_am: datetime
    versandt_von: str
    beantwortet_am: datetime | None
    beantwortet_von: str
    nachricht: str
    verspaetet: bool
    fassung: int


@dataclass(frozen=True, slots=True)
class Nachforderungsansicht:
    """A demand with its items."""

    kopf: Nachforderungskopf
    punkte: list[Punkt]

    def list_punkte(self, *staende: Punktstand) -> list[Punkt]:
        """The items that stand like that."""
        return [p for p in self.punkte if p.stand in staende]


def _create_kopf(n: Nachforderung, von: str | None, antwort_von: str | None) -> Nachforderungskopf:
    return Nachforderungskopf(
        n.id,
        n.nummer,
        n.stand,
        n.frist,
        n.anschreiben,
        n.versandt_am,
        von or "",
        n.beantwortet_am,
        antwort_von or "",
        n.nachricht,
        n.verspaetet,
        n.fassung,
    )


def list_nachforderungen(session: Session, vorgang_id: UUID) -> list[Nachforderungskopf]:
    """All demands of a case, the newest first (1 query)."""
    antwortende = aliased(Konto)
    return [
        _create_kopf(*zeile)
        for zeile in session.execute(
            select(Nachforderung, Konto.name, antwortende.name)
            .outerjoin(Konto, Konto.id == Nachforderung.konto_id)
            .outerjoin(antwortende, antwortende.id == Nachforderung.beantwortet_von_id)
            .where(Nachforderung.vorgang_id == vorgang_id)
            .order_by(Nachforderung.nummer.desc())
        )
    ]


def get_nachforderung(
    session: Session, vorgang_id: UUID, nachforderung_id: UUID, kontext: Kontext
) -> Nachforderungsansicht:
    """A demand with items and files for its reader (3 queries); NichtSichtbar if absent."""
    kopf = next(
        (n for n in list_nachforderungen(session, vorgang_id) if n.id == nachforderung_id), None
    )
    if kopf is None:
        raise NichtSichtbar
    punkte = {
        p.id: Punkt(
            p.id,
            p.position,
            p.bezeichnung,
            p.grund,
            p.dokument_id,
            name,
            p.stand,
            p.antwort,
            p.rueckgabegrund,
        )
        for p, name in session.execute(
            select(Nachforderungspunkt, Dokument.bezeichnung)
            .outerjoin(Dokument, Dokument.id == Nachforderungspunkt.dokument_id)
            .where(Nachforderungspunkt.nachforderung_id == kopf.id)
            .order_by(Nachforderungspunkt.position)
        )
    }
    for f, name in session.execute(
        select(DokumentFassung, Dokument.bezeichnung)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(DokumentFassung.nachforderungspunkt_id.in_(punkte), sichtbare_fassungen(kontext))
        .order_by(Dokument.position, DokumentFassung.nummer.desc())
    ):
        if f.nachforderungspunkt_id is not None:
            punkte[f.nachforderungspunkt_id].dateien.append(create_dateizeile(f, name))
    return Nachforderungsansicht(kopf, list(punkte.values()))


@dataclass(frozen=True, slots=True)
class OffeneNachforderung:
    """The demand that is not settled; `punkte` wait for the applicant's side."""

    id: UUID
    nummer: int
    punkte: int
    frist: date


def get_offene(session: Session, vorgang_id: UUID) -> OffeneNachforderung | None:
    """The demand that is not settled (1 query)."""
    zeile = session.execute(
        select(
            Nachforderung.id,
            Nachforderung.nummer,
            select(func.count())
            .select_from(Nachforderungspunkt)
            .where(
                Nachforderungspunkt.nachforderung_id == Nachforderung.id,
                Nachforderungspunkt.stand.in_(OFFENE_PUNKTE),
            )
            .scalar_subquery(),
            Nachforderung.frist,
        )
        .where(
            Nachforderung.vorgang_id == vorgang_id,
            Nachforderung.stand != Nachforderungsstand.ERLEDIGT,
        )
        .order_by(Nachforderung.nummer.desc())
        .limit(1)
    ).one_or_none()
    return OffeneNachforderung(*zeile) if zeile else None


@dataclass(frozen=True, slots=True)
class OffenerPunkt:
    """An item that waits for the applicant's side."""

    nachforderung_id: UUID
    position: int
    bezeichnung: str
    stand: Punktstand
    frist: date


def list_offene_punkte(session: Session, vorgang_id: UUID) -> list[OffenerPunkt]:
    """The items of a case that wait for the applicant's side (1 query)."""
    return [
        OffenerPunkt(*zeile)
        for zeile in session.execute(
            select(
                Nachforderung.id,
                Nachforderungspunkt.position,
                Nachforderungspunkt.bezeichnung,
                Nachforderungspunkt.stand,
                Nachforderung.frist,
            )
            .join(Nachforderungspunkt, Nachforderungspunkt.nachforderung_id == Nachforderung.id)
            .where(
                Nachforderung.vorgang_id == vorgang_id, Nachforderungspunkt.stand.in_(OFFENE_PUNKTE)
            )
            .order_by(Nachforderung.nummer, Nachforderungspunkt.position)
        )
    ]


def get_letzte_antwort(session: Session, vorgang_id: UUID) -> datetime | None:
    """When the last answer came in (1 query)."""
    return session.scalar(
        select(func.max(Nachforderung.beantwortet_am)).where(Nachforderung.vorgang_id == vorgang_id)
    )

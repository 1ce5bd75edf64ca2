"""Bodies of a case, and the requests to one body."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from bauaufsicht.db.models import (
    Beteiligung,
    Beteiligungsunterlage,
    Dokument,
    DokumentFassung,
    Konto,
    Stelle,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.db.queries.datei import Dateizeile, create_dateizeile
from bauaufsicht.db.queries.rechte import sichtbare_fassungen
from bauaufsicht.domain.beteiligung import Beteiligungsart, Stellungnahmeergebnis
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.rechte import Kontext
from bauaufsicht.domain.unterlage import LESBARE_STAENDE
from bauaufsicht.domain.vorgang import ENDZUSTAENDE


@dataclass(frozen=True, slots=True)
class Stellungnahmeansicht:
    """What a Stelle wrote."""

    id: UUID
    ergebnis: Stellungnahmeergebnis | None
    text: str
    nebenbestimmungen: tuple[str, ...]
    geaendert_am: datetime
    geaendert_von: str
    abgegeben_am: datetime | None
    verspaetet: bool
    fassung: int


@dataclass(frozen=True, slots=True)
class Beteiligungszeile:
    """A body that was asked, with its answer once it was given."""

    id: UUID
    stelle_id: UUID
    stelle: str
    art: Beteiligungsart
    angefordert_am: datetime
    angefordert_von: str
    anschreiben: str
    frist_regel: str
    frist_beginn: date
    frist_ende: date
    unterlagen: int
    stellungnahme: Stellungnahmeansicht | None

    @property
    def abgegeben(self) -> bool:
        """Whether the body answered."""
        return self.stellungnahme is not None and self.stellungnahme.abgegeben_am is not None


@dataclass(frozen=True, slots=True)
class Anfragezeile:
    """A request in the inbox of a body."""

    vorgang_id: UUID
    aktenzeichen: str
    bezeichnung: str
    ort: str
    lage: str
    land: str
    art: Beteiligungsart
    frist_ende: date
    angefordert_am: datetime
    entwurf_am: datetime | None
    abgegeben_am: datetime | None
    verspaetet: bool
    ergebnis: Stellungnahmeergebnis | None
    test: bool
    beendet: bool


def list_beteiligungen(
    session: Session, vorgang_id: UUID, stelle_id: UUID | None = None
) -> list[Beteiligungszeile]:
    """Bodies that were asked, by their period (1 query); drafts of answers are left out."""
    bearbeitung = aliased(Konto)
    unterlagen = (
        select(func.count())
        .select_from(Beteiligungsunterlage)
        .where(Beteiligungsunterlage.beteiligung_id == Beteiligung.id)
        .scalar_subquery()
    )
    frage = (
        select(Beteiligung, Stelle.name, Konto.name, unterlagen, Stellungnahme, bearbeitung.name)
        .join(Stelle, Stelle.id == Beteiligung.stelle_id)
        .outerjoin(Konto, Konto.id == Beteiligung.angefordert_von_id)
        .outerjoin(Stellungnahme, Stellungnahme.beteiligung_id == Beteiligung.id)
        .outerjoin(bearbeitung, bearbeitung.id == Stellungnahme.konto_id)
        .where(Beteiligung.vorgang_id == vorgang_id, Beteiligung.angefordert_am.is_not(None))
        .order_by(Beteiligung.frist_ende, Stelle.name)
    )
    if stelle_id is not None:
        frage = frage.where(Beteiligung.stelle_id == stelle_id)
    return [
        Beteiligungszeile(
            b.id,
            b.stelle_id,
            stelle,
            b.art,
            b.angefordert_am,
            von or "",
            b.anschreiben,
            b.frist_regel,
            b.frist_beginn,
            b.frist_ende,
            anzahl,
            _create_ansicht(s, name)
            if s and (s.abgegeben_am is not None or stelle_id is not None)
            else None,
        )
        for b, stelle, von, anzahl, s, name in session.execute(frage)
    ]


def _create_ansicht(s: Stellungnahme, name: str | None) -> Stellungnahmeansicht:
    return Stellungnahmeansicht(
        s.id,
        s.ergebnis,
        s.text,
        tuple(s.nebenbestimmungen),
        s.geaendert_am,
        name or "",
        s.abgegeben_am,
        s.verspaetet,
        s.fassung,
    )


def get_beteiligung(session: Session, vorgang_id: UUID, beteiligung_id: UUID) -> Beteiligungszeile:
    """One body of a case for the authority; NichtSichtbar if it was not asked."""
    gefunden = [b for b in list_beteiligungen(session, vorgang_id) if b.id == beteiligung_id]
    if not gefunden:
        raise NichtSichtbar
    return gefunden[0]


def get_eigene(session: Session, vorgang_id: UUID, stelle_id: UUID | None) -> Beteiligungszeile:
    """The request to a Stelle with its draft; NichtSichtbar if it was not asked."""
    gefunden = list_beteiligungen(session, vorgang_id, stelle_id) if stelle_id else []
    if not gefunden:
        raise NichtSichtbar
    return gefunden[0]


def list_anfragen(session: Session, stelle_id: UUID | None, *, offen: bool) -> list[Anfragezeile]:
    """The inbox of a Stelle by due date, or what it gave, the newest first (1 query)."""
    frage: Any = (
        select(
            Vorgang.id,
            Vorgang.aktenzeichen,
            Vorgang.bezeichnung,
            Vorgang.ort,
            Vorgang.lage,
            Vorgang.land,
            Beteiligung.art,
            Beteiligung.frist_ende,
            Beteiligung.angefordert_am,
            case((Stellungnahme.konto_id.is_not(None), Stellungnahme.geaendert_am)),
            Stellungnahme.abgegeben_am,
            func.coalesce(Stellungnahme.verspaetet, False),
            Stellungnahme.ergebnis,
            Vorgang.test,
            Vorgang.zustand.in_(ENDZUSTAENDE),
        )
        .join(Beteiligung, Beteiligung.vorgang_id == Vorgang.id)
        .outerjoin(Stellungnahme, Stellungnahme.beteiligung_id == Beteiligung.id)
        .where(Beteiligung.stelle_id == stelle_id, Beteiligung.angefordert_am.is_not(None))
    )
    if offen:
        frage = frage.where(
            Stellungnahme.abgegeben_am.is_(None), Vorgang.zustand.not_in(ENDZUSTAENDE)
        ).order_by(Beteiligung.frist_ende, Vorgang.aktenzeichen)
    else:
        frage = frage.where(
            or_(Stellungnahme.abgegeben_am.is_not(None), Vorgang.zustand.in_(ENDZUSTAENDE))
        ).order_by(Stellungnahme.abgegeben_am.desc(), Vorgang.aktenzeichen)
    return [Anfragezeile(*zeile) for zeile in session.execute(frage)]


def list_unterlagen(session: Session, vorgang_id: UUID, beteiligung_id: UUID) -> list[Dateizeile]:
    """The Fassungen that were sent to a body (1 query)."""
    return _list_dateien(
        session,
        _select_dateien(vorgang_id)
        .join(Beteiligungsunterlage, Beteiligungsunterlage.fassung_id == DokumentFassung.id)
        .where(Beteiligungsunterlage.beteiligung_id == beteiligung_id),
    )


def list_anlagen(
    session: Session, vorgang_id: UUID, stellungnahme_id: UUID, kontext: Kontext
) -> list[Dateizeile]:
    """Attachments of a Stellungnahme as far as the reader sees them (1 query)."""
    return _list_dateien(
        session,
        _select_dateien(vorgang_id).where(
            Dokument.stellungnahme_id == stellungnahme_id, sichtbare_fassungen(kontext)
        ),
    )


def list_weitergebbare(session: Session, vorgang_id: UUID) -> list[Dateizeile]:
    """The newest readable Fassung of each document of the applicant's side (1 query)."""
    alle = _list_dateien(
        session,
        _select_dateien(vorgang_id).where(
            Dokument.stellungnahme_id.is_(None),
            DokumentFassung.abgegeben_am.is_not(None),
            DokumentFassung.pruefstand.in_(LESBARE_STAENDE),
        ),
    )
    je_dokument: dict[UUID, Dateizeile] = {}
    for datei in alle:
        je_dokument.setdefault(datei.dokument_id, datei)
    return list(je_dokument.values())


def _select_dateien(vorgang_id: UUID) -> Select[DokumentFassung, str]:
    return (
        select(DokumentFassung, Dokument.bezeichnung)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(Dokument.vorgang_id == vorgang_id, DokumentFassung.schluessel.is_not(None))
        .order_by(Dokument.position, DokumentFassung.nummer.desc())
    )


def _list_dateien(session: Session, frage: Select[DokumentFassung, str]) -> list[Dateizeile]:
    return [create_dateizeile(f, name) for f, name in session.execute(frage)]


def list_waehlbare_stellen(
    session: Session, behoerde_id: UUID, vorgang_id: UUID
) -> list[tuple[UUID, str, str]]:
    """Bodies (id, name, kind) that can still be asked; Gemeinden apart (1 query)."""
    gefragte = select(Beteiligung.stelle_id).where(
        Beteiligung.vorgang_id == vorgang_id, Beteiligung.angefordert_am.is_not(None)
    )
    return list(
        session.execute(
            select(Stelle.id, Stelle.name, Stelle.art)
            .where(
                or_(Stelle.behoerde_id == behoerde_id, Stelle.behoerde_id.is_(None)),
                Stelle.gemeinde_ags.is_(None),
                Stelle.id.not_in(gefragte),
            )
            .order_by(Stelle.behoerde_id.is_(None), Stelle.name)
        ).all()
    )


def check_gemeinde_gefragt(session: Session, vorgang_id: UUID, ags: str | None) -> bool:
    """Whether the Gemeinde of the plot was asked already (1 query)."""
    if ags is None:
        return True
    return (
        session.scalar(
            select(Beteiligung.id)
            .join(Stelle, Stelle.id == Beteiligung.stelle_id)
            .where(
                Beteiligung.vorgang_id == vorgang_id,
                Beteiligung.angefordert_am.is_not(None),
                Stelle.gemeinde_ags == ags,
            )
        )
        is not None
    )

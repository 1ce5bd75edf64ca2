"""Accounts as a session sees them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, func, select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import (
    Behoerde,
    Beteiligung,
    Eingang,
    Konto,
    Stelle,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.rechte import Akteur, Akteursart, Kontorolle
from bauaufsicht.domain.vorgang import ENDZUSTAENDE


@dataclass(frozen=True, slots=True)
class Sitzungskonto:
    """Who is logged in, with what every page shows (1 query)."""

    akteur: Akteur
    sitzungsmarke: str
    behoerde: str
    stelle: str
    zu_klaeren: int
    offene_anfragen: int


@dataclass(frozen=True, slots=True)
class Schulungskonto:
    """A card of the training log-in."""

    id: UUID
    name: str
    funktion: str
    rolle: Kontorolle
    haus: str


def get_sitzungskonto(session: Session, konto_id: UUID) -> Sitzungskonto | None:
    """The account of a session, if it exists and is not locked."""
    wartende = (
        select(func.count())
        .select_from(Eingang)
        .where(
            Eingang.behoerde_id == Konto.behoerde_id,
            Eingang.ergebnis == Eingangsergebnis.ZU_KLAEREN,
        )
        .scalar_subquery()
    )
    zeile = session.execute(
        select(
            Konto,
            Behoerde.kurzname,
            Stelle.name.label("stelle"),
            wartende.label("wartende"),
            _zaehle_anfragen().label("anfragen"),
        )
        .outerjoin(Behoerde, Behoerde.id == Konto.behoerde_id)
        .outerjoin(Stelle, Stelle.id == Konto.stelle_id)
        .where(and_(Konto.id == konto_id, Konto.gesperrt.is_(False)))
    ).one_or_none()
    if zeile is None:
        return None
    konto = zeile.Konto
    return Sitzungskonto(
        akteur=Akteur(
            Akteursart.KONTO, konto.id, konto.rolle, konto.behoerde_id, konto.stelle_id, konto.name
        ),
        sitzungsmarke=konto.sitzungsmarke,
        behoerde=zeile.kurzname or "",
        stelle=zeile.stelle or "",
        zu_klaeren=zeile.wartende or 0,
        offene_anfragen=zeile.anfragen or 0,
    )


def _zaehle_anfragen() -> ScalarSelect[int]:
    """Requests to the account's Stelle that wait for an answer."""
    abgegebene = select(Stellungnahme.beteiligung_id).where(Stellungnahme.abgegeben_am.is_not(None))
    return (
        select(func.count())
        .select_from(Beteiligung)
        .join(Vorgang, Vorgang.id == Beteiligung.vorgang_id)
        .where(
            Beteiligung.stelle_id == Konto.stelle_id,
            Beteiligung.angefordert_am.is_not(None),
            Beteiligung.id.not_in(abgegebene),
            Vorgang.zustand.not_in(ENDZUSTAENDE),
        )
        .scalar_subquery()
    )


def list_schulungskonten(session: Session) -> list[Schulungskonto]:
    """All training accounts, staff first (1 query)."""
    rang = list(Kontorolle)
    zeilen = session.execute(
        select(Konto, Behoerde.kurzname, Stelle.name)
        .outerjoin(Behoerde, Behoerde.id == Konto.behoerde_id)
        .outerjoin(Stelle, Stelle.id == Konto.stelle_id)
        .where(Konto.schulung, Konto.gesperrt.is_(False))
    ).all()
    karten = [
        Schulungskonto(k.id, k.name, k.funktion, k.rolle, stelle or behoerde or "")
        for k, behoerde, stelle in zeilen
    ]
    return sorted(karten, key=lambda k: (rang.index(k.rolle), k.haus, k.name))


def get_kontonamen(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    """Names behind account ids (1 query, none for an empty set)."""
    if not ids:
        return {}
    return dict(session.execute(select(Konto.id, Konto.name).where(Konto.id.in_(ids))).all())

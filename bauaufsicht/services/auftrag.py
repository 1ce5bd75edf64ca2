"""The outbox: take a job with a lease, finish it, or put it back with a longer wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update

from bauaufsicht.db.models import Arbeiter, Auftrag
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.auftraege import MAX_VERSUCHE, compute_wartezeit

SPERRZEIT = timedelta(minutes=5)
ABGEBROCHEN = "Der Arbeiter endete jedes Mal mitten in diesem Auftrag."
LEBENSZEICHEN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Auftragsnahme:
    """A job that is ours until the lease ends."""

    id: int
    art: str
    nutzlast: dict[str, Any]
    sperre: UUID


def assign_auftrag(uow: UnitOfWork) -> Auftragsnahme | None:
    """Take the next due job under a lease; None when nothing is due.

    A job whose worker died too often is given up: it may be what kills the worker.
    """
    while zeile := _assign(uow):
        if zeile.versuche <= MAX_VERSUCHE:
            return Auftragsnahme(zeile.id, zeile.art, zeile.nutzlast, zeile.sperre)
        uow.session.execute(
            update(Auftrag)
            .where(Auftrag.id == zeile.id)
            .values(
                aufgegeben_am=uow.jetzt(),
                gesperrt_bis=None,
                versuche=MAX_VERSUCHE,
                letzter_fehler=zeile.letzter_fehler or ABGEBROCHEN,
            )
        )
    return None


def _assign(uow: UnitOfWork) -> Any:
    jetzt = uow.jetzt()
    naechster = (
        select(Auftrag.id)
        .where(
            Auftrag.erledigt_am.is_(None),
            Auftrag.aufgegeben_am.is_(None),
            Auftrag.faellig_am <= jetzt,
            or_(Auftrag.gesperrt_bis.is_(None), Auftrag.gesperrt_bis < jetzt),
        )
        .order_by(Auftrag.eilig.desc(), Auftrag.faellig_am, Auftrag.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return uow.session.execute(
        update(Auftrag)
        .where(Auftrag.id == naechster.scalar_subquery())
        .values(gesperrt_bis=jetzt + SPERRZEIT, sperre=uow.uuid(), versuche=Auftrag.versuche + 1)
        .returning(
            Auftrag.id,
            Auftrag.art,
            Auftrag.nutzlast,
            Auftrag.sperre,
            Auftrag.versuche,
            Auftrag.letzter_fehler,
        )
    ).one_or_none()


def close_auftrag(uow: UnitOfWork, auftrag: Auftragsnahme) -> None:
    """The job is done; only the holder of the lease may say so."""
    uow.session.execute(
        update(Auftrag)
        .where(Auftrag.id == auftrag.id, Auftrag.sperre == auftrag.sperre)
        .values(erledigt_am=uow.jetzt(), gesperrt_bis=None, letzter_fehler="")
    )


def reopen_auftrag(uow: UnitOfWork, auftrag: Auftragsnahme, fehler: str) -> None:
    """The job failed: wait longer each time, give up visibly after the last try."""
    eintrag = uow.session.get(Auftrag, auftrag.id)
    if eintrag is None or eintrag.sperre != auftrag.sperre:
        return
    eintrag.letzter_fehler = fehler[:2000]
    eintrag.gesperrt_bis = None
    if eintrag.versuche >= MAX_VERSUCHE:
        eintrag.aufgegeben_am = uow.jetzt()
    else:
        eintrag.faellig_am = uow.jetzt() + timedelta(seconds=compute_wartezeit(eintrag.versuche))


def record_sperre(uow: UnitOfWork, auftrag: Auftragsnahme) -> None:
    """A long job goes on: its lease begins anew, if it is still ours."""
    uow.session.execute(
        update(Auftrag)
        .where(
            Auftrag.id == auftrag.id,
            Auftrag.sperre == auftrag.sperre,
            Auftrag.erledigt_am.is_(None),
        )
        .values(gesperrt_bis=uow.jetzt() + SPERRZEIT)
    )


def reopen_aufgegebene(uow: UnitOfWork, art: str, ruhezeit: timedelta) -> None:
    """Try jobs of a kind again that were given up some time ago: what they need may be back."""
    uow.session.execute(
        update(Auftrag)
        .where(
            Auftrag.erledigt_am.is_(None),
            Auftrag.aufgegeben_am < uow.jetzt() - ruhezeit,
            Auftrag.art == art,
        )
        .values(aufgegeben_am=None, versuche=0, faellig_am=uow.jetzt())
    )


def reopen_beendete(uow: UnitOfWork, art: str, schluessel: Sequence[str]) -> None:
    """Run jobs again that ended, done or given up; those that are due or running stay as is."""
    uow.session.execute(
        update(Auftrag)
        .where(
            Auftrag.schluessel.in_([f"{art}:{s}" for s in schluessel]),
            or_(Auftrag.erledigt_am.is_not(None), Auftrag.aufgegeben_am.is_not(None)),
        )
        .values(erledigt_am=None, aufgegeben_am=None, versuche=0, faellig_am=uow.jetzt())
    )


def record_lebenszeichen(uow: UnitOfWork, arbeiter_id: UUID, gestartet_am: datetime) -> None:
    """A worker says that it lives; those silent for a day are forgotten."""
    eintrag = uow.session.get(Arbeiter, arbeiter_id)
    if eintrag is None:
        uow.session.add(Arbeiter(id=arbeiter_id, gestartet_am=gestartet_am, gesehen_am=uow.jetzt()))
    else:
        eintrag.gesehen_am = uow.jetzt()
    uow.session.execute(
        delete(Arbeiter).where(Arbeiter.gesehen_am < uow.jetzt() - timedelta(days=1))
    )


def close_arbeiter(uow: UnitOfWork, arbeiter_id: UUID) -> None:
    """A worker stops in an orderly way."""
    uow.session.execute(delete(Arbeiter).where(Arbeiter.id == arbeiter_id))

"""Mails that say that there is something new in a case, and never what."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, func, select, update

from bauaufsicht.db.models import Benachrichtigung, Beteiligter, Konto, Vorgang
from bauaufsicht.db.uow import Einheit, UnitOfWork
from bauaufsicht.domain.auftraege import Auftragsart
from bauaufsicht.services.auftrag import reopen_beendete

NACHSENDEFRIST = timedelta(days=30)
NACHZUSENDEN = 1000  # mails that waited and are asked for again in a day

BETREFF = "Neues im Vorgang {aktenzeichen}"
TEXT = """Guten Tag,

im Vorgang {aktenzeichen} gibt es etwas Neues für Sie. Melden Sie sich an und sehen Sie es sich an:

{adresse}/vorgaenge/{vorgang_id}

Aus Gründen des Datenschutzes steht hier nicht, worum es geht. Bitte antworten Sie nicht auf diese
E-Mail.

Ihre Bauaufsicht
"""


def create_fuer_antragsseite(uow: UnitOfWork, vorgang: Vorgang) -> int:
    """Tell the applicant's side; how many mails were written."""
    return _create(
        uow,
        vorgang,
        select(Beteiligter.konto_id).where(Beteiligter.vorgang_id == vorgang.id),
    )


def create_fuer_bauaufsicht(uow: UnitOfWork, vorgang: Vorgang) -> int:
    """Tell who keeps the case; nobody while it has not been taken over."""
    return _create(uow, vorgang, [vorgang.konto_id] if vorgang.konto_id else [])


def create_fuer_stelle(uow: UnitOfWork, vorgang: Vorgang, stelle_id: UUID) -> int:
    """Tell all people of a Stelle."""
    return _create(uow, vorgang, select(Konto.id).where(Konto.stelle_id == stelle_id))


def _create(
    uow: UnitOfWork, vorgang: Vorgang, konten: Sequence[UUID] | Select[UUID | None] | Select[UUID]
) -> int:
    ids = uow.session.scalars(
        select(Konto.id)
        .where(
            Konto.id.in_(konten),
            Konto.gesperrt.is_(False),
            Konto.id != (uow.akteur.konto_id or vorgang.id),
        )
        .distinct()
    ).all()
    for konto_id in ids:
        benachrichtigung = Benachrichtigung(
            id=uow.uuid(),
            konto_id=konto_id,
            vorgang_id=vorgang.id,
            betreff=BETREFF.format(aktenzeichen=vorgang.aktenzeichen),
            text=TEXT.format(
                aktenzeichen=vorgang.aktenzeichen,
                adresse=uow.ports.basisadresse,
                vorgang_id=vorgang.id,
            ),
            erstellt_am=uow.jetzt(),
        )
        uow.insert(benachrichtigung)
        uow.request_auftrag(
            Auftragsart.BENACHRICHTIGUNG_SENDEN,
            str(benachrichtigung.id),
            {"benachrichtigung": str(benachrichtigung.id)},
        )
    return len(ids)


def submit_benachrichtigung(einheit: Einheit, benachrichtigung_id: UUID) -> bool:
    """Hand a mail over to the mail server; False while there is none.

    No transaction is open while the server answers: a slow one holds up nobody who writes. A
    process that dies between handing over and writing it down sends the mail a second time when
    the job runs again: at least once, never not at all.
    """
    with einheit() as uow:
        post = uow.ports.post
        zeile = uow.session.execute(
            select(
                Konto.email,
                Benachrichtigung.betreff,
                Benachrichtigung.text,
                Benachrichtigung.versandt_am,
            )
            .join(Konto, Konto.id == Benachrichtigung.konto_id)
            .where(Benachrichtigung.id == benachrichtigung_id)
        ).one_or_none()
    if post is None or zeile is None:
        return False
    if zeile.versandt_am is not None:
        return True
    post.send_mail(zeile.email, zeile.betreff, zeile.text)
    with einheit() as uow:
        uow.session.execute(
            update(Benachrichtigung)
            .where(Benachrichtigung.id == benachrichtigung_id)
            .values(versandt_am=uow.jetzt())
        )
    return True


def request_wartende(uow: UnitOfWork) -> None:
    """Once there is a mail server, let it have the mails that waited for it.

    Their jobs count as done (there was no server) or were given up (it was away too long). The
    newest come first, and what is older than NACHSENDEFRIST stays: it would only confuse.
    """
    if uow.ports.post is None:
        return
    wartende = uow.session.scalars(
        select(Benachrichtigung.id)
        .where(
            Benachrichtigung.versandt_am.is_(None),
            Benachrichtigung.erstellt_am > uow.jetzt() - NACHSENDEFRIST,
        )
        .order_by(Benachrichtigung.erstellt_am.desc(), Benachrichtigung.id)
        .limit(NACHZUSENDEN)
    ).all()
    reopen_beendete(uow, Auftragsart.BENACHRICHTIGUNG_SENDEN, [str(w) for w in wartende])


def get_anzahl_wartende(uow: UnitOfWork) -> int:
    """How many mails have not been handed over."""
    return (
        uow.session.scalar(
            select(func.count())
            .select_from(Benachrichtigung)
            .where(Benachrichtigung.versandt_am.is_(None))
        )
        or 0
    )

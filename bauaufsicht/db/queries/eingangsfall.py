"""What deciding on a delivery asks for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, bindparam, cast, func, literal, select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import Auftrag, Eingang, Eingangsanlage, Vorgang

# asked for every message, therefore composed once
_EINGANG = select(Eingang).where(Eingang.id == bindparam("id")).with_for_update()
_ANLAGEN = (
    select(Eingangsanlage)
    .where(Eingangsanlage.eingang_id == bindparam("eingang"))
    .order_by(Eingangsanlage.position)
)
_ANGENOMMENER = select(Eingang).where(Eingang.angenommen_uuid == bindparam("uuid"))
_VORGANG_DER_BEHOERDE = (
    select(Vorgang)
    .where(Vorgang.behoerde_id == bindparam("behoerde"))
    .order_by(Vorgang.eingegangen_am)
    .limit(1)
    .with_for_update()
)
_NACH_REFERENZ = _VORGANG_DER_BEHOERDE.where(Vorgang.referenz == bindparam("wert"))
_NACH_AKTENZEICHEN = _VORGANG_DER_BEHOERDE.where(Vorgang.aktenzeichen == bindparam("wert"))


def get_eingang_gesperrt(session: Session, eingang_id: UUID) -> Eingang | None:
    """The delivery, locked."""
    return session.scalar(_EINGANG, {"id": eingang_id})


def list_anlagen(session: Session, eingang_id: UUID) -> list[Eingangsanlage]:
    """The files of a delivery, in their order."""
    return list(session.scalars(_ANLAGEN, {"eingang": eingang_id}))


def get_angenommenen(session: Session, nachrichten_uuid: str) -> Eingang | None:
    """The delivery that counts under a nachrichtenUUID."""
    return session.scalar(_ANGENOMMENER, {"uuid": nachrichten_uuid})


def get_vorgang_mit_referenz(session: Session, behoerde_id: UUID, referenz: str) -> Vorgang | None:
    """The oldest case of a Behörde with this referenzAntragsservice, locked."""
    return session.scalar(_NACH_REFERENZ, {"behoerde": behoerde_id, "wert": referenz})


def get_vorgang_mit_aktenzeichen(
    session: Session, behoerde_id: UUID, aktenzeichen: str
) -> Vorgang | None:
    """The case of a Behörde with this Aktenzeichen, locked."""
    return session.scalar(_NACH_AKTENZEICHEN, {"behoerde": behoerde_id, "wert": aktenzeichen})


def list_liegende(session: Session, art: str, bis: datetime, anzahl: int) -> Sequence[UUID]:
    """Deliveries received until `bis` that nobody decided on and no job of this kind is for.

    Oldest first, at most `anzahl`. The key of such a job is `art:` and the id as 32 hex digits.
    """
    kennung = func.replace(cast(Eingang.id, String), "-", "")  # SQLite keeps it without hyphens
    return session.scalars(
        select(Eingang.id)
        .outerjoin(Auftrag, Auftrag.schluessel == literal(f"{art}:") + kennung)
        .where(
            Auftrag.id.is_(None),
            Eingang.verarbeitet_am.is_(None),
            Eingang.empfangen_am <= bis,
        )
        .order_by(Eingang.empfangen_am, Eingang.id)  # the same for two workers: no deadlock
        .limit(anzahl)
    ).all()

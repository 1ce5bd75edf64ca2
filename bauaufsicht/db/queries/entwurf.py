"""Drafts of forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import Formularentwurf


@dataclass(frozen=True, slots=True)
class Entwurfszeile:
    """What was typed, and when it was kept."""

    felder: Mapping[str, Sequence[str]]
    gespeichert_am: datetime


def get_entwurf(session: Session, konto_id: UUID | None, pfad: str) -> Entwurfszeile | None:
    """The draft of an account for the form at a path (1 query)."""
    entwurf = session.scalar(
        select(Formularentwurf).where(
            Formularentwurf.konto_id == konto_id, Formularentwurf.pfad == pfad
        )
    )
    return Entwurfszeile(entwurf.felder, entwurf.gespeichert_am) if entwurf else None

"""Drafts of forms."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import Formularentwurf


def get_entwurf(
    session: Session, konto_id: UUID | None, pfad: str
) -> Mapping[str, Sequence[str]] | None:
    """The values by field of an account's draft for the form at a path (1 query)."""
    return session.scalar(
        select(Formularentwurf.felder).where(
            Formularentwurf.konto_id == konto_id, Formularentwurf.pfad == pfad
        )
    )

"""What opening a case asks for: the next number, and the Verfahrensart of a code."""

from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bauaufsicht.db.base import Base
from bauaufsicht.db.models import Aktenzeichenstand, Verfahrensartzuordnung
from bauaufsicht.domain.vorgang import Verfahren

# asked for every application, therefore composed once; on the table, which is faster
_STAND = Base.metadata.tables[Aktenzeichenstand.__tablename__]
_NAECHSTE_NUMMER = (
    update(_STAND)
    .where(_STAND.c.behoerde_id == bindparam("der_behoerde"), _STAND.c.jahr == bindparam("im_jahr"))
    .values(nummer=_STAND.c.nummer + 1)
    .returning(_STAND.c.nummer)
)
_VERFAHRENSART = select(Verfahrensartzuordnung.verfahrensart).where(
    Verfahrensartzuordnung.liste == bindparam("liste"),
    Verfahrensartzuordnung.code == bindparam("code"),
)


def issue_naechste_nummer(session: Session, behoerde_id: UUID, jahr: int) -> int | None:
    """Draw the next number of the year and lock its row; None if none was given yet."""
    nummer: int | None = session.scalar(
        _NAECHSTE_NUMMER, {"der_behoerde": behoerde_id, "im_jahr": jahr}
    )
    return nummer


def get_verfahrensart(session: Session, liste: str, code: str) -> Verfahren | None:
    """The Verfahrensart that an authority's table gives to a code."""
    return session.scalar(_VERFAHRENSART, {"liste": liste, "code": code})

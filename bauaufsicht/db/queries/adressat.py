"""Behörden and Gemeinden that a message may mean."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import Behoerde, Gemarkung, Gemeinde, Stelle

# asked for every message, therefore composed once
_KANDIDAT = (
    select(Behoerde, Gemeinde)
    .outerjoin(
        Gemeinde,
        and_(Gemeinde.behoerde_id == Behoerde.id, Gemeinde.kennung == bindparam("kennung")),
    )
    .where(or_(Behoerde.kennung == bindparam("kennung"), Gemeinde.kennung == bindparam("kennung")))
    .order_by(Gemeinde.ags.is_(None))
    .limit(1)
    .with_for_update(of=Behoerde)
)
_GEMEINDE = select(Gemeinde).where(Gemeinde.ags == bindparam("ags"))
_GEMEINDEN_DER_GEMARKUNG = (
    select(Gemeinde)
    .join(Gemarkung, Gemarkung.gemeinde_ags == Gemeinde.ags)
    .where(Gemeinde.behoerde_id == bindparam("behoerde"))
    .distinct()
)
_NACH_NUMMER = _GEMEINDEN_DER_GEMARKUNG.where(
    Gemarkung.nummer.in_(bindparam("werte", expanding=True))
)
_NACH_NAME = _GEMEINDEN_DER_GEMARKUNG.where(Gemarkung.name.in_(bindparam("werte", expanding=True)))
_NACH_ORT = select(Gemeinde).where(
    Gemeinde.behoerde_id == bindparam("behoerde"), func.lower(Gemeinde.name) == bindparam("ort")
)


def get_kandidat(session: Session, kennung: str) -> tuple[Behoerde, Gemeinde | None] | None:
    """The Behörde of this Kennung, locked; with the Gemeinde if the Kennung is a Gemeinde's."""
    zeile = session.execute(_KANDIDAT, {"kennung": kennung}).first()
    return (zeile[0], zeile[1]) if zeile is not None else None


def get_gemeinde(session: Session, ags: str) -> Gemeinde | None:
    """The Gemeinde of an AGS of eight digits."""
    return session.scalar(_GEMEINDE, {"ags": ags})


def get_gemeinde_mit_kennung(session: Session, kennung: str) -> Gemeinde | None:
    """The Gemeinde that is addressed under a Kennung."""
    return session.scalar(select(Gemeinde).where(Gemeinde.kennung == kennung))


def list_gemeinden_nach_gemarkungsnummer(
    session: Session, behoerde_id: UUID, nummern: Collection[str]
) -> Sequence[Gemeinde]:
    """Gemeinden of a Behörde with a Gemarkung of one of these numbers."""
    return _list_gemeinden(session, behoerde_id, nummern, _NACH_NUMMER)


def list_gemeinden_nach_gemarkungsname(
    session: Session, behoerde_id: UUID, namen: Collection[str]
) -> Sequence[Gemeinde]:
    """Gemeinden of a Behörde with a Gemarkung of one of these names."""
    return _list_gemeinden(session, behoerde_id, namen, _NACH_NAME)


def _list_gemeinden(
    session: Session, behoerde_id: UUID, werte: Collection[str], frage: Select[Gemeinde]
) -> Sequence[Gemeinde]:
    if not werte:
        return ()
    return session.scalars(frage, {"behoerde": behoerde_id, "werte": sorted(werte)}).all()


def list_gemeinden_nach_ort(session: Session, behoerde_id: UUID, ort: str) -> Sequence[Gemeinde]:
    """Gemeinden of a Behörde with this name, whatever its case."""
    return session.scalars(_NACH_ORT, {"behoerde": behoerde_id, "ort": ort.lower()}).all()


def get_einzige_gemeinde(session: Session, behoerde_id: UUID) -> Gemeinde | None:
    """The Gemeinde of a Behörde that has only this one."""
    gemeinden = session.scalars(
        select(Gemeinde).where(Gemeinde.behoerde_id == behoerde_id).limit(2)
    ).all()
    return gemeinden[0] if len(gemeinden) == 1 else None


def get_stelle_der_gemeinde(session: Session, ags: str) -> Stelle | None:
    """The Stelle under which a Gemeinde takes part, if it ever did."""
    return session.scalar(select(Stelle).where(Stelle.gemeinde_ags == ags))

"""Many rows at once, copied from one that the real intake made."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event, insert, inspect, select

from bauaufsicht.db.base import Base
from bauaufsicht.db.models import Dokument, DokumentFassung, Eingang, Vorgang
from bauaufsicht.db.uow import UnitOfWork


def _read_werte(record: Base) -> dict[str, Any]:
    spalten = inspect(type(record)).columns
    return {s.key: getattr(record, s.key) for s in spalten if s.computed is None}


def create_kopien(uow: UnitOfWork, vorgang_id: UUID, anzahl: int, **anderes: Any) -> list[UUID]:
    """Cases that are like this one but for their id and number."""
    vorbild = _read_werte(uow.session.get_one(Vorgang, vorgang_id))
    neue = []
    for n in range(anzahl):
        nummer = 10_000 + n
        neue.append(
            {
                **vorbild,
                **anderes,
                "id": uow.uuid(),
                "nummer": nummer,
                "aktenzeichen": f"KOPIE-{vorbild['jahr']}-{nummer}",
            }
        )
    uow.session.execute(insert(Vorgang), neue)
    return [zeile["id"] for zeile in neue]


def create_unterlagen_kopien(uow: UnitOfWork, vorgang_id: UUID, anzahl: int) -> None:
    """Documents that are like the first one of this case."""
    dokument = uow.session.scalars(
        select(Dokument).where(Dokument.vorgang_id == vorgang_id).order_by(Dokument.position)
    ).first()
    assert dokument is not None
    fassung = uow.session.scalars(
        select(DokumentFassung).where(DokumentFassung.dokument_id == dokument.id)
    ).first()
    assert fassung is not None
    for n in range(anzahl):
        neues = {"id": uow.uuid(), "position": 1000 + n, "bezeichnung": f"Plan {n}"}
        uow.session.execute(insert(Dokument), {**_read_werte(dokument), **neues})
        bezug = {"id": uow.uuid(), "dokument_id": neues["id"]}
        uow.session.execute(insert(DokumentFassung), {**_read_werte(fassung), **bezug})


def create_eingangskopien(uow: UnitOfWork, eingang_id: UUID, anzahl: int) -> None:
    """Deliveries that are like this one, without a case."""
    vorbild = _read_werte(uow.session.get_one(Eingang, eingang_id))
    vorbild |= {"angenommen_uuid": None, "vorgang_id": None, "idempotenz": None}
    neue = [
        {**vorbild, "id": uow.uuid(), "schluessel": f"eingang/kopie/{n}"} for n in range(anzahl)
    ]
    uow.session.execute(insert(Eingang), neue)


@contextmanager
def count_abfragen(engine: Engine) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile, without those around transactions."""
    gesendet: list[str] = []

    def record(*ereignis: Any) -> None:
        befehl = str(ereignis[2])
        if not befehl.startswith(("BEGIN", "PRAGMA", "ROLLBACK", "COMMIT", "SAVEPOINT")):
            gesendet.append(befehl)

    event.listen(engine, "before_cursor_execute", record)
    try:
        yield gesendet
    finally:
        event.remove(engine, "before_cursor_execute", record)

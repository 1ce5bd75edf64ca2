"""Parcels in bulk: written as fast as each database can, looked up by box."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, TextClause, delete, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from bauaufsicht.db.models import Flurstueck, Katastergeneration
from bauaufsicht.domain.kataster import Flurstueckszeile, Generationsstand

_SPALTEN = (
    "generation_id", "kennzeichen", "amtliche_flaeche", "geometrie", "minx", "miny", "maxx",
    "maxy", "hinweis",
)  # fmt: skip
_DOPPELT = "23505"  # SQLSTATE: unique_violation
_INSERT = (
    f"INSERT INTO flurstueck ({', '.join(_SPALTEN)}) "  # noqa: S608 (columns of ours)
    f"VALUES ({', '.join('?' * len(_SPALTEN))})"
)
_COPY = f"COPY flurstueck ({', '.join(_SPALTEN)}) FROM STDIN"
_RTREE = (
    "INSERT INTO flurstueck_rt SELECT id, minx, maxx, miny, maxy FROM flurstueck "
    "WHERE generation_id = ? AND id > ?"
)
_FELDER = "f.kennzeichen, f.amtliche_flaeche, f.geometrie, f.hinweis, g.datenstand, g.unsicherheit"
_GUELTIG = f"g.id = f.generation_id AND g.stand = '{Generationsstand.GUELTIG.value}'"
# the planner must begin with the index of boxes; the boxes of the R*Tree are rounded outwards
_RAHMEN_SQLITE = text(
    f"SELECT {_FELDER} FROM flurstueck_rt r "  # noqa: S608
    f"CROSS JOIN flurstueck f ON f.id = r.id CROSS JOIN katastergeneration g ON {_GUELTIG} "
    "WHERE r.minx <= :x1 AND r.maxx >= :x0 AND r.miny <= :y1 AND r.maxy >= :y0"
)
_RAHMEN_POSTGRESQL = text(
    f"SELECT {_FELDER} FROM flurstueck f JOIN katastergeneration g ON {_GUELTIG} "  # noqa: S608
    "WHERE box(point(minx, miny), point(maxx, maxy)) && box(point(:x0, :y0), point(:x1, :y1))"
)


class SchonGeladen(Exception):
    """A load has a parcel of this Kennzeichen already."""


def write_flurstuecke(
    session: Session, generation_id: int, zeilen: Sequence[Flurstueckszeile]
) -> None:
    """Write parcels of a load in progress; SchonGeladen if it has a Kennzeichen already."""
    werte = [
        (generation_id, z.kennzeichen, z.amtliche_flaeche, z.wkb, *z.rahmen, z.hinweis)
        for z in zeilen
    ]
    verbindung = session.connection()
    try:
        _write(verbindung, generation_id, werte)
    except Exception as fehler:
        # COPY goes past SQLAlchemy, which would call both an IntegrityError
        if isinstance(fehler, IntegrityError) or getattr(fehler, "sqlstate", "") == _DOPPELT:
            raise SchonGeladen from fehler
        raise


def _write(verbindung: Connection, generation_id: int, werte: list[tuple[Any, ...]]) -> None:
    if verbindung.dialect.name == "sqlite":
        letzte = verbindung.exec_driver_sql("SELECT max(id) FROM flurstueck").scalar() or 0
        verbindung.exec_driver_sql(_INSERT, werte)
        verbindung.exec_driver_sql(_RTREE, (generation_id, letzte))
    elif werte:
        _copy(verbindung, werte)


def _copy(verbindung: Connection, werte: list[tuple[Any, ...]]) -> None:
    treiber: Any = verbindung.connection.driver_connection
    with treiber.cursor() as cursor, cursor.copy(_COPY) as ziel:
        for zeile in werte:
            ziel.write_row(zeile)


def get_rahmenabfrage(session: Session) -> TextClause:
    """The statement for parcels in force whose box meets (x0, y0, x1, y1)."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    return _RAHMEN_SQLITE if sqlite else _RAHMEN_POSTGRESQL


def list_doppelte(session: Session, generation_id: int, kennzeichen: Sequence[str]) -> list[str]:
    """Which of these a load has already."""
    return list(
        session.scalars(
            select(Flurstueck.kennzeichen).where(
                Flurstueck.generation_id == generation_id, Flurstueck.kennzeichen.in_(kennzeichen)
            )
        )
    )


def close_generation(session: Session, generation_id: int, anzahl: int) -> int:
    """Delete up to so many parcels of a load that never came into force; how many went."""
    ids = _list_ids(session, generation_id, anzahl)
    session.execute(delete(Flurstueck).where(Flurstueck.id.in_(ids)))
    if not ids:
        session.execute(delete(Katastergeneration).where(Katastergeneration.id == generation_id))
    return len(ids)


def close_unveraenderte(
    session: Session, alte: Katastergeneration, neue: Katastergeneration, anzahl: int
) -> tuple[int, int]:
    """Of up to so many parcels of a replaced load: delete what the new one has just so, date the
    rest. How many went, how many stay; (0, 0) when all are done.
    """
    ids = _list_ids(session, alte.id, anzahl, Flurstueck.gueltig_bis.is_(None))
    if not ids:
        return 0, 0
    n = aliased(Flurstueck)
    gleich = (
        select(n.id)
        .where(
            n.kennzeichen == Flurstueck.kennzeichen,
            n.generation_id == neue.id,
            n.geometrie == Flurstueck.geometrie,
            n.amtliche_flaeche.is_not_distinct_from(Flurstueck.amtliche_flaeche),
        )
        .exists()
    )
    dieselben = list(session.scalars(select(Flurstueck.id).where(Flurstueck.id.in_(ids), gleich)))
    session.execute(delete(Flurstueck).where(Flurstueck.id.in_(dieselben)))
    session.execute(
        update(Flurstueck)
        .where(Flurstueck.id.in_(sorted(set(ids) - set(dieselben))))
        .values(gueltig_bis=neue.datenstand)
    )
    return len(dieselben), len(ids) - len(dieselben)


def _list_ids(session: Session, generation_id: int, anzahl: int, *bedingungen: Any) -> list[int]:
    return list(
        session.scalars(
            select(Flurstueck.id)
            .where(Flurstueck.generation_id == generation_id, *bedingungen)
            .order_by(Flurstueck.id)
            .limit(anzahl)
        )
    )

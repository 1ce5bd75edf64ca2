"""The database: naming convention, column types, connection rules of SQLite and PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Enum,
    ForeignKey,
    MetaData,
    String,
    Uuid,
    event,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

NAMEN = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all records."""

    metadata = MetaData(naming_convention=NAMEN)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class Zeitpunkt(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; SQLite has no zones, so they are restored on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Fremdtext(TypeDecorator[str]):
    """A text whose length a sender chose: cut to the column, so that it cannot refuse the row.

    What was cut off is not lost: the raw message and the Antragsstand hold it.
    """

    impl = String
    cache_ok = True

    def __init__(self, laenge: int) -> None:
        super().__init__(laenge)
        self.laenge = laenge

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value[: self.laenge] if value is not None else None


def aufzaehlung(typ: type[StrEnum]) -> Enum:
    """A column for a StrEnum: VARCHAR with a CHECK, so that a new value is a small migration."""
    return Enum(
        typ,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=typ.__name__.lower(),
        values_callable=lambda t: [m.value for m in t],
    )


def fremd(spalte: str) -> ForeignKey:
    """A foreign key that is checked at commit: records may be written in any order."""
    return ForeignKey(spalte, deferrable=True, initially="DEFERRED")


class MitId:
    """A record under a fresh random UUID."""

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)


def set_verbindungsregeln(engine: Engine) -> None:
    """Give an engine the rules of the house (foreign keys, waiting, immediate write
    transactions).
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)


def _sqlite_connect(verbindung: Any, _eintrag: object) -> None:
    verbindung.isolation_level = None  # the driver's own BEGIN would come too late
    for pragma in ("journal_mode=WAL", "busy_timeout=20000", "foreign_keys=ON", "synchronous=FULL"):
        verbindung.execute(f"PRAGMA {pragma}")


def _sqlite_begin(verbindung: Connection) -> None:
    schreibend = verbindung.get_execution_options().get("schreibend", False)
    verbindung.exec_driver_sql("BEGIN IMMEDIATE" if schreibend else "BEGIN")


def reopen_session() -> None:
    """End the read transaction of this request: what was written since is seen from now on."""
    db.session.rollback()


def get_session() -> Session:
    """The session of this request, for reading; writing goes through a unit of work."""
    return db.session()

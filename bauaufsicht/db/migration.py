"""Bringing the schema up to date with the numbered migrations.

Alembic is imported only when there is something to do: it costs a tenth of a command's start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from bauaufsicht.db.base import Base

if TYPE_CHECKING:
    from alembic.config import Config

ORDNER = Path(__file__).resolve().parents[2] / "migrations"


@contextmanager
def _config(engine: Engine) -> Iterator["Config"]:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(ORDNER))
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(schreibend=True) as verbindung:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:  # a table is copied and dropped, which its foreign keys must survive
            _set_fremdschluessel(verbindung, "OFF")
        config.attributes.update(verbindung=verbindung, metadata=Base.metadata)
        yield config
        if sqlite and verbindung.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("the migration left rows without what they refer to")
        verbindung.commit()
        if sqlite:
            _set_fremdschluessel(verbindung, "ON")


def _set_fremdschluessel(verbindung: Connection, stand: str) -> None:
    """Outside of any transaction, where alone SQLite listens."""
    treiber = verbindung.connection.dbapi_connection
    if treiber is not None:
        treiber.execute(f"PRAGMA foreign_keys={stand}")


def write_schema(engine: Engine, stand: str = "head") -> None:
    """Upgrade to a revision (default: the newest)."""
    from alembic import command  # noqa: PLC0415

    with _config(engine) as config:
        command.upgrade(config, stand)


def write_schema_zurueck(engine: Engine, stand: str) -> None:
    """Downgrade to a revision, or by steps (`-1`)."""
    from alembic import command  # noqa: PLC0415

    with _config(engine) as config:
        command.downgrade(config, stand)


def get_neueste_revision() -> str:
    """The highest number among the migrations; it is the beginning of the file's name."""
    return max(p.stem.partition("_")[0] for p in (ORDNER / "versions").glob("[0-9]*_*.py"))


def check_schema(engine: Engine) -> bool:
    """Whether the database is at the newest revision."""
    with engine.connect() as verbindung:
        if not inspect(verbindung).has_table("alembic_version"):
            return False
        stand = verbindung.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return stand == [get_neueste_revision()]

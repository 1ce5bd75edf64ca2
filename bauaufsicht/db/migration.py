"""Bringing the schema up to date with the numbered migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from bauaufsicht.db.base import Base

ORDNER = Path(__file__).resolve().parents[2] / "migrations"


@contextmanager
def _config(engine: Engine) -> Iterator[Config]:
    config = Config()
    config.set_main_option("script_location", str(ORDNER))
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(schreibend=True) as verbindung:
        config.attributes.update(verbindung=verbindung, metadata=Base.metadata)
        yield config
        verbindung.commit()


def write_schema(engine: Engine, stand: str = "head") -> None:
    """Upgrade to a revision (default: the newest)."""
    with _config(engine) as config:
        command.upgrade(config, stand)


def write_schema_zurueck(engine: Engine, stand: str) -> None:
    """Downgrade to a revision, or by steps (`-1`)."""
    with _config(engine) as config:
        command.downgrade(config, stand)


def check_schema(engine: Engine) -> bool:
    """Whether the database is at the newest revision."""
    config = Config()
    config.set_main_option("script_location", str(ORDNER))
    config.set_main_option("path_separator", "os")
    neueste = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as verbindung:
        return MigrationContext.configure(verbindung).get_current_revision() == neueste

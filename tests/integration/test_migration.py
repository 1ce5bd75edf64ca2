"""The numbered migrations: from nothing to the models and back, on both databases."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, Enum, MetaData, inspect, text
from sqlalchemy.exc import DatabaseError

import bauaufsicht.db.models
from bauaufsicht.db.base import Base
from bauaufsicht.db.migration import (
    ORDNER,
    check_schema,
    get_neueste_revision,
    write_schema,
    write_schema_zurueck,
)
from tests.conftest import Einheit

assert bauaufsicht.db.models.__all__  # the metadata is complete


def _describe(engine: Engine) -> dict[str, Any]:
    """Tables with columns, keys, indexes and checks, as the database has them."""
    inspektor = inspect(engine)
    return {
        name: {
            "spalten": {
                s["name"]: (str(s["type"]), s["nullable"]) for s in inspektor.get_columns(name)
            },
            "pk": inspektor.get_pk_constraint(name)["name"],
            "fk": sorted(str(f["name"]) for f in inspektor.get_foreign_keys(name)),
            "ix": sorted(str(i["name"]) for i in inspektor.get_indexes(name)),
            "uq": sorted(str(u["name"]) for u in inspektor.get_unique_constraints(name)),
            "ck": sorted(
                (str(c["name"]), _format_check(str(c["sqltext"])))
                for c in inspektor.get_check_constraints(name)
            ),
        }
        for name in sorted(inspektor.get_table_names())
        if name != "alembic_version"
    }


def _check_verglichen(name: str | None, art: str, _eltern: object) -> bool:
    """Without the index of boxes, which is an R*Tree here and a GiST there."""
    return not (
        (art == "table" and (name or "").startswith("flurstueck_rt"))
        or (art == "index" and name == "ix_flurstueck_rahmen")
    )


def _format_check(sql: str) -> frozenset[str]:
    """The literals of a CHECK; each database words the rest in its own way."""
    return frozenset(sql.split("'")[1::2])


VERGLEICH = {"compare_type": True, "include_name": _check_verglichen}


def _list_revisionen() -> list[str]:
    config = AlembicConfig()
    config.set_main_option("script_location", str(ORDNER))
    config.set_main_option("path_separator", "os")
    return [r.revision for r in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def test_the_highest_number_is_the_newest_revision() -> None:
    assert get_neueste_revision() == _list_revisionen()[-1]


def test_upgrade_from_zero_and_no_drift(leere_datenbank: Engine) -> None:
    assert not check_schema(leere_datenbank)
    write_schema(leere_datenbank)
    assert check_schema(leere_datenbank)
    with leere_datenbank.connect() as verbindung:
        kontext = MigrationContext.configure(verbindung, opts=VERGLEICH)
        assert compare_metadata(kontext, Base.metadata) == []


def test_drift_would_be_seen(leere_datenbank: Engine) -> None:
    """The check above can fail: a missing column is reported."""
    write_schema(leere_datenbank)
    with leere_datenbank.connect().execution_options(schreibend=True) as verbindung:
        verbindung.execute(text("ALTER TABLE codeliste DROP COLUMN eintraege"))
        verbindung.commit()
    with leere_datenbank.connect() as verbindung:
        kontext = MigrationContext.configure(verbindung, opts=VERGLEICH)
        (abweichung,) = compare_metadata(kontext, Base.metadata)
    assert abweichung[0] == "add_column"


def test_migrations_make_what_the_models_make(
    leere_datenbank: Engine, zweite_datenbank: Engine
) -> None:
    """Names and CHECK values too, which Alembic does not compare."""
    write_schema(leere_datenbank)
    with zweite_datenbank.connect().execution_options(schreibend=True) as verbindung:
        Base.metadata.create_all(verbindung)
        verbindung.commit()
    assert _describe(leere_datenbank) == _describe(zweite_datenbank)


def test_every_value_of_an_enum_is_in_its_check(leere_datenbank: Engine) -> None:
    write_schema(leere_datenbank)
    inspektor = inspect(leere_datenbank)
    for tabelle in Base.metadata.sorted_tables:
        werte = {
            _format_check(str(c["sqltext"])) for c in inspektor.get_check_constraints(tabelle.name)
        }
        for spalte in tabelle.columns:
            if isinstance(spalte.type, Enum):
                assert frozenset(spalte.type.enums) in werte, spalte


def test_down_to_nothing_and_up_again(leere_datenbank: Engine) -> None:
    write_schema(leere_datenbank)
    vorher = _describe(leere_datenbank)
    write_schema_zurueck(leere_datenbank, "base")
    assert _describe(leere_datenbank) == {}
    assert not check_schema(leere_datenbank)
    write_schema(leere_datenbank)
    assert _describe(leere_datenbank) == vorher


def test_each_step_goes_down_and_up(leere_datenbank: Engine) -> None:
    for revision in _list_revisionen():
        write_schema(leere_datenbank, revision)
        vorher = _describe(leere_datenbank)
        write_schema_zurueck(leere_datenbank, "-1")
        write_schema(leere_datenbank, revision)
        assert _describe(leere_datenbank) == vorher, revision
    assert check_schema(leere_datenbank)


def test_newest_goes_down_with_data_in_it(einheit: Einheit, engine: Engine) -> None:
    """The base data of the training is there: nothing of it hinders the way down."""
    write_schema_zurueck(engine, "-1")
    write_schema(engine)
    assert check_schema(engine)


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    vorher = _describe(engine)
    write_schema(engine)
    assert _describe(engine) == vorher


def test_revisions_are_numbered_without_gap() -> None:
    assert _list_revisionen() == [f"{n:04d}" for n in range(1, len(_list_revisionen()) + 1)]
    dateien = sorted(p.name[:4] for p in (ORDNER / "versions").glob("*.py"))
    assert dateien == _list_revisionen()


def test_migrations_import_nothing_of_the_application() -> None:
    for pfad in (ORDNER / "versions").glob("*.py"):
        assert "bauaufsicht" not in pfad.read_text("utf-8"), pfad.name


def test_timeouts_do_not_stay_with_the_connection(engine: Engine, dialekt: str) -> None:
    """A migration waits 2 s for a lock; the application's own work does not inherit that."""
    write_schema(engine)
    if dialekt == "sqlite":
        return
    with engine.connect() as verbindung:
        werte = [verbindung.scalar(text(f"SHOW {n}_timeout")) for n in ("lock", "statement")]
    assert werte == ["0", "0"]


@pytest.mark.parametrize(
    ("anweisung", "regel"),
    [
        ("INSERT INTO gemarkung VALUES ('1', 'x', '99999999')", "foreign key"),
        ("UPDATE konto SET rolle = 'koenig'", "check"),
        ("INSERT INTO codeliste (id, urn, version) VALUES ('x', 'u', '1')", "null|invalid"),
        ("UPDATE behoerde SET kuerzel = 'AP'", "unique"),
    ],
)
def test_database_keeps_its_rules(anweisung: str, regel: str, engine: Engine) -> None:
    """Foreign keys (on SQLite only by our connection rule), CHECK, NOT NULL, UNIQUE."""

    def write() -> None:
        with engine.connect().execution_options(schreibend=True) as verbindung:
            verbindung.execute(text(anweisung))
            verbindung.commit()

    with pytest.raises(DatabaseError, match=f"(?i){regel}"):
        write()


def test_names_of_constraints_follow_the_convention() -> None:
    """Database constraint names map to messages, so none may be left to the database."""
    metadata: MetaData = Base.metadata
    for tabelle in metadata.sorted_tables:
        for regel in tabelle.constraints:
            if isinstance(regel, CheckConstraint) or regel.columns:
                assert regel.name is not None, (tabelle.name, regel)


def test_open_sqlite_file_is_in_wal_mode(engine: Engine, dialekt: str) -> None:
    if dialekt != "sqlite":
        return
    with engine.connect() as verbindung:
        assert verbindung.scalar(text("PRAGMA journal_mode")) == "wal"
        assert verbindung.scalar(text("PRAGMA foreign_keys")) == 1
        assert verbindung.scalar(text("PRAGMA synchronous")) == 2
        assert verbindung.scalar(text("PRAGMA busy_timeout")) == 20_000

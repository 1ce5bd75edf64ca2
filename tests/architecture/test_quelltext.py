"""Rules of the source text: who commits, who asks the clock, where a Land is named, how
functions are called. Each rule is a function over a syntax tree; below each stands a text that
breaks it, so that a rule which no longer sees anything turns red.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bauaufsicht.recht import LAENDER
from tests.architecture.quellen import (
    PAKET,
    WURZEL,
    check_teil_von,
    format_name,
    list_dateien,
    list_importe,
    list_python,
    read_baum,
    read_text,
)

Regel = Callable[[ast.Module], Iterator[str]]
PRODUKT = ("bauaufsicht", "config.py", "wsgi.py")


def list_verstoesse(regel: Regel, dateien: list[Path]) -> list[str]:
    """What a rule finds, with the file and the line."""
    assert dateien, "a rule without files says nothing"
    return [f"{format_name(pfad)}:{fund}" for pfad in dateien for fund in regel(read_baum(pfad))]


def _ohne(dateien: list[Path], *ausnahmen: str) -> list[Path]:
    for ausnahme in ausnahmen:
        assert (WURZEL / ausnahme).exists(), f"an exception that is no longer there: {ausnahme}"
    return [p for p in dateien if not any(p.is_relative_to(WURZEL / a) for a in ausnahmen)]


def _format_aufruf(knoten: ast.AST) -> str:
    """`a.b.c` of a dotted name."""
    if isinstance(knoten, ast.Attribute):
        return f"{_format_aufruf(knoten.value)}.{knoten.attr}"
    return knoten.id if isinstance(knoten, ast.Name) else ""


# Transactions: ARCHITECTURE.md 5


def list_commits(baum: ast.Module) -> Iterator[str]:
    """Calls that write to the database for good; `begin()` as a context manager commits, too."""
    for knoten in ast.walk(baum):
        if (
            isinstance(knoten, ast.Call)
            and isinstance(knoten.func, ast.Attribute)
            and knoten.func.attr in {"commit", "begin", "begin_nested"}
        ):
            yield f"{knoten.lineno}: .{knoten.func.attr}("


def test_only_the_unit_of_work_commits() -> None:
    dateien = _ohne(
        list_python(*PRODUKT, "migrations"), "bauaufsicht/db/uow.py", "bauaufsicht/db/migration.py"
    )
    assert list_verstoesse(list_commits, dateien) == []


@pytest.mark.parametrize(
    "quelle",
    ["db.session.commit()", "uow.session.commit()", "with engine.begin() as v: pass"],
)
def test_a_commit_is_seen(quelle: str) -> None:
    assert list(list_commits(ast.parse(quelle)))


# Time, chance and environment come in through ports: ARCHITECTURE.md 5

VON_AUSSEN = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time",
    "uuid1", "uuid4", "uuid.uuid1", "uuid.uuid4", "os.environ", "os.getenv", "os.environb",
    "random.random", "random.choice", "random.randint",
}  # fmt: skip


def list_von_aussen(baum: ast.Module) -> Iterator[str]:
    """Reads of the clock, of chance and of the environment, also under another name."""
    for knoten in ast.walk(baum):
        if isinstance(knoten, ast.Attribute | ast.Name):
            name = _format_aufruf(knoten)
            if any(name == v or name.endswith(f".{v}") for v in VON_AUSSEN):
                yield f"{knoten.lineno}: {name}"
        if isinstance(knoten, ast.ImportFrom):
            namen = {f"{knoten.module}.{alias.name}" for alias in knoten.names}
            yield from (f"{knoten.lineno}: {name}" for name in sorted(namen & VON_AUSSEN))


def test_clock_chance_and_environment_come_in_through_ports() -> None:
    dateien = _ohne(
        list_python(*PRODUKT),
        "bauaufsicht/adapters",
        "bauaufsicht/db/base.py",
        "bauaufsicht/bootstrap.py",
        "bauaufsicht/cli/sprache.py",  # writes it, for gettext
        "config.py",
    )
    assert list_verstoesse(list_von_aussen, dateien) == []


@pytest.mark.parametrize(
    "quelle",
    [
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "field(default_factory=datetime.utcnow)",
        "heute = date.today()",
        "time.time()",
        "from uuid import uuid4 as neu",
        "mapped_column(default=uuid4)",
        "uuid.uuid4()",
        "os.environ['X']",
        "from os import environ as umgebung",
        "os.getenv('X')",
    ],
)
def test_a_look_outside_is_seen(quelle: str) -> None:
    assert list(list_von_aussen(ast.parse(quelle)))


# Länder: ARCHITECTURE.md 6

OHNE_LAND = ("bauaufsicht/recht", "bauaufsicht/schulung")
NAMEN = sorted({name for land in LAENDER.values() for name in (land.name, land.gesetz)})
NAME = re.compile("|".join([*map(re.escape, NAMEN), "Thuringia", "Thueringen"]), re.IGNORECASE)
KENNZAHL = re.compile(rf"""(["'])({"|".join(LAENDER)})\1""")


def list_landeskennzahlen(baum: ast.Module) -> Iterator[str]:
    """Land codes as literals, and imports of a single Land."""
    breiten = {
        id(teil)
        for knoten in ast.walk(baum)
        if isinstance(knoten, ast.FormattedValue) and knoten.format_spec
        for teil in ast.walk(knoten.format_spec)
    }
    for knoten in ast.walk(baum):
        # `{name:16}` is the width of a column
        literal = isinstance(knoten, ast.Constant) and id(knoten) not in breiten
        if literal and knoten.value in LAENDER:
            yield f"{knoten.lineno}: {knoten.value!r}"
    laender = {f"bauaufsicht.recht.{pfad.stem}" for pfad in list_landesmodule()}
    for name in sorted(list_importe(baum)):
        if check_teil_von(name, laender):
            yield f" import {name}"


def list_landesmodule() -> list[Path]:
    """The modules that hold the law of one Land."""
    gemeinsame = {"__init__", "mbo"}
    return [p for p in list_python("bauaufsicht/recht") if p.stem not in gemeinsame]


def list_landesnamen(text: str) -> Iterator[str]:
    """Names of Länder and of their statutes, also in comments."""
    for nummer, zeile in enumerate(text.splitlines(), 1):
        if fund := NAME.search(zeile):
            yield f"{nummer}: {fund[0]}"


def _format_texte() -> list[Path]:
    """Everything that is shown or run, without what may name a Land."""
    endungen = {".py", ".html", ".js", ".css", ".txt"}
    ordner = [WURZEL / o for o in ("bauaufsicht", "templates", "static", "migrations")]
    dateien = [
        pfad
        for pfad in list_dateien()
        if pfad.suffix in endungen
        and (any(pfad.is_relative_to(o) for o in ordner) or pfad.parent == WURZEL)
        and not pfad.is_relative_to(WURZEL / "static" / "vendor")
    ]
    return _ohne(dateien, *OHNE_LAND)


def test_a_land_is_named_only_in_its_law() -> None:
    funde = [
        f"{format_name(p)}:{f}" for p in _format_texte() for f in list_landesnamen(read_text(p))
    ]
    assert funde == []


def test_a_land_code_is_a_literal_only_in_its_law() -> None:
    python = _ohne(list_python(*PRODUKT, "migrations"), *OHNE_LAND)
    vorlagen = [p for p in _format_texte() if p.suffix in {".html", ".js"}]
    funde = list_verstoesse(list_landeskennzahlen, python)
    funde += [format_name(p) for p in vorlagen if KENNZAHL.search(read_text(p))]
    assert funde == []


def test_every_land_is_in_the_list() -> None:
    """A module of a Land that `LAENDER` forgot is never asked."""
    namen = {land.name.lower().replace("ü", "ue") for land in LAENDER.values()}
    assert len(list_landesmodule()) == len(LAENDER) == len(namen)


@pytest.mark.parametrize(
    "quelle",
    [
        "if vorgang.land == '16': pass",
        "ags.startswith('16')",
        "from bauaufsicht.recht import th",
        "from bauaufsicht.recht.th import THUERINGEN",
        "import bauaufsicht.recht.th",
    ],
)
def test_a_land_in_the_code_is_seen(quelle: str) -> None:
    assert list(list_landeskennzahlen(ast.parse(quelle)))


@pytest.mark.parametrize("text", ["§ 6 ThürBO", "# nur in Thüringen", "THÜRINGEN", "Thuringia"])
def test_a_land_in_a_text_is_seen(text: str) -> None:
    assert list(list_landesnamen(text))


def test_a_land_in_a_template_is_seen() -> None:
    assert KENNZAHL.search("""{% if vorgang.land == "16" %}""")
    assert not KENNZAHL.search("""<rect width="160" height="x16">""")


# Names of functions: ARCHITECTURE.md 7

VERBEN = {
    "get", "list", "create", "submit", "assign", "request", "record", "issue", "close", "reopen",
    "check", "compute", "render", "send", "read", "write", "import", "export", "format",
}  # fmt: skip
OHNE_VERB = {
    # ports whose answers read like attributes: the time, a fresh identity, a fresh secret
    ("bauaufsicht/domain/ports.py", "Uhr.jetzt"),
    ("bauaufsicht/domain/ports.py", "Zufall.uuid"),
    ("bauaufsicht/domain/ports.py", "Zufall.geheimnis"),
}


def list_ohne_verb(baum: ast.AST, klasse: str = "") -> Iterator[tuple[int, str]]:
    """Public functions and methods that do not begin with a verb of the closed list."""
    for knoten in ast.iter_child_nodes(baum):
        if isinstance(knoten, ast.ClassDef):
            yield from list_ohne_verb(knoten, f"{knoten.name}.")
        if (
            isinstance(knoten, ast.FunctionDef)
            and not knoten.name.startswith("_")
            and knoten.name.split("_")[0] not in VERBEN
            and not _check_eigenschaft(knoten)
            and not _check_praedikat(knoten)
        ):
            yield knoten.lineno, f"{klasse}{knoten.name}"


EIGENSCHAFTEN = {"property", "cached_property"}


def _check_eigenschaft(funktion: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id in EIGENSCHAFTEN for d in funktion.decorator_list)


def _check_praedikat(funktion: ast.FunctionDef) -> bool:
    """A right is a statement about a Kontext and is called what it states (`offen`)."""
    typen = [_format_aufruf(a.annotation) for a in funktion.args.args if a.annotation]
    return typen == ["Kontext"] and _format_aufruf(funktion.returns or ast.Pass()) == "bool"


def test_functions_begin_with_a_verb_of_the_closed_list() -> None:
    dateien = list_python("bauaufsicht/domain", "bauaufsicht/services", "bauaufsicht/recht")
    funde = {
        (format_name(pfad), name) for pfad in dateien for _, name in list_ohne_verb(read_baum(pfad))
    }
    assert funde == OHNE_VERB


@pytest.mark.parametrize(
    "quelle",
    [
        "def handle_antrag(uow): ...",
        "def antrag(): ...",
        "def getantrag(): ...",
        "class Dienst:\n    def process(self): ...",
        "def offen(k: Vorgang) -> bool: ...",
        "def offen(k: Kontext) -> str: ...",
    ],
)
def test_a_function_without_a_verb_is_seen(quelle: str) -> None:
    assert list(list_ohne_verb(ast.parse(quelle)))


@pytest.mark.parametrize(
    "quelle",
    [
        "def get_antrag(): ...",
        "def _helfe(): ...",
        "class Person:\n    @property\n    def name(self): ...",
        "def offen(k: Kontext) -> bool: ...",
    ],
)
def test_a_function_with_a_verb_a_property_and_a_right_pass(quelle: str) -> None:
    assert not list(list_ohne_verb(ast.parse(quelle)))


def test_the_package_is_what_is_read() -> None:
    assert len(list_python("bauaufsicht")) > 50
    assert PAKET / "db" / "uow.py" in list_python("bauaufsicht")

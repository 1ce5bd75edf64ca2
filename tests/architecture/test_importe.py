"""Who may import whom: the contracts hold, and each of them is seen to be broken.

A contract that has a typing error in a module's name is silent for ever. So the package is copied,
every import that a contract forbids is put into the copy, one in a module of its own, and
import-linter must name every one of them.
"""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.quellen import (
    PAKET,
    WURZEL,
    check_teil_von,
    format_name,
    list_importe,
    list_python,
    read_baum,
    read_text,
)

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
EINSTELLUNGEN = tomllib.loads(read_text(WURZEL / "pyproject.toml"))["tool"]["importlinter"]
VERTRAEGE: list[dict[str, Any]] = EINSTELLUNGEN["contracts"]


def _run(ordner: Path) -> subprocess.CompletedProcess[str]:
    """import-linter over the package in a folder, by the settings that lie there."""
    return subprocess.run(
        [str(LINT_IMPORTS), "--no-cache", "--config", str(ordner / "pyproject.toml")],
        cwd=ordner,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ordner), "PATH": "/usr/bin:/bin", "COLUMNS": "400"},
    )


def test_the_contracts_are_kept() -> None:
    lauf = _run(WURZEL)
    assert lauf.returncode == 0, lauf.stdout
    assert f"{len(VERTRAEGE)} kept, 0 broken" in lauf.stdout


def _list_verbotene(vertrag: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every pair of importer and imported that a contract forbids."""
    if vertrag["type"] == "layers":
        schichten = [schicht.split(" | ") for schicht in vertrag["layers"]]
        for behaelter in vertrag["containers"]:
            for obere, untere in combinations(schichten, 2):
                yield from _in(behaelter, product(untere, obere))
            for nachbarn in schichten:
                yield from _in(behaelter, permutations(nachbarn, 2))
    elif vertrag["type"] == "forbidden":
        yield from product(vertrag["source_modules"], vertrag["forbidden_modules"])
    else:
        assert vertrag["type"] == "independence"
        yield from permutations(vertrag["modules"], 2)


def _in(behaelter: str, paare: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((f"{behaelter}.{a}", f"{behaelter}.{b}") for a, b in paare)


def _write_verstoss(ordner: Path, nummer: int, importeur: str, importiert: str) -> str:
    """Put a forbidden import into the copy; the module it stands in."""
    pfad = ordner / importeur.replace(".", "/")
    if pfad.is_dir():
        (pfad / f"verstoss{nummer}.py").write_text(f"import {importiert}\n", encoding="utf-8")
        return f"{importeur}.verstoss{nummer}"
    modul = pfad.with_suffix(".py")
    modul.write_text(f"{modul.read_text()}\nimport {importiert}\n", encoding="utf-8")
    return importeur


LAND = "bauaufsicht.recht.th"
ZWEITES_LAND = "bauaufsicht.recht.zz"


@pytest.fixture(scope="module")
def kopie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package without its data, with a second Land, beside its settings."""
    ordner = tmp_path_factory.mktemp("kopie")
    for pfad in list_python("bauaufsicht"):
        ziel = ordner / pfad.relative_to(WURZEL)
        ziel.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pfad, ziel)
    shutil.copyfile(PAKET / "recht" / "th.py", ordner / "bauaufsicht" / "recht" / "zz.py")
    text = read_text(WURZEL / "pyproject.toml")
    assert f'modules = ["{LAND}"]' in text
    text = text.replace(f'modules = ["{LAND}"]', f'modules = ["{LAND}", "{ZWEITES_LAND}"]')
    (ordner / "pyproject.toml").write_text(text, encoding="utf-8")
    return ordner


def test_every_contract_can_be_broken(kopie: Path) -> None:
    assert _run(kopie).returncode == 0, "the untouched copy keeps the contracts"
    vertraege = tomllib.loads((kopie / "pyproject.toml").read_text())["tool"]["importlinter"]
    paare = sorted({paar for v in vertraege["contracts"] for paar in _list_verbotene(v)})
    assert len(paare) > 100
    erwartet = {
        f"{_write_verstoss(kopie, nummer, *paar)} -> {paar[1]}" for nummer, paar in enumerate(paare)
    }
    (kopie / "bauaufsicht" / "neuland").mkdir()
    (kopie / "bauaufsicht" / "neuland" / "__init__.py").touch()

    lauf = _run(kopie)

    assert lauf.returncode == 1
    assert f"0 kept, {len(VERTRAEGE)} broken" in lauf.stdout
    woerter = " ".join(lauf.stdout.split())
    assert sorted(e for e in erwartet if f"{e} (l." not in woerter) == []
    # exhaustive: a new package must be given its place
    assert "neuland" in woerter


INNEN = ("web", "api", "jobs", "cli")
ENTSCHIEDEN: list[tuple[str, str, tuple[str, ...]]] = [
    # why, who, whom not: ARCHITECTURE.md 3
    ("domain is pure", "domain", ("flask", "sqlalchemy", "wtforms", "jinja2", "minio", "magic")),
    ("the law is pure", "recht", ("flask", "sqlalchemy", "wtforms", "jinja2", "minio", "magic")),
    ("domain is lowest", "domain", ("bauaufsicht.recht", "bauaufsicht.services", "bauaufsicht.db")),
    ("law is low", "recht", ("bauaufsicht.db", "bauaufsicht.adapters", "bauaufsicht.services")),
    ("db serves", "db", ("bauaufsicht.services", "bauaufsicht.adapters", "bauaufsicht.web")),
    ("adapters serve", "adapters", ("bauaufsicht.services", "bauaufsicht.db", "bauaufsicht.web")),
    ("services know no web", "services", ("flask", "wtforms", "jinja2", "bauaufsicht.web")),
    ("services use ports", "services", ("minio", "lxml", "bauaufsicht.adapters")),
    *(("bootstrap picks", n, ("bauaufsicht.adapters", "bauaufsicht.bootstrap")) for n in INNEN),
    *(("services touch models", n, ("bauaufsicht.db.models",)) for n in INNEN),
    ("entries are apart", "web", ("bauaufsicht.api", "bauaufsicht.jobs", "bauaufsicht.cli")),
]  # fmt: skip


@pytest.mark.parametrize(("warum", "wer", "wen"), ENTSCHIEDEN)
def test_the_contracts_say_what_was_decided(warum: str, wer: str, wen: tuple[str, ...]) -> None:
    verbotene = {paar for vertrag in VERTRAEGE for paar in _list_verbotene(vertrag)}
    assert {(f"bauaufsicht.{wer}", ziel) for ziel in wen} <= verbotene, warum


def test_the_contract_of_the_laender_names_every_land() -> None:
    (vertrag,) = [v for v in VERTRAEGE if v["name"] == "Laender are independent"]
    module = {f"bauaufsicht.recht.{pfad.stem}" for pfad in list_python("bauaufsicht/recht")}
    assert set(vertrag["modules"]) == module - {
        "bauaufsicht.recht.__init__",
        "bauaufsicht.recht.mbo",
    }


def list_fremde_importe(baum: ast.Module, erlaubte: tuple[str, ...]) -> list[str]:
    """Imports that are neither of the standard library nor of the allowed packages."""
    erlaubt = (*erlaubte, *sys.stdlib_module_names)
    return sorted(name for name in list_importe(baum) if not check_teil_von(name, erlaubt))


REIN = [
    # folder, what it may import beside the standard library: ARCHITECTURE.md 2 and 3
    ("bauaufsicht/domain", ("shapely", "bauaufsicht.domain")),
    ("bauaufsicht/recht", ("shapely", "bauaufsicht.domain", "bauaufsicht.recht")),
    ("bauaufsicht/schulung", ("bauaufsicht.domain", "bauaufsicht.schulung")),
]


@pytest.mark.parametrize(("ordner", "erlaubte"), REIN)
def test_domain_law_and_training_data_are_pure(ordner: str, erlaubte: tuple[str, ...]) -> None:
    dateien = list_python(ordner)
    assert dateien
    funde = {format_name(p): list_fremde_importe(read_baum(p), erlaubte) for p in dateien}
    assert {name: fund for name, fund in funde.items() if fund} == {}


def test_a_land_rests_on_the_common_rules_alone() -> None:
    erlaubte = ("bauaufsicht.domain", "bauaufsicht.recht.mbo")
    for pfad in list_python("bauaufsicht/recht"):
        if pfad.stem not in {"__init__", "mbo"}:
            assert list_fremde_importe(read_baum(pfad), erlaubte) == [], format_name(pfad)


@pytest.mark.parametrize(
    "quelle",
    [
        "import requests",
        "from pydantic import BaseModel",
        "from bauaufsicht.services import vorgang",
        "from bauaufsicht import db",
        "def f():\n    import yaml",
    ],
)
def test_a_foreign_import_is_seen(quelle: str) -> None:
    assert list_fremde_importe(ast.parse(quelle), ("shapely", "bauaufsicht.domain"))


def list_blueprints() -> dict[str, list[Path]]:
    """Packages of the web that hold a blueprint, with their files."""
    pakete: dict[str, list[Path]] = {}
    for pfad in list_python("bauaufsicht/web"):
        if pfad.parent.parent == PAKET / "web":
            pakete.setdefault(f"bauaufsicht.web.{pfad.parent.name}", []).append(pfad)
    return {
        name: dateien
        for name, dateien in pakete.items()
        if any("Blueprint(" in read_text(pfad) for pfad in dateien)
    }


def list_nachbarn(baum: ast.Module, eigenes: str, pakete: set[str]) -> list[str]:
    """Imports of another blueprint's package."""
    fremde = pakete - {eigenes}
    return sorted(name for name in list_importe(baum) if check_teil_von(name, fremde))


def test_blueprints_are_independent_of_each_other() -> None:
    blueprints = list_blueprints()
    assert len(blueprints) > 2
    funde = {
        format_name(pfad): list_nachbarn(read_baum(pfad), name, set(blueprints))
        for name, dateien in blueprints.items()
        for pfad in dateien
    }
    assert {name: fund for name, fund in funde.items() if fund} == {}


@pytest.mark.parametrize(
    "quelle",
    [
        "from bauaufsicht.web.eingaenge import saetze",
        "from bauaufsicht.web.eingaenge.saetze import format_satz",
        "from bauaufsicht.web import eingaenge",
    ],
)
def test_a_neighbour_is_seen(quelle: str) -> None:
    pakete = {"bauaufsicht.web.vorgaenge", "bauaufsicht.web.eingaenge"}
    assert list_nachbarn(ast.parse(quelle), "bauaufsicht.web.vorgaenge", pakete)
    assert not list_nachbarn(ast.parse(quelle), "bauaufsicht.web.eingaenge", pakete)

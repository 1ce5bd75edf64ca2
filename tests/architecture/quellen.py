"""The files of the house as the architecture tests read them."""

import ast
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

WURZEL = Path(__file__).resolve().parents[2]
PAKET = WURZEL / "bauaufsicht"


@cache
def list_dateien() -> tuple[Path, ...]:
    """All files of the repository; an unpacked copy without git counts what .gitignore leaves."""
    if (WURZEL / ".git").exists() and (git := shutil.which("git")):
        ausgabe = subprocess.run(
            [git, "ls-files", "-z"], cwd=WURZEL, capture_output=True, text=True, check=True
        ).stdout
        pfade = (WURZEL / name for name in ausgabe.split("\0") if name)
        return tuple(sorted(pfad for pfad in pfade if pfad.is_file()))
    return tuple(sorted(_walk()))


def _walk() -> Iterator[Path]:
    zeilen = (WURZEL / ".gitignore").read_text(encoding="utf-8").split()
    uebergangene = {zeile.strip("/").removeprefix("*") for zeile in zeilen}
    for ordner, unterordner, namen in os.walk(WURZEL):
        unterordner[:] = [u for u in unterordner if not u.endswith(tuple(uebergangene))]
        yield from (Path(ordner) / name for name in namen)


def list_python(*ordner: str) -> list[Path]:
    """Python files of some folders or files of the repository (default: of all)."""
    wurzeln = [WURZEL / o for o in ordner] or [WURZEL]
    return [
        pfad
        for pfad in list_dateien()
        if pfad.suffix == ".py" and any(pfad.is_relative_to(w) for w in wurzeln)
    ]


def format_name(pfad: Path) -> str:
    """A path as the messages show it."""
    return pfad.relative_to(WURZEL).as_posix()


@cache
def read_text(pfad: Path) -> str:
    """The text of a file; empty for one that is no text."""
    rohdaten = pfad.read_bytes()
    return "" if b"\0" in rohdaten else rohdaten.decode("utf-8", errors="replace")


@cache
def read_baum(pfad: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(read_text(pfad), filename=str(pfad))


def list_importe(baum: ast.AST) -> set[str]:
    """Full names of what is imported: `from a.b import c` gives `a.b` and `a.b.c`."""
    namen: set[str] = set()
    for knoten in ast.walk(baum):
        if isinstance(knoten, ast.Import):
            namen |= {alias.name for alias in knoten.names}
        elif isinstance(knoten, ast.ImportFrom):
            modul = "." * knoten.level + (knoten.module or "")
            namen |= {modul, *(f"{modul}.{alias.name}" for alias in knoten.names)}
    return namen


def check_teil_von(name: str, pakete: Iterable[str]) -> bool:
    """Whether a full name is one of the packages or lies in one."""
    return any(name == paket or name.startswith(f"{paket}.") for paket in pakete)

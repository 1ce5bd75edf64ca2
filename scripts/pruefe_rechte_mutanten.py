"""Whether the tests see every hole in the rights: take each rule out in turn and look for red.

    python scripts/pruefe_rechte_mutanten.py [--nur TEXT] [--liste] [--gleichzeitig N]

Works on copies, with SQLite only. A mutant that survives is printed and makes the exit code 1. It
takes about ten seconds per mutant, so it is not part of `make test`: run it after a change of the
rights or of the queries.
"""

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

WURZEL = Path(__file__).resolve().parents[1]
BRAUCHT = ("bauaufsicht", "templates", "static", "migrations", "tests", "docs")
TESTS = (
    "tests/unit/test_rechte.py",
    "tests/integration/test_sichtbarkeit.py",
    "tests/integration/test_rechte_matrix.py",
    "tests/integration/test_abfragen.py",
    "tests/integration/test_adressat.py",
    "tests/integration/test_antworten.py",
    "tests/integration/test_web_anmeldung.py",
)
MANDANT = re.compile(
    r"sichtbare_|bedingungen|gesperrt|Vorgang\.id|(behoerde|vorgang|eingang|ausgang|konto|stelle)_id\b"
)
WACHE = re.compile(
    r"check_erlaubt|nur_behoerde_id|\bis_sichtbar\b|antragsseite|poststelle|stelle\("
)

RECHTE = "bauaufsicht/domain/rechte.py"
FILTER = "bauaufsicht/db/queries/rechte.py"
ABFRAGEN = tuple(
    f"bauaufsicht/db/queries/{name}.py"
    for name in (
        "rechte",
        "eingang",
        "eingangsfall",
        "adressat",
        "vorgang",
        "unterlage",
        "verlauf",
        "konto",
    )
)
WACHEN = (
    *(FILTER, "bauaufsicht/db/queries/vorgang.py", "bauaufsicht/db/uow.py"),
    *("bauaufsicht/services/eingang.py", "bauaufsicht/services/eingangsfall.py"),
    *("bauaufsicht/services/klaerung.py", "bauaufsicht/services/ausgang.py"),
    *("bauaufsicht/services/adressat.py", "bauaufsicht/services/aufnahme.py"),
    *("bauaufsicht/web/guards.py", "bauaufsicht/api/v1.py"),
)
DIENSTE = ("bauaufsicht/services/ausgang.py", "bauaufsicht/services/konto.py")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with one rule less."""

    datei: str
    zeile: int
    was: str
    quelltext: str

    def format_zeile(self) -> str:
        """Where it is and what was taken out."""
        return f"{self.datei}:{self.zeile}: {self.was}"


Fund = tuple[int, str, Callable[[], object]]  # line, what, how to take it out
Sucher = Callable[[ast.Module], Iterator[Fund]]


def _kurz(knoten: ast.AST) -> str:
    return re.sub(r"\s+", " ", ast.unparse(knoten))[:90]


def _get_name(ruf: ast.Call) -> str:
    return getattr(ruf.func, "attr", "") or getattr(ruf.func, "id", "")


def _find_praedikate(baum: ast.Module) -> Iterator[Fund]:
    """Each predicate of each row of the map of rights."""
    for knoten in ast.walk(baum):
        if isinstance(knoten, ast.AnnAssign) and _kurz(knoten.target) in ("REGELN", "_LESEN"):
            for zeile in ast.walk(knoten):
                if isinstance(zeile, ast.Tuple) and all(
                    isinstance(e, ast.Name) for e in zeile.elts
                ):
                    for n, praedikat in enumerate(zeile.elts):
                        if _kurz(praedikat) == "jeder":
                            continue  # a row without it says the same
                        yield (
                            praedikat.lineno,
                            f"{_kurz(praedikat)} in {_kurz(zeile)}",
                            lambda z=zeile, n=n: z.elts.pop(n),
                        )


def _find_bedingungen(baum: ast.Module) -> Iterator[Fund]:
    """Each condition on a tenant or an owner in a `where`, and in a list of conditions."""
    for knoten in ast.walk(baum):
        if isinstance(knoten, ast.Call) and _get_name(knoten) in ("where", "and_"):
            liste = knoten.args
        elif isinstance(knoten, ast.List):
            liste = knoten.elts
        else:
            continue
        for n, bedingung in enumerate(liste):
            if MANDANT.search(ast.unparse(bedingung)):
                if isinstance(knoten, ast.List) and "sichtbare_" not in ast.unparse(bedingung):
                    continue
                yield bedingung.lineno, _kurz(bedingung), lambda x=liste, n=n: x.pop(n)


def _find_filter(baum: ast.Module) -> Iterator[Fund]:
    """Each row and each result of the list filters, opened to everything."""
    offen = ast.parse("true()", mode="eval").body
    for knoten in ast.walk(baum):
        if isinstance(knoten, ast.Call) and _get_name(knoten) == "append":
            argument = knoten.args[0]
            yield (
                knoten.lineno,
                f"append {_kurz(argument)}",
                lambda k=knoten: k.args.__setitem__(0, offen),
            )
        elif isinstance(knoten, ast.Return) and isinstance(knoten.value, ast.Compare):
            yield (
                knoten.lineno,
                f"return {_kurz(knoten.value)}",
                lambda k=knoten: setattr(k, "value", offen),
            )
        elif isinstance(knoten, ast.Return) and _kurz(knoten.value or knoten).endswith("false()"):
            yield (
                knoten.lineno,
                f"return {_kurz(knoten.value or knoten)}",
                lambda k=knoten: setattr(k, "value", offen),
            )


def _find_wachen(baum: ast.Module) -> Iterator[Fund]:
    """Each guard that refuses: the whole of it, and each part of its condition."""
    for knoten in ast.walk(baum):
        if isinstance(knoten, ast.If) and WACHE.search(ast.unparse(knoten.test)):
            if isinstance(knoten.body[-1], ast.Raise | ast.Return) and not knoten.orelse:
                yield (
                    knoten.lineno,
                    f"if {_kurz(knoten.test)}: {_kurz(knoten.body[-1])}",
                    lambda k=knoten: setattr(k, "body", [ast.Pass()]),
                )
            yield from _find_teile(knoten.test)
        elif (
            isinstance(knoten, ast.Expr)
            and isinstance(knoten.value, ast.Call)
            and _get_name(knoten.value) == "require"
        ):
            nichts = ast.Constant(value=None)
            yield knoten.lineno, _kurz(knoten), lambda k=knoten, n=nichts: setattr(k, "value", n)


def _find_teile(test: ast.expr) -> Iterator[Fund]:
    if isinstance(test, ast.BoolOp):
        for n, teil in enumerate(test.values):
            if WACHE.search(ast.unparse(teil)):
                yield (
                    teil.lineno,
                    f"{_kurz(teil)} in {_kurz(test)}",
                    lambda t=test, n=n: t.values.pop(n),
                )


def _list_mutanten(datei: str, find: Sucher) -> Iterator[Mutant]:
    baum = ast.parse((WURZEL / datei).read_text("utf-8"))
    for nummer in range(len(list(find(baum)))):
        kopie = deepcopy(baum)
        zeile, was, entferne = list(find(kopie))[nummer]
        entferne()
        yield Mutant(datei, zeile, was, ast.unparse(ast.fix_missing_locations(kopie)))


def list_alle() -> list[Mutant]:
    """All mutants, in the order of the files."""
    mutanten = list(_list_mutanten(RECHTE, _find_praedikate))
    mutanten += _list_mutanten(FILTER, _find_filter)
    for datei in (*ABFRAGEN, *DIENSTE):
        mutanten += _list_mutanten(datei, _find_bedingungen)
    for datei in WACHEN:
        mutanten += _list_mutanten(datei, _find_wachen)
    return mutanten


def create_kopie(ziel: Path) -> None:
    """What the tests need, in a folder of its own."""
    for name in BRAUCHT:
        shutil.copytree(
            WURZEL / name, ziel / name, ignore=shutil.ignore_patterns("__pycache__", "golden.neu")
        )
    for name in ("config.py", "wsgi.py", "pyproject.toml"):
        shutil.copy(WURZEL / name, ziel / name)


def check_kopie(ordner: Path) -> tuple[bool, str]:
    """Whether the tests are green here, and what they said last."""
    vorhandene = [t for t in TESTS if (ordner / t).exists()]
    lauf = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-k", "not postgresql", "--tb=line", *vorhandene],
        cwd=ordner,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "SCHREIBE_GOLDEN": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    letzte = [z for z in lauf.stdout.splitlines() if z.startswith(("FAILED", "ERROR"))]
    return lauf.returncode == 0, (letzte or lauf.stdout.splitlines() or [lauf.stderr])[-1]


def check_mutant(mutant: Mutant, ordner: Path) -> tuple[bool, str]:
    """Whether the tests notice the mutant; the copy is as before afterwards."""
    datei = ordner / mutant.datei
    vorher = datei.read_text("utf-8")
    datei.write_text(mutant.quelltext, "utf-8")
    try:
        gruen, wort = check_kopie(ordner)
    finally:
        datei.write_text(vorher, "utf-8")
    return not gruen, wort


def main() -> int:
    """Check all mutants, or those whose line contains a text."""
    zerleger = argparse.ArgumentParser(description=__doc__)
    zerleger.add_argument("--nur", default="")
    zerleger.add_argument("--liste", action="store_true")
    zerleger.add_argument("--gleichzeitig", type=int, default=1)
    wahl = zerleger.parse_args()
    mutanten = [m for m in list_alle() if wahl.nur in m.format_zeile()]
    if wahl.liste:
        print("\n".join(m.format_zeile() for m in mutanten))
        return 0
    with tempfile.TemporaryDirectory(prefix="mutanten-") as ort:
        ordner: SimpleQueue[Path] = SimpleQueue()
        for n in range(wahl.gleichzeitig):
            create_kopie(Path(ort) / str(n))
            ordner.put(Path(ort) / str(n))
        gruen, wort = check_kopie(Path(ort) / "0")
        if not gruen:
            print(f"The tests are red without any mutant: {wort}")
            return 2

        def check(mutant: Mutant) -> bool:
            platz = ordner.get()
            erkannt, wort = check_mutant(mutant, platz)
            ordner.put(platz)
            print(f"{'killed  ' if erkannt else 'SURVIVED'} {mutant.format_zeile()}  [{wort}]")
            sys.stdout.flush()
            return erkannt

        with ThreadPoolExecutor(wahl.gleichzeitig) as faeden:
            ergebnisse = list(faeden.map(check, mutanten))
    print(f"{sum(ergebnisse)}/{len(mutanten)} killed")
    return 0 if all(ergebnisse) else 1


if __name__ == "__main__":
    sys.exit(main())

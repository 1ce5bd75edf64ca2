"""Rules of the files: how they are called, how long they are, what must not stand in them."""

import re

import pytest

from tests.architecture.quellen import WURZEL, format_name, list_dateien, list_python, read_text

SAMMELNAMEN = re.compile(
    r"(^|[_.-])(helpers?|utils?|utilities|managers?|infos?|misc|common)([_.-]|$)"
)
HOECHSTLAENGE = 400
HOECHSTLAENGE_TESTS = 1000
# Wholes that read better in one piece, each with its reason.
LANGE_DATEIEN = {
    "bauaufsicht/db/queries/vorgang.py": "the list of cases with its filters, and the room's head",
    "bauaufsicht/domain/ereignisse.py": "everything that can happen to a case",
    "bauaufsicht/domain/glossar.py": "the list of terms",
    "bauaufsicht/recht/th.py": "the law of one Land in one place, each rule with its source",
    "bauaufsicht/web/labels.py": "the words of the pages",
    "migrations/versions/0001_vorgangsraum.py": "one migration is one step",
    "scripts/schulungsnachrichten/faelle.py": "the training cases",
    "scripts/schulungsnachrichten/plaene.py": "the drawings of the training cases",
    "scripts/schulungsnachrichten/xbau.py": "the messages of the training cases",
}
# Other people's files, built and pinned.
FREMDE = WURZEL / "static" / "vendor"
EIGENE = [pfad for pfad in list_dateien() if not pfad.is_relative_to(FREMDE)]


def check_sammelname(name: str) -> bool:
    """Whether a file or folder is called after nothing in particular."""
    return SAMMELNAMEN.search(name.lower()) is not None


def test_no_file_is_a_drawer_for_anything() -> None:
    teile = {(p, teil) for p in EIGENE for teil in p.relative_to(WURZEL).parts}
    assert sorted(format_name(p) for p, teil in teile if check_sammelname(teil)) == []


@pytest.mark.parametrize(
    ("name", "erwartet"),
    [
        ("helper.py", True),
        ("test_helpers.py", True),
        ("utils", True),
        ("vorgang_util.py", True),
        ("AktenManager.js".replace("M", "-m"), True),
        ("info.html", True),
        ("informationsblatt.html", False),
        ("formate.py", False),
    ],
)
def test_a_drawer_is_seen(name: str, erwartet: bool) -> None:
    assert check_sammelname(name) is erwartet


def list_lange(hoechstlaenge: int, *ordner: str) -> set[str]:
    """Python files with more lines than that."""
    dateien = list_python(*ordner)
    assert dateien
    return {format_name(p) for p in dateien if len(read_text(p).splitlines()) > hoechstlaenge}


def test_python_files_can_be_read_in_one_go() -> None:
    ordner = ("bauaufsicht", "config.py", "wsgi.py", "migrations", "scripts")
    assert list_lange(HOECHSTLAENGE, *ordner) - set(LANGE_DATEIEN) == set()


@pytest.mark.parametrize("name", LANGE_DATEIEN)
def test_every_long_file_is_still_there(name: str) -> None:
    assert (WURZEL / name).is_file()


def test_tests_are_tables_but_not_books() -> None:
    assert list_lange(HOECHSTLAENGE_TESTS, "tests") == set()


def test_a_long_file_is_seen() -> None:
    assert "config.py" in list_lange(50, "config.py")


SPERRDATEIEN = ("requirements.lock", "requirements-dev.lock", "package-lock.json")
QUELLEN = re.compile(
    r'"resolved"|--(extra-)?index-url|--find-links|^\s*-[if] |@ (https?|file|git)', re.MULTILINE
)
VERZEICHNISSE = re.compile(
    "|".join(re.escape(".".join(teile)) for teile in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"),
        ("yarnpkg", "com"), ("jsdelivr", "net"), ("unpkg", "com"),
    ))
)  # fmt: skip


@pytest.mark.parametrize("name", SPERRDATEIEN)
def test_lock_files_say_what_and_not_where_from(name: str) -> None:
    text = read_text(WURZEL / name)
    assert len(text.splitlines()) > 100
    assert QUELLEN.search(text) is None


@pytest.mark.parametrize("name", SPERRDATEIEN)
def test_every_locked_package_has_a_checksum(name: str) -> None:
    text = read_text(WURZEL / name)
    if name.endswith(".json"):
        pakete = re.findall(r'^    "node_modules/', text, re.MULTILINE)
        pruefwerte = re.findall(r'"integrity": "sha512-', text)
    else:
        pakete = re.findall(r"^[\w.\[\]-]+==[^\\]+\\$", text, re.MULTILINE)
        pruefwerte = re.findall(r"==[^\\\n]+\\\n    --hash=sha256:", text)
        assert len(re.findall(r"^\S+==", text, re.MULTILINE)) == len(pakete)
    assert len(pakete) == len(pruefwerte) > 5


@pytest.mark.parametrize(
    "zeile",
    [
        '      "resolved": "https://registry.example/x.tgz",',
        "--index-url https://example/simple",
        "--extra-index-url https://example/simple",
        "-i https://example/simple",
        "paket @ https://example/paket.whl",
        "paket @ file:///x/paket.whl",
    ],
)
def test_a_source_in_a_lock_file_is_seen(zeile: str) -> None:
    assert QUELLEN.search(f"a==1\n{zeile}\n")


def test_no_uv_lock_is_kept() -> None:
    """It records the addresses of downloads."""
    assert [p for p in EIGENE if p.name in {"uv.lock", "poetry.lock", "yarn.lock"}] == []


def test_no_file_names_a_package_registry() -> None:
    assert [format_name(p) for p in EIGENE if VERZEICHNISSE.search(read_text(p))] == []


def test_a_package_registry_is_seen() -> None:
    assert VERZEICHNISSE.search("https://files." + "pythonhosted" + ".org/packages/x.whl")


# Folders of a developer's machine; those of every Linux (/usr, /etc, /var) are no secret.
MASCHINENPFAD = re.compile(
    r"(?<![\w.:/-])(?:/(?:home|Users|root|work|workspace|mnt|private)/\w|/tmp/\w+/)|[A-Z]:\\\\?Users\\"
)


def test_no_file_names_a_place_on_a_developers_machine() -> None:
    funde = [
        f"{format_name(p)}: {fund[0]}"
        for p in EIGENE
        if p.suffix != ".svg" and (fund := MASCHINENPFAD.search(read_text(p)))
    ]
    assert funde == []


BEISPIELPFAD = "/".join(("", "home", "anna", "bauaufsicht"))


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        (f"cd {BEISPIELPFAD}", True),
        (f'"{BEISPIELPFAD}"', True),
        ("/usr/lib/postgresql", False),
        ("https://example.de/home/x", False),
        ("../home/x", False),
        ("tmp_path / 'x'", False),
    ],
)
def test_a_place_on_a_machine_is_seen(text: str, erwartet: bool) -> None:
    assert (MASCHINENPFAD.search(text) is not None) is erwartet

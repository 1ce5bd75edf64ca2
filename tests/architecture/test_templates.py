"""House rules of the templates: KERN classes in one place, nothing inline, nothing unescaped."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
ALL = sorted(TEMPLATES.rglob("*.html"))
MACROS = sorted((TEMPLATES / "kern").glob("*.html"))
PAGES = [path for path in ALL if path not in MACROS]

KERN_CLASS = re.compile(r"(?<![\w/-])kern-[a-z]")
INLINE_STYLE = re.compile(r"<style|\sstyle\s*=", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|javascript:", re.IGNORECASE)
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\(")

GLOBALS_OF_THE_WEB = {"request", "session", "g", "current_user", "url_for", "config", "seite"}

# Types beside text/html that only carry data: a CSP without unsafe-inline lets them pass.
DATA_BLOCK = re.compile(r"<script[^>]*type=\"application/json\"[^>]*>", re.IGNORECASE)


def _name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def _create_environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True
    )


def test_there_are_templates() -> None:
    assert MACROS
    assert PAGES


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_kern_classes_are_only_in_the_macros(path: Path) -> None:
    assert KERN_CLASS.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "path",
    [
        *sorted((ROOT / "static" / "js").rglob("*.js")),
        *sorted((ROOT / "bauaufsicht").rglob("*.py")),
        ROOT / "static" / "app.css",
    ],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_kern_classes_are_neither_in_code_nor_in_the_own_sheet(path: Path) -> None:
    text = re.sub(r"--kern-[\w-]+|@kern-ux", "", path.read_text("utf-8"))
    assert KERN_CLASS.findall(text) == []


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_nothing_is_inline(path: Path) -> None:
    text = path.read_text("utf-8")
    assert INLINE_STYLE.findall(text) == []
    assert INLINE_HANDLER.findall(text) == []
    assert INLINE_SCRIPT.findall(DATA_BLOCK.sub("", text)) == []


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_nothing_is_marked_safe(path: Path) -> None:
    assert UNESCAPED.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_template_parses_and_what_it_imports_exists(path: Path) -> None:
    environment = _create_environment()
    tree = environment.parse(path.read_text("utf-8"), filename=str(path))
    for node in tree.find_all(nodes.FromImport):
        if not isinstance(node.template, nodes.Const):
            continue
        wanted = {n if isinstance(n, str) else n[0] for n in node.names}
        source = (TEMPLATES / node.template.value).read_text("utf-8")
        macros = {m.name for m in environment.parse(source).find_all(nodes.Macro)}
        assert wanted <= macros, node.template.value


@pytest.mark.parametrize("path", MACROS, ids=_name)
def test_macro_file_says_what_it_is(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert re.match(r"\{# \S.{15,}", first)


@pytest.mark.parametrize("path", MACROS, ids=_name)
def test_macros_know_no_globals_of_the_web(path: Path) -> None:
    """Macros take plain values: no request, session, user or address building inside."""
    tree = _create_environment().parse(path.read_text("utf-8"))
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    assert names & GLOBALS_OF_THE_WEB == set()


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_static_files_a_template_names_exist(path: Path) -> None:
    names = re.findall(r"filename=\"([^\"]+)\"", path.read_text("utf-8"))
    assert [name for name in names if not (ROOT / "static" / name).is_file()] == []

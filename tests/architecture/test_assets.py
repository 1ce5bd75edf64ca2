"""The committed front-end files are the built ones, light, and all that the pages ask for."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
KERN_CSS = VENDOR / "kern" / "kern.css"
APP_CSS = STATIC / "app.css"
MACROS = ROOT / "templates" / "kern"


def _list_manifest() -> dict[str, str]:
    lines = (VENDOR / "PRUEFSUMMEN.txt").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def _list_kern_classes(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])kern-[\w-]+", text))


def test_vendor_files_are_the_ones_of_the_manifest() -> None:
    files = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "PRUEFSUMMEN.txt"
    }
    assert files == _list_manifest()


@pytest.mark.parametrize("folder", ["kern", "fira-sans", "ol"])
def test_licence_lies_beside_each_vendor_package(folder: str) -> None:
    names = {path.name for path in (VENDOR / folder).iterdir()}
    assert names & {"LICENSE.md", "OFL.txt", "LICENSE-ol.md"}


def test_the_map_is_bundled_with_the_licences_of_all_its_parts() -> None:
    named = set(
        re.findall(r"LICENSE-([\w-]+)\.md", " ".join(p.name for p in (VENDOR / "ol").iterdir()))
    )
    assert {"ol", "proj4", "rbush"} <= named
    text = (VENDOR / "ol" / "karte.js").read_text("utf-8")
    assert text.startswith("/*! ol ")
    assert len(text) < 400_000


def test_built_kern_sheet_holds_every_class_the_macros_use() -> None:
    """A miss means: run `make assets`. Left out are names for which KERN itself has no rule."""
    without_rule = {
        "kern-table__head",
        "kern-table__row",
        "kern-table__body",
        "kern-list",
    }
    used = {c for m in MACROS.glob("*.html") for c in _list_kern_classes(m.read_text("utf-8"))}
    built = set(re.findall(r"\.(kern-[\w-]+)", KERN_CSS.read_text("utf-8")))
    assert used - built - without_rule == set()


def test_every_token_of_the_own_sheet_is_built() -> None:
    """A miss means: run `make assets`, or the token does not exist in KERN."""
    used = set(re.findall(r"var\((--kern-[\w-]+)", APP_CSS.read_text("utf-8")))
    built = set(re.findall(r"(--kern-[\w-]+):", KERN_CSS.read_text("utf-8")))
    assert used - built == set()


def test_own_sheet_is_light_and_uses_tokens_for_colours() -> None:
    css = APP_CSS.read_text("utf-8")
    assert len(css.encode()) <= 20 * 1024
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(", css) == []
    for feature in (
        "prefers-reduced-motion",
        "forced-colors",
        "@media print",
        "color-scheme: light dark",
    ):
        assert feature in css


def test_first_visit_stays_below_150_kb() -> None:
    """What every page loads, uncompressed: leaves at least 16 kB for the page itself."""
    fonts = sorted((VENDOR / "fira-sans").glob("fira-sans-latin-[46]00.woff2"))
    assert len(fonts) == 2
    loaded = [KERN_CSS, APP_CSS, STATIC / "js" / "tastatur.js", *fonts]
    assert sum(path.stat().st_size for path in loaded) <= 134_000


def test_lock_file_holds_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


def test_versions_are_pinned() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    versions = package["devDependencies"].values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_scripts_load_nothing_from_elsewhere() -> None:
    for path in [*sorted((STATIC / "js").glob("*.js")), APP_CSS, KERN_CSS]:
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"https?://|//\w+\.\w+/", text) == [], path.name

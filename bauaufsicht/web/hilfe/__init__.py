"""Help: the handbook of docs/handbuch, and what the words mean."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, render_template
from markdown_it import MarkdownIt
from markupsafe import Markup

from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.glossar import list_begriffe
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.recht import get_begriffsbezuege
from bauaufsicht.web.guards import requires

bp = Blueprint("hilfe", __name__, url_prefix="/hilfe")
ORDNER = Path(__file__).resolve().parents[3] / "docs" / "handbuch"


@dataclass(frozen=True, slots=True)
class Kapitel:
    """A chapter of the handbook: its sections as (title, text); the first may have no title."""

    nummer: int
    titel: str
    abschnitte: tuple[tuple[str, Markup], ...]


@lru_cache(maxsize=1)
def read_handbuch() -> dict[int, Kapitel]:
    """The chapters in their order; HTML in them is not let through."""
    kapitel = {}
    for nummer, datei in enumerate(sorted(ORDNER.glob("*.md")), start=1):
        titel, _, text = datei.read_text("utf-8").partition("\n")
        teile = [t.partition("\n") for t in f"\n{text}".split("\n## ")]
        kapitel[nummer] = Kapitel(
            nummer,
            titel.removeprefix("# ").strip(),
            tuple((ueber.strip(), _render(inhalt)) for ueber, _, inhalt in teile if inhalt.strip()),
        )
    return kapitel


def _render(text: str) -> Markup:
    """Our own files, with HTML switched off."""
    return Markup(MarkdownIt("commonmark", {"html": False}).render(text))  # noqa: S704


@bp.get("")
@requires(Aktion.SEITE_LESEN)
def uebersicht() -> str:
    """The contents of the handbook."""
    return render_template("hilfe/uebersicht.html", kapitel=list(read_handbuch().values()))


@bp.get("/begriffe")
@requires(Aktion.SEITE_LESEN)
def glossar() -> str:
    """The terms with their definitions."""
    return render_template("hilfe/glossar.html", begriffe=list_begriffe(get_begriffsbezuege()))


@bp.get("/handbuch/<int:nummer>")
@requires(Aktion.SEITE_LESEN)
def handbuch(nummer: int) -> str:
    """A chapter."""
    kapitel = read_handbuch().get(nummer)
    if kapitel is None:
        raise NichtSichtbar
    return render_template("hilfe/kapitel.html", kapitel=kapitel)

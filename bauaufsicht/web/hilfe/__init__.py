"""Help: how the case room works, what the words mean."""

from flask import Blueprint, render_template

from bauaufsicht.domain.glossar import list_begriffe
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.recht import get_begriffsbezuege
from bauaufsicht.web.guards import requires

bp = Blueprint("hilfe", __name__, url_prefix="/hilfe")


@bp.get("")
@requires(Aktion.SEITE_LESEN)
def uebersicht() -> str:
    """How the case room works."""
    return render_template("hilfe/uebersicht.html")


@bp.get("/begriffe")
@requires(Aktion.SEITE_LESEN)
def glossar() -> str:
    """The terms with their definitions."""
    return render_template("hilfe/glossar.html", begriffe=list_begriffe(get_begriffsbezuege()))

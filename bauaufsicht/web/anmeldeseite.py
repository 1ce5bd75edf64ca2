"""The log-in page: called for, or because a session ended while somebody was typing."""

from flask import current_app, render_template, request

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries.konto import list_schulungskonten
from bauaufsicht.web.forms.anmeldung import Anmeldeformular
from bauaufsicht.web.guards import check_ziel


def render_anmeldung(formular: Anmeldeformular, eingaben: str = "") -> str:
    """The page; `eingaben` are typed fields that become a draft after the log-in."""
    schulung = current_app.extensions["einstellungen"].schulung
    return render_template(
        "anmeldung/anmelden.html",
        formular=formular,
        fehler=bool(formular.errors),
        karten=list_schulungskonten(get_session()) if schulung else (),
        weiter=check_ziel(request.args.get("weiter")),
        eingaben=eingaben,
    )

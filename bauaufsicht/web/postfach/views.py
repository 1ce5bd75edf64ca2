"""Mails of the training: what the people would find in their mailbox."""

from flask import Blueprint, current_app, render_template

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries.benachrichtigung import list_mails
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.web.guards import requires
from bauaufsicht.web.sitzung import get_akteur

bp = Blueprint("postfach", __name__)
ANZAHL = 50


@bp.get("/postfach")
@requires(Aktion.POSTFACH_LESEN)
def zeigen() -> str:
    """The mails to the reader's account; outside training this page does not exist."""
    if not current_app.extensions["einstellungen"].schulung:
        raise NichtSichtbar
    mails = list_mails(get_session(), get_akteur().konto_id, ANZAHL)
    return render_template("postfach/zeigen.html", mails=mails)

"""The addresses that pages send drafts of their forms to, and take them back at."""

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Antwort

from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.fehler import Versionskonflikt
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.services.entwurf import record_entwurf
from bauaufsicht.web import formate
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.entwurf import close_eigenen_entwurf, get_felder, record_eigenen_entwurf
from bauaufsicht.web.guards import check_ziel, requires
from bauaufsicht.web.sitzung import get_akteur

bp = Blueprint("entwuerfe", __name__)


@bp.post("/entwuerfe")
@requires(Aktion.ENTWURF_SPEICHERN)
def speichern() -> Response | tuple[Response, int]:
    """Keep what is typed in the form of the page `pfad`, unless another window wrote since
    `stand`.
    """
    pfad = check_ziel(request.args.get("pfad"))
    if pfad is None:
        return jsonify(meldung="Die Seite zu diesem Entwurf fehlt."), 400
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            bekannt = request.args.get("stand", "")
            stand = record_entwurf(uow, pfad, get_felder(request.form.lists()), bekannt)
    except Versionskonflikt as fehler:
        return jsonify(meldung=str(fehler)), 409
    uhrzeit = get_ports().uhr.jetzt().astimezone(formate.ORTSZEIT)
    return jsonify(gespeichert=f"{uhrzeit:%H:%M}", stand=stand)


@bp.post("/entwuerfe/behalten")
@requires(Aktion.ENTWURF_SPEICHERN)
def behalten() -> Antwort:
    """Keep what is typed in the form of the page `seite`: for the Enter key, and for a browser
    without scripts.
    """
    with unit_of_work(get_akteur(), get_ports()) as uow:
        record_eigenen_entwurf(uow)
    flash("Ihr Text ist als Entwurf gespeichert und noch nicht gesendet.", "erfolg")
    return redirect(check_ziel(request.form.get("seite")) or url_for("anmeldung.start"))


@bp.post("/entwuerfe/verwerfen")
@requires(Aktion.ENTWURF_SPEICHERN)
def verwerfen() -> Antwort:
    """Throw away what is typed and not sent in the form of the page `seite`."""
    with unit_of_work(get_akteur(), get_ports()) as uow:
        close_eigenen_entwurf(uow)
    flash("Der Entwurf ist verworfen.", "erfolg")
    return redirect(check_ziel(request.form.get("seite")) or url_for("anmeldung.start"))

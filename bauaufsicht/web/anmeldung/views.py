"""Pages of the log-in."""

from contextlib import suppress
from uuid import UUID

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    request,
    session,
    url_for,
)
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries.konto import get_sitzungskonto
from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar
from bauaufsicht.domain.rechte import ANONYM, Aktion, Kontorolle
from bauaufsicht.services import konto as konten
from bauaufsicht.web.anmeldeseite import render_anmeldung
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.entwurf import record_eingaben
from bauaufsicht.web.forms.anmeldung import Anmeldeformular
from bauaufsicht.web.guards import check_ziel, requires
from bauaufsicht.web.sitzung import Benutzer, get_akteur, get_sitzung

STARTSEITEN: dict[Kontorolle | None, str] = {
    Kontorolle.BETRIEB: "betrieb.stand",
    Kontorolle.BETEILIGTE_STELLE: "beteiligung.anfragen",
}
bp = Blueprint("anmeldung", __name__, url_prefix="")


@bp.get("/anmelden")
@requires(Aktion.ANMELDEN)
def anmelden() -> Response | str:
    """The log-in; in training mode with people as cards."""
    if get_sitzung() is not None:
        return redirect(url_for("anmeldung.start"))
    return render_anmeldung(Anmeldeformular())


@bp.post("/anmelden")
@requires(Aktion.ANMELDEN)
def anmelden_absenden() -> Response | tuple[str, int]:
    """Check e-mail and password; the same answer for every wrong pair."""
    formular = Anmeldeformular()
    if not formular.validate_on_submit():
        return render_anmeldung(formular, _get_eingaben()), 400
    email, adresse = formular.email.data, request.remote_addr or ""
    try:
        with unit_of_work(ANONYM, get_ports()) as uow:
            konten.check_drosselung(uow, email, adresse)
            konto = konten.check_passwort(uow, email, formular.passwort.data)
            if konto is not None:
                konten.record_anmeldung(uow, konto)
            else:
                konten.record_fehlanmeldung(uow, email, adresse)
    except konten.Anmeldefehler as fehler:
        formular.passwort.errors = [str(fehler)]
        return render_anmeldung(formular, _get_eingaben()), 429
    if konto is None:
        formular.passwort.errors = [konten.FALSCH]
        return render_anmeldung(formular, _get_eingaben()), 400
    return _login(konto.id)


@bp.post("/anmelden/schulung")
@requires(Aktion.ANMELDEN)
def schulung() -> Response:
    """One click in training mode; elsewhere this page does not exist."""
    if not current_app.extensions["einstellungen"].schulung:
        raise NichtSichtbar
    try:
        konto_id = UUID(request.form.get("konto", ""))
    except ValueError as fehler:
        raise NichtSichtbar from fehler
    with unit_of_work(ANONYM, get_ports()) as uow:
        konten.record_anmeldung(uow, konten.get_schulungskonto(uow, konto_id))
    return _login(konto_id)


@bp.post("/abmelden")
@requires(Aktion.ABMELDEN)
def abmelden() -> Response:
    """End the sessions of this account: a copied cookie is worth nothing afterwards."""
    sitzung = get_sitzung()
    if sitzung is not None and sitzung.akteur.konto_id is not None:
        with unit_of_work(sitzung.akteur, get_ports()) as uow:
            konten.close_sitzungen(uow, sitzung.akteur.konto_id)
    logout_user()
    session.clear()
    flash("Sie sind abgemeldet.", "erfolg")
    return redirect(url_for("anmeldung.anmelden"))


@bp.get("/")
@requires(Aktion.SEITE_LESEN)
def start() -> Response:
    """To the page where the day begins for this role."""
    if get_sitzung() is None:
        return redirect(url_for("anmeldung.anmelden"))
    return redirect(url_for(STARTSEITEN.get(get_akteur().rolle, "vorgaenge.liste")))


def _get_eingaben() -> str:
    return request.form.get("eingaben", "")


def _login(konto_id: UUID) -> Response:
    konto = get_sitzungskonto(get_session(), konto_id)
    if konto is None:
        raise NichtSichtbar
    ziel = check_ziel(request.args.get("weiter"))
    eingaben = _get_eingaben()
    wieder = None
    if eingaben:
        with suppress(Fachfehler), unit_of_work(konto.akteur, get_ports()) as uow:
            wieder = record_eingaben(uow, eingaben)
    session.clear()
    if wieder:
        flash("Ihre Eingaben sind wieder da. Prüfen und senden Sie sie noch einmal.", "erfolg")
    session.permanent = True
    login_user(Benutzer(konto))
    return redirect(wieder or ziel or url_for("anmeldung.start"))

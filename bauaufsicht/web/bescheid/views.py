"""Pages of the decision: drafting, looking at it once more, issuing, fetching."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from bauaufsicht.db.base import get_session, reopen_session
from bauaufsicht.db.queries.bescheid import get_erlassenen
from bauaufsicht.db.queries.vorgang import Vorgangskopf, get_vorgangskopf
from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.bescheid import Bescheidart
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar, Versionskonflikt
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.services import bescheid as dienste
from bauaufsicht.web.bescheid import teile
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.dateien import send_bytes
from bauaufsicht.web.entwurf import close_eigenen_entwurf
from bauaufsicht.web.forms.bescheid import Bescheidformular, Erlassformular
from bauaufsicht.web.guards import requires
from bauaufsicht.web.sitzung import get_akteur

bp = Blueprint("bescheid", __name__, url_prefix="/vorgaenge/<uuid:vorgang_id>/bescheid")
Antwort = Response | str | tuple[str, int]


def _get_kopf(vorgang_id: UUID, aktion: Aktion) -> Vorgangskopf:
    return get_vorgangskopf(get_session(), get_akteur(), vorgang_id, aktion)


@bp.get("")
@requires(Aktion.BESCHEID_LESEN)
def zeigen(vorgang_id: UUID) -> str:
    """What was decided, what follows, and the document."""
    return teile.render_zeigen(_get_kopf(vorgang_id, Aktion.BESCHEID_LESEN))


@bp.get("/bescheid.pdf")
@requires(Aktion.BESCHEID_LESEN)
def datei(vorgang_id: UUID) -> Response:
    """The issued document and nothing else; its first retrieval by the applicant's side is
    recorded.
    """
    kopf = _get_kopf(vorgang_id, Aktion.BESCHEID_LESEN)
    bescheid = get_erlassenen(get_session(), vorgang_id)
    inhalt = dienste.read_erlassenen(
        get_ports().ablage, bescheid.schluessel or "", bescheid.sha256 or ""
    )
    antwort = send_bytes(inhalt, f"Bescheid_{kopf.aktenzeichen}.pdf")
    if request.method == "GET":
        reopen_session()
        with unit_of_work(get_akteur(), get_ports()) as uow:
            dienste.record_abruf(uow, vorgang_id)
    return antwort


@bp.get("/entwurf")
@requires(Aktion.BESCHEID_ENTWERFEN)
def entwerfen(vorgang_id: UUID) -> str:
    """The draft, begun with the conditions of the bodies."""
    kopf = _get_kopf(vorgang_id, Aktion.BESCHEID_ENTWERFEN)
    return teile.render_entwurf(kopf, teile.create_formular(kopf))


@bp.post("/entwurf")
@requires(Aktion.BESCHEID_ENTWERFEN)
def speichern(vorgang_id: UUID) -> Antwort:
    """Keep the draft, or go on to look at it once more."""
    kopf = _get_kopf(vorgang_id, Aktion.BESCHEID_ENTWERFEN)
    formular = Bescheidformular()
    if formular.submit_umbau(request.form):
        return teile.render_entwurf(kopf, formular)
    if not formular.validate():
        return teile.render_entwurf(kopf, formular), 400
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            dienste.record_entwurf(uow, vorgang_id, formular.get_entwurf(), formular.get_fassung())
            close_eigenen_entwurf(uow)
    except Versionskonflikt as fehler:
        reopen_session()
        return teile.render_konflikt(kopf, formular, str(fehler)), 409
    except Fachfehler as fehler:
        formular.meldung = str(fehler)
        return teile.render_entwurf(kopf, formular), 400
    if "pruefen" in request.form:
        return redirect(url_for("bescheid.pruefen", vorgang_id=vorgang_id))
    flash("Der Entwurf ist gespeichert. Nur Ihre Behörde sieht ihn.", "erfolg")
    return redirect(url_for("bescheid.entwerfen", vorgang_id=vorgang_id))


@bp.get("/vorschau.pdf")
@requires(Aktion.BESCHEID_ENTWERFEN)
def vorschau(vorgang_id: UUID) -> Response:
    """The saved draft as it would look, marked as a draft."""
    kopf = _get_kopf(vorgang_id, Aktion.BESCHEID_ENTWERFEN)
    reopen_session()
    with unit_of_work(get_akteur(), get_ports()) as uow:
        inhalt = dienste.render_vorschau(uow, vorgang_id)
    return send_bytes(inhalt, f"Entwurf_{kopf.aktenzeichen}.pdf")


def _get_ansicht(kopf: Vorgangskopf) -> teile.Erlassansicht:
    gespeichert = teile.get_gespeicherten(kopf)
    ansicht = teile.get_ansicht(kopf, gespeichert) if gespeichert else None
    if ansicht is None:
        raise NichtSichtbar
    return ansicht


@bp.get("/pruefen")
@requires(Aktion.BESCHEID_ERLASSEN)
def pruefen(vorgang_id: UUID) -> str:
    """What is decided, what is open, what follows, and for whom."""
    kopf = _get_kopf(vorgang_id, Aktion.BESCHEID_ERLASSEN)
    return teile.render_pruefen(kopf, _get_ansicht(kopf), frozenset())


@bp.post("/pruefen")
@requires(Aktion.BESCHEID_ERLASSEN)
def erlassen(vorgang_id: UUID) -> Antwort:
    """Issue the decision."""
    kopf = _get_kopf(vorgang_id, Aktion.BESCHEID_ERLASSEN)
    ansicht = _get_ansicht(kopf)
    bestaetigt = request.form.getlist("bestaetigt")
    freigabe = Erlassformular().get_freigabe(bestaetigt)
    reopen_session()
    try:
        erlass = dienste.issue_bescheid(
            lambda: unit_of_work(get_akteur(), get_ports()), vorgang_id, freigabe
        )
    except Fachfehler as fehler:
        reopen_session()
        kopf = _get_kopf(vorgang_id, Aktion.BESCHEID_LESEN)
        if not kopf.check(Aktion.BESCHEID_ERLASSEN):
            raise
        ansicht = _get_ansicht(kopf)
        return teile.render_pruefen(kopf, ansicht, frozenset(bestaetigt), str(fehler)), 409
    art = "genehmigt" if erlass.bescheid.art is Bescheidart.GENEHMIGUNG else "abgelehnt"
    flash(f"Der Bescheid ist erlassen, der Antrag ist {art}.", "erfolg")
    if not erlass.mit_nachricht:
        flash(
            "Für den Antragsservice ließ sich keine Nachricht erstellen. Unterrichten Sie ihn auf "
            "anderem Weg.",
            "warnung",
        )
    return redirect(url_for("bescheid.zeigen", vorgang_id=vorgang_id))

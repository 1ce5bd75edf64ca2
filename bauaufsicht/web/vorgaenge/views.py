"""Pages of the cases."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import unterlage as unterlagen_abfragen
from bauaufsicht.db.queries import verlauf as verlauf_abfragen
from bauaufsicht.db.queries import vorgang as abfragen
from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.services import vorgang as dienste
from bauaufsicht.web import raum
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.dateien import send_ablage, send_bytes
from bauaufsicht.web.forms.vorgang import Uebernahmeformular, Verfahrensartformular
from bauaufsicht.web.guards import requires
from bauaufsicht.web.sitzung import get_akteur
from bauaufsicht.web.vorgaenge import liste as listenteile
from bauaufsicht.web.vorgaenge import uebersicht as teile

bp = Blueprint("vorgaenge", __name__, url_prefix="/vorgaenge")


@bp.get("")
@requires(Aktion.VORGAENGE_LISTEN)
def liste() -> str:
    """The cases that the reader may see, filtered by the address of the page."""
    gefiltert = listenteile.read_filter(request.args)
    return render_template("vorgaenge/liste.html", liste=listenteile.get_liste(gefiltert))


@bp.get("/<uuid:vorgang_id>")
@requires(Aktion.VORGANG_LESEN)
def uebersicht(vorgang_id: UUID) -> str:
    """The room: what is next, what is open, who takes part, what happened last."""
    kopf = abfragen.get_vorgangskopf(get_session(), get_akteur(), vorgang_id)
    return render_template(
        "vorgaenge/uebersicht.html",
        raum=raum.create_raum(kopf, "vorgaenge.uebersicht"),
        inhalt=teile.get_uebersicht(kopf),
        uebernahme=Uebernahmeformular(fassung=kopf.fassung),
        verfahren=Verfahrensartformular(fassung=kopf.fassung).set_wahl(kopf.land),
    )


@bp.get("/<uuid:vorgang_id>/unterlagen")
@requires(Aktion.VORGANG_LESEN)
def unterlagen(vorgang_id: UUID) -> str:
    """All documents by kind, with every Fassung."""
    kopf = abfragen.get_vorgangskopf(get_session(), get_akteur(), vorgang_id)
    gruppen = raum.get_unterlagengruppen(kopf)
    return render_template(
        "vorgaenge/unterlagen.html",
        raum=raum.create_raum(kopf, "vorgaenge.unterlagen"),
        gruppen=gruppen,
        staende=raum.get_pruefstaende(gruppen),
        erlaubte_linkziele=get_ports().erlaubte_linkziele,
    )


@bp.get("/<uuid:vorgang_id>/unterlagen/<uuid:fassung_id>")
@requires(Aktion.UNTERLAGE_LESEN)
def datei(vorgang_id: UUID, fassung_id: UUID) -> Response:
    """The bytes of a Fassung, always as a download."""
    kopf = abfragen.get_vorgangskopf(
        get_session(), get_akteur(), vorgang_id, Aktion.UNTERLAGE_LESEN
    )
    angabe = unterlagen_abfragen.get_datei(get_session(), vorgang_id, fassung_id, kopf.kontext)
    return send_ablage(get_ports().ablage, angabe.schluessel, angabe.dateiname, angabe.groesse)


@bp.get("/<uuid:vorgang_id>/angaben")
@requires(Aktion.VORGANG_LESEN)
def angaben(vorgang_id: UUID) -> str:
    """Every value of the application as it was sent, and what the last change altered."""
    kopf = abfragen.get_vorgangskopf(get_session(), get_akteur(), vorgang_id)
    return render_template(
        "vorgaenge/angaben.html",
        raum=raum.create_raum(kopf, "vorgaenge.angaben"),
        angaben=raum.get_angaben(kopf),
    )


@bp.get("/<uuid:vorgang_id>/nachrichten")
@requires(Aktion.NACHRICHTEN_LESEN)
def nachrichten(vorgang_id: UUID) -> str:
    """Messages in and out."""
    kopf = abfragen.get_vorgangskopf(
        get_session(), get_akteur(), vorgang_id, Aktion.NACHRICHTEN_LESEN
    )
    return render_template(
        "vorgaenge/nachrichten.html",
        raum=raum.create_raum(kopf, "vorgaenge.nachrichten"),
        nachrichten=verlauf_abfragen.list_nachrichten(get_session(), vorgang_id),
    )


@bp.get("/<uuid:vorgang_id>/nachrichten/<uuid:ausgang_id>")
@requires(Aktion.NACHRICHTEN_LESEN)
def ausgang(vorgang_id: UUID, ausgang_id: UUID) -> Response:
    """A reply as XML."""
    abfragen.get_vorgangskopf(get_session(), get_akteur(), vorgang_id, Aktion.NACHRICHTEN_LESEN)
    gefunden = verlauf_abfragen.get_ausgang_inhalt(get_session(), vorgang_id, ausgang_id)
    if gefunden is None:
        raise NichtSichtbar
    nummer, inhalt = gefunden
    return send_bytes(inhalt, f"nachricht-{nummer}-{ausgang_id}.xml")


@bp.get("/<uuid:vorgang_id>/verlauf")
@requires(Aktion.VORGANG_LESEN)
def verlauf(vorgang_id: UUID) -> str:
    """Everything that happened, newest first."""
    kopf = abfragen.get_vorgangskopf(get_session(), get_akteur(), vorgang_id)
    return render_template(
        "vorgaenge/verlauf.html",
        raum=raum.create_raum(kopf, "vorgaenge.verlauf"),
        ereignisse=verlauf_abfragen.list_ereignisse(get_session(), vorgang_id, kopf.kontext),
    )


@bp.post("/<uuid:vorgang_id>/uebernehmen")
@requires(Aktion.VORGANG_UEBERNEHMEN)
def uebernehmen(vorgang_id: UUID) -> Response:
    """The reader takes the case over."""
    fassung = Uebernahmeformular().get_fassung()
    with unit_of_work(get_akteur(), get_ports()) as uow:
        dienste.assign_vorgang(uow, vorgang_id, fassung)
    flash("Sie haben den Vorgang übernommen. Er steht jetzt in Ihrer Liste.", "erfolg")
    return redirect(url_for("vorgaenge.uebersicht", vorgang_id=vorgang_id))


@bp.post("/<uuid:vorgang_id>/verfahrensart")
@requires(Aktion.VERFAHRENSART_FESTLEGEN)
def verfahrensart(vorgang_id: UUID) -> Response | tuple[str, int]:
    """Say which kind of procedure it is."""
    kopf = abfragen.get_vorgangskopf(
        get_session(), get_akteur(), vorgang_id, Aktion.VERFAHRENSART_FESTLEGEN
    )
    formular = Verfahrensartformular().set_wahl(kopf.land)
    if not formular.validate_on_submit():
        return render_template(
            "vorgaenge/uebersicht.html",
            raum=raum.create_raum(kopf, "vorgaenge.uebersicht"),
            inhalt=teile.get_uebersicht(kopf),
            uebernahme=Uebernahmeformular(formdata=None, fassung=kopf.fassung),
            verfahren=formular,
            fehler=True,
        ), 400
    with unit_of_work(get_akteur(), get_ports()) as uow:
        dienste.record_verfahrensart(
            uow,
            vorgang_id,
            formular.get_verfahren(),
            formular.begruendung.data or "",
            formular.get_fassung(),
        )
    flash("Die Verfahrensart ist festgelegt. Die Frist wurde neu berechnet.", "erfolg")
    return redirect(url_for("vorgaenge.uebersicht", vorgang_id=vorgang_id))

"""Pages of the checks of plot and building."""

import json
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for
from werkzeug.wrappers import Response as Antwort

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import pruefung as abfragen
from bauaufsicht.db.queries.vorgang import Vorgangskopf, get_vorgangskopf
from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.fehler import Fachfehler, Versionskonflikt
from bauaufsicht.domain.lagekarte import CRS
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.umriss import (
    Umriss,
    Umrissquelle,
    read_geojson,
    read_koordinaten,
)
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.services import pruefung as dienste
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.dateien import SANDKASTEN
from bauaufsicht.web.forms.basis import Fassungsformular
from bauaufsicht.web.forms.pruefung import Umrissformular, Vorgabeformular
from bauaufsicht.web.guards import requires
from bauaufsicht.web.pruefung import teile
from bauaufsicht.web.pruefung.skizze import render_skizze
from bauaufsicht.web.sitzung import get_akteur

bp = Blueprint("pruefung", __name__, url_prefix="/vorgaenge/<uuid:vorgang_id>/pruefung")
LEER = {"type": "FeatureCollection", "crs": CRS, "features": []}


def _get_kopf(vorgang_id: UUID, aktion: Aktion = Aktion.PRUEFUNG_LESEN) -> Vorgangskopf:
    return get_vorgangskopf(get_session(), get_akteur(), vorgang_id, aktion)


@bp.get("")
@requires(Aktion.PRUEFUNG_LESEN)
def zeigen(vorgang_id: UUID) -> tuple[str, int]:
    """All checks with their results, the map, the footprint."""
    return teile.render_pruefung(_get_kopf(vorgang_id))


@bp.get("/karte.geojson")
@requires(Aktion.PRUEFUNG_LESEN)
def karte(vorgang_id: UUID) -> Response:
    """What the newest check measured, in EPSG:25832."""
    _get_kopf(vorgang_id)
    inhalt = abfragen.get_karte(get_session(), vorgang_id) or LEER
    return Response(json.dumps(inhalt), mimetype="application/geo+json")


@bp.get("/lage.svg")
@requires(Aktion.PRUEFUNG_LESEN)
def lage(vorgang_id: UUID) -> Response:
    """The same as a drawing, for pages without scripts."""
    _get_kopf(vorgang_id)
    inhalt = abfragen.get_karte(get_session(), vorgang_id) or LEER
    antwort = Response(render_skizze(inhalt), mimetype="image/svg+xml")
    antwort.headers["Content-Security-Policy"] = SANDKASTEN
    return antwort


@bp.post("/erneut")
@requires(Aktion.GRUNDRISS_FESTLEGEN)
def erneut(vorgang_id: UUID) -> Antwort:
    """Check anew."""
    fassung = Fassungsformular().get_fassung()
    with unit_of_work(get_akteur(), get_ports()) as uow:
        dienste.check_erneut(uow, vorgang_id, fassung)
    flash("Grundstück und Gebäude sind neu geprüft.", "erfolg")
    return redirect(url_for("pruefung.zeigen", vorgang_id=vorgang_id))


@bp.get("/grundriss")
@requires(Aktion.GRUNDRISS_FESTLEGEN)
def grundriss(vorgang_id: UUID) -> tuple[str, int]:
    """State the footprint."""
    kopf = _get_kopf(vorgang_id, Aktion.GRUNDRISS_FESTLEGEN)
    return teile.render_umriss(kopf, teile.create_umrissformular(kopf))


@bp.post("/grundriss")
@requires(Aktion.GRUNDRISS_FESTLEGEN)
def grundriss_absenden(vorgang_id: UUID) -> Antwort | tuple[str, int]:
    """Take the footprint and check anew; what is wrong is said at its field."""
    kopf = _get_kopf(vorgang_id, Aktion.GRUNDRISS_FESTLEGEN)
    formular = Umrissformular()
    formular.set_wahl(kopf.hat_geometrie)
    if not formular.validate():
        return teile.render_umriss(kopf, formular, 400)
    try:
        umriss, eingabe = _read_umriss(kopf, formular)
    except Fachfehler as fehler:
        formular.set_fehler(str(fehler))
        return teile.render_umriss(kopf, formular, 400)
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            dienste.record_umriss(
                uow, vorgang_id, formular.get_quelle(), umriss, eingabe, formular.get_fassung()
            )
    except Versionskonflikt as fehler:
        formular.meldung = str(fehler)
        formular.set_fassung(kopf.fassung)
        return teile.render_umriss(kopf, formular, 409)
    flash(
        "Der Umriss ist festgelegt und geprüft. "
        + " ".join(umriss.hinweise), "warnung" if umriss.hinweise else "erfolg"
    )  # fmt: skip
    return redirect(url_for("pruefung.zeigen", vorgang_id=vorgang_id))


def _read_umriss(kopf: Vorgangskopf, formular: Umrissformular) -> tuple[Umriss, str]:
    """The footprint, and what was handed in."""
    recht = get_landesrecht(kopf.land)
    quelle = formular.get_quelle()
    if quelle is Umrissquelle.KOORDINATEN:
        text = formular.koordinaten.data or ""
        return read_koordinaten(text, recht.lagebereich), text
    if quelle is Umrissquelle.GEOJSON:
        inhalt, name = formular.get_inhalt()
        return read_geojson(inhalt, recht.lagebereich), name
    geometrie = abfragen.get_antragsgeometrie(get_session(), kopf.id)
    return dienste.read_antragsumriss(geometrie, recht), ""


@bp.post("/vorgabe")
@requires(Aktion.GRUNDRISS_FESTLEGEN)
def vorgabe(vorgang_id: UUID) -> Antwort | tuple[str, int]:
    """State the highest GRZ and check anew."""
    kopf = _get_kopf(vorgang_id, Aktion.GRUNDRISS_FESTLEGEN)
    formular = Vorgabeformular()
    if not formular.validate():
        return teile.render_pruefung(kopf, formular, 400)
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            dienste.record_vorgabe(
                uow,
                vorgang_id,
                formular.get_grz(),
                (formular.herkunft.data or "").strip(),
                formular.get_fassung(),
            )
    except Versionskonflikt as fehler:
        formular.meldung = str(fehler)
        formular.set_fassung(kopf.fassung)
        return teile.render_pruefung(kopf, formular, 409)
    flash("Der Höchstwert ist gespeichert; die Prüfung ist neu gerechnet.", "erfolg")
    return redirect(url_for("pruefung.zeigen", vorgang_id=vorgang_id))

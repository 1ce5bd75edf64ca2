"""Uploading: the raw body from the script, or the form of a browser without one."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import hochladen as abfragen
from bauaufsicht.db.queries import unterlage as unterlagen_abfragen
from bauaufsicht.db.queries.vorgang import get_vorgangskopf
from bauaufsicht.db.uow import UnitOfWork, unit_of_work
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.unterlage import Hochladeziel, Pruefstand, format_dateiname
from bauaufsicht.services.hochladen import Hochladeergebnis, close_fassung, submit_hochladung
from bauaufsicht.services.hochladeplatz import Hochladeort
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.dateien import send_bild
from bauaufsicht.web.entwurf import record_eigenen_entwurf
from bauaufsicht.web.guards import check_ziel, requires
from bauaufsicht.web.sicherheit import allows_koerper
from bauaufsicht.web.sitzung import get_akteur
from bauaufsicht.web.unterlagen import teile

bp = Blueprint("unterlagen", __name__, url_prefix="/vorgaenge/<uuid:vorgang_id>")
teile.init_fehler(bp)
Antwort = Response | tuple[Response, int]


def _einheit() -> AbstractContextManager[UnitOfWork]:
    return unit_of_work(get_akteur(), get_ports())


@bp.post("/hochladen/nachforderung/<uuid:ziel_id>")
@requires(Aktion.UNTERLAGE_HOCHLADEN)
@allows_koerper(teile.HOECHSTGROESSE_ANFRAGE)
def nachreichen(vorgang_id: UUID, ziel_id: UUID) -> Antwort:
    """Take files for an item of a Nachforderung."""
    return _hochladen(Hochladeort(vorgang_id, Hochladeziel.NACHFORDERUNG, ziel_id))


@bp.post("/hochladen/stellungnahme/<uuid:ziel_id>")
@requires(Aktion.UNTERLAGE_HOCHLADEN)
@allows_koerper(teile.HOECHSTGROESSE_ANFRAGE)
def beifuegen(vorgang_id: UUID, ziel_id: UUID) -> Antwort:
    """Take attachments of a Stellungnahme."""
    return _hochladen(Hochladeort(vorgang_id, Hochladeziel.STELLUNGNAHME, ziel_id))


def _hochladen(ort: Hochladeort) -> Antwort:
    """One file as the raw body, or several in a form."""
    if not teile.check_formular():
        ort = replace(ort, dokument_id=teile.read_dokument(ort.ziel_id))
        ergebnis = submit_hochladung(_einheit, ort, teile.read_koerper())
        return teile.format_ergebnis(ergebnis), 200 if ergebnis.wiederholt else 201
    with _einheit() as uow:
        record_eigenen_entwurf(uow)
    meldungen = [
        meldung
        for ziel_id in teile.list_ziele(ort.ziel_id)
        for meldung in _submit_formular(replace(ort, ziel_id=ziel_id))
    ]
    alle = list(teile.format_meldungen(meldungen or ["Wählen Sie mindestens eine Datei aus."]))
    for text, art in alle:
        flash(text, art)
    antwort = _zurueck(ort.vorgang_id)
    if any(art == "fehler" for _, art in alle):  # it stands on top of the page
        antwort.location = antwort.location.partition("#")[0]
    return antwort


def _submit_formular(ort: Hochladeort) -> Iterator[Hochladeergebnis | str]:
    """Each file by itself: one that is refused keeps none of the others out."""
    ort = replace(ort, dokument_id=teile.read_dokument(ort.ziel_id))
    for hochladung in teile.list_dateien(ort.ziel_id):
        try:
            yield submit_hochladung(_einheit, ort, hochladung)
        except Fachfehler as fehler:
            yield f"„{format_dateiname(hochladung.dateiname)}“: {fehler}"
        ort = replace(ort, dokument_id=None)  # only the first one replaces a document


@bp.get("/hochladen/nachforderung/<uuid:ziel_id>")
@requires(Aktion.UNTERLAGE_HOCHLADEN)
def nachgereichte(vorgang_id: UUID, ziel_id: UUID) -> dict[str, object]:
    """What was uploaded for an item, and how its inspection stands."""
    return _format_stand(vorgang_id, Hochladeziel.NACHFORDERUNG, ziel_id)


@bp.get("/hochladen/stellungnahme/<uuid:ziel_id>")
@requires(Aktion.UNTERLAGE_HOCHLADEN)
def beigefuegte(vorgang_id: UUID, ziel_id: UUID) -> dict[str, object]:
    """The attachments of a Stellungnahme, and how their inspection stands."""
    return _format_stand(vorgang_id, Hochladeziel.STELLUNGNAHME, ziel_id)


def _format_stand(vorgang_id: UUID, ziel: Hochladeziel, ziel_id: UUID) -> dict[str, object]:
    """How many files wait for their inspection, and the list as HTML."""
    kopf = get_vorgangskopf(get_session(), get_akteur(), vorgang_id, Aktion.UNTERLAGE_HOCHLADEN)
    dateien = abfragen.list_hochgeladene(get_session(), vorgang_id, ziel, ziel_id, kopf.kontext)
    return {
        "offen": sum(d.pruefstand is Pruefstand.UNGEPRUEFT for d in dateien),
        "liste": render_template(
            "unterlagen/liste.html", vorgang_id=vorgang_id, ziel_id=ziel_id, dateien=dateien
        ),
    }


@bp.post("/unterlagen/<uuid:fassung_id>/entfernen")
@requires(Aktion.UNTERLAGE_HOCHLADEN)
def entfernen(vorgang_id: UUID, fassung_id: UUID) -> Response | tuple[dict[str, object], int]:
    """Take a draft of the own side back."""
    with _einheit() as uow:
        record_eigenen_entwurf(uow)
    close_fassung(_einheit, vorgang_id, fassung_id)
    if teile.check_json():
        return {"entfernt": str(fassung_id)}, 200
    flash("Die Datei ist entfernt.", "erfolg")
    return _zurueck(vorgang_id)


@bp.get("/unterlagen/<uuid:fassung_id>/vorschau.webp")
@requires(Aktion.UNTERLAGE_LESEN)
def vorschau(vorgang_id: UUID, fassung_id: UUID) -> Response:
    """The first page, small."""
    kopf = get_vorgangskopf(get_session(), get_akteur(), vorgang_id, Aktion.UNTERLAGE_LESEN)
    schluessel = unterlagen_abfragen.get_vorschau(
        get_session(), vorgang_id, fassung_id, kopf.kontext
    )
    return send_bild(get_ports().ablage, schluessel)


def _zurueck(vorgang_id: UUID) -> Response:
    ziel = check_ziel(request.form.get("zurueck"))
    return redirect(ziel or url_for("vorgaenge.unterlagen", vorgang_id=vorgang_id))

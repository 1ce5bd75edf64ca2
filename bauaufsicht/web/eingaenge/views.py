"""Pages of the registry: deliveries, taking in, clarifying."""

from contextlib import AbstractContextManager
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import eingang as abfragen
from bauaufsicht.db.uow import UnitOfWork, unit_of_work
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.nachricht import ANTRAGSNUMMERN
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.services import klaerung as dienste
from bauaufsicht.services.aufnahme import Datei, Lieferung, submit_lieferung
from bauaufsicht.web.angaben import list_bereiche
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.dateien import send_ablage
from bauaufsicht.web.eingaenge.saetze import format_meldung
from bauaufsicht.web.forms.eingang import (
    Aufnahmeformular,
    Zuordnungsformular,
    Zurueckweisungsformular,
)
from bauaufsicht.web.guards import requires
from bauaufsicht.web.seiten import compute_seiten
from bauaufsicht.web.sitzung import get_akteur

bp = Blueprint("eingaenge", __name__, url_prefix="/eingaenge")
JE_SEITE = 25


def _einheit() -> AbstractContextManager[UnitOfWork]:
    return unit_of_work(get_akteur(), get_ports())


@bp.get("")
@requires(Aktion.EINGAENGE_LISTEN)
def liste() -> str:
    """Deliveries, newest first; the address says which."""
    gewaehlt = request.args.get("ergebnis", "")
    ergebnis = Eingangsergebnis(gewaehlt) if gewaehlt in set(Eingangsergebnis) else None
    seite = min(max(request.args.get("seite", 1, type=int), 1), 100_000)
    akteur = get_akteur()
    zeilen, anzahl = abfragen.list_eingaenge(get_session(), akteur, ergebnis, seite, JE_SEITE)
    return render_template(
        "eingaenge/liste.html",
        zeilen=zeilen,
        anzahl=anzahl,
        ergebnis=ergebnis,
        anzahlen=abfragen.get_anzahl_je_ergebnis(get_session(), akteur),
        seiten=compute_seiten(
            anzahl,
            seite,
            JE_SEITE,
            lambda n: url_for("eingaenge.liste", ergebnis=gewaehlt or None, seite=n),
        ),
    )


@bp.get("/aufnehmen")
@requires(Aktion.EINGANG_AUFNEHMEN)
def aufnehmen() -> str:
    """The page to take a message in."""
    return _render_aufnahme(Aufnahmeformular())


@bp.post("/aufnehmen")
@requires(Aktion.EINGANG_AUFNEHMEN)
def aufnehmen_absenden() -> Response | tuple[Response | str | dict[str, object], int]:
    """Take a message with its files in; answers JSON to the script with the progress bar."""
    formular = Aufnahmeformular()
    als_json = request.accept_mimetypes.best == "application/json"
    fehler = "" if formular.validate_on_submit() else "Die Angaben sind unvollständig."
    if not fehler:
        try:
            ergebnis = submit_lieferung(_einheit, _create_lieferung(formular))
        except Fachfehler as fachfehler:
            fehler = str(fachfehler)
            formular.nachricht.errors = [fehler]
    if fehler:
        if als_json:
            return {"fehler": _list_fehler(formular)}, 400
        return _render_aufnahme(formular), 400
    flash(*format_meldung(ergebnis))
    ziel = url_for("eingaenge.zeigen", eingang_id=ergebnis.eingang_id)
    if als_json:
        return {"weiter": ziel}, 200
    return redirect(ziel)


def _create_lieferung(formular: Aufnahmeformular) -> Lieferung:
    nachricht = formular.nachricht.data
    anlagen = [Datei(f.filename, f.stream) for f in formular.anlagen.data or [] if f and f.filename]
    return Lieferung(
        Eingangsweg.POSTSTELLE, Datei(nachricht.filename or "", nachricht.stream), anlagen
    )


def _list_fehler(formular: Aufnahmeformular) -> list[dict[str, str]]:
    return [{"feld": name, "text": texte[0]} for name, texte in formular.errors.items() if texte]


def _render_aufnahme(formular: Aufnahmeformular) -> str:
    return render_template(
        "eingaenge/aufnehmen.html",
        formular=formular,
        fehler=bool(formular.errors),
        schemata=get_ports().schemata.get_stand(),
    )


@bp.get("/<uuid:eingang_id>")
@requires(Aktion.EINGANG_LESEN)
def zeigen(eingang_id: UUID) -> str:
    """One delivery: what came, what was found, what can be done."""
    return _render(eingang_id, Zuordnungsformular(), Zurueckweisungsformular())


def _render(
    eingang_id: UUID, zuordnung: Zuordnungsformular, zurueckweisung: Zurueckweisungsformular
) -> str:
    eingang = abfragen.get_eingang(get_session(), get_akteur(), eingang_id)
    if not zuordnung.errors and not zuordnung.aktenzeichen.data:
        zuordnung.aktenzeichen.data = eingang.vorschlag
    return render_template(
        "eingaenge/zeigen.html",
        eingang=eingang,
        bloecke=list_bereiche(eingang.angaben),
        zuordnung=zuordnung,
        zurueckweisung=zurueckweisung,
        fehler=bool(zuordnung.errors or zurueckweisung.errors),
        ist_antrag=eingang.zeile.nummer in ANTRAGSNUMMERN,
    )


@bp.get("/<uuid:eingang_id>/nachricht.xml")
@requires(Aktion.EINGANG_LESEN)
def rohdaten(eingang_id: UUID) -> Response:
    """The raw message, as a download."""
    schluessel, name = abfragen.get_rohdaten(get_session(), get_akteur(), eingang_id)
    ablage = get_ports().ablage
    return send_ablage(ablage, schluessel, name, ablage.get_groesse(schluessel))


@bp.get("/<uuid:eingang_id>/anlagen/<uuid:anlage_id>")
@requires(Aktion.EINGANG_LESEN)
def anlage(eingang_id: UUID, anlage_id: UUID) -> Response:
    """A file of the delivery, as a download."""
    datei = abfragen.get_anlage(get_session(), get_akteur(), eingang_id, anlage_id)
    return send_ablage(get_ports().ablage, datei.schluessel, datei.dateiname, datei.groesse)


@bp.post("/<uuid:eingang_id>/zuordnen")
@requires(Aktion.EINGANG_KLAEREN)
def zuordnen(eingang_id: UUID) -> Response | tuple[str, int]:
    """Put the delivery to a case."""
    formular = Zuordnungsformular()
    if formular.validate_on_submit():
        try:
            with unit_of_work(get_akteur(), get_ports()) as uow:
                ziel = dienste.assign_eingang(uow, eingang_id, formular.aktenzeichen.data)
        except Fachfehler as fehler:
            formular.aktenzeichen.errors = [str(fehler)]
        else:
            flash(f"Der Eingang gehört jetzt zum Vorgang {ziel.aktenzeichen}.", "erfolg")
            return redirect(url_for("vorgaenge.uebersicht", vorgang_id=ziel.id))
    return _render(eingang_id, formular, Zurueckweisungsformular(formdata=None)), 400


@bp.post("/<uuid:eingang_id>/anlegen")
@requires(Aktion.EINGANG_KLAEREN)
def anlegen(eingang_id: UUID) -> Response:
    """Open a case of its own."""
    with unit_of_work(get_akteur(), get_ports()) as uow:
        neuer = dienste.create_vorgang_von_hand(uow, eingang_id)
    flash(f"Der Vorgang {neuer.aktenzeichen} ist angelegt.", "erfolg")
    return redirect(url_for("vorgaenge.uebersicht", vorgang_id=neuer.id))


@bp.post("/<uuid:eingang_id>/zurueckweisen")
@requires(Aktion.EINGANG_KLAEREN)
def zurueckweisen(eingang_id: UUID) -> Response | tuple[str, int]:
    """Refuse the delivery; the sender gets the reason."""
    formular = Zurueckweisungsformular()
    if not formular.validate_on_submit():
        return _render(eingang_id, Zuordnungsformular(formdata=None), formular), 400
    with unit_of_work(get_akteur(), get_ports()) as uow:
        dienste.close_eingang(uow, eingang_id, formular.grund.data)
    flash("Der Eingang ist zurückgewiesen. Der Absender erhält den Grund.", "erfolg")
    return redirect(url_for("eingaenge.zeigen", eingang_id=eingang_id))

"""Pages of the hearing: asking bodies, their inbox, their Stellungnahme."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bauaufsicht.db.base import get_session, reopen_session
from bauaufsicht.db.queries import beteiligung as abfragen
from bauaufsicht.db.queries.vorgang import Vorgangskopf, get_vorgangskopf
from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.beteiligung import Beteiligungsart
from bauaufsicht.domain.fehler import Fachfehler, Versionskonflikt
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.services import beteiligung as dienste
from bauaufsicht.web import raum
from bauaufsicht.web.beteiligung import teile
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.entwurf import close_eigenen_entwurf
from bauaufsicht.web.forms.beteiligung import (
    GEMEINDE,
    Anforderungsformular,
    Stellungnahmeformular,
)
from bauaufsicht.web.guards import requires
from bauaufsicht.web.sitzung import get_akteur

bp = Blueprint("beteiligung", __name__)
Antwort = Response | str | tuple[str, int]


def _get_kopf(vorgang_id: UUID, aktion: Aktion) -> Vorgangskopf:
    return get_vorgangskopf(get_session(), get_akteur(), vorgang_id, aktion)


@bp.get("/anfragen")
@requires(Aktion.ANFRAGEN_LISTEN)
def anfragen() -> str:
    """The inbox of a body: open requests by due date, and what was given."""
    stelle_id = get_akteur().stelle_id
    return render_template(
        "anfragen/liste.html",
        offene=abfragen.list_anfragen(get_session(), stelle_id, offen=True),
        abgegebene=abfragen.list_anfragen(get_session(), stelle_id, offen=False),
    )


@bp.get("/vorgaenge/<uuid:vorgang_id>/beteiligung")
@requires(Aktion.BETEILIGUNG_LESEN)
def liste(vorgang_id: UUID) -> str:
    """Who was asked, until when, and what came."""
    return teile.render_liste(_get_kopf(vorgang_id, Aktion.BETEILIGUNG_LESEN))


@bp.get("/vorgaenge/<uuid:vorgang_id>/beteiligung/neu")
@requires(Aktion.STELLUNGNAHME_ANFORDERN)
def neu(vorgang_id: UUID) -> str:
    """Ask bodies."""
    kopf = _get_kopf(vorgang_id, Aktion.STELLUNGNAHME_ANFORDERN)
    return teile.render_neu(kopf, teile.create_anforderungsformular(kopf))


@bp.post("/vorgaenge/<uuid:vorgang_id>/beteiligung/neu")
@requires(Aktion.STELLUNGNAHME_ANFORDERN)
def anfordern(vorgang_id: UUID) -> Antwort:
    """Send the requests."""
    kopf = _get_kopf(vorgang_id, Aktion.STELLUNGNAHME_ANFORDERN)
    formular = Anforderungsformular()
    teile.set_wahl(formular, kopf)
    if not formular.validate():
        return teile.render_neu(kopf, formular), 400
    gemeinde = formular.get_art() or Beteiligungsart.EINVERNEHMEN
    anfrage = dienste.Anfrage(
        formular.get_stellen(),
        gemeinde if GEMEINDE in formular.stellen.data else None,
        [UUID(f) for f in formular.unterlagen.data],
        formular.anschreiben.data.strip(),
    )
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            gefragt = dienste.request_stellungnahmen(
                uow, vorgang_id, anfrage, formular.get_fassung()
            )
            close_eigenen_entwurf(uow)
    except Fachfehler as fehler:
        formular.meldung = str(fehler)
        formular.set_fassung(kopf.fassung)
        return teile.render_neu(kopf, formular), 409
    flash("Eine Stelle ist gefragt." if len(gefragt) == 1 else f"{len(gefragt)} Stellen sind "
          "gefragt. Sie sehen hier, wenn sie antworten.", "erfolg")  # fmt: skip
    return redirect(url_for("beteiligung.liste", vorgang_id=vorgang_id))


@bp.get("/vorgaenge/<uuid:vorgang_id>/beteiligung/<uuid:beteiligung_id>")
@requires(Aktion.BETEILIGUNG_LESEN)
def zeigen(vorgang_id: UUID, beteiligung_id: UUID) -> str:
    """One body: what it was asked and what it said."""
    kopf = _get_kopf(vorgang_id, Aktion.BETEILIGUNG_LESEN)
    zeile = abfragen.get_beteiligung(get_session(), vorgang_id, beteiligung_id)
    stellungnahme = zeile.stellungnahme
    return render_template(
        "beteiligung/zeigen.html",
        raum=raum.create_raum(kopf, "beteiligung.liste"),
        zeile=zeile,
        ansicht=teile.compute_fristansicht(kopf, zeile),
        unterlagen=abfragen.list_unterlagen(get_session(), vorgang_id, zeile.id),
        anlagen=abfragen.list_anlagen(get_session(), vorgang_id, stellungnahme.id, kopf.kontext)
        if stellungnahme
        else [],
    )


@bp.get("/vorgaenge/<uuid:vorgang_id>/stellungnahme")
@requires(Aktion.STELLUNGNAHME_ABGEBEN)
def stellungnahme(vorgang_id: UUID) -> str:
    """The request to the reader's Stelle with its draft."""
    kopf = _get_kopf(vorgang_id, Aktion.STELLUNGNAHME_ABGEBEN)
    return teile.render_stellungnahme(kopf, teile.get_eigene(kopf))


@bp.post("/vorgaenge/<uuid:vorgang_id>/stellungnahme")
@requires(Aktion.STELLUNGNAHME_ABGEBEN)
def stellungnahme_absenden(vorgang_id: UUID) -> Antwort:
    """Keep a draft, look at it once more, or give it."""
    kopf = _get_kopf(vorgang_id, Aktion.STELLUNGNAHME_ABGEBEN)
    zeile = teile.get_eigene(kopf)
    formular = Stellungnahmeformular()
    if formular.submit_umbau(request.form):
        return teile.render_stellungnahme(kopf, zeile, formular)
    if not formular.validate():
        return teile.render_stellungnahme(kopf, zeile, formular), 400
    abgeben = "abgeben" in request.form
    speichere = dienste.submit_stellungnahme if abgeben else dienste.record_stellungnahme
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            speichere(uow, vorgang_id, formular.get_inhalt(), formular.get_fassung())
            close_eigenen_entwurf(uow)
    except Versionskonflikt as fehler:
        reopen_session()
        return teile.render_konflikt(kopf, formular, str(fehler)), 409
    except Fachfehler as fehler:
        formular.meldung = str(fehler)
        return teile.render_stellungnahme(kopf, zeile, formular), 400
    flash(
        "Die Stellungnahme ist abgegeben. Die Bauaufsicht sieht sie jetzt."
        if abgeben
        else "Der Entwurf ist gespeichert. Ihre Stelle sieht ihn, die Bauaufsicht noch nicht.",
        "erfolg",
    )
    return redirect(url_for("beteiligung.stellungnahme", vorgang_id=vorgang_id))

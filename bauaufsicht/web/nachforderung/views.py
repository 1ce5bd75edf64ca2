"""Pages of the Nachforderung and of the Vollständigkeit."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bauaufsicht.db.base import get_session, reopen_session
from bauaufsicht.db.queries import nachforderung as abfragen
from bauaufsicht.db.queries.vorgang import Vorgangskopf, get_vorgangskopf
from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.ereignisse import Seite
from bauaufsicht.domain.fehler import Fachfehler, NichtErlaubt, Versionskonflikt
from bauaufsicht.domain.rechte import Aktion, compute_seite
from bauaufsicht.services import nachforderung as dienste
from bauaufsicht.services.vollstaendigkeit import record_vollstaendigkeit
from bauaufsicht.web import raum
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.entwurf import close_eigenen_entwurf
from bauaufsicht.web.forms.nachforderung import (
    Antwortformular,
    Bewertungsformular,
    Nachforderungsformular,
    Verlaengerungsformular,
    Vollstaendigkeitsformular,
)
from bauaufsicht.web.guards import requires
from bauaufsicht.web.nachforderung import teile
from bauaufsicht.web.sitzung import get_akteur

bp = Blueprint("nachforderung", __name__, url_prefix="/vorgaenge/<uuid:vorgang_id>")
Antwort = Response | str | tuple[str, int]
BEENDET = "Das Verfahren ist beendet. Eine Antwort ist nicht mehr möglich."
BEANTWORTET = (
    "Inzwischen ist schon eine Antwort bei der Bauaufsicht. Prüfen Sie, was noch offen ist, und "
    "senden Sie es dann."
)


def _get_kopf(vorgang_id: UUID, aktion: Aktion) -> Vorgangskopf:
    return get_vorgangskopf(get_session(), get_akteur(), vorgang_id, aktion)


@bp.get("/nachforderungen")
@requires(Aktion.NACHFORDERUNG_LESEN)
def liste(vorgang_id: UUID) -> Antwort:
    """All demands of the case; a single one is opened at once."""
    kopf = _get_kopf(vorgang_id, Aktion.NACHFORDERUNG_LESEN)
    alle = abfragen.list_nachforderungen(get_session(), vorgang_id)
    if len(alle) == 1:
        return redirect(
            url_for("nachforderung.zeigen", vorgang_id=vorgang_id, nachforderung_id=alle[0].id)
        )
    return render_template(
        "nachforderung/liste.html",
        raum=raum.create_raum(kopf, "nachforderung.liste"),
        nachforderungen=alle,
    )


@bp.get("/nachforderungen/neu")
@requires(Aktion.NACHFORDERUNG_SCHREIBEN)
def neu(vorgang_id: UUID) -> Antwort:
    """Write a demand: what the intake found missing is proposed."""
    kopf = _get_kopf(vorgang_id, Aktion.NACHFORDERUNG_SCHREIBEN)
    formular, ist_entwurf = teile.create_nachforderungsformular(kopf)
    return teile.render_neu(kopf, formular, ist_entwurf=ist_entwurf)


@bp.post("/nachforderungen/neu")
@requires(Aktion.NACHFORDERUNG_SCHREIBEN)
def versenden(vorgang_id: UUID) -> Antwort:
    """Send it, or build the form differently."""
    kopf = _get_kopf(vorgang_id, Aktion.NACHFORDERUNG_SCHREIBEN)
    formular = Nachforderungsformular()
    teile.set_dokumente(formular, kopf)
    if formular.submit_umbau(request.form):
        return teile.render_neu(kopf, formular)
    if not formular.validate():
        return teile.render_neu(kopf, formular), 400
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            gesendet = dienste.create_nachforderung(
                uow,
                vorgang_id,
                formular.get_punkte(),
                formular.frist.data,
                formular.anschreiben.data or "",
                formular.get_fassung(),
            )
            close_eigenen_entwurf(uow)
    except Fachfehler as fehler:
        formular.meldung = str(fehler)
        formular.set_fassung(kopf.fassung)
        return teile.render_neu(kopf, formular), 409
    flash("Die Nachforderung ist versandt. Bauherrschaft und Entwurfsverfassung haben eine "
          "Benachrichtigung erhalten.", "erfolg")  # fmt: skip
    return redirect(
        url_for("nachforderung.zeigen", vorgang_id=vorgang_id, nachforderung_id=gesendet.id)
    )


@bp.get("/nachforderungen/<uuid:nachforderung_id>")
@requires(Aktion.NACHFORDERUNG_LESEN)
def zeigen(vorgang_id: UUID, nachforderung_id: UUID) -> Antwort:
    """A demand: to answer, to assess, or to read."""
    kopf = _get_kopf(vorgang_id, Aktion.NACHFORDERUNG_LESEN)
    ansicht = abfragen.get_nachforderung(get_session(), vorgang_id, nachforderung_id, kopf.kontext)
    return teile.render_nachforderung(kopf, ansicht)


@bp.post("/nachforderungen/<uuid:nachforderung_id>/antwort")
@requires(Aktion.NACHFORDERUNG_BEANTWORTEN)
def antworten(vorgang_id: UUID, nachforderung_id: UUID) -> Antwort:
    """Check the answer, then send it."""
    kopf = _get_kopf(vorgang_id, Aktion.NACHFORDERUNG_LESEN)
    beendet = not kopf.check(Aktion.NACHFORDERUNG_BEANTWORTEN)
    if beendet and compute_seite(kopf.kontext) is not Seite.ANTRAGSSEITE:
        raise NichtErlaubt(Aktion.NACHFORDERUNG_BEANTWORTEN)
    ansicht = abfragen.get_nachforderung(get_session(), vorgang_id, nachforderung_id, kopf.kontext)
    formular = Antwortformular()
    formular.set_punkte(teile.list_offene(kopf, ansicht))
    if beendet or formular.uebrige:
        formular.meldung = BEENDET if beendet else BEANTWORTET
        formular.set_fassung(ansicht.kopf.fassung)
        return teile.render_nachforderung(kopf, ansicht, formular), 409
    if not formular.validate() or "zurueck" in request.form:
        return teile.render_nachforderung(kopf, ansicht, formular), 200
    texte = formular.get_texte()
    if "absenden" not in request.form:
        return render_template(
            "nachforderung/absenden.html",
            raum=raum.create_raum(kopf, "nachforderung.liste"),
            ansicht=ansicht,
            formular=formular,
            texte=texte,
        )
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            dienste.submit_antwort(
                uow,
                vorgang_id,
                nachforderung_id,
                texte,
                formular.nachricht.data or "",
                formular.get_fassung(),
            )
            close_eigenen_entwurf(uow)
    except (Fachfehler, NichtErlaubt) as fehler:
        reopen_session()
        kopf = _get_kopf(vorgang_id, Aktion.NACHFORDERUNG_LESEN)
        ansicht = abfragen.get_nachforderung(
            get_session(), vorgang_id, nachforderung_id, kopf.kontext
        )
        formular.meldung = BEENDET if isinstance(fehler, NichtErlaubt) else str(fehler)
        teile.set_offene(formular, kopf, ansicht)
        return teile.render_nachforderung(kopf, ansicht, formular), 409
    flash("Ihre Antwort ist bei der Bauaufsicht angekommen. Sie prüft jetzt, ob damit alles da "
          "ist, und meldet sich bei Ihnen.", "erfolg")  # fmt: skip
    return redirect(
        url_for("nachforderung.zeigen", vorgang_id=vorgang_id, nachforderung_id=nachforderung_id)
    )


@bp.post("/nachforderungen/<uuid:nachforderung_id>/bewertung")
@requires(Aktion.NACHFORDERUNG_PRUEFEN)
def bewerten(vorgang_id: UUID, nachforderung_id: UUID) -> Antwort:
    """Accept or return what came."""
    kopf = _get_kopf(vorgang_id, Aktion.NACHFORDERUNG_PRUEFEN)
    ansicht = abfragen.get_nachforderung(get_session(), vorgang_id, nachforderung_id, kopf.kontext)
    formular = Bewertungsformular()
    if not formular.validate():
        return teile.render_nachforderung(kopf, ansicht, formular), 400
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            dienste.record_bewertung(
                uow,
                vorgang_id,
                nachforderung_id,
                formular.get_bewertungen(),
                formular.frist.data,
                formular.get_fassung(),
            )
            close_eigenen_entwurf(uow)
    except Fachfehler as fehler:
        formular.meldung = str(fehler)
        formular.set_fassung(ansicht.kopf.fassung)
        return teile.render_nachforderung(kopf, ansicht, formular), 409
    flash("Gespeichert. Die Antragsseite hat eine Benachrichtigung erhalten.", "erfolg")
    return redirect(
        url_for("nachforderung.zeigen", vorgang_id=vorgang_id, nachforderung_id=nachforderung_id)
    )


@bp.post("/nachforderungen/<uuid:nachforderung_id>/frist")
@requires(Aktion.NACHFORDERUNG_PRUEFEN)
def verlaengern(vorgang_id: UUID, nachforderung_id: UUID) -> Antwort:
    """Give more time."""
    kopf = _get_kopf(vorgang_id, Aktion.NACHFORDERUNG_PRUEFEN)
    ansicht = abfragen.get_nachforderung(get_session(), vorgang_id, nachforderung_id, kopf.kontext)
    formular = Verlaengerungsformular()
    if not formular.validate():
        return teile.render_nachforderung(kopf, ansicht, verlaengerung=formular), 400
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            dienste.record_verlaengerung(
                uow,
                vorgang_id,
                nachforderung_id,
                formular.frist.data,
                formular.begruendung.data or "",
                formular.get_fassung(),
            )
    except Fachfehler as fehler:
        formular.meldung = str(fehler)
        formular.set_fassung(ansicht.kopf.fassung)
        return teile.render_nachforderung(kopf, ansicht, verlaengerung=formular), 409
    flash(
        "Die Frist ist verlängert. Die Antragsseite hat eine Benachrichtigung erhalten.", "erfolg"
    )
    return redirect(
        url_for("nachforderung.zeigen", vorgang_id=vorgang_id, nachforderung_id=nachforderung_id)
    )


@bp.get("/vollstaendigkeit")
@requires(Aktion.VOLLSTAENDIG_ERKLAEREN)
def vollstaendigkeit(vorgang_id: UUID) -> Antwort:
    """Declare the application complete: since when, and what follows from it."""
    kopf = _get_kopf(vorgang_id, Aktion.VOLLSTAENDIG_ERKLAEREN)
    return teile.render_vollstaendigkeit(kopf, teile.create_vollstaendigkeitsformular(kopf))


@bp.post("/vollstaendigkeit")
@requires(Aktion.VOLLSTAENDIG_ERKLAEREN)
def vollstaendig_erklaeren(vorgang_id: UUID) -> Antwort:
    """The declaration."""
    kopf = _get_kopf(vorgang_id, Aktion.VOLLSTAENDIG_ERKLAEREN)
    formular = Vollstaendigkeitsformular()
    if not formular.validate():
        return teile.render_vollstaendigkeit(kopf, formular), 400
    try:
        with unit_of_work(get_akteur(), get_ports()) as uow:
            record_vollstaendigkeit(uow, vorgang_id, formular.tag.data, formular.get_fassung())
    except (Fachfehler, Versionskonflikt) as fehler:
        formular.meldung = str(fehler)
        formular.set_fassung(kopf.fassung)
        return teile.render_vollstaendigkeit(kopf, formular), 409
    flash("Der Antrag ist vollständig. Sie können jetzt andere Stellen beteiligen.", "erfolg")
    return redirect(url_for("vorgaenge.uebersicht", vorgang_id=vorgang_id))

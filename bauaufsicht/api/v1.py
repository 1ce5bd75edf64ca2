"""`/api/v1`: take messages in, hand replies out."""

from base64 import b64encode
from contextlib import AbstractContextManager
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, g, jsonify, request, url_for

from bauaufsicht.api.fehler import NichtAngemeldet, create_problem
from bauaufsicht.api.openapi import create_beschreibung
from bauaufsicht.db.queries.bescheid import Anlagenangabe, list_anlagen
from bauaufsicht.db.uow import UnitOfWork, unit_of_work
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import ANONYM, Akteur, Aktion
from bauaufsicht.services.aufnahme import Datei, Lieferung, submit_lieferung
from bauaufsicht.services.ausgang import get_ausgang, list_ausgaenge
from bauaufsicht.services.bescheid import read_erlassenen
from bauaufsicht.services.bescheidversand import get_anlage
from bauaufsicht.services.konto import get_dienst

bp = Blueprint("api", __name__, url_prefix="/api/v1")
HOECHSTZAHL_SCHLUESSEL = 255
JE_SEITE = 100
STATUS = {
    Eingangsergebnis.ANGELEGT: 201,
    Eingangsergebnis.ZUGEORDNET: 201,
    Eingangsergebnis.PROTOKOLLIERT: 201,
    Eingangsergebnis.WIEDERHOLUNG: 200,
    Eingangsergebnis.ZU_KLAEREN: 202,
    Eingangsergebnis.EMPFANGEN: 202,
    Eingangsergebnis.ZURUECKGEWIESEN: 422,
}
# what each endpoint needs; the routes of the interface are in the rights matrix like the pages
AKTIONEN = {
    "api.eingaenge": Aktion.EINGANG_AUFNEHMEN,
    "api.ausgaenge": Aktion.AUSGAENGE_ABRUFEN,
    "api.ausgang": Aktion.AUSGAENGE_ABRUFEN,
    "api.anlage": Aktion.AUSGAENGE_ABRUFEN,
    "api.beschreibung": Aktion.SEITE_LESEN,
}


def _get_ports() -> Ports:
    ports: Ports = current_app.extensions["ports"]
    return ports


def _einheit(akteur: Akteur) -> AbstractContextManager[UnitOfWork]:
    return unit_of_work(akteur, _get_ports())


@bp.before_request
def check_token() -> None:
    """Every call but the description needs a token."""
    if AKTIONEN.get(request.endpoint or "") is Aktion.SEITE_LESEN:
        return
    art, _, token = request.headers.get("Authorization", "").partition(" ")
    if art.lower() != "bearer" or not token.strip():
        raise NichtAngemeldet
    with _einheit(ANONYM) as uow:
        dienst = get_dienst(uow, token.strip())
    if dienst is None:
        raise NichtAngemeldet
    g.akteur, g.dienstzugang_id = dienst


def _check_schluessel(schluessel: str) -> bool:
    return 0 < len(schluessel) <= HOECHSTZAHL_SCHLUESSEL and schluessel.isprintable()


@bp.post("/eingaenge")
def eingaenge() -> tuple[Response, int] | Response:
    """Take a message in: part `nachricht`, files under their dokumentid or as `anlagen`."""
    nachrichten = request.files.getlist("nachricht")
    if len(nachrichten) != 1:
        return create_problem(
            400,
            "Mehr als eine Nachricht" if nachrichten else "Nachricht fehlt",
            "Senden Sie multipart/form-data mit genau einem Teil „nachricht“ (XML, mit filename) "
            "und den Dateien der Anlagen.",
        )
    if request.form or not all(request.files):
        namen = ", ".join(f"„{name[:80]}“" for name in request.form if name) or "(ohne Namen)"
        return create_problem(
            400,
            "Teil ohne Namen",
            f"Ein Teil hat keinen Namen (name) oder keinen Dateinamen (filename): {namen}. Er kann "
            "nicht gespeichert werden. Es wurde nichts angenommen.",
        )
    (nachricht,) = nachrichten
    schluessel = request.headers.get("Idempotency-Key")
    if schluessel is not None and not _check_schluessel(schluessel):
        return create_problem(
            400, "Idempotency-Key", "Der Idempotency-Key muss 1 bis 255 sichtbare Zeichen haben."
        )
    dateien = [
        Datei(datei.filename or name, datei.stream, None if name == "anlagen" else name)
        for name, datei in request.files.items(multi=True)
        if name != "nachricht"
    ]
    lieferung = Lieferung(
        Eingangsweg.SCHNITTSTELLE,
        Datei(nachricht.filename or "", nachricht.stream),
        dateien,
        schluessel,
        g.dienstzugang_id,
    )
    ergebnis = submit_lieferung(partial(_einheit, g.akteur), lieferung)
    return jsonify(ergebnis.format_json()), STATUS[ergebnis.ergebnis]


@bp.get("/ausgaenge")
def ausgaenge() -> dict[str, Any]:
    """Replies, oldest first; `?neu=nein` lists fetched ones too, `?nach=ID` goes on behind one."""
    nur_neue = request.args.get("neu", "ja") != "nein"
    nach = request.args.get("nach", type=UUID)
    if nach is None and "nach" in request.args:
        raise NichtSichtbar
    with _einheit(g.akteur) as uow:
        gefunden, mehr = list_ausgaenge(uow, nur_neue=nur_neue, anzahl=JE_SEITE, nach=nach)
        anlagen = list_anlagen(uow.session, [a.id for a in gefunden])
        neu = "ja" if nur_neue else "nein"
        return {
            "weiter": url_for("api.ausgaenge", neu=neu, nach=gefunden[-1].id) if mehr else None,
            "ausgaenge": [
                {
                    "id": str(a.id),
                    "nachricht": a.nummer,
                    "version": a.version,
                    "empfaenger": a.empfaenger_kennung,
                    "eingang_id": str(a.eingang_id),
                    "vorgang_id": str(a.vorgang_id) if a.vorgang_id else None,
                    "erstellt_am": a.erstellt_am.isoformat(),
                    "abgerufen_am": a.abgerufen_am.isoformat() if a.abgerufen_am else None,
                    "sha256": a.sha256,
                    "schema_geprueft": a.gueltig,
                    "url": url_for("api.ausgang", ausgang_id=a.id),
                    "anlagen": _format_anlagen(a.id, anlagen.get(a.id)),
                }
                for a in gefunden
            ],
        }


def _format_anlagen(ausgang_id: UUID, anlage: Anlagenangabe | None) -> list[dict[str, Any]]:
    if anlage is None:
        return []
    return [
        {
            "dokumentid": anlage.dokumentid,
            "dateiname": anlage.dateiname,
            "groesse": anlage.groesse,
            "sha256": anlage.sha256,
            "url": url_for("api.anlage", ausgang_id=ausgang_id, anlage_id=anlage.id),
        }
    ]


@bp.get("/ausgaenge/<uuid:ausgang_id>/anlagen/<uuid:anlage_id>")
def anlage(ausgang_id: UUID, anlage_id: UUID) -> Response:
    """The file that a reply names by its dokumentid; the list of replies says where it is."""
    with _einheit(g.akteur) as uow:
        angabe = get_anlage(uow, ausgang_id, anlage_id)
        inhalt = read_erlassenen(uow.ports.ablage, angabe.schluessel, angabe.sha256)
    antwort = Response(inhalt, mimetype="application/pdf")
    antwort.headers["Content-Disposition"] = f'attachment; filename="{angabe.dateiname}"'
    antwort.headers["Repr-Digest"] = f"sha-256=:{_format_base64(angabe.sha256)}:"
    return antwort


def _format_base64(sha256: str) -> str:
    """A checksum as RFC 9530 writes it."""
    return b64encode(bytes.fromhex(sha256)).decode("ascii")


@bp.get("/ausgaenge/<uuid:ausgang_id>")
def ausgang(ausgang_id: UUID) -> Response:
    """A reply as XML; the first retrieval is recorded."""
    with _einheit(g.akteur) as uow:
        gefunden = get_ausgang(uow, ausgang_id)
        inhalt, nummer = gefunden.inhalt, gefunden.nummer
    antwort = Response(inhalt, mimetype="application/xml")
    antwort.headers["Content-Disposition"] = f'attachment; filename="{nummer}-{ausgang_id}.xml"'
    return antwort


@bp.get("/openapi.json")
def beschreibung() -> dict[str, Any]:
    """The description of this interface (OpenAPI 3.1)."""
    return create_beschreibung()

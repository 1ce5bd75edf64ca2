"""Reading what is uploaded, and answering: JSON to the script, pages to everybody else."""

import logging
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge
from werkzeug.wrappers import Response as Antwort

from bauaufsicht.domain.fehler import AblageFehler, Fachfehler, NichtErlaubt, NichtSichtbar
from bauaufsicht.domain.unterlage import HOECHSTGROESSE_DATEI, MAENGEL, Mangel
from bauaufsicht.services.hochladen import Hochladeergebnis, Hochladung
from bauaufsicht.web.einstellungen import HOECHSTGROESSE_HOCHLADEN as HOECHSTGROESSE_ANFRAGE
from bauaufsicht.web.fehler import TEXTE, render_abgelaufen, render_fehler

__all__ = ["HOECHSTGROESSE_ANFRAGE"]

FORMULARE = ("multipart/form-data", "application/x-www-form-urlencoded")
NAMENSKOPF = "X-Dateiname"
DATEIEN = "dateien-"
KENNUNG = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
log = logging.getLogger(__name__)

OHNE_LAENGE = (
    "Ihr Browser hat nicht gesagt, wie groß die Datei ist.",
    "Versuchen Sie es mit einem anderen Browser oder ohne zwischengeschaltetes Programm.",
)
ZU_GROSS = (MAENGEL[Mangel.ZU_GROSS], "Eine Sendung darf zusammen höchstens 1 GB haben.")
ABGEMELDET = (
    "Dieses Formular ist abgelaufen, weil Ihre Anmeldung geendet hat.",
    "Laden Sie die Seite neu, melden Sie sich an und laden Sie die Datei noch einmal hoch.",
)
ABGEBROCHEN = ("Die Datei kam nicht vollständig an.", "Versuchen Sie es noch einmal.")
FEHLER: dict[type[Exception], tuple[int, tuple[str, str]]] = {
    NichtSichtbar: (404, TEXTE[404]),
    NichtErlaubt: (403, TEXTE[403]),
    AblageFehler: (503, TEXTE[503]),
    CSRFError: (400, ABGEMELDET),
    LengthRequired: (411, OHNE_LAENGE),
    RequestEntityTooLarge: (413, ZU_GROSS),
    BadRequest: (400, ABGEBROCHEN),
}


def init_fehler(bp: Blueprint) -> None:
    """Let the script read every refusal: it cannot follow a page."""

    def antworte(fehler: Exception) -> Antwort | tuple[Antwort | str, int]:
        code, (text, rat) = next(w for typ, w in FEHLER.items() if isinstance(fehler, typ))
        if isinstance(fehler, AblageFehler):
            log.error("storage: %s", fehler)
        if check_json():
            return jsonify(fehler=[f"{text} {rat}"]), code
        if isinstance(fehler, CSRFError):
            return render_abgelaufen()
        return render_fehler(code, text, rat)

    def lehne_ab(fehler: Fachfehler) -> Antwort | tuple[Antwort | str, int]:
        if check_json():
            return jsonify(fehler=[str(fehler)]), 422
        return render_fehler(409, str(fehler), "Gehen Sie zurück und laden Sie die Seite neu.")

    for typ in FEHLER:
        bp.register_error_handler(typ, antworte)
    bp.register_error_handler(Fachfehler, lehne_ab)


def check_json() -> bool:
    """Whether the script asks, and not a form."""
    return request.accept_mimetypes.best == "application/json"


def check_formular() -> bool:
    """Whether the body is a form, and not a file."""
    return request.mimetype in FORMULARE


def read_dokument(ziel_id: UUID) -> UUID | None:
    """The document of which the file is to be the next Fassung; NichtSichtbar for nonsense."""
    if check_formular():
        wert = request.form.get(f"dokument-{ziel_id}")
    else:
        wert = request.args.get("dokument")
    try:
        return UUID(wert) if wert else None
    except ValueError:
        raise NichtSichtbar from None


def read_koerper() -> Hochladung:
    """The raw body as one file; it is read when it is stored."""
    if request.content_length is None:
        raise LengthRequired
    if request.content_length > HOECHSTGROESSE_DATEI:
        raise RequestEntityTooLarge
    name = unquote(request.headers.get(NAMENSKOPF, ""), errors="replace")
    return Hochladung(name, request.stream, request.content_length)


def list_dateien(ziel_id: UUID) -> Iterator[Hochladung]:
    """The files of the form for one place."""
    for datei in request.files.getlist(f"{DATEIEN}{ziel_id}"):
        if datei.filename:
            yield Hochladung(datei.filename, datei.stream)


def list_ziele(gedrueckt: UUID) -> list[UUID]:
    """The places of the form, that of its button first; a page can have several."""
    namen = (n.removeprefix(DATEIEN) for n in request.files if n.startswith(DATEIEN))
    alle = (UUID(name) for name in namen if KENNUNG.fullmatch(name))
    return [gedrueckt, *(ziel_id for ziel_id in alle if ziel_id != gedrueckt)]


def format_meldungen(ergebnisse: Iterable[Hochladeergebnis | str]) -> Iterator[tuple[str, str]]:
    """What a person is told about the files of one form: text and kind, refusals as text."""
    neue = 0
    for ergebnis in ergebnisse:
        if isinstance(ergebnis, str):
            yield ergebnis, "fehler"
        elif ergebnis.wiederholt:
            yield f"„{ergebnis.dateiname}“ lag hier schon; nichts ist doppelt.", "hinweis"
        else:
            neue += 1
    if neue == 1:
        yield "Eine Datei ist angekommen. Sie wird jetzt geprüft.", "erfolg"
    elif neue:
        yield f"{neue} Dateien sind angekommen. Sie werden jetzt geprüft.", "erfolg"


def format_ergebnis(ergebnis: Hochladeergebnis) -> Response:
    """What the script is told."""
    return jsonify(
        fassung=str(ergebnis.fassung_id),
        dokument=str(ergebnis.dokument_id),
        nummer=ergebnis.nummer,
        dateiname=ergebnis.dateiname,
        groesse=ergebnis.groesse,
        wiederholt=ergebnis.wiederholt,
    )

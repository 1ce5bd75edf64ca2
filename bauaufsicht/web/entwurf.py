"""Drafts of forms: what was typed comes back with the page."""

import json
from collections.abc import Iterable, Mapping, Sequence

from flask import request
from werkzeug.datastructures import MultiDict

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import entwurf as abfragen
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.services.entwurf import close_entwurf, record_entwurf
from bauaufsicht.web.guards import check_ziel
from bauaufsicht.web.sitzung import get_akteur

NICHT_BEHALTEN = frozenset({"csrf_token", "passwort", "mehr", "weg", "seite", "zurueck"})
HOCHLADEFELDER = ("dateien-", "dokument-")
FASSUNG = "fassung"  # what the reader saw when typing began; nothing that was typed


def get_entwurf() -> MultiDict[str, str] | None:
    """What the reader typed into the form on this page and did not send.

    None when the address asks for what is saved. The version under FASSUNG is -1 where the draft
    does not know which one it was typed on.
    """
    if "gespeichert" in request.args:
        return None
    felder = abfragen.get_entwurf(get_session(), get_akteur().konto_id, request.path)
    if felder is None:
        return None
    paare = [(name, wert) for name, werte in felder.items() for wert in werte]
    return MultiDict(paare if FASSUNG in felder else [(FASSUNG, "-1"), *paare])


def record_eigenen_entwurf(uow: UnitOfWork) -> None:
    """Keep what was typed in the form that this request came from and is not about."""
    seite = check_ziel(request.form.get("seite"))
    if seite is not None:
        record_entwurf(uow, seite, get_felder(request.form.lists()))


def close_eigenen_entwurf(uow: UnitOfWork) -> None:
    """The form was sent; its page is named in it where it goes to another address."""
    close_entwurf(uow, check_ziel(request.form.get("seite")) or request.path)


def get_eingaben() -> str:
    """The text fields of this request and their page, to be handed through a log-in; "" if there
    is nothing to keep.
    """
    seite = check_ziel(request.form.get("seite"))
    felder = get_felder(request.form.lists())
    getippt = (w for name, werte in felder.items() if name != FASSUNG for w in werte)
    if seite is None or not any(w.strip() for w in getippt):
        return ""
    return json.dumps({"seite": seite, "felder": felder}, ensure_ascii=False)


def record_eingaben(uow: UnitOfWork, eingaben: str) -> str | None:
    """Make a draft of what was handed through the log-in; the page it belongs to."""
    try:
        inhalt = json.loads(eingaben)
        seite = check_ziel(str(inhalt["seite"]))
        felder = {str(n): [str(w) for w in werte] for n, werte in inhalt["felder"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if seite is not None:
        record_entwurf(uow, seite, get_felder(felder.items()))
    return seite


def get_felder(paare: Iterable[tuple[str, Sequence[str]]]) -> Mapping[str, list[str]]:
    """What of a form is worth keeping."""
    return {
        name: list(werte)
        for name, werte in paare
        if name not in NICHT_BEHALTEN and not name.startswith(HOCHLADEFELDER)
    }

"""Drafts of forms: what was typed comes back with the page."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.datastructures import MultiDict

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import entwurf as abfragen
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.services.entwurf import close_entwurf, record_entwurf
from bauaufsicht.web.guards import check_ziel
from bauaufsicht.web.sitzung import get_akteur

NICHT_BEHALTEN = frozenset({"csrf_token", "passwort", "fassung", "mehr", "weg", "seite"})


@dataclass(frozen=True, slots=True)
class Entwurf:
    """A draft of this page."""

    felder: MultiDict[str, str]
    gespeichert_am: datetime


def get_entwurf() -> Entwurf | None:
    """The reader's draft of the form on this page."""
    zeile = abfragen.get_entwurf(get_session(), get_akteur().konto_id, request.path)
    if zeile is None:
        return None
    paare = [(name, wert) for name, werte in zeile.felder.items() for wert in werte]
    return Entwurf(MultiDict(paare), zeile.gespeichert_am)


def close_eigenen_entwurf(uow: UnitOfWork) -> None:
    """The form was sent; its page is named in it where it goes to another address."""
    close_entwurf(uow, check_ziel(request.form.get("seite")) or request.path)


def get_eingaben() -> str:
    """The text fields of this request and their page, to be handed through a log-in; "" if there
    is nothing to keep.
    """
    seite = check_ziel(request.form.get("seite"))
    felder = get_felder(request.form.lists())
    if seite is None or not any(w.strip() for werte in felder.values() for w in werte):
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
    return {name: list(werte) for name, werte in paare if name not in NICHT_BEHALTEN}

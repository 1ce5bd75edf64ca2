"""Drafts of forms: what was typed comes back with the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.datastructures import MultiDict

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import entwurf as abfragen
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.services.entwurf import close_entwurf
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
    close_entwurf(uow, request.form.get("seite") or request.path)


def get_felder(paare: Iterable[tuple[str, Sequence[str]]]) -> Mapping[str, list[str]]:
    """What of a form is worth keeping."""
    return {name: list(werte) for name, werte in paare if name not in NICHT_BEHALTEN}

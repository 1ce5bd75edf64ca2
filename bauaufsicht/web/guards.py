"""Every route names its Aktion; a request without the right never reaches the view."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from bauaufsicht.domain.fehler import NichtErlaubt
from bauaufsicht.domain.rechte import OHNE_OBJEKT, Akteursart, Aktion, Kontext, check_erlaubt
from bauaufsicht.web.sitzung import get_akteur

P = ParamSpec("P")
R = TypeVar("R")
OHNE_AKTION = frozenset({"static"})


def requires(aktion: Aktion) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare the right of a view; objects are checked where they are loaded."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.aktion = aktion  # type: ignore[attr-defined]
        return view

    return declare


def init_guards(app: Flask) -> None:
    """Check the declared right before every view of the pages."""

    @app.before_request
    def check_recht() -> Response | None:
        endpunkt = request.endpoint
        if endpunkt is None or endpunkt in OHNE_AKTION or request.blueprint == "api":
            return None
        aktion: Aktion = vars(app.view_functions[endpunkt])["aktion"]
        akteur = get_akteur()
        if aktion in OHNE_OBJEKT and check_erlaubt(aktion, Kontext(akteur)):
            return None
        if akteur.art is Akteursart.ANONYM:
            weiter = request.full_path if request.method == "GET" else None
            return redirect(url_for("anmeldung.anmelden", weiter=weiter))
        if aktion in OHNE_OBJEKT:
            raise NichtErlaubt(aktion)
        return None


def check_ziel(ziel: str | None) -> str | None:
    """A local path to go on to, or None: nothing that could lead to another host."""
    if not ziel or not ziel.startswith("/") or ziel.startswith(("//", "/\\")):
        return None
    if any(not z.isprintable() or z == "\\" for z in ziel):
        return None
    teile = urlsplit(ziel)
    return None if teile.scheme or teile.netloc else ziel

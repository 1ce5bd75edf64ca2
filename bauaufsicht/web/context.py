"""What every page gets: the object `seite`, formats and labels."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, get_flashed_messages, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined

from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import Aktion, Kontext, Kontorolle, check_erlaubt
from bauaufsicht.web import formate, labels
from bauaufsicht.web.sitzung import get_sitzung


@dataclass(frozen=True, slots=True)
class Weg:
    """An item of the main navigation or the footer."""

    name: str
    url: str
    aktiv: bool = False
    anzahl: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who is logged in, as the head shows it."""

    name: str
    rolle: str


@dataclass(frozen=True, slots=True)
class Seite:
    """The frame of a page."""

    schulung: bool
    behoerde: str | None
    navigation: tuple[Weg, ...]
    suche_url: str | None
    suchtext: str
    benutzer: Person | None
    abmelden_url: str
    meldungen: tuple[tuple[str, str], ...]
    fusszeile: tuple[Weg, ...]
    dichte: str

    @property
    def csrf(self) -> str:
        """The token for a form; asking for it opens a session, so pages without form do not."""
        return str(generate_csrf())


AUSSEN = (Kontorolle.ANTRAGSTELLER, Kontorolle.ENTWURFSVERFASSER, Kontorolle.BETEILIGTE_STELLE)


def get_ports() -> Ports:
    """The ports of the running application."""
    ports: Ports = current_app.extensions["ports"]
    return ports


def create_seite() -> Seite:
    """The frame for the present request."""
    sitzung = get_sitzung()
    config = current_app.extensions["einstellungen"]
    rolle = sitzung.akteur.rolle if sitzung else None
    listet = rolle is not None and rolle is not Kontorolle.BETRIEB
    return Seite(
        schulung=config.schulung,
        behoerde=(sitzung.behoerde or sitzung.stelle or None) if sitzung else None,
        navigation=_create_navigation(),
        suche_url=url_for("vorgaenge.liste") if listet else None,
        suchtext=request.args.get("q", "") if request.endpoint == "vorgaenge.liste" else "",
        benutzer=Person(sitzung.akteur.name, labels.KONTOROLLEN[rolle])
        if sitzung and rolle
        else None,
        abmelden_url=url_for("anmeldung.abmelden"),
        meldungen=_get_meldungen(),
        fusszeile=_create_fusszeile(config),
        dichte="weit" if rolle in (None, *AUSSEN) else "kompakt",
    )


def _get_meldungen() -> tuple[tuple[str, str], ...]:
    """Messages for this page; Flask's type leaves open whether they come with their kind."""
    return tuple(
        (eintrag[0], eintrag[1])
        for eintrag in get_flashed_messages(with_categories=True)
        if isinstance(eintrag, tuple | list)
    )


def _create_navigation() -> tuple[Weg, ...]:
    sitzung = get_sitzung()
    if sitzung is None:
        return ()
    kontext = Kontext(sitzung.akteur)
    bereich = request.blueprint
    name = "Meine Vorgänge" if sitzung.akteur.rolle in AUSSEN else "Arbeitsvorrat"
    wege = []
    if check_erlaubt(Aktion.ANFRAGEN_LISTEN, kontext):
        name = "Vorgänge"
        anfragen = url_for("beteiligung.anfragen")
        wege.append(
            Weg("Anfragen", anfragen, bereich == "beteiligung", sitzung.offene_anfragen or None)
        )
    if check_erlaubt(Aktion.VORGAENGE_LISTEN, kontext):
        wege.append(Weg(name, url_for("vorgaenge.liste"), bereich == "vorgaenge"))
    if check_erlaubt(Aktion.EINGAENGE_LISTEN, kontext):
        wege.append(
            Weg(
                "Eingang",
                url_for("eingaenge.liste"),
                bereich == "eingaenge",
                sitzung.zu_klaeren or None,
            )
        )
    if current_app.extensions["einstellungen"].schulung:
        wege.append(Weg("Postfach", url_for("postfach.zeigen"), bereich == "postfach"))
    if check_erlaubt(Aktion.BETRIEB_LESEN, kontext):
        wege.append(Weg("Betrieb", url_for("betrieb.stand"), bereich == "betrieb"))
    return tuple(wege)


def _create_fusszeile(config: Any) -> tuple[Weg, ...]:
    eigene = [
        Weg("Hilfe", url_for("hilfe.uebersicht")),
        Weg("Begriffe", url_for("hilfe.glossar")),
    ]
    return (*eigene, *(Weg(name, url) for name, url in config.rechtliches))


def init_context(app: Flask) -> None:
    """Give templates the frame, the formats and the labels; a missing name is an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(labels=labels, formate=formate)

    @app.context_processor
    def add_seite() -> dict[str, Any]:
        return {"seite": create_seite(), "heute": formate.get_tag(get_ports().uhr.jetzt())}

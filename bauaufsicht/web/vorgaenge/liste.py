"""The list of cases: filter from the address, table or cards, pages."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import url_for
from werkzeug.datastructures import MultiDict

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries.vorgang import (
    SORTIERUNGEN,
    Fristlage,
    Vorgangsfilter,
    Vorgangszeile,
    Zaehlung,
    Zustaendig,
    get_anzahl,
    get_zaehlung,
    list_vorgaenge,
)
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from bauaufsicht.web import formate, labels
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.seiten import Seitenteile, compute_seiten
from bauaufsicht.web.sitzung import get_akteur

HOECHSTE_SEITE = 100_000
WENIGE = 5  # so few cases need no filter
SPALTEN = (
    ("frist", "Frist"),
    ("vorhaben", "Vorhaben"),
    ("eingang", "Nächster Schritt"),
    ("", "Am Zug"),
)
SORTIERBAR = frozenset({"frist", "vorhaben"})

Wahl = TypeVar("Wahl", bound=StrEnum)
Filterwahl = list[tuple[str, str, int, bool]]  # value, text, count, chosen


@dataclass(frozen=True, slots=True)
class Liste:
    """What the template shows."""

    zeilen: list[Vorgangszeile]
    anzahl: int
    alle: int
    stand: str
    filter: Vorgangsfilter
    spalten: list[dict[str, str]]
    fristen: Filterwahl
    zustaendig: Filterwahl
    zustaende: Filterwahl
    verfahren: Filterwahl
    sortierungen: list[tuple[str, str]]
    seiten: Seitenteile
    gefiltert: bool
    wenige: bool
    konto_id: UUID | None
    stelle: bool  # the reader is a Gemeinde or another body


def _list_werte(args: MultiDict[str, str], name: str, art: type[Wahl]) -> tuple[Wahl, ...]:
    return tuple(art(wert) for wert in args.getlist(name) if wert in set(art))


def read_filter(args: MultiDict[str, str]) -> Vorgangsfilter:
    """The filter of an address; what is unknown in it is left out."""
    sortierung = args.get("sortierung", "frist")
    return Vorgangsfilter(
        zustaende=_list_werte(args, "zustand", Zustand),
        verfahren=_list_werte(args, "verfahren", Verfahren),
        fristen=_list_werte(args, "frist", Fristlage),
        zustaendig=_list_werte(args, "zustaendig", Zustaendig),
        suche=args.get("q", "")[:200].replace("\0", " "),
        sortierung=sortierung if sortierung in SORTIERUNGEN else "frist",
        absteigend=args.get("richtung") == "ab",
        seite=min(max(args.get("seite", 1, type=int), 1), HOECHSTE_SEITE),
        heute=formate.get_tag(get_ports().uhr.jetzt()),
    )


def compute_args(gefiltert: Vorgangsfilter) -> dict[str, Any]:
    """The address of a filter."""
    args: dict[str, Any] = {
        "q": gefiltert.suche or None,
        "frist": [f.value for f in gefiltert.fristen],
        "zustaendig": [z.value for z in gefiltert.zustaendig],
        "zustand": [z.value for z in gefiltert.zustaende],
        "verfahren": [v.value for v in gefiltert.verfahren],
        "sortierung": gefiltert.sortierung if gefiltert.sortierung != "frist" else None,
        "richtung": "ab" if gefiltert.absteigend else None,
        "seite": gefiltert.seite if gefiltert.seite > 1 else None,
    }
    return {name: wert for name, wert in args.items() if wert}


def _url(gefiltert: Vorgangsfilter) -> str:
    return url_for("vorgaenge.liste", **compute_args(gefiltert))


def get_liste(gefiltert: Vorgangsfilter) -> Liste:
    """The list for the present reader (3 queries)."""
    akteur = get_akteur()
    heute = gefiltert.heute or formate.get_tag(get_ports().uhr.jetzt())
    zaehlung = get_zaehlung(get_session(), akteur, heute)
    alle = zaehlung.zustaende.total()
    eng = any(
        (
            gefiltert.zustaende,
            gefiltert.verfahren,
            gefiltert.fristen,
            gefiltert.zustaendig,
            gefiltert.suche,
        )
    )
    anzahl = get_anzahl(get_session(), akteur, gefiltert) if eng else alle
    return Liste(
        zeilen=list_vorgaenge(get_session(), akteur, gefiltert),
        anzahl=anzahl,
        alle=alle,
        stand=_format_stand(anzahl, alle, zaehlung, gefiltert=eng),
        filter=gefiltert,
        spalten=_compute_spalten(gefiltert),
        fristen=_create_wahl(Fristlage, labels.FRISTEN, zaehlung.fristen, gefiltert.fristen),
        zustaendig=_create_wahl(
            Zustaendig, labels.ZUSTAENDIGKEITEN, zaehlung.zustaendig, gefiltert.zustaendig
        ),
        zustaende=_create_wahl(Zustand, labels.ZUSTAENDE, zaehlung.zustaende, gefiltert.zustaende),
        verfahren=_create_wahl(
            Verfahren, labels.VERFAHREN_KURZ, zaehlung.verfahren, gefiltert.verfahren
        ),
        sortierungen=list(labels.SORTIERUNGEN.items()),
        seiten=compute_seiten(
            anzahl, gefiltert.seite, gefiltert.je_seite, lambda n: _url(replace(gefiltert, seite=n))
        ),
        gefiltert=eng,
        wenige=alle <= WENIGE and not eng,
        konto_id=akteur.konto_id,
        stelle=akteur.stelle_id is not None,
    )


def _create_wahl(
    art: type[StrEnum], worte: Any, anzahlen: Any, gewaehlte: tuple[StrEnum, ...]
) -> Filterwahl:
    """Choices that would show something, and those that are set."""
    return [
        (wert.value, worte[wert], anzahlen[wert], wert in gewaehlte)
        for wert in art
        if anzahlen[wert] or wert in gewaehlte
    ]


def _format_stand(anzahl: int, alle: int, zaehlung: Zaehlung, *, gefiltert: bool) -> str:
    """`11 Vorgänge · 2 heute fällig · 5 diese Woche · 3 bei mir`."""
    if gefiltert:
        return f"{anzahl} von {alle} Vorgängen"
    teile = ["1 Vorgang" if alle == 1 else f"{alle} Vorgänge"]
    if n := zaehlung.fristen[Fristlage.FAELLIG]:
        teile.append(f"{n} heute fällig oder überschritten")
    if n := zaehlung.fristen[Fristlage.WOCHE]:
        teile.append(f"{n} diese Woche fällig")
    if n := zaehlung.zustaendig[Zustaendig.ICH]:
        teile.append(f"{n} bei mir")
    return " · ".join(teile)


def _compute_spalten(gefiltert: Vorgangsfilter) -> list[dict[str, str]]:
    spalten = []
    for name, titel in SPALTEN:
        spalte = {"titel": titel}
        if name in SORTIERBAR:
            aktiv = gefiltert.sortierung == name
            ab = aktiv and not gefiltert.absteigend
            spalte["url"] = _url(replace(gefiltert, sortierung=name, absteigend=ab, seite=1))
            if aktiv:
                spalte["richtung"] = "ab" if gefiltert.absteigend else "auf"
        spalten.append(spalte)
    return spalten

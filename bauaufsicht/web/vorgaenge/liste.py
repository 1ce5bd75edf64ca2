"""The list of cases: filter from the address, table or cards, pages."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import url_for
from werkzeug.datastructures import MultiDict

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries.vorgang import (
    SORTIERUNGEN,
    Vorgangsfilter,
    Vorgangszeile,
    get_anzahl,
    get_anzahlen,
    list_vorgaenge,
)
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from bauaufsicht.web import labels
from bauaufsicht.web.seiten import Seitenteile, compute_seiten
from bauaufsicht.web.sitzung import get_akteur

HOECHSTE_SEITE = 100_000
SPALTEN = (
    ("frist", "Frist"),
    ("vorhaben", "Vorhaben"),
    ("ort", "Ort"),
    ("eingang", "Eingegangen"),
    ("", "Nächster Schritt"),
    ("", "Am Zug"),
)


@dataclass(frozen=True, slots=True)
class Liste:
    """What the template shows."""

    zeilen: list[Vorgangszeile]
    anzahl: int
    alle: int
    filter: Vorgangsfilter
    spalten: list[dict[str, str]]
    zustaende: list[tuple[str, str, int, bool]]
    verfahren: list[tuple[str, str, int, bool]]
    seiten: Seitenteile
    gefiltert: bool
    konto_id: UUID | None


def read_filter(args: MultiDict[str, str]) -> Vorgangsfilter:
    """The filter of an address; what is unknown in it is left out."""
    sortierung = args.get("sortierung", "frist")
    return Vorgangsfilter(
        zustaende=tuple(Zustand(z) for z in args.getlist("zustand") if z in set(Zustand)),
        verfahren=tuple(Verfahren(v) for v in args.getlist("verfahren") if v in set(Verfahren)),
        suche=args.get("q", "")[:200].replace("\0", " "),
        sortierung=sortierung if sortierung in SORTIERUNGEN else "frist",
        absteigend=args.get("richtung") == "ab",
        seite=min(max(args.get("seite", 1, type=int), 1), HOECHSTE_SEITE),
    )


def compute_args(gefiltert: Vorgangsfilter) -> dict[str, Any]:
    """The address of a filter."""
    args: dict[str, Any] = {
        "q": gefiltert.suche or None,
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
    zustaende, verfahren = get_anzahlen(get_session(), akteur)
    alle = sum(zustaende.values())
    eng = bool(gefiltert.zustaende or gefiltert.verfahren or gefiltert.suche)
    anzahl = get_anzahl(get_session(), akteur, gefiltert) if eng else alle
    return Liste(
        zeilen=list_vorgaenge(get_session(), akteur, gefiltert),
        anzahl=anzahl,
        alle=alle,
        filter=gefiltert,
        spalten=_compute_spalten(gefiltert),
        zustaende=[
            (z.value, labels.ZUSTAENDE[z], n, z in gefiltert.zustaende)
            for z in Zustand
            if (n := zustaende.get(z, 0))
        ],
        verfahren=[
            (v.value, labels.VERFAHREN_KURZ[v], n, v in gefiltert.verfahren)
            for v in Verfahren
            if (n := verfahren.get(v, 0))
        ],
        seiten=compute_seiten(
            anzahl, gefiltert.seite, gefiltert.je_seite, lambda n: _url(replace(gefiltert, seite=n))
        ),
        gefiltert=eng,
        konto_id=akteur.konto_id,
    )


def _compute_spalten(gefiltert: Vorgangsfilter) -> list[dict[str, str]]:
    spalten = []
    for name, titel in SPALTEN:
        spalte = {"titel": titel}
        if name:
            aktiv = gefiltert.sortierung == name
            ab = aktiv and not gefiltert.absteigend
            spalte["url"] = _url(replace(gefiltert, sortierung=name, absteigend=ab, seite=1))
            if aktiv:
                spalte["richtung"] = "ab" if gefiltert.absteigend else "auf"
        spalten.append(spalte)
    return spalten

"""What the page of the checks shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from flask import render_template

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import pruefung as abfragen
from bauaufsicht.db.queries.kataster import get_neuester_datenwechsel
from bauaufsicht.db.queries.vorgang import Vorgangskopf
from bauaufsicht.domain.pruefung import Pruefergebnis, format_wert
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.umriss import Umrissquelle, format_koordinaten
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.web import labels, raum
from bauaufsicht.web.forms.basis import Fassungsformular
from bauaufsicht.web.forms.pruefung import Umrissformular, Vorgabeformular

LEGENDE = ("eigen", "nachbar", "umriss", "abstand", "ueberstand")


@dataclass(frozen=True, slots=True)
class Pruefungsseite:
    """The page: the newest run, what it rests on, whether the cadastre is newer."""

    lauf: abfragen.Lauf | None
    grundriss: abfragen.Grundriss | None
    vorgabe: abfragen.Vorgabe | None
    offene: int
    veraltet: bool
    legende: list[tuple[str, str]]
    kartentabelle: list[tuple[str, str]]
    darf: bool


def render_pruefung(
    kopf: Vorgangskopf, vorgabe: Vorgabeformular | None = None, status: int = 200
) -> tuple[str, int]:
    """The page, also with a form that was not accepted."""
    inhalt = get_seite(kopf)
    formular = vorgabe or _create_vorgabeformular(kopf, inhalt.vorgabe)
    return render_template(
        "pruefung/zeigen.html",
        raum=raum.create_raum(kopf, "pruefung.zeigen"),
        inhalt=inhalt,
        vorgabe=formular,
        format_messwert=format_messwert,
        erneut=Fassungsformular(formdata=None, fassung=kopf.fassung),
        fehler=status >= 400,
    ), status


def get_seite(kopf: Vorgangskopf) -> Pruefungsseite:
    """Everything of the page (4 queries)."""
    session = get_session()
    lauf = abfragen.get_letzter_lauf(session, kopf.id)
    wechsel = get_neuester_datenwechsel(session)
    return Pruefungsseite(
        lauf=lauf,
        grundriss=abfragen.get_grundriss(session, kopf.id),
        vorgabe=abfragen.get_vorgabe(session, kopf.id),
        offene=sum(e.offen for e in lauf.ergebnisse) if lauf else 0,
        veraltet=lauf is not None and wechsel is not None and wechsel > lauf.erstellt_am,
        legende=_list_legende(lauf),
        kartentabelle=list(_list_kartentabelle(lauf)),
        darf=kopf.check(Aktion.GRUNDRISS_FESTLEGEN),
    )


def _create_vorgabeformular(
    kopf: Vorgangskopf, vorgabe: abfragen.Vorgabe | None
) -> Vorgabeformular:
    grz = vorgabe.grz_hoechstens if vorgabe else None
    return Vorgabeformular(
        formdata=None,
        fassung=kopf.fassung,
        grz=f"{grz:g}".replace(".", ",") if grz else "",
        herkunft=vorgabe.grz_herkunft if vorgabe else "",
    )


def create_umrissformular(kopf: Vorgangskopf) -> Umrissformular:
    """The form as it opens: with the corners of the footprint that counts."""
    grundriss = abfragen.get_grundriss(get_session(), kopf.id)
    quelle = Umrissquelle.ANTRAG if kopf.hat_geometrie else Umrissquelle.KOORDINATEN
    eckpunkte = ""
    if grundriss is not None:
        quelle = Umrissquelle.KOORDINATEN
        eckpunkte = format_koordinaten(shapely.from_wkb(grundriss.wkb))
    formular = Umrissformular(
        formdata=None, fassung=kopf.fassung, quelle=quelle.value, koordinaten=eckpunkte
    )
    formular.set_wahl(kopf.hat_geometrie)
    return formular


def render_umriss(
    kopf: Vorgangskopf, formular: Umrissformular, status: int = 200
) -> tuple[str, int]:
    """The page of the footprint."""
    return render_template(
        "pruefung/grundriss.html",
        raum=raum.create_raum(kopf, "pruefung.zeigen"),
        formular=formular,
        bereich=get_landesrecht(kopf.land).lagebereich,
        fehler=status >= 400,
    ), status


def _list_objekte(lauf: abfragen.Lauf | None) -> list[dict[str, Any]]:
    return [o["properties"] for o in lauf.karte["features"]] if lauf else []


def _list_legende(lauf: abfragen.Lauf | None) -> list[tuple[str, str]]:
    da = {o["art"] for o in _list_objekte(lauf)}
    return [(art, labels.KARTENARTEN[art]) for art in LEGENDE if art in da]


def _list_kartentabelle(lauf: abfragen.Lauf | None) -> Iterator[tuple[str, str]]:
    """The map as rows: kind, name or measure; parcels farther off are left out."""
    objekte = _list_objekte(lauf)
    for art in LEGENDE:
        for objekt in (o for o in objekte if o["art"] == art):
            name = "" if objekt["name"] == labels.KARTENARTEN[art] else objekt["name"]
            yield labels.KARTENARTEN[art], f"{objekt['text']} {name}".strip()


def format_messwert(ergebnis: Pruefergebnis) -> str:
    """`gemessen 0,10 m · gefordert mindestens 3,00 m · Unsicherheit 0,05 m · § 6 …`.

    What is only counted, the sentence says.
    """
    teile: list[str] = []
    if ergebnis.stellen and ergebnis.gemessen is not None:
        wort = labels.GROESSEN.get(ergebnis.kennung, labels.GEMESSEN)
        teile.append(f"{wort} {_format(ergebnis, ergebnis.gemessen)}")
    if ergebnis.stellen and ergebnis.gefordert is not None:
        wort = labels.VERGLEICHE.get(ergebnis.vergleich, "") if ergebnis.vergleich else ""
        teile.append(
            " ".join(
                t for t in (labels.GEFORDERT, wort, _format(ergebnis, ergebnis.gefordert)) if t
            )
        )
    if ergebnis.toleranz:
        teile.append(f"{labels.UNSICHERHEIT} {_format(ergebnis, ergebnis.toleranz)}")
    return " · ".join([*teile, *([ergebnis.norm] if ergebnis.norm else [])])


def _format(ergebnis: Pruefergebnis, wert: float) -> str:
    return f"{format_wert(wert, ergebnis.stellen)} {ergebnis.einheit}".strip()

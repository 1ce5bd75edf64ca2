"""Finding the parcels of an application in the cadastre."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import shapely
from sqlalchemy import select

from bauaufsicht.db.models import Vorgang, Vorgangsflurstueck
from bauaufsicht.db.queries.kataster import (
    Gemarkungszeile,
    Katasterzeile,
    list_flurstuecke,
    list_fruehere,
    list_geladene_gemarkungen,
    list_gemarkungen,
)
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.flurstueckskennzeichen import (
    Flurstuecksangabe,
    read_angabe,
    read_kennzeichen,
)
from bauaufsicht.domain.kataster import SCHLUESSEL_GEMARKUNG
from bauaufsicht.domain.pruefung import Flurstuecksfund, Fundstand, Katasterflurstueck
from bauaufsicht.domain.suche import format_suchtext


@dataclass(slots=True)
class _Suche:
    """A parcel on the way: as written, as read, what it may be called, what it is."""

    record: Vorgangsflurstueck
    angabe: Flurstuecksangabe | None = None
    grund: str = ""
    kandidaten: list[str] = field(default_factory=list)


def list_funde(uow: UnitOfWork, vorgang: Vorgang) -> list[Flurstuecksfund]:
    """What the cadastre has for each parcel of a case; writes the Kennzeichen down."""
    suchen = [
        _read_suche(record, vorgang.land)
        for record in uow.session.scalars(
            select(Vorgangsflurstueck)
            .where(Vorgangsflurstueck.vorgang_id == vorgang.id)
            .order_by(Vorgangsflurstueck.position)
        )
    ]
    nummern = [s.angabe.gemarkungsschluessel for s in suchen if s.angabe]
    gemarkungen = list_gemarkungen(uow.session, vorgang.behoerde_id, [n for n in nummern if n])
    for suche in suchen:
        suche.kandidaten = _list_kandidaten(suche, vorgang, gemarkungen)
    gesuchte = {k for s in suchen for k in s.kandidaten}
    treffer = {z.kennzeichen: z for z in list_flurstuecke(uow.session, gesuchte)}
    offene = gesuchte - set(treffer)
    fruehere = list_fruehere(uow.session, offene) if offene else {}
    geladene = list_geladene_gemarkungen(uow.session) if offene else set()
    funde = []
    for suche in suchen:
        gefunden = [treffer[k] for k in suche.kandidaten if k in treffer]
        suche.record.kennzeichen = gefunden[0].kennzeichen if len(gefunden) == 1 else None
        if len(gefunden) == 1:
            funde.append(_create_fund(suche, gefunden[0], vorgang, gemarkungen))
        else:
            stand, grund = _compute_stand(suche, gefunden, fruehere, geladene)
            funde.append(Flurstuecksfund(suche.record.bezeichnung, stand, grund=grund))
    return funde


def create_katasterflurstueck(
    zeile: Katasterzeile, gemarkungen: Sequence[Gemarkungszeile]
) -> Katasterflurstueck:
    """A parcel as the checks know it, under the name of its Gemarkung."""
    kennzeichen = read_kennzeichen(zeile.kennzeichen)
    namen = {g.nummer: g.name for g in gemarkungen}
    return Katasterflurstueck(
        zeile.kennzeichen,
        kennzeichen.format_lage(namen.get(kennzeichen.gemarkungsschluessel, "")),
        shapely.from_wkb(zeile.wkb),
        zeile.amtliche_flaeche,
        zeile.datenstand,
        zeile.unsicherheit,
        zeile.hinweis,
    )


def _read_suche(record: Vorgangsflurstueck, land: str) -> _Suche:
    try:
        angabe = read_angabe(
            record.zaehler,
            record.nenner,
            record.flur,
            record.gemarkung,
            record.gemarkung_nummer,
            record.folge,
            land,
        )
    except Fachfehler as fehler:
        return _Suche(record, grund=str(fehler))
    return _Suche(record, angabe)


def _list_kandidaten(
    suche: _Suche, vorgang: Vorgang, gemarkungen: Sequence[Gemarkungszeile]
) -> list[str]:
    """Kennzeichen that the words may mean: by number, else by name in the Gemeinde or district."""
    angabe = suche.angabe
    if angabe is None:
        return []
    if angabe.gemarkungsschluessel:
        return [angabe.compute_kennzeichen(angabe.gemarkungsschluessel).kanonisch]
    if not angabe.gemarkung:
        suche.grund = "Der Antrag nennt keine Gemarkung; die Nummer allein ist nicht eindeutig."
        return []
    name = format_suchtext(angabe.gemarkung)
    passende = [
        g
        for g in gemarkungen
        if g.behoerde_id == vorgang.behoerde_id and format_suchtext(g.name) == name
    ]
    in_gemeinde = [g for g in passende if g.gemeinde_ags == vorgang.gemeinde_ags]
    return [angabe.compute_kennzeichen(g.nummer).kanonisch for g in in_gemeinde or passende]


def _compute_stand(
    suche: _Suche, gefunden: list[Katasterzeile], fruehere: Collection[str], geladene: set[str]
) -> tuple[Fundstand, str]:
    if suche.grund:
        return Fundstand.UNLESBAR, suche.grund
    if gefunden:
        namen = ", ".join(z.kennzeichen for z in gefunden)
        return Fundstand.MEHRDEUTIG, f"Mehrere Gemarkungen heißen so: {namen}."
    if any(k in fruehere for k in suche.kandidaten):
        return (
            Fundstand.FRUEHER,
            "Das Flurstück gab es früher; es ist im Kataster erloschen. Fragen Sie nach dem "
            "heutigen.",
        )
    if any(k[:SCHLUESSEL_GEMARKUNG] in geladene for k in suche.kandidaten):
        return (
            Fundstand.FEHLT,
            f"In der Gemarkung gibt es kein Flurstück {suche.kandidaten[0]}.",
        )
    return Fundstand.OHNE_KATASTER, "Von dieser Gemarkung sind keine Katasterdaten geladen."


def _create_fund(
    suche: _Suche,
    zeile: Katasterzeile,
    vorgang: Vorgang,
    gemarkungen: Sequence[Gemarkungszeile],
) -> Flurstuecksfund:
    behoerden = {g.nummer: g.behoerde_id for g in gemarkungen}
    behoerde = behoerden.get(zeile.kennzeichen[:SCHLUESSEL_GEMARKUNG])
    return Flurstuecksfund(
        suche.record.bezeichnung,
        Fundstand.GEFUNDEN,
        create_katasterflurstueck(zeile, gemarkungen),
        im_bezirk=None if behoerde is None else behoerde == vorgang.behoerde_id,
        teilflaeche=suche.angabe is not None and suche.angabe.teilflaeche,
    )

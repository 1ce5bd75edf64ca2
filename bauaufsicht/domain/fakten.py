"""The facts of a message in the form that the command line prints."""

from typing import Any

from bauaufsicht.domain.nachricht import (
    Beteiligtenangabe,
    Lieferart,
    Nachricht,
    Nachrichtenart,
    Rolle,
)

Fakten = dict[str, Any]


def _namen(beteiligte: tuple[Beteiligtenangabe, ...], rolle: Rolle) -> list[str]:
    return [b.person.sortiername for b in beteiligte if b.rolle is rolle]


def compute_fakten_folge(nachricht: Nachricht) -> Fakten:
    """Facts of a message that belongs to a case."""
    bezug = nachricht.bezug
    return {
        "nachrichtenUUID": nachricht.kopf.nachrichten_uuid,
        "bezug_referenz": bezug.referenz if bezug else None,
        "bezug_vorgang": bezug.vorgang if bezug else None,
        "bezug_nachrichtenUUID": bezug.nachrichten_uuid if bezug else None,
        "anzahl_anlagen": len(nachricht.anlagen),
    }


def compute_fakten(
    nachricht: Nachricht, gemeinde_ags: str | None, gemeinde_quelle: str | None
) -> Fakten:
    """Facts of an application; for other messages those of `compute_fakten_folge`."""
    if nachricht.art is not Nachrichtenart.ERSTANTRAG:
        return compute_fakten_folge(nachricht)
    vorhaben = nachricht.vorhaben
    antragsteller = [b for b in nachricht.antragsteller if b.rolle is Rolle.ANTRAGSTELLER]
    beteiligte = vorhaben.beteiligte if vorhaben else ()
    verfasser = _namen(beteiligte, Rolle.ENTWURFSVERFASSER)
    return {
        "nachrichtenUUID": nachricht.kopf.nachrichten_uuid,
        "referenzAntragsservice": nachricht.referenz
        or (nachricht.bezug.referenz if nachricht.bezug else None),
        "bezeichnung": vorhaben.bezeichnung if vorhaben else None,
        "antragsteller": antragsteller[0].person.sortiername if antragsteller else None,
        "antragsteller_art": antragsteller[0].person.art.value if antragsteller else None,
        "weitere_antragsteller": [b.person.sortiername for b in antragsteller[1:]],
        "bauherren": _namen(beteiligte, Rolle.BAUHERR),
        "entwurfsverfasser": verfasser[0] if verfasser else None,
        "flurstuecke": [
            format_flurstueck(f.gemarkung, f.gemarkung_nummer, f.flur, f.zaehler, f.nenner, f.folge)
            for f in (vorhaben.flurstuecke if vorhaben else ())
        ],
        "gemeinde_ags": gemeinde_ags,
        "gemeinde_quelle": gemeinde_quelle,
        "gebaeudeklasse": vorhaben.gebaeudeklasse.wert
        if vorhaben and vorhaben.gebaeudeklasse
        else None,
        "gebaeude": [g.uuid for g in (vorhaben.gebaeude if vorhaben else ())],
        "sonderbau": [k.wert for k in (vorhaben.sonderbau if vorhaben else ())],
        "bebauungsplan": list(vorhaben.bebauungsplaene) if vorhaben else [],
        "geometrie": bool(vorhaben and vorhaben.geometrie),
        "verfahrensart": nachricht.verfahrensart.wert if nachricht.verfahrensart else None,
        "vorbescheid": nachricht.vorbescheid,
        "abweichungen": len(nachricht.abweichungen),
        "abweichungsarten": [a.art.wert for a in nachricht.abweichungen if a.art],
        "fragen": len(nachricht.fragen),
        "anzahl_anlagen": len(nachricht.anlagen),
        "verlinkte_anlagen": sum(a.lieferart is Lieferart.VERLINKT for a in nachricht.anlagen),
        "wird_nachgereicht": sum(a.lieferart is Lieferart.NACHGEREICHT for a in nachricht.anlagen),
        "alsBauantragWeiterzufuehren": nachricht.als_bauantrag_weiterfuehren,
    }


def format_flurstueck(
    gemarkung: str | None,
    gemarkung_nummer: str | None,
    flur: str | None,
    zaehler: str,
    nenner: str | None,
    folge: str | None,
) -> dict[str, str]:
    """A parcel as a fact: only what was said."""
    werte = {
        "gemarkung": gemarkung,
        "gemarkung_nummer": gemarkung_nummer,
        "flur": flur,
        "zaehler": zaehler,
        "nenner": nenner,
        "folge": folge,
    }
    return {name: wert for name, wert in werte.items() if wert}

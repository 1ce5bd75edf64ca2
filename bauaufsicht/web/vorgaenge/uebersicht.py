"""The first page of a case: next step, open points, people, figures, what happened last."""

import re
from dataclasses import dataclass, replace

from flask import url_for

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import beteiligung, nachforderung, verlauf
from bauaufsicht.db.queries import unterlage as unterlagen
from bauaufsicht.db.queries import vorgang as vorgaenge
from bauaufsicht.db.queries.codeliste import Schluessel, get_bezeichnungen
from bauaufsicht.domain.ereignisse import Seite
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.rechte import Aktion, compute_seite
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.web import formate, labels
from bauaufsicht.web.angaben import get_ort
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.elemente import format_wert
from bauaufsicht.web.vorgaenge.personen import (
    Personeneintrag,
    compute_personen,
    compute_stellen,
    list_kodes,
)
from bauaufsicht.web.vorgaenge.schritte import NaechsterSchritt, compute_schritt

LETZTE_EREIGNISSE = 5
VORRAT_EREIGNISSE = 20  # replies to the form service are left out of the last events
LISTE_GEBAEUDEKLASSE = "urn:xoev-de:xbau:codeliste:gebaeudeklasse"
LISTE_SONDERBAUTEN = "urn:xoev-de:xbau:codeliste:mbosonderbauten"
KERNANGABEN = {
    "wohnflaecheNeu": "Wohnfläche neu",
    "bruttoGrundflaecheBGF": "Brutto-Grundfläche",
    "bruttoRauminhaltBRI": "Brutto-Rauminhalt",
    "anzahlVollgeschosse": "Vollgeschosse",
    "grundflaechenzahlGeplant": "GRZ geplant",
    "geschossflaechenzahlGeplant": "GFZ geplant",
    "flaecheDesBaugrundstuecks": "Grundstücksfläche",
    "hoeheNachMBO": "Höhe nach Musterbauordnung",
    "summeHerstellungskosten": "Herstellungskosten",
}
CODELISTE = re.compile(r"Codeliste urn:\S*:(\w+)")
FUNDSTELLE = re.compile(r"Fundstelle: (\S+)\.$")


@dataclass(frozen=True, slots=True)
class Punkt:
    """An open point; `ton` is the tone of its badge."""

    titel: str
    zusatz: str
    status: str
    ton: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Uebersicht:
    """The first page of the room."""

    schritt: NaechsterSchritt
    kann_uebernehmen: bool
    kann_verfahren: bool
    darf_pruefung: bool
    punkte: list[Punkt]
    beteiligte: list[Personeneintrag]
    flurstuecke: list[tuple[int, str]]
    gebaeude: list[str]
    abweichungen: list[vorgaenge.Abweichungszeile]
    fragen: list[vorgaenge.Fragenzeile]
    zahlen: list[tuple[str, str]]
    ereignisse: list[verlauf.Ereigniszeile]
    kodes: dict[Schluessel, str]


def get_uebersicht(kopf: vorgaenge.Vorgangskopf) -> Uebersicht:
    """Everything of the first page (at most 12 queries, whatever the size of the case)."""
    abweichungen, fragen = vorgaenge.list_abweichungen_und_fragen(get_session(), kopf.id)
    teile = vorgaenge.get_bestandteile(get_session(), kopf.id)
    stand = vorgaenge.get_stand(get_session(), kopf.id)
    personen = vorgaenge.list_personen(get_session(), kopf.id)
    if compute_seite(kopf.kontext) is Seite.STELLE:
        personen = [replace(p, kontakte=()) for p in personen]
    mit_art: list[vorgaenge.Abweichungszeile | vorgaenge.Fragenzeile] = [*abweichungen, *fragen]
    kodes: set[Schluessel] = {
        (z.art_liste, z.art_listenversion, z.art_code)
        for z in mit_art
        if z.art_liste and z.art_code
    }
    if kopf.gebaeudeklasse:
        kodes.add((LISTE_GEBAEUDEKLASSE, None, kopf.gebaeudeklasse))
    kodes |= {(LISTE_SONDERBAUTEN, None, kode) for kode in kopf.sonderbau}
    bezeichnungen = get_bezeichnungen(get_session(), kodes | list_kodes(personen))
    intern = kopf.check(Aktion.NACHRICHTEN_LESEN)
    return Uebersicht(
        schritt=compute_schritt(kopf),
        kann_uebernehmen=kopf.check(Aktion.VORGANG_UEBERNEHMEN)
        and kopf.konto_id != kopf.kontext.akteur.konto_id,
        kann_verfahren=kopf.check(Aktion.VERFAHRENSART_FESTLEGEN),
        darf_pruefung=kopf.check(Aktion.PRUEFUNG_LESEN),
        punkte=_list_punkte(kopf, intern),
        beteiligte=compute_personen(personen, bezeichnungen) + compute_stellen(teile.stellen),
        flurstuecke=teile.flurstuecke,
        gebaeude=teile.gebaeude,
        abweichungen=abweichungen,
        fragen=fragen,
        zahlen=_compute_zahlen(kopf, stand, bezeichnungen),
        ereignisse=_list_letzte(kopf),
        kodes=bezeichnungen,
    )


def _list_letzte(kopf: vorgaenge.Vorgangskopf) -> list[verlauf.Ereigniszeile]:
    """The last things that people want to know of; replies to the form service are not."""
    alle = verlauf.list_ereignisse(get_session(), kopf.id, kopf.kontext, VORRAT_EREIGNISSE)
    wichtige = [e for e in alle if e.art != "nachricht_erstellt"]
    return wichtige[:LETZTE_EREIGNISSE]


def _list_punkte(kopf: vorgaenge.Vorgangskopf, intern: bool) -> list[Punkt]:
    """What is missing, for everyone; what the intake noticed, for the authority."""
    url = url_for("vorgaenge.unterlagen", vorgang_id=kopf.id)
    punkte = _list_nachgeforderte(kopf) + [
        Punkt(
            name,
            "Die Datei liegt nicht hier, der Antrag verweist auf eine andere Ablage."
            if art is Lieferart.VERLINKT
            else "Der Antrag kündigt die Datei für später an.",
            labels.LIEFERARTEN[art],
            "warnung",
            url,
        )
        for name, art in unterlagen.list_fehlende(get_session(), kopf.id, kopf.kontext)
    ]
    if kopf.hat_geometrie and not kopf.srs:
        punkte.append(
            Punkt(
                "Lage ohne Koordinatensystem",
                "Fragen Sie nach dem Bezugssystem.",
                "zu prüfen",
                "warnung",
            )
        )
    if intern:
        punkte += _list_wartende(kopf)
        punkte += [
            Punkt(
                _format_hinweis(text), f"beim Eingang bemerkt ({kennzahl})", "zu prüfen", "hinweis"
            )
            for kennzahl, text in vorgaenge.list_hinweise(get_session(), kopf.id)
            if kennzahl != "A003"
        ]
    return punkte


def _list_nachgeforderte(kopf: vorgaenge.Vorgangskopf) -> list[Punkt]:
    """What the applicant's side was asked for and has not sent."""
    if not kopf.antwort_bis or not kopf.check(Aktion.NACHFORDERUNG_LESEN):
        return []
    return [
        Punkt(
            p.bezeichnung,
            f"Nachgefordert bis {formate.format_datum(p.frist)}",
            labels.PUNKTSTAENDE[p.stand],
            labels.PUNKTTOENE[p.stand],
            url_for(
                "nachforderung.zeigen",
                vorgang_id=kopf.id,
                nachforderung_id=p.nachforderung_id,
                _anchor=f"punkt-{p.position}",
            ),
        )
        for p in nachforderung.list_offene_punkte(get_session(), kopf.id)
    ]


def _list_wartende(kopf: vorgaenge.Vorgangskopf) -> list[Punkt]:
    """Bodies whose answer is missing."""
    if kopf.abgegebene >= kopf.gefragte:
        return []
    heute = formate.get_tag(get_ports().uhr.jetzt())
    recht = get_landesrecht(kopf.land)
    return [
        Punkt(
            f"{labels.BETEILIGUNGSARTEN[b.art]}: {labels.format_stelle(b.stelle)}",
            f"Frist {formate.format_datum(b.frist_ende)}, "
            f"{formate.format_relativ(heute, b.frist_ende, recht)}",
            "überfällig" if b.frist_ende < heute else "wartet",
            "fehler" if b.frist_ende < heute else "hinweis",
            url_for("beteiligung.zeigen", vorgang_id=kopf.id, beteiligung_id=b.id),
        )
        for b in beteiligung.list_beteiligungen(get_session(), kopf.id)
        if not b.abgegeben
    ]


def _format_hinweis(text: str) -> str:
    """A finding of the intake with names of lists and places as people read them."""
    text = CODELISTE.sub(lambda m: f"Codeliste „{m[1]}“", text)
    return FUNDSTELLE.sub(lambda m: f"Fundstelle: {get_ort(m[1]).format()}.", text)


def _compute_zahlen(
    kopf: vorgaenge.Vorgangskopf, stand: vorgaenge.Stand, kodes: dict[Schluessel, str]
) -> list[tuple[str, str]]:
    zahlen: list[tuple[str, str]] = []
    if kopf.gebaeudeklasse:
        name = kodes.get((LISTE_GEBAEUDEKLASSE, None, kopf.gebaeudeklasse), kopf.gebaeudeklasse)
        zahlen.append(("Gebäudeklasse", name.removeprefix("Gebäudeklasse ")))
    for pfad, wert, _liste, _version in stand.angaben:
        element = pfad.rsplit("/", 1)[-1]
        if element in KERNANGABEN and pfad.startswith("bauvorhaben/gegenstand"):
            zahlen.append((KERNANGABEN[element], format_wert(element, wert)))
    zahlen += [("Bebauungsplan", b) for b in kopf.bebauungsplaene]
    zahlen += [
        ("Sonderbau", kodes.get((LISTE_SONDERBAUTEN, None, kode), f"Schlüssel {kode}"))
        for kode in kopf.sonderbau
    ]
    if kopf.vorbescheid:
        zahlen.append(("Vorbescheid", kopf.vorbescheid))
    if kopf.nachtrag_zu:
        zahlen.append(("Nachtrag zu", kopf.nachtrag_zu))
    if kopf.weiterfuehren is not None:
        zahlen.append(
            (
                "Bei Ablehnung",
                "als Bauantrag weiterführen" if kopf.weiterfuehren else "endet das Verfahren",
            )
        )
    return zahlen

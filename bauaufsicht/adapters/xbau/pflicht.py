"""Findings that need no schema: missing parts, contradictions, rules that stand only in prose."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.angaben import list_leere
from bauaufsicht.adapters.xbau.anlagen import list_anlageknoten
from bauaufsicht.adapters.xbau.knoten import Knoten
from bauaufsicht.adapters.xbau.nachrichten import is_kernmodul
from bauaufsicht.adapters.xbau.versionen import STANDARD_HOCHBAU, STANDARD_KERNMODUL, Version
from bauaufsicht.adapters.xbau.vorhaben import get_vorhabenknoten
from bauaufsicht.domain.befund import Befund, Schwere
from bauaufsicht.domain.nachricht import (
    ANTRAGSNUMMERN,
    Flurstueck,
    Nachricht,
    Nachrichtenkopf,
    Partner,
    Rolle,
    Vorhaben,
)

_MIT_BAUVORHABEN: Final = ANTRAGSNUMMERN
_MIT_ANTRAGSTELLER: Final = ANTRAGSNUMMERN - {"0601"}  # a copy for the authority names nobody
_MIT_BEZUG: Final = frozenset({"0601", "0202", "1130"})
_DVDV_KENNUNG: Final = re.compile(r"[a-z]{3}:\d+", re.ASCII)
_BEISPIELE: Final = 3
_HOECHSTZAHL: Final = 5


def check_pflichtangaben(wurzel: Knoten, nachricht: Nachricht) -> list[Befund]:
    """X001 for each mandatory part that is missing; holds with and without the official schema."""
    fehlend = [
        *_list_fehlende_kopfteile(nachricht.kopf),
        *_list_fehlende_bezuege(nachricht),
        *_list_fehlende_antragsteile(nachricht),
        *_list_fehlende_vorhabenteile(wurzel, nachricht),
        *_list_anlagen_ohne_datei(wurzel),
    ]
    return [Befund("X001", text, Schwere.ZURUECKWEISUNG) for text in fehlend]


def check_nachrichtentyp(nachricht: Nachricht) -> list[Befund]:
    """S999 when the head names another type than the root (XBau-Kernmodul, nachrichtenkopf)."""
    typ = nachricht.kopf.typ
    if typ is None or typ.wert == nachricht.nummer:
        return []
    text = (
        f"Der Nachrichtenkopf nennt den Nachrichtentyp {typ.wert[:20]}, die "
        f"Nachricht ist aber eine {nachricht.nummer}."
    )
    return [Befund("S999", text, Schwere.ZURUECKWEISUNG)]


def check_hinweise(wurzel: Knoten, nachricht: Nachricht, version: Version) -> list[Befund]:
    """What is wrong and does not hinder: shown, never a reason to refuse."""
    texte = [
        *_list_falsche_wurzelattribute(wurzel, nachricht, version),
        *_list_falsche_kennungen(nachricht.kopf),
        *_list_prosaregeln(nachricht),
        *_list_leere_elemente(wurzel),
    ]
    return [Befund("S999", text, Schwere.HINWEIS) for text in texte]


def _list_fehlende_kopfteile(kopf: Nachrichtenkopf) -> Iterator[str]:
    for wert, name in (
        (kopf.nachrichten_uuid, "die Nachrichten-ID (nachrichtenUUID)"),
        (kopf.typ, "der Nachrichtentyp (nachrichtentyp)"),
        (kopf.erstellt_text, "der Zeitpunkt der Erstellung (erstellungszeitpunkt)"),
        (kopf.leser, "die empfangende Behörde (leser) mit ihrer Kennung"),
        (kopf.autor, "die absendende Stelle (autor) mit ihrer Kennung"),
    ):
        if wert is None:
            yield f"Im Nachrichtenkopf fehlt {name}."
    if kopf.erstellt_text is not None and kopf.erstellt is None:
        yield (
            f"Der Zeitpunkt der Erstellung „{kopf.erstellt_text[:40]}“ ist kein gültiger Zeitpunkt."
        )


def _list_fehlende_bezuege(nachricht: Nachricht) -> Iterator[str]:
    if nachricht.nummer in _MIT_BEZUG and nachricht.bezug is None:
        yield "Es fehlt der Bezug auf den Vorgang (bezug)."
    if nachricht.nummer in _MIT_ANTRAGSTELLER and nachricht.referenz is None:
        yield "Es fehlt die Referenz des Antragsservice (referenzAntragsservice)."


def _list_fehlende_antragsteile(nachricht: Nachricht) -> Iterator[str]:
    if nachricht.nummer in _MIT_ANTRAGSTELLER:
        if not any(
            a.person.sortiername for a in nachricht.antragsteller if a.rolle is Rolle.ANTRAGSTELLER
        ):
            wort = "anzeigender" if nachricht.nummer == "0600" else "antragsteller"
            yield f"Die Nachricht nennt keine antragstellende Person mit Namen ({wort})."
        if not nachricht.anlagen:
            yield "Die Nachricht nennt keine Anlage (anlagen/anlage)."
    if nachricht.nummer == "0210" and not nachricht.fragen:
        yield "Der Antrag auf Vorbescheid stellt keine Frage (beantragterVorbescheid)."
    if nachricht.nummer == "0220" and not nachricht.abweichungen:
        yield "Der Antrag nennt keine Abweichung (beantragteAbweichung)."


def _list_fehlende_vorhabenteile(wurzel: Knoten, nachricht: Nachricht) -> Iterator[str]:
    if nachricht.nummer not in _MIT_BAUVORHABEN:
        return
    if nachricht.vorhaben is None:
        yield "Die Angaben zum Bauvorhaben fehlen (bauvorhaben)."
        return
    ort = (
        f"Zeile {knoten.zeile}: "
        if (knoten := get_vorhabenknoten(wurzel)) is not None and knoten.zeile
        else ""
    )
    if not nachricht.vorhaben.bezeichnung:
        yield (
            f"{ort}Es fehlt die Bezeichnung des Bauvorhabens "
            "(bauvorhaben/bezeichnungDesBauvorhabens)."
        )
    if not any(_is_vollstaendig(f) for f in nachricht.vorhaben.flurstuecke):
        yield (
            f"{ort}Zum Baugrundstück fehlt ein Flurstück mit Gemarkung und Zähler "
            "(verortung/baugrundstueck/grundstueck/flurstueck)."
        )


def _is_vollstaendig(flurstueck: Flurstueck) -> bool:
    return bool(flurstueck.zaehler and (flurstueck.gemarkung or flurstueck.gemarkung_nummer))


def _list_anlagen_ohne_datei(wurzel: Knoten) -> Iterator[str]:
    ohne = [
        (nummer, knoten)
        for nummer, knoten in enumerate(list_anlageknoten(wurzel), start=1)
        if (ort := knoten.get_knoten("anhangOderVerlinkung")) is None or not ort.list_kinder()
    ]
    for nummer, knoten in ohne[:_HOECHSTZAHL]:
        name = knoten.get_text("bezeichnung") or "ohne Bezeichnung"
        yield (
            f"Zeile {knoten.zeile}: Zur Anlage {nummer} ({name[:80]}) fehlt die Datei "
            "oder der Link (anhangOderVerlinkung)."
        )
    if len(ohne) > _HOECHSTZAHL:
        yield f"Auch zu {len(ohne) - _HOECHSTZAHL} weiteren Anlagen fehlt die Datei oder der Link."


def _list_falsche_wurzelattribute(
    wurzel: Knoten, nachricht: Nachricht, version: Version
) -> Iterator[str]:
    kernmodul = is_kernmodul(nachricht.nummer)
    for name, erwartet in (
        ("standard", STANDARD_KERNMODUL if kernmodul else STANDARD_HOCHBAU),
        ("version", version.kernmodul if kernmodul else version.hochbau),
    ):
        wert = (wurzel.element.get(name) or "").strip()
        if wert != erwartet:
            yield (
                f"Das Attribut {name} der Nachricht ist „{wert[:40]}“; zum "
                f"Namensraum gehört „{erwartet}“."
            )


def _list_falsche_kennungen(kopf: Nachrichtenkopf) -> Iterator[str]:
    """Schematron sch-xbau-001 and -002."""
    for name, partner in (("leser", kopf.leser), ("autor", kopf.autor)):
        if (
            partner is not None
            and _is_dvdv(partner)
            and _DVDV_KENNUNG.fullmatch(partner.kennung) is None
        ):
            yield (
                f"Die Behördenkennung „{partner.kennung[:40]}“ ({name}) hat "
                "nicht die Form des DVDV: "
                "drei Kleinbuchstaben, Doppelpunkt, Ziffern."
            )


def _is_dvdv(partner: Partner) -> bool:
    return partner.verzeichnisdienst is not None and partner.verzeichnisdienst.wert == "DVDV"


def _list_prosaregeln(nachricht: Nachricht) -> Iterator[str]:
    bezug = nachricht.bezug
    if bezug is not None and not (bezug.referenz or bezug.vorgang or bezug.nachrichten_uuid):
        yield (
            "Der Bezug der Nachricht ist leer: Er nennt weder Referenz noch "
            "Aktenzeichen noch Bezugsnachricht."
        )
    if nachricht.vorhaben is not None and not _has_bauherr(nachricht.vorhaben):
        yield "Die Nachricht nennt keine Bauherrin und keinen Bauherrn."


def _has_bauherr(vorhaben: Vorhaben) -> bool:
    return any(b.rolle is Rolle.BAUHERR for b in vorhaben.beteiligte)


def _list_leere_elemente(wurzel: Knoten) -> Iterator[str]:
    leere = list_leere(wurzel)
    if not leere:
        return
    beispiele = ", ".join(
        f"{etree.QName(e).localname} (Zeile {e.sourceline})" for e in leere[:_BEISPIELE]
    )
    anfang = "Ein Element ist leer" if len(leere) == 1 else f"{len(leere)} Elemente sind leer"
    yield f"{anfang}, was XBau nicht erlaubt: {beispiele}{' …' if len(leere) > _BEISPIELE else '.'}"

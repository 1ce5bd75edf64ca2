"""What the pages of a case show: head, tabs, next step, open points, labels of codes."""

import re
from dataclasses import dataclass

from flask import url_for

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import unterlage as unterlagen
from bauaufsicht.db.queries import verlauf
from bauaufsicht.db.queries import vorgang as vorgaenge
from bauaufsicht.db.queries.codeliste import Schluessel, get_bezeichnungen
from bauaufsicht.domain.glossar import Begriff, list_begriffe
from bauaufsicht.domain.landesrecht import Einheit, Fristregel
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.vorgang import AM_ZUG, AmZug, Zustand
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.web import formate, labels
from bauaufsicht.web.angaben import (
    Bereich,
    get_mehrfache,
    get_ort,
    list_bereiche,
)
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.elemente import format_wert
from bauaufsicht.web.vorgaenge.personen import (
    Personeneintrag,
    compute_personen,
    compute_stellen,
    list_kodes,
)

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
    "hoeheNachMBO": "Höhe",
    "summeHerstellungskosten": "Herstellungskosten",
}
CODELISTE = re.compile(r"Codeliste urn:\S*:(\w+)")
FUNDSTELLE = re.compile(r"Fundstelle: (\S+)\.$")


@dataclass(frozen=True, slots=True)
class Raum:
    """The head of each page of a case."""

    kopf: vorgaenge.Vorgangskopf
    reiter: list[tuple[str, str, int | None, bool]]
    am_zug: str
    frist: dict[str, str] | None
    herleitung: list[tuple[str, str]]
    verfahren: str
    begriff: Begriff | None
    unterzeile: str
    intern: bool


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

    naechster_schritt: str
    erklaerung: str
    kann_uebernehmen: bool
    kann_verfahren: bool
    punkte: list[Punkt]
    beteiligte: list[Personeneintrag]
    flurstuecke: list[tuple[int, str]]
    gebaeude: list[str]
    abweichungen: list[vorgaenge.Abweichungszeile]
    fragen: list[vorgaenge.Fragenzeile]
    zahlen: list[tuple[str, str]]
    ereignisse: list[verlauf.Ereigniszeile]
    kodes: dict[Schluessel, str]


@dataclass(frozen=True, slots=True)
class Gruppe:
    """Documents of one kind."""

    titel: str
    unterlagen: list[unterlagen.Unterlage]


@dataclass(frozen=True, slots=True)
class Angabenseite:
    """All values, and what the newest message changed: (place, before, after)."""

    bereiche: list[Bereich]
    anzahl: int
    stand: int
    aenderungen: list[tuple[str, str | None, str | None]]


def create_raum(kopf: vorgaenge.Vorgangskopf, aktiv: str) -> Raum:
    """The head for the present page."""
    return Raum(
        kopf=kopf,
        reiter=_create_reiter(kopf, aktiv),
        am_zug=_compute_am_zug(kopf),
        frist=_compute_frist(kopf),
        herleitung=_compute_herleitung(kopf),
        verfahren=labels.get_verfahren(kopf.land, kopf.verfahrensart),
        begriff=_get_begriff(kopf),
        unterzeile=" · ".join(
            t for t in (kopf.anschrift, labels.format_lage(kopf.lage), kopf.personen) if t
        ),
        intern=kopf.check(Aktion.NACHRICHTEN_LESEN),
    )


def _get_begriff(kopf: vorgaenge.Vorgangskopf) -> Begriff | None:
    slug = labels.BEGRIFFE_DER_VERFAHREN.get(kopf.verfahrensart)
    begriffe = list_begriffe(get_landesrecht(kopf.land).glossar)
    return next((b for b in begriffe if b.slug == slug), None)


def _create_reiter(
    kopf: vorgaenge.Vorgangskopf, aktiv: str
) -> list[tuple[str, str, int | None, bool]]:
    seiten: list[tuple[str, str, int | None]] = [
        ("uebersicht", "Übersicht", None),
        ("unterlagen", "Unterlagen", kopf.unterlagen),
        ("angaben", "Angaben", None),
    ]
    if kopf.check(Aktion.NACHRICHTEN_LESEN):
        seiten.append(("nachrichten", "Nachrichten", kopf.nachrichten))
    seiten.append(("verlauf", "Verlauf", kopf.ereignisse))
    return [
        (titel, url_for(f"vorgaenge.{name}", vorgang_id=kopf.id), anzahl, name == aktiv)
        for name, titel, anzahl in seiten
    ]


def _compute_am_zug(kopf: vorgaenge.Vorgangskopf) -> str:
    text = labels.format_am_zug(kopf.zustand, kopf.sachbearbeitung, kopf.entscheidende_stelle)
    ohne = AM_ZUG[kopf.zustand] is AmZug.BAUAUFSICHT and kopf.konto_id is None
    return (
        f"{text} (noch nicht übernommen)" if ohne and kopf.check(Aktion.NACHRICHTEN_LESEN) else text
    )


def _compute_frist(kopf: vorgaenge.Vorgangskopf) -> dict[str, str] | None:
    if kopf.frist_ende is None:
        return None
    heute = formate.get_tag(get_ports().uhr.jetzt())
    recht = get_landesrecht(kopf.land)
    return {
        "absolut": formate.format_datum(kopf.frist_ende),
        "relativ": formate.format_relativ(heute, kopf.frist_ende, recht),
        "iso": kopf.frist_ende.isoformat(),
        "ton": formate.compute_ton(heute, kopf.frist_ende, recht),
    }


def _compute_herleitung(kopf: vorgaenge.Vorgangskopf) -> list[tuple[str, str]]:
    if kopf.frist_regel is None or kopf.frist_beginn is None or kopf.frist_ende is None:
        return []
    recht = get_landesrecht(kopf.land)
    regel = recht.get_fristregel(kopf.frist_regel, kopf.frist_beginn)
    schritte = [
        (f"Frist für {regel.zweck}: {_format_dauer(regel)} ab {regel.beginnt_mit}.", regel.norm),
        (
            f"Eingang: {formate.format_datum(kopf.frist_beginn)}; der Tag zählt nicht mit.",
            "§ 187 Abs. 1 BGB",
        ),
        (
            f"Letzter Tag: {formate.format_datum(kopf.frist_ende)}. Samstage, Sonntage und "
            "gesetzliche "
            f"Feiertage in {recht.name} sind berücksichtigt.",
            "" if regel.einheit is Einheit.ARBEITSTAGE else "§ 31 Abs. 3 VwVfG",
        ),
        (regel.wirkung, ""),
    ]
    if regel.auslegung:
        schritte.append((f"Auslegung, nicht Wortlaut: {regel.auslegung}", ""))
    if regel.geprueft_bis:
        schritte.append(
            (f"Gelesen im Gesetzestext mit Stand {regel.geprueft_bis:%d.%m.%Y}.", regel.quelle)
        )
    return schritte


def _format_dauer(regel: Fristregel) -> str:
    if regel.einheit is Einheit.ARBEITSTAGE:
        return f"{regel.dauer} Arbeitstage"
    return "ein Monat" if regel.dauer == 1 else f"{regel.dauer} Monate"


def get_uebersicht(kopf: vorgaenge.Vorgangskopf) -> Uebersicht:
    """Everything of the first page (at most 10 queries, whatever the size of the case)."""
    abweichungen, fragen = vorgaenge.list_abweichungen_und_fragen(get_session(), kopf.id)
    teile = vorgaenge.get_bestandteile(get_session(), kopf.id)
    stand = vorgaenge.get_stand(get_session(), kopf.id)
    personen = vorgaenge.list_personen(get_session(), kopf.id)
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
    schritt, erklaerung = _compute_schritt(kopf, intern)
    return Uebersicht(
        naechster_schritt=schritt,
        erklaerung=erklaerung,
        kann_uebernehmen=kopf.check(Aktion.VORGANG_UEBERNEHMEN)
        and kopf.konto_id != kopf.kontext.akteur.konto_id,
        kann_verfahren=kopf.check(Aktion.VERFAHRENSART_FESTLEGEN),
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
    alle = verlauf.list_ereignisse(get_session(), kopf.id, VORRAT_EREIGNISSE)
    wichtige = [e for e in alle if e.art != "nachricht_erstellt"]
    return wichtige[:LETZTE_EREIGNISSE]


def _compute_schritt(kopf: vorgaenge.Vorgangskopf, intern: bool) -> tuple[str, str]:
    """What is next, and what that means for the reader."""
    if intern:
        return labels.NAECHSTE_SCHRITTE[kopf.zustand], _compute_erklaerung(kopf)
    entscheidet = kopf.kontext.akteur.stelle_id is not None and (
        AM_ZUG[kopf.zustand] is AmZug.GEMEINDE
    )
    if entscheidet:
        return (
            "Erklären, ob ein Genehmigungsverfahren nötig ist",
            "Sehen Sie die Unterlagen durch. Teilen Sie der Bauaufsicht und der Bauherrschaft "
            "Ihre Entscheidung mit.",
        )
    if kopf.kontext.akteur.stelle_id is not None:
        return labels.AUSSENSICHT[kopf.zustand][0].replace("Ihr Antrag", "der Antrag"), (
            "Sie müssen jetzt nichts tun. Die Bauaufsicht meldet sich, wenn sie Ihre "
            "Stellungnahme braucht."
        )
    return labels.AUSSENSICHT[kopf.zustand]


def _compute_erklaerung(kopf: vorgaenge.Vorgangskopf) -> str:
    if kopf.zustand is Zustand.VERFAHREN_KLAEREN:
        return (
            "Der Antrag nennt kein Verfahren, das hier bekannt ist. Davon hängen Fristen und "
            "Prüfumfang ab."
        )
    if kopf.zustand is Zustand.GEMEINDE_PRUEFT:
        gemeinde = labels.format_gemeinde(kopf.entscheidende_stelle) or "Die Gemeinde"
        return (
            f"{gemeinde} entscheidet, ob ein Genehmigungsverfahren nötig ist. "
            "Die Bauaufsicht führt die Akte."
        )
    if kopf.zustand is Zustand.ZURUECKGENOMMEN:
        return "Der Antrag wurde zurückgenommen. Die Akte bleibt lesbar."
    return (
        "Sehen Sie die Unterlagen durch. Was beim Eingang aufgefallen ist, steht unter den "
        "offenen Punkten."
    )


def _list_punkte(kopf: vorgaenge.Vorgangskopf, intern: bool) -> list[Punkt]:
    """What is missing, for everyone; what the intake noticed, for the authority."""
    url = url_for("vorgaenge.unterlagen", vorgang_id=kopf.id)
    punkte = [
        Punkt(
            name,
            "Die Datei liegt nicht hier, der Antrag verweist auf eine andere Ablage."
            if art is Lieferart.VERLINKT
            else "Der Antrag kündigt die Datei für später an.",
            labels.LIEFERARTEN[art],
            "warnung",
            url,
        )
        for name, art in unterlagen.list_fehlende(get_session(), kopf.id)
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
        punkte += [
            Punkt(
                _format_hinweis(text), f"beim Eingang bemerkt ({kennzahl})", "zu prüfen", "hinweis"
            )
            for kennzahl, text in vorgaenge.list_hinweise(get_session(), kopf.id)
            if kennzahl != "A003"
        ]
    return punkte


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


def get_unterlagengruppen(kopf: vorgaenge.Vorgangskopf) -> list[Gruppe]:
    """Documents grouped by kind, in the order of the application (2 queries)."""
    alle = unterlagen.list_unterlagen(get_session(), kopf.id)
    kodes = get_bezeichnungen(
        get_session(),
        {
            (u.art_liste, u.art_listenversion, u.art_code)
            for u in alle
            if u.art_liste and u.art_code
        },
    )
    gruppen: dict[str, list[unterlagen.Unterlage]] = {}
    for unterlage in alle:
        titel = "Ohne Art"
        if unterlage.art_code:
            schluessel = (
                unterlage.art_liste or "",
                unterlage.art_listenversion,
                unterlage.art_code,
            )
            titel = kodes.get(schluessel, f"Art {unterlage.art_code}")
        gruppen.setdefault(titel, []).append(unterlage)
    return [Gruppe(titel, liste) for titel, liste in gruppen.items()]


def get_angaben(kopf: vorgaenge.Vorgangskopf) -> Angabenseite:
    """Every value of the application by subject, codes with their labels (2 queries)."""
    stand = vorgaenge.get_stand(get_session(), kopf.id)
    pfade = [a[0] for a in stand.angaben] + [a[0] for a in stand.aenderungen]
    mehrfach = get_mehrfache(pfade)

    def format_stand(pfad: str, wert: str | None) -> str | None:
        return None if wert is None else format_wert(get_ort(pfad).element, wert)

    return Angabenseite(
        bereiche=list_bereiche(stand.angaben, intern=kopf.check(Aktion.NACHRICHTEN_LESEN)),
        anzahl=len(stand.angaben),
        stand=stand.nummer,
        aenderungen=[
            (get_ort(pfad, mehrfach).format(), format_stand(pfad, alt), format_stand(pfad, neu))
            for pfad, alt, neu in stand.aenderungen
        ],
    )

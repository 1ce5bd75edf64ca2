"""What the pages of a case show: head, tabs, next step, open points, labels of codes."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import unterlage as unterlagen
from bauaufsicht.db.queries import verlauf
from bauaufsicht.db.queries import vorgang as vorgaenge
from bauaufsicht.db.queries.codeliste import Schluessel, get_bezeichnungen
from bauaufsicht.domain.landesrecht import Einheit, Fristregel
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.web import formate, labels
from bauaufsicht.web.context import get_ports

LETZTE_EREIGNISSE = 5
LISTE_GEBAEUDEKLASSE = "urn:xoev-de:xbau:codeliste:gebaeudeklasse"
KERNANGABEN = {
    "wohnflaecheNeu": ("Wohnfläche neu", "m²"),
    "bruttoGrundflaecheBGF": ("Brutto-Grundfläche", "m²"),
    "bruttoRauminhaltBRI": ("Brutto-Rauminhalt", "m³"),
    "anzahlVollgeschosse": ("Vollgeschosse", ""),
    "grundflaechenzahlGeplant": ("GRZ geplant", ""),
    "geschossflaechenzahlGeplant": ("GFZ geplant", ""),
    "flaecheDesBaugrundstuecks": ("Grundstücksfläche", "m²"),
    "hoeheNachMBO": ("Höhe", "m"),
    "summeHerstellungskosten": ("Herstellungskosten", "€"),
}


@dataclass(frozen=True, slots=True)
class Raum:
    """The head of each page of a case."""

    kopf: vorgaenge.Vorgangskopf
    reiter: list[tuple[str, str, int | None, bool]]
    am_zug: str
    frist: dict[str, str] | None
    herleitung: list[tuple[str, str]]
    verfahren: str
    unterzeile: str


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
    beteiligte: list[vorgaenge.Beteiligtenzeile]
    flurstuecke: list[tuple[int, str]]
    gebaeude: list[tuple[str, str]]
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
class Angabenblock:
    """A block of the application: (place, value, code or "")."""

    titel: str
    zeilen: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Angabenseite:
    """All values, and what the newest message changed: (place, before, after)."""

    bloecke: list[Angabenblock]
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
        unterzeile=" · ".join(t for t in (kopf.anschrift, kopf.lage, kopf.personen) if t),
    )


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
    return labels.format_am_zug(kopf.zustand, kopf.sachbearbeitung, kopf.entscheidende_stelle)


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
    abweichungen = vorgaenge.list_abweichungen(get_session(), kopf.id)
    fragen = (
        vorgaenge.list_fragen(get_session(), kopf.id)
        if kopf.verfahrensart is Verfahren.VORBESCHEID
        else []
    )
    stand = vorgaenge.get_stand(get_session(), kopf.id)
    mit_art: list[vorgaenge.Abweichungszeile | vorgaenge.Fragenzeile] = [*abweichungen, *fragen]
    kodes: set[Schluessel] = {
        (z.art_liste, z.art_listenversion, z.art_code)
        for z in mit_art
        if z.art_liste and z.art_code
    }
    if kopf.gebaeudeklasse:
        kodes.add((LISTE_GEBAEUDEKLASSE, None, kopf.gebaeudeklasse))
    bezeichnungen = get_bezeichnungen(get_session(), kodes)
    intern = kopf.check(Aktion.NACHRICHTEN_LESEN)
    return Uebersicht(
        naechster_schritt=labels.NAECHSTE_SCHRITTE[kopf.zustand],
        erklaerung=_compute_erklaerung(kopf),
        kann_uebernehmen=kopf.check(Aktion.VORGANG_UEBERNEHMEN)
        and kopf.konto_id != kopf.kontext.akteur.konto_id,
        kann_verfahren=kopf.check(Aktion.VERFAHRENSART_FESTLEGEN),
        punkte=_list_punkte(kopf, intern),
        beteiligte=vorgaenge.list_beteiligte(get_session(), kopf.id),
        flurstuecke=vorgaenge.list_flurstuecke(get_session(), kopf.id),
        gebaeude=vorgaenge.list_gebaeude(get_session(), kopf.id),
        abweichungen=abweichungen,
        fragen=fragen,
        zahlen=_compute_zahlen(kopf, stand, bezeichnungen),
        ereignisse=verlauf.list_ereignisse(get_session(), kopf.id, LETZTE_EREIGNISSE),
        kodes=bezeichnungen,
    )


def _compute_erklaerung(kopf: vorgaenge.Vorgangskopf) -> str:
    if kopf.zustand is Zustand.VERFAHREN_KLAEREN:
        return (
            "Der Antrag nennt kein Verfahren, das hier bekannt ist. Davon hängen Fristen und "
            "Prüfumfang ab."
        )
    if kopf.zustand is Zustand.GEMEINDE_PRUEFT:
        return (
            f"{kopf.entscheidende_stelle or 'Die Gemeinde'} entscheidet, ob ein "
            "Genehmigungsverfahren "
            "nötig ist. Die Bauaufsicht führt die Akte."
        )
    if kopf.zustand is Zustand.ZURUECKGENOMMEN:
        return "Der Antrag wurde zurückgenommen. Die Akte bleibt lesbar."
    return (
        "Sehen Sie die Unterlagen durch. Was der Eingang auffällig fand, steht unter den "
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
            Punkt(text, f"beim Eingang bemerkt ({kennzahl})", "zu prüfen", "hinweis")
            for kennzahl, text in vorgaenge.list_hinweise(get_session(), kopf.id)
            if kennzahl != "A003"
        ]
    return punkte


def _compute_zahlen(
    kopf: vorgaenge.Vorgangskopf, stand: vorgaenge.Stand, kodes: dict[Schluessel, str]
) -> list[tuple[str, str]]:
    zahlen: list[tuple[str, str]] = []
    if kopf.gebaeudeklasse:
        name = kodes.get((LISTE_GEBAEUDEKLASSE, None, kopf.gebaeudeklasse))
        zahlen.append(("Gebäudeklasse", name or kopf.gebaeudeklasse))
    for pfad, wert, _liste, _version in stand.angaben:
        element = pfad.rsplit("/", 1)[-1]
        if element in KERNANGABEN and pfad.startswith("bauvorhaben/gegenstand"):
            titel, einheit = KERNANGABEN[element]
            zahlen.append((titel, f"{_format_dezimal(wert)} {einheit}".strip()))
    zahlen += [("Bebauungsplan", b) for b in kopf.bebauungsplaene]
    if kopf.sonderbau:
        zahlen.append(("Sonderbau", "ja, " + ", ".join(f"Schlüssel {s}" for s in kopf.sonderbau)))
    if kopf.vorbescheid:
        zahlen.append(("Vorbescheid", kopf.vorbescheid))
    if kopf.nachtrag_zu:
        zahlen.append(("Nachtrag zu", kopf.nachtrag_zu))
    if kopf.weiterfuehren is not None:
        zahlen.append(("Sonst als Bauantrag", "ja" if kopf.weiterfuehren else "nein"))
    return zahlen


def _format_dezimal(wert: str) -> str:
    """Decimal places stay as sent."""
    try:
        zahl = float(wert)
    except ValueError:
        return wert
    return formate.format_zahl(zahl, len(wert.partition(".")[2]))


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
    """Every value of the application by block, codes with their labels (2 queries)."""
    stand = vorgaenge.get_stand(get_session(), kopf.id)
    return Angabenseite(
        bloecke=get_bloecke(stand.angaben),
        anzahl=len(stand.angaben),
        stand=stand.nummer,
        aenderungen=[
            (
                f"{labels.get_block(pfad)} › {labels.format_pfad(pfad)}",
                labels.format_wert(alt) if alt is not None else None,
                labels.format_wert(neu) if neu is not None else None,
            )
            for pfad, alt, neu in stand.aenderungen
        ],
    )


def get_bloecke(
    angaben: Iterable[tuple[str, str, str | None, str | None]],
) -> list[Angabenblock]:
    """Values by block with labels of their codes (1 query)."""
    zeilen = list(angaben)
    kodes = get_bezeichnungen(
        get_session(), {(liste, version, wert) for _, wert, liste, version in zeilen if liste}
    )
    bloecke: dict[str, list[tuple[str, str, str]]] = {}
    for pfad, wert, liste, version in zeilen:
        name = kodes.get((liste, version, wert)) if liste else None
        bloecke.setdefault(labels.get_block(pfad), []).append(
            (
                labels.format_pfad(pfad),
                name or labels.format_wert(wert),
                f"Schlüssel {wert}" if name else "",
            )
        )
    return [Angabenblock(titel, inhalt) for titel, inhalt in bloecke.items()]

"""What the pages of a case share and show: head, tabs, period; documents and values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import beteiligung
from bauaufsicht.db.queries import unterlage as unterlagen
from bauaufsicht.db.queries import vorgang as vorgaenge
from bauaufsicht.db.queries.codeliste import get_bezeichnungen
from bauaufsicht.domain.ereignisse import Seite
from bauaufsicht.domain.glossar import Begriff, list_begriffe
from bauaufsicht.domain.landesrecht import Landesrecht
from bauaufsicht.domain.rechte import Aktion, compute_seite
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.domain.vorgang import AM_ZUG, ENDZUSTAENDE, AmZug, Zustand
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.web import formate, labels
from bauaufsicht.web.angaben import (
    NICHT_FUER_STELLEN,
    NUR_INTERN,
    Bereich,
    check_kontaktweg,
    get_mehrfache,
    get_ort,
    list_bereiche,
)
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.elemente import format_wert
from bauaufsicht.web.herleitung import compute_herleitung


@dataclass(frozen=True, slots=True)
class Raum:
    """The head of each page of a case."""

    kopf: vorgaenge.Vorgangskopf
    reiter: list[tuple[str, str, int | str | None, bool]]
    am_zug: str
    frist: dict[str, str] | None
    herleitung: list[tuple[str, str]]
    verfahren: str
    begriff: Begriff | None
    unterzeile: str
    intern: bool


@dataclass(frozen=True, slots=True)
class Gruppe:
    """Documents of one kind; without a title when no kind has a name here."""

    titel: str
    unterlagen: list[unterlagen.Unterlage]


@dataclass(frozen=True, slots=True)
class Angabenseite:
    """The values for their reader, and what the newest message changed: (place, before, after)."""

    bereiche: list[Bereich]
    aenderungen: list[tuple[str, str | None, str | None]]
    ohne_kontakte: bool


def create_raum(kopf: vorgaenge.Vorgangskopf, aktiv: str) -> Raum:
    """The head for a page; `aktiv` is the endpoint of its tab."""
    leiste = _compute_leiste(kopf)
    return Raum(
        kopf=kopf,
        reiter=_create_reiter(kopf, aktiv),
        am_zug=leiste.am_zug,
        frist=leiste.frist,
        herleitung=leiste.herleitung,
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
) -> list[tuple[str, str, int | str | None, bool]]:
    seiten: list[tuple[str, str, int | str | None]] = [
        ("vorgaenge.uebersicht", "Übersicht", None),
        ("vorgaenge.unterlagen", "Unterlagen", kopf.unterlagen),
        ("vorgaenge.angaben", "Angaben", None),
    ]
    if kopf.nachforderungen and kopf.check(Aktion.NACHFORDERUNG_LESEN):
        seiten.append(("nachforderung.liste", "Nachforderungen", kopf.nachforderungen))
    if kopf.check(Aktion.BETEILIGUNG_LESEN):
        stand = f"{kopf.abgegebene} von {kopf.gefragte}" if kopf.gefragte else None
        seiten.append(("beteiligung.liste", "Beteiligung", stand))
    if kopf.check(Aktion.STELLUNGNAHME_ABGEBEN):
        seiten.append(("beteiligung.stellungnahme", "Stellungnahme", None))
    entschieden = kopf.zustand in {Zustand.GENEHMIGT, Zustand.ABGELEHNT}
    entscheidet = entschieden or kopf.check(Aktion.BESCHEID_ENTWERFEN)
    if entscheidet and kopf.check(Aktion.BESCHEID_LESEN):
        seiten.append(("bescheid.zeigen", "Bescheid", None))
    if kopf.check(Aktion.PRUEFUNG_LESEN):
        seiten.append(("pruefung.zeigen", "Prüfung", kopf.offene_pruefungen or None))
    if kopf.check(Aktion.NACHRICHTEN_LESEN):
        seiten.append(("vorgaenge.nachrichten", "Nachrichten", kopf.nachrichten))
    seiten.append(("vorgaenge.verlauf", "Verlauf", None))  # each side reads another number
    return [
        (titel, url_for(endpunkt, vorgang_id=kopf.id), anzahl, endpunkt == aktiv)
        for endpunkt, titel, anzahl in seiten
    ]


@dataclass(frozen=True, slots=True)
class Leiste:
    """Whose turn it is, until when and why, for the reader."""

    am_zug: str
    frist: dict[str, str] | None
    herleitung: list[tuple[str, str]]


def _compute_leiste(kopf: vorgaenge.Vorgangskopf) -> Leiste:
    """A Stelle that was asked sees its own period, the applicant's side that of what it still has
    to bring, everybody else that of the case.
    """
    if (
        kopf.antwort_bis
        and kopf.zustand is not Zustand.NACHFORDERUNG_OFFEN
        and (compute_seite(kopf.kontext) is Seite.ANTRAGSSEITE)
    ):
        heute = formate.get_tag(get_ports().uhr.jetzt())
        am_zug = labels.format_am_zug(Zustand.NACHFORDERUNG_OFFEN, None, None)
        return Leiste(am_zug, format_frist(kopf.antwort_bis, heute, get_landesrecht(kopf.land)), [])
    if kopf.check(Aktion.STELLUNGNAHME_ABGEBEN):
        stelle_id = kopf.kontext.akteur.stelle_id
        zeile = beteiligung.get_eigene(get_session(), kopf.id, stelle_id)
        if not zeile.abgegeben and kopf.zustand not in ENDZUSTAENDE:
            recht = get_landesrecht(kopf.land)
            heute = formate.get_tag(get_ports().uhr.jetzt())
            return Leiste(
                "Ihre Stelle",
                format_frist(zeile.frist_ende, heute, recht),
                compute_herleitung(recht, zeile.frist_regel, zeile.frist_beginn, zeile.frist_ende),
            )
    return Leiste(_compute_am_zug(kopf), _compute_frist(kopf), _compute_herleitung(kopf))


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
    return format_frist(kopf.frist_ende, heute, get_landesrecht(kopf.land))


def format_frist(ende: date, heute: date, recht: Landesrecht) -> dict[str, str]:
    """The last day of a period for `datum` and `zustandsleiste`."""
    return {
        "absolut": formate.format_datum(ende),
        "relativ": formate.format_relativ(heute, ende, recht),
        "iso": ende.isoformat(),
        "ton": formate.compute_ton(heute, ende, recht),
    }


def _compute_herleitung(kopf: vorgaenge.Vorgangskopf) -> list[tuple[str, str]]:
    if kopf.frist_regel is None or kopf.frist_beginn is None or kopf.frist_ende is None:
        return []
    recht = get_landesrecht(kopf.land)
    return compute_herleitung(recht, kopf.frist_regel, kopf.frist_beginn, kopf.frist_ende)


def get_unterlagengruppen(kopf: vorgaenge.Vorgangskopf) -> list[Gruppe]:
    """Documents grouped by kind, in the order of the application (2 queries)."""
    alle = unterlagen.list_unterlagen(get_session(), kopf.id, kopf.kontext)
    kodes = get_bezeichnungen(
        get_session(),
        {
            (u.art_liste, u.art_listenversion, u.art_code)
            for u in alle
            if u.art_liste and u.art_code
        },
    )
    gruppen: dict[str, list[unterlagen.Unterlage]] = {}
    ohne_art: list[unterlagen.Unterlage] = []
    for u in alle:
        name = kodes.get((u.art_liste or "", u.art_listenversion, u.art_code or ""))
        (gruppen.setdefault(name, []) if name else ohne_art).append(u)
    fertig = [Gruppe(titel, liste) for titel, liste in gruppen.items()]
    if ohne_art:
        fertig.append(Gruppe("Weitere Unterlagen" if fertig else "", ohne_art))
    return fertig


def get_pruefstaende(gruppen: list[Gruppe]) -> dict[Pruefstand, int]:
    """How many of the newest Fassungen with bytes stand how."""
    staende = dict.fromkeys(Pruefstand, 0)
    for gruppe in gruppen:
        for unterlage in gruppe.unterlagen:
            staende[unterlage.aktuelle.pruefstand] += unterlage.aktuelle.groesse is not None
    return staende


def _check_lesbar(kopf: vorgaenge.Vorgangskopf) -> Callable[[str], bool]:
    """Which values of the application, by their path, the reader's side is shown."""
    if compute_seite(kopf.kontext) is Seite.STELLE:
        return lambda pfad: (
            get_ort(pfad).bereich not in NICHT_FUER_STELLEN and not check_kontaktweg(pfad)
        )
    if kopf.check(Aktion.NACHRICHTEN_LESEN):
        return lambda _pfad: True
    return lambda pfad: get_ort(pfad).bereich not in NUR_INTERN


def get_angaben(kopf: vorgaenge.Vorgangskopf) -> Angabenseite:
    """The values of the application by subject, codes with their labels (2 queries)."""
    stand = vorgaenge.get_stand(get_session(), kopf.id)
    pfade = [a[0] for a in stand.angaben] + [a[0] for a in stand.aenderungen]
    mehrfach = get_mehrfache(pfade)
    is_lesbar = _check_lesbar(kopf)

    def format_stand(pfad: str, wert: str | None) -> str | None:
        return None if wert is None else format_wert(get_ort(pfad).element, wert)

    return Angabenseite(
        bereiche=list_bereiche(a for a in stand.angaben if is_lesbar(a[0])),
        ohne_kontakte=any(check_kontaktweg(p) and not is_lesbar(p) for p, *_ in stand.angaben),
        aenderungen=[
            (get_ort(pfad, mehrfach).format(), format_stand(pfad, alt), format_stand(pfad, neu))
            for pfad, alt, neu in stand.aenderungen
            if is_lesbar(pfad)
        ],
    )

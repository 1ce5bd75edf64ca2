"""Cases as lists and as rooms."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, case, exists, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from bauaufsicht.db.models import (
    Antragsstand,
    Ausgang,
    Behoerde,
    Beteiligter,
    Beteiligung,
    Dokument,
    DokumentFassung,
    Eingang,
    Eingangsbefund,
    Gemeinde,
    Konto,
    Nachforderung,
    Nachforderungspunkt,
    Pruefungslauf,
    Stelle,
    Stellungnahme,
    Vorgang,
    Vorgangsabweichung,
    Vorgangsflurstueck,
    Vorgangsfrage,
    Vorgangsgebaeude,
)
from bauaufsicht.db.queries.rechte import (
    get_kontext,
    sichtbare_fassungen,
    sichtbare_vorgaenge,
)
from bauaufsicht.domain.befund import Schwere
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.ereignisse import Seite
from bauaufsicht.domain.fehler import NichtErlaubt, NichtSichtbar
from bauaufsicht.domain.nachforderung import Nachforderungsstand, Punktstand
from bauaufsicht.domain.nachricht import Block, Personenart, Rolle
from bauaufsicht.domain.rechte import (
    SYSTEM,
    Akteur,
    Aktion,
    Kontext,
    antragsseite,
    check_erlaubt,
    compute_seite,
)
from bauaufsicht.domain.suche import format_suchtext
from bauaufsicht.domain.vorgang import Verfahren, Zustand

SORTIERUNGEN: dict[str, InstrumentedAttribute[object]] = {
    "frist": Vorgang.frist_sortierung,
    "aktenzeichen": Vorgang.aktenzeichen,
    "vorhaben": Vorgang.bezeichnung,
    "ort": Vorgang.ort,
    "eingang": Vorgang.eingegangen_am,
}


class Fristlage(StrEnum):
    """Where the end of the period lies, seen from today."""

    FAELLIG = "faellig"  # today or before
    WOCHE = "woche"  # until Sunday
    SPAETER = "spaeter"
    OHNE = "ohne"


class Zustaendig(StrEnum):
    """Who keeps the case, seen from the reader."""

    ICH = "ich"
    NIEMAND = "niemand"


@dataclass(frozen=True, slots=True)
class Vorgangsfilter:
    """What a list shows; everything comes from the address of the page."""

    zustaende: tuple[Zustand, ...] = ()
    verfahren: tuple[Verfahren, ...] = ()
    suche: str = ""
    sortierung: str = "frist"
    absteigend: bool = False
    seite: int = 1
    je_seite: int = 50
    fristen: tuple[Fristlage, ...] = ()
    zustaendig: tuple[Zustaendig, ...] = ()
    heute: date | None = None  # needed with `fristen`


@dataclass(frozen=True, slots=True)
class Vorgangszeile:
    """One case in a list."""

    id: UUID
    aktenzeichen: str
    bezeichnung: str
    ort: str
    lage: str
    personen: str
    verfahrensart: Verfahren
    land: str
    zustand: Zustand
    frist_ende: date | None
    eingegangen_am: datetime
    sachbearbeitung: str | None
    konto_id: UUID | None
    entscheidende_stelle: str | None
    test: bool
    antwort_bis: date | None
    antwort_da: bool  # an answer to a demand waits for the authority


@dataclass(frozen=True, slots=True)
class Vorgangskopf:
    """The head of a case, the same on each of its pages, with the counts of the tabs."""

    id: UUID
    aktenzeichen: str
    bezeichnung: str
    behoerde: str
    behoerde_id: UUID
    verfahrensart: Verfahren
    verfahrensart_code: str | None
    zustand: Zustand
    land: str
    regelstand: str
    eingegangen_am: datetime
    frist_regel: str | None
    frist_beginn: date | None
    frist_ende: date | None
    sachbearbeitung: str | None
    konto_id: UUID | None
    entscheidende_stelle: str | None
    anschrift: str
    lage: str
    ort: str
    personen: str
    gemeinde: str | None
    gemeinde_ags: str | None
    gemeinde_quelle: str | None
    gebaeudeklasse: str | None
    sonderbau: tuple[str, ...]
    bebauungsplaene: tuple[str, ...]
    vorbescheid: str | None
    nachtrag_zu: str | None
    weiterfuehren: bool | None
    hat_geometrie: bool
    srs: str | None
    xbau_nummer: str
    xbau_version: str
    test: bool
    fassung: int
    vollstaendig_am: date | None
    unterlagen: int
    nachrichten: int
    nachforderungen: int
    antwort_bis: date | None  # the end of a demand that waits for the applicant's side
    gefragte: int
    abgegebene: int
    offene_pruefungen: int | None  # of the last run; None: there was none
    kontext: Kontext

    def check(self, aktion: Aktion) -> bool:
        """Whether the reader may do this with the case."""
        return check_erlaubt(aktion, self.kontext)


@dataclass(frozen=True, slots=True)
class Beteiligtenzeile:
    """A person of the application."""

    rolle: Rolle
    block: Block
    art: Personenart
    name: str
    zusatz: str
    anschrift: tuple[str, ...]
    kontakte: tuple[tuple[str, str], ...]
    xbau_id: str | None = None


@dataclass(frozen=True, slots=True)
class Bestandteile:
    """Parcels (Grundstück number, name), buildings (name) and bodies (name, whether it decides)."""

    flurstuecke: list[tuple[int, str]]
    gebaeude: list[str]
    stellen: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Abweichungszeile:
    """A requested Abweichung."""

    art_code: str | None
    art_liste: str | None
    art_listenversion: str | None
    vorschrift: str
    beschreibung: str
    begruendung: str
    frage: int | None


@dataclass(frozen=True, slots=True)
class Fragenzeile:
    """A question of a Vorbescheid."""

    nummer: int
    text: str
    art_code: str | None
    art_liste: str | None
    art_listenversion: str | None


@dataclass(frozen=True, slots=True)
class Stand:
    """The newest state of the application: all values, and what the last message changed."""

    nummer: int
    angaben: tuple[tuple[str, str, str | None, str | None], ...]
    aenderungen: tuple[tuple[str, str | None, str | None], ...]
    erstellt_am: datetime | None


def _bedingungen(akteur: Akteur, gefiltert: Vorgangsfilter) -> list[ColumnElement[bool]]:
    bedingungen = [sichtbare_vorgaenge(akteur)]
    if gefiltert.zustaende:
        bedingungen.append(Vorgang.zustand.in_(gefiltert.zustaende))
    if gefiltert.verfahren:
        bedingungen.append(Vorgang.verfahrensart.in_(gefiltert.verfahren))
    bedingungen += [
        Vorgang.suchtext.contains(wort, autoescape=True)
        for wort in format_suchtext(gefiltert.suche).split()[:8]
    ]
    if gefiltert.fristen and gefiltert.heute:
        bedingungen.append(_fristlage(gefiltert.heute).in_(gefiltert.fristen))
    if gefiltert.zustaendig:
        bedingungen.append(_zustaendig(akteur).in_(gefiltert.zustaendig))
    return bedingungen


def _fristlage(heute: date) -> ColumnElement[str]:
    sonntag = heute + timedelta(days=6 - heute.weekday())
    return case(
        (Vorgang.frist_ende.is_(None), literal(Fristlage.OHNE.value)),
        (Vorgang.frist_ende <= heute, literal(Fristlage.FAELLIG.value)),
        (Vorgang.frist_ende <= sonntag, literal(Fristlage.WOCHE.value)),
        else_=literal(Fristlage.SPAETER.value),
    )


def _zustaendig(akteur: Akteur) -> ColumnElement[str]:
    return case(
        (Vorgang.konto_id.is_(None), literal(Zustaendig.NIEMAND.value)),
        (Vorgang.konto_id == akteur.konto_id, literal(Zustaendig.ICH.value)),
        else_=literal("andere"),
    )


def compute_listenabfrage(akteur: Akteur, gefiltert: Vorgangsfilter) -> Any:
    """The one statement of the list: a page of cases in the order asked for.

    The applicant's side has those that wait for it on top, unless it asks for another order.
    """
    spalte = SORTIERUNGEN.get(gefiltert.sortierung, Vorgang.frist_sortierung)
    ordnung: list[ColumnElement[Any]] = [
        s.desc() if gefiltert.absteigend else s.asc() for s in (spalte, Vorgang.aktenzeichen)
    ]
    if gefiltert.sortierung == "frist" and antragsseite(Kontext(akteur)):
        ordnung.insert(0, _antwort_bis().asc().nulls_last())
    return (
        select(
            Vorgang.id,
            Vorgang.aktenzeichen,
            Vorgang.bezeichnung,
            Vorgang.ort,
            Vorgang.lage,
            Vorgang.personen,
            Vorgang.verfahrensart,
            Vorgang.land,
            Vorgang.zustand,
            Vorgang.frist_ende,
            Vorgang.eingegangen_am,
            Konto.name.label("sachbearbeitung"),
            Vorgang.konto_id,
            Stelle.name.label("entscheidende_stelle"),
            Vorgang.test,
            _antwort_bis().label("antwort_bis"),
            _antwort_da().label("antwort_da"),
        )
        .outerjoin(Konto, Konto.id == Vorgang.konto_id)
        .outerjoin(Stelle, Stelle.id == Vorgang.entscheidende_stelle_id)
        .where(*_bedingungen(akteur, gefiltert))
        .order_by(*ordnung)
        .limit(gefiltert.je_seite)
        .offset((gefiltert.seite - 1) * gefiltert.je_seite)
    )


def list_vorgaenge(
    session: Session, akteur: Akteur, gefiltert: Vorgangsfilter
) -> list[Vorgangszeile]:
    """A page of the cases that the actor may see (1 query)."""
    zeilen = session.execute(compute_listenabfrage(akteur, gefiltert))
    return [Vorgangszeile(*z) for z in zeilen]


def get_anzahl(session: Session, akteur: Akteur, gefiltert: Vorgangsfilter) -> int:
    """How many cases the filter leaves (1 query)."""
    return (
        session.scalar(
            select(func.count()).select_from(Vorgang).where(*_bedingungen(akteur, gefiltert))
        )
        or 0
    )


@dataclass(slots=True)
class Zaehlung:
    """How many visible cases there are, by each thing that the list can be filtered by."""

    zustaende: Counter[Zustand] = field(default_factory=Counter)
    verfahren: Counter[Verfahren] = field(default_factory=Counter)
    fristen: Counter[str] = field(default_factory=Counter)
    zustaendig: Counter[str] = field(default_factory=Counter)


def get_zaehlung(session: Session, akteur: Akteur, heute: date) -> Zaehlung:
    """The visible cases, counted (1 query)."""
    innen = (
        select(
            Vorgang.zustand,
            Vorgang.verfahrensart,
            _fristlage(heute).label("frist"),
            _zustaendig(akteur).label("zustaendig"),
        )
        .where(sichtbare_vorgaenge(akteur))
        .subquery()
    )
    zaehlung = Zaehlung()
    for zustand, art, frist, zustaendig, anzahl in session.execute(
        select(innen, func.count()).group_by(*innen.c)
    ):
        zaehlung.zustaende[zustand] += anzahl
        zaehlung.verfahren[art] += anzahl
        zaehlung.fristen[frist] += anzahl
        zaehlung.zustaendig[zustaendig] += anzahl
    return zaehlung


def _zaehle(
    spalte: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None],
    *bedingungen: ColumnElement[bool],
) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(spalte.class_)
        .where(spalte == Vorgang.id, *bedingungen)
        .scalar_subquery()
    )


def get_vorgangskopf(
    session: Session, akteur: Akteur, vorgang_id: UUID, aktion: Aktion = Aktion.VORGANG_LESEN
) -> Vorgangskopf:
    """The head of a case (1 query, 3 for people outside the authority).

    NichtSichtbar if it is absent or not to be seen, NichtErlaubt if `aktion` is not allowed.
    """
    zeile = session.execute(
        select(
            Vorgang,
            Behoerde.kurzname,
            Konto.name.label("sachbearbeitung"),
            Stelle.name.label("stelle"),
            Gemeinde.bezeichnung.label("gemeinde"),
            _zaehle_unterlagen(Kontext(SYSTEM)).label("unterlagen"),
            (_zaehle(Eingang.vorgang_id) + _zaehle(Ausgang.vorgang_id)).label("nachrichten"),
            _zaehle(Nachforderung.vorgang_id).label("nachforderungen"),
            _antwort_bis().label("antwort_bis"),
            _zaehle(Beteiligung.vorgang_id, Beteiligung.angefordert_am.is_not(None)).label(
                "gefragte"
            ),
            _zaehle(
                Beteiligung.vorgang_id,
                Beteiligung.id.in_(
                    select(Stellungnahme.beteiligung_id).where(
                        Stellungnahme.abgegeben_am.is_not(None)
                    )
                ),
            ).label("abgegebene"),
            _offene_pruefungen().label("offene_pruefungen"),
        )
        .join(Behoerde, Behoerde.id == Vorgang.behoerde_id)
        .outerjoin(Konto, Konto.id == Vorgang.konto_id)
        .outerjoin(Stelle, Stelle.id == Vorgang.entscheidende_stelle_id)
        .outerjoin(Gemeinde, Gemeinde.ags == Vorgang.gemeinde_ags)
        .where(Vorgang.id == vorgang_id)
    ).one_or_none()
    if zeile is None:
        raise NichtSichtbar
    v: Vorgang = zeile.Vorgang
    kontext = get_kontext(session, akteur, v)
    if not check_erlaubt(Aktion.VORGANG_LESEN, kontext):
        raise NichtSichtbar
    if not check_erlaubt(aktion, kontext):
        raise NichtErlaubt(aktion)
    return Vorgangskopf(
        id=v.id,
        aktenzeichen=v.aktenzeichen,
        bezeichnung=v.bezeichnung,
        behoerde=zeile.kurzname,
        behoerde_id=v.behoerde_id,
        verfahrensart=v.verfahrensart,
        verfahrensart_code=v.verfahrensart_code,
        zustand=v.zustand,
        land=v.land,
        regelstand=v.regelstand,
        eingegangen_am=v.eingegangen_am,
        frist_regel=v.frist_regel,
        frist_beginn=v.frist_beginn,
        frist_ende=v.frist_ende,
        sachbearbeitung=zeile.sachbearbeitung,
        konto_id=v.konto_id,
        entscheidende_stelle=zeile.stelle,
        anschrift=v.anschrift,
        lage=v.lage,
        ort=v.ort,
        personen=v.personen,
        gemeinde=zeile.gemeinde,
        gemeinde_ags=v.gemeinde_ags,
        gemeinde_quelle=v.gemeinde_quelle,
        gebaeudeklasse=v.gebaeudeklasse,
        sonderbau=tuple(v.sonderbau),
        bebauungsplaene=tuple(v.bebauungsplaene),
        vorbescheid=v.vorbescheid,
        nachtrag_zu=v.nachtrag_zu,
        weiterfuehren=v.weiterfuehren,
        hat_geometrie=v.geometrie is not None,
        srs=(v.geometrie or {}).get("srs"),
        xbau_nummer=v.xbau_nummer,
        xbau_version=v.xbau_version,
        test=v.test,
        fassung=v.fassung,
        unterlagen=_get_anzahl_unterlagen(session, kontext, v.id, zeile.unterlagen),
        nachrichten=zeile.nachrichten,
        vollstaendig_am=v.vollstaendig_am,
        nachforderungen=zeile.nachforderungen,
        antwort_bis=zeile.antwort_bis,
        gefragte=zeile.gefragte,
        abgegebene=zeile.abgegebene,
        offene_pruefungen=zeile.offene_pruefungen,
        kontext=kontext,
    )


def _antwort_bis() -> ScalarSelect[date]:
    return (
        select(func.min(Nachforderung.frist))
        .where(
            Nachforderung.vorgang_id == Vorgang.id, Nachforderung.stand == Nachforderungsstand.OFFEN
        )
        .scalar_subquery()
    )


def _antwort_da() -> ColumnElement[bool]:
    return exists().where(
        Nachforderung.vorgang_id == Vorgang.id,
        Nachforderungspunkt.nachforderung_id == Nachforderung.id,
        Nachforderungspunkt.stand == Punktstand.BEANTWORTET,
    )


def _offene_pruefungen() -> ScalarSelect[int]:
    return (
        select(Pruefungslauf.offene)
        .where(Pruefungslauf.vorgang_id == Vorgang.id)
        .order_by(Pruefungslauf.nummer.desc())
        .limit(1)
        .scalar_subquery()
    )


def _zaehle_unterlagen(kontext: Kontext) -> ScalarSelect[int]:
    return (
        select(func.count(Dokument.id.distinct()))
        .join(DokumentFassung, DokumentFassung.dokument_id == Dokument.id)
        .where(Dokument.vorgang_id == Vorgang.id, sichtbare_fassungen(kontext))
        .scalar_subquery()
    )


def _get_anzahl_unterlagen(session: Session, kontext: Kontext, vorgang_id: UUID, alle: int) -> int:
    if compute_seite(kontext) is Seite.BEHOERDE:
        return alle
    return session.scalar(select(_zaehle_unterlagen(kontext)).where(Vorgang.id == vorgang_id)) or 0


def list_personen(session: Session, vorgang_id: UUID) -> list[Beteiligtenzeile]:
    """People of the application (1 query)."""
    return [
        Beteiligtenzeile(
            b.rolle,
            b.block,
            b.art,
            b.anzeigename,
            b.zusatz,
            tuple(b.anschrift),
            tuple((k[0], k[1]) for k in b.kontakte),
            xbau_id=b.xbau_id,
        )
        for b in session.scalars(
            select(Beteiligter)
            .where(Beteiligter.vorgang_id == vorgang_id)
            .order_by(Beteiligter.block, Beteiligter.position)
        )
    ]


def get_bestandteile(session: Session, vorgang_id: UUID) -> Bestandteile:
    """Parcels, buildings and bodies of a case (1 query)."""
    f, g = Vorgangsflurstueck, Vorgangsgebaeude
    teile = union_all(
        select(
            literal("flurstueck").label("art"),
            f.position.label("folge"),
            f.grundstueck.label("zahl"),
            f.bezeichnung.label("text"),
        ).where(f.vorgang_id == vorgang_id),
        select(literal("gebaeude"), g.position, literal(0), g.bezeichnung).where(
            g.vorgang_id == vorgang_id
        ),
        select(
            literal("stelle"), literal(0), case((Beteiligung.entscheidet, 1), else_=0), Stelle.name
        )
        .join(Stelle, Stelle.id == Beteiligung.stelle_id)
        .where(Beteiligung.vorgang_id == vorgang_id),
    ).subquery()
    zeilen = session.execute(
        select(teile).order_by(teile.c.art, teile.c.folge, teile.c.zahl.desc(), teile.c.text)
    ).all()
    return Bestandteile(
        flurstuecke=[(z.zahl, z.text) for z in zeilen if z.art == "flurstueck"],
        gebaeude=[z.text for z in zeilen if z.art == "gebaeude"],
        stellen=[(z.text, z.zahl == 1) for z in zeilen if z.art == "stelle"],
    )


def list_abweichungen_und_fragen(
    session: Session, vorgang_id: UUID
) -> tuple[list[Abweichungszeile], list[Fragenzeile]]:
    """Requested Abweichungen, and the questions of a Vorbescheid (1 query)."""
    a, f = Vorgangsabweichung, Vorgangsfrage
    leer = literal("")
    teile = union_all(
        select(
            literal(0).label("ist_frage"),
            a.position.label("nummer"),
            a.art_code.label("art_code"),
            a.art_liste.label("art_liste"),
            a.art_listenversion.label("art_listenversion"),
            a.vorschrift.label("text"),
            a.beschreibung.label("beschreibung"),
            a.begruendung.label("begruendung"),
            a.frage.label("frage"),
        ).where(a.vorgang_id == vorgang_id),
        select(
            literal(1), f.nummer, f.art_code, f.art_liste, f.art_listenversion, f.text, leer, leer,
            f.nummer,
        ).where(f.vorgang_id == vorgang_id),
    ).subquery()  # fmt: skip
    zeilen = session.execute(select(teile).order_by(teile.c.nummer)).all()
    return (
        [
            Abweichungszeile(
                z.art_code,
                z.art_liste,
                z.art_listenversion,
                z.text,
                z.beschreibung,
                z.begruendung,
                z.frage,
            )
            for z in zeilen
            if not z.ist_frage
        ],
        [
            Fragenzeile(z.nummer, z.text, z.art_code, z.art_liste, z.art_listenversion)
            for z in zeilen
            if z.ist_frage
        ],
    )


def list_hinweise(session: Session, vorgang_id: UUID) -> list[tuple[str, str]]:
    """Kennzahl and text of the hints that the deliveries of this case left (1 query)."""
    return list(
        session.execute(
            select(Eingangsbefund.kennzahl, Eingangsbefund.text)
            .join(Eingang, Eingang.id == Eingangsbefund.eingang_id)
            .where(
                Eingang.vorgang_id == vorgang_id,
                Eingang.ergebnis.in_([Eingangsergebnis.ANGELEGT, Eingangsergebnis.ZUGEORDNET]),
                Eingangsbefund.schwere == Schwere.HINWEIS,
            )
            .order_by(Eingang.empfangen_am, Eingangsbefund.position)
        ).all()
    )


def get_stand(session: Session, vorgang_id: UUID) -> Stand:
    """All values of the application as they stand now (1 query)."""
    stand = session.scalar(
        select(Antragsstand)
        .where(Antragsstand.vorgang_id == vorgang_id)
        .order_by(Antragsstand.nummer.desc())
        .limit(1)
    )
    if stand is None:
        return Stand(0, (), (), None)
    return Stand(
        stand.nummer,
        tuple((a[0], a[1], a[2], a[3]) for a in stand.angaben),
        tuple((a[0], a[1], a[2]) for a in stand.aenderungen),
        stand.erstellt_am,
    )

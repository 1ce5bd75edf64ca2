"""Decisions as the pages show them, and what a decision is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bauaufsicht.db.models import (
    Ausgang,
    Bescheid,
    Dokument,
    DokumentFassung,
    Konto,
    Vorgang,
    Vorgangsabweichung,
)
from bauaufsicht.db.queries.beteiligung import Beteiligungszeile, list_beteiligungen
from bauaufsicht.db.queries.nachforderung import get_offene
from bauaufsicht.domain.bescheid import (
    Abweichungsentscheidung,
    Anhoerungsstand,
    Bescheidart,
    Bescheidentwurf,
    Bescheidstand,
    Nebenbestimmung,
    Nebenbestimmungsart,
    Unterlagenstand,
    Vorbehalt,
    compute_offenen_entwurf,
    compute_vorbehalte,
    get_geltende,
    list_entscheidbare,
)
from bauaufsicht.domain.beteiligung import Stellungnahmeergebnis
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.fristen import compute_tag
from bauaufsicht.recht import get_landesrecht


@dataclass(frozen=True, slots=True)
class Bescheidzeile:
    """A decision; what was issued has bytes, a draft has none."""

    id: UUID
    stand: Bescheidstand
    entwurf: Bescheidentwurf
    fassung: int
    geaendert_am: datetime
    geaendert_von: str
    erlassen_am: datetime | None
    schluessel: str | None
    sha256: str | None
    groesse: int | None
    erster_abruf_am: datetime | None
    erster_abruf_von: str
    ausgang_id: UUID | None
    nachricht_abgerufen_am: datetime | None

    @property
    def art(self) -> Bescheidart:
        """How it was decided."""
        return self.entwurf.art


@dataclass(frozen=True, slots=True)
class Abweichungsangabe:
    """A requested Abweichung with what identifies it."""

    id: UUID
    xbau_id: str | None
    art_code: str | None
    art_liste: str | None
    art_listenversion: str | None
    vorschrift: str
    beschreibung: str
    begruendung: str

    @property
    def bezeichnung(self) -> str:
        """What it is called in a sentence."""
        return self.vorschrift or self.beschreibung or "ohne Angabe der Vorschrift"


@dataclass(frozen=True, slots=True)
class Anlagenangabe:
    """The PDF of a decision as a file; `dokumentid` names it in messages."""

    id: UUID
    dokumentid: str
    dateiname: str
    groesse: int
    sha256: str
    schluessel: str


def get_bescheid(session: Session, vorgang_id: UUID, stand: Bescheidstand) -> Bescheidzeile | None:
    """The draft of a case (2 queries), or the newest decision that was issued (1 query)."""
    abrufende = aliased(Konto)
    zeile = session.execute(
        select(Bescheid, Konto.name, abrufende.name, Ausgang.abgerufen_am)
        .outerjoin(Konto, Konto.id == Bescheid.konto_id)
        .outerjoin(abrufende, abrufende.id == Bescheid.erster_abruf_von_id)
        .outerjoin(Ausgang, Ausgang.id == Bescheid.ausgang_id)
        .where(Bescheid.vorgang_id == vorgang_id, Bescheid.stand == stand)
        .order_by(Bescheid.erlassen_am.desc())
        .limit(1)
    ).one_or_none()
    if zeile is None:
        return None
    b, name, abrufender, nachricht_abgerufen_am = zeile
    entwurf = b.stand is Bescheidstand.ENTWURF
    return Bescheidzeile(
        b.id,
        b.stand,
        read_offenen_entwurf(session, b) if entwurf else read_entwurf(b),
        b.fassung,
        b.geaendert_am,
        name or "",
        b.erlassen_am,
        b.schluessel,
        b.sha256,
        b.groesse,
        b.erster_abruf_am,
        abrufender or "",
        b.ausgang_id,
        nachricht_abgerufen_am,
    )


def get_erlassenen(session: Session, vorgang_id: UUID) -> Bescheidzeile:
    """The decision that was issued; NichtSichtbar if there is none (1 query)."""
    bescheid = get_bescheid(session, vorgang_id, Bescheidstand.ERLASSEN)
    if bescheid is None:
        raise NichtSichtbar
    return bescheid


def read_entwurf(bescheid: Bescheid) -> Bescheidentwurf:
    """What a person decided and wrote, from the record."""
    return Bescheidentwurf(
        bescheid.art,
        bescheid.begruendung,
        tuple(
            Nebenbestimmung(n["text"], Nebenbestimmungsart(n["art"]), n["herkunft"])
            for n in bescheid.nebenbestimmungen
        ),
        tuple(
            Abweichungsentscheidung(UUID(a["id"]), a["zugelassen"], a["begruendung"])
            for a in bescheid.abweichungen
        ),
    )


def read_offenen_entwurf(session: Session, bescheid: Bescheid) -> Bescheidentwurf:
    """The draft, on the Abweichungen that are requested now: a message may have changed them."""
    gefragte = [a.id for a in list_abweichungen(session, bescheid.vorgang_id)]
    return compute_offenen_entwurf(read_entwurf(bescheid), gefragte)


def list_abweichungen(session: Session, vorgang_id: UUID) -> list[Abweichungsangabe]:
    """Requested Abweichungen in the order of the application (1 query)."""
    return [
        Abweichungsangabe(
            a.id,
            a.xbau_id,
            a.art_code,
            a.art_liste,
            a.art_listenversion,
            a.vorschrift,
            a.beschreibung,
            a.begruendung,
        )
        for a in session.scalars(
            select(Vorgangsabweichung)
            .where(Vorgangsabweichung.vorgang_id == vorgang_id)
            .order_by(Vorgangsabweichung.position)
        )
    ]


def list_anhoerungen(session: Session, vorgang_id: UUID, land: str) -> list[Anhoerungsstand]:
    """What became of the requests to bodies, with the rules of the Land (1 query)."""
    recht = get_landesrecht(land)
    staende = []
    for zeile in list_beteiligungen(session, vorgang_id):
        regel = recht.get_fristregel(zeile.frist_regel, zeile.frist_beginn)
        staende.append(_create_stand(zeile, regel.norm, regel.wirkung, regel.verspaetet))
    return staende


def _create_stand(
    zeile: Beteiligungszeile, norm: str, wirkung: str, verspaetet: str
) -> Anhoerungsstand:
    s = zeile.stellungnahme
    if s is None or s.abgegeben_am is None:
        return Anhoerungsstand(zeile.stelle, zeile.frist_ende, norm, wirkung, verspaetet)
    return Anhoerungsstand(
        zeile.stelle,
        zeile.frist_ende,
        norm,
        wirkung,
        verspaetet,
        compute_tag(s.abgegeben_am),
        s.verspaetet,
        s.ergebnis is Stellungnahmeergebnis.BEDENKEN,
        s.ergebnis is Stellungnahmeergebnis.NACHFORDERUNG,
        s.nebenbestimmungen,
    )


def list_vorbehalte(
    session: Session, vorgang_id: UUID, land: str, entwurf: Bescheidentwurf, heute: date
) -> tuple[Vorbehalt, ...]:
    """What speaks against issuing on a day (3 queries)."""
    offene = get_offene(session, vorgang_id)
    return compute_vorbehalte(
        entwurf,
        list_anhoerungen(session, vorgang_id, land),
        [(offene.nummer, offene.frist)] if offene else [],
        heute,
        _list_fassungen(session, vorgang_id),
    )


def list_bauvorlagen(session: Session, vorgang_id: UUID) -> list[Unterlagenstand]:
    """Each document of the application in the Fassung that counts (1 query)."""
    geltende = (get_geltende(f) for f in _list_fassungen(session, vorgang_id))
    return [f for f in geltende if f is not None]


def _list_fassungen(session: Session, vorgang_id: UUID) -> list[list[Unterlagenstand]]:
    """The Fassungen of each document that were handed in and can be decided on (1 query)."""
    je_dokument: dict[UUID, list[Unterlagenstand]] = {}
    for dokument_id, bezeichnung, nummer, eingegangen_am, pruefsumme, stand, am in session.execute(
        select(
            Dokument.id,
            Dokument.bezeichnung,
            DokumentFassung.nummer,
            DokumentFassung.eingegangen_am,
            DokumentFassung.sha256,
            DokumentFassung.pruefstand,
            DokumentFassung.zurueckgegeben_am,
        )
        .join(DokumentFassung, DokumentFassung.dokument_id == Dokument.id)
        .where(
            Dokument.vorgang_id == vorgang_id,
            Dokument.stellungnahme_id.is_(None),
            DokumentFassung.schluessel.is_not(None),
            DokumentFassung.sha256.is_not(None),
            DokumentFassung.abgegeben_am.is_not(None),
        )
        .order_by(Dokument.position, DokumentFassung.nummer)
    ):
        je_dokument.setdefault(dokument_id, []).append(
            Unterlagenstand(
                bezeichnung, nummer, eingegangen_am, pruefsumme or "", stand, am is not None
            )
        )
    return list_entscheidbare(je_dokument.values())


def list_anlagen(session: Session, ausgaenge: Sequence[UUID]) -> dict[UUID, Anlagenangabe]:
    """The PDF that goes with each of these messages, if one does (1 query)."""
    return {
        b.ausgang_id: create_anlagenangabe(b, aktenzeichen)
        for b, aktenzeichen in session.execute(
            select(Bescheid, Vorgang.aktenzeichen)
            .join(Vorgang, Vorgang.id == Bescheid.vorgang_id)
            .where(Bescheid.ausgang_id.in_(ausgaenge))
        )
        if b.ausgang_id is not None
    }


def create_anlagenangabe(bescheid: Bescheid, aktenzeichen: str) -> Anlagenangabe:
    """How the PDF of a decision is called, in messages and as a file."""
    name = "".join(z if z.isascii() and z.isalnum() else "-" for z in aktenzeichen)
    return Anlagenangabe(
        bescheid.id,
        f"urn_uuid_{bescheid.id}",
        f"Bescheid_{name}.pdf",
        bescheid.groesse or 0,
        bescheid.sha256 or "",
        bescheid.schluessel or "",
    )

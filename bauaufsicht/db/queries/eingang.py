"""Deliveries as the registry sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import (
    Behoerde,
    DokumentFassung,
    Eingang,
    Eingangsanlage,
    Eingangsbefund,
    Vorgang,
)
from bauaufsicht.db.queries.rechte import sichtbare_eingaenge
from bauaufsicht.domain.befund import Befund, Schwere
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar
from bauaufsicht.domain.nachricht import ANTRAGSNUMMERN
from bauaufsicht.domain.rechte import Akteur
from bauaufsicht.domain.unterlage import NICHT_ABRUFBAR, Pruefstand


@dataclass(frozen=True, slots=True)
class Eingangszeile:
    """One delivery in a list, with its first serious finding."""

    id: UUID
    empfangen_am: datetime
    ergebnis: Eingangsergebnis
    nummer: str | None
    version: str | None
    bezeichnung: str
    autor_name: str
    dateiname: str
    weg: Eingangsweg
    test: bool
    befund: str
    aktenzeichen: str | None
    vorgang_id: UUID | None


@dataclass(frozen=True, slots=True)
class Anlagenzeile:
    """A file of a delivery."""

    id: UUID
    dateiname: str
    groesse: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Eingangsansicht:
    """One delivery with everything known about it."""

    zeile: Eingangszeile
    behoerde: str
    nachrichten_uuid: str | None
    referenz: str | None
    autor_kennung: str
    fehlerkennzahl: str | None
    grund: str
    sha256: str
    groesse: int
    schema_geprueft: bool
    befunde: tuple[Befund, ...]
    anlagen: tuple[Anlagenzeile, ...]
    angaben: tuple[tuple[str, str, str | None, str | None], ...]
    vorschlag: str  # Aktenzeichen of the case that the message probably means


def list_befunde(session: Session, eingang_id: UUID) -> tuple[Befund, ...]:
    """Findings of a delivery, in the order they were made."""
    return tuple(
        Befund(b.kennzahl, b.text, b.schwere)
        for b in session.scalars(
            select(Eingangsbefund)
            .where(Eingangsbefund.eingang_id == eingang_id)
            .order_by(Eingangsbefund.position)
        )
    )


def _create_zeile(eingang: Eingang, aktenzeichen: str | None, befund: str) -> Eingangszeile:
    return Eingangszeile(
        id=eingang.id,
        empfangen_am=eingang.empfangen_am,
        ergebnis=eingang.ergebnis,
        nummer=eingang.nummer,
        version=eingang.version,
        bezeichnung=eingang.bezeichnung,
        autor_name=eingang.autor_name,
        dateiname=eingang.dateiname,
        weg=eingang.weg,
        test=eingang.test,
        befund=befund,
        aktenzeichen=aktenzeichen,
        vorgang_id=eingang.vorgang_id if aktenzeichen else None,
    )


def list_eingaenge(
    session: Session, akteur: Akteur, ergebnis: Eingangsergebnis | None, seite: int, je_seite: int
) -> tuple[list[Eingangszeile], int]:
    """Deliveries of the actor's Behörde, newest first, and how many there are (3 queries)."""
    bedingungen = [sichtbare_eingaenge(akteur)]
    if ergebnis is not None:
        bedingungen.append(Eingang.ergebnis == ergebnis)
    anzahl = session.scalar(select(func.count()).select_from(Eingang).where(*bedingungen)) or 0
    zeilen = session.execute(
        select(Eingang, Vorgang.aktenzeichen)
        .outerjoin(Vorgang, Vorgang.id == Eingang.vorgang_id)
        .where(*bedingungen)
        .order_by(Eingang.empfangen_am.desc(), Eingang.id)
        .limit(je_seite)
        .offset((seite - 1) * je_seite)
    ).all()
    befunde = _list_erste_befunde(session, [z.Eingang.id for z in zeilen])
    return [
        _create_zeile(z.Eingang, z.aktenzeichen, befunde.get(z.Eingang.id, "")) for z in zeilen
    ], anzahl


def _list_erste_befunde(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    """The most serious finding of each delivery (1 query)."""
    if not ids:
        return {}
    rang = {Schwere.ZURUECKWEISUNG: 0, Schwere.KLAERUNG: 1, Schwere.HINWEIS: 2}
    zeilen = session.execute(
        select(Eingangsbefund.eingang_id, Eingangsbefund.schwere, Eingangsbefund.text)
        .where(Eingangsbefund.eingang_id.in_(ids))
        .order_by(Eingangsbefund.position)
    ).all()
    erste: dict[UUID, str] = {}
    for zeile in sorted(zeilen, key=lambda z: rang[z.schwere]):
        erste.setdefault(zeile.eingang_id, zeile.text)
    return erste


def get_anzahl_je_ergebnis(session: Session, akteur: Akteur) -> dict[Eingangsergebnis, int]:
    """How many deliveries have which result (1 query)."""
    return dict(
        session.execute(
            select(Eingang.ergebnis, func.count())
            .where(sichtbare_eingaenge(akteur))
            .group_by(Eingang.ergebnis)
        ).all()
    )


def get_anzahl_zu_klaeren(session: Session, akteur: Akteur) -> int:
    """How many deliveries wait for a person (1 query)."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Eingang)
            .where(sichtbare_eingaenge(akteur), Eingang.ergebnis == Eingangsergebnis.ZU_KLAEREN)
        )
        or 0
    )


def get_eingang(session: Session, akteur: Akteur, eingang_id: UUID) -> Eingangsansicht:
    """One delivery; NichtSichtbar if it is absent or another Behörde's (5 queries)."""
    zeile = session.execute(
        select(Eingang, Vorgang.aktenzeichen, Behoerde.kurzname)
        .outerjoin(Vorgang, Vorgang.id == Eingang.vorgang_id)
        .outerjoin(Behoerde, Behoerde.id == Eingang.behoerde_id)
        .where(Eingang.id == eingang_id, sichtbare_eingaenge(akteur))
    ).one_or_none()
    if zeile is None:
        raise NichtSichtbar
    eingang = zeile.Eingang
    anlagen = session.scalars(
        select(Eingangsanlage)
        .where(Eingangsanlage.eingang_id == eingang_id)
        .order_by(Eingangsanlage.position)
    )
    befunde = list_befunde(session, eingang_id)
    return Eingangsansicht(
        zeile=_create_zeile(eingang, zeile.aktenzeichen, ""),
        behoerde=zeile.kurzname or "",
        nachrichten_uuid=eingang.nachrichten_uuid,
        referenz=eingang.referenz,
        autor_kennung=eingang.autor_kennung,
        fehlerkennzahl=eingang.fehlerkennzahl,
        grund=eingang.grund,
        sha256=eingang.sha256,
        groesse=eingang.groesse,
        schema_geprueft=eingang.schema_geprueft,
        befunde=befunde,
        anlagen=tuple(Anlagenzeile(a.id, a.dateiname, a.groesse, a.sha256) for a in anlagen),
        angaben=tuple((a[0], a[1], a[2], a[3]) for a in eingang.angaben or []),
        vorschlag=_get_vorschlag(session, eingang),
    )


def _get_vorschlag(session: Session, eingang: Eingang) -> str:
    """The oldest case of the same referenzAntragsservice, for a second application that waits.

    Not for a message that acts on a case: a withdrawal waits because its reference is in doubt.
    """
    if (
        eingang.referenz is None
        or eingang.nummer not in ANTRAGSNUMMERN
        or eingang.ergebnis is not Eingangsergebnis.ZU_KLAEREN
    ):
        return ""
    aktenzeichen: str | None = session.scalar(
        select(Vorgang.aktenzeichen)
        .where(Vorgang.behoerde_id == eingang.behoerde_id, Vorgang.referenz == eingang.referenz)
        .order_by(Vorgang.eingegangen_am)
        .limit(1)
    )
    return aktenzeichen or ""


def get_rohdaten(session: Session, akteur: Akteur, eingang_id: UUID) -> tuple[str, str]:
    """Key and file name of the raw message; NichtSichtbar if it is not to be seen."""
    zeile = session.execute(
        select(Eingang.schluessel, Eingang.nummer).where(
            Eingang.id == eingang_id, sichtbare_eingaenge(akteur)
        )
    ).one_or_none()
    if zeile is None:
        raise NichtSichtbar
    return zeile.schluessel, f"nachricht-{zeile.nummer or 'unbekannt'}-{eingang_id}.xml"


def get_anlage(
    session: Session, akteur: Akteur, eingang_id: UUID, anlage_id: UUID
) -> Eingangsanlage:
    """A file of a delivery; NichtSichtbar if it is not to be seen, Fachfehler if it is blocked
    as a document of its case.
    """
    anlage = session.scalar(
        select(Eingangsanlage)
        .join(Eingang, Eingang.id == Eingangsanlage.eingang_id)
        .where(
            Eingangsanlage.id == anlage_id,
            Eingang.id == eingang_id,
            sichtbare_eingaenge(akteur),
        )
    )
    if anlage is None:
        raise NichtSichtbar
    gesperrt = session.scalar(
        select(DokumentFassung.pruefbefund).where(
            DokumentFassung.schluessel == anlage.schluessel,
            DokumentFassung.pruefstand == Pruefstand.GESPERRT,
        )
    )
    if gesperrt is not None:
        raise Fachfehler(f"{NICHT_ABRUFBAR[Pruefstand.GESPERRT]} {gesperrt}")
    return anlage

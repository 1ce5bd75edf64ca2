"""Where an uploaded file goes: may it, and as what."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from bauaufsicht.db.models import Dokument, DokumentFassung, Nachforderungspunkt, Vorgang
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.fehler import Fachfehler, NichtErlaubt, NichtSichtbar
from bauaufsicht.domain.rechte import Aktion, Kontext, antragsseite
from bauaufsicht.domain.unterlage import Hochladeziel, Pruefstand
from bauaufsicht.services.beteiligung import get_eigene_stellungnahme
from bauaufsicht.services.nachforderung import get_hochladepunkt

HOECHSTZAHL_DATEIEN = 50  # that wait to be sent, in one place


@dataclass(frozen=True, slots=True)
class Hochladeort:
    """Where a file is to go; with a document as its next Fassung."""

    vorgang_id: UUID
    ziel: Hochladeziel
    ziel_id: UUID
    dokument_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Platz:
    """A place that takes files now, checked and locked."""

    vorgang: Vorgang
    ort: Hochladeort
    punkt: Nachforderungspunkt | None
    stelle_id: UUID | None

    @property
    def filter(self) -> ColumnElement[bool]:
        """The Fassungen of this place that were not taken back, over Fassung and Dokument."""
        hier = (
            DokumentFassung.nachforderungspunkt_id == self.ort.ziel_id
            if self.punkt is not None
            else Dokument.stellungnahme_id == self.ort.ziel_id
        )
        return hier & DokumentFassung.verworfen_am.is_(None)


def get_platz(uow: UnitOfWork, ort: Hochladeort) -> Platz:
    """NichtSichtbar unless the place belongs to case and actor, Fachfehler if it is closed."""
    vorgang = uow.get_vorgang(ort.vorgang_id, Aktion.UNTERLAGE_HOCHLADEN)
    if ort.ziel is Hochladeziel.NACHFORDERUNG:
        if not antragsseite(Kontext(uow.akteur)):
            raise NichtErlaubt(Aktion.NACHFORDERUNG_BEANTWORTEN)
        return Platz(vorgang, ort, get_hochladepunkt(uow, vorgang, ort.ziel_id), None)
    get_eigene_stellungnahme(uow, vorgang.id, ort.ziel_id)
    return Platz(vorgang, ort, None, uow.akteur.stelle_id)


def get_gleiche(uow: UnitOfWork, platz: Platz, sha256: str) -> DokumentFassung | None:
    """The same bytes in this place, unless the storage has lost them."""
    return uow.session.scalar(
        select(DokumentFassung)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(
            platz.filter,
            DokumentFassung.sha256 == sha256,
            DokumentFassung.pruefstand != Pruefstand.BESCHAEDIGT,
        )
        .order_by(DokumentFassung.eingegangen_am.desc())
        .limit(1)
    )


def check_anzahl(uow: UnitOfWork, platz: Platz) -> None:
    """Fachfehler when too many files wait here to be sent."""
    wartende = uow.session.scalar(
        select(func.count())
        .select_from(DokumentFassung)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(platz.filter, DokumentFassung.abgegeben_am.is_(None))
    )
    if (wartende or 0) >= HOECHSTZAHL_DATEIEN:
        raise Fachfehler(
            f"Hier warten schon {HOECHSTZAHL_DATEIEN} Dateien. Senden Sie diese erst ab oder "
            "entfernen Sie einige."
        )


def get_dokument(uow: UnitOfWork, platz: Platz) -> Dokument | None:
    """The document of which this is to be the next Fassung.

    Either the sender names it, or the item asks for one and nothing came for it yet.
    """
    hiesige = set(
        uow.session.scalars(
            select(DokumentFassung.dokument_id)
            .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
            .where(platz.filter)
        )
    )
    verlangtes = platz.punkt.dokument_id if platz.punkt else None
    gewaehltes = platz.ort.dokument_id
    if gewaehltes is not None and gewaehltes not in hiesige | {verlangtes}:
        raise NichtSichtbar
    if gewaehltes is None and verlangtes not in hiesige:
        gewaehltes = verlangtes
    return uow.session.get_one(Dokument, gewaehltes) if gewaehltes else None


def create_dokument(uow: UnitOfWork, platz: Platz, dateiname: str) -> Dokument:
    """A new document: the first one of an item is called what was asked for."""
    letzte = uow.session.scalar(
        select(func.max(Dokument.position)).where(Dokument.vorgang_id == platz.vorgang.id)
    )
    erste = platz.punkt is not None and not uow.session.scalar(
        select(func.count())
        .select_from(DokumentFassung)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(platz.filter)
    )
    return uow.add(
        Dokument(
            vorgang_id=platz.vorgang.id,
            position=(letzte or 0) + 1,
            bezeichnung=platz.punkt.bezeichnung
            if platz.punkt is not None and erste
            else PurePosixPath(dateiname).stem,
            stellungnahme_id=platz.ort.ziel_id if platz.punkt is None else None,
        )
    )


def get_letzte_nummer(uow: UnitOfWork, dokument: Dokument) -> int:
    """Numbers of drafts that were taken back are not given again."""
    return (
        uow.session.scalar(
            select(func.max(DokumentFassung.nummer)).where(
                DokumentFassung.dokument_id == dokument.id
            )
        )
        or 0
    )

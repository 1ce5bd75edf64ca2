"""What was uploaded for an item of a Nachforderung, or for a Stellungnahme."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import (
    Beteiligung,
    Dokument,
    DokumentFassung,
    Nachforderung,
    Nachforderungspunkt,
    Stellungnahme,
)
from bauaufsicht.db.queries.datei import Dateizeile, create_dateizeile
from bauaufsicht.db.queries.rechte import sichtbare_fassungen
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.rechte import Kontext, antragsseite
from bauaufsicht.domain.unterlage import Hochladeziel


def list_hochgeladene(
    session: Session, vorgang_id: UUID, ziel: Hochladeziel, ziel_id: UUID, kontext: Kontext
) -> list[Dateizeile]:
    """Files of the reader's own side for this place (2 queries); NichtSichtbar if it is not
    theirs.
    """
    if session.scalar(_select_ziel(vorgang_id, ziel, ziel_id, kontext)) is None:
        raise NichtSichtbar
    zeilen = session.execute(
        select(DokumentFassung, Dokument.bezeichnung)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(_filter(ziel, ziel_id), sichtbare_fassungen(kontext))
        .order_by(Dokument.position, DokumentFassung.nummer.desc())
    )
    return [create_dateizeile(f, name) for f, name in zeilen]


def _filter(ziel: Hochladeziel, ziel_id: UUID) -> ColumnElement[bool]:
    if ziel is Hochladeziel.NACHFORDERUNG:
        return DokumentFassung.nachforderungspunkt_id == ziel_id
    return Dokument.stellungnahme_id == ziel_id


def _select_ziel(
    vorgang_id: UUID, ziel: Hochladeziel, ziel_id: UUID, kontext: Kontext
) -> Select[UUID]:
    if ziel is Hochladeziel.NACHFORDERUNG:
        if not antragsseite(kontext):
            raise NichtSichtbar
        return (
            select(Nachforderungspunkt.id)
            .join(Nachforderung, Nachforderung.id == Nachforderungspunkt.nachforderung_id)
            .where(Nachforderungspunkt.id == ziel_id, Nachforderung.vorgang_id == vorgang_id)
        )
    return (
        select(Stellungnahme.id)
        .join(Beteiligung, Beteiligung.id == Stellungnahme.beteiligung_id)
        .where(
            Stellungnahme.id == ziel_id,
            Beteiligung.vorgang_id == vorgang_id,
            Beteiligung.stelle_id == kontext.akteur.stelle_id,
        )
    )

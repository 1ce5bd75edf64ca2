"""Documents that come with deliveries, and the SHA-256 of stored bytes."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from sqlalchemy import func, select

from bauaufsicht.db.models import (
    Dokument,
    DokumentFassung,
    Eingang,
    Eingangsanlage,
    Vorgang,
)
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.ereignisse import UnterlagenEingegangen
from bauaufsicht.domain.fehler import AblageFehler
from bauaufsicht.domain.nachricht import Anlage, Lieferart
from bauaufsicht.domain.ports import Ablage
from bauaufsicht.domain.unterlage import Pruefstand

BLOCK = 1 << 20


def create_unterlagen(
    uow: UnitOfWork,
    vorgang: Vorgang,
    eingang: Eingang,
    anlagen: Sequence[Anlage],
    dateien: Sequence[Eingangsanlage],
    zuordnung: Mapping[int, int],
) -> None:
    """Add the attachments of a message: a known bezeichnung of the same kind gets a new Fassung.

    Files that the message does not announce are kept as documents of their own.
    """
    if not anlagen and not dateien:
        return
    vorhandene, position = _list_vorhandene(uow, vorgang)
    fassungen: list[DokumentFassung] = []
    ersetzt = 0
    for n, anlage in enumerate(anlagen):
        datei = dateien[zuordnung[n]] if n in zuordnung else None
        schluessel = (anlage.bezeichnung, anlage.art.wert if anlage.art else None)
        dokument, nummer = vorhandene.get(schluessel, (None, 0))
        if dokument is None or _check_aus_eingang(fassungen, dokument):
            position += 1
            dokument, nummer = _create_dokument(uow, vorgang, position, anlage), 0
            vorhandene[schluessel] = (dokument, 0)
        ersetzt += nummer > 0
        fassungen.append(_create_fassung(uow, dokument, eingang, nummer + 1, anlage, datei))
    for i, datei in enumerate(dateien):
        if i not in set(zuordnung.values()):
            position += 1
            anlage = Anlage(datei.dateiname, Lieferart.UNANGEKUENDIGT, dateiname=datei.dateiname)
            dokument = _create_dokument(uow, vorgang, position, anlage)
            fassungen.append(_create_fassung(uow, dokument, eingang, 1, anlage, datei))
    uow.insert(*fassungen)
    geliefert = tuple((f.id, f.sha256 or "", f.groesse or 0) for f in fassungen if f.schluessel)
    uow.record(vorgang, UnterlagenEingegangen(eingang.id, geliefert, ersetzt))


def _list_vorhandene(
    uow: UnitOfWork, vorgang: Vorgang
) -> tuple[dict[tuple[str, str | None], tuple[Dokument, int]], int]:
    """Documents by name and kind, each with its newest Fassung; and the last position."""
    if vorgang.ereignisse <= 2:  # just opened: nothing can be there yet
        return {}, 0
    letzte = (
        select(func.max(DokumentFassung.nummer))
        .where(DokumentFassung.dokument_id == Dokument.id)
        .scalar_subquery()
    )
    zeilen = uow.session.execute(
        select(Dokument, letzte)
        .where(Dokument.vorgang_id == vorgang.id)
        .order_by(Dokument.position.desc())  # of two under one name the first one goes on
    ).all()
    je_name = {(d.bezeichnung, d.art_code): (d, nummer) for d, nummer in zeilen}
    return je_name, zeilen[0][0].position if zeilen else 0


def _check_aus_eingang(fassungen: Sequence[DokumentFassung], dokument: Dokument) -> bool:
    """Two attachments of one message are two documents, even under the same name."""
    return any(f.dokument_id == dokument.id for f in fassungen)


def _create_dokument(uow: UnitOfWork, vorgang: Vorgang, position: int, anlage: Anlage) -> Dokument:
    dokument = Dokument(
        vorgang_id=vorgang.id,
        position=position,
        bezeichnung=anlage.bezeichnung,
        art_code=anlage.art.wert if anlage.art else None,
        art_liste=anlage.art.liste if anlage.art else None,
        art_listenversion=anlage.art.listenversion if anlage.art else None,
    )
    uow.insert(dokument)
    return dokument


def _create_fassung(
    uow: UnitOfWork,
    dokument: Dokument,
    eingang: Eingang,
    nummer: int,
    anlage: Anlage,
    datei: Eingangsanlage | None,
) -> DokumentFassung:
    return DokumentFassung(
        id=uow.uuid(),
        dokument_id=dokument.id,
        eingang_id=eingang.id,
        nummer=nummer,
        lieferart=anlage.lieferart,
        versionsnummer=anlage.versionsnummer,
        datum=anlage.datum,
        dokumentid=anlage.dokumentid,
        dateiname=anlage.dateiname or (datei.dateiname if datei else ""),
        mime=anlage.mime,
        verlinkung=anlage.verlinkung,
        schluessel=datei.schluessel if datei else None,
        sha256=datei.sha256 if datei else None,
        groesse=datei.groesse if datei else None,
        pruefstand=Pruefstand.UNGEPRUEFT,
        eingegangen_am=eingang.empfangen_am,
        abgegeben_am=eingang.empfangen_am,
    )


def compute_sha256(ablage: Ablage, schluessel: str) -> str | None:
    """SHA-256 of the stored bytes, read anew; None when they are gone or unreadable."""
    pruefsumme = sha256()
    try:
        with ablage.read(schluessel) as strom:
            while block := strom.read(BLOCK):
                pruefsumme.update(block)
    except (AblageFehler, OSError):
        return None
    return pruefsumme.hexdigest()

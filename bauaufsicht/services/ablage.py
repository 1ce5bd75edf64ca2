"""Objects without a row: a crash between storing bytes and committing leaves them behind."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from sqlalchemy import select

from bauaufsicht.db.models import Bescheid, DokumentFassung, Eingang, Eingangsanlage
from bauaufsicht.db.uow import Einheit, UnitOfWork
from bauaufsicht.domain.ports import Ablageeintrag

SCHONZEIT = timedelta(hours=24)  # longer than any request that may still be writing
BLOCK = 500
SPALTEN = (
    Eingang.schluessel,
    Eingangsanlage.schluessel,
    DokumentFassung.schluessel,
    DokumentFassung.vorschau_schluessel,
    Bescheid.schluessel,
)


def list_waisen(einheit: Einheit) -> Iterator[Ablageeintrag]:
    """Objects older than a day that no row names.

    Walking the storage takes its time: no transaction is open meanwhile, only for each block.
    """
    with einheit() as uow:
        eintraege, grenze = uow.ports.ablage.list_eintraege(), uow.jetzt() - SCHONZEIT
    alte = (e for e in eintraege if e.geaendert < grenze)
    while block := list(islice(alte, BLOCK)):
        with einheit() as uow:
            waisen = _filter_waisen(uow, block)
        yield from waisen


def _filter_waisen(uow: UnitOfWork, eintraege: list[Ablageeintrag]) -> list[Ablageeintrag]:
    schluessel = [e.schluessel for e in eintraege]
    bekannte: set[str | None] = set()
    for spalte in SPALTEN:
        bekannte.update(uow.session.scalars(select(spalte).where(spalte.in_(schluessel))))
    return [e for e in eintraege if e.schluessel not in bekannte]


def close_waisen(einheit: Einheit) -> int:
    """Delete orphans and drafts of crashed uploads; how many there were."""
    with einheit() as uow:
        ablage, grenze = uow.ports.ablage, uow.jetzt() - SCHONZEIT
    waisen = list(list_waisen(einheit))
    for eintrag in waisen:
        ablage.close_eintrag(eintrag.schluessel)
    return len(waisen) + ablage.close_reste(grenze)

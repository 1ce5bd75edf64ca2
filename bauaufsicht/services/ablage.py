"""Objects without a row: a crash between storing bytes and committing leaves them behind."""

from datetime import timedelta

from sqlalchemy import select

from bauaufsicht.db.models import DokumentFassung, Eingang, Eingangsanlage
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.ports import Ablageeintrag

SCHONZEIT = timedelta(hours=24)  # longer than any request that may still be writing
BLOCK = 500


def list_waisen(uow: UnitOfWork) -> list[Ablageeintrag]:
    """Objects older than a day that no row names."""
    grenze = uow.jetzt() - SCHONZEIT
    alte = (e for e in uow.ports.ablage.list_eintraege() if e.geaendert < grenze)
    waisen: list[Ablageeintrag] = []
    block: list[Ablageeintrag] = []
    for eintrag in alte:
        block.append(eintrag)
        if len(block) == BLOCK:
            waisen += _filter_waisen(uow, block)
            block = []
    return waisen + _filter_waisen(uow, block)


def _filter_waisen(uow: UnitOfWork, eintraege: list[Ablageeintrag]) -> list[Ablageeintrag]:
    schluessel = [e.schluessel for e in eintraege]
    bekannte: set[str | None] = set()
    for spalte in (Eingang.schluessel, Eingangsanlage.schluessel, DokumentFassung.schluessel):
        bekannte.update(uow.session.scalars(select(spalte).where(spalte.in_(schluessel))))
    return [e for e in eintraege if e.schluessel not in bekannte]


def close_waisen(uow: UnitOfWork) -> int:
    """Delete orphans and drafts of crashed uploads; how many there were."""
    waisen = list_waisen(uow)
    reste = uow.ports.ablage.close_reste(uow.jetzt() - SCHONZEIT)
    for eintrag in waisen:
        uow.ports.ablage.close_eintrag(eintrag.schluessel)
    return len(waisen) + reste

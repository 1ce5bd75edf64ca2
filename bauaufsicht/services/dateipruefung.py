"""Inspection of documents: the same bytes, no malware, nothing inside that does something.

It takes as long as the file is big, so no transaction is open meanwhile: what is to be inspected
is read first, what was found is written at the end. Running twice changes nothing.
"""

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import IO
from uuid import UUID

from sqlalchemy import select

from bauaufsicht.db.models import (
    Auftrag,
    Beteiligung,
    Dokument,
    DokumentFassung,
    Ereignisrecord,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.db.uow import Einheit, UnitOfWork
from bauaufsicht.domain.auftraege import Auftragsart
from bauaufsicht.domain.ereignisse import UnterlageGesperrt, UnterlageHochgeladen
from bauaufsicht.domain.fehler import AblageFehler, NichtVorhanden
from bauaufsicht.domain.ports import Ablage, Ports
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.unterlage import (
    MAENGEL,
    Dateibefund,
    Mangel,
    Pruefstand,
    format_dateiname,
    get_endung,
)
from bauaufsicht.services.auftrag import reopen_aufgegebene

BLOCK = 1 << 20
RUHEZEIT = timedelta(hours=1)  # after the last of the tries, which take ten minutes together
NACHZUHOLEN = 10_000  # files without a scan that are asked for in a day
# what clamd calls a file that it did not look at to its end
UEBER_DER_GRENZE = "Heuristics.Limits.Exceeded"
# a file without a scan is inspected again once there is a scanner
OFFEN = frozenset({Pruefstand.UNGEPRUEFT, Pruefstand.NICHT_GEPRUEFT})


@dataclass(frozen=True, slots=True)
class _Pruefling:
    fassung_id: UUID
    vorgang_id: UUID
    schluessel: str
    sha256: str
    endung: str


@dataclass(frozen=True, slots=True)
class _Ergebnis:
    stand: Pruefstand
    grund: str = ""
    befund: Dateibefund | None = None
    scanner: str | None = None


def request_pruefungen(uow: UnitOfWork, ereignis_id: UUID) -> None:
    """Ask for the inspection of each file that an event names, once."""
    ereignis = uow.session.get_one(Ereignisrecord, ereignis_id)
    if ereignis.art == UnterlageHochgeladen.art:
        _request(uow, [ereignis.daten["fassung"]], eilig=True)
    else:
        _request(uow, [f for f, _, _ in ereignis.daten["fassungen"]])


def request_ausstehende(uow: UnitOfWork) -> None:
    """Try inspections again that were given up: the scanner may be back."""
    reopen_aufgegebene(uow, Auftragsart.UNTERLAGE_PRUEFEN, RUHEZEIT)


def request_nachzuholende(uow: UnitOfWork) -> None:
    """Once there is a scanner, let it see the files that came before it."""
    if uow.ports.virenscanner is None:
        return
    ohne = uow.session.scalars(
        select(DokumentFassung.id)
        .where(
            DokumentFassung.pruefstand == Pruefstand.NICHT_GEPRUEFT,
            DokumentFassung.schluessel.is_not(None),
        )
        .limit(NACHZUHOLEN)
    )
    _request(uow, [str(f) for f in ohne], "scan")


def _request(
    uow: UnitOfWork, fassungen: list[str], anlass: str = "", *, eilig: bool = False
) -> None:
    art = Auftragsart.UNTERLAGE_PRUEFEN
    schluessel = {f"{f}{anlass}": f for f in fassungen}
    bekannte = set(
        uow.session.scalars(
            select(Auftrag.schluessel).where(
                Auftrag.schluessel.in_([f"{art}:{s}" for s in schluessel])
            )
        )
    )
    for eigener, fassung in schluessel.items():
        if f"{art}:{eigener}" not in bekannte:
            uow.request_auftrag(art, eigener, {"fassung": fassung}, eilig=eilig)


def check_fassung(einheit: Einheit, fassung_id: UUID) -> None:
    """Inspect one file and say what was found.

    AblageFehler, ScannerFehler or PrueferFehler when storage, scanner or inspection do not answer:
    the file stays as it is, and the job is tried again.
    """
    with einheit() as uow:
        ports, pruefling = uow.ports, _get_pruefling(uow, fassung_id)
    if pruefling is None:
        return
    with tempfile.TemporaryFile() as datei:
        ergebnis = _check(ports, pruefling, datei)
    vorschau = _write_vorschau(ports, pruefling, ergebnis.befund)
    with einheit() as uow:
        ueberfluessig = _record_ergebnis(uow, pruefling, ergebnis, vorschau)
    if ueberfluessig is not None:
        with suppress(AblageFehler):  # an orphan is swept
            ports.ablage.close_eintrag(ueberfluessig)


def _get_pruefling(uow: UnitOfWork, fassung_id: UUID) -> _Pruefling | None:
    """None when there is nothing to inspect, or nothing any more."""
    fassung = uow.session.get(DokumentFassung, fassung_id)
    if fassung is None or fassung.schluessel is None or fassung.pruefstand not in OFFEN:
        return None
    vorgang_id = uow.session.get_one(Dokument, fassung.dokument_id).vorgang_id
    endung = get_endung(format_dateiname(fassung.dateiname))
    return _Pruefling(fassung.id, vorgang_id, fassung.schluessel, fassung.sha256 or "", endung)


def _check(ports: Ports, pruefling: _Pruefling, datei: IO[bytes]) -> _Ergebnis:
    """Malware first: no library of ours opens what the scanner has not seen."""
    if _read_datei(ports.ablage, pruefling.schluessel, datei) != pruefling.sha256:
        return _Ergebnis(Pruefstand.BESCHAEDIGT)
    scanner = None
    if ports.virenscanner is not None:
        datei.seek(0)
        virenbefund = ports.virenscanner.check_strom(datei)
        scanner = virenbefund.scanner
        if virenbefund.fund:
            return _Ergebnis(Pruefstand.GESPERRT, _format_fund(virenbefund.fund), None, scanner)
    befund = ports.dateipruefer.check_datei(datei, pruefling.endung)
    if befund.mangel is not None:
        return _Ergebnis(Pruefstand.GESPERRT, MAENGEL[befund.mangel], befund, scanner)
    stand = Pruefstand.NICHT_GEPRUEFT if scanner is None else Pruefstand.FREIGEGEBEN
    return _Ergebnis(stand, "", befund, scanner)


def _read_datei(ablage: Ablage, schluessel: str, ziel: IO[bytes]) -> str | None:
    """Copy the stored bytes; their SHA-256, or None when they are gone."""
    pruefsumme = sha256()
    try:
        with ablage.read(schluessel) as strom:
            while block := strom.read(BLOCK):
                pruefsumme.update(block)
                ziel.write(block)
    except NichtVorhanden:
        return None
    ziel.flush()
    return pruefsumme.hexdigest()


def _format_fund(fund: str) -> str:
    if fund.startswith(UEBER_DER_GRENZE):
        return MAENGEL[Mangel.SCANNERGRENZE]
    return f"{MAENGEL[Mangel.SCHADSOFTWARE]} Fund: {fund[:100]}."


def _write_vorschau(ports: Ports, pruefling: _Pruefling, befund: Dateibefund | None) -> str | None:
    """Store the preview under a key of its own for each try."""
    if befund is None or befund.vorschau is None:
        return None
    schluessel = f"vorschau/{pruefling.fassung_id}/{ports.zufall.uuid()}"
    ports.ablage.write(schluessel, BytesIO(befund.vorschau))
    return schluessel


def _record_ergebnis(
    uow: UnitOfWork, pruefling: _Pruefling, ergebnis: _Ergebnis, vorschau: str | None
) -> str | None:
    """Write the finding down; the key of a preview that nobody needs (any more)."""
    vorgang = uow.get_vorgang(pruefling.vorgang_id, Aktion.VORGANG_LESEN)  # the first lock of all
    fassung = uow.session.scalar(
        select(DokumentFassung).where(DokumentFassung.id == pruefling.fassung_id).with_for_update()
    )
    if (
        fassung is None
        or fassung.schluessel != pruefling.schluessel
        or fassung.pruefstand not in OFFEN
    ):
        return vorschau  # discarded meanwhile, or inspected by another worker
    befund, alte = ergebnis.befund, fassung.vorschau_schluessel
    fassung.pruefstand = ergebnis.stand
    fassung.pruefbefund = ergebnis.grund
    fassung.scanner = ergebnis.scanner
    fassung.erkannt = befund.erkannt if befund else None
    fassung.seiten = befund.seiten if befund else None
    fassung.vorschau_schluessel = vorschau
    fassung.nachgeprueft_am = uow.jetzt()
    if ergebnis.stand is Pruefstand.GESPERRT:
        _record_sperrung(uow, vorgang, fassung)
    return alte


def _record_sperrung(uow: UnitOfWork, vorgang: Vorgang, fassung: DokumentFassung) -> None:
    dokument = uow.session.get_one(Dokument, fassung.dokument_id)
    stelle_id = uow.session.scalar(
        select(Beteiligung.stelle_id)
        .join(Stellungnahme, Stellungnahme.beteiligung_id == Beteiligung.id)
        .where(Stellungnahme.id == dokument.stellungnahme_id)
    )
    uow.record(
        vorgang,
        UnterlageGesperrt(
            fassung.id,
            fassung.sha256 or "",
            fassung.pruefbefund,
            stelle_id,
            entwurf=fassung.abgegeben_am is None,
        ),
        nebenher=True,
    )

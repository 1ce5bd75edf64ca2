"""Uploading: the bytes first, while no transaction is open, then row and event in one.

What breaks off in between leaves at most an object without a row, which is swept.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from sqlalchemy import select

from bauaufsicht.db.models import (
    Beteiligung,
    Dokument,
    DokumentFassung,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.db.uow import Einheit, UnitOfWork
from bauaufsicht.domain.ereignisse import UnterlageHochgeladen, UnterlageVerworfen
from bauaufsicht.domain.fehler import AblageFehler, Fachfehler, NichtErlaubt, NichtSichtbar
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.ports import Abgelegt, Ablage
from bauaufsicht.domain.rechte import Aktion, Kontext, antragsseite
from bauaufsicht.domain.unterlage import (
    DATEIARTEN,
    HOECHSTGROESSE_DATEI,
    MAENGEL,
    Mangel,
    Pruefstand,
    format_dateiname,
    get_dateiart,
)
from bauaufsicht.services.hochladeplatz import (
    Hochladeort,
    check_anzahl,
    create_dokument,
    get_dokument,
    get_gleiche,
    get_letzte_nummer,
    get_platz,
)


@dataclass(frozen=True, slots=True)
class Hochladung:
    """A file on its way in; `groesse` in bytes if the sender said so."""

    dateiname: str
    daten: IO[bytes]
    groesse: int | None = None


@dataclass(frozen=True, slots=True)
class Hochladeergebnis:
    """What became of it; `wiederholt`: the same bytes were here already."""

    fassung_id: UUID
    dokument_id: UUID
    nummer: int
    dateiname: str
    groesse: int
    wiederholt: bool


def submit_hochladung(
    einheit: Einheit, ort: Hochladeort, hochladung: Hochladung
) -> Hochladeergebnis:
    """Store a file as a draft of its side and let it be inspected.

    The same bytes in the same place are the same Fassung. Fachfehler when the file or the place
    will not do, AblageFehler when the storage does not answer.
    """
    dateiname = _check_hochladung(hochladung)
    with einheit() as uow:
        get_platz(uow, ort)  # before a single byte is taken
        ablage = uow.ports.ablage
        schluessel = f"hochgeladen/{uow.heute():%Y/%m}/{ort.vorgang_id}/{uow.uuid()}"
    abgelegt = ablage.write(schluessel, hochladung.daten, hoechstgroesse=HOECHSTGROESSE_DATEI)
    try:
        _check_vollstaendig(abgelegt, hochladung)
        with einheit() as uow:
            ergebnis = _record(uow, ort, dateiname, abgelegt)
    except (Fachfehler, NichtSichtbar, NichtErlaubt):
        # only where nothing was committed for sure; after anything else the sweeper decides
        _close_eintraege(ablage, schluessel)
        raise
    if ergebnis.wiederholt:
        _close_eintraege(ablage, schluessel)
    return ergebnis


def close_fassung(einheit: Einheit, vorgang_id: UUID, fassung_id: UUID) -> None:
    """Take a draft of the own side back: the row says so, the bytes go. Twice changes nothing."""
    with einheit() as uow:
        vorgang = uow.get_vorgang(vorgang_id, Aktion.UNTERLAGE_HOCHLADEN)
        fassung, stelle_id = _get_eigene(uow, vorgang, fassung_id)
        if fassung.abgegeben_am is not None:
            raise Fachfehler("Diese Datei ist schon abgesendet und lässt sich nicht entfernen.")
        if fassung.verworfen_am is not None:
            return
        ablage = uow.ports.ablage
        alte = (fassung.schluessel, fassung.vorschau_schluessel)
        fassung.verworfen_am = uow.jetzt()
        fassung.schluessel = fassung.vorschau_schluessel = None
        uow.record(vorgang, UnterlageVerworfen(fassung.id, stelle_id), nebenher=True)
    _close_eintraege(ablage, *alte)


def _close_eintraege(ablage: Ablage, *schluessel: str | None) -> None:
    for einer in schluessel:
        if einer is not None:
            with suppress(AblageFehler):  # what stays is an orphan
                ablage.close_eintrag(einer)


def _check_hochladung(hochladung: Hochladung) -> str:
    """The name under which it is kept; Fachfehler when one sees beforehand that it will not do."""
    name = format_dateiname(hochladung.dateiname)
    if not name:
        raise Fachfehler("Die Datei hat keinen Namen. Benennen Sie sie und versuchen Sie es noch.")
    if get_dateiart(name) is None:
        erlaubte = ", ".join(art.name for art in DATEIARTEN)
        raise Fachfehler(f"{MAENGEL[Mangel.ART]} Möglich sind: {erlaubte}.")
    if hochladung.groesse == 0:
        raise Fachfehler(MAENGEL[Mangel.LEER])
    if hochladung.groesse is not None and hochladung.groesse > HOECHSTGROESSE_DATEI:
        raise Fachfehler(MAENGEL[Mangel.ZU_GROSS])
    return name


def _check_vollstaendig(abgelegt: Abgelegt, hochladung: Hochladung) -> None:
    if abgelegt.groesse == 0:
        raise Fachfehler(MAENGEL[Mangel.LEER])
    if hochladung.groesse not in {None, abgelegt.groesse}:
        raise Fachfehler("Die Datei kam nicht vollständig an. Versuchen Sie es noch einmal.")


def _get_eigene(
    uow: UnitOfWork, vorgang: Vorgang, fassung_id: UUID
) -> tuple[DokumentFassung, UUID | None]:
    """An uploaded Fassung of the actor's side, with the Stelle if it is one's; NichtSichtbar."""
    zeile = uow.session.execute(
        select(DokumentFassung, Beteiligung.stelle_id)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .outerjoin(Stellungnahme, Stellungnahme.id == Dokument.stellungnahme_id)
        .outerjoin(Beteiligung, Beteiligung.id == Stellungnahme.beteiligung_id)
        .where(DokumentFassung.id == fassung_id, Dokument.vorgang_id == vorgang.id)
    ).one_or_none()
    if zeile is None:
        raise NichtSichtbar
    fassung, stelle_id = zeile
    if antragsseite(Kontext(uow.akteur)):
        eigene = fassung.nachforderungspunkt_id is not None
    else:
        eigene = stelle_id is not None and stelle_id == uow.akteur.stelle_id
    if not eigene:
        raise NichtSichtbar
    return fassung, stelle_id


def _record(
    uow: UnitOfWork, ort: Hochladeort, dateiname: str, abgelegt: Abgelegt
) -> Hochladeergebnis:
    platz = get_platz(uow, ort)
    gleiche = get_gleiche(uow, platz, abgelegt.sha256)
    if gleiche is not None:
        return _create_ergebnis(gleiche, wiederholt=True)
    check_anzahl(uow, platz)
    dokument = get_dokument(uow, platz) or create_dokument(uow, platz, dateiname)
    fassung = uow.add(
        DokumentFassung(
            dokument_id=dokument.id,
            konto_id=uow.akteur.konto_id,
            nachforderungspunkt_id=platz.punkt.id if platz.punkt else None,
            nummer=get_letzte_nummer(uow, dokument) + 1,
            lieferart=Lieferart.GELIEFERT,
            dateiname=dateiname,
            schluessel=abgelegt.schluessel,
            sha256=abgelegt.sha256,
            groesse=abgelegt.groesse,
            pruefstand=Pruefstand.UNGEPRUEFT,
            eingegangen_am=uow.jetzt(),
        )
    )
    uow.record(
        platz.vorgang,
        UnterlageHochgeladen(
            dokument.id,
            fassung.id,
            fassung.nummer,
            abgelegt.sha256,
            abgelegt.groesse,
            platz.stelle_id,
        ),
        nebenher=True,
    )
    return _create_ergebnis(fassung, wiederholt=False)


def _create_ergebnis(f: DokumentFassung, *, wiederholt: bool) -> Hochladeergebnis:
    return Hochladeergebnis(f.id, f.dokument_id, f.nummer, f.dateiname, f.groesse or 0, wiederholt)

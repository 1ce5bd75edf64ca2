"""The evidence: recompute the chain of a case and the SHA-256 of every document."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from bauaufsicht.db.models import (
    Ausgang,
    Bescheid,
    Beteiligung,
    Dokument,
    DokumentFassung,
    Eingang,
    Ereignisklartext,
    Ereignisrecord,
    Pruefungslauf,
    Stelle,
    Stellungnahme,
    Vorgang,
    Vorgangsgeometrie,
)
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.bescheid import Bescheidstand
from bauaufsicht.domain.ereignisse import ANFANG, compute_hash, compute_personenhash
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.services.beteiligung import compute_pruefwert
from bauaufsicht.services.pruefung import compute_laufwert
from bauaufsicht.services.unterlagen import compute_sha256

K = TypeVar("K")
# events that name what was sent as (id, SHA-256, size)
MIT_FASSUNGEN = frozenset(
    {"unterlagen_eingegangen", "nachforderung_beantwortet", "stellungnahme_abgegeben"}
)


@dataclass(frozen=True, slots=True)
class Aktenpruefung:
    """What was checked and what is wrong; `fehler` empty means the file is sound."""

    aktenzeichen: str
    ereignisse: int
    dokumente: int
    nachrichten: int
    fehler: tuple[str, ...]


def check_akte(uow: UnitOfWork, aktenzeichen: str) -> Aktenpruefung:
    """Walk the chain of a case and read all its files and messages anew."""
    vorgang = uow.session.scalar(
        select(Vorgang).where(Vorgang.aktenzeichen == aktenzeichen.strip())
    )
    if vorgang is None:
        raise NichtSichtbar
    uow.get_vorgang(vorgang.id, Aktion.VORGANG_LESEN)
    eintraege = uow.session.scalars(
        select(Ereignisrecord)
        .where(Ereignisrecord.vorgang_id == vorgang.id)
        .order_by(Ereignisrecord.nummer)
    ).all()
    fehler = _check_kette(vorgang, eintraege)
    fehler += _check_klartexte(uow, eintraege)
    dokumente, dokumentfehler = _check_dokumente(uow, vorgang, eintraege)
    nachrichten, nachrichtenfehler = _check_nachrichten(uow, eintraege)
    entscheidungsfehler = _check_bescheide(uow, vorgang, eintraege)
    entscheidungsfehler += _check_stellungnahmen(uow, vorgang, eintraege)
    entscheidungsfehler += _check_pruefungen(uow, vorgang, eintraege)
    return Aktenpruefung(
        vorgang.aktenzeichen,
        len(eintraege),
        dokumente,
        nachrichten,
        (*fehler, *dokumentfehler, *nachrichtenfehler, *entscheidungsfehler),
    )


def _check_kette(vorgang: Vorgang, eintraege: Sequence[Ereignisrecord]) -> list[str]:
    fehler: list[str] = []
    vorheriger = ANFANG
    for erwartet, e in enumerate(eintraege, start=1):
        if e.nummer != erwartet:
            fehler.append(f"Ereignis {erwartet} fehlt, es folgt Ereignis {e.nummer}.")
            return fehler
        neu = compute_hash(vorheriger, e.nummer, e.art, e.zeitpunkt, e.akteur, e.daten)
        if e.vorheriger_hash != vorheriger or e.hash != neu:
            fehler.append(f"Ereignis {e.nummer} ({e.art}) wurde nachträglich verändert.")
        vorheriger = e.hash
    if vorgang.ereignisse != len(eintraege) or vorgang.letzter_hash != vorheriger:
        fehler.append(
            f"Das Ende der Kette stimmt nicht: {len(eintraege)} Ereignisse gefunden, "
            f"{vorgang.ereignisse} erwartet."
        )
    return fehler


def _check_klartexte(uow: UnitOfWork, eintraege: Sequence[Ereignisrecord]) -> list[str]:
    je_id = {e.id: e for e in eintraege}
    fehler = []
    for text in uow.session.scalars(
        select(Ereignisklartext).where(Ereignisklartext.ereignis_id.in_(je_id))
    ):
        eintrag = je_id[text.ereignis_id]
        if _read_feld(eintrag, text.feld) != compute_personenhash(text.salz, text.wert):
            fehler.append(
                f"Der Text „{text.feld}“ zu Ereignis {eintrag.nummer} wurde nachträglich verändert."
            )
    return fehler


def _read_feld(eintrag: Ereignisrecord, feld: str) -> object:
    return eintrag.daten.get(feld) if isinstance(eintrag.daten, dict) else None


def _read_belege(
    eintraege: Sequence[Ereignisrecord], read: Callable[[Ereignisrecord], dict[K, str]]
) -> dict[K, str]:
    """What the events prove; one that was altered beyond reading is reported by the chain."""
    belege: dict[K, str] = {}
    for eintrag in eintraege:
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            belege.update(read(eintrag))
    return belege


def _read_fassungsbelege(eintrag: Ereignisrecord) -> dict[str, str]:
    """Which Fassungen an event proves, with their SHA-256."""
    if eintrag.art == "unterlage_hochgeladen":
        return {str(eintrag.daten["fassung"]): eintrag.daten["sha256"]}
    belegt = eintrag.daten["fassungen"] if eintrag.art in MIT_FASSUNGEN else ()
    return {str(fassung): pruefsumme for fassung, pruefsumme, _groesse in belegt}


def _check_dokumente(
    uow: UnitOfWork, vorgang: Vorgang, eintraege: Sequence[Ereignisrecord]
) -> tuple[int, list[str]]:
    """What was discarded before it was sent may be gone."""
    belegt = _read_belege(eintraege, _read_fassungsbelege)
    zeilen = uow.session.execute(
        select(DokumentFassung, Dokument.bezeichnung)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(Dokument.vorgang_id == vorgang.id)
    ).all()
    fehler, geprueft = [], 0
    for fassung, name in zeilen:
        if fassung.verworfen_am is not None:
            belegt.pop(str(fassung.id), None)
        if fassung.verworfen_am is not None or fassung.schluessel is None:
            continue
        soll = belegt.pop(str(fassung.id), None)
        geprueft += 1
        titel = f"Unterlage „{name}“, Fassung {fassung.nummer}"
        ist = compute_sha256(uow.ports.ablage, fassung.schluessel)
        if soll is None:
            fehler.append(f"{titel} steht in keinem Ereignis.")
        elif ist is None:
            fehler.append(f"{titel} fehlt in der Ablage.")
        elif ist != soll or fassung.sha256 != soll:
            fehler.append(f"{titel} ist nicht mehr die eingegangene Datei.")
    fehler += [f"Eine belegte Unterlage ({f}) fehlt im Verzeichnis." for f in belegt]
    return geprueft, fehler


def _check_bescheide(
    uow: UnitOfWork, vorgang: Vorgang, eintraege: Sequence[Ereignisrecord]
) -> list[str]:
    """Whether each decision is still the one that was issued."""
    belegt = _read_belege(eintraege, lambda e: {str(e.daten["bescheid"]): e.daten["sha256"]})
    fehler = []
    for bescheid in uow.session.scalars(
        select(Bescheid).where(
            Bescheid.vorgang_id == vorgang.id, Bescheid.stand == Bescheidstand.ERLASSEN
        )
    ):
        soll = belegt.pop(str(bescheid.id), None)
        ist = compute_sha256(uow.ports.ablage, bescheid.schluessel or "")
        if soll is None:
            fehler.append("Ein Bescheid steht in keinem Ereignis.")
        elif ist is None:
            fehler.append("Der Bescheid fehlt in der Ablage.")
        elif ist != soll or bescheid.sha256 != soll:
            fehler.append("Der Bescheid ist nicht mehr der, der erlassen wurde.")
    return fehler + ["Ein belegter Bescheid fehlt im Verzeichnis." for _ in belegt]


def _check_stellungnahmen(
    uow: UnitOfWork, vorgang: Vorgang, eintraege: Sequence[Ereignisrecord]
) -> list[str]:
    """Whether each Stellungnahme still says what it said."""
    belegt = _read_belege(eintraege, lambda e: {str(e.daten["beteiligung"]): e.daten["pruefwert"]})
    fehler = []
    for stellungnahme, name in uow.session.execute(
        select(Stellungnahme, Stelle.name)
        .join(Beteiligung, Beteiligung.id == Stellungnahme.beteiligung_id)
        .join(Stelle, Stelle.id == Beteiligung.stelle_id)
        .where(Beteiligung.vorgang_id == vorgang.id, Stellungnahme.abgegeben_am.is_not(None))
    ):
        soll = belegt.pop(str(stellungnahme.beteiligung_id), None)
        if soll is None:
            fehler.append(f"Die Stellungnahme von „{name}“ steht in keinem Ereignis.")
        elif compute_pruefwert(stellungnahme) != soll:
            fehler.append(f"Die Stellungnahme von „{name}“ wurde nachträglich verändert.")
    return fehler + ["Eine belegte Stellungnahme fehlt." for _ in belegt]


def _check_pruefungen(
    uow: UnitOfWork, vorgang: Vorgang, eintraege: Sequence[Ereignisrecord]
) -> list[str]:
    """Whether footprints and the results measured with them are still those of the events."""
    belegt = _read_belege(eintraege, _read_pruefbelege)
    gefunden: dict[str, tuple[str, str]] = {}
    for geometrie in uow.session.scalars(
        select(Vorgangsgeometrie).where(Vorgangsgeometrie.vorgang_id == vorgang.id)
    ):
        name = f"Der Grundriss Nummer {geometrie.nummer}"
        gefunden[str(geometrie.id)] = name, sha256(geometrie.geometrie).hexdigest()
    for lauf in uow.session.scalars(
        select(Pruefungslauf).where(Pruefungslauf.vorgang_id == vorgang.id)
    ):
        name = f"Das Prüfergebnis Nummer {lauf.nummer}"
        gefunden[str(lauf.id)] = name, compute_laufwert(lauf.ergebnisse, lauf.karte)
    fehler = []
    for kennung, (name, ist) in gefunden.items():
        soll = belegt.pop(kennung, None)
        if soll is None:
            fehler.append(f"{name} steht in keinem Ereignis.")
        elif ist != soll:
            fehler.append(f"{name} wurde nachträglich verändert.")
    return fehler + ["Ein belegter Grundriss oder ein Prüfergebnis fehlt." for _ in belegt]


def _read_pruefbelege(eintrag: Ereignisrecord) -> dict[str, str]:
    daten = eintrag.daten
    kennung = daten["geometrie"] if eintrag.art == "grundriss_festgelegt" else daten["lauf"]
    return {str(kennung): daten["pruefwert"]}


def _check_nachrichten(
    uow: UnitOfWork, eintraege: Sequence[Ereignisrecord]
) -> tuple[int, list[str]]:
    belegt = _read_belege(
        eintraege, lambda e: {UUID(e.daten["eingang"]): e.daten["nachricht_sha256"]}
    )
    eingaenge = {
        e.id: e for e in uow.session.scalars(select(Eingang).where(Eingang.id.in_(belegt)))
    }
    fehler = []
    for eingang_id, soll in belegt.items():
        eingang = eingaenge.get(eingang_id)
        ist = compute_sha256(uow.ports.ablage, eingang.schluessel) if eingang else None
        if ist is None:
            fehler.append(f"Die Nachricht des Eingangs {eingang_id} fehlt.")
        elif ist != soll:
            fehler.append(f"Die Nachricht des Eingangs {eingang_id} wurde verändert.")
    return len(belegt) + _check_ausgaenge(uow, eintraege, fehler), fehler


def _check_ausgaenge(
    uow: UnitOfWork, eintraege: Sequence[Ereignisrecord], fehler: list[str]
) -> int:
    belegt = _read_belege(
        eintraege, lambda e: {UUID(e.daten["ausgang"]): e.daten["nachricht_sha256"]}
    )
    ausgaenge = {
        a.id: a for a in uow.session.scalars(select(Ausgang).where(Ausgang.id.in_(belegt)))
    }
    for ausgang_id, soll in belegt.items():
        ausgang = ausgaenge.get(ausgang_id)
        if ausgang is None:
            fehler.append(f"Die versandte Nachricht {ausgang_id} fehlt.")
        elif sha256(ausgang.inhalt).hexdigest() != soll:
            fehler.append(f"Die versandte Nachricht {ausgang_id} wurde verändert.")
    return len(belegt)

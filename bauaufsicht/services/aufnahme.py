"""The one way in: store the raw delivery durably, then decide; two transactions on purpose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import IO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bauaufsicht.db.models import Dienstzugang, Eingang, Eingangsanlage
from bauaufsicht.db.queries.eingangsfall import list_liegende
from bauaufsicht.db.uow import Einheit, UnitOfWork
from bauaufsicht.domain.auftraege import Auftragsart
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.eingangspruefung import (
    HOECHSTGROESSE_LIEFERUNG,
    HOECHSTZAHL_ANLAGEN,
)
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.ports import Abgelegt, Sammlung
from bauaufsicht.domain.rechte import Akteur, Akteursart, Aktion
from bauaufsicht.services.eingang import Aufnahmeergebnis, submit_eingang

HOECHSTLAENGE_IDEMPOTENZ = 255
LIEGEZEIT = timedelta(minutes=5)  # longer than storing and deciding take
HOECHSTZAHL_LIEGENDE = 500  # the next ones half a minute later


@dataclass(frozen=True, slots=True)
class Datei:
    """A file as it comes in; `dokumentid` when the transport names it."""

    dateiname: str
    daten: IO[bytes]
    dokumentid: str | None = None


@dataclass(frozen=True, slots=True)
class Lieferung:
    """A message with the files of its transport container."""

    weg: Eingangsweg
    nachricht: Datei
    anlagen: Iterable[Datei] = ()
    idempotenz: str | None = None
    dienstzugang_id: UUID | None = None


def submit_lieferung(einheit: Einheit, lieferung: Lieferung) -> Aufnahmeergebnis:
    """Record a delivery, commit, then decide on it; returns only when both are durable.

    Fachfehler when the delivery cannot be stored at all (empty, too big, Idempotency-Key reused).
    If deciding fails, the delivery stays and the worker tries again.
    """
    with einheit() as uow:
        eingang_id = record_eingang(uow, lieferung)
    try:
        with einheit() as uow:
            ergebnis = submit_eingang(uow, eingang_id)
    except IntegrityError:
        # the same message came in twice at once: the second try sees the first as its original
        with einheit() as uow:
            ergebnis = submit_eingang(uow, eingang_id)
    return ergebnis


def request_liegengebliebene(uow: UnitOfWork, liegezeit: timedelta = LIEGEZEIT) -> int:
    """Ask the worker for deliveries that were stored and then not decided on; how many are new.

    The process died in between, or deciding failed. Each is asked for once: its job is tried
    several times and then given up visibly.
    """
    art = Auftragsart.EINGANG_VERARBEITEN
    liegende = list_liegende(uow.session, art, uow.jetzt() - liegezeit, HOECHSTZAHL_LIEGENDE)
    for eingang_id in liegende:
        uow.request_auftrag(art, eingang_id.hex, {"eingang": str(eingang_id)})
    return len(liegende)


def record_eingang(uow: UnitOfWork, lieferung: Lieferung) -> UUID:
    """Store the raw bytes and the row; nothing has been parsed yet."""
    uow.require(Aktion.EINGANG_AUFNEHMEN)
    if len(lieferung.idempotenz or "") > HOECHSTLAENGE_IDEMPOTENZ:
        raise Fachfehler(
            f"Der Idempotency-Key darf höchstens {HOECHSTLAENGE_IDEMPOTENZ} Zeichen haben."
        )
    eingang_id = uow.uuid()
    ordner = f"eingang/{uow.heute():%Y/%m}/{eingang_id}"
    with uow.ports.ablage.create_sammlung() as sammlung:
        nachricht = sammlung.write(
            f"{ordner}/nachricht",
            lieferung.nachricht.daten,
            hoechstgroesse=HOECHSTGROESSE_LIEFERUNG,
        )
        anlagen = _write_anlagen(sammlung, eingang_id, ordner, lieferung.anlagen, nachricht.groesse)
    fingerabdruck = _compute_fingerabdruck(nachricht, anlagen)
    if lieferung.idempotenz:
        frueherer = _get_frueheren(uow, lieferung)
        if frueherer is not None:
            return _check_gleich(frueherer, fingerabdruck)
    uow.insert(
        Eingang(
            id=eingang_id,
            weg=lieferung.weg,
            empfangen_am=uow.jetzt(),
            dateiname=_format_name(lieferung.nachricht.dateiname)[-255:],
            schluessel=nachricht.schluessel,
            sha256=nachricht.sha256,
            groesse=nachricht.groesse,
            konto_id=uow.akteur.konto_id,
            dienstzugang_id=lieferung.dienstzugang_id,
            nur_behoerde_id=_compute_mandant(uow.akteur),
            behoerde_id=_compute_mandant(uow.akteur),
            idempotenz=lieferung.idempotenz,
            lieferung_sha256=fingerabdruck,
            ergebnis=Eingangsergebnis.EMPFANGEN,
        ),
        *anlagen,
    )
    uow.flush()
    return eingang_id


def _format_name(name: str) -> str:
    """A name from outside as text that every database holds; it is shown, never used as a path."""
    return name.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _compute_mandant(akteur: Akteur) -> UUID | None:
    return None if akteur.art is Akteursart.SYSTEM else akteur.behoerde_id


def _write_anlagen(
    sammlung: Sammlung, eingang_id: UUID, ordner: str, dateien: Iterable[Datei], bisher: int
) -> list[Eingangsanlage]:
    anlagen: list[Eingangsanlage] = []
    for position, datei in enumerate(dateien, start=1):
        if position > HOECHSTZAHL_ANLAGEN:
            raise Fachfehler(f"Eine Lieferung kann höchstens {HOECHSTZAHL_ANLAGEN} Anlagen haben.")
        abgelegt = sammlung.write(
            f"{ordner}/anlage-{position:04d}",
            datei.daten,
            hoechstgroesse=HOECHSTGROESSE_LIEFERUNG,
        )
        bisher += abgelegt.groesse
        if bisher > 2 * HOECHSTGROESSE_LIEFERUNG:
            raise Fachfehler(
                "Die Lieferung ist größer als 500 MB und kann nicht gespeichert werden. "
                "Teilen Sie die Unterlagen auf mehrere Nachrichten auf."
            )
        anlagen.append(
            Eingangsanlage(
                eingang_id=eingang_id,
                position=position,
                dateiname=_format_name(datei.dateiname)[-400:],
                dokumentid=_format_name(datei.dokumentid)[:400] if datei.dokumentid else None,
                schluessel=abgelegt.schluessel,
                sha256=abgelegt.sha256,
                groesse=abgelegt.groesse,
            )
        )
    return anlagen


def _compute_fingerabdruck(nachricht: Abgelegt, anlagen: list[Eingangsanlage]) -> str:
    zeilen = sorted(f"{a.dokumentid}|{a.dateiname}|{a.sha256}" for a in anlagen)
    return sha256("\n".join([nachricht.sha256, *zeilen]).encode()).hexdigest()


def _get_frueheren(uow: UnitOfWork, lieferung: Lieferung) -> Eingang | None:
    """The delivery under the same key; the access is locked, so that two at once see each other."""
    uow.session.execute(
        select(Dienstzugang.id)
        .where(Dienstzugang.id == lieferung.dienstzugang_id)
        .with_for_update()
    )
    return uow.session.scalar(
        select(Eingang).where(
            Eingang.dienstzugang_id == lieferung.dienstzugang_id,
            Eingang.idempotenz == lieferung.idempotenz,
        )
    )


def _check_gleich(frueherer: Eingang, fingerabdruck: str) -> UUID:
    if frueherer.lieferung_sha256 != fingerabdruck:
        raise Fachfehler(
            "Dieser Idempotency-Key wurde schon mit einem anderen Inhalt verwendet. "
            "Senden Sie die neue Nachricht mit einem neuen Schlüssel.",
            idempotenz=frueherer.idempotenz,
        )
    return frueherer.id

"""What the worker does for each kind of Auftrag; every function may run more than once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from bauaufsicht.db.uow import Einheit
from bauaufsicht.domain.auftraege import Auftragsart
from bauaufsicht.services.ablage import close_waisen
from bauaufsicht.services.benachrichtigung import submit_benachrichtigung
from bauaufsicht.services.dateipruefung import check_fassung, request_pruefungen
from bauaufsicht.services.eingang import submit_eingang
from bauaufsicht.services.entwurf import close_alte_entwuerfe
from bauaufsicht.services.pruefung import check_nach_eingang

Funktion = Callable[[Einheit, dict[str, Any]], None]


def submit_offenen_eingang(einheit: Einheit, nutzlast: dict[str, Any]) -> None:
    """Decide on a delivery that was stored but not decided on (the process died in between)."""
    with einheit() as uow:
        submit_eingang(uow, UUID(nutzlast["eingang"]))


def request_unterlagen(einheit: Einheit, nutzlast: dict[str, Any]) -> None:
    """Ask for the inspection of each file that an event names."""
    with einheit() as uow:
        request_pruefungen(uow, UUID(nutzlast["ereignis"]))


def check_unterlage(einheit: Einheit, nutzlast: dict[str, Any]) -> None:
    """Inspect one file: its SHA-256, malware, what is inside."""
    check_fassung(einheit, UUID(nutzlast["fassung"]))


def close_ablage_waisen(einheit: Einheit, nutzlast: dict[str, Any]) -> None:
    """Delete objects that no row names, and drafts of forms that nobody needs any more."""
    close_waisen(einheit)
    with einheit() as uow:
        close_alte_entwuerfe(uow)


def submit_mail(einheit: Einheit, nutzlast: dict[str, Any]) -> None:
    """Hand a mail over to the mail server; without one it waits, visible to operations."""
    submit_benachrichtigung(einheit, UUID(nutzlast["benachrichtigung"]))


def check_geometrie(einheit: Einheit, nutzlast: dict[str, Any]) -> None:
    """Find the parcels of a case in the cadastre and check plot and building."""
    with einheit() as uow:
        check_nach_eingang(uow, UUID(nutzlast["ereignis"]))


FUNKTIONEN: dict[Auftragsart, Funktion] = {
    Auftragsart.EINGANG_VERARBEITEN: submit_offenen_eingang,
    Auftragsart.UNTERLAGEN_NACHPRUEFEN: request_unterlagen,
    Auftragsart.UNTERLAGE_PRUEFEN: check_unterlage,
    Auftragsart.GEOMETRIE_PRUEFEN: check_geometrie,
    Auftragsart.ABLAGE_AUFRAEUMEN: close_ablage_waisen,
    Auftragsart.BENACHRICHTIGUNG_SENDEN: submit_mail,
}

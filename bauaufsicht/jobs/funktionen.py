"""What the worker does for each kind of Auftrag; every function may run more than once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from bauaufsicht.db.uow import Einheit
from bauaufsicht.domain.auftraege import Auftragsart
from bauaufsicht.services.ablage import close_waisen
from bauaufsicht.services.eingang import submit_eingang
from bauaufsicht.services.unterlagen import check_fassungen

Funktion = Callable[[Einheit, dict[str, Any]], None]


def submit_offenen_eingang(einheit: Einheit, nutzlast: dict[str, Any]) -> None:
    """Decide on a delivery that was stored but not decided on (the process died in between)."""
    with einheit() as uow:
        submit_eingang(uow, UUID(nutzlast["eingang"]))


def check_unterlagen(einheit: Einheit, nutzlast: dict[str, Any]) -> None:
    """Read the files of a delivery anew and compare their SHA-256."""
    with einheit() as uow:
        check_fassungen(uow, UUID(nutzlast["ereignis"]))


def close_ablage_waisen(einheit: Einheit, nutzlast: dict[str, Any]) -> None:
    """Delete objects that no row names."""
    close_waisen(einheit)


FUNKTIONEN: dict[Auftragsart, Funktion] = {
    Auftragsart.EINGANG_VERARBEITEN: submit_offenen_eingang,
    Auftragsart.UNTERLAGEN_NACHPRUEFEN: check_unterlagen,
    Auftragsart.ABLAGE_AUFRAEUMEN: close_ablage_waisen,
}

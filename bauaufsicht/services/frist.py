"""The one period of a case that runs now."""

from datetime import date

from bauaufsicht.db.models import Vorgang
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.ereignisse import FristBegonnen


def record_frist(uow: UnitOfWork, vorgang: Vorgang, kennung: str | None, beginn: date) -> None:
    """Start the period of a rule on the day of its event; none runs without a rule."""
    if kennung is None:
        close_frist(vorgang)
        return
    frist = uow.get_landesrecht(vorgang).compute_frist(kennung, beginn)
    _write(vorgang, kennung, frist.beginn, frist.ende)
    uow.record(vorgang, FristBegonnen(kennung, frist.regel.norm, frist.beginn, frist.ende))


def assign_gesetzte_frist(vorgang: Vorgang, kennung: str, beginn: date, ende: date) -> None:
    """A period whose end the authority set; the act that sets it records it."""
    _write(vorgang, kennung, beginn, ende)


def close_frist(vorgang: Vorgang) -> None:
    """No period runs any more."""
    vorgang.frist_regel = vorgang.frist_beginn = vorgang.frist_ende = None


def _write(vorgang: Vorgang, kennung: str, beginn: date, ende: date) -> None:
    vorgang.frist_regel, vorgang.frist_beginn, vorgang.frist_ende = kennung, beginn, ende

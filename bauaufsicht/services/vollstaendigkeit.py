"""Declaring an application complete."""

from datetime import date
from uuid import UUID

from bauaufsicht.db.models import Vorgang
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.ereignisse import VollstaendigErklaert
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.vorgang import Schritt, Zustand, compute_folgezustand
from bauaufsicht.services import benachrichtigung
from bauaufsicht.services.frist import record_frist
from bauaufsicht.services.nachforderung import close_offene


def record_vollstaendigkeit(uow: UnitOfWork, vorgang_id: UUID, tag: date, fassung: int) -> Vorgang:
    """The application is complete since `tag`: the period for the decision runs from that day.

    What is still asked for falls away. Fachfehler for a day before the receipt or after today.
    """
    vorgang = uow.get_vorgang(vorgang_id, Aktion.VOLLSTAENDIG_ERKLAEREN, fassung)
    eingang = uow.compute_tag(vorgang.eingegangen_am)
    if not eingang <= tag <= uow.heute():
        raise Fachfehler(
            f"Der Tag muss zwischen dem Eingang des Antrags ({eingang:%d.%m.%Y}) und heute liegen."
        )
    entfallen = close_offene(uow, vorgang)
    vorgang.zustand = compute_folgezustand(
        vorgang.zustand, Schritt.VOLLSTAENDIG_ERKLAEREN, Zustand.IN_PRUEFUNG
    )
    vorgang.vollstaendig_am = tag
    uow.record(vorgang, VollstaendigErklaert(tag, entfallen))
    regel = uow.get_landesrecht(vorgang).verfahrensarten[vorgang.verfahrensart]
    record_frist(uow, vorgang, regel.entscheidungsregel, tag)
    benachrichtigung.create_fuer_antragsseite(uow, vorgang)
    return vorgang

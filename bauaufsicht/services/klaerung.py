"""The registry's acts on a delivery that the program could not decide on."""

from uuid import UUID

from bauaufsicht.db.models import Vorgang
from bauaufsicht.db.queries.eingang import list_befunde
from bauaufsicht.db.queries.eingangsfall import get_vorgang_mit_aktenzeichen
from bauaufsicht.db.queries.rechte import get_eingang_kontext
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain import eingangspruefung as pruefung
from bauaufsicht.domain.befund import Befund, Schwere
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar
from bauaufsicht.domain.nachricht import Nachrichtenart
from bauaufsicht.domain.rechte import Aktion, check_erlaubt
from bauaufsicht.services import adressat, ausgang, folgenachricht
from bauaufsicht.services.eingangsfall import (
    Fall,
    assign_fall,
    create_vorgang_aus_fall,
    get_eingang,
    list_dateien,
    read_fall,
    record_befunde,
)


def _get_klaerungsfall(uow: UnitOfWork, eingang_id: UUID) -> Fall:
    eingang = get_eingang(uow, eingang_id)
    kontext = get_eingang_kontext(uow.akteur, eingang)
    if not check_erlaubt(Aktion.EINGANG_LESEN, kontext):
        raise NichtSichtbar
    uow.require(Aktion.EINGANG_KLAEREN, kontext)
    if eingang.ergebnis is not Eingangsergebnis.ZU_KLAEREN:
        raise Fachfehler("Dieser Eingang ist schon geklärt. Laden Sie die Liste neu.")
    fall = read_fall(uow, eingang)
    fall.befunde = []  # recorded when it came in
    fall.adressat = adressat.get_adressat(uow, fall.lesung, eingang, [])
    return fall


def _read_zuordnung(fall: Fall) -> None:
    if fall.lesung.nachricht is None:
        raise Fachfehler(
            "Diese Nachricht konnte nicht ausgewertet werden. Sehen Sie sich das Original an und "
            "weisen Sie sie zurück, oder warten Sie auf eine neue Fassung des Programms."
        )
    fall.zuordnung = pruefung.compute_zuordnung(fall.nachricht.anlagen, list_dateien(fall.anlagen))


def _close_klaerung(uow: UnitOfWork, fall: Fall, ergebnis: Eingangsergebnis) -> None:
    fall.eingang.ergebnis = ergebnis
    fall.eingang.verarbeitet_am = uow.jetzt()
    bisher = len(list_befunde(uow.session, fall.eingang.id))
    record_befunde(uow, fall.eingang, fall.befunde, bisher)


def assign_eingang(uow: UnitOfWork, eingang_id: UUID, aktenzeichen: str) -> Vorgang:
    """A person puts a delivery to a case of the same Behörde."""
    fall = _get_klaerungsfall(uow, eingang_id)
    _read_zuordnung(fall)
    ziel = get_vorgang_mit_aktenzeichen(
        uow.session, fall.annehmender.behoerde.id, aktenzeichen.strip()
    )
    if ziel is None:
        raise Fachfehler(
            f"Ein Vorgang mit dem Aktenzeichen „{aktenzeichen.strip()}“ ist nicht bekannt. "
            "Prüfen Sie die Schreibweise, zum Beispiel AP-2026-00012."
        )
    hindernis = folgenachricht.check_folgenachricht(ziel, fall.nachricht)
    if hindernis is not None:
        raise Fachfehler(hindernis.text)
    _close_klaerung(uow, fall, assign_fall(uow, fall, ziel))
    return ziel


def create_vorgang_von_hand(uow: UnitOfWork, eingang_id: UUID) -> Vorgang:
    """A person opens a case of its own for an application that looked like a second delivery."""
    fall = _get_klaerungsfall(uow, eingang_id)
    _read_zuordnung(fall)
    if fall.nachricht.art is not Nachrichtenart.ERSTANTRAG:
        raise Fachfehler(
            "Aus dieser Nachricht lässt sich kein Vorgang anlegen, sie ist kein Antrag. "
            "Ordnen Sie sie einem Vorgang zu."
        )
    _close_klaerung(uow, fall, create_vorgang_aus_fall(uow, fall))
    uow.flush()
    return uow.session.get_one(Vorgang, fall.eingang.vorgang_id)


def close_eingang(uow: UnitOfWork, eingang_id: UUID, grund: str) -> None:
    """A person refuses a delivery with a reason; the sender gets a 1100."""
    fall = _get_klaerungsfall(uow, eingang_id)
    grund = grund.strip()
    if not grund:
        raise Fachfehler("Schreiben Sie den Grund der Zurückweisung; der Absender erhält ihn.")
    vorhandener = next(
        (b for b in list_befunde(uow.session, eingang_id) if b.schwere is Schwere.KLAERUNG), None
    )
    kennzahl = vorhandener.kennzahl if vorhandener else "S999"
    fall.eingang.ergebnis = Eingangsergebnis.ZURUECKGEWIESEN
    fall.eingang.angenommen_uuid = None
    fall.eingang.fehlerkennzahl = kennzahl
    fall.eingang.grund = grund
    fall.eingang.verarbeitet_am = uow.jetzt()
    ausgang.create_rueckweisung(
        uow,
        fall.eingang,
        fall.adressat,
        fall.lesung,
        fall.rohdaten,
        [Befund(kennzahl, grund, Schwere.ZURUECKWEISUNG)],
    )

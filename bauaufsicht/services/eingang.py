"""What becomes of a recorded delivery: new case, follow-up, repeat, refusal, or a person's desk."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from bauaufsicht.db.models import Eingang, Vorgang
from bauaufsicht.db.queries import eingangsfall as abfragen
from bauaufsicht.db.queries.codeliste import list_bekannte_kodes
from bauaufsicht.db.queries.eingang import list_befunde
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain import eingangspruefung as pruefung
from bauaufsicht.domain.befund import Befund, Schwere, compute_zurueckweisung
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.fakten import Fakten, compute_fakten
from bauaufsicht.domain.nachricht import Nachrichtenart
from bauaufsicht.services import adressat, ausgang, folgenachricht
from bauaufsicht.services.eingangsfall import (
    Fall,
    assign_fall,
    compute_gemeinde,
    create_vorgang_aus_fall,
    get_eingang,
    get_ziel,
    list_dateien,
    read_fall,
    record_angaben,
    record_befunde,
    record_ziel,
)

GEZAEHLT = (
    Eingangsergebnis.ANGELEGT,
    Eingangsergebnis.ZUGEORDNET,
    Eingangsergebnis.ZU_KLAEREN,
)


@dataclass(frozen=True, slots=True)
class Aufnahmeergebnis:
    """What the sender is told."""

    ergebnis: Eingangsergebnis
    fehlerkennzahl: str | None
    befunde: tuple[Befund, ...]
    test: bool
    aktenzeichen: str | None
    vorgang_id: UUID | None
    eingang_id: UUID
    fakten: Fakten

    def format_json(self) -> dict[str, Any]:
        """The fixed form of command line and API."""
        return {
            "ergebnis": self.ergebnis.value,
            "fehlerkennzahl": self.fehlerkennzahl,
            "befunde": [{"kennzahl": b.kennzahl, "text": b.text} for b in self.befunde],
            "test": self.test,
            "aktenzeichen": self.aktenzeichen,
            "vorgang_id": str(self.vorgang_id) if self.vorgang_id else None,
            "eingang_id": str(self.eingang_id),
            "fakten": self.fakten,
        }


def submit_eingang(uow: UnitOfWork, eingang_id: UUID) -> Aufnahmeergebnis:
    """Decide on a recorded delivery and say what became of it; deciding twice changes nothing."""
    eingang = get_eingang(uow, eingang_id)
    if eingang.ergebnis is not Eingangsergebnis.EMPFANGEN:
        return get_ergebnis(uow, eingang_id)
    fall = read_fall(uow, eingang)
    eingang.ergebnis = _decide(uow, fall)
    eingang.verarbeitet_am = uow.jetzt()
    if eingang.ergebnis in GEZAEHLT:
        eingang.angenommen_uuid = eingang.nachrichten_uuid
    if eingang.ergebnis is Eingangsergebnis.ZURUECKGEWIESEN:
        _refuse(uow, fall)
    record_befunde(uow, eingang, fall.befunde)
    uow.flush()
    return _create_ergebnis(uow, fall)


def _decide(uow: UnitOfWork, fall: Fall) -> Eingangsergebnis:
    if fall.lesung.nachricht is not None and fall.nachricht.art is Nachrichtenart.PROTOKOLL:
        return _decide_protokoll(uow, fall)
    if compute_zurueckweisung(fall.befunde):
        return Eingangsergebnis.ZURUECKGEWIESEN
    if fall.lesung.nachricht is None:  # our reader failed, not the sender
        return Eingangsergebnis.ZU_KLAEREN
    return _decide_gelesene(uow, fall)


def _decide_protokoll(uow: UnitOfWork, fall: Fall) -> Eingangsergebnis:
    """Kept whatever is wrong with it, and never answered: else two programs answer each other."""
    fall.adressat = adressat.get_adressat(uow, fall.lesung, fall.eingang, fall.befunde)
    frueherer = _get_frueheren(uow, fall.eingang)
    if frueherer is not None:
        if _decide_wiederholung(uow, fall, frueherer) is Eingangsergebnis.WIEDERHOLUNG:
            return Eingangsergebnis.WIEDERHOLUNG
    elif fall.adressat is not None:
        fall.eingang.angenommen_uuid = fall.eingang.nachrichten_uuid
    record_angaben(fall)
    fall.befunde += pruefung.check_zeitpunkt(fall.nachricht.kopf.erstellt, uow.jetzt())
    fall.befunde = [replace(b, schwere=Schwere.HINWEIS) for b in fall.befunde]
    return Eingangsergebnis.PROTOKOLLIERT


def _decide_gelesene(uow: UnitOfWork, fall: Fall) -> Eingangsergebnis:
    fall.adressat = adressat.get_adressat(uow, fall.lesung, fall.eingang, fall.befunde)
    if compute_zurueckweisung(fall.befunde):
        return Eingangsergebnis.ZURUECKGEWIESEN
    frueherer = _get_frueheren(uow, fall.eingang)
    if frueherer is not None:
        return _decide_wiederholung(uow, fall, frueherer)
    _check_lieferung(uow, fall)
    if compute_zurueckweisung(fall.befunde):
        return Eingangsergebnis.ZURUECKGEWIESEN
    return _decide_art(uow, fall)


def _get_frueheren(uow: UnitOfWork, eingang: Eingang) -> Eingang | None:
    if eingang.nachrichten_uuid is None:  # only a protocol gets that far without one
        return None
    return abfragen.get_angenommenen(uow.session, eingang.nachrichten_uuid)


def _decide_wiederholung(uow: UnitOfWork, fall: Fall, frueherer: Eingang) -> Eingangsergebnis:
    if frueherer.sha256 != fall.eingang.sha256:
        fall.befunde.append(
            Befund(
                "S050",
                "Unter dieser nachrichtenUUID liegt schon eine Nachricht mit anderem Inhalt vor. "
                "Jene bleibt unverändert. Eine berichtigte Nachricht braucht eine neue "
                "nachrichtenUUID.",
                Schwere.ZURUECKWEISUNG,
            )
        )
        return Eingangsergebnis.ZURUECKGEWIESEN
    fall.eingang.wiederholung_von_id = frueherer.id
    record_ziel(fall, get_ziel(uow, frueherer))
    return Eingangsergebnis.WIEDERHOLUNG


def _check_lieferung(uow: UnitOfWork, fall: Fall) -> None:
    nachricht, eingang = fall.nachricht, fall.eingang
    dateien = list_dateien(fall.anlagen)
    fall.zuordnung = pruefung.compute_zuordnung(nachricht.anlagen, dateien)
    kodes = [a for a in nachricht.angaben if a.liste]
    fall.befunde += pruefung.check_zeitpunkt(nachricht.kopf.erstellt, uow.jetzt())
    fall.befunde += pruefung.check_nachrichtenumfang(
        [eingang.groesse, *(d.groesse for d in dateien)], len(nachricht.anlagen)
    )
    fall.befunde += pruefung.check_dokumentids(nachricht.anlagen)
    fall.befunde += pruefung.check_anlagen(nachricht.anlagen, dateien, fall.zuordnung)
    fall.befunde += pruefung.check_dateinamen(nachricht.anlagen)
    fall.befunde += pruefung.check_verlinkungen(nachricht.anlagen, uow.ports.erlaubte_linkziele)
    fall.befunde += pruefung.check_kodes(kodes, *list_bekannte_kodes(uow.session, kodes))


def _decide_art(uow: UnitOfWork, fall: Fall) -> Eingangsergebnis:
    if fall.nachricht.art is Nachrichtenart.ERSTANTRAG:
        return _decide_erstantrag(uow, fall)
    if fall.nachricht.art is Nachrichtenart.FOLGENACHRICHT:
        return _decide_folge(uow, fall, _get_bezogenen(uow, fall))
    record_angaben(fall)
    fall.befunde.append(
        Befund(
            "V001",
            f"Nachrichten der Art {fall.nachricht.nummer} bearbeitet eine Person. "
            "Ordnen Sie die Nachricht einem Vorgang zu.",
            Schwere.KLAERUNG,
        )
    )
    return Eingangsergebnis.ZU_KLAEREN


def _decide_erstantrag(uow: UnitOfWork, fall: Fall) -> Eingangsergebnis:
    bekannter = _get_bezogenen(uow, fall)
    if bekannter is not None and fall.nachricht.nummer == "0601":
        return assign_fall(uow, fall, bekannter)
    if bekannter is not None:
        record_angaben(fall)
        fall.befunde.append(
            Befund(
                "S050",
                "Zu diesem Antrag des Antragsservice gibt es schon den Vorgang "
                f"{bekannter.aktenzeichen}. "
                "Klären Sie, ob es eine zweite Lieferung oder ein neuer Antrag ist.",
                Schwere.KLAERUNG,
            )
        )
        return Eingangsergebnis.ZU_KLAEREN
    return create_vorgang_aus_fall(uow, fall)


def _decide_folge(uow: UnitOfWork, fall: Fall, ziel: Vorgang | None) -> Eingangsergebnis:
    if ziel is None:
        record_angaben(fall)
        fall.befunde.append(
            Befund(
                "S090",
                "Der Vorgang, auf den sich die Nachricht bezieht, wurde nicht gefunden. "
                "Ordnen Sie die Nachricht von Hand zu oder weisen Sie sie zurück.",
                Schwere.KLAERUNG,
            )
        )
        return Eingangsergebnis.ZU_KLAEREN
    hindernis = folgenachricht.check_folgenachricht(ziel, fall.nachricht)
    if hindernis is not None:
        record_angaben(fall)
        fall.befunde.append(hindernis)
        record_ziel(fall, ziel)
        return Eingangsergebnis.ZU_KLAEREN
    return assign_fall(uow, fall, ziel)


def _get_bezogenen(uow: UnitOfWork, fall: Fall) -> Vorgang | None:
    """The case a message means: by referenzAntragsservice, or by our own Aktenzeichen.

    None when the two contradict each other: a withdrawal must not end the wrong case.
    """
    behoerde_id = fall.annehmender.behoerde.id
    bezug = fall.nachricht.bezug
    referenz = fall.nachricht.referenz or (bezug.referenz if bezug else None)
    aktenzeichen = bezug.vorgang if bezug else None
    gemeint: list[Vorgang | None] = []
    if referenz:
        gemeint.append(abfragen.get_vorgang_mit_referenz(uow.session, behoerde_id, referenz))
    if aktenzeichen:
        gemeint.append(
            abfragen.get_vorgang_mit_aktenzeichen(uow.session, behoerde_id, aktenzeichen)
        )
    gefunden = [v for v in gemeint if v is not None]
    ziel = gefunden[0] if gefunden else None
    if ziel is None or any(anderer.id != ziel.id for anderer in gefunden):
        return None
    if referenz and ziel.referenz and ziel.referenz != referenz:
        return None
    return ziel


def _refuse(uow: UnitOfWork, fall: Fall) -> None:
    """Answer a refused message with 1100, if its head says to whom; a 1100 is never answered."""
    erster = compute_zurueckweisung(fall.befunde)
    fall.eingang.fehlerkennzahl = erster.kennzahl if erster else None
    record_angaben(fall)
    if fall.adressat is None:
        fall.adressat = adressat.get_adressat(uow, fall.lesung, fall.eingang, [])
    gruende = [b for b in fall.befunde if b.schwere is Schwere.ZURUECKWEISUNG]
    if fall.lesung.nummer != "1100":
        ausgang.create_rueckweisung(
            uow, fall.eingang, fall.adressat, fall.lesung, fall.rohdaten, gruende
        )


def get_ergebnis(uow: UnitOfWork, eingang_id: UUID) -> Aufnahmeergebnis:
    """What became of a delivery that was decided on before."""
    eingang = get_eingang(uow, eingang_id)
    with uow.ports.ablage.read(eingang.schluessel) as strom:
        rohdaten = strom.read(pruefung.HOECHSTGROESSE_NACHRICHT + 1)
    lesung = uow.ports.leser.read_nachricht(rohdaten)
    befunde = list(list_befunde(uow.session, eingang.id))
    fall = Fall(eingang, [], lesung, rohdaten, befunde, ziel=get_ziel(uow, eingang))
    return _create_ergebnis(uow, fall)


def _create_ergebnis(uow: UnitOfWork, fall: Fall) -> Aufnahmeergebnis:
    """What the sender is told; the facts are those of this very message."""
    eingang, ziel = fall.eingang, fall.ziel
    return Aufnahmeergebnis(
        ergebnis=eingang.ergebnis,
        fehlerkennzahl=eingang.fehlerkennzahl,
        befunde=tuple(fall.befunde),
        test=eingang.test,
        aktenzeichen=ziel.aktenzeichen if ziel else None,
        vorgang_id=ziel.id if ziel else None,
        eingang_id=eingang.id,
        fakten=_compute_fakten(uow, fall),
    )


def _compute_fakten(uow: UnitOfWork, fall: Fall) -> Fakten:
    if fall.lesung.nachricht is None:
        return {"nachrichtenUUID": fall.eingang.nachrichten_uuid}
    gemeinde = compute_gemeinde(uow, fall)
    return compute_fakten(
        fall.lesung.nachricht,
        gemeinde.ags if gemeinde else None,
        gemeinde.quelle if gemeinde else None,
    )

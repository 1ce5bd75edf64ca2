"""What becomes of a recorded delivery: new case, follow-up, repeat, refusal, or a person's desk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from bauaufsicht.db.models import Eingang, Eingangsanlage, Eingangsbefund, Vorgang
from bauaufsicht.db.queries.codeliste import list_bekannte_kodes
from bauaufsicht.db.queries.eingang import list_befunde
from bauaufsicht.db.queries.rechte import get_eingang_kontext
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain import eingangspruefung as pruefung
from bauaufsicht.domain.befund import Befund, Schwere, compute_zurueckweisung
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.fakten import Fakten, compute_fakten
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar
from bauaufsicht.domain.nachricht import Lesung, Nachricht, Nachrichtenart
from bauaufsicht.domain.rechte import Aktion, check_erlaubt
from bauaufsicht.services import adressat, ausgang, folgenachricht, vorgang
from bauaufsicht.services.adressat import Adressat, Gemeindebestimmung

GEZAEHLT = (
    Eingangsergebnis.ANGELEGT,
    Eingangsergebnis.ZUGEORDNET,
    Eingangsergebnis.ZU_KLAEREN,
)
# asked for every message, therefore composed once
_EINGANG = select(Eingang).where(Eingang.id == bindparam("id")).with_for_update()
_ANLAGEN = (
    select(Eingangsanlage)
    .where(Eingangsanlage.eingang_id == bindparam("eingang"))
    .order_by(Eingangsanlage.position)
)
_FRUEHERER = select(Eingang).where(Eingang.angenommen_uuid == bindparam("uuid"))
_VORGAENGE_DER_BEHOERDE = (
    select(Vorgang)
    .where(Vorgang.behoerde_id == bindparam("behoerde"))
    .order_by(Vorgang.eingegangen_am)
    .limit(1)
    .with_for_update()
)
_NACH_REFERENZ = _VORGAENGE_DER_BEHOERDE.where(Vorgang.referenz == bindparam("wert"))
_NACH_AKTENZEICHEN = _VORGAENGE_DER_BEHOERDE.where(Vorgang.aktenzeichen == bindparam("wert"))


@dataclass(slots=True)
class Fall:
    """A delivery on its way to a decision."""

    eingang: Eingang
    anlagen: list[Eingangsanlage]
    lesung: Lesung
    rohdaten: bytes
    befunde: list[Befund] = field(default_factory=list)
    adressat: Adressat | None = None
    gemeinde: Gemeindebestimmung | None = None
    ziel: Vorgang | None = None
    zuordnung: dict[int, int] = field(default_factory=dict)

    @property
    def nachricht(self) -> Nachricht:
        """The message; only asked for once it is known to be there."""
        if self.lesung.nachricht is None:
            raise LookupError("the message could not be read")
        return self.lesung.nachricht


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
    eingang = _get_eingang(uow, eingang_id)
    if eingang.ergebnis is not Eingangsergebnis.EMPFANGEN:
        return get_ergebnis(uow, eingang_id)
    fall = _read_fall(uow, eingang)
    eingang.ergebnis = _decide(uow, fall)
    eingang.verarbeitet_am = uow.jetzt()
    if eingang.ergebnis in GEZAEHLT:
        eingang.angenommen_uuid = eingang.nachrichten_uuid
    if eingang.ergebnis is Eingangsergebnis.ZURUECKGEWIESEN:
        _refuse(uow, fall)
    _record_befunde(uow, eingang, fall.befunde)
    uow.flush()
    return _create_ergebnis(uow, fall)


def _get_eingang(uow: UnitOfWork, eingang_id: UUID) -> Eingang:
    eingang = uow.session.scalar(_EINGANG, {"id": eingang_id})
    if eingang is None:
        raise NichtSichtbar
    return eingang


def _read_fall(uow: UnitOfWork, eingang: Eingang) -> Fall:
    with uow.ports.ablage.read(eingang.schluessel) as strom:
        rohdaten = strom.read(pruefung.HOECHSTGROESSE_NACHRICHT + 1)
    lesung = uow.ports.leser.read_nachricht(rohdaten)
    anlagen = list(uow.session.scalars(_ANLAGEN, {"eingang": eingang.id}))
    eingang.version, eingang.nummer, eingang.test = lesung.version, lesung.nummer, lesung.test
    eingang.schema_geprueft, eingang.referenz = lesung.schema_geprueft, lesung.referenz
    if lesung.kopf is not None:
        eingang.nachrichten_uuid = lesung.kopf.nachrichten_uuid
        if lesung.kopf.autor is not None:
            eingang.autor_kennung = lesung.kopf.autor.kennung
            eingang.autor_name = lesung.kopf.autor.name
    if lesung.nachricht and lesung.nachricht.vorhaben:
        eingang.bezeichnung = lesung.nachricht.vorhaben.bezeichnung
    return Fall(eingang, anlagen, lesung, rohdaten, list(lesung.befunde))


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
    _record_angaben(fall)
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
    return uow.session.scalar(_FRUEHERER, {"uuid": eingang.nachrichten_uuid})


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
    _set_ziel(fall, _get_ziel(uow, frueherer))
    return Eingangsergebnis.WIEDERHOLUNG


def _check_lieferung(uow: UnitOfWork, fall: Fall) -> None:
    nachricht, eingang = fall.nachricht, fall.eingang
    dateien = _list_dateien(fall.anlagen)
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


def _list_dateien(anlagen: Sequence[Eingangsanlage]) -> list[pruefung.Lieferdatei]:
    return [pruefung.Lieferdatei(a.dateiname, a.dokumentid, a.sha256, a.groesse) for a in anlagen]


def _decide_art(uow: UnitOfWork, fall: Fall) -> Eingangsergebnis:
    if fall.nachricht.art is Nachrichtenart.ERSTANTRAG:
        return _decide_erstantrag(uow, fall)
    if fall.nachricht.art is Nachrichtenart.FOLGENACHRICHT:
        return _decide_folge(uow, fall, _get_bezogenen(uow, fall))
    _record_angaben(fall)
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
        return _assign(uow, fall, bekannter)
    if bekannter is not None:
        _record_angaben(fall)
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
    return _create(uow, fall)


def _create(uow: UnitOfWork, fall: Fall) -> Eingangsergebnis:
    neuer = vorgang.create_vorgang(
        uow, _get_adressat(fall), _compute_lieferstand(uow, fall), fall.befunde
    )
    _set_ziel(fall, neuer)
    _write_antworten(uow, fall, neuer, aktenzeichen=True)
    return Eingangsergebnis.ANGELEGT


def _decide_folge(uow: UnitOfWork, fall: Fall, ziel: Vorgang | None) -> Eingangsergebnis:
    if ziel is None:
        _record_angaben(fall)
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
        _record_angaben(fall)
        fall.befunde.append(hindernis)
        _set_ziel(fall, ziel)
        return Eingangsergebnis.ZU_KLAEREN
    return _assign(uow, fall, ziel)


def _assign(uow: UnitOfWork, fall: Fall, ziel: Vorgang) -> Eingangsergebnis:
    """Put a message to a case: its effect if it has one, else as a message with its documents."""
    stand = _compute_lieferstand(uow, fall)
    _set_ziel(fall, ziel)
    if fall.nachricht.nummer == "1130":
        folgenachricht.record_ruecknahme(uow, ziel, stand)
        ausgang.create_quittierung_ruecknahme(uow, _get_empfaenger(fall), ziel, fall.lesung.kopf)
    elif fall.nachricht.nummer == "0202":
        folgenachricht.record_aenderung(uow, ziel, stand)
        _write_antworten(uow, fall, ziel, aktenzeichen=False)
    else:
        folgenachricht.record_zuordnung(uow, ziel, stand)
    return Eingangsergebnis.ZUGEORDNET


def _get_bezogenen(uow: UnitOfWork, fall: Fall) -> Vorgang | None:
    """The case a message means: by referenzAntragsservice, or by our own Aktenzeichen.

    None when the two contradict each other: a withdrawal must not end the wrong case.
    """
    behoerde_id = _get_adressat(fall).behoerde.id
    bezug = fall.nachricht.bezug
    referenz = fall.nachricht.referenz or (bezug.referenz if bezug else None)
    aktenzeichen = bezug.vorgang if bezug else None
    gemeint: list[Vorgang] = []
    for frage, wert in ((_NACH_REFERENZ, referenz), (_NACH_AKTENZEICHEN, aktenzeichen)):
        if wert:
            gemeint += uow.session.scalars(frage, {"behoerde": behoerde_id, "wert": wert})
    ziel = gemeint[0] if gemeint else None
    if ziel is None or any(anderer.id != ziel.id for anderer in gemeint):
        return None
    if referenz and ziel.referenz and ziel.referenz != referenz:
        return None
    return ziel


def _get_adressat(fall: Fall) -> Adressat:
    if fall.adressat is None:
        raise LookupError("the addressee is not known yet")
    return fall.adressat


def _get_ziel(uow: UnitOfWork, eingang: Eingang) -> Vorgang | None:
    return uow.session.get(Vorgang, eingang.vorgang_id) if eingang.vorgang_id else None


def _set_ziel(fall: Fall, ziel: Vorgang | None) -> None:
    fall.ziel = ziel
    fall.eingang.vorgang_id = ziel.id if ziel else None


def _compute_lieferstand(uow: UnitOfWork, fall: Fall) -> vorgang.Lieferstand:
    return vorgang.Lieferstand(
        fall.eingang, fall.nachricht, fall.anlagen, fall.zuordnung, _compute_gemeinde(uow, fall)
    )


def _compute_gemeinde(uow: UnitOfWork, fall: Fall) -> Gemeindebestimmung | None:
    nachricht, behoerde_id = fall.lesung.nachricht, fall.eingang.behoerde_id
    if fall.gemeinde is None and nachricht is not None and behoerde_id is not None:
        fall.gemeinde = adressat.compute_gemeinde(uow, nachricht, behoerde_id)
    return fall.gemeinde


def _get_empfaenger(fall: Fall) -> ausgang.Empfaenger:
    return ausgang.Empfaenger(fall.eingang, _get_adressat(fall), fall.lesung, fall.befunde)


def _write_antworten(uow: UnitOfWork, fall: Fall, ziel: Vorgang, *, aktenzeichen: bool) -> None:
    empfaenger = _get_empfaenger(fall)
    ausgang.create_eingangsbestaetigung(uow, empfaenger, ziel)
    if aktenzeichen:
        ausgang.create_aktenzeichenmitteilung(uow, empfaenger, ziel)


def _refuse(uow: UnitOfWork, fall: Fall) -> None:
    """Answer a refused message with 1100, if its head says to whom; a 1100 is never answered."""
    erster = compute_zurueckweisung(fall.befunde)
    fall.eingang.fehlerkennzahl = erster.kennzahl if erster else None
    _record_angaben(fall)
    if fall.adressat is None:
        fall.adressat = adressat.get_adressat(uow, fall.lesung, fall.eingang, [])
    gruende = [b for b in fall.befunde if b.schwere is Schwere.ZURUECKWEISUNG]
    if fall.lesung.nummer != "1100":
        ausgang.create_rueckweisung(
            uow, fall.eingang, fall.adressat, fall.lesung, fall.rohdaten, gruende
        )


def _record_angaben(fall: Fall) -> None:
    if fall.lesung.nachricht is not None:
        fall.eingang.angaben = vorgang.format_angaben(fall.nachricht)


def _record_befunde(
    uow: UnitOfWork, eingang: Eingang, befunde: Sequence[Befund], bisher: int = 0
) -> None:
    uow.insert(
        *[
            Eingangsbefund(
                eingang_id=eingang.id,
                position=n,
                kennzahl=b.kennzahl,
                text=b.text,
                schwere=b.schwere,
            )
            for n, b in enumerate(befunde, start=bisher + 1)
        ]
    )


def get_ergebnis(uow: UnitOfWork, eingang_id: UUID) -> Aufnahmeergebnis:
    """What became of a delivery that was decided on before."""
    eingang = _get_eingang(uow, eingang_id)
    with uow.ports.ablage.read(eingang.schluessel) as strom:
        rohdaten = strom.read(pruefung.HOECHSTGROESSE_NACHRICHT + 1)
    lesung = uow.ports.leser.read_nachricht(rohdaten)
    befunde = list(list_befunde(uow.session, eingang.id))
    fall = Fall(eingang, [], lesung, rohdaten, befunde, ziel=_get_ziel(uow, eingang))
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
    gemeinde = _compute_gemeinde(uow, fall)
    return compute_fakten(
        fall.lesung.nachricht,
        gemeinde.ags if gemeinde else None,
        gemeinde.quelle if gemeinde else None,
    )


def _get_klaerungsfall(uow: UnitOfWork, eingang_id: UUID) -> Fall:
    eingang = _get_eingang(uow, eingang_id)
    kontext = get_eingang_kontext(uow.akteur, eingang)
    if not check_erlaubt(Aktion.EINGANG_LESEN, kontext):
        raise NichtSichtbar
    uow.require(Aktion.EINGANG_KLAEREN, kontext)
    if eingang.ergebnis is not Eingangsergebnis.ZU_KLAEREN:
        raise Fachfehler("Dieser Eingang ist schon geklärt. Laden Sie die Liste neu.")
    fall = _read_fall(uow, eingang)
    fall.befunde = []  # recorded when it came in
    fall.adressat = adressat.get_adressat(uow, fall.lesung, eingang, [])
    return fall


def _read_zuordnung(fall: Fall) -> None:
    if fall.lesung.nachricht is None:
        raise Fachfehler(
            "Diese Nachricht konnte nicht ausgewertet werden. Sehen Sie sich das Original an und "
            "weisen Sie sie zurück, oder warten Sie auf eine neue Fassung des Programms."
        )
    fall.zuordnung = pruefung.compute_zuordnung(fall.nachricht.anlagen, _list_dateien(fall.anlagen))


def _close_klaerung(uow: UnitOfWork, fall: Fall, ergebnis: Eingangsergebnis) -> None:
    fall.eingang.ergebnis = ergebnis
    fall.eingang.verarbeitet_am = uow.jetzt()
    bisher = len(list_befunde(uow.session, fall.eingang.id))
    _record_befunde(uow, fall.eingang, fall.befunde, bisher)


def assign_eingang(uow: UnitOfWork, eingang_id: UUID, aktenzeichen: str) -> Vorgang:
    """A person puts a delivery to a case of the same Behörde."""
    fall = _get_klaerungsfall(uow, eingang_id)
    _read_zuordnung(fall)
    ziel = uow.session.scalar(
        select(Vorgang)
        .where(
            Vorgang.behoerde_id == _get_adressat(fall).behoerde.id,
            Vorgang.aktenzeichen == aktenzeichen.strip(),
        )
        .with_for_update()
    )
    if ziel is None:
        raise Fachfehler(
            f"Ein Vorgang mit dem Aktenzeichen „{aktenzeichen.strip()}“ ist nicht bekannt. "
            "Prüfen Sie die Schreibweise, zum Beispiel AP-2026-00012."
        )
    hindernis = folgenachricht.check_folgenachricht(ziel, fall.nachricht)
    if hindernis is not None:
        raise Fachfehler(hindernis.text)
    _close_klaerung(uow, fall, _assign(uow, fall, ziel))
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
    _close_klaerung(uow, fall, _create(uow, fall))
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

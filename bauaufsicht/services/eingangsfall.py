"""A delivery on its way to a decision: what was read of it, and what a decision does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bauaufsicht.db.models import Eingang, Eingangsanlage, Eingangsbefund, Vorgang
from bauaufsicht.db.queries import eingangsfall as abfragen
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain import eingangspruefung as pruefung
from bauaufsicht.domain.befund import Befund
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.nachricht import Lesung, Nachricht
from bauaufsicht.services import adressat, antragsdaten, ausgang, folgenachricht, vorgang
from bauaufsicht.services.adressat import Adressat, Gemeindebestimmung


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

    @property
    def annehmender(self) -> Adressat:
        """The addressee; only asked for once it is known to be one of ours."""
        if self.adressat is None:
            raise LookupError("the addressee is not known yet")
        return self.adressat


def get_eingang(uow: UnitOfWork, eingang_id: UUID) -> Eingang:
    """The delivery, locked; NichtSichtbar if absent. Who may see it is for the caller to check."""
    eingang = abfragen.get_eingang_gesperrt(uow.session, eingang_id)
    if eingang is None:
        raise NichtSichtbar
    return eingang


def read_fall(uow: UnitOfWork, eingang: Eingang) -> Fall:
    """Read the stored message and note in the delivery what its head says."""
    with uow.ports.ablage.read(eingang.schluessel) as strom:
        rohdaten = strom.read(pruefung.HOECHSTGROESSE_NACHRICHT + 1)
    lesung = uow.ports.leser.read_nachricht(rohdaten)
    anlagen = abfragen.list_anlagen(uow.session, eingang.id)
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


def list_dateien(anlagen: Sequence[Eingangsanlage]) -> list[pruefung.Lieferdatei]:
    """The files of a delivery as the rules see them."""
    return [pruefung.Lieferdatei(a.dateiname, a.dokumentid, a.sha256, a.groesse) for a in anlagen]


def create_vorgang_aus_fall(uow: UnitOfWork, fall: Fall) -> Eingangsergebnis:
    """Open a case from the message and answer with its Aktenzeichen."""
    neuer = vorgang.create_vorgang(
        uow, fall.annehmender, _compute_lieferstand(uow, fall), fall.befunde
    )
    record_ziel(fall, neuer)
    _write_antworten(uow, fall, neuer, aktenzeichen=True)
    return Eingangsergebnis.ANGELEGT


def assign_fall(uow: UnitOfWork, fall: Fall, ziel: Vorgang) -> Eingangsergebnis:
    """Put a message to a case: its effect if it has one, else as a message with its documents."""
    stand = _compute_lieferstand(uow, fall)
    record_ziel(fall, ziel)
    if fall.nachricht.nummer == "1130":
        folgenachricht.record_ruecknahme(uow, ziel, stand)
        ausgang.create_quittierung_ruecknahme(uow, _get_empfaenger(fall), ziel, fall.lesung.kopf)
    elif fall.nachricht.nummer == "0202":
        folgenachricht.record_aenderung(uow, ziel, stand)
        _write_antworten(uow, fall, ziel, aktenzeichen=False)
    else:
        folgenachricht.record_zuordnung(uow, ziel, stand)
    return Eingangsergebnis.ZUGEORDNET


def _compute_lieferstand(uow: UnitOfWork, fall: Fall) -> vorgang.Lieferstand:
    return vorgang.Lieferstand(
        fall.eingang, fall.nachricht, fall.anlagen, fall.zuordnung, compute_gemeinde(uow, fall)
    )


def compute_gemeinde(uow: UnitOfWork, fall: Fall) -> Gemeindebestimmung | None:
    """The Gemeinde of the building plot; found once a delivery."""
    nachricht, behoerde_id = fall.lesung.nachricht, fall.eingang.behoerde_id
    if fall.gemeinde is None and nachricht is not None and behoerde_id is not None:
        fall.gemeinde = adressat.compute_gemeinde(uow, nachricht, behoerde_id)
    return fall.gemeinde


def get_ziel(uow: UnitOfWork, eingang: Eingang) -> Vorgang | None:
    """The case that a delivery belongs to, if any."""
    return uow.session.get(Vorgang, eingang.vorgang_id) if eingang.vorgang_id else None


def record_ziel(fall: Fall, ziel: Vorgang | None) -> None:
    """Note which case the delivery belongs to."""
    fall.ziel = ziel
    fall.eingang.vorgang_id = ziel.id if ziel else None


def _write_antworten(uow: UnitOfWork, fall: Fall, ziel: Vorgang, *, aktenzeichen: bool) -> None:
    empfaenger = _get_empfaenger(fall)
    ausgang.create_eingangsbestaetigung(uow, empfaenger, ziel)
    if aktenzeichen:
        ausgang.create_aktenzeichenmitteilung(uow, empfaenger, ziel)


def _get_empfaenger(fall: Fall) -> ausgang.Empfaenger:
    return ausgang.Empfaenger(fall.eingang, fall.annehmender, fall.lesung, fall.befunde)


def record_angaben(fall: Fall) -> None:
    """Keep all values with the delivery, for one that opens no case (else the case holds them)."""
    if fall.lesung.nachricht is not None:
        fall.eingang.angaben = antragsdaten.format_angaben(fall.nachricht)


def record_befunde(
    uow: UnitOfWork, eingang: Eingang, befunde: Sequence[Befund], bisher: int = 0
) -> None:
    """Write findings behind the `bisher` that are there already."""
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

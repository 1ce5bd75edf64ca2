"""Replies: written in the transaction of what they answer, fetched by the form service later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, tuple_

from bauaufsicht.db.models import Ausgang, Behoerde, Eingang, Vorgang
from bauaufsicht.db.uow import ORTSZEIT, UnitOfWork
from bauaufsicht.domain.befund import Befund
from bauaufsicht.domain.ereignisse import NachrichtErstellt
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar
from bauaufsicht.domain.nachricht import (
    Antwort,
    Grund,
    Lesung,
    Nachrichtenkopf,
    Partner,
    compute_antwortversion,
)
from bauaufsicht.domain.rechte import Aktion, Kontext, check_erlaubt
from bauaufsicht.services.adressat import Adressat


@dataclass(frozen=True, slots=True)
class Empfaenger:
    """Who gets the reply: the author of the delivery, answered in its version."""

    eingang: Eingang
    adressat: Adressat
    lesung: Lesung
    befunde: list[Befund]  # takes what hinders a reply


def create_eingangsbestaetigung(uow: UnitOfWork, an: Empfaenger, vorgang: Vorgang) -> None:
    """1120: the message arrived; says nothing about completeness."""
    tag = an.eingang.empfangen_am.astimezone(ORTSZEIT)
    was = "Ihre Nachricht zum Antrag" if an.lesung.nummer == "0202" else "Ihr Antrag"
    if an.lesung.nummer in ("0600", "0601"):
        was = "Ihre Anzeige"
    text = (
        f"{was} ist am {tag:%d.%m.%Y} um {tag:%H:%M} Uhr eingegangen: {an.adressat.partner.name}.",
        "Diese Bestätigung sagt nichts darüber aus, ob die Unterlagen vollständig sind.",
    )
    antwort = _create_antwort(uow, an, text=text, bezug=an.lesung.kopf)
    _write(uow, "1120", uow.ports.schreiber.write_eingangsbestaetigung, antwort, an, vorgang)


def create_aktenzeichenmitteilung(uow: UnitOfWork, an: Empfaenger, vorgang: Vorgang) -> None:
    """1121: the Aktenzeichen under which the case is kept."""
    antwort = _create_antwort(uow, an, aktenzeichen=vorgang.aktenzeichen)
    _write(uow, "1121", uow.ports.schreiber.write_aktenzeichen, antwort, an, vorgang)


def create_quittierung_ruecknahme(
    uow: UnitOfWork, an: Empfaenger, vorgang: Vorgang, kopf: Nachrichtenkopf | None
) -> None:
    """1131: the withdrawal has taken effect."""
    antwort = _create_antwort(
        uow, an, aktenzeichen=vorgang.aktenzeichen, bezug=kopf, akzeptiert=True
    )
    _write(uow, "1131", uow.ports.schreiber.write_quittierung_ruecknahme, antwort, an, vorgang)


def _create_antwort(
    uow: UnitOfWork,
    an: Empfaenger,
    *,
    text: tuple[str, ...] = (),
    aktenzeichen: str | None = None,
    bezug: Nachrichtenkopf | None = None,
    akzeptiert: bool | None = None,
) -> Antwort:
    kopf = an.lesung.kopf
    if kopf is None or kopf.autor is None or an.lesung.version is None:
        raise LookupError("a message that was accepted has a head")
    return Antwort(
        version=an.lesung.version,
        nachrichten_uuid=str(uow.uuid()),
        erstellt=uow.jetzt(),
        autor=an.adressat.partner,
        leser=kopf.autor,
        referenz=an.lesung.referenz,
        aktenzeichen=aktenzeichen,
        bezug=bezug,
        text=text,
        akzeptiert=akzeptiert,
        test=an.lesung.test,
    )


def create_rueckweisung(
    uow: UnitOfWork,
    eingang: Eingang,
    adressat: Adressat | None,
    lesung: Lesung,
    rohdaten: bytes,
    gruende: Sequence[Befund],
) -> None:
    """1100, if the head of the message says to whom; else the refusal stays with the delivery."""
    kopf = lesung.kopf
    if kopf is None or kopf.autor is None or kopf.leser is None:
        return
    behoerde = _get_absender(uow, eingang, adressat)
    autor = kopf.leser  # nobody here was addressed: answered as by the mailbox that was
    if adressat is not None:
        autor = adressat.partner
    elif behoerde is not None:
        autor = Partner(behoerde.kennung, behoerde.name)
    schemastand = uow.ports.leser.get_schemastand()
    antwort = Antwort(
        version=compute_antwortversion(lesung.version, schemastand),
        nachrichten_uuid=str(uow.uuid()),
        erstellt=uow.jetzt(),
        autor=autor,
        leser=kopf.autor,
        bezug=kopf,
        gruende=tuple(Grund(b.kennzahl, b.text) for b in gruende),
        rohdaten=rohdaten,
        test=lesung.test,
    )
    try:
        inhalt = uow.ports.schreiber.write_rueckweisung(antwort)
    except Fachfehler:
        return  # the head lacks what a valid 1100 needs; the refusal stays visible in the Eingang
    record_ausgang(uow, "1100", antwort, inhalt, eingang, behoerde.id if behoerde else None, None)


def _get_absender(uow: UnitOfWork, eingang: Eingang, adressat: Adressat | None) -> Behoerde | None:
    if adressat is not None:
        return adressat.behoerde
    if eingang.nur_behoerde_id is not None:
        return uow.session.get(Behoerde, eingang.nur_behoerde_id)
    return None


def _write(
    uow: UnitOfWork,
    nummer: str,
    schreibe: Callable[[Antwort], bytes],
    antwort: Antwort,
    an: Empfaenger,
    vorgang: Vorgang,
) -> None:
    try:
        inhalt = schreibe(antwort)
    except Fachfehler as fehler:  # the case is opened all the same; a person tells the sender
        an.befunde.append(
            Befund(
                "S999",
                f"Die Antwort {nummer} ließ sich nicht erstellen. {fehler} "
                "Unterrichten Sie den Absender auf anderem Weg.",
            )
        )
        return
    ausgang = record_ausgang(
        uow, nummer, antwort, inhalt, an.eingang, vorgang.behoerde_id, vorgang.id
    )
    uow.record(
        vorgang,
        NachrichtErstellt(ausgang.id, ausgang.nummer, ausgang.version, ausgang.sha256),
    )


def record_ausgang(
    uow: UnitOfWork,
    nummer: str,
    antwort: Antwort,
    inhalt: bytes,
    eingang: Eingang,
    behoerde_id: UUID | None,
    vorgang_id: UUID | None,
) -> Ausgang:
    """Keep a message for the form service to fetch."""
    ausgang = Ausgang(
        id=UUID(antwort.nachrichten_uuid),
        behoerde_id=behoerde_id,
        vorgang_id=vorgang_id,
        eingang_id=eingang.id,
        nummer=nummer,
        version=antwort.version,
        empfaenger_kennung=antwort.leser.kennung,
        empfaenger_name=antwort.leser.name,
        inhalt=inhalt,
        sha256=sha256(inhalt).hexdigest(),
        gueltig=uow.ports.schreiber.check_schema(antwort.version, inhalt),
        erstellt_am=uow.jetzt(),
    )
    uow.insert(ausgang)
    return ausgang


def get_ausgang(uow: UnitOfWork, ausgang_id: UUID) -> Ausgang:
    """A reply for the form service that fetches it; the first time is recorded."""
    ausgang = _get_sichtbaren(uow, ausgang_id)
    if ausgang.abgerufen_am is None:
        ausgang.abgerufen_am = uow.jetzt()
    return ausgang


def list_ausgaenge(
    uow: UnitOfWork, *, nur_neue: bool, anzahl: int, nach: UUID | None = None
) -> tuple[Sequence[Ausgang], bool]:
    """At most `anzahl` replies for a form service, oldest first, and whether more follow.

    `nach` is the last one of the list before; NichtSichtbar if it is not there or not to be seen.
    """
    if not check_erlaubt(Aktion.AUSGAENGE_ABRUFEN, Kontext(uow.akteur, uow.akteur.behoerde_id)):
        raise NichtSichtbar
    frage = select(Ausgang).order_by(Ausgang.erstellt_am, Ausgang.id).limit(anzahl + 1)
    if uow.akteur.behoerde_id is not None:
        frage = frage.where(Ausgang.behoerde_id == uow.akteur.behoerde_id)
    if nur_neue:
        frage = frage.where(Ausgang.abgerufen_am.is_(None))
    if nach is not None:
        letzter = _get_sichtbaren(uow, nach)
        frage = frage.where(
            tuple_(Ausgang.erstellt_am, Ausgang.id) > tuple_(letzter.erstellt_am, letzter.id)
        )
    gefunden = uow.session.scalars(frage).all()
    return gefunden[:anzahl], len(gefunden) > anzahl


def _get_sichtbaren(uow: UnitOfWork, ausgang_id: UUID) -> Ausgang:
    ausgang = uow.session.get(Ausgang, ausgang_id)
    if ausgang is None or not check_erlaubt(
        Aktion.AUSGAENGE_ABRUFEN, Kontext(uow.akteur, ausgang.behoerde_id)
    ):
        raise NichtSichtbar
    return ausgang

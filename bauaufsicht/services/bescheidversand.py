"""A decision as a message to the form service that sent the application (XBau 0205)."""

from uuid import UUID

from sqlalchemy import select

from bauaufsicht.db.models import Ausgang, Behoerde, Bescheid, Eingang, Vorgang
from bauaufsicht.db.queries import bescheid as abfragen
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain import bescheidnachricht
from bauaufsicht.domain.bescheid import Abweichungsentscheidung
from bauaufsicht.domain.bescheidnachricht import BearbeiteteAbweichung, Bescheidnachricht
from bauaufsicht.domain.dokumentsatz import Bescheidschrift
from bauaufsicht.domain.eingangspruefung import HOECHSTGROESSE_NACHRICHT
from bauaufsicht.domain.ereignisse import NachrichtErstellt
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar, NichtVorhanden
from bauaufsicht.domain.nachricht import Antwort, Kode, Lesung, Partner, compute_antwortversion
from bauaufsicht.domain.rechte import Aktion, Kontext, check_erlaubt
from bauaufsicht.services.ausgang import record_ausgang

BESCHEID = "0205"


def create_bescheidnachricht(
    uow: UnitOfWork, vorgang: Vorgang, bescheid: Bescheid, schrift: Bescheidschrift
) -> Ausgang | None:
    """0205 in the version of the application, the first message; None if none can be written.

    The decision does not depend on it: then a person tells the form service.
    """
    eingang = uow.session.scalar(
        select(Eingang)
        .where(Eingang.vorgang_id == vorgang.id)
        .order_by(Eingang.empfangen_am, Eingang.id)
        .limit(1)
    )
    try:
        lesung = _read_antrag(uow, eingang) if eingang is not None else None
    except NichtVorhanden:  # a damaged case file must not keep the decision from the people
        lesung = None
    antwort = _create_antwort(uow, vorgang, lesung) if lesung is not None else None
    if eingang is None or antwort is None:
        return None
    nachricht = Bescheidnachricht(
        antwort=antwort,
        art=bescheid.art,
        anlage=_create_anlage(bescheid, vorgang, schrift),
        rechtsbehelf=schrift.rechtsbehelf,
        abweichungen=_list_abweichungen(uow, vorgang.id, bescheid),
        nebenbestimmungen=abfragen.read_entwurf(bescheid).geltende_nebenbestimmungen,
        begruendung=bescheid.begruendung,
        hinweise=tuple(h.text for h in schrift.hinweise),
    )
    try:
        inhalt = uow.ports.schreiber.write_bescheid(nachricht)
    except Fachfehler:
        return None
    ausgang = record_ausgang(
        uow, BESCHEID, antwort, inhalt, eingang, vorgang.behoerde_id, vorgang.id
    )
    uow.record(
        vorgang, NachrichtErstellt(ausgang.id, ausgang.nummer, ausgang.version, ausgang.sha256)
    )
    return ausgang


def _read_antrag(uow: UnitOfWork, eingang: Eingang) -> Lesung:
    with uow.ports.ablage.read(eingang.schluessel) as strom:
        return uow.ports.leser.read_nachricht(strom.read(HOECHSTGROESSE_NACHRICHT + 1))


def _create_antwort(uow: UnitOfWork, vorgang: Vorgang, lesung: Lesung) -> Antwort | None:
    kopf = lesung.kopf
    if kopf is None or kopf.autor is None:
        return None
    behoerde = uow.session.get_one(Behoerde, vorgang.behoerde_id)
    dienst = kopf.leser.verzeichnisdienst if kopf.leser else None
    return Antwort(
        version=compute_antwortversion(lesung.version, uow.ports.leser.get_schemastand()),
        nachrichten_uuid=str(uow.uuid()),
        erstellt=uow.jetzt(),
        autor=Partner(behoerde.kennung, behoerde.name, dienst),
        leser=kopf.autor,
        referenz=vorgang.referenz,
        aktenzeichen=vorgang.aktenzeichen,
        bezug=kopf,
        test=vorgang.test,
    )


def _create_anlage(
    bescheid: Bescheid, vorgang: Vorgang, schrift: Bescheidschrift
) -> bescheidnachricht.Bescheidanlage:
    angabe = abfragen.create_anlagenangabe(bescheid, vorgang.aktenzeichen)
    return bescheidnachricht.Bescheidanlage(
        angabe.dokumentid, angabe.dateiname, schrift.datum, angabe.groesse, angabe.sha256
    )


def _list_abweichungen(
    uow: UnitOfWork, vorgang_id: UUID, bescheid: Bescheid
) -> tuple[BearbeiteteAbweichung, ...]:
    """One whose request had no id is named by ours."""
    je_id: dict[UUID, Abweichungsentscheidung] = {
        e.abweichung_id: e for e in abfragen.read_entwurf(bescheid).abweichungen
    }
    return tuple(
        BearbeiteteAbweichung(
            a.xbau_id or str(a.id),
            Kode(a.art_code, a.art_liste, a.art_listenversion) if a.art_code else None,
            a.bezeichnung,
            je_id[a.id].zugelassen is True,
            je_id[a.id].begruendung,
        )
        for a in abfragen.list_abweichungen(uow.session, vorgang_id)
        if a.id in je_id
    )


def get_anlage(uow: UnitOfWork, ausgang_id: UUID, anlage_id: UUID) -> abfragen.Anlagenangabe:
    """The file that a message of ours names, for the form service; NichtSichtbar if it is none."""
    ausgang = uow.session.get(Ausgang, ausgang_id)
    anlage = abfragen.list_anlagen(uow.session, [ausgang_id]).get(ausgang_id)
    if (
        ausgang is None
        or anlage is None
        or anlage.id != anlage_id
        or not check_erlaubt(Aktion.AUSGAENGE_ABRUFEN, Kontext(uow.akteur, ausgang.behoerde_id))
    ):
        raise NichtSichtbar
    return anlage

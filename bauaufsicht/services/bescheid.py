"""Drafting and issuing a decision (§§ 36, 37, 39 VwVfG; T7, T21).

Issuing takes three steps, so that nothing is ever half done: what is decided is checked and set as
PDF, the bytes are stored, and only then one transaction freezes the draft, ends the case and writes
the messages. A crash in between leaves a file that nobody names; it is swept.
"""

import logging
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from uuid import UUID

from sqlalchemy import select

from bauaufsicht.db.models import Bescheid, Vorgang
from bauaufsicht.db.queries import bescheid as abfragen
from bauaufsicht.db.uow import Einheit, UnitOfWork
from bauaufsicht.domain.bescheid import (
    HOECHSTLAENGE_BEGRUENDUNG,
    HOECHSTLAENGE_NEBENBESTIMMUNG,
    HOECHSTZAHL_NEBENBESTIMMUNGEN,
    Bescheidart,
    Bescheidentwurf,
    Bescheidstand,
    check_entwurf,
)
from bauaufsicht.domain.dokumentsatz import Bescheidschrift
from bauaufsicht.domain.ereignisse import BescheidAbgerufen, BescheidErlassen, Seite
from bauaufsicht.domain.fehler import (
    AblageFehler,
    Fachfehler,
    NichtErlaubt,
    NichtSichtbar,
    Versionskonflikt,
)
from bauaufsicht.domain.ports import Abgelegt, Ablage
from bauaufsicht.domain.rechte import Aktion, Kontext, compute_seite
from bauaufsicht.domain.vorgang import Schritt, Zustand, compute_folgezustand
from bauaufsicht.services import benachrichtigung
from bauaufsicht.services.bescheidschrift import create_schrift, get_muster
from bauaufsicht.services.bescheidversand import create_bescheidnachricht
from bauaufsicht.services.frist import close_frist
from bauaufsicht.services.nachforderung import close_offene

ZUSTAENDE = {
    Bescheidart.GENEHMIGUNG: Zustand.GENEHMIGT,
    Bescheidart.ABLEHNUNG: Zustand.ABGELEHNT,
}
KONFLIKT = "Dieser Entwurf hat sich inzwischen geändert."
VERAENDERT = (
    "Die gespeicherte Datei ist nicht mehr der erlassene Bescheid. Deshalb geben wir sie nicht "
    "heraus. Die Bauaufsicht muss die Akte prüfen: Wenden Sie sich an sie."
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Freigabe:
    """What the person who issues saw: the versions of case and draft, and which of the
    Vorbehalte (by `kennung`) they considered.
    """

    vorgangsfassung: int
    fassung: int
    bestaetigt: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Erlass:
    """What was issued, and whether the form service is told by a message."""

    bescheid: Bescheid
    benachrichtigte: int
    mit_nachricht: bool


def record_entwurf(
    uow: UnitOfWork, vorgang_id: UUID, entwurf: Bescheidentwurf, fassung: int
) -> Bescheid:
    """Keep a draft, finished or not; `fassung` is that of the draft, 0 for a new one.

    Versionskonflikt when somebody else saved another one since.
    """
    vorgang = uow.get_vorgang(vorgang_id, Aktion.BESCHEID_ENTWERFEN)
    get_muster(uow, vorgang, entwurf.art)
    _check_umfang(uow, vorgang, entwurf)
    bescheid = _get_entwurf(uow, vorgang)
    if (bescheid.fassung if bescheid else 0) != fassung:
        raise Versionskonflikt(KONFLIKT)
    if bescheid is None:
        bescheid = Bescheid(vorgang_id=vorgang.id, stand=Bescheidstand.ENTWURF)
        _write(uow, bescheid, entwurf)
        return uow.add(bescheid)
    _write(uow, bescheid, entwurf)
    return bescheid


def read_erlassenen(ablage: Ablage, schluessel: str, pruefsumme: str) -> bytes:
    """The document that was issued; Fachfehler when the storage holds another one by now."""
    with ablage.read(schluessel) as strom:
        inhalt = strom.read()
    if sha256(inhalt).hexdigest() != pruefsumme:
        log.error("decision %s is not the one that was issued", schluessel)
        raise Fachfehler(VERAENDERT)
    return inhalt


def _write(uow: UnitOfWork, bescheid: Bescheid, entwurf: Bescheidentwurf) -> None:
    bescheid.art = entwurf.art
    bescheid.begruendung = entwurf.begruendung
    bescheid.nebenbestimmungen = [
        {"text": n.text, "art": n.art.value, "herkunft": n.herkunft}
        for n in entwurf.nebenbestimmungen
    ]
    _write_abweichungen(bescheid, entwurf)
    bescheid.konto_id = uow.akteur.konto_id
    bescheid.geaendert_am = uow.jetzt()


def _write_abweichungen(bescheid: Bescheid, entwurf: Bescheidentwurf) -> None:
    bescheid.abweichungen = [
        {"id": str(a.abweichung_id), "zugelassen": a.zugelassen, "begruendung": a.begruendung}
        for a in entwurf.abweichungen
    ]


def _check_umfang(uow: UnitOfWork, vorgang: Vorgang, entwurf: Bescheidentwurf) -> None:
    if len(entwurf.nebenbestimmungen) > HOECHSTZAHL_NEBENBESTIMMUNGEN:
        raise Fachfehler(
            f"Höchstens {HOECHSTZAHL_NEBENBESTIMMUNGEN} Nebenbestimmungen sind möglich. Fassen Sie "
            "einige zusammen."
        )
    kurze = [n.text for n in entwurf.nebenbestimmungen]
    kurze += [a.begruendung for a in entwurf.abweichungen]
    if (
        any(len(text) > HOECHSTLAENGE_NEBENBESTIMMUNG for text in kurze)
        or len(entwurf.begruendung) > HOECHSTLAENGE_BEGRUENDUNG
    ):
        raise Fachfehler("Ein Text ist zu lang. Kürzen Sie ihn.")
    bekannte = {a.id for a in abfragen.list_abweichungen(uow.session, vorgang.id)}
    if {a.abweichung_id for a in entwurf.abweichungen} - bekannte:
        raise Fachfehler("Eine der Abweichungen gehört nicht zu diesem Vorgang.")


def _get_entwurf(uow: UnitOfWork, vorgang: Vorgang) -> Bescheid | None:
    return uow.session.scalar(
        select(Bescheid)
        .where(Bescheid.vorgang_id == vorgang.id, Bescheid.stand == Bescheidstand.ENTWURF)
        .with_for_update()
    )


def render_vorschau(uow: UnitOfWork, vorgang_id: UUID) -> bytes:
    """The PDF of the saved draft, marked as a draft; NichtSichtbar if there is none."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.BESCHEID_ENTWERFEN)
    bescheid = _get_entwurf(uow, vorgang)
    if bescheid is None:
        raise NichtSichtbar
    entwurf = abfragen.read_offenen_entwurf(uow.session, bescheid)
    return uow.ports.satz.render_bescheid(
        create_schrift(uow, vorgang, entwurf, vermerk_entwurf=True)
    )


def issue_bescheid(einheit: Einheit, vorgang_id: UUID, freigabe: Freigabe) -> Erlass:
    """Issue the draft. Fachfehler if something is missing or was not considered; then it stays."""
    with einheit() as uow:
        _, _, schrift = _check_erlass(uow, vorgang_id, freigabe)
        ablage, schluessel = uow.ports.ablage, f"bescheide/{uow.heute():%Y/%m}/{uow.uuid()}.pdf"
        satz = uow.ports.satz
    abgelegt = ablage.write(schluessel, BytesIO(satz.render_bescheid(schrift)))
    try:
        with einheit() as uow:
            return _close_entwurf(uow, vorgang_id, freigabe, schrift, abgelegt)
    except (Fachfehler, NichtSichtbar, NichtErlaubt):
        # only where nothing was committed for sure; after anything else the sweeper decides
        with suppress(AblageFehler):
            ablage.close_eintrag(schluessel)
        raise


def _check_erlass(
    uow: UnitOfWork, vorgang_id: UUID, freigabe: Freigabe
) -> tuple[Vorgang, Bescheid, Bescheidschrift]:
    vorgang = uow.get_vorgang(vorgang_id, Aktion.BESCHEID_ERLASSEN, freigabe.vorgangsfassung)
    bescheid = _get_entwurf(uow, vorgang)
    if bescheid is None or bescheid.fassung != freigabe.fassung:
        raise Versionskonflikt(f"{KONFLIKT} Prüfen Sie ihn noch einmal.")
    entwurf = abfragen.read_offenen_entwurf(uow.session, bescheid)
    recht = uow.get_landesrecht(vorgang).bescheidrecht
    maengel = check_entwurf(entwurf, recht.begruendungspflicht)
    if maengel:
        raise Fachfehler(" ".join(m.text for m in maengel))
    vorbehalte = abfragen.list_vorbehalte(
        uow.session, vorgang.id, vorgang.land, entwurf, uow.heute()
    )
    if {v.kennung for v in vorbehalte} - freigabe.bestaetigt:
        raise Fachfehler(
            "Bestätigen Sie jeden offenen Punkt, oder klären Sie ihn, bevor Sie den Bescheid "
            "erlassen."
        )
    return vorgang, bescheid, create_schrift(uow, vorgang, entwurf, vermerk_entwurf=False)


def _close_entwurf(
    uow: UnitOfWork,
    vorgang_id: UUID,
    freigabe: Freigabe,
    schrift: Bescheidschrift,
    abgelegt: Abgelegt,
) -> Erlass:
    """Freeze the draft with its PDF, if it still says the same."""
    vorgang, bescheid, jetzige = _check_erlass(uow, vorgang_id, freigabe)
    if jetzige != schrift:
        raise Versionskonflikt("Der Vorgang hat sich inzwischen geändert. Prüfen Sie noch einmal.")
    _write_abweichungen(bescheid, abfragen.read_offenen_entwurf(uow.session, bescheid))
    bescheid.stand = Bescheidstand.ERLASSEN
    bescheid.erlassen_am, bescheid.konto_id = uow.jetzt(), uow.akteur.konto_id
    bescheid.schluessel = abgelegt.schluessel
    bescheid.sha256, bescheid.groesse = abgelegt.sha256, abgelegt.groesse
    vorgang.zustand = compute_folgezustand(
        vorgang.zustand, Schritt.BESCHEIDEN, ZUSTAENDE[bescheid.art]
    )
    close_frist(vorgang)
    close_offene(uow, vorgang)
    uow.record(
        vorgang,
        BescheidErlassen(bescheid.id, bescheid.art.value, abgelegt.sha256, abgelegt.groesse),
    )
    ausgang = create_bescheidnachricht(uow, vorgang, bescheid, schrift)
    bescheid.ausgang_id = ausgang.id if ausgang else None
    anzahl = benachrichtigung.create_fuer_antragsseite(uow, vorgang)
    return Erlass(bescheid, anzahl, ausgang is not None)


def record_abruf(uow: UnitOfWork, vorgang_id: UUID) -> None:
    """The applicant's side fetches the decision: the first time is recorded, and by whom."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.BESCHEID_LESEN)
    bescheid = uow.session.scalar(
        select(Bescheid)
        .where(Bescheid.vorgang_id == vorgang.id, Bescheid.stand == Bescheidstand.ERLASSEN)
        .order_by(Bescheid.erlassen_am.desc())
        .limit(1)
        .with_for_update()
    )
    if bescheid is None:
        raise NichtSichtbar
    aussen = compute_seite(Kontext(uow.akteur)) is Seite.ANTRAGSSEITE
    if aussen and bescheid.erster_abruf_am is None:
        bescheid.erster_abruf_am = uow.jetzt()
        bescheid.erster_abruf_von_id = uow.akteur.konto_id
        uow.record(vorgang, BescheidAbgerufen(bescheid.id), nebenher=True)

"""Hearing bodies: asking for Stellungnahmen, drafting and giving them."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from bauaufsicht.db.models import (
    Beteiligung,
    Beteiligungsunterlage,
    Dokument,
    DokumentFassung,
    Gemeinde,
    Stelle,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.beteiligung import Beteiligungsart, Stellungnahmeergebnis
from bauaufsicht.domain.ereignisse import (
    StellungnahmeAbgegeben,
    StellungnahmeAngefordert,
    format_kanonisch,
)
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar, Versionskonflikt
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.unterlage import LESBARE_STAENDE, UNBRAUCHBARE_STAENDE
from bauaufsicht.domain.vorgang import ENDZUSTAENDE
from bauaufsicht.services import benachrichtigung
from bauaufsicht.services.adressat import get_stelle_der_gemeinde

HOECHSTZAHL_NEBENBESTIMMUNGEN = 100


@dataclass(frozen=True, slots=True)
class Anfrage:
    """Whom to ask for what, with which Fassungen; `gemeinde` asks the Gemeinde of the plot."""

    stellen: Sequence[tuple[UUID, Beteiligungsart | None]]
    gemeinde: Beteiligungsart | None
    fassungen: Sequence[UUID]
    anschreiben: str


@dataclass(frozen=True, slots=True)
class Stellungnahmeinhalt:
    """What a Stelle says; without `ergebnis` only a draft."""

    ergebnis: Stellungnahmeergebnis | None
    text: str
    nebenbestimmungen: tuple[str, ...]


def request_stellungnahmen(
    uow: UnitOfWork, vorgang_id: UUID, anfrage: Anfrage, fassung: int
) -> list[Beteiligung]:
    """Ask bodies; the period of each is the Land's for what it is asked for."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.STELLUNGNAHME_ANFORDERN, fassung)
    stellen = _list_stellen(uow, vorgang, anfrage)
    if not stellen:
        raise Fachfehler("Wählen Sie mindestens eine Stelle aus.")
    if not anfrage.fassungen:
        raise Fachfehler("Wählen Sie mindestens eine Unterlage aus, die die Stelle sehen soll.")
    _check_fassungen(uow, vorgang, anfrage.fassungen)
    return [_request(uow, vorgang, stelle, art, anfrage) for stelle, art in stellen]


def _list_stellen(
    uow: UnitOfWork, vorgang: Vorgang, anfrage: Anfrage
) -> list[tuple[Stelle, Beteiligungsart]]:
    vorgaben = uow.get_landesrecht(vorgang).beteiligungsarten
    je_id = {
        s.id: s
        for s in uow.session.scalars(
            select(Stelle).where(Stelle.id.in_([stelle_id for stelle_id, _ in anfrage.stellen]))
        )
        if s.behoerde_id in {None, vorgang.behoerde_id}
    }
    if len(je_id) != len({stelle_id for stelle_id, _ in anfrage.stellen}):
        raise Fachfehler("Eine der Stellen ist hier nicht bekannt. Wählen Sie neu aus.")
    stellen = [
        (je_id[stelle_id], art or vorgaben.get(je_id[stelle_id].art, Beteiligungsart.STELLUNGNAHME))
        for stelle_id, art in dict(anfrage.stellen).items()  # each once, however often it came
    ]
    if anfrage.gemeinde is not None and vorgang.gemeinde_ags is not None:
        gemeinde = uow.session.get(Gemeinde, vorgang.gemeinde_ags)
        if gemeinde is None:
            raise Fachfehler("Die Gemeinde des Baugrundstücks ist hier nicht bekannt.")
        stellen.append((get_stelle_der_gemeinde(uow, gemeinde), anfrage.gemeinde))
    return stellen


def _check_fassungen(uow: UnitOfWork, vorgang: Vorgang, ids: Sequence[UUID]) -> None:
    gefunden = uow.session.scalars(
        select(DokumentFassung.id)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(
            DokumentFassung.id.in_(ids),
            Dokument.vorgang_id == vorgang.id,
            Dokument.stellungnahme_id.is_(None),
            DokumentFassung.abgegeben_am.is_not(None),
            DokumentFassung.pruefstand.in_(LESBARE_STAENDE),
        )
    ).all()
    if len(gefunden) != len(set(ids)):
        raise Fachfehler(
            "Eine der Unterlagen lässt sich nicht weitergeben: Sie wird noch geprüft, ist gesperrt "
            "oder gehört nicht zu diesem Vorgang. Wählen Sie neu aus."
        )


def _request(
    uow: UnitOfWork, vorgang: Vorgang, stelle: Stelle, art: Beteiligungsart, anfrage: Anfrage
) -> Beteiligung:
    recht = uow.get_landesrecht(vorgang)
    kennung = recht.beteiligungsregeln[art]
    frist = recht.compute_frist(kennung, uow.heute())
    beteiligung = uow.session.scalar(
        select(Beteiligung).where(
            Beteiligung.vorgang_id == vorgang.id, Beteiligung.stelle_id == stelle.id
        )
    )
    if beteiligung is not None and beteiligung.angefordert_am is not None:
        raise Fachfehler(f"„{stelle.name}“ ist schon um Stellungnahme gebeten.")
    if beteiligung is None:
        beteiligung = uow.add(
            Beteiligung(
                vorgang_id=vorgang.id, stelle_id=stelle.id, entscheidet=False, seit=uow.jetzt()
            )
        )
    beteiligung.art = art
    beteiligung.angefordert_am = uow.jetzt()
    beteiligung.angefordert_von_id = uow.akteur.konto_id
    beteiligung.anschreiben = anfrage.anschreiben
    beteiligung.frist_regel = kennung
    beteiligung.frist_beginn, beteiligung.frist_ende = frist.beginn, frist.ende
    uow.add(
        Stellungnahme(
            beteiligung_id=beteiligung.id,
            text="",
            nebenbestimmungen=[],
            geaendert_am=uow.jetzt(),
            verspaetet=False,
        )
    )
    uow.add_all(
        [
            Beteiligungsunterlage(beteiligung_id=beteiligung.id, fassung_id=f)
            for f in dict.fromkeys(anfrage.fassungen)
        ]
    )
    uow.record(
        vorgang,
        StellungnahmeAngefordert(
            beteiligung.id,
            stelle.id,
            stelle.name,
            art.value,
            kennung,
            frist.regel.norm,
            frist.beginn,
            frist.ende,
            tuple(dict.fromkeys(anfrage.fassungen)),
            anfrage.anschreiben,
        ),
    )
    benachrichtigung.create_fuer_stelle(uow, vorgang, stelle.id)
    return beteiligung


def get_eigene_beteiligung(uow: UnitOfWork, vorgang: Vorgang) -> Beteiligung:
    """The request to the actor's Stelle; NichtSichtbar if it was not asked."""
    beteiligung = uow.session.scalar(
        select(Beteiligung).where(
            Beteiligung.vorgang_id == vorgang.id,
            Beteiligung.stelle_id == uow.akteur.stelle_id,
            Beteiligung.angefordert_am.is_not(None),
        )
    )
    if beteiligung is None:
        raise NichtSichtbar
    return beteiligung


def get_eigene_stellungnahme(
    uow: UnitOfWork, vorgang_id: UUID, stellungnahme_id: UUID
) -> Stellungnahme:
    """The draft of the actor's Stelle that takes attachments now."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.STELLUNGNAHME_ABGEBEN)
    stellungnahme = _get_stellungnahme(uow, get_eigene_beteiligung(uow, vorgang))
    if stellungnahme.id != stellungnahme_id:
        raise NichtSichtbar
    if stellungnahme.abgegeben_am is not None:
        raise Fachfehler("Die Stellungnahme ist schon abgegeben.")
    return stellungnahme


def record_stellungnahme(
    uow: UnitOfWork, vorgang_id: UUID, inhalt: Stellungnahmeinhalt, fassung: int
) -> Stellungnahme:
    """Keep a draft; Versionskonflikt when a colleague saved another one since."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.STELLUNGNAHME_ABGEBEN)
    return _write(uow, vorgang, get_eigene_beteiligung(uow, vorgang), inhalt, fassung)


def submit_stellungnahme(
    uow: UnitOfWork, vorgang_id: UUID, inhalt: Stellungnahmeinhalt, fassung: int
) -> Stellungnahme:
    """Give the Stellungnahme: from now on it cannot be changed and the authority reads it."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.STELLUNGNAHME_ABGEBEN)
    beteiligung = get_eigene_beteiligung(uow, vorgang)
    _check_inhalt(inhalt)
    stellungnahme = _write(uow, vorgang, beteiligung, inhalt, fassung)
    stellungnahme.abgegeben_am = uow.jetzt()
    stellungnahme.verspaetet = (
        beteiligung.frist_ende is not None and uow.heute() > beteiligung.frist_ende
    )
    dateien = _list_anlagen(uow, stellungnahme)
    for datei in dateien:
        datei.abgegeben_am = uow.jetzt()
    fassungen = tuple((d.id, d.sha256 or "", d.groesse or 0) for d in dateien)
    stellungnahme.pruefwert = compute_pruefwert(stellungnahme)
    stelle = uow.session.get_one(Stelle, beteiligung.stelle_id)
    uow.record(
        vorgang,
        StellungnahmeAbgegeben(
            beteiligung.id,
            stelle.id,
            stelle.name,
            (inhalt.ergebnis or Stellungnahmeergebnis.KEINE_BEDENKEN).value,
            len(inhalt.nebenbestimmungen),
            stellungnahme.verspaetet,
            stellungnahme.pruefwert,
            fassungen,
        ),
    )
    benachrichtigung.create_fuer_bauaufsicht(uow, vorgang)
    return stellungnahme


def compute_pruefwert(stellungnahme: Stellungnahme) -> str:
    """SHA-256 over result, text and conditions: what the chain proves of a Stellungnahme."""
    inhalt = {
        "ergebnis": stellungnahme.ergebnis.value if stellungnahme.ergebnis else None,
        "text": stellungnahme.text,
        "nebenbestimmungen": list(stellungnahme.nebenbestimmungen),
    }
    return sha256(format_kanonisch(inhalt)).hexdigest()


def _get_stellungnahme(uow: UnitOfWork, beteiligung: Beteiligung) -> Stellungnahme:
    return uow.session.scalars(
        select(Stellungnahme)
        .where(Stellungnahme.beteiligung_id == beteiligung.id)
        .with_for_update()
    ).one()


def _write(
    uow: UnitOfWork,
    vorgang: Vorgang,
    beteiligung: Beteiligung,
    inhalt: Stellungnahmeinhalt,
    fassung: int,
) -> Stellungnahme:
    stellungnahme = _get_stellungnahme(uow, beteiligung)
    if stellungnahme.abgegeben_am is not None:
        raise Versionskonflikt(
            "Diese Stellungnahme ist schon abgegeben und lässt sich nicht mehr ändern."
        )
    if vorgang.zustand in ENDZUSTAENDE:
        raise Fachfehler("Das Verfahren ist beendet. Eine Stellungnahme ist nicht mehr möglich.")
    if stellungnahme.fassung != fassung:
        raise Versionskonflikt("Diese Stellungnahme hat sich inzwischen geändert.")
    if len(inhalt.nebenbestimmungen) > HOECHSTZAHL_NEBENBESTIMMUNGEN:
        raise Fachfehler(
            f"Höchstens {HOECHSTZAHL_NEBENBESTIMMUNGEN} Nebenbestimmungen sind möglich. Fassen Sie "
            "einige zusammen oder hängen Sie eine Datei an."
        )
    stellungnahme.ergebnis = inhalt.ergebnis
    stellungnahme.text = inhalt.text
    stellungnahme.nebenbestimmungen = list(inhalt.nebenbestimmungen)
    stellungnahme.konto_id = uow.akteur.konto_id
    stellungnahme.geaendert_am = uow.jetzt()
    return stellungnahme


def _check_inhalt(inhalt: Stellungnahmeinhalt) -> None:
    if inhalt.ergebnis is None:
        raise Fachfehler("Wählen Sie ein Ergebnis aus.")
    if inhalt.ergebnis is Stellungnahmeergebnis.NEBENBESTIMMUNGEN and not inhalt.nebenbestimmungen:
        raise Fachfehler("Schreiben Sie mindestens eine Nebenbestimmung.")
    ohne_text = {Stellungnahmeergebnis.KEINE_BEDENKEN, Stellungnahmeergebnis.NEBENBESTIMMUNGEN}
    if inhalt.ergebnis not in ohne_text and not inhalt.text.strip():
        raise Fachfehler("Begründen Sie Ihr Ergebnis: Die Bauaufsicht muss es prüfen können.")


def _list_anlagen(uow: UnitOfWork, stellungnahme: Stellungnahme) -> Sequence[DokumentFassung]:
    return uow.session.scalars(
        select(DokumentFassung)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(
            Dokument.stellungnahme_id == stellungnahme.id,
            DokumentFassung.abgegeben_am.is_(None),
            DokumentFassung.verworfen_am.is_(None),
            DokumentFassung.pruefstand.not_in(UNBRAUCHBARE_STAENDE),
        )
        .order_by(Dokument.position, DokumentFassung.nummer)
    ).all()

"""Demanding what is missing, answering it, and looking at the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm.attributes import flag_modified

from bauaufsicht.db.models import (
    Dokument,
    DokumentFassung,
    Nachforderung,
    Nachforderungspunkt,
    Vorgang,
)
from bauaufsicht.db.uow import KONFLIKT, UnitOfWork
from bauaufsicht.domain.ereignisse import (
    NachforderungBeantwortet,
    NachforderungGeprueft,
    NachforderungVerlaengert,
    NachforderungVersandt,
)
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar, Versionskonflikt
from bauaufsicht.domain.fristen import check_arbeitstag, compute_ende_arbeitstage
from bauaufsicht.domain.landesrecht import NACHFORDERUNG, NACHGEREICHT
from bauaufsicht.domain.nachforderung import OFFENE_PUNKTE, Nachforderungsstand, Punktstand
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.unterlage import UNBRAUCHBARE_STAENDE
from bauaufsicht.domain.vorgang import Schritt, Zustand, compute_folgezustand
from bauaufsicht.services import benachrichtigung
from bauaufsicht.services.frist import assign_gesetzte_frist, record_frist

HOECHSTZAHL_PUNKTE = 30
LAENGSTE_FRIST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Punktangabe:
    """What is missing and why; with a document its next Fassung is asked for."""

    bezeichnung: str
    grund: str
    dokument_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Bewertung:
    """What the authority says about an answered item; `grund` is needed to return it."""

    angenommen: bool
    grund: str = ""


def create_nachforderung(
    uow: UnitOfWork,
    vorgang_id: UUID,
    punkte: Sequence[Punktangabe],
    frist: date,
    anschreiben: str,
    fassung: int,
) -> Nachforderung:
    """Demand items until a day that the authority sets, and tell the applicant's side."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.NACHFORDERUNG_SCHREIBEN, fassung)
    _check_frist(uow, vorgang, frist)
    if not 1 <= len(punkte) <= HOECHSTZAHL_PUNKTE:
        raise Fachfehler(f"Nennen Sie zwischen einem und {HOECHSTZAHL_PUNKTE} Punkten.")
    _check_dokumente(uow, vorgang, {p.dokument_id for p in punkte if p.dokument_id})
    letzte = _get_letzte(uow, vorgang)
    if letzte is not None and letzte.stand is not Nachforderungsstand.ERLEDIGT:
        raise Fachfehler(
            f"Die {letzte.nummer}. Nachforderung ist noch nicht erledigt. Prüfen Sie zuerst die "
            "Antwort oder warten Sie darauf."
        )
    nachforderung = uow.add(
        Nachforderung(
            vorgang_id=vorgang.id,
            nummer=(letzte.nummer if letzte else 0) + 1,
            stand=Nachforderungsstand.OFFEN,
            frist=frist,
            anschreiben=anschreiben,
            konto_id=uow.akteur.konto_id,
            versandt_am=uow.jetzt(),
        )
    )
    uow.add_all(
        [
            Nachforderungspunkt(
                nachforderung_id=nachforderung.id,
                position=n,
                bezeichnung=p.bezeichnung,
                grund=p.grund,
                dokument_id=p.dokument_id,
                stand=Punktstand.OFFEN,
            )
            for n, p in enumerate(punkte, start=1)
        ]
    )
    _set_offen(uow, vorgang, frist)
    inhalt = "\n".join([anschreiben, *(f"{p.bezeichnung}: {p.grund}" for p in punkte)])
    uow.record(
        vorgang,
        NachforderungVersandt(
            nachforderung.id, nachforderung.nummer, len(punkte), frist, inhalt.strip()
        ),
    )
    benachrichtigung.create_fuer_antragsseite(uow, vorgang)
    return nachforderung


def submit_antwort(
    uow: UnitOfWork,
    vorgang_id: UUID,
    nachforderung_id: UUID,
    antworten: Mapping[UUID, str],
    nachricht: str,
    fassung: int,
) -> Nachforderung:
    """Send what was uploaded and typed for the items; late answers are kept and marked.

    Items without file and text stay open. Fachfehler if there is nothing to send.
    """
    vorgang = uow.get_vorgang(vorgang_id, Aktion.NACHFORDERUNG_BEANTWORTEN)
    nachforderung = _get_nachforderung(uow, vorgang, nachforderung_id, fassung)
    offene = [p for p in _list_punkte(uow, nachforderung) if p.stand in OFFENE_PUNKTE]
    if nachforderung.stand is Nachforderungsstand.ERLEDIGT or not offene:
        raise Fachfehler("Zu dieser Nachforderung ist nichts mehr offen.")
    dateien = _list_entwuerfe(uow, [p.id for p in offene])
    beantwortete = []
    for punkt in offene:
        text = antworten.get(punkt.id, "").strip()
        if text or any(f.nachforderungspunkt_id == punkt.id for f in dateien):
            punkt.antwort, punkt.stand, punkt.rueckgabegrund = text, Punktstand.BEANTWORTET, ""
            beantwortete.append(punkt)
    if not beantwortete:
        raise Fachfehler(
            "Es gibt noch nichts zu senden. Laden Sie zu mindestens einem Punkt eine Datei hoch "
            "oder schreiben Sie eine Antwort."
        )
    for datei in dateien:
        datei.abgegeben_am = uow.jetzt()
    _close_antwort(uow, vorgang, nachforderung, alle=len(beantwortete) == len(offene))
    nachforderung.nachricht = nachricht.strip()
    inhalt = "\n".join([nachforderung.nachricht, *(p.antwort for p in beantwortete if p.antwort)])
    uow.record(
        vorgang,
        NachforderungBeantwortet(
            nachforderung.id,
            nachforderung.nummer,
            len(beantwortete),
            tuple((d.id, d.sha256 or "", d.groesse or 0) for d in dateien),
            nachforderung.verspaetet,
            inhalt.strip(),
        ),
    )
    if vorgang.zustand is Zustand.VOLLSTAENDIGKEIT_PRUEFEN:
        record_frist(uow, vorgang, NACHGEREICHT, uow.heute())
    benachrichtigung.create_fuer_bauaufsicht(uow, vorgang)
    return nachforderung


def _close_antwort(
    uow: UnitOfWork, vorgang: Vorgang, nachforderung: Nachforderung, *, alle: bool
) -> None:
    nachforderung.beantwortet_am = uow.jetzt()
    nachforderung.beantwortet_von_id = uow.akteur.konto_id
    nachforderung.verspaetet = uow.heute() > nachforderung.frist
    if not alle:
        return
    nachforderung.stand = Nachforderungsstand.BEANTWORTET
    if vorgang.zustand is Zustand.NACHFORDERUNG_OFFEN:
        vorgang.zustand = compute_folgezustand(
            vorgang.zustand, Schritt.NACHFORDERUNG_BEANTWORTEN, Zustand.VOLLSTAENDIGKEIT_PRUEFEN
        )


def record_bewertung(
    uow: UnitOfWork,
    vorgang_id: UUID,
    nachforderung_id: UUID,
    bewertungen: Mapping[UUID, Bewertung],
    frist: date | None,
    fassung: int,
) -> Nachforderung:
    """Accept answered items or return them with a reason and a day until which to try again."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.NACHFORDERUNG_PRUEFEN)
    nachforderung = _get_nachforderung(uow, vorgang, nachforderung_id, fassung)
    punkte = _list_punkte(uow, nachforderung)
    bewertete = [p for p in punkte if p.stand is Punktstand.BEANTWORTET and p.id in bewertungen]
    if not bewertete:
        raise Fachfehler("Nehmen Sie mindestens einen Punkt an oder geben Sie ihn zurück.")
    zurueck = [p for p in bewertete if not bewertungen[p.id].angenommen]
    if zurueck:
        frist = _check_neue_frist(uow, vorgang, frist, nachforderung.frist, punkte)
    for punkt in bewertete:
        bewertung = bewertungen[punkt.id]
        if not bewertung.angenommen and not bewertung.grund.strip():
            raise Fachfehler(f"Schreiben Sie, warum Sie „{punkt.bezeichnung}“ zurückgeben.")
        punkt.stand = Punktstand.ANGENOMMEN if bewertung.angenommen else Punktstand.ZURUECKGEGEBEN
        punkt.rueckgabegrund = "" if bewertung.angenommen else bewertung.grund.strip()
        punkt.bewertet_am = uow.jetzt()
    _record_rueckgabe(uow, [p.id for p in zurueck])
    if zurueck and frist is not None:
        nachforderung.stand = Nachforderungsstand.OFFEN
        nachforderung.frist = frist
        _set_offen(uow, vorgang, frist)
    elif all(p.stand is Punktstand.ANGENOMMEN for p in punkte):
        nachforderung.stand = Nachforderungsstand.ERLEDIGT
        nachforderung.erledigt_am = uow.jetzt()
    uow.record(
        vorgang,
        NachforderungGeprueft(
            nachforderung.id,
            nachforderung.nummer,
            len(bewertete) - len(zurueck),
            len(zurueck),
            frist if zurueck else None,
            "\n".join(f"{p.bezeichnung}: {p.rueckgabegrund}" for p in zurueck),
        ),
    )
    benachrichtigung.create_fuer_antragsseite(uow, vorgang)
    return nachforderung


def _record_rueckgabe(uow: UnitOfWork, punkte: Sequence[UUID]) -> None:
    """What was sent for returned items is not what the authority asked for."""
    uow.session.execute(
        update(DokumentFassung)
        .where(
            DokumentFassung.nachforderungspunkt_id.in_(punkte),
            DokumentFassung.abgegeben_am.is_not(None),
            DokumentFassung.zurueckgegeben_am.is_(None),
        )
        .values(zurueckgegeben_am=uow.jetzt())
    )


def _check_neue_frist(
    uow: UnitOfWork,
    vorgang: Vorgang,
    frist: date | None,
    bisherige: date,
    punkte: Sequence[Nachforderungspunkt],
) -> date:
    """The day until which to try again: it takes no time from items that still wait."""
    if frist is None:
        raise Fachfehler("Setzen Sie eine Frist für die zurückgegebenen Punkte.")
    _check_frist(uow, vorgang, frist)
    if frist < bisherige and any(p.stand is Punktstand.OFFEN for p in punkte):
        raise Fachfehler(
            f"Andere Punkte sind noch bis {bisherige:%d.%m.%Y} offen. Setzen Sie diesen oder einen "
            "späteren Tag."
        )
    return frist


def record_verlaengerung(
    uow: UnitOfWork,
    vorgang_id: UUID,
    nachforderung_id: UUID,
    frist: date,
    begruendung: str,
    fassung: int,
) -> Nachforderung:
    """Give more time, also after the end (§ 31 VII VwVfG)."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.NACHFORDERUNG_PRUEFEN)
    nachforderung = _get_nachforderung(uow, vorgang, nachforderung_id, fassung)
    if nachforderung.stand is not Nachforderungsstand.OFFEN:
        raise Fachfehler("Diese Nachforderung wartet auf keine Antwort mehr.")
    _check_frist(uow, vorgang, frist)
    if frist <= nachforderung.frist:
        raise Fachfehler("Die neue Frist muss später enden als die bisherige.")
    nachforderung.frist = frist
    if vorgang.zustand is Zustand.NACHFORDERUNG_OFFEN:
        assign_gesetzte_frist(vorgang, NACHFORDERUNG, vorgang.frist_beginn or uow.heute(), frist)
    uow.record(
        vorgang,
        NachforderungVerlaengert(nachforderung.id, nachforderung.nummer, frist, begruendung),
    )
    benachrichtigung.create_fuer_antragsseite(uow, vorgang)
    return nachforderung


def close_offene(uow: UnitOfWork, vorgang: Vorgang) -> int:
    """What is still asked for falls away; how many items."""
    letzte = _get_letzte(uow, vorgang)
    if letzte is None or letzte.stand is Nachforderungsstand.ERLEDIGT:
        return 0
    offene = [p for p in _list_punkte(uow, letzte) if p.stand is not Punktstand.ANGENOMMEN]
    for punkt in offene:
        punkt.stand, punkt.bewertet_am = Punktstand.ENTFALLEN, uow.jetzt()
    letzte.stand, letzte.erledigt_am = Nachforderungsstand.ERLEDIGT, uow.jetzt()
    return len(offene)


def get_hochladepunkt(uow: UnitOfWork, vorgang: Vorgang, punkt_id: UUID) -> Nachforderungspunkt:
    """An item of this case that takes files now; NichtSichtbar or Fachfehler otherwise."""
    punkt = uow.session.scalar(
        select(Nachforderungspunkt)
        .join(Nachforderung, Nachforderung.id == Nachforderungspunkt.nachforderung_id)
        .where(Nachforderungspunkt.id == punkt_id, Nachforderung.vorgang_id == vorgang.id)
    )
    if punkt is None:
        raise NichtSichtbar
    if punkt.stand not in OFFENE_PUNKTE:
        raise Fachfehler(f"Zu „{punkt.bezeichnung}“ ist nichts mehr offen.")
    return punkt


def _set_offen(uow: UnitOfWork, vorgang: Vorgang, frist: date) -> None:
    """The case waits for the applicant's side; one that was complete goes on being examined."""
    if vorgang.zustand is Zustand.VOLLSTAENDIGKEIT_PRUEFEN:
        vorgang.zustand = compute_folgezustand(
            vorgang.zustand, Schritt.NACHFORDERN, Zustand.NACHFORDERUNG_OFFEN
        )
    if vorgang.zustand is Zustand.NACHFORDERUNG_OFFEN:
        assign_gesetzte_frist(vorgang, NACHFORDERUNG, uow.heute(), frist)


def _check_frist(uow: UnitOfWork, vorgang: Vorgang, frist: date) -> None:
    """A period ends on a working day, so that both sides count the same (§ 31 III VwVfG)."""
    if not uow.heute() < frist <= uow.heute() + LAENGSTE_FRIST:
        raise Fachfehler("Die Frist muss in der Zukunft liegen, höchstens ein Jahr ab heute.")
    is_feiertag = uow.get_landesrecht(vorgang).check_feiertag
    if not check_arbeitstag(frist, is_feiertag):
        naechster = compute_ende_arbeitstage(frist, 1, is_feiertag)
        raise Fachfehler(
            f"Der {frist:%d.%m.%Y} ist ein Samstag, Sonntag oder Feiertag; an ihm endet keine "
            f"Frist (§ 31 Abs. 3 VwVfG). Wählen Sie einen Arbeitstag, zum Beispiel den "
            f"{naechster:%d.%m.%Y}."
        )


def _check_dokumente(uow: UnitOfWork, vorgang: Vorgang, ids: set[UUID]) -> None:
    anzahl = uow.session.scalar(
        select(func.count())
        .select_from(Dokument)
        .where(
            Dokument.id.in_(ids),
            Dokument.vorgang_id == vorgang.id,
            Dokument.stellungnahme_id.is_(None),
        )
    )
    if anzahl != len(ids):
        raise Fachfehler("Eine der Unterlagen gehört nicht zu diesem Vorgang. Wählen Sie neu aus.")


def _get_letzte(uow: UnitOfWork, vorgang: Vorgang) -> Nachforderung | None:
    return uow.session.scalar(
        select(Nachforderung)
        .where(Nachforderung.vorgang_id == vorgang.id)
        .order_by(Nachforderung.nummer.desc())
        .limit(1)
    )


def _get_nachforderung(
    uow: UnitOfWork, vorgang: Vorgang, nachforderung_id: UUID, fassung: int
) -> Nachforderung:
    nachforderung = uow.session.scalar(
        select(Nachforderung).where(
            Nachforderung.vorgang_id == vorgang.id, Nachforderung.id == nachforderung_id
        )
    )
    if nachforderung is None:
        raise NichtSichtbar
    if nachforderung.fassung != fassung:
        raise Versionskonflikt(KONFLIKT, fassung=nachforderung.fassung)
    flag_modified(nachforderung, "stand")  # an act on its items counts as a change of it
    return nachforderung


def _list_punkte(uow: UnitOfWork, nachforderung: Nachforderung) -> Sequence[Nachforderungspunkt]:
    return uow.session.scalars(
        select(Nachforderungspunkt)
        .where(Nachforderungspunkt.nachforderung_id == nachforderung.id)
        .order_by(Nachforderungspunkt.position)
    ).all()


def _list_entwuerfe(uow: UnitOfWork, punkte: Sequence[UUID]) -> Sequence[DokumentFassung]:
    """Uploaded files that were not sent yet; what was blocked is not sent."""
    return uow.session.scalars(
        select(DokumentFassung)
        .where(
            DokumentFassung.nachforderungspunkt_id.in_(punkte),
            DokumentFassung.abgegeben_am.is_(None),
            DokumentFassung.verworfen_am.is_(None),
            DokumentFassung.pruefstand.not_in(UNBRAUCHBARE_STAENDE),
        )
        .order_by(DokumentFassung.eingegangen_am, DokumentFassung.nummer)
    ).all()

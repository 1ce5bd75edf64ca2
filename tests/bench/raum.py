"""The room of a full case: 200 documents, 30 statements, 300 events (aim: at most 12 queries)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from bauaufsicht.db.models import (
    Behoerde,
    Beteiligung,
    Dokument,
    DokumentFassung,
    Eingang,
    Konto,
    Stelle,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.db.uow import UnitOfWork, unit_of_work
from bauaufsicht.domain.beteiligung import Beteiligungsart, Stellungnahmeergebnis
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.ereignisse import (
    ANFANG,
    StellungnahmeAbgegeben,
    StellungnahmeAngefordert,
    VorgangUebernommen,
)
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.rechte import SYSTEM
from bauaufsicht.domain.unterlage import Pruefstand
from tests.bench.messung import Umgebung
from tests.bench.seiten import BEHOERDE, JETZT, create_vorgang, measure_seite

DOKUMENTE, STELLUNGNAHMEN, EREIGNISSE = 200, 30, 300
SEITEN = ("", "/unterlagen", "/beteiligung", "/verlauf", "/nachforderungen", "/pruefung")
BEGINN = date(2026, 11, 2)


def measure_raum(umgebung: Umgebung) -> None:
    """Every page of the room."""
    with umgebung.app.app_context():
        with unit_of_work(SYSTEM, umgebung.ports) as uow:
            vorgang = _create_raum(uow)
            vorgang_id = vorgang.id
        for seite in SEITEN:
            titel = f"Vorgangsraum{seite} ({DOKUMENTE} Unterlagen, {STELLUNGNAHMEN} Stellungnahmen)"
            measure_seite(umgebung, titel, f"/vorgaenge/{vorgang_id}{seite}")


def _create_raum(uow: UnitOfWork) -> Vorgang:
    behoerde_id = uow.session.scalars(select(Behoerde.id).where(Behoerde.kennung == BEHOERDE)).one()
    konto_id = uow.session.scalars(select(Konto.id).where(Konto.behoerde_id == behoerde_id)).first()
    vorgang = uow.add(Vorgang(**create_vorgang(behoerde_id, 700_000, "Apolda")))
    uow.flush()
    for nummer in range(EREIGNISSE - 2 * STELLUNGNAHMEN):
        uow.record(vorgang, VorgangUebernommen(konto_id or uuid4()))
        if nummer < STELLUNGNAHMEN:
            _create_stellungnahme(uow, vorgang, nummer)
    _create_dokumente(uow, vorgang, behoerde_id)
    return vorgang


def _create_stellungnahme(uow: UnitOfWork, vorgang: Vorgang, nummer: int) -> None:
    stelle = uow.add(Stelle(kennung=f"bench:{nummer}", name=f"Stelle {nummer}", art="fachbehoerde"))
    uow.flush()
    ende = BEGINN + timedelta(days=30)
    beteiligung = uow.add(
        Beteiligung(
            vorgang_id=vorgang.id,
            stelle_id=stelle.id,
            seit=JETZT,
            art=Beteiligungsart.STELLUNGNAHME,
            angefordert_am=JETZT,
            anschreiben="Wir bitten um Ihre Stellungnahme.",
            frist_regel="stellungnahme",
            frist_beginn=BEGINN,
            frist_ende=ende,
        )
    )
    uow.flush()
    uow.add(
        Stellungnahme(
            beteiligung_id=beteiligung.id,
            ergebnis=Stellungnahmeergebnis.NEBENBESTIMMUNGEN,
            text="Gegen das Vorhaben bestehen mit diesen Nebenbestimmungen keine Bedenken. " * 5,
            nebenbestimmungen=["Vor Beginn ist der Beginn der Arbeiten anzuzeigen."] * 3,
            geaendert_am=JETZT,
            abgegeben_am=JETZT,
            pruefwert=ANFANG,
        )
    )
    uow.record(
        vorgang,
        StellungnahmeAngefordert(
            beteiligung.id,
            stelle.id,
            stelle.name,
            "stellungnahme",
            "stellungnahme",
            "§ 72 Abs. 1 ThürBO",
            BEGINN,
            ende,
            (),
        ),
    )
    uow.record(
        vorgang,
        StellungnahmeAbgegeben(
            beteiligung.id, stelle.id, stelle.name, "nebenbestimmungen", 3, False, ANFANG
        ),
    )


def _create_dokumente(uow: UnitOfWork, vorgang: Vorgang, behoerde_id: UUID) -> None:
    eingang = uow.add(
        Eingang(
            weg=Eingangsweg.KOMMANDO,
            empfangen_am=JETZT,
            schluessel=f"eingang/{uuid4()}/nachricht",
            sha256=ANFANG,
            groesse=1,
            lieferung_sha256=ANFANG,
            ergebnis=Eingangsergebnis.ANGELEGT,
            behoerde_id=behoerde_id,
            vorgang_id=vorgang.id,
        )
    )
    dokumente: list[Any] = [
        uow.add(Dokument(vorgang_id=vorgang.id, position=n, bezeichnung=f"Plan {n}"))
        for n in range(1, DOKUMENTE + 1)
    ]
    uow.flush()
    for dokument in dokumente:
        uow.add(
            DokumentFassung(
                dokument_id=dokument.id,
                eingang_id=eingang.id,
                nummer=1,
                lieferart=Lieferart.GELIEFERT,
                dateiname="plan.pdf",
                schluessel=f"eingang/{eingang.id}/anlage-{dokument.position}",
                sha256=ANFANG,
                groesse=1000,
                pruefstand=Pruefstand.FREIGEGEBEN,
                eingegangen_am=JETZT,
                abgegeben_am=JETZT,
            )
        )

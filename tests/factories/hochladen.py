"""A case in which files can be uploaded: a Nachforderung is open, a Stelle was asked."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from io import BytesIO
from uuid import UUID

from sqlalchemy import select

from bauaufsicht.db.models import (
    Dokument,
    DokumentFassung,
    Nachforderung,
    Nachforderungspunkt,
    Stelle,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.rechte import Akteur
from bauaufsicht.domain.unterlage import Hochladeziel
from bauaufsicht.jobs.arbeiter import submit_naechsten
from bauaufsicht.services.aufnahme import submit_lieferung
from bauaufsicht.services.beteiligung import Anfrage, request_stellungnahmen
from bauaufsicht.services.hochladen import Hochladeergebnis, Hochladung, submit_hochladung
from bauaufsicht.services.hochladeplatz import Hochladeort
from bauaufsicht.services.nachforderung import Punktangabe, create_nachforderung, submit_antwort
from bauaufsicht.services.schulung import assign_schulungsbeteiligte
from tests.factories import browser
from tests.factories.lieferung import read_schulung
from tests.factories.welt import get_akteur

OffeneEinheit = Callable[..., AbstractContextManager[UnitOfWork]]


@dataclass(frozen=True, slots=True)
class Szene:
    """The case with its open places and the people around it."""

    einheit: OffeneEinheit
    vorgang_id: UUID
    punkte: tuple[UUID, ...]  # the second asks for a new Fassung of `lageplan`
    lageplan: UUID
    stellungnahme_id: UUID
    behoerde: Akteur
    planung: Akteur
    bauherrschaft: Akteur
    fremde: Akteur
    stelle: Akteur
    andere_stelle: Akteur

    def get_ort(self, dokument_id: UUID | None = None, punkt: int = 0) -> Hochladeort:
        """An item of the Nachforderung."""
        ziel = Hochladeziel.NACHFORDERUNG
        return Hochladeort(self.vorgang_id, ziel, self.punkte[punkt], dokument_id)

    def get_stellungnahmeort(self) -> Hochladeort:
        """The draft of the Stelle."""
        ziel = Hochladeziel.STELLUNGNAHME
        return Hochladeort(self.vorgang_id, ziel, self.stellungnahme_id)

    def submit(
        self,
        inhalt: bytes,
        name: str = "Plan.pdf",
        ort: Hochladeort | None = None,
        akteur: Akteur | None = None,
    ) -> Hochladeergebnis:
        """Upload a file, by default as the planner to the first item."""
        einheit = partial(self.einheit, akteur or self.planung)
        return submit_hochladung(einheit, ort or self.get_ort(), Hochladung(name, BytesIO(inhalt)))

    def submit_antwort(self, akteur: Akteur | None = None) -> None:
        """Send what was uploaded to the Nachforderung."""
        with self.einheit(akteur or self.planung) as uow:
            nachforderung = uow.session.scalars(select(Nachforderung)).one()
            submit_antwort(uow, self.vorgang_id, nachforderung.id, {}, "", nachforderung.fassung)

    def get_fassung(self, fassung_id: UUID) -> DokumentFassung:
        """The row as it is now."""
        with self.einheit() as uow:
            return uow.session.get_one(DokumentFassung, fassung_id)


def run_auftraege(einheit: OffeneEinheit) -> int:
    """Let a worker do what is due; how many jobs."""
    anzahl = 0
    while submit_naechsten(einheit):
        anzahl += 1
    return anzahl


def create_szene(einheit: OffeneEinheit) -> Szene:
    """Take the application in, demand two things, ask the Denkmalschutz."""
    with read_schulung("01").open() as lieferung:
        vorgang_id = submit_lieferung(einheit, lieferung).vorgang_id
    assert vorgang_id
    with einheit() as uow:
        assign_schulungsbeteiligte(uow)
    run_auftraege(einheit)
    je_mail = partial(get_akteur, einheit)
    behoerde, stelle = je_mail(browser.SACHBEARBEITUNG), je_mail(browser.STELLE)
    with einheit() as uow:
        lageplan, fassung_id = uow.session.execute(
            select(Dokument.id, DokumentFassung.id)
            .join(DokumentFassung, DokumentFassung.dokument_id == Dokument.id)
            .where(Dokument.vorgang_id == vorgang_id, DokumentFassung.schluessel.is_not(None))
            .order_by(Dokument.position)
        ).first()  # type: ignore[misc]
    _demand(einheit, behoerde, vorgang_id, lageplan)
    _ask(einheit, behoerde, vorgang_id, stelle, fassung_id)
    with einheit() as uow:
        stellungnahme_id = uow.session.scalars(select(Stellungnahme.id)).one()
        punkte = uow.session.scalars(
            select(Nachforderungspunkt.id)
            .join(Nachforderung, Nachforderung.id == Nachforderungspunkt.nachforderung_id)
            .where(Nachforderung.vorgang_id == vorgang_id)
            .order_by(Nachforderungspunkt.position)
        ).all()
    return Szene(
        einheit,
        vorgang_id,
        tuple(punkte),
        lageplan,
        stellungnahme_id,
        behoerde,
        je_mail(browser.ENTWURFSVERFASSER),
        je_mail(browser.ANTRAGSTELLER),
        je_mail(browser.ANTRAGSTELLER_2),
        stelle,
        je_mail(browser.STELLE_2),
    )


def _demand(einheit: OffeneEinheit, akteur: Akteur, vorgang_id: UUID, lageplan: UUID) -> None:
    with einheit(akteur) as uow:
        create_nachforderung(
            uow,
            vorgang_id,
            [
                Punktangabe("Abstandsflächenplan", "Er fehlt."),
                Punktangabe("Lageplan", "Maßstab", lageplan),
            ],
            uow.heute() + timedelta(days=30),
            "",
            uow.session.get_one(Vorgang, vorgang_id).fassung,
        )


def _ask(
    einheit: OffeneEinheit, akteur: Akteur, vorgang_id: UUID, stelle: Akteur, fassung_id: UUID
) -> None:
    with einheit(akteur) as uow:
        assert uow.session.get_one(Stelle, stelle.stelle_id)
        request_stellungnahmen(
            uow,
            vorgang_id,
            Anfrage([(stelle.stelle_id, None)], None, [fassung_id], "Bitte nehmen Sie Stellung."),  # type: ignore[list-item]
            uow.session.get_one(Vorgang, vorgang_id).fassung,
        )

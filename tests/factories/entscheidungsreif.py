"""A case that is ready to be decided: complete, bodies heard, the applicant with an account."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import (
    Beteiligter,
    Beteiligung,
    Dokument,
    DokumentFassung,
    Konto,
    Stelle,
    Vorgang,
)
from bauaufsicht.db.models import Stellungnahme as Stellungnahmerecord
from bauaufsicht.db.queries import bescheid as abfragen
from bauaufsicht.db.uow import Einheit
from bauaufsicht.domain.bescheid import (
    Abweichungsentscheidung,
    Bescheidart,
    Bescheidentwurf,
    Bescheidstand,
    Nebenbestimmung,
    compute_vorschlag,
)
from bauaufsicht.domain.beteiligung import Stellungnahmeergebnis
from bauaufsicht.domain.rechte import Akteur
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.services.aufnahme import submit_lieferung
from bauaufsicht.services.bescheid import Freigabe, record_entwurf
from bauaufsicht.services.beteiligung import (
    Anfrage,
    Stellungnahmeinhalt,
    request_stellungnahmen,
    submit_stellungnahme,
)
from bauaufsicht.services.vollstaendigkeit import record_vollstaendigkeit
from bauaufsicht.services.vorgang import assign_vorgang
from tests.factories import browser
from tests.factories.lieferung import Probe, read_schulung
from tests.factories.welt import get_akteur

AUFLAGE = "Das Dach ist mit naturroten Ziegeln zu decken."
STELLE = "bet:9916071001"  # untere Denkmalschutzbehörde


@dataclass(slots=True)
class Runde:
    """A case on its way, with the people around it."""

    einheit: Einheit
    vorgang_id: UUID
    krueger: Akteur
    antragsteller: Akteur

    def get_vorgang(self) -> Vorgang:
        """The case as it stands."""
        with self.einheit() as uow:
            return uow.session.get_one(Vorgang, self.vorgang_id)

    def request_stellungnahme(self) -> None:
        """Ask the Denkmalschutzbehörde, with one document."""
        with self.einheit(self.krueger) as uow:  # type: ignore[call-arg]
            stelle_id = uow.session.scalars(select(Stelle.id).where(Stelle.kennung == STELLE)).one()
            fassung_id = uow.session.scalars(
                select(DokumentFassung.id)
                .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
                .where(
                    Dokument.vorgang_id == self.vorgang_id, DokumentFassung.schluessel.is_not(None)
                )
                .order_by(Dokument.position)
            ).first()
            assert fassung_id
            vorgang = uow.session.get_one(Vorgang, self.vorgang_id)
            request_stellungnahmen(
                uow,
                self.vorgang_id,
                Anfrage([(stelle_id, None)], None, [fassung_id], ""),
                vorgang.fassung,
            )

    def submit_stellungnahme(
        self,
        ergebnis: Stellungnahmeergebnis = Stellungnahmeergebnis.NEBENBESTIMMUNGEN,
        nebenbestimmungen: tuple[str, ...] = (AUFLAGE,),
    ) -> None:
        """The Denkmalschutzbehörde answers."""
        akteur = get_akteur(self.einheit, browser.STELLE)
        with self.einheit(akteur) as uow:  # type: ignore[call-arg]
            fassung = uow.session.scalars(
                select(Stellungnahmerecord.fassung)
                .join(Beteiligung, Beteiligung.id == Stellungnahmerecord.beteiligung_id)
                .where(Beteiligung.vorgang_id == self.vorgang_id)
            ).one()
            inhalt = Stellungnahmeinhalt(ergebnis, "Siehe unten.", nebenbestimmungen)
            submit_stellungnahme(uow, self.vorgang_id, inhalt, fassung)

    def compute_vorschlag(self) -> Bescheidentwurf:
        """What the form would begin with, all Abweichungen granted."""
        with self.einheit() as uow:
            vorgang = uow.session.get_one(Vorgang, self.vorgang_id)
            abweichungen = [a.id for a in abfragen.list_abweichungen(uow.session, vorgang.id)]
            anhoerungen = abfragen.list_anhoerungen(uow.session, vorgang.id, vorgang.land)
        entwurf = compute_vorschlag(anhoerungen, abweichungen)
        return Bescheidentwurf(
            entwurf.art,
            "Keine Vorschrift steht entgegen.",
            entwurf.nebenbestimmungen,
            tuple(Abweichungsentscheidung(a, True, "Zweck erreicht.") for a in abweichungen),
        )

    def compute_ablehnung(self) -> Bescheidentwurf:
        """A refusal with reasons."""
        vorschlag = self.compute_vorschlag()
        return Bescheidentwurf(
            Bescheidart.ABLEHNUNG,
            "Das Vorhaben widerspricht dem Bebauungsplan.",
            (),
            tuple(Abweichungsentscheidung(a.abweichung_id, False) for a in vorschlag.abweichungen),
        )

    def record_entwurf(self, entwurf: Bescheidentwurf | None = None) -> int:
        """Keep a draft over the present one; its new version."""
        with self.einheit() as uow:
            da = abfragen.get_bescheid(uow.session, self.vorgang_id, Bescheidstand.ENTWURF)
        neuer = entwurf or self.compute_vorschlag()
        with self.einheit(self.krueger) as uow:  # type: ignore[call-arg]
            bescheid = record_entwurf(uow, self.vorgang_id, neuer, da.fassung if da else 0)
        return bescheid.fassung

    def create_freigabe(self, *, bestaetigt: bool = True) -> Freigabe:
        """What the check page would send for the present draft."""
        with self.einheit() as uow:
            vorgang = uow.session.get_one(Vorgang, self.vorgang_id)
            da = abfragen.get_bescheid(uow.session, self.vorgang_id, Bescheidstand.ENTWURF)
            assert da
            vorbehalte = abfragen.list_vorbehalte(
                uow.session, vorgang.id, vorgang.land, da.entwurf, uow.heute()
            )
        kennungen = frozenset(v.kennung for v in vorbehalte) if bestaetigt else frozenset()
        return Freigabe(vorgang.fassung, da.fassung, kennungen)


def open_runde(
    einheit: Einheit, uhr: FesteUhr, nummer: str = "02", probe: Probe | None = None
) -> Runde:
    """Take an application in and bring it to where it can be decided."""
    with (probe or read_schulung(nummer)).open() as lieferung:
        ergebnis = submit_lieferung(einheit, lieferung)
    assert ergebnis.vorgang_id
    krueger = get_akteur(einheit, browser.SACHBEARBEITUNG)
    antragsteller = get_akteur(einheit, browser.ANTRAGSTELLER_2)
    runde = Runde(einheit, ergebnis.vorgang_id, krueger, antragsteller)
    with einheit() as uow:
        uow.session.execute(
            update(DokumentFassung)
            .where(DokumentFassung.schluessel.is_not(None))
            .values(pruefstand=Pruefstand.FREIGEGEBEN)
        )
        uow.session.execute(
            update(Konto).where(Konto.email == browser.ANTRAGSTELLER_2).values(gesperrt=False)
        )
        frei = uow.session.scalars(
            select(Beteiligter)
            .where(Beteiligter.vorgang_id == runde.vorgang_id, Beteiligter.konto_id.is_(None))
            .order_by(Beteiligter.block, Beteiligter.position)
        ).first()
        if frei is not None:
            frei.konto_id = antragsteller.konto_id
    uhr.stand += timedelta(minutes=5)
    fassung = runde.get_vorgang().fassung
    with einheit(krueger) as uow:  # type: ignore[call-arg]
        assign_vorgang(uow, runde.vorgang_id, fassung)
    fassung = runde.get_vorgang().fassung
    with einheit(krueger) as uow:  # type: ignore[call-arg]
        record_vollstaendigkeit(uow, runde.vorgang_id, uow.heute(), fassung)
    return runde


def add_nebenbestimmung(entwurf: Bescheidentwurf, text: str) -> Bescheidentwurf:
    """The draft with one more condition."""
    neue = (*entwurf.nebenbestimmungen, Nebenbestimmung(text))
    return Bescheidentwurf(entwurf.art, entwurf.begruendung, neue, entwurf.abweichungen)

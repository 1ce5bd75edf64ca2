"""A case that is ready to be decided: complete, bodies heard, the applicant with an account."""

from datetime import timedelta

from sqlalchemy import select, update

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import Beteiligter, Konto, Stellungnahme, Vorgang
from bauaufsicht.db.queries import bescheid as abfragen
from bauaufsicht.domain.bescheid import (
    Abweichungsentscheidung,
    Bescheidart,
    Bescheidentwurf,
    Bescheidstand,
    Nebenbestimmung,
    Vorbehalt,
    compute_vorschlag,
)
from bauaufsicht.domain.beteiligung import Stellungnahmeergebnis
from bauaufsicht.services.bescheid import Freigabe, record_entwurf
from bauaufsicht.services.vorgang import assign_vorgang
from tests.conftest import Einheit
from tests.factories import browser
from tests.factories.lieferung import Probe, read_schulung
from tests.factories.runde import DENKMAL, Runde

AUFLAGE = "Das Dach ist mit naturroten Ziegeln zu decken."


class Endrunde(Runde):
    """A complete case that is taken over, its applicant with an account."""

    def __init__(
        self, einheit: Einheit, uhr: FesteUhr, nummer: str = "02", probe: Probe | None = None
    ) -> None:
        super().__init__(einheit, probe or read_schulung(nummer))
        self.antragsteller = self.get_akteur(browser.ANTRAGSTELLER_2)
        with einheit() as uow:
            uow.session.execute(
                update(Konto).where(Konto.email == browser.ANTRAGSTELLER_2).values(gesperrt=False)
            )
            frei = uow.session.scalars(
                select(Beteiligter)
                .where(Beteiligter.vorgang_id == self.vorgang_id, Beteiligter.konto_id.is_(None))
                .order_by(Beteiligter.block, Beteiligter.position)
            ).first()
            if frei is not None:
                frei.konto_id = self.antragsteller.konto_id
        uhr.stand += timedelta(minutes=5)
        fassung = self.get_vorgang().fassung
        with einheit(self.krueger) as uow:
            assign_vorgang(uow, self.vorgang_id, fassung)
            tag = uow.heute()
        self.submit_vollstaendigkeit(tag)

    def request_stellungnahme(self) -> None:
        """Ask the Denkmalschutzbehörde, with one document."""
        self.request(DENKMAL, fassungen=self.list_fassungen()[:1])

    def submit_stellungnahme(
        self,
        ergebnis: Stellungnahmeergebnis = Stellungnahmeergebnis.NEBENBESTIMMUNGEN,
        text: str = "Siehe unten.",
        nebenbestimmungen: tuple[str, ...] = (AUFLAGE,),
    ) -> Stellungnahme:
        """The Denkmalschutzbehörde answers, with a condition."""
        return super().submit_stellungnahme(ergebnis, text, nebenbestimmungen)

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
        with self.einheit(self.krueger) as uow:
            bescheid = record_entwurf(uow, self.vorgang_id, neuer, da.fassung if da else 0)
        return bescheid.fassung

    def _get_entwurf(self) -> abfragen.Bescheidzeile:
        with self.einheit() as uow:
            da = abfragen.get_bescheid(uow.session, self.vorgang_id, Bescheidstand.ENTWURF)
        assert da
        return da

    def list_vorbehalte(self) -> tuple[Vorbehalt, ...]:
        """What speaks against issuing the present draft today."""
        entwurf = self._get_entwurf().entwurf
        with self.einheit() as uow:
            vorgang = uow.session.get_one(Vorgang, self.vorgang_id)
            return abfragen.list_vorbehalte(
                uow.session, vorgang.id, vorgang.land, entwurf, uow.heute()
            )

    def create_freigabe(self, *, bestaetigt: bool = True) -> Freigabe:
        """What the check page would send for the present draft."""
        vorbehalte = self.list_vorbehalte() if bestaetigt else ()
        kennungen = frozenset(v.kennung for v in vorbehalte)
        return Freigabe(self.get_vorgang().fassung, self._get_entwurf().fassung, kennungen)


def add_nebenbestimmung(entwurf: Bescheidentwurf, text: str) -> Bescheidentwurf:
    """The draft with one more condition."""
    neue = (*entwurf.nebenbestimmungen, Nebenbestimmung(text))
    return Bescheidentwurf(entwurf.art, entwurf.begruendung, neue, entwurf.abweichungen)

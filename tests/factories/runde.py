"""A case on its way: taken in, asked for documents, complete, with bodies asked."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from bauaufsicht.db.models import (
    Beteiligung,
    Dokument,
    DokumentFassung,
    Nachforderung,
    Nachforderungspunkt,
    Stelle,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.domain.beteiligung import Beteiligungsart, Stellungnahmeergebnis
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.rechte import Akteur
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.services.aufnahme import submit_lieferung
from bauaufsicht.services.beteiligung import (
    Anfrage,
    Stellungnahmeinhalt,
    request_stellungnahmen,
    submit_stellungnahme,
)
from bauaufsicht.services.nachforderung import (
    Bewertung,
    Punktangabe,
    create_nachforderung,
    record_bewertung,
    submit_antwort,
)
from bauaufsicht.services.schulung import assign_schulungsbeteiligte
from bauaufsicht.services.vollstaendigkeit import record_vollstaendigkeit
from tests.conftest import Einheit
from tests.factories import browser
from tests.factories.lieferung import Probe, read_schulung
from tests.factories.welt import get_akteur

FRIST = date(2026, 12, 21)
DENKMAL = "bet:9916071001"
NATUR = "bet:9916071002"
PUNKTE = (
    Punktangabe("Abstandsflächenplan", "Die Abstandsflächen fehlen im Lageplan."),
    Punktangabe("Baubeschreibung", "Die Angaben zur Heizung fehlen."),
)


class Runde:
    """One case with its people; every step goes through the real services."""

    def __init__(self, einheit: Einheit, probe: Probe | None = None) -> None:
        self.einheit = einheit
        with (probe or read_schulung("01")).open() as lieferung:
            bericht = submit_lieferung(einheit, lieferung)
        assert bericht.vorgang_id
        self.vorgang_id: UUID = bericht.vorgang_id
        with einheit() as uow:
            assign_schulungsbeteiligte(uow)
            uow.session.execute(
                update(DokumentFassung)
                .where(DokumentFassung.schluessel.is_not(None))
                .values(pruefstand=Pruefstand.FREIGEGEBEN)
            )
        self.krueger = self.get_akteur(browser.SACHBEARBEITUNG)
        self.albrecht = self.get_akteur(browser.ENTWURFSVERFASSER)
        self.seifert = self.get_akteur(browser.ANTRAGSTELLER)
        self.nagel = self.get_akteur(browser.STELLE)

    def get_akteur(self, email: str) -> Akteur:
        """An account as actor."""
        return get_akteur(self.einheit, email)

    def get_vorgang(self) -> Vorgang:
        """The case as it is now."""
        with self.einheit() as uow:
            return uow.session.get_one(Vorgang, self.vorgang_id)

    def get_nachforderung(self, nummer: int = 1) -> Nachforderung:
        """A demand as it is now."""
        with self.einheit() as uow:
            return uow.session.scalars(
                select(Nachforderung).where(
                    Nachforderung.vorgang_id == self.vorgang_id, Nachforderung.nummer == nummer
                )
            ).one()

    def list_punkte(self, nummer: int = 1) -> list[Nachforderungspunkt]:
        """The items of a demand as they are now."""
        nachforderung = self.get_nachforderung(nummer)
        with self.einheit() as uow:
            return list(
                uow.session.scalars(
                    select(Nachforderungspunkt)
                    .where(Nachforderungspunkt.nachforderung_id == nachforderung.id)
                    .order_by(Nachforderungspunkt.position)
                )
            )

    def get_beteiligung(self, kennung: str = DENKMAL) -> Beteiligung:
        """A request as it is now."""
        with self.einheit() as uow:
            return uow.session.scalars(
                select(Beteiligung)
                .join(Stelle, Stelle.id == Beteiligung.stelle_id)
                .where(Beteiligung.vorgang_id == self.vorgang_id, Stelle.kennung == kennung)
            ).one()

    def get_stellungnahme(self, kennung: str = DENKMAL) -> Stellungnahme:
        """An answer as it is now."""
        beteiligung = self.get_beteiligung(kennung)
        with self.einheit() as uow:
            return uow.session.scalars(
                select(Stellungnahme).where(Stellungnahme.beteiligung_id == beteiligung.id)
            ).one()

    def get_stelle_id(self, kennung: str = DENKMAL) -> UUID:
        """A body of the training data."""
        with self.einheit() as uow:
            return uow.session.scalars(select(Stelle.id).where(Stelle.kennung == kennung)).one()

    def list_fassungen(self) -> list[UUID]:
        """Fassungen that may be handed on."""
        with self.einheit() as uow:
            return list(
                uow.session.scalars(
                    select(DokumentFassung.id)
                    .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
                    .where(
                        Dokument.vorgang_id == self.vorgang_id,
                        DokumentFassung.schluessel.is_not(None),
                    )
                    .order_by(Dokument.position)
                )
            )

    def submit_nachforderung(
        self, punkte: tuple[Punktangabe, ...] = PUNKTE, frist: date = FRIST
    ) -> Nachforderung:
        """The authority demands items."""
        fassung = self.get_vorgang().fassung
        with self.einheit(self.krueger) as uow:
            return create_nachforderung(uow, self.vorgang_id, punkte, frist, "Bitte.", fassung)

    def create_entwurf(
        self,
        punkt_id: UUID,
        stand: Pruefstand = Pruefstand.FREIGEGEBEN,
        position: int = 50,
    ) -> UUID:
        """A file that was uploaded for an item and not sent yet."""
        with self.einheit(self.albrecht) as uow:
            dokument = uow.add(
                Dokument(vorgang_id=self.vorgang_id, position=position, bezeichnung="Nachgereicht")
            )
            uow.flush()
            return uow.add(
                DokumentFassung(
                    dokument_id=dokument.id,
                    konto_id=self.albrecht.konto_id,
                    nachforderungspunkt_id=punkt_id,
                    nummer=1,
                    lieferart=Lieferart.GELIEFERT,
                    dateiname="plan.pdf",
                    schluessel=f"hochgeladen/{punkt_id}",
                    sha256="ab" * 32,
                    groesse=3,
                    pruefstand=stand,
                    eingegangen_am=uow.jetzt(),
                )
            ).id

    def submit_antwort(self, *texte: str, nummer: int = 1) -> Nachforderung:
        """The planner answers the open items in words, in their order."""
        offene = [
            p for p in self.list_punkte(nummer) if p.stand.value in ("offen", "zurueckgegeben")
        ]
        antworten = dict(zip([p.id for p in offene], texte, strict=False))
        alte = self.get_nachforderung(nummer)
        with self.einheit(self.albrecht) as uow:
            return submit_antwort(
                uow, self.vorgang_id, alte.id, antworten, "Viele Grüße", alte.fassung
            )

    def record_bewertung(
        self, bewertungen: Mapping[UUID, Bewertung], frist: date | None = None, fassung: int = 0
    ) -> None:
        """The authority accepts or returns answered items; `fassung` 0 is the present one."""
        nachforderung = self.get_nachforderung()
        stand = fassung or nachforderung.fassung
        with self.einheit(self.krueger) as uow:
            record_bewertung(uow, self.vorgang_id, nachforderung.id, bewertungen, frist, stand)

    def submit_vollstaendigkeit(self, tag: date = date(2026, 11, 23)) -> None:
        """The authority declares the application complete."""
        fassung = self.get_vorgang().fassung
        with self.einheit(self.krueger) as uow:
            record_vollstaendigkeit(uow, self.vorgang_id, tag, fassung)

    def request(
        self,
        *kennungen: str,
        gemeinde: Beteiligungsart | None = None,
        fassungen: list[UUID] | None = None,
        art: Beteiligungsart | None = None,
    ) -> list[Beteiligung]:
        """The authority asks bodies."""
        anfrage = Anfrage(
            [(self.get_stelle_id(k), art) for k in kennungen],
            gemeinde,
            self.list_fassungen()[:2] if fassungen is None else fassungen,
            "Bitte prüfen Sie.",
        )
        fassung = self.get_vorgang().fassung
        with self.einheit(self.krueger) as uow:
            return request_stellungnahmen(uow, self.vorgang_id, anfrage, fassung)

    def get_fassung_der_stelle(self) -> int:
        """The version of the draft that was laid out with the request."""
        return self.get_stellungnahme().fassung

    def submit_stellungnahme(
        self,
        ergebnis: Stellungnahmeergebnis = Stellungnahmeergebnis.KEINE_BEDENKEN,
        text: str = "",
        nebenbestimmungen: tuple[str, ...] = (),
    ) -> Stellungnahme:
        """The Denkmalschutzbehörde answers."""
        inhalt = Stellungnahmeinhalt(ergebnis, text, nebenbestimmungen)
        fassung = self.get_fassung_der_stelle()
        with self.einheit(self.nagel) as uow:
            return submit_stellungnahme(uow, self.vorgang_id, inhalt, fassung)

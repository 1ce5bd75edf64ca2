"""Hearing bodies: whom one may ask, what they see, how they answer, what lateness means."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Event
from time import sleep
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import (
    Benachrichtigung,
    Beteiligungsunterlage,
    DokumentFassung,
    Ereignisrecord,
    Gemeinde,
    Konto,
    Vorgang,
)
from bauaufsicht.db.queries.beteiligung import list_anfragen, list_weitergebbare
from bauaufsicht.db.queries.unterlage import list_unterlagen
from bauaufsicht.db.queries.verlauf import list_ereignisse
from bauaufsicht.db.queries.vorgang import get_vorgangskopf
from bauaufsicht.domain.beteiligung import Beteiligungsart, Stellungnahmeergebnis
from bauaufsicht.domain.fehler import Fachfehler, NichtErlaubt, NichtSichtbar, Versionskonflikt
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.domain.vorgang import Zustand
from bauaufsicht.services.adressat import get_stelle_der_gemeinde
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.beteiligung import (
    Stellungnahmeinhalt,
    record_stellungnahme,
    submit_stellungnahme,
)
from tests.conftest import Aufnahme, Einheit
from tests.factories import browser
from tests.factories.lieferung import read_schulung
from tests.factories.runde import DENKMAL, NATUR, Runde

KEINE, BEDENKEN = Stellungnahmeergebnis.KEINE_BEDENKEN, Stellungnahmeergebnis.BEDENKEN


APOLDA = "16071001"  # has no Stelle yet


@pytest.fixture
def runde(runde: Runde) -> Runde:
    """A complete case."""
    runde.submit_vollstaendigkeit()
    return runde


@pytest.mark.parametrize(
    ("kennung", "art", "erwartet", "regel", "ende"),
    [
        # § 75 I 3 ThürBO, T3: two months; 23 January 2027 is a Saturday, so Monday
        (DENKMAL, None, Beteiligungsart.ZUSTIMMUNG, "zustimmung", date(2027, 1, 25)),
        # § 75 I 4 ThürBO, T4: one month
        (NATUR, None, Beteiligungsart.STELLUNGNAHME, "stellungnahme", date(2026, 12, 23)),
        (DENKMAL, Beteiligungsart.STELLUNGNAHME, Beteiligungsart.STELLUNGNAHME, "stellungnahme",
         date(2026, 12, 23)),
    ],
)  # fmt: skip
def test_each_body_gets_the_period_of_what_it_is_asked_for(
    runde: Runde,
    kennung: str,
    art: Beteiligungsart | None,
    erwartet: Beteiligungsart,
    regel: str,
    ende: date,
) -> None:
    runde.request(kennung, art=art)
    beteiligung = runde.get_beteiligung(kennung)
    assert (beteiligung.art, beteiligung.frist_regel) == (erwartet, regel)
    assert (beteiligung.frist_beginn, beteiligung.frist_ende) == (date(2026, 11, 23), ende)


def test_the_gemeinde_is_asked_for_its_einvernehmen(runde: Runde) -> None:
    """§ 36 II 2 BauGB: two months."""
    runde.request(gemeinde=Beteiligungsart.EINVERNEHMEN)
    beteiligung = runde.get_beteiligung("gba:16071003")
    assert (beteiligung.art, beteiligung.frist_ende) == (
        Beteiligungsart.EINVERNEHMEN,
        date(2027, 1, 25),
    )


def test_a_request_is_recorded_and_told_to_the_people_of_the_body(runde: Runde) -> None:
    runde.request(DENKMAL)
    aktenzeichen = runde.get_vorgang().aktenzeichen
    with runde.einheit() as uow:
        daten = uow.session.scalars(
            select(Ereignisrecord.daten).where(Ereignisrecord.art == "stellungnahme_angefordert")
        ).one()
        mails = uow.session.scalars(
            select(Konto.email)
            .join(Benachrichtigung, Benachrichtigung.konto_id == Konto.id)
            .where(Konto.stelle_id.is_not(None))
        ).all()
        assert check_akte(uow, aktenzeichen).fehler == ()
    assert (daten["norm"], daten["ende"]) == ("§ 75 Abs. 1 Satz 3 ThürBO", "2027-01-25")
    assert daten["fassungen"] == [str(f) for f in runde.list_fassungen()[:2]]
    assert mails == [browser.STELLE]


def test_asking_nobody_or_showing_nothing_is_refused(runde: Runde) -> None:
    with pytest.raises(Fachfehler, match="mindestens eine Stelle"):
        runde.request()
    with pytest.raises(Fachfehler, match="mindestens eine Unterlage"):
        runde.request(DENKMAL, fassungen=[])


def test_a_body_is_asked_once(runde: Runde) -> None:
    runde.request(DENKMAL)
    with pytest.raises(Fachfehler, match="schon um Stellungnahme gebeten"):
        runde.request(DENKMAL)


def test_bodies_of_another_authority_cannot_be_asked(runde: Runde) -> None:
    with pytest.raises(Fachfehler, match="hier nicht bekannt"):
        runde.request("bet:9916055001")


@pytest.mark.parametrize(
    "stand", [Pruefstand.UNGEPRUEFT, Pruefstand.GESPERRT, Pruefstand.BESCHAEDIGT]
)
def test_what_may_not_be_read_cannot_be_handed_on(runde: Runde, stand: Pruefstand) -> None:
    eine = runde.list_fassungen()[0]
    with runde.einheit() as uow:
        uow.session.execute(
            update(DokumentFassung).where(DokumentFassung.id == eine).values(pruefstand=stand)
        )
    with pytest.raises(Fachfehler, match="lässt sich nicht weitergeben"):
        runde.request(DENKMAL, fassungen=[eine])
    with runde.einheit() as uow:
        assert eine not in {d.fassung_id for d in list_weitergebbare(uow.session, runde.vorgang_id)}


def test_documents_of_another_case_cannot_be_handed_on(runde: Runde, nimm_auf: Aufnahme) -> None:
    nimm_auf(read_schulung("02"))
    eigene = runde.list_fassungen()
    with runde.einheit() as uow:
        uow.session.execute(update(DokumentFassung).values(pruefstand=Pruefstand.FREIGEGEBEN))
        fremde = uow.session.scalars(
            select(DokumentFassung.id).where(
                DokumentFassung.schluessel.is_not(None), DokumentFassung.id.not_in(eigene)
            )
        ).first()
    assert fremde
    with pytest.raises(Fachfehler, match="lässt sich nicht weitergeben"):
        runde.request(DENKMAL, fassungen=[fremde])


def test_a_body_sees_the_case_and_only_what_was_sent_to_it(runde: Runde) -> None:
    with runde.einheit() as uow, pytest.raises(NichtSichtbar):
        get_vorgangskopf(uow.session, runde.nagel, runde.vorgang_id)
    eine = runde.list_fassungen()[0]
    runde.request(DENKMAL, fassungen=[eine])
    with runde.einheit() as uow:
        kopf = get_vorgangskopf(uow.session, runde.nagel, runde.vorgang_id)
        unterlagen = list_unterlagen(uow.session, runde.vorgang_id, kopf.kontext)
    assert [f.id for u in unterlagen for f in u.fassungen] == [eine]
    assert kopf.unterlagen == 1


def test_a_body_reads_only_what_concerns_it_in_the_timeline(runde: Runde) -> None:
    runde.request(DENKMAL, NATUR)
    runde.submit_nachforderung()
    with runde.einheit() as uow:
        kopf = get_vorgangskopf(uow.session, runde.nagel, runde.vorgang_id)
        ereignisse = list_ereignisse(uow.session, runde.vorgang_id, kopf.kontext)
    angefragt = [e for e in ereignisse if e.art == "stellungnahme_angefordert"]
    assert [e.daten["stelle"] for e in angefragt] == [str(runde.get_stelle_id())]
    assert "nachforderung_versandt" not in {e.art for e in ereignisse}


def test_the_inbox_lists_by_due_date_and_moves_what_is_given(runde: Runde) -> None:
    runde.request(DENKMAL)
    stelle = runde.get_stelle_id()
    with runde.einheit() as uow:
        (offene,) = list_anfragen(uow.session, stelle, offen=True)
        assert list_anfragen(uow.session, stelle, offen=False) == []
        assert list_anfragen(uow.session, None, offen=True) == []
    assert (offene.frist_ende, offene.entwurf_am) == (date(2027, 1, 25), None)
    runde.submit_stellungnahme()
    with runde.einheit() as uow:
        assert list_anfragen(uow.session, stelle, offen=True) == []
        (erledigte,) = list_anfragen(uow.session, stelle, offen=False)
    assert erledigte.ergebnis is KEINE


def test_a_stellungnahme_in_time(runde: Runde) -> None:
    runde.request(DENKMAL)
    runde.submit_stellungnahme(
        Stellungnahmeergebnis.NEBENBESTIMMUNGEN, "", ("Naturrote Ziegel.", "Holzfenster.")
    )
    stellungnahme, aktenzeichen = runde.get_stellungnahme(), runde.get_vorgang().aktenzeichen
    assert stellungnahme.nebenbestimmungen == ["Naturrote Ziegel.", "Holzfenster."]
    assert (stellungnahme.verspaetet, stellungnahme.abgegeben_am is not None) == (False, True)
    with runde.einheit() as uow:
        daten = uow.session.scalars(
            select(Ereignisrecord.daten).where(Ereignisrecord.art == "stellungnahme_abgegeben")
        ).one()
        assert check_akte(uow, aktenzeichen).fehler == ()
    assert (daten["ergebnis"], daten["nebenbestimmungen"]) == ("nebenbestimmungen", 2)
    assert daten["pruefwert"] == stellungnahme.pruefwert


def test_the_last_day_counts_and_the_day_after_is_late(runde: Runde, uhr: FesteUhr) -> None:
    runde.request(DENKMAL)
    uhr.stand = datetime(2027, 1, 25, 22, 59, tzinfo=UTC)
    runde.submit_stellungnahme()
    assert not runde.get_stellungnahme().verspaetet
    runde.request(NATUR)


def test_a_late_stellungnahme_is_marked(runde: Runde, uhr: FesteUhr) -> None:
    runde.request(DENKMAL)
    uhr.stand = datetime(2027, 1, 25, 23, 0, tzinfo=UTC)
    runde.submit_stellungnahme()
    assert runde.get_stellungnahme().verspaetet


@pytest.mark.parametrize(
    ("inhalt", "meldung"),
    [
        (Stellungnahmeinhalt(None, "", ()), "Wählen Sie ein Ergebnis"),
        (Stellungnahmeinhalt(Stellungnahmeergebnis.NEBENBESTIMMUNGEN, "", ()), "Nebenbestimmung"),
        (Stellungnahmeinhalt(BEDENKEN, " ", ()), "Begründen Sie"),
        (Stellungnahmeinhalt(Stellungnahmeergebnis.NACHFORDERUNG, "", ()), "Begründen Sie"),
        (Stellungnahmeinhalt(KEINE, "", tuple("x" * 1 for _ in range(101))), "Höchstens 100"),
    ],
)
def test_an_incomplete_stellungnahme_is_not_given(
    runde: Runde, inhalt: Stellungnahmeinhalt, meldung: str
) -> None:
    runde.request(DENKMAL)
    fassung = runde.get_fassung_der_stelle()
    with pytest.raises(Fachfehler, match=meldung), runde.einheit(runde.nagel) as uow:
        submit_stellungnahme(uow, runde.vorgang_id, inhalt, fassung)
    assert runde.get_stellungnahme().abgegeben_am is None


def test_a_colleague_does_not_overwrite_a_draft_or_a_given_one(runde: Runde) -> None:
    runde.request(DENKMAL)
    alt = runde.get_fassung_der_stelle()
    mein, dein = (Stellungnahmeinhalt(BEDENKEN, text, ()) for text in ("Meine.", "Deine."))
    with runde.einheit(runde.nagel) as uow:
        record_stellungnahme(uow, runde.vorgang_id, mein, alt)
    with (
        pytest.raises(Versionskonflikt, match="Stellungnahme hat sich inzwischen geändert"),
        runde.einheit(runde.nagel) as uow,
    ):
        record_stellungnahme(uow, runde.vorgang_id, dein, alt)
    assert runde.get_stellungnahme().text == "Meine."
    runde.submit_stellungnahme(BEDENKEN, "Abgegeben.")
    jetzt = runde.get_stellungnahme().fassung
    with (
        pytest.raises(Versionskonflikt, match="schon abgegeben"),
        runde.einheit(runde.nagel) as uow,
    ):
        submit_stellungnahme(uow, runde.vorgang_id, dein, jetzt)
    assert runde.get_stellungnahme().text == "Abgegeben."


def test_after_the_end_of_the_procedure_no_stellungnahme_is_taken(runde: Runde) -> None:
    runde.request(DENKMAL)
    with runde.einheit() as uow:
        uow.session.execute(update(Vorgang).values(zustand=Zustand.GENEHMIGT))
    with pytest.raises(Fachfehler, match="Verfahren ist beendet"):
        runde.submit_stellungnahme()


@pytest.mark.parametrize(
    ("email", "fehler"),
    [
        (browser.STELLE_2, NichtSichtbar),
        (browser.ENTWURFSVERFASSER, NichtErlaubt),
        (browser.SACHBEARBEITUNG, NichtErlaubt),
        (browser.SACHBEARBEITUNG_B, NichtSichtbar),
    ],
)
def test_only_the_body_itself_answers(runde: Runde, email: str, fehler: type[Exception]) -> None:
    runde.request(DENKMAL)
    inhalt, fassung = Stellungnahmeinhalt(KEINE, "", ()), runde.get_fassung_der_stelle()
    with pytest.raises(fehler), runde.einheit(runde.get_akteur(email)) as uow:
        submit_stellungnahme(uow, runde.vorgang_id, inhalt, fassung)


def test_what_was_sent_to_a_body_is_kept(runde: Runde) -> None:
    runde.request(DENKMAL, fassungen=[*runde.list_fassungen()[:2], runde.list_fassungen()[0]])
    with runde.einheit() as uow:
        anzahl = uow.session.scalars(select(Beteiligungsunterlage.fassung_id)).all()
    assert len(anzahl) == 2
    assert uuid4() not in anzahl


def test_two_cases_ask_the_gemeinde_for_the_first_time_at_once(einheit: Einheit) -> None:
    begonnen, gefunden = Event(), []

    def ask(warte: bool) -> None:
        with einheit() as uow:
            gemeinde = uow.session.scalars(select(Gemeinde).where(Gemeinde.ags == APOLDA)).one()
            gefunden.append(get_stelle_der_gemeinde(uow, gemeinde).id)
            begonnen.set()
            if warte:
                sleep(0.5)

    with ThreadPoolExecutor(2) as faeden:
        erste = faeden.submit(ask, warte=True)
        assert begonnen.wait(10)
        zweite = faeden.submit(ask, warte=False)
        erste.result(30)
        zweite.result(30)
    assert len(gefunden) == 2
    assert len(set(gefunden)) == 1

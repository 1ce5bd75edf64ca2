"""The pages of the hearing, for the authority and for the body that is asked."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import Vorgang
from bauaufsicht.domain.beteiligung import Beteiligungsart, Stellungnahmeergebnis
from bauaufsicht.domain.vorgang import Zustand
from bauaufsicht.services.beteiligung import Stellungnahmeinhalt, record_stellungnahme
from tests.factories import browser
from tests.factories.browser import Browser, read_fokus, read_wert
from tests.factories.runde import DENKMAL, NATUR, Runde


@pytest.fixture
def runde(runde: Runde) -> Runde:
    """A complete case."""
    runde.submit_vollstaendigkeit()
    return runde


def _create_anfrage(runde: Runde, **weitere: object) -> dict[str, object]:
    return {
        "fassung": str(runde.get_vorgang().fassung),
        "stellen": [str(runde.get_stelle_id(DENKMAL)), "gemeinde"],
        "art": "",
        "unterlagen": [str(f) for f in runde.list_fassungen()[:2]],
        "anschreiben": "Bitte prüfen Sie.",
        **weitere,
    }


def test_asking_a_body_and_the_gemeinde(krueger: Browser, runde: Runde) -> None:
    pfad = f"/vorgaenge/{runde.vorgang_id}/beteiligung"
    seite = krueger.get(f"{pfad}/neu").text
    assert "Stadt Bad Berka als Gemeinde (Einvernehmen)" in seite
    assert "untere Denkmalschutzbehörde (Zustimmung)" in seite
    assert "Stadtverwaltung Weimar" not in seite
    antwort = krueger.post(f"{pfad}/neu", _create_anfrage(runde))
    assert (antwort.status_code, antwort.location) == (302, pfad)
    liste = krueger.get(pfad).text
    assert "2 Stellen sind gefragt" in liste
    assert "Stadt Bad Berka" in liste
    assert runde.get_beteiligung("gba:16071003").art is Beteiligungsart.EINVERNEHMEN
    wieder = krueger.get(f"{pfad}/neu").text
    assert "als Gemeinde" not in wieder
    assert "untere Denkmalschutzbehörde" not in wieder


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        ({"stellen": []}, "Wählen Sie mindestens eine Stelle aus."),
        ({"unterlagen": []}, "Wählen Sie mindestens eine Unterlage aus."),
        (
            {"stellen": [str(UUID(int=1))]},
            "Eine der gewählten Stellen ist inzwischen schon gefragt",
        ),
        ({"unterlagen": [str(UUID(int=1))]}, "ist inzwischen eine andere Fassung da"),
        ({"anschreiben": " "}, "Schreiben Sie, worum Sie bitten."),
        ({"fassung": "0"}, "Der Vorgang hat sich inzwischen geändert"),
    ],
)
def test_a_mistake_keeps_what_was_chosen(
    krueger: Browser, runde: Runde, felder: dict[str, object], satz: str
) -> None:
    antwort = krueger.post(
        f"/vorgaenge/{runde.vorgang_id}/beteiligung/neu", _create_anfrage(runde, **felder)
    )
    assert antwort.status_code in (400, 409)
    assert satz in antwort.text
    if "stellen" not in felder:
        assert 'value="gemeinde" checked' in antwort.text


def test_a_body_begins_with_its_inbox(nagel: Browser, runde: Runde) -> None:
    assert nagel.get("/").location == "/anfragen"
    assert "Keine offenen Anfragen" in nagel.get("/anfragen").text
    runde.request(DENKMAL)
    seite = nagel.get("/anfragen").text
    assert "1 offene Anfrage · 0 erledigt" in seite
    assert "Mo, 25.01.2027" in seite


def test_a_body_reads_of_no_other_documents_in_the_application(
    krueger: Browser, nagel: Browser, runde: Runde
) -> None:
    runde.request(DENKMAL)
    angaben = f"/vorgaenge/{runde.vorgang_id}/angaben"
    seite = nagel.get(angaben)
    assert seite.status_code == 200
    assert "Baubeschreibung.pdf" in krueger.get(angaben).text
    assert "Baubeschreibung.pdf" not in seite.text


def test_a_body_reads_who_applies_and_not_how_to_call_them(
    krueger: Browser, nagel: Browser, runde: Runde
) -> None:
    runde.request(DENKMAL)
    raum = f"/vorgaenge/{runde.vorgang_id}"
    seite = krueger.get(f"{raum}/angaben").text
    kontakte = {k.strip() for k in re.findall(r">Kontakt</dt>\s*<dd[^>]*>([^<]+)", seite)}
    assert len(kontakte) > 1
    seiten = [nagel.get(f"{raum}{s}").text for s in ("", "/angaben", "/stellungnahme", "/verlauf")]
    for kontakt in kontakte:
        assert all(kontakt not in seite for seite in seiten), kontakt
    assert "E-Mail-Adressen der Beteiligten stehen hier nicht" in seiten[1]
    assert "Seifert" in seiten[1]


def test_a_body_reads_the_request_with_its_own_period(nagel: Browser, runde: Runde) -> None:
    runde.request(DENKMAL)
    seite = nagel.get(f"/vorgaenge/{runde.vorgang_id}/stellungnahme").text
    for text in (
        "Bitte prüfen Sie.",
        "Ihre Stelle",
        "Mo, 25.01.2027",
        "§ 75 Abs. 1 Satz 3 ThürBO",
        "gilt die Zustimmung als erteilt",
    ):
        assert text in seite


def _create_stellungnahme(runde: Runde, **weitere: str) -> dict[str, str]:
    return {
        "fassung": str(runde.get_stellungnahme().fassung),
        "ergebnis": "nebenbestimmungen",
        "text": "Das Haus steht neben der Kirche.",
        "nebenbestimmungen-0": "Naturrote Ziegel.",
        **weitere,
    }


def test_draft_first_then_final(nagel: Browser, krueger: Browser, runde: Runde) -> None:
    runde.request(DENKMAL)
    pfad = f"/vorgaenge/{runde.vorgang_id}/stellungnahme"
    nagel.get(pfad)
    assert nagel.post(pfad, _create_stellungnahme(runde)).status_code == 302
    zeigen = f"/vorgaenge/{runde.vorgang_id}/beteiligung/{runde.get_beteiligung().id}"
    assert "Naturrote Ziegel." not in krueger.get(zeigen).text  # a draft is the body's own
    assert "Naturrote Ziegel." in nagel.get(pfad).text
    abgegeben = nagel.post(pfad, _create_stellungnahme(runde, abgeben="1"))
    assert abgegeben.status_code == 302
    seite = krueger.get(zeigen).text
    for text in ("Naturrote Ziegel.", "Das Haus steht neben der Kirche.", "Herr Nagel"):
        assert text in seite
    assert "Stellungnahme eingegangen" in krueger.get(f"/vorgaenge/{runde.vorgang_id}/verlauf").text


def test_conditions_are_added_and_taken_away_without_script(nagel: Browser, runde: Runde) -> None:
    runde.request(DENKMAL)
    pfad = f"/vorgaenge/{runde.vorgang_id}/stellungnahme"
    nagel.get(pfad)
    mehr = nagel.post(pfad, _create_stellungnahme(runde, mehr="1"))
    assert read_fokus(mehr.text) == ["nebenbestimmungen-1"]
    weg = nagel.post(pfad, _create_stellungnahme(runde, weg="0"))
    assert "Naturrote Ziegel." not in weg.text
    assert "Das Haus steht neben der Kirche." in weg.text


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        ({"ergebnis": ""}, "Wählen Sie ein Ergebnis aus."),
        ({"nebenbestimmungen-0": " "}, "Schreiben Sie mindestens eine Nebenbestimmung."),
        ({"ergebnis": "bedenken", "text": ""}, "Begründen Sie Ihr Ergebnis"),
        ({"ergebnis": "vielleicht"}, "Das Ergebnis"),
    ],
)
def test_an_incomplete_answer_is_not_given_and_not_lost(
    nagel: Browser, runde: Runde, felder: dict[str, str], satz: str
) -> None:
    runde.request(DENKMAL)
    pfad = f"/vorgaenge/{runde.vorgang_id}/stellungnahme"
    nagel.get(pfad)
    antwort = nagel.post(pfad, _create_stellungnahme(runde, abgeben="1", **felder))
    assert antwort.status_code == 400
    if satz != "Das Ergebnis":
        assert satz in antwort.text
    if "text" not in felder:
        assert "Das Haus steht neben der Kirche." in antwort.text
    assert runde.get_stellungnahme().abgegeben_am is None


def test_two_colleagues_see_both_versions(app: Flask, nagel: Browser, runde: Runde) -> None:
    runde.request(DENKMAL)
    pfad = f"/vorgaenge/{runde.vorgang_id}/stellungnahme"
    nagel.get(pfad)
    alt = _create_stellungnahme(runde, text="Meine Fassung.")
    kollege = Browser(app, browser.STELLE)
    kollege.post(pfad, {**alt, "text": "Die andere Fassung."})
    konflikt = nagel.post(pfad, alt)
    assert konflikt.status_code == 409
    for text in ("Es gibt zwei Fassungen", "Meine Fassung.", "Die andere Fassung."):
        assert text in konflikt.text
    neu = {**alt, "fassung": str(runde.get_stellungnahme().fassung)}
    assert nagel.post(pfad, neu).status_code == 302
    assert runde.get_stellungnahme().text == "Meine Fassung."
    kollege.post(pfad, {**neu, "fassung": str(runde.get_stellungnahme().fassung), "abgeben": "1"})
    zu_spaet = nagel.post(pfad, {**neu, "abgeben": "1"})
    assert zu_spaet.status_code == 409
    assert "kopieren Sie daraus" in zu_spaet.text


def test_what_was_typed_until_the_end_of_the_case_is_shown(nagel: Browser, runde: Runde) -> None:
    runde.request(DENKMAL)
    felder = _create_stellungnahme(runde, abgeben="1")
    with runde.einheit() as uow:
        uow.session.execute(update(Vorgang).values(zustand=Zustand.ZURUECKGENOMMEN))
    for weitere in ({}, {"mehr": "1"}):
        antwort = nagel.post(f"/vorgaenge/{runde.vorgang_id}/stellungnahme", felder | weitere)
        for text in ("Naturrote Ziegel.", "neben der Kirche.", "Das Verfahren ist beendet."):
            assert text in antwort.text
    uebersicht = nagel.get(f"/vorgaenge/{runde.vorgang_id}").text
    assert "Stellungnahme schreiben" not in uebersicht
    assert "Anfrage ansehen" in uebersicht


def test_what_was_typed_before_a_colleague_answered_is_shown_as_ones_own(
    nagel: Browser, runde: Runde, uhr: FesteUhr
) -> None:
    runde.request(DENKMAL)
    pfad = f"/vorgaenge/{runde.vorgang_id}/stellungnahme"
    nagel.post(f"/entwuerfe?pfad={pfad}", {"text": "Mein angefangener Satz"})
    uhr.stand += timedelta(minutes=1)
    runde.submit_stellungnahme(Stellungnahmeergebnis.BEDENKEN, "Der Satz der Kollegin")
    seite = nagel.get(pfad).text
    _, _, eigenes = seite.partition("Von Ihnen geschrieben, nicht gesendet")
    assert "Mein angefangener Satz" in eigenes
    assert "Der Satz der Kollegin" not in eigenes


@pytest.mark.parametrize("bekannt", [True, False], ids=["alte-fassung", "ohne-fassung"])
def test_a_draft_on_an_older_version_never_wins_unseen(
    nagel: Browser, runde: Runde, uhr: FesteUhr, bekannt: bool
) -> None:
    runde.request(DENKMAL)
    pfad = f"/vorgaenge/{runde.vorgang_id}/stellungnahme"
    erste = runde.get_fassung_der_stelle()
    alte = {"fassung": str(erste)} if bekannt else {}
    ihr_satz = Stellungnahmeinhalt(None, "Der Satz der Kollegin", ())
    with runde.einheit(runde.nagel) as uow:
        record_stellungnahme(uow, runde.vorgang_id, ihr_satz, erste)
    uhr.stand += timedelta(minutes=1)
    nagel.post(f"/entwuerfe?pfad={pfad}", {"text": "Mein Satz", **alte})
    seite = nagel.get(pfad).text
    assert "Inzwischen ist eine andere Fassung gespeichert" in seite
    assert "Mein Satz" in seite
    felder = {"text": "Mein Satz", "fassung": read_wert(seite, "fassung")}
    konflikt = nagel.post(pfad, felder)
    assert konflikt.status_code == 409
    assert "Der Satz der Kollegin" in konflikt.text
    assert "Mein Satz" in konflikt.text
    assert runde.get_stellungnahme().text == "Der Satz der Kollegin"
    assert f"{pfad}?gespeichert=1" in konflikt.text
    gespeicherte = nagel.get(f"{pfad}?gespeichert=1").text
    assert "Der Satz der Kollegin" in gespeicherte
    assert "Mein Satz" not in gespeicherte
    assert "Inzwischen ist" not in gespeicherte
    assert nagel.post(pfad, {**felder, "fassung": read_wert(konflikt.text, "fassung")}).location
    assert runde.get_stellungnahme().text == "Mein Satz"
    assert "Inzwischen ist" not in nagel.get(pfad).text


def test_a_missing_one_is_shown_as_such(krueger: Browser, runde: Runde) -> None:
    runde.request(NATUR)
    beteiligung = runde.get_beteiligung(NATUR)
    seite = krueger.get(f"/vorgaenge/{runde.vorgang_id}/beteiligung/{beteiligung.id}").text
    assert "noch nicht geantwortet" in seite
    assert "Die Frist ist abgelaufen" not in seite


def test_the_list_of_the_authority_shows_a_late_answer(
    runde: Runde, app: Flask, uhr: FesteUhr
) -> None:
    runde.request(DENKMAL)
    uhr.stand = datetime(2027, 1, 26, 9, tzinfo=UTC)
    runde.submit_stellungnahme(Stellungnahmeergebnis.BEDENKEN, "Nein.")
    krueger = Browser(app, browser.SACHBEARBEITUNG)
    liste = krueger.get(f"/vorgaenge/{runde.vorgang_id}/beteiligung").text
    assert "verspätet" in liste
    zeigen = f"/vorgaenge/{runde.vorgang_id}/beteiligung/{runde.get_beteiligung().id}"
    seite = krueger.get(zeigen).text
    assert "Die Zustimmung galt da schon als erteilt." in seite
    assert "§ 75 Abs. 1 Satz 3 ThürBO" in seite


def test_the_mailbox_shows_mails_without_content(nagel: Browser, runde: Runde) -> None:
    assert "Noch keine Nachrichten" in nagel.get("/postfach").text
    runde.request(DENKMAL)
    seite = nagel.get("/postfach").text
    assert f"Neues im Vorgang {runde.get_vorgang().aktenzeichen}" in seite
    assert "Bitte prüfen Sie." not in seite

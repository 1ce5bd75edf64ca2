"""Pages of the decision, as both sides use them."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pypdfium2
import pytest
from sqlalchemy import select

from bauaufsicht.db.models import Bescheid, Vorgangsabweichung
from bauaufsicht.domain.vorgang import Zustand
from tests.factories.browser import (
    ANTRAGSTELLER,
    ANTRAGSTELLER_2,
    BETRIEB,
    LEITUNG,
    POSTSTELLE,
    SACHBEARBEITUNG,
    SACHBEARBEITUNG_B,
    STELLE,
    STELLE_2,
    Browser,
    read_fokus,
)
from tests.factories.entscheidungsreif import AUFLAGE, Endrunde
from tests.factories.haus import Haus, open_haus


@pytest.fixture
def haus(request: pytest.FixtureRequest, dialekt: str) -> Iterator[Haus]:
    with open_haus(request, dialekt) as haus:
        yield haus


@pytest.fixture
def runde(haus: Haus) -> Endrunde:
    runde = Endrunde(haus.einheit, haus.uhr)
    runde.request_stellungnahme()
    runde.submit_stellungnahme()
    return runde


def url(runde: Endrunde, rest: str = "") -> str:
    return f"/vorgaenge/{runde.vorgang_id}/bescheid{rest}"


def read_felder(html: str, ziel: str) -> dict[str, str]:
    """What the form of a page would send, with the chosen radios and options."""
    formular = html.split(f'action="{ziel}"', 1)[1].split("</form>", 1)[0]
    felder: dict[str, str] = {}
    for fund in re.finditer(r"<(input|textarea|select)\b[^>]*>", formular):
        tag = fund[0]
        name = re.search(r'name="([^"]+)"', tag)
        if name is None:
            continue
        wert = re.search(r'value="([^"]*)"', tag)
        if re.search(r'type="(radio|checkbox)"', tag) and " checked" not in tag:
            continue
        if tag.startswith("<textarea"):
            inhalt = formular[fund.end() :].split("</textarea>", 1)[0]
            felder[name[1]] = unescape(inhalt.removeprefix("\r\n").removeprefix("\n"))
        elif tag.startswith("<select"):
            optionen = formular[fund.end() :].split("</select>", 1)[0]
            gewaehlt = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"', optionen)
            felder[name[1]] = gewaehlt[1] if gewaehlt else "auflage"
        else:
            felder[name[1]] = unescape(wert[1]) if wert else ""
    felder.pop("csrf_token", None)
    return felder


def fill(browser: Browser, runde: Endrunde, **weitere: str) -> dict[str, str]:
    """The form as the page offers it, every Abweichung granted."""
    seite = browser.get(url(runde, "/entwurf"))
    assert seite.status_code == 200
    felder = read_felder(seite.text, url(runde, "/entwurf"))
    for name in [n for n in felder if n.endswith("-abweichung")]:
        felder[name.replace("-abweichung", "-zugelassen")] = "ja"
    return {**felder, **weitere}


def save(browser: Browser, runde: Endrunde, felder: dict[str, str]) -> None:
    antwort = browser.post(url(runde, "/entwurf"), felder)
    assert antwort.status_code == 302, antwort.text


def issue(haus: Haus, runde: Endrunde) -> None:
    browser = haus.get_browser()
    save(browser, runde, {**fill(browser, runde), "pruefen": "1"})
    seite = browser.get(url(runde, "/pruefen")).text
    antwort = browser.post(url(runde, "/pruefen"), read_felder(seite, url(runde, "/pruefen")))
    assert antwort.status_code == 302, antwort.text


def test_the_form_begins_with_the_conditions_and_names_their_origin(
    haus: Haus, runde: Endrunde
) -> None:
    text = haus.get_browser().get(url(runde, "/entwurf")).text
    assert AUFLAGE in text
    assert "untere Denkmalschutzbehörde, Stellungnahme vom 23.11.2026" in text
    assert text.count("Abweichung 1: ") == 1
    assert 'name="abweichungen-1-zugelassen"' in text


def test_the_form_asks_for_the_abweichungen_of_today(haus: Haus, runde: Endrunde) -> None:
    """A message that changes the application brings them again under other ids."""
    browser = haus.get_browser()
    felder = fill(browser, runde)
    save(browser, runde, felder)
    with haus.einheit() as uow:
        alte = uow.session.scalars(
            select(Vorgangsabweichung)
            .where(Vorgangsabweichung.vorgang_id == runde.vorgang_id)
            .order_by(Vorgangsabweichung.position)
        ).first()
        assert alte
        alte_id = str(alte.id)
        uow.session.delete(alte)
        uow.add(
            Vorgangsabweichung(
                vorgang_id=runde.vorgang_id, position=9, vorschrift="§ 6 Abs. 5 ThürBO"
            )
        )
    antwort = browser.post(url(runde, "/entwurf"), {**felder, "fassung": "1"})
    assert antwort.status_code == 400
    assert "gehört nicht zu diesem Vorgang" in antwort.text
    for text in (antwort.text, browser.get(url(runde, "/entwurf")).text):
        assert "§ 6 Abs. 5 ThürBO" in text
        assert alte_id not in text
    assert "Entscheiden Sie über jede" in browser.get(url(runde, "/pruefen")).text
    save(browser, runde, fill(browser, runde))
    assert "Entscheiden Sie über jede" not in browser.get(url(runde, "/pruefen")).text


def test_a_draft_goes_round_without_losing_anything(haus: Haus, runde: Endrunde) -> None:
    browser = haus.get_browser()
    felder = fill(browser, runde, begruendung="Zeile 1\nZeile <2> & „3“")
    felder["nebenbestimmungen-0-text"] = "Dach: rot & <neu>"
    felder["nebenbestimmungen-0-art"] = "bedingung"
    save(browser, runde, felder)
    wieder = fill(browser, runde)
    assert wieder["begruendung"].replace("\r\n", "\n") == "Zeile 1\nZeile <2> & „3“"
    assert wieder["nebenbestimmungen-0-text"] == "Dach: rot & <neu>"
    assert wieder["nebenbestimmungen-0-art"] == "bedingung"
    assert "Stellungnahme vom" in wieder["nebenbestimmungen-0-herkunft"]
    assert wieder["fassung"] == "1"


def test_conditions_are_added_and_taken_away_without_javascript(
    haus: Haus, runde: Endrunde
) -> None:
    browser = haus.get_browser()
    mehr = browser.post(url(runde, "/entwurf"), {**fill(browser, runde), "mehr": "1"})
    assert mehr.status_code == 200
    assert read_fokus(mehr.text) == ["nebenbestimmungen-1-text"]
    felder = read_felder(mehr.text, url(runde, "/entwurf"))
    assert felder["nebenbestimmungen-0-text"] == AUFLAGE
    assert felder["nebenbestimmungen-1-text"] == ""
    felder["nebenbestimmungen-1-text"] = "Zaun streichen."
    weg = browser.post(url(runde, "/entwurf"), {**felder, "weg": "0"})
    assert weg.status_code == 200
    rest = read_felder(weg.text, url(runde, "/entwurf"))
    assert read_fokus(weg.text) == ["nebenbestimmungen-1-text"]
    leer = browser.post(url(runde, "/entwurf"), {**rest, "weg": "0"})
    assert read_fokus(leer.text) == ["begruendung"]
    assert "Zaun streichen." in rest.values()
    assert AUFLAGE not in rest.values()
    for unsinn in ("99", "-1", "x", "²", "9" * 5000):
        antwort = browser.post(url(runde, "/entwurf"), {**felder, "weg": unsinn})
        assert antwort.status_code < 500


def test_too_long_a_text_is_an_error_at_its_field_and_stays(haus: Haus, runde: Endrunde) -> None:
    browser = haus.get_browser()
    lang = "x" * 5001
    antwort = browser.post(
        url(runde, "/entwurf"), {**fill(browser, runde), "nebenbestimmungen-0-text": lang}
    )
    assert antwort.status_code == 400
    assert "Nebenbestimmung 1: Kürzen Sie den Text auf 5.000 Zeichen." in antwort.text
    assert lang in antwort.text


@pytest.mark.parametrize(
    "aenderung",
    [
        {"art": "vielleicht"},
        {"art": ""},
        {"fassung": "abc"},
        {"abweichungen-0-abweichung": "keine-uuid"},
        {"abweichungen-0-abweichung": "00000000-0000-4000-8000-000000000000"},
        {"nebenbestimmungen-0-art": "befristung"},
    ],
)
def test_a_form_that_was_tampered_with_is_no_accident(
    haus: Haus, runde: Endrunde, aenderung: dict[str, str]
) -> None:
    browser = haus.get_browser()
    antwort = browser.post(url(runde, "/entwurf"), {**fill(browser, runde), **aenderung})
    assert 400 <= antwort.status_code < 500
    with runde.einheit() as uow:
        assert uow.session.query(Bescheid).count() == 0


def test_two_people_at_one_draft_see_both_versions(haus: Haus, runde: Endrunde) -> None:
    erste, zweite = haus.get_browser(), haus.get_browser(LEITUNG)
    meine = fill(erste, runde, begruendung="Meine Gründe")
    save(zweite, runde, fill(zweite, runde, begruendung="Andere Gründe"))
    antwort = erste.post(url(runde, "/entwurf"), meine)
    assert antwort.status_code == 409
    assert "Es gibt zwei Fassungen des Entwurfs" in antwort.text
    assert "Meine Gründe" in antwort.text
    assert "Andere Gründe" in antwort.text
    assert "Herr Hartwig" in antwort.text
    nochmal = read_felder(antwort.text, url(runde, "/entwurf"))
    save(erste, runde, nochmal)
    assert fill(zweite, runde)["begruendung"] == "Meine Gründe"


def test_a_draft_on_an_older_version_never_wins_unseen(haus: Haus, runde: Endrunde) -> None:
    erste, zweite = haus.get_browser(), haus.get_browser(LEITUNG)
    ziel = url(runde, "/entwurf")
    meine = fill(erste, runde, begruendung="Meine Gründe")
    save(erste, runde, meine)
    meine = fill(erste, runde)
    assert erste.post(f"/entwuerfe?pfad={ziel}", meine).status_code == 200
    assert "Inzwischen ist" not in erste.get(ziel).text
    save(zweite, runde, fill(zweite, runde, begruendung="Andere Gründe"))
    haus.uhr.stand += timedelta(minutes=1)
    seite = erste.get(ziel).text
    assert "Inzwischen ist eine andere Fassung gespeichert" in seite
    assert "von Herr Hartwig" in seite
    assert fill(erste, runde)["begruendung"] == "Meine Gründe"
    konflikt = erste.post(ziel, fill(erste, runde))
    assert konflikt.status_code == 409
    assert "Andere Gründe" in konflikt.text
    gespeicherte = erste.get(f"{ziel}?gespeichert=1").text
    assert "Andere Gründe" in gespeicherte
    assert "Meine Gründe" not in gespeicherte
    assert "Inzwischen ist" not in gespeicherte


def test_the_preview_is_a_marked_pdf(haus: Haus, runde: Endrunde) -> None:
    browser = haus.get_browser()
    assert browser.get(url(runde, "/vorschau.pdf")).status_code == 404
    save(browser, runde, fill(browser, runde))
    antwort = browser.get(url(runde, "/vorschau.pdf"))
    assert antwort.status_code == 200
    assert "attachment" in antwort.headers["Content-Disposition"]
    with pypdfium2.PdfDocument(io.BytesIO(antwort.data)) as pdf:
        assert "Entwurf" in pdf[0].get_textpage().get_text_range()


def test_what_is_missing_is_said_before_issuing(haus: Haus, runde: Endrunde) -> None:
    browser = haus.get_browser()
    assert browser.get(url(runde, "/pruefen")).status_code == 404
    felder = {**fill(browser, runde), "art": "ablehnung", "begruendung": ""}
    save(browser, runde, felder)
    seite = browser.get(url(runde, "/pruefen")).text
    assert "Begründen Sie die Ablehnung (§ 39 Abs. 1 VwVfG)" in seite
    assert "Eine Ablehnung kann keine Abweichung zulassen" in seite
    assert "Ablehnung erlassen" not in seite


def test_issuing_says_what_follows_and_ends_the_case(haus: Haus, runde: Endrunde) -> None:
    browser = haus.get_browser()
    save(browser, runde, {**fill(browser, runde), "pruefen": "1"})
    seite = browser.get(url(runde, "/pruefen")).text
    for wort in (
        "Der Bescheid wird als PDF gespeichert",
        "§ 3a VwVfG",
        "§ 41 Abs. 2a VwVfG",
        "Genehmigung erlassen",
        AUFLAGE,
    ):
        assert wort in seite, wort
    antwort = browser.post(
        url(runde, "/pruefen"),
        read_felder(seite, url(runde, "/pruefen")),
        follow_redirects=True,
    )
    assert "Der Bescheid ist erlassen, der Antrag ist genehmigt." in antwort.text
    assert runde.get_vorgang().zustand is Zustand.GENEHMIGT
    assert "noch nicht abgerufen" in antwort.text


def test_every_open_point_must_be_ticked(haus: Haus) -> None:
    runde = Endrunde(haus.einheit, haus.uhr)
    runde.request_stellungnahme()
    browser = haus.get_browser()
    save(browser, runde, fill(browser, runde))
    seite = browser.get(url(runde, "/pruefen")).text
    assert "hat sich nicht geäußert" in seite
    assert "§ 75 Abs. 1 Satz 3 ThürBO" in seite
    felder = read_felder(seite, url(runde, "/pruefen"))
    ohne = browser.post(url(runde, "/pruefen"), felder)
    assert ohne.status_code == 409
    assert "Bestätigen Sie jeden offenen Punkt" in ohne.text
    kennung = re.search(r'name="bestaetigt" value="(\w+)"', seite)
    assert kennung
    mit = browser.post(url(runde, "/pruefen"), {**felder, "bestaetigt": kennung[1]})
    assert mit.status_code == 302


@pytest.mark.parametrize("feld", ["fassung", "vorgangsfassung"])
def test_a_stale_or_broken_check_issues_nothing(haus: Haus, runde: Endrunde, feld: str) -> None:
    browser = haus.get_browser()
    save(browser, runde, fill(browser, runde))
    felder = read_felder(browser.get(url(runde, "/pruefen")).text, url(runde, "/pruefen"))
    for wert in ("999", "x", "", "9" * 5000):
        antwort = browser.post(url(runde, "/pruefen"), {**felder, feld: wert})
        assert antwort.status_code == 409
    assert runde.get_vorgang().zustand is Zustand.IN_PRUEFUNG


def test_the_applicant_sees_what_was_decided_and_fetches_it(haus: Haus, runde: Endrunde) -> None:
    bauherr = haus.get_browser(ANTRAGSTELLER_2)
    vorher = bauherr.get(url(runde))
    assert "Noch nicht entschieden" in vorher.text
    assert "Entwurf" not in vorher.text
    assert bauherr.get(url(runde, "/bescheid.pdf")).status_code == 404
    issue(haus, runde)
    seite = bauherr.get(url(runde)).text
    for wort in (
        "Der Antrag ist genehmigt",
        "mit einer Nebenbestimmung",
        "Baubeginn",
        "Widerspruch",
    ):
        assert wort in seite, wort
    assert "Erster Abruf" not in seite
    kopf = bauherr.client.head(url(runde, "/bescheid.pdf"))
    assert kopf.status_code == 200
    intern = haus.get_browser()
    assert "noch nicht abgerufen" in intern.get(url(runde)).text
    antwort = bauherr.get(url(runde, "/bescheid.pdf"))
    assert antwort.data.startswith(b"%PDF-")
    assert len(antwort.data) == antwort.content_length
    assert "Herr Wolff" in intern.get(url(runde)).text
    verlauf = bauherr.get(f"/vorgaenge/{runde.vorgang_id}/verlauf").text
    assert "Bescheid zum ersten Mal abgerufen" in verlauf


def test_another_file_is_never_handed_out_as_the_decision(haus: Haus, runde: Endrunde) -> None:
    issue(haus, runde)
    (eintrag,) = haus.ablage.list_eintraege("bescheide/")
    haus.ablage.close_eintrag(eintrag.schluessel)
    haus.ablage.write(eintrag.schluessel, io.BytesIO(b"%PDF-1.7 etwas anderes"))
    bauherr = haus.get_browser(ANTRAGSTELLER_2)
    antwort = bauherr.get(url(runde, "/bescheid.pdf"))
    assert antwort.status_code == 409
    assert "nicht mehr der erlassene Bescheid" in antwort.text
    assert "noch nicht abgerufen" in haus.get_browser().get(url(runde)).text


def test_who_issues_reads_what_the_checks_left_open(haus: Haus, runde: Endrunde) -> None:
    browser = haus.get_browser()
    save(browser, runde, fill(browser, runde))
    seite = browser.get(url(runde, "/pruefen")).text
    _, _, zeile = seite.partition("Prüfung der Lage")
    assert f'<a href="/vorgaenge/{runde.vorgang_id}/pruefung">' in zeile.split("</dd>", 1)[0]


def test_a_draft_is_seen_by_the_authority_alone(haus: Haus, runde: Endrunde) -> None:
    browser = haus.get_browser()
    assert "Der Entwurf beginnt mit den Nebenbestimmungen" in browser.get(url(runde)).text
    save(browser, runde, fill(browser, runde))
    assert "Es gibt einen Entwurf" in browser.get(url(runde)).text
    for email in (ANTRAGSTELLER_2, POSTSTELLE):
        assert "Es gibt einen Entwurf" not in haus.get_browser(email).get(url(runde)).text


def test_staff_fetching_is_no_retrieval(haus: Haus, runde: Endrunde) -> None:
    issue(haus, runde)
    intern = haus.get_browser()
    assert intern.get(url(runde, "/bescheid.pdf")).status_code == 200
    assert "noch nicht abgerufen" in intern.get(url(runde)).text


def test_the_tab_is_there_for_who_reads_it(haus: Haus, runde: Endrunde) -> None:
    raum = f"/vorgaenge/{runde.vorgang_id}"
    tab = f'href="{url(runde)}"'
    assert tab in haus.get_browser().get(raum).text
    assert tab not in haus.get_browser(ANTRAGSTELLER_2).get(raum).text
    issue(haus, runde)
    assert tab in haus.get_browser(ANTRAGSTELLER_2).get(raum).text
    assert tab not in haus.get_browser(STELLE).get(raum).text


@pytest.mark.parametrize("rest", ["", "/bescheid.pdf", "/entwurf", "/pruefen", "/vorschau.pdf"])
def test_a_consulted_body_may_not_read_it(haus: Haus, runde: Endrunde, rest: str) -> None:
    issue(haus, runde)
    assert haus.get_browser(STELLE).get(url(runde, rest)).status_code == 403


def test_after_the_decision_nothing_can_be_drafted(haus: Haus, runde: Endrunde) -> None:
    issue(haus, runde)
    browser = haus.get_browser(SACHBEARBEITUNG)
    for rest in ("/entwurf", "/pruefen", "/vorschau.pdf"):
        assert browser.get(url(runde, rest)).status_code == 403


# who may do what while a case is examined, and once it is decided
LESEN_INTERN = {SACHBEARBEITUNG, LEITUNG, POSTSTELLE}
ENTSCHEIDEN = {SACHBEARBEITUNG, LEITUNG}
ALLE = (
    *(SACHBEARBEITUNG, LEITUNG, POSTSTELLE, SACHBEARBEITUNG_B, ANTRAGSTELLER, ANTRAGSTELLER_2),
    *(STELLE, STELLE_2, BETRIEB),
)
FREMDE = {SACHBEARBEITUNG_B, ANTRAGSTELLER, STELLE_2}


@pytest.mark.parametrize("entschieden", [False, True])
def test_each_page_answers_whom_it_is_for(haus: Haus, runde: Endrunde, entschieden: bool) -> None:
    haus.get_browser()
    if entschieden:
        issue(haus, runde)
    else:
        save(haus.get_browser(), runde, fill(haus.get_browser(), runde))
    lesende = LESEN_INTERN | {ANTRAGSTELLER_2}
    offene = set() if entschieden else ENTSCHEIDEN
    erwartet = {
        "/bescheid": (lesende, 200),
        "/bescheid/bescheid.pdf": (lesende, 200 if entschieden else 404),
        "/bescheid/entwurf": (offene, 200),
        "/bescheid/vorschau.pdf": (offene, 200),
        "/bescheid/pruefen": (offene, 200),
        "/akte.zip": (ENTSCHEIDEN, 200),
    }
    for rest, (duerfen, status) in erwartet.items():
        for email in ALLE:
            antwort = haus.get_browser(email).get(f"/vorgaenge/{runde.vorgang_id}{rest}")
            soll = status if email in duerfen else 404 if email in FREMDE else 403
            if email == BETRIEB:
                soll = 404
            assert antwort.status_code == soll, (email, rest)


@pytest.mark.parametrize("email", [e for e in ALLE if e not in ENTSCHEIDEN])
def test_nobody_else_drafts_or_issues(haus: Haus, runde: Endrunde, email: str) -> None:
    intern = haus.get_browser()
    save(intern, runde, fill(intern, runde))
    entwurf = fill(intern, runde)
    seite = intern.get(url(runde, "/pruefen")).text
    pruefung = read_felder(seite, url(runde, "/pruefen"))
    browser = haus.get_browser(email)
    for rest, felder in (("/entwurf", entwurf), ("/pruefen", pruefung)):
        assert browser.post(url(runde, rest), felder).status_code in (403, 404)
    assert runde.get_vorgang().zustand is Zustand.IN_PRUEFUNG

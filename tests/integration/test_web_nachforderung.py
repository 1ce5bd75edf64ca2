"""The pages of the Nachforderung: what was typed stays, every way out is a sentence."""

import re
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import quote
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import DokumentFassung, Vorgang
from bauaufsicht.db.uow import UnitOfWork, unit_of_work
from bauaufsicht.domain.nachforderung import Nachforderungsstand
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import Akteur
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.domain.vorgang import Zustand
from bauaufsicht.services.nachforderung import Bewertung
from bauaufsicht.web.nachforderung import views
from tests.conftest import Einheit
from tests.factories import browser
from tests.factories.browser import Browser, read_fokus
from tests.factories.lieferung import read_schulung
from tests.factories.runde import FRIST, Runde


def _create_felder(runde: Runde, **weitere: str) -> dict[str, str]:
    return {
        "fassung": str(runde.get_vorgang().fassung),
        "punkte-0-bezeichnung": "Abstandsflächenplan",
        "punkte-0-grund": "fehlt im Lageplan",
        "punkte-0-dokument": "",
        "frist": "2026-12-21",
        "anschreiben": "Guten Tag",
        **weitere,
    }


def _get_pfad(runde: Runde) -> str:
    return f"/vorgaenge/{runde.vorgang_id}/nachforderungen/{runde.get_nachforderung().id}"


def test_the_form_proposes_what_is_missing_and_a_deadline(
    krueger: Browser, einheit: Einheit
) -> None:
    runde = Runde(einheit, read_schulung("04"))
    seite = krueger.get(f"/vorgaenge/{runde.vorgang_id}/nachforderungen/neu").text
    assert 'value="2026-12-23"' in seite  # one month, a Wednesday


def test_sending(krueger: Browser, runde: Runde) -> None:
    pfad = f"/vorgaenge/{runde.vorgang_id}/nachforderungen"
    antwort = krueger.post(f"{pfad}/neu", _create_felder(runde))
    assert (antwort.status_code, antwort.location) == (302, _get_pfad(runde))
    assert [p.grund for p in runde.list_punkte()] == ["fehlt im Lageplan"]
    assert "Die Nachforderung ist versandt" in krueger.get(_get_pfad(runde)).text


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        ({"punkte-0-bezeichnung": ""}, "Punkt 1: Schreiben Sie, was fehlt."),
        ({"punkte-0-grund": ""}, "Punkt 1: Schreiben Sie den Grund"),
        ({"frist": ""}, "Setzen Sie eine Frist."),
        ({"frist": "31.02.2026"}, "Geben Sie ein Datum in der Form"),
        ({"frist": "21.12.0026"}, "Prüfen Sie das Jahr."),
        ({"frist": "2026-11-20"}, "Die Frist muss in der Zukunft liegen"),
        ({"fassung": "0"}, "Der Vorgang hat sich inzwischen geändert"),
        ({"punkte-0-dokument": "kein-dokument"}, "Punkt 1: "),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_typed_is_lost(
    krueger: Browser, runde: Runde, felder: dict[str, str], satz: str
) -> None:
    antwort = krueger.post(
        f"/vorgaenge/{runde.vorgang_id}/nachforderungen/neu", _create_felder(runde, **felder)
    )
    assert antwort.status_code in (400, 409)
    assert satz in antwort.text
    assert "Guten Tag" in antwort.text
    assert "<title>Fehler: " in antwort.text
    assert runde.get_vorgang().zustand is Zustand.VOLLSTAENDIGKEIT_PRUEFEN


def test_after_a_conflict_the_same_page_can_be_sent_again(krueger: Browser, runde: Runde) -> None:
    pfad = f"/vorgaenge/{runde.vorgang_id}/nachforderungen/neu"
    antwort = krueger.post(pfad, _create_felder(runde, fassung="0"))
    assert f'name="fassung" type="hidden" value="{runde.get_vorgang().fassung}"' in antwort.text


def test_items_are_added_and_taken_away_without_script(krueger: Browser, runde: Runde) -> None:
    pfad = f"/vorgaenge/{runde.vorgang_id}/nachforderungen/neu"
    mehr = krueger.post(pfad, _create_felder(runde, mehr="1"))
    assert mehr.status_code == 200
    assert read_fokus(mehr.text) == ["punkte-1-bezeichnung"]
    zwei = {"punkte-1-bezeichnung": "Zweiter", "punkte-1-grund": "x", "punkte-1-dokument": ""}
    weg = krueger.post(pfad, _create_felder(runde, **zwei, weg="0"))
    assert "Abstandsflächenplan" not in weg.text.replace("„Abstandsflächenplan“", "")
    assert "Zweiter" in weg.text
    letzter = krueger.post(pfad, _create_felder(runde, weg="0"))
    assert "Abstandsflächenplan" in letzter.text  # one item always stays


def test_the_planner_sees_item_state_and_deadline(albrecht: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    liste = albrecht.get("/vorgaenge").text
    assert "Bitte reichen Sie nach" in liste
    seite = albrecht.get(_get_pfad(runde)).text
    for text in ("Abstandsflächenplan", "Mo, 21.12.2026", "§ 75 Abs. 2 Satz 2 ThürBO"):
        assert text in seite


def test_what_waits_for_the_planner_stands_on_top_and_leads_to_it(
    albrecht: Browser, einheit: Einheit
) -> None:
    andere, wartende = Runde(einheit), Runde(einheit, read_schulung("04"))
    for runde in (andere, wartende):
        runde.submit_vollstaendigkeit()
    with einheit() as uow:  # the period of the authority ends later than that of the other case
        uow.session.execute(
            update(Vorgang)
            .where(Vorgang.id == wartende.vorgang_id)
            .values(frist_ende=date(2028, 1, 3))
        )
    wartende.submit_nachforderung()
    seite = albrecht.get("/vorgaenge").text
    oben, _, unten = seite.partition('id="vorgang-2"')
    assert "Sie sind am Zug" in oben
    assert "Mo, 21.12.2026" in oben
    assert f"/vorgaenge/{wartende.vorgang_id}/nachforderungen" in oben
    assert "Sie sind am Zug" not in unten
    assert f"/vorgaenge/{andere.vorgang_id}" in unten
    andersherum = albrecht.get("/vorgaenge?sortierung=vorhaben").text
    assert "Sie sind am Zug" in andersherum


def test_the_head_of_a_case_says_what_the_planner_still_owes(
    albrecht: Browser, krueger: Browser, runde: Runde
) -> None:
    runde.submit_vollstaendigkeit()
    runde.submit_nachforderung()
    raum = f"/vorgaenge/{runde.vorgang_id}"
    kopf, _, _ = albrecht.get(raum).text.partition("Nächster Schritt")
    assert "Bauherrschaft und Entwurfsverfassung" in kopf
    assert "Mo, 21.12.2026" in kopf
    innen, _, _ = krueger.get(raum).text.partition("Nächster Schritt")
    assert "Mo, 21.12.2026" not in innen
    for reader in (albrecht, krueger):
        punkte = reader.get(raum).text.split("Offene Punkte", 1)[1].split("Zuletzt", 1)[0]
        assert "Nachgefordert bis Mo, 21.12.2026" in punkte
        assert f"{_get_pfad(runde)}#punkt-2" in punkte
    runde.submit_antwort("a", "b")
    assert "Nachgefordert bis" not in albrecht.get(raum).text
    kopf, _, _ = albrecht.get(raum).text.partition("Nächster Schritt")
    assert "Mo, 21.12.2026" not in kopf


def test_answering_in_two_steps(albrecht: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    pfad = _get_pfad(runde)
    felder = {**_create_antwort(runde, "Der Plan ist beigefügt.", ""), "seite": pfad}
    pruefen = albrecht.post(f"{pfad}/antwort", felder)
    assert pruefen.status_code == 200
    assert "Zu einem Punkt ist noch nichts da" in pruefen.text
    assert runde.get_nachforderung().beantwortet_am is None
    zurueck = albrecht.post(f"{pfad}/antwort", {**felder, "zurueck": "1"})
    assert "Der Plan ist beigefügt." in zurueck.text
    gesendet = albrecht.post(f"{pfad}/antwort", {**felder, "absenden": "1"})
    assert (gesendet.status_code, gesendet.location) == (302, pfad)
    assert runde.get_nachforderung().nachricht == "Viele Grüße"


def test_a_blocked_file_is_named_before_sending(albrecht: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    pfad = _get_pfad(runde)
    runde.create_entwurf(runde.list_punkte()[0].id, Pruefstand.GESPERRT)
    seite = albrecht.post(f"{pfad}/antwort", _create_antwort(runde, "", "Zu zwei")).text
    assert "gesperrt, wird nicht gesendet" in seite
    assert "Zu einem Punkt ist noch nichts da" in seite


def test_a_period_that_the_law_begins_names_nobody(albrecht: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    runde.submit_antwort("a", "b")
    verlauf = albrecht.get(f"/vorgaenge/{runde.vorgang_id}/verlauf").text
    begonnen = verlauf.split("Frist begonnen", 1)[1].split("</li>", 1)[0]
    assert "automatisch" in begonnen
    assert "Albrecht" not in begonnen


def _create_antwort(runde: Runde, *texte: str) -> dict[str, str]:
    felder = {"fassung": str(runde.get_nachforderung().fassung), "nachricht": "Viele Grüße"}
    for n, (punkt, text) in enumerate(zip(runde.list_punkte(), texte, strict=True)):
        felder |= {f"punkte-{n}": str(punkt.id), f"texte-{n}": text}
    return felder


def _read_feld(html: str, name: str) -> str:
    gefunden = re.search(rf'<textarea[^>]*name="{name}"[^>]*>([^<]*)', html)
    assert gefunden
    return gefunden[1].strip()


def test_a_text_stays_with_its_item_when_another_was_answered_meanwhile(
    albrecht: Browser, runde: Runde
) -> None:
    runde.submit_nachforderung()
    pfad = _get_pfad(runde)
    felder = {**_create_antwort(runde, "Zu eins", "Zu zwei"), "absenden": "1"}
    runde.submit_antwort("Schon beantwortet")
    antwort = albrecht.post(f"{pfad}/antwort", felder)
    assert antwort.status_code == 409
    assert _read_feld(antwort.text, "texte-0") == "Zu zwei"
    assert "Zu eins" in antwort.text.split("nicht gesendet", 1)[1]
    nochmal = {
        "fassung": str(runde.get_nachforderung().fassung),
        "punkte-0": felder["punkte-1"],
        "texte-0": "Zu zwei",
        "absenden": "1",
    }
    assert albrecht.post(f"{pfad}/antwort", nochmal).status_code == 302
    assert [p.antwort for p in runde.list_punkte()] == ["Schon beantwortet", "Zu zwei"]


def test_a_draft_of_an_answer_stays_with_its_items(albrecht: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    pfad = _get_pfad(runde)
    albrecht.post(f"/entwuerfe?pfad={pfad}", _create_antwort(runde, "Zu eins", "Zu zwei"))
    runde.submit_antwort("Schon beantwortet")
    seite = albrecht.get(pfad).text
    assert _read_feld(seite, "texte-0") == "Zu zwei"
    assert "Zu eins" in seite


def test_nothing_typed_is_lost_when_everything_is_answered(albrecht: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    felder = {**_create_antwort(runde, "Zu eins", "Zu zwei"), "nachricht": "Meine Nachricht"}
    runde.submit_antwort("a", "b")
    antwort = albrecht.post(f"{_get_pfad(runde)}/antwort", {**felder, "absenden": "1"})
    assert antwort.status_code == 409
    for text in ("Zu eins", "Zu zwei", "Meine Nachricht", "Inzwischen ist schon eine Antwort"):
        assert text in antwort.text


def _close_verfahren(runde: Runde) -> None:
    with runde.einheit() as uow:
        uow.session.execute(update(Vorgang).values(zustand=Zustand.ZURUECKGENOMMEN))


def test_an_answer_typed_until_the_end_of_the_case_is_shown(
    albrecht: Browser, krueger: Browser, runde: Runde
) -> None:
    runde.submit_nachforderung()
    felder = {**_create_antwort(runde, "Zu eins", "Zu zwei"), "absenden": "1"}
    _close_verfahren(runde)
    pfad = _get_pfad(runde)
    antwort = albrecht.post(f"{pfad}/antwort", felder)
    assert antwort.status_code == 409
    for text in ("Zu eins", "Zu zwei", "Viele Grüße", "Das Verfahren ist beendet."):
        assert text in antwort.text
    assert krueger.post(f"{pfad}/antwort", felder).status_code == 403


def test_an_answer_sent_while_the_case_ends_is_shown(
    albrecht: Browser, runde: Runde, monkeypatch: pytest.MonkeyPatch
) -> None:
    runde.submit_nachforderung()
    felder = {**_create_antwort(runde, "Zu eins", "Zu zwei"), "absenden": "1"}
    pfad = _get_pfad(runde)

    def open_danach(akteur: Akteur, ports: Ports) -> AbstractContextManager[UnitOfWork]:
        _close_verfahren(runde)
        return unit_of_work(akteur, ports)

    monkeypatch.setattr(views, "unit_of_work", open_danach)
    antwort = albrecht.post(f"{pfad}/antwort", felder)
    assert antwort.status_code == 409
    for text in ("Zu eins", "Zu zwei", "Viele Grüße", "Das Verfahren ist beendet."):
        assert text in antwort.text


def test_a_draft_keeps_what_can_no_longer_be_sent(albrecht: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    pfad = _get_pfad(runde)
    felder = _create_antwort(runde, "Zu eins", "Zu zwei")
    runde.submit_antwort("Schon beantwortet")
    seite = albrecht.post(f"{pfad}/antwort", felder).text
    versteckte = {
        name: unescape(wert)
        for name, wert in re.findall(
            r'name="((?:alte_)?\w+-0)" type="hidden" value="([^"]*)"', seite
        )
    }
    assert versteckte["alte_texte-0"] == "Zu eins"
    albrecht.post(f"/entwuerfe?pfad={pfad}", {**versteckte, "texte-0": "Zu zwei, länger"})
    seite = albrecht.get(pfad).text
    assert _read_feld(seite, "texte-0") == "Zu zwei, länger"
    assert "Zu eins" in seite.split("nicht gesendet", 1)[1]
    zurueck = runde.list_punkte()[0].id
    runde.record_bewertung({zurueck: Bewertung(angenommen=False, grund="unklar")}, FRIST)
    seite = albrecht.get(pfad).text
    assert _read_feld(seite, "texte-0") == "Zu eins"
    assert "nicht gesendet" not in seite


def test_what_can_no_longer_be_sent_goes_when_its_writer_says_so(
    albrecht: Browser, runde: Runde
) -> None:
    runde.submit_nachforderung()
    pfad = _get_pfad(runde)
    albrecht.post(f"/entwuerfe?pfad={pfad}", _create_antwort(runde, "Zu eins", "Zu zwei"))
    _close_verfahren(runde)
    seite = albrecht.get(pfad).text
    assert "Das Verfahren ist beendet." in seite
    assert "Zu eins" in seite
    antwort = albrecht.post("/entwuerfe/verwerfen", {"seite": pfad})
    assert (antwort.status_code, antwort.location) == (302, pfad)
    assert "Zu eins" not in albrecht.get(pfad).text


def test_a_second_window_is_told_instead_of_overwriting(
    albrecht: Browser, runde: Runde, uhr: FesteUhr
) -> None:
    runde.submit_nachforderung()
    pfad = _get_pfad(runde)
    adresse = f"/entwuerfe?pfad={pfad}"
    erstes = albrecht.post(adresse, _create_antwort(runde, "Fenster eins", "")).json["stand"]
    uhr.stand += timedelta(seconds=5)
    zweites = albrecht.post(adresse, _create_antwort(runde, "Fenster zwei", "")).json["stand"]
    zu_spaet = albrecht.post(
        f"{adresse}&stand={quote(erstes)}", _create_antwort(runde, "Fenster eins, weiter", "")
    )
    assert zu_spaet.status_code == 409
    assert "anderen Fenster" in zu_spaet.json["meldung"]
    assert _read_feld(albrecht.get(pfad).text, "texte-0") == "Fenster zwei"
    weiter = _create_antwort(runde, "Fenster zwei, weiter", "")
    assert albrecht.post(f"{adresse}&stand={quote(zweites)}", weiter).status_code == 200


def test_without_scripts_a_button_keeps_what_is_typed(albrecht: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    pfad = _get_pfad(runde)
    assert 'formaction="/entwuerfe/behalten"' in albrecht.get(pfad).text
    felder = {**_create_antwort(runde, "Zu eins", "Zu zwei"), "seite": pfad}
    antwort = albrecht.post("/entwuerfe/behalten", felder)
    assert (antwort.status_code, antwort.location) == (302, pfad)
    seite = albrecht.get(pfad).text
    assert "als Entwurf gespeichert und noch nicht gesendet" in seite
    assert _read_feld(seite, "texte-1") == "Zu zwei"


def test_a_draft_that_was_thrown_away_is_gone(krueger: Browser, runde: Runde) -> None:
    pfad = f"/vorgaenge/{runde.vorgang_id}/nachforderungen/neu"
    krueger.post(f"/entwuerfe?pfad={pfad}", _create_felder(runde, anschreiben="Angefangen"))
    assert "Entwurf verwerfen" in krueger.get(pfad).text
    krueger.post("/entwuerfe/verwerfen", {"seite": pfad})
    seite = krueger.get(pfad).text
    assert "Angefangen" not in seite
    assert "Ihr Entwurf ist wieder da" not in seite


@pytest.mark.parametrize("seite", ["", "//woanders.example", "https://woanders.example/"])
def test_throwing_away_leads_to_no_other_site(krueger: Browser, seite: str) -> None:
    assert krueger.post("/entwuerfe/verwerfen", {"seite": seite}).location == "/"


def test_the_list_says_that_an_answer_came(krueger: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    assert "Antwort auf die Nachforderung prüfen" not in krueger.get("/vorgaenge").text
    runde.submit_antwort("a")
    assert "Antwort auf die Nachforderung prüfen" in krueger.get("/vorgaenge").text


def test_every_round_stays_readable(albrecht: Browser, krueger: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    runde.submit_antwort("Erste Antwort", "Zur Heizung")
    eins = runde.list_punkte()[0].id
    assert "bisher geschrieben" not in krueger.get(_get_pfad(runde)).text
    runde.record_bewertung({eins: Bewertung(angenommen=False, grund="Maßstab fehlt")}, FRIST)
    runde.submit_antwort("Zweite Antwort")
    for browser_ in (albrecht, krueger):
        runden = browser_.get(_get_pfad(runde)).text.partition("bisher geschrieben")[2]
        for text in ("Erste Antwort", "Maßstab fehlt", "Zweite Antwort", "Viele Grüße"):
            assert text in runden


def test_a_returned_file_is_marked(krueger: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    eins = runde.list_punkte()[0].id
    runde.create_entwurf(eins)
    runde.submit_antwort("", "b")
    runde.record_bewertung({eins: Bewertung(angenommen=False, grund="Maßstab fehlt")}, FRIST)
    assert "zurückgegeben" in krueger.get(f"/vorgaenge/{runde.vorgang_id}/unterlagen").text


def test_a_file_blocked_after_it_was_sent_is_named_where_it_is_assessed(
    krueger: Browser, albrecht: Browser, runde: Runde
) -> None:
    runde.submit_nachforderung()
    fassung_id = runde.create_entwurf(runde.list_punkte()[0].id, Pruefstand.UNGEPRUEFT)
    runde.submit_antwort("", "b")
    with runde.einheit() as uow:
        uow.session.execute(
            update(DokumentFassung)
            .where(DokumentFassung.id == fassung_id)
            .values(pruefstand=Pruefstand.GESPERRT, pruefbefund="Schadsoftware gefunden.")
        )
    for seite in (krueger.get(_get_pfad(runde)), albrecht.get(_get_pfad(runde))):
        assert "gesperrt" in seite.text
        assert "Schadsoftware gefunden." in seite.text
        assert f"/unterlagen/{fassung_id}" not in seite.text
    assert krueger.get(f"/vorgaenge/{runde.vorgang_id}/unterlagen/{fassung_id}").status_code == 409


def test_an_empty_answer_keeps_the_message(albrecht: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    pfad = _get_pfad(runde)
    felder = {"fassung": str(runde.get_nachforderung().fassung), "nachricht": "Hallo!"}
    antwort = albrecht.post(f"{pfad}/antwort", {**felder, "absenden": "1"})
    assert antwort.status_code == 409
    assert "Es gibt noch nichts zu senden." in antwort.text
    assert "Hallo!" in antwort.text


def test_assessing_item_by_item(krueger: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    runde.submit_antwort("a", "b")
    eins, zwei = (p.id for p in runde.list_punkte())
    pfad = _get_pfad(runde)
    felder = _create_bewertung(runde, eins, zwei)
    ohne = krueger.post(f"{pfad}/bewertung", felder)
    assert ohne.status_code == 400
    assert '<a href="#teile-1-grund">' in ohne.text
    assert "Schreiben Sie, warum Sie den Punkt zurückgeben." in ohne.text
    mit = krueger.post(f"{pfad}/bewertung", {**felder, "teile-1-grund": "unlesbar"})
    assert mit.status_code == 302
    assert [p.stand.value for p in runde.list_punkte()] == ["angenommen", "zurueckgegeben"]
    assert runde.get_nachforderung().stand is Nachforderungsstand.OFFEN


def _create_bewertung(runde: Runde, eins: UUID, zwei: UUID) -> dict[str, str]:
    return {
        "fassung": str(runde.get_nachforderung().fassung),
        "teile-0-punkt": str(eins),
        "teile-0-urteil": "angenommen",
        "teile-0-grund": "",
        "teile-1-punkt": str(zwei),
        "teile-1-urteil": "zurueck",
        "teile-1-grund": "",
        "frist": "2026-12-28",
    }


def test_more_time(krueger: Browser, runde: Runde) -> None:
    runde.submit_nachforderung()
    pfad = _get_pfad(runde)
    fassung = str(runde.get_nachforderung().fassung)
    for frist, code in (("", 400), ("2026-12-01", 409), ("2027-01-08", 302)):
        antwort = krueger.post(
            f"{pfad}/frist", {"fassung": fassung, "frist": frist, "begruendung": "Krankheit"}
        )
        assert antwort.status_code == code
        if code != 302:
            assert "Krankheit" in antwort.text


def test_a_late_reader_is_told_what_lateness_means(
    albrecht: Browser, runde: Runde, uhr: FesteUhr
) -> None:
    runde.submit_nachforderung()
    uhr.stand = datetime(2026, 12, 22, 9, tzinfo=UTC)
    seite = Browser(albrecht.app, browser.ENTWURFSVERFASSER).get(_get_pfad(runde))
    assert "Die Frist ist abgelaufen" in seite.text
    assert "als verspätet gekennzeichnet" in seite.text


def test_declaring_complete(krueger: Browser, runde: Runde) -> None:
    pfad = f"/vorgaenge/{runde.vorgang_id}/vollstaendigkeit"
    seite = krueger.get(pfad).text
    assert "§ 65 Abs. 2 ThürBO" in seite
    fassung = str(runde.get_vorgang().fassung)
    for tag, code in (("", 400), ("2026-11-30", 409), ("2026-11-23", 302)):
        antwort = krueger.post(pfad, {"fassung": fassung, "tag": tag})
        assert antwort.status_code == code
    assert runde.get_vorgang().zustand is Zustand.IN_PRUEFUNG


def test_a_draft_comes_back_and_goes_when_it_is_sent(krueger: Browser, runde: Runde) -> None:
    pfad = f"/vorgaenge/{runde.vorgang_id}/nachforderungen/neu"
    felder = _create_felder(runde, anschreiben="Halb fertig")
    gespeichert = krueger.post(f"/entwuerfe?pfad={pfad}", felder)
    assert gespeichert.json["gespeichert"] == "10:00"
    assert "Halb fertig" in krueger.get(pfad).text
    assert "Halb fertig" not in Browser(krueger.app, browser.LEITUNG).get(pfad).text
    krueger.post(pfad, felder)
    runde.submit_antwort("a")
    assert "Halb fertig" not in krueger.get(pfad).text


@pytest.mark.parametrize("pfad", ["", "https://boese.example/", "//boese.example"])
def test_a_draft_needs_a_page_of_ours(krueger: Browser, pfad: str) -> None:
    assert krueger.post(f"/entwuerfe?pfad={pfad}", {"a": "b"}).status_code == 400


def test_a_draft_too_long_is_refused(krueger: Browser) -> None:
    antwort = krueger.post("/entwuerfe?pfad=/hilfe", {"a": "x" * 200_001})
    assert antwort.status_code == 409
    assert "zu lang" in antwort.text


def test_what_was_typed_survives_the_end_of_the_session(app: Flask, runde: Runde) -> None:
    pfad = f"/vorgaenge/{runde.vorgang_id}/nachforderungen/neu"
    ohne = app.test_client()
    abgelaufen = ohne.post(pfad, data={**_create_felder(runde), "seite": pfad})
    assert abgelaufen.status_code == 401
    assert "Ihre Anmeldung ist abgelaufen" in abgelaufen.text
    gast = Browser(app)
    anmeldung = gast.post(
        "/anmelden",
        {
            "email": browser.SACHBEARBEITUNG,
            "passwort": browser.PASSWORT,
            "eingaben": _read_eingaben(abgelaufen.text),
        },
        seite="/anmelden",
    )
    assert anmeldung.location == pfad
    wieder = gast.get(pfad).text
    assert "Ihre Eingaben sind wieder da" in wieder
    assert "fehlt im Lageplan" in wieder


def _read_eingaben(html: str) -> str:
    gefunden = re.search(r'name="eingaben" value="([^"]*)"', html)
    assert gefunden
    return unescape(gefunden[1])


@pytest.mark.parametrize(
    "eingaben",
    [
        "kein json",
        "[]",
        "{}",
        '{"seite": "//boese", "felder": {"a": ["b"]}}',
        '{"seite": "/x", "felder": 3}',
    ],
)
def test_a_tampered_draft_only_leads_to_the_start(app: Flask, eingaben: str) -> None:
    gast = Browser(app)
    antwort = gast.post(
        "/anmelden",
        {"email": browser.SACHBEARBEITUNG, "passwort": browser.PASSWORT, "eingaben": eingaben},
        seite="/anmelden",
    )
    assert (antwort.status_code, antwort.location) == (302, "/")

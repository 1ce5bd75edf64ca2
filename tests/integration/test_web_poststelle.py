"""The page of the registry: a message with its files, for people and for the script."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from bauaufsicht.db.models import Eingang, Eingangsanlage, Vorgang
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.fehler import AblageFehler
from bauaufsicht.services import aufnahme
from tests.factories.browser import POSTSTELLE, POSTSTELLE_B, Browser
from tests.factories.haus import Haus, open_haus
from tests.factories.lieferung import Probe, create_aenderung, read_schulung

ZIEL = "/eingaenge/aufnehmen"
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def haus(request: pytest.FixtureRequest, dialekt: str) -> Iterator[Haus]:
    """An empty house."""
    with open_haus(request, dialekt) as haus:
        yield haus


def _list_teile(probe: Probe) -> dict[str, Any]:
    return {
        "nachricht": (BytesIO(probe.inhalt), probe.dateiname, "text/xml"),
        "anlagen": [(BytesIO(a.inhalt), a.dateiname) for a in probe.anlagen],
    }


def _send(haus: Haus, probe: Probe, email: str = POSTSTELLE, **weitere: Any) -> TestResponse:
    return haus.get_browser(email).post(ZIEL, _list_teile(probe), seite=ZIEL, **weitere)


def _count(haus: Haus) -> tuple[int, int]:
    """How many deliveries there are, and how many objects in the storage."""
    with haus.einheit() as uow:
        anzahl = uow.session.scalar(select(func.count()).select_from(Eingang)) or 0
    return anzahl, len(list(haus.ablage.list_eintraege()))


def test_the_page_says_what_it_takes(haus: Haus) -> None:
    seite = haus.get_browser(POSTSTELLE).get(ZIEL).text
    assert 'enctype="multipart/form-data"' in seite
    assert 'name="nachricht"' in seite
    assert 'accept=".xml' in seite
    assert "Schemaprüfung nicht eingerichtet" in seite


def test_an_application_becomes_a_case(haus: Haus) -> None:
    probe = read_schulung("01")
    antwort = _send(haus, probe)
    assert antwort.status_code == 302
    seite = haus.get_browser(POSTSTELLE).get(antwort.location).text
    assert "Der Vorgang AP-2026-00001 ist angelegt." in seite
    assert "Vorgangsraum öffnen" in seite
    with haus.einheit() as uow:
        eingang = uow.session.scalars(select(Eingang).where(Eingang.sha256 == probe.sha256)).one()
        anlagen = uow.session.scalars(
            select(Eingangsanlage).where(Eingangsanlage.eingang_id == eingang.id)
        ).all()
        assert eingang.weg is Eingangsweg.POSTSTELLE
        assert eingang.dateiname == probe.dateiname
        assert eingang.konto_id is not None
        with uow.ports.ablage.read(eingang.schluessel) as strom:
            assert strom.read() == probe.inhalt
    assert len(anlagen) == len(probe.anlagen)


def test_the_script_gets_json(haus: Haus) -> None:
    antwort = _send(haus, read_schulung("02"), headers=JSON)
    assert antwort.status_code == 200
    assert set(antwort.json) == {"weiter"}
    seite = haus.get_browser(POSTSTELLE).get(antwort.json["weiter"]).text
    assert "ist angelegt." in seite


@pytest.mark.parametrize(
    ("probe", "satz", "ergebnis"),
    [
        (read_schulung("03"), "ist angelegt.", Eingangsergebnis.ANGELEGT),
        (read_schulung("03"), "Diese Nachricht war schon da.", Eingangsergebnis.WIEDERHOLUNG),
        (
            read_schulung("03").with_uuid("zweite"),
            "Entscheiden Sie unten",
            Eingangsergebnis.ZU_KLAEREN,
        ),
        (
            create_aenderung("<referenz>gibt es nicht</referenz>"),
            "Entscheiden Sie unten",
            Eingangsergebnis.ZU_KLAEREN,
        ),
        (Probe("kein XML"), "konnte nicht übernommen werden", Eingangsergebnis.ZURUECKGEWIESEN),
        (Probe(""), "konnte nicht übernommen werden", Eingangsergebnis.ZURUECKGEWIESEN),
        (
            read_schulung("04").with_anlagen(),
            "konnte nicht übernommen werden",
            Eingangsergebnis.ZURUECKGEWIESEN,
        ),
        (
            Probe('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
            "konnte nicht übernommen werden",
            Eingangsergebnis.ZURUECKGEWIESEN,
        ),
    ],
    ids=["new", "repeat", "twice", "no case", "no XML", "nothing", "files missing", "DOCTYPE"],
)
def test_each_outcome_is_said(
    probe: Probe, satz: str, ergebnis: Eingangsergebnis, haus: Haus
) -> None:
    vorher = _count(haus)[0]
    antwort = _send(haus, probe)
    assert antwort.status_code == 302
    seite = haus.get_browser(POSTSTELLE).get(antwort.location)
    assert seite.status_code == 200
    assert satz in seite.text
    assert "root:" not in seite.text
    with haus.einheit() as uow:
        eingang_id = antwort.location.rpartition("/")[2]
        eingaenge = uow.session.scalars(select(Eingang).order_by(Eingang.empfangen_am)).all()
        dieser = next(e for e in eingaenge if str(e.id) == eingang_id)
    assert dieser.ergebnis is ergebnis
    assert len(eingaenge) == vorher + 1


def test_the_case_a_second_delivery_means_is_suggested(haus: Haus) -> None:
    erste = haus.submit(read_schulung("02"))
    zweite = haus.submit(read_schulung("02").with_uuid("noch einmal"))
    seite = haus.get_browser(POSTSTELLE).get(f"/eingaenge/{zweite.eingang_id}").text
    assert f'value="{erste.aktenzeichen}"' in seite


def test_a_message_for_another_authority_stays_here(haus: Haus) -> None:
    """T080: it is kept and shown where it was taken in, and opens no case anywhere."""
    antwort = _send(haus, read_schulung("05"), POSTSTELLE_B)
    assert antwort.status_code == 302
    seite = haus.get_browser(POSTSTELLE_B).get(antwort.location)
    assert "T080" in seite.text
    assert haus.get_browser(POSTSTELLE).get(antwort.location).status_code == 404
    with haus.einheit() as uow:
        bezeichnungen = uow.session.scalars(select(Vorgang.bezeichnung)).all()
    assert not [b for b in bezeichnungen if "Kindertages" in b]


def test_an_incomplete_form_stores_nothing(haus: Haus) -> None:
    browser = haus.get_browser(POSTSTELLE)
    vorher = _count(haus)
    satz = "Wählen Sie die XML-Datei der Nachricht aus."
    unvollstaendige: tuple[Callable[[], dict[str, Any]], ...] = (
        dict,
        lambda: {"nachricht": (BytesIO(b""), "")},
        lambda: {"anlagen": (BytesIO(b"x"), "Plan.pdf")},
        lambda: {"nachricht": "als Text statt als Datei"},
    )
    for teile in unvollstaendige:
        antwort = browser.post(ZIEL, teile(), seite=ZIEL)
        assert antwort.status_code == 400
        assert "<title>Fehler: Nachricht aufnehmen" in antwort.text
        assert satz in antwort.text
        antwort = browser.post(ZIEL, teile(), seite=ZIEL, headers=JSON)
        assert antwort.status_code == 400
        assert antwort.json == {"fehler": [{"feld": "nachricht", "text": satz}]}
    assert _count(haus) == vorher


def test_too_many_files_are_refused_with_a_sentence(
    haus: Haus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aufnahme, "HOECHSTZAHL_ANLAGEN", 2)
    with haus.einheit() as uow:
        vorher = uow.session.scalar(select(func.count()).select_from(Eingang))
    satz = "Eine Lieferung kann höchstens 2 Anlagen haben."
    antwort = _send(haus, read_schulung("04").with_referenz("viele"))
    assert antwort.status_code == 400
    assert satz in antwort.text
    antwort = _send(haus, read_schulung("04").with_referenz("viele"), headers=JSON)
    assert antwort.json == {"fehler": [{"feld": "nachricht", "text": satz}]}
    with haus.einheit() as uow:
        assert uow.session.scalar(select(func.count()).select_from(Eingang)) == vorher


def test_a_file_over_the_limit_is_refused_with_a_sentence(
    haus: Haus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aufnahme, "HOECHSTGROESSE_LIEFERUNG", 1000)
    antwort = _send(haus, read_schulung("04").with_referenz("gross"))
    assert antwort.status_code == 400
    assert "Die Datei ist zu groß." in antwort.text


def test_a_request_over_the_limit_is_refused_before_it_is_read(haus: Haus) -> None:
    vorher = _count(haus)
    browser = Browser(haus.app, POSTSTELLE)
    token_seite = browser.get(ZIEL).text
    assert "250 MB" in token_seite
    grenze = haus.app.config["MAX_CONTENT_LENGTH"]
    haus.app.config["MAX_CONTENT_LENGTH"] = 10_000
    try:
        antwort = browser.client.post(ZIEL, data=_list_teile(read_schulung("04")))
    finally:
        haus.app.config["MAX_CONTENT_LENGTH"] = grenze
    assert antwort.status_code == 413
    assert "größer als 250 MB" in antwort.text
    assert "Es wurde nichts gespeichert." in antwort.text
    assert _count(haus) == vorher


def test_many_files_fit_into_one_form(haus: Haus) -> None:
    """As many parts as a delivery may have files, and the fields of the form."""
    probe = read_schulung("05").with_referenz("tausend")
    teile = _list_teile(probe)
    teile["anlagen"] += [(BytesIO(b"%d" % n), f"Zusatz {n}.pdf") for n in range(990)]
    antwort = haus.get_browser(POSTSTELLE).post(ZIEL, teile, seite=ZIEL)
    assert antwort.status_code == 302
    seite = haus.get_browser(POSTSTELLE).get(antwort.location)
    assert "Zusatz 989.pdf" in seite.text


def test_the_storage_does_not_answer(haus: Haus, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with a sentence; nothing half is left in the database."""

    def fail(*_: object, **__: object) -> None:
        raise AblageFehler("weg")

    vorher = _count(haus)
    monkeypatch.setattr(type(haus.ablage), "write", fail)
    antwort = _send(haus, read_schulung("05").with_referenz("speicher"))
    assert antwort.status_code == 503
    assert "Der Speicher für Dateien antwortet gerade nicht." in antwort.text
    assert "weg" not in antwort.text.split("<h1>")[1].split("</h1>")[0]
    assert _count(haus) == vorher

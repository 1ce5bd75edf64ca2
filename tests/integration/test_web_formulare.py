"""Forms: none is taken from a foreign site, none changes what somebody else has just changed."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from bauaufsicht.db.base import db
from bauaufsicht.db.models import Eingang, Ereignisrecord, Vorgang
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from bauaufsicht.services.eingang import Aufnahmeergebnis
from tests.conftest import Aufnahme, Einheit
from tests.factories import welt
from tests.factories.browser import (
    LEITUNG,
    POSTSTELLE,
    SACHBEARBEITUNG,
    Browser,
    read_token,
)
from tests.factories.haus import open_haus
from tests.factories.lieferung import create_ruecknahme, read_schulung
from tests.factories.stand import Stand

UNKLAR = read_schulung("01").replace(("<code>VEREINFACHT<", "<code>UNBEKANNT<"))


@pytest.fixture
def klar(nimm_auf: Aufnahme) -> Aufnahmeergebnis:
    """A case whose kind of procedure is known."""
    return nimm_auf(read_schulung("02"))


@pytest.fixture
def unklar(nimm_auf: Aufnahme) -> Aufnahmeergebnis:
    """A case whose kind of procedure a person has to decide."""
    return nimm_auf(UNKLAR)


def _get_vorgang(einheit: Einheit, vorgang_id: UUID | None) -> Vorgang:
    with einheit() as uow:
        return uow.session.get_one(Vorgang, vorgang_id)


# --- forms of foreign sites -------------------------------------------------------------------


@pytest.fixture(scope="module")
def posten(request: pytest.FixtureRequest) -> Iterator[tuple[Flask, welt.Welt, Stand, Browser]]:
    """Two authorities on SQLite: the protection asks no database."""
    with open_haus(request, "sqlite") as haus:
        w = welt.create_welt(haus.einheit)
        browser, andere = Browser(haus.app, SACHBEARBEITUNG), Browser(haus.app, LEITUNG)
        w.token["fremd"] = read_token(andere.get("/vorgaenge").text)
        with haus.app.app_context():
            stand = Stand(db.engine, haus.ablage)
        yield haus.app, w, stand, browser


def _list_ziele(app: Flask, w: welt.Welt) -> list[str]:
    """Every address of the pages that takes a POST."""
    return [
        _format_ziel(regel, w)
        for regel in app.url_map.iter_rules()
        if "POST" in (regel.methods or ()) and not regel.endpoint.startswith("api.")
    ]


def _format_ziel(regel: Rule, w: welt.Welt) -> str:
    """An address with ids that are there, or of nothing."""
    bekannt = {"vorgang_id": w.ids["V1"], "eingang_id": w.ids["E1"], "ziel": "nachforderung"}
    gebaut = regel.build(
        {name: bekannt.get(name, w.ids["fehlt"]) for name in regel.arguments},
        append_unknown=False,
    )
    assert gebaut is not None
    return gebaut[1]


def test_no_form_without_its_token_is_taken(
    posten: tuple[Flask, welt.Welt, Stand, Browser],
) -> None:
    app, w, stand, browser = posten
    fremd = w.token["fremd"]
    ziele = _list_ziele(app, w)
    assert len(ziele) >= 9
    for ziel in ziele:
        for name, token in (("kein", None), ("leer", ""), ("Unsinn", "x.y.z"), ("fremd", fremd)):
            daten = {"fassung": w.fassung["V1"], "verfahrensart": "baugenehmigung", "grund": "x"}
            daten |= {"aktenzeichen": w.aktenzeichen["V2"], "email": LEITUNG, "passwort": "x"}
            if token is not None:
                daten["csrf_token"] = token
            antwort = browser.client.post(ziel, data=daten)
            assert antwort.status_code == 400, f"{ziel}, {name} token"
            assert "Dieses Formular ist abgelaufen" in antwort.text
    assert stand.compute_aenderungen() == []
    assert browser.get("/vorgaenge").status_code == 200  # nobody was logged out either


def test_the_own_token_is_taken(posten: tuple[Flask, welt.Welt, Stand, Browser]) -> None:
    """The counter-test: it is the token that was missing above."""
    _, w, stand, browser = posten
    daten = {"fassung": w.fassung["V1"]}
    antwort = browser.post(f"/vorgaenge/{w.ids['V1']}/uebernehmen", daten, seite="/vorgaenge")
    assert antwort.status_code == 302
    assert "vorgang" in stand.compute_aenderungen()
    stand.restore()


def test_no_state_is_changed_by_reading(
    posten: tuple[Flask, welt.Welt, Stand, Browser],
) -> None:
    app, w, stand, browser = posten
    werte = {"vorgang_id": w.ids["V1"], "eingang_id": w.ids["E1"], "anlage_id": w.ids["D1"]}
    werte |= {"fassung_id": w.ids["F1"], "ausgang_id": w.ids["N1"]}
    gelesen = 0
    for regel in app.url_map.iter_rules():
        if "GET" in (regel.methods or ()) and not regel.endpoint.startswith("api."):
            fehlt = dict.fromkeys(regel.arguments, w.ids["fehlt"])
            gebaut = regel.build({**fehlt, "filename": "app.css", "nummer": 1, **werte}, False)
            assert gebaut is not None
            antwort = browser.client.get(gebaut[1], buffered=True)
            assert antwort.status_code in (200, 302, 403, 404), gebaut[1]
            gelesen += antwort.status_code == 200
    assert gelesen >= 15
    assert stand.compute_aenderungen() == []


# --- take a case over -------------------------------------------------------------------------


def test_taking_over(app: Flask, klar: Aufnahmeergebnis, einheit: Einheit) -> None:
    browser = Browser(app, SACHBEARBEITUNG)
    ziel = f"/vorgaenge/{klar.vorgang_id}"
    assert "Vorgang übernehmen" in browser.get(ziel).text
    fassung = _get_vorgang(einheit, klar.vorgang_id).fassung
    antwort = browser.post(f"{ziel}/uebernehmen", {"fassung": fassung}, seite=ziel)
    assert (antwort.status_code, antwort.location) == (302, ziel)
    seite = browser.get(ziel).text
    assert "Sie haben den Vorgang übernommen." in seite
    assert "Vorgang übernehmen" not in seite
    assert _get_vorgang(einheit, klar.vorgang_id).konto_id is not None


def test_somebody_was_faster(app: Flask, klar: Aufnahmeergebnis, einheit: Einheit) -> None:
    """A stale page does not undo what the other one did: 409 with a sentence that says so."""
    ziel = f"/vorgaenge/{klar.vorgang_id}"
    fassung = _get_vorgang(einheit, klar.vorgang_id).fassung
    erste, zweite = Browser(app, SACHBEARBEITUNG), Browser(app, LEITUNG)
    assert erste.post(f"{ziel}/uebernehmen", {"fassung": fassung}, seite=ziel).status_code == 302
    sieger = _get_vorgang(einheit, klar.vorgang_id).konto_id
    antwort = zweite.post(f"{ziel}/uebernehmen", {"fassung": fassung}, seite=ziel)
    assert antwort.status_code == 409
    assert "Der Vorgang hat sich inzwischen geändert" in antwort.text
    assert "Laden Sie die Seite neu" in antwort.text
    assert _get_vorgang(einheit, klar.vorgang_id).konto_id == sieger


def test_a_tampered_version_changes_nothing(
    app: Flask, klar: Aufnahmeergebnis, einheit: Einheit
) -> None:
    ziel = f"/vorgaenge/{klar.vorgang_id}"
    browser = Browser(app, SACHBEARBEITUNG)
    for fassung in ("", "x", "1.0", "9" * 5000, "-1", "999999999999999999999"):
        antwort = browser.post(f"{ziel}/uebernehmen", {"fassung": fassung}, seite=ziel)
        assert antwort.status_code == 409, fassung
        assert "Laden Sie die Seite neu" in antwort.text
    assert _get_vorgang(einheit, klar.vorgang_id).konto_id is None


def test_what_a_form_does_not_ask_for_is_ignored(
    app: Flask, klar: Aufnahmeergebnis, einheit: Einheit
) -> None:
    """Mass assignment: only the fields of the form count."""
    vorher = _get_vorgang(einheit, klar.vorgang_id)
    daten = {
        "fassung": vorher.fassung,
        "behoerde_id": UUID(int=1),
        "konto_id": UUID(int=1),
        "zustand": "zurueckgenommen",
        "aktenzeichen": "XX-1",
        "test": "1",
    }
    Browser(app, SACHBEARBEITUNG).post(f"/vorgaenge/{klar.vorgang_id}/uebernehmen", daten)
    nachher = _get_vorgang(einheit, klar.vorgang_id)
    assert nachher.konto_id not in (None, UUID(int=1))
    for feld in ("behoerde_id", "zustand", "aktenzeichen", "test"):
        assert getattr(nachher, feld) == getattr(vorher, feld)


# --- say which procedure it is ----------------------------------------------------------------


def test_deciding_the_procedure(app: Flask, unklar: Aufnahmeergebnis, einheit: Einheit) -> None:
    browser = Browser(app, SACHBEARBEITUNG)
    ziel = f"/vorgaenge/{unklar.vorgang_id}"
    assert "Welches Verfahren ist es?" in browser.get(ziel).text
    daten = {
        "fassung": _get_vorgang(einheit, unklar.vorgang_id).fassung,
        "verfahrensart": "baugenehmigung",
        "begruendung": "Sonderbau \0 nach § 2",
    }
    antwort = browser.post(f"{ziel}/verfahrensart", daten, seite=ziel)
    assert (antwort.status_code, antwort.location) == (302, ziel)
    vorgang = _get_vorgang(einheit, unklar.vorgang_id)
    assert vorgang.verfahrensart is Verfahren.BAUGENEHMIGUNG
    assert vorgang.zustand is Zustand.VOLLSTAENDIGKEIT_PRUEFEN
    assert "Sonderbau" in browser.get(f"{ziel}/verlauf").text
    # once is enough
    antwort = browser.post(f"{ziel}/verfahrensart", daten, seite=ziel)
    assert antwort.status_code == 403


LANG = "x" * 2001
KEINE_WAHL: tuple[tuple[dict[str, str], str], ...] = (
    ({"verfahrensart": ""}, "Wählen Sie eine Verfahrensart aus."),
    ({}, "Wählen Sie eine Verfahrensart aus."),
    ({"verfahrensart": "ungeklaert"}, "Keine gültige Auswahl."),
    ({"verfahrensart": "erfunden"}, "Keine gültige Auswahl."),
    (
        {"verfahrensart": "vereinfacht", "begruendung": LANG},
        "Kürzen Sie die Begründung auf 2.000 Zeichen.",
    ),
)


def test_a_choice_that_is_none(app: Flask, unklar: Aufnahmeergebnis, einheit: Einheit) -> None:
    ziel = f"/vorgaenge/{unklar.vorgang_id}"
    fassung = _get_vorgang(einheit, unklar.vorgang_id).fassung
    browser = Browser(app, SACHBEARBEITUNG)
    for daten, satz in KEINE_WAHL:
        antwort = browser.post(f"{ziel}/verfahrensart", {"fassung": fassung, **daten}, seite=ziel)
        assert antwort.status_code == 400
        assert "<title>Fehler:" in antwort.text
        assert satz in antwort.text
        assert daten.get("begruendung", "") in antwort.text  # what was typed is kept
    assert _get_vorgang(einheit, unklar.vorgang_id).verfahrensart is Verfahren.UNGEKLAERT


def test_a_stale_choice_is_refused(app: Flask, unklar: Aufnahmeergebnis, einheit: Einheit) -> None:
    ziel = f"/vorgaenge/{unklar.vorgang_id}"
    fassung = _get_vorgang(einheit, unklar.vorgang_id).fassung
    Browser(app, LEITUNG).post(f"{ziel}/uebernehmen", {"fassung": fassung}, seite=ziel)
    antwort = Browser(app, SACHBEARBEITUNG).post(
        f"{ziel}/verfahrensart", {"fassung": fassung, "verfahrensart": "vereinfacht"}, seite=ziel
    )
    assert antwort.status_code == 409
    assert "Der Vorgang hat sich inzwischen geändert" in antwort.text
    assert _get_vorgang(einheit, unklar.vorgang_id).verfahrensart is Verfahren.UNGEKLAERT


# --- the desk of the registry -----------------------------------------------------------------


@pytest.fixture
def wartend(nimm_auf: Aufnahme, klar: Aufnahmeergebnis) -> Aufnahmeergebnis:
    """A second delivery of the same application, which a person has to decide on."""
    assert klar.vorgang_id
    bericht = nimm_auf(read_schulung("02").with_uuid("zweite"))
    assert bericht.ergebnis is Eingangsergebnis.ZU_KLAEREN
    return bericht


def _get_ergebnis(einheit: Einheit, bericht: Aufnahmeergebnis) -> Eingangsergebnis:
    with einheit() as uow:
        return uow.session.get_one(Eingang, bericht.eingang_id).ergebnis


KEIN_AKTENZEICHEN = (
    ("", "Geben Sie das Aktenzeichen des Vorgangs ein."),
    ("XX-2026-00001", "ist nicht bekannt"),
    ("x" * 41, "höchstens 40 Zeichen"),
    ("AP-2026-\0", "ist nicht bekannt"),
    ("%", "ist nicht bekannt"),
)


def test_an_aktenzeichen_that_is_none(
    app: Flask, wartend: Aufnahmeergebnis, einheit: Einheit
) -> None:
    ziel = f"/eingaenge/{wartend.eingang_id}"
    browser = Browser(app, POSTSTELLE)
    for aktenzeichen, satz in KEIN_AKTENZEICHEN:
        antwort = browser.post(f"{ziel}/zuordnen", {"aktenzeichen": aktenzeichen}, seite=ziel)
        assert antwort.status_code == 400
        assert "<title>Fehler:" in antwort.text
        assert satz in antwort.text
    assert _get_ergebnis(einheit, wartend) is Eingangsergebnis.ZU_KLAEREN


def test_putting_a_delivery_to_a_case(
    app: Flask, klar: Aufnahmeergebnis, wartend: Aufnahmeergebnis, einheit: Einheit
) -> None:
    ziel = f"/eingaenge/{wartend.eingang_id}"
    browser = Browser(app, POSTSTELLE)
    daten = {"aktenzeichen": f" {klar.aktenzeichen} "}
    antwort = browser.post(f"{ziel}/zuordnen", daten, seite=ziel)
    assert antwort.location == f"/vorgaenge/{klar.vorgang_id}"
    assert _get_ergebnis(einheit, wartend) is Eingangsergebnis.ZUGEORDNET
    # a second click on the old page
    antwort = browser.post(f"{ziel}/zuordnen", daten, seite=ziel)
    assert antwort.status_code == 400
    for handlung, angaben in (("anlegen", {}), ("zurueckweisen", {"grund": "x"})):
        antwort = browser.post(f"{ziel}/{handlung}", angaben, seite=ziel)
        assert antwort.status_code == 409
        assert "schon geklärt" in antwort.text


def test_opening_a_case_of_its_own(
    app: Flask, klar: Aufnahmeergebnis, wartend: Aufnahmeergebnis, einheit: Einheit
) -> None:
    ziel = f"/eingaenge/{wartend.eingang_id}"
    browser = Browser(app, POSTSTELLE)
    antwort = browser.post(f"{ziel}/anlegen", seite=ziel)
    assert antwort.status_code == 302
    assert antwort.location != f"/vorgaenge/{klar.vorgang_id}"
    assert "ist angelegt." in browser.get(antwort.location).text
    with einheit() as uow:
        assert len(uow.session.scalars(select(Vorgang)).all()) == 2


def test_refusing_a_delivery(app: Flask, wartend: Aufnahmeergebnis, einheit: Einheit) -> None:
    ziel = f"/eingaenge/{wartend.eingang_id}"
    browser = Browser(app, POSTSTELLE)
    for grund, satz in (
        ("", "Schreiben Sie den Grund"),
        ("x" * 2001, "Kürzen Sie den Grund auf 2.000 Zeichen."),
    ):
        antwort = browser.post(f"{ziel}/zurueckweisen", {"grund": grund}, seite=ziel)
        assert antwort.status_code == 400
        assert "<title>Fehler:" in antwort.text
        assert satz in antwort.text
        assert grund in antwort.text
    assert browser.post(f"{ziel}/zurueckweisen", {"grund": " \n "}, seite=ziel).status_code in (
        400,
        409,
    )
    assert _get_ergebnis(einheit, wartend) is Eingangsergebnis.ZU_KLAEREN
    antwort = browser.post(f"{ziel}/zurueckweisen", {"grund": "Dop\0pelt <b>"}, seite=ziel)
    assert (antwort.status_code, antwort.location) == (302, ziel)
    assert _get_ergebnis(einheit, wartend) is Eingangsergebnis.ZURUECKGEWIESEN
    assert "pelt &lt;b&gt;" in browser.get(ziel).text


def test_a_message_that_is_no_application_opens_no_case(
    app: Flask, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    bericht = nimm_auf(create_ruecknahme("unbekannt"))
    ziel = f"/eingaenge/{bericht.eingang_id}"
    browser = Browser(app, POSTSTELLE)
    antwort = browser.post(f"{ziel}/anlegen", seite=ziel)
    assert antwort.status_code == 409
    assert "sie ist kein Antrag" in antwort.text
    assert _get_ergebnis(einheit, bericht) is Eingangsergebnis.ZU_KLAEREN


def test_every_act_is_in_the_chain(app: Flask, klar: Aufnahmeergebnis, einheit: Einheit) -> None:
    """Who did it stands there as an account, never as a name."""
    ziel = f"/vorgaenge/{klar.vorgang_id}"
    fassung = _get_vorgang(einheit, klar.vorgang_id).fassung
    Browser(app, SACHBEARBEITUNG).post(f"{ziel}/uebernehmen", {"fassung": fassung}, seite=ziel)
    with einheit() as uow:
        letztes = uow.session.scalars(
            select(Ereignisrecord)
            .where(Ereignisrecord.vorgang_id == klar.vorgang_id)
            .order_by(Ereignisrecord.nummer.desc())
            .limit(1)
        ).one()
    assert letztes.art == "vorgang_uebernommen"
    assert letztes.akteur.startswith("konto:")
    assert "Krüger" not in str(letztes.daten)

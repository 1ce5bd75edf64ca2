"""Delivering by the interface: what each outcome answers, and that nothing happens twice."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from bauaufsicht.db.models import Ausgang, Behoerde, Dienstzugang, Dokument, Eingang, Vorgang
from bauaufsicht.domain.eingang import Eingangsweg
from bauaufsicht.domain.fehler import AblageFehler
from bauaufsicht.services import aufnahme
from bauaufsicht.services.konto import create_dienstzugang
from tests.factories.browser import SACHBEARBEITUNG, SACHBEARBEITUNG_B
from tests.factories.haus import Haus, open_haus
from tests.factories.lieferung import (
    Probe,
    create_aenderung,
    read_manifest,
    read_muster,
    read_schulung,
)
from tests.factories.welt import BEHOERDE_A, BEHOERDE_B

ZIEL = "/api/v1/eingaenge"
FELDER = {
    *("ergebnis", "fehlerkennzahl", "befunde", "test", "aktenzeichen"),
    *("vorgang_id", "eingang_id", "fakten"),
}
DOCTYPE = Probe('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')
VERSPAETET = create_aenderung("<referenz>gibt es nicht</referenz>")


class Dienst:
    """A form service with its token."""

    def __init__(self, haus: Haus, token: str) -> None:
        self.haus = haus
        self.token = token

    def get_kopf(self, schluessel: str | None = None) -> dict[str, str]:
        """Headers of a request."""
        kopf = {"Authorization": f"Bearer {self.token}"}
        return kopf if schluessel is None else {**kopf, "Idempotency-Key": schluessel}

    def send(
        self, probe: Probe, schluessel: str | None = None, *, mit_namen: bool = False
    ) -> TestResponse:
        """Deliver; files under their dokumentid, or as `anlagen` under their file name."""
        teile: dict[str, Any] = {"nachricht": (BytesIO(probe.inhalt), probe.dateiname)}
        for anlage in probe.anlagen:
            datei = (BytesIO(anlage.inhalt), anlage.dateiname)
            if mit_namen or anlage.dokumentid is None:
                teile.setdefault("anlagen", []).append(datei)
            else:
                teile[anlage.dokumentid] = datei
        client = self.haus.app.test_client()
        return client.post(ZIEL, data=teile, headers=self.get_kopf(schluessel))


@pytest.fixture(scope="module")
def haus(request: pytest.FixtureRequest, dialekt: str) -> Iterator[Haus]:
    """An empty house."""
    with open_haus(request, dialekt) as haus:
        yield haus


@pytest.fixture(scope="module")
def dienste(haus: Haus) -> dict[str, Dienst]:
    """A token for all authorities, one for each of two, one that was revoked."""
    gefunden = {}
    with haus.einheit() as uow:
        for name, kennung in (
            ("alle", None),
            ("A", BEHOERDE_A),
            ("B", BEHOERDE_B),
            ("widerrufen", BEHOERDE_A),
        ):
            gefunden[name] = Dienst(haus, create_dienstzugang(uow, name, kennung))
        uow.session.flush()
        uow.session.execute(
            update(Dienstzugang).where(Dienstzugang.name == "widerrufen").values(gesperrt=True)
        )
    return gefunden


def _count(haus: Haus) -> dict[str, int]:
    with haus.einheit() as uow:
        zahlen = {
            t.__tablename__: uow.session.scalar(select(func.count()).select_from(t)) or 0
            for t in (Eingang, Vorgang, Ausgang)
        }
    return {**zahlen, "ablage": len(list(haus.ablage.list_eintraege()))}


def _check_problem(antwort: TestResponse, status: int) -> dict[str, Any]:
    """RFC 9457: the form of every refusal."""
    assert antwort.status_code == status, antwort.text
    assert antwort.content_type == "application/problem+json"
    problem: dict[str, Any] = json.loads(antwort.data)
    assert problem["title"] not in {s.phrase for s in HTTPStatus}  # in German, too
    assert problem["status"] == status
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert re.search(r"[a-zäöüß]{3,} .*\.$|…$", problem["detail"]), problem["detail"]
    assert "Traceback" not in antwort.text
    return problem


def test_an_application_becomes_a_case(haus: Haus, dienste: dict[str, Dienst]) -> None:
    probe = read_schulung("01")
    antwort = dienste["alle"].send(probe)
    assert antwort.status_code == 201
    assert antwort.content_type == "application/json"
    ergebnis = antwort.json
    assert set(ergebnis) == FELDER
    assert (ergebnis["ergebnis"], ergebnis["fehlerkennzahl"], ergebnis["befunde"]) == (
        "angelegt",
        None,
        [],
    )
    assert ergebnis["fakten"]["antragsteller"] == "Seifert, Maren"
    with haus.einheit() as uow:
        eingang = uow.session.get_one(Eingang, UUID(ergebnis["eingang_id"]))
        vorgang = uow.session.get_one(Vorgang, UUID(ergebnis["vorgang_id"]))
        assert eingang.weg is Eingangsweg.SCHNITTSTELLE
        assert eingang.dienstzugang_id is not None
        assert vorgang.aktenzeichen == ergebnis["aktenzeichen"]
        with uow.ports.ablage.read(eingang.schluessel) as strom:
            assert strom.read() == probe.inhalt
    ziel = f"/vorgaenge/{ergebnis['vorgang_id']}"
    assert haus.get_browser(SACHBEARBEITUNG).get(ziel).status_code == 200
    assert haus.get_browser(SACHBEARBEITUNG_B).get(ziel).status_code == 404


def test_what_each_outcome_answers(haus: Haus, dienste: dict[str, Dienst]) -> None:
    dienst = dienste["alle"]
    for probe, status, ergebnis, kennzahl in (
        (read_schulung("02"), 201, "angelegt", None),
        (read_schulung("02"), 200, "wiederholung", None),
        (read_schulung("02").with_uuid("noch einmal"), 202, "zu_klaeren", None),
        (VERSPAETET, 202, "zu_klaeren", None),
        (read_schulung("11"), 201, "zugeordnet", None),
        (read_schulung("13"), 201, "angelegt", None),
        (read_schulung("05").with_anlagen(), 422, "zurueckgewiesen", "A001"),
        (DOCTYPE, 422, "zurueckgewiesen", "X0"),
        (Probe(""), 422, "zurueckgewiesen", "X0"),
        (Probe("kein XML"), 422, "zurueckgewiesen", "X0"),
    ):
        vorher = _count(haus)
        antwort = dienst.send(probe)
        assert (antwort.status_code, antwort.json["ergebnis"]) == (status, ergebnis)
        assert set(antwort.json) == FELDER
        assert str(antwort.json["fehlerkennzahl"]).startswith(str(kennzahl))
        assert antwort.json["test"] is (probe == read_schulung("13"))
        assert (antwort.json["vorgang_id"] is None) is (status in (202, 422))
        if kennzahl:
            assert antwort.json["befunde"][0]["kennzahl"] == antwort.json["fehlerkennzahl"]
            assert "root:" not in antwort.text
        assert _count(haus)["eingang"] == vorher["eingang"] + 1  # nothing that came is lost


def test_parts_are_found_by_dokumentid_or_by_file_name(
    haus: Haus, dienste: dict[str, Dienst]
) -> None:
    for mit_namen in (False, True):
        probe = read_schulung("03").with_referenz(f"teile {mit_namen}")
        antwort = dienste["A"].send(probe, mit_namen=mit_namen)
        assert antwort.status_code == 201, antwort.text
        assert antwort.json["fakten"]["anzahl_anlagen"] == len(probe.anlagen)
        with haus.einheit() as uow:
            dokumente = uow.session.scalars(
                select(Dokument).where(Dokument.vorgang_id == UUID(antwort.json["vorgang_id"]))
            ).all()
        assert len(dokumente) == len(probe.anlagen)


def test_a_token_of_one_authority_delivers_to_no_other(
    haus: Haus, dienste: dict[str, Dienst]
) -> None:
    """T080, and the answer says nothing about what the other authority has."""
    probe = read_schulung("04").with_referenz("fremd")
    assert dienste["A"].send(probe).status_code == 201
    vorher = _count(haus)
    fremd = dienste["B"].send(probe)  # exactly what A has
    neu = dienste["B"].send(read_schulung("04").with_referenz("fremd 2"))
    for antwort in (fremd, neu):
        assert antwort.status_code == 422
        assert (antwort.json["ergebnis"], antwort.json["fehlerkennzahl"]) == (
            "zurueckgewiesen",
            "T080",
        )
        assert (antwort.json["vorgang_id"], antwort.json["aktenzeichen"]) == (None, None)
    ohne_ids = [
        {k: v for k, v in a.json.items() if k not in ("eingang_id", "fakten")} for a in (fremd, neu)
    ]
    assert ohne_ids[0] == ohne_ids[1]
    nachher = _count(haus)
    assert nachher["vorgang"] == vorher["vorgang"]
    with haus.einheit() as uow:
        b = uow.session.scalars(select(Behoerde.id).where(Behoerde.kennung == BEHOERDE_B)).one()
        for antwort in (fremd, neu):
            eingang = uow.session.get_one(Eingang, UUID(antwort.json["eingang_id"]))
            assert eingang.behoerde_id == b
    seite = haus.get_browser(SACHBEARBEITUNG).get(f"/eingaenge/{fremd.json['eingang_id']}")
    assert seite.status_code == 404


@pytest.mark.parametrize(
    "kopf",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer  "},
        {"Authorization": "Bearer falsch"},
        {"Authorization": "Basic a3J1ZWdlcjpzY2h1bHVuZw=="},
        {"Authorization": "Bearer \xe4\xf6"},
        {"Authorization": "Bearer " + "x" * 10_000},
        {"Cookie": "token=x"},
    ],
)
def test_without_a_token_nothing_is_stored(
    kopf: dict[str, str], haus: Haus, dienste: dict[str, Dienst]
) -> None:
    assert dienste
    vorher = _count(haus)
    for methode, ziel in (("POST", ZIEL), ("GET", "/api/v1/ausgaenge")):
        daten = {"nachricht": (BytesIO(b"<x/>"), "x.xml")} if methode == "POST" else None
        antwort = haus.app.test_client().open(ziel, method=methode, data=daten, headers=kopf)
        problem = _check_problem(antwort, 401)
        assert antwort.headers["WWW-Authenticate"] == "Bearer"
        assert "x" * 100 not in json.dumps(problem)
    assert _count(haus) == vorher


def test_a_revoked_token_is_none(haus: Haus, dienste: dict[str, Dienst]) -> None:
    vorher = _count(haus)
    _check_problem(dienste["widerrufen"].send(read_schulung("05")), 401)
    assert _count(haus) == vorher


def test_a_session_of_the_pages_is_no_token(haus: Haus) -> None:
    """And nobody's browser can be made to deliver: cookies count for nothing here."""
    browser = haus.get_browser(SACHBEARBEITUNG)
    _check_problem(browser.client.get("/api/v1/ausgaenge"), 401)
    daten = {"nachricht": (BytesIO(b"<x/>"), "x.xml")}
    _check_problem(browser.client.post(ZIEL, data=daten), 401)


def test_a_token_opens_no_page(haus: Haus, dienste: dict[str, Dienst]) -> None:
    antwort = haus.app.test_client().get("/vorgaenge", headers=dienste["alle"].get_kopf())
    assert antwort.location == "/anmelden?weiter=/vorgaenge?"


def test_the_scheme_of_the_token_has_no_case(haus: Haus, dienste: dict[str, Dienst]) -> None:
    kopf = {"Authorization": f"bEARER  {dienste['A'].token} "}
    assert haus.app.test_client().get("/api/v1/ausgaenge", headers=kopf).status_code == 200


def test_requests_that_are_none(haus: Haus, dienste: dict[str, Dienst]) -> None:
    kopf = dienste["A"].get_kopf()
    vorher = _count(haus)
    client = haus.app.test_client()
    for daten, art in (
        (None, None),
        (b"", "multipart/form-data"),
        (b"kaputt", "multipart/form-data; boundary=x"),
        (b"--x\r\nkaputt", "multipart/form-data; boundary=x"),
        (b"<x/>", "application/xml"),
        (b"{}", "application/json"),
        ({"nachricht": "als Text"}, None),
        ({"anlagen": (BytesIO(b"x"), "a.pdf")}, None),
    ):
        antwort = client.post(ZIEL, data=daten, content_type=art, headers=kopf)
        problem = _check_problem(antwort, 400)
        assert "nachricht" in problem["detail"] or "lesbar" in problem["detail"]
    assert _count(haus) == vorher


def test_nothing_that_was_sent_is_dropped(haus: Haus, dienste: dict[str, Dienst]) -> None:
    """A second message, or a part that is no file: refused as a whole, not taken in by half."""
    kopf, inhalt, vorher = dienste["A"].get_kopf(), read_schulung("06").inhalt, _count(haus)
    client = haus.app.test_client()
    zwei = [(BytesIO(inhalt), "a.xml"), (BytesIO(inhalt), "b.xml")]
    for daten, wort in (
        ({"nachricht": zwei}, "genau einem"),
        ({"nachricht": (BytesIO(inhalt), "a.xml"), "plan": "als Text"}, "„plan“"),
    ):
        problem = _check_problem(client.post(ZIEL, data=daten, headers=kopf), 400)
        assert wort in problem["detail"]
    for namenlos in (b"form-data", b'form-data; foo="x"', b'form-data; filename=""'):
        anfrage = (
            b'--x\r\nContent-Disposition: form-data; name="nachricht"; filename="a.xml"\r\n\r\n'
            b"<a/>\r\n--x\r\nContent-Disposition: " + namenlos + b"\r\n\r\ny\r\n--x--\r\n"
        )
        art = "multipart/form-data; boundary=x"
        _check_problem(client.post(ZIEL, data=anfrage, content_type=art, headers=kopf), 400)
    assert _count(haus) == vorher


def test_addresses_that_are_none(haus: Haus, dienste: dict[str, Dienst]) -> None:
    client, kopf = haus.app.test_client(), dienste["A"].get_kopf()
    for ziel in ("/api", "/api/v1", "/api/v1/x", "/api/v2/eingaenge", "/api/v1/ausgaenge/x"):
        for k in ({}, kopf):
            antwort = client.get(ziel, headers=k)
            if ziel != "/api":
                _check_problem(antwort, 404)
            assert antwort.status_code == 404
    for methode, ziel, erlaubt in (
        ("GET", ZIEL, "OPTIONS, POST"),
        ("DELETE", ZIEL, "OPTIONS, POST"),
        ("POST", "/api/v1/ausgaenge", "GET, HEAD, OPTIONS"),
    ):
        antwort = client.open(ziel, method=methode, headers=kopf)
        _check_problem(antwort, 405)
        assert antwort.headers["Allow"] == erlaubt


def test_too_much_is_refused(
    haus: Haus, dienste: dict[str, Dienst], monkeypatch: pytest.MonkeyPatch
) -> None:
    vorher = _count(haus)
    monkeypatch.setitem(haus.app.config, "MAX_CONTENT_LENGTH", 10_000)
    problem = _check_problem(dienste["A"].send(read_schulung("04")), 413)
    assert "250 MB" in problem["detail"]
    assert _count(haus) == vorher
    monkeypatch.undo()
    monkeypatch.setattr(aufnahme, "HOECHSTZAHL_ANLAGEN", 2)
    problem = _check_problem(dienste["A"].send(read_schulung("04")), 422)
    assert "höchstens 2 Anlagen" in problem["detail"]
    assert _count(haus)["eingang"] == vorher["eingang"]


def test_the_storage_does_not_answer(
    haus: Haus, dienste: dict[str, Dienst], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sender is never told success, and when to come again."""

    def fail(*_: object, **__: object) -> None:
        raise AblageFehler("geheimer Ort")

    vorher = _count(haus)
    monkeypatch.setattr(type(haus.ablage), "write", fail)
    antwort = dienste["A"].send(read_schulung("05"))
    _check_problem(antwort, 503)
    assert antwort.headers["Retry-After"] == "60"
    assert "geheimer Ort" not in antwort.text
    assert _count(haus) == vorher


def test_an_error_of_ours_has_a_number(
    haus: Haus,
    dienste: dict[str, Dienst],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(type(haus.ablage), "write", lambda *_, **__: 1 / 0)
    antwort = dienste["A"].send(read_schulung("05"))
    problem = _check_problem(antwort, 500)
    assert re.fullmatch(r"[0-9a-f]{12}", problem["kennung"])
    assert problem["kennung"] in caplog.text
    assert "ZeroDivision" not in antwort.text


# --- Idempotency-Key ---------------------------------------------------------------------------


def test_the_same_key_with_the_same_content_gives_the_same_answer(
    haus: Haus, dienste: dict[str, Dienst]
) -> None:
    probe = read_schulung("03").with_referenz("schlüssel gleich")
    erste = dienste["A"].send(probe, "gleich")
    assert erste.status_code == 201
    vorher = _count(haus)
    zweite = dienste["A"].send(probe, "gleich")
    assert (zweite.status_code, zweite.json) == (erste.status_code, erste.json)
    assert {**_count(haus), "ablage": 0} == {**vorher, "ablage": 0}


def test_the_same_key_with_another_content_is_refused(
    haus: Haus, dienste: dict[str, Dienst]
) -> None:
    probe = read_schulung("03").with_referenz("schlüssel anders")
    assert dienste["A"].send(probe, "anders").status_code == 201
    vorher = _count(haus)
    ohne_eine = probe.with_anlagen(*probe.anlagen[1:])
    for andere in (probe.with_uuid("x"), ohne_eine, Probe("kein XML")):
        problem = _check_problem(dienste["A"].send(andere, "anders"), 422)
        assert "anderen Inhalt" in problem["detail"]
        assert problem["idempotenz"] == "anders"
    nachher = _count(haus)
    assert {**nachher, "ablage": 0} == {**vorher, "ablage": 0}


def test_a_key_belongs_to_its_token(haus: Haus, dienste: dict[str, Dienst]) -> None:
    """What another service used as a key is its own business."""
    eine = read_schulung("03").with_referenz("schlüssel A")
    andere = read_schulung("10").with_referenz("schlüssel B")
    assert dienste["A"].send(eine, "geteilt").status_code == 201
    assert dienste["B"].send(andere, "geteilt").status_code == 201
    assert dienste["alle"].send(eine, "geteilt").status_code == 200  # the UUID is known


def test_a_refused_delivery_is_refused_again_under_its_key(
    haus: Haus, dienste: dict[str, Dienst]
) -> None:
    erste = dienste["A"].send(Probe("kein XML"), "kaputt")
    zweite = dienste["A"].send(Probe("kein XML"), "kaputt")
    assert (erste.status_code, zweite.status_code) == (422, 422)
    assert erste.json == zweite.json
    assert haus.app


@pytest.mark.parametrize("schluessel", ["", "x" * 256, "a\tb", "a\x7fb", "\x85"])
def test_a_key_that_is_none(schluessel: str, haus: Haus, dienste: dict[str, Dienst]) -> None:
    vorher = _count(haus)
    problem = _check_problem(dienste["A"].send(read_schulung("05"), schluessel), 400)
    assert "1 bis 255" in problem["detail"]
    assert _count(haus) == vorher


def test_a_key_may_be_long_and_foreign(haus: Haus, dienste: dict[str, Dienst]) -> None:
    assert haus.app
    for n, schluessel in enumerate(("x" * 255, "\xe4\xf6\xfc", "' OR 1=1 --", " ")):
        probe = read_schulung("03").with_referenz(f"lang {n}")
        antwort = dienste["A"].send(probe, schluessel)
        assert antwort.status_code in (201, 400), antwort.text
        assert antwort.status_code == 201 or not schluessel.strip()


@pytest.mark.parametrize("schluessel", ["zugleich", None])
def test_twice_at_the_same_time_is_one_case(
    schluessel: str | None, haus: Haus, dienste: dict[str, Dienst]
) -> None:
    probe = read_schulung("03").with_referenz(f"zugleich {schluessel}")
    vorher = _count(haus)
    faeden = 6
    schranke = Barrier(faeden)

    def send() -> TestResponse:
        schranke.wait()
        return dienste["A"].send(probe, schluessel)

    with ThreadPoolExecutor(faeden) as gruppe:
        antworten = [f.result() for f in [gruppe.submit(send) for _ in range(faeden)]]
    status = sorted(a.status_code for a in antworten)
    assert len({a.json["vorgang_id"] for a in antworten}) == 1
    assert _count(haus)["vorgang"] == vorher["vorgang"] + 1
    if schluessel:
        assert status == [201] * faeden
        assert len({a.json["eingang_id"] for a in antworten}) == 1
        assert _count(haus)["eingang"] == vorher["eingang"] + 1
    else:
        assert status == [200] * (faeden - 1) + [201]
        assert _count(haus)["eingang"] == vorher["eingang"] + faeden


def test_the_samples_give_their_facts(dienste: dict[str, Dienst], xbau_daten: Any) -> None:
    """The same facts as on the command line, in the same spelling."""
    for kennung in ("dev-01", "dev-02"):
        antwort = dienste["alle"].send(read_muster(xbau_daten, kennung))
        assert antwort.status_code == 201, antwort.text
        fakten = read_manifest(xbau_daten)[kennung]["facts"]
        assert {k: antwort.json["fakten"].get(k) for k in fakten} == fakten

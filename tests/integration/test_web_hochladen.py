"""Uploading through the web: raw bodies for the script, forms for everybody else."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from bauaufsicht.adapters.fakes.virenscanner import EicarScanner
from bauaufsicht.db.models import DokumentFassung
from bauaufsicht.domain.fehler import AblageFehler
from bauaufsicht.domain.unterlage import HOECHSTGROESSE_DATEI, Pruefstand
from tests.factories import browser as personen
from tests.factories.browser import Browser, read_token
from tests.factories.dateien import create_bild, create_pdf
from tests.factories.haus import Haus, open_haus
from tests.factories.hochladen import Szene, create_szene, run_auftraege

PDF = create_pdf()


@pytest.fixture
def haus(request: pytest.FixtureRequest, dialekt: str) -> Iterator[Haus]:
    """A house of the test's own."""
    with open_haus(request, dialekt) as haus:
        yield haus


@pytest.fixture
def szene(haus: Haus) -> Szene:
    """A case with open places."""
    return create_szene(haus.einheit)


def _get_adresse(szene: Szene, punkt: int = 0) -> str:
    return f"/vorgaenge/{szene.vorgang_id}/hochladen/nachforderung/{szene.punkte[punkt]}"


def _post(
    browser: Browser,
    adresse: str,
    inhalt: bytes = PDF,
    name: str | None = "Plan.pdf",
    token: str | None = None,
    **weitere: Any,
) -> TestResponse:
    """Send a raw body as the script does."""
    kopf = {"Accept": "application/json"}
    if name is not None:
        kopf["X-Dateiname"] = quote(name, safe="", errors="surrogatepass")
    kopf["X-CSRFToken"] = read_token(browser.get("/hilfe").text) if token is None else token
    return browser.client.post(
        adresse, data=inhalt, headers=kopf, content_type="application/octet-stream", **weitere
    )


def _list_fassungen(haus: Haus) -> list[DokumentFassung]:
    with haus.einheit() as uow:
        return list(
            uow.session.scalars(
                select(DokumentFassung)
                .where(DokumentFassung.konto_id.is_not(None))
                .order_by(DokumentFassung.dateiname)
            )
        )


# --- raw body ---------------------------------------------------------------------------------


def test_a_raw_body_becomes_a_draft(haus: Haus, szene: Szene) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    antwort = _post(planung, _get_adresse(szene), name="Abstandsflächen – Süd.pdf")
    assert antwort.status_code == 201, antwort.text
    assert antwort.json["dateiname"] == "Abstandsflächen – Süd.pdf"
    assert (antwort.json["nummer"], antwort.json["groesse"]) == (1, len(PDF))
    nochmal = _post(planung, _get_adresse(szene))
    assert (nochmal.status_code, nochmal.json["wiederholt"]) == (200, True)
    ersatz = _post(
        planung, f"{_get_adresse(szene)}?dokument={antwort.json['dokument']}", create_pdf(2)
    )
    assert (ersatz.status_code, ersatz.json["nummer"]) == (201, 2)
    assert len(_list_fassungen(haus)) == 2


def test_the_list_tells_how_the_inspection_stands(haus: Haus, szene: Szene) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    leer = planung.get(_get_adresse(szene)).json
    assert (leer["offen"], leer["liste"].strip()) == (0, "")
    _post(planung, _get_adresse(szene))
    _post(planung, _get_adresse(szene), b"kein PDF", "Falsch<b>.pdf")
    stand = planung.get(_get_adresse(szene)).json
    assert stand["offen"] == 2
    assert stand["liste"].count("wird geprüft") == 2
    assert "vorschau.webp" not in stand["liste"]
    run_auftraege(haus.einheit)
    stand = planung.get(_get_adresse(szene)).json
    assert stand["offen"] == 0
    liste = stand["liste"]
    assert "Der Inhalt passt nicht zur Endung" in liste
    assert "gesperrt" in liste
    assert "Falsch&lt;b&gt;.pdf" in liste
    vorschau = re.search(r'src="([^"]+/vorschau\.webp)"', liste)
    assert vorschau
    bild = planung.get(vorschau[1])
    assert (bild.status_code, bild.mimetype) == (200, "image/webp")
    assert bild.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert bild.headers["X-Content-Type-Options"] == "nosniff"
    assert haus.get_browser().get(vorschau[1]).status_code == 404  # a draft of the other side


@pytest.mark.parametrize(
    ("inhalt", "name", "status", "meldung"),
    [
        (PDF, "plan.exe", 422, "Dateien dieser Art nehmen wir nicht an."),
        (PDF, "", 422, "hat keinen Namen"),
        (PDF, None, 422, "hat keinen Namen"),
        (PDF, "..\\..", 422, "hat keinen Namen"),
    ],
)
def test_a_refusal_is_a_sentence(
    haus: Haus, szene: Szene, inhalt: bytes, name: str | None, status: int, meldung: str
) -> None:
    antwort = _post(haus.get_browser(personen.ENTWURFSVERFASSER), _get_adresse(szene), inhalt, name)
    assert antwort.status_code == status
    assert meldung in antwort.json["fehler"][0]
    assert _list_fassungen(haus) == []


@pytest.mark.parametrize(
    "name",
    ["../../x.pdf", "x" * 4096 + ".pdf", "a\0\r\nSet-Cookie: x.pdf", "\udcff.pdf", "%00.pdf"],
)
def test_odd_names_are_kept_as_names(haus: Haus, szene: Szene, name: str) -> None:
    antwort = _post(haus.get_browser(personen.ENTWURFSVERFASSER), _get_adresse(szene), name=name)
    assert antwort.status_code == 201
    gespeichert = _list_fassungen(haus)[0].dateiname
    assert gespeichert.endswith(".pdf")
    assert len(gespeichert) <= 200
    assert "/" not in gespeichert
    assert gespeichert.isprintable()


def test_a_body_without_its_length_is_not_taken(haus: Haus, szene: Szene) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    umgebung = {"wsgi.input_terminated": True}
    antwort = planung.client.post(
        _get_adresse(szene),
        input_stream=BytesIO(PDF),
        content_type="application/octet-stream",
        headers={
            "Accept": "application/json",
            "Transfer-Encoding": "chunked",
            "X-Dateiname": "a.pdf",
            "X-CSRFToken": read_token(planung.get("/hilfe").text),
        },
        environ_overrides=umgebung,
    )
    assert antwort.status_code == 411
    assert "wie groß die Datei ist" in antwort.json["fehler"][0]


@pytest.mark.parametrize("als_json", [True, False])
@pytest.mark.parametrize("groesse", [HOECHSTGROESSE_DATEI + 1, 3 << 30])
def test_a_body_that_is_too_big_is_refused_unread(
    haus: Haus, szene: Szene, groesse: int, als_json: bool
) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    kopf = {"X-Dateiname": "a.pdf", "X-CSRFToken": read_token(planung.get("/hilfe").text)}
    if als_json:
        kopf["Accept"] = "application/json"
    strom = BytesIO(PDF)
    antwort = planung.client.post(
        _get_adresse(szene),
        input_stream=strom,
        content_type="application/octet-stream",
        headers=kopf,
        environ_overrides={"CONTENT_LENGTH": str(groesse)},
    )
    assert antwort.status_code == 413
    assert strom.tell() == 0
    text = antwort.json["fehler"][0] if als_json else antwort.text
    assert "größer als 500 MB" in text
    assert _list_fassungen(haus) == []


def test_a_plan_above_the_limit_of_forms_is_taken(haus: Haus, szene: Szene) -> None:
    """Forms end at 300 MB; here it is the declared size that counts."""
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    antwort = planung.client.post(
        _get_adresse(szene),
        input_stream=BytesIO(PDF),
        content_type="application/octet-stream",
        headers={
            "Accept": "application/json",
            "X-Dateiname": "a.pdf",
            "X-CSRFToken": read_token(planung.get("/hilfe").text),
        },
        environ_overrides={"CONTENT_LENGTH": str(400 << 20)},
    )
    assert antwort.status_code == 400  # it was taken, and broke off
    assert "nicht vollständig" in antwort.json["fehler"][0]
    assert _list_fassungen(haus) == []
    assert not [e for e in haus.ablage.list_eintraege() if "hochgeladen" in e.schluessel]


@pytest.mark.parametrize("token", ["", "x.y.z"])
def test_without_its_token_nothing_is_taken(haus: Haus, szene: Szene, token: str) -> None:
    antwort = _post(haus.get_browser(personen.ENTWURFSVERFASSER), _get_adresse(szene), token=token)
    assert antwort.status_code == 400
    assert "abgelaufen" in antwort.json["fehler"][0]
    assert _list_fassungen(haus) == []


@pytest.mark.parametrize(
    ("wer", "status"),
    [
        (personen.ANTRAGSTELLER_2, 404),
        (personen.STELLE, 403),
        (personen.SACHBEARBEITUNG, 403),
        (personen.SACHBEARBEITUNG_B, 404),
    ],
)
def test_the_others_get_a_sentence_as_json(haus: Haus, szene: Szene, wer: str, status: int) -> None:
    antwort = _post(haus.get_browser(wer), _get_adresse(szene))
    assert antwort.status_code == status
    assert antwort.json["fehler"][0].endswith(".")


def test_a_document_that_is_nonsense_does_not_exist(haus: Haus, szene: Szene) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    for dokument in ("x", str(UUID(int=1)), "1' OR '1'='1"):
        assert (
            _post(planung, f"{_get_adresse(szene)}?dokument={quote(dokument)}").status_code == 404
        )
    assert _list_fassungen(haus) == []


def test_while_the_storage_is_away_the_rest_of_the_house_works(
    haus: Haus, szene: Szene, monkeypatch: pytest.MonkeyPatch
) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)

    def fail(*_: object, **__: object) -> None:
        raise AblageFehler("weg")

    with monkeypatch.context() as stoerung:
        for name in ("write", "read", "create_sammlung"):
            stoerung.setattr(haus.ablage, name, fail)
        antwort = _post(planung, _get_adresse(szene))
        assert antwort.status_code == 503
        assert "Speicher für Dateien antwortet gerade nicht" in antwort.json["fehler"][0]
        formular = _submit_formular(planung, szene, ("a.pdf", PDF))
        assert formular.status_code == 503
        assert "Speicher für Dateien antwortet gerade nicht" in formular.text
        assert planung.get(f"/vorgaenge/{szene.vorgang_id}/unterlagen").status_code == 200
        assert planung.get(_get_adresse(szene)).status_code == 200
    assert _list_fassungen(haus) == []
    assert _post(planung, _get_adresse(szene)).status_code == 201


# --- form without a script --------------------------------------------------------------------


def _submit_formular(
    browser: Browser, szene: Szene, *dateien: tuple[str, bytes], **felder: str
) -> TestResponse:
    name = f"dateien-{szene.punkte[0]}"
    return browser.post(_get_adresse(szene), {name: _list_anhaenge(*dateien), **felder})


def _list_anhaenge(*dateien: tuple[str, bytes]) -> list[tuple[BytesIO, str]]:
    return [(BytesIO(inhalt), name) for name, inhalt in dateien]


def test_a_form_takes_several_files_and_says_what_became_of_each(haus: Haus, szene: Szene) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    seite = f"/vorgaenge/{szene.vorgang_id}/unterlagen"
    antwort = _submit_formular(
        planung,
        szene,
        ("Plan.pdf", PDF),
        ("virus.exe", b"MZ"),
        ("Foto.png", create_bild()),
        ("leer.pdf", b""),
        zurueck=f"{seite}?x=1",
    )
    assert (antwort.status_code, antwort.location) == (302, f"{seite}?x=1")
    assert [f.dateiname for f in _list_fassungen(haus)] == ["Foto.png", "Plan.pdf"]
    text = planung.get(seite).text
    assert "2 Dateien sind angekommen" in text
    assert "„virus.exe“: Dateien dieser Art nehmen wir nicht an." in text
    assert "„leer.pdf“: Die Datei ist leer" in text
    _submit_formular(planung, szene, ("Plan.pdf", PDF))
    assert "lag hier schon" in planung.get(seite).text


def test_a_form_without_files_says_so(haus: Haus, szene: Szene) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    antwort = _submit_formular(planung, szene, zurueck="/hilfe#weit-unten")
    # without the place on the page: the message stands on top
    assert (antwort.status_code, antwort.location) == (302, "/hilfe")
    assert "Wählen Sie mindestens eine Datei aus." in planung.get("/hilfe").text


def test_what_is_typed_goes_with_the_files_and_comes_back(haus: Haus, szene: Szene) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    liste = f"/vorgaenge/{szene.vorgang_id}/nachforderungen"
    seite = planung.get(liste).location or ""
    erster, zweiter = szene.punkte[:2]
    getippt = {
        "seite": seite,
        "zurueck": f"{seite}#punkt-1",
        "punkte-0": str(erster),
        "texte-0": "Zum ersten Punkt",
        "nachricht": "An die Bauaufsicht",
    }
    dateien = {
        f"dateien-{zweiter}": _list_anhaenge(("zwei.pdf", create_pdf(2))),
        f"dateien-{erster}": _list_anhaenge(("eins.pdf", PDF)),
        "dateien-unsinn": _list_anhaenge(("drei.pdf", create_pdf(3))),
    }
    antwort = planung.post(_get_adresse(szene), {**dateien, **getippt})
    assert (antwort.status_code, antwort.location) == (302, f"{seite}#punkt-1")
    assert {f.dateiname for f in _list_fassungen(haus)} == {"eins.pdf", "zwei.pdf"}
    wieder = planung.get(seite).text
    assert "Zum ersten Punkt" in wieder
    assert "An die Bauaufsicht" in wieder
    erste = next(f for f in _list_fassungen(haus) if f.dateiname == "eins.pdf")
    adresse = f"/vorgaenge/{szene.vorgang_id}/unterlagen/{erste.id}/entfernen"
    planung.post(adresse, {**getippt, "nachricht": "Anders"})
    assert "Anders" in planung.get(seite).text


def test_what_is_typed_survives_a_session_that_ended(haus: Haus, szene: Szene) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    seite = planung.get(f"/vorgaenge/{szene.vorgang_id}/nachforderungen").location or ""
    planung.client.delete_cookie("bauaufsicht")
    getippt = {"seite": seite, "nachricht": "Mein langer Satz", "csrf_token": "alt"}
    antwort = planung.client.post(
        _get_adresse(szene), data={**getippt, f"dateien-{szene.punkte[0]}": _list_anhaenge()}
    )
    assert antwort.status_code == 401
    assert "Mein langer Satz" in antwort.text


def test_a_form_replaces_the_chosen_document_by_its_first_file(haus: Haus, szene: Szene) -> None:
    erste = szene.submit(PDF)
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    _submit_formular(
        planung,
        szene,
        ("a.pdf", create_pdf(2)),
        ("b.pdf", create_pdf(3)),
        **{f"dokument-{szene.punkte[0]}": str(erste.dokument_id)},
    )
    je_name = {f.dateiname: f for f in _list_fassungen(haus)}
    assert (je_name["a.pdf"].dokument_id, je_name["a.pdf"].nummer) == (erste.dokument_id, 2)
    assert je_name["b.pdf"].dokument_id != erste.dokument_id


@pytest.mark.parametrize("ziel", ["//boese.example", "https://boese.example", "/\\boese", "x"])
def test_the_way_back_leads_nowhere_else(haus: Haus, szene: Szene, ziel: str) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    antwort = _submit_formular(planung, szene, ("a.pdf", PDF), zurueck=ziel)
    assert antwort.location == f"/vorgaenge/{szene.vorgang_id}/unterlagen"


def test_a_draft_is_taken_back_by_script_and_by_form(haus: Haus, szene: Szene) -> None:
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    erste, zweite = szene.submit(PDF), szene.submit(create_pdf(2))
    ort = f"/vorgaenge/{szene.vorgang_id}/unterlagen"
    antwort = planung.client.post(
        f"{ort}/{erste.fassung_id}/entfernen",
        headers={
            "Accept": "application/json",
            "X-CSRFToken": read_token(planung.get("/hilfe").text),
        },
    )
    assert (antwort.status_code, antwort.json) == (200, {"entfernt": str(erste.fassung_id)})
    for _ in range(2):  # a second click changes nothing
        antwort = planung.post(f"{ort}/{zweite.fassung_id}/entfernen", {"zurueck": ort})
        assert (antwort.status_code, antwort.location) == (302, ort)
    assert "Die Datei ist entfernt." in planung.get(ort).text
    assert all(f.schluessel is None for f in _list_fassungen(haus))


# --- pages ---------------------------------------------------------------------------------------


def _set_staende(haus: Haus, stand: Pruefstand, befund: str = "") -> None:
    with haus.einheit() as uow:
        for fassung in uow.session.scalars(
            select(DokumentFassung).where(DokumentFassung.schluessel.is_not(None))
        ):
            fassung.pruefstand, fassung.pruefbefund = stand, befund


@pytest.mark.parametrize("wer", [personen.SACHBEARBEITUNG, personen.ENTWURFSVERFASSER])
def test_the_page_says_how_each_document_stands(haus: Haus, szene: Szene, wer: str) -> None:
    browser = haus.get_browser(wer)
    seite = f"/vorgaenge/{szene.vorgang_id}/unterlagen"
    anzahl = browser.get(seite).text.count("/vorschau.webp")
    assert anzahl >= 3
    for stand, befund, erwartet, abrufbar in (
        (Pruefstand.FREIGEGEBEN, "", ">geprüft<", True),
        (Pruefstand.NICHT_GEPRUEFT, "", "nicht auf Schadsoftware geprüft", True),
        (Pruefstand.UNGEPRUEFT, "", "wird geprüft", False),
        (Pruefstand.GESPERRT, "Die Datei enthält <Böses>.", "enthält &lt;Böses&gt;", False),
        (Pruefstand.BESCHAEDIGT, "", "beschädigt", False),
    ):
        _set_staende(haus, stand, befund)
        text = browser.get(seite).text
        assert erwartet in text
        assert text.count("/vorschau.webp") == (anzahl if abrufbar else 0)
        assert (re.search(rf'href="{seite}/[0-9a-f-]+"', text) is not None) is abrufbar
        warnung = "sind nicht auf Schadsoftware geprüft" in text
        assert warnung is (stand is Pruefstand.NICHT_GEPRUEFT)


def test_a_blocked_file_of_a_delivery_cannot_be_fetched_by_the_back_door(
    haus: Haus, szene: Szene
) -> None:
    poststelle = haus.get_browser(personen.POSTSTELLE)
    with haus.einheit() as uow:
        fassung = uow.session.scalars(
            select(DokumentFassung).where(DokumentFassung.dokument_id == szene.lageplan)
        ).one()
    seite = poststelle.get(f"/eingaenge/{fassung.eingang_id}").text
    anlagen = set(re.findall(rf"/eingaenge/{fassung.eingang_id}/anlagen/[0-9a-f-]+", seite))
    assert {poststelle.get(a, buffered=True).status_code for a in anlagen} == {200}
    _set_staende(haus, Pruefstand.GESPERRT, "Schadsoftware.")
    for anlage in anlagen:
        antwort = poststelle.get(anlage)
        assert antwort.status_code == 409
        assert "Schadsoftware." in antwort.text


def test_the_page_of_the_demand_offers_the_upload_to_whom_it_is_open(
    haus: Haus, szene: Szene
) -> None:
    szene.submit(PDF)
    planung = haus.get_browser(personen.ENTWURFSVERFASSER)
    liste = planung.get(f"/vorgaenge/{szene.vorgang_id}/nachforderungen", follow_redirects=True)
    for punkt in szene.punkte:
        assert f'id="hochladen-{punkt}"' in liste.text
        knopf = re.search(rf'<button[^>]*formaction="[^"]*/{punkt}"[^>]*>', liste.text)
        assert knopf
        for teil in ('form="antwort"', 'formenctype="multipart/form-data"', 'name="zurueck"'):
            assert teil in knopf[0]
    assert "js/hochladen.js" in liste.text
    assert "Plan.pdf" in liste.text
    behoerde = haus.get_browser().get(
        f"/vorgaenge/{szene.vorgang_id}/nachforderungen", follow_redirects=True
    )
    assert behoerde.status_code == 200
    assert "hochladen-" not in behoerde.text
    assert "Plan.pdf" not in behoerde.text


def test_the_page_of_the_stellungnahme_offers_the_upload(haus: Haus, szene: Szene) -> None:
    szene.submit(PDF, "Auflagen.pdf", szene.get_stellungnahmeort(), szene.stelle)
    run_auftraege(haus.einheit)
    seite = haus.get_browser(personen.STELLE).get(f"/vorgaenge/{szene.vorgang_id}/stellungnahme")
    assert f'id="hochladen-{szene.stellungnahme_id}"' in seite.text
    assert "Auflagen.pdf" in seite.text


def test_operations_see_whether_the_scanner_answers(haus: Haus) -> None:
    scanner = haus.ports.virenscanner
    assert isinstance(scanner, EicarScanner)
    betrieb = haus.get_browser(personen.BETRIEB)
    for bereit, wort, satz in ((True, "ok", "antwortet"), (False, "gestoert", "antwortet nicht")):
        scanner.bereit = bereit
        antwort = betrieb.get("/gesundheit")
        assert (antwort.status_code, antwort.json["virenscanner"]) == (200, wort)
        assert satz in betrieb.get("/betrieb").text

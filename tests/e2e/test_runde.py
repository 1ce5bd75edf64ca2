"""One full round through the shared room, in a browser, on both sets of real parts."""

import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import FRIST_MS, Anlage, Gast, open_gaeste
from tests.e2e.wege import submit_anmeldung
from tests.factories.dateien import create_pdf
from tests.plugins.chromium import NeueSeite
from tests.plugins.prozess import wait_bis

pytestmark = pytest.mark.e2e

BAD_BERKA = "Neubau eines Einfamilienhauses mit Carport"
AUFLAGE = "Die Dacheindeckung ist mit naturroten, nicht glänzenden Tonziegeln auszuführen."
PUNKTE = (
    ("Abstandsflächenplan", "Die Abstandsflächen fehlen im Lageplan."),
    ("Schnitt A-A", "Der Schnitt mit den Geländehöhen fehlt."),
    ("Ansicht Nord", "Die Ansicht ist nicht lesbar."),
)


@pytest.fixture
def gaeste(neue_seite: NeueSeite, anlage: Anlage) -> Iterator[Gast]:
    """Opens pages of this installation."""
    yield from open_gaeste(neue_seite, anlage.adresse)


def test_one_full_round(gaeste: Gast, anlage: Anlage) -> None:
    krueger = gaeste()
    submit_anmeldung(krueger, "Frau Krüger")
    krueger.goto("/vorgaenge?q=berka+seifert")
    krueger.get_by_role("link", name=BAD_BERKA).click()
    raum = krueger.url
    krueger.get_by_role("button", name="Vorgang übernehmen").click()
    expect(krueger.get_by_text("Bauaufsicht (Frau Krüger)")).to_be_visible()
    aktenzeichen = _read_aktenzeichen(krueger)

    _demand(krueger)
    planerin = gaeste()
    _answer(planerin, raum)
    _assess_and_return(krueger, raum)
    _answer_again(planerin, raum)
    _declare_complete(krueger, raum)
    _ask_bodies(krueger, raum)
    _give_stellungnahme(gaeste())
    _look_at_the_checks(krueger, raum)
    _decide(krueger, raum)
    _fetch_the_decision(gaeste(), raum)
    _take_the_file(krueger, raum)

    geprueft = anlage.run("akte", "pruefen", aktenzeichen)
    assert "Die Akte ist unversehrt." in geprueft
    _read_each_timeline(gaeste, raum)


def _read_aktenzeichen(seite: Page) -> str:
    gefunden = re.search(r"AP-2026-\d{5}", seite.locator("main").inner_text())
    assert gefunden
    return gefunden[0]


def _check(seite: Page) -> None:
    """The page is accessible and fits on a phone."""
    ergebnis = Axe().run(seite, options={"preload": False, "resultTypes": ["violations"]})
    assert ergebnis.response["violations"] == []
    groesse = seite.viewport_size
    seite.set_viewport_size({"width": 360, "height": 740})
    assert seite.evaluate("document.documentElement.scrollWidth") <= 360
    assert groesse
    seite.set_viewport_size(groesse)


def _demand(seite: Page) -> None:
    seite.get_by_role("link", name="Nachforderung schreiben").click()
    for n, (bezeichnung, grund) in enumerate(PUNKTE):
        if n:
            seite.get_by_role("button", name="Weiteren Punkt hinzufügen").click()
            expect(seite.locator(f"#punkte-{n}-bezeichnung")).to_be_focused()
        seite.locator(f"#punkte-{n}-bezeichnung").fill(bezeichnung)
        seite.locator(f"#punkte-{n}-grund").fill(grund)
    _check(seite)
    seite.get_by_role("button", name="Nachforderung senden").click()
    expect(seite.get_by_text("Die Nachforderung ist versandt.")).to_be_visible()
    expect(seite.get_by_text("Unterlagen sind nachgefordert")).to_be_visible()


def _answer(seite: Page, raum: str) -> None:
    submit_anmeldung(seite, "Frau Albrecht")
    seite.goto("/postfach")
    expect(seite.get_by_role("heading", name=re.compile("Neues im Vorgang"))).to_be_visible()
    expect(seite.locator("main")).not_to_contain_text("Abstandsflächenplan")
    seite.goto("/vorgaenge")
    expect(seite.locator("main")).to_contain_text("Bitte reichen Sie nach")
    seite.goto(raum)
    seite.get_by_role("link", name="Nachforderung beantworten").click()
    for bezeichnung, _ in PUNKTE:
        _upload(seite, bezeichnung, f"{bezeichnung}.pdf", f"{bezeichnung} erste Fassung")
    karte = _get_karte(seite, "Schnitt A-A")
    with seite.expect_file_chooser() as wahl:
        karte.get_by_role("button", name=re.compile("ersetzen")).click()
    wahl.value.set_files(_create_datei("Schnitt neu.pdf", "zweite Fassung"))
    expect(karte).to_contain_text("Fassung 2")
    _check(seite)
    nachricht = seite.get_by_label("Nachricht an die Bauaufsicht")
    nachricht.fill("Anbei die drei Pläne.")
    antwort = seite.url
    seite.goto(raum)  # at once: what was typed goes with the page

    def is_wieder_da() -> bool:  # the browser sends it beside the next pages
        seite.goto(antwort)
        return nachricht.input_value() == "Anbei die drei Pläne."

    assert wait_bis(is_wieder_da, sekunden=FRIST_MS / 1000)
    _wait_inspected(seite)
    seite.get_by_role("button", name="Weiter: Antwort ansehen").click()
    expect(seite.locator("main")).to_contain_text("Schnitt neu.pdf")
    _check(seite)
    seite.get_by_role("button", name="Antwort absenden").click()
    expect(seite.get_by_text("Ihre Antwort ist bei der Bauaufsicht angekommen.")).to_be_visible()


def _create_datei(name: str, text: str) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": create_pdf(text=text)}


def _get_karte(seite: Page, bezeichnung: str) -> Locator:
    return seite.get_by_role("region", name=re.compile(rf"\d\. {bezeichnung}"))


def _upload(seite: Page, bezeichnung: str, name: str, text: str) -> None:
    karte = _get_karte(seite, bezeichnung)
    karte.locator("input[type=file]").set_input_files(_create_datei(name, text))  # type: ignore[arg-type]
    expect(karte.get_by_role("list", name="Hochgeladene Dateien")).to_contain_text(name)


def _wait_inspected(seite: Page) -> None:
    """Until the worker has looked at every file."""
    expect(seite.get_by_text("wird geprüft", exact=True)).to_have_count(0)


def _assess_and_return(seite: Page, raum: str) -> None:
    seite.goto(raum)
    expect(seite.get_by_text("Antwort auf die Nachforderung prüfen")).to_be_visible()
    seite.get_by_role("link", name="Antwort prüfen").click()
    for bezeichnung, urteil in zip(
        [p[0] for p in PUNKTE], ("annehmen", "annehmen", "zurückgeben"), strict=True
    ):
        _get_karte(seite, bezeichnung).get_by_label(urteil).check()
    _get_karte(seite, "Ansicht Nord").get_by_label("Grund der Rückgabe").fill("Noch unscharf.")
    _check(seite)
    seite.get_by_role("button", name="Entscheidungen speichern").click()
    expect(_get_karte(seite, "Abstandsflächenplan")).to_contain_text("angenommen")
    expect(_get_karte(seite, "Ansicht Nord")).to_contain_text("zurückgegeben")


def _answer_again(seite: Page, raum: str) -> None:
    seite.goto(raum)
    seite.get_by_role("link", name="Nachforderung beantworten").click()
    expect(_get_karte(seite, "Ansicht Nord")).to_contain_text("Noch unscharf.")
    _upload(seite, "Ansicht Nord", "Ansicht scharf.pdf", "scharf")
    _wait_inspected(seite)
    seite.get_by_role("button", name="Weiter: Antwort ansehen").click()
    seite.get_by_role("button", name="Antwort absenden").click()
    expect(seite.get_by_text("Ihre Antwort ist bei der Bauaufsicht angekommen.")).to_be_visible()


def _declare_complete(seite: Page, raum: str) -> None:
    seite.goto(raum)
    seite.get_by_role("link", name="Antwort prüfen").click()
    _get_karte(seite, "Ansicht Nord").get_by_label("annehmen").check()
    seite.get_by_role("button", name="Entscheidungen speichern").click()
    seite.goto(raum)
    seite.get_by_role("link", name="Antrag für vollständig erklären").click()
    expect(seite.locator("main")).to_contain_text("§ 65 Abs. 2 ThürBO")
    _check(seite)
    seite.get_by_role("button", name="Für vollständig erklären").click()
    expect(seite.get_by_text("Vollständig, wird geprüft")).to_be_visible()


def _wait_readable(seite: Page, raum: str) -> None:
    """Until the worker has looked at every document of the case."""

    def is_fertig() -> bool:
        seite.goto(f"{raum}/unterlagen")
        return seite.get_by_text("wird geprüft", exact=True).count() == 0

    assert wait_bis(is_fertig, sekunden=FRIST_MS / 1000)


def _ask_bodies(seite: Page, raum: str) -> None:
    _wait_readable(seite, raum)
    seite.goto(raum)
    seite.get_by_role("link", name="Stellen beteiligen").click()
    seite.get_by_label("untere Denkmalschutzbehörde").check()
    seite.get_by_label("Stadt Bad Berka als Gemeinde").check()
    seite.get_by_label("Lageplan").check()
    seite.get_by_label("Ansichten").check()
    seite.get_by_label("Anschreiben").fill("Bitte prüfen Sie das Dach in der Nähe der Kirche.")
    _check(seite)
    seite.get_by_role("button", name="Anfrage senden").click()
    zeile = seite.get_by_role("row").filter(has_text="Denkmalschutz")
    expect(zeile).to_contain_text("Zustimmung")
    zeile.get_by_role("link").click()
    seite.get_by_text("Warum dieses Datum?").last.click()
    expect(seite.locator("main")).to_contain_text("§ 75 Abs. 1 Satz 3 ThürBO")
    _check(seite)


def _give_stellungnahme(seite: Page) -> None:
    submit_anmeldung(seite, "Herr Nagel")
    expect(seite.get_by_role("heading", name="Anfragen")).to_be_visible()
    _check(seite)
    seite.get_by_role("link", name=BAD_BERKA).click()
    unterlagen = seite.get_by_role("region", name="Unterlagen für Sie")
    expect(unterlagen.get_by_role("listitem")).to_have_count(2)
    seite.get_by_label("keine Bedenken mit Nebenbestimmungen").check()
    seite.get_by_role("button", name="Nebenbestimmung hinzufügen").click()
    seite.get_by_label("Nebenbestimmung", exact=True).fill(AUFLAGE)
    seite.get_by_role("button", name="Entwurf speichern").click()
    expect(seite.get_by_text("Der Entwurf ist gespeichert.")).to_be_visible()
    seite.locator("input[type=file]").set_input_files(
        _create_datei("Foto der Kirche.pdf", "Kirche")  # type: ignore[arg-type]
    )
    expect(seite.get_by_role("list", name="Hochgeladene Dateien")).to_contain_text("Foto der")
    _wait_inspected(seite)
    _check(seite)
    seite.get_by_role("button", name="Stellungnahme abgeben").click()
    expect(seite.get_by_text("Die Stellungnahme ist abgegeben.")).to_be_visible()


def _look_at_the_checks(seite: Page, raum: str) -> None:
    seite.goto(f"{raum}/pruefung")
    expect(seite.get_by_role("heading", level=1, name=BAD_BERKA)).to_be_visible()
    expect(seite.locator("main")).to_contain_text("erfüllt")
    expect(seite.locator(".ol-viewport canvas").first).to_be_visible()
    _check(seite)


def _decide(seite: Page, raum: str) -> None:
    seite.goto(raum)
    seite.get_by_role("link", name="Bescheid entwerfen").click()
    expect(seite.locator("main")).to_contain_text(AUFLAGE)
    expect(seite.locator("main")).to_contain_text("untere Denkmalschutzbehörde")
    seite.get_by_label(re.compile("genehmig", re.IGNORECASE)).first.check()
    seite.get_by_label(re.compile("genehmig", re.IGNORECASE)).first.press("Enter")
    expect(seite.get_by_text("als Entwurf gespeichert und noch nicht gesendet")).to_be_visible()
    expect(seite.locator("textarea").first).to_have_value(AUFLAGE)  # the key removes nothing
    _check(seite)
    seite.get_by_role("button", name="Weiter zur Prüfung").click()
    _check(seite)
    for kasten in seite.get_by_role("checkbox").all():  # the Gemeinde has not answered
        kasten.check()
    seite.get_by_role("button", name="Genehmigung erlassen").click()
    expect(seite.get_by_text("Der Antrag ist genehmigt").first).to_be_visible()
    expect(seite.get_by_text("noch nicht abgerufen")).to_be_visible()
    _check(seite)


def _fetch_the_decision(seite: Page, raum: str) -> None:
    submit_anmeldung(seite, "Frau Seifert")
    seite.goto(raum)
    seite.get_by_role("link", name=re.compile("Bescheid ansehen")).click()
    with seite.expect_download() as download:
        seite.get_by_role("link", name="Bescheid herunterladen").click()
    inhalt = Path(download.value.path()).read_bytes()
    assert inhalt.startswith(b"%PDF-")
    expect(seite.locator("main")).to_contain_text(sha256(inhalt).hexdigest())
    _check(seite)


def _take_the_file(seite: Page, raum: str) -> None:
    seite.goto(f"{raum}/bescheid")
    expect(seite.get_by_text("noch nicht abgerufen")).to_have_count(0)
    with seite.expect_download() as download:
        seite.get_by_role("link", name="Akte herunterladen").click()
    with ZipFile(BytesIO(Path(download.value.path()).read_bytes())) as archiv:
        assert archiv.testzip() is None
        assert "manifest.json" in archiv.namelist()


def _read_each_timeline(gaeste: Gast, raum: str) -> None:
    for name, sieht, sieht_nicht in (
        ("Herr Nagel", "Stellungnahme eingegangen", "Nachforderung beantwortet"),
        ("Frau Seifert", "Nachforderung beantwortet", "Stellungnahme eingegangen"),
        ("Herr Hartwig", "Stellungnahme eingegangen", "Datei hochgeladen"),
    ):
        seite = gaeste()
        submit_anmeldung(seite, name)
        seite.goto(f"{raum}/verlauf")
        expect(seite.locator("main")).to_contain_text(sieht)
        expect(seite.locator("main")).not_to_contain_text(sieht_nicht)

"""What people do, from the log-in to the result, in a real browser against a real server."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Gast
from tests.e2e.wege import (
    PASSWORT,
    submit_anmeldung,
    submit_lieferung,
    wait_geprueft,
    write_fallen_gelassene,
)
from tests.factories.lieferung import Probe, read_schulung

pytestmark = pytest.mark.e2e

AXE = {"preload": False, "resultTypes": ["violations"]}  # what is asked, at half the time
AKTENZEICHEN = re.compile(r"AP-2026-\d{5}")
LANGES_WORT = "Donaudampfschifffahrtsgesellschaftskapitänswitwenwohnung"
BAD_BERKA = "Neubau eines Einfamilienhauses mit Carport"
APOLDA = "Neubau eines Einfamilienhauses mit Doppelgarage"


def test_newcomer_finds_a_case_and_downloads_a_plan(gast: Gast) -> None:
    seite = gast()
    seite.goto("/")
    expect(seite.get_by_role("heading", name="Anmelden")).to_be_visible()
    seite.get_by_role("button", name="Frau Krüger").click()
    expect(seite.get_by_role("heading", name="Arbeitsvorrat")).to_be_visible()

    seite.get_by_role("searchbox").fill("berka seifert")
    seite.keyboard.press("Enter")
    expect(seite.locator("tbody tr")).to_have_count(1)
    seite.get_by_role("link", name=BAD_BERKA).click()
    expect(seite.get_by_role("heading", level=1, name=BAD_BERKA)).to_be_visible()
    expect(seite.get_by_text("Vollständigkeit wird geprüft")).to_be_visible()
    kontakt = seite.get_by_text("m.seifert@post.example")
    expect(kontakt).to_be_hidden()
    seite.get_by_text("Kontakt von Maren Seifert").click()
    expect(kontakt).to_be_visible()
    raum = seite.url

    _open_reiter(seite, "Unterlagen")
    wait_geprueft(seite)
    zeile = seite.get_by_role("listitem").filter(
        has=seite.get_by_role("link", name="Grundriss Erdgeschoss")
    )
    with seite.expect_download() as download:
        zeile.get_by_role("link", name="Grundriss Erdgeschoss").click()
    zeile.get_by_text("Prüfwert").click()
    inhalt = Path(download.value.path()).read_bytes()
    assert inhalt.startswith(b"%PDF-")
    expect(zeile).to_contain_text(sha256(inhalt).hexdigest())

    seite.get_by_text("Frau Krüger").first.click()
    seite.get_by_role("button", name="Abmelden").click()
    expect(seite.get_by_text("Sie sind abgemeldet.")).to_be_visible()
    seite.goto(raum)
    expect(seite.get_by_role("heading", name="Anmelden")).to_be_visible()


def test_registry_takes_messages_in(gast: Gast) -> None:
    probe = read_schulung("03").with_referenz("e2e-mit-skript")
    probe = probe.replace(("einer Bäckerei", LANGES_WORT), anzahl=1)
    seite = gast()
    submit_anmeldung(seite, "Frau Sommer")
    seite.goto("/eingaenge/aufnehmen")
    write_fallen_gelassene(seite, probe)
    liste = seite.get_by_role("list", name="Ausgewählte Dateien").get_by_role("listitem")
    expect(liste).to_have_count(1 + len(probe.anlagen))
    expect(liste.first).to_contain_text(probe.dateiname)
    _set_langsam(seite)
    seite.get_by_role("button", name="Nachricht aufnehmen").click()
    expect(seite.get_by_role("progressbar", name="Übertragung")).to_be_visible()
    erfolg = seite.get_by_text("Die Eingangsbestätigung liegt zum Abruf bereit")
    expect(erfolg).to_be_visible()
    aktenzeichen = _read_aktenzeichen(erfolg)
    seite.get_by_role("link", name="Vorgangsraum öffnen").click()
    expect(seite.get_by_role("heading", level=1)).to_contain_text(LANGES_WORT)
    expect(seite.get_by_text(f"Az. {aktenzeichen}")).to_be_visible()
    seite.set_viewport_size({"width": 360, "height": 740})
    assert _get_breite(seite) <= 360
    seite.set_viewport_size({"width": 1280, "height": 740})

    submit_lieferung(seite, probe)
    expect(seite.get_by_text("Diese Nachricht war schon da.")).to_be_visible()
    expect(seite.get_by_text(f"gehört zum Vorgang {aktenzeichen}")).to_be_visible()

    submit_lieferung(seite, Probe("<xbau><offen></xbau>", dateiname="kaputt.xml"))
    expect(seite.get_by_text("Die Nachricht konnte nicht übernommen werden.")).to_be_visible()
    expect(seite.get_by_role("region", name="Zurückgewiesen")).to_contain_text("XML")

    ohne_skript = gast(java_script_enabled=False)
    submit_anmeldung(ohne_skript, "Frau Sommer")
    submit_lieferung(ohne_skript, read_schulung("05").with_referenz("e2e-ohne-skript"))
    expect(ohne_skript.get_by_text("Vorgang angelegt")).to_be_visible()
    neues = _read_aktenzeichen(ohne_skript.get_by_text("gehört zum Vorgang"))
    assert neues != aktenzeichen
    ohne_skript.goto("/eingaenge/aufnehmen")
    ohne_skript.get_by_role("button", name="Nachricht aufnehmen").click()
    expect(ohne_skript).to_have_title(re.compile("^Fehler: "))
    expect(ohne_skript.get_by_role("alert")).to_contain_text("Wählen Sie die XML-Datei")


def test_unclear_messages_are_assigned_opened_or_refused(gast: Gast) -> None:
    seite = gast()
    submit_anmeldung(seite, "Frau Sommer")

    submit_lieferung(seite, read_schulung("12").with_uuid("e2e-zuordnen"))
    expect(seite.get_by_text("Entscheiden Sie unten")).to_be_visible()
    seite.get_by_role("textbox", name="Aktenzeichen des Vorgangs").fill("AP-2026-99999")
    seite.get_by_role("button", name="Dem Vorgang zuordnen").click()
    fehler = seite.get_by_role("alert")
    expect(fehler).to_be_focused()
    expect(seite.get_by_role("textbox", name="Aktenzeichen des Vorgangs")).to_have_value(
        "AP-2026-99999"
    )
    bekannter = _read_aktenzeichen(seite.get_by_role("region", name="Befunde"))
    seite.get_by_role("textbox", name="Aktenzeichen des Vorgangs").fill(bekannter)
    seite.get_by_role("button", name="Dem Vorgang zuordnen").click()
    expect(seite.get_by_text(f"gehört jetzt zum Vorgang {bekannter}")).to_be_visible()
    expect(seite.get_by_role("heading", level=1, name=APOLDA)).to_be_visible()

    submit_lieferung(seite, read_schulung("12").with_uuid("e2e-anlegen"))
    seite.get_by_text("Stattdessen als neuen Vorgang anlegen").click()
    seite.get_by_role("button", name="Neuen Vorgang anlegen").click()
    neuer = seite.get_by_text(re.compile("Der Vorgang .* ist angelegt"))
    expect(neuer).to_be_visible()
    assert _read_aktenzeichen(neuer) != bekannter

    submit_lieferung(seite, read_schulung("12").with_uuid("e2e-zurueckweisen"))
    seite.get_by_text("Stattdessen zurückweisen").click()
    seite.get_by_role("button", name="Nachricht zurückweisen").click()
    expect(fehler).to_contain_text("Schreiben Sie den Grund")
    seite.get_by_role("textbox", name="Grund der Zurückweisung").fill(
        "Der Antrag wurde zweimal gesendet."
    )
    seite.get_by_role("button", name="Nachricht zurückweisen").click()
    expect(seite.get_by_text("Der Absender erhält den Grund.")).to_be_visible()
    expect(seite.get_by_role("region", name="Zurückgewiesen")).to_contain_text(
        "Der Antrag wurde zweimal gesendet."
    )


def test_a_day_without_a_mouse(gast: Gast) -> None:
    seite = gast()
    seite.goto("/anmelden")
    seite.keyboard.press("Tab")
    sprung = seite.get_by_role("link", name="Zum Inhalt springen")
    expect(sprung).to_be_focused()
    expect(sprung).to_be_in_viewport()
    seite.keyboard.press("Enter")
    _press_bis(seite, seite.get_by_role("textbox", name="E-Mail-Adresse"))
    seite.keyboard.type("krueger@weimarer-land.example")
    seite.keyboard.press("Tab")
    seite.keyboard.type(PASSWORT)
    seite.keyboard.press("Enter")
    expect(seite.get_by_role("heading", name="Arbeitsvorrat")).to_be_visible()

    seite.keyboard.press("/")
    expect(seite.get_by_role("searchbox")).to_be_focused()
    seite.keyboard.type("bad")
    seite.keyboard.press("Enter")
    expect(seite.get_by_text("zu „bad“")).to_be_visible()
    zeilen = seite.locator("tbody th a")
    expect(zeilen.nth(1)).to_be_visible()
    seite.keyboard.press("j")
    expect(zeilen.nth(0)).to_be_focused()
    _check_rahmen(seite)
    seite.keyboard.press("j")
    expect(zeilen.nth(1)).to_be_focused()
    seite.keyboard.press("k")
    expect(zeilen.nth(0)).to_be_focused()
    name = zeilen.nth(0).inner_text()
    seite.keyboard.press("Enter")
    expect(seite.get_by_role("heading", level=1, name=name)).to_be_visible()

    warum = seite.get_by_text("Warum dieses Datum?")
    _press_bis(seite, warum)
    _check_rahmen(seite)
    seite.keyboard.press("Enter")
    expect(seite.get_by_text("der Tag zählt nicht mit")).to_be_visible()
    _press_bis(seite, seite.get_by_role("link", name="Angaben", exact=True))
    seite.keyboard.press("Enter")
    expect(seite.get_by_role("region", name="Grundstück und Lage")).to_be_visible()
    konto = seite.locator("summary", has_text="Frau Krüger")
    _press_bis(seite, konto, "Shift+Tab")
    seite.keyboard.press("Enter")
    _press_bis(seite, seite.get_by_role("button", name="Abmelden"))
    seite.keyboard.press("Enter")
    expect(seite.get_by_text("Sie sind abgemeldet.")).to_be_visible()


def test_applicant_sees_her_case_and_no_other(gast: Gast) -> None:
    amt = gast()
    submit_anmeldung(amt, "Frau Krüger")
    amt.get_by_role("link", name=APOLDA).click()
    expect(amt.get_by_role("heading", level=1, name=APOLDA)).to_be_visible()
    fremder = amt.url

    seite = gast(viewport={"width": 360, "height": 740})
    submit_anmeldung(seite, "Frau Seifert")
    expect(seite.get_by_role("heading", name="Meine Vorgänge")).to_be_visible()
    expect(seite.get_by_role("heading", level=2)).to_have_text([BAD_BERKA])
    seite.get_by_role("link", name="Vorgangsraum öffnen").click()
    expect(seite.get_by_text("Sie müssen jetzt nichts tun.")).to_be_visible()
    seite.get_by_label("Bereiche des Vorgangs").locator("summary").click()
    expect(seite.get_by_role("link", name="Verlauf", exact=False).last).to_be_visible()
    expect(seite.get_by_role("link", name="Nachrichten")).to_have_count(0)
    eigener = seite.url

    for ziel in (fremder, f"{fremder}/unterlagen", f"{eigener[:-12]}000000000000"):
        antwort = seite.goto(ziel)
        assert antwort is not None
        assert antwort.status == 404
        expect(seite.get_by_role("heading", level=1)).to_have_text("Nicht gefunden")
        expect(seite.get_by_text(APOLDA)).to_have_count(0)


def test_every_page_is_accessible_wide_and_narrow(gast: Gast) -> None:
    aussen = ["/anmelden", "/hilfe", "/hilfe/begriffe", "/hilfe/handbuch/1", "/gibt-es-nicht"]
    funde = _list_maengel(gast(), aussen)

    amt = gast()
    submit_anmeldung(amt, "Frau Krüger")
    amt.goto("/vorgaenge?q=seifert")
    raum = amt.get_by_role("link", name=BAD_BERKA).get_attribute("href") or ""
    amt.goto("/vorgaenge?q=wolff")
    abweichungen = amt.get_by_role("link", name=APOLDA).first.get_attribute("href") or ""
    bereiche = ("", "/unterlagen", "/angaben", "/nachrichten", "/verlauf")
    funde += _list_maengel(
        amt,
        [
            "/vorgaenge",
            "/vorgaenge?q=niemand",
            *(f"{raum}{bereich}" for bereich in bereiche),
            abweichungen,
        ],
    )

    poststelle = gast()
    submit_anmeldung(poststelle, "Frau Sommer")
    poststelle.goto("/eingaenge?ergebnis=zu_klaeren")
    unklarer = poststelle.locator("tbody th a").first.get_attribute("href") or ""
    poststelle.goto("/eingaenge?ergebnis=angelegt")
    angelegter = poststelle.locator("tbody th a").first.get_attribute("href") or ""
    eingang = ["/eingaenge", "/eingaenge/aufnehmen", unklarer, angelegter]
    funde += _list_maengel(poststelle, eingang)

    bauherrin = gast()
    submit_anmeldung(bauherrin, "Frau Seifert")
    funde += _list_maengel(bauherrin, ["/vorgaenge", raum])
    betrieb = gast()
    submit_anmeldung(betrieb, "Herr Stolz")
    funde += _list_maengel(betrieb, ["/betrieb"])
    assert funde == []


def _list_maengel(seite: Page, ziele: list[str]) -> list[str]:
    """What axe finds on the pages at both widths, and pages wider than the window."""
    funde = []
    axe = Axe()
    for ziel in ziele:
        seite.goto(ziel)
        for breite in (1280, 360):
            seite.set_viewport_size({"width": breite, "height": 740})
            ort = f"{ziel} ({breite} px)"
            if (inhalt := _get_breite(seite)) > breite:
                funde.append(f"{ort}: {inhalt} px wide")
            verstoesse = axe.run(seite, options=AXE).response["violations"]
            funde += [f"{ort}: {v['id']} {[n['target'] for n in v['nodes']]}" for v in verstoesse]
    return funde


def _get_breite(seite: Page) -> int:
    breite: int = seite.evaluate("document.documentElement.scrollWidth")
    return breite


def _open_reiter(seite: Page, name: str) -> None:
    seite.get_by_label("Bereiche des Vorgangs").get_by_role("link", name=name).first.click()
    expect(seite).to_have_url(re.compile(f"/{name.lower()}$"))


def _read_aktenzeichen(ort: Locator) -> str:
    treffer = AKTENZEICHEN.search(ort.inner_text())
    assert treffer, ort.inner_text()
    return treffer[0]


def _set_langsam(seite: Page) -> None:
    """A line of 30 kB/s, so that the progress can be seen."""
    netz = seite.context.new_cdp_session(seite)
    netz.send("Network.enable")
    netz.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": 30_000},
    )


def _press_bis(seite: Page, ziel: Locator, taste: str = "Tab") -> None:
    """Press a key until the focus has reached the place."""
    expect(ziel).to_be_attached()
    for _ in range(60):
        seite.keyboard.press(taste)
        if ziel.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"not reached with {taste}: {ziel}")


def _check_rahmen(seite: Page) -> None:
    """The element in focus shows it."""
    rahmen = seite.evaluate(
        "() => { const s = getComputedStyle(document.activeElement);"
        " return [s.outlineStyle, parseFloat(s.outlineWidth)] }"
    )
    assert rahmen[0] == "solid"
    assert rahmen[1] >= 2

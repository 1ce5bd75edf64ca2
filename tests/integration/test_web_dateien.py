"""Files and foreign texts: downloads are bytes and nothing else, texts are never markup."""

import re
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import unquote
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from bauaufsicht.db.models import Dokument, DokumentFassung, Eingang, Eingangsanlage
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.web.dateien import send_bytes
from tests.factories import browser as personen
from tests.factories.haus import Haus, open_haus
from tests.factories.hochladen import run_auftraege
from tests.factories.lieferung import Anlagendatei, Probe, read_schulung
from tests.factories.welt import close_konto

KANARIE = "<script>KANARIE(1)</script>\"'<img src=x onerror=KANARIE(2)>{{7*7}}"
XML_KANARIE = KANARIE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.fixture(scope="module")
def haus(request: pytest.FixtureRequest, dialekt: str) -> Iterator[Haus]:
    """An empty house."""
    with open_haus(request, dialekt) as haus:
        yield haus


# --- downloads ---------------------------------------------------------------------------------


def _check_download(antwort: TestResponse) -> str:
    """What every download has; the name under which it is saved."""
    assert antwort.status_code == 200
    kopf = antwort.headers
    assert kopf["Content-Type"] == "application/octet-stream"
    assert kopf["X-Content-Type-Options"] == "nosniff"
    assert kopf["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert kopf["Cache-Control"] == "no-store"
    verfuegung = kopf["Content-Disposition"]
    gefunden = re.fullmatch(
        r"attachment; filename=\"([ !#-\[\]-~]*)\"; filename\*=UTF-8''([\w.~%-]*)",
        verfuegung,
        re.ASCII,
    )
    assert gefunden, verfuegung
    assert len(verfuegung) < 4000
    return unquote(gefunden[2])


def test_documents_are_downloaded_as_they_came(haus: Haus) -> None:
    probe = read_schulung("01")
    bericht = haus.submit(probe)
    run_auftraege(haus.einheit)
    browser = haus.get_browser()
    with haus.einheit() as uow:
        fassungen = uow.session.execute(
            select(DokumentFassung.id, DokumentFassung.sha256, DokumentFassung.dateiname)
            .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
            .where(Dokument.vorgang_id == bericht.vorgang_id)
        ).all()
        anlagen = uow.session.execute(
            select(Eingangsanlage.id, Eingangsanlage.sha256, Eingangsanlage.dateiname).where(
                Eingangsanlage.eingang_id == bericht.eingang_id
            )
        ).all()
    gesandt = {sha256(a.inhalt).hexdigest(): a.inhalt for a in probe.anlagen}
    assert len(fassungen) == len(anlagen) == len(gesandt) == 5
    for ort, dateien in (
        (f"/vorgaenge/{bericht.vorgang_id}/unterlagen", fassungen),
        (f"/eingaenge/{bericht.eingang_id}/anlagen", anlagen),
    ):
        for kennung, pruefwert, name in dateien:
            antwort = browser.get(f"{ort}/{kennung}", buffered=True)
            assert _check_download(antwort) == name
            assert antwort.data == gesandt[pruefwert]
            assert antwort.content_length == len(gesandt[pruefwert])


def test_the_raw_message_is_downloaded_as_it_came(haus: Haus) -> None:
    """Even one that nobody could read."""
    for probe in (
        read_schulung("02"),
        Probe("\ufeff<kaputt>&\x01ä", kodierung="utf-16"),
        Probe("<html><script>alert(1)</script>"),
    ):
        bericht = haus.submit(probe)
        _adopt(haus, bericht.eingang_id)
        antwort = haus.get_browser().get(
            f"/eingaenge/{bericht.eingang_id}/nachricht.xml", buffered=True
        )
        assert _check_download(antwort).endswith(f"-{bericht.eingang_id}.xml")
        assert antwort.data == probe.inhalt


def _adopt(haus: Haus, eingang_id: UUID) -> None:
    """As if the registry of A had taken the delivery in."""
    with haus.einheit() as uow:
        eigene = uow.session.scalars(
            select(Eingang.behoerde_id).where(Eingang.behoerde_id.is_not(None))
        ).first()
        uow.session.execute(
            update(Eingang)
            .where(Eingang.id == eingang_id, Eingang.behoerde_id.is_(None))
            .values(behoerde_id=eigene)
        )


def test_replies_are_downloaded_as_they_were_written(haus: Haus) -> None:
    bericht = haus.submit(read_schulung("03"))
    browser = haus.get_browser()
    ziel = f"/vorgaenge/{bericht.vorgang_id}/nachrichten"
    links = re.findall(rf'href="({ziel}/[0-9a-f-]+)"', browser.get(ziel).text)
    assert len(links) == 2
    for link in links:
        antwort = browser.get(link)
        assert re.fullmatch(r"nachricht-11[0-9]{2}-[0-9a-f-]{36}\.xml", _check_download(antwort))
        assert antwort.data.startswith(b"<?xml")


def test_a_file_that_is_gone_is_no_half_answer(haus: Haus) -> None:
    bericht = haus.submit(read_schulung("03").with_referenz("weg"))
    with haus.einheit() as uow:
        eingang = uow.session.get_one(Eingang, bericht.eingang_id)
        haus.ablage.close_eintrag(eingang.schluessel)
    antwort = haus.get_browser().get(f"/eingaenge/{bericht.eingang_id}/nachricht.xml")
    assert antwort.status_code == 503
    assert "Der Speicher für Dateien antwortet gerade nicht." in antwort.text
    assert antwort.mimetype == "text/html"


def test_a_download_of_somebody_locked_meanwhile_is_refused(haus: Haus) -> None:
    bericht = haus.submit(read_schulung("03").with_referenz("gesperrt"))
    ziel = f"/eingaenge/{bericht.eingang_id}/nachricht.xml"
    browser = personen.Browser(haus.app, personen.LEITUNG)
    assert browser.get(ziel, buffered=True).status_code == 200
    with haus.einheit() as uow:
        close_konto(uow, personen.LEITUNG)
    assert browser.get(ziel).location == f"/anmelden?weiter={ziel}?"


NAMEN = {
    'a"b.pdf': 'a"b.pdf',
    "a\r\nSet-Cookie: x=y.pdf": "aSet-Cookie: x=y.pdf",
    "a\u202efdp.exe": "afdp.exe",
    "../../etc/passwd": ".._.._etc_passwd",
    "C:\\Windows\\a.pdf": "C:_Windows_a.pdf",
    "a;b=c%20.pdf": "a;b=c%20.pdf",
    "a\0b\x7f\x1b.pdf": "ab.pdf",
    "Grundriß Übersicht.pdf": "Grundriß Übersicht.pdf",
    "\N{PILE OF POO}.pdf": "\N{PILE OF POO}.pdf",
    "": "datei",
    "\u202e\r\n": "datei",
    "x" * 4096 + ".pdf": "x" * 196 + ".pdf",
    "ä" * 4096: "ä" * 200,
    "x." + "y" * 4096: "x." + "y" * 198,
}


def test_odd_names_are_saved_as_names(haus: Haus) -> None:
    with haus.app.test_request_context():
        for name, erwartet in NAMEN.items():
            antwort = send_bytes(b"x", name)
            test = TestResponse([], "200 OK", antwort.headers, None)  # type: ignore[arg-type]
            test.headers["X-Content-Type-Options"] = "nosniff"
            test.headers["Cache-Control"] = "no-store"
            assert _check_download(test) == erwartet, name[:40]


LEERE_APP = Flask(__name__)


@given(st.text(max_size=300))
def test_any_name_makes_a_header_that_is_one(name: str) -> None:
    with LEERE_APP.test_request_context():
        verfuegung = send_bytes(b"x", name).headers["Content-Disposition"]
    assert verfuegung.isascii()
    assert verfuegung.isprintable()
    assert verfuegung.count('"') == 2
    assert "\\" not in verfuegung
    assert "/" not in verfuegung


def test_odd_names_come_through_the_intake(haus: Haus) -> None:
    """A transport may call its files whatever it likes; they are shown and saved as text."""
    namen = ('"><b>.pdf', "\u202efdp.exe", "a\r\nb.pdf", "x" * 4096 + ".pdf", "a\0b.pdf")
    probe = read_schulung("05").with_referenz("namen")
    zusatz = tuple(Anlagendatei(n, None, f"Inhalt {i}".encode()) for i, n in enumerate(namen))
    bericht = haus.submit(probe.with_anlagen(*probe.anlagen, *zusatz))
    assert bericht.vorgang_id
    with haus.einheit() as uow:  # as if they were what their names say
        uow.session.execute(update(DokumentFassung).values(pruefstand=Pruefstand.FREIGEGEBEN))
    browser = haus.get_browser()
    seite = browser.get(f"/vorgaenge/{bericht.vorgang_id}/unterlagen").text
    assert "<b>" not in seite
    with haus.einheit() as uow:
        fassungen = uow.session.execute(
            select(DokumentFassung.id, DokumentFassung.sha256)
            .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
            .where(Dokument.vorgang_id == bericht.vorgang_id)
        ).all()
    inhalte = {sha256(a.inhalt).hexdigest(): a.inhalt for a in (*probe.anlagen, *zusatz)}
    gelesen = 0
    for kennung, pruefwert in fassungen:
        if pruefwert is not None:
            ziel = f"/vorgaenge/{bericht.vorgang_id}/unterlagen/{kennung}"
            antwort = browser.get(ziel, buffered=True)
            _check_download(antwort)
            assert antwort.data == inhalte[pruefwert]
            gelesen += 1
    assert gelesen == len(inhalte)


# --- links -------------------------------------------------------------------------------------

LINK = "https://ablage.kurstadt-wohnbau.example/bauantrag/baugrundgutachten.pdf"
FREI = "https://ablage.stadt-ilmenau.example/plan.pdf"
NICHT_FREI = (
    LINK,
    "http://ablage.stadt-ilmenau.example/plan.pdf",
    "https://ablage.stadt-ilmenau.example.evil.example/",
    "https://evil.example/ablage.stadt-ilmenau.example",
    "https://ablage.stadt-ilmenau.example@evil.example/",
    "https://ablage.stadt-ilmenau.example:8443/",
    "https://ablage.stadt-ilmenau.example\\@evil.example/",
    "//ablage.stadt-ilmenau.example/",
    "javascript:alert(1)//ablage.stadt-ilmenau.example",
    "data:text/html,x",
    "file:///etc/passwd",
    '"><script>KANARIE(1)</script>',
)


def test_only_links_to_allowed_places_can_be_clicked(haus: Haus) -> None:
    for n, ziel in enumerate((FREI, *NICHT_FREI)):
        probe = read_schulung("04").with_referenz(f"link {n}")
        fremd = ziel.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        bericht = haus.submit(probe.replace((LINK, fremd)))
        assert bericht.vorgang_id, (ziel, bericht.befunde)
        browser = haus.get_browser()
        for seite in ("", "/unterlagen", "/angaben", "/nachrichten", "/verlauf"):
            _check_links(browser.get(f"/vorgaenge/{bericht.vorgang_id}{seite}"), ziel, seite)
        _check_links(browser.get(f"/eingaenge/{bericht.eingang_id}"), ziel, "Eingang")


def _check_links(antwort: TestResponse, ziel: str, seite: str) -> None:
    assert antwort.status_code == 200
    assert "<script>KANARIE" not in antwort.text
    links = html.document_fromstring(antwort.text).xpath("//a/@href")
    fremde = [z for z in links if not re.match(r"[/#]", z)]
    if seite == "/unterlagen" and ziel == FREI:
        assert fremde == [FREI]
        return
    assert fremde == [], seite
    if seite == "/unterlagen":
        assert "Ziel nicht freigegeben" in antwort.text


# --- foreign texts are texts -------------------------------------------------------------------

TEXTKNOTEN = re.compile(r">([^<>\n]*[a-zäöüß]{3}[^<>\n]*)<")


def _poison(probe: Probe) -> Probe:
    """Every text of the message that is a German word gets the canary behind it."""
    kopf, ende, rumpf = probe.text.partition("</nachrichtenkopf.g2g>")
    unberuehrt = ("<dateiname>", "<dokumentid>", "<uuid", "<uriVerlinkung>", "<kennung>")

    def replace(treffer: re.Match[str]) -> str:
        davor = rumpf[: treffer.start() + 1].rpartition("<")[2]
        if f"<{davor}".startswith(unberuehrt) or treffer[1] in ("true", "false"):
            return treffer[0]
        return f">{treffer[1]} {XML_KANARIE}<"

    return Probe(kopf + ende + TEXTKNOTEN.sub(replace, rumpf), probe.anlagen, probe.dateiname)


@pytest.mark.parametrize("nummer", ["01", "02", "04", "06", "08"])
def test_foreign_texts_are_never_markup(nummer: str, haus: Haus) -> None:
    probe = _poison(read_schulung(nummer).with_referenz(f"kanarie {nummer}"))
    assert probe.text.count("KANARIE(1)") > 20
    bericht = haus.submit(probe)
    assert bericht.vorgang_id, bericht.befunde
    browser = haus.get_browser()
    gesehen = 0
    for ziel in (
        *("/vorgaenge", "/vorgaenge?q=KANARIE", "/eingaenge", f"/eingaenge/{bericht.eingang_id}"),
        *(
            f"/vorgaenge/{bericht.vorgang_id}{s}"
            for s in ("", "/unterlagen", "/angaben", "/nachrichten", "/verlauf")
        ),
    ):
        gesehen += _check_text(browser.get(ziel), ziel)
    assert gesehen > 20


def _check_text(antwort: TestResponse, ziel: str) -> int:
    """How often the canary stands on the page; it must never be more than text."""
    assert antwort.status_code == 200, ziel
    assert "<script>KANARIE" not in antwort.text, ziel
    assert "<img src=x" not in antwort.text, ziel
    assert "{{7*7}}" in antwort.text or "KANARIE" not in antwort.text, ziel
    baum = html.document_fromstring(antwort.text)
    for element in baum.iter():
        for name, wert in element.attrib.items():
            assert not name.startswith("on"), f"{ziel}: {name}"
            if name in ("href", "src", "action"):
                assert "KANARIE" not in wert or "q=" in wert, f"{ziel}: {wert}"
    assert not [s for s in baum.xpath("//script") if "KANARIE" in (s.text or "")]
    return antwort.text.count("KANARIE(1)")


def test_texts_of_the_head_are_never_markup(haus: Haus) -> None:
    """The sender's name and what it calls itself; the file name of the upload; typed reasons."""
    probe = read_schulung("02").with_referenz("kopf")
    autor = probe.get_element("autor")
    giftig = re.sub(r"<name>[^<]*</name>", f"<name>{XML_KANARIE}</name>", autor)
    assert giftig != autor
    bericht = haus.submit(probe.replace((autor, giftig)))
    browser = haus.get_browser()
    gesehen = sum(
        _check_text(browser.get(ziel), ziel)
        for ziel in (
            "/eingaenge",
            f"/eingaenge/{bericht.eingang_id}",
            f"/vorgaenge/{bericht.vorgang_id}/nachrichten",
        )
    )
    assert gesehen >= 3

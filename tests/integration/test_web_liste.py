"""The list of cases: search, filters, order, pages; and how often a page asks the database."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from lxml import html
from sqlalchemy import update

from bauaufsicht.db.base import db
from bauaufsicht.db.models import Konto, Vorgang
from tests.factories import browser as personen
from tests.factories.haus import Haus, open_haus
from tests.factories.lieferung import create_ruecknahme, read_schulung
from tests.factories.menge import (
    count_abfragen,
    create_eingangskopien,
    create_kopien,
    create_unterlagen_kopien,
)

# short name -> the text that tells its row
NAMEN = {"01": "AP-2026-00001", "02": "AP-2026-00002", "04": "AP-2026-00003"}


@pytest.fixture(scope="module")
def haus(request: pytest.FixtureRequest, dialekt: str) -> Iterator[Haus]:
    """Four cases: three of one authority with names that are hard to find, one of another."""
    with open_haus(request, dialekt) as haus:
        haus.submit(read_schulung("01").replace(("Maren", "Željka"), ("Seifert", "Müßig")))
        haus.submit(read_schulung("02").replace(("Wolff", "O'Brien-Łukasz")))
        vorhaben = "<xbau:bezeichnungDesBauvorhabens>"
        haus.submit(read_schulung("04").replace((vorhaben, f"{vorhaben}100 %_ ")))
        haus.submit(read_schulung("10"))
        haus.submit(create_ruecknahme(read_schulung("04").get_text("referenzAntragsservice")))
        yield haus


def _search(haus: Haus, **filter_: object) -> list[str]:
    """Aktenzeichen of the rows in their order."""
    antwort = haus.get_browser().client.get("/vorgaenge", query_string=filter_)
    assert antwort.status_code == 200
    return re.findall(r"AP-2026-\d{5}|KOPIE-2026-\d{5}|WE-2026-\d{5}", _get_treffer(antwort.text))


def _get_treffer(text: str) -> str:
    """What is below the heading: the head of the page repeats what was typed."""
    baum = html.document_fromstring(text)
    return " ".join(t.text_content() for t in baum.findall(".//tbody"))


SUCHEN: tuple[tuple[str, list[str]], ...] = (
    ("AP-2026-00001", ["01"]),
    ("ap-2026-00001", ["01"]),
    ("2026-00002", ["02"]),
    ("WE-2026-00001", []),  # another authority's
    ("Müßig", ["01"]),
    ("MÜSSIG", ["01"]),
    ("muessig", ["01"]),
    ("mu\u0308ssig", ["01"]),  # decomposed
    ("Zeljka", ["01"]),
    ("željka müßig", ["01"]),
    ("müßig željka", ["01"]),
    ("O'Brien", ["02"]),
    ("lukasz", ["02"]),
    ("ŁUKASZ", ["02"]),
    ("Bad Berka", ["01"]),
    ("bad  berka\t212/4", ["01"]),
    ("212/4", ["01"]),
    ("Flur 212/4", ["01"]),
    ("%", ["04"]),
    ("100 %_", ["04"]),
    ("_", ["04"]),
    ("%%%", []),
    ("AP-2026-0000_", []),
    ("\\", []),
    ("/", ["01", "02", "04"]),  # every one of them has a parcel with a denominator
    ("' OR '1'='1", []),
    ('"', []),
    ("gibt es nicht", []),
    ("Müßig Apolda", []),  # every word counts
    ("\0Müßig\0", ["01"]),
    ("\ufffd", []),
    ("\N{PILE OF POO}", []),
)


def test_search(haus: Haus) -> None:
    for suche, erwartet in SUCHEN:
        assert sorted(_search(haus, q=suche)) == sorted(NAMEN[n] for n in erwartet), suche


def test_a_search_of_any_length_is_answered(haus: Haus) -> None:
    for suche in ("x" * 10_000, "AP " * 3_000, "%" * 10_000, "ß" * 10_000, " " * 10_000):
        antwort = haus.get_browser().client.get("/vorgaenge", query_string={"q": suche})
        assert antwort.status_code == 200
        assert len(antwort.text) < 100_000


def test_what_was_typed_stays_in_the_field_and_is_only_text(haus: Haus) -> None:
    suche = """"><script>alert(1)</script>' onfocus=x {{7*7}}"""
    text = haus.get_browser().client.get("/vorgaenge", query_string={"q": suche}).text
    assert "<script>alert" not in text
    feld = html.document_fromstring(text).xpath("//input[@type='search']/@value")
    assert feld == [suche]
    assert "Kein Vorgang passt zu Suche und Filter" in text


def test_filters(haus: Haus) -> None:
    assert _search(haus, zustand="zurueckgenommen") == [NAMEN["04"]]
    assert len(_search(haus, zustand="vollstaendigkeit_pruefen")) == 2
    assert len(_search(haus, zustand=["zurueckgenommen", "vollstaendigkeit_pruefen"])) == 3
    assert _search(haus, zustand="gemeinde_prueft") == []
    assert len(_search(haus, verfahren="vereinfacht")) == 3
    assert _search(haus, verfahren="baugenehmigung") == []
    assert _search(haus, verfahren="vereinfacht", zustand="zurueckgenommen", q="%") == [NAMEN["04"]]
    assert _search(haus, frist="ohne") == [NAMEN["04"]]
    assert len(_search(haus, frist="spaeter")) == 2
    assert _search(haus, frist="faellig") == []
    assert len(_search(haus, zustaendig="niemand")) == 3
    assert _search(haus, zustaendig="ich") == []
    # what no filter knows is left out, never an error
    for unsinn in ({"zustand": "x"}, {"verfahren": "' --"}, {"frist": "\0"}, {"zustaendig": ""}):
        assert len(_search(haus, **unsinn)) == 3


def test_a_filter_keeps_what_else_was_chosen(haus: Haus) -> None:
    ziel = "/vorgaenge?q=AP&verfahren=vereinfacht&sortierung=vorhaben&richtung=ab"
    baum = html.document_fromstring(haus.get_browser().get(ziel).text)
    links = [unescape(str(z)) for z in baum.xpath("//thead//a/@href")]
    assert links
    assert [z for z in links if "q=AP" not in z or "verfahren=vereinfacht" not in z] == []
    gewaehlt = baum.xpath("//input[@name='verfahren'][@checked]/@value")
    assert gewaehlt == ["vereinfacht"]


@pytest.mark.parametrize("sortierung", ["frist", "aktenzeichen", "vorhaben", "ort", "eingang"])
def test_order(sortierung: str, haus: Haus) -> None:
    auf = _search(haus, sortierung=sortierung)
    ab = _search(haus, sortierung=sortierung, richtung="ab")
    assert len(auf) == 3
    assert ab == auf[::-1]
    if sortierung == "aktenzeichen":
        assert auf == sorted(auf)
    if sortierung == "frist":
        assert auf[-1] == NAMEN["04"]  # no period comes last


def test_an_unknown_order_is_the_usual_one(haus: Haus) -> None:
    for sortierung in ("", "x", "passwort", "frist_ende desc; --", "id", "\0"):
        assert _search(haus, sortierung=sortierung) == _search(haus)


@pytest.fixture
def voll(haus: Haus) -> Iterator[list[UUID]]:
    """120 more cases, taken away afterwards."""
    with haus.einheit() as uow:
        vorbild = uow.session.query(Vorgang.id).filter_by(aktenzeichen=NAMEN["01"]).scalar()
        neue = create_kopien(uow, vorbild, 120)
    yield neue
    with haus.einheit() as uow:
        uow.session.query(Vorgang).filter(Vorgang.id.in_(neue)).delete()


def test_pages(voll: list[UUID], haus: Haus) -> None:
    """Every case stands on exactly one page."""
    assert voll
    alle = [zeile for seite in (1, 2, 3) for zeile in _search(haus, seite=seite)]
    assert len(alle) == len(set(alle)) == 123
    assert [len(_search(haus, seite=seite)) for seite in (1, 2, 3, 4)] == [50, 50, 23, 0]
    assert _search(haus) == _search(haus, seite=1)


def test_strange_pages(voll: list[UUID], haus: Haus) -> None:
    assert voll
    for seite in ("0", "-1", "-1000000000", "x", "", "1.5", "1e3", "\0", "9" * 5000, "1; --"):
        assert _search(haus, seite=seite) == _search(haus, seite=1), seite
    for seite in ("4", "1000000000", "99999999999999999999"):
        antwort = haus.get_browser().client.get("/vorgaenge", query_string={"seite": seite})
        assert antwort.status_code == 200
        assert _get_treffer(antwort.text) == ""
    assert len(_search(haus, seite=" 2 ")) == 50
    assert len(_search(haus, seite="٢")) == 50  # a digit is a digit


def test_the_deliveries_have_pages_too(haus: Haus) -> None:
    browser = haus.get_browser(personen.POSTSTELLE)
    for ziel in (
        *("?seite=0", "?seite=-1", "?seite=1000000000", "?seite=x", "?ergebnis=x", "?ergebnis=%00"),
        *("?ergebnis=angelegt", "?ergebnis=angelegt&ergebnis=zugeordnet", "?ergebnis="),
    ):
        assert browser.get(f"/eingaenge{ziel}").status_code == 200, ziel
    assert "3 Eingänge" in browser.get("/eingaenge?ergebnis=angelegt").text
    assert "1 Eingang" in browser.get("/eingaenge?ergebnis=zugeordnet").text


def test_my_cases_and_what_is_due(haus: Haus) -> None:
    """The filters count from today and from the reader."""
    vorher = haus.uhr.stand
    with haus.einheit() as uow:
        konto_id = uow.session.query(Konto.id).filter_by(email=personen.SACHBEARBEITUNG).scalar()
        uow.session.execute(
            update(Vorgang).where(Vorgang.aktenzeichen == NAMEN["02"]).values(konto_id=konto_id)
        )
        ende = uow.session.query(Vorgang.frist_ende).filter_by(aktenzeichen=NAMEN["01"]).scalar()
    assert _search(haus, zustaendig="ich") == [NAMEN["02"]]
    try:
        haus.uhr.stand += timedelta(days=(ende - vorher.date()).days)
        assert NAMEN["01"] in _search(haus, frist="faellig")
    finally:
        haus.uhr.stand = vorher


# --- how often a page asks ---------------------------------------------------------------------


def _count(haus: Haus, ziel: str, email: str = personen.SACHBEARBEITUNG) -> int:
    browser = haus.get_browser(email)
    browser.get(ziel)  # the first request of a process may ask once more
    with haus.app.app_context():
        engine = db.engine
    with count_abfragen(engine) as gesendet:
        antwort = browser.get(ziel, buffered=True)
    assert antwort.status_code == 200
    assert not any(b.startswith(("INSERT", "UPDATE", "DELETE")) for b in gesendet)
    return len(gesendet)


def test_a_long_list_asks_as_often_as_a_short_one(haus: Haus) -> None:
    ziele = ("/vorgaenge", "/vorgaenge?q=Berka&zustand=vollstaendigkeit_pruefen&seite=1")
    kurz = [_count(haus, ziel) for ziel in ziele]
    with haus.einheit() as uow:
        vorbild = uow.session.query(Vorgang.id).filter_by(aktenzeichen=NAMEN["01"]).scalar()
        neue = create_kopien(uow, vorbild, 200)
    lang = [_count(haus, ziel) for ziel in ziele]
    with haus.einheit() as uow:
        uow.session.query(Vorgang).filter(Vorgang.id.in_(neue)).delete()
    assert kurz == lang
    assert max(lang) <= 5, lang


def test_a_case_with_200_documents_asks_as_often_as_one_with_five(haus: Haus) -> None:
    with haus.einheit() as uow:
        vorgang_id = uow.session.query(Vorgang.id).filter_by(aktenzeichen=NAMEN["01"]).scalar()
    seiten = ("", "/unterlagen", "/angaben", "/nachrichten", "/verlauf")
    wenige = {s: _count(haus, f"/vorgaenge/{vorgang_id}{s}") for s in seiten}
    with haus.einheit() as uow:
        create_unterlagen_kopien(uow, vorgang_id, 200)
    viele = {s: _count(haus, f"/vorgaenge/{vorgang_id}{s}") for s in seiten}
    assert wenige == viele
    assert all(n <= 12 for n in viele.values()), viele
    text = haus.get_browser().get(f"/vorgaenge/{vorgang_id}/unterlagen").text
    assert "Plan 199" in text


def test_many_deliveries_ask_as_often_as_few(haus: Haus) -> None:
    wenige = _count(haus, "/eingaenge", personen.POSTSTELLE)
    with haus.einheit() as uow:
        vorgang_id = uow.session.query(Vorgang.id).filter_by(aktenzeichen=NAMEN["02"]).scalar()
        eingang_id = (
            uow.session.connection()
            .exec_driver_sql("SELECT id FROM eingang WHERE ergebnis = 'angelegt' LIMIT 1")
            .scalar()
        )
        assert vorgang_id
        create_eingangskopien(uow, UUID(str(eingang_id)), 200)
    assert _count(haus, "/eingaenge", personen.POSTSTELLE) == wenige
    assert wenige <= 6

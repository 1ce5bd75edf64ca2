"""The rules for a delivery that no schema checks, each with what it lets through and what not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain.befund import Befund, Schwere
from bauaufsicht.domain.eingangspruefung import (
    BEFUNDE_JE_REGEL,
    HOECHSTGROESSE_LIEFERUNG,
    HOECHSTZAHL_ANLAGEN,
    Lieferdatei,
    check_anlagen,
    check_dateinamen,
    check_dokumentids,
    check_kodes,
    check_linkziel,
    check_nachrichtenumfang,
    check_verlinkungen,
    check_zeitpunkt,
    compute_zuordnung,
    format_dokumentid,
)
from bauaufsicht.domain.nachricht import Angabe, Anlage, Lieferart

JETZT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
A, B = "ab" * 32, "cd" * 32


def _anlage(
    dateiname: str | None = "Lageplan.pdf",
    dokumentid: str | None = None,
    lieferart: Lieferart = Lieferart.GELIEFERT,
    **mehr: object,
) -> Anlage:
    return Anlage(
        bezeichnung=f"Anlage {dateiname}",
        lieferart=lieferart,
        dateiname=dateiname,
        dokumentid=dokumentid,
        **mehr,  # type: ignore[arg-type]
    )


def _datei(
    dateiname: str = "Lageplan.pdf",
    dokumentid: str | None = None,
    sha256: str = A,
    groesse: int = 9,
) -> Lieferdatei:
    return Lieferdatei(dateiname, dokumentid, sha256, groesse)


def _kennzahlen(befunde: list[Befund]) -> list[tuple[str, Schwere]]:
    return [(b.kennzahl, b.schwere) for b in befunde]


ZURUECK, HINWEIS = Schwere.ZURUECKWEISUNG, Schwere.HINWEIS


@pytest.mark.parametrize(
    ("wert", "vergleichsform"),
    [
        ("urn_uuid_4711", "4711"),
        ("urn:uuid:4711", "4711"),
        ("URN:UUID:AB-CD", "ab-cd"),
        (" 4711\n", "4711"),
        ("4711", "4711"),
        ("", ""),
    ],
)
def test_document_ids_are_compared_in_one_form(wert: str, vergleichsform: str) -> None:
    assert format_dokumentid(wert) == vergleichsform


@pytest.mark.parametrize(
    ("abstand", "erlaubt"),
    [
        (timedelta(days=-4000), True),
        (timedelta(0), True),
        (timedelta(minutes=15), True),
        (timedelta(minutes=15, microseconds=1), False),
        (timedelta(days=1), False),
    ],
)
def test_a_message_is_not_made_in_the_future(abstand: timedelta, erlaubt: bool) -> None:
    befunde = check_zeitpunkt(JETZT + abstand, JETZT)
    assert _kennzahlen(befunde) == ([] if erlaubt else [("S000", ZURUECK)])


def test_a_message_without_a_time_is_not_refused_for_it() -> None:
    assert check_zeitpunkt(None, JETZT) == []


@pytest.mark.parametrize(
    ("groessen", "kennzahl"),
    [
        ([], None),
        ([1], None),
        ([1] * (1 + HOECHSTZAHL_ANLAGEN), None),  # the message and a thousand attachments
        ([1] * (2 + HOECHSTZAHL_ANLAGEN), "A007"),
        ([HOECHSTGROESSE_LIEFERUNG], None),
        ([HOECHSTGROESSE_LIEFERUNG - 5, 5], None),
        ([HOECHSTGROESSE_LIEFERUNG - 5, 6], "A008"),
    ],
)
def test_a_delivery_has_a_largest_number_and_size(
    groessen: list[int], kennzahl: str | None
) -> None:
    erwartet = [(kennzahl, ZURUECK)] if kennzahl else []
    assert _kennzahlen(check_nachrichtenumfang(groessen)) == erwartet


def test_announced_attachments_count_like_sent_ones() -> None:
    assert check_nachrichtenumfang([1], HOECHSTZAHL_ANLAGEN) == []
    befunde = check_nachrichtenumfang([1], HOECHSTZAHL_ANLAGEN + 1)
    assert [b.kennzahl for b in befunde] == ["A007"]


@pytest.mark.parametrize(
    ("ids", "anzahl"),
    [
        ([], 0),
        ([None, None], 0),
        (["1", "2"], 0),
        (["1", "urn_uuid_1"], 1),  # the same in another form
        (["1", "1", "1"], 1),  # one finding per id
        (["1", "1", "2", "2"], 2),
        ([n for n in map(str, range(9)) for _ in "ab"], BEFUNDE_JE_REGEL),
    ],
)
def test_a_document_id_names_one_attachment(ids: list[str | None], anzahl: int) -> None:
    befunde = check_dokumentids([_anlage(dokumentid=i) for i in ids])
    assert _kennzahlen(befunde) == [("S999", ZURUECK)] * anzahl


ZUORDNUNGEN: list[tuple[str, list[Anlage], list[Lieferdatei], dict[int, int]]] = [
    ("nothing announced, nothing there", [], [], {}),
    ("by document id", [_anlage(dokumentid="1")], [_datei("x.bin", "1")], {0: 0}),
    ("an id in another form", [_anlage(dokumentid="urn:uuid:A")], [_datei("x", "a")], {0: 0}),
    ("by name", [_anlage()], [_datei()], {0: 0}),
    ("by name in another case", [_anlage("LAGEPLAN.PDF")], [_datei("lageplan.pdf")], {0: 0}),
    ("by name without folders", [_anlage()], [_datei("anlagen\\plan/Lageplan.pdf")], {0: 0}),
    ("by name in another normal form", [_anlage("Grün.pdf")], [_datei("Gru\u0308n.pdf")], {0: 0}),
    ("the file is called like the id", [_anlage(dokumentid="7")], [_datei("urn_uuid_7")], {0: 0}),
    ("id before name", [_anlage("b", "1")], [_datei("b"), _datei("a", "1")], {0: 1}),
    ("an unknown id falls back to the name", [_anlage("a", "9")], [_datei("a")], {0: 0}),
    ("a file with an id is not found by its name", [_anlage("a")], [_datei("a", "1")], {}),
    ("two files of one name decide nothing", [_anlage("a")], [_datei("x/a"), _datei("y/a")], {}),
    ("two each", [_anlage("b"), _anlage("a")], [_datei("a"), _datei("b")], {0: 1, 1: 0}),
    ("a link needs no file", [_anlage(lieferart=Lieferart.VERLINKT)], [_datei()], {}),
    ("handed in later, yet here", [_anlage(lieferart=Lieferart.NACHGEREICHT)], [_datei()], {0: 0}),
    ("no name, no id", [_anlage(None)], [_datei()], {}),
    ("one file cannot be two plans", [_anlage("a")] * 2, [_datei("a")], {}),
    ("one file announced twice", [_anlage("a", sha256=A)] * 2, [_datei("a")], {0: 0, 1: 0}),
    ("one of two", [_anlage("a", sha256=A), _anlage("a", sha256=B)], [_datei("a")], {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("anlagen", "dateien", "erwartet"),
    [fall[1:] for fall in ZUORDNUNGEN],
    ids=[fall[0] for fall in ZUORDNUNGEN],
)
def test_files_find_their_attachment(
    anlagen: list[Anlage], dateien: list[Lieferdatei], erwartet: dict[int, int]
) -> None:
    assert compute_zuordnung(anlagen, dateien) == erwartet


@given(st.permutations(range(6)))
def test_the_order_of_files_does_not_matter(reihenfolge: list[int]) -> None:
    anlagen = [_anlage(f"{n}.pdf", f"{n}" if n % 2 else None) for n in range(6)]
    dateien = [_datei(f"{n}.pdf", f"{n}" if n % 2 else None) for n in reihenfolge]
    zuordnung = compute_zuordnung(anlagen, dateien)
    assert [dateien[zuordnung[n]].dateiname for n in range(6)] == [f"{n}.pdf" for n in range(6)]


ANKUENDIGUNGEN: list[tuple[str, list[Anlage], list[Lieferdatei], list[tuple[str, Schwere]]]] = [
    ("all there", [_anlage()], [_datei()], []),
    ("one missing", [_anlage(), _anlage("b")], [_datei()], [("A001", ZURUECK)]),
    ("a later one may be missing", [_anlage(lieferart=Lieferart.NACHGEREICHT)], [], []),
    ("a linked one is not here", [_anlage(lieferart=Lieferart.VERLINKT)], [], []),
    ("nobody announced it", [], [_datei()], [("A001", HINWEIS)]),
    ("the right size and hash", [_anlage(groesse=9, sha256=A)], [_datei()], []),
    ("another size", [_anlage(groesse=8)], [_datei()], [("A006", ZURUECK)]),
    ("an announced empty file", [_anlage(groesse=0)], [_datei()], [("A006", ZURUECK)]),
    ("another hash", [_anlage(sha256=B)], [_datei()], [("A006", ZURUECK)]),
    ("both wrong is one finding", [_anlage(groesse=8, sha256=B)], [_datei()], [("A006", ZURUECK)]),
    ("at most five hints", [], [_datei(f"{n}") for n in range(9)], [("A001", HINWEIS)] * 5),
]


@pytest.mark.parametrize(
    ("anlagen", "dateien", "erwartet"),
    [fall[1:] for fall in ANKUENDIGUNGEN],
    ids=[fall[0] for fall in ANKUENDIGUNGEN],
)
def test_every_announced_file_is_there_and_is_the_announced_one(
    anlagen: list[Anlage], dateien: list[Lieferdatei], erwartet: list[tuple[str, Schwere]]
) -> None:
    befunde = check_anlagen(anlagen, dateien, compute_zuordnung(anlagen, dateien))
    assert _kennzahlen(befunde) == erwartet


def test_a_missing_or_changed_file_is_called_by_its_name() -> None:
    anlagen = [_anlage("Schnitt.pdf"), _anlage("Ansicht.pdf", groesse=8)]
    dateien = [_datei("Ansicht.pdf")]
    fehlt, anders = check_anlagen(anlagen, dateien, compute_zuordnung(anlagen, dateien))
    assert "Schnitt.pdf" in fehlt.text
    assert "Ansicht.pdf" in anders.text
    assert "9 statt 8 Byte" in anders.text


@pytest.mark.parametrize(
    ("namen", "anzahl"),
    [
        (["Lageplan 1_500 (Süd) §7 [a] 100%.pdf"], 0),
        (["a.pdf", "b.pdf"], 0),
        ([None], 0),
        (["ohne Endung"], 1),
        (["a/b.pdf"], 1),
        (["a:b.pdf"], 1),
        (["é.pdf"], 1),
        (["x" * 140 + ".pdf"], 0),
        (["x" * 141 + ".pdf"], 1),
        (["a.pdf\n"], 1),
        (["a.pdf", "A.PDF"], 1),  # repeated, but for the case
        (["a?.pdf", "a?.pdf"], 3),  # two odd names and one repeated
        ([f"{n}" for n in range(9)], BEFUNDE_JE_REGEL),
    ],
)
def test_odd_and_repeated_file_names_are_hints(namen: list[str | None], anzahl: int) -> None:
    assert (
        _kennzahlen(check_dateinamen([_anlage(n) for n in namen])) == [("A009", HINWEIS)] * anzahl
    )


ERLAUBT = frozenset({"ablage.example.de"})


@pytest.mark.parametrize(
    ("uri", "erlaubt"),
    [
        ("https://ablage.example.de/plan.pdf", True),
        ("https://ABLAGE.example.de/plan.pdf?x=1#y", True),
        ("https://ablage.example.de:443/", True),
        (None, False),
        ("", False),
        ("http://ablage.example.de/", False),
        ("ftp://ablage.example.de/", False),
        ("javascript:alert(1)//ablage.example.de", False),
        ("//ablage.example.de/", False),
        ("https://example.de/", False),
        ("https://ablage.example.de.boese.de/", False),
        ("https://boese.de/https://ablage.example.de/", False),
        ("https://ablage.example.de@boese.de/", False),
        ("https://nutzer@ablage.example.de/", False),
        ("https://ablage.example.de:8443/", False),
        ("https://ablage.example.de:99999/", False),
        ("https://ablage.example.de\\@boese.de/", False),
        ("https://[::1/", False),
        ("https://ablage.example.de/\x00", False),
        ("https://ablage.example.de/\u202efdp", False),
        (" https://ablage.example.de/", False),
        ("https://ablage.example.de/a b", False),
        ("https://ablage.example.de./", False),
    ],
)
def test_only_https_to_a_known_host_may_be_clicked(uri: str | None, erlaubt: bool) -> None:
    assert check_linkziel(uri, ERLAUBT) is erlaubt


def test_no_link_may_be_clicked_when_no_host_is_known() -> None:
    assert not check_linkziel("https://ablage.example.de/", frozenset())


def test_links_elsewhere_are_hints_and_at_most_five() -> None:
    fremde = [
        _anlage(f"{n}", lieferart=Lieferart.VERLINKT, verlinkung="https://boese.de/")
        for n in range(9)
    ]
    eigene = _anlage(lieferart=Lieferart.VERLINKT, verlinkung="https://ablage.example.de/a")
    geliefert = _anlage(verlinkung="https://boese.de/")
    assert check_verlinkungen([eigene, geliefert], ERLAUBT) == []
    befunde = check_verlinkungen([eigene, *fremde], ERLAUBT)
    assert _kennzahlen(befunde) == [("A003", HINWEIS)] * BEFUNDE_JE_REGEL


LISTE = "urn:xbau:gebaeudeklasse"
VERSIONEN = {LISTE: {"2.0", "3.0"}}
EINTRAEGE = {(LISTE, "3.0"): {"1", "2"}}


@pytest.mark.parametrize(
    ("angaben", "kennzahlen"),
    [
        ([Angabe("a", "1", LISTE, "3.0")], []),
        ([Angabe("a", "9", LISTE, "3.0")], ["X011"]),
        ([Angabe("a", "1", LISTE, "2.0")], ["X011"]),  # set up, but without entries
        ([Angabe("a", "1", LISTE, "9.0")], ["X010"]),
        ([Angabe("a", "9", LISTE)], []),  # no version named: nothing to compare with
        ([Angabe("a", "9", "urn:fremd", "1")], []),  # a list we do not have
        ([Angabe("a", "frei")], []),
        ([Angabe("a", "9", LISTE, "3.0"), Angabe("b", "9", LISTE, "3.0")], ["X011"]),
        ([Angabe("a", "8", LISTE, "3.0"), Angabe("b", "9", LISTE, "3.0")], ["X011", "X011"]),
        ([Angabe("a", "1", LISTE, "9.0"), Angabe("b", "2", LISTE, "9.0")], ["X010"]),
        ([Angabe(f"{n}", f"{n}", LISTE, "3.0") for n in range(3, 30)], ["X011"] * 10),
    ],
)
def test_unknown_codes_are_hints_once_each(angaben: list[Angabe], kennzahlen: list[str]) -> None:
    befunde = check_kodes(angaben, VERSIONEN, EINTRAEGE)
    assert _kennzahlen(befunde) == [(k, HINWEIS) for k in kennzahlen]


def test_an_unknown_code_is_shown_with_its_place() -> None:
    (befund,) = check_kodes([Angabe("bauvorhaben/klasse", "9", LISTE, "3.0")], VERSIONEN, EINTRAEGE)
    assert "„9“" in befund.text
    assert "bauvorhaben/klasse" in befund.text


@given(st.text())
def test_a_link_of_any_text_never_raises(uri: str) -> None:
    assert not check_linkziel(uri, ERLAUBT)

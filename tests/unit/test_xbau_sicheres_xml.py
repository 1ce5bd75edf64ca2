"""Hostile and broken XML is refused quickly and in words."""

import codecs
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bauaufsicht.adapters.xbau import sicheres_xml
from bauaufsicht.adapters.xbau.sicheres_xml import EINRICHTUNG, NACHRICHT, read_xml
from bauaufsicht.domain.befund import Schwere

_LACHER = "".join(
    f'<!ENTITY a{i} "{("&a" + str(i - 1) + ";") * 10 if i else "ha" * 10}">' for i in range(12)
)
_DOCTYPES = {
    "billion laughs": f"<!DOCTYPE a [{_LACHER}]><a>&a11;</a>",
    "quadratic blowup": f'<!DOCTYPE a [<!ENTITY x "{"x" * 100_000}">]><a>{"&x;" * 10_000}</a>',
    "external entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "external DTD": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "public DTD": '<!DOCTYPE a PUBLIC "-//X//EN" "http://127.0.0.1:9/a.dtd"><a/>',
    "parameter entity": '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><a/>',
    "bare": "<!DOCTYPE a><a/>",
    "behind a comment": "<!-- <a/> -->\n \t\n<?x y?><!DOCTYPE a><a/>",
    "behind a long comment": f"<!--{' <a> ' * 50_000}--><!DOCTYPE a><a/>",
    "entity in an attribute": '<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>',
    "default attribute": '<!DOCTYPE a [<!ATTLIST a test CDATA "ja">]><a/>',
}
_KODIERUNGEN = {
    "utf-8": ("", b""),
    "utf-8 with BOM": ("", codecs.BOM_UTF8),
    "utf-16 LE with BOM": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16 BE with BOM": ("utf-16-be", codecs.BOM_UTF16_BE),
    "utf-16 LE without BOM": ("utf-16-le", b""),
    "utf-16 BE without BOM": ("utf-16-be", b""),
}


def _create_attribute(anzahl: int) -> str:
    return " ".join(f'c{n}=""' for n in range(anzahl))


def _create_deklarationen(anzahl: int) -> str:
    return " ".join(f'xmlns:c{n}="d"' for n in range(anzahl))


_VIELE_ATTRIBUTE = b"<c>" + f"<b {_create_attribute(41)}/>".encode() * 1_500 + b"</c>"


def _get_text(rohdaten: bytes, **grenzen: int) -> str:
    zerlegung = read_xml(rohdaten, replace(NACHRICHT, **grenzen))
    assert zerlegung.wurzel is None
    (befund,) = zerlegung.befunde
    assert (befund.kennzahl, befund.schwere) == ("X000", Schwere.ZURUECKWEISUNG)
    return befund.text


@pytest.mark.parametrize("kodierung", _KODIERUNGEN)
@pytest.mark.parametrize("art", _DOCTYPES)
def test_doctype_is_refused_in_every_encoding(art: str, kodierung: str) -> None:
    name, bom = _KODIERUNGEN[kodierung]
    assert "DOCTYPE" in _get_text(bom + _DOCTYPES[art].encode(name or "utf-8"))


@pytest.mark.parametrize("name", ["ISO-8859-1", "iso-8859-15", "windows-1252", "us-ascii"])
def test_doctype_is_refused_in_declared_encodings(name: str) -> None:
    text = f'<?xml version="1.0" encoding="{name}"?>\n<!DOCTYPE a><a/>'
    assert "DOCTYPE" in _get_text(text.encode(name))


def test_second_line_of_defence_holds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should expat and libxml2 ever disagree about where a document begins."""
    monkeypatch.setattr(sicheres_xml, "_check_vorab", lambda *_: None)
    for text in _DOCTYPES.values():
        _get_text(text.encode())
    assert "DOCTYPE" in _get_text(_DOCTYPES["bare"].encode())
    geheim = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    wurzel = etree.fromstring(geheim, sicheres_xml._create_parser())
    assert "".join(map(str, wurzel.itertext(with_tail=False))) in ("", "&x;")


def test_a_bomb_costs_nothing() -> None:
    tracemalloc.start()
    try:
        _get_text(_DOCTYPES["billion laughs"].encode())
        spitze = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert spitze < 5_000_000


@pytest.mark.parametrize(
    ("rohdaten", "wort"),
    [
        (b"", "leer"),
        (b" \n\t", "leer"),
        (b"\x00\x00\x00", "leer"),
        (b"hallo", "kein lesbares XML"),
        (b"<a>\x00</a>", "nicht erlaubt"),
        (b"<a>\n<b></a>", "(Zeile 2)"),
        (b"<a><b>", "bricht"),
        (b"<a>&unbekannt;</a>", "Entity"),
        (b"<a/><b/>", "weiterer Text"),
        (b"<p:a/>", "Namensraum"),
        (b"<a>" * 100_000, "tief"),
        (b"<a>\xff</a>", "Kodierung"),
        (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-', "Kodierung"),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "Kodierung"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "Kodierung"),
        (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "Kodierung"),
        ('<?xml version="1.0"?><a/>'.encode("utf-32"), "kein lesbares XML"),
        (b'<a b="' + b"x" * 500_001 + b'"/>', "zu langes Attribut"),
        (b"<a>" + b"x" * 500_001 + b"</a>", "zu langen Text"),
        (f"<a><b {_create_attribute(51)}/></a>".encode(), "viele Attribute"),
        (b"<a>" + _VIELE_ATTRIBUTE * 2 + b"</a>", "viele Attribute"),
        (f"<a><b {_create_deklarationen(51)}/></a>".encode(), "viele Namensräume"),
        (f"<a>{f'<b {_create_deklarationen(50)}/>' * 1201}</a>".encode(), "viele Namensräume"),
        (b"<a>" + b"<b/>" * 2001 + b"</a>", "viele Kindelemente"),
        (b"<a>" + b"<b/>" * 10 + b"<!DOCTYPE a></a>", "XML"),
        ('<?xml version="1.0" encoding="utf-32"?><a/>'.encode("utf-32"), "kein lesbares XML"),
    ],
)
def test_broken_documents_are_refused_in_words(rohdaten: bytes, wort: str) -> None:
    assert wort in _get_text(rohdaten)


def test_masses_of_small_elements_are_refused_before_a_tree_is_built() -> None:
    assert "viele Elemente" in _get_text(b"<a>" + b"<b/>" * 500_000 + b"</a>")
    gruppe = b"<b>" + b"<c/>" * 1_900 + b"</b>"
    assert "viele Elemente" in _get_text(b"<a>" + gruppe * 64 + b"</a>")
    viele = b"<b>" + b"<c/>" * 1_999 + b"</b>"
    assert read_xml(b"<a>" + viele * 10 + b"</a>").wurzel is not None


def test_what_stays_below_the_limits_is_read() -> None:
    for inhalt in (
        f"<b {_create_attribute(50)}/>",
        f"<b>{'x' * 490_000}</b>",
        f"<b {_create_deklarationen(50)}/>",
        '<b xmlns="d"/>' * 1999,
        "<b><c/></b>" * 2000,
    ):
        assert read_xml(f"<a>{inhalt}</a>".encode()).wurzel is not None


def test_what_is_set_up_may_be_bigger_than_what_is_sent() -> None:
    liste = b"<a>" + b'<b c="d"/>' * 130_000 + b"</a>"
    assert read_xml(liste).wurzel is None
    assert read_xml(liste, EINRICHTUNG).wurzel is not None


def test_limits_of_size_and_depth() -> None:
    assert "zu groß" in _get_text(b"<a>" + b" " * 100 + b"</a>", groesse=99)
    assert read_xml(b"<a/>", replace(NACHRICHT, groesse=4)).wurzel is not None
    assert "10 MB" in _get_text(b" " * (10 * 1024 * 1024 + 1))
    assert "tief" in _get_text(b"<a>" * 11 + b"</a>" * 11, tiefe=10)
    assert read_xml(b"<a>" * 10 + b"</a>" * 10, replace(NACHRICHT, tiefe=10)).wurzel is not None


@pytest.mark.parametrize("jahr", ["2001", "2003"])
def test_xinclude_is_refused_and_not_followed(jahr: str) -> None:
    rohdaten = (
        f'<a><x:include xmlns:x="http://www.w3.org/{jahr}/XInclude" parse="text" '
        'href="file:///etc/passwd"/></a>'
    ).encode()
    zerlegung = read_xml(rohdaten)
    (befund,) = zerlegung.befunde
    assert (befund.kennzahl, befund.schwere) == ("X001", Schwere.ZURUECKWEISUNG)
    assert zerlegung.wurzel is not None
    assert list(zerlegung.wurzel.itertext()) == []


def test_instructions_and_comments_vanish_and_do_not_split_text() -> None:
    rohdaten = b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><a>02<!-- x -->0<?y?>0</a>'
    wurzel = read_xml(rohdaten).wurzel
    assert wurzel is not None
    assert wurzel.text == "0200"
    assert wurzel.getprevious() is None


@pytest.mark.parametrize("name", ["utf-8", "utf-16", "utf-16-le", "iso-8859-15", "windows-1252"])
def test_legal_encodings_are_read(name: str) -> None:
    angabe = "utf-16" if name.startswith("utf-16") else name
    text = f'<?xml version="1.0" encoding="{angabe}"?><a>Größe €</a>'
    wurzel = read_xml(text.encode(name)).wurzel
    assert wurzel is not None
    assert wurzel.text == "Größe €"


@given(st.binary())
def test_any_bytes_give_a_result(rohdaten: bytes) -> None:
    zerlegung = read_xml(rohdaten)
    assert (zerlegung.wurzel is None) == bool(zerlegung.befunde)

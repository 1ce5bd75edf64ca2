"""Code lists in genericode."""
# ruff: noqa: E501 - XML reads better unbroken

from pathlib import Path

import pytest

from bauaufsicht.adapters.xbau.codelisten import GenericodeLeser
from bauaufsicht.domain.ports import Codelistendatei, Codelistenkopf

KOPF = (
    "<Identification><ShortName>kurz</ShortName><LongName>Liste</LongName><Version>1.0</Version>"
    "<CanonicalUri>urn:test:liste</CanonicalUri></Identification>"
)


def build(spalten: str, zeilen: str, kopf: str = KOPF, name: str = "gc:CodeList") -> str:
    return (
        f'<{name} xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">{kopf}'
        f"<ColumnSet>{spalten}</ColumnSet><SimpleCodeList>{zeilen}</SimpleCodeList></{name}>"
    )


def build_zeile(**werte: str) -> str:
    return (
        "<Row>"
        + "".join(
            f'<Value ColumnRef="{k}"><SimpleValue>{v}</SimpleValue></Value>'
            for k, v in werte.items()
        )
        + "</Row>"
    )


def read(tmp_path: Path, text: str) -> Codelistendatei | str:
    (tmp_path / "liste.xml").write_text(text, encoding="utf-8")
    (ergebnis,) = GenericodeLeser().read_ordner(tmp_path)
    return ergebnis


SPALTEN = '<Column Id="code" Use="required"/><Column Id="beschreibung"/><Key><ColumnRef Ref="code"/></Key>'


def test_code_and_label_in_order(tmp_path: Path) -> None:
    zeilen = build_zeile(code="2", beschreibung=" Zwei ") + build_zeile(
        code="1", beschreibung="Eins"
    )
    ergebnis = read(tmp_path, build(SPALTEN, zeilen))
    assert ergebnis == Codelistendatei(
        Codelistenkopf("urn:test:liste", "1.0", "Liste"), (("2", "Zwei"), ("1", "Eins"))
    )


def test_namespaced_children_are_read_as_well(tmp_path: Path) -> None:
    text = build(SPALTEN, build_zeile(code="1", beschreibung="Eins"))
    qualifiziert = (
        text.replace("<gc:CodeList ", "<CodeList ")
        .replace("xmlns:gc", "xmlns")
        .replace("</gc:", "</")
    )
    ergebnis = read(tmp_path, qualifiziert)
    assert isinstance(ergebnis, Codelistendatei)
    assert ergebnis.eintraege == (("1", "Eins"),)


@pytest.mark.parametrize(
    ("spalten", "erwartet"),
    [
        (
            '<Column Id="Hinweis"/><Column Id="Bezeichnung"/><Column Id="S"/><Key><ColumnRef Ref="S"/></Key>',
            ("s", "b"),
        ),
        ('<Column Id="S"/><Column Id="Bezeichnung"/><Column Id="Hinweis"/>', ("s", "b")),
        (
            '<Column Id="S"/><Column Id="Hinweis"/><Column Id="Bezeichnung" Use="required"><Data Lang="en"/></Column>'.replace(
                "Bezeichnung", "Wort"
            ),
            ("s", "h"),
        ),
        ('<Column Id="S"/>', ("s", "s")),
    ],
)
def test_key_and_label_column(tmp_path: Path, spalten: str, erwartet: tuple[str, str]) -> None:
    zeile = build_zeile(S="s", Bezeichnung="b", Hinweis="h", Wort="w")
    ergebnis = read(tmp_path, build(spalten, zeile))
    assert isinstance(ergebnis, Codelistendatei)
    assert ergebnis.eintraege == (erwartet,)


def test_missing_damaged_and_repeated_values(tmp_path: Path) -> None:
    zeilen = (
        "<Row><Value><SimpleValue>1</SimpleValue></Value><Value><SimpleValue>Eins</SimpleValue></Value></Row>"
        '<Row><Value ColumnRef="code"><SimpleValue>2</SimpleValue></Value><Value ColumnRef="beschreibung"/></Row>'
        + build_zeile(code="3", beschreibung="Thï¿½ringen")
        + build_zeile(code="", beschreibung="ohne Code")
        + build_zeile(code="1", beschreibung="noch einmal")
    )
    ergebnis = read(tmp_path, build(SPALTEN, zeilen))
    assert isinstance(ergebnis, Codelistendatei)
    assert ergebnis.eintraege == (("1", "Eins"), ("2", "2"), ("3", "3"))


@pytest.mark.parametrize(
    ("text", "wort"),
    [
        ("kein XML", "kein lesbares XML"),
        ("<!DOCTYPE a><a/>", "DOCTYPE"),
        ("<a/>", "genericode"),
        (build(SPALTEN, ""), "Einträge"),
        (build("", build_zeile(code="1")), "Spalten"),
        (build(SPALTEN, build_zeile(code="1"), kopf=""), "Kennung"),
    ],
)
def test_other_files_are_reported(tmp_path: Path, text: str, wort: str) -> None:
    ergebnis = read(tmp_path, text)
    assert isinstance(ergebnis, str)
    assert "liste.xml" in ergebnis
    assert wort in ergebnis


def test_sub_folders_count_and_other_files_do_not(tmp_path: Path) -> None:
    unter = tmp_path / "alt"
    unter.mkdir()
    (unter / "b.xml").write_text(build(SPALTEN, build_zeile(code="1")), encoding="utf-8")
    (tmp_path / "index.json").write_text("{}", encoding="utf-8")
    assert len(list(GenericodeLeser().read_ordner(tmp_path))) == 1
    assert list(GenericodeLeser().read_ordner(tmp_path / "fehlt")) == []

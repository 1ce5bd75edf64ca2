"""Setting up schemas, with a set of our own that has the shape of the official one."""
# ruff: noqa: E501 - XML reads better unbroken

import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

from bauaufsicht.adapters.xbau import schemaquelle
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.domain.fehler import Fachfehler

H = "http://www.xleitstelle.de/xbau/2/6"
K = "http://www.xleitstelle.de/xbau/kernmodul/1/3/0"
XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
# As in the official files: the Kernmodul lies in two files, and Hochbau imports only the first of
# them.
SATZ: Mapping[str, str] = {
    "xbau-kernmodul-eins.xsd": f'<xs:schema {XS} targetNamespace="{K}"><xs:element name="eins" type="xs:date"/></xs:schema>',
    "xbau-kernmodul-zwei.xsd": f'<xs:schema {XS} targetNamespace="{K}"><xs:element name="zwei" type="xs:date"/></xs:schema>',
    "xbau-baukasten.xsd": f'<xs:schema {XS} targetNamespace="{H}"><xs:import namespace="{K}" '
    'schemaLocation="xbau-kernmodul-eins.xsd"/><xs:element name="drei" type="xs:date"/></xs:schema>',
}


def write_ordner(ordner: Path, satz: Mapping[str, str]) -> Path:
    ordner.mkdir(parents=True, exist_ok=True)
    for name, text in satz.items():
        (ordner / name).write_text(text, encoding="utf-8")
    return ordner


def write_zip(pfad: Path, eintraege: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(pfad, "w", zipfile.ZIP_DEFLATED) as archiv:
        for name, inhalt in eintraege.items():
            archiv.writestr(name, inhalt)
    return pfad


def build(name: str, ns: str, text: str) -> etree._Element:
    return etree.fromstring(f'<a:{name} xmlns:a="{ns}">{text}</a:{name}>')


def test_nothing_set_up(tmp_path: Path) -> None:
    schemata = Schemata(tmp_path / "fehlt")
    assert schemata.get_stand() == {"2.6": False, "2.5": False, "2.4.0.1": False}
    assert schemata.check_nachricht("2.6", build("drei", H, "x")) is None
    assert schemata.check_nachricht("9.9", build("drei", H, "x")) is None


def test_folder_is_set_up_with_all_elements_of_both_namespaces(tmp_path: Path) -> None:
    quelle = write_ordner(tmp_path / "quelle" / "irgendwo", SATZ).parent
    schemata = Schemata(tmp_path / "ziel" / "tief")
    assert schemata.import_quelle(quelle) == ["2.6"]
    for frisch in (schemata, Schemata(tmp_path / "ziel" / "tief")):
        assert frisch.get_stand() == {"2.6": True, "2.5": False, "2.4.0.1": False}
        for name, ns in (("eins", K), ("zwei", K), ("drei", H)):
            assert frisch.check_nachricht("2.6", build(name, ns, "2026-01-01")) == ()
            (text,) = frisch.check_nachricht("2.6", build(name, ns, "gestern")) or ()
            assert "gestern" in text
            assert "Zeile 1" in text
    assert [p.name for p in (tmp_path / "ziel" / "tief").iterdir()] == ["2.6"]


def test_zip_in_a_sub_folder_is_set_up(tmp_path: Path) -> None:
    eintraege = {f"lieferung/xsd/{name}": text for name, text in SATZ.items()}
    quelle = write_zip(tmp_path / "xsd.zip", {**eintraege, "lieferung/lies mich.txt": "x"})
    schemata = Schemata(tmp_path / "ziel")
    assert schemata.import_quelle(quelle) == ["2.6"]
    assert schemata.get_stand()["2.6"]


def test_drivers_of_others_and_shadow_schemas_are_not_taken(tmp_path: Path) -> None:
    schatten = {name: text.replace("xs:date", "xs:string") for name, text in SATZ.items()}
    write_ordner(
        tmp_path / "quelle" / "specs", {**schatten, "mehr.xsd": schatten["xbau-baukasten.xsd"]}
    )
    write_ordner(tmp_path / "quelle" / "xsd", {**SATZ, "_alle.xsd": "<kaputt"})
    schemata = Schemata(tmp_path / "ziel")
    schemata.import_quelle(tmp_path / "quelle")
    assert schemata.check_nachricht("2.6", build("drei", H, "gestern"))
    assert not (tmp_path / "ziel" / "2.6" / "_alle.xsd").exists()


def test_new_set_replaces_the_old_one(tmp_path: Path) -> None:
    schemata = Schemata(tmp_path / "ziel")
    schemata.import_quelle(write_ordner(tmp_path / "alt", SATZ))
    neu = {name: text.replace("xs:date", "xs:int") for name, text in SATZ.items()}
    schemata.import_quelle(write_ordner(tmp_path / "neu", neu))
    assert schemata.check_nachricht("2.6", build("drei", H, "1")) == ()
    assert Schemata(tmp_path / "ziel").check_nachricht("2.6", build("drei", H, "1")) == ()


@pytest.mark.parametrize(
    ("satz", "wort"),
    [
        ({}, "keine XML-Schemata"),
        ({"a.xsd": "<kaputt"}, "keine XML-Schemata"),
        ({n: t for n, t in SATZ.items() if "baukasten" in n}, "keine XML-Schemata"),
        ({n: t for n, t in SATZ.items() if "eins" not in n}, "xbau-kernmodul-eins.xsd"),
        (
            {
                **SATZ,
                "b.xsd": SATZ["xbau-baukasten.xsd"].replace(
                    "xbau-kernmodul-eins.xsd", "http://127.0.0.1:9/a.xsd"
                ),
            },
            "127",
        ),
        (
            {
                **SATZ,
                "b.xsd": SATZ["xbau-baukasten.xsd"].replace("xbau-kernmodul", "../xbau-kernmodul"),
            },
            "nicht im selben Ordner",
        ),
        ({**SATZ, "b.xsd": "<!DOCTYPE a [<!ENTITY x SYSTEM '/etc/passwd'>]><a>&x;</a>"}, "b.xsd"),
        ({**SATZ, "b.xsd": "<a/>"}, "b.xsd"),
        (
            {
                **SATZ,
                "b.xsd": f'<xs:schema {XS} targetNamespace="{H}"><xs:element name="x" type="y"/></xs:schema>',
            },
            "nicht verwendbar",
        ),
    ],
)
def test_unusable_sources_change_nothing(
    tmp_path: Path, satz: Mapping[str, str], wort: str
) -> None:
    schemata = Schemata(tmp_path / "ziel")
    schemata.import_quelle(write_ordner(tmp_path / "gut", SATZ))
    with pytest.raises(Fachfehler, match=wort):
        schemata.import_quelle(write_ordner(tmp_path / "quelle", satz))
    assert [p.name for p in (tmp_path / "ziel").iterdir()] == ["2.6"]
    assert Schemata(tmp_path / "ziel").get_stand()["2.6"]


def test_other_files_are_no_source(tmp_path: Path) -> None:
    datei = tmp_path / "xsd.zip"
    datei.write_bytes(b"kein ZIP")
    for quelle in (datei, tmp_path / "fehlt"):
        with pytest.raises(Fachfehler, match="weder"):
            Schemata(tmp_path / "ziel").import_quelle(quelle)


@pytest.mark.parametrize("name", ["../a.xsd", "/a.xsd", "x/../../a.xsd", "..\\a.xsd", "C:/a.xsd"])
def test_zip_cannot_write_elsewhere(tmp_path: Path, name: str) -> None:
    quelle = write_zip(tmp_path / "xsd.zip", {**SATZ, name: "<a/>"})
    with pytest.raises(Fachfehler, match="unzulässig"):
        Schemata(tmp_path / "ziel").import_quelle(quelle)


def test_zip_with_a_link_is_refused(tmp_path: Path) -> None:
    quelle = write_zip(tmp_path / "xsd.zip", SATZ)
    verweis = zipfile.ZipInfo("b.xsd")
    verweis.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(quelle, "a") as archiv:
        archiv.writestr(verweis, "/etc/passwd")
    with pytest.raises(Fachfehler, match="unzulässig"):
        Schemata(tmp_path / "ziel").import_quelle(quelle)


def test_zip_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quelle = write_zip(tmp_path / "xsd.zip", {**SATZ, "b.xsd": b" " * 200_000})
    monkeypatch.setattr(schemaquelle, "HOECHSTGROESSE_DATEI", 100_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("must not be opened"))
    with pytest.raises(Fachfehler, match="zu groß"):
        Schemata(tmp_path / "ziel").import_quelle(quelle)


@pytest.mark.parametrize("grenze", ["HOECHSTZAHL", "HOECHSTGROESSE", "HOECHSTGROESSE_DATEI"])
@pytest.mark.parametrize("art", ["ordner", "zip"])
def test_limits_hold_for_both_kinds_of_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, art: str, grenze: str
) -> None:
    quelle = (
        write_ordner(tmp_path / "q", SATZ)
        if art == "ordner"
        else write_zip(tmp_path / "q.zip", SATZ)
    )
    monkeypatch.setattr(schemaquelle, grenze, 2)
    with pytest.raises(Fachfehler, match="zu groß"):
        Schemata(tmp_path / "ziel").import_quelle(quelle)


def test_damaged_zip_is_refused(tmp_path: Path) -> None:
    quelle = write_zip(tmp_path / "xsd.zip", {"a.xsd": "<a/>" * 1000})
    roh = bytearray(quelle.read_bytes())
    roh[40:44] = b"\xff\xff\xff\xff"
    quelle.write_bytes(roh)
    with pytest.raises(Fachfehler, match="beschädigt"):
        Schemata(tmp_path / "ziel").import_quelle(quelle)


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    quelle = write_ordner(tmp_path / "quelle", SATZ)
    geheim = tmp_path / "geheim.txt"
    geheim.write_text("geheim")
    (quelle / "b.xsd").symlink_to(geheim)
    Schemata(tmp_path / "ziel").import_quelle(quelle)
    assert not (tmp_path / "ziel" / "2.6" / "b.xsd").exists()


def test_damaged_installation_counts_as_absent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Schemata(tmp_path / "ziel").import_quelle(write_ordner(tmp_path / "quelle", SATZ))
    (tmp_path / "ziel" / "2.6" / "xbau-kernmodul-zwei.xsd").unlink()
    schemata = Schemata(tmp_path / "ziel")
    assert schemata.get_stand()["2.6"] is False
    assert schemata.check_nachricht("2.6", build("drei", H, "x")) is None
    assert "set it up again" in caplog.text


REGELN = f"""<xs:schema {XS} targetNamespace="{H}" elementFormDefault="qualified"><xs:element name="v"><xs:complexType><xs:sequence>
 <xs:element name="a" maxOccurs="9"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="p" use="required" fixed="fest"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
 <xs:element name="b" minOccurs="0" maxOccurs="9"><xs:simpleType><xs:restriction base="xs:token">
  <xs:enumeration value="1"/></xs:restriction></xs:simpleType></xs:element>
 <xs:element name="c" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
  <xs:pattern value="[0-9]+"/></xs:restriction></xs:simpleType></xs:element>
 <xs:element name="d" minOccurs="0"><xs:complexType><xs:attribute name="z" type="xs:int"/></xs:complexType></xs:element>
 <xs:element name="e" minOccurs="0" type="xs:int"/>
</xs:sequence></xs:complexType></xs:element></xs:schema>"""


@pytest.fixture
def regeln(tmp_path: Path) -> Schemata:
    schemata = Schemata(tmp_path / "ziel")
    schemata.import_quelle(write_ordner(tmp_path / "quelle", {**SATZ, "regeln.xsd": REGELN}))
    return schemata


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        ('<a p="fest"/>', None),
        ("", "Zeile 1: Im Element „v“ fehlt „a“."),
        ('<x p="fest"/>', "Zeile 1: Das Element „x“ wird hier nicht erwartet; erwartet wird „a“."),
        (
            '<a p="fest" xmlns=""/>',
            f"Zeile 1: Das Element „a“ gehört in den Namensraum {H}.",
        ),
        (
            '<a p="fest"/>\n<x/>',
            "Zeile 2: Das Element „x“ wird hier nicht erwartet; erwartet wird „b“ "
            "oder „c“ oder „d“ oder ein anderes.",
        ),
        (
            '<a p="fest"/><c>1</c><c>1</c>',
            "Zeile 1: Das Element „c“ wird hier nicht erwartet; erwartet wird „d“ oder „e“.",
        ),
        ("<a/>", "Zeile 1: Im Element „a“ fehlt das Attribut „p“."),
        (
            '<a p="frei"/>',
            "Zeile 1: Der Wert „frei“ des Attributs „p“ im Element „a“ muss „fest“ lauten.",
        ),
        ('<a p="fest" q="1"/>', "Zeile 1: Das Attribut „q“ ist im Element „a“ nicht erlaubt."),
        (
            '<a p="fest"/><b>2</b>',
            "Zeile 1: Der Wert „2“ im Element „b“ steht nicht in der Liste der zulässigen Werte.",
        ),
        (
            '<a p="fest"/><c>x</c>',
            "Zeile 1: Der Wert „x“ im Element „c“ hat nicht die vorgeschriebene Form "
            "oder enthält unzulässige Zeichen.",
        ),
        (
            '<a p="fest"/><d z="x"/>',
            "Zeile 1: Der Wert „x“ des Attributs „z“ im Element „d“ ist kein "
            "gültiger Wert des Typs xs:int.",
        ),
        ('<a p="fest"><y/></a>', "Zeile 1: Im Element „a“ darf kein weiteres Element stehen."),
        ('<a p="fest"/><d>Text</d>', "Zeile 1: Im Element „d“ darf kein Text stehen."),
    ],
)
def test_violations_in_words(regeln: Schemata, inhalt: str, satz: str | None) -> None:
    wurzel = etree.fromstring(f'<v xmlns="{H}">{inhalt}</v>')
    assert regeln.check_nachricht("2.6", wurzel) == (() if satz is None else (satz,))


def test_at_most_five_violations(regeln: Schemata) -> None:
    wurzel = etree.fromstring(f'<v xmlns="{H}">' + "\n<a/>" * 8 + "</v>")
    texte = regeln.check_nachricht("2.6", wurzel)
    assert texte is not None
    assert len(texte) == 5
    assert texte[-1].endswith("(und 3 weitere Verstöße)")

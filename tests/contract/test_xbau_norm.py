"""Our tables against the official material: messages, lists, DIN 91379, and valid replies."""

import base64
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from bauaufsicht.adapters.xbau.codelisten import GenericodeLeser
from bauaufsicht.adapters.xbau.leser import XbauLeser
from bauaufsicht.adapters.xbau.nachrichten import get_nummer, is_kernmodul
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.adapters.xbau.schreiber import XbauSchreiber
from bauaufsicht.adapters.xbau.versionen import VERSIONEN
from bauaufsicht.domain.bescheid import Bescheidart, Nebenbestimmung
from bauaufsicht.domain.din91379 import format_datentyp_c
from bauaufsicht.domain.nachricht import Antwort, Grund, Kode, Nachrichtenkopf, Partner
from bauaufsicht.domain.ports import (
    Codelistendatei,
    CodelistenLeser,
    NachrichtenLeser,
    NachrichtenSchreiber,
)
from tests.factories.bescheidnachricht import BESCHEID

XBAU = Path(__file__).resolve().parents[2].parent / "shared" / "daten" / "xbau"
pytestmark = pytest.mark.skipif(not XBAU.is_dir(), reason="es fehlt: ../shared/daten/xbau")
XS = "{http://www.w3.org/2001/XMLSchema}"
JEDE_VERSION = pytest.mark.parametrize("version", list(VERSIONEN))


@pytest.fixture(scope="module")
def schemata(tmp_path_factory: pytest.TempPathFactory) -> Schemata:
    schemata = Schemata(tmp_path_factory.mktemp("schemata"))
    schemata.import_quelle(XBAU / "xsd")
    return schemata


def test_adapters_keep_their_ports(schemata: Schemata) -> None:
    leser: NachrichtenLeser = XbauLeser(schemata)
    schreiber: NachrichtenSchreiber = XbauSchreiber(schemata)
    listen: CodelistenLeser = GenericodeLeser()
    assert leser.get_schemastand() == {"2.6": True, "2.5": True, "2.4.0.1": True}
    assert schreiber.check_schema("2.6", b"<a/>") is False
    assert list(listen.read_ordner(XBAU / "docs")) == []


@JEDE_VERSION
def test_one_version_alone_and_as_zip(version: str, tmp_path: Path) -> None:
    einzeln = Schemata(tmp_path / "einzeln")
    assert einzeln.import_quelle(XBAU / "xsd" / version) == [version]
    assert einzeln.get_stand() == {v: v == version for v in VERSIONEN}
    quelle = tmp_path / "lieferung.zip"
    with zipfile.ZipFile(quelle, "w") as archiv:
        for datei in (XBAU / "xsd" / version).glob("*.xsd"):
            archiv.write(datei, f"paket/xsd_dev/{datei.name}")
    assert Schemata(tmp_path / "zip").import_quelle(quelle) == [version]


def _iter_schemata(version: str) -> Iterator[etree._Element]:
    for datei in sorted((XBAU / "xsd" / version).glob("[!_]*.xsd")):
        yield etree.parse(datei).getroot()


@JEDE_VERSION
def test_known_messages_are_those_of_the_schema(version: str) -> None:
    angebot = VERSIONEN[version]
    amtlich = {
        (wurzel.get("targetNamespace"), name)
        for wurzel in _iter_schemata(version)
        for element in wurzel.findall(f"{XS}element")
        if get_nummer(name := element.get("name") or "")
    }
    unsere = {
        (angebot.ns_kernmodul if is_kernmodul(get_nummer(w) or "") else angebot.ns_hochbau, w)
        for w in angebot.nachrichten
    }
    assert unsere == amtlich


def _list_festlegungen(version: str) -> dict[str, set[tuple[str | None, str | None]]]:
    """Per element name, what the code types of the schema fix as list and version."""
    wurzeln = list(_iter_schemata(version))
    typen: dict[str, set[tuple[str | None, str | None]]] = {}
    for wurzel in wurzeln:
        for typ in wurzel.findall(f"{XS}complexType"):
            fest = {a.get("name"): a.get("fixed") for a in typ.iter(f"{XS}attribute")}
            typen.setdefault(typ.get("name") or "", set()).add(
                (fest.get("listURI"), fest.get("listVersionID"))
            )
    ergebnis: dict[str, set[tuple[str | None, str | None]]] = {}
    for wurzel in wurzeln:
        for element in wurzel.iter(f"{XS}element"):
            name = (element.get("type") or "").rpartition(":")[2]
            if element.get("name") and name.startswith("Code."):
                ergebnis.setdefault(element.get("name") or "", set()).update(typen[name])
    return ergebnis


@JEDE_VERSION
def test_fixed_lists_are_those_of_the_schema(version: str) -> None:
    amtlich = _list_festlegungen(version)
    angebot = VERSIONEN[version]
    for name, festlegung in angebot.listen.items():
        if (version, name) != ("2.5", "gemeindeschluessel"):  # named in the message itself there
            assert festlegung in amtlich[name.rpartition("/")[2]], name
    for nummer in ("0200", "1120"):
        assert angebot.get_nachrichtenliste(nummer) in amtlich["nachrichtentyp"]


@pytest.fixture(scope="module")
def codelisten() -> dict[tuple[str, str], Codelistendatei]:
    alle = list(GenericodeLeser().read_ordner(XBAU / "codelists"))
    assert not [a for a in alle if isinstance(a, str)]
    return {(c.kopf.urn, c.kopf.version): c for c in alle if isinstance(c, Codelistendatei)}


def test_every_code_list_is_read_completely(
    codelisten: dict[tuple[str, str], Codelistendatei],
) -> None:
    index = json.loads((XBAU / "codelists" / "index.json").read_text(encoding="utf-8"))["lists"]
    erwartet: dict[tuple[str, str], dict[str, Any]] = {
        (urn, version): angabe
        for urn, liste in index.items()
        for version, angabe in liste["versions"].items()
    }
    assert set(codelisten) == set(erwartet)
    for schluessel, liste in codelisten.items():
        angabe = erwartet[schluessel]
        assert len(liste.eintraege) == angabe["rows"], schluessel
        worte = [wort for code, wort in liste.eintraege if wort and wort != code]
        if not angabe["mojibake"]:
            assert len(worte) == len(liste.eintraege), schluessel
        assert len({code for code, _ in liste.eintraege}) == len(liste.eintraege)
        assert not any("ï¿½" in wort for _, wort in liste.eintraege)


@pytest.mark.parametrize(
    ("urn", "version", "code", "wort"),
    [
        ("urn:xoev-de:xbau:codeliste:gebaeudeklasse", "3.0", "4", "Gebäudeklasse 4"),
        ("urn:xoev-de:xbau:codeliste:kammer", "2.0", "31", "Ingenieurkammer Thüringen"),
        ("urn:xoev-de:xbau:codeliste:abweichungart", "2.1", "1", "Befreiung"),
        (
            "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:ags",
            "2026-06-30",
            "16053000",
            "Jena, Stadt",
        ),
        (
            "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staatsgebiete",
            "2024-08-01",
            "423",
            "Afghanistan",
        ),
        (
            "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:bundesland",
            "2010-04-01",
            "01",
            "Schleswig-Holstein",
        ),
        (
            "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:bundesland",
            "2010-04-01",
            "16",
            "16",
        ),
        ("urn:de:xoev:codeliste:erreichbarkeit", "4.1", "01", "E-Mail"),
        (
            "urn:xoev-de:xgewerbeanzeige:codeliste:registergerichte",
            "11",
            "D3101",
            "Amtsgericht Amberg",
        ),
    ],
)
def test_labels(
    codelisten: dict[tuple[str, str], Codelistendatei], urn: str, version: str, code: str, wort: str
) -> None:
    assert dict(codelisten[urn, version].eintraege)[code] == wort


def test_list_of_the_test_data_is_read() -> None:
    (liste,) = GenericodeLeser().read_ordner(XBAU / "samples" / "codelisten-test")
    assert isinstance(liste, Codelistendatei)
    assert ("BGV-VEREINFACHT", "Vereinfachtes Baugenehmigungsverfahren") in liste.eintraege


@pytest.fixture(scope="module")
def datentyp_c() -> etree.XMLSchema:
    ns = "urn:xoev-de:kosit:xoev:datentyp:din-91379_2022-08"
    ort = (XBAU / "xsd" / "2.6" / "din-norm-91379-datatypes.xsd").as_uri()
    return etree.XMLSchema(
        etree.fromstring(
            f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:d="{ns}">'
            f'<xs:import namespace="{ns}" schemaLocation="{ort}"/>'
            '<xs:element name="t" type="d:datatypeC"/></xs:schema>'
        )
    )


def _is_datentyp_c(schema: etree.XMLSchema, text: str) -> bool:
    element = etree.Element("t")
    try:
        element.text = text
    except ValueError:
        return False
    return bool(schema.validate(element))


def test_every_single_character_is_allowed_where_the_standard_allows_it(
    datentyp_c: etree.XMLSchema,
) -> None:
    for nummer in [*range(0x2500), 0x20AC, 0x2019, 0xFB01, 0xFEFF, 0x1F3E0, *range(0x1E00, 0x1F00)]:
        zeichen = chr(nummer)
        if 0xD800 <= nummer < 0xE000:
            continue
        ergebnis = format_datentyp_c(zeichen)
        assert _is_datentyp_c(datentyp_c, ergebnis), hex(nummer)
        # The carriage return and the typographic apostrophe are plain afterwards, although allowed.
        if _is_datentyp_c(datentyp_c, zeichen) and zeichen not in "\r\u2019":
            assert ergebnis == zeichen, hex(nummer)


def test_every_letter_with_mark_of_the_standard_stays(datentyp_c: etree.XMLSchema) -> None:
    marken = [chr(n) for n in range(0x300, 0x370)]
    for grund in map(chr, [*range(0x41, 0x7B), *range(0xC0, 0x180), *range(0x1E00, 0x1F00)]):
        for marke in marken:
            text = unicodedata.normalize("NFC", grund + marke)
            if _is_datentyp_c(datentyp_c, text):
                assert format_datentyp_c(text) == text, ascii(text)


GARSTIG = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            ""
            "–—„“”‚‘’…•\u00ad\u200b\u202e\u2066🏠\x00\x07\r\n\té\u0301\u0323\u030c\u0328ČcKk\u035fh≥αЖ<&>\"']]>"
        ),
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(GARSTIG)
def test_any_text_becomes_datatype_c(datentyp_c: etree.XMLSchema, text: str) -> None:
    ergebnis = format_datentyp_c(text)
    assert _is_datentyp_c(datentyp_c, ergebnis), ascii(ergebnis)


ANTWORT = Antwort(
    version="2.6",
    nachrichten_uuid="bbbbbbbb-0000-4000-8000-000000000001",
    erstellt=datetime(2026, 1, 1, tzinfo=UTC),
    autor=Partner("bab:16071000", "Landratsamt"),
    leser=Partner("bap:16000009", "Portal"),
    referenz="cccccccc-0000-4000-8000-000000000001",
    aktenzeichen="BA-2026-1",
    bezug=Nachrichtenkopf(
        "aaaaaaaa-0000-4000-8000-000000000001",
        Kode("0200", "urn:xoev-de:xbau:codeliste:xbau-nachrichten", "4.0"),
        None,
        "2026-03-02T08:00:00",
        None,
        None,
    ),
    gruende=(Grund("X001", "Text"),),
    rohdaten=b"<a/>",
    akzeptiert=False,
)


def _list_antworten(schreiber: XbauSchreiber, antwort: Antwort) -> list[bytes]:
    return [
        schreiber.write_rueckweisung(antwort),
        schreiber.write_eingangsbestaetigung(antwort),
        schreiber.write_aktenzeichen(antwort),
        schreiber.write_quittierung_ruecknahme(antwort),
    ]


@JEDE_VERSION
def test_replies_are_valid_in_every_version(version: str, schemata: Schemata) -> None:
    schreiber = XbauSchreiber(schemata)
    for antwort in (
        replace(ANTWORT, version=version),
        replace(ANTWORT, version=version, test=True, text=("Eins.", "Zwei.")),
        replace(
            ANTWORT,
            version=version,
            gruende=(Grund("X001", ""), Grund("A001", "ü")),
            rohdaten=b"\xff",
        ),
    ):
        for rohdaten in _list_antworten(schreiber, antwort):
            assert schreiber.check_schema(version, rohdaten) is True


def test_validity_of_replies_can_fail(schemata: Schemata) -> None:
    schreiber = XbauSchreiber(schemata)
    rohdaten = schreiber.write_quittierung_ruecknahme(ANTWORT)
    assert (
        schreiber.check_schema("2.6", rohdaten.replace(b"ruecknahmeAkzeptiert", b"akzeptiert"))
        is False
    )
    assert schreiber.check_schema("2.5", rohdaten) is False


@settings(max_examples=120, deadline=None)
@example(version="2.6", texte=("", "", "", "", "", "", " ", ""), test=False)
@example(version="2.6", texte=("", "\x00", "", "", "", "\ufffe", "\u200b", "\x00"), test=True)
@given(
    version=st.sampled_from(list(VERSIONEN)), texte=st.tuples(*[GARSTIG] * 8), test=st.booleans()
)
def test_replies_with_nasty_texts_stay_valid(
    schemata: Schemata, version: str, texte: tuple[str, ...], test: bool
) -> None:
    schreiber = XbauSchreiber(schemata)
    dienst = Kode(texte[6] or "DVDV", texte[7], texte[5])
    antwort = replace(
        ANTWORT,
        version=version,
        autor=Partner("a" + texte[0], texte[1], dienst),
        leser=Partner("b" + texte[2], texte[3]),
        aktenzeichen="c" + texte[4],
        text=(texte[5], texte[6]),
        gruende=(Grund("X001", texte[7]),),
        bezug=replace(ANTWORT.bezug, typ=Kode("d" + texte[0], texte[1], texte[2])),  # type: ignore[type-var]
        rohdaten=texte[3].encode("utf-8", "surrogatepass"),
        test=test,
    )
    for rohdaten in _list_antworten(schreiber, antwort):
        wurzel = etree.fromstring(rohdaten)
        assert schemata.check_nachricht(version, wurzel) == ()
        assert not [
            e
            for e in wurzel.iter("*")
            if not len(e) and not (e.text or "").strip() and e.tag != "nachricht"
        ]


def test_rejected_message_comes_back_byte_for_byte(schemata: Schemata) -> None:
    roh = (XBAU / "samples" / "dev-11_2.6_0200_schemafehler.xml").read_bytes()
    lesung = XbauLeser(schemata).read_nachricht(roh)
    assert lesung.kopf is not None
    antwort = replace(
        ANTWORT,
        bezug=lesung.kopf,
        rohdaten=roh,
        gruende=tuple(Grund(b.kennzahl, b.text) for b in lesung.befunde),
    )
    rohdaten = XbauSchreiber(schemata).write_rueckweisung(antwort)
    assert XbauSchreiber(schemata).check_schema("2.6", rohdaten) is True
    assert (
        base64.b64decode(etree.fromstring(rohdaten).findtext("rueckweisungDaten/nachricht") or "")
        == roh
    )


@JEDE_VERSION
@pytest.mark.parametrize("art", Bescheidart)
def test_a_bescheid_is_valid(schemata: Schemata, version: str, art: Bescheidart) -> None:
    schreiber = XbauSchreiber(schemata)
    antwort = replace(BESCHEID.antwort, version=version)
    ganz = replace(BESCHEID, antwort=antwort, art=art)
    knapp = replace(ganz, abweichungen=(), nebenbestimmungen=(), begruendung="", hinweise=())
    for nachricht in (ganz, knapp):
        inhalt = schreiber.write_bescheid(nachricht)
        wurzel = etree.fromstring(inhalt)
        verstoesse = schemata.check_nachricht(version, wurzel)
        assert verstoesse is not None
        assert list(verstoesse) == []
        assert schreiber.check_schema(version, inhalt) is True


@pytest.mark.parametrize("version", ["2.6", "2.4.0.1"])
@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=80))
@example(text="„Zaun“ – 3 ≥ 2 🏠 \x00\u202e")
def test_whatever_people_type_a_bescheid_stays_valid(
    schemata: Schemata, version: str, text: str
) -> None:
    erste, _ = BESCHEID.abweichungen
    nachricht = replace(
        BESCHEID,
        antwort=replace(BESCHEID.antwort, version=version, aktenzeichen=text),
        begruendung=text,
        nebenbestimmungen=(Nebenbestimmung(text or "x"),),
        abweichungen=(replace(erste, vorschrift=text, begruendung=text),),
        hinweise=(text,),
    )
    schreiber = XbauSchreiber(schemata)
    assert schreiber.check_schema(version, schreiber.write_bescheid(nachricht)) is True

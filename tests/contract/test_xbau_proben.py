"""The sample messages of all versions, read with and without the official schemas.

`manifest.json` names the facts of each sample; the same message in another dress must give the same
record.
"""

import codecs
import dataclasses
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bauaufsicht.adapters.xbau.leser import NICHT_AUSGEWERTET, XbauLeser
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.domain.befund import Schwere, compute_zurueckweisung
from bauaufsicht.domain.nachricht import Lesung, Lieferart, Nachricht, Rolle, Vorhaben

XBAU = Path(__file__).resolve().parents[2].parent / "shared" / "daten" / "xbau"
BRAUCHT_XBAU = pytest.mark.skipif(not XBAU.is_dir(), reason="es fehlt: ../shared/daten/xbau")
pytestmark = BRAUCHT_XBAU
PROBEN = XBAU / "samples"
ANTWORTEN = PROBEN / "antworten"
OHNE = XbauLeser(Schemata(Path("nirgends")))


def _read_manifest() -> dict[str, dict[str, Any]]:
    if not XBAU.is_dir():
        return {}
    manifest = json.loads((PROBEN / "manifest.json").read_text(encoding="utf-8"))
    return {m["file"]: m for m in manifest["messages"]}


MANIFEST = _read_manifest()
ANGENOMMEN = [d for d, m in MANIFEST.items() if m["expected"].startswith("accept")]


@pytest.fixture(scope="module")
def schemata(tmp_path_factory: pytest.TempPathFactory) -> Schemata:
    schemata = Schemata(tmp_path_factory.mktemp("schemata"))
    assert schemata.import_quelle(XBAU / "xsd") == ["2.6", "2.5", "2.4.0.1"]
    return schemata


@pytest.fixture(params=["ohne", "mit"])
def leser(request: pytest.FixtureRequest) -> XbauLeser:
    return OHNE if request.param == "ohne" else XbauLeser(request.getfixturevalue("schemata"))


@cache
def _read_bytes(datei: str) -> bytes:
    return (PROBEN / datei).read_bytes()


def _read_vorhaben(nachricht: Nachricht) -> Vorhaben:
    assert nachricht.vorhaben is not None
    return nachricht.vorhaben


def _list_namen(nachricht: Nachricht, rolle: Rolle) -> list[str]:
    return [b.person.sortiername for b in _read_vorhaben(nachricht).beteiligte if b.rolle is rolle]


def _list_flurstuecke(nachricht: Nachricht) -> list[dict[str, str]]:
    namen = ("gemarkung", "flur", "zaehler", "nenner")
    alle = _read_vorhaben(nachricht).flurstuecke
    return [{n: w for n in namen if (w := getattr(f, n))} for f in alle]


def _get_ags(nachricht: Nachricht) -> str | None:
    return next(
        (
            a.gemeindeschluessel
            for a in _read_vorhaben(nachricht).anschriften
            if a.gemeindeschluessel
        ),
        None,
    )


def _count(nachricht: Nachricht, art: Lieferart) -> int:
    return sum(a.lieferart is art for a in nachricht.anlagen)


FAKTEN: dict[str, Callable[[Nachricht], object]] = {
    "antragsteller": lambda n: n.antragsteller[0].person.sortiername,
    "antragsteller_art": lambda n: n.antragsteller[0].person.art.value,
    "weitere_antragsteller": lambda n: [
        a.person.sortiername for a in n.antragsteller if a.rolle is Rolle.ANTRAGSTELLER
    ][1:],
    "flurstuecke": _list_flurstuecke,
    "gebaeudeklasse": lambda n: (k := _read_vorhaben(n).gebaeudeklasse) and k.wert,
    "anzahl_anlagen": lambda n: len(n.anlagen),
    "referenzAntragsservice": lambda n: n.referenz,
    "nachrichtenUUID": lambda n: n.kopf.nachrichten_uuid,
    "bezeichnung": lambda n: _read_vorhaben(n).bezeichnung,
    "entwurfsverfasser": lambda n: next(iter(_list_namen(n, Rolle.ENTWURFSVERFASSER)), None),
    "bauherren": lambda n: _list_namen(n, Rolle.BAUHERR),
    "verfahrensart": lambda n: n.verfahrensart and n.verfahrensart.wert,
    "gebaeude": lambda n: [g.uuid for g in _read_vorhaben(n).gebaeude],
    "abweichungen": lambda n: len(n.abweichungen),
    "abweichungsarten": lambda n: [a.art and a.art.wert for a in n.abweichungen],
    "geometrie": lambda n: _read_vorhaben(n).geometrie is not None,
    "wird_nachgereicht": lambda n: _count(n, Lieferart.NACHGEREICHT),
    "verlinkte_anlagen": lambda n: _count(n, Lieferart.VERLINKT),
    "vorbescheid": lambda n: n.vorbescheid,
    "sonderbau": lambda n: [k.wert for k in _read_vorhaben(n).sonderbau],
    "bebauungsplan": lambda n: list(_read_vorhaben(n).bebauungsplaene),
    "alsBauantragWeiterzufuehren": lambda n: n.als_bauantrag_weiterfuehren,
    "fragen": lambda n: len(n.fragen),
    "bezug_referenz": lambda n: n.bezug and n.bezug.referenz,
    "bezug_vorgang": lambda n: n.bezug and n.bezug.vorgang,
    "bezug_nachrichtenUUID": lambda n: n.bezug and n.bezug.nachrichten_uuid,
}


@pytest.mark.parametrize("datei", ANGENOMMEN)
def test_sample_gives_the_facts_of_the_manifest(datei: str, leser: XbauLeser) -> None:
    eintrag = MANIFEST[datei]
    lesung = leser.read_nachricht(_read_bytes(datei))
    assert lesung.befunde == ()
    assert lesung.nachricht is not None
    assert lesung.version == eintrag["version"].split(" ")[0]
    assert lesung.nummer == eintrag["message"]
    fakten = {k: v for k, v in eintrag["facts"].items() if not k.startswith("gemeinde_")}
    assert {k: FAKTEN[k](lesung.nachricht) for k in fakten} == fakten
    if eintrag["facts"].get("gemeinde_quelle") == "gemeindeschluessel":
        assert _get_ags(lesung.nachricht) == eintrag["facts"]["gemeinde_ags"]
    assert lesung.schema_geprueft is (leser is not OHNE)


@pytest.mark.parametrize("datei", ANGENOMMEN)
def test_attachments_match_the_transport(datei: str) -> None:
    nachricht = OHNE.read_nachricht(_read_bytes(datei)).nachricht
    assert nachricht is not None
    transport = {t["id"]: t for t in MANIFEST[datei].get("transport_attachments", ())}
    geliefert = [a for a in nachricht.anlagen if a.lieferart is not Lieferart.VERLINKT]
    assert {a.dokumentid for a in geliefert} >= set(transport)
    for anlage in geliefert:
        datei_im_transport = transport.get(anlage.dokumentid or "")
        if datei_im_transport is not None:
            assert anlage.dateiname == datei_im_transport["dateiname"]
            assert anlage.sha256 in (None, datei_im_transport["sha256"])
            assert anlage.groesse in (None, datei_im_transport["groesse"])


def test_sample_with_schema_violation_is_refused_with_and_without_schema(leser: XbauLeser) -> None:
    lesung = leser.read_nachricht(_read_bytes("dev-11_2.6_0200_schemafehler.xml"))
    gruende = [b for b in lesung.befunde if b.schwere is Schwere.ZURUECKWEISUNG]
    assert {b.kennzahl for b in gruende} == {"X001"}
    assert "bezeichnungDesBauvorhabens" in gruende[0].text
    if lesung.schema_geprueft:
        assert "Zeile 89" in gruende[-1].text
    assert lesung.nachricht is not None
    assert lesung.kopf is not None
    assert lesung.kopf.nachrichten_uuid == "c4c51066-6297-4d1f-b7a7-97756c129dca"


def test_sample_of_an_unknown_version_is_refused_with_its_head(leser: XbauLeser) -> None:
    lesung = leser.read_nachricht(_read_bytes("dev-12_2.9_0200_unbekannte_version.xml"))
    befund = compute_zurueckweisung(lesung.befunde)
    assert befund is not None
    assert befund.kennzahl == "V000"
    assert (lesung.nachricht, lesung.version, lesung.nummer) == (None, "2.9", "0200")
    assert lesung.kopf is not None
    assert lesung.kopf.nachrichten_uuid == "3af3b8d1-8561-48e7-8ebc-9cac0b13753d"
    assert lesung.referenz == "102ec1f6-a175-4ccf-977b-120166cbe4eb"


def test_manifest_has_the_twelve_samples() -> None:
    assert len(MANIFEST) == 12
    assert len(ANGENOMMEN) == 10


def test_all_sample_replies_are_read(leser: XbauLeser) -> None:
    dateien = sorted(ANTWORTEN.glob("*.xml"))
    assert len(dateien) == 26
    for datei in dateien:
        lesung = leser.read_nachricht(datei.read_bytes())
        assert lesung.befunde == (), datei.name
        assert datei.name.startswith(f"{lesung.version}_{lesung.nummer}_")


# The same message in another dress.


def _rebuild(element: etree._Element, nsmap: dict[str, str]) -> etree._Element:
    neu = etree.Element(element.tag, nsmap=nsmap)
    for name, wert in element.attrib.items():
        neu.set(name, wert)
    neu.text, neu.tail = element.text, element.tail
    for kind in element.iterchildren("*"):
        neu.append(_rebuild(kind, nsmap))
    return neu


def _write_andere_praefixe(wurzel: etree._Element) -> bytes:
    raeume = {etree.QName(e).namespace for e in wurzel.iter("*")} - {None}
    nsmap = {f"q{i}": ns for i, ns in enumerate(sorted(map(str, raeume)))}
    return etree.tostring(_rebuild(wurzel, nsmap), encoding="UTF-8")


def _write_vorgaberaum(wurzel: etree._Element) -> bytes:
    """Hochbau in the default namespace: written by hand, because lxml forgets `xmlns=""`."""

    def schreibe(element: etree._Element, aussen: str) -> str:
        name = etree.QName(element)
        raum = name.namespace or ""
        attribute = "".join(
            f' {"gml:" if q.namespace else ""}{q.localname}="{_escape(str(element.attrib[k]))}"'
            for k in element.attrib
            if (q := etree.QName(k))
        )
        angabe = f' xmlns="{raum}"' if raum != aussen else ""
        kinder = "".join(
            schreibe(k, raum) + _escape(k.tail or "") for k in element.iterchildren("*")
        )
        inhalt = _escape(element.text or "") + kinder
        return f"<{name.localname}{angabe}{attribute}>{inhalt}</{name.localname}>"

    text = schreibe(wurzel, "")
    return text.replace(">", ' xmlns:gml="http://www.opengis.net/gml/3.2">', 1).encode()


def _escape(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def _write_kodiert(name: str, bom: bytes = b"") -> Callable[[etree._Element], bytes]:
    def schreibe(wurzel: etree._Element) -> bytes:
        kopf = f'<?xml version="1.0" encoding="{name.removesuffix("-le").removesuffix("-be")}"?>\n'
        text = kopf + etree.tostring(wurzel, encoding="unicode")
        return bom + text.encode(name, "xmlcharrefreplace")

    return schreibe


KLEIDER: dict[str, Callable[[etree._Element], bytes]] = {
    "other prefixes": _write_andere_praefixe,
    "default namespace": _write_vorgaberaum,
    "utf-16 LE": _write_kodiert("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16 BE without BOM": _write_kodiert("utf-16-be"),
    "utf-8 with BOM": _write_kodiert("utf-8", codecs.BOM_UTF8),
    "iso-8859-15": _write_kodiert("iso-8859-15"),
    "us-ascii": _write_kodiert("us-ascii"),
    "comments and instructions": lambda w: (
        etree.tostring(w, encoding="UTF-8")
        .replace(b"<code>0", b"<code><!-- c -->0<?p i?>")
        .replace(b"><", b"><!-- x --><?p y?><")
    ),
}


@pytest.mark.parametrize("kleid", KLEIDER)
@pytest.mark.parametrize("datei", ANGENOMMEN)
def test_dress_does_not_matter(datei: str, kleid: str, leser: XbauLeser) -> None:
    anders = KLEIDER[kleid](etree.fromstring(_read_bytes(datei)))
    assert anders != _read_bytes(datei)
    lesung = leser.read_nachricht(anders)
    assert lesung.befunde == ()
    assert lesung.nachricht == OHNE.read_nachricht(_read_bytes(datei)).nachricht


def test_no_value_of_a_sample_is_lost() -> None:
    for datei in ANGENOMMEN:
        wurzel = etree.fromstring(_read_bytes(datei))
        nachricht = OHNE.read_nachricht(_read_bytes(datei)).nachricht
        assert nachricht is not None
        gefunden = [
            a.wert for a in nachricht.angaben if "/@" not in a.pfad and not a.pfad.startswith("@")
        ]
        kopf = wurzel.find("nachrichtenkopf.g2g")
        assert kopf is not None
        wurzel.remove(kopf)
        gesendet = [(e.text or "").strip() for e in wurzel.iter("*") if not len(e)]
        assert gefunden == gesendet


def test_traps_in_a_real_sample_change_nothing_but_themselves() -> None:
    wurzel = etree.fromstring(_read_bytes("dev-02_2.6_0200_vereinfacht_zwei_bauherren.xml"))
    ns = {"x": "http://www.xleitstelle.de/xbau/2/6"}
    vorher = OHNE.read_nachricht(etree.tostring(wurzel)).nachricht
    assert vorher is not None
    vorlage = wurzel.find(".//x:grundstueck", ns)
    assert vorlage is not None
    grundstueck = etree.tostring(vorlage)
    for pfad, huelle in (
        ("x:bauvorhaben/x:beteiligte", "x:nachbar"),
        ("x:bauvorhaben/x:gegenstand", "x:baubeschreibung"),
        ("x:bauvorhaben", "x:kinderspielplaetze"),
        (".", "x:baulast"),
    ):
        ziel = wurzel.find(pfad, ns)
        assert ziel is not None
        falle = etree.SubElement(ziel, f"{{{ns['x']}}}{huelle[2:]}")
        falle.append(etree.fromstring(grundstueck))
    nachher = OHNE.read_nachricht(etree.tostring(wurzel)).nachricht
    assert nachher is not None
    assert len(nachher.angaben) > len(vorher.angaben)
    assert dataclasses.replace(nachher, angaben=()) == dataclasses.replace(vorher, angaben=())


def _is_ausgewertet(lesung: Lesung) -> bool:
    return NICHT_AUSGEWERTET not in lesung.befunde


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_truncated_and_mutated_samples_never_raise(data: st.DataObject) -> None:
    roh = bytearray(_read_bytes(data.draw(st.sampled_from(sorted(MANIFEST)))))
    if data.draw(st.booleans()):
        roh = roh[: data.draw(st.integers(0, len(roh)))]
    for _ in range(data.draw(st.integers(0, 8))):
        if roh:
            roh[data.draw(st.integers(0, len(roh) - 1))] = data.draw(st.integers(0, 255))
    assert _is_ausgewertet(OHNE.read_nachricht(bytes(roh)))


def _iter_texte(wurzel: etree._Element) -> Iterator[etree._Element]:
    return (e for e in wurzel.iter("*") if not len(e))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_text_in_a_sample_is_read(data: st.DataObject) -> None:
    wurzel = etree.fromstring(_read_bytes(data.draw(st.sampled_from(sorted(MANIFEST)))))
    zeichen = st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20
    )
    for element in data.draw(st.lists(st.sampled_from(list(_iter_texte(wurzel))), max_size=5)):
        element.text = data.draw(zeichen.filter(lambda t: "\ufffe" not in t and "\uffff" not in t))
    assert _is_ausgewertet(OHNE.read_nachricht(etree.tostring(wurzel)))

"""Training messages against the official XBau schemas, their attachments and the code lists."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from bauaufsicht.adapters.xbau.leser import XbauLeser
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.domain.fakten import compute_fakten
from bauaufsicht.schulung import (
    Schulungsnachricht,
    list_nachrichten,
    read_behoerden,
    read_gemeinden,
)

WURZEL = Path(__file__).parents[2]
XBAU = WURZEL.parent / "shared" / "daten" / "xbau"
BRAUCHT_XBAU = pytest.mark.skipif(not XBAU.is_dir(), reason="es fehlt: ../shared/daten/xbau")
NACHRICHTEN = pytest.mark.parametrize("nachricht", list_nachrichten(), ids=lambda n: n.pfad.stem)


@cache
def _get_schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(XBAU / "xsd" / version / "_alle-nachrichten.xsd"))


def _read_codes(datei: str) -> dict[str, str]:
    zeilen = etree.parse(XBAU / "codelists" / datei).iter("{*}Row")
    paare = ([w.findtext("{*}SimpleValue") or "" for w in z.iter("{*}Value")] for z in zeilen)
    return {p[0]: p[1] for p in paare}


def _iter_anhaenge(baum: etree._ElementTree) -> Iterator[etree._Element]:
    yield from baum.iter("anhang")


@BRAUCHT_XBAU
@NACHRICHTEN
def test_message_is_valid(nachricht: Schulungsnachricht) -> None:
    schema = _get_schema(nachricht.version)
    schema.validate(etree.parse(nachricht.pfad))
    assert not list(schema.error_log)


@BRAUCHT_XBAU
def test_validation_can_fail() -> None:
    roh = list_nachrichten()[0].pfad.read_bytes().replace(b"<zaehler>", b"<zahl>")
    baum = etree.fromstring(roh.replace(b"</zaehler>", b"</zahl>"))
    assert not _get_schema("2.6").validate(baum)


@NACHRICHTEN
def test_attachments_match_size_and_hash(nachricht: Schulungsnachricht) -> None:
    baum = etree.parse(nachricht.pfad)
    angekuendigt = set()
    for anhang in _iter_anhaenge(baum):
        kennung = anhang.findtext("dokumentid") or ""
        assert re.fullmatch(r"urn_uuid_[0-9a-f-]{36}", kennung)
        if anhang.get("hashValue") is None:
            assert kennung not in nachricht.anlagen
            continue
        angekuendigt.add(kennung)
        inhalt = nachricht.anlagen[kennung].read_bytes()
        assert nachricht.anlagen[kennung].name == anhang.findtext("dateiname")
        assert anhang.get("filesize") == str(len(inhalt))
        assert anhang.get("hashValue") == hashlib.sha256(inhalt).hexdigest()
    assert angekuendigt == set(nachricht.anlagen)


@NACHRICHTEN
def test_attachments_are_readable_pdf_files(nachricht: Schulungsnachricht) -> None:
    for pfad in nachricht.anlagen.values():
        inhalt = pfad.read_bytes()
        assert inhalt.startswith(b"%PDF-1.7")
        assert 1500 < len(inhalt) < 15_000
        _check_querverweise(inhalt)


def _check_querverweise(inhalt: bytes) -> None:
    """Each offset of the cross-reference table points at the object with its number."""
    beginn = int(inhalt.rsplit(b"startxref\n", 1)[1].split()[0])
    tabelle = inhalt[beginn:].split(b"trailer")[0].splitlines()[2:]
    for nummer, zeile in enumerate(tabelle):
        if nummer:
            stelle = int(zeile.split()[0])
            assert inhalt[stelle:].startswith(b"%d 0 obj" % nummer)
    for treffer in re.finditer(rb"/Length (\d+) >>\nstream\n", inhalt):
        assert inhalt[treffer.end() + int(treffer[1]) :].startswith(b"\nendstream")


@NACHRICHTEN
def test_facts_are_those_of_the_message(nachricht: Schulungsnachricht) -> None:
    baum = etree.parse(nachricht.pfad)
    fakten = nachricht.fakten
    text = baum.findtext
    assert text(".//identifikation.nachricht/nachrichtenUUID") == fakten["nachrichtenUUID"]
    assert text(".//identifikation.nachricht/nachrichtentyp/code") == nachricht.nachricht
    assert text(".//leser/kennung") == nachricht.empfaenger
    assert len(list(baum.iter("anlage"))) == fakten["anzahl_anlagen"]
    assert baum.getroot().get("version") == nachricht.version
    assert bool(baum.getroot().get("test")) == nachricht.test
    assert len(list(baum.iter("verlinkung"))) == fakten.get("verlinkte_anlagen", 0)
    assert len(list(baum.iter("{*}wirdNachgereicht"))) == fakten.get("wird_nachgereicht", 0)
    if "bezug_referenz" in fakten:
        assert text(".//referenz") == fakten["bezug_referenz"]
        return
    # Unqualified also in 0600, where only the element around it is called referenzAnzeigeservice.
    assert text(".//referenzAntragsservice") == fakten["referenzAntragsservice"]
    assert text(".//{*}bezeichnungDesBauvorhabens") == fakten["bezeichnung"]
    assert len(list(baum.iter("{*}beantragteAbweichung"))) == fakten["abweichungen"]
    assert len(list(baum.iter("{*}beantragterVorbescheid"))) == fakten.get("fragen", 0)
    assert text(".//{*}gebaeudeklasse/code") == fakten["gebaeudeklasse"]
    assert (text(".//{http://www.opengis.net/gml/3.2}posList") is not None) == fakten["geometrie"]
    schluessel = text(".//{*}gemeindeschluessel/code")
    assert schluessel == (
        fakten["gemeinde_ags"] if fakten["gemeinde_quelle"] == "gemeindeschluessel" else None
    )


@NACHRICHTEN
def test_our_reader_finds_the_facts(nachricht: Schulungsnachricht, tmp_path: Path) -> None:
    lesung = XbauLeser(Schemata(tmp_path)).read_nachricht(nachricht.pfad.read_bytes())
    assert lesung.nachricht is not None
    assert lesung.befunde == ()
    assert lesung.test == nachricht.test
    ort = (nachricht.fakten.get("gemeinde_ags"), nachricht.fakten.get("gemeinde_quelle"))
    gelesen = compute_fakten(lesung.nachricht, *ort)
    assert {name: gelesen[name] for name in nachricht.fakten} == nachricht.fakten


def test_geometry_lies_near_bad_berka() -> None:
    """EPSG:25832; the town's middle is at about 660456 / 5641151."""
    namensraum = "{http://www.opengis.net/gml/3.2}posList"
    listen = list(etree.parse(list_nachrichten()[0].pfad).iter(namensraum))
    assert listen
    for liste in listen:
        zahlen = [float(z) for z in (liste.text or "").split()]
        assert zahlen[:2] == zahlen[-2:]
        assert all(659_500 < x < 661_500 for x in zahlen[::2])
        assert all(5_640_000 < y < 5_642_000 for y in zahlen[1::2])


@BRAUCHT_XBAU
def test_gemeinden_are_exactly_those_of_the_official_list() -> None:
    amtlich = _read_codes("destatis.ags_2026-06-30.xml")
    erwartet = {ags: name for ags, name in amtlich.items() if ags.startswith("16")}
    assert {g.ags: g.bezeichnung for g in read_gemeinden()} == erwartet


@BRAUCHT_XBAU
def test_authorities_carry_official_keys() -> None:
    kreise = {k for k in _read_codes("destatis.kreis_2026-01-31.xml") if k.startswith("16")}
    gemeinden = {g.ags for g in read_gemeinden()}
    bestaetigt = {b.schluessel for b in read_behoerden() if b.bestaetigt}
    assert bestaetigt == {f"{k}000" for k in kreise}
    assert {b.schluessel for b in read_behoerden() if not b.bestaetigt} <= gemeinden


def test_generator_writes_the_same_bytes(tmp_path: Path) -> None:
    ziel = tmp_path / "nachrichten"
    skript = WURZEL / "scripts" / "erzeuge_schulungsnachrichten.py"
    subprocess.run([sys.executable, skript, ziel], check=True, cwd=tmp_path)
    vorhanden = WURZEL / "bauaufsicht" / "schulung" / "daten" / "nachrichten"
    assert _read_ordner(ziel) == _read_ordner(vorhanden)


def _read_ordner(ordner: Path) -> dict[str, str]:
    dateien = (p for p in ordner.rglob("*") if p.is_file())
    return {
        p.relative_to(ordner).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in dateien
    }

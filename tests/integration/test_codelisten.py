"""Code lists: set up from genericode, labels instead of codes, unknown codes as hints."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bauaufsicht.db.models import Codeeintrag, Codeliste
from bauaufsicht.db.queries.codeliste import (
    get_anzahl_codelisten,
    get_bezeichnungen,
    list_bekannte_kodes,
    list_codelisten,
)
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.nachricht import Angabe
from bauaufsicht.services.codelisten import import_codelisten
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import read_schulung

MASSNAHME = "urn:xoev-de:xbau:codeliste:baumassnahmeart"
ANLAGEN = "urn:xoev-de:xbau:codeliste:anlagen"
KLASSE = "urn:xoev-de:xbau:codeliste:gebaeudeklasse"
BASIS = read_schulung("01")

GENERICODE = """<?xml version="1.0" encoding="UTF-8"?>
<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">
 <Identification><ShortName>{name}</ShortName><LongName>{name}</LongName>
  <Version>{version}</Version><CanonicalUri>{urn}</CanonicalUri>
  <CanonicalVersionUri>{urn}_{version}</CanonicalVersionUri></Identification>
 <ColumnSet>
  <Column Id="code" Use="required"><ShortName>code</ShortName><Data Type="string"/></Column>
  <Column Id="beschreibung" Use="required"><ShortName>beschreibung</ShortName>
   <Data Type="string"/></Column>
  <Key Id="codeKey"><ShortName>codeKey</ShortName><ColumnRef Ref="code"/></Key>
 </ColumnSet>
 <SimpleCodeList>{zeilen}</SimpleCodeList>
</gc:CodeList>"""
ZEILE = """<Row><Value ColumnRef="code"><SimpleValue>{0}</SimpleValue></Value>
<Value ColumnRef="beschreibung"><SimpleValue>{1}</SimpleValue></Value></Row>"""


def _write(ordner: Path, datei: str, urn: str, version: str, **kodes: str) -> None:
    zeilen = "".join(ZEILE.format(k.removeprefix("_"), name) for k, name in kodes.items())
    inhalt = GENERICODE.format(name=datei, urn=urn, version=version, zeilen=zeilen)
    ordner.mkdir(exist_ok=True)
    (ordner / datei).write_text(inhalt, "utf-8")


@pytest.fixture
def ordner(tmp_path: Path) -> Path:
    """Three lists, one of them in two versions, and a file that is none."""
    ziel = tmp_path / "listen"
    _write(ziel, "massnahme.xml", MASSNAHME, "2.0", _11="Errichtung", _12="Änderung")
    _write(ziel, "anlagen2.xml", ANLAGEN, "2.0", _1803="Lageplan (alt)", _0001="Nur früher")
    _write(
        ziel,
        "anlagen3.xml",
        ANLAGEN,
        "3.0",
        _1101="Antragsformular",
        _1803="Lageplan",
        _2001="Grundriss",
        _2003="Ansicht",
        _1502="Baubeschreibung",
    )
    (ziel / "fremd.xml").write_text("<a/>", "utf-8")
    return ziel


def _import(einheit: Einheit, ordner: Path) -> tuple[int, int, int]:
    with einheit() as uow:
        bericht = import_codelisten(uow, ordner)
    return bericht.listen, bericht.eintraege, len(bericht.hinweise)


def test_lists_are_set_up(einheit: Einheit, ordner: Path) -> None:
    assert _import(einheit, ordner) == (3, 9, 1)
    with einheit() as uow:
        listen = list_codelisten(uow.session)
        assert get_anzahl_codelisten(uow.session) == 3
    assert [(z.urn, z.version, z.eintraege) for z in listen] == [
        (ANLAGEN, "2.0", 2),
        (ANLAGEN, "3.0", 5),
        (MASSNAHME, "2.0", 2),
    ]


def test_list_that_is_there_is_replaced(einheit: Einheit, ordner: Path) -> None:
    _import(einheit, ordner)
    _write(ordner, "massnahme.xml", MASSNAHME, "2.0", _11="Neubau", _20="Abbruch")
    _import(einheit, ordner)
    with einheit() as uow:
        zeilen = uow.session.execute(
            select(Codeeintrag.code, Codeeintrag.bezeichnung)
            .join(Codeliste, Codeliste.id == Codeeintrag.codeliste_id)
            .where(Codeliste.urn == MASSNAHME)
            .order_by(Codeeintrag.code)
        ).all()
        assert uow.session.scalar(select(func.count()).select_from(Codeliste)) == 3
    assert [tuple(z) for z in zeilen] == [("11", "Neubau"), ("20", "Abbruch")]


@pytest.mark.parametrize("art", ["empty", "foreign", "absent"])
def test_folder_without_lists_is_told(art: str, einheit: Einheit, tmp_path: Path) -> None:
    ziel = tmp_path / "leer"
    if art != "absent":
        ziel.mkdir()
    if art == "foreign":
        (ziel / "a.xml").write_text("<a/>", "utf-8")
    with pytest.raises(Fachfehler, match="leer"):
        _import(einheit, ziel)


def test_labels(einheit: Einheit, ordner: Path) -> None:
    """Exact version first, else another version of the same list, else none."""
    _import(einheit, ordner)
    gesucht = {
        (ANLAGEN, "3.0", "1803"): "Lageplan",
        (ANLAGEN, "2.0", "1803"): "Lageplan (alt)",
        (ANLAGEN, "9.9", "1803"): "Lageplan",
        (ANLAGEN, None, "1803"): "Lageplan",
        (ANLAGEN, "3.0", "0001"): "Nur früher",
        (ANLAGEN, "3.0", "9999"): None,
        (KLASSE, "3.0", "1"): None,
        (MASSNAHME, "2.0", "11"): "Errichtung",
    }
    with einheit() as uow:
        namen = get_bezeichnungen(uow.session, gesucht)
        assert get_bezeichnungen(uow.session, []) == {}
    assert namen == {k: v for k, v in gesucht.items() if v}


def test_known_lists_and_codes(einheit: Einheit, ordner: Path) -> None:
    _import(einheit, ordner)
    angaben = [Angabe("a", "1803", ANLAGEN, "3.0"), Angabe("b", "x", KLASSE, "3.0")]
    with einheit() as uow:
        versionen, eintraege = list_bekannte_kodes(uow.session, angaben)
        assert list_bekannte_kodes(uow.session, []) == ({}, {})
    assert versionen == {ANLAGEN: {"2.0", "3.0"}}
    assert eintraege == {(ANLAGEN, "2.0"): {"1803"}, (ANLAGEN, "3.0"): {"1803"}}


@pytest.mark.parametrize(
    ("alt", "neu", "befund"),
    [
        ("<code>1803<", "<code>9999<", ("X011", "Der Schlüssel „9999“ steht nicht")),
        (
            f'{ANLAGEN}" listVersionID="3.0"',
            f'{ANLAGEN}" listVersionID="9.0"',
            ("X010", "Die Version 9.0"),
        ),
        ("<code>11<", "<code>77<", ("X011", "Der Schlüssel „77“ steht nicht")),
        ("<code>1803<", "<code>1803<", None),
    ],
    ids=["code", "version", "pinned", "fine"],
)
def test_unknown_codes_are_hints(
    alt: str,
    neu: str,
    befund: tuple[str, str] | None,
    einheit: Einheit,
    ordner: Path,
    nimm_auf: Aufnahme,
) -> None:
    _import(einheit, ordner)
    bericht = nimm_auf(BASIS.replace((alt, neu)))
    assert bericht.ergebnis is Eingangsergebnis.ANGELEGT
    gefunden = [(b.kennzahl, b.text) for b in bericht.befunde]
    assert len(gefunden) == (befund is not None)
    if befund:
        assert gefunden[0][0] == befund[0]
        assert gefunden[0][1].startswith(befund[1])


def test_pinned_list_without_attributes_is_checked_too(
    einheit: Einheit, ordner: Path, nimm_auf: Aufnahme
) -> None:
    _import(einheit, ordner)
    probe = BASIS.replace(
        (f' listURI="{MASSNAHME}" listVersionID="2.0"', ""), ("<code>11<", "<code>77<")
    )
    assert [b.kennzahl for b in nimm_auf(probe).befunde] == ["X011"]


def test_official_lists(einheit: Einheit, xbau_daten: Path, nimm_auf: Aufnahme) -> None:
    listen, eintraege, hinweise = _import(einheit, xbau_daten / "codelists")
    assert listen > 100
    assert eintraege > 10_000
    assert hinweise == 0
    with einheit() as uow:
        namen = get_bezeichnungen(
            uow.session, [(ANLAGEN, "3.0", "1803"), (KLASSE, "3.0", "1"), (MASSNAHME, "2.0", "11")]
        )
    assert len(namen) == 3
    assert all(len(n) > 3 for n in namen.values())
    assert nimm_auf(BASIS).befunde == ()

"""What the reader makes of a message, rule by rule, on messages built here."""
# ruff: noqa: E501 - XML reads better unbroken

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bauaufsicht.adapters.xbau.leser import NICHT_AUSGEWERTET, XbauLeser
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.adapters.xbau.sicheres_xml import NACHRICHT
from bauaufsicht.domain.befund import Befund, Schwere, compute_zurueckweisung
from bauaufsicht.domain.nachricht import (
    Angabe,
    Beteiligtenangabe,
    Bezug,
    Kode,
    Lesung,
    Lieferart,
    Nachricht,
    Nachrichtenart,
    Personenart,
    Rolle,
)

LESER = XbauLeser(Schemata(Path("nirgends")))
G2G = "http://xoev.de/schemata/basisnachricht/g2g/1_1"
GML = "http://www.opengis.net/gml/3.2"
REFERENZ = "11111111-2222-4333-8444-555555555555"

KOPF = """
<nachrichtenkopf.g2g>
 <identifikation.nachricht>
  <nachrichtenUUID>AAAAAAAA-0000-4000-8000-000000000001</nachrichtenUUID>
  <nachrichtentyp><code>{nummer}</code></nachrichtentyp>
  <erstellungszeitpunkt>2026-03-02T08:00:00+01:00</erstellungszeitpunkt>
 </identifikation.nachricht>
 <leser><verzeichnisdienst listVersionID="1"><code>DVDV</code></verzeichnisdienst>
  <kennung>bab:16071000</kennung><name>Bauaufsicht</name></leser>
 <autor><verzeichnisdienst listVersionID="1"><code>DVDV</code></verzeichnisdienst>
  <kennung>bap:16000009</kennung><name>Portal</name></autor>
</nachrichtenkopf.g2g>"""
PERSON = """<natuerlichePerson><id>AAAAAAAA-0000-4000-8000-00000000000A</id>
 <name><familienname><name>{name}</name></familienname><vorname><name>Ida</name></vorname></name>
 <anschrift><ort>Apolda</ort></anschrift></natuerlichePerson>"""
ORGANISATION = """<organisation><id>AAAAAAAA-0000-4000-8000-00000000000B</id>
 <name><name>{name}</name></name>
 <vertreter><familienname><name>Vertretung</name></familienname><vorname><name>Vera</name></vorname></vertreter>
</organisation>"""
FLURSTUECK = """<x:flurstueck><bundesland><code>16</code></bundesland><kodierungFlurstueck>
 <gemarkung><bezeichnung>{gemarkung}</bezeichnung></gemarkung><flur>003</flur><zaehler>{zaehler}</zaehler>
</kodierungFlurstueck></x:flurstueck>"""
VORHABEN = """
<x:{name}>
 <x:bezeichnungDesBauvorhabens>Neubau eines Wohnhauses</x:bezeichnungDesBauvorhabens>
 <x:beteiligte>
  <x:bauherr><x:bauherr>{bauherr}</x:bauherr><x:artDesBauherrn><code>7</code></x:artDesBauherrn></x:bauherr>
  {beteiligte}
 </x:beteiligte>
 <x:gegenstand><x:artDerMassnahme><code>11</code></x:artDerMassnahme>{gegenstand}</x:gegenstand>
 <x:verortung><x:baugrundstueck><x:grundstueck>{flurstueck}</x:grundstueck>{grundstuecke}</x:baugrundstueck>
 {lage}</x:verortung>
</x:{name}>"""
ANLAGE = """<anlage><bezeichnung>Lageplan</bezeichnung><versionsnummer>1</versionsnummer><datum>2026-02-28</datum>
 <anlageart listVersionID="3.0"><code>1803</code></anlageart><mimeType><code>application/pdf</code></mimeType>
 {ort}</anlage>"""
ANHANG = """<anhangOderVerlinkung><anhang filesize="12" hashValue="ABCDEF"><dokumentid>urn_uuid_1</dokumentid>
 <dateiname>plan.pdf</dateiname></anhang></anhangOderVerlinkung>"""


def build(
    wurzel: str = "baugenehmigung.antrag.0200",
    *,
    ns: str = "http://www.xleitstelle.de/xbau/2/6",
    attribute: str = 'standard="XBau-Hochbau" version="2.6"',
    kopf: str | None = None,
    referenz: str | None = None,
    antragsteller: str | None = None,
    extra: str = "",
    vorhaben: str | None = None,
    anlagen: str | None = None,
) -> str:
    """A message with everything an application must have, unless a part is replaced."""
    nummer = wurzel[-4:]
    teile = [
        KOPF.format(nummer=nummer) if kopf is None else kopf,
        f"<x:referenzAntragsservice><referenzAntragsservice>{REFERENZ}</referenzAntragsservice></x:referenzAntragsservice>"
        if referenz is None
        else referenz,
        f"<x:antragsteller>{PERSON.format(name='Muster')}</x:antragsteller>"
        if antragsteller is None
        else antragsteller,
        extra,
        build_vorhaben() if vorhaben is None else vorhaben,
        f"<x:anlagen>{ANLAGE.format(ort=ANHANG)}</x:anlagen>" if anlagen is None else anlagen,
    ]
    return f'<x:{wurzel} xmlns:x="{ns}" {attribute}>{"".join(teile)}</x:{wurzel}>'


def build_vorhaben(**teile: str) -> str:
    vorgaben = {
        "name": "bauvorhaben",
        "bauherr": PERSON.format(name="Bauer"),
        "beteiligte": "",
        "gegenstand": "",
        "flurstueck": FLURSTUECK.format(gemarkung="Apolda", zaehler="0077"),
        "grundstuecke": "",
        "lage": "",
    }
    return VORHABEN.format(**{**vorgaben, **teile})


def read(text: str) -> Lesung:
    return LESER.read_nachricht(text.encode())


def read_nachricht(text: str) -> Nachricht:
    nachricht = read(text).nachricht
    assert nachricht is not None
    return nachricht


def list_texte(lesung: Lesung, schwere: Schwere) -> list[str]:
    return [b.text for b in lesung.befunde if b.schwere is schwere]


def read_vorhaben(**teile: str):  # type: ignore[no-untyped-def]
    vorhaben = read_nachricht(build(vorhaben=build_vorhaben(**teile))).vorhaben
    assert vorhaben is not None
    return vorhaben


def test_complete_message_has_no_finding() -> None:
    lesung = read(build())
    assert lesung.befunde == ()
    assert (lesung.version, lesung.nummer, lesung.referenz) == ("2.6", "0200", REFERENZ)
    assert (lesung.test, lesung.schema_geprueft) == (False, False)


def test_head_is_read_with_lower_case_uuid_and_pinned_lists() -> None:
    kopf = read_nachricht(build()).kopf
    assert kopf.nachrichten_uuid == "aaaaaaaa-0000-4000-8000-000000000001"
    assert kopf.typ == Kode("0200", "urn:xoev-de:xbau:codeliste:xbau-nachrichten", "4.0")
    assert kopf.erstellt == datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert kopf.erstellt_text == "2026-03-02T08:00:00+01:00"
    assert kopf.leser is not None
    assert kopf.leser.kennung == "bab:16071000"
    assert kopf.leser.verzeichnisdienst == Kode(
        "DVDV", "urn:xoev-de:kosit:codeliste:verzeichnisdienst", "1"
    )


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("2026-07-01T10:00:00", datetime(2026, 7, 1, 8, tzinfo=UTC)),  # no zone: Europe/Berlin
        ("2026-07-01T10:00:00Z", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-07-01T10:00:00.123456789Z", datetime(2026, 7, 1, 10, 0, 0, 123456, tzinfo=UTC)),
        ("2026-07-01T24:00:00Z", datetime(2026, 7, 2, tzinfo=UTC)),
    ],
)
def test_legal_times(text: str, erwartet: datetime) -> None:
    kopf = KOPF.format(nummer="0200").replace("2026-03-02T08:00:00+01:00", text)
    lesung = read(build(kopf=kopf))
    assert lesung.kopf is not None
    assert lesung.kopf.erstellt == erwartet
    assert lesung.befunde == ()


@pytest.mark.parametrize(
    "text",
    [
        "gestern",
        "2026-13-01T00:00:00",
        "2026-02-30T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "20260701T100000",
    ],
)
def test_illegal_times_refuse(text: str) -> None:
    lesung = read(build(kopf=KOPF.format(nummer="0200").replace("2026-03-02T08:00:00+01:00", text)))
    befund = compute_zurueckweisung(lesung.befunde)
    assert befund is not None
    assert befund.kennzahl == "X001"
    assert text in befund.text


@pytest.mark.parametrize(
    ("wurzel", "art"),
    [
        ("baugenehmigung.antrag.0200", Nachrichtenart.ERSTANTRAG),
        ("vorbescheid.antrag.0210", Nachrichtenart.ERSTANTRAG),
        ("abweichung.antrag.0220", Nachrichtenart.ERSTANTRAG),
        ("genehmigungsfreistellung.anzeige.0600", Nachrichtenart.ERSTANTRAG),
        ("genehmigungsfreistellung.anzeigeBAB.0601", Nachrichtenart.ERSTANTRAG),
        ("baugenehmigung.antragGeaendert.0202", Nachrichtenart.FOLGENACHRICHT),
        ("baugenehmigung.stellungnahme.0204", Nachrichtenart.SONSTIGE),
        ("beteiligung.stellungnahme.0303", Nachrichtenart.SONSTIGE),
    ],
)
def test_kind_of_message(wurzel: str, art: Nachrichtenart) -> None:
    assert read_nachricht(build(wurzel)).art is art


@pytest.mark.parametrize(
    ("wurzel", "art"),
    [
        ("prozessnachrichten.ruecknahme.1130", Nachrichtenart.FOLGENACHRICHT),
        ("prozessnachrichten.rueckweisung.G2G.1100", Nachrichtenart.PROTOKOLL),
        ("prozessnachrichten.generischeQuittierungEingang.1180", Nachrichtenart.PROTOKOLL),
        ("prozessnachrichten.generischeRueckmeldungAbruf.1181", Nachrichtenart.PROTOKOLL),
        ("universellerAntrag.antrag.1200", Nachrichtenart.SONSTIGE),
    ],
)
def test_kind_of_kernmodul_message(wurzel: str, art: Nachrichtenart) -> None:
    ns = "http://www.xleitstelle.de/xbau/kernmodul/1/3/0"
    attribute = 'standard="XBau-Kernmodul" version="1.3.0"'
    assert read_nachricht(build(wurzel, ns=ns, attribute=attribute)).art is art


def test_root_in_the_wrong_module_is_unknown() -> None:
    lesung = read(build("prozessnachrichten.ruecknahme.1130"))
    assert [b.kennzahl for b in lesung.befunde] == ["V001"]
    assert lesung.nachricht is None
    assert lesung.kopf is not None


def test_a_namespace_that_is_nearly_right_is_named() -> None:
    (befund,) = read(build(ns="http://www.xleitstelle.de/xbau/2/6/")).befunde
    assert befund.kennzahl == "V000"
    assert "„http://www.xleitstelle.de/xbau/2/6/“ ist nicht genau der von XBau 2.6" in befund.text
    (befund,) = read(build(ns="http://www.xleitstelle.de/xbau/kernmodul/1/3/0/")).befunde
    assert "nicht genau der von XBau Kernmodul 1.3.0" in befund.text


@pytest.mark.parametrize(
    ("ns", "version"),
    [
        ("http://www.xleitstelle.de/xbau/2/9", "2.9"),
        ("http://www.xleitstelle.de/xbau/2/3/1", "2.3.1"),
        ("http://www.xleitstelle.de/xbau/kernmodul/1/9", "Kernmodul 1.9"),
        ("http://www.xleitstelle.de/xbau/3/0-beta", "3/0-beta"),
    ],
)
def test_other_versions_keep_head_and_reference(ns: str, version: str) -> None:
    lesung = read(build(ns=ns, attribute='version="9" test="ja"'))
    befund = compute_zurueckweisung(lesung.befunde)
    assert befund is not None
    assert befund.kennzahl == "V000"
    assert (lesung.nachricht, lesung.version, lesung.nummer) == (None, version, "0200")
    assert (lesung.test, lesung.referenz) == (True, REFERENZ)
    assert lesung.kopf is not None
    assert lesung.kopf.autor is not None
    assert lesung.kopf.autor.kennung == "bap:16000009"


@pytest.mark.parametrize(
    "wurzel", ["baugenehmigung.antrag.0299", "baugenehmigung.antrag", "antrag.0200"]
)
def test_unknown_message_of_a_known_version(wurzel: str) -> None:
    lesung = read(build(wurzel))
    assert [b.kennzahl for b in lesung.befunde] == ["V001"]
    assert lesung.version == "2.6"
    assert lesung.kopf is not None


@pytest.mark.parametrize(
    "text", ["<html/>", '<a xmlns="http://www.xleitstelle.de/xplanung"/>', '<x:a xmlns:x="urn:x"/>']
)
def test_other_xml_is_no_xbau(text: str) -> None:
    lesung = read(text)
    assert [(b.kennzahl, b.schwere) for b in lesung.befunde] == [("X001", Schwere.ZURUECKWEISUNG)]
    assert (lesung.version, lesung.kopf) == (None, None)


@pytest.mark.parametrize(
    ("wert", "test"), [("true", True), ("false", True), ("x", True), ("", False)]
)
def test_any_content_of_the_test_flag_is_a_test(wert: str, test: bool) -> None:
    lesung = read(build(attribute=f'standard="XBau-Hochbau" version="2.6" test="{wert}"'))
    assert lesung.test is test
    assert lesung.nachricht is not None
    assert lesung.nachricht.test is test


@pytest.mark.parametrize(
    ("weg", "wort"),
    [
        (
            "<nachrichtenUUID>AAAAAAAA-0000-4000-8000-000000000001</nachrichtenUUID>",
            "nachrichtenUUID",
        ),
        ("<nachrichtentyp><code>0200</code></nachrichtentyp>", "nachrichtentyp"),
        (
            "<erstellungszeitpunkt>2026-03-02T08:00:00+01:00</erstellungszeitpunkt>",
            "erstellungszeitpunkt",
        ),
        ("<kennung>bab:16071000</kennung>", "leser"),
        ("<kennung>bap:16000009</kennung>", "autor"),
        (f"<referenzAntragsservice>{REFERENZ}</referenzAntragsservice>", "referenzAntragsservice"),
        (PERSON.format(name="Muster"), "antragsteller"),
        (
            "<x:bezeichnungDesBauvorhabens>Neubau eines Wohnhauses</x:bezeichnungDesBauvorhabens>",
            "Bezeichnung",
        ),
        ("<zaehler>0077</zaehler>", "Flurstück"),
        ("<bezeichnung>Apolda</bezeichnung>", "Flurstück"),
        (FLURSTUECK.format(gemarkung="Apolda", zaehler="0077"), "Flurstück"),
        (ANLAGE.format(ort=ANHANG), "Anlage"),
        (ANHANG, "anhangOderVerlinkung"),
        (build_vorhaben(), "bauvorhaben"),
        (KOPF.format(nummer="0200"), "nachrichtenUUID"),
    ],
)
def test_missing_mandatory_part_refuses(weg: str, wort: str) -> None:
    text = build()
    assert weg in text
    lesung = read(text.replace(weg, ""))
    texte = list_texte(lesung, Schwere.ZURUECKWEISUNG)
    assert any(wort in t for t in texte)
    assert {b.kennzahl for b in lesung.befunde if b.schwere is Schwere.ZURUECKWEISUNG} == {"X001"}
    assert lesung.nachricht is not None


@pytest.mark.parametrize(
    "wurzel", ["baugenehmigung.antragGeaendert.0202", "genehmigungsfreistellung.anzeigeBAB.0601"]
)
def test_follow_up_needs_a_bezug(wurzel: str) -> None:
    (text,) = list_texte(read(build(wurzel)), Schwere.ZURUECKWEISUNG)
    assert "bezug" in text
    bezug = f"<x:bezug><referenz>{REFERENZ.upper()}</referenz></x:bezug>"
    lesung = read(build(wurzel, referenz=bezug, antragsteller=""))
    assert lesung.befunde == ()
    assert lesung.referenz == REFERENZ


def test_copy_of_a_freistellung_takes_its_reference_from_the_bezug() -> None:
    bezug = f"<x:bezug><referenz>{REFERENZ}</referenz></x:bezug>"
    nachricht = read_nachricht(
        build("genehmigungsfreistellung.anzeigeBAB.0601", referenz=bezug, antragsteller="")
    )
    assert nachricht.referenz == REFERENZ


def test_freistellung_has_other_element_names() -> None:
    referenz = f"<x:referenzAnzeigeservice><referenzAntragsservice>{REFERENZ}</referenzAntragsservice></x:referenzAnzeigeservice>"
    nachricht = read_nachricht(
        build(
            "genehmigungsfreistellung.anzeige.0600",
            referenz=referenz,
            antragsteller=f"<x:anzeigender>{PERSON.format(name='Anzeige')}</x:anzeigender>",
            extra="<x:alsBauantragWeiterzufuehren>1</x:alsBauantragWeiterzufuehren>",
        )
    )
    assert nachricht.referenz == REFERENZ
    assert [a.person.sortiername for a in nachricht.antragsteller] == ["Anzeige, Ida"]
    assert nachricht.als_bauantrag_weiterfuehren is True


@pytest.mark.parametrize("form", ["g2g", "unqualified"])
def test_bezug_in_both_forms(form: str) -> None:
    p = "b:" if form == "g2g" else ""
    bezug = (
        f'<x:bezug xmlns:b="{G2G}"><referenz>{REFERENZ}</referenz><vorgang>BA-1</vorgang><bezugNachricht>'
        f"<{p}nachrichtenUUID>BBBBBBBB-0000-4000-8000-000000000001</{p}nachrichtenUUID></bezugNachricht></x:bezug>"
    )
    nachricht = read_nachricht(build("baugenehmigung.antragGeaendert.0202", referenz=bezug))
    assert nachricht.bezug == Bezug(REFERENZ, "BA-1", "bbbbbbbb-0000-4000-8000-000000000001")


def test_head_and_root_must_name_the_same_type() -> None:
    lesung = read(build(kopf=KOPF.format(nummer="0202")))
    assert [(b.kennzahl, b.schwere) for b in lesung.befunde] == [("S999", Schwere.ZURUECKWEISUNG)]
    assert lesung.nummer == "0200"


@pytest.mark.parametrize(
    ("wurzel", "teil"),
    [
        (
            "vorbescheid.antrag.0210",
            "<x:beantragterVorbescheid><x:vorbescheidfrage><textabsatz>Darf ich?</textabsatz></x:vorbescheidfrage></x:beantragterVorbescheid>",
        ),
        (
            "abweichung.antrag.0220",
            "<x:beantragteAbweichung><x:art><code>1</code></x:art></x:beantragteAbweichung>",
        ),
    ],
)
def test_what_the_application_is_about_must_be_there(wurzel: str, teil: str) -> None:
    assert read(build(wurzel, extra=teil)).befunde == ()
    (text,) = list_texte(read(build(wurzel)), Schwere.ZURUECKWEISUNG)
    assert teil[3:15] in text


def test_nobody_to_build_and_nothing_to_refer_to_are_noted() -> None:
    ohne = build(vorhaben=build_vorhaben(bauherr=""))
    (hinweis,) = (t for t in list_texte(read(ohne), Schwere.HINWEIS) if "leer" not in t)
    assert "Bauherr" in hinweis
    leer = "<x:bezug><anbindungFachverfahren><apiKey>1</apiKey></anbindungFachverfahren></x:bezug>"
    (hinweis,) = list_texte(
        read(build("baugenehmigung.antragGeaendert.0202", referenz=leer)), Schwere.HINWEIS
    )
    assert "Bezug" in hinweis


def test_hints_do_not_refuse() -> None:
    text = build(
        attribute='standard="XBau" version="2.4"', extra="<x:leer/><x:auch> </x:auch><x:a/><x:b/>"
    )
    text = text.replace("bap:16000009", "BAP-9").replace(REFERENZ, "keine-uuid")
    lesung = read(text)
    assert compute_zurueckweisung(lesung.befunde) is None
    hinweise = " ".join(list_texte(lesung, Schwere.HINWEIS))
    for wort in ("„XBau“", "„2.4“", "4 Elemente sind leer", "leer (Zeile", "BAP-9", "keine-uuid"):
        assert wort in hinweise
    assert "b (Zeile" not in hinweise


def test_all_roles_with_their_vertreter() -> None:
    beteiligte = f"""
     <x:gruppenname>Erbengemeinschaft</x:gruppenname>
     <x:bevollmaechtigter>{ORGANISATION.format(name="Voll GmbH")}</x:bevollmaechtigter>
     <x:entwurfsverfasser><x:personendaten>{PERSON.format(name="Entwurf")}</x:personendaten>
      <x:berechtigung><x:mitgliedschaftInland><x:nummernKammer><x:mitgliedsnummer>T-1</x:mitgliedsnummer>
       <x:kammer><code>30</code></x:kammer></x:nummernKammer></x:mitgliedschaftInland>
       <x:berufsbezeichnung><x:berufsbezeichnung>Architektin</x:berufsbezeichnung></x:berufsbezeichnung>
      </x:berechtigung></x:entwurfsverfasser>
     <x:bauunternehmer><id>AAAAAAAA-0000-4000-8000-00000000000C</id><name><name>Bau AG</name></name></x:bauunternehmer>
     <x:nachbar><x:eigentuemer>{PERSON.format(name="Nachbar")}</x:eigentuemer>
      <x:eigentuemer>{ORGANISATION.format(name="Nachbar GbR")}</x:eigentuemer>
      <x:grundstueck>{FLURSTUECK.format(gemarkung="Fremd", zaehler="9")}</x:grundstueck>
      <x:hatZugestimmt>false</x:hatZugestimmt></x:nachbar>
     <x:weitereBeteiligte><x:beteiligter>{PERSON.format(name="Statik")}</x:beteiligter>
      <x:rolle><x:code><code>04</code></x:code></x:rolle></x:weitereBeteiligte>
     <x:weitereBeteiligte><x:beteiligter>{PERSON.format(name="Wasser")}</x:beteiligter>
      <x:rolle><x:nichtGelisteterWert>Hydrologin</x:nichtGelisteterWert></x:rolle></x:weitereBeteiligte>
     <x:gebuehrenpflichtiger>{ORGANISATION.format(name="Zahl GmbH")}</x:gebuehrenpflichtiger>"""
    angaben: tuple[Beteiligtenangabe, ...] = read_vorhaben(beteiligte=beteiligte).beteiligte
    assert [(a.rolle, a.person.sortiername, a.vertritt) for a in angaben] == [
        (Rolle.BAUHERR, "Bauer, Ida", None),
        (Rolle.BEVOLLMAECHTIGTER, "Voll GmbH", None),
        (Rolle.VERTRETER, "Vertretung, Vera", 1),
        (Rolle.ENTWURFSVERFASSER, "Entwurf, Ida", None),
        (Rolle.WEITERER, "Bau AG", None),
        (Rolle.NACHBAR, "Nachbar, Ida", None),
        (Rolle.NACHBAR, "Nachbar GbR", None),
        (Rolle.VERTRETER, "Vertretung, Vera", 6),
        (Rolle.WEITERER, "Statik, Ida", None),
        (Rolle.WEITERER, "Wasser, Ida", None),
        (Rolle.GEBUEHRENPFLICHTIGER, "Zahl GmbH", None),
        (Rolle.VERTRETER, "Vertretung, Vera", 10),
    ]
    assert angaben[0].art == Kode(
        "7", "urn:xoev-de:xbau:codeliste:bauherrodereigentuemerart", "2.0"
    )
    assert angaben[3].person.zusatz == "Architektin, Kammer 30, Mitgliedsnummer T-1"
    assert angaben[4].person.art is Personenart.ORGANISATION
    assert angaben[5].person.zusatz == "hat nicht zugestimmt"
    assert angaben[8].art == Kode("04", "urn:xoev-de:xbau:codeliste:beteiligterrolle", "2.0")
    assert angaben[9].art == Kode("Hydrologin")


def test_plain_and_wrapped_berechtigung_read_the_same() -> None:
    def read_zusatz(berufsbezeichnung: str) -> str | None:
        beteiligte = (
            f"<x:entwurfsverfasser><x:personendaten>{PERSON.format(name='E')}</x:personendaten><x:berechtigung>"
            f"<x:mitgliedschaftInland><x:mitgliedsnummerBundesland><x:mitgliedsnummer>5</x:mitgliedsnummer>"
            f"<x:bundesland><code>16</code></x:bundesland></x:mitgliedsnummerBundesland></x:mitgliedschaftInland>"
            f"{berufsbezeichnung}</x:berechtigung></x:entwurfsverfasser>"
        )
        zusatz: str | None = read_vorhaben(beteiligte=beteiligte).beteiligte[1].person.zusatz
        return zusatz

    schlicht = "<x:berufsbezeichnung>Ingenieur</x:berufsbezeichnung>"
    umhuellt = (
        "<x:berufsbezeichnung><x:berufsbezeichnung>Ingenieur</x:berufsbezeichnung>"
        "<x:nachweisbezug><x:abrufId>1</x:abrufId></x:nachweisbezug></x:berufsbezeichnung>"
    )
    assert (
        read_zusatz(schlicht) == read_zusatz(umhuellt) == "Ingenieur, Mitgliedsnummer 5 (Land 16)"
    )


def test_person_with_everything() -> None:
    person = """<natuerlichePerson><id>AAAAAAAA-0000-4000-8000-00000000000A</id>
     <name><titel>Dr.</titel><anrede>Frau</anrede><familienname><name>Muster</name></familienname>
      <vorname><nichtVorhanden>true</nichtVorhanden></vorname></name>
     <anschrift><strasseHausnummer>Markt 1 a</strasseHausnummer><postleitzahl>07318</postleitzahl><ort>Saalfeld</ort>
      <wohnungsgeber>Meier</wohnungsgeber><zusatz>Hinterhaus</zusatz><staat><staat><code>000</code></staat></staat></anschrift>
     <kommunikation><kanal listVersionID="4.1"><code>01</code></kanal><kennung>a@b.example</kennung>
      <istDienstlich>false</istDienstlich></kommunikation><kommunikation/>
     <istVertreter>true</istVertreter></natuerlichePerson>"""
    (angabe,) = read_nachricht(
        build(antragsteller=f"<x:antragsteller>{person}</x:antragsteller>")
    ).antragsteller
    p = angabe.person
    assert (p.anrede, p.titel, p.familienname, p.vorname) == ("Frau", "Dr.", "Muster", None)
    assert p.xbau_id == "aaaaaaaa-0000-4000-8000-00000000000a"
    assert p.anschriften[0].format_zeilen() == (
        "bei Meier, Hinterhaus",
        "Markt 1 a",
        "07318 Saalfeld",
    )
    assert [(k.kanal, k.kennung, k.dienstlich) for k in p.kontakte] == [
        ("01", "a@b.example", False)
    ]
    assert p.zusatz == "vertritt die Personengruppe"


def test_parcels_only_of_the_building_plot() -> None:
    fremd = FLURSTUECK.format(gemarkung="Fremd", zaehler="666")
    extra = (
        f"<x:prozessmerkmale><x:referenzgebaeude><x:baugrundstueckReferenzgebaeude><x:grundstueck>{fremd}"
        "</x:grundstueck></x:baugrundstueckReferenzgebaeude></x:referenzgebaeude></x:prozessmerkmale>"
        f"<x:baulast><x:beteiligteGrundstuecke><x:belastetesGrundstueck>{fremd}</x:belastetesGrundstueck>"
        "</x:beteiligteGrundstuecke></x:baulast>"
    )
    gegenstand = (
        f"<x:baubeschreibung><x:anzahlFahrzeugstellplaetze><x:grundstueck>{fremd}</x:grundstueck>"
        f"</x:anzahlFahrzeugstellplaetze><x:kinderspielplaetze><x:grundstueck>{fremd}</x:grundstueck>"
        "</x:kinderspielplaetze></x:baubeschreibung>"
    )
    beteiligte = f"<x:nachbar><x:grundstueck>{fremd}</x:grundstueck></x:nachbar>"
    grundstuecke = (
        f"<x:grundstueck>{FLURSTUECK.format(gemarkung='Utenbach', zaehler='5')}</x:grundstueck>"
    )
    vorhaben = build_vorhaben(
        gegenstand=gegenstand, beteiligte=beteiligte, grundstuecke=grundstuecke
    )
    nachricht = read_nachricht(build(extra=extra, vorhaben=vorhaben))
    assert nachricht.vorhaben is not None
    assert [
        (f.gemarkung, f.flur, f.zaehler, f.land, f.grundstueck)
        for f in nachricht.vorhaben.flurstuecke
    ] == [
        ("Apolda", "003", "0077", "16", 1),
        ("Utenbach", "003", "5", "16", 2),
    ]


def test_foreign_xml_is_not_mistaken_for_the_message() -> None:
    fremd = (
        '<x:anbindungFachverfahren><anwendungsspezifischeErweiterung><f:bezug xmlns:f="urn:fremd">'
        "<referenz>x</referenz></f:bezug></anwendungsspezifischeErweiterung></x:anbindungFachverfahren>"
        '<f:antragsteller xmlns:f="urn:fremd"><natuerlichePerson/></f:antragsteller>'
        '<a:antragsteller xmlns:a="http://www.xleitstelle.de/xbau/2/5"><natuerlichePerson/></a:antragsteller>'
    )
    nachricht = read_nachricht(build(extra=fremd))
    assert nachricht.bezug is None
    assert len(nachricht.antragsteller) == 1


def test_plot_facts() -> None:
    grundstuecke = """<x:grundstueck>
      <x:anschrift><strasse>Hof</strasse><ort>Apolda</ort>
       <x:gemeindeschluessel listVersionID="2026-06-30"><code>16071001</code></x:gemeindeschluessel>
       <x:hausnummernbereich><x:hausnummerVon>3</x:hausnummerVon><x:hausnummerVonZusatz>a</x:hausnummerVonZusatz>
        <x:hausnummerBis>5</x:hausnummerBis></x:hausnummernbereich></x:anschrift>
      <x:flurstueck><kodierungFlurstueck><gemarkung><nummer>165012</nummer></gemarkung><zaehler>1</zaehler>
       <nenner>2</nenner><folge>01</folge></kodierungFlurstueck></x:flurstueck>
      <x:bebauungsplan><x:nummerBebauungsplan>B 12</x:nummerBebauungsplan></x:bebauungsplan>
      <x:bebauungsplan><x:bezeichnungBebauungsplan>Am Hang</x:bezeichnungBebauungsplan></x:bebauungsplan>
     </x:grundstueck>"""
    vorhaben = read_vorhaben(grundstuecke=grundstuecke)
    (anschrift,) = vorhaben.anschriften
    assert (anschrift.strasse, anschrift.hausnummer, anschrift.gemeindeschluessel) == (
        "Hof",
        "3a-5",
        "16071001",
    )
    flurstueck = vorhaben.flurstuecke[1]
    assert (flurstueck.gemarkung_nummer, flurstueck.nenner, flurstueck.folge) == (
        "165012",
        "2",
        "01",
    )
    assert vorhaben.bebauungsplaene == ("B 12", "Am Hang")


def test_project_facts_with_pinned_lists() -> None:
    gegenstand = """<x:artDerMassnahme><code>14</code></x:artDerMassnahme>
     <x:anzahlDerGebaeude><x:identifikationGebaeude><x:uuidGebaeude>CCCCCCCC-0000-4000-8000-000000000001</x:uuidGebaeude>
      <x:gebaeudeBezeichnung>Haus</x:gebaeudeBezeichnung></x:identifikationGebaeude></x:anzahlDerGebaeude>
     <x:artDerBaulichenAnlage><x:artDesNichtwohngebaeudes><code>737</code></x:artDesNichtwohngebaeudes></x:artDerBaulichenAnlage>
     <x:bauordnungsrechtlicheKlassifikation><x:gebaeudeklasse><code>3</code></x:gebaeudeklasse>
      <x:sonderbau listURI="urn:x" listVersionID="2.0"><code>030</code></x:sonderbau></x:bauordnungsrechtlicheKlassifikation>"""
    vorhaben = read_vorhaben(gegenstand=gegenstand)
    assert [m.wert for m in vorhaben.massnahmen] == ["11", "14"]
    assert vorhaben.massnahmen[0] == Kode("11", "urn:xoev-de:xbau:codeliste:baumassnahmeart", "2.0")
    assert vorhaben.nutzung == Kode("737", "urn:xoev-de:xbau:codeliste:nichtwohngebaeudeart", "3.0")
    assert vorhaben.gebaeudeklasse == Kode("3", "urn:xoev-de:xbau:codeliste:gebaeudeklasse", "3.0")
    assert vorhaben.sonderbau == (Kode("030", "urn:x", "2.0"),)
    assert [(g.uuid, g.bezeichnung) for g in vorhaben.gebaeude] == [
        ("cccccccc-0000-4000-8000-000000000001", "Haus")
    ]


def test_pinned_lists_depend_on_the_version() -> None:
    abweichung = "<x:beantragteAbweichung><x:art><code>1</code></x:art></x:beantragteAbweichung>"
    arten = {}
    for version in ("2.6", "2.5", "2.4.0.1"):
        ns = "http://www.xleitstelle.de/xbau/" + version.replace(".", "/")
        nachricht = read_nachricht(build(ns=ns, extra=abweichung))
        arten[version] = nachricht.abweichungen[0].art
    urn = "urn:xoev-de:xbau:codeliste:abweichungart"
    assert arten == {
        "2.6": Kode("1"),
        "2.5": Kode("1", urn, "2.1"),
        "2.4.0.1": Kode("1", urn, "2.0"),
    }


def test_abweichungen_and_questions() -> None:
    extra = """
     <x:beantragteAbweichung><x:id>DDDDDDDD-0000-4000-8000-000000000001</x:id><x:art><code>1</code></x:art>
      <x:vorschrift><textabsatz>§ 6</textabsatz><textabsatz>Absatz 5</textabsatz></x:vorschrift></x:beantragteAbweichung>
     <x:beantragterVorbescheid><x:vorbescheidfrage><textabsatz>Erste?</textabsatz></x:vorbescheidfrage></x:beantragterVorbescheid>
     <x:beantragterVorbescheid><x:artDerFrage><code>2</code></x:artDerFrage>
      <x:vorbescheidfrage><textabsatz>Zweite?</textabsatz></x:vorbescheidfrage>
      <x:beantragteAbweichung><x:art><code>3</code></x:art><x:begruendung><textabsatz>Weil.</textabsatz></x:begruendung>
      </x:beantragteAbweichung></x:beantragterVorbescheid>"""
    nachricht = read_nachricht(build("vorbescheid.antrag.0210", extra=extra))
    eins, zwei = nachricht.abweichungen
    assert (eins.xbau_id, eins.vorschrift, eins.frage) == (
        "dddddddd-0000-4000-8000-000000000001",
        "§ 6\nAbsatz 5",
        None,
    )
    assert (zwei.begruendung, zwei.frage, zwei.xbau_id) == ("Weil.", 2, None)
    assert [(f.nummer, f.text) for f in nachricht.fragen] == [(1, "Erste?"), (2, "Zweite?")]
    assert nachricht.fragen[1].art == Kode(
        "2", "urn:xoev-de:xbau:codeliste:vorbescheidbetreff", "2.0"
    )


def test_process_facts_and_information() -> None:
    extra = """<x:empfangendeStelle><kennung>bab:16071000</kennung><name>Amt</name></x:empfangendeStelle>
     <x:prozessmerkmale><x:verfahrensart listURI="urn:v" listVersionID="1"><code>V</code></x:verfahrensart>
      <x:nachtragsbaugenehmigung><x:vorgang>BA-0</x:vorgang></x:nachtragsbaugenehmigung>
      <x:vorbescheid><x:vorgang>VB-1</x:vorgang></x:vorbescheid></x:prozessmerkmale>
     <x:information><textabsatz>Eins.</textabsatz><textabsatz>Zwei – „zitiert“.</textabsatz></x:information>"""
    nachricht = read_nachricht(build(extra=extra))
    assert nachricht.empfangende_stelle is not None
    assert nachricht.empfangende_stelle.kennung == "bab:16071000"
    assert nachricht.verfahrensart == Kode("V", "urn:v", "1")
    assert (nachricht.nachtrag_zu, nachricht.vorbescheid) == ("BA-0", "VB-1")
    assert nachricht.information == "Eins.\nZwei – „zitiert“."


def test_changed_application_has_its_own_element() -> None:
    vorhaben = build_vorhaben(name="bauvorhabenAenderungsdaten")
    nachricht = read_nachricht(build("baugenehmigung.antragGeaendert.0202", vorhaben=vorhaben))
    assert nachricht.vorhaben is not None
    assert nachricht.vorhaben.bezeichnung == "Neubau eines Wohnhauses"


NEU = "<verlinkung><uriVerlinkung>https://a.example/1</uriVerlinkung><dateiname>1.pdf</dateiname></verlinkung>"
ALT = "<uriVerlinkung>https://a.example/1</uriVerlinkung>"


@pytest.mark.parametrize("ns", ["2/6", "2/5", "2/4/0/1"])
@pytest.mark.parametrize("form", [NEU, ALT])
def test_links_in_both_forms(form: str, ns: str) -> None:
    ort = f"<anhangOderVerlinkung>{form}</anhangOderVerlinkung>"
    anlagen = f"<x:anlagen>{ANLAGE.format(ort=ort)}</x:anlagen>"
    (anlage,) = read_nachricht(
        build(ns=f"http://www.xleitstelle.de/xbau/{ns}", anlagen=anlagen)
    ).anlagen
    assert (anlage.lieferart, anlage.verlinkung) == (Lieferart.VERLINKT, "https://a.example/1")
    assert anlage.dateiname == ("1.pdf" if form is NEU else None)
    assert (anlage.dokumentid, anlage.groesse, anlage.sha256) == (None, None, None)


def test_delivered_and_late_attachments() -> None:
    spaeter = ANLAGE.format(ort=ANHANG + "<x:wirdNachgereicht>true</x:wirdNachgereicht>")
    krumm = ANLAGE.format(ort=ANHANG).replace('"12"', '"viel"').replace("2026-02-28", "2026-02-30")
    lesung = read(
        build(anlagen=f"<x:anlagen>{ANLAGE.format(ort=ANHANG)}{spaeter}{krumm}</x:anlagen>")
    )
    assert lesung.nachricht is not None
    eins, zwei, drei = lesung.nachricht.anlagen
    assert eins.lieferart is Lieferart.GELIEFERT
    assert (eins.dokumentid, eins.dateiname, eins.groesse, eins.sha256) == (
        "urn_uuid_1",
        "plan.pdf",
        12,
        "abcdef",
    )
    assert (eins.bezeichnung, eins.versionsnummer, eins.datum) == (
        "Lageplan",
        "1",
        date(2026, 2, 28),
    )
    assert eins.art == Kode("1803", "urn:xoev-de:xbau:codeliste:anlagen", "3.0")
    assert eins.mime == "application/pdf"
    assert zwei.lieferart is Lieferart.NACHGEREICHT
    assert (drei.groesse, drei.datum) == (None, None)
    assert len(list_texte(lesung, Schwere.HINWEIS)) == 2


def build_lage(*polygone: str, attribute: str = "") -> str:
    flaechen = "".join(f"<flaeche>{p}</flaeche>" for p in polygone)
    return f'<x:lageBauvorhaben xmlns:g="{GML}" {attribute}>{flaechen}<erlaeuterung>Mitte</erlaeuterung></x:lageBauvorhaben>'


def build_polygon(
    punkte: str, *innen: str, attribute: str = 'srsName="urn:ogc:def:crs:EPSG::25832"'
) -> str:
    ringe = "".join(
        f"<g:{name}><g:LinearRing>{p}</g:LinearRing></g:{name}>"
        for name, p in [("exterior", punkte), *(("interior", i) for i in innen)]
    )
    return f'<polygon g:id="p" {attribute}>{ringe}</polygon>'


QUADRAT = "<g:posList>0 0 10 0 10 10 0 10 0 0</g:posList>"
LOCH = "<g:posList>1 1 2 1 2 2 1 1</g:posList>"
EINZELN = (
    "<g:pos>0 0</g:pos><g:pos>10 0</g:pos><g:pos>10 10</g:pos><g:pos>0 10</g:pos><g:pos>0 0</g:pos>"
)
RING = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0))


def read_lage(lage: str, ns: str = "2/6") -> tuple[object, list[str]]:
    lesung = read(
        build(ns=f"http://www.xleitstelle.de/xbau/{ns}", vorhaben=build_vorhaben(lage=lage))
    )
    assert lesung.nachricht is not None
    assert lesung.nachricht.vorhaben is not None
    assert compute_zurueckweisung(lesung.befunde) is None
    return lesung.nachricht.vorhaben.geometrie, [
        t for t in list_texte(lesung, Schwere.HINWEIS) if "Attribut" not in t
    ]


def test_polygons_with_holes() -> None:
    geometrie, hinweise = read_lage(
        build_lage(build_polygon(QUADRAT, LOCH), build_polygon(EINZELN))
    )
    assert hinweise == []
    assert geometrie.polygone[0] == (RING, ((1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)))  # type: ignore[attr-defined]
    assert geometrie.polygone[1] == (RING,)  # type: ignore[attr-defined]
    assert (geometrie.srs, geometrie.erlaeuterung) == ("urn:ogc:def:crs:EPSG::25832", "Mitte")  # type: ignore[attr-defined]


def test_heights_are_dropped_and_srs_may_sit_above() -> None:
    dreid = '<g:posList srsDimension="3">0 0 5 10 0 5 10 10 5 0 0 5</g:posList>'
    geometrie, hinweise = read_lage(
        build_lage(build_polygon(dreid, attribute=""), attribute='srsName="EPSG:25832"')
    )
    assert hinweise == []
    assert geometrie.polygone[0][0][1] == (10.0, 0.0)  # type: ignore[attr-defined]
    assert geometrie.srs == "EPSG:25832"  # type: ignore[attr-defined]


def test_missing_srs_is_noted() -> None:
    geometrie, (hinweis,) = read_lage(build_lage(build_polygon(QUADRAT, attribute="")))
    assert geometrie.srs is None  # type: ignore[attr-defined]
    assert "srsName" in hinweis


def test_contradicting_srs_is_noted() -> None:
    andere = build_polygon(QUADRAT, attribute='srsName="EPSG:4326"')
    geometrie, (hinweis,) = read_lage(build_lage(build_polygon(QUADRAT), andere))
    assert geometrie.srs is None  # type: ignore[attr-defined]
    assert "verschiedene" in hinweis


@pytest.mark.parametrize(
    "punkte",
    [
        "<g:posList>0 0 10 0 10 zehn 0 0</g:posList>",
        "<g:posList>0 0 10 0 10 nan 0 0</g:posList>",
        "<g:posList>0 0 10 0 10 1e999 0 0</g:posList>",
        "<g:posList>0 0 1_0 0 10 10 0 0</g:posList>",
        "<g:posList>0 0 10 0 10 10 0</g:posList>",
        "<g:posList>0 0 10 0 0 0</g:posList>",
        "<g:posList>0 0 10 0 10 10 0 10</g:posList>",
        '<g:posList srsDimension="0">0 0 10 0 10 10 0 0</g:posList>',
        '<g:posList srsDimension="x">0 0 10 0 10 10 0 0</g:posList>',
        "<g:posList/>",
        "",
    ],
)
def test_malformed_polygon_is_noted_and_left_out(punkte: str) -> None:
    geometrie, hinweise = read_lage(build_lage(build_polygon(punkte)))
    assert geometrie is None
    assert any("nicht lesbar" in h for h in hinweise)
    rest, _ = read_lage(build_lage(build_polygon(punkte), build_polygon(QUADRAT)))
    assert rest.polygone == ((RING,),)  # type: ignore[attr-defined]


def test_curved_boundary_is_noted() -> None:
    kurve = '<polygon g:id="p" srsName="x"><g:exterior><g:Ring/></g:exterior></polygon>'
    geometrie, hinweise = read_lage(build_lage(kurve))
    assert geometrie is None
    assert any("geraden Linien" in h for h in hinweise)


def test_version_2_5_cannot_carry_a_polygon() -> None:
    assert read_lage(build_lage(build_polygon(QUADRAT)), "2/5")[0] is None


def test_every_value_is_found_again() -> None:
    extra = (
        "<x:neu><x:wert>eins</x:wert><x:wert> zwei </x:wert><x:wert><code>3</code></x:wert></x:neu>"
        '<x:anbindungFachverfahren><anwendungsspezifischeErweiterung><f:a xmlns:f="urn:f" f:b="c">vor<f:d/>nach</f:a>'
        "</anwendungsspezifischeErweiterung></x:anbindungFachverfahren>"
        '<x:offen listURI="urn:l" listVersionID="7"><code>K</code></x:offen>'
    )
    angaben = read_nachricht(build(extra=extra)).angaben
    for erwartet in (
        Angabe("@standard", "XBau-Hochbau"),
        Angabe("neu/wert", "eins"),
        Angabe("neu/wert[2]", "zwei"),
        Angabe("neu/wert[3]", "3"),
        Angabe("offen", "K", "urn:l", "7"),
        Angabe("anbindungFachverfahren/anwendungsspezifischeErweiterung/a", "vor"),
        Angabe("anbindungFachverfahren/anwendungsspezifischeErweiterung/a", "nach"),
        Angabe("anbindungFachverfahren/anwendungsspezifischeErweiterung/a/@b", "c"),
        Angabe("anlagen/anlage/anhangOderVerlinkung/anhang/@filesize", "12"),
        Angabe("anlagen/anlage/anhangOderVerlinkung/anhang/@hashValue", "ABCDEF"),
        Angabe("anlagen/anlage/anlageart", "1803", "urn:xoev-de:xbau:codeliste:anlagen", "3.0"),
        Angabe(
            "bauvorhaben/gegenstand/artDerMassnahme",
            "11",
            "urn:xoev-de:xbau:codeliste:baumassnahmeart",
            "2.0",
        ),
    ):
        assert erwartet in angaben
    assert not any("nachrichtenkopf" in a.pfad or "listURI" in a.pfad for a in angaben)
    assert (
        len({a.pfad for a in angaben}) == len(angaben) - 1
    )  # only the mixed text shares its place


def test_too_big_a_message_is_refused() -> None:
    klein = XbauLeser(Schemata(Path("nirgends")), replace(NACHRICHT, groesse=100))
    (befund,) = klein.read_nachricht(build().encode()).befunde
    assert (befund.kennzahl, befund.schwere) == ("X000", Schwere.ZURUECKWEISUNG)


def test_our_own_error_becomes_a_finding_for_a_person() -> None:
    class Kaputt(Schemata):
        def check_nachricht(self, version: str, wurzel: object) -> tuple[str, ...] | None:
            raise ZeroDivisionError

    lesung = XbauLeser(Kaputt(Path("nirgends"))).read_nachricht(build().encode())
    assert lesung.befunde == (NICHT_AUSGEWERTET,)
    assert NICHT_AUSGEWERTET.schwere is Schwere.KLAERUNG


def test_xinclude_is_refused_with_the_head() -> None:
    extra = '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    lesung = read(build(extra=extra))
    befund = compute_zurueckweisung(lesung.befunde)
    assert isinstance(befund, Befund)
    assert befund.kennzahl == "X001"
    assert lesung.kopf is not None


@st.composite
def _mutationen(draw: st.DrawFn) -> bytes:
    """The complete message with values, names or bytes changed."""
    text = build(vorhaben=build_vorhaben(lage=build_lage(build_polygon(QUADRAT))))
    for _ in range(draw(st.integers(1, 4))):
        anfang = draw(st.integers(0, len(text)))
        ende = min(len(text), anfang + draw(st.integers(0, 60)))
        neu = draw(
            st.sampled_from(
                ["", "<a/>", "</a>", "0", "x", "-1", "é", "&#0;", "&lt;", "code", " ", text[:200]]
            )
        )
        text = text[:anfang] + neu + text[ende:]
    return text.encode()


@settings(max_examples=80, deadline=None)
@given(_mutationen())
def test_mutated_messages_never_raise(rohdaten: bytes) -> None:
    assert NICHT_AUSGEWERTET not in LESER.read_nachricht(rohdaten).befunde


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_messages_with_parts_cut_out_never_raise(data: st.DataObject) -> None:
    wurzel = etree.fromstring(
        build(vorhaben=build_vorhaben(lage=build_lage(build_polygon(QUADRAT))))
    )
    for _ in range(data.draw(st.integers(1, 6))):
        elemente = [e for e in wurzel.iter("*") if e is not wurzel]
        if not elemente:
            break
        element = data.draw(st.sampled_from(elemente))
        match data.draw(st.sampled_from(["weg", "leer", "text", "doppelt"])):
            case "weg":
                eltern = element.getparent()
                assert eltern is not None
                eltern.remove(element)
            case "leer":
                element.clear()
            case "text":
                element.text = data.draw(
                    st.sampled_from(["", "x", "-1", "99999999999999999999", "NaN", "2026-99-99"])
                )
            case _:
                element.addnext(etree.fromstring(etree.tostring(element, with_tail=False)))
    lesung = LESER.read_nachricht(etree.tostring(wurzel))
    assert NICHT_AUSGEWERTET not in lesung.befunde
    assert lesung.nachricht is not None

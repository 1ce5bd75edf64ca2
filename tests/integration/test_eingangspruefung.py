"""The rules that no schema checks, each through the real intake (XBAU.md g)."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from bauaufsicht.db.models import Ausgang, Dokument, DokumentFassung, Eingang, Vorgang
from bauaufsicht.db.queries.fakten import get_fakten
from bauaufsicht.domain.befund import Schwere
from bauaufsicht.domain.eingang import Eingangsergebnis
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import Anlagendatei, Probe, create_anlage, read_schulung

ANGELEGT = Eingangsergebnis.ANGELEGT
ZURUECK = Eingangsergebnis.ZURUECKGEWIESEN
DOKUMENTID = "urn_uuid_d41b8d38-6525-51c6-9135-a84cd8fad7a5"
BASIS = read_schulung("01")
ANTRAG = BASIS.anlagen[0]

Aenderung = Callable[[Probe], Probe]


def _set_dokumentid(alt: str, neu: str) -> Aenderung:
    """Another spelling of a dokumentid in the message; the transport keeps the old one."""
    return lambda p: p.replace((alt, neu))


def _without_anlage(p: Probe) -> Probe:
    return p.with_anlagen(*p.anlagen[1:])


def _alter_anlage(p: Probe) -> Probe:
    """One bit differs, the size is the same."""
    inhalt = bytes([ANTRAG.inhalt[0] ^ 1]) + ANTRAG.inhalt[1:]
    return p.with_anlagen(replace(ANTRAG, inhalt=inhalt), *p.anlagen[1:])


def _alter_groesse(p: Probe) -> Probe:
    """Another size, and no hash that would tell."""
    neu = p.replace((sha256(ANTRAG.inhalt).hexdigest(), ""))
    return neu.with_anlagen(replace(ANTRAG, inhalt=ANTRAG.inhalt + b" "), *p.anlagen[1:])


def _set_nachgereicht(p: Probe) -> Probe:
    """The first attachment comes later; its dokumentid has no file."""
    wahr = "<xbau:wirdNachgereicht>true</xbau:wirdNachgereicht></anlage>"
    return _without_anlage(p.replace(("</anlage>", wahr), anzahl=1))


def _add_datei(*dateien: Anlagendatei) -> Aenderung:
    return lambda p: p.with_anlagen(*p.anlagen, *dateien)


def _set_link(uri: str) -> Aenderung:
    def alter(p: Probe) -> Probe:
        neu = f"<verlinkung><uriVerlinkung>{uri}</uriVerlinkung></verlinkung>"
        return replace(_without_anlage(p), text=p.text.replace(p.get_element("anhang"), neu))

    return alter


def _set_dateiname(name: str) -> Aenderung:
    return lambda p: p.replace(("<dateiname>Antrag.pdf<", f"<dateiname>{name}<"))


def _upload_ohne_kennung(name: str) -> Aenderung:
    """The transport names no dokumentid: the file is known by its name only."""
    return lambda p: p.with_anlagen(Anlagendatei(name, None, ANTRAG.inhalt), *p.anlagen[1:])


def _as(nummer: str) -> Aenderung:
    """The head names another type than the root."""
    return lambda p: p.replace(("<code>0200</code>", f"<code>{nummer}</code>"), anzahl=1)


REGELN: list[tuple[str, Aenderung, Eingangsergebnis, str | None, set[str]]] = [
    ("unchanged", lambda p: p, ANGELEGT, None, set()),
    # S000, with 15 minutes of tolerance; JETZT is 2026-11-23T09:00Z
    (
        "from the future",
        lambda p: p.replace(("2026-10-05T09:14:20+02:00", "2026-11-23T09:15:01Z")),
        ZURUECK,
        "S000",
        {"S000"},
    ),
    (
        "from the end of all calendars",
        lambda p: p.replace(("2026-10-05T09:14:20+02:00", "9999-12-31T00:00:00Z")),
        ZURUECK,
        "S000",
        {"S000"},
    ),
    (
        "the sender's clock is a little fast",
        lambda p: p.replace(("2026-10-05T09:14:20+02:00", "2026-11-23T09:14:59Z")),
        ANGELEGT,
        None,
        set(),
    ),
    (
        "an hour ahead in summer time is no future",
        lambda p: p.replace(("2026-10-05T09:14:20+02:00", "2026-11-23T11:00:00+02:00")),
        ANGELEGT,
        None,
        set(),
    ),
    ("head and root differ", _as("0210"), ZURUECK, "S999", {"S999"}),
    # A001
    ("attachment missing", _without_anlage, ZURUECK, "A001", {"A001"}),
    ("attachment comes later", _set_nachgereicht, ANGELEGT, None, set()),
    (
        "file not announced",
        _add_datei(Anlagendatei("Extra.pdf", None, b"extra")),
        ANGELEGT,
        None,
        {"A001"},
    ),
    # A006
    ("content altered", _alter_anlage, ZURUECK, "A006", {"A006"}),
    ("size altered", _alter_groesse, ZURUECK, "A006", {"A006"}),
    # dokumentid
    (
        "dokumentid twice",
        lambda p: p.replace((p.anlagen[1].dokumentid or "", DOKUMENTID)),
        ZURUECK,
        "S999",
        {"S999", "A006", "A001"},
    ),
    ("bare UUID", _set_dokumentid(DOKUMENTID, DOKUMENTID[9:]), ANGELEGT, None, set()),
    ("URN", _set_dokumentid(DOKUMENTID, f"urn:uuid:{DOKUMENTID[9:]}"), ANGELEGT, None, set()),
    ("capitals", _set_dokumentid(DOKUMENTID, DOKUMENTID.upper()), ANGELEGT, None, set()),
    ("free text", _set_dokumentid(DOKUMENTID, "Anlage 1"), ZURUECK, "A001", {"A001"}),
    ("known by name", _upload_ohne_kennung("Antrag.pdf"), ANGELEGT, None, set()),
    (
        "known by name with a path",
        _upload_ohne_kennung("C:\\tmp\\antrag.PDF"),
        ANGELEGT,
        None,
        set(),
    ),
    ("name is the dokumentid", _upload_ohne_kennung(DOKUMENTID), ANGELEGT, None, set()),
    ("another name", _upload_ohne_kennung("Antrag(1).pdf"), ZURUECK, "A001", {"A001"}),
    # A009 is only a hint
    ("file name leads out", _set_dateiname("../../etc/passwd"), ANGELEGT, None, {"A009"}),
    ("file name of Windows", _set_dateiname("C:\\Pläne\\Antrag.pdf"), ANGELEGT, None, {"A009"}),
    ("file name without ending", _set_dateiname("Antrag"), ANGELEGT, None, {"A009"}),
    ("file name twice", _set_dateiname("LAGEPLAN.pdf"), ANGELEGT, None, {"A009"}),
    # links
    (
        "trusted link",
        _set_link("https://ablage.stadt-ilmenau.example/a.pdf"),
        ANGELEGT,
        None,
        set(),
    ),
    ("strange link", _set_link("https://boese.example/a.pdf"), ANGELEGT, None, {"A003"}),
    (
        "link without TLS",
        _set_link("http://ablage.stadt-ilmenau.example/a"),
        ANGELEGT,
        None,
        {"A003"},
    ),
    ("link to a script", _set_link("javascript:alert(1)"), ANGELEGT, None, {"A003"}),
]


@pytest.mark.parametrize(
    ("aenderung", "ergebnis", "kennzahl", "kennzahlen"),
    [fall[1:] for fall in REGELN],
    ids=[fall[0].replace(" ", "-") for fall in REGELN],
)
def test_rule(
    aenderung: Aenderung,
    ergebnis: Eingangsergebnis,
    kennzahl: str | None,
    kennzahlen: set[str],
    nimm_auf: Aufnahme,
    einheit: Einheit,
) -> None:
    probe = aenderung(BASIS)
    bericht = nimm_auf(probe)
    assert (bericht.ergebnis, bericht.fehlerkennzahl) == (ergebnis, kennzahl)
    assert {b.kennzahl for b in bericht.befunde} == kennzahlen
    assert all(b.text.endswith(".") for b in bericht.befunde)
    hart = [b for b in bericht.befunde if b.schwere is Schwere.ZURUECKWEISUNG]
    assert bool(hart) is (ergebnis is ZURUECK)
    with einheit() as uow:
        vorgaenge = uow.session.scalar(select(func.count()).select_from(Vorgang))
        antworten = uow.session.scalars(select(Ausgang.nummer).order_by(Ausgang.nummer)).all()
        eingang = uow.session.scalars(select(Eingang)).one()
        with uow.ports.ablage.read(eingang.schluessel) as strom:
            assert strom.read() == probe.inhalt
    assert vorgaenge == (ergebnis is ANGELEGT)
    assert antworten == (["1100"] if ergebnis is ZURUECK else ["1120", "1121"])


def test_unknown_kind_of_procedure_is_a_hint_and_waits_for_a_person(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    faelle = [
        BASIS.replace(("<code>VEREINFACHT<", "<code>UNBEKANNT<")),
        BASIS.replace(("codeliste:verfahrensart", "codeliste:andere")).with_referenz("liste"),
        BASIS.without("xbau:prozessmerkmale").with_referenz("keine"),
    ]
    for probe in faelle:
        bericht = nimm_auf(probe)
        assert bericht.ergebnis is ANGELEGT
        assert [b.kennzahl for b in bericht.befunde] == ["X011"]
    with einheit() as uow:
        arten = uow.session.execute(
            select(Vorgang.verfahrensart, Vorgang.zustand, Vorgang.frist_regel)
        ).all()
    assert {tuple(map(str, a)) for a in arten} == {
        ("ungeklaert", "verfahren_klaeren", "vollstaendigkeit")
    }


@pytest.mark.parametrize("anzahl", [3, 7])
def test_findings_of_one_rule_are_bounded(anzahl: int, nimm_auf: Aufnahme) -> None:
    extra = [Anlagendatei(f"e{n}.pdf", None, b"x") for n in range(anzahl)]
    bericht = nimm_auf(BASIS.with_anlagen(*BASIS.anlagen, *extra))
    assert len(bericht.befunde) == min(anzahl, 5)


def test_size_of_a_delivery_is_bounded(nimm_auf: Aufnahme, monkeypatch: pytest.MonkeyPatch) -> None:
    gesamt = len(BASIS.inhalt) + sum(len(a.inhalt) for a in BASIS.anlagen)
    name = "bauaufsicht.domain.eingangspruefung.HOECHSTGROESSE_LIEFERUNG"
    monkeypatch.setattr(name, gesamt - 1)
    assert nimm_auf(BASIS).fehlerkennzahl == "A008"
    monkeypatch.setattr(name, gesamt)
    assert nimm_auf(BASIS).ergebnis is ANGELEGT


def test_number_of_attachments_is_bounded(
    nimm_auf: Aufnahme, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "bauaufsicht.domain.eingangspruefung.HOECHSTZAHL_ANLAGEN"
    monkeypatch.setattr(name, 4)
    assert nimm_auf(BASIS).fehlerkennzahl == "A007"
    monkeypatch.setattr(name, 5)
    assert nimm_auf(BASIS).ergebnis is ANGELEGT


def test_file_that_was_not_announced_becomes_a_document(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    probe = BASIS.with_anlagen(*BASIS.anlagen, Anlagendatei("Extra.pdf", None, b"extra"))
    bericht = nimm_auf(probe)
    assert bericht.fakten["anzahl_anlagen"] == 5  # what the message announces
    assert bericht.vorgang_id is not None
    with einheit() as uow:
        assert get_fakten(uow.session, bericht.vorgang_id) == bericht.fakten
        zeile = uow.session.execute(
            select(DokumentFassung, Dokument.position)
            .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
            .where(Dokument.bezeichnung == "Extra.pdf")
        ).one()
        with uow.ports.ablage.read(zeile.DokumentFassung.schluessel) as strom:
            assert strom.read() == b"extra"
    assert zeile.position == 6


def test_attachment_that_comes_later_is_a_document_without_bytes(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    bericht = nimm_auf(_set_nachgereicht(BASIS))
    assert bericht.fakten["wird_nachgereicht"] == 1
    with einheit() as uow:
        fassungen = uow.session.scalars(
            select(DokumentFassung).where(DokumentFassung.schluessel.is_(None))
        ).all()
    assert [(f.lieferart, f.dokumentid, f.sha256) for f in fassungen] == [
        ("nachgereicht", DOKUMENTID, None)
    ]


def test_file_sent_with_an_attachment_that_comes_later_is_kept(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    wahr = "<xbau:wirdNachgereicht>true</xbau:wirdNachgereicht></anlage>"
    nimm_auf(BASIS.replace(("</anlage>", wahr), anzahl=1))
    with einheit() as uow:
        fassung = uow.session.scalars(
            select(DokumentFassung).where(DokumentFassung.dokumentid == DOKUMENTID)
        ).one()
    assert fassung.sha256 == sha256(ANTRAG.inhalt).hexdigest()


def test_link_is_kept_as_sent_and_never_fetched(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    uri = "https://boese.example/a.pdf"
    assert nimm_auf(_set_link(uri)(BASIS)).fakten["verlinkte_anlagen"] == 1
    with einheit() as uow:
        fassung = uow.session.scalars(
            select(DokumentFassung).where(DokumentFassung.verlinkung.is_not(None))
        ).one()
    assert (fassung.verlinkung, fassung.schluessel, fassung.lieferart) == (uri, None, "verlinkt")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "C:\\Windows\\win.ini",
        "a\0b.pdf",
        "halbes Paar \udcff.pdf",
        "zeile\nzwei.pdf",
        "",
        "x" * 3000 + ".pdf",
        "/absolut.pdf",
    ],
    ids=["up", "windows", "nul", "surrogate", "newline", "empty", "long", "absolute"],
)
def test_names_from_outside_never_reach_a_path(
    name: str, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    """In every place where a sender chooses a name; also what no database can hold is stored."""
    fremde = [Anlagendatei(name, None, b"1"), Anlagendatei("kennung.pdf", name or None, b"2")]
    probe = replace(BASIS.with_anlagen(*BASIS.anlagen, *fremde), dateiname=name)
    bericht = nimm_auf(probe)
    assert bericht.ergebnis is ANGELEGT
    ordner = f"eingang/2026/11/{bericht.eingang_id}"
    erwartet = {f"{ordner}/anlage-{n:04d}" for n in range(1, 8)} | {f"{ordner}/nachricht"}
    with einheit() as uow:
        assert {e.schluessel for e in uow.ports.ablage.list_eintraege()} == erwartet


UEBERLANG = "x" * 3000
AN_JEDER_STELLE = [
    ("94627834-9e45-516e-b848-e3226c4bbfb4", "nachrichtenUUID"),
    ("5931fb42-f651-5b89-9b19-22775289406c", "referenz"),
    ("<bezeichnung>Bad Berka", "Gemarkung"),
    ("<flur>5", "Flur"),
    ("<zaehler>212", "Zähler"),
    ("<nenner>4", "Nenner"),
    ("<code>VEREINFACHT", "Verfahrensart"),
    ("urn:de:bauaufsicht-schulung:codeliste:verfahrensart", "list of Verfahrensart"),
    ("<code>16071003", "Gemeindeschlüssel"),
    ("c14062da-c7a0-5e61-9d2c-412ffb7f1663", "id of a person"),
    ("<code>1803", "kind of attachment"),
    ("urn:xoev-de:xbau:codeliste:anlagen", "list of kinds"),
    ("<versionsnummer>1", "version of an attachment"),
    ("application/pdf", "MIME"),
    ("bap:16999999", "author"),
    ("Formularservice der Schulung (erfunden)", "name of the author"),
    ("b829da5b-8e86-560b-a4ea-7b1905c3767d", "building"),
    ('2010-04-01">\n              <code>16', "Land"),
    ("<ort>Bad Berka", "Ort"),
    ("Neubau eines Einfamilienhauses mit Carport", "title"),
    ("<name>Seifert", "name"),
    ("m.seifert@post.example", "mail"),
]


def test_values_of_any_length_are_taken_in(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """Without schema a sender chooses every length; the whole value stays in the message."""
    for nummer, (stelle, name) in enumerate(AN_JEDER_STELLE):
        anfang = stelle.rpartition(">")[0]
        lang = f"{anfang}>{UEBERLANG}" if anfang else UEBERLANG
        probe = BASIS.with_referenz(f"lang-{nummer}") if anfang or nummer > 1 else BASIS
        bericht = nimm_auf(probe.replace((stelle, lang)))
        assert bericht.ergebnis is ANGELEGT, name


def test_a_reply_that_cannot_be_written_hinders_no_case(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    bericht = nimm_auf(BASIS.replace(("5931fb42-f651-5b89-9b19-22775289406c", "FS-2026-17")))
    assert bericht.ergebnis is ANGELEGT
    assert bericht.fakten["referenzAntragsservice"] == "fs-2026-17"
    texte = [b.text for b in bericht.befunde]
    assert any("Antwort 1121 ließ sich nicht erstellen" in t for t in texte)
    with einheit() as uow:
        assert uow.session.scalars(select(Ausgang.nummer)).all() == ["1120"]


def test_version_and_number_of_any_length_are_refused_with_an_answer(nimm_auf: Aufnahme) -> None:
    ns = "http://www.xleitstelle.de/xbau/2/6"
    for neu in (ns + "/1" * 60, "http://www.xleitstelle.de/xbau/kernmodul/2/9/1/1/1/1"):
        assert nimm_auf(BASIS.replace((ns, neu))).fehlerkennzahl == "V000"


def test_announced_file_under_two_spellings_is_found_once(nimm_auf: Aufnahme) -> None:
    """A file that belongs to an announcement is never also counted as not announced."""
    element, datei = create_anlage("Zweiter Lageplan", b"%PDF-1.7 zwei", "Lageplan.pdf")
    probe = BASIS.replace(("</xbau:anlagen>", f"{element}</xbau:anlagen>"))
    bericht = nimm_auf(probe.with_anlagen(*BASIS.anlagen, datei))
    assert bericht.ergebnis is ANGELEGT
    assert {b.kennzahl for b in bericht.befunde} == {"A009"}  # two files of one name

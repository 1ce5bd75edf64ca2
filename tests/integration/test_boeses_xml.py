"""Hostile and broken files: refused in words, the raw bytes stay, nothing is opened."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bauaufsicht.db.models import Ausgang, Eingang, Vorgang
from bauaufsicht.domain.eingang import Eingangsergebnis
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import Anlagendatei, Probe, read_schulung

BASIS = read_schulung("01")
KOPF = "<?xml version='1.0' encoding='UTF-8'?>"
LACHER = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
)


def _with_doctype(inhalt: str, wert: str = "Carport") -> Probe:
    return BASIS.replace((KOPF, f"{KOPF}<!DOCTYPE x {inhalt}>"), ("Carport", wert))


def _nest(tiefe: int) -> Probe:
    return BASIS.replace(
        ("</xbau:bauvorhaben>", f"{'<a>' * tiefe}{'</a>' * tiefe}</xbau:bauvorhaben>")
    )


XINCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
FAELLE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "entity-bomb": (lambda: _with_doctype(f"[{LACHER}]", "&l9;").inhalt, "X000", "DOCTYPE"),
    "external-entity": (
        lambda: _with_doctype('[<!ENTITY f SYSTEM "file:///etc/passwd">]', "&f;").inhalt,
        "X000",
        "DOCTYPE",
    ),
    "external-dtd": (
        lambda: _with_doctype('SYSTEM "http://192.0.2.1/x.dtd"').inhalt,
        "X000",
        "DOCTYPE",
    ),
    "parameter-entity": (
        lambda: _with_doctype('[<!ENTITY % p SYSTEM "http://192.0.2.1/"> %p;]').inhalt,
        "X000",
        "DOCTYPE",
    ),
    "harmless-doctype": (lambda: _with_doctype("").inhalt, "X000", "DOCTYPE"),
    "doctype-in-utf-16": (
        lambda: (
            _with_doctype(f"[{LACHER}]", "&l9;").text.replace("UTF-8", "UTF-16").encode("utf-16")
        ),
        "X000",
        "DOCTYPE",
    ),
    "xinclude": (
        lambda: BASIS.replace(("</xbau:bauvorhaben>", f"{XINCLUDE}</xbau:bauvorhaben>")).inhalt,
        "X001",
        "XInclude",
    ),
    "depth": (lambda: _nest(5000).inhalt, "X000", "geschachtelt"),
    "depth-within-libxml2": (lambda: _nest(150).inhalt, "X000", "geschachtelt"),
    "empty": (lambda: b"", "X000", "leer"),
    "blank": (lambda: b" \n\t ", "X000", "leer"),
    "no-xml": (lambda: b"%PDF-1.7 kein XML", "X000", "lesbares XML"),
    "cut-off": (lambda: BASIS.inhalt[: len(BASIS.inhalt) // 2], "X000", "bricht mitten"),
    "broken-utf-8": (lambda: BASIS.inhalt.replace(b"Carport", b"C\xff\xfe"), "X000", "Kodierung"),
    "nul": (lambda: BASIS.inhalt.replace(b"Carport", b"C\0"), "X000", "lesbares XML"),
    "unknown-encoding": (lambda: BASIS.inhalt.replace(b"UTF-8", b"klingon"), "X000", "Kodierung"),
    "zip": (lambda: b"PK\x03\x04" + b"\0" * 100, "X000", "lesbares XML"),
    "html": (lambda: b"<html><body/></html>", "X001", "keine XBau-Nachricht"),
    "other-namespace": (
        lambda: BASIS.replace(("www.xleitstelle.de/xbau", "boese.example/xbau")).inhalt,
        "X001",
        "keine XBau-Nachricht",
    ),
    "unknown-message": (
        lambda: BASIS.replace(("antrag.0200", "erfunden.0299")).inhalt,
        "V001",
        "gibt es in der XBau-Version",
    ),
    "huge-attribute": (
        lambda: BASIS.replace(('produkt="', f'produkt="{"x" * 11_000_000}')).inhalt,
        "X000",
        "",
    ),
}


@pytest.mark.parametrize(("inhalt", "kennzahl", "meldung"), list(FAELLE.values()), ids=list(FAELLE))
def test_hostile_file(
    inhalt: Callable[[], bytes],
    kennzahl: str,
    meldung: str,
    nimm_auf: Aufnahme,
    einheit: Einheit,
) -> None:
    rohdaten = inhalt()

    bericht = nimm_auf(Probe(rohdaten.decode("latin-1"), kodierung="latin-1"))
    assert (bericht.ergebnis, bericht.fehlerkennzahl) == (
        Eingangsergebnis.ZURUECKGEWIESEN,
        kennzahl,
    )
    texte = [b.text for b in bericht.befunde]
    assert any(meldung in t for t in texte), texte
    assert not any("root:" in t or "Traceback" in t for t in texte)
    with einheit() as uow:
        eingang = uow.session.scalars(select(Eingang)).one()
        with uow.ports.ablage.read(eingang.schluessel) as strom:
            assert strom.read() == rohdaten
        assert uow.session.scalars(select(Vorgang)).all() == []
        antworten = uow.session.scalars(select(Ausgang)).all()
        for antwort in antworten:
            assert b"root:" not in antwort.inhalt
    # only who could be read can be answered
    assert bool(antworten) is (kennzahl == "V001" or "XInclude" in meldung)


def test_masses_of_attributes_never_reach_the_schema_check(nimm_auf: Aufnahme) -> None:
    """libxml2 needs minutes of computing for them, growing with the square of their number."""
    attribute = " ".join(f'a{n}="x"' for n in range(1_000))
    bericht = nimm_auf(BASIS.replace(("<xbau:bauvorhaben>", f"<xbau:bauvorhaben {attribute}>")))
    assert bericht.fehlerkennzahl == "X000"
    assert "zu viele Attribute" in bericht.befunde[0].text


def test_message_above_the_limit_is_kept_and_refused(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    probe = BASIS.replace(("</xbau:bauvorhaben>", f"{' ' * (10 << 20)}</xbau:bauvorhaben>"))
    bericht = nimm_auf(probe.with_anlagen())
    assert bericht.fehlerkennzahl == "X000"
    assert "10 MB" in bericht.befunde[0].text
    with einheit() as uow:
        assert uow.session.scalars(select(Eingang.groesse)).one() == len(probe.inhalt)


def test_strange_files_are_stored_as_they_are(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """An attachment is never opened on the way in, whatever it holds or calls itself."""
    eicar = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    inhalte = [eicar, b"", b"<svg onload='alert(1)'/>", b"\x7fELF", b"MZ\0\0"]
    fremde = [Anlagendatei(f"a{n}.exe", None, i) for n, i in enumerate(inhalte)]
    bericht = nimm_auf(BASIS.with_anlagen(*BASIS.anlagen, *fremde))
    assert bericht.ergebnis is Eingangsergebnis.ANGELEGT
    with einheit() as uow:
        for n, inhalt in enumerate(inhalte, start=6):
            schluessel = f"eingang/2026/11/{bericht.eingang_id}/anlage-{n:04d}"
            with uow.ports.ablage.read(schluessel) as strom:
                assert strom.read() == inhalt

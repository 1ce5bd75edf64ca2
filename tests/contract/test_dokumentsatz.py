"""PDFs as archives and screen readers need them: PDF/A-2a and PDF/UA-1 in structure.

No validator can be had offline; checked is what both norms ask of the file's structure.
"""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bauaufsicht.adapters.pdf import satz as modul
from bauaufsicht.adapters.pdf.satz import TypstSatz
from bauaufsicht.adapters.pdf.zeichen import DATEIEN, SCHRIFTEN, read_zeichenvorrat
from bauaufsicht.domain import din91379
from bauaufsicht.domain.dokumentsatz import Dokumentsatz, Satzpunkt
from bauaufsicht.domain.fehler import Fachfehler
from tests.factories.schrift import BESCHEID, VERLAUF

SATZ: Dokumentsatz = TypstSatz()
PRUEFLINGE = {
    "bescheid": SATZ.render_bescheid(BESCHEID),
    "entwurf": SATZ.render_bescheid(replace(BESCHEID, entwurf=True, schulung=True)),
    "verlauf": SATZ.render_verlauf(VERLAUF),
}
JEDES = pytest.mark.parametrize("inhalt", PRUEFLINGE.values(), ids=PRUEFLINGE)


@pytest.fixture(autouse=True)
def _keine_warnung(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning of typst is a mistake in a template, such as a font that is not there."""
    yield
    assert [r for r in caplog.records if r.levelno == logging.WARNING] == []


def read_text(inhalt: bytes) -> str:
    """All text of a PDF, line ends and the soft hyphens of pdfium as blanks."""
    with pypdfium2.PdfDocument(inhalt) as pdf:
        seiten = [seite.get_textpage().get_text_range() for seite in pdf]
    return " ".join("\n".join(seiten).replace("\ufffe", "").split())


def _list_strukturen(knoten: Any) -> list[str]:
    """Kinds of the structure elements below a node, depth first."""
    if not isinstance(knoten, pikepdf.Dictionary | pikepdf.Array):
        return []
    if isinstance(knoten, pikepdf.Array):
        return [art for kind in knoten for art in _list_strukturen(kind)]
    eigene = [str(knoten["/S"])] if "/S" in knoten else []
    return eigene + (_list_strukturen(knoten["/K"]) if "/K" in knoten else [])


@JEDES
def test_the_file_says_which_norms_it_keeps(inhalt: bytes) -> None:
    with pikepdf.open(io.BytesIO(inhalt)) as pdf, pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"]
        assert pdf.Root.Lang == "de-DE"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert not pdf.is_encrypted


@JEDES
def test_nothing_in_the_file_acts_or_lies_outside(inhalt: bytes) -> None:
    verboten = {"/JS", "/JavaScript", "/Launch", "/URI", "/EmbeddedFiles", "/AA", "/OpenAction"}
    with pikepdf.open(io.BytesIO(inhalt)) as pdf:
        for objekt in pdf.objects:
            if isinstance(objekt, pikepdf.Dictionary | pikepdf.Stream):
                assert not verboten & set(objekt.keys())
                assert str(objekt.get("/S", "")) not in verboten


@JEDES
def test_every_font_is_embedded_and_says_its_letters(inhalt: bytes) -> None:
    schriften = 0
    with pikepdf.open(io.BytesIO(inhalt)) as pdf:
        for objekt in pdf.objects:
            if isinstance(objekt, pikepdf.Dictionary) and objekt.get("/Type") == "/FontDescriptor":
                assert "FiraSans" in str(objekt.FontName)
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(objekt.keys())
                schriften += 1
            if isinstance(objekt, pikepdf.Dictionary) and objekt.get("/Subtype") == "/Type0":
                assert "/ToUnicode" in objekt
    assert schriften >= 2


def test_structure_of_a_bescheid_reads_in_order() -> None:
    with pikepdf.open(io.BytesIO(PRUEFLINGE["bescheid"])) as pdf:
        arten = _list_strukturen(pdf.Root.StructTreeRoot)
        titel = [str(z.get("/Title", "")) for z in _iter_lesezeichen(pdf)]
    assert arten.count("/H1") == 1
    assert arten.count("/H2") == 7
    assert {"/Table", "/THead", "/TH", "/TD", "/L", "/LI", "/LBody"} <= set(arten)
    assert [t.split(" ", 1)[-1] for t in titel[1:]] == [
        "Entscheidung",
        "Abweichungen",
        "Nebenbestimmungen",
        "Begründung",
        "Bauvorlagen",
        "Hinweise",
        "Rechtsbehelfsbelehrung",
    ]


def _iter_lesezeichen(pdf: pikepdf.Pdf) -> Iterator[Any]:
    def walk(knoten: Any) -> Iterator[Any]:
        while knoten is not None:
            yield knoten
            if "/First" in knoten:
                yield from walk(knoten.First)
            knoten = knoten.get("/Next")

    yield from walk(pdf.Root.Outlines.get("/First"))


def test_everything_of_a_bescheid_can_be_read_in_it() -> None:
    text = read_text(PRUEFLINGE["bescheid"])
    for wert in (
        "Landratsamt Weimarer Land",
        "Bahnhofstraße 28 · 99510 Apolda",
        "AP-2026-00417",
        "23.11.2026",
        "Dr. Svenja Groß Am Anger 3 99438 Bad Berka",
        "Jan Groß",
        "Neubau eines Einfamilienhauses mit Carport",
        "Die Baugenehmigung wird erteilt.",
        "§ 78 ThürBO",
        "§ 6 Abs. 5 ThürBO (Abstandsflächen): wird zugelassen.",
        "§ 35 ThürBO (Treppen): wird nicht zugelassen.",
        "Der Nachbar stimmt zu.",
        "Das Dach ist mit naturroten Ziegeln zu decken.",
        "Untere Denkmalschutzbehörde, Stellungnahme vom 20.11.2026",
        "Die Gemeinde stimmt zu.",
        "Lageplan 2 20.11.2026 ab12ab12ab12ab12",
        "§ 78 Abs. 8 ThürBO",
        "Er ist hier einzulegen.",
        "Im Auftrag Katrin Krüger Sachbearbeiterin",
        "Seite 1 von 2",
    ):
        assert wert in text, wert
    assert "Schulung" not in text
    assert "Entwurf" not in text


def test_what_is_empty_has_no_heading() -> None:
    knapp = replace(
        BESCHEID,
        abweichungen=(),
        nebenbestimmungen=(),
        begruendung="",
        bauvorlagen=(),
        hinweise=(),
        rechtsgrundlage="",
    )
    text = read_text(SATZ.render_bescheid(knapp))
    assert "I. Entscheidung" in text
    assert "II. Rechtsbehelfsbelehrung" in text
    for wort in ("Nebenbestimmungen\n", "Begründung", "Bauvorlagen", "Hinweise"):
        assert wort not in text


def test_a_draft_and_a_training_document_say_so_on_every_page() -> None:
    lang = replace(BESCHEID, entwurf=True, schulung=True, begruendung="Absatz.\n" * 120)
    with pypdfium2.PdfDocument(SATZ.render_bescheid(lang)) as pdf:
        seiten = [seite.get_textpage().get_text_range() for seite in pdf]
    assert len(seiten) > 2
    for seite in seiten:
        assert "Schulung – ohne rechtliche Wirkung" in seite
        assert "Entwurf – noch nicht erlassen" in seite
    # the watermark is decoration; what is read aloud stands once, in the text
    for vermerk in ("Schulung – ohne", "Entwurf – noch"):
        assert sum(seite.count(vermerk) for seite in seiten) == len(seiten) + 1


def test_timeline_shows_each_event_with_its_place_in_the_chain() -> None:
    text = read_text(PRUEFLINGE["verlauf"])
    assert "Verlauf des Vorgangs AP-2026-00417" in text
    assert "1 02.11.2026, 08:30 Uhr automatisch Bauantrag eingegangen mit 14 Anlagen ef56" in text
    assert "2 03.11.2026, 09:00 Uhr Katrin Krüger Vorgang übernommen 078907890789" in text


def test_the_same_content_gives_the_same_bytes() -> None:
    assert TypstSatz().render_bescheid(BESCHEID) == PRUEFLINGE["bescheid"]
    anders = replace(BESCHEID, datum=date(2026, 11, 24))
    assert SATZ.render_bescheid(anders) != PRUEFLINGE["bescheid"]
    spaeter = replace(VERLAUF, stand=datetime(2026, 11, 23, 9, 1, tzinfo=UTC))
    assert SATZ.render_verlauf(spaeter) != PRUEFLINGE["verlauf"]


MARKUP = (
    '#panic("x") #read("/etc/passwd") #import "x.typ" *fett* _kursiv_ $x^2$ `code` <label> @ref '
    "= Titel // Kommentar [eckig] {daten} \\ ~ \" ' -- --- ... https://a.example"
)


def test_markup_in_a_text_stays_text() -> None:
    boese = replace(
        BESCHEID,
        titel=MARKUP,
        tenor=MARKUP,
        nebenbestimmungen=(Satzpunkt(MARKUP, MARKUP, MARKUP),),
        empfaenger=((MARKUP,),),
        aktenzeichen=MARKUP,
    )
    inhalt = SATZ.render_bescheid(boese)
    assert '#panic("x") #read("/etc/passwd") #import "x.typ"' in read_text(inhalt)
    test_nothing_in_the_file_acts_or_lies_outside(inhalt)


def test_letters_without_a_glyph_are_written_as_their_number() -> None:
    tenor = "A🏠B \U000f0000 \ue000 \ufffe א"
    text = read_text(SATZ.render_bescheid(replace(BESCHEID, tenor=tenor)))
    assert "ohne Spur" in read_text(
        SATZ.render_bescheid(replace(BESCHEID, tenor="oh\u202ene\x07 Spu\u2066r"))
    )
    for zeichen in ("A[U+1F3E0]B", "[U+F0000]", "[U+E000]", "[U+FFFE]", "[U+05D0]"):
        assert zeichen in text


def _list_din_91379() -> list[str]:
    einzeln = [chr(z) for z in range(0x20, 0x3000) if din91379.format_datentyp_c(chr(z)) == chr(z)]
    mit_marken = [
        buchstabe + folge
        for buchstabe, folgen in din91379._FOLGEN.items()
        for folge in folgen.split()
    ]
    return [z for z in einzeln + mit_marken if z.strip()]


def test_every_letter_of_din_91379_is_shown() -> None:
    """Names of people: each stands in the file as itself or as its canonical equivalent."""
    zeichen = _list_din_91379()
    assert len(zeichen) > 700
    text = read_text(SATZ.render_bescheid(replace(BESCHEID, tenor=" ".join(zeichen))))
    assert "[U+" not in text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
@example("\0\r\n\u2028\u202e\ud7ff" + "x" * 5000)
@example("a" * 100_000)
def test_any_text_can_be_set(text: str) -> None:
    schrift = replace(
        BESCHEID,
        tenor=text,
        empfaenger=((text, text),),
        nebenbestimmungen=(Satzpunkt(text, text, text),),
        kopf=replace(BESCHEID.kopf, name=text),
    )
    assert SATZ.render_bescheid(schrift).startswith(b"%PDF-")


def test_long_words_stay_on_the_page() -> None:
    with pypdfium2.PdfDocument(SATZ.render_bescheid(replace(BESCHEID, tenor="W" * 400))) as pdf:
        for seite in pdf:
            texte = seite.get_textpage()
            rechts = [texte.get_charbox(i)[2] for i in range(texte.count_chars())]
            assert max(rechts) <= seite.get_width() - 50


def test_many_documents_and_conditions_fill_pages() -> None:
    viele = replace(
        BESCHEID,
        bauvorlagen=BESCHEID.bauvorlagen * 100,
        nebenbestimmungen=BESCHEID.nebenbestimmungen * 30,
    )
    text = read_text(SATZ.render_bescheid(viele))
    assert "60. Auflage" in text
    assert "200 Grundriss Erdgeschoss" in text
    assert text.count("Nr. Unterlage Fassung Eingang Prüfziffer") > 3


def test_a_template_that_fails_is_a_sentence_for_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bescheid.typ").write_text('#panic("kaputt")', encoding="utf-8")
    monkeypatch.setattr(modul, "VORLAGEN", tmp_path)
    with pytest.raises(Fachfehler, match="Das PDF ließ sich nicht erstellen"):
        SATZ.render_bescheid(BESCHEID)
    assert "kaputt" in caplog.text


def test_licence_lies_beside_the_fonts_and_both_weights_have_letters() -> None:
    assert "SIL Open Font License" in (SCHRIFTEN / "OFL.txt").read_text(encoding="utf-8")
    for name in DATEIEN:
        vorrat = read_zeichenvorrat((SCHRIFTEN / name).read_bytes())
        assert set(map(ord, "AZaz09äöüßÄÖÜ§€²³ÿŁșК")) <= vorrat
        assert {0x1F3E0, 0x05D0, 0xFFFF} & vorrat == set()

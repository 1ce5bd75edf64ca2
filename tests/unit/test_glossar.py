"""The list of terms: complete, linkable, and correct about the law of a Land."""

import re

import pytest

from bauaufsicht.domain.glossar import (
    BEGRIFFE,
    KLASSEN,
    Begriff,
    Landesbezug,
    list_begriffe,
)
from bauaufsicht.recht import LAENDER

BEGRIFF = pytest.mark.parametrize("begriff", BEGRIFFE, ids=lambda b: b.slug)


WOERTER = [
    "Vorgang", "Vorgangsraum", "Aktenzeichen", "Bauvorlagen", "Unterlage", "Fassung", "Gemeinde",
    "Einvernehmen", "Genehmigungsfreistellung", "Vorbescheid", "Abweichung", "Ausnahme",
    "Befreiung", "Gebäudeklasse", "Sonderbau", "Flurstück", "Flur", "Gemarkung", "Rücknahme",
    "Nachforderung", "Vollständigkeit", "Stellungnahme", "Eingang", "Eingangsbestätigung",
    "Rückweisung", "XBau", "Antragsservice", "Bebauungsplan", "Frist", "Arbeitstag",
]  # fmt: skip


def test_every_term_is_there_once() -> None:
    for namen in ([b.slug for b in BEGRIFFE], [b.begriff for b in BEGRIFFE]):
        assert len(namen) == len(set(namen))


@pytest.mark.parametrize("wort", WOERTER)
def test_the_words_that_a_citizen_meets_are_there(wort: str) -> None:
    assert wort in {b.begriff for b in BEGRIFFE}


@BEGRIFF
def test_a_term_can_be_linked_and_read(begriff: Begriff) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", begriff.slug)
    assert begriff.englisch
    assert begriff.definition.endswith(".")
    assert begriff.definition == " ".join(begriff.definition.split())
    assert not begriff.norm or begriff.norm.startswith("§")


@BEGRIFF
def test_a_definition_is_short_main_clauses(begriff: Begriff) -> None:
    saetze = re.split(r"(?<=\.) (?=[A-ZÄÖÜ„])", begriff.definition)
    assert len(saetze) <= 3
    assert max(len(satz.split()) for satz in saetze) <= 28


def test_classes_are_explained_by_terms_that_exist() -> None:
    assert set(KLASSEN.values()) <= {b.slug for b in BEGRIFFE}


def test_terms_come_in_alphabetical_order_whatever_the_accents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    woerter = ("Zustand", "Überschrift", "ausnahme", "Ärger", "Ufer", "Antrag")
    unsortiert = tuple(Begriff(f"b{n}", wort, "Text.") for n, wort in enumerate(woerter))
    monkeypatch.setattr("bauaufsicht.domain.glossar.BEGRIFFE", unsortiert)
    namen = [b.begriff for b in list_begriffe({})]
    assert namen == ["Ärger", "Antrag", "ausnahme", "Überschrift", "Ufer", "Zustand"]


def test_without_a_land_no_law_of_a_land_is_claimed() -> None:
    assert {b.slug: b for b in list_begriffe({})} == {b.slug: b for b in BEGRIFFE}
    namen = {name for land in LAENDER.values() for name in (land.name, land.gesetz)}
    for begriff in BEGRIFFE:
        assert not any(name in f"{begriff.definition} {begriff.norm}" for name in namen)


def test_a_land_adds_its_norm_and_its_sentence() -> None:
    bezuege = {
        "einvernehmen": Landesbezug("§ 1 MusterBO", "Zusatz."),
        "bauherr": Landesbezug("§ 2 MusterBO"),
    }
    vorher = {b.slug: b for b in BEGRIFFE}
    nachher = {b.slug: b for b in list_begriffe(bezuege)}
    assert nachher["einvernehmen"].norm == f"{vorher['einvernehmen'].norm}, § 1 MusterBO"
    assert nachher["einvernehmen"].definition == f"{vorher['einvernehmen'].definition} Zusatz."
    assert nachher["bauherr"].norm == "§ 2 MusterBO"
    assert nachher["bauherr"].definition == vorher["bauherr"].definition
    assert nachher["befund"] == vorher["befund"]


@pytest.mark.parametrize(
    ("slug", "norm", "worte"),
    [
        # what the ThürBO of 2 July 2024 says (LAW.md T1–T10, T14, T20, T26, T30)
        ("vollstaendigkeit", "§ 75 Abs. 2 Satz 1 ThürBO", "zehn Arbeitstage"),
        ("nachforderung", "§ 75 Abs. 2 Satz 2 ThürBO", "gilt Ihr Antrag als zurückgenommen"),
        ("stellungnahme", "§ 75 Abs. 1 Satz 4 ThürBO", "eines Monats nach der Aufforderung"),
        ("vereinfachtes-verfahren", "§ 65 ThürBO", "drei Monaten nach Vorlage der vollständigen"),
        ("vereinfachtes-verfahren", "§ 65 ThürBO", "um bis zu zwei Monate"),
        ("genehmigungsfreistellung", "§ 64 ThürBO", "Einen Monat nach deren Eingang"),
        ("nachbarbeteiligung", "§ 76 ThürBO", "innerhalb eines Monats nach der Zustellung"),
        ("baugenehmigung", "§§ 78 und 79 ThürBO", "drei Jahren"),
        ("vorbescheid", "§ 82 ThürBO", "gilt drei Jahre"),
        ("einvernehmen", "§ 36 BauGB, §§ 75 Abs. 1 Satz 3 und 77 ThürBO", "zwei Monaten"),
    ],
)  # fmt: skip
def test_thuringias_law_is_stated_with_its_norm(slug: str, norm: str, worte: str) -> None:
    begriffe = {b.slug: b for b in list_begriffe(LAENDER["16"].glossar)}
    assert begriffe[slug].norm == norm
    assert worte in begriffe[slug].definition

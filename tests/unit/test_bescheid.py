"""The decision: what a draft lacks, and what speaks against issuing it yet."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from bauaufsicht.domain.bescheid import (
    Abweichungsentscheidung,
    Anhoerungsstand,
    Bescheidart,
    Bescheidentwurf,
    Nebenbestimmung,
    Unterlagenstand,
    check_entwurf,
    compute_vorbehalte,
    compute_vorschlag,
    list_entscheidbare,
)
from bauaufsicht.domain.bescheidrecht import Rechtssatz, list_geltende
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.domain.vorgang import Verfahren
from bauaufsicht.recht import LAENDER

HEUTE = date(2026, 11, 23)
NORM = "§ 39 Abs. 1 VwVfG"
GENEHMIGUNG = Bescheidentwurf(Bescheidart.GENEHMIGUNG)
ABLEHNUNG = Bescheidentwurf(Bescheidart.ABLEHNUNG, "Das Vorhaben liegt im Außenbereich.")
OFFEN = Abweichungsentscheidung(UUID(int=1))
ZUGELASSEN = Abweichungsentscheidung(UUID(int=1), True)
VERSAGT = Abweichungsentscheidung(UUID(int=2), False)
DENKMAL = Anhoerungsstand(
    "Untere Denkmalschutzbehörde",
    date(2026, 11, 20),
    "§ 75 Abs. 1 Satz 4 ThürBO",
    "Eine spätere Stellungnahme bleibt unberücksichtigt.",
    "Sie kam zu spät.",
)
BEANTWORTET = replace(DENKMAL, abgegeben_am=date(2026, 11, 18))


@pytest.mark.parametrize(
    ("entwurf", "felder"),
    [
        (GENEHMIGUNG, []),
        (ABLEHNUNG, []),
        (replace(ABLEHNUNG, begruendung=" \n "), ["begruendung"]),
        (replace(ABLEHNUNG, nebenbestimmungen=(Nebenbestimmung("Zaun"),)), []),
        (replace(GENEHMIGUNG, nebenbestimmungen=(Nebenbestimmung("Zaun"),)), []),
        (replace(GENEHMIGUNG, abweichungen=(OFFEN, VERSAGT)), ["abweichungen"]),
        (replace(GENEHMIGUNG, abweichungen=(ZUGELASSEN, VERSAGT)), []),
        (replace(ABLEHNUNG, abweichungen=(VERSAGT,)), []),
        (replace(ABLEHNUNG, abweichungen=(ZUGELASSEN,)), ["abweichungen"]),
        (
            replace(
                ABLEHNUNG,
                begruendung="",
                abweichungen=(OFFEN, ZUGELASSEN),
                nebenbestimmungen=(Nebenbestimmung("Zaun"),),
            ),
            ["abweichungen", "abweichungen", "begruendung"],
        ),
    ],
)
def test_a_draft_lacks_what_the_law_asks_for(entwurf: Bescheidentwurf, felder: list[str]) -> None:
    assert [m.feld for m in check_entwurf(entwurf, NORM)] == felder


def test_conditions_are_part_of_a_permit_only() -> None:
    entwurf = replace(GENEHMIGUNG, nebenbestimmungen=(Nebenbestimmung("Zaun"),))
    assert entwurf.geltende_nebenbestimmungen == entwurf.nebenbestimmungen
    assert replace(entwurf, art=Bescheidart.ABLEHNUNG).geltende_nebenbestimmungen == ()


def test_a_refusal_without_reasons_names_the_norm() -> None:
    (mangel,) = check_entwurf(replace(ABLEHNUNG, begruendung=""), NORM)
    assert NORM in mangel.text


@pytest.mark.parametrize(
    ("stand", "teile"),
    [
        (BEANTWORTET, []),
        (DENKMAL, [("ist abgelaufen am 20.11.2026", "unberücksichtigt")]),
        (replace(DENKMAL, frist_ende=HEUTE), [("läuft noch bis 23.11.2026", "unberücksichtigt")]),
        (
            replace(DENKMAL, abgegeben_am=date(2026, 11, 21), kam_verspaetet=True),
            [("am 21.11.2026 geäußert, die Frist endete am 20.11.2026", "Sie kam zu spät.")],
        ),
        (replace(BEANTWORTET, bedenken=True), [("Bedenken", "Vorhaben")]),
        (replace(BEANTWORTET, verlangt_unterlagen=True), [("verlangt weitere", "Unterlagen")]),
        (replace(BEANTWORTET, nebenbestimmungen=("a", "b")), [("2 von 2", "nicht wörtlich")]),
    ],
)
def test_what_is_open_at_a_body_is_named(
    stand: Anhoerungsstand, teile: list[tuple[str, str]]
) -> None:
    vorbehalte = compute_vorbehalte(GENEHMIGUNG, [stand], [], HEUTE)
    assert len(vorbehalte) == len(teile)
    for vorbehalt, worte in zip(vorbehalte, teile, strict=True):
        assert vorbehalt.text.startswith(("Untere Denkmal", "2 von 2"))
        assert all(wort in vorbehalt.text for wort in worte)


def test_lateness_names_the_norm_of_its_effect() -> None:
    (vorbehalt,) = compute_vorbehalte(GENEHMIGUNG, [DENKMAL], [], HEUTE)
    assert vorbehalt.norm == "§ 75 Abs. 1 Satz 4 ThürBO"


def test_conditions_taken_over_word_for_word_are_not_missing() -> None:
    stand = replace(BEANTWORTET, nebenbestimmungen=("Ziegel rot ", "Zaun"))
    entwurf = replace(GENEHMIGUNG, nebenbestimmungen=(Nebenbestimmung("Ziegel rot"),))
    (vorbehalt,) = compute_vorbehalte(entwurf, [stand], [], HEUTE)
    assert "1 von 2" in vorbehalt.text
    ganz = replace(entwurf, nebenbestimmungen=tuple(map(Nebenbestimmung, ("Zaun", "Ziegel rot"))))
    assert compute_vorbehalte(ganz, [stand], [], HEUTE) == ()


def test_only_what_a_body_has_given_is_proposed() -> None:
    offen = replace(DENKMAL, nebenbestimmungen=("noch im Entwurf",))
    fertig = replace(BEANTWORTET, nebenbestimmungen=("Ziegel rot",))
    vorschlag = compute_vorschlag([offen, fertig], [UUID(int=1)])
    assert vorschlag.nebenbestimmungen == (
        Nebenbestimmung(
            "Ziegel rot",
            herkunft="Untere Denkmalschutzbehörde, Stellungnahme vom 18.11.2026",
        ),
    )
    assert vorschlag.abweichungen == (OFFEN,)


def test_a_refusal_need_not_take_over_conditions_nor_weigh_concerns() -> None:
    stand = replace(BEANTWORTET, bedenken=True, nebenbestimmungen=("a",))
    assert compute_vorbehalte(ABLEHNUNG, [stand], [], HEUTE) == ()


@pytest.mark.parametrize(
    ("frist", "wort"), [(HEUTE, "endet am 23.11.2026"), (date(2026, 11, 20), "endete am 20.11.")]
)
def test_an_open_demand_is_named_with_its_period(frist: date, wort: str) -> None:
    (vorbehalt,) = compute_vorbehalte(GENEHMIGUNG, [], [(3, frist)], HEUTE)
    assert "Nachforderung 3" in vorbehalt.text
    assert wort in vorbehalt.text


SATZ = Rechtssatz("a", "A.", "§ 1", "", date(2024, 7, 19), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("tag", "gilt"),
    [
        (date(2024, 7, 18), False),
        (date(2024, 7, 19), True),
        (date(2026, 1, 1), True),
        (date(2026, 1, 2), False),
    ],
)
def test_a_rule_applies_while_it_is_in_force(tag: date, gilt: bool) -> None:
    assert list_geltende([SATZ], tag) == ((SATZ,) if gilt else ())
    offen = replace(SATZ, gueltig_bis=None)
    assert list_geltende([offen], tag) == ((offen,) if tag >= SATZ.gueltig_ab else ())


@pytest.mark.parametrize("land", LAENDER.values(), ids=LAENDER)
def test_every_land_says_how_its_decisions_look(land: object) -> None:
    recht = LAENDER[land.kennzahl].bescheidrecht  # type: ignore[attr-defined]
    for verfahren in (Verfahren.BAUGENEHMIGUNG, Verfahren.VEREINFACHT):
        for art in Bescheidart:
            muster = recht.muster[verfahren, art]
            assert muster.titel
            assert muster.tenor.endswith(".")
            assert muster.norm.startswith("§")
    rechtsbehelf = " ".join(s.text for s in list_geltende(recht.rechtsbehelf, HEUTE))
    assert "innerhalb eines Monats" in rechtsbehelf  # § 70 Abs. 1 VwGO
    assert "{behoerde}" in rechtsbehelf  # § 58 Abs. 1 VwGO: the authority and its seat
    saetze = [*recht.rechtsbehelf, *recht.form]
    saetze += [h for m in recht.muster.values() for h in m.hinweise]
    for satz in saetze:
        assert satz.norm.startswith("§")
        assert satz.quelle
        assert satz.bestaetigt
        assert satz.geprueft_bis
        assert satz.text.endswith(".")


def test_the_permit_of_thuringia_points_out_what_comes_before_building() -> None:
    muster = LAENDER["16"].bescheidrecht.muster[Verfahren.VEREINFACHT, Bescheidart.GENEHMIGUNG]
    normen = {h.kennung: h.norm for h in muster.hinweise}
    assert normen == {
        "baubeginn": "§ 78 Abs. 6 und § 72 Abs. 2 und 3 ThürBO",
        "baubeginnsanzeige": "§ 78 Abs. 8 ThürBO",
        "baustelle": "§ 78 Abs. 7 ThürBO",
        "geltungsdauer": "§ 79 ThürBO",
        "dritte": "§ 212a Abs. 1 BauGB",
    }
    texte = {h.kennung: h.text for h in muster.hinweise}
    assert "eine Woche" in texte["baubeginnsanzeige"]
    assert "drei Monaten" in texte["baubeginnsanzeige"]
    assert texte["geltungsdauer"].count("drei Jahre") == 3


@pytest.mark.parametrize(
    ("staende", "satz"),
    [
        ((Pruefstand.FREIGEGEBEN, Pruefstand.NICHT_GEPRUEFT), None),
        ((Pruefstand.GESPERRT, Pruefstand.FREIGEGEBEN), None),
        ((Pruefstand.FREIGEGEBEN, Pruefstand.UNGEPRUEFT), "lässt sich noch nicht öffnen"),
        ((Pruefstand.FREIGEGEBEN, Pruefstand.BESCHAEDIGT), "der Bescheid nennt die Fassung 1"),
        ((Pruefstand.GESPERRT, Pruefstand.GESPERRT), "nennt diese Unterlage nicht"),
    ],
)
def test_a_newest_fassung_that_nobody_can_read_is_told(
    staende: tuple[Pruefstand, ...], satz: str | None
) -> None:
    eingang = datetime(2026, 11, 2, 9, tzinfo=UTC)
    fassungen = [
        Unterlagenstand("Lageplan", n, eingang, "ab" * 32, stand)
        for n, stand in enumerate(staende, 1)
    ]
    vorbehalte = compute_vorbehalte(GENEHMIGUNG, [], [], HEUTE, [fassungen])
    assert [satz in v.text for v in vorbehalte] == ([True] if satz else [])


def test_what_was_returned_is_nothing_to_decide_on() -> None:
    eingang = datetime(2026, 11, 2, 9, tzinfo=UTC)
    erste = Unterlagenstand("Lageplan", 1, eingang, "ab" * 32, Pruefstand.FREIGEGEBEN)
    zweite = replace(erste, nummer=2, zurueckgegeben=True)
    schnitt = replace(zweite, bezeichnung="Schnitt")
    assert list_entscheidbare([[erste, zweite], [schnitt]]) == [[erste]]

"""The law as data: which rule is in force, what it computes, and that every Land is complete."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain.beteiligung import Beteiligungsart
from bauaufsicht.domain.glossar import BEGRIFFE
from bauaufsicht.domain.landesrecht import (
    NACHFORDERUNG,
    NACHGEREICHT,
    Einheit,
    Fristregel,
    Landesrecht,
)
from bauaufsicht.domain.vorgang import AM_ZUG, ENDZUSTAENDE, AmZug, Verfahren, Zustand
from bauaufsicht.recht import LAENDER, get_land_der_ags, get_landesrecht

ALTE = Fristregel(
    kennung="pruefung",
    norm="§ 1 alt",
    zweck="die Prüfung",
    dauer=1,
    einheit=Einheit.MONATE,
    beginnt_mit="dem Eingang",
    wirkung="Keine.",
    quelle="Musterland",
    gueltig_ab=date(2020, 1, 1),
    gueltig_bis=date(2024, 7, 18),
)
NEUE = replace(
    ALTE,
    norm="§ 1 neu",
    dauer=10,
    einheit=Einheit.ARBEITSTAGE,
    gueltig_ab=date(2024, 7, 19),
    gueltig_bis=None,
)
MUSTERLAND = Landesrecht(
    kennzahl="99",
    name="Musterland",
    gesetz="MBO",
    regelstand="Muster",
    fristregeln=(ALTE, NEUE),
    verfahrensarten={},
    feiertage=lambda jahr: frozenset({date(jahr, 7, 29)}),
)


@pytest.mark.parametrize(
    ("tag", "norm"),
    [
        ("2020-01-01", "§ 1 alt"),  # the first day in force
        ("2024-07-18", "§ 1 alt"),  # the last day in force
        ("2024-07-19", "§ 1 neu"),
        ("2040-01-01", "§ 1 neu"),  # open end
    ],
)
def test_the_rule_of_the_day_is_found(tag: str, norm: str) -> None:
    assert MUSTERLAND.get_fristregel("pruefung", date.fromisoformat(tag)).norm == norm


@pytest.mark.parametrize(
    ("kennung", "tag"), [("pruefung", "2019-12-31"), ("unbekannt", "2024-07-19")]
)
def test_no_rule_is_invented(kennung: str, tag: str) -> None:
    with pytest.raises(LookupError, match=kennung):
        MUSTERLAND.get_fristregel(kennung, date.fromisoformat(tag))


def test_a_rule_of_months_counts_months_and_one_of_arbeitstage_arbeitstage() -> None:
    alte = MUSTERLAND.compute_frist("pruefung", date(2024, 7, 18))
    neue = MUSTERLAND.compute_frist("pruefung", date(2024, 7, 19))
    assert (alte.regel, alte.beginn, alte.ende) == (ALTE, date(2024, 7, 18), date(2024, 8, 19))
    # Friday 19 July; 29 July is a holiday of this Land
    assert (neue.regel, neue.beginn, neue.ende) == (NEUE, date(2024, 7, 19), date(2024, 8, 5))


def test_holidays_are_asked_of_their_own_year() -> None:
    land = replace(MUSTERLAND, feiertage=lambda jahr: frozenset({date(jahr, 1, 1)}))
    assert land.check_feiertag(date(2026, 1, 1))
    assert not land.check_feiertag(date(2025, 12, 31))


@pytest.mark.parametrize("kennzahl", LAENDER)
def test_a_land_is_found_by_its_number_and_by_the_keys_of_its_gemeinden(kennzahl: str) -> None:
    land = get_landesrecht(kennzahl)
    assert land.kennzahl == kennzahl
    assert get_land_der_ags(f"{kennzahl}071013") is land


@pytest.mark.parametrize("kennzahl", ["00", "", "1", "99"])
def test_a_land_that_is_not_set_up_is_not_guessed(kennzahl: str) -> None:
    with pytest.raises(LookupError):
        get_landesrecht(kennzahl)
    with pytest.raises(LookupError):
        get_land_der_ags(kennzahl)


LAND = pytest.mark.parametrize("land", LAENDER.values(), ids=LAENDER)


@LAND
def test_every_procedure_of_the_house_has_a_name_a_norm_and_a_beginning(land: Landesrecht) -> None:
    assert set(land.verfahrensarten) == set(Verfahren)
    for kennung, art in land.verfahrensarten.items():
        assert art.kennung is kennung
        assert art.name
        assert art.norm.startswith("§")
        assert art.anfangszustand not in ENDZUSTAENDE


@LAND
def test_what_is_unclear_begins_with_clearing_and_the_rest_does_not(land: Landesrecht) -> None:
    for kennung, art in land.verfahrensarten.items():
        ungeklaert = kennung is Verfahren.UNGEKLAERT
        assert (art.anfangszustand is Zustand.VERFAHREN_KLAEREN) is ungeklaert


@LAND
def test_who_decides_is_whose_turn_it_is_first(land: Landesrecht) -> None:
    for art in land.verfahrensarten.values():
        assert (art.entscheidet == "Gemeinde") is (AM_ZUG[art.anfangszustand] is AmZug.GEMEINDE)


@LAND
def test_every_procedure_names_a_period_that_exists(land: Landesrecht) -> None:
    kennungen = {r.kennung for r in land.fristregeln}
    arten = land.verfahrensarten.values()
    benannte = {k for a in arten for k in (a.fristregel, a.entscheidungsregel) if k}
    benannte |= {*land.beteiligungsregeln.values(), NACHFORDERUNG, NACHGEREICHT}
    assert benannte == kennungen


@LAND
def test_every_kind_of_hearing_has_a_period(land: Landesrecht) -> None:
    assert set(land.beteiligungsregeln) == set(Beteiligungsart)


@LAND
def test_every_rule_says_where_it_comes_from_and_how_far_it_is_confirmed(land: Landesrecht) -> None:
    for regel in land.fristregeln:
        assert regel.norm.startswith("§")
        assert regel.quelle
        assert regel.zweck
        assert regel.beginnt_mit
        assert regel.wirkung.endswith(".")
        assert regel.dauer > 0
        assert not regel.bestaetigt or regel.geprueft_bis
        assert regel.geprueft_bis is None or regel.geprueft_bis >= regel.gueltig_ab
        assert regel.gueltig_bis is None or regel.gueltig_bis >= regel.gueltig_ab


@LAND
def test_never_are_two_versions_of_a_rule_in_force(land: Landesrecht) -> None:
    grenzen = [r.gueltig_ab for r in land.fristregeln]
    grenzen += [r.gueltig_bis + timedelta(days=1) for r in land.fristregeln if r.gueltig_bis]
    for tag in grenzen:
        geltende = [
            r.kennung
            for r in land.fristregeln
            if r.gueltig_ab <= tag and (r.gueltig_bis is None or tag <= r.gueltig_bis)
        ]
        assert len(geltende) == len(set(geltende))


@LAND
def test_what_a_land_says_about_terms_belongs_to_a_term(land: Landesrecht) -> None:
    assert set(land.glossar) <= {b.slug for b in BEGRIFFE}
    assert all(bezug.norm.startswith("§") for bezug in land.glossar.values())


@LAND
@given(tag=st.dates(date(2025, 1, 1), date(2040, 12, 31)))
def test_every_period_can_be_computed_and_ends_later_than_it_began(
    land: Landesrecht, tag: date
) -> None:
    for regel in land.fristregeln:
        if regel.einheit is Einheit.GESETZT:
            with pytest.raises(ValueError, match="set by the authority"):
                land.compute_frist(regel.kennung, tag)
        else:
            assert land.compute_frist(regel.kennung, tag).ende > tag

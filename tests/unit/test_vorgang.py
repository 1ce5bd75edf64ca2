"""States and steps of a case: what leads where, and that nothing is stuck or comes back."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.vorgang import (
    AM_ZUG,
    ENDZUSTAENDE,
    UEBERGAENGE,
    AmZug,
    Schritt,
    Zustand,
    compute_folgezustand,
)
from bauaufsicht.recht import LAENDER

ERLAUBT = {
    # the state, the step, the state after it
    ("verfahren_klaeren", "verfahrensart_festlegen", "vollstaendigkeit_pruefen"),
    ("verfahren_klaeren", "verfahrensart_festlegen", "gemeinde_prueft"),
    ("vollstaendigkeit_pruefen", "nachfordern", "nachforderung_offen"),
    ("nachforderung_offen", "nachforderung_beantworten", "vollstaendigkeit_pruefen"),
    ("vollstaendigkeit_pruefen", "vollstaendig_erklaeren", "in_pruefung"),
    ("nachforderung_offen", "vollstaendig_erklaeren", "in_pruefung"),
    ("in_pruefung", "nachfordern", "in_pruefung"),
    ("in_pruefung", "nachforderung_beantworten", "in_pruefung"),
    ("in_pruefung", "bescheiden", "genehmigt"),
    ("in_pruefung", "bescheiden", "abgelehnt"),
    ("verfahren_klaeren", "zuruecknehmen", "zurueckgenommen"),
    ("vollstaendigkeit_pruefen", "zuruecknehmen", "zurueckgenommen"),
    ("nachforderung_offen", "zuruecknehmen", "zurueckgenommen"),
    ("in_pruefung", "zuruecknehmen", "zurueckgenommen"),
    ("gemeinde_prueft", "zuruecknehmen", "zurueckgenommen"),
}


@pytest.mark.parametrize(("von", "schritt", "nach"), list(product(Zustand, Schritt, Zustand)))
def test_only_the_steps_of_the_table_are_possible(
    von: Zustand, schritt: Schritt, nach: Zustand
) -> None:
    if (von, schritt, nach) in ERLAUBT:
        assert compute_folgezustand(von, schritt, nach) is nach
        return
    with pytest.raises(Fachfehler, match="Laden Sie die Seite neu") as fehler:
        compute_folgezustand(von, schritt, nach)
    assert fehler.value.details == {"zustand": von.value, "schritt": schritt.value}


@given(
    st.sampled_from(Zustand),
    st.lists(st.tuples(st.sampled_from(Schritt), st.sampled_from(Zustand))),
)
def test_no_walk_leaves_an_end(anfang: Zustand, weg: list[tuple[Schritt, Zustand]]) -> None:
    zustand = anfang
    for schritt, nach in weg:
        beendet = zustand in ENDZUSTAENDE
        try:
            zustand = compute_folgezustand(zustand, schritt, nach)
        except Fachfehler:
            continue
        assert not beendet


def _erreichbar(von: Zustand) -> set[Zustand]:
    gesehen, offen = {von}, [von]
    while offen:
        zustand = offen.pop()
        for (ab, _), ziele in UEBERGAENGE.items():
            if ab is zustand:
                offen += ziele - gesehen
                gesehen |= ziele
    return gesehen


@pytest.mark.parametrize("zustand", Zustand)
def test_from_every_state_an_end_can_be_reached(zustand: Zustand) -> None:
    assert _erreichbar(zustand) & ENDZUSTAENDE


def test_every_state_can_be_reached_from_a_beginning() -> None:
    anfaenge = {
        art.anfangszustand for land in LAENDER.values() for art in land.verfahrensarten.values()
    }
    assert set().union(*map(_erreichbar, anfaenge)) == set(Zustand)


def test_no_transition_leads_nowhere() -> None:
    assert all(UEBERGAENGE.values())


def test_only_a_demand_in_a_complete_case_leaves_the_state_alone() -> None:
    """The examination goes on while the applicant's side answers."""
    bleibende = {(von, schritt) for (von, schritt), ziele in UEBERGAENGE.items() if von in ziele}
    assert bleibende == {
        (Zustand.IN_PRUEFUNG, Schritt.NACHFORDERN),
        (Zustand.IN_PRUEFUNG, Schritt.NACHFORDERUNG_BEANTWORTEN),
    }


def test_every_step_is_used() -> None:
    assert {schritt for _, schritt in UEBERGAENGE} == set(Schritt)


@pytest.mark.parametrize("zustand", Zustand)
def test_somebody_is_to_act_until_the_end(zustand: Zustand) -> None:
    assert (AM_ZUG[zustand] is AmZug.NIEMAND) is (zustand in ENDZUSTAENDE)

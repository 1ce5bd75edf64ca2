"""Jobs: what follows from an event, and how long a failed one waits."""

import pytest

from bauaufsicht.domain.auftraege import (
    FOLGEAUFTRAEGE,
    MAX_VERSUCHE,
    Auftragsart,
    compute_wartezeit,
)
from bauaufsicht.domain.ereignisse import EREIGNISSE, UnterlageHochgeladen, UnterlagenEingegangen


@pytest.mark.parametrize(
    ("versuche", "sekunden"),
    [(0, 5), (1, 5), (2, 10), (3, 20), (8, 640), (10, 2560), (11, 3600), (200, 3600)],
)
def test_the_wait_doubles_up_to_an_hour(versuche: int, sekunden: int) -> None:
    assert compute_wartezeit(versuche) == sekunden


def test_a_job_is_given_up_within_half_an_hour() -> None:
    assert sum(compute_wartezeit(n) for n in range(1, MAX_VERSUCHE)) < 30 * 60


def test_delivered_documents_are_read_anew() -> None:
    assert FOLGEAUFTRAEGE[UnterlagenEingegangen] == (Auftragsart.UNTERLAGEN_NACHPRUEFEN,)
    assert FOLGEAUFTRAEGE[UnterlageHochgeladen] == (Auftragsart.UNTERLAGEN_NACHPRUEFEN,)


def test_jobs_follow_only_from_events_that_exist_and_each_once() -> None:
    assert set(FOLGEAUFTRAEGE) <= set(EREIGNISSE.values())
    for arten in FOLGEAUFTRAEGE.values():
        assert len(arten) == len(set(arten)) > 0

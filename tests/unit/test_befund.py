"""Which finding refuses a message."""

import pytest

from bauaufsicht.domain.befund import Befund, Schwere, compute_zurueckweisung

HINWEIS = Befund("A009", "Ein Hinweis.")
KLAERUNG = Befund("S050", "Zu klären.", Schwere.KLAERUNG)
ERSTE = Befund("A001", "Fehlt.", Schwere.ZURUECKWEISUNG)
ZWEITE = Befund("S999", "Doppelt.", Schwere.ZURUECKWEISUNG)


@pytest.mark.parametrize(
    ("befunde", "erwartet"),
    [
        ([], None),
        ([HINWEIS, KLAERUNG], None),
        ([HINWEIS, ERSTE, ZWEITE], ERSTE),
        ((ZWEITE, ERSTE), ZWEITE),
    ],
)
def test_the_first_refusing_finding_decides(
    befunde: list[Befund] | tuple[Befund, ...], erwartet: Befund | None
) -> None:
    assert compute_zurueckweisung(befunde) is erwartet


def test_a_finding_is_a_hint_unless_said_otherwise() -> None:
    assert HINWEIS.schwere is Schwere.HINWEIS

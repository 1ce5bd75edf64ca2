"""Clock and randomness: the real ones and their fakes keep the same promises."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.adapters.fakes.zufall import FesterZufall
from bauaufsicht.adapters.uhr import SystemUhr
from bauaufsicht.adapters.zufall import SystemZufall
from bauaufsicht.domain.ports import Uhr, Zufall


@pytest.mark.parametrize("uhr", [SystemUhr(), FesteUhr()])
def test_a_clock_tells_utc(uhr: Uhr) -> None:
    assert uhr.jetzt().utcoffset() == timedelta(0)


def test_the_real_clock_goes() -> None:
    vorher = datetime.now(UTC)
    assert vorher <= SystemUhr().jetzt() <= vorher + timedelta(minutes=1)


def test_the_fixed_clock_moves_only_when_told() -> None:
    uhr = FesteUhr(datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2))))
    assert uhr.jetzt() == uhr.jetzt() == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert uhr.jetzt().tzinfo is UTC
    uhr.stand += timedelta(days=1)
    assert uhr.jetzt() == datetime(2026, 7, 2, 10, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="aware"):
        FesteUhr(datetime(2026, 7, 1, 12, 0))


@pytest.fixture(params=[SystemZufall, FesterZufall])
def zufall(request: pytest.FixtureRequest) -> Zufall:
    gewaehlt: Zufall = request.param()
    return gewaehlt


def test_identities_are_all_different(zufall: Zufall) -> None:
    nummern = [zufall.uuid() for _ in range(100)]
    assert len(set(nummern)) == len(nummern)
    assert {nummer.version for nummer in nummern} == {4}


def test_secrets_are_all_different_and_fit_a_url(zufall: Zufall) -> None:
    geheimnisse = [zufall.geheimnis() for _ in range(100)]
    assert len(set(geheimnisse)) == len(geheimnisse)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", eines) for eines in geheimnisse)


def test_the_fixed_randomness_repeats_itself_by_its_seed() -> None:
    assert [FesterZufall(1).uuid(), FesterZufall(1).geheimnis()] == [
        FesterZufall(1).uuid(),
        FesterZufall(1).geheimnis(),
    ]
    assert FesterZufall(1).uuid() != FesterZufall(2).uuid()

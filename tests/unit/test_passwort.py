"""Passwords: the real hasher and its fake keep the same promises."""

import pytest
from argon2 import Type, extract_parameters

from bauaufsicht.adapters.fakes.passwort import SchnellerPasswortpruefer
from bauaufsicht.adapters.passwort import BLINDHASH, Argon2Passwortpruefer
from bauaufsicht.domain.ports import Passwortpruefer


@pytest.fixture(params=[Argon2Passwortpruefer, SchnellerPasswortpruefer])
def pruefer(request: pytest.FixtureRequest) -> Passwortpruefer:
    gewaehlt: Passwortpruefer = request.param()
    return gewaehlt


def test_the_right_password_fits_and_another_does_not(pruefer: Passwortpruefer) -> None:
    gespeichert = pruefer.create_hash("Kranich-7 über Weimar")
    assert pruefer.check(gespeichert, "Kranich-7 über Weimar")
    assert not pruefer.check(gespeichert, "kranich-7 über Weimar")
    assert not pruefer.check(gespeichert, "")


def test_the_hash_does_not_contain_the_password(pruefer: Passwortpruefer) -> None:
    assert "Kranich" not in pruefer.create_hash("Kranich")


def test_both_encodings_of_an_umlaut_are_the_same_password(pruefer: Passwortpruefer) -> None:
    assert pruefer.check(pruefer.create_hash("M\u00fcller"), "Mu\u0308ller")


@pytest.mark.parametrize(
    "muell",
    ["", "x", "$argon2id$", BLINDHASH[:-1], BLINDHASH.replace("m=47104", "m=99999999999"), "ü\0"],
)
def test_a_malformed_hash_fits_no_password(pruefer: Passwortpruefer, muell: str) -> None:
    assert pruefer.check(muell, "x") is False


def test_a_text_that_cannot_be_encoded_fits_nothing(pruefer: Passwortpruefer) -> None:
    assert pruefer.check(pruefer.create_hash("x"), "\udcff") is False
    with pytest.raises(ValueError, match="surrogates"):
        pruefer.create_hash("\udcff")


def test_argon2_salts_every_hash() -> None:
    pruefer = Argon2Passwortpruefer()
    assert pruefer.create_hash("x") != pruefer.create_hash("x")


def test_the_blind_hash_costs_what_a_real_one_costs() -> None:
    echt = extract_parameters(Argon2Passwortpruefer().create_hash("x"))
    assert extract_parameters(BLINDHASH) == echt
    assert echt.type is Type.ID


def test_the_cost_is_at_least_what_owasp_asks_for() -> None:
    kosten = extract_parameters(BLINDHASH)
    assert (kosten.memory_cost, kosten.time_cost) >= (46 * 1024, 1)

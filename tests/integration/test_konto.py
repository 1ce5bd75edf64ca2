"""Accounts: throttling, one answer for all failures, sessions that end, tokens."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select, update

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import Dienstzugang, Fehlanmeldung, Konto
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar
from bauaufsicht.domain.rechte import Akteursart, Kontorolle
from bauaufsicht.services.konto import (
    FENSTER,
    HOECHSTZAHL_ADRESSE,
    HOECHSTZAHL_KONTO,
    Anmeldefehler,
    check_drosselung,
    check_passwort,
    close_sitzungen,
    create_dienstzugang,
    create_konto,
    get_dienst,
    get_schulungskonto,
    record_anmeldung,
    record_fehlanmeldung,
)
from tests.conftest import Einheit

KRUEGER = "krueger@weimarer-land.example"
PASSWORT = "schulung-2026"
HIER, DORT = "192.0.2.1", "192.0.2.2"


def _fail(einheit: Einheit, email: str, adresse: str, anzahl: int) -> None:
    for _ in range(anzahl):
        with einheit() as uow:
            record_fehlanmeldung(uow, email, adresse)


def _is_gedrosselt(einheit: Einheit, email: str, adresse: str) -> bool:
    try:
        with einheit() as uow:
            check_drosselung(uow, email, adresse)
    except Anmeldefehler as fehler:
        return fehler.details == {"gedrosselt": True} and "15 Minuten" in str(fehler)
    return False


@pytest.mark.parametrize(
    ("email", "passwort", "stimmt"),
    [
        (KRUEGER, PASSWORT, True),
        (f"  {KRUEGER.upper()} ", PASSWORT, True),
        (KRUEGER, "falsch", False),
        (KRUEGER, "", False),
        (KRUEGER, PASSWORT.upper(), False),
        ("niemand@weimarer-land.example", PASSWORT, False),
        ("", PASSWORT, False),
        ("' OR 1=1 --", PASSWORT, False),
        ("%", PASSWORT, False),
        (KRUEGER, "\ud800", False),
        ("niemand@weimarer-land.example", "\ud800", False),
    ],
)
def test_password(email: str, passwort: str, stimmt: bool, einheit: Einheit) -> None:
    """Whatever is wrong: no exception, and the same answer for unknown and known accounts."""
    with einheit() as uow:
        konto = check_passwort(uow, email, passwort)
    assert (konto is not None) is stimmt
    assert konto is None or konto.email == KRUEGER


def test_locked_account_does_not_open(einheit: Einheit) -> None:
    with einheit() as uow:
        uow.session.execute(update(Konto).where(Konto.email == KRUEGER).values(gesperrt=True))
    with einheit() as uow:
        konto_id = uow.session.scalars(select(Konto.id).where(Konto.email == KRUEGER)).one()
        assert check_passwort(uow, KRUEGER, PASSWORT) is None
        with pytest.raises(NichtSichtbar):
            get_schulungskonto(uow, konto_id)


def test_unknown_account_costs_one_check_like_a_known_one(einheit: Einheit) -> None:
    """The time says nothing: exactly one password is checked, whether the account exists or not."""

    class Zaehler:
        blindhash = "blind"

        def __init__(self) -> None:
            self.geprueft: list[str] = []

        def create_hash(self, passwort: str) -> str:
            raise AssertionError

        def check(self, gespeichert: str, passwort: str) -> bool:
            self.geprueft.append(gespeichert)
            return True  # even if the blind hash fits, nobody gets in

    for email, erwartet in ((KRUEGER, None), ("niemand@x.example", "blind")):
        zaehler = Zaehler()
        with einheit() as uow:
            uow.ports = replace(uow.ports, passwort=zaehler)
            konto = check_passwort(uow, email, "geraten")
        assert len(zaehler.geprueft) == 1
        assert (konto is None) is (erwartet is not None)
        if erwartet:
            assert zaehler.geprueft == [erwartet]


# --- throttling ---


def test_account_is_throttled_from_every_address(einheit: Einheit) -> None:
    _fail(einheit, KRUEGER, HIER, HOECHSTZAHL_KONTO - 1)
    assert not _is_gedrosselt(einheit, KRUEGER, HIER)
    _fail(einheit, KRUEGER, DORT, 1)
    assert _is_gedrosselt(einheit, KRUEGER, HIER)
    assert _is_gedrosselt(einheit, f" {KRUEGER.upper()}", "192.0.2.99")
    assert not _is_gedrosselt(einheit, "andere@weimarer-land.example", HIER)


def test_unknown_account_is_throttled_like_a_known_one(einheit: Einheit) -> None:
    _fail(einheit, "niemand@x.example", HIER, HOECHSTZAHL_KONTO)
    assert _is_gedrosselt(einheit, "niemand@x.example", DORT)


def test_address_is_throttled_over_all_accounts(einheit: Einheit) -> None:
    for n in range(HOECHSTZAHL_ADRESSE):
        assert not _is_gedrosselt(einheit, KRUEGER, HIER)
        _fail(einheit, f"konto{n}@x.example", HIER, 1)
    assert _is_gedrosselt(einheit, KRUEGER, HIER)
    assert not _is_gedrosselt(einheit, KRUEGER, DORT)


def test_throttle_ends_after_its_window(einheit: Einheit, uhr: FesteUhr) -> None:
    _fail(einheit, KRUEGER, HIER, HOECHSTZAHL_KONTO)
    uhr.stand += FENSTER - timedelta(seconds=1)
    assert _is_gedrosselt(einheit, KRUEGER, HIER)
    uhr.stand += timedelta(seconds=1)
    assert not _is_gedrosselt(einheit, KRUEGER, HIER)


def test_success_frees_the_account_but_not_the_address(einheit: Einheit) -> None:
    for n in range(HOECHSTZAHL_ADRESSE - HOECHSTZAHL_KONTO):
        _fail(einheit, f"konto{n}@x.example", HIER, 1)
    _fail(einheit, KRUEGER, HIER, HOECHSTZAHL_KONTO)
    assert _is_gedrosselt(einheit, KRUEGER, DORT)
    with einheit() as uow:
        konto = uow.session.scalars(select(Konto).where(Konto.email == KRUEGER)).one()
        record_anmeldung(uow, konto)
    assert not _is_gedrosselt(einheit, KRUEGER, DORT)
    assert _is_gedrosselt(einheit, KRUEGER, HIER)


def test_failures_are_forgotten_and_hold_no_name(einheit: Einheit, uhr: FesteUhr) -> None:
    _fail(einheit, KRUEGER, HIER, 3)
    with einheit() as uow:
        schluessel = uow.session.scalars(select(Fehlanmeldung.schluessel)).all()
    assert len(schluessel) == 6
    assert {len(s) for s in schluessel} == {64}
    uhr.stand += FENSTER + timedelta(seconds=1)
    _fail(einheit, "andere@x.example", HIER, 1)
    with einheit() as uow:
        assert uow.session.scalar(select(func.count()).select_from(Fehlanmeldung)) == 2


def test_log_in_is_noted(einheit: Einheit, uhr: FesteUhr) -> None:
    with einheit() as uow:
        konto = uow.session.scalars(select(Konto).where(Konto.email == KRUEGER)).one()
        assert konto.letzte_anmeldung is None
        record_anmeldung(uow, konto)
    with einheit() as uow:
        gespeichert = uow.session.scalars(
            select(Konto.letzte_anmeldung).where(Konto.email == KRUEGER)
        ).one()
    assert gespeichert == uhr.stand
    assert gespeichert.tzinfo is not None


# --- sessions ---


def test_closing_sessions_changes_the_mark_of_one_account(einheit: Einheit) -> None:
    def read() -> dict[str, str]:
        with einheit() as uow:
            zeilen = uow.session.execute(select(Konto.email, Konto.sitzungsmarke))
            return {z.email: z.sitzungsmarke for z in zeilen}

    vorher = read()
    with einheit() as uow:
        konto_id = uow.session.scalars(select(Konto.id).where(Konto.email == KRUEGER)).one()
        close_sitzungen(uow, konto_id)
    nachher = read()
    assert {e for e in vorher if vorher[e] != nachher[e]} == {KRUEGER}
    assert len(nachher[KRUEGER]) >= 43
    assert len(set(nachher.values())) == len(nachher)


# --- accounts ---


def test_account_is_made_and_opens(einheit: Einheit) -> None:
    with einheit() as uow:
        create_konto(
            uow,
            " Neu@Stadt-Weimar.example",
            " Frau Neu ",
            Kontorolle.POSTSTELLE,
            "ein langes Passwort",
            "bab:16055000",
            None,
        )
    with einheit() as uow:
        konto = check_passwort(uow, "neu@stadt-weimar.example", "ein langes Passwort")
        assert konto is not None
        assert (konto.name, konto.schulung, konto.gesperrt) == ("Frau Neu", False, False)
        assert konto.behoerde_id is not None
        assert "Passwort" not in konto.passwort
        with pytest.raises(NichtSichtbar):
            get_schulungskonto(uow, konto.id)  # one click is for training accounts only


@pytest.mark.parametrize(
    ("email", "rolle", "passwort", "behoerde", "stelle", "meldung"),
    [
        (KRUEGER.upper(), "leitung", "x" * 12, "bab:16055000", None, "gibt es schon"),
        ("a@x.example", "leitung", "x" * 11, "bab:16055000", None, "mindestens 12 Zeichen"),
        ("a@x.example", "leitung", "x" * 12, None, None, "braucht eine Behörde"),
        ("a@x.example", "poststelle", "x" * 12, None, None, "braucht eine Behörde"),
        ("a@x.example", "sachbearbeitung", "x" * 12, None, None, "braucht eine Behörde"),
        ("a@x.example", "leitung", "x" * 12, "bab:1", None, "„bab:1“ ist nicht bekannt"),
        ("a@x.example", "beteiligte_stelle", "x" * 12, None, None, "braucht eine Stelle"),
        ("a@x.example", "beteiligte_stelle", "x" * 12, None, "bet:1", "„bet:1“ ist nicht bekannt"),
    ],
)
def test_account_that_cannot_be_made(
    email: str,
    rolle: str,
    passwort: str,
    behoerde: str | None,
    stelle: str | None,
    meldung: str,
    einheit: Einheit,
) -> None:
    with einheit() as uow, pytest.raises(Fachfehler, match=meldung):
        create_konto(uow, email, "Name", Kontorolle(rolle), passwort, behoerde, stelle)


def test_training_account_opens_with_one_click(einheit: Einheit) -> None:
    with einheit() as uow:
        konto = uow.session.scalars(select(Konto).where(Konto.email == KRUEGER)).one()
        assert get_schulungskonto(uow, konto.id).email == KRUEGER


# --- tokens ---


def test_token_is_kept_as_a_hash_only(einheit: Einheit) -> None:
    with einheit() as uow:
        token = create_dienstzugang(uow, "Formularservice", "bab:16055000")
    with einheit() as uow:
        zugang = uow.session.scalars(select(Dienstzugang)).one()
        gefunden = get_dienst(uow, token)
    assert zugang.token_sha256 == sha256(token.encode()).hexdigest()
    assert len(token) >= 43
    assert gefunden is not None
    akteur, zugang_id = gefunden
    assert (akteur.art, akteur.behoerde_id) == (Akteursart.DIENST, zugang.behoerde_id)
    assert (akteur.rolle, akteur.konto_id, zugang_id) == (None, None, zugang.id)


def test_revoked_and_unknown_tokens_open_nothing(einheit: Einheit) -> None:
    with einheit() as uow:
        token = create_dienstzugang(uow, "Formularservice", None)
    with einheit() as uow:
        for falsch in ("", token[:-1], token + "x", token.swapcase()):
            assert get_dienst(uow, falsch) is None
        uow.session.execute(update(Dienstzugang).values(gesperrt=True))
    with einheit() as uow:
        assert get_dienst(uow, token) is None

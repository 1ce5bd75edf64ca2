"""Who may do what, as one readable table: a change of rights is a diff of `golden/rechte.txt`.

After a wanted change write the table anew and read the diff:

    SCHREIBE_GOLDEN=1 pytest tests/unit/test_rechte.py && git diff tests/unit/golden
"""

import os
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain import rechte
from bauaufsicht.domain.rechte import (
    ANONYM,
    OHNE_OBJEKT,
    REGELN,
    SYSTEM,
    Akteur,
    Akteursart,
    Aktion,
    Kontext,
    Kontorolle,
    check_erlaubt,
)
from bauaufsicht.domain.vorgang import Zustand

GOLDEN = Path(__file__).parent / "golden" / "rechte.txt"

BEHOERDE, ANDERE = UUID(int=1), UUID(int=2)
KONTO, FREMDES_KONTO = UUID(int=11), UUID(int=12)
STELLE, FREMDE_STELLE = UUID(int=21), UUID(int=22)


def _konto(
    rolle: Kontorolle,
    *,
    konto: UUID = FREMDES_KONTO,
    behoerde: UUID | None = None,
    stelle: UUID | None = None,
) -> Akteur:
    return Akteur(Akteursart.KONTO, konto, rolle, behoerde, stelle)


DIENSTSEITE = (Kontorolle.SACHBEARBEITUNG, Kontorolle.LEITUNG, Kontorolle.POSTSTELLE)
ANTRAGSSEITE = (Kontorolle.ANTRAGSTELLER, Kontorolle.ENTWURFSVERFASSER)

AKTEURE: dict[str, Akteur] = {
    "anonym": ANONYM,
    **{
        f"{rolle}, {name} Behörde": _konto(rolle, behoerde=behoerde)
        for rolle in DIENSTSEITE
        for name, behoerde in (("eigene", BEHOERDE), ("andere", ANDERE))
    },
    **{
        f"{rolle}, {name}": _konto(rolle, konto=konto)
        for rolle in ANTRAGSSEITE
        for name, konto in (("beteiligt", KONTO), ("unbeteiligt", FREMDES_KONTO))
    },
    "beteiligte_stelle, beteiligt": _konto(Kontorolle.BETEILIGTE_STELLE, stelle=STELLE),
    "beteiligte_stelle, unbeteiligt": _konto(Kontorolle.BETEILIGTE_STELLE, stelle=FREMDE_STELLE),
    "betrieb": _konto(Kontorolle.BETRIEB),
    "betrieb, eigene Behörde": _konto(Kontorolle.BETRIEB, behoerde=BEHOERDE),
    "dienst, eigene Behörde": Akteur(Akteursart.DIENST, behoerde_id=BEHOERDE),
    "dienst, andere Behörde": Akteur(Akteursart.DIENST, behoerde_id=ANDERE),
    "dienst, alle Behörden": Akteur(Akteursart.DIENST),
    "system": SYSTEM,
    # what must not help: to stand among the participants with the wrong role
    "sachbearbeitung, andere Behörde, beteiligt": _konto(
        Kontorolle.SACHBEARBEITUNG, konto=KONTO, behoerde=ANDERE, stelle=STELLE
    ),
    "sachbearbeitung, ohne Behörde": _konto(Kontorolle.SACHBEARBEITUNG),
    "antragsteller, unbeteiligt, mit Behörde": _konto(
        Kontorolle.ANTRAGSTELLER, behoerde=BEHOERDE, stelle=STELLE
    ),
    "beteiligte_stelle, unbeteiligt, mit Behörde": _konto(
        Kontorolle.BETEILIGTE_STELLE, konto=KONTO, behoerde=BEHOERDE, stelle=FREMDE_STELLE
    ),
}
OBJEKTE: dict[str, dict[str, object]] = {
    "-": {},
    "eingang": {"behoerde_id": BEHOERDE},
    **{
        zustand.value: {
            "behoerde_id": BEHOERDE,
            "zustand": zustand,
            "beteiligte_konten": frozenset({KONTO}),
            "beteiligte_stellen": frozenset({STELLE}),
            "angefragte_stellen": frozenset({STELLE}),
        }
        for zustand in Zustand
    },
    "nicht angefragt": {
        "behoerde_id": BEHOERDE,
        "zustand": Zustand.IN_PRUEFUNG,
        "beteiligte_stellen": frozenset({STELLE}),
        "entscheidende_stellen": frozenset({STELLE}),
    },
}


def _format_matrix() -> str:
    """One line per act and actor, one column per object; `-` is the house without an object."""
    breite = max(map(len, AKTEURE))
    kopf = f"{'':24} {'':{breite}}  " + "  ".join(OBJEKTE)
    zeilen = [kopf.rstrip()]
    for aktion, (name, akteur) in product(Aktion, AKTEURE.items()):
        felder = [
            f"{'ja' if check_erlaubt(aktion, Kontext(akteur, **objekt)) else '.':{len(spalte)}}"  # type: ignore[arg-type]
            for spalte, objekt in OBJEKTE.items()
        ]
        zeilen.append(f"{aktion:24} {name:{breite}}  {'  '.join(felder)}".rstrip())
    return "\n".join(zeilen) + "\n"


def test_the_rights_are_those_of_the_table() -> None:
    matrix = _format_matrix()
    if os.environ.get("SCHREIBE_GOLDEN") == "1":
        GOLDEN.write_text(matrix, encoding="utf-8")
    assert matrix.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_every_act_has_a_rule_and_every_rule_somebody_to_whom_it_applies() -> None:
    assert set(REGELN) == set(Aktion)
    for aktion, zeilen in REGELN.items():
        assert zeilen, aktion
        for zeile in zeilen:
            assert zeile, aktion
            assert any(
                all(p(Kontext(akteur, **objekt)) for p in zeile)  # type: ignore[arg-type]
                for akteur, objekt in product(AKTEURE.values(), OBJEKTE.values())
            ), f"{aktion}: a row that never holds"


AKTIONEN_AM_OBJEKT = sorted(set(Aktion) - OHNE_OBJEKT)
KENNUNG = st.sampled_from([None, *(UUID(int=n) for n in (1, 2, 11, 12, 21, 22))])
AKTEUR = st.builds(
    Akteur,
    st.sampled_from(Akteursart),
    KENNUNG,
    st.none() | st.sampled_from(Kontorolle),
    KENNUNG,
    KENNUNG,
)
OBJEKT = st.builds(
    Kontext,
    st.just(ANONYM),
    KENNUNG,
    st.none() | st.sampled_from(Zustand),
    st.frozensets(st.sampled_from([KONTO, FREMDES_KONTO])),
    st.frozensets(st.sampled_from([STELLE, FREMDE_STELLE])),
)


def _vor(akteur: Akteur, objekt: Kontext) -> Kontext:
    return Kontext(
        akteur,
        objekt.behoerde_id,
        objekt.zustand,
        objekt.beteiligte_konten,
        objekt.beteiligte_stellen,
    )


@given(st.sampled_from(AKTIONEN_AM_OBJEKT), AKTEUR, OBJEKT)
def test_nobody_reaches_an_object_without_a_tie_to_it(
    aktion: Aktion, akteur: Akteur, objekt: Kontext
) -> None:
    kontext = _vor(akteur, objekt)
    bindung = (
        akteur.art is Akteursart.SYSTEM
        or (akteur.art is Akteursart.DIENST and akteur.behoerde_id is None)
        or (akteur.behoerde_id is not None and akteur.behoerde_id == objekt.behoerde_id)
        or akteur.konto_id in objekt.beteiligte_konten
        or akteur.stelle_id in objekt.beteiligte_stellen
    )
    if not bindung:
        assert not check_erlaubt(aktion, kontext)


@given(st.sampled_from(Aktion), AKTEUR, OBJEKT)
def test_who_has_not_logged_in_may_only_see_pages_and_log_in(
    aktion: Aktion, akteur: Akteur, objekt: Kontext
) -> None:
    if akteur.art is Akteursart.ANONYM:
        erlaubt = check_erlaubt(aktion, _vor(akteur, objekt))
        assert erlaubt is (aktion in {Aktion.SEITE_LESEN, Aktion.ANMELDEN})


@given(AKTEUR, OBJEKT)
def test_who_may_act_on_a_case_may_read_it(akteur: Akteur, objekt: Kontext) -> None:
    kontext = _vor(akteur, objekt)
    for aktion in (
        Aktion.UNTERLAGE_LESEN,
        Aktion.NACHRICHTEN_LESEN,
        Aktion.VORGANG_UEBERNEHMEN,
        Aktion.VERFAHRENSART_FESTLEGEN,
    ):
        if check_erlaubt(aktion, kontext):
            assert check_erlaubt(Aktion.VORGANG_LESEN, kontext)


@pytest.mark.parametrize(
    ("praedikat", "kontext"),
    [
        # None is nobody's: two missing ids never make a tie
        (rechte.eigene_behoerde, Kontext(_konto(Kontorolle.SACHBEARBEITUNG))),
        (rechte.beteiligt, Kontext(ANONYM, beteiligte_konten=frozenset())),
        (rechte.beteiligte_stelle, Kontext(ANONYM, beteiligte_stellen=frozenset())),
        # no case is no open case
        (rechte.offen, Kontext(SYSTEM)),
        (rechte.verfahren_ungeklaert, Kontext(SYSTEM)),
        # a token is no account, and the house is neither
        (rechte.angemeldet, Kontext(Akteur(Akteursart.DIENST))),
        (rechte.angemeldet, Kontext(SYSTEM)),
        (rechte.dienst_der_behoerde, Kontext(SYSTEM)),
        # a role without an account is none
        (
            rechte.sachbearbeitung,
            Kontext(Akteur(Akteursart.DIENST, rolle=Kontorolle.SACHBEARBEITUNG)),
        ),
    ],
)
def test_nothing_is_taken_for_something(praedikat: rechte.Praedikat, kontext: Kontext) -> None:
    assert not praedikat(kontext)

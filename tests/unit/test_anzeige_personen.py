"""People of a case: each once with all roles, but two people with one name stay two."""

import pytest

from bauaufsicht.db.queries.vorgang import Beteiligtenzeile
from bauaufsicht.domain.nachricht import Block, Personenart, Rolle
from bauaufsicht.web.vorgaenge.personen import compute_personen, list_kodes

ANSCHRIFT = ("Tannrodaer Straße 9", "99438 Bad Berka")


def _zeile(
    rolle: Rolle, kennung: str | None, name: str = "Maren Seifert", zusatz: str = ""
) -> Beteiligtenzeile:
    return Beteiligtenzeile(
        rolle,
        Block.VORHABEN,
        Personenart.NATUERLICHE_PERSON,
        name,
        zusatz,
        ANSCHRIFT,
        (),
        xbau_id=kennung,
    )


A, B, G = Rolle.ANTRAGSTELLER, Rolle.BAUHERR, Rolle.GEBUEHRENPFLICHTIGER


@pytest.mark.parametrize(
    ("genannt", "gezeigt"),
    [
        ([(A, "1"), (B, "1"), (G, "1")], ["Antragsteller, Bauherrschaft, Gebühren"]),
        # XBau 2.4.0.1: an id stands once in a message, so the same person has several
        ([(A, "1"), (B, "2")], ["Antragsteller, Bauherrschaft"]),
        ([(A, None), (B, None)], ["Antragsteller, Bauherrschaft"]),
        ([(Rolle.VERTRETER, None), (Rolle.VERTRETER, None)], ["Vertretung"]),
        # father and son of one name at one address
        (
            [(A, "1"), (A, "2"), (B, "1"), (B, "2")],
            ["Antragsteller, Bauherrschaft", "Antragsteller, Bauherrschaft"],
        ),
    ],
)
def test_a_person_stands_once_with_all_roles(
    genannt: list[tuple[Rolle, str | None]], gezeigt: list[str]
) -> None:
    eintraege = compute_personen([_zeile(rolle, kennung) for rolle, kennung in genannt], {})
    assert [e.rolle for e in eintraege] == gezeigt


def test_who_looks_different_stays_apart() -> None:
    zeilen = [_zeile(A, "1"), _zeile(B, "1", zusatz="Geschäftsführerin"), _zeile(B, "2", "T. S.")]
    assert [e.name for e in compute_personen(zeilen, {})] == [
        "Maren Seifert",
        "Maren Seifert",
        "T. S.",
    ]


def test_codes_in_the_small_print_become_words() -> None:
    liste = "urn:xoev-de:xbau:codeliste:kammer"
    zeile = _zeile(Rolle.ENTWURFSVERFASSER, "1", zusatz="Kammer 30, Mitgliedsnummer TH-1")
    assert list_kodes([zeile]) == {(liste, None, "30")}
    kodes = {(liste, None, "30"): "Architektenkammer"}
    assert compute_personen([zeile], kodes)[0].zusatz == "Architektenkammer, Mitgliedsnummer TH-1"
    assert compute_personen([zeile], {})[0].zusatz == "Kammer 30, Mitgliedsnummer TH-1"

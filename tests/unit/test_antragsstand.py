"""What a change message leaves of an application, and what it alters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain.antragsstand import (
    Zeile,
    compute_aenderungen,
    compute_neuer_stand,
)


def _stand(**angaben: str) -> list[Zeile]:
    return [[pfad.replace("__", "/"), wert, None, None] for pfad, wert in angaben.items()]


ALT = _stand(antragsteller__name="Meier", bauvorhaben__titel="Haus", bauvorhaben__klasse="1")


@pytest.mark.parametrize(
    ("gesendet", "neu"),
    [
        # nothing sent: nothing changes
        ([], ALT),
        # a block that is sent replaces the whole old one
        (
            _stand(bauvorhaben__titel="Garage"),
            _stand(antragsteller__name="Meier", bauvorhaben__titel="Garage"),
        ),
        # 0202 calls the block by another name
        (
            _stand(bauvorhabenAenderungsdaten__titel="Garage"),
            _stand(antragsteller__name="Meier", bauvorhaben__titel="Garage"),
        ),
        # a new block is added
        (_stand(anlagen__anlage="Plan"), [*ALT, *_stand(anlagen__anlage="Plan")]),
        # a name that merely begins alike is another block
        (_stand(bauvorhabenX__titel="Garage"), [*ALT, *_stand(bauvorhabenX__titel="Garage")]),
    ],
)
def test_a_change_replaces_the_blocks_that_were_sent(
    gesendet: list[Zeile], neu: list[Zeile]
) -> None:
    assert compute_neuer_stand(ALT, gesendet) == neu


def test_attachments_are_counted_on() -> None:
    alt = [
        ["anlagen/anlage/bezeichnung", "Lageplan", None, None],
        ["anlagen/anlage[2]/bezeichnung", "Schnitt", None, None],
        ["bauvorhaben/titel", "Haus", None, None],
    ]
    gesendet = [
        ["anlagen/anlage/bezeichnung", "Lageplan neu", None, None],
        ["anlagen/anlage[2]/bezeichnung", "Brief", None, None],
        ["bauvorhabenAenderungsdaten/titel", "Garage", None, None],
    ]
    assert [z[:2] for z in compute_neuer_stand(alt, gesendet)] == [
        ["bauvorhaben/titel", "Garage"],
        ["anlagen/anlage/bezeichnung", "Lageplan"],
        ["anlagen/anlage[2]/bezeichnung", "Schnitt"],
        ["anlagen/anlage[3]/bezeichnung", "Lageplan neu"],
        ["anlagen/anlage[4]/bezeichnung", "Brief"],
    ]


def test_a_repeated_block_is_replaced_with_all_its_repetitions() -> None:
    alt = [["antragsteller/name", "A", None, None], ["antragsteller[2]/name", "B", None, None]]
    neu = [["antragsteller/name", "C", None, None]]
    assert compute_neuer_stand(alt, neu) == neu


def test_a_repeated_block_of_a_change_keeps_its_number() -> None:
    gesendet = [["bauvorhabenAenderungsdaten[2]/titel", "Haus", None, None]]
    assert compute_neuer_stand([], gesendet) == [["bauvorhaben[2]/titel", "Haus", None, None]]


def test_the_list_of_a_code_stays_with_it() -> None:
    zeile = ["bauvorhaben/klasse", "1", "urn:xbau:gebaeudeklasse", "3.0"]
    assert compute_neuer_stand([], [zeile]) == [zeile]


def test_the_old_values_are_not_touched() -> None:
    alt = _stand(bauvorhaben__titel="Haus")
    gesendet = _stand(bauvorhabenAenderungsdaten__titel="Garage")
    compute_neuer_stand(alt, gesendet)
    assert alt == _stand(bauvorhaben__titel="Haus")
    assert gesendet == _stand(bauvorhabenAenderungsdaten__titel="Garage")


@pytest.mark.parametrize(
    ("neu", "aenderungen"),
    [
        (ALT, []),
        (
            _stand(
                antragsteller__name="Meier", bauvorhaben__titel="Garage", bauvorhaben__klasse="1"
            ),
            [["bauvorhaben/titel", "Haus", "Garage"]],
        ),
        (
            _stand(antragsteller__name="Meier", bauvorhaben__titel="Haus"),
            [["bauvorhaben/klasse", "1", None]],
        ),
        (
            [*ALT, *_stand(bauvorhaben__nutzung="11")],
            [["bauvorhaben/nutzung", None, "11"]],
        ),
        # in the order of the application: the old values first, then what is new
        (
            _stand(bauvorhaben__neu="x", bauvorhaben__titel="Haus", bauvorhaben__klasse="2"),
            [
                ["antragsteller/name", "Meier", None],
                ["bauvorhaben/klasse", "1", "2"],
                ["bauvorhaben/neu", None, "x"],
            ],
        ),
        # the reference and the attachments are not data of the application
        ([*ALT, *_stand(bezug__vorgang="1", anlagen__anlage="Plan")], []),
    ],
)
def test_a_change_names_what_differs(neu: list[Zeile], aenderungen: list[list[str | None]]) -> None:
    assert compute_aenderungen(ALT, neu) == aenderungen


ZEILEN = st.dictionaries(
    st.sampled_from([f"{block}/{name}" for block in "abc" for name in "xyz"]), st.text(max_size=3)
).map(lambda d: [[pfad, wert, None, None] for pfad, wert in d.items()])


@given(ZEILEN, ZEILEN)
def test_a_change_sent_twice_alters_nothing_more(alt: list[Zeile], gesendet: list[Zeile]) -> None:
    einmal = compute_neuer_stand(alt, gesendet)
    assert compute_aenderungen(einmal, compute_neuer_stand(einmal, gesendet)) == []


@given(ZEILEN, ZEILEN)
def test_the_differences_lead_from_the_old_to_the_new(alt: list[Zeile], neu: list[Zeile]) -> None:
    werte = {zeile[0]: zeile[1] for zeile in alt}
    for pfad, vorher, nachher in compute_aenderungen(alt, neu):
        assert werte.pop(pfad, None) == vorher
        if nachher is not None:
            werte[str(pfad)] = nachher
    assert werte == {zeile[0]: zeile[1] for zeile in neu}

"""Names of people, addresses and parcels as they are shown."""

import pytest

from bauaufsicht.domain.nachricht import (
    Anschrift,
    Flurstueck,
    Person,
    Personenart,
    compute_antwortversion,
)

MENSCH, STELLE = Personenart.NATUERLICHE_PERSON, Personenart.ORGANISATION


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (Person(MENSCH, familienname="Meier", vorname="Ute"), "Meier, Ute"),
        (Person(MENSCH, familienname="Meier"), "Meier"),
        (Person(MENSCH, vorname="Ute"), "Ute"),
        (Person(MENSCH), ""),
        (Person(MENSCH, titel="Dr.", familienname="Meier", vorname="Ute"), "Meier, Ute"),
        (Person(STELLE, organisation="Bau GmbH", kurzbezeichnung="Bau"), "Bau GmbH"),
        (Person(STELLE, kurzbezeichnung="Bau"), "Bau"),
        # the contact of an organisation is not its name
        (Person(STELLE, organisation="Bau GmbH", familienname="Meier"), "Bau GmbH"),
        (Person(STELLE), ""),
    ],
)
def test_people_are_sorted_by_their_family_name(person: Person, name: str) -> None:
    assert person.sortiername == name


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (Person(MENSCH, titel="Dr.", familienname="Groß", vorname="Svenja"), "Dr. Svenja Groß"),
        (Person(MENSCH, familienname="Groß"), "Groß"),
        (Person(STELLE, organisation="Bau GmbH", familienname="Groß"), "Bau GmbH"),
    ],
)
def test_people_are_called_by_their_full_name(person: Person, name: str) -> None:
    assert person.anzeigename == name


@pytest.mark.parametrize(
    ("anschrift", "zeilen"),
    [
        (
            Anschrift(strasse="Am Berg", hausnummer="7a", postleitzahl="99438", ort="Bad Berka"),
            ("Am Berg 7a", "99438 Bad Berka"),
        ),
        (
            Anschrift(postfach="12 34", postleitzahl="99438", ort="Bad Berka"),
            ("Postfach 12 34", "99438 Bad Berka"),
        ),
        (
            Anschrift(strasse="Am Berg", ort="Bad Berka", ortsteil="Tiefengruben"),
            ("Am Berg", "Bad Berka (OT Tiefengruben)"),
        ),
        (Anschrift(ort="Bad Berka", ortsteil="Bad Berka"), ("Bad Berka",)),
        (Anschrift(ortsteil="Tiefengruben"), ("OT Tiefengruben",)),
        (Anschrift(hausnummer="7"), ("7",)),
        (Anschrift(postleitzahl="99438"), ("99438",)),
        (
            Anschrift(zusatz="bei Krüger", strasse="Hauptstraße", ort="Wien", staat="Österreich"),
            ("bei Krüger", "Hauptstraße", "Wien", "Österreich"),
        ),
        (Anschrift(), ()),
        (Anschrift(gemeindeschluessel="16071003"), ()),
    ],
)
def test_an_address_has_lines_and_none_is_empty(
    anschrift: Anschrift, zeilen: tuple[str, ...]
) -> None:
    assert anschrift.format_zeilen() == zeilen


@pytest.mark.parametrize(
    ("flurstueck", "bezeichnung"),
    [
        (Flurstueck("84", "1", "2", "Tiefengruben"), "Tiefengruben, Flur 2, Flurstück 84/1"),
        (Flurstueck("84", flur="2", gemarkung="Am Berg"), "Am Berg, Flur 2, Flurstück 84"),
        (Flurstueck("84", gemarkung="Tiefengruben"), "Tiefengruben, Flurstück 84"),
        (Flurstueck("84", gemarkung_nummer="1234"), "Gemarkung 1234, Flurstück 84"),
        (Flurstueck("84", gemarkung="A", gemarkung_nummer="1234"), "A, Flurstück 84"),
        (Flurstueck("0084", "01", "002"), "Flur 002, Flurstück 0084/01"),  # zeros stay as sent
        (Flurstueck("84"), "Flurstück 84"),
    ],
)  # fmt: skip
def test_a_parcel_is_named_from_the_large_to_the_small(
    flurstueck: Flurstueck, bezeichnung: str
) -> None:
    assert flurstueck.bezeichnung == bezeichnung


@pytest.mark.parametrize(
    ("verlangt", "antwort"),
    [
        ("2.6", "2.6"),
        ("2.5", "2.5"),
        ("2.4.0.1", "2.4.0.1"),
        ("2.9", "2.6"),
        ("3.0", "2.6"),
        ("2.5.1", "2.5"),
        ("2.4.1", "2.4.0.1"),
        ("2.4", "2.4.0.1"),
        ("2.3.1", "2.4.0.1"),
        ("1.0", "2.4.0.1"),
        ("Kernmodul 1.9", "2.6"),
        ("3/0-beta", "2.6"),
        ("?", "2.6"),
        (None, "2.6"),
    ],
)
def test_the_answer_is_in_the_version_the_sender_most_likely_reads(
    verlangt: str | None, antwort: str
) -> None:
    assert compute_antwortversion(verlangt, {"2.6": True, "2.5": False, "2.4.0.1": True}) == antwort

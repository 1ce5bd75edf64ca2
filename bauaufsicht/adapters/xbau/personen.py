"""Persons and organisations (Akteur) in their roles."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bauaufsicht.adapters.xbau.knoten import Knoten
from bauaufsicht.domain.nachricht import (
    Anschrift,
    Beteiligtenangabe,
    Kode,
    Kontakt,
    Person,
    Personenart,
    Rolle,
)

_DEUTSCHLAND: Final = "000"  # Staats- und Gebietssystematik of Destatis


def read_beteiligte(
    knoten: Knoten, rolle: Rolle, *, art: Kode | None = None, zusatz: str | None = None, ab: int = 0
) -> list[Beteiligtenangabe]:
    """The person of an Akteur in its role, followed by its Vertreter.

    `ab` is the number of entries that stand before it in the same list: `vertritt` counts from
    there.
    """
    akteur = _get_akteur(knoten)
    if akteur is None:
        return []
    person = _read_person(akteur, zusatz)
    vertreter = [
        Beteiligtenangabe(Rolle.VERTRETER, _read_name(v), vertritt=ab)
        for v in akteur.list_knoten("vertreter")
    ]
    return [Beteiligtenangabe(rolle, person, art), *vertreter]


def read_alle_beteiligten(knoten: Iterable[Knoten], rolle: Rolle) -> tuple[Beteiligtenangabe, ...]:
    """Akteure of one role, each with its Vertreter."""
    angaben: list[Beteiligtenangabe] = []
    for einer in knoten:
        angaben += read_beteiligte(einer, rolle, ab=len(angaben))
    return tuple(angaben)


def _get_akteur(knoten: Knoten) -> Knoten | None:
    """natuerlichePerson or organisation below an Akteur; bauunternehmer is one itself."""
    for art in Personenart:
        akteur = knoten.get_knoten(art.value)
        if akteur is not None:
            return akteur
    return knoten if knoten.get_knoten("name") is not None else None


def _read_person(akteur: Knoten, zusatz: str | None) -> Person:
    zusaetze = [zusatz, *_list_zusaetze(akteur)]
    name = akteur.get_knoten("name")
    if akteur.name == Personenart.NATUERLICHE_PERSON.value:
        person = _read_name(name)
    else:
        person = Person(
            art=Personenart.ORGANISATION,
            organisation=name.get_text("name") if name is not None else None,
            kurzbezeichnung=name.get_text("kurzbezeichnung") if name is not None else None,
        )
    return replace(
        person,
        xbau_id=(akteur.get_text("id") or "").lower() or None,
        anschriften=tuple(read_anschrift(a) for a in akteur.list_knoten("anschrift")),
        kontakte=tuple(_read_kontakte(akteur)),
        zusatz="; ".join(z for z in zusaetze if z) or None,
    )


def _read_name(name: Knoten | None) -> Person:
    if name is None:
        return Person(art=Personenart.NATUERLICHE_PERSON)
    return Person(
        art=Personenart.NATUERLICHE_PERSON,
        anrede=name.get_text("anrede"),
        titel=name.get_text("titel"),
        familienname=name.get_text("familienname/name"),
        vorname=name.get_text("vorname/name"),
    )


def _list_zusaetze(akteur: Knoten) -> list[str]:
    """What has no field of its own and belongs behind the name."""
    zusaetze = [_format_ansprechpartner(a) for a in akteur.list_knoten("ansprechpartner")]
    for eintrag in akteur.list_knoten("registereintrag"):
        gericht = eintrag.get_text("gerichtSchluessel/code")
        nummer = eintrag.get_text("eintragungNr") or ""
        zusaetze.append(f"Register {nummer}" + (f" (Registergericht {gericht})" if gericht else ""))
    if akteur.get_wahrheit("istVertreter"):
        zusaetze.append("vertritt die Personengruppe")
    return zusaetze


def _format_ansprechpartner(knoten: Knoten) -> str:
    name = [
        knoten.get_text(f"name/{teil}")
        for teil in ("anrede", "titel", "vorname/name", "familienname/name")
    ]
    kontakte = [k.kennung for k in _read_kontakte(knoten)]
    teile = [" ".join(t for t in name if t), knoten.get_text("funktion"), *kontakte]
    return "Ansprechperson: " + ", ".join(t for t in teile if t)


def _read_kontakte(knoten: Knoten) -> list[Kontakt]:
    return [
        Kontakt(k.get_text("kanal/code") or "", kennung, k.get_wahrheit("istDienstlich"))
        for k in knoten.list_knoten("kommunikation")
        if (kennung := k.get_text("kennung"))
    ]


def read_anschrift(knoten: Knoten) -> Anschrift:
    """An address of a person or a plot; `strasseHausnummer` goes to `strasse` as a whole."""
    wohnungsgeber = knoten.get_text("wohnungsgeber")
    zusaetze = [f"bei {wohnungsgeber}" if wohnungsgeber else None, knoten.get_text("zusatz")]
    staat = knoten.get_text("staat/staat/code")
    return Anschrift(
        strasse=knoten.get_text("strasse") or knoten.get_text("strasseHausnummer"),
        hausnummer=knoten.get_text("hausnummer") or _format_hausnummernbereich(knoten),
        postfach=knoten.get_text("postfach"),
        postleitzahl=knoten.get_text("postleitzahl"),
        ort=knoten.get_text("ort"),
        ortsteil=knoten.get_text("ortsteil"),
        zusatz=", ".join(z for z in zusaetze if z) or None,
        staat=None if staat == _DEUTSCHLAND else staat,
        gemeindeschluessel=knoten.get_text("gemeindeschluessel/code"),
    )


def _format_hausnummernbereich(knoten: Knoten) -> str | None:
    bereich = knoten.get_knoten("hausnummernbereich")
    if bereich is None:
        return None
    von, bis = (
        (bereich.get_text(f"hausnummer{ende}") or "")
        + (bereich.get_text(f"hausnummer{ende}Zusatz") or "")
        for ende in ("Von", "Bis")
    )
    return f"{von}-{bis}"


def format_berechtigung(knoten: Knoten) -> str | None:
    """berechtigung of an Entwurfsverfasser in words: chamber, number, profession.

    From 2.6 on a value may sit in an element of the same name beside a nachweisbezug (NOOTS).
    """
    berechtigung = knoten.get_knoten("berechtigung")
    if berechtigung is None:
        return None
    mitgliedschaft = berechtigung.get_knoten("mitgliedschaftInland")
    teile = [_read_umhuellt(berechtigung, "berufsbezeichnung")]
    if mitgliedschaft is not None:
        teile += [_format_kammer(k) for k in mitgliedschaft.list_knoten("nummernKammer")]
        teile += [
            _format_bundesland(k) for k in mitgliedschaft.list_knoten("mitgliedsnummerBundesland")
        ]
    return ", ".join(t for t in teile if t) or None


def _read_umhuellt(knoten: Knoten, name: str) -> str | None:
    return knoten.get_text(name) or knoten.get_text(f"{name}/{name}")


def _format_kammer(knoten: Knoten) -> str:
    kammer = knoten.get_knoten("nummernKammer") or knoten
    teile = [
        f"{wort} {wert}"
        for wort, pfad in (
            ("Kammer", "kammer/code"),
            ("Mitgliedsnummer", "mitgliedsnummer"),
            ("Personennummer", "personennummer"),
        )
        if (wert := kammer.get_text(pfad))
    ]
    return ", ".join(teile)


def _format_bundesland(knoten: Knoten) -> str:
    land = knoten.get_text("bundesland/code")
    return f"Mitgliedsnummer {knoten.get_text('mitgliedsnummer') or ''}" + (
        f" (Land {land})" if land else ""
    )

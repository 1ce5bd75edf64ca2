"""Reads the training data files of this package into frozen records.

All functions are pure reads of packaged files; a broken file raises KeyError or ValueError.
Sources and the meaning of `bestaetigt` are in `daten/README.md`.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bauaufsicht.domain.nachricht import Kode


@dataclass(frozen=True, slots=True)
class Behoerdenangabe:
    """A lower building authority (§ 60 I ThürBO); `kuerzel` leads its Aktenzeichen.

    `bestaetigt` is false where the competence is not proven; `bemerkung` then says why.
    """

    kennung: str
    name: str
    kurzname: str
    kuerzel: str
    art: str  # landkreis, kreisfreie_stadt, kreisangehoerige_stadt
    strasse: str | None
    plz: str | None
    ort: str | None
    bestaetigt: bool
    bemerkung: str
    quelle: str

    @property
    def schluessel(self) -> str:
        """Eight-digit AGS of the Kennung; a Landkreis is its five-digit key and 000."""
        return self.kennung.removeprefix("bab:")


@dataclass(frozen=True, slots=True)
class Gemeindeangabe:
    """A Gemeinde and the authority that decides there; `postleitzahlen` may be incomplete."""

    ags: str
    name: str
    bezeichnung: str
    kennung: str
    behoerde: str
    postleitzahlen: tuple[str, ...]
    bestaetigt: bool


@dataclass(frozen=True, slots=True)
class Stellenangabe:
    """A body to be consulted; `behoerde` is None where it serves the whole Land."""

    kennung: str
    name: str
    art: str
    behoerde: str | None
    bemerkung: str


@dataclass(frozen=True, slots=True)
class Kontoangabe:
    """A training user; `behoerde` is the tenant, `stelle` the body or Gemeinde spoken for."""

    email: str
    anrede: str
    vorname: str
    familienname: str
    rolle: str  # a value of Kontorolle
    funktion: str
    passwort: str
    behoerde: str | None
    stelle: str | None

    @property
    def anzeigename(self) -> str:
        """`Frau Krüger`."""
        return f"{self.anrede} {self.familienname}"


@dataclass(frozen=True, slots=True)
class Verfahrensartangabe:
    """Which of our Verfahrensarten a sender's code stands for."""

    kode: Kode
    bezeichnung: str
    verfahrensart: str  # a value of Verfahren
    bestaetigt: bool
    bemerkung: str


@dataclass(frozen=True, slots=True)
class Schulungsnachricht:
    """A training message, in the order in which it is to be delivered.

    `anlagen` maps the dokumentid to the file that the transport carries. `ergebnis` is what the
    intake must make of it (a value of Eingangsergebnis), `fakten` are the expected facts.
    """

    nummer: str
    titel: str
    version: str
    nachricht: str
    empfaenger: str
    ergebnis: str
    test: bool
    pfad: Path
    anlagen: Mapping[str, Path]
    fakten: Mapping[str, Any]


def _get_ordner() -> Path:
    return Path(str(files("bauaufsicht.schulung"))) / "daten"


def _read_zeilen(datei: str) -> Iterator[dict[str, str]]:
    with (_get_ordner() / datei).open(encoding="utf-8", newline="") as strom:
        yield from csv.DictReader(strom, strict=True)


def _read_ja_nein(wert: str) -> bool:
    if wert not in {"ja", "nein"}:
        raise ValueError(f"weder ja noch nein: {wert!r}")
    return wert == "ja"


@cache
def read_behoerden() -> tuple[Behoerdenangabe, ...]:
    """The 28 lower building authorities of Thuringia."""
    return tuple(
        Behoerdenangabe(
            kennung=z["kennung"],
            name=z["name"],
            kurzname=z["kurzname"],
            kuerzel=z["kuerzel"],
            art=z["art"],
            strasse=z["strasse"] or None,
            plz=z["plz"] or None,
            ort=z["ort"] or None,
            bestaetigt=_read_ja_nein(z["bestaetigt"]),
            bemerkung=z["bemerkung"],
            quelle=z["quelle"],
        )
        for z in _read_zeilen("behoerden.csv")
    )


@cache
def read_gemeinden() -> tuple[Gemeindeangabe, ...]:
    """All Gemeinden of Thuringia in the order of their AGS."""
    return tuple(
        Gemeindeangabe(
            ags=z["ags"],
            name=z["name"],
            bezeichnung=z["bezeichnung"],
            kennung=z["kennung_gemeinde"],
            behoerde=z["behoerde"],
            postleitzahlen=tuple(z["plz"].split(";")) if z["plz"] else (),
            bestaetigt=_read_ja_nein(z["bestaetigt"]),
        )
        for z in _read_zeilen("gemeinden.csv")
    )


@cache
def read_stellen() -> tuple[Stellenangabe, ...]:
    """The bodies to be consulted, of the training authorities and of the whole Land."""
    return tuple(
        Stellenangabe(
            kennung=z["kennung"],
            name=z["name"],
            art=z["art"],
            behoerde=z["behoerde"] or None,
            bemerkung=z["bemerkung"],
        )
        for z in _read_zeilen("stellen.csv")
    )


@cache
def read_konten() -> tuple[Kontoangabe, ...]:
    """The training users; they share one password that the file names once."""
    inhalt = json.loads((_get_ordner() / "konten.json").read_text(encoding="utf-8"))
    return tuple(
        Kontoangabe(
            email=konto["email"],
            anrede=konto["anrede"],
            vorname=konto["vorname"],
            familienname=konto["familienname"],
            rolle=konto["rolle"],
            funktion=konto["funktion"],
            passwort=inhalt["passwort"],
            behoerde=konto.get("behoerde"),
            stelle=konto.get("stelle"),
        )
        for konto in inhalt["konten"]
    )


@cache
def read_verfahrensarten() -> tuple[Verfahrensartangabe, ...]:
    """Codes of the (fictitious) lists that training and test messages use."""
    return tuple(
        Verfahrensartangabe(
            kode=Kode(wert=z["code"], liste=z["liste"], listenversion=z["listenversion"]),
            bezeichnung=z["bezeichnung"],
            verfahrensart=z["verfahrensart"],
            bestaetigt=_read_ja_nein(z["bestaetigt"]),
            bemerkung=z["bemerkung"],
        )
        for z in _read_zeilen("verfahrensarten.csv")
    )


def get_katasterdatei() -> Path:
    """The invented parcels around the training plots (GeoJSON, EPSG:25832)."""
    return _get_ordner() / "kataster.geojson"


@cache
def list_nachrichten() -> tuple[Schulungsnachricht, ...]:
    """The training messages in the order of delivery; paths lead into the installed package."""
    ordner = _get_ordner() / "nachrichten"
    inhalt = json.loads((ordner / "manifest.json").read_text(encoding="utf-8"))
    return tuple(
        Schulungsnachricht(
            nummer=eintrag["nummer"],
            titel=eintrag["titel"],
            version=eintrag["version"],
            nachricht=eintrag["nachricht"],
            empfaenger=eintrag["empfaenger"],
            ergebnis=eintrag["ergebnis"],
            test=eintrag["test"],
            pfad=ordner / eintrag["datei"],
            anlagen={kennung: ordner / pfad for kennung, pfad in eintrag["anlagen"].items()},
            fakten=eintrag["fakten"],
        )
        for eintrag in inhalt["nachrichten"]
    )

"""What happened: typed, past tense, chained per Vorgang.

Fields marked PERSON are personal data: only their salted hash enters the chain, the clear text lies
beside it and can be erased without breaking the chain.
"""

import json
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, ClassVar
from uuid import UUID

PERSON = {"person": True}
ANFANG = "0" * 64


@dataclass(frozen=True, slots=True)
class Ereignis:
    """Base of all events; `art` names the template of the timeline."""

    art: ClassVar[str]


@dataclass(frozen=True, slots=True)
class AntragEingegangen(Ereignis):
    """The application arrived; `nachricht_sha256` is of the raw bytes."""

    art: ClassVar[str] = "antrag_eingegangen"
    eingang: UUID
    weg: str
    nummer: str
    version: str
    nachricht_sha256: str
    eingegangen_am: datetime
    anlagen: int
    test: bool


@dataclass(frozen=True, slots=True)
class AktenzeichenVergeben(Ereignis):
    """The Aktenzeichen was given."""

    art: ClassVar[str] = "aktenzeichen_vergeben"
    aktenzeichen: str


@dataclass(frozen=True, slots=True)
class UnterlagenEingegangen(Ereignis):
    """Documents arrived: `fassungen` holds (id, SHA-256, size in bytes) of each delivered file."""

    art: ClassVar[str] = "unterlagen_eingegangen"
    eingang: UUID
    fassungen: tuple[tuple[UUID, str, int], ...]
    ersetzt: int = 0


@dataclass(frozen=True, slots=True)
class FristBegonnen(Ereignis):
    """A period of the law began to run."""

    art: ClassVar[str] = "frist_begonnen"
    regel: str
    norm: str
    beginn: date
    ende: date


@dataclass(frozen=True, slots=True)
class AntragGeaendert(Ereignis):
    """A supplement or a changed application arrived."""

    art: ClassVar[str] = "antrag_geaendert"
    eingang: UUID
    nummer: str
    version: str
    nachricht_sha256: str
    eingegangen_am: datetime
    geaenderte_angaben: int


@dataclass(frozen=True, slots=True)
class NachrichtZugeordnet(Ereignis):
    """A person put a message to this Vorgang."""

    art: ClassVar[str] = "nachricht_zugeordnet"
    eingang: UUID
    nummer: str
    nachricht_sha256: str


@dataclass(frozen=True, slots=True)
class AntragZurueckgenommen(Ereignis):
    """The applicant withdrew."""

    art: ClassVar[str] = "antrag_zurueckgenommen"
    eingang: UUID
    nachricht_sha256: str
    begruendung: str = field(metadata=PERSON, default="")


@dataclass(frozen=True, slots=True)
class NachrichtErstellt(Ereignis):
    """A reply was written and waits to be fetched."""

    art: ClassVar[str] = "nachricht_erstellt"
    ausgang: UUID
    nummer: str
    version: str
    nachricht_sha256: str


@dataclass(frozen=True, slots=True)
class VorgangUebernommen(Ereignis):
    """A Sachbearbeitung took the case over."""

    art: ClassVar[str] = "vorgang_uebernommen"
    konto: UUID


@dataclass(frozen=True, slots=True)
class VerfahrensartFestgelegt(Ereignis):
    """A person decided on the kind of procedure."""

    art: ClassVar[str] = "verfahrensart_festgelegt"
    verfahrensart: str
    begruendung: str = field(metadata=PERSON, default="")


EREIGNISSE: dict[str, type[Ereignis]] = {
    t.art: t
    for t in (
        AntragEingegangen,
        AktenzeichenVergeben,
        UnterlagenEingegangen,
        FristBegonnen,
        AntragGeaendert,
        NachrichtZugeordnet,
        AntragZurueckgenommen,
        NachrichtErstellt,
        VorgangUebernommen,
        VerfahrensartFestgelegt,
    )
}


def _einfach(wert: Any) -> Any:
    if isinstance(wert, UUID | StrEnum):
        return str(wert)
    if isinstance(wert, datetime | date):
        return wert.isoformat()
    if isinstance(wert, tuple):
        return [_einfach(w) for w in wert]
    return wert


def compute_daten(ereignis: Ereignis) -> tuple[dict[str, Any], dict[str, str]]:
    """Split an event into JSON data for the chain and personal clear texts to be salted."""
    offen: dict[str, Any] = {}
    personen: dict[str, str] = {}
    for feld in fields(ereignis):
        wert = getattr(ereignis, feld.name)
        if feld.metadata.get("person"):
            if wert:
                personen[feld.name] = str(wert)
        else:
            offen[feld.name] = _einfach(wert)
    return offen, personen


def compute_personenhash(salz: str, wert: str) -> str:
    """What of a personal text enters the chain."""
    return sha256(f"{salz}\n{wert}".encode()).hexdigest()


def format_kanonisch(wert: Any) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(wert, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def compute_hash(
    vorheriger: str, nummer: int, art: str, zeitpunkt: datetime, akteur: str, daten: dict[str, Any]
) -> str:
    """SHA-256 over the previous hash and the canonical JSON of this event."""
    inhalt = {
        "akteur": akteur,
        "art": art,
        "daten": daten,
        "nummer": nummer,
        "zeitpunkt": zeitpunkt.isoformat(),
    }
    return sha256(vorheriger.encode() + format_kanonisch(inhalt)).hexdigest()

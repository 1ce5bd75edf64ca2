"""What happened: typed, past tense, chained per Vorgang.

Fields marked PERSON are personal data: only their salted hash enters the chain, the clear text lies
beside it and can be erased without breaking the chain.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, ClassVar
from uuid import UUID

PERSON = {"person": True}
ANFANG = "0" * 64


class Seite(StrEnum):
    """Whose timeline it is. A Stelle that decides reads like the authority."""

    BEHOERDE = "behoerde"
    ANTRAGSSEITE = "antragsseite"
    STELLE = "stelle"


ALLE = frozenset(Seite)
OHNE_STELLEN = frozenset({Seite.BEHOERDE, Seite.ANTRAGSSEITE})
OHNE_ANTRAGSSEITE = frozenset({Seite.BEHOERDE, Seite.STELLE})
NUR_BEHOERDE = frozenset({Seite.BEHOERDE})
HOCHLADENDE = frozenset({Seite.ANTRAGSSEITE, Seite.STELLE})


@dataclass(frozen=True, slots=True)
class Ereignis:
    """Base of all events; `art` names the template of the timeline.

    `seiten` read it. An event with a `stelle` concerns that Stelle alone, not the others; where it
    is about a file (`datei`), it is none of the applicant's side either.
    """

    datei: ClassVar[bool] = False
    art: ClassVar[str]
    seiten: ClassVar[frozenset[Seite]] = ALLE


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
    seiten: ClassVar[frozenset[Seite]] = OHNE_STELLEN
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
    seiten: ClassVar[frozenset[Seite]] = OHNE_STELLEN
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
    seiten: ClassVar[frozenset[Seite]] = OHNE_STELLEN
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


@dataclass(frozen=True, slots=True)
class UnterlageHochgeladen(Ereignis):
    """A file was uploaded as a Fassung; a draft of that side until it is sent."""

    datei: ClassVar[bool] = True
    art: ClassVar[str] = "unterlage_hochgeladen"
    seiten: ClassVar[frozenset[Seite]] = HOCHLADENDE
    dokument: UUID
    fassung: UUID
    nummer: int
    sha256: str
    groesse: int
    stelle: UUID | None = None


@dataclass(frozen=True, slots=True)
class UnterlageVerworfen(Ereignis):
    """The uploading side took a draft back before it sent it."""

    datei: ClassVar[bool] = True
    art: ClassVar[str] = "unterlage_verworfen"
    seiten: ClassVar[frozenset[Seite]] = HOCHLADENDE
    fassung: UUID
    stelle: UUID | None = None


@dataclass(frozen=True, slots=True)
class UnterlageGesperrt(Ereignis):
    """The inspection found a reason to keep a file from everybody; a draft is never sent then."""

    datei: ClassVar[bool] = True
    art: ClassVar[str] = "unterlage_gesperrt"
    seiten: ClassVar[frozenset[Seite]] = ALLE
    fassung: UUID
    sha256: str
    grund: str
    stelle: UUID | None = None
    entwurf: bool = False


@dataclass(frozen=True, slots=True)
class NachforderungVersandt(Ereignis):
    """The authority demanded what is missing; `inhalt` is the whole text."""

    art: ClassVar[str] = "nachforderung_versandt"
    seiten: ClassVar[frozenset[Seite]] = OHNE_STELLEN
    nachforderung: UUID
    nummer: int
    punkte: int
    frist: date
    inhalt: str = field(metadata=PERSON, default="")


@dataclass(frozen=True, slots=True)
class NachforderungBeantwortet(Ereignis):
    """The applicant's side sent its answer: `fassungen` are those of this answer."""

    art: ClassVar[str] = "nachforderung_beantwortet"
    seiten: ClassVar[frozenset[Seite]] = OHNE_STELLEN
    nachforderung: UUID
    nummer: int
    punkte: int
    fassungen: tuple[tuple[UUID, str, int], ...]
    verspaetet: bool
    inhalt: str = field(metadata=PERSON, default="")


@dataclass(frozen=True, slots=True)
class NachforderungGeprueft(Ereignis):
    """The authority looked at the answer; what was returned is asked for again until `frist`."""

    art: ClassVar[str] = "nachforderung_geprueft"
    seiten: ClassVar[frozenset[Seite]] = OHNE_STELLEN
    nachforderung: UUID
    nummer: int
    angenommen: int
    zurueckgegeben: int
    frist: date | None = None
    inhalt: str = field(metadata=PERSON, default="")


@dataclass(frozen=True, slots=True)
class NachforderungVerlaengert(Ereignis):
    """The authority gave more time (§ 31 VII VwVfG)."""

    art: ClassVar[str] = "nachforderung_verlaengert"
    seiten: ClassVar[frozenset[Seite]] = OHNE_STELLEN
    nachforderung: UUID
    nummer: int
    frist: date
    begruendung: str = field(metadata=PERSON, default="")


@dataclass(frozen=True, slots=True)
class VollstaendigErklaert(Ereignis):
    """The authority declared the application complete as of `tag`; `entfallen` items fell away."""

    art: ClassVar[str] = "vollstaendig_erklaert"
    tag: date
    entfallen: int = 0


@dataclass(frozen=True, slots=True)
class StellungnahmeAngefordert(Ereignis):
    """A body was asked; `fassungen` are the documents it may read."""

    art: ClassVar[str] = "stellungnahme_angefordert"
    seiten: ClassVar[frozenset[Seite]] = ALLE
    beteiligung: UUID
    stelle: UUID
    stellenname: str
    beteiligungsart: str
    regel: str
    norm: str
    beginn: date
    ende: date
    fassungen: tuple[UUID, ...]
    anschreiben: str = field(metadata=PERSON, default="")


@dataclass(frozen=True, slots=True)
class StellungnahmeAbgegeben(Ereignis):
    """A body answered; `pruefwert` is the SHA-256 of the whole Stellungnahme."""

    art: ClassVar[str] = "stellungnahme_abgegeben"
    seiten: ClassVar[frozenset[Seite]] = OHNE_ANTRAGSSEITE
    beteiligung: UUID
    stelle: UUID
    stellenname: str
    ergebnis: str
    nebenbestimmungen: int
    verspaetet: bool
    pruefwert: str
    fassungen: tuple[tuple[UUID, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class BescheidErlassen(Ereignis):
    """The decision was issued; `sha256` is of the frozen PDF."""

    art: ClassVar[str] = "bescheid_erlassen"
    seiten: ClassVar[frozenset[Seite]] = OHNE_STELLEN
    bescheid: UUID
    bescheidart: str
    sha256: str
    groesse: int


@dataclass(frozen=True, slots=True)
class BescheidAbgerufen(Ereignis):
    """The applicant's side fetched the decision for the first time."""

    art: ClassVar[str] = "bescheid_abgerufen"
    seiten: ClassVar[frozenset[Seite]] = OHNE_STELLEN
    bescheid: UUID


@dataclass(frozen=True, slots=True)
class GrundrissFestgelegt(Ereignis):
    """The footprint of the building was stated; `pruefwert` is the SHA-256 of its WKB."""

    art: ClassVar[str] = "grundriss_festgelegt"
    seiten: ClassVar[frozenset[Seite]] = NUR_BEHOERDE
    geometrie: UUID
    nummer: int
    quelle: str
    pruefwert: str


@dataclass(frozen=True, slots=True)
class PruefvorgabeFestgelegt(Ereignis):
    """The highest GRZ was stated, or that there is none."""

    art: ClassVar[str] = "pruefvorgabe_festgelegt"
    seiten: ClassVar[frozenset[Seite]] = NUR_BEHOERDE
    nummer: int
    grz_hoechstens: str | None
    grz_herkunft: str


@dataclass(frozen=True, slots=True)
class FlurstueckeGeprueft(Ereignis):
    """Plot and building were checked; `pruefwert` is the SHA-256 of results and map."""

    art: ClassVar[str] = "flurstuecke_geprueft"
    seiten: ClassVar[frozenset[Seite]] = NUR_BEHOERDE
    lauf: UUID
    nummer: int
    anlass: str
    flurstuecke: int
    gefunden: int
    offene: int
    pruefwert: str


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
        UnterlageHochgeladen,
        UnterlageVerworfen,
        UnterlageGesperrt,
        NachforderungVersandt,
        NachforderungBeantwortet,
        NachforderungGeprueft,
        NachforderungVerlaengert,
        VollstaendigErklaert,
        StellungnahmeAngefordert,
        StellungnahmeAbgegeben,
        BescheidErlassen,
        BescheidAbgerufen,
        GrundrissFestgelegt,
        PruefvorgabeFestgelegt,
        FlurstueckeGeprueft,
    )
}


def check_sichtbar(
    art: str, daten: Mapping[str, Any], seite: Seite, stelle_id: UUID | None
) -> bool:
    """Whether an event (its kind and its data from the chain) stands in the timeline of a side.

    An event with a `stelle` stands in no other Stelle's timeline, a draft of a Stelle not in that
    of the applicant's side, and what became of any draft not in that of the authority.
    """
    typ = EREIGNISSE.get(art, Ereignis)
    if seite not in typ.seiten or (seite is Seite.BEHOERDE and daten.get("entwurf")):
        return False
    stelle = daten.get("stelle")
    if seite is Seite.STELLE and "stelle" in {f.name for f in fields(typ)}:
        return stelle == str(stelle_id)
    return not (seite is Seite.ANTRAGSSEITE and typ.datei and stelle)


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

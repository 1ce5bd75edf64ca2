"""An XBau message as read: frozen records without XML, database or framework.

Texts are kept as sent (NFC is not forced on input); UUIDs are lower case; absent values are
None or ().
Source of the structure: XBau-Hochbau 2.4.0.1, 2.5, 2.6 with their Kernmodul versions.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bauaufsicht.domain.befund import Befund

_VERSION = re.compile(r"\d{1,9}(\.\d{1,9})*", re.ASCII)
ANTRAGSNUMMERN = frozenset({"0200", "0210", "0220", "0600", "0601"})


class Nachrichtenart(StrEnum):
    """What the intake does with a message number."""

    ERSTANTRAG = "erstantrag"  # 0200 0210 0220 0600 0601: opens a Vorgang
    FOLGENACHRICHT = "folgenachricht"  # 0202 1130: belongs to a Vorgang
    PROTOKOLL = "protokoll"  # 1100 1180 1181: kept, never answered
    SONSTIGE = "sonstige"  # known, waits for a person


class Personenart(StrEnum):
    """The two kinds of XBau actor."""

    NATUERLICHE_PERSON = "natuerlichePerson"
    ORGANISATION = "organisation"


class Rolle(StrEnum):
    """Role of a person in the application."""

    ANTRAGSTELLER = "antragsteller"
    BAUHERR = "bauherr"
    BEVOLLMAECHTIGTER = "bevollmaechtigter"
    VERTRETER = "vertreter"
    ENTWURFSVERFASSER = "entwurfsverfasser"
    GEBUEHRENPFLICHTIGER = "gebuehrenpflichtiger"
    NACHBAR = "nachbar"
    WEITERER = "weiterer"


@dataclass(frozen=True, slots=True)
class Kode:
    """A code with the list it comes from; pinned lists are filled in by the mapping table."""

    wert: str
    liste: str | None = None
    listenversion: str | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """Reader or author of a message (DVDV Kennung such as `bab:16071000`)."""

    kennung: str
    name: str = ""
    verzeichnisdienst: Kode | None = None


@dataclass(frozen=True, slots=True)
class Nachrichtenkopf:
    """nachrichtenkopf.g2g; every part may be missing in a message that is refused."""

    nachrichten_uuid: str | None
    typ: Kode | None
    erstellt: datetime | None  # aware; without a zone in the message Europe/Berlin is assumed
    erstellt_text: str | None  # as sent, goes back in bezugNachricht
    leser: Partner | None
    autor: Partner | None


@dataclass(frozen=True, slots=True)
class Bezug:
    """bezug of a message: the case it belongs to."""

    referenz: str | None = None
    vorgang: str | None = None
    nachrichten_uuid: str | None = None


@dataclass(frozen=True, slots=True)
class Anschrift:
    """A postal address; every part is optional in XBau."""

    strasse: str | None = None
    hausnummer: str | None = None
    postfach: str | None = None
    postleitzahl: str | None = None
    ort: str | None = None
    ortsteil: str | None = None
    zusatz: str | None = None
    staat: str | None = None
    gemeindeschluessel: str | None = None

    def format_zeilen(self) -> tuple[str, ...]:
        """Lines of an address (DIN 5008), without empty ones."""
        strasse = " ".join(t for t in (self.strasse, self.hausnummer) if t)
        postfach = f"Postfach {self.postfach}" if self.postfach else ""
        ort = " ".join(t for t in (self.postleitzahl, self.ort) if t)
        if self.ortsteil and self.ortsteil != self.ort:
            ort = f"{ort} (OT {self.ortsteil})" if ort else f"OT {self.ortsteil}"
        return tuple(z for z in (self.zusatz or "", strasse, postfach, ort, self.staat or "") if z)


@dataclass(frozen=True, slots=True)
class Kontakt:
    """kommunikation: `kanal` 01 mail, 02 landline, 03 mobile, 04 fax."""

    kanal: str
    kennung: str
    dienstlich: bool | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person or an organisation (XBau Akteur)."""

    art: Personenart
    xbau_id: str | None = None
    anrede: str | None = None
    titel: str | None = None
    familienname: str | None = None
    vorname: str | None = None
    organisation: str | None = None
    kurzbezeichnung: str | None = None
    anschriften: tuple[Anschrift, ...] = ()
    kontakte: tuple[Kontakt, ...] = ()
    zusatz: str | None = None  # Funktion, Registernummer, Mitgliedsnummer: shown behind the name

    @property
    def sortiername(self) -> str:
        """`Familienname, Vorname`, or the name of the organisation."""
        if self.art is Personenart.ORGANISATION:
            return self.organisation or self.kurzbezeichnung or ""
        return ", ".join(t for t in (self.familienname, self.vorname) if t)

    @property
    def anzeigename(self) -> str:
        """`Dr. Svenja Groß`, or the name of the organisation."""
        if self.art is Personenart.ORGANISATION:
            return self.sortiername
        return " ".join(t for t in (self.titel, self.vorname, self.familienname) if t)


@dataclass(frozen=True, slots=True)
class Beteiligtenangabe:
    """A person in a role, as the application names it; `vertritt` is the index of the person
    behind a Vertreter.
    """

    rolle: Rolle
    person: Person
    art: Kode | None = None  # artDesBauherrn, Rolle of weitere Beteiligte
    vertritt: int | None = None


@dataclass(frozen=True, slots=True)
class Flurstueck:
    """A parcel as named by the applicant; leading zeros are kept. `grundstueck` counts from 1."""

    zaehler: str
    nenner: str | None = None
    flur: str | None = None
    gemarkung: str | None = None
    gemarkung_nummer: str | None = None
    folge: str | None = None
    land: str | None = None
    grundstueck: int = 1

    @property
    def bezeichnung(self) -> str:
        """`Tiefengruben, Flur 2, Flurstück 84/1`."""
        nummer = self.zaehler + (f"/{self.nenner}" if self.nenner else "")
        teile = [
            self.gemarkung
            or (f"Gemarkung {self.gemarkung_nummer}" if self.gemarkung_nummer else "")
        ]
        if self.flur:
            teile.append(f"Flur {self.flur}")
        teile.append(f"Flurstück {nummer}")
        return ", ".join(t for t in teile if t)


@dataclass(frozen=True, slots=True)
class Gebaeude:
    """A building of the application; its UUID goes back in the statistics message 0421."""

    uuid: str
    bezeichnung: str | None = None


@dataclass(frozen=True, slots=True)
class Abweichung:
    """A requested Abweichung, Ausnahme or Befreiung; `frage` is the number of the
    Vorbescheidsfrage it sits in.
    """

    xbau_id: str | None
    art: Kode | None
    vorschrift: str = ""
    beschreibung: str = ""
    begruendung: str = ""
    frage: int | None = None


@dataclass(frozen=True, slots=True)
class Vorbescheidsfrage:
    """A single question of a Vorbescheid, counted from 1."""

    nummer: int
    text: str
    art: Kode | None = None


class Block(StrEnum):
    """The part of the application a person is named in."""

    ANTRAG = "antrag"
    VORHABEN = "vorhaben"


class Lieferart(StrEnum):
    """How the bytes of an attachment come."""

    GELIEFERT = "geliefert"
    VERLINKT = "verlinkt"
    NACHGEREICHT = "nachgereicht"
    UNANGEKUENDIGT = "unangekuendigt"  # came along, but the message does not name it


@dataclass(frozen=True, slots=True)
class Anlage:
    """An attachment as announced; the bytes come with the transport."""

    bezeichnung: str
    lieferart: Lieferart
    versionsnummer: str | None = None
    datum: date | None = None
    art: Kode | None = None
    mime: str | None = None
    dokumentid: str | None = None
    dateiname: str | None = None
    groesse: int | None = None
    sha256: str | None = None  # lower case hex
    verlinkung: str | None = None


@dataclass(frozen=True, slots=True)
class Geometrie:
    """lageBauvorhaben: polygons as rings of coordinates, in the order of the message.

    `srs` is what the message says (may be None: then the position must be asked for).
    Each polygon is a tuple of rings (first exterior), each ring a tuple of ordinate pairs.
    """

    polygone: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]
    srs: str | None = None
    erlaeuterung: str | None = None


@dataclass(frozen=True, slots=True)
class Angabe:
    """One value of the application with its place: element names joined by `/`, repeated ones as
    `name[2]`.
    """

    pfad: str
    wert: str
    liste: str | None = None
    listenversion: str | None = None


@dataclass(frozen=True, slots=True)
class Vorhaben:
    """What is to be built and where (bauvorhaben)."""

    bezeichnung: str
    beteiligte: tuple[Beteiligtenangabe, ...] = ()  # without antragsteller
    flurstuecke: tuple[Flurstueck, ...] = ()
    anschriften: tuple[Anschrift, ...] = ()  # of the Baugrundstück
    gebaeude: tuple[Gebaeude, ...] = ()
    massnahmen: tuple[Kode, ...] = ()
    nutzung: Kode | None = None
    gebaeudeklasse: Kode | None = None
    sonderbau: tuple[Kode, ...] = ()
    bebauungsplaene: tuple[str, ...] = ()
    geometrie: Geometrie | None = None


@dataclass(frozen=True, slots=True)
class Nachricht:
    """A message of a known version and type.

    `version` is the Hochbau version ("2.6"), also for messages of its Kernmodul.
    `nummer` is the number in the root's name.
    """

    version: str
    nummer: str
    wurzel: str
    art: Nachrichtenart
    kopf: Nachrichtenkopf
    test: bool
    produkt: str = ""
    referenz: str | None = None  # referenzAntragsservice
    bezug: Bezug | None = None
    empfangende_stelle: Partner | None = None
    verfahrensart: Kode | None = None
    vorbescheid: str | None = None  # Aktenzeichen of an earlier Vorbescheid
    nachtrag_zu: str | None = None
    antragsteller: tuple[Beteiligtenangabe, ...] = ()
    vorhaben: Vorhaben | None = None
    abweichungen: tuple[Abweichung, ...] = ()
    fragen: tuple[Vorbescheidsfrage, ...] = ()
    anlagen: tuple[Anlage, ...] = ()
    als_bauantrag_weiterfuehren: bool | None = None
    information: str = ""  # free text of 1130 and others
    angaben: tuple[Angabe, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesung:
    """Result of reading raw bytes: the message if it could be read, the head as far as possible,
    the findings.
    """

    nachricht: Nachricht | None
    kopf: Nachrichtenkopf | None
    befunde: tuple[Befund, ...] = ()
    version: str | None = None  # of the root's namespace, also when it is not offered ("2.9")
    nummer: str | None = None
    test: bool = False
    schema_geprueft: bool = False
    referenz: str | None = None


@dataclass(frozen=True, slots=True)
class Grund:
    """A reason of a 1100: Fehlerkennzahl and text (normalised to DIN 91379 by the writer)."""

    kennzahl: str
    text: str


@dataclass(frozen=True, slots=True)
class Antwort:
    """What a reply needs to know; the writer adds nothing but form.

    `version` is the Hochbau version of the request. The reply's reader is the request's author.
    """

    version: str
    nachrichten_uuid: str
    erstellt: datetime
    autor: Partner
    leser: Partner
    referenz: str | None = None
    aktenzeichen: str | None = None
    bezug: Nachrichtenkopf | None = None
    text: tuple[str, ...] = field(default=())
    gruende: tuple[Grund, ...] = ()
    rohdaten: bytes | None = None  # of the refused message (1100)
    akzeptiert: bool | None = None  # 1131
    test: bool = False


def compute_antwortversion(verlangt: str | None, angebotene: Collection[str]) -> str:
    """The version to answer in: the newest that is not after the request's, else the oldest.

    `angebotene` are versions of XBau-Hochbau ("2.4.0.1"); a request that names none of this form
    ("Kernmodul 1.9") is answered in the newest.
    """
    nach_alter = sorted(angebotene, key=_read_version)
    if _VERSION.fullmatch(verlangt or "") is None:
        return nach_alter[-1]
    passende = [v for v in nach_alter if _read_version(v) <= _read_version(verlangt or "")]
    return passende[-1] if passende else nach_alter[0]


def _read_version(version: str) -> tuple[int, ...]:
    return tuple(int(teil) for teil in version.split("."))

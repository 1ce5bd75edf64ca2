"""What the house needs from outside: protocols; adapters live in `adapters/`."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

from bauaufsicht.domain.bescheidnachricht import Bescheidnachricht
from bauaufsicht.domain.dokumentsatz import Dokumentsatz
from bauaufsicht.domain.kataster import KatasterLeser
from bauaufsicht.domain.nachricht import Antwort, Lesung
from bauaufsicht.domain.unterlage import Dateibefund


@dataclass(frozen=True, slots=True)
class Abgelegt:
    """An object as stored: size in bytes and SHA-256 in lower case hex, both computed while it
    streamed.
    """

    schluessel: str
    groesse: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Ablageeintrag:
    """A listed object; `geaendert` is aware (UTC)."""

    schluessel: str
    groesse: int
    geaendert: datetime


class Sammlung(Protocol):
    """Writing several objects that become durable together."""

    def write(
        self, schluessel: str, daten: IO[bytes], *, hoechstgroesse: int | None = None
    ) -> Abgelegt:
        """Stream `daten` in. Fachfehler above `hoechstgroesse`; a taken key may show only at the
        end of the block.
        """
        ...


class Ablage(Protocol):
    """Storage for bytes under our own keys (`[a-z0-9/_.-]`, no `..`). Nothing is ever
    overwritten.
    """

    def write(
        self, schluessel: str, daten: IO[bytes], *, hoechstgroesse: int | None = None
    ) -> Abgelegt:
        """Stream `daten` in; durable on return. SchonVorhanden if the key exists; Fachfehler
        above `hoechstgroesse`.
        """
        ...

    def create_sammlung(self) -> AbstractContextManager[Sammlung]:
        """Write several objects: all are there and durable once the block has ended.

        Left by an exception, none of them stays. SchonVorhanden if one of the keys exists.
        """
        ...

    def read(
        self, schluessel: str, *, von: int = 0, laenge: int | None = None
    ) -> AbstractContextManager[IO[bytes]]:
        """Open an object, or the byte range [von, von + laenge), to read forward.

        NichtVorhanden if there is none; a range beyond the end is empty.
        """
        ...

    def get_groesse(self, schluessel: str) -> int:
        """Size in bytes. NichtVorhanden if there is none."""
        ...

    def close_eintrag(self, schluessel: str) -> None:
        """Delete an object; deleting an absent one is no error."""
        ...

    def list_eintraege(self, praefix: str = "") -> Iterator[Ablageeintrag]:
        """All objects whose key begins with `praefix`, in no particular order."""
        ...

    def create_speicher(self) -> None:
        """Make the place ready (folder, bucket); AblageFehler if it cannot keep its promise."""
        ...

    def close_reste(self, vor: datetime) -> int:
        """Delete drafts that a crash left before a moment (aware); how many."""
        ...

    def check_bereit(self) -> bool:
        """Whether the storage answers (health page)."""
        ...


class NachrichtenLeser(Protocol):
    """Reads an incoming XBau message. Never raises for bad input: what is wrong is a Befund."""

    def read_nachricht(self, rohdaten: bytes) -> Lesung:
        """Read raw bytes (XML in any legal encoding) into a pure record."""
        ...

    def get_schemastand(self) -> dict[str, bool]:
        """For each offered version, whether its official XML schema is set up."""
        ...


class NachrichtenSchreiber(Protocol):
    """Writes replies in the version of the request (XBAU.md e); bytes are UTF-8 XML."""

    def write_rueckweisung(self, antwort: Antwort) -> bytes: ...  # 1100

    def write_eingangsbestaetigung(self, antwort: Antwort) -> bytes: ...  # 1120

    def write_aktenzeichen(self, antwort: Antwort) -> bytes: ...  # 1121

    def write_quittierung_ruecknahme(self, antwort: Antwort) -> bytes: ...  # 1131

    def write_bescheid(self, nachricht: Bescheidnachricht) -> bytes: ...  # 0205

    def check_schema(self, version: str, rohdaten: bytes) -> bool | None:
        """Whether the reply is valid; None when the schema of the version is not set up."""
        ...


@dataclass(frozen=True, slots=True)
class Codelistenkopf:
    """Identity of a code list version (genericode)."""

    urn: str
    version: str
    name: str


@dataclass(frozen=True, slots=True)
class Codelistendatei:
    """A code list as read from a genericode file: code and German label, in the order of the
    file.
    """

    kopf: Codelistenkopf
    eintraege: tuple[tuple[str, str], ...]


class CodelistenLeser(Protocol):
    """Reads genericode files of a folder; files that are none are reported, not raised."""

    def read_ordner(self, ordner: Path) -> Iterator[Codelistendatei | str]: ...


class Schemaverwaltung(Protocol):
    """The official XML schemas of the offered versions."""

    def get_stand(self) -> dict[str, bool]:
        """For each offered version, whether its schema is set up."""
        ...

    def import_quelle(self, quelle: Path) -> list[str]:
        """Set up the schemas found in a folder or ZIP; the versions. Fachfehler if there are
        none.
        """
        ...


class Uhr(Protocol):
    """The time: aware, UTC."""

    def jetzt(self) -> datetime: ...


class Zufall(Protocol):
    """Fresh identities and secrets."""

    def uuid(self) -> UUID: ...

    def geheimnis(self) -> str: ...


class Passwortpruefer(Protocol):
    """Hashes and checks passwords (argon2id).

    `blindhash` fits no password: checking against it costs what a real check costs.
    """

    @property
    def blindhash(self) -> str: ...

    def create_hash(self, passwort: str) -> str: ...

    def check(self, gespeichert: str, passwort: str) -> bool: ...


class Postversand(Protocol):
    """Hands mails over to a mail server; OSError (smtplib's included) when it takes none."""

    def send_mail(self, an: str, betreff: str, text: str) -> None: ...


class Dateipruefer(Protocol):
    """Looks into a file whose sender may mean harm."""

    def check_datei(self, datei: IO[bytes], endung: str) -> Dateibefund:
        """Compare the content with the ending (".pdf") and look for what may not be in it.

        `datei` is a real file, open for reading. PrueferFehler if the inspection could not begin;
        a file that breaks it off is a Befund.
        """
        ...


@dataclass(frozen=True, slots=True)
class Virenbefund:
    """What the scanner found (its name for it, "" for nothing), and which scanner it was: engine
    and state of the signatures in its own words.
    """

    fund: str
    scanner: str


class Virenscanner(Protocol):
    """Looks for malware."""

    def check_strom(self, daten: IO[bytes]) -> Virenbefund:
        """Scan all bytes. ScannerFehler unless the scanner gave a whole answer: never clean by
        silence.
        """
        ...

    def check_bereit(self) -> bool:
        """Whether the scanner answers (health page)."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside, in one hand; `bootstrap` fills it."""

    ablage: Ablage
    leser: NachrichtenLeser
    schreiber: NachrichtenSchreiber
    codelisten: CodelistenLeser
    schemata: Schemaverwaltung
    satz: Dokumentsatz
    uhr: Uhr
    zufall: Zufall
    passwort: Passwortpruefer
    dateipruefer: Dateipruefer
    kataster: KatasterLeser
    post: Postversand | None = None  # no mail leaves without a mail server
    basisadresse: str = ""  # begins the links in mails
    schulung: bool = False  # whether what is set has no legal effect
    virenscanner: Virenscanner | None = None  # None: nothing is ever called clean
    erlaubte_linkziele: frozenset[str] = frozenset()  # hosts whose https links may be clicked

"""What the house sets as PDF: content without layout, and the port that sets it.

The words around the content (headings, labels, the notes of the form) stand in the templates of the
adapter. All texts are plain: nothing in them is ever read as markup.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Briefkopf:
    """The authority as its letters show it (§ 37 Abs. 3 VwVfG: it must be recognisable)."""

    name: str
    strasse: str = ""
    ort: str = ""  # with the postal code


@dataclass(frozen=True, slots=True)
class Satzpunkt:
    """An item of a list; `art` is a word of the domain, `herkunft` where the text comes from."""

    text: str
    art: str = ""
    herkunft: str = ""


@dataclass(frozen=True, slots=True)
class Abweichungssatz:
    """What was decided on a requested Abweichung."""

    bezeichnung: str
    zugelassen: bool
    begruendung: str = ""


@dataclass(frozen=True, slots=True)
class Bauvorlage:
    """A document that the decision rests on; `sha256` is of the stored bytes (hex)."""

    bezeichnung: str
    fassung: int
    eingegangen_am: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Unterzeichnung:
    """Who issues (§ 37 Abs. 3 VwVfG: the name stands below)."""

    name: str
    funktion: str = ""


@dataclass(frozen=True, slots=True)
class Bescheidschrift:
    """Everything that stands in a Bescheid; texts may have several paragraphs (one a line)."""

    titel: str
    genehmigt: bool
    kopf: Briefkopf
    aktenzeichen: str
    datum: date
    empfaenger: tuple[tuple[str, ...], ...]  # the lines of an address each
    vorhaben: str
    lage: str
    verfahren: str  # with its norm
    eingegangen_am: date
    vollstaendig_am: date | None
    tenor: str
    rechtsgrundlage: str
    abweichungen: tuple[Abweichungssatz, ...]
    nebenbestimmungen: tuple[Satzpunkt, ...]
    begruendung: str
    bauvorlagen: tuple[Bauvorlage, ...]
    hinweise: tuple[Satzpunkt, ...]  # `herkunft` is the norm
    rechtsbehelf: tuple[str, ...]
    unterzeichnung: Unterzeichnung
    entwurf: bool = False
    schulung: bool = False


@dataclass(frozen=True, slots=True)
class Verlaufszeile:
    """An event as people read it; `hash` is its place in the chain (hex)."""

    nummer: int
    zeitpunkt: datetime
    akteur: str
    ereignis: str
    zusatz: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verlaufsschrift:
    """The timeline of a case, oldest first; `stand` is when it was written (aware)."""

    kopf: Briefkopf
    aktenzeichen: str
    bezeichnung: str
    lage: str
    stand: datetime
    zeilen: tuple[Verlaufszeile, ...]
    schulung: bool = False


class Dokumentsatz(Protocol):
    """Sets tagged PDF/A-2a that is PDF/UA-1, too; the same content gives the same bytes."""

    def render_bescheid(self, schrift: Bescheidschrift) -> bytes:
        """A Bescheid. Fachfehler if it cannot be set."""
        ...

    def render_verlauf(self, schrift: Verlaufsschrift) -> bytes:
        """The timeline. Fachfehler if it cannot be set."""
        ...

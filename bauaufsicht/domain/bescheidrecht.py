"""Types of the law of decisions as data; the data itself is in `recht/`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bauaufsicht.domain.bescheid import Bescheidart
from bauaufsicht.domain.vorgang import Verfahren


@dataclass(frozen=True, slots=True)
class Rechtssatz:
    """What the law says, in own words, with its norm and how far it is confirmed.

    `{behoerde}` in a text stands for the authority with its address.
    """

    kennung: str
    text: str
    norm: str
    quelle: str
    gueltig_ab: date
    gueltig_bis: date | None = None
    geprueft_bis: date | None = None
    bestaetigt: bool = False
    auslegung: str = ""  # what is our reading and not the wording


@dataclass(frozen=True, slots=True)
class Bescheidmuster:
    """What a kind of decision is called, what it says, and what it points out."""

    titel: str
    tenor: str
    tenor_mit_nebenbestimmungen: str
    norm: str
    hinweise: tuple[Rechtssatz, ...] = ()


@dataclass(frozen=True, slots=True)
class Bescheidrecht:
    """What decisions of a Land look like; a procedure without a Muster has none here."""

    muster: Mapping[tuple[Verfahren, Bescheidart], Bescheidmuster]
    rechtsbehelf: tuple[Rechtssatz, ...]  # one paragraph each
    form: tuple[Rechtssatz, ...]  # what the person who issues has to know about the form
    begruendungspflicht: str  # norm


def list_geltende(saetze: Iterable[Rechtssatz], tag: date) -> tuple[Rechtssatz, ...]:
    """Those in force on a day."""
    return tuple(s for s in saetze if s.gueltig_ab <= tag <= (s.gueltig_bis or date.max))


KEIN_BESCHEID = Bescheidrecht(muster={}, rechtsbehelf=(), form=(), begruendungspflicht="")

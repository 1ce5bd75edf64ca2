"""Types of the law as data; the data itself is in `recht/`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bauaufsicht.domain import fristen
from bauaufsicht.domain.bescheidrecht import KEIN_BESCHEID, Bescheidrecht
from bauaufsicht.domain.beteiligung import Beteiligungsart
from bauaufsicht.domain.geometrie import Lagebereich
from bauaufsicht.domain.glossar import Landesbezug
from bauaufsicht.domain.vorgang import Verfahren, Zustand

NACHFORDERUNG = "nachforderung"  # rules that every Land has, by their kennung
NACHGEREICHT = "vollstaendigkeit_nachgereicht"


class Einheit(StrEnum):
    """What a period is counted in."""

    ARBEITSTAGE = "arbeitstage"
    MONATE = "monate"
    GESETZT = "gesetzt"  # the authority sets the end itself


@dataclass(frozen=True, slots=True)
class Fristregel:
    """A period of the law with its norm, its source and how far it is confirmed."""

    kennung: str
    norm: str
    zweck: str  # completes "Frist für …"
    dauer: int
    einheit: Einheit
    beginnt_mit: str  # completes "gerechnet ab …"
    wirkung: str
    quelle: str
    gueltig_ab: date
    gueltig_bis: date | None = None
    geprueft_bis: date | None = None
    bestaetigt: bool = False
    auslegung: str = ""  # what is our reading and not the wording
    verspaetet: str = ""  # what it means when an answer comes after the end


@dataclass(frozen=True, slots=True)
class Frist:
    """A computed period: `ende` is its last day."""

    regel: Fristregel
    beginn: date
    ende: date


@dataclass(frozen=True, slots=True)
class Pruefregel:
    """What a check of the plot and the building asks for: numbers of the law, with their norm.

    `werte` are metres, square metres or ratios, as their names say; `auslegung` is our reading.
    """

    kennung: str
    norm: str
    quelle: str
    gueltig_ab: date
    werte: Mapping[str, float] = field(default_factory=dict)
    gueltig_bis: date | None = None
    geprueft_bis: date | None = None
    bestaetigt: bool = False
    auslegung: str = ""

    @property
    def vorbehalt(self) -> str:
        """How sure the rule is: what is our reading, when its text was read, or that it was not."""
        saetze = [f"Auslegung, nicht Wortlaut: {self.auslegung}"] if self.auslegung else []
        if not self.bestaetigt:
            saetze.append("Die Regel ist noch nicht am amtlichen Text bestätigt.")
        elif self.geprueft_bis:
            saetze.append(f"Gelesen im Gesetzestext mit Stand {self.geprueft_bis:%d.%m.%Y}.")
        return " ".join(saetze)


@dataclass(frozen=True, slots=True)
class Verfahrensart:
    """A kind of procedure: what it is called, where it stands in the law, how it begins."""

    kennung: Verfahren
    name: str
    norm: str
    anfangszustand: Zustand
    fristregel: str | None  # kennung of the first Fristregel that runs
    entscheidungsregel: str | None = None  # kennung of the one that runs once it is complete
    entscheidet: str = "Bauaufsicht"


@dataclass(frozen=True, slots=True)
class Landesrecht:
    """The law of one Land as it stands: periods, procedures, public holidays, terms."""

    kennzahl: str  # of the Land, e.g. the first two digits of the AGS
    name: str
    gesetz: str
    regelstand: str
    fristregeln: tuple[Fristregel, ...]
    verfahrensarten: Mapping[Verfahren, Verfahrensart]
    feiertage: Callable[[int], frozenset[date]]
    bescheidrecht: Bescheidrecht = KEIN_BESCHEID
    beteiligungsregeln: Mapping[Beteiligungsart, str] = field(default_factory=dict)
    beteiligungsarten: Mapping[str, Beteiligungsart] = field(default_factory=dict)  # by Stelle.art
    glossar: Mapping[str, Landesbezug] = field(default_factory=dict)  # by slug of the Begriff
    pruefregeln: tuple[Pruefregel, ...] = ()
    lagebereich: Lagebereich | None = None  # where its coordinates lie; None: not checked
    hoehe: float = 0.0  # metres above the ellipsoid, assumed where nothing better is known

    def check_feiertag(self, tag: date) -> bool:
        """Whether a day is a public holiday in the whole Land (local ones are not included)."""
        return tag in self.feiertage(tag.year)

    def get_fristregel(self, kennung: str, tag: date) -> Fristregel:
        """The rule in force on a day; LookupError if there is none."""
        for regel in self.fristregeln:
            bis = regel.gueltig_bis or date.max
            if regel.kennung == kennung and regel.gueltig_ab <= tag <= bis:
                return regel
        raise LookupError(f"no rule {kennung} in force on {tag}")

    def get_pruefregel(self, kennung: str, tag: date) -> Pruefregel:
        """The rule of a check in force on a day; LookupError if there is none."""
        for regel in self.pruefregeln:
            bis = regel.gueltig_bis or date.max
            if regel.kennung == kennung and regel.gueltig_ab <= tag <= bis:
                return regel
        raise LookupError(f"no rule {kennung} in force on {tag}")

    def compute_frist(self, kennung: str, beginn: date) -> Frist:
        """The period that an event on `beginn` sets off."""
        regel = self.get_fristregel(kennung, beginn)
        if regel.einheit is Einheit.GESETZT:
            raise ValueError(f"the end of {kennung} is set by the authority")
        compute = (
            fristen.compute_ende_arbeitstage
            if regel.einheit is Einheit.ARBEITSTAGE
            else fristen.compute_ende_monate
        )
        return Frist(regel, beginn, compute(beginn, regel.dauer, self.check_feiertag))

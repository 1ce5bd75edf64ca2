"""Checks of plot and building: what goes in, what comes out. They inform, they never decide."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from bauaufsicht.domain.geometrie import (
    DATENUNSICHERHEIT,
    GEMEINSAM,
    NUMERISCH,
    Abbildung,
    compute_abbildung_der,
    compute_gemeinsame,
)
from bauaufsicht.domain.landesrecht import Landesrecht, Pruefregel

DANEBEN = "Der Umriss berührt das Grundstück nicht. Prüfen Sie die Koordinaten."


class Ergebnis(StrEnum):
    """What a check found; NICHT_PRUEFBAR whenever something is missing or within the uncertainty.

    FESTGESTELLT is for what is only listed (neighbours, other cases) and asks for nothing.
    """

    ERFUELLT = "erfuellt"
    NICHT_ERFUELLT = "nicht_erfuellt"
    NICHT_PRUEFBAR = "nicht_pruefbar"
    FESTGESTELLT = "festgestellt"


OFFEN = frozenset({Ergebnis.NICHT_ERFUELLT, Ergebnis.NICHT_PRUEFBAR})


class Vergleich(StrEnum):
    """How the measured value has to relate to the required one."""

    MINDESTENS = "mindestens"
    HOECHSTENS = "hoechstens"


class Pruefungsanlass(StrEnum):
    """Why a run of the checks took place."""

    EINGANG = "eingang"
    GRUNDRISS = "grundriss"
    VORGABE = "vorgabe"
    HAND = "hand"


class Fundstand(StrEnum):
    """What the cadastre says about a parcel of an application."""

    GEFUNDEN = "gefunden"
    FEHLT = "fehlt"
    FRUEHER = "frueher"  # it was there once
    MEHRDEUTIG = "mehrdeutig"
    UNLESBAR = "unlesbar"
    OHNE_KATASTER = "ohne_kataster"  # nothing of this Gemarkung is loaded


@dataclass(frozen=True, slots=True)
class Katasterflurstueck:
    """A parcel of the cadastre, EPSG:25832; areas in m², `unsicherheit` in metres."""

    kennzeichen: str
    bezeichnung: str
    geometrie: BaseGeometry
    amtliche_flaeche: float | None
    stand: date
    unsicherheit: float
    hinweis: str = ""

    @property
    def brauchbar(self) -> bool:
        """Whether its geometry can be measured on."""
        return not self.geometrie.is_empty and self.geometrie.is_valid


@dataclass(frozen=True, slots=True)
class Flurstuecksfund:
    """A parcel as the application names it, and what was found; `im_bezirk` None: unknown."""

    angabe: str
    stand: Fundstand
    flurstueck: Katasterflurstueck | None = None
    grund: str = ""
    im_bezirk: bool | None = None
    teilflaeche: bool = False


@dataclass(frozen=True, slots=True)
class AndererVorgang:
    """Another case of the same authority on a parcel."""

    aktenzeichen: str
    bezeichnung: str
    kennzeichen: str


@dataclass(frozen=True)
class Pruefstoff:
    """Everything that the checks look at; no check asks for more."""

    recht: Landesrecht
    tag: date  # whose law counts
    behoerde: str
    funde: tuple[Flurstuecksfund, ...] = ()
    umgebung: tuple[Katasterflurstueck, ...] = ()  # parcels around, without those of the case
    umriss: BaseGeometry | None = None
    umriss_grund: str = ""  # why there is no footprint
    grundstuecksflaeche: float | None = None  # as the application says, m²
    grz_hoechstens: float | None = None
    grz_herkunft: str = ""
    gebaeudeklasse: str | None = None
    andere: tuple[AndererVorgang, ...] = ()

    @cached_property
    def eigene(self) -> tuple[Katasterflurstueck, ...]:
        """The parcels that were found, each once."""
        gefunden = (f.flurstueck for f in self.funde if f.flurstueck is not None)
        return tuple({k.kennzeichen: k for k in gefunden}.values())

    @cached_property
    def vollstaendig(self) -> bool:
        """Whether each parcel of the application was found with a geometry to measure on."""
        return bool(self.funde) and all(
            f.flurstueck is not None and f.flurstueck.brauchbar for f in self.funde
        )

    @cached_property
    def daneben(self) -> bool:
        """Whether the footprint does not even touch the plot: nothing can be measured on it then.

        Most likely the coordinates are wrong.
        """
        return self.umriss is not None and not self.umriss.intersects(self.grundstueck)

    @cached_property
    def grundstueck(self) -> BaseGeometry:
        """The parcels of the case as one area."""
        return shapely.union_all([k.geometrie for k in self.eigene])

    @cached_property
    def unsicherheit(self) -> float:
        """T1: the worst of the sources, metres."""
        return max((k.unsicherheit for k in (*self.eigene, *self.umgebung)), default=0.0)

    @cached_property
    def datenstand(self) -> date | None:
        """The oldest of the sources."""
        return min((k.stand for k in (*self.eigene, *self.umgebung)), default=None)

    @cached_property
    def abbildung(self) -> Abbildung:
        """From UTM to the ground at the plot."""
        return compute_abbildung_der(self.grundstueck, self.recht.hoehe)

    @cached_property
    def angrenzende(self) -> list[tuple[Katasterflurstueck, BaseGeometry]]:
        """Adjoining parcels with the boundary they share with the plot, the longest first.

        Parcels of the case are none: a boundary between two of them is no Grundstücksgrenze.
        """
        paare = [
            (k, compute_gemeinsame(self.grundstueck, k.geometrie, DATENUNSICHERHEIT))
            for k in self.umgebung
            if k.brauchbar
        ]
        return sorted(((k, g) for k, g in paare if not g.is_empty), key=lambda p: -p[1].length)

    @cached_property
    def offene_grenze(self) -> BaseGeometry:
        """What of the plot's boundary no parcel lies behind: the edge of the data."""
        bekannt = shapely.union_all([g for _, g in self.angrenzende]).buffer(2 * NUMERISCH)
        rest = shapely.line_merge(self.grundstueck.boundary.difference(bekannt))
        kuerzeste = max(GEMEINSAM, 4 * DATENUNSICHERHEIT)
        teile = [t for t in shapely.get_parts(rest) if t.length > kuerzeste]
        return shapely.union_all(teile) if teile else shapely.LineString()

    def get_regel(self, kennung: str) -> Pruefregel:
        """The rule in force on the day; LookupError if there is none."""
        return self.recht.get_pruefregel(kennung, self.tag)


@dataclass(frozen=True, slots=True)
class Einzelwert:
    """One line of a result: a parcel, a boundary, another case."""

    name: str
    text: str
    ergebnis: Ergebnis
    gemessen: float | None = None


@dataclass(frozen=True, slots=True)
class Pruefergebnis:
    """What one check found: measured and required value with unit, tolerance, norm, data date.

    `satz` says it in one German sentence, `schritte` derive it; `kennung` names the check.
    """

    kennung: str
    titel: str
    ergebnis: Ergebnis
    satz: str
    norm: str = ""
    gemessen: float | None = None
    gefordert: float | None = None
    vergleich: Vergleich | None = None
    toleranz: float | None = None
    einheit: str = ""
    stellen: int = 2
    datenstand: date | None = None
    schritte: tuple[str, ...] = ()
    einzelwerte: tuple[Einzelwert, ...] = ()
    vorbehalt: str = ""  # how sure the rule is

    @property
    def offen(self) -> bool:
        """Whether a person has to look at it."""
        return self.ergebnis in OFFEN

    def format_json(self) -> dict[str, Any]:
        """The result as it is stored."""
        inhalt = asdict(self)
        inhalt["datenstand"] = self.datenstand.isoformat() if self.datenstand else None
        return inhalt


def read_pruefergebnis(inhalt: Mapping[str, Any]) -> Pruefergebnis:
    """A stored result; what a former version stored beside it is passed over."""
    namen = {feld.name for feld in fields(Pruefergebnis)}
    werte = {name: wert for name, wert in inhalt.items() if name in namen}
    werte["ergebnis"] = Ergebnis(werte["ergebnis"])
    werte["vergleich"] = Vergleich(werte["vergleich"]) if werte["vergleich"] else None
    stand = werte["datenstand"]
    werte["datenstand"] = date.fromisoformat(stand) if stand else None
    werte["schritte"] = tuple(werte["schritte"])
    werte["einzelwerte"] = tuple(
        Einzelwert(**{**e, "ergebnis": Ergebnis(e["ergebnis"])}) for e in werte["einzelwerte"]
    )
    return Pruefergebnis(**werte)


def compute_ergebnis(
    gemessen: float, gefordert: float, vergleich: Vergleich, toleranz: float
) -> Ergebnis:
    """Compare; within the uncertainty the answer is NICHT_PRUEFBAR, never ERFUELLT."""
    abstand = gemessen - gefordert if vergleich is Vergleich.MINDESTENS else gefordert - gemessen
    if abs(abstand) <= toleranz:
        return Ergebnis.NICHT_PRUEFBAR
    return Ergebnis.ERFUELLT if abstand > 0 else Ergebnis.NICHT_ERFUELLT


_RANG = (
    Ergebnis.NICHT_ERFUELLT,
    Ergebnis.NICHT_PRUEFBAR,
    Ergebnis.ERFUELLT,
    Ergebnis.FESTGESTELLT,
)


def compute_gesamt(ergebnisse: list[Ergebnis]) -> Ergebnis:
    """The worst of several; NICHT_PRUEFBAR of none."""
    return min(ergebnisse, key=_RANG.index, default=Ergebnis.NICHT_PRUEFBAR)


def format_wert(wert: float, stellen: int = 2) -> str:
    """`1.234,50`."""
    return f"{wert:,.{stellen}f}".translate(str.maketrans(",.", ".,"))

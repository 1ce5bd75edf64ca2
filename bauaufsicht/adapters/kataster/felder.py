"""Columns of flat cadastre files: what they are called by the exports that are about."""

from collections.abc import Iterable
from dataclasses import dataclass

from bauaufsicht.domain.fehler import Fachfehler

# "ALKIS vereinfacht" (AdV), INSPIRE CP, and names that exports of the Länder use
KENNZEICHEN = (
    "flstkennz", "flurstueckskennzeichen", "flstkz", "flst_kz", "kennzeichen", "flskennz",
    "nationalcadastralreference",
)  # fmt: skip
FLAECHE = ("flaeche", "amtlicheflaeche", "amtl_flaeche", "afl", "flstflaeche", "areavalue")
GEMARKUNG = ("gemarkung", "gemarkungsname", "gmkname", "gemarkung_name")
GEMEINDE = ("gmdschl", "gemeindeschluessel", "ags", "gemeinde_ags", "gemschl")


@dataclass(frozen=True, slots=True)
class Spalten:
    """The names in this file; empty where it has no such column."""

    kennzeichen: str
    flaeche: str = ""
    gemarkung: str = ""
    gemeinde: str = ""

    def list_vorhandene(self) -> list[str]:
        """Those that are there."""
        alle = (self.kennzeichen, self.flaeche, self.gemarkung, self.gemeinde)
        return [name for name in alle if name]


def check_kennzeichen(namen: Iterable[str]) -> bool:
    """Whether there is a column with the Kennzeichen."""
    return any(name.lower() in KENNZEICHEN for name in namen)


def create_spalten(namen: Iterable[str]) -> Spalten:
    """Find the columns; Fachfehler if there is no Kennzeichen."""
    vorhandene = {name.lower(): name for name in namen}

    def find(gesuchte: tuple[str, ...]) -> str:
        return next((vorhandene[g] for g in gesuchte if g in vorhandene), "")

    kennzeichen = find(KENNZEICHEN)
    if not kennzeichen:
        gesehen = ", ".join(list(vorhandene.values())[:12]) or "keine"
        raise Fachfehler(
            "Die Datei nennt kein Flurstückskennzeichen. Gesucht ist eine Spalte wie "
            f"„{KENNZEICHEN[0]}“ oder „{KENNZEICHEN[1]}“; vorhanden sind: {gesehen}."
        )
    return Spalten(kennzeichen, find(FLAECHE), find(GEMARKUNG), find(GEMEINDE))

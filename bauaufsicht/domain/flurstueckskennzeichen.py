"""The Flurstückskennzeichen: twenty characters, and the written forms that applications use.

Land 2, Gemarkung 4, Flur 3, Zähler 5, Nenner 4, Folge 2; right-aligned, filled with zeros, what is
absent filled with `_` (AdV, AX_Flurstueck_Kerndaten).
"""

import re
from dataclasses import dataclass

from bauaufsicht.domain.fehler import Fachfehler

LAENGE = 20
_FORM = re.compile(
    r"(?P<land>\d{2})(?P<gemarkung>\d{4})(?P<flur>\d{3}|_{3})(?P<zaehler>\d{5})"
    r"(?P<nenner>\d{4}|_{4})(?P<folge>[0-9A-Z]{2}|_{2})",
    re.ASCII,
)
_KANONISCH = re.compile(
    r"\d{6}(?!000)(?:\d{3}|_{3})(?!0{5})\d{5}(?!0{4})(?:\d{4}|_{4})(?!00)(?:[0-9A-Z]{2}|_{2})",
    re.ASCII,
)
_GEMARKUNG = re.compile(r"(?:gemarkung|gmkg\.?|gem\.)\s*", re.IGNORECASE)
_FLUR = re.compile(r"(?:flur|fl\.)?\s*(\d{1,3})", re.IGNORECASE | re.ASCII)
_NUMMER = re.compile(
    r"(?:flurstück(?:snr\.?)?|flst\.?(?:\s*-?\s*nr\.?)?|parzelle)?\s*"
    r"(?P<zaehler>\d{1,5})(?:\s*/\s*(?P<nenner>\d{1,4}))?",
    re.IGNORECASE | re.ASCII,
)
_TEIL = re.compile(r"(?:^|\s)(?:teilfläche|teilweise|teilw\.|tfl\.|tf\.?)(?=\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Flurstueckskennzeichen:
    """A parcel's identity; `gemarkung` has four digits, `folge` is empty or two characters."""

    land: str
    gemarkung: str
    flur: int | None
    zaehler: int
    nenner: int | None = None
    folge: str = ""

    @property
    def kanonisch(self) -> str:
        """The twenty characters."""
        flur = f"{self.flur:03d}" if self.flur else "___"
        nenner = f"{self.nenner:04d}" if self.nenner else "____"
        folge = self.folge or "__"
        return f"{self.land}{self.gemarkung}{flur}{self.zaehler:05d}{nenner}{folge}"

    @property
    def gemarkungsschluessel(self) -> str:
        """Land and Gemarkung: six digits."""
        return self.land + self.gemarkung

    @property
    def nummer(self) -> str:
        """`212/4`."""
        return f"{self.zaehler}/{self.nenner}" if self.nenner else f"{self.zaehler}"

    def format_lage(self, gemarkung: str = "") -> str:
        """`Bad Berka, Flur 5, Flurstück 212/4`; without a name the number of the Gemarkung."""
        teile = [gemarkung or f"Gemarkung {self.gemarkungsschluessel}"]
        if self.flur:
            teile.append(f"Flur {self.flur}")
        return ", ".join([*teile, f"Flurstück {self.nummer}"])


@dataclass(frozen=True, slots=True)
class Flurstuecksangabe:
    """A parcel as an application names it, read: Gemarkung by name or by number of six digits.

    `teilflaeche`: only a part of the parcel is meant.
    """

    gemarkung: str
    gemarkungsschluessel: str
    flur: int | None
    zaehler: int
    nenner: int | None
    folge: str
    teilflaeche: bool = False

    def compute_kennzeichen(self, schluessel: str) -> Flurstueckskennzeichen:
        """The parcel's identity in a Gemarkung of this number (six digits)."""
        return Flurstueckskennzeichen(
            schluessel[:2], schluessel[2:], self.flur, self.zaehler, self.nenner, self.folge
        )


def read_kennzeichen(text: str) -> Flurstueckskennzeichen:
    """Read a Kennzeichen; Fachfehler if it is none.

    Blanks and a leading `DE` are dropped, lost `_` at the end are put back, a Flur `000` and a
    Nenner `0000` of old exports mean that there is none.
    """
    roh = re.sub(r"\s", "", text).upper().removeprefix("DE")
    gefunden = _FORM.fullmatch(roh + "_" * (LAENGE - len(roh)) if len(roh) in (14, 18) else roh)
    if gefunden is None or int(gefunden["zaehler"]) == 0:
        raise Fachfehler(
            f"„{text.strip()[:40]}“ ist kein Flurstückskennzeichen. Es hat 20 Zeichen: Land, "
            "Gemarkung, Flur, Zähler, Nenner und Folge; was fehlt, ist mit „_“ gefüllt."
        )
    return Flurstueckskennzeichen(
        gefunden["land"],
        gefunden["gemarkung"],
        _read_teil(gefunden["flur"]),
        int(gefunden["zaehler"]),
        _read_teil(gefunden["nenner"]),
        _read_folge(gefunden["folge"]),
    )


def format_kennzeichen(text: str) -> str:
    """The twenty characters of a Kennzeichen as somebody wrote it; Fachfehler if it is none."""
    return text if _KANONISCH.fullmatch(text) else read_kennzeichen(text).kanonisch


def _read_teil(text: str) -> int | None:
    return int(text) or None if text.isdigit() else None


def _read_folge(text: str | None) -> str:
    folge = (text or "").strip().upper()
    return "" if not folge.strip("_0") else folge.zfill(2)


def read_angabe(
    zaehler: str,
    nenner: str | None = None,
    flur: str | None = None,
    gemarkung: str | None = None,
    gemarkung_nummer: str | None = None,
    folge: str | None = None,
    land: str = "",
) -> Flurstuecksangabe:
    """Read the parts of an application (XBau: texts); Fachfehler for what could mean two things.

    Accepted are the written forms of forms and plans: `Gemarkung Bad Berka`, `Flur 5`,
    `Flst. 212/4`, `212/4 TF`. Ranges are never expanded. `land`: two digits, for a number of the
    Gemarkung that comes without.
    """
    nummer, teil = _read_nummer(zaehler, nenner)
    return Flurstuecksangabe(
        gemarkung=_GEMARKUNG.sub("", gemarkung or "", count=1).strip(" ,;"),
        gemarkungsschluessel=_read_schluessel(gemarkung_nummer, land),
        flur=_read_flur(flur),
        zaehler=nummer[0],
        nenner=nummer[1],
        folge=_read_folge(folge),
        teilflaeche=teil,
    )


def _read_nummer(zaehler: str, nenner: str | None) -> tuple[tuple[int, int | None], bool]:
    ohne_teil, funde = _TEIL.subn("", zaehler)
    unten = (nenner or "").strip()
    geschrieben = f"{ohne_teil.strip()}/{unten}" if unten.strip("0_") else ohne_teil.strip()
    gefunden = _NUMMER.fullmatch(geschrieben)
    if gefunden is None or int(gefunden["zaehler"]) == 0:
        raise Fachfehler(
            f"„{geschrieben[:40]}“ ist keine Flurstücksnummer wie 212 oder 212/4. Nennen Sie jedes "
            "Flurstück einzeln."
        )
    return (int(gefunden["zaehler"]), int(gefunden["nenner"] or 0) or None), funde > 0


def _read_flur(text: str | None) -> int | None:
    if not (text or "").strip(" 0_"):
        return None
    gefunden = _FLUR.fullmatch((text or "").strip())
    if gefunden is None:
        raise Fachfehler(
            f"„{(text or '').strip()[:40]}“ ist keine Flur. Eine Flur ist eine Zahl bis 999."
        )
    return int(gefunden[1])


def _read_schluessel(nummer: str | None, land: str) -> str:
    ziffern = re.sub(r"\D", "", nummer or "", flags=re.ASCII)
    if not ziffern:
        return ""
    voll = ziffern if len(ziffern) == 6 else land + ziffern.zfill(4)
    if len(voll) != 6:
        raise Fachfehler(
            f"„{(nummer or '')[:20]}“ ist keine Nummer einer Gemarkung. Sie hat vier Ziffern, mit "
            "der Kennzahl des Landes davor sechs."
        )
    return voll

"""Text that a PDF can show: every letter has a glyph, nothing invisible turns or breaks a line.

PDF/A-2a refuses a text with a letter that no font has. Such a letter is written as its number
instead (`[U+1F3E0]`): in a Bescheid nothing may vanish without a trace.
"""

import re
import struct
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

SCHRIFTEN: Final = Path(__file__).parent / "schriften"
DATEIEN: Final = ("FiraSans-Regular.ttf", "FiraSans-SemiBold.ttf")  # 4.203, SIL OFL 1.1
# Letters of DIN 91379 that Fira Sans lacks; typst's own fonts have them.
_AUS_TYPST: Final = frozenset("\u02be\u0310\u0315\u032e\u035f")
_ERSATZ: Final = {"\u2010": "-", "\u2011": "-", "\u202f": "\u00a0", "\u2212": "–", "\t": " "}
_ZEILENENDE: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNTEILBAR: Final = re.compile(r"\S{41,}")
_STUECK: Final = 30
_NULLBREITE: Final = "\u200b"
_FORMAT_4: Final = 4


def format_satztext(text: str) -> str:
    """A text as it can be set: NFC, line ends as `\\n`, long words with places to break."""
    zeilen = _ZEILENENDE.sub("\n", unicodedata.normalize("NFC", text))
    gesetzt = "".join(_format_zeichen(z) for z in zeilen)
    return _UNTEILBAR.sub(_add_trennstellen, gesetzt)


@lru_cache(maxsize=4096)
def _format_zeichen(zeichen: str) -> str:
    zeichen = _ERSATZ.get(zeichen, zeichen)
    if zeichen == "\n" or zeichen in _get_vorrat():
        return zeichen
    if unicodedata.category(zeichen) in {"Cc", "Cf"}:
        return ""
    if unicodedata.category(zeichen) == "Zs":
        return " "
    zerlegt = unicodedata.normalize("NFD", zeichen)
    if len(zerlegt) > 1 and _get_vorrat().issuperset(zerlegt):
        return zerlegt
    return f"[U+{ord(zeichen):04X}]"


def _add_trennstellen(fund: re.Match[str]) -> str:
    wort = fund[0]
    return _NULLBREITE.join(wort[i : i + _STUECK] for i in range(0, len(wort), _STUECK))


@lru_cache(maxsize=1)
def _get_vorrat() -> frozenset[str]:
    """What both weights have, without what is invisible or of private use."""
    je_datei = [read_zeichenvorrat((SCHRIFTEN / name).read_bytes()) for name in DATEIEN]
    gemeinsam = {chr(z) for z in frozenset.intersection(*je_datei)}
    sichtbar = {z for z in gemeinsam if unicodedata.category(z) not in {"Cc", "Cf", "Co", "Cn"}}
    return _AUS_TYPST | sichtbar


def read_zeichenvorrat(schrift: bytes) -> frozenset[int]:
    """Code points that a TrueType font has a glyph for (OpenType, table `cmap`, format 4)."""
    anzahl = struct.unpack_from(">H", schrift, 4)[0]
    tafeln = {
        kennung: ort
        for kennung, _summe, ort, _laenge in struct.iter_unpack(
            ">4sLLL", schrift[12 : 12 + 16 * anzahl]
        )
    }
    cmap = tafeln[b"cmap"]
    vorrat: set[int] = set()
    for i in range(struct.unpack_from(">H", schrift, cmap + 2)[0]):
        ort = cmap + struct.unpack_from(">HHL", schrift, cmap + 4 + 8 * i)[2]
        if struct.unpack_from(">H", schrift, ort)[0] == _FORMAT_4:
            vorrat.update(_iter_format_4(schrift, ort))
    return frozenset(vorrat)


def _iter_format_4(schrift: bytes, ort: int) -> Iterable[int]:
    anzahl = struct.unpack_from(">H", schrift, ort + 6)[0] // 2
    reihe = f">{anzahl}H"
    enden = struct.unpack_from(reihe, schrift, ort + 14)
    anfaenge = struct.unpack_from(reihe, schrift, ort + 16 + 2 * anzahl)
    versaetze = struct.unpack_from(reihe, schrift, ort + 16 + 4 * anzahl)
    abstaende_ab = ort + 16 + 6 * anzahl
    abstaende = struct.unpack_from(reihe, schrift, abstaende_ab)
    for n, (anfang, ende, versatz, abstand) in enumerate(
        zip(anfaenge, enden, versaetze, abstaende, strict=True)
    ):
        for zeichen in range(anfang, min(ende, 0xFFFE) + 1):
            glyphe = zeichen + versatz
            if abstand:
                stelle = abstaende_ab + 2 * n + abstand + 2 * (zeichen - anfang)
                glyphe = struct.unpack_from(">H", schrift, stelle)[0]
            if glyphe % 0x10000:
                yield zeichen

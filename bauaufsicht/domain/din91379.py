"""Text within DIN 91379 datatype C, as XBau asks of most of its fields (DIN 91379:2022-08).

The characters are those of the pattern `datatypeC` of din-norm-91379-datatypes.xsd: Latin letters,
the normative signs, and a closed set of letters with combining marks. The message would be invalid
with any other.
"""

import re
import unicodedata
from typing import Final

_ZEICHEN: Final = (
    "\t\n\r\u0020-\u007e\u00a0-\u00ac\u00ae-\u017e\u0187\u0188\u018f\u0197\u01a0\u01a1\u01af\u01b0\u01b7"
    "\u01cd-\u01dc\u01de\u01df\u01e2-\u01f0\u01f4\u01f5\u01f8-\u01ff\u0212\u0213\u0218-\u021b\u021e\u021f"
    "\u0227-\u0233\u0259\u0268\u0292\u02b9\u02ba\u02be\u02bf\u02c8\u02cc\u1e02\u1e03\u1e06\u1e07"
    "\u1e0a-\u1e11\u1e17\u1e1c-\u1e2b\u1e2f-\u1e37\u1e3a\u1e3b\u1e40-\u1e49\u1e52-\u1e5b\u1e5e-\u1e63"
    "\u1e6a-\u1e6f\u1e80-\u1e87\u1e8c-\u1e97\u1e9e\u1ea0-\u1ef9\u2019\u2021\u20ac"
)
# A letter and the marks (or sequences of marks, separated by blanks) that may follow it.
_FOLGEN: Final = {
    "A": "\u030b",
    "C": "\u0300 \u0304 \u0306 \u0308 \u0315 \u0323 \u0326 \u0328\u0306",
    "D": "\u0302",
    "F": "\u0300 \u0304",
    "G": "\u0300",
    "H": "\u0304 \u0326 \u0331",
    "J": "\u0301 \u030c",
    "K": "\u0300 \u0302 \u0304 \u0307 \u0315 \u031b \u0326 \u035fH \u035fh",
    "L": "\u0302 \u0325 \u0325\u0304 \u0326",
    "M": "\u0300 \u0302 \u0306 \u0310",
    "N": "\u0302 \u0304 \u0306 \u0326",
    "P": "\u0300 \u0304 \u0315 \u0323",
    "R": "\u0306 \u0325 \u0325\u0304",
    "S": "\u0300 \u0304 \u031b\u0304 \u0331",
    "T": "\u0300 \u0304 \u0308 \u0315 \u031b",
    "U": "\u0307",
    "Z": "\u0300 \u0304 \u0306 \u0308 \u0327",
    "a": "\u030b",
    "c": "\u0300 \u0304 \u0306 \u0308 \u0315 \u0323 \u0326 \u0328\u0306",
    "d": "\u0302",
    "f": "\u0300 \u0304",
    "g": "\u0300",
    "h": "\u0304 \u0326",
    "j": "\u0301",
    "k": "\u0300 \u0302 \u0304 \u0307 \u0315 \u031b \u0326 \u035fh",
    "l": "\u0302 \u0325 \u0325\u0304 \u0326",
    "m": "\u0300 \u0302 \u0306 \u0310",
    "n": "\u0302 \u0304 \u0306 \u0326",
    "p": "\u0300 \u0304 \u0315 \u0323",
    "r": "\u0306 \u0325 \u0325\u0304",
    "s": "\u0300 \u0304 \u031b\u0304 \u0331",
    "t": "\u0300 \u0304 \u0315 \u031b",
    "u": "\u0307",
    "z": "\u0300 \u0304 \u0306 \u0308 \u0327",
    "\u00c7": "\u0306",
    "\u00db": "\u0304",
    "\u00e7": "\u0306",
    "\u00fb": "\u0304",
    "\u00ff": "\u0301",
    "\u010c": "\u0315 \u0323",
    "\u010d": "\u0315 \u0323",
    "\u0113": "\u030d",
    "\u012a": "\u0301",
    "\u012b": "\u0301",
    "\u014d": "\u030d",
    "\u017d": "\u0326 \u0327",
    "\u017e": "\u0326 \u0327",
    "\u1e32": "\u0304",
    "\u1e33": "\u0304",
    "\u1e62": "\u0304",
    "\u1e63": "\u0304",
    "\u1e6c": "\u0304",
    "\u1e6d": "\u0304",
    "\u1ea0": "\u0308",
    "\u1ea1": "\u0308",
    "\u1ecc": "\u0308",
    "\u1ecd": "\u0308",
    "\u1ee4": "\u0304 \u0308",
    "\u1ee5": "\u0304 \u0308",
}
# What German office texts contain and the datatype does not: the nearest sign that a reader
# understands.
_ERSATZ: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−•‣⁃", "-"),
        **dict.fromkeys("„“”‟″〃", '"'),
        **dict.fromkeys("‚‘’‛′‹›", "'"),
        **dict.fromkeys("\x85\u2028\u2029", "\n"),
        "…": "...",
        "≤": "<=",
        "≥": ">=",
        "≈": "~",
        "→": "->",
        "⌀": "Ø",
        "∅": "Ø",
        "\u03bc": "µ",
    }
)


def _build_muster() -> re.Pattern[str]:
    folgen = [
        grund + folge
        for grund, liste in _FOLGEN.items()
        for folge in sorted(liste.split(), key=len, reverse=True)
    ]
    return re.compile("|".join([*map(re.escape, folgen), f"[{_ZEICHEN}]"]))


_MUSTER: Final = _build_muster()
_NUR_ERLAUBT: Final = re.compile(f"(?:{_MUSTER.pattern})*")
_ZERLEGUNG: Final = re.compile(f"((?:{_MUSTER.pattern})+)|(.)", re.DOTALL)


def format_datentyp_c(text: str) -> str:
    """`text` in NFC with only characters of DIN 91379 datatype C.

    Dashes, quotation marks, dots and bullets become their plain forms. Marks that the datatype does
    not know fall off their letter, invisible controls vanish, compatibility forms are resolved (ﬁ →
    fi); what then still has no place (Greek, Cyrillic, emoji …) becomes `?`, so that the reader
    sees that it is missing.
    """
    zeilen = text.replace("\r\n", "\n").replace("\r", "\n")
    ergebnis = unicodedata.normalize("NFC", zeilen).translate(_ERSATZ)
    while True:
        ergebnis = unicodedata.normalize("NFC", ergebnis)
        if _NUR_ERLAUBT.fullmatch(ergebnis):
            return ergebnis
        # Dropping a mark can let its neighbours compose to something new: look again until all is
        # allowed.
        ergebnis = _ZERLEGUNG.sub(
            lambda treffer: treffer[1] or _compute_ersatz(treffer[2]), ergebnis
        )


def _compute_ersatz(zeichen: str) -> str:
    if unicodedata.category(zeichen) in {"Mn", "Me", "Mc", "Cf", "Cc", "Cs"}:
        return ""
    grundform = "".join(
        z for z in unicodedata.normalize("NFKD", zeichen) if not unicodedata.combining(z)
    )
    grundform = grundform.translate(_ERSATZ)
    return grundform if grundform and _NUR_ERLAUBT.fullmatch(grundform) else "?"

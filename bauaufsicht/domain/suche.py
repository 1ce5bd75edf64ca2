"""Text search: one folded form for what is stored and what is typed."""

import unicodedata

UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
UNZERLEGBARE = str.maketrans({"ø": "o", "ł": "l", "đ": "d"})


def format_suchtext(*teile: str) -> str:
    """Lower case, umlauts and ß spelt out, other accents removed, single spaces."""
    klein = unicodedata.normalize("NFKC", " ".join(t for t in teile if t)).casefold()
    zerlegt = unicodedata.normalize("NFKD", klein.translate(UMLAUTE))
    ohne_akzente = "".join(z for z in zerlegt if not unicodedata.combining(z))
    return " ".join(ohne_akzente.translate(UNZERLEGBARE).split())

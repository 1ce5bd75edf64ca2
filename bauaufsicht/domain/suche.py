"""Text search: one folded form for what is stored and what is typed."""

import unicodedata

UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


def format_suchtext(*teile: str) -> str:
    """Lower case, umlauts spelt out, other accents removed, single spaces."""
    klein = unicodedata.normalize("NFC", " ".join(t for t in teile if t)).casefold()
    ohne = unicodedata.normalize("NFKD", klein.translate(UMLAUTE))
    return " ".join("".join(z for z in ohne if not unicodedata.combining(z)).split())

"""All values of an application over time: what a change message leaves, and what it alters."""

import re
from collections.abc import Sequence
from typing import Any

Zeile = list[Any]  # path, value, list, list version

# 0202 names the block anew; it holds the complete data after the change (XBAU.md g 7)
BLOCKNAMEN = {"bauvorhabenAenderungsdaten": "bauvorhaben"}
ANLAGEN = "anlagen"
OHNE_VERGLEICH = frozenset({"bezug", ANLAGEN})
_ANLAGE = re.compile(r"anlagen/anlage(?:\[(\d+)\])?(?=/|$)")
WURZELATTRIBUT = "@"  # which program sent it in which version says nothing about the project


def _block(pfad: str) -> str:
    return pfad.split("/", 1)[0].split("[", 1)[0]


def _format_pfad(pfad: str) -> str:
    name = _block(pfad)
    return BLOCKNAMEN.get(name, name) + pfad[len(name) :]


def _is_vergleichbar(pfad: str) -> bool:
    return _block(pfad) not in OHNE_VERGLEICH and not pfad.startswith(WURZELATTRIBUT)


def compute_neuer_stand(alte: Sequence[Zeile], gesendete: Sequence[Zeile]) -> list[Zeile]:
    """The values after a change: blocks that were sent replace the old ones, absent ones stay.

    Attachments are never taken back by a message: those of a change are counted on.
    """
    neue = [[_format_pfad(z[0]), *z[1:]] for z in gesendete]
    ersetzt = {_block(z[0]) for z in neue}
    bleibende = [z for z in alte if _block(z[0]) not in ersetzt]
    if ANLAGEN not in ersetzt:
        return bleibende + neue
    fruehere = [z for z in alte if _block(z[0]) == ANLAGEN]
    anzahl = max((_get_anlagennummer(z[0]) for z in fruehere), default=0)
    spaetere = [[_format_anlage(z[0], anzahl), *z[1:]] for z in neue if _block(z[0]) == ANLAGEN]
    ohne = [z for z in neue if _block(z[0]) != ANLAGEN]
    return bleibende + ohne + fruehere + spaetere


def _get_anlagennummer(pfad: str) -> int:
    treffer = _ANLAGE.match(pfad)
    return int(treffer[1] or 1) if treffer else 0


def _format_anlage(pfad: str, versatz: int) -> str:
    nummer = _get_anlagennummer(pfad) + versatz
    return _ANLAGE.sub(f"{ANLAGEN}/anlage[{nummer}]", pfad) if versatz else pfad


def compute_aenderungen(alte: Sequence[Zeile], neue: Sequence[Zeile]) -> list[list[str | None]]:
    """Path, old value and new value of what differs; None where there was or is nothing."""
    vorher = {z[0]: z[1] for z in alte if _is_vergleichbar(z[0])}
    nachher = {z[0]: z[1] for z in neue if _is_vergleichbar(z[0])}
    pfade = list(dict.fromkeys([*vorher, *nachher]))
    return [
        [pfad, vorher.get(pfad), nachher.get(pfad)]
        for pfad in pfade
        if vorher.get(pfad) != nachher.get(pfad)
    ]

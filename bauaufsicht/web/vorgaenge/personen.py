"""People of a case as the page lists them: each once, with all roles."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bauaufsicht.db.queries.codeliste import Schluessel
from bauaufsicht.db.queries.vorgang import Beteiligtenzeile
from bauaufsicht.domain.nachricht import Rolle
from bauaufsicht.web import labels

# Codes that stand in the small print behind a name, with their lists.
KODES_IM_ZUSATZ = (
    (re.compile(r"\bKammer (\d{1,4})\b"), "urn:xoev-de:xbau:codeliste:kammer"),
    (
        re.compile(r"\bRegistergericht (\w{1,10})\b"),
        "urn:xoev-de:xgewerbeanzeige:codeliste:registergerichte",
    ),
)


@dataclass(slots=True)
class Personeneintrag:
    """A person or body with its roles."""

    name: str
    zusatz: str
    anschrift: tuple[str, ...]
    kontakte: tuple[tuple[str, str], ...]
    rolle: str = ""
    rollen: list[Rolle] = field(default_factory=list)
    kennungen: set[str] = field(default_factory=set)


def compute_stellen(stellen: Iterable[tuple[str, bool]]) -> list[Personeneintrag]:
    """The bodies that take part, as (name, whether it decides)."""
    return [
        Personeneintrag(labels.format_gemeinde(name), "", (), (), "Entscheidende Gemeinde")
        if entscheidet
        else Personeneintrag(name, "", (), (), "Beteiligte Stelle")
        for name, entscheidet in stellen
    ]


def compute_personen(
    zeilen: Sequence[Beteiligtenzeile], kodes: Mapping[Schluessel, str]
) -> list[Personeneintrag]:
    """One entry per person, in the order of the application.

    Two entries of the application are one person when everything shown of them is the same and
    they carry the same XBau id. Without it, or with ids that only count the places in the message
    (2.4.0.1), they are one person unless both have the same role: father and son stay two.
    """
    eintraege: list[Personeneintrag] = []
    for z in zeilen:
        zusatz = _format_zusatz(z.zusatz, kodes)
        eintrag = _find(eintraege, z, zusatz)
        if eintrag is None:
            eintrag = Personeneintrag(z.name, zusatz, z.anschrift, z.kontakte)
            eintraege.append(eintrag)
        if z.rolle not in eintrag.rollen:
            eintrag.rollen.append(z.rolle)
        if z.xbau_id:
            eintrag.kennungen.add(z.xbau_id)
        eintrag.rolle = ", ".join(labels.ROLLEN[r] for r in eintrag.rollen)
    return eintraege


def list_kodes(zeilen: Iterable[Beteiligtenzeile]) -> set[Schluessel]:
    """The codes in the small print behind the names."""
    return {
        (liste, None, kode)
        for z in zeilen
        for muster, liste in KODES_IM_ZUSATZ
        for kode in muster.findall(z.zusatz)
    }


def _find(
    eintraege: Iterable[Personeneintrag], z: Beteiligtenzeile, zusatz: str
) -> Personeneintrag | None:
    gleiche = [
        e
        for e in eintraege
        if (e.name, e.zusatz, e.anschrift, e.kontakte) == (z.name, zusatz, z.anschrift, z.kontakte)
    ]
    mit_kennung = [e for e in gleiche if z.xbau_id in e.kennungen]
    ohne = [e for e in gleiche if not z.xbau_id and not e.kennungen]
    andere = [e for e in gleiche if z.rolle not in e.rollen]
    return next(iter([*mit_kennung, *ohne, *andere]), None)


def _format_zusatz(zusatz: str, kodes: Mapping[Schluessel, str]) -> str:
    for muster, liste in KODES_IM_ZUSATZ:
        zusatz = muster.sub(
            lambda m, liste=liste: kodes.get((liste, None, m[1]), m[0]),  # type: ignore[misc]
            zusatz,
        )
    return zusatz

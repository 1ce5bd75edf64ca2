"""Code lists in genericode 1.0 (OASIS), as the XRepository hands them out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.sicheres_xml import EINRICHTUNG, read_xml
from bauaufsicht.domain.ports import Codelistendatei, Codelistenkopf

_WURZEL: Final = "CodeList"
# How German lists call the column with the words; the first one that a list has is taken.
_WORTSPALTEN: Final = (
    "beschreibung",
    "bezeichnung",
    "name",
    "description-deutsch",
    "bedeutung",
    "befund",
    "registergericht",
    "behoerdenkategorie",
    "gebietsbezeichnung-kurz",
)
_VERLORENE_ZEICHEN: Final = ("\ufffd", "ï¿½")


class _KeineCodeliste(Exception):
    """The file is no usable code list; the text says why."""


@dataclass(frozen=True, slots=True)
class _Spalte:
    name: str
    pflicht: bool
    deutsch: bool


class GenericodeLeser:
    """Reads code lists from files (port CodelistenLeser)."""

    def read_ordner(self, ordner: Path) -> Iterator[Codelistendatei | str]:
        """Every XML file of the folder and its sub-folders; a sentence for each that is no code
        list.
        """
        for pfad in sorted(ordner.rglob("*.xml")):
            if not pfad.is_file():
                continue
            try:
                yield read_codeliste(pfad.read_bytes())
            except _KeineCodeliste as fehler:
                yield f"„{pfad.name}“ wird nicht übernommen: {fehler}"
            except OSError:
                yield f"„{pfad.name}“ wird nicht übernommen: Die Datei ist nicht lesbar."


def read_codeliste(rohdaten: bytes) -> Codelistendatei:
    """One genericode file: key and German label of each row; of rows with the same key the first
    one counts.
    """
    zerlegung = read_xml(rohdaten, EINRICHTUNG)
    wurzel = zerlegung.wurzel
    if wurzel is None or zerlegung.befunde:
        raise _KeineCodeliste(zerlegung.befunde[0].text)
    if etree.QName(wurzel).localname != _WURZEL:
        raise _KeineCodeliste("Das ist keine Codeliste im Format genericode.")
    spalten = _read_spalten(wurzel)
    schluessel = _get_schluesselspalte(wurzel, spalten)
    wort = _compute_wortspalte(spalten, schluessel)
    eintraege: dict[str, str] = {}
    for zeile in _list_pfad(wurzel, "SimpleCodeList", "Row"):
        werte = _read_zeile(zeile, list(spalten))
        code = werte.get(schluessel, "")
        if code:
            eintraege.setdefault(code, _get_heiles(werte.get(wort, "")) or code)
    if not eintraege:
        raise _KeineCodeliste("Die Codeliste hat keine Einträge.")
    return Codelistendatei(_read_kopf(wurzel), tuple(eintraege.items()))


def _list_pfad(element: etree._Element, *namen: str) -> list[etree._Element]:
    stand = [element]
    for name in namen:
        stand = [k for e in stand for k in e.iterchildren("*") if etree.QName(k).localname == name]
    return stand


def _get_text(element: etree._Element, *namen: str) -> str:
    return next((t for e in _list_pfad(element, *namen) if (t := (e.text or "").strip())), "")


def _read_kopf(wurzel: etree._Element) -> Codelistenkopf:
    urn = _get_text(wurzel, "Identification", "CanonicalUri")
    version = _get_text(wurzel, "Identification", "Version")
    if not urn or not version:
        raise _KeineCodeliste("Kennung (CanonicalUri) oder Version fehlt.")
    namen = (_get_text(wurzel, "Identification", n) for n in ("LongName", "ShortName"))
    return Codelistenkopf(urn, version, next((n for n in namen if _get_heiles(n)), urn))


def _get_heiles(text: str) -> str:
    """Text unless its umlauts were lost before publication (list of the Bundesländer of 2010): then
    nothing.
    """
    return "" if any(rest in text for rest in _VERLORENE_ZEICHEN) else text


def _read_spalten(wurzel: etree._Element) -> dict[str, _Spalte]:
    spalten = {}
    for element in _list_pfad(wurzel, "ColumnSet", "Column"):
        kennung = element.get("Id") or ""
        sprache = next((d.get("Lang") or "" for d in _list_pfad(element, "Data")), "")
        spalten[kennung] = _Spalte(
            name=kennung.casefold(),
            pflicht=element.get("Use") == "required",
            deutsch=not sprache or sprache.lower().startswith("de"),
        )
    if not spalten:
        raise _KeineCodeliste("Die Codeliste hat keine Spalten.")
    return spalten


def _get_schluesselspalte(wurzel: etree._Element, spalten: dict[str, _Spalte]) -> str:
    """The column of the first key of one column, else the first column."""
    for schluessel in _list_pfad(wurzel, "ColumnSet", "Key"):
        verweise = [v.get("Ref") or "" for v in _list_pfad(schluessel, "ColumnRef")]
        if len(verweise) == 1 and verweise[0] in spalten:
            return verweise[0]
    return next(iter(spalten))


def _compute_wortspalte(spalten: dict[str, _Spalte], schluessel: str) -> str:
    andere = {kennung: spalte for kennung, spalte in spalten.items() if kennung != schluessel}
    for name in _WORTSPALTEN:
        for kennung, spalte in andere.items():
            if spalte.name == name:
                return kennung
    # Unknown list: the first German column that must be filled, else the first one there is.
    reihe = sorted(andere, key=lambda k: (not andere[k].deutsch, not andere[k].pflicht))
    return reihe[0] if reihe else schluessel


def _read_zeile(zeile: etree._Element, spalten: list[str]) -> dict[str, str]:
    """Values by column; a value without ColumnRef belongs to the column after that of its
    predecessor.
    """
    werte: dict[str, str] = {}
    naechste = 0
    for wert in _list_pfad(zeile, "Value"):
        verweis = wert.get("ColumnRef")
        if verweis in spalten:
            naechste = spalten.index(verweis)
        elif verweis is not None or naechste >= len(spalten):
            continue
        werte[spalten[naechste]] = _get_text(wert, "SimpleValue")
        naechste += 1
    return werte

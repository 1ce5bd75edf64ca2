"""ALKIS in NAS format: parcels of an AX_Bestandsdatenauszug, read as a stream.

GDAL's wheels know no NAS, and its GML driver takes `objektkoordinaten` (a point) for the geometry.
"""

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from bauaufsicht.adapters.kataster.gml import Unlesbar, get_name, read_flaeche
from bauaufsicht.adapters.kataster.koordinaten import create_kopf, read_epsg
from bauaufsicht.adapters.kataster.zeilen import Rohzeile, create_zeilen
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.kataster import Flurstueckszeile, Katasterkopf

BLOCK = 2000
AUSZUEGE = frozenset({"AX_Bestandsdatenauszug", "AX_NutzerbezogeneBestandsdatenaktualisierung_NBA"})
FORTFUEHRUNG = frozenset({"Replace", "Delete", "Update"})
NasBlock = tuple[Katasterkopf, tuple[Flurstueckszeile, ...], dict[str, str]]


def read_nas(strom: IO[bytes], umrechnen: bool) -> Iterator[NasBlock]:
    """Blocks of parcels, with the names of the Gemarkungen met so far."""
    try:
        yield from _Auszug(umrechnen).read(strom)
    except etree.XMLSyntaxError as fehler:
        raise Fachfehler(
            f"Die Datei ist kein vollständiges XML (Zeile {fehler.lineno}). Sie bricht ab oder ist "
            "beschädigt. Es wurde nichts übernommen."
        ) from fehler


class _Auszug:
    def __init__(self, umrechnen: bool) -> None:
        self._umrechnen = umrechnen
        self._kopf: Katasterkopf | None = None
        self._srs = ""
        self._gemarkungen: dict[str, str] = {}
        self._zeilen: list[Rohzeile] = []

    def read(self, strom: IO[bytes]) -> Iterator[NasBlock]:
        ereignisse = etree.iterparse(
            strom,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        tiefe = 0
        for art, element in ereignisse:
            tiefe += 1 if art == "start" else -1
            if art == "start":
                self._check_anfang(element, tiefe)
                continue
            name = get_name(element)
            if name == "AX_Flurstueck":
                self._read_flurstueck(element)
            elif name == "AX_Gemarkung":
                self._read_gemarkung(element)
            if name in {"featureMember", "member"} or _check_frei(element):
                _clear(element)
            if len(self._zeilen) >= BLOCK:
                yield self._create_block()
        if self._zeilen or self._kopf is not None:
            yield self._create_block()

    def _check_anfang(self, element: etree._Element, tiefe: int) -> None:
        name = get_name(element)
        if tiefe == 1:
            if element.getroottree().docinfo.internalDTD is not None:
                raise Fachfehler(
                    "Die Datei enthält eine DOCTYPE-Deklaration. Sie wird aus Sicherheitsgründen "
                    "nicht angenommen; ALKIS kennt keine."
                )
            if name not in AUSZUEGE:
                raise Fachfehler(
                    "Die XML-Datei ist kein ALKIS-Auszug im NAS-Format: Sie beginnt mit "
                    f"„{name[:60]}“ statt mit „AX_Bestandsdatenauszug“. Andere Formate geben Sie "
                    "als GeoPackage oder GeoJSON."
                )
        elif name in FORTFUEHRUNG:
            raise Fachfehler(
                "Die Datei enthält nur Änderungen (Fortführung). Lassen Sie sich den ganzen "
                "Bestand geben (Bestandsdatenauszug)."
            )

    def _create_block(self) -> NasBlock:
        assert self._kopf is not None
        zeilen, self._zeilen = self._zeilen, []
        return self._kopf, create_zeilen(self._kopf, zeilen), dict(self._gemarkungen)

    def _read_flurstueck(self, element: etree._Element) -> None:
        if _get_text(element, "lebenszeitintervall", "AA_Lebenszeitintervall", "endet"):
            return  # no longer in force
        lage = _get_kind(element, "position")
        self._check_srs(element, lage)
        gemeinde = _get_kind(element, "gemeindezugehoerigkeit", "AX_Gemeindekennzeichen")
        self._zeilen.append(
            Rohzeile(
                _get_text(element, "flurstueckskennzeichen"),
                _read_geometrie(lage),
                _get_text(element, "amtlicheFlaeche") or None,
                None,
                "".join(
                    _get_text(gemeinde, t)
                    for t in ("land", "regierungsbezirk", "kreis", "gemeinde")
                ),
            )
        )

    def _check_srs(self, element: etree._Element, lage: etree._Element | None) -> None:
        srs = next(
            (s for e in (lage.iter() if lage is not None else ()) if (s := e.get("srsName"))), ""
        )
        if not srs and not self._srs:
            raise Fachfehler(
                f"Das Flurstück {_get_text(element, 'flurstueckskennzeichen')[:24]} nennt kein "
                "Koordinatensystem (srsName). Es wurde nichts übernommen."
            )
        if self._kopf is None:
            self._srs = srs
            self._kopf = create_kopf("ALKIS (NAS)", read_epsg(srs), self._umrechnen)
        elif srs and srs != self._srs and read_epsg(srs) != self._kopf.epsg:
            raise Fachfehler(
                "Die Flurstücke der Datei stehen in verschiedenen Koordinatensystemen."
            )

    def _read_gemarkung(self, element: etree._Element) -> None:
        schluessel = _get_kind(element, "schluessel", "AX_Gemarkung_Schluessel")
        nummer = _get_text(schluessel, "land") + _get_text(schluessel, "gemarkungsnummer")
        name = _get_text(element, "bezeichnung")
        if len(nummer) == 6 and name:
            self._gemarkungen[nummer] = name[:200]


def _read_geometrie(lage: etree._Element | None) -> Any:
    try:
        return read_flaeche(lage) if lage is not None else None
    except (Unlesbar, ValueError):
        return None


def _check_frei(element: etree._Element) -> bool:
    """Whether an object stands directly below a member or an Insert, not inside of another one."""
    eltern = element.getparent()
    return eltern is not None and get_name(eltern) in {"Insert", "FeatureCollection"}


def _clear(element: etree._Element) -> None:
    """Forget an object and what came before it: the tree never holds more than one."""
    element.clear()
    eltern = element.getparent()
    while eltern is not None and element.getprevious() is not None:
        del eltern[0]


def _get_kind(element: etree._Element | None, *weg: str) -> etree._Element | None:
    for name in weg:
        if element is None:
            return None
        element = next((k for k in element if get_name(k) == name), None)
    return element


def _get_text(element: etree._Element | None, *weg: str) -> str:
    kind = _get_kind(element, *weg)
    return (kind.text or "").strip() if kind is not None else ""

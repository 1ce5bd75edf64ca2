"""GeoJSON as a stream: one feature after the other, whatever the size of the file."""

import codecs
import json
from collections.abc import Iterator
from typing import IO, Any

import numpy as np
import shapely

from bauaufsicht.adapters.kataster.felder import Spalten, create_spalten
from bauaufsicht.adapters.kataster.koordinaten import create_kopf, read_epsg
from bauaufsicht.adapters.kataster.zeilen import Rohzeile, create_zeilen
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.kataster import Flurstueckszeile, Katasterkopf

STUECK = 1 << 20
HOECHSTLAENGE = 32 << 20  # characters of one feature
BLOCK = 5000
_ABBRUCH = (
    "Die GeoJSON-Datei bricht mitten im Text ab oder ist beschädigt. Es wurde nichts übernommen."
)


class _Strom:
    """A JSON text of which only the part under the hand is in memory."""

    def __init__(self, strom: IO[bytes]) -> None:
        self._strom = strom
        self._lesen = codecs.getincrementaldecoder("utf-8-sig")("strict")
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._ort = 0
        self._ende = False

    def _read_mehr(self) -> bool:
        """Take the next piece in; False at the end."""
        if self._ende:
            return False
        stueck = self._strom.read(STUECK)
        self._ende = not stueck
        try:
            neu = self._lesen.decode(stueck, final=self._ende)
        except UnicodeDecodeError:
            raise Fachfehler("Die GeoJSON-Datei ist nicht in UTF-8 geschrieben.") from None
        self._text = self._text[self._ort :] + neu
        self._ort = 0
        if len(self._text) > HOECHSTLAENGE:
            raise Fachfehler("Ein Objekt der GeoJSON-Datei ist zu groß. Prüfen Sie die Datei.")
        return not self._ende

    def get_zeichen(self) -> str:
        """The next character that is no blank, without taking it; "" at the end."""
        while True:
            while self._ort < len(self._text) and self._text[self._ort] in " \t\r\n":
                self._ort += 1
            if self._ort < len(self._text):
                return self._text[self._ort]
            if not self._read_mehr() and self._ende and self._ort >= len(self._text):
                return ""

    def check_zeichen(self, zeichen: str) -> bool:
        """Take the next character if it is this one."""
        if self.get_zeichen() != zeichen:
            return False
        self._ort += 1
        return True

    def read_zeichen(self, zeichen: str) -> None:
        """Take this character; Fachfehler if another one comes."""
        if not self.check_zeichen(zeichen):
            raise Fachfehler(_ABBRUCH)

    def read_wert(self) -> tuple[Any, str]:
        """The next value with its text."""
        self.get_zeichen()
        while True:
            try:
                wert, ende = self._decoder.raw_decode(self._text, self._ort)
            except (json.JSONDecodeError, RecursionError):
                wert, ende = None, len(self._text)
                if self._ende:
                    raise Fachfehler(_ABBRUCH) from None
            if ende < len(self._text) or self._ende:  # a number could go on in the next piece
                text = self._text[self._ort : ende]
                self._ort = ende
                return wert, text
            self._read_mehr()


def read_geojson(
    strom: IO[bytes], umrechnen: bool
) -> Iterator[tuple[Katasterkopf, tuple[Flurstueckszeile, ...]]]:
    """Blocks of parcels of a FeatureCollection; its `crs` must stand before its features."""
    text = _Strom(strom)
    text.read_zeichen("{")
    mitglieder = _read_bis_features(text)
    kopf = create_kopf("GeoJSON", _get_epsg(mitglieder), umrechnen)
    spalten: Spalten | None = None
    block: list[tuple[dict[str, Any], str]] = []
    text.read_zeichen("[")
    while not text.check_zeichen("]"):
        objekt, roh = text.read_wert()
        if not isinstance(objekt, dict) or not isinstance(objekt.get("properties"), dict):
            raise Fachfehler("Die GeoJSON-Datei enthält Objekte ohne Eigenschaften („properties“).")
        spalten = spalten or create_spalten(objekt["properties"])
        block.append((objekt["properties"], roh))
        if len(block) == BLOCK:
            yield kopf, _create_block(kopf, spalten, block)
            block = []
        if not text.check_zeichen(",") and text.get_zeichen() != "]":
            raise Fachfehler(_ABBRUCH)
    while text.check_zeichen(","):
        _read_mitglied(text)
    text.read_zeichen("}")
    if spalten is not None:
        yield kopf, _create_block(kopf, spalten, block)


def _read_mitglied(text: _Strom) -> tuple[str, Any]:
    name, _ = text.read_wert()
    text.read_zeichen(":")
    return str(name), text.read_wert()[0]


def _read_bis_features(text: _Strom) -> dict[str, Any]:
    mitglieder: dict[str, Any] = {}
    while True:
        name, _ = text.read_wert()
        text.read_zeichen(":")
        if name == "features":
            return mitglieder
        mitglieder[str(name)] = text.read_wert()[0]
        if not text.check_zeichen(","):
            raise Fachfehler(
                "Die GeoJSON-Datei ist keine Sammlung von Flurstücken (FeatureCollection)."
            )


def _get_epsg(mitglieder: dict[str, Any]) -> int:
    """Of the member `crs`; without one RFC 7946 says WGS 84 in degrees."""
    crs = mitglieder.get("crs")
    if crs is None:
        return 4326
    eigenschaften = crs.get("properties") if isinstance(crs, dict) else None
    name = eigenschaften.get("name") if isinstance(eigenschaften, dict) else None
    return read_epsg(str(name))


def _create_block(
    kopf: Katasterkopf, spalten: Spalten, block: list[tuple[dict[str, Any], str]]
) -> tuple[Flurstueckszeile, ...]:
    texte = np.array([roh for _, roh in block], dtype=object)
    geometrien: Any = shapely.from_geojson(texte, on_invalid="ignore") if block else ()
    return create_zeilen(
        kopf,
        [
            Rohzeile(
                str(werte.get(spalten.kennzeichen, "")),
                _get_einzige(geometrie),
                werte.get(spalten.flaeche),
                werte.get(spalten.gemarkung),
                werte.get(spalten.gemeinde),
            )
            for (werte, _), geometrie in zip(block, geometrien, strict=True)
        ],
    )


def _get_einzige(geometrie: Any) -> Any:
    """A Feature may come out as a collection of its one geometry."""
    if geometrie is not None and geometrie.geom_type == "GeometryCollection":
        return geometrie.geoms[0] if len(geometrie.geoms) == 1 else None
    return geometrie

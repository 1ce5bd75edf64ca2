"""Which format a cadastre file has is seen by its first bytes, not by its name."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from bauaufsicht.adapters.kataster.geojson import read_geojson
from bauaufsicht.adapters.kataster.geopackage import read_geopackage
from bauaufsicht.adapters.kataster.nas import read_nas
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.kataster import Katasterblock

_GZIP = b"\x1f\x8b"
_SQLITE = b"SQLite format 3\0"
_BOM = b"\xef\xbb\xbf"


class KatasterDateien:
    """Reads GeoJSON, GeoPackage and NAS; text formats also packed with gzip."""

    def read_datei(self, pfad: Path, *, umrechnen: bool = False) -> Iterator[Katasterblock]:
        """Read block by block; Fachfehler says what is wrong with the file."""
        if not pfad.is_file() or not pfad.stat().st_size:
            raise Fachfehler(f"Die Datei „{pfad.name}“ gibt es nicht, oder sie ist leer.")
        leer = True
        for block in _read(pfad, umrechnen):
            leer = leer and not block.zeilen
            yield block
        if leer:
            raise Fachfehler(f"Die Datei „{pfad.name}“ enthält keine Flurstücke.")


def _read(pfad: Path, umrechnen: bool) -> Iterator[Katasterblock]:
    with pfad.open("rb") as roh:
        if roh.read(len(_SQLITE)) == _SQLITE:
            yield from read_geopackage(pfad, umrechnen)
            return
        try:
            yield from _read_text(pfad, roh, umrechnen)
        except (EOFError, gzip.BadGzipFile, zlib.error) as fehler:
            raise Fachfehler(
                f"„{pfad.name}“ ist unvollständig: Die gepackte Datei bricht ab. Es wurde nichts "
                "übernommen."
            ) from fehler


def _read_text(pfad: Path, roh: IO[bytes], umrechnen: bool) -> Iterator[Katasterblock]:
    groesse = pfad.stat().st_size
    with _open_text(roh) as (strom, anfang):
        if anfang.startswith(b"<"):
            for kopf, zeilen, gemarkungen in read_nas(strom, umrechnen):
                yield Katasterblock(kopf, zeilen, roh.tell() / groesse, gemarkungen)
        elif anfang.startswith(b"{"):
            for kopf, zeilen in read_geojson(strom, umrechnen):
                yield Katasterblock(kopf, zeilen, roh.tell() / groesse)
        else:
            raise Fachfehler(
                f"„{pfad.name}“ ist keine Katasterdatei, die hier gelesen werden kann. Angenommen "
                "werden GeoPackage, GeoJSON und ALKIS im NAS-Format."
            )


@contextmanager
def _open_text(roh: IO[bytes]) -> Iterator[tuple[IO[bytes], bytes]]:
    """The unpacked stream from its beginning, and its first characters."""
    roh.seek(0)
    gepackt = roh.read(2) == _GZIP
    roh.seek(0)
    strom = cast("IO[bytes]", gzip.GzipFile(fileobj=roh)) if gepackt else roh
    anfang = strom.read(1024)
    strom.seek(0)
    yield strom, anfang.removeprefix(_BOM).lstrip()

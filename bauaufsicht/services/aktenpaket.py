"""A case as a ZIP: written while it is read, so that its size costs no memory.

The manifest comes last and says what was really read: a file that is gone or has changed since
does not break the download off, it is named.
"""

import json
import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, Final

from zipstream import ZIP_STORED, ZipStream

from bauaufsicht.domain.fehler import AblageFehler
from bauaufsicht.domain.ports import Ablage

BLOCK: Final = 1 << 16
NAMENSLAENGE: Final = 80
ENDUNGSLAENGE: Final = 12
_UNERLAUBT: Final = re.compile(r"[^\w .()\[\]+,=§&-]+")
_RESERVIERT: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Paketdatei:
    """A file of the package: its bytes, or the key under which they are stored."""

    pfad: str
    groesse: int
    sha256: str
    quelle: bytes | str
    angaben: dict[str, Any] = field(default_factory=dict)  # what the manifest says besides


@dataclass(frozen=True, slots=True)
class Paket:
    """What goes into the ZIP; `ausgelassen` is only named in the manifest."""

    aktenzeichen: str
    erstellt_am: datetime
    dateien: Sequence[Paketdatei]
    ausgelassen: Sequence[dict[str, Any]]


def create_paketdatei(pfad: str, inhalt: bytes, **angaben: Any) -> Paketdatei:
    """A file whose bytes are at hand."""
    return Paketdatei(pfad, len(inhalt), sha256(inhalt).hexdigest(), inhalt, angaben)


def format_pfadteil(name: str) -> str:
    """A name as every file system takes it: no path, nothing invisible, not too long."""
    glatt = _UNERLAUBT.sub("_", unicodedata.normalize("NFC", name)).strip(" ._")
    if _RESERVIERT.fullmatch(glatt):
        glatt = f"_{glatt}"
    endung = PurePosixPath(glatt).suffix if len(glatt) > NAMENSLAENGE else ""
    endung = endung if len(endung) <= ENDUNGSLAENGE else ""
    return (glatt[: NAMENSLAENGE - len(endung)].rstrip(" .") + endung) or "ohne-Namen"


def render_paket(ablage: Ablage, paket: Paket) -> Iterator[bytes]:
    """The ZIP, block by block; nothing is compressed, plans are already."""
    gelesen: dict[str, dict[str, Any]] = {}
    archiv = ZipStream(compress_type=ZIP_STORED)
    for datei in paket.dateien:
        archiv.add(_read(ablage, datei, gelesen), datei.pfad, size=datei.groesse)
    archiv.add(_iter_manifest(paket, gelesen), "manifest.json")
    yield from archiv


def _read(ablage: Ablage, datei: Paketdatei, gelesen: dict[str, dict[str, Any]]) -> Iterator[bytes]:
    pruefsumme, groesse, stand = sha256(), 0, "gelesen"
    try:
        for block in _iter_bloecke(ablage, datei.quelle):
            pruefsumme.update(block)
            groesse += len(block)
            yield block
    except (AblageFehler, OSError) as fehler:
        log.error("akte: %s: %s", datei.pfad, fehler)
        stand = "fehlt"
    if stand == "gelesen" and pruefsumme.hexdigest() != datei.sha256:
        stand = "veraendert"
    gelesen[datei.pfad] = {"stand": stand}
    if stand != "gelesen":
        gelesen[datei.pfad] |= {
            "gelesen_groesse": groesse,
            "gelesen_sha256": pruefsumme.hexdigest(),
        }


def _iter_bloecke(ablage: Ablage, quelle: bytes | str) -> Iterable[bytes]:
    if isinstance(quelle, bytes):
        yield quelle
        return
    with ablage.read(quelle) as strom:
        while block := strom.read(BLOCK):
            yield block


def _iter_manifest(paket: Paket, gelesen: dict[str, dict[str, Any]]) -> Iterator[bytes]:
    manifest = {
        "version": 1,
        "aktenzeichen": paket.aktenzeichen,
        "erstellt_am": paket.erstellt_am.isoformat(),
        "dateien": [
            {
                "pfad": d.pfad,
                "groesse": d.groesse,
                "sha256": d.sha256,
                **gelesen.get(d.pfad, {}),
                **d.angaben,
            }
            for d in paket.dateien
        ],
        "ausgelassen": list(paket.ausgelassen),
    }
    yield json.dumps(manifest, ensure_ascii=False, indent=2).encode()

"""The official XSDs as they are handed over: a folder or a ZIP, read with limits.

The set of a version is all XSDs of one folder. What the set says about where to find its parts is
checked before anything is compiled: only files of the same folder may be included or imported.
"""

import stat
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.sicheres_xml import EINRICHTUNG, read_xml
from bauaufsicht.adapters.xbau.versionen import VERSIONEN, Version
from bauaufsicht.domain.fehler import Fachfehler

HOECHSTZAHL: Final = 3000
HOECHSTGROESSE: Final = 200 * 1024 * 1024
HOECHSTGROESSE_DATEI: Final = 20 * 1024 * 1024
_XS: Final = "http://www.w3.org/2001/XMLSchema"
_VERWEISE: Final = tuple(
    f"{{{_XS}}}{name}" for name in ("include", "import", "redefine", "override")
)
TREIBER_HOCHBAU: Final = "treiber-hochbau.xsd"
TREIBER_KERNMODUL: Final = "treiber-kernmodul.xsd"
# Shadow XSDs for architects' software: nearly everything is optional, no use for checking.
_SCHATTEN: Final = "specs"

Satz = Mapping[str, bytes]


def read_saetze(quelle: Path) -> dict[str, Satz]:
    """XSD sets in a folder or ZIP by offered version; Fachfehler when there is none."""
    if quelle.is_dir():
        dateien = _iter_ordner(quelle)
    elif zipfile.is_zipfile(quelle):
        dateien = _iter_zip(quelle)
    else:
        raise Fachfehler(f"„{quelle.name}“ ist weder ein Ordner noch eine ZIP-Datei.")
    ordner: defaultdict[PurePosixPath, dict[str, bytes]] = defaultdict(dict)
    for pfad, inhalt in dateien:
        if not pfad.name.startswith("_") and _SCHATTEN not in pfad.parts[:-1]:
            ordner[pfad.parent][pfad.name] = inhalt
    saetze: dict[str, Satz] = {}
    for satz in ordner.values():
        version = _get_version(satz)
        if version is not None and len(satz) > len(saetze.get(version.hochbau, {})):
            saetze[version.hochbau] = satz
    if not saetze:
        angebot = ", ".join(VERSIONEN)
        raise Fachfehler(
            f"In „{quelle.name}“ sind keine XML-Schemata von XBau gefunden worden. "
            f"Gebraucht werden die XSD-Dateien einer dieser Versionen: {angebot}."
        )
    return saetze


def _iter_ordner(quelle: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    anzahl = summe = 0
    for pfad in sorted(quelle.rglob("*.xsd")):
        if pfad.is_symlink() or not pfad.is_file():
            continue
        anzahl, summe = anzahl + 1, summe + pfad.stat().st_size
        _check_grenzen(anzahl, summe, pfad.stat().st_size)
        yield PurePosixPath(pfad.relative_to(quelle).as_posix()), pfad.read_bytes()


def _iter_zip(quelle: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    with zipfile.ZipFile(quelle) as archiv:
        eintraege = [e for e in archiv.infolist() if not e.is_dir()]
        _check_archiv(eintraege)
        for eintrag in eintraege:
            if eintrag.filename.lower().endswith(".xsd"):
                yield PurePosixPath(eintrag.filename), _read_eintrag(archiv, eintrag)


def _check_archiv(eintraege: list[zipfile.ZipInfo]) -> None:
    """Before the first byte is unpacked: no way out of the folder, no link, no bomb."""
    summe = 0
    for anzahl, eintrag in enumerate(eintraege, start=1):
        summe += eintrag.file_size
        _check_grenzen(
            anzahl, summe, eintrag.file_size if eintrag.filename.lower().endswith(".xsd") else 0
        )
        pfad = PurePosixPath(eintrag.filename)
        verdaechtig = (
            pfad.is_absolute()
            or ".." in pfad.parts
            or "\\" in eintrag.filename
            or ":" in eintrag.filename
        )
        if verdaechtig or stat.S_ISLNK(eintrag.external_attr >> 16):
            raise Fachfehler(
                f"Die ZIP-Datei enthält einen unzulässigen Eintrag: „{eintrag.filename[:80]}“."
            )
        if eintrag.flag_bits & 0x1:
            raise Fachfehler("Die ZIP-Datei ist verschlüsselt. Bitte entschlüsseln Sie sie zuerst.")


def _read_eintrag(archiv: zipfile.ZipFile, eintrag: zipfile.ZipInfo) -> bytes:
    try:
        with archiv.open(eintrag) as strom:
            inhalt = strom.read(eintrag.file_size + 1)
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as fehler:
        raise Fachfehler(f"Die ZIP-Datei ist beschädigt („{eintrag.filename[:80]}“).") from fehler
    except Exception as fehler:  # zlib.error and its kin have no common base
        raise Fachfehler(f"Die ZIP-Datei ist beschädigt („{eintrag.filename[:80]}“).") from fehler
    if len(inhalt) != eintrag.file_size:
        raise Fachfehler(f"Die ZIP-Datei ist beschädigt („{eintrag.filename[:80]}“).")
    return inhalt


def _check_grenzen(anzahl: int, summe: int, groesse: int) -> None:
    if anzahl > HOECHSTZAHL or summe > HOECHSTGROESSE or groesse > HOECHSTGROESSE_DATEI:
        raise Fachfehler(
            f"Die Quelle ist zu groß: Angenommen werden höchstens {HOECHSTZAHL} Dateien, "
            f"zusammen {HOECHSTGROESSE // 1024**2} MB und je Schema "
            f"{HOECHSTGROESSE_DATEI // 1024**2} MB."
        )


def _get_version(satz: Satz) -> Version | None:
    """The version whose Hochbau and Kernmodul namespaces both occur in the set."""
    namensraeume = {_get_zielnamensraum(inhalt) for inhalt in satz.values()}
    passende = [v for v in VERSIONEN.values() if {v.ns_hochbau, v.ns_kernmodul} <= namensraeume]
    return passende[0] if len(passende) == 1 else None


def _get_zielnamensraum(inhalt: bytes) -> str | None:
    wurzel = read_xml(inhalt, EINRICHTUNG).wurzel
    return wurzel.get("targetNamespace") if wurzel is not None else None


def check_verweise(satz: Satz) -> None:
    """Fachfehler unless each XSD is safe XML and includes or imports only files of the set."""
    for name, inhalt in satz.items():
        wurzel = read_xml(inhalt, EINRICHTUNG).wurzel
        if wurzel is None or wurzel.tag != f"{{{_XS}}}schema":
            raise Fachfehler(f"„{name}“ ist kein lesbares XML-Schema.")
        for verweis in wurzel.iterchildren(*_VERWEISE):
            ziel = verweis.get("schemaLocation")
            if ziel is not None and ziel not in satz:
                raise Fachfehler(
                    f"„{name}“ verweist auf „{ziel[:80]}“. Diese Datei liegt "
                    "nicht im selben Ordner; "
                    "andere Orte werden nicht gelesen."
                )


def build_treiber(satz: Satz, version: Version) -> dict[str, bytes]:
    """Two driver schemas that pull in every message of a version.

    libxml2 honours only the first import of a namespace, and the official files import the
    Kernmodul piece by piece: so one file includes all of the Kernmodul, and the other imports it
    before including all of Hochbau.
    """
    namensraeume = {name: _get_zielnamensraum(inhalt) for name, inhalt in sorted(satz.items())}
    kernmodul = _build_schema(version.ns_kernmodul)
    hochbau = _build_schema(version.ns_hochbau)
    etree.SubElement(
        hochbau,
        f"{{{_XS}}}import",
        namespace=version.ns_kernmodul,
        schemaLocation=TREIBER_KERNMODUL,
    )
    for name, namensraum in namensraeume.items():
        if namensraum == version.ns_kernmodul:
            etree.SubElement(kernmodul, f"{{{_XS}}}include", schemaLocation=name)
        elif namensraum == version.ns_hochbau:
            etree.SubElement(hochbau, f"{{{_XS}}}include", schemaLocation=name)
    return {
        TREIBER_KERNMODUL: etree.tostring(
            kernmodul, xml_declaration=True, encoding="UTF-8", pretty_print=True
        ),
        TREIBER_HOCHBAU: etree.tostring(
            hochbau, xml_declaration=True, encoding="UTF-8", pretty_print=True
        ),
    }


def _build_schema(namensraum: str) -> etree._Element:
    wurzel = etree.Element(f"{{{_XS}}}schema", nsmap={"xs": _XS})
    wurzel.set("targetNamespace", namensraum)
    return wurzel

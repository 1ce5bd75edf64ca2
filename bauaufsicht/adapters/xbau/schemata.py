"""The official XML schemas, if set up: compiled once per process, used by all threads."""

import logging
import shutil
import tempfile
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

from lxml import etree

from bauaufsicht.adapters.xbau.schemafehler import list_verstoesse
from bauaufsicht.adapters.xbau.schemaquelle import (
    TREIBER_HOCHBAU,
    Satz,
    build_treiber,
    check_verweise,
    read_saetze,
)
from bauaufsicht.adapters.xbau.versionen import VERSIONEN, Version
from bauaufsicht.domain.fehler import Fachfehler

_LOG: Final = logging.getLogger(__name__)


class Schemata:
    """XSD sets in one sub-folder per Hochbau version; an absent folder means: none set up."""

    def __init__(self, ordner: Path) -> None:
        self._ordner = ordner
        self._schemata: dict[str, etree.XMLSchema] = {}
        self._schloss = Lock()  # XMLSchema keeps the errors of its last run: one run at a time

    def get_stand(self) -> dict[str, bool]:
        """For each offered version, whether its schema is set up and compiles."""
        with self._schloss:
            return {version: self._get_schema(version) is not None for version in VERSIONEN}

    def check_nachricht(self, version: str, wurzel: etree._Element) -> tuple[str, ...] | None:
        """German sentences for at most five violations; None when the schema is not set up."""
        with self._schloss:
            schema = self._get_schema(version)
            if schema is None:
                return None
            try:
                gueltig = schema.validate(wurzel)
            except etree.XMLSchemaValidateError:
                return ("Die Nachricht kann nicht gegen das Schema geprüft werden.",)
            return () if gueltig else list_verstoesse(cast("Any", schema.error_log))

    def import_quelle(self, quelle: Path) -> list[str]:
        """Set up every version found in a folder or ZIP of XSDs; the versions, newest first.

        Each set is compiled before it takes its place. Fachfehler (German) when nothing usable is
        found.
        """
        saetze = read_saetze(quelle)
        self._ordner.mkdir(parents=True, exist_ok=True)
        for version, satz in saetze.items():
            self._import_satz(VERSIONEN[version], satz)
        return [version for version in VERSIONEN if version in saetze]

    def _import_satz(self, version: Version, satz: Satz) -> None:
        check_verweise(satz)
        neu = Path(tempfile.mkdtemp(prefix=".neu-", dir=self._ordner))
        try:
            for name, inhalt in {**satz, **build_treiber(satz, version)}.items():
                (neu / name).write_bytes(inhalt)
            schema = _compile(neu, version)
            neu.chmod(0o755)
            self._replace(neu, self._ordner / version.hochbau)
        finally:
            shutil.rmtree(neu, ignore_errors=True)
        with self._schloss:
            self._schemata[version.hochbau] = schema

    def _replace(self, neu: Path, ziel: Path) -> None:
        """Put a new set into place; the old one comes back if that fails."""
        alt = Path(tempfile.mkdtemp(prefix=".alt-", dir=self._ordner))
        try:
            if ziel.exists():
                ziel.rename(alt / ziel.name)
            try:
                neu.rename(ziel)
            except OSError:
                if (alt / ziel.name).exists():
                    (alt / ziel.name).rename(ziel)
                raise
        finally:
            shutil.rmtree(alt, ignore_errors=True)

    def _get_schema(self, version: str) -> etree.XMLSchema | None:
        """Compiled schema of a version; call with the lock held."""
        if version not in self._schemata and version in VERSIONEN:
            ordner = self._ordner / version
            if not (ordner / TREIBER_HOCHBAU).is_file():
                return None
            try:
                check_verweise({p.name: p.read_bytes() for p in ordner.glob("*.xsd")})
                self._schemata[version] = _compile(ordner, VERSIONEN[version])
            except (Fachfehler, OSError):
                _LOG.exception("XML schema of XBau %s is damaged: set it up again", version)
                return None
        return self._schemata.get(version)


def _compile(ordner: Path, version: Version) -> etree.XMLSchema:
    parser = etree.XMLParser(
        no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False
    )
    try:
        return etree.XMLSchema(etree.parse(str(ordner / TREIBER_HOCHBAU), parser))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as fehler:
        raise Fachfehler(
            f"Die XML-Schemata der XBau-Version {version.hochbau} sind nicht verwendbar. "
            "Bitte prüfen Sie, ob die Quelle vollständig ist."
        ) from fehler

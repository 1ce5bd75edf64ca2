"""Storage in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader, BytesIO
from threading import Lock
from typing import IO

from bauaufsicht.adapters.ablage_strom import (
    Lesestrom,
    Messstrom,
    check_bereich,
    check_praefix,
    check_schluessel,
)
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.domain.fehler import NichtVorhanden, SchonVorhanden
from bauaufsicht.domain.ports import Abgelegt, Ablageeintrag, Uhr


@dataclass(frozen=True, slots=True)
class _Objekt:
    inhalt: bytes
    geaendert: datetime


class AblageSpeicher:
    """Keeps objects in a dict; `bereit = False` plays a storage that does not answer."""

    def __init__(self, uhr: Uhr | None = None) -> None:
        self._uhr = uhr or FesteUhr()
        self._objekte: dict[str, _Objekt] = {}
        self._sperre = Lock()
        self.bereit = True

    def create_speicher(self) -> None:
        """Memory is always there."""

    def close_reste(self, vor: datetime) -> int:
        """A write is whole or not there."""
        return 0

    def write(
        self, schluessel: str, daten: IO[bytes], *, hoechstgroesse: int | None = None
    ) -> Abgelegt:
        """See `Ablage`."""
        check_schluessel(schluessel)
        strom = Messstrom(daten, hoechstgroesse)
        inhalt = b"".join(strom)
        with self._sperre:
            if schluessel in self._objekte:
                raise SchonVorhanden(schluessel)
            self._objekte[schluessel] = _Objekt(inhalt, self._uhr.jetzt())
        return Abgelegt(schluessel, strom.groesse, strom.sha256)

    @contextmanager
    def create_sammlung(self) -> Iterator["AblageSpeicher"]:
        """Write several objects; an exception takes them back."""
        neue = type(self)(self._uhr)
        yield neue
        with self._sperre:
            for schluessel in neue._objekte:
                if schluessel in self._objekte:
                    raise SchonVorhanden(schluessel)
            self._objekte |= neue._objekte

    @contextmanager
    def read(
        self, schluessel: str, *, von: int = 0, laenge: int | None = None
    ) -> Iterator[IO[bytes]]:
        """See `Ablage`."""
        check_bereich(von, laenge)
        quelle = BytesIO(self._get_objekt(schluessel).inhalt)
        quelle.seek(von)
        with BufferedReader(Lesestrom(quelle, laenge, ())) as strom:
            yield strom

    def get_groesse(self, schluessel: str) -> int:
        """See `Ablage`."""
        return len(self._get_objekt(schluessel).inhalt)

    def close_eintrag(self, schluessel: str) -> None:
        """See `Ablage`."""
        self._objekte.pop(check_schluessel(schluessel), None)

    def list_eintraege(self, praefix: str = "") -> Iterator[Ablageeintrag]:
        """See `Ablage`."""
        check_praefix(praefix)
        return (
            Ablageeintrag(schluessel, len(objekt.inhalt), objekt.geaendert)
            for schluessel, objekt in list(self._objekte.items())
            if schluessel.startswith(praefix)
        )

    def check_bereit(self) -> bool:
        """See `Ablage`."""
        return self.bereit

    def _get_objekt(self, schluessel: str) -> _Objekt:
        try:
            return self._objekte[check_schluessel(schluessel)]
        except KeyError:
            raise NichtVorhanden(schluessel) from None

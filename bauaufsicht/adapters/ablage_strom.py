"""What all storage adapters share: the rules for keys, and streams that measure and limit."""

import hashlib
import io
import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Protocol

from bauaufsicht.domain.fehler import AblageFehler, Fachfehler

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 1 << 20

# S3 allows 1024 bytes a key and file systems 255 a name; both leave room for what an adapter adds.
MAX_SCHLUESSEL = 512
MAX_TEIL = 200

_ZEICHEN = re.compile(r"[a-z0-9/_.-]*\Z")


def check_schluessel(schluessel: str) -> str:
    """Return the key if every adapter can store it; ValueError otherwise (our own code made it).

    Who makes keys also sees to it that none is the folder of another (`a` and `a/b`): plain S3
    and our folder take both, SeaweedFS only the first.
    """
    teile = schluessel.split("/")
    if (
        not _ZEICHEN.match(schluessel)
        or ".." in schluessel
        or len(schluessel) > MAX_SCHLUESSEL
        or any(teil in ("", ".") or len(teil) > MAX_TEIL for teil in teile)
    ):
        raise ValueError(f"not a storage key: {schluessel!r}")
    return schluessel


def check_praefix(praefix: str) -> str:
    """Return the beginning of a key, which may be empty or end in '/'; ValueError otherwise."""
    if praefix:
        check_schluessel(praefix.removesuffix("/"))
    return praefix


def check_bereich(von: int, laenge: int | None) -> None:
    """ValueError unless [von, von + laenge) is a range; beyond the end it is simply empty."""
    if von < 0 or (laenge is not None and laenge < 0):
        raise ValueError(f"not a byte range: von={von}, laenge={laenge}")


def format_groesse(anzahl: int) -> str:
    """Bytes for people, rounded down to one decimal: '25 MB', '1,5 MB', '800 Byte'."""
    for einheit, bytes_je in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if anzahl >= bytes_je:
            zehntel = anzahl * 10 // bytes_je
            return f"{zehntel / 10:.1f} {einheit}".replace(".0 ", " ").replace(".", ",")
    return f"{anzahl} Byte"


class Messstrom:
    """Iterates over a source in blocks; `groesse` and `sha256` tell what went by so far."""

    def __init__(self, quelle: IO[bytes], hoechstgroesse: int | None) -> None:
        self._quelle = quelle
        self._hoechstgroesse = hoechstgroesse
        self._summe = hashlib.sha256()
        self.groesse = 0

    def __iter__(self) -> Iterator[bytes]:
        """Blocks of at most 1 MiB; Fachfehler as soon as the source exceeds the limit."""
        while block := self._quelle.read(BLOCK):
            self.groesse += len(block)
            if self._hoechstgroesse is not None and self.groesse > self._hoechstgroesse:
                raise Fachfehler(
                    f"Die Datei ist zu groß. Erlaubt sind höchstens "
                    f"{format_groesse(self._hoechstgroesse)}. "
                    "Verkleinern Sie die Datei oder teilen Sie sie auf.",
                    hoechstgroesse=self._hoechstgroesse,
                )
            self._summe.update(block)
            yield block

    @property
    def sha256(self) -> str:
        """SHA-256 of the blocks so far, lower case hex."""
        return self._summe.hexdigest()


class Quelle(Protocol):
    """What a `Lesestrom` reads from: an open file or an HTTP response."""

    def readinto(self, puffer: memoryview, /) -> int | None: ...

    def close(self) -> None: ...


class Lesestrom(io.RawIOBase):
    """At most `laenge` bytes of an open source; forward only, so that all adapters behave alike.

    `stoerungen` are the source's own exceptions; they leave as AblageFehler.
    """

    def __init__(
        self, quelle: Quelle, laenge: int | None, stoerungen: tuple[type[Exception], ...]
    ) -> None:
        self._quelle = quelle
        self._rest = laenge
        self._stoerungen = stoerungen

    def readable(self) -> bool:
        return True

    def readinto(self, puffer: "WriteableBuffer") -> int:
        ziel = memoryview(puffer).cast("B")[: self._rest]
        if not len(ziel):
            return 0
        try:
            anzahl = self._quelle.readinto(ziel) or 0
        except self._stoerungen as fehler:
            raise AblageFehler(f"Lesen abgebrochen: {fehler}") from fehler
        if self._rest is not None:
            self._rest -= anzahl
        return anzahl

    def close(self) -> None:
        if not self.closed:
            self._quelle.close()
        super().close()

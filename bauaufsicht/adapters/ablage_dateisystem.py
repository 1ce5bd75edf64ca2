"""Storage in a folder: the default for a single machine, no server needed."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import IO

from bauaufsicht.adapters.ablage_strom import (
    BLOCK,
    Lesestrom,
    Messstrom,
    check_bereich,
    check_praefix,
    check_schluessel,
)
from bauaufsicht.domain.fehler import AblageFehler, NichtVorhanden, SchonVorhanden
from bauaufsicht.domain.ports import Abgelegt, Ablageeintrag

# No key contains this character, so the object `a` and the folder of `a/b` never collide.
ENDUNG = "="
ENTWURF = "~"  # how the name of a draft begins; neither keys nor folders contain it
HOECHSTZAHL_OFFENE = 50  # drafts of one Sammlung that wait for their fsync


class AblageDateisystem:
    """Keeps each object as one file below `ordner/objekte`, its draft in the same folder.

    (One folder for all drafts gets slow: ext4 gives their inodes from one group, until it is full.)
    Contents are synced before they get their names, then their folder and the one above it, and the
    higher ones once a process. Objects of one Sammlung are synced one after the other at its end,
    so that the file system's journal is written once for all of them. Names are given by link(2),
    which never replaces anything; the file system must know hard links.
    """

    def __init__(self, ordner: Path) -> None:
        self._objekte = (ordner / "objekte").absolute()
        with _melden(str(ordner)):
            oben = _Ordnerbaum(next(o for o in self._objekte.parents if o.exists()))
            if oben.create(self._objekte):
                oben.sync([self._objekte])
        self._ordner = _Ordnerbaum(self._objekte)

    def write(
        self, schluessel: str, daten: IO[bytes], *, hoechstgroesse: int | None = None
    ) -> Abgelegt:
        """Stream in; on return content and name survive a power cut. Errors: see `Ablage`.

        An error of the source itself passes through unchanged.
        """
        with self.create_sammlung() as sammlung:
            return sammlung.write(schluessel, daten, hoechstgroesse=hoechstgroesse)

    @contextmanager
    def create_sammlung(self) -> Iterator["_Sammlung"]:
        """Write several objects; on leaving contents and names survive a power cut."""
        sammlung = _Sammlung(self._ordner, self._get_pfad)
        try:
            yield sammlung
            sammlung.finish()
        finally:
            sammlung.close()

    @contextmanager
    def read(
        self, schluessel: str, *, von: int = 0, laenge: int | None = None
    ) -> Iterator[IO[bytes]]:
        """Open for reading forward; a range beyond the end is empty."""
        check_bereich(von, laenge)
        with _melden(schluessel, fehlt=NichtVorhanden):
            datei = self._get_pfad(schluessel).open("rb", buffering=0)
            datei.seek(von)
        with BufferedReader(Lesestrom(datei, laenge, (OSError,)), BLOCK) as strom:
            yield strom

    def get_groesse(self, schluessel: str) -> int:
        """Size in bytes."""
        with _melden(schluessel, fehlt=NichtVorhanden):
            return self._get_pfad(schluessel).stat().st_size

    def close_eintrag(self, schluessel: str) -> None:
        """Delete, durable on return; emptied folders stay, they may be about to be used."""
        pfad = self._get_pfad(schluessel)
        with suppress(NichtVorhanden), _melden(schluessel, fehlt=NichtVorhanden):
            pfad.unlink()
            _fsync_ordner(pfad.parent)

    def list_eintraege(self, praefix: str = "") -> Iterator[Ablageeintrag]:
        """Walk only the folders that can hold the prefix; drafts are never among them."""
        oberordner, _, _ = check_praefix(praefix).rpartition("/")
        return (
            Ablageeintrag(
                name.removesuffix(ENDUNG),
                stand.st_size,
                datetime.fromtimestamp(stand.st_mtime, UTC),
            )
            for name, stand in self._walk(oberordner, praefix)
            if name.endswith(ENDUNG)
        )

    def check_bereit(self) -> bool:
        """Whether a file can be made here now (mounted, writable, space left)."""
        try:
            with tempfile.TemporaryFile(prefix=ENTWURF, dir=self._objekte) as datei:
                datei.write(b"\0")
                datei.flush()
        except (AblageFehler, OSError):
            return False
        return True

    def create_speicher(self) -> None:
        """The folders are made with the object."""

    def close_reste(self, vor: datetime) -> int:
        """Delete drafts a crash left behind, last touched before `vor` (aware); return how many.

        Choose `vor` older than the longest upload: a younger draft may still be in the making.
        """
        anzahl = 0
        with _melden(str(self._objekte)):
            self._objekte.stat()  # a lost folder is not an empty one
        for name, stand in self._walk("", ""):
            if name.rpartition("/")[2].startswith(ENTWURF) and stand.st_mtime < vor.timestamp():
                with suppress(NichtVorhanden), _melden(name, fehlt=NichtVorhanden):
                    (self._objekte / name).unlink()
                    anzahl += 1
        return anzahl

    def _get_pfad(self, schluessel: str) -> Path:
        return self._objekte / (check_schluessel(schluessel) + ENDUNG)

    def _walk(self, oberordner: str, praefix: str) -> Iterator[tuple[str, os.stat_result]]:
        """Names and states of all files whose names, from `objekte` on, begin with `praefix`."""
        offen = [oberordner]
        while offen:
            ordner = offen.pop()
            with _melden(ordner), _scandir(self._objekte / ordner) as eintraege:
                for eintrag in eintraege:
                    name = f"{ordner}/{eintrag.name}".removeprefix("/")
                    if not name.startswith(praefix):
                        continue
                    if eintrag.is_dir(follow_symlinks=False):
                        offen.append(name)
                    elif stand := _stat(eintrag):
                        yield name, stand


class _Sammlung:
    """Drafts on their way to names of their own."""

    def __init__(self, ordner: "_Ordnerbaum", get_pfad: Callable[[str], Path]) -> None:
        self._ordner = ordner
        self._get_pfad = get_pfad
        self._neue_ordner: list[Path] = []
        self._offene: list[IO[bytes]] = []
        self._paare: list[tuple[str, Path, Path]] = []  # key, draft, object
        self._benannt: list[Path] = []

    def write(
        self, schluessel: str, daten: IO[bytes], *, hoechstgroesse: int | None = None
    ) -> Abgelegt:
        """Stream into a draft. An error of the source itself passes through unchanged."""
        ziel = self._get_pfad(schluessel)
        strom = Messstrom(daten, hoechstgroesse)
        datei = self._create_entwurf(schluessel, ziel)
        for block in strom:
            with _melden(schluessel):
                datei.write(block)
        with _melden(schluessel):
            datei.flush()
            if len(self._offene) >= HOECHSTZAHL_OFFENE:
                self._sync()
        return Abgelegt(schluessel, strom.groesse, strom.sha256)

    def _create_entwurf(self, schluessel: str, ziel: Path) -> IO[bytes]:
        with _melden(schluessel):
            if self._ordner.create(ziel.parent):
                self._neue_ordner.append(ziel.parent)
            # 0600 by contract of mkstemp
            nummer, name = tempfile.mkstemp(prefix=ENTWURF, dir=ziel.parent)
        self._paare.append((schluessel, Path(name), ziel))
        datei = os.fdopen(nummer, "wb")
        self._offene.append(datei)
        return datei

    def _sync(self) -> None:
        for datei in self._offene:
            os.fsync(datei.fileno())
            datei.close()
        self._offene.clear()

    def finish(self) -> None:
        """Make the contents durable, then give them their names."""
        ordner = dict.fromkeys(ziel.parent for _, _, ziel in self._paare)
        wo = ", ".join(map(str, ordner))
        with _melden(wo):
            self._sync()
        try:
            for schluessel, entwurf, ziel in self._paare:
                with _melden(schluessel):
                    ziel.hardlink_to(entwurf)
                self._benannt.append(ziel)
            with _melden(wo):
                self._ordner.sync(ordner)
        except AblageFehler:
            for ziel in self._benannt:
                with suppress(OSError):
                    ziel.unlink()
            raise

    def close(self) -> None:
        """Take the drafts away, and folders that were made for nothing.

        Objects keep their content under their names.
        """
        for datei in self._offene:
            with suppress(OSError):  # on a full disk closing would hide the real error
                datei.close()
        for _, entwurf, _ in self._paare:
            with suppress(OSError):
                entwurf.unlink()
        for ordner in self._neue_ordner:
            with suppress(OSError):  # it holds objects
                ordner.rmdir()


class _Ordnerbaum:
    """The folders below `oben`, which must be there: a lost mount is not made anew."""

    def __init__(self, oben: Path) -> None:
        self._oben = oben
        self._verankert = {oben}  # durable in the folder above; others may have made them

    def create(self, ordner: Path) -> bool:
        """Make the folder and those above it; whether it was missing."""
        if ordner == self._oben or ordner.is_dir():
            return False
        self.create(ordner.parent)
        ordner.mkdir(mode=0o700, exist_ok=True)
        return True

    def sync(self, ordner: Iterable[Path]) -> None:
        """Let names in these folders survive a power cut, and the folders themselves."""
        unten = dict.fromkeys(ordner)
        oberordner: dict[Path, None] = {}
        for unterster in unten:
            stand = unterster
            while stand != self._oben and (stand in unten or stand not in self._verankert):
                stand = stand.parent
                oberordner[stand] = None
        for einer in unten | oberordner:
            _fsync_ordner(einer)
        self._verankert.update(oberordner.keys() - unten.keys())


@contextmanager
def _melden(schluessel: str, fehlt: type[AblageFehler] = AblageFehler) -> Iterator[None]:
    """Let an operating system's error leave as one of the Ablage."""
    try:
        yield
    except FileNotFoundError as fehler:
        raise fehlt(f"{schluessel}: {fehler.strerror}") from fehler
    except FileExistsError as fehler:
        raise SchonVorhanden(schluessel) from fehler
    except OSError as fehler:
        raise AblageFehler(f"{schluessel}: {fehler.strerror}") from fehler


def _fsync_ordner(ordner: Path) -> None:
    nummer = os.open(ordner, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(nummer)
    finally:
        os.close(nummer)


@contextmanager
def _scandir(ordner: Path) -> Iterator[Iterator[os.DirEntry[str]]]:
    try:
        eintraege = os.scandir(ordner)
    except FileNotFoundError:
        yield iter(())
        return
    with eintraege:
        yield eintraege


def _stat(eintrag: os.DirEntry[str]) -> os.stat_result | None:
    """None when somebody deleted it while we listed."""
    try:
        return eintrag.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None

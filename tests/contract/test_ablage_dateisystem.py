"""What only the storage in a folder has to promise."""

import errno
import os
import resource
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from bauaufsicht.adapters.ablage_dateisystem import AblageDateisystem
from bauaufsicht.domain.fehler import AblageFehler, Fachfehler, NichtVorhanden, SchonVorhanden


@pytest.fixture
def ordner(tmp_path: Path) -> Path:
    return tmp_path / "ablage"


@pytest.fixture
def ablage(ordner: Path) -> AblageDateisystem:
    return AblageDateisystem(ordner)


@contextmanager
def _groesste_datei(anzahl: int) -> Iterator[None]:
    """No file may grow beyond `anzahl` bytes: like a full disk, but only for this process."""
    weich, hart = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (anzahl, hart))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (weich, hart))


def _record_fsync(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What is synced from now on, in order."""
    gesehen: list[Path] = []
    monkeypatch.setattr(
        os, "fsync", lambda nummer: gesehen.append(Path(f"/proc/self/fd/{nummer}").readlink())
    )
    return gesehen


def _list_entwuerfe(ordner: Path) -> list[Path]:
    return [pfad for pfad in ordner.rglob("*") if pfad.is_file() and not pfad.name.endswith("=")]


def test_another_instance_finds_the_objects(ablage: AblageDateisystem, ordner: Path) -> None:
    ablage.write("a/b", BytesIO(b"x"))
    with AblageDateisystem(ordner).read("a/b") as strom:
        assert strom.read() == b"x"


def test_only_the_owner_reads_files_and_folders(ablage: AblageDateisystem, ordner: Path) -> None:
    ablage.write("a/b/c", BytesIO(b"x"))
    rechte = {stat.S_IMODE(pfad.stat().st_mode) for pfad in ordner.rglob("*") if pfad.is_file()}
    assert rechte == {0o600}
    alle_ordner = [ordner, *(pfad for pfad in ordner.rglob("*") if pfad.is_dir())]
    assert {stat.S_IMODE(pfad.stat().st_mode) for pfad in alle_ordner} == {0o700}


def test_content_is_synced_before_the_name_and_the_folder_after(
    ablage: AblageDateisystem, ordner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ablage.write("a/1", BytesIO(b"x"))
    echt, gesehen = os.fsync, []

    def fsync(nummer: int) -> None:
        sichtbar = any(ordner.glob("objekte/a/2*"))
        gesehen.append((Path(f"/proc/self/fd/{nummer}").readlink(), sichtbar))
        echt(nummer)

    monkeypatch.setattr(os, "fsync", fsync)
    ablage.write("a/2", BytesIO(b"y"))
    (entwurf, vorher), *danach = gesehen
    assert (entwurf.parent, vorher) == (ordner / "objekte" / "a", False)
    assert danach == [(ordner / "objekte" / "a", True), (ordner / "objekte", True)]


def test_each_folder_is_synced_into_its_parent(
    ablage: AblageDateisystem, ordner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gesehen = _record_fsync(monkeypatch)
    ablage.write("a/b/c/1", BytesIO(b"x"))
    a = ordner / "objekte" / "a"
    assert gesehen[1:] == [a / "b" / "c", a / "b", a, ordner / "objekte"]
    gesehen.clear()
    ablage.write("a/b/d/1", BytesIO(b"x"))
    assert gesehen[1:] == [a / "b" / "d", a / "b"]  # the higher ones were synced before


def test_folders_that_others_made_are_not_trusted(
    ablage: AblageDateisystem, ordner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made them may have died before it synced them."""

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(AblageFehler):
        ablage.write("a/b/c/1", BytesIO(b"x"))
    for einer in (ablage, AblageDateisystem(ordner)):
        gesehen = _record_fsync(monkeypatch)
        einer.write(f"a/b/{id(einer)}/1", BytesIO(b"x"))
        objekte = ordner / "objekte"
        assert gesehen[2:] == [objekte / "a" / "b", objekte / "a", objekte]


def test_a_collection_syncs_each_content_and_its_folder_once(
    ablage: AblageDateisystem, ordner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ablage.write("a/1", BytesIO(b"x"))
    gesehen = _record_fsync(monkeypatch)
    with ablage.create_sammlung() as sammlung:
        for n in range(2, 5):
            sammlung.write(f"a/{n}", BytesIO(b"y"))
        assert gesehen == []
    assert [pfad.parent for pfad in gesehen[:-2]] == [ordner / "objekte" / "a"] * 3
    assert len(set(gesehen)) == 5
    assert gesehen[-2:] == [ordner / "objekte" / "a", ordner / "objekte"]


def test_a_deletion_is_synced(
    ablage: AblageDateisystem, ordner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ablage.write("a/1", BytesIO(b"x"))
    gesehen = _record_fsync(monkeypatch)
    ablage.close_eintrag("a/1")
    assert gesehen == [ordner / "objekte" / "a"]


def test_no_draft_is_left_after_success_or_failure(ablage: AblageDateisystem, ordner: Path) -> None:
    ablage.write("a", BytesIO(b"x"))
    with pytest.raises(SchonVorhanden):
        ablage.write("a", BytesIO(b"x"))
    with pytest.raises(Fachfehler):
        ablage.write("b", BytesIO(b"x"), hoechstgroesse=0)
    with pytest.raises(Fachfehler):
        ablage.write("c/d/e", BytesIO(b"x"), hoechstgroesse=0)
    assert _list_entwuerfe(ordner) == []
    assert not (ordner / "objekte" / "c" / "d").exists()


def test_drafts_of_a_crash_are_never_listed_and_old_ones_are_swept(
    ablage: AblageDateisystem, ordner: Path
) -> None:
    ablage.write("a/fertig", BytesIO(b"ganz"))
    objekte = ordner / "objekte"
    alt, jung, ganz = objekte / "a" / "~alt", objekte / "~jung", objekte / "a" / "fertig="
    fremd = objekte / "~sicherung" / "bericht"
    fremd.parent.mkdir()
    for pfad in (alt, jung, fremd):
        pfad.write_bytes(b"halb")
    jetzt = datetime.now(UTC)
    vorgestern = (jetzt - timedelta(days=2)).timestamp()
    for pfad in (alt, ganz, fremd):
        os.utime(pfad, (vorgestern, vorgestern))
    assert [e.schluessel for e in ablage.list_eintraege()] == ["a/fertig"]
    assert ablage.close_reste(jetzt - timedelta(days=1)) == 1
    assert [p.exists() for p in (alt, jung, ganz, fremd)] == [False, True, True, True]


def test_a_crash_leaves_only_what_is_swept(
    ablage: AblageDateisystem, ordner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)  # the process dies before it
    with pytest.raises(Fachfehler):
        ablage.write("a/b", BytesIO(b"x"), hoechstgroesse=0)
    monkeypatch.undo()
    assert len(_list_entwuerfe(ordner)) == 1
    assert list(ablage.list_eintraege()) == []
    assert ablage.close_reste(datetime.now(UTC) + timedelta(days=1)) == 1
    assert _list_entwuerfe(ordner) == []


def test_foreign_files_are_not_objects(ablage: AblageDateisystem, ordner: Path) -> None:
    (ordner / "objekte" / "notiz.txt").write_text("x")
    assert list(ablage.list_eintraege()) == []
    with pytest.raises(NichtVorhanden):
        ablage.get_groesse("notiz.txt")


def test_a_full_disk_is_a_storage_failure_and_leaves_nothing(
    ablage: AblageDateisystem, ordner: Path
) -> None:
    with _groesste_datei(1 << 20), pytest.raises(AblageFehler) as fehler:
        ablage.write("a", BytesIO(bytes(3 << 20)))
    assert type(fehler.value) is AblageFehler
    assert list(ablage.list_eintraege()) == []
    assert _list_entwuerfe(ordner) == []


def test_a_full_disk_is_not_ready(ablage: AblageDateisystem) -> None:
    with _groesste_datei(0):
        assert ablage.check_bereit() is False
    assert ablage.check_bereit() is True


def test_a_lost_folder_is_a_failure_not_an_absent_object(
    ablage: AblageDateisystem, ordner: Path
) -> None:
    shutil.rmtree(ordner)
    with pytest.raises(AblageFehler) as fehler:
        ablage.write("a", BytesIO(b"x"))
    assert type(fehler.value) is AblageFehler
    assert ablage.check_bereit() is False
    with pytest.raises(AblageFehler):
        ablage.close_reste(datetime.now(UTC))
    assert not ordner.exists()


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("x")
    with pytest.raises(AblageFehler):
        AblageDateisystem(tmp_path / "datei")

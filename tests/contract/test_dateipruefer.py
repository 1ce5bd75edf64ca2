"""What every inspection promises (`domain.ports.Dateipruefer`), and how its process is held."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from bauaufsicht.adapters.dateipruefung import pruefer as pruefermodul
from bauaufsicht.adapters.dateipruefung.pruefer import Dateipruefung
from bauaufsicht.adapters.fakes.dateipruefer import Anfangspruefer
from bauaufsicht.domain.fehler import PrueferFehler
from bauaufsicht.domain.ports import Dateipruefer
from bauaufsicht.domain.unterlage import Mangel
from tests.factories import dateien as d
from tests.plugins.prozess import wait_bis


@pytest.fixture(params=["attrappe", "prozess"])
def pruefer(request: pytest.FixtureRequest) -> Dateipruefer:
    """Each inspection in turn."""
    return Anfangspruefer() if request.param == "attrappe" else Dateipruefung()


@contextmanager
def datei(inhalt: bytes) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as offen:
        offen.write(inhalt)
        offen.flush()
        yield offen


@pytest.mark.parametrize(
    ("endung", "inhalt", "erkannt", "mangel"),
    [
        (".pdf", d.create_pdf(), "application/pdf", None),
        (".png", d.create_bild(), "image/png", None),
        (".txt", b"Hallo", "text/plain", None),
        (".pdf", b"Hallo", "text/plain", Mangel.INHALT),
        (".exe", d.create_pdf(), "application/pdf", Mangel.ART),
        (".pdf", b"", "inode/x-empty", Mangel.LEER),
    ],
)
def test_content_is_compared_with_the_ending(
    pruefer: Dateipruefer, endung: str, inhalt: bytes, erkannt: str, mangel: Mangel | None
) -> None:
    with datei(inhalt) as offen:
        befund = pruefer.check_datei(offen, endung)
    assert (befund.erkannt, befund.mangel) == (erkannt, mangel)


def test_what_can_be_drawn_has_a_preview_and_pages(pruefer: Dateipruefer) -> None:
    with datei(d.create_pdf()) as offen:
        befund = pruefer.check_datei(offen, ".pdf")
    assert befund.seiten == 1
    assert (befund.vorschau or b"")[8:12] == b"WEBP"


# --- the process alone ----------------------------------------------------------------------


def _befehl(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, programm: str) -> None:
    """Let another program do the inspection."""
    (tmp_path / "falsch.py").write_text(programm)
    monkeypatch.setattr(pruefermodul, "KIND", "falsch")
    monkeypatch.setattr(pruefermodul, "WURZEL", f"{tmp_path}:{pruefermodul.WURZEL}")


GRENZEN = "from bauaufsicht.adapters.dateipruefung.grenzen import set_grenzen; set_grenzen()\n"
ANFANG = GRENZEN + "import os; os.write(1, b'bereit\\n')\n"
GUT = """os.write(1, b'{"erkannt": "application/pdf", "mangel": null, "seiten": 1}\\n')\n"""


@pytest.mark.parametrize(
    "harm",
    [
        "os.kill(os.getpid(), 11)",
        "b = bytearray(1 << 30)\n" + GUT,
        "while True: pass",
        "import time; time.sleep(60)",
        "os.write(2, bytes(3 << 20))\nos.write(2, bytes(3 << 20))\nos.write(2, b'x')\n" + GUT,
        "raise SystemExit(0)",
        "os.fork() or __import__('time').sleep(60)",
    ],
)
def test_a_file_that_breaks_the_inspection_cannot_be_inspected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, harm: str
) -> None:
    _befehl(monkeypatch, tmp_path, ANFANG + harm)
    with datei(b"x") as offen:
        befund = Dateipruefung(frist=3).check_datei(offen, ".pdf")
    assert befund.mangel is Mangel.UNPRUEFBAR


def test_no_process_of_the_inspection_outlives_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spur = tmp_path / "kind"
    schreibe = (
        f"if os.fork() == 0:\n    open({str(spur)!r}, 'w').write(str(os.getpid()))\n"
        "    import time; time.sleep(60)\n"
    )
    _befehl(monkeypatch, tmp_path, ANFANG + schreibe + "import time; time.sleep(0.3)\n" + GUT)
    with datei(b"x") as offen:
        Dateipruefung(frist=5).check_datei(offen, ".pdf")
    # the kernel takes a moment to bury it
    assert wait_bis(lambda: not _check_lebt(int(spur.read_text())))


def _check_lebt(nummer: int) -> bool:
    status = Path(f"/proc/{nummer}/status")
    return status.exists() and "zombie" not in status.read_text()


def test_a_finding_stands_when_the_preview_breaks_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _befehl(monkeypatch, tmp_path, ANFANG + GUT + "os.kill(os.getpid(), 11)")
    with datei(b"x") as offen:
        befund = Dateipruefung().check_datei(offen, ".pdf")
    assert (befund.mangel, befund.seiten, befund.vorschau) == (None, 1, None)


@pytest.mark.parametrize("programm", ["import gibtesnicht", "raise SystemExit(0)", "x ="])
def test_an_inspection_that_cannot_begin_says_nothing_about_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, programm: str
) -> None:
    _befehl(monkeypatch, tmp_path, programm)
    with datei(d.create_pdf()) as offen, pytest.raises(PrueferFehler):
        Dateipruefung().check_datei(offen, ".pdf")


def test_the_process_knows_nothing_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BAUAUFSICHT_GEHEIMNIS", "geheim")
    _befehl(
        monkeypatch,
        tmp_path,
        ANFANG + "if 'BAUAUFSICHT_GEHEIMNIS' in os.environ: raise SystemExit(1)\n" + GUT,
    )
    with datei(b"x") as offen:
        assert Dateipruefung().check_datei(offen, ".pdf").mangel is None


@pytest.mark.parametrize(
    ("endung", "create", "mangel"),
    [
        (".pdf", d.create_pdf_bombe, Mangel.PDF_UNLESBAR),
        (".png", d.create_png_bombe, Mangel.BILD_ZU_GROSS),
        (".pdf", d.create_pdf_mit_verstecktem_javascript, Mangel.PDF_JAVASCRIPT),
    ],
    ids=["PDF bomb", "pixel bomb", "hidden JavaScript"],
)
def test_hostile_files_meet_the_rules_inside_the_limits(
    endung: str, create: object, mangel: Mangel
) -> None:
    with datei(create()) as offen:  # type: ignore[operator]
        assert Dateipruefung().check_datei(offen, endung).mangel is mangel


def test_a_big_file_needs_no_big_memory() -> None:
    with datei(d.create_pdf_grosse_zeichnung(300)) as offen:
        befund = Dateipruefung().check_datei(offen, ".pdf")
    assert (befund.mangel, befund.seiten) == (None, 1)
    assert befund.vorschau

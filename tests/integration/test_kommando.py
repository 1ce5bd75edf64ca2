"""The command line: exact interface, exit codes, and a folder that sets itself up."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from bauaufsicht.db.models import Behoerde, Eingang, Vorgang
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.services.aufnahme import record_eingang
from tests.conftest import Einheit
from tests.factories.lieferung import (
    Probe,
    create_folgenachricht,
    create_ruecknahme,
    get_schulungsnachricht,
    read_schulung,
)
from tests.plugins.voraussetzung import WURZEL

if TYPE_CHECKING:
    from tests.plugins.postgresql import PostgresqlServer

BASIS = read_schulung("01")
SCHLUESSEL = [
    "ergebnis",
    "fehlerkennzahl",
    "befunde",
    "test",
    "aktenzeichen",
    "vorgang_id",
    "eingang_id",
    "fakten",
]


@dataclass(frozen=True)
class Ausgabe:
    """What a command left: exit code and both outputs."""

    code: int
    aus: str
    fehler: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object."""
        inhalt: dict[str, Any] = json.loads(self.aus)
        return inhalt


def run(daten: Path, *argumente: str | Path, **umgebung: str) -> Ausgabe:
    """Run the real command in a process of its own with nothing but its environment."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("BAUAUFSICHT_")}
    with subprocess.Popen(
        [sys.executable, "-m", "bauaufsicht", *map(str, argumente)],
        cwd=WURZEL,
        env={**env, "BAUAUFSICHT_DATEN": str(daten), "PYTHONPATH": str(WURZEL), **umgebung},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as prozess:
        aus, fehler = prozess.communicate(timeout=60)
    return Ausgabe(prozess.returncode, aus, fehler)


def write_probe(ordner: Path, probe: Probe) -> tuple[Path, Path]:
    """A message file and a folder with its attachments under their names."""
    anlagen = ordner / "anlagen"
    anlagen.mkdir(parents=True, exist_ok=True)
    datei = ordner / "nachricht.xml"
    datei.write_bytes(probe.inhalt)
    for anlage in probe.anlagen:
        (anlagen / anlage.dateiname).write_bytes(anlage.inhalt)
    return datei, anlagen


def test_newcomer_takes_one_application_in(tmp_path: Path) -> None:
    """An empty folder, one command, and the facts from the message and from the database."""
    daten = tmp_path / "neu" / "daten"
    datei, anlagen = write_probe(tmp_path, BASIS)
    erste = run(daten, "eingang", "aufnehmen", datei, "--anlagen", anlagen, "--json")
    assert (erste.code, erste.fehler) == (0, "")
    bericht = erste.json
    assert list(bericht) == SCHLUESSEL
    assert (bericht["ergebnis"], bericht["fehlerkennzahl"]) == ("angelegt", None)
    assert (bericht["befunde"], bericht["test"]) == ([], False)
    assert bericht["aktenzeichen"] == "AP-" + bericht["aktenzeichen"][3:7] + "-00001"
    erwartet = get_schulungsnachricht("01").fakten
    assert {n: bericht["fakten"][n] for n in erwartet} == erwartet
    zeigen = run(daten, "vorgang", "zeigen", bericht["aktenzeichen"], "--json")
    assert (zeigen.code, zeigen.json) == (0, bericht["fakten"])
    zweite = run(daten, "eingang", "aufnehmen", datei, "--anlagen", anlagen, "--json")
    assert (zweite.code, zweite.json["ergebnis"]) == (0, "wiederholung")
    akte = run(daten, "akte", "pruefen", bericht["aktenzeichen"])
    assert (akte.code, "unversehrt" in akte.aus) == (0, True)
    # what is broken is said, in words and in the exit code
    (objekt,) = (daten / "ablage").rglob(f"{bericht['eingang_id']}/anlage-0001*")
    objekt.write_bytes(b"anders")
    akte = run(daten, "akte", "pruefen", bericht["aktenzeichen"])
    assert (akte.code, "nicht mehr die eingegangene Datei" in akte.aus) == (1, True)
    # private: nobody else on the machine reads applications
    assert daten.stat().st_mode & 0o077 == 0


def test_refused_and_hostile_files(tmp_path: Path) -> None:
    daten = tmp_path / "daten"
    lacher = BASIS.replace(
        ("<?xml version='1.0' encoding='UTF-8'?>", '<!DOCTYPE x [<!ENTITY a "b">]>')
    )
    datei, _ = write_probe(tmp_path / "a", lacher)
    ausgabe = run(daten, "eingang", "aufnehmen", datei, "--json")
    assert (ausgabe.code, ausgabe.fehler) == (3, "")
    assert list(ausgabe.json) == SCHLUESSEL
    assert (ausgabe.json["ergebnis"], ausgabe.json["fehlerkennzahl"]) == (
        "zurueckgewiesen",
        "X000",
    )
    assert set(ausgabe.json["befunde"][0]) == {"kennzahl", "text"}
    assert (ausgabe.json["aktenzeichen"], ausgabe.json["vorgang_id"]) == (None, None)
    datei, _ = write_probe(tmp_path / "b", BASIS)
    ausgabe = run(daten, "eingang", "aufnehmen", datei, "--json")  # without its attachments
    assert (ausgabe.code, ausgabe.json["fehlerkennzahl"]) == (3, "A001")
    # the folder was set up with authorities, but without cases
    engine = create_engine(f"sqlite:///{daten / 'bauaufsicht.db'}")
    with engine.connect() as verbindung:
        behoerden = verbindung.scalar(select(func.count()).select_from(Behoerde))
        vorgaenge = verbindung.scalar(select(func.count()).select_from(Vorgang))
        modus = verbindung.scalar(text("PRAGMA journal_mode"))
    engine.dispose()
    assert (behoerden, vorgaenge, modus) == (28, 0, "wal")


def test_two_commands_at_once_set_the_folder_up_once(tmp_path: Path) -> None:
    daten = tmp_path / "daten"
    datei, anlagen = write_probe(tmp_path, BASIS)
    argumente = ("eingang", "aufnehmen", datei, "--anlagen", anlagen, "--json")
    with ThreadPoolExecutor(2) as pool:
        ausgaben = list(pool.map(lambda _: run(daten, *argumente), range(2)))
    assert [a.fehler for a in ausgaben] == ["", ""]
    assert sorted(a.json["ergebnis"] for a in ausgaben) == ["angelegt", "wiederholung"]


def test_production_on_postgresql(tmp_path: Path, postgresql_server: "PostgresqlServer") -> None:
    """Nothing sets itself up there: each step is a command."""
    url = postgresql_server.neue_datenbank()
    umgebung = {
        "BAUAUFSICHT_BETRIEBSART": "produktion",
        "BAUAUFSICHT_DATENBANK": url,
        "BAUAUFSICHT_GEHEIMNIS": "x" * 48,
        "BAUAUFSICHT_BASISADRESSE": "https://bauaufsicht.example",
    }
    datei, anlagen = write_probe(tmp_path, BASIS)
    schritte = [
        run(tmp_path / "daten", *schritt, **umgebung)
        for schritt in (
            ("datenbank", "pruefen"),
            ("datenbank", "aktualisieren"),
            ("stammdaten", "laden"),
            ("eingang", "aufnehmen", str(datei), "--anlagen", str(anlagen), "--json"),
        )
    ]
    postgresql_server.entferne_datenbank(url)
    assert [s.code for s in schritte] == [1, 0, 0, 0]
    assert not any("Traceback" in s.fehler for s in schritte)
    assert schritte[-1].json["ergebnis"] == "angelegt"


def test_unsafe_settings_do_not_start(tmp_path: Path) -> None:
    ausgabe = run(tmp_path / "daten", "eingang", "--help", BAUAUFSICHT_BETRIEBSART="produktion")
    assert (ausgabe.code, ausgabe.aus) == (2, "")
    assert "BAUAUFSICHT_GEHEIMNIS fehlt" in ausgabe.fehler
    assert "Traceback" not in ausgabe.fehler
    assert not (tmp_path / "daten").exists()


# --- within this process: the same commands on both databases ---


def invoke(app: Flask, *argumente: str | Path) -> Result:
    """A command on the test's application, with its context as `bauaufsicht` opens it."""
    gruppe = click.Group("bauaufsicht", commands=dict(app.cli.commands))
    with app.app_context():
        ergebnis = CliRunner().invoke(gruppe, [str(a) for a in argumente])
    if ergebnis.exception and not isinstance(ergebnis.exception, SystemExit):
        raise ergebnis.exception
    return ergebnis


def _aufnehmen(app: Flask, datei: Path, *weitere: str | Path) -> tuple[int, dict[str, Any]]:
    ergebnis = invoke(app, "eingang", "aufnehmen", datei, *weitere, "--json")
    return ergebnis.exit_code, json.loads(ergebnis.stdout)


@pytest.mark.parametrize(
    ("proben", "code", "ergebnis"),
    [
        ([BASIS], 0, "angelegt"),
        ([BASIS, BASIS], 0, "wiederholung"),
        ([BASIS, BASIS.with_uuid("z")], 0, "zu_klaeren"),
        ([BASIS, create_ruecknahme(BASIS.get_text("referenzAntragsservice"))], 0, "zugeordnet"),
        ([BASIS.replace(("Carport", "Garage")).with_anlagen()], 3, "zurueckgewiesen"),
        (
            [create_folgenachricht("prozessnachrichten.rueckweisung.G2G.1100", "", kernmodul=True)],
            0,
            "protokolliert",
        ),
    ],
    ids=["new", "repeat", "unclear", "follow-up", "refused", "protocol"],
)
def test_exit_codes(
    proben: Sequence[Probe], code: int, ergebnis: str, app: Flask, tmp_path: Path
) -> None:
    for n, probe in enumerate(proben):
        datei, anlagen = write_probe(tmp_path / str(n), probe)
        letzte = _aufnehmen(app, datei, "--anlagen", anlagen)
    assert (letzte[0], letzte[1]["ergebnis"]) == (code, ergebnis)
    assert list(letzte[1]) == SCHLUESSEL


def test_words_for_people(app: Flask, tmp_path: Path) -> None:
    datei, anlagen = write_probe(tmp_path, BASIS)
    ohne = invoke(app, "eingang", "aufnehmen", datei)
    assert ohne.exit_code == 3
    assert "zurückgewiesen (A001)" in ohne.output
    mit = invoke(app, "eingang", "aufnehmen", datei, "--anlagen", anlagen)
    assert mit.output == "Vorgang AP-2026-00001 wurde angelegt.\n"
    zeigen = invoke(app, "vorgang", "zeigen", "AP-2026-00001")
    assert 'antragsteller: "Seifert, Maren"' in zeigen.output


@pytest.mark.parametrize(
    "argumente",
    [
        ("eingang", "aufnehmen"),
        ("eingang", "aufnehmen", "gibtesnicht.xml"),
        ("eingang", "aufnehmen", "."),
        ("eingang", "aufnehmen", "README", "--anlagen", "gibtesnicht"),
        ("eingang", "aufnehmen", "README", "--anlagen", "README"),
        ("eingang", "nehmen"),
        ("vorgang", "zeigen"),
    ],
)
def test_wrong_usage(argumente: tuple[str, ...], app: Flask, tmp_path: Path) -> None:
    (tmp_path / "README").write_text("x")
    mit_pfad = [str(tmp_path / a) if a in ("README", ".") else a for a in argumente]
    ausgabe = invoke(app, *mit_pfad)
    assert ausgabe.exit_code == 2
    assert "Fehler: " in ausgabe.output or "Befehl" in ausgabe.output
    assert not re.search(r"Usage|Error|Missing|Invalid|No such|does not|File|Try", ausgabe.output)


def _list(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_the_translation_of_click_is_built() -> None:
    ordner = WURZEL / "bauaufsicht/cli/locale/de/LC_MESSAGES"
    with (ordner / "click.po").open("rb") as quelle, (ordner / "click.mo").open("rb") as gebaut:
        soll, ist = (
            {_list(m.id): _list(m.string) for m in katalog if m.id}
            for katalog in (read_po(quelle), read_mo(gebaut))
        )
    assert soll == ist
    assert all(all(saetze) for saetze in soll.values())


@pytest.mark.parametrize("kommando", [("vorgang", "zeigen"), ("akte", "pruefen")])
def test_unknown_aktenzeichen(kommando: tuple[str, str], app: Flask) -> None:
    ergebnis = invoke(app, *kommando, "AP-2026-99999")
    assert ergebnis.exit_code == 1
    assert "Nicht gefunden" in ergebnis.stderr


# --- attachments by manifest ---


def _write_manifest(ordner: Path, inhalt: object) -> None:
    (ordner / "manifest.json").write_text(json.dumps(inhalt), "utf-8")


def test_manifest_maps_dokumentid_to_file(app: Flask, tmp_path: Path) -> None:
    """Names in the folder are free then, also in sub-folders."""
    datei, anlagen = write_probe(tmp_path, BASIS.with_anlagen())
    (anlagen / "unten").mkdir()
    verzeichnis = {}
    for n, anlage in enumerate(BASIS.anlagen):
        name = f"unten/{n}.bin" if n % 2 else f"{n}.bin"
        (anlagen / name).write_bytes(anlage.inhalt)
        verzeichnis[anlage.dokumentid] = name
    _write_manifest(anlagen, verzeichnis)
    code, bericht = _aufnehmen(app, datei, "--anlagen", anlagen)
    assert (code, bericht["ergebnis"], bericht["befunde"]) == (0, "angelegt", [])


def test_message_and_manifest_in_the_folder_are_no_attachments(app: Flask, tmp_path: Path) -> None:
    datei, anlagen = write_probe(tmp_path, BASIS)
    darin = anlagen / "nachricht.xml"
    darin.write_bytes(datei.read_bytes())
    _write_manifest(anlagen, {})
    _, bericht = _aufnehmen(app, darin, "--anlagen", anlagen)
    assert (bericht["ergebnis"], bericht["befunde"]) == ("angelegt", [])


@pytest.mark.parametrize("inhalt", [["liste"], {"a": 1}, "text", None, {"a": {"b": "c"}}], ids=str)
def test_broken_manifest_is_wrong_usage(inhalt: object, app: Flask, tmp_path: Path) -> None:
    datei, anlagen = write_probe(tmp_path, BASIS)
    _write_manifest(anlagen, inhalt)
    ergebnis = invoke(app, "eingang", "aufnehmen", datei, "--anlagen", anlagen, "--json")
    assert ergebnis.exit_code == 2
    assert "dokumentid zu Dateiname" in ergebnis.stderr


@pytest.mark.parametrize("ziel", ["../geheim.txt", "/etc/passwd", "unten/../../geheim.txt"])
def test_manifest_never_leads_out_of_the_folder(
    ziel: str, app: Flask, tmp_path: Path, einheit: Einheit
) -> None:
    datei, anlagen = write_probe(tmp_path, BASIS)
    (tmp_path / "geheim.txt").write_text("geheim")
    _write_manifest(anlagen, {BASIS.anlagen[0].dokumentid: ziel})
    ergebnis = invoke(app, "eingang", "aufnehmen", datei, "--anlagen", anlagen, "--json")
    assert ergebnis.exit_code == 2
    with einheit() as uow:
        assert uow.session.scalar(select(func.count()).select_from(Eingang)) == 0


def test_file_that_the_manifest_misses_is_missing(app: Flask, tmp_path: Path) -> None:
    datei, anlagen = write_probe(tmp_path, BASIS)
    (anlagen / "Antrag.pdf").unlink()
    _write_manifest(anlagen, {BASIS.anlagen[0].dokumentid: "Antrag.pdf"})
    code, bericht = _aufnehmen(app, datei, "--anlagen", anlagen)
    assert (code, bericht["fehlerkennzahl"]) == (3, "A001")


def test_file_names_that_are_no_unicode(app: Flask, tmp_path: Path) -> None:
    """An old ZIP leaves such names; the file is kept, its name is shown as well as possible."""
    datei, anlagen = write_probe(tmp_path, BASIS)
    (anlagen / os.fsdecode(b"Pl\xe4ne.pdf")).write_bytes(b"x")
    code, bericht = _aufnehmen(app, datei, "--anlagen", anlagen)
    assert (code, bericht["ergebnis"]) == (0, "angelegt")
    assert [b["kennzahl"] for b in bericht["befunde"]] == ["A001"]


# --- worker and set-up ---


def test_worker_once_finishes_what_is_due(app: Flask, einheit: Einheit) -> None:
    with BASIS.open() as lieferung, einheit() as uow:
        record_eingang(uow, lieferung)
    assert invoke(app, "worker", "--einmal").exit_code == 0
    with einheit() as uow:
        assert uow.session.scalars(select(Eingang.ergebnis)).one() is Eingangsergebnis.ANGELEGT

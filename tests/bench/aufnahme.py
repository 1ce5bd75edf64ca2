"""Intake: messages per second, and the ratio to parse + XSD + raw INSERTs + raw file writes.

The messages come in rounds of dev-01 to dev-07; the first round warms up. Compared are the medians
of the rounds, so that a hiccup of the machine does not decide.
"""

import json
import os
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from lxml import etree
from psycopg.types.json import Json
from sqlalchemy import Engine

from bauaufsicht.db.base import Base, db
from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.rechte import SYSTEM
from bauaufsicht.services.aufnahme import Datei, Lieferung, submit_lieferung
from tests.bench.messung import Umgebung
from tests.plugins.voraussetzung import XBAU

RUNDEN = 12
PROBEN = tuple(f"dev-0{n}" for n in range(1, 8))
FREMDE = {"behoerde", "gemeinde", "gemarkung", "stelle", "konto", "aktenzeichenstand"}


@dataclass(frozen=True, slots=True)
class Probe:
    """A message with fresh identities, and its files."""

    version: str
    inhalt: bytes
    anlagen: tuple[tuple[str, str, bytes], ...]


def create_proben() -> list[Probe]:
    """dev-01 to dev-07 in several rounds, each time with a new nachrichtenUUID and reference."""
    manifest = json.loads((XBAU / "samples/manifest.json").read_text("utf-8"))["messages"]
    proben = []
    for _ in range(RUNDEN):
        for m in manifest:
            if not m["file"].startswith(PROBEN):
                continue
            inhalt = (XBAU / "samples" / m["file"]).read_bytes()
            for name in ("nachrichtenUUID", "referenzAntragsservice"):
                inhalt = inhalt.replace(m["facts"][name].encode(), str(uuid4()).encode())
            anlagen = tuple(
                (a["dateiname"], a["id"], (XBAU / "samples" / a["pfad"]).read_bytes())
                for a in m["transport_attachments"]
            )
            proben.append(Probe(m["version"], inhalt, anlagen))
    return proben


def measure_aufnahme(umgebung: Umgebung) -> None:
    """Print messages per second and the ratio to the floor."""
    proben = create_proben()
    with umgebung.app.app_context():
        for probe in proben[: len(PROBEN)]:
            _submit(umgebung, probe)
        proben = proben[len(PROBEN) :]
        vorher = _read_ids(db.engine)
        zeiten = [_measure(lambda probe=probe: _submit(umgebung, probe)) for probe in proben]
        zeilen = _read_zeilen(db.engine, vorher, len(proben))
        boden = _compute_rate(_measure_boden(umgebung, proben, zeilen, dauerhaft=False))
        dauerhaft = _compute_rate(_measure_boden(umgebung, proben, zeilen, dauerhaft=True))
    rate = _compute_rate(zeiten)
    print(
        f"Aufnahme, {umgebung.dialekt}: {rate:.1f} Nachrichten/s, Boden {boden:.1f}/s, Verhältnis "
        f"{boden / rate:.2f} (Ziel ≤ 3); Boden mit fsync der Dateien {dauerhaft:.1f}/s, Verhältnis "
        f"{dauerhaft / rate:.2f}; "
        f"{sum(len(z) for e in zeilen for z in e.values()) / len(proben):.0f} Zeilen je Nachricht"
    )


def _measure(lauf: Callable[[], None]) -> float:
    beginn = time.perf_counter()
    lauf()
    return time.perf_counter() - beginn


def _compute_rate(zeiten: list[float]) -> float:
    """Messages per second in the median round."""
    runden = [sum(zeiten[n : n + len(PROBEN)]) for n in range(0, len(zeiten), len(PROBEN))]
    return len(PROBEN) / median(runden)


def _submit(umgebung: Umgebung, probe: Probe) -> None:
    ergebnis = submit_lieferung(
        lambda: unit_of_work(SYSTEM, umgebung.ports),
        Lieferung(
            Eingangsweg.KOMMANDO,
            Datei("nachricht.xml", BytesIO(probe.inhalt)),
            [Datei(name, BytesIO(inhalt), kennung) for name, kennung, inhalt in probe.anlagen],
        ),
    )
    if ergebnis.ergebnis is not Eingangsergebnis.ANGELEGT:
        raise SystemExit(f"Die Probe wurde nicht angelegt: {ergebnis}")


def _read_ids(engine: Engine) -> set[Any]:
    with closing(engine.raw_connection()) as verbindung:
        cursor = verbindung.cursor()
        cursor.execute("SELECT id FROM eingang")
        return {z[0] for z in cursor.fetchall()}


def _read_zeilen(
    engine: Engine, vorher: set[Any], anzahl: int
) -> list[dict[str, list[tuple[Any, ...]]]]:
    """The rows that each message left, in the driver's own values."""
    roh = _read_tabellen(engine)
    nachricht: dict[Any, int] = {}
    neue = [z for z in _dicts(roh["eingang"]) if z["id"] not in vorher]
    for n, zeile in enumerate(neue):
        nachricht[zeile["id"]] = nachricht[zeile["vorgang_id"]] = n
    for zeile in _dicts(roh["ereignis"]):
        if zeile["vorgang_id"] in nachricht:
            nachricht[zeile["id"]] = nachricht[zeile["vorgang_id"]]
    ergebnis: list[dict[str, list[tuple[Any, ...]]]] = [defaultdict(list) for _ in range(anzahl)]
    for name, inhalt in roh.items():
        if name in FREMDE:
            continue
        for werte, zeile in zip(inhalt[1], _dicts(inhalt), strict=True):
            n = _compute_nachricht(zeile, nachricht)
            if n is not None:
                ergebnis[n][name].append(
                    tuple(Json(w) if isinstance(w, dict | list) else w for w in werte)
                )
    return ergebnis


def _list_spalten(tabelle: str) -> list[str]:
    """What can be inserted: computed columns are the database's."""
    return [s.name for s in Base.metadata.tables[tabelle].columns if s.computed is None]


def _read_tabellen(engine: Engine) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    roh = {}
    with closing(engine.raw_connection()) as verbindung:
        cursor = verbindung.cursor()
        for tabelle in Base.metadata.tables:
            namen = _list_spalten(tabelle)
            cursor.execute(f"SELECT {', '.join(namen)} FROM {tabelle}")
            roh[tabelle] = (namen, [tuple(z) for z in cursor.fetchall()])
    return roh


def _dicts(inhalt: tuple[list[str], list[tuple[Any, ...]]]) -> list[dict[str, Any]]:
    return [dict(zip(inhalt[0], werte, strict=True)) for werte in inhalt[1]]


def _compute_nachricht(zeile: dict[str, Any], nachricht: dict[Any, int]) -> int | None:
    for spalte in ("id", "eingang_id", "vorgang_id", "ereignis_id"):
        if zeile.get(spalte) in nachricht:
            return nachricht[zeile[spalte]]
    if "schluessel" in zeile and "nutzlast" in zeile:
        kennung = UUID(zeile["schluessel"].rpartition(":")[2])
        return nachricht.get(kennung, nachricht.get(kennung.hex))
    return None


def _measure_boden(
    umgebung: Umgebung,
    proben: list[Probe],
    zeilen: list[dict[str, list[tuple[Any, ...]]]],
    *,
    dauerhaft: bool,
) -> list[float]:
    """Seconds a message: parse, validate, write the files, insert the same rows, commit.

    `dauerhaft` makes the files as durable as the intake promises: fsync of file and folder.
    """
    schemata = {
        v: etree.XMLSchema(etree.parse(XBAU / "xsd" / v / "_alle-nachrichten.xsd"))
        for v in {p.version for p in proben}
    }
    zeichen = "?" if umgebung.dialekt == "SQLite" else "%s"
    ordner = umgebung.ordner / f"boden-{dauerhaft}"
    with closing(db.engine.raw_connection()) as verbindung:
        cursor = verbindung.cursor()
        _clear(cursor, zeilen)
        verbindung.commit()
        zeiten = []
        for n, (probe, je_tabelle) in enumerate(zip(proben, zeilen, strict=True)):
            beginn = time.perf_counter()
            schemata[probe.version].assertValid(etree.fromstring(probe.inhalt))
            _write_dateien(ordner / str(n), probe, dauerhaft=dauerhaft)
            if umgebung.dialekt == "SQLite":
                cursor.execute("BEGIN IMMEDIATE")
            for tabelle, werte in je_tabelle.items():
                namen = _list_spalten(tabelle)
                platz = ", ".join([zeichen] * len(namen))
                cursor.executemany(
                    f"INSERT INTO {tabelle} ({', '.join(namen)}) VALUES ({platz})", werte
                )
            cursor.execute("COMMIT")
            zeiten.append(time.perf_counter() - beginn)
        return zeiten


def _clear(cursor: Any, zeilen: list[dict[str, list[tuple[Any, ...]]]]) -> None:
    """Make room for the same rows; the trigger of the chain is taken away in this copy only."""
    for ausloeser in ("ereignis_update", "ereignis_delete"):
        if "sqlite" in type(cursor).__module__:
            cursor.execute(f"DROP TRIGGER IF EXISTS {ausloeser}")
    if "sqlite" not in type(cursor).__module__:
        cursor.execute("SET session_replication_role = replica")
    else:
        cursor.execute("BEGIN")
    for tabelle in {t for e in zeilen for t in e}:
        cursor.execute(f"DELETE FROM {tabelle}")
    if "sqlite" in type(cursor).__module__:
        cursor.execute("COMMIT")


def _write_dateien(ordner: Path, probe: Probe, *, dauerhaft: bool) -> None:
    ordner.mkdir(parents=True)
    for n, inhalt in enumerate((probe.inhalt, *(a[2] for a in probe.anlagen))):
        with (ordner / str(n)).open("wb") as datei:
            datei.write(inhalt)
            if dauerhaft:
                datei.flush()
                os.fsync(datei.fileno())
    if dauerhaft:
        nummer = os.open(ordner, os.O_RDONLY)
        os.fsync(nummer)
        os.close(nummer)

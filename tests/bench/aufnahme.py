"""Intake: messages per second, and the ratio to parse + XSD + raw INSERTs + raw file writes.

The messages come in rounds of dev-01 to dev-07; the first round warms up. After each round the
floor writes the same rows again, so that both meet the same machine; compared are the medians of
the rounds, so that a hiccup does not decide.
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
    """Print messages per second and the ratio to the floor.

    Round by round: intake, then the same rows taken away and written back by each floor.
    """
    proben = create_proben()
    zeiten: dict[str, list[float]] = {"aufnahme": [], "boden": [], "dauerhaft": []}
    anzahl = 0
    with umgebung.app.app_context():
        _prepare(db.engine)
        schemata = _read_schemata(proben)
        for beginn in range(0, len(proben), len(PROBEN)):
            runde = proben[beginn : beginn + len(PROBEN)]
            vorher = _read_ids(db.engine)
            einmal = [_measure(lambda p=p: _submit(umgebung, p)) for p in runde]
            zeilen = _read_zeilen(db.engine, vorher, len(runde))
            ordner = umgebung.ordner / f"boden-{beginn}"
            lauf = Bodenlauf(umgebung.dialekt, ordner, schemata, runde, zeilen)
            boden, dauerhaft = lauf.measure(dauerhaft=False), lauf.measure(dauerhaft=True)
            if beginn == 0:
                continue  # warms up
            anzahl += sum(len(z) for e in zeilen for z in e.values())
            for name, werte in (("aufnahme", einmal), ("boden", boden), ("dauerhaft", dauerhaft)):
                zeiten[name] += werte
    rate, boden, dauerhaft = (_compute_rate(z) for z in zeiten.values())
    print(
        f"Aufnahme, {umgebung.dialekt}: {rate:.1f} Nachrichten/s. Boden {dauerhaft:.1f}/s, "
        f"Verhältnis {dauerhaft / rate:.2f} (Ziel ≤ 3). Boden ohne fsync der Dateien "
        f"{boden:.1f}/s, Verhältnis {boden / rate:.2f}. "
        f"{anzahl / len(zeiten['aufnahme']):.0f} Zeilen je Nachricht"
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


def _read_schemata(proben: list[Probe]) -> dict[str, etree.XMLSchema]:
    return {
        v: etree.XMLSchema(etree.parse(XBAU / "xsd" / v / "_alle-nachrichten.xsd"))
        for v in {p.version for p in proben}
    }


@dataclass(frozen=True, slots=True)
class Bodenlauf:
    """One round of the floor: parse, validate, write the files, insert the same rows, commit."""

    dialekt: str
    ordner: Path
    schemata: dict[str, etree.XMLSchema]
    proben: list[Probe]
    zeilen: list[dict[str, list[tuple[Any, ...]]]]

    def measure(self, *, dauerhaft: bool) -> list[float]:
        """Seconds a message; afterwards the rows are there as before.

        `dauerhaft` makes the files as durable as the intake promises: fsync of file and folder.
        """
        with closing(db.engine.raw_connection()) as verbindung:
            cursor = verbindung.cursor()
            self._clear(cursor)
            verbindung.commit()
            zeiten = []
            for n, (probe, je_tabelle) in enumerate(zip(self.proben, self.zeilen, strict=True)):
                beginn = time.perf_counter()
                self.schemata[probe.version].assertValid(etree.fromstring(probe.inhalt))
                _write_dateien(self.ordner / f"{dauerhaft}-{n}", probe, dauerhaft=dauerhaft)
                if self.dialekt == "SQLite":
                    cursor.execute("BEGIN IMMEDIATE")
                for tabelle, werte in je_tabelle.items():
                    cursor.executemany(self._create_insert(tabelle), werte)
                cursor.execute("COMMIT")
                zeiten.append(time.perf_counter() - beginn)
            return zeiten

    def _create_insert(self, tabelle: str) -> str:
        namen = _list_spalten(tabelle)
        platz = ", ".join(["?" if self.dialekt == "SQLite" else "%s"] * len(namen))
        return f"INSERT INTO {tabelle} ({', '.join(namen)}) VALUES ({platz})"

    def _clear(self, cursor: Any) -> None:
        """Make room for the same rows, and only for those: the tables stay as full as they are."""
        if self.dialekt == "SQLite":
            cursor.execute("BEGIN")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        zeichen = "?" if self.dialekt == "SQLite" else "%s"
        for je_tabelle in self.zeilen:
            for tabelle, werte in je_tabelle.items():
                schluessel = [s.name for s in Base.metadata.tables[tabelle].primary_key]
                namen = _list_spalten(tabelle)
                wo = " AND ".join(f"{s} = {zeichen}" for s in schluessel)
                stellen = [namen.index(s) for s in schluessel]
                cursor.executemany(
                    f"DELETE FROM {tabelle} WHERE {wo}", [[w[n] for n in stellen] for w in werte]
                )


def _prepare(engine: Engine) -> None:
    """The chain may not be deleted from; in this copy the floor must."""
    if engine.dialect.name == "sqlite":
        with engine.begin() as verbindung:
            for ausloeser in ("ereignis_update", "ereignis_delete"):
                verbindung.exec_driver_sql(f"DROP TRIGGER IF EXISTS {ausloeser}")


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

"""The state of database and storage: whether a request changed it, and the way back."""

import shutil
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, text

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.db.base import Base


@dataclass(slots=True)
class Stand:
    """Database and storage as they were when this record was made."""

    engine: Engine
    ablage: AblageSpeicher
    anfang: dict[str, str] = field(init=False)
    _marke: str = field(init=False, default="")
    _objekte: dict[str, bytes] = field(init=False)
    _geaendert: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.anfang = self.compute_pruefwerte()
        self._objekte = self._read_objekte()
        self._copy()
        self._marke = self._read_marke()

    def compute_aenderungen(self) -> list[str]:
        """Names of the tables (or "ablage") that differ from the beginning."""
        if self._read_marke() == self._marke and self._list_schluessel() == self._objekte.keys():
            return []
        self._geaendert = self._compare()
        return self._geaendert

    def _compare(self) -> list[str]:
        jetzt = self.compute_pruefwerte()
        self._marke = self._read_marke() if jetzt == self.anfang else self._marke
        return sorted(name for name in jetzt if jetzt[name] != self.anfang[name])

    def compute_pruefwerte(self) -> dict[str, str]:
        """A checksum over all rows of each table, and over all objects of the storage."""
        with self.engine.connect() as verbindung:
            if self.engine.dialect.name == "postgresql":
                zeilen = verbindung.execute(text(PRUEFABFRAGE))
                werte = {name: str(summe) for name, summe in zeilen}
            else:
                werte = {
                    tabelle.name: _compute_pruefwert(verbindung, tabelle)
                    for tabelle in Base.metadata.tables.values()
                }
        summe = sha256()
        for eintrag in sorted(self.ablage.list_eintraege(), key=lambda e: e.schluessel):
            with self.ablage.read(eintrag.schluessel) as strom:
                summe.update(f"{eintrag.schluessel}:".encode() + strom.read())
        return {**werte, "ablage": summe.hexdigest()}

    def restore(self) -> None:
        """Back to the beginning, in the tables that the last comparison found changed."""
        self._restore_datenbank()
        da = self._list_schluessel()
        for schluessel in da - self._objekte.keys():
            self.ablage.close_eintrag(schluessel)
        for schluessel in self._objekte.keys() - da:
            self.ablage.write(schluessel, BytesIO(self._objekte[schluessel]))
        self._marke = self._read_marke()

    def _list_schluessel(self) -> set[str]:
        return {e.schluessel for e in self.ablage.list_eintraege()}

    def _read_objekte(self) -> dict[str, bytes]:
        objekte = {}
        for eintrag in self.ablage.list_eintraege():
            with self.ablage.read(eintrag.schluessel) as strom:
                objekte[eintrag.schluessel] = strom.read()
        return objekte

    def _read_marke(self) -> str:
        """Something that moves with every write of anybody; cheap enough for every request."""
        if self.engine.dialect.name == "postgresql":
            with self.engine.connect() as verbindung:
                return str(
                    verbindung.scalar(text("SELECT pg_snapshot_xmax(pg_current_snapshot())"))
                )
        datei, _ = self._get_dateien()
        wal = datei.with_name(f"{datei.name}-wal")
        return str([(p.stat().st_mtime_ns, p.stat().st_size) for p in (datei, wal) if p.exists()])

    def _copy(self) -> None:
        """Keep what there is: SQLite's file, PostgreSQL's tables in a schema of their own."""
        if self.engine.dialect.name == "postgresql":
            with self.engine.begin() as verbindung:
                verbindung.execute(text("CREATE SCHEMA kopie"))
                for name in Base.metadata.tables:
                    befehl = f'CREATE TABLE kopie."{name}" AS TABLE public."{name}"'
                    verbindung.execute(text(befehl))
            return
        with self.engine.connect() as verbindung:
            verbindung.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        self.engine.dispose()
        shutil.copyfile(*self._get_dateien())

    def _restore_datenbank(self) -> None:
        if self.engine.dialect.name == "postgresql":
            with self.engine.begin() as verbindung:
                # as a superuser may: no trigger guards the chain, no foreign key is checked
                verbindung.execute(text("SET LOCAL session_replication_role = replica"))
                for name in set(self._geaendert) - {"ablage"}:
                    spalten = _format_spalten(Base.metadata.tables[name])
                    verbindung.execute(text(f'DELETE FROM "{name}"'))
                    befehl = (
                        f'INSERT INTO "{name}" ({spalten}) SELECT {spalten} FROM kopie."{name}"'
                    )
                    verbindung.execute(text(befehl))
            return
        self.engine.dispose()
        datei, kopie = self._get_dateien()
        for rest in ("-wal", "-shm"):
            datei.with_name(datei.name + rest).unlink(missing_ok=True)
        shutil.copyfile(kopie, datei)

    def _get_dateien(self) -> tuple[Path, Path]:
        datei = Path(self.engine.url.database or "")
        return datei, datei.with_name(f"{datei.name}-kopie")


def _format_spalten(tabelle: Table) -> str:
    """Names of the columns that are stored, not computed."""
    return ", ".join(f'"{s.name}"' for s in tabelle.columns if s.computed is None)


def _compute_pruefwert(verbindung: Connection, tabelle: Table) -> str:
    befehl = f'SELECT {_format_spalten(tabelle)} FROM "{tabelle.name}"'
    zusammen = "\n".join(sorted(repr(tuple(z)) for z in verbindung.execute(text(befehl))))
    return sha256(zusammen.encode("utf-8", "replace")).hexdigest()


PRUEFABFRAGE = " UNION ALL ".join(
    f"SELECT '{name}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM public.\"{name}\" t"
    for name in Base.metadata.tables
)

"""Nothing is told before it is durable, nothing durable is lost, nothing is done twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from threading import Event
from typing import BinaryIO

import pytest
from sqlalchemy import func, select

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import Auftrag, Ausgang, Eingang, Eingangsanlage, Ereignisrecord, Vorgang
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.auftraege import MAX_VERSUCHE
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.fehler import AblageFehler, Fachfehler
from bauaufsicht.domain.nachricht import Lesung
from bauaufsicht.domain.ports import Abgelegt, Ports
from bauaufsicht.jobs.arbeiter import Arbeiterschleife, request_offene, submit_naechsten
from bauaufsicht.services.ablage import close_waisen, list_waisen
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.aufnahme import (
    LIEGEZEIT,
    Datei,
    Lieferung,
    record_eingang,
    submit_lieferung,
)
from bauaufsicht.services.eingang import get_ergebnis, submit_eingang
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import KaputterLeser, read_schulung

BASIS = read_schulung("01")
TABELLEN = (Eingang, Eingangsanlage, Vorgang, Ausgang, Ereignisrecord, Auftrag)


class Abbruch(BaseException):
    """The process is killed: nothing in the code catches this."""


def _count(einheit: Einheit) -> dict[str, int]:
    with einheit() as uow:
        return {
            t.__tablename__: uow.session.scalar(select(func.count()).select_from(t)) or 0
            for t in TABELLEN
        }


def _run_worker(einheit: Einheit, uhr: FesteUhr) -> int:
    """Let the worker do what is due once deliveries count as left behind; how many jobs."""
    uhr.stand += LIEGEZEIT + timedelta(seconds=1)
    request_offene(einheit)
    anzahl = 0
    while submit_naechsten(einheit):
        anzahl += 1
    return anzahl


def _break_off(einheit: Einheit, nach: int, *, gespeichert: bool = False) -> Einheit:
    """A unit of work that dies at the end of its n-th transaction, just before or after commit."""
    zahl = 0

    @contextmanager
    def open_einheit() -> Iterator[object]:
        nonlocal zahl
        zahl += 1
        with einheit() as uow:
            yield uow
            if zahl == nach and not gespeichert:
                raise Abbruch
        if zahl == nach:
            raise Abbruch

    return open_einheit


def test_killed_before_the_first_commit_there_is_nothing(
    einheit: Einheit, uhr: FesteUhr, ablage: AblageSpeicher
) -> None:
    vorher = _count(einheit)
    with BASIS.open() as lieferung, pytest.raises(Abbruch):
        submit_lieferung(_break_off(einheit, 1), lieferung)
    assert _count(einheit) == vorher
    reste = {e.schluessel for e in ablage.list_eintraege()}
    assert len(reste) == 6  # the message and five files: swept after a day
    assert list(list_waisen(einheit)) == []
    uhr.stand += timedelta(hours=24, seconds=1)
    assert {e.schluessel for e in list_waisen(einheit)} == reste
    assert close_waisen(einheit) == 6
    assert list(ablage.list_eintraege()) == []


def test_killed_while_deciding_the_delivery_stays_and_the_worker_finishes_it(
    einheit: Einheit, nimm_auf: Aufnahme, uhr: FesteUhr
) -> None:
    with BASIS.open() as lieferung, pytest.raises(Abbruch):
        submit_lieferung(_break_off(einheit, 2), lieferung)
    with einheit() as uow:
        eingang = uow.session.scalars(select(Eingang)).one()
        bericht = get_ergebnis(uow, eingang.id)
    assert (eingang.ergebnis, eingang.vorgang_id) == (Eingangsergebnis.EMPFANGEN, None)
    assert eingang.verarbeitet_am is None
    assert (bericht.ergebnis, bericht.aktenzeichen) == (Eingangsergebnis.EMPFANGEN, None)
    zahlen = _count(einheit)
    assert (zahlen["vorgang"], zahlen["ausgang"], zahlen["ereignis"]) == (0, 0, 0)
    request_offene(einheit)
    assert not submit_naechsten(einheit)  # whoever took it in may still be deciding
    # the delivery, its documents, each of them, the plot
    assert _run_worker(einheit, uhr) == 2 + 5 + 1
    assert _run_worker(einheit, uhr) == 0
    with einheit() as uow:
        fertig = get_ergebnis(uow, eingang.id)
        assert fertig.ergebnis is Eingangsergebnis.ANGELEGT
        assert check_akte(uow, fertig.aktenzeichen or "").fehler == ()
    # whoever was told nothing sends it again
    assert nimm_auf(BASIS).ergebnis is Eingangsergebnis.WIEDERHOLUNG


def test_the_running_worker_finds_what_was_left_behind(
    einheit: Einheit, ports: Ports, uhr: FesteUhr, monkeypatch: pytest.MonkeyPatch
) -> None:
    with BASIS.open() as lieferung, pytest.raises(Abbruch):
        submit_lieferung(_break_off(einheit, 2), lieferung)
    uhr.stand += LIEGEZEIT + timedelta(seconds=1)
    ende = Event()
    monkeypatch.setattr(ende, "wait", lambda _: ende.set())  # nothing is due any more
    Arbeiterschleife(einheit, ports, ende).run()
    with einheit() as uow:
        assert uow.session.scalars(select(Eingang.ergebnis)).one() is Eingangsergebnis.ANGELEGT


def test_killed_after_deciding_nothing_is_done_twice(einheit: Einheit, uhr: FesteUhr) -> None:
    with BASIS.open() as lieferung, pytest.raises(Abbruch):
        submit_lieferung(_break_off(einheit, 2, gespeichert=True), lieferung)
    vorher = _count(einheit)
    assert vorher["vorgang"] == 1
    assert _run_worker(einheit, uhr) == 1 + 5 + 1  # its documents, each of them, the plot
    dazu = {"auftrag": 5, "ereignis": 2}  # the footprint taken over, the plot checked
    assert _count(einheit) == {n: z + dazu.get(n, 0) for n, z in vorher.items()}


def test_a_delivery_that_cannot_be_decided_is_tried_and_given_up_visibly(
    einheit: Einheit, uhr: FesteUhr, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("kaputt")

    monkeypatch.setattr("bauaufsicht.services.eingang._decide", fail)
    for _ in range(2):
        with BASIS.open() as lieferung, pytest.raises(RuntimeError):
            submit_lieferung(einheit, lieferung)
        assert _run_worker(einheit, uhr) > 0  # the one before does not stand in its way
    for _ in range(MAX_VERSUCHE + 2):
        _run_worker(einheit, uhr)
        uhr.stand += timedelta(hours=1)
    with einheit() as uow:
        auftraege = uow.session.scalars(select(Auftrag)).all()
        ergebnisse = uow.session.scalars(select(Eingang.ergebnis)).all()
    assert [(a.versuche, a.letzter_fehler) for a in auftraege] == [
        (MAX_VERSUCHE, "RuntimeError: kaputt")
    ] * 2
    assert all(a.aufgegeben_am for a in auftraege)
    assert ergebnisse == [Eingangsergebnis.EMPFANGEN] * 2


def test_two_workers_that_find_the_same_delivery_ask_for_it_once(
    einheit: Einheit, uhr: FesteUhr
) -> None:
    with BASIS.open() as lieferung, pytest.raises(Abbruch):
        submit_lieferung(_break_off(einheit, 2), lieferung)
    uhr.stand += LIEGEZEIT + timedelta(seconds=1)

    @contextmanager
    def open_langsame() -> Iterator[UnitOfWork]:
        with einheit() as uow:
            yield uow
            if uow.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer
                request_offene(einheit)  # the other one commits first

    request_offene(open_langsame)
    request_offene(einheit)
    assert _count(einheit)["auftrag"] == 1


def test_deciding_twice_changes_nothing(einheit: Einheit, nimm_auf: Aufnahme) -> None:
    bericht = nimm_auf(BASIS)
    vorher = _count(einheit)
    with einheit() as uow:
        submit_eingang(uow, bericht.eingang_id)
    with einheit() as uow:
        assert get_ergebnis(uow, bericht.eingang_id) == bericht
    assert _count(einheit) == vorher


def test_raw_bytes_are_stored_before_anything_is_parsed(einheit: Einheit, ports: Ports) -> None:
    class Neugierig:
        """A reader that is not to be called yet."""

        def read_nachricht(self, rohdaten: bytes) -> Lesung:
            raise Abbruch

        def get_schemastand(self) -> dict[str, bool]:
            return {}

    mit = replace(ports, leser=Neugierig())
    with BASIS.open() as lieferung, einheit() as uow:
        uow.ports = mit
        eingang_id = record_eingang(uow, lieferung)
    with einheit() as uow:
        eingang = uow.session.get_one(Eingang, eingang_id)
        with uow.ports.ablage.read(eingang.schluessel) as strom:
            assert strom.read() == BASIS.inhalt
    assert eingang.sha256 == BASIS.sha256
    assert eingang.nachrichten_uuid is None


def test_crash_while_writing_attachments_leaves_nothing(
    einheit: Einheit, ablage: AblageSpeicher
) -> None:
    class Abgerissen(BytesIO):
        """The connection breaks in the middle of a file."""

        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError

    vorher = _count(einheit)
    with BASIS.open() as lieferung:
        dateien = [*lieferung.anlagen, Datei("Rest.pdf", Abgerissen(b"x"))]
        mit = replace(lieferung, anlagen=dateien)
        with pytest.raises(ConnectionResetError):
            submit_lieferung(einheit, mit)
    assert _count(einheit) == vorher
    assert list(ablage.list_eintraege()) == []


def test_sweep_keeps_everything_that_has_a_row(
    einheit: Einheit, nimm_auf: Aufnahme, uhr: FesteUhr, ablage: AblageSpeicher
) -> None:
    az = nimm_auf(BASIS).aktenzeichen
    # what was refused stays too, with the files that came with it
    nimm_auf(BASIS.with_uuid("zweite").with_anlagen(*BASIS.anlagen[:2]))
    ablage.write("eingang/2026/11/verwaist/nachricht", BytesIO(b"x"))
    uhr.stand += timedelta(days=400)
    ablage.write("eingang/2027/12/jung/nachricht", BytesIO(b"y"))
    waisen = list(list_waisen(einheit))
    assert [e.schluessel for e in waisen] == ["eingang/2026/11/verwaist/nachricht"]
    assert close_waisen(einheit) == 1
    with einheit() as uow:
        assert check_akte(uow, az or "").fehler == ()
    assert len(list(ablage.list_eintraege())) == 6 + 3 + 1


def test_sweep_works_in_blocks(
    einheit: Einheit, uhr: FesteUhr, ablage: AblageSpeicher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bauaufsicht.services.ablage.BLOCK", 2)
    for n in range(5):
        ablage.write(f"eingang/x/{n}", BytesIO(b"x"))
    uhr.stand += timedelta(days=2)
    assert len(list(list_waisen(einheit))) == 5


def test_storage_that_fails_takes_nothing_in(einheit: Einheit, ports: Ports) -> None:
    class Voll(AblageSpeicher):
        def write(
            self, schluessel: str, daten: BinaryIO, *, hoechstgroesse: int | None = None
        ) -> Abgelegt:
            raise AblageFehler("kein Platz")

    vorher = _count(einheit)
    with einheit() as uow:
        uow.ports = replace(ports, ablage=Voll())
        with BASIS.open() as lieferung, pytest.raises(AblageFehler):
            record_eingang(uow, lieferung)
    assert _count(einheit) == vorher


@pytest.mark.parametrize(
    ("grenze", "meldung"),
    [("HOECHSTGROESSE_LIEFERUNG", "zu groß|größer"), ("HOECHSTZAHL_ANLAGEN", "höchstens 3")],
)
def test_what_cannot_be_stored_is_told_in_words(
    grenze: str, meldung: str, einheit: Einheit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"bauaufsicht.services.aufnahme.{grenze}", 3)
    with BASIS.open() as lieferung, pytest.raises(Fachfehler, match=meldung):
        submit_lieferung(einheit, lieferung)
    assert _count(einheit)["eingang"] == 0


def test_sum_of_the_files_is_bounded_too(einheit: Einheit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bauaufsicht.services.aufnahme.HOECHSTGROESSE_LIEFERUNG", 20_000)
    dateien = [Datei(f"{n}", BytesIO(b"x" * 15_000)) for n in range(3)]
    lieferung = Lieferung(Eingangsweg.KOMMANDO, Datei("n.xml", BytesIO(b"<a/>")), dateien)
    with pytest.raises(Fachfehler, match="größer als 500 MB"):
        submit_lieferung(einheit, lieferung)


def test_message_that_our_reader_fails_on_waits_for_a_person(
    einheit: Einheit, ports: Ports
) -> None:
    """An error of ours refuses nobody; a repaired program evaluates it later."""

    @contextmanager
    def open_einheit() -> Iterator[object]:
        with einheit() as uow:
            uow.ports = replace(ports, leser=KaputterLeser())
            yield uow

    with BASIS.open() as lieferung:
        bericht = submit_lieferung(open_einheit, lieferung)
    assert (bericht.ergebnis, bericht.fehlerkennzahl) == (Eingangsergebnis.ZU_KLAEREN, None)
    assert [b.kennzahl for b in bericht.befunde] == ["S999"]
    assert _count(einheit)["ausgang"] == 0


def test_error_rolls_everything_back(einheit: Einheit) -> None:
    """Half a case is no case: the unit of work is all or nothing."""

    def submit_and_fail() -> None:
        with BASIS.open() as lieferung, einheit() as uow:
            submit_eingang(uow, record_eingang(uow, lieferung))
            uow.session.flush()
            raise RuntimeError

    vorher = _count(einheit)
    with pytest.raises(RuntimeError):
        submit_and_fail()
    assert _count(einheit) == vorher

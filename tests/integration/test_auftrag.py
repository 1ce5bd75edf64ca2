"""The outbox: each job once, with lease, retry and dead letter."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from threading import Barrier, Event, Lock
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import Arbeiter, Auftrag, DokumentFassung
from bauaufsicht.domain.auftraege import MAX_VERSUCHE, Auftragsart
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.jobs import arbeiter
from bauaufsicht.jobs.arbeiter import Arbeiterschleife, request_taegliche, submit_naechsten
from bauaufsicht.jobs.funktionen import FUNKTIONEN
from bauaufsicht.services.auftrag import (
    SPERRZEIT,
    Auftragsnahme,
    assign_auftrag,
    close_auftrag,
    record_lebenszeichen,
    reopen_auftrag,
)
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import read_schulung

ART = Auftragsart.ABLAGE_AUFRAEUMEN


@pytest.fixture
def erledigt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the worker did: a job function that only notes its payload."""
    liste: list[str] = []
    sperre = Lock()

    def note(_einheit: Einheit, nutzlast: dict[str, Any]) -> None:
        with sperre:
            liste.append(nutzlast["was"])

    monkeypatch.setitem(FUNKTIONEN, ART, note)
    return liste


def _request(einheit: Einheit, *namen: str, ab: datetime | None = None) -> None:
    with einheit() as uow:
        for name in namen:
            uow.request_auftrag(ART, name, {"was": name})
        uow.flush()
        if ab is not None:
            gesucht = Auftrag.schluessel.in_([f"{ART}:{name}" for name in namen])
            uow.session.execute(update(Auftrag).where(gesucht).values(faellig_am=ab))


def _get(einheit: Einheit) -> Auftrag:
    with einheit() as uow:
        return uow.session.scalars(select(Auftrag)).one()


def _assign(einheit: Einheit) -> Auftragsnahme | None:
    with einheit() as uow:
        return assign_auftrag(uow)


def test_jobs_are_done_in_their_order_and_once(einheit: Einheit, erledigt: list[str]) -> None:
    _request(einheit, "b", "c")
    _request(einheit, "a", ab=datetime(2026, 11, 22, tzinfo=UTC))
    while submit_naechsten(einheit):
        pass
    assert erledigt == ["a", "b", "c"]
    assert not submit_naechsten(einheit)
    with einheit() as uow:
        zeilen = uow.session.scalars(select(Auftrag)).all()
    assert all(z.erledigt_am and z.gesperrt_bis is None and z.versuche == 1 for z in zeilen)


def test_four_workers_do_each_job_exactly_once(einheit: Einheit, erledigt: list[str]) -> None:
    namen = [f"{n:02d}" for n in range(24)]
    _request(einheit, *namen)
    start = Barrier(4)

    def work(_nummer: int) -> None:
        start.wait(10)
        while submit_naechsten(einheit):
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sorted(erledigt) == namen


def test_job_of_the_future_waits(einheit: Einheit, erledigt: list[str], uhr: FesteUhr) -> None:
    _request(einheit, "spaeter", ab=uhr.stand + timedelta(seconds=1))
    assert not submit_naechsten(einheit)
    uhr.stand += timedelta(seconds=1)
    assert submit_naechsten(einheit)
    assert erledigt == ["spaeter"]


def test_one_key_is_one_job(einheit: Einheit) -> None:
    _request(einheit, "x")
    with pytest.raises(IntegrityError):
        _request(einheit, "x")
    with einheit() as uow:
        uow.request_auftrag(Auftragsart.EINGANG_VERARBEITEN, "x", {})  # another kind
        uow.flush()
        assert uow.session.scalar(select(func.count()).select_from(Auftrag)) == 2


def test_leased_job_is_taken_again_when_the_lease_ends(einheit: Einheit, uhr: FesteUhr) -> None:
    _request(einheit, "x")
    erste = _assign(einheit)
    assert erste is not None
    assert _assign(einheit) is None
    uhr.stand += SPERRZEIT
    assert _assign(einheit) is None  # to the second
    uhr.stand += timedelta(seconds=1)
    zweite = _assign(einheit)
    assert zweite is not None
    assert (zweite.id, zweite.sperre == erste.sperre) == (erste.id, False)
    # the first worker comes late: it may neither close nor put back what is not its own
    with einheit() as uow:
        close_auftrag(uow, erste)
        reopen_auftrag(uow, erste, "zu spät")
    eintrag = _get(einheit)
    assert (eintrag.erledigt_am, eintrag.letzter_fehler, eintrag.versuche) == (None, "", 2)
    assert eintrag.sperre == zweite.sperre
    with einheit() as uow:
        close_auftrag(uow, zweite)
    assert _get(einheit).erledigt_am == uhr.stand


def test_failed_job_waits_longer_each_time_and_is_given_up_visibly(
    einheit: Einheit, uhr: FesteUhr, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_einheit: Einheit, _nutzlast: dict[str, Any]) -> None:
        raise RuntimeError("der Grund")

    monkeypatch.setitem(FUNKTIONEN, ART, fail)
    _request(einheit, "x")
    wartezeiten = []
    for _ in range(MAX_VERSUCHE):
        assert submit_naechsten(einheit)
        assert not submit_naechsten(einheit)
        eintrag = _get(einheit)
        assert eintrag.letzter_fehler == "RuntimeError: der Grund"
        assert eintrag.gesperrt_bis is None
        wartezeiten.append((eintrag.faellig_am - uhr.stand).total_seconds())
        uhr.stand = max(uhr.stand, eintrag.faellig_am)
    assert wartezeiten == [5, 10, 20, 40, 80, 160, 320, 0]
    eintrag = _get(einheit)
    assert (eintrag.aufgegeben_am, eintrag.erledigt_am) == (uhr.stand, None)
    uhr.stand += timedelta(days=30)
    assert not submit_naechsten(einheit)


def test_job_that_fails_once_succeeds_later(
    einheit: Einheit, uhr: FesteUhr, monkeypatch: pytest.MonkeyPatch
) -> None:
    versuche = []

    def fail_first(_einheit: Einheit, _nutzlast: dict[str, Any]) -> None:
        versuche.append(1)
        if len(versuche) == 1:
            raise OSError("kurz weg")

    monkeypatch.setitem(FUNKTIONEN, ART, fail_first)
    _request(einheit, "x")
    submit_naechsten(einheit)
    uhr.stand += timedelta(seconds=5)
    submit_naechsten(einheit)
    eintrag = _get(einheit)
    assert (eintrag.erledigt_am, eintrag.letzter_fehler, eintrag.versuche) == (uhr.stand, "", 2)


def test_job_that_kills_its_worker_is_given_up(einheit: Einheit, uhr: FesteUhr) -> None:
    """Nobody puts it back: only the lease ends, again and again."""
    _request(einheit, "toedlich")
    _request(einheit, "harmlos", ab=uhr.stand + timedelta(days=1))
    for _ in range(MAX_VERSUCHE):
        auftrag = _assign(einheit)
        assert auftrag is not None
        assert auftrag.nutzlast == {"was": "toedlich"}
        uhr.stand += SPERRZEIT + timedelta(seconds=1)
    assert _assign(einheit) is None
    uhr.stand += timedelta(days=1)
    naechster = _assign(einheit)
    assert naechster is not None
    assert naechster.nutzlast == {"was": "harmlos"}
    with einheit() as uow:
        toter = uow.session.scalars(select(Auftrag).where(Auftrag.aufgegeben_am.is_not(None))).one()
    assert (toter.nutzlast, toter.versuche) == ({"was": "toedlich"}, MAX_VERSUCHE)
    assert "mitten in diesem Auftrag" in toter.letzter_fehler


def test_unknown_kind_of_job_ends_as_a_dead_letter(einheit: Einheit, uhr: FesteUhr) -> None:
    with einheit() as uow:
        uow.request_auftrag("aus_der_zukunft", "x", {})
    while _get(einheit).aufgegeben_am is None:
        assert submit_naechsten(einheit)
        uhr.stand += timedelta(hours=1)
    assert "aus_der_zukunft" in _get(einheit).letzter_fehler


def test_a_failing_job_rolls_back_what_it_did(
    einheit: Einheit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(einheit: Einheit, _nutzlast: dict[str, Any]) -> None:
        with einheit() as uow:
            uow.request_auftrag(Auftragsart.EINGANG_VERARBEITEN, "folge", {})
            uow.session.flush()
            raise RuntimeError

    monkeypatch.setitem(FUNKTIONEN, ART, half)
    _request(einheit, "x")
    submit_naechsten(einheit)
    assert _get(einheit).art == ART


def test_every_kind_of_job_has_a_function() -> None:
    assert set(FUNKTIONEN) == set(Auftragsart)


# --- what the jobs do ---


def test_delivered_documents_are_read_again(
    nimm_auf: Aufnahme, einheit: Einheit, ablage: AblageSpeicher, uhr: FesteUhr
) -> None:
    bericht = nimm_auf(read_schulung("01"))
    schluessel = f"eingang/2026/11/{bericht.eingang_id}/anlage-0002"
    ablage.close_eintrag(schluessel)
    ablage.write(schluessel, BytesIO(b"faul"))
    uhr.stand += timedelta(minutes=1)
    while submit_naechsten(einheit):
        pass
    with einheit() as uow:
        fassungen = uow.session.scalars(select(DokumentFassung)).all()
    assert {f.nachgeprueft_am for f in fassungen} == {uhr.stand}
    staende = {f.schluessel: f.pruefstand for f in fassungen}
    assert staende.pop(schluessel) is Pruefstand.BESCHAEDIGT
    assert set(staende.values()) == {Pruefstand.FREIGEGEBEN}


def test_sweep_is_asked_for_once_a_day_by_any_number_of_workers(
    einheit: Einheit, uhr: FesteUhr
) -> None:
    for _ in range(3):
        request_taegliche(einheit)
    uhr.stand += timedelta(hours=13, minutes=59)  # 23:59 in Germany
    request_taegliche(einheit)
    uhr.stand += timedelta(minutes=1)
    request_taegliche(einheit)
    with einheit() as uow:
        schluessel = uow.session.scalars(select(Auftrag.schluessel).order_by(Auftrag.id)).all()
    tage = [date(2026, 11, 23), date(2026, 11, 24)]
    assert schluessel == [f"ablage_aufraeumen:{t.isoformat()}" for t in tage]


def test_sweep_job_deletes_orphans(einheit: Einheit, ablage: AblageSpeicher, uhr: FesteUhr) -> None:
    ablage.write("eingang/verwaist", BytesIO(b"x"))
    uhr.stand += timedelta(days=2)
    request_taegliche(einheit)
    assert submit_naechsten(einheit)
    assert list(ablage.list_eintraege()) == []


# --- sign of life ---


def test_worker_reports_works_and_leaves(
    einheit: Einheit, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arbeiter, "PAUSE", 0.001)
    ende = Event()
    gesehen: list[int] = []

    @contextmanager
    def open_einheit() -> Iterator[Any]:
        with einheit() as uow:
            yield uow
        with einheit() as uow:
            gesehen.append(len(uow.session.scalars(select(Arbeiter.id)).all()))
            offen = uow.session.scalar(
                select(func.count()).select_from(Auftrag).where(Auftrag.erledigt_am.is_(None))
            )
        if len(gesehen) > 2 and not offen:
            ende.set()

    Arbeiterschleife(open_einheit, ports, ende).run()
    assert max(gesehen) == 1
    with einheit() as uow:
        assert uow.session.scalars(select(Arbeiter)).all() == []
        assert uow.session.scalars(select(Auftrag)).one().erledigt_am  # the daily sweep


def test_sign_of_life_is_renewed_and_the_silent_are_forgotten(
    einheit: Einheit, ports: Ports, uhr: FesteUhr
) -> None:
    beginn = uhr.stand
    alt, neu = ports.zufall.uuid(), ports.zufall.uuid()
    with einheit() as uow:
        record_lebenszeichen(uow, alt, beginn)
    uhr.stand += timedelta(hours=23)
    with einheit() as uow:
        record_lebenszeichen(uow, neu, uhr.stand)
    uhr.stand += timedelta(hours=2)
    with einheit() as uow:
        record_lebenszeichen(uow, neu, beginn)
    with einheit() as uow:
        zeilen = uow.session.scalars(select(Arbeiter)).all()
    assert [(z.id, z.gesehen_am) for z in zeilen] == [(neu, uhr.stand)]
    assert zeilen[0].gestartet_am == beginn + timedelta(hours=23)


def test_what_somebody_waits_for_goes_first(einheit: Einheit) -> None:
    with einheit() as uow:
        uow.request_auftrag(Auftragsart.ABLAGE_AUFRAEUMEN, "lange her", {})
        uow.request_auftrag(Auftragsart.UNTERLAGE_PRUEFEN, "eilig", {}, eilig=True)
    with einheit() as uow:
        erster = assign_auftrag(uow)
    with einheit() as uow:
        zweiter = assign_auftrag(uow)
    assert erster
    assert zweiter
    assert (erster.art, zweiter.art) == ("unterlage_pruefen", "ablage_aufraeumen")

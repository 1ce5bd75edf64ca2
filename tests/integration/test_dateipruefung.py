"""The worker inspects each file: what it finds, what it does when something is missing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from bauaufsicht.adapters.ablage_dateisystem import AblageDateisystem
from bauaufsicht.adapters.clamav import Clamd
from bauaufsicht.adapters.dateipruefung.pruefer import Dateipruefung
from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.dateipruefer import Anfangspruefer
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.adapters.fakes.virenscanner import EICAR, STAND, EicarScanner
from bauaufsicht.db.models import Auftrag, DokumentFassung, Ereignisrecord, Vorgang
from bauaufsicht.db.queries.rechte import get_kontext
from bauaufsicht.db.queries.unterlage import get_datei, get_vorschau, list_unterlagen
from bauaufsicht.db.uow import unit_of_work
from bauaufsicht.domain.auftraege import MAX_VERSUCHE, Auftragsart
from bauaufsicht.domain.fehler import AblageFehler, Fachfehler, NichtSichtbar
from bauaufsicht.domain.ports import Ports, Virenbefund
from bauaufsicht.domain.rechte import SYSTEM, Akteur
from bauaufsicht.domain.unterlage import MAENGEL, Dateibefund, Mangel, Pruefstand
from bauaufsicht.jobs import arbeiter
from bauaufsicht.jobs.arbeiter import request_offene, request_taegliche, submit_naechsten
from bauaufsicht.services.auftrag import SPERRZEIT
from bauaufsicht.services.dateipruefung import RUHEZEIT, check_fassung
from bauaufsicht.services.hochladen import close_fassung
from tests.conftest import Einheit
from tests.factories import dateien as d
from tests.factories.hochladen import Szene, create_szene, run_auftraege
from tests.plugins.clamd import ClamdServer
from tests.plugins.prozess import wait_bis

PDF = d.create_pdf()


@pytest.fixture
def szene(einheit: Einheit) -> Szene:
    """A case with open places."""
    return create_szene(einheit)


@pytest.fixture
def scanner(ports: Ports) -> EicarScanner:
    """The fake scanner of the test's application."""
    assert isinstance(ports.virenscanner, EicarScanner)
    return ports.virenscanner


@pytest.fixture
def pruefer(ports: Ports) -> Anfangspruefer:
    """The fake inspection of the test's application."""
    assert isinstance(ports.dateipruefer, Anfangspruefer)
    return ports.dateipruefer


def _list_arten(szene: Szene) -> list[str]:
    with szene.einheit() as uow:
        return list(
            uow.session.scalars(
                select(Ereignisrecord.art)
                .where(Ereignisrecord.vorgang_id == szene.vorgang_id)
                .order_by(Ereignisrecord.nummer)
            )
        )


def _get_auftrag(szene: Szene, fassung_id: UUID) -> Auftrag:
    with szene.einheit() as uow:
        return uow.session.scalars(
            select(Auftrag).where(Auftrag.schluessel == f"unterlage_pruefen:{fassung_id}")
        ).one()


# --- what is found ----------------------------------------------------------------------------


def test_a_clean_file_is_released_with_what_was_found(szene: Szene, ablage: AblageSpeicher) -> None:
    ergebnis = szene.submit(PDF)
    run_auftraege(szene.einheit)
    fassung = szene.get_fassung(ergebnis.fassung_id)
    assert fassung.pruefstand is Pruefstand.FREIGEGEBEN
    assert (fassung.erkannt, fassung.scanner, fassung.seiten) == ("application/pdf", STAND, 1)
    assert (fassung.pruefbefund, fassung.nachgeprueft_am is not None) == ("", True)
    with ablage.read(fassung.vorschau_schluessel or "") as strom:
        assert strom.read()[8:12] == b"WEBP"
    assert "unterlage_gesperrt" not in _list_arten(szene)


def test_the_files_of_an_application_are_inspected_each_by_itself(szene: Szene) -> None:
    with szene.einheit() as uow:
        fassungen = uow.session.scalars(
            select(DokumentFassung).where(DokumentFassung.schluessel.is_not(None))
        ).all()
        auftraege = uow.session.scalars(
            select(Auftrag.schluessel).where(Auftrag.art == Auftragsart.UNTERLAGE_PRUEFEN)
        ).all()
    assert {f.pruefstand for f in fassungen} == {Pruefstand.FREIGEGEBEN}
    assert set(auftraege) == {f"unterlage_pruefen:{f.id}" for f in fassungen}
    assert len(fassungen) > 3


@pytest.mark.parametrize(
    ("inhalt", "name", "grund"),
    [
        (b"%PDF-" + EICAR, "Plan.pdf", "Schadsoftware gefunden"),
        (b"kein PDF", "Plan.pdf", MAENGEL[Mangel.INHALT]),
    ],
)
def test_a_harmful_file_is_blocked_and_the_case_knows_why(
    szene: Szene, inhalt: bytes, name: str, grund: str
) -> None:
    ergebnis = szene.submit(inhalt, name)
    run_auftraege(szene.einheit)
    fassung = szene.get_fassung(ergebnis.fassung_id)
    assert fassung.pruefstand is Pruefstand.GESPERRT
    assert grund in fassung.pruefbefund
    assert fassung.vorschau_schluessel is None
    with szene.einheit() as uow:
        ereignis = uow.session.scalars(
            select(Ereignisrecord).where(Ereignisrecord.art == "unterlage_gesperrt")
        ).one()
    assert ereignis.daten["fassung"] == str(fassung.id)
    assert (ereignis.daten["grund"], ereignis.daten["sha256"]) == (
        fassung.pruefbefund,
        fassung.sha256,
    )
    assert (ereignis.daten["stelle"], ereignis.daten["entwurf"]) == (None, True)


def test_a_blocked_attachment_names_its_stelle(szene: Szene) -> None:
    szene.submit(b"kein PDF", "a.pdf", szene.get_stellungnahmeort(), szene.stelle)
    run_auftraege(szene.einheit)
    with szene.einheit() as uow:
        ereignis = uow.session.scalars(
            select(Ereignisrecord).where(Ereignisrecord.art == "unterlage_gesperrt")
        ).one()
    assert ereignis.daten["stelle"] == str(szene.stelle.stelle_id)


def test_malware_is_looked_for_before_anything_opens_the_file(
    szene: Szene, pruefer: Anfangspruefer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Dateibefund:
        raise AssertionError("opened")

    ergebnis = szene.submit(b"%PDF-" + EICAR)
    monkeypatch.setattr(pruefer, "check_datei", fail)
    run_auftraege(szene.einheit)
    assert szene.get_fassung(ergebnis.fassung_id).pruefstand is Pruefstand.GESPERRT


def test_a_file_that_the_scanner_did_not_see_to_its_end_is_blocked(
    szene: Szene, scanner: EicarScanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    fund = Virenbefund("Heuristics.Limits.Exceeded.MaxFileSize", "ClamAV 1")
    monkeypatch.setattr(scanner, "check_strom", lambda _: fund)
    ergebnis = szene.submit(PDF)
    run_auftraege(szene.einheit)
    fassung = szene.get_fassung(ergebnis.fassung_id)
    assert fassung.pruefstand is Pruefstand.GESPERRT
    assert fassung.pruefbefund == MAENGEL[Mangel.SCANNERGRENZE]


def test_bytes_that_changed_are_damaged_and_not_looked_into(
    szene: Szene, ablage: AblageSpeicher
) -> None:
    ergebnis = szene.submit(PDF)
    schluessel = szene.get_fassung(ergebnis.fassung_id).schluessel or ""
    ablage.close_eintrag(schluessel)
    ablage.write(schluessel, BytesIO(PDF + b"x"))
    zweites = szene.submit(d.create_pdf(2))
    ablage.close_eintrag(szene.get_fassung(zweites.fassung_id).schluessel or "")
    run_auftraege(szene.einheit)
    for fassung_id in (ergebnis.fassung_id, zweites.fassung_id):
        fassung = szene.get_fassung(fassung_id)
        assert (fassung.pruefstand, fassung.erkannt) == (Pruefstand.BESCHAEDIGT, None)


# --- something is missing ---------------------------------------------------------------------


@contextmanager
def _open_andere(app: Flask, ports: Ports, akteur: Akteur = SYSTEM) -> Iterator[Any]:
    with app.app_context(), unit_of_work(akteur, ports) as uow:
        yield uow


def test_without_a_scanner_nothing_is_called_clean_until_there_is_one(
    szene: Szene, app: Flask, ports: Ports, uhr: FesteUhr
) -> None:
    ohne = partial(_open_andere, app, replace(ports, virenscanner=None))
    ergebnis, boese = szene.submit(PDF), szene.submit(b"%PDF-" + EICAR)
    run_auftraege(ohne)
    for fassung_id in (ergebnis.fassung_id, boese.fassung_id):
        fassung = szene.get_fassung(fassung_id)
        assert (fassung.pruefstand, fassung.scanner) == (Pruefstand.NICHT_GEPRUEFT, None)
    request_taegliche(ohne)
    uhr.stand += timedelta(days=1)
    request_taegliche(szene.einheit)  # now there is one
    run_auftraege(szene.einheit)
    assert szene.get_fassung(ergebnis.fassung_id).pruefstand is Pruefstand.FREIGEGEBEN
    assert szene.get_fassung(boese.fassung_id).pruefstand is Pruefstand.GESPERRT
    uhr.stand += timedelta(days=1)
    request_taegliche(szene.einheit)
    assert run_auftraege(szene.einheit) == 1  # the sweep


@pytest.mark.parametrize("was", ["scanner", "pruefer", "ablage"])
def test_what_does_not_answer_is_asked_again_and_the_file_waits(
    szene: Szene,
    scanner: EicarScanner,
    pruefer: Anfangspruefer,
    ablage: AblageSpeicher,
    uhr: FesteUhr,
    monkeypatch: pytest.MonkeyPatch,
    was: str,
) -> None:
    ergebnis = szene.submit(PDF)
    with monkeypatch.context() as stoerung:
        if was == "ablage":

            def fail(*_: object, **__: object) -> None:
                raise AblageFehler("weg")

            stoerung.setattr(ablage, "read", fail)
        else:
            stoerung.setattr(scanner if was == "scanner" else pruefer, "bereit", False)
        run_auftraege(szene.einheit)
        assert szene.get_fassung(ergebnis.fassung_id).pruefstand is Pruefstand.UNGEPRUEFT
        for _ in range(MAX_VERSUCHE - 1):
            uhr.stand += timedelta(hours=2)
            run_auftraege(szene.einheit)
        auftrag = _get_auftrag(szene, ergebnis.fassung_id)
        assert auftrag.aufgegeben_am  # operations sees it
        assert auftrag.letzter_fehler
    request_offene(szene.einheit)
    run_auftraege(szene.einheit)
    assert szene.get_fassung(ergebnis.fassung_id).pruefstand is Pruefstand.UNGEPRUEFT
    uhr.stand += RUHEZEIT + timedelta(seconds=1)
    request_offene(szene.einheit)
    run_auftraege(szene.einheit)
    assert szene.get_fassung(ergebnis.fassung_id).pruefstand is Pruefstand.FREIGEGEBEN


class Abbruch(BaseException):
    """The process is killed: nothing in the code catches this."""


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    szene: Szene,
    pruefer: Anfangspruefer,
    ablage: AblageSpeicher,
    uhr: FesteUhr,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ergebnis, boese = szene.submit(PDF), szene.submit(b"kein PDF")
    with monkeypatch.context() as stoerung:

        def die(*_: object) -> None:
            raise Abbruch

        stoerung.setattr(pruefer, "check_datei", die)
        with pytest.raises(Abbruch):
            run_auftraege(szene.einheit)
    uhr.stand += SPERRZEIT + timedelta(seconds=1)
    einheiten = 0

    @contextmanager
    def open_sterbende() -> Iterator[Any]:
        nonlocal einheiten
        einheiten += 1
        with szene.einheit() as uow:
            yield uow
            if einheiten == 2:  # what was found is on its way into the database
                raise Abbruch

    for fassung_id in (ergebnis.fassung_id, boese.fassung_id):
        einheiten = 0
        with pytest.raises(Abbruch):
            check_fassung(open_sterbende, fassung_id)
        assert szene.get_fassung(fassung_id).pruefstand is Pruefstand.UNGEPRUEFT
    run_auftraege(szene.einheit)
    run_auftraege(szene.einheit)
    assert szene.get_fassung(ergebnis.fassung_id).pruefstand is Pruefstand.FREIGEGEBEN
    assert szene.get_fassung(boese.fassung_id).pruefstand is Pruefstand.GESPERRT
    assert _list_arten(szene).count("unterlage_gesperrt") == 1
    vorschauen = [e.schluessel for e in ablage.list_eintraege(f"vorschau/{ergebnis.fassung_id}/")]
    assert szene.get_fassung(ergebnis.fassung_id).vorschau_schluessel in vorschauen


def test_of_two_workers_one_writes(szene: Szene, ablage: AblageSpeicher) -> None:
    boese, gute = szene.submit(b"kein PDF"), szene.submit(PDF)
    for fassung_id in (boese.fassung_id, gute.fassung_id):
        treffen = threading.Barrier(2)

        @contextmanager
        def open_gemeinsam(treffen: threading.Barrier = treffen) -> Iterator[Any]:
            with szene.einheit() as uow:
                yield uow
            if treffen is not None and not treffen.broken:
                try:
                    treffen.wait(5)
                except threading.BrokenBarrierError:
                    return
                treffen.abort()  # only after the first transaction of each

        faeden = [
            threading.Thread(target=check_fassung, args=(open_gemeinsam, fassung_id))
            for _ in range(2)
        ]
        for faden in faeden:
            faden.start()
        for faden in faeden:
            faden.join(30)
    assert _list_arten(szene).count("unterlage_gesperrt") == 1
    vorschauen = [e.schluessel for e in ablage.list_eintraege(f"vorschau/{gute.fassung_id}/")]
    assert vorschauen == [szene.get_fassung(gute.fassung_id).vorschau_schluessel]


def test_a_file_that_is_taken_back_meanwhile_stays_taken_back(
    szene: Szene, pruefer: Anfangspruefer, ablage: AblageSpeicher, monkeypatch: pytest.MonkeyPatch
) -> None:
    ergebnis = szene.submit(PDF)
    echte = pruefer.check_datei

    def check_waehrend(datei: IO[bytes], endung: str) -> Dateibefund:
        close_fassung(partial(szene.einheit, szene.planung), szene.vorgang_id, ergebnis.fassung_id)
        return echte(datei, endung)

    monkeypatch.setattr(pruefer, "check_datei", check_waehrend)
    run_auftraege(szene.einheit)
    fassung = szene.get_fassung(ergebnis.fassung_id)
    assert (fassung.schluessel, fassung.vorschau_schluessel) == (None, None)
    assert list(ablage.list_eintraege(f"vorschau/{ergebnis.fassung_id}/")) == []


def test_a_long_inspection_keeps_its_lease_and_says_that_it_lives(
    szene: Szene, pruefer: Anfangspruefer, uhr: FesteUhr, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_auftraege(szene.einheit)  # those of the intake
    ergebnis = szene.submit(PDF)
    submit_naechsten(szene.einheit)  # asks for the inspection of what the event names
    assert _get_naechste_art(szene) == Auftragsart.UNTERLAGE_PRUEFEN
    monkeypatch.setattr(arbeiter, "LEBENSZEICHEN", timedelta(milliseconds=20))
    echte, gemeldet, zweimal = pruefer.check_datei, threading.Event(), []
    verlaengert: list[bool] = []

    def is_verlaengert() -> bool:
        return _get_auftrag(szene, ergebnis.fassung_id).gesperrt_bis == uhr.stand + SPERRZEIT

    def check_lange(datei: IO[bytes], endung: str) -> Dateibefund:
        for _ in range(3):
            uhr.stand += SPERRZEIT - timedelta(seconds=1)
            verlaengert.append(wait_bis(is_verlaengert))
        zweimal.append(_get_naechste_art(szene))
        return echte(datei, endung)

    monkeypatch.setattr(pruefer, "check_datei", check_lange)
    assert submit_naechsten(szene.einheit, lambda _: gemeldet.set())
    assert verlaengert == [True, True, True]
    assert gemeldet.is_set()
    assert zweimal == [None]  # after a quarter of an hour nobody else may take it
    assert szene.get_fassung(ergebnis.fassung_id).pruefstand is Pruefstand.FREIGEGEBEN
    assert _get_auftrag(szene, ergebnis.fassung_id).erledigt_am
    assert threading.active_count() < 20


def _get_naechste_art(szene: Szene) -> str | None:
    """The kind of the job that a worker would take now."""
    with szene.einheit() as uow:
        return uow.session.scalars(
            select(Auftrag.art)
            .where(
                Auftrag.erledigt_am.is_(None),
                Auftrag.faellig_am <= uow.jetzt(),
                (Auftrag.gesperrt_bis.is_(None)) | (Auftrag.gesperrt_bis < uow.jetzt()),
            )
            .order_by(Auftrag.eilig.desc(), Auftrag.faellig_am, Auftrag.id)
            .limit(1)
        ).one_or_none()


# --- who sees what ------------------------------------------------------------------------------


def _list_gesehene(szene: Szene, akteur: Akteur) -> set[UUID]:
    with szene.einheit() as uow:
        vorgang = uow.session.get_one(Vorgang, szene.vorgang_id)
        kontext = get_kontext(uow.session, akteur, vorgang)
        unterlagen = list_unterlagen(uow.session, szene.vorgang_id, kontext)
    return {f.id for u in unterlagen for f in u.fassungen}


def _check_abrufbar(szene: Szene, akteur: Akteur, fassung_id: UUID) -> str:
    with szene.einheit() as uow:
        vorgang = uow.session.get_one(Vorgang, szene.vorgang_id)
        kontext = get_kontext(uow.session, akteur, vorgang)
        try:
            get_datei(uow.session, szene.vorgang_id, fassung_id, kontext)
        except NichtSichtbar:
            return "nicht da"
        except Fachfehler:
            with pytest.raises(NichtSichtbar):
                get_vorschau(uow.session, szene.vorgang_id, fassung_id, kontext)
            return "nicht abrufbar"
    return "ja"


# state, sent: the uploading side, the authority, the Stelle to which it was not sent
SICHTBARKEIT = [
    (Pruefstand.UNGEPRUEFT, False, "nicht abrufbar", "nicht da"),
    (Pruefstand.FREIGEGEBEN, False, "ja", "nicht da"),
    (Pruefstand.UNGEPRUEFT, True, "nicht abrufbar", "nicht da"),
    (Pruefstand.GESPERRT, True, "nicht abrufbar", "nicht abrufbar"),
    (Pruefstand.FREIGEGEBEN, True, "ja", "ja"),
    (Pruefstand.NICHT_GEPRUEFT, True, "ja", "ja"),
    (Pruefstand.BESCHAEDIGT, True, "nicht abrufbar", "nicht abrufbar"),
]


@pytest.mark.parametrize(("stand", "abgesendet", "eigene", "behoerde"), SICHTBARKEIT)
def test_another_side_sees_a_file_once_it_is_sent_and_released(
    szene: Szene, stand: Pruefstand, abgesendet: bool, eigene: str, behoerde: str
) -> None:
    ergebnis = szene.submit(PDF)
    if abgesendet:
        szene.submit_antwort()
    with szene.einheit() as uow:
        uow.session.get_one(DokumentFassung, ergebnis.fassung_id).pruefstand = stand
    for akteur, erwartet in (
        (szene.planung, eigene),
        (szene.bauherrschaft, eigene),
        (szene.behoerde, behoerde),
        (szene.stelle, "nicht da"),
        (szene.andere_stelle, "nicht da"),
    ):
        assert _check_abrufbar(szene, akteur, ergebnis.fassung_id) == erwartet, akteur.rolle
        assert (ergebnis.fassung_id in _list_gesehene(szene, akteur)) is (erwartet != "nicht da")


@pytest.mark.parametrize("stand", Pruefstand)
def test_what_became_of_a_delivered_file_both_sides_see(szene: Szene, stand: Pruefstand) -> None:
    with szene.einheit() as uow:
        fassung = uow.session.scalars(
            select(DokumentFassung).where(DokumentFassung.dokument_id == szene.lageplan)
        ).one()
        fassung.pruefstand = stand
    lesbar = stand in {Pruefstand.FREIGEGEBEN, Pruefstand.NICHT_GEPRUEFT}
    for akteur in (szene.planung, szene.behoerde):
        assert fassung.id in _list_gesehene(szene, akteur)
        erwartet = "ja" if lesbar else "nicht abrufbar"
        assert _check_abrufbar(szene, akteur, fassung.id) == erwartet
    # it was sent to the Stelle when it was readable
    assert (fassung.id in _list_gesehene(szene, szene.stelle)) is lesbar


def test_an_attachment_of_a_stelle_is_no_business_of_the_applicant(szene: Szene) -> None:
    ort = szene.get_stellungnahmeort()
    ergebnis = szene.submit(PDF, "a.pdf", ort, szene.stelle)
    run_auftraege(szene.einheit)
    assert ergebnis.fassung_id in _list_gesehene(szene, szene.stelle)
    for akteur in (szene.planung, szene.bauherrschaft, szene.behoerde, szene.andere_stelle):
        assert ergebnis.fassung_id not in _list_gesehene(szene, akteur)


# --- the real parts together -----------------------------------------------------------------


def test_real_storage_inspection_and_scanner_together(
    szene: Szene, app: Flask, ports: Ports, clamd_server: ClamdServer, tmp_path: Path
) -> None:
    echte = replace(
        ports,
        ablage=AblageDateisystem(tmp_path / "ablage"),
        dateipruefer=Dateipruefung(),
        virenscanner=Clamd(clamd_server.sockel),
    )
    einheit = partial(_open_andere, app, echte)
    eigene = replace(szene, einheit=lambda akteur=SYSTEM: _open_andere(app, echte, akteur))
    erwartet = {
        "plan.pdf": (d.create_pdf(3), Pruefstand.FREIGEGEBEN),
        "foto.jpg": (d.create_bild("JPEG"), Pruefstand.FREIGEGEBEN),
        "eicar.txt": (EICAR, Pruefstand.GESPERRT),
        "eicar.docx": (d.create_docx(("word/eicar.txt", EICAR)), Pruefstand.GESPERRT),
        "skript.pdf": (d.create_pdf_mit_javascript(), Pruefstand.GESPERRT),
        "kennwort.pdf": (d.create_pdf_mit_kennwort(), Pruefstand.GESPERRT),
        "bild.png": (d.SVG, Pruefstand.GESPERRT),
        "bombe.png": (d.create_png_bombe(), Pruefstand.GESPERRT),
    }
    ergebnisse = {name: eigene.submit(inhalt, name) for name, (inhalt, _) in erwartet.items()}
    run_auftraege(einheit)
    for name, ergebnis in ergebnisse.items():
        fassung = szene.get_fassung(ergebnis.fassung_id)
        assert fassung.pruefstand is erwartet[name][1], (name, fassung.pruefbefund)
        assert (fassung.scanner or "").startswith("ClamAV")
        lesbar = fassung.pruefstand is Pruefstand.FREIGEGEBEN
        assert (fassung.vorschau_schluessel is not None) is lesbar
    assert szene.get_fassung(ergebnisse["plan.pdf"].fassung_id).seiten == 3
    assert "Eicar" in szene.get_fassung(ergebnisse["eicar.docx"].fassung_id).pruefbefund

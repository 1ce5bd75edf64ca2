"""Uploading: who may, what is kept, what is never doubled, and what a fault leaves behind."""

from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from io import BytesIO, RawIOBase
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.db.models import Auftrag, Dokument, DokumentFassung, Ereignisrecord, Vorgang
from bauaufsicht.domain.beteiligung import Stellungnahmeergebnis
from bauaufsicht.domain.fehler import AblageFehler, Fachfehler, NichtErlaubt, NichtSichtbar
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.beteiligung import Stellungnahmeinhalt, submit_stellungnahme
from bauaufsicht.services.hochladen import Hochladung, close_fassung, submit_hochladung
from bauaufsicht.services.hochladeplatz import HOECHSTZAHL_DATEIEN
from tests.conftest import Einheit
from tests.factories.dateien import create_bild, create_pdf
from tests.factories.hochladen import Szene, create_szene, run_auftraege

PDF = create_pdf()


@pytest.fixture
def szene(einheit: Einheit) -> Szene:
    """A case with open places."""
    return create_szene(einheit)


def _list_schluessel(ablage: AblageSpeicher) -> set[str]:
    return {e.schluessel for e in ablage.list_eintraege()}


def _list_hochgeladene(szene: Szene) -> list[DokumentFassung]:
    with szene.einheit() as uow:
        return list(
            uow.session.scalars(
                select(DokumentFassung)
                .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
                .where(
                    Dokument.vorgang_id == szene.vorgang_id, DokumentFassung.konto_id.is_not(None)
                )
                .order_by(DokumentFassung.eingegangen_am, Dokument.position, DokumentFassung.nummer)
            )
        )


def _count_auftraege(szene: Szene, fassung: DokumentFassung) -> int:
    """Jobs that follow from the upload."""
    with szene.einheit() as uow:
        ereignisse = uow.session.scalars(
            select(Ereignisrecord).where(Ereignisrecord.art == "unterlage_hochgeladen")
        )
        ids = [str(e.id) for e in ereignisse if e.daten["fassung"] == str(fassung.id)]
        auftraege = uow.session.scalars(select(Auftrag)).all()
    return sum(a.nutzlast.get("ereignis") in ids for a in auftraege)


def _get_dokument(szene: Szene, dokument_id: UUID) -> Dokument:
    with szene.einheit() as uow:
        return uow.session.get_one(Dokument, dokument_id)


# --- what is kept ---------------------------------------------------------------------------


def test_a_file_becomes_a_draft_that_waits_for_its_inspection(
    szene: Szene, ablage: AblageSpeicher
) -> None:
    ergebnis = szene.submit(PDF)
    fassung = szene.get_fassung(ergebnis.fassung_id)
    assert (fassung.pruefstand, fassung.abgegeben_am) == (Pruefstand.UNGEPRUEFT, None)
    assert (fassung.konto_id, fassung.eingang_id) == (szene.planung.konto_id, None)
    assert (fassung.nummer, fassung.dateiname, fassung.groesse) == (1, "Plan.pdf", len(PDF))
    assert fassung.nachforderungspunkt_id == szene.punkte[0]
    with ablage.read(fassung.schluessel or "") as strom:
        assert strom.read() == PDF
    assert _get_dokument(szene, ergebnis.dokument_id).bezeichnung == "Abstandsflächenplan"
    run_auftraege(szene.einheit)
    assert szene.get_fassung(ergebnis.fassung_id).pruefstand is Pruefstand.FREIGEGEBEN


def test_an_attachment_belongs_to_its_stellungnahme(szene: Szene) -> None:
    ort = szene.get_stellungnahmeort()
    ergebnis = szene.submit(PDF, "Auflagen.pdf", ort, szene.stelle)
    dokument = _get_dokument(szene, ergebnis.dokument_id)
    assert (dokument.bezeichnung, dokument.stellungnahme_id) == ("Auflagen", ort.ziel_id)
    with szene.einheit() as uow:
        ereignis = uow.session.scalars(
            select(Ereignisrecord).order_by(
                Ereignisrecord.zeitpunkt.desc(), Ereignisrecord.nummer.desc()
            )
        ).first()
    assert ereignis is not None
    assert ereignis.art == "unterlage_hochgeladen"
    assert ereignis.daten["stelle"] == str(szene.stelle.stelle_id)


def test_several_files_of_an_item_are_documents_of_their_own(szene: Szene) -> None:
    erste, zweite = szene.submit(PDF), szene.submit(create_bild(), "Foto Nordseite.png")
    assert erste.dokument_id != zweite.dokument_id
    assert _get_dokument(szene, zweite.dokument_id).bezeichnung == "Foto Nordseite"
    positionen = [_get_dokument(szene, d).position for d in (erste.dokument_id, zweite.dokument_id)]
    assert positionen == sorted(set(positionen))


def test_a_chosen_document_gets_a_further_fassung_and_keeps_the_first(szene: Szene) -> None:
    erste = szene.submit(PDF)
    zweite = szene.submit(create_pdf(2), "Plan neu.pdf", szene.get_ort(erste.dokument_id))
    assert (zweite.dokument_id, zweite.nummer) == (erste.dokument_id, 2)
    assert szene.get_fassung(erste.fassung_id).verworfen_am is None


def test_an_item_that_asks_for_a_document_gets_its_next_fassung(szene: Szene) -> None:
    ort = szene.get_ort(punkt=1)
    erste = szene.submit(PDF, ort=ort)
    assert (erste.dokument_id, erste.nummer) == (szene.lageplan, 2)
    weitere = szene.submit(create_pdf(2), ort=ort)  # not one more of the same
    assert weitere.dokument_id != szene.lageplan
    ersatz = szene.submit(create_pdf(3), ort=szene.get_ort(szene.lageplan, punkt=1))
    assert (ersatz.dokument_id, ersatz.nummer) == (szene.lageplan, 3)


def test_the_same_bytes_in_the_same_place_are_the_same_fassung(
    szene: Szene, ablage: AblageSpeicher
) -> None:
    erste = szene.submit(PDF)
    vorher = _list_schluessel(ablage)
    nochmal = szene.submit(PDF, "anders.pdf")
    assert (nochmal.fassung_id, nochmal.wiederholt) == (erste.fassung_id, True)
    assert _list_schluessel(ablage) == vorher
    anderswo = szene.submit(PDF, ort=szene.get_ort(punkt=1))
    assert not anderswo.wiederholt
    assert len(_list_hochgeladene(szene)) == 2


def test_after_it_was_taken_back_the_same_file_is_new(szene: Szene) -> None:
    erste = szene.submit(PDF)
    close_fassung(partial(szene.einheit, szene.planung), szene.vorgang_id, erste.fassung_id)
    zweite = szene.submit(PDF)
    assert not zweite.wiederholt
    assert szene.get_fassung(zweite.fassung_id).schluessel


def test_what_the_storage_has_lost_can_be_uploaded_again(szene: Szene) -> None:
    erste = szene.submit(PDF)
    with szene.einheit() as uow:
        fassung = uow.session.get_one(DokumentFassung, erste.fassung_id)
        fassung.pruefstand = Pruefstand.BESCHAEDIGT
    assert not szene.submit(PDF).wiederholt


def test_an_upload_does_not_make_a_form_of_the_case_stale(szene: Szene) -> None:
    with szene.einheit() as uow:
        vorher = uow.session.get_one(Vorgang, szene.vorgang_id)
    szene.submit(PDF)
    szene.submit(b"kein PDF")
    run_auftraege(szene.einheit)
    with szene.einheit() as uow:
        nachher = uow.session.get_one(Vorgang, szene.vorgang_id)
        assert check_akte(uow, nachher.aktenzeichen).ereignisse == nachher.ereignisse
    assert nachher.fassung == vorher.fassung
    assert nachher.ereignisse == vorher.ereignisse + 3  # two files, one of them blocked
    assert nachher.letzter_hash != vorher.letzter_hash


# --- who may ----------------------------------------------------------------------------------


def _stelle(szene: Szene) -> Any:
    return szene.get_stellungnahmeort()


@pytest.mark.parametrize(
    ("wer", "ort", "fehler"),
    [
        ("fremde", Szene.get_ort, NichtSichtbar),
        ("andere_stelle", Szene.get_ort, NichtSichtbar),
        ("behoerde", Szene.get_ort, NichtErlaubt),
        ("stelle", Szene.get_ort, NichtErlaubt),
        ("behoerde", _stelle, NichtErlaubt),
        ("planung", _stelle, NichtErlaubt),
        ("andere_stelle", _stelle, NichtSichtbar),
    ],
)
def test_only_the_side_that_was_asked_may_upload(
    szene: Szene,
    ablage: AblageSpeicher,
    wer: str,
    ort: Callable[[Szene], Any],
    fehler: type[Exception],
) -> None:
    vorher = _list_schluessel(ablage)
    strom = BytesIO(PDF)
    with pytest.raises(fehler):
        submit_hochladung(
            partial(szene.einheit, getattr(szene, wer)), ort(szene), Hochladung("a.pdf", strom)
        )
    assert strom.tell() == 0  # refused before a byte was read
    assert _list_schluessel(ablage) == vorher
    assert _list_hochgeladene(szene) == []


@pytest.mark.parametrize("wer", ["planung", "bauherrschaft"])
def test_both_people_of_the_applicants_side_may_upload_and_take_back(
    szene: Szene, wer: str
) -> None:
    ergebnis = szene.submit(PDF, akteur=getattr(szene, wer))
    close_fassung(
        partial(szene.einheit, szene.bauherrschaft), szene.vorgang_id, ergebnis.fassung_id
    )
    assert szene.get_fassung(ergebnis.fassung_id).verworfen_am


def test_places_of_another_case_and_nowhere_do_not_exist(szene: Szene) -> None:
    for ort in (
        szene.get_ort().__class__(szene.vorgang_id, szene.get_ort().ziel, UUID(int=1)),
        szene.get_ort().__class__(UUID(int=1), szene.get_ort().ziel, szene.punkte[0]),
        szene.get_ort(dokument_id=UUID(int=1)),
        szene.get_ort(dokument_id=szene.lageplan),  # a document of the case, but not of this item
    ):
        with pytest.raises(NichtSichtbar):
            szene.submit(PDF, ort=ort)
    assert _list_hochgeladene(szene) == []


def test_an_answered_item_and_a_given_stellungnahme_are_closed(szene: Szene) -> None:
    szene.submit(PDF)
    szene.submit_antwort()
    with pytest.raises(Fachfehler, match="nichts mehr offen"):
        szene.submit(create_pdf(2))
    with szene.einheit(szene.stelle) as uow:
        inhalt = Stellungnahmeinhalt(Stellungnahmeergebnis.KEINE_BEDENKEN, "", ())
        submit_stellungnahme(uow, szene.vorgang_id, inhalt, 1)
    with pytest.raises(Fachfehler, match="schon abgegeben"):
        szene.submit(PDF, ort=szene.get_stellungnahmeort(), akteur=szene.stelle)


def test_no_more_files_wait_in_one_place_than_people_can_look_at(
    szene: Szene, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert HOECHSTZAHL_DATEIEN == 50
    monkeypatch.setattr("bauaufsicht.services.hochladeplatz.HOECHSTZAHL_DATEIEN", 2)
    szene.submit(create_pdf(1))
    szene.submit(create_pdf(2))
    with pytest.raises(Fachfehler, match="warten schon 2 Dateien"):
        szene.submit(create_pdf(3))
    szene.submit(create_pdf(3), ort=szene.get_ort(punkt=1))


# --- taking back ------------------------------------------------------------------------------


def test_what_is_taken_back_is_gone_but_not_forgotten(szene: Szene, ablage: AblageSpeicher) -> None:
    vorher = _list_schluessel(ablage)
    ergebnis = szene.submit(PDF)
    run_auftraege(szene.einheit)
    assert len(_list_schluessel(ablage) - vorher) == 2  # with its preview
    einheit = partial(szene.einheit, szene.planung)
    close_fassung(einheit, szene.vorgang_id, ergebnis.fassung_id)
    close_fassung(einheit, szene.vorgang_id, ergebnis.fassung_id)
    assert _list_schluessel(ablage) == vorher
    fassung = szene.get_fassung(ergebnis.fassung_id)
    assert (fassung.schluessel, fassung.vorschau_schluessel) == (None, None)
    assert fassung.verworfen_am
    with szene.einheit() as uow:
        arten = uow.session.scalars(
            select(Ereignisrecord.art).order_by(Ereignisrecord.nummer.desc()).limit(2)
        ).all()
    assert arten == ["unterlage_verworfen", "unterlage_hochgeladen"]


@pytest.mark.parametrize(
    ("wer", "fehler"),
    [("fremde", NichtSichtbar), ("stelle", NichtSichtbar), ("behoerde", NichtErlaubt)],
)
def test_nobody_takes_back_what_is_another_sides(
    szene: Szene, wer: str, fehler: type[Exception]
) -> None:
    ergebnis = szene.submit(PDF)
    with pytest.raises(fehler):
        close_fassung(
            partial(szene.einheit, getattr(szene, wer)), szene.vorgang_id, ergebnis.fassung_id
        )
    assert szene.get_fassung(ergebnis.fassung_id).schluessel


def test_a_file_of_the_application_cannot_be_taken_back(szene: Szene) -> None:
    with szene.einheit() as uow:
        geliefert = uow.session.scalars(
            select(DokumentFassung.id).where(DokumentFassung.dokument_id == szene.lageplan)
        ).one()
    with pytest.raises(NichtSichtbar):
        close_fassung(partial(szene.einheit, szene.planung), szene.vorgang_id, geliefert)


def test_what_was_sent_cannot_be_taken_back(szene: Szene) -> None:
    ergebnis = szene.submit(PDF)
    szene.submit_antwort()
    with pytest.raises(Fachfehler, match="schon abgesendet"):
        close_fassung(partial(szene.einheit, szene.planung), szene.vorgang_id, ergebnis.fassung_id)


# --- bad input and faults ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "inhalt", "groesse", "meldung"),
    [
        ("", PDF, None, "hat keinen Namen"),
        ("../..", PDF, None, "hat keinen Namen"),
        ("plan.exe", PDF, None, "Möglich sind: PDF"),
        ("plan", PDF, None, "Dateien dieser Art"),
        ("plan.svg", PDF, None, "Dateien dieser Art"),
        ("plan.pdf", b"", None, "leer"),
        ("plan.pdf", b"", 0, "leer"),
        ("plan.pdf", PDF, 600 << 20, "größer als 500 MB"),
        ("plan.pdf", PDF, len(PDF) + 1, "nicht vollständig"),
    ],
)
def test_what_one_sees_at_once_is_refused_at_once(
    szene: Szene,
    ablage: AblageSpeicher,
    name: str,
    inhalt: bytes,
    groesse: int | None,
    meldung: str,
) -> None:
    vorher = _list_schluessel(ablage)
    with pytest.raises(Fachfehler, match=meldung):
        submit_hochladung(
            partial(szene.einheit, szene.planung),
            szene.get_ort(),
            Hochladung(name, BytesIO(inhalt), groesse),
        )
    assert _list_schluessel(ablage) == vorher
    assert _list_hochgeladene(szene) == []


def test_a_file_above_the_limit_is_refused_while_it_streams(
    szene: Szene, ablage: AblageSpeicher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bauaufsicht.services.hochladen.HOECHSTGROESSE_DATEI", 1 << 20)
    vorher = _list_schluessel(ablage)
    with pytest.raises(Fachfehler, match="zu groß"):
        szene.submit(bytes((1 << 20) + 1))
    assert _list_schluessel(ablage) == vorher


def test_names_from_elsewhere_are_names_here(szene: Szene) -> None:
    for nummer, (name, erwartet) in enumerate(
        (
            ("../../../etc/Plan.pdf", "Plan.pdf"),
            ("x" * 4096 + ".pdf", "x" * 196 + ".pdf"),
            ("Plan\0\r\n\u202e.pdf", "Plan .pdf"),
        ),
        start=1,
    ):
        assert szene.submit(create_pdf(nummer), name).dateiname == erwartet


class _Abriss(RawIOBase):
    """A connection that breaks in the middle."""

    def __init__(self) -> None:
        self._teile = [PDF]

    def read(self, _anzahl: int = -1) -> bytes:
        if self._teile:
            return self._teile.pop()
        raise ConnectionResetError


def test_a_broken_connection_leaves_nothing(szene: Szene, ablage: AblageSpeicher) -> None:
    vorher = _list_schluessel(ablage)
    with pytest.raises(ConnectionResetError):
        submit_hochladung(
            partial(szene.einheit, szene.planung),
            szene.get_ort(),
            Hochladung("Plan.pdf", _Abriss()),  # type: ignore[arg-type]
        )
    assert _list_schluessel(ablage) == vorher
    assert _list_hochgeladene(szene) == []


def test_a_storage_that_is_away_leaves_nothing(
    szene: Szene, ablage: AblageSpeicher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AblageFehler("weg")

    monkeypatch.setattr(ablage, "write", fail)
    with pytest.raises(AblageFehler):
        szene.submit(PDF)
    assert _list_hochgeladene(szene) == []


@pytest.mark.parametrize("gespeichert", [False, True])
def test_a_process_that_dies_at_the_commit_leaves_all_or_nothing(
    szene: Szene, ablage: AblageSpeicher, gespeichert: bool
) -> None:
    class Abbruch(BaseException):
        """The process is killed."""

    zahl = 0

    @contextmanager
    def open_einheit() -> Any:
        nonlocal zahl
        zahl += 1
        with szene.einheit(szene.planung) as uow:
            yield uow
            if zahl == 2 and not gespeichert:
                raise Abbruch
        if zahl == 2:
            raise Abbruch

    with pytest.raises(Abbruch):
        submit_hochladung(open_einheit, szene.get_ort(), Hochladung("Plan.pdf", BytesIO(PDF)))
    assert len(_list_hochgeladene(szene)) == gespeichert
    for fassung in _list_hochgeladene(szene):
        assert fassung.schluessel in _list_schluessel(ablage)
        assert _count_auftraege(szene, fassung) == 1
    nochmal = szene.submit(PDF)  # whoever was told nothing tries again
    assert nochmal.wiederholt is gespeichert
    assert len(_list_hochgeladene(szene)) == 1


def test_an_item_that_closes_during_the_upload_takes_no_file(
    szene: Szene, ablage: AblageSpeicher
) -> None:
    szene.submit(create_pdf(2))
    vorher = _list_schluessel(ablage)

    class Langsam(BytesIO):
        """Meanwhile a colleague sends the answer."""

        def read(self, anzahl: int | None = -1) -> bytes:
            if self.tell() == 0:
                szene.submit_antwort(szene.bauherrschaft)
            return super().read(anzahl)

    with pytest.raises(Fachfehler, match="nichts mehr offen"):
        submit_hochladung(
            partial(szene.einheit, szene.planung),
            szene.get_ort(),
            Hochladung("a.pdf", Langsam(PDF)),
        )
    assert _list_schluessel(ablage) == vorher

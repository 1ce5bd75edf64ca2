"""Drafting and issuing a decision: what it takes, what it does, and that nothing is half done."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from lxml import etree
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.db.models import (
    Ausgang,
    Benachrichtigung,
    Bescheid,
    DokumentFassung,
    Eingang,
    Ereignisrecord,
    Nachforderung,
    Vorgang,
    Vorgangsabweichung,
)
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.bescheid import (
    Abweichungsentscheidung,
    Bescheidart,
    Bescheidstand,
    Nebenbestimmung,
)
from bauaufsicht.domain.beteiligung import Stellungnahmeergebnis
from bauaufsicht.domain.dokumentsatz import Bescheidschrift
from bauaufsicht.domain.fehler import (
    AblageFehler,
    Fachfehler,
    NichtErlaubt,
    NichtSichtbar,
    Versionskonflikt,
)
from bauaufsicht.domain.nachforderung import Nachforderungsstand
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import SYSTEM, Akteur
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from bauaufsicht.services import bescheid as dienste
from bauaufsicht.services.ablage import close_waisen
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.bescheid import (
    Freigabe,
    issue_bescheid,
    record_abruf,
    record_entwurf,
    render_vorschau,
)
from bauaufsicht.services.nachforderung import Punktangabe, create_nachforderung
from tests.conftest import Einheit
from tests.factories.entscheidungsreif import AUFLAGE, Endrunde, add_nebenbestimmung
from tests.factories.lieferung import read_schulung
from tests.factories.welt import get_akteur


@pytest.fixture
def runde(einheit: Einheit, uhr: FesteUhr) -> Endrunde:
    """Two Abweichungen, the Denkmalschutzbehörde heard."""
    runde = Endrunde(einheit, uhr)
    runde.request_stellungnahme()
    runde.submit_stellungnahme()
    return runde


def issue(runde: Endrunde, freigabe: Freigabe | None = None) -> dienste.Erlass:
    """Issue as the Sachbearbeitung."""
    return issue_bescheid(
        lambda: runde.einheit(runde.krueger),  # type: ignore[call-arg]
        runde.vorgang_id,
        freigabe or runde.create_freigabe(),
    )


def get_bescheid(runde: Endrunde) -> Bescheid:
    with runde.einheit() as uow:
        return uow.session.scalars(
            select(Bescheid).where(Bescheid.vorgang_id == runde.vorgang_id)
        ).one()


def read_pdf(inhalt: bytes) -> str:
    with pypdfium2.PdfDocument(inhalt) as pdf:
        text = "\n".join(seite.get_textpage().get_text_range() for seite in pdf)
    return " ".join(text.replace("\ufffe", "").split())


def list_arten(runde: Endrunde) -> list[str]:
    with runde.einheit() as uow:
        return list(
            uow.session.scalars(
                select(Ereignisrecord.art)
                .where(Ereignisrecord.vorgang_id == runde.vorgang_id)
                .order_by(Ereignisrecord.nummer)
            )
        )


def count_dateien(ablage: AblageSpeicher) -> int:
    return len(list(ablage.list_eintraege("bescheide/")))


def test_the_draft_begins_with_the_conditions_of_the_bodies(runde: Endrunde) -> None:
    vorschlag = runde.compute_vorschlag()
    assert vorschlag.art is Bescheidart.GENEHMIGUNG
    assert vorschlag.nebenbestimmungen == (
        Nebenbestimmung(
            AUFLAGE,
            herkunft="Landratsamt Weimarer Land, untere Denkmalschutzbehörde, "
            "Stellungnahme vom 23.11.2026",
        ),
    )
    assert len(vorschlag.abweichungen) == 2


def test_a_draft_is_kept_unfinished_and_versions_are_counted(runde: Endrunde) -> None:
    leer = replace(runde.compute_ablehnung(), begruendung="")
    assert runde.record_entwurf(leer) == 1
    assert runde.record_entwurf() == 2
    bescheid = get_bescheid(runde)
    assert (bescheid.stand, bescheid.fassung) == (Bescheidstand.ENTWURF, 2)
    assert bescheid.konto_id == runde.krueger.konto_id
    assert "bescheid_erlassen" not in list_arten(runde)


@pytest.mark.parametrize("fassung", [0, 2, 7])
def test_a_stale_draft_is_a_conflict(runde: Endrunde, fassung: int) -> None:
    runde.record_entwurf()
    ablehnung = runde.compute_ablehnung()
    with (
        runde.einheit(runde.krueger) as uow,  # type: ignore[call-arg]
        pytest.raises(Versionskonflikt, match="inzwischen geändert"),
    ):
        record_entwurf(uow, runde.vorgang_id, ablehnung, fassung)
    assert get_bescheid(runde).art is Bescheidart.GENEHMIGUNG


@pytest.mark.parametrize(
    ("aenderung", "wort"),
    [
        ({"nebenbestimmungen": (Nebenbestimmung("x"),) * 201}, "Höchstens 200"),
        ({"nebenbestimmungen": (Nebenbestimmung("x" * 5001),)}, "zu lang"),
        ({"begruendung": "x" * 50_001}, "zu lang"),
        ({"abweichungen": (Abweichungsentscheidung(UUID(int=5)),)}, "gehört nicht"),
    ],
)
def test_more_than_a_draft_can_hold_is_refused(
    runde: Endrunde, aenderung: dict[str, Any], wort: str
) -> None:
    with pytest.raises(Fachfehler, match=wort):
        runde.record_entwurf(replace(runde.compute_vorschlag(), **aenderung))


def test_the_preview_is_marked_and_changes_nothing(runde: Endrunde) -> None:
    runde.record_entwurf()
    vorher = runde.get_vorgang().fassung
    with runde.einheit(runde.krueger) as uow:  # type: ignore[call-arg]
        text = read_pdf(render_vorschau(uow, runde.vorgang_id))
    assert "Entwurf – noch nicht erlassen" in text
    assert AUFLAGE in text
    assert runde.get_vorgang().fassung == vorher


def test_no_preview_without_a_draft(runde: Endrunde) -> None:
    with runde.einheit(runde.krueger) as uow, pytest.raises(NichtSichtbar):  # type: ignore[call-arg]
        render_vorschau(uow, runde.vorgang_id)


def test_issuing_freezes_ends_tells_and_sends(
    runde: Endrunde, ablage: AblageSpeicher, uhr: FesteUhr
) -> None:
    runde.record_entwurf()
    uhr.stand += timedelta(minutes=1)
    erlass = issue(runde)
    bescheid, vorgang = get_bescheid(runde), runde.get_vorgang()
    with ablage.read(bescheid.schluessel or "") as strom:
        inhalt = strom.read()
    assert (bescheid.stand, bescheid.erlassen_am) == (Bescheidstand.ERLASSEN, uhr.stand)
    assert bescheid.sha256 == sha256(inhalt).hexdigest()
    assert bescheid.groesse == len(inhalt)
    assert vorgang.zustand is Zustand.GENEHMIGT
    assert (vorgang.frist_regel, vorgang.frist_ende) == (None, None)
    assert list_arten(runde)[-2:] == ["bescheid_erlassen", "nachricht_erstellt"]
    assert (erlass.benachrichtigte, erlass.mit_nachricht) == (2, True)
    with runde.einheit() as uow:
        mails = uow.session.scalars(
            select(Benachrichtigung).where(Benachrichtigung.erstellt_am == bescheid.erlassen_am)
        ).all()
        empfaenger = {runde.antragsteller.konto_id, runde.albrecht.konto_id}
        assert {mail.konto_id for mail in mails} == empfaenger
        assert [mail.text for mail in mails if "genehmigt" in mail.text.lower()] == []
        assert check_akte(uow, vorgang.aktenzeichen).fehler == ()


def test_the_issued_pdf_says_what_was_decided(runde: Endrunde, ablage: AblageSpeicher) -> None:
    runde.record_entwurf()
    issue(runde)
    with ablage.read(get_bescheid(runde).schluessel or "") as strom:
        text = read_pdf(strom.read())
    vorgang = runde.get_vorgang()
    for wert in (
        "Baugenehmigung",
        vorgang.aktenzeichen,
        vorgang.bezeichnung,
        "Landratsamt Weimarer Land",
        "Bahnhofstraße 28 · 99510 Apolda",
        "Jonas Wolff",
        "Die Baugenehmigung für das genannte Vorhaben wird erteilt.",
        "mit den unten aufgeführten Nebenbestimmungen verbunden",
        AUFLAGE,
        "untere Denkmalschutzbehörde, Stellungnahme vom 23.11.2026",
        "wird zugelassen.",
        "Keine Vorschrift steht entgegen.",
        "§ 78 Abs. 8 ThürBO",
        "§ 79 ThürBO",
        "Widerspruch erheben",
        "bei Landratsamt Weimarer Land, Bahnhofstraße 28, 99510 Apolda schriftlich",
        "Schulung – ohne rechtliche Wirkung",
        "Im Auftrag Frau Krüger Sachbearbeitung Bauaufsicht",
        "§ 65 ThürBO",
    ):
        assert wert in text, wert
    assert "Entwurf" not in text


def test_the_documents_stand_in_it_in_their_newest_fassung(
    runde: Endrunde, ablage: AblageSpeicher
) -> None:
    runde.record_entwurf()
    issue(runde)
    with ablage.read(get_bescheid(runde).schluessel or "") as strom:
        text = read_pdf(strom.read())
    anlagen = read_schulung("02").anlagen
    assert len(anlagen) > 2
    for anlage in anlagen:
        assert sha256(anlage.inhalt).hexdigest()[:16] in text


def test_a_refusal_ends_the_case_too(runde: Endrunde, ablage: AblageSpeicher) -> None:
    mit_auflage = add_nebenbestimmung(runde.compute_ablehnung(), "Zaun streichen.")
    runde.record_entwurf(mit_auflage)
    issue(runde)
    assert runde.get_vorgang().zustand is Zustand.ABGELEHNT
    with ablage.read(get_bescheid(runde).schluessel or "") as strom:
        text = read_pdf(strom.read())
    assert "Der Bauantrag für das genannte Vorhaben wird abgelehnt." in text
    assert "Das Vorhaben widerspricht dem Bebauungsplan." in text
    assert "Baubeginn" not in text
    assert "Zaun streichen." not in text
    assert "Nebenbestimmung" not in text


@pytest.mark.parametrize("schemata", ["amtlich"], indirect=True)
@pytest.mark.parametrize(("nummer", "version"), [("02", "2.6"), ("09", "2.4.0.1")])
@pytest.mark.parametrize("genehmigt", [True, False])
def test_the_form_service_gets_a_valid_0205_in_its_version(
    einheit: Einheit, uhr: FesteUhr, schemata: Schemata, nummer: str, version: str, genehmigt: bool
) -> None:
    runde = Endrunde(einheit, uhr, nummer)
    runde.request_stellungnahme()
    runde.submit_stellungnahme()
    runde.record_entwurf(runde.compute_vorschlag() if genehmigt else runde.compute_ablehnung())
    issue(runde)
    bescheid = get_bescheid(runde)
    with einheit() as uow:
        ausgang = uow.session.get_one(Ausgang, bescheid.ausgang_id)
    assert (ausgang.nummer, ausgang.version, ausgang.gueltig) == ("0205", version, True)
    wurzel = etree.fromstring(ausgang.inhalt)
    anhang = wurzel.find(".//{*}anhang")
    assert anhang is not None
    assert (anhang.get("hashValue"), anhang.get("filesize")) == (
        bescheid.sha256,
        str(bescheid.groesse),
    )
    assert anhang.findtext("dokumentid") == f"urn_uuid_{bescheid.id}"
    assert [e.text for e in wurzel.iter("{*}istGenehmigung")] == ["true" if genehmigt else "false"]
    erwartet = read_schulung(nummer).text.count(":beantragteAbweichung>") // 2
    assert len(list(wurzel.iter("{*}abweichung"))) == erwartet
    assert wurzel.findtext(".//{*}bezug/vorgang") == runde.get_vorgang().aktenzeichen


def test_the_statement_of_a_body_that_is_missing_must_be_considered(
    einheit: Einheit, uhr: FesteUhr, ablage: AblageSpeicher
) -> None:
    runde = Endrunde(einheit, uhr)
    runde.request_stellungnahme()
    runde.record_entwurf()
    with pytest.raises(Fachfehler, match="Bestätigen Sie jeden offenen Punkt"):
        issue(runde, runde.create_freigabe(bestaetigt=False))
    assert runde.get_vorgang().zustand is Zustand.IN_PRUEFUNG
    assert count_dateien(ablage) == 0
    issue(runde)
    assert runde.get_vorgang().zustand is Zustand.GENEHMIGT


def test_what_comes_up_after_the_check_must_be_considered_again(
    einheit: Einheit, uhr: FesteUhr
) -> None:
    runde = Endrunde(einheit, uhr)
    runde.record_entwurf()
    freigabe = runde.create_freigabe()
    runde.request_stellungnahme()
    with pytest.raises(Versionskonflikt):
        issue(runde, freigabe)
    neue = replace(freigabe, vorgangsfassung=runde.get_vorgang().fassung)
    with pytest.raises(Fachfehler, match="Bestätigen Sie jeden offenen Punkt"):
        issue(runde, neue)


def test_concerns_and_open_demands_must_be_considered(einheit: Einheit, uhr: FesteUhr) -> None:
    runde = Endrunde(einheit, uhr)
    runde.request_stellungnahme()
    runde.submit_stellungnahme(Stellungnahmeergebnis.BEDENKEN, nebenbestimmungen=())
    punkte, fassung = [Punktangabe("Schnitt", "fehlt")], runde.get_vorgang().fassung
    with einheit(runde.krueger) as uow:
        frist = uow.heute() + timedelta(days=14)
        create_nachforderung(uow, runde.vorgang_id, punkte, frist, "", fassung)
    runde.record_entwurf()
    assert len(runde.create_freigabe().bestaetigt) == 2
    issue(runde)
    with einheit() as uow:
        assert uow.session.scalars(select(Nachforderung.stand)).one() is (
            Nachforderungsstand.ERLEDIGT
        )


@pytest.mark.parametrize(
    ("aenderung", "wort"),
    [
        ({"art": Bescheidart.ABLEHNUNG}, "keine Abweichung zulassen"),
        (
            {
                "art": Bescheidart.ABLEHNUNG,
                "abweichungen": (),
                "begruendung": "",
            },
            "Begründen Sie die Ablehnung",
        ),
    ],
)
def test_an_unfinished_draft_is_not_issued(
    runde: Endrunde, ablage: AblageSpeicher, aenderung: dict[str, Any], wort: str
) -> None:
    runde.record_entwurf(replace(runde.compute_vorschlag(), **aenderung))
    with pytest.raises(Fachfehler, match=wort):
        issue(runde)
    assert (runde.get_vorgang().zustand, count_dateien(ablage)) == (Zustand.IN_PRUEFUNG, 0)


def test_a_draft_that_somebody_changed_is_not_issued(runde: Endrunde) -> None:
    runde.record_entwurf()
    freigabe = runde.create_freigabe()
    runde.record_entwurf(add_nebenbestimmung(runde.compute_vorschlag(), "Zaun streichen."))
    with pytest.raises(Versionskonflikt, match="Prüfen Sie ihn noch einmal"):
        issue(runde, freigabe)


def test_a_decision_is_issued_once(runde: Endrunde, ablage: AblageSpeicher) -> None:
    runde.record_entwurf()
    freigabe = runde.create_freigabe()
    issue(runde, freigabe)
    with pytest.raises(NichtErlaubt):
        issue(runde, freigabe)
    assert (count_dateien(ablage), list_arten(runde).count("bescheid_erlassen")) == (1, 1)


def test_a_case_of_another_procedure_has_no_decision_here(runde: Endrunde) -> None:
    with runde.einheit() as uow:
        uow.session.get_one(Vorgang, runde.vorgang_id).verfahrensart = Verfahren.VORBESCHEID
    with pytest.raises(Fachfehler, match="„Vorbescheid“ erstellt dieses Programm keinen Bescheid"):
        runde.record_entwurf()


class _DefekterSatz:
    def render_bescheid(self, schrift: Bescheidschrift) -> bytes:
        raise Fachfehler("Das PDF ließ sich nicht erstellen.")

    def render_verlauf(self, schrift: object) -> bytes:
        raise Fachfehler("Das PDF ließ sich nicht erstellen.")


@contextmanager
def _mit_ports(uow_quelle: Any, **aenderung: Any) -> Iterator[UnitOfWork]:
    with uow_quelle as uow:
        uow.ports = replace(uow.ports, **aenderung)
        yield uow


def test_a_pdf_that_cannot_be_set_leaves_the_draft(runde: Endrunde, ablage: AblageSpeicher) -> None:
    runde.record_entwurf()
    with pytest.raises(Fachfehler, match="ließ sich nicht erstellen"):
        issue_bescheid(
            lambda: _mit_ports(runde.einheit(runde.krueger), satz=_DefekterSatz()),  # type: ignore[call-arg]
            runde.vorgang_id,
            runde.create_freigabe(),
        )
    assert get_bescheid(runde).stand is Bescheidstand.ENTWURF
    assert (runde.get_vorgang().zustand, count_dateien(ablage)) == (Zustand.IN_PRUEFUNG, 0)


def test_a_storage_that_is_away_leaves_the_draft(
    runde: Endrunde, ablage: AblageSpeicher, monkeypatch: pytest.MonkeyPatch
) -> None:
    runde.record_entwurf()

    def fail(*_: object, **__: object) -> None:
        raise AblageFehler("away")

    monkeypatch.setattr(ablage, "write", fail)
    with pytest.raises(AblageFehler):
        issue(runde)
    assert get_bescheid(runde).stand is Bescheidstand.ENTWURF
    assert runde.get_vorgang().zustand is Zustand.IN_PRUEFUNG


@pytest.mark.parametrize(("fehler", "dateien"), [(Fachfehler("nein"), 0), (OSError("weg"), 1)])
def test_a_second_transaction_that_fails_leaves_the_draft(
    runde: Endrunde,
    ablage: AblageSpeicher,
    monkeypatch: pytest.MonkeyPatch,
    fehler: Exception,
    dateien: int,
) -> None:
    """Its file goes where a rule said no; else nobody knows, and the sweeper decides."""
    runde.record_entwurf()

    def fail(*_: object) -> None:
        raise fehler

    monkeypatch.setattr(dienste, "create_bescheidnachricht", fail)
    with pytest.raises(type(fehler)):
        issue(runde)
    assert (runde.get_vorgang().zustand, count_dateien(ablage)) == (Zustand.IN_PRUEFUNG, dateien)
    assert get_bescheid(runde).stand is Bescheidstand.ENTWURF
    assert "bescheid_erlassen" not in list_arten(runde)


def test_a_commit_whose_answer_is_lost_keeps_its_file(
    runde: Endrunde, monkeypatch: pytest.MonkeyPatch
) -> None:
    runde.record_entwurf()
    freigabe, echtes, anzahl = runde.create_freigabe(), Session.commit, iter(range(9))

    def commit(session: Session) -> None:
        echtes(session)
        if next(anzahl) == 1:
            raise OSError("the connection broke after the server had committed")

    with monkeypatch.context() as stoerung:
        stoerung.setattr(Session, "commit", commit)
        with pytest.raises(OSError, match="broke"):
            issue(runde, freigabe)
    vorgang = runde.get_vorgang()
    assert vorgang.zustand is Zustand.GENEHMIGT
    with runde.einheit() as uow:
        assert check_akte(uow, vorgang.aktenzeichen).fehler == ()


def test_what_is_requested_anew_must_be_decided_anew(runde: Endrunde) -> None:
    """A message that changes the application brings its Abweichungen again."""
    runde.record_entwurf()
    with runde.einheit() as uow:
        alte = uow.session.scalars(
            select(Vorgangsabweichung).where(Vorgangsabweichung.vorgang_id == runde.vorgang_id)
        ).all()
        for eine in alte:
            uow.session.delete(eine)
        uow.add(
            Vorgangsabweichung(
                vorgang_id=runde.vorgang_id,
                position=9,
                vorschrift="§ 6 ThürBO",
                beschreibung="",
                begruendung="",
            )
        )
    with pytest.raises(Fachfehler, match="Entscheiden Sie über jede beantragte Abweichung"):
        issue(runde)
    runde.record_entwurf()
    issue(runde)
    (entschieden,) = get_bescheid(runde).abweichungen
    assert entschieden["zugelassen"] is True


def test_a_draft_that_leaves_abweichungen_out_is_not_issued(runde: Endrunde) -> None:
    runde.record_entwurf(replace(runde.compute_vorschlag(), abweichungen=()))
    with pytest.raises(Fachfehler, match="Entscheiden Sie über jede beantragte Abweichung"):
        issue(runde)


@pytest.mark.parametrize(
    ("stand", "wort"),
    [
        (Pruefstand.UNGEPRUEFT, "lässt sich noch nicht öffnen"),
        (Pruefstand.BESCHAEDIGT, "nennt diese Unterlage nicht"),
        (Pruefstand.GESPERRT, "nennt diese Unterlage nicht"),
    ],
)
def test_a_document_that_nobody_can_read_must_be_considered(
    runde: Endrunde, stand: Pruefstand, wort: str
) -> None:
    """Also when that turns out between the look at the draft and issuing it."""
    runde.record_entwurf()
    freigabe = runde.create_freigabe()
    erste = runde.list_fassungen()[0]
    with runde.einheit() as uow:
        uow.session.execute(
            update(DokumentFassung).where(DokumentFassung.id == erste).values(pruefstand=stand)
        )
    with pytest.raises(Fachfehler, match="Bestätigen Sie jeden offenen Punkt"):
        issue(runde, freigabe)
    (vorbehalt,) = runde.list_vorbehalte()
    assert wort in vorbehalt.text
    issue(runde)


def test_a_case_that_changes_meanwhile_is_not_decided(
    runde: Endrunde, ablage: AblageSpeicher, uhr: FesteUhr
) -> None:
    """Midnight between the two transactions: the PDF would bear yesterday's date."""
    runde.record_entwurf()
    geoeffnet: list[None] = []

    def open_spaeter() -> Any:
        geoeffnet.append(None)
        if len(geoeffnet) == 2:
            uhr.stand += timedelta(days=1)
        return runde.einheit(runde.krueger)  # type: ignore[call-arg]

    with pytest.raises(Versionskonflikt, match="inzwischen geändert"):
        issue_bescheid(open_spaeter, runde.vorgang_id, runde.create_freigabe())
    assert (runde.get_vorgang().zustand, count_dateien(ablage)) == (Zustand.IN_PRUEFUNG, 0)


def test_a_lost_application_does_not_keep_the_decision_back(
    runde: Endrunde, ablage: AblageSpeicher
) -> None:
    runde.record_entwurf()
    with runde.einheit() as uow:
        schluessel = uow.session.scalars(select(Eingang.schluessel)).one()
    ablage.close_eintrag(schluessel)
    assert not issue(runde).mit_nachricht
    assert runde.get_vorgang().zustand is Zustand.GENEHMIGT


def test_without_a_writable_message_the_decision_stands(
    runde: Endrunde, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    runde.record_entwurf()

    def refuse(_: object) -> bytes:
        raise Fachfehler("nein")

    monkeypatch.setattr(ports.schreiber, "write_bescheid", refuse)
    erlass = issue(runde)
    assert not erlass.mit_nachricht
    assert get_bescheid(runde).ausgang_id is None
    assert runde.get_vorgang().zustand is Zustand.GENEHMIGT


def test_the_first_retrieval_is_recorded_once(runde: Endrunde, uhr: FesteUhr) -> None:
    runde.record_entwurf()
    issue(runde)
    for akteur in (runde.krueger, runde.antragsteller, runde.antragsteller):
        uhr.stand += timedelta(hours=1)
        with runde.einheit(akteur) as uow:  # type: ignore[call-arg]
            record_abruf(uow, runde.vorgang_id)
    bescheid = get_bescheid(runde)
    assert bescheid.erster_abruf_am == uhr.stand - timedelta(hours=1)
    assert bescheid.erster_abruf_von_id == runde.antragsteller.konto_id
    assert list_arten(runde).count("bescheid_abgerufen") == 1
    aktenzeichen = runde.get_vorgang().aktenzeichen
    with runde.einheit() as uow:
        assert check_akte(uow, aktenzeichen).fehler == ()


def test_there_is_nothing_to_fetch_before_it_is_issued(runde: Endrunde) -> None:
    runde.record_entwurf()
    for akteur in (runde.krueger, runde.antragsteller):
        with runde.einheit(akteur) as uow, pytest.raises(NichtSichtbar):  # type: ignore[call-arg]
            record_abruf(uow, runde.vorgang_id)


@pytest.mark.parametrize("email", ["denkmalschutz@weimarer-land.example"])
def test_a_consulted_body_has_no_part_in_the_decision(runde: Endrunde, email: str) -> None:
    runde.record_entwurf()
    issue(runde)
    akteur: Akteur = get_akteur(runde.einheit, email)
    with runde.einheit(akteur) as uow, pytest.raises(NichtErlaubt):  # type: ignore[call-arg]
        record_abruf(uow, runde.vorgang_id)


def test_nobody_without_an_account_issues(runde: Endrunde) -> None:
    runde.record_entwurf()
    freigabe = runde.create_freigabe()
    with pytest.raises(NichtErlaubt):
        issue_bescheid(lambda: runde.einheit(SYSTEM), runde.vorgang_id, freigabe)  # type: ignore[call-arg]


def test_the_sweep_leaves_issued_decisions_and_takes_what_nobody_names(
    runde: Endrunde, ablage: AblageSpeicher, uhr: FesteUhr
) -> None:
    runde.record_entwurf()
    issue(runde)
    ablage.write("bescheide/2026/11/verwaist.pdf", io.BytesIO(b"x"))
    uhr.stand += timedelta(days=2)
    assert close_waisen(runde.einheit) == 1
    assert count_dateien(ablage) == 1

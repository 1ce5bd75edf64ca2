"""The training messages through the real intake, in the order of delivery."""

from flask import Flask
from sqlalchemy import func, select

from bauaufsicht.db.models import (
    Antragsstand,
    Behoerde,
    Beteiligter,
    Gemeinde,
    Konto,
    Stelle,
    Vorgang,
)
from bauaufsicht.db.queries.fakten import get_fakten
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.rechte import Kontorolle
from bauaufsicht.schulung import list_nachrichten, read_behoerden, read_gemeinden
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.schulung import assign_schulungsbeteiligte, import_schulungsdaten
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import read_schulung


def test_training_messages_give_their_results_and_facts(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    for nachricht in list_nachrichten():
        ergebnis = nimm_auf(read_schulung(nachricht.nummer))
        assert ergebnis.ergebnis == nachricht.ergebnis, nachricht.titel
        assert ergebnis.test is nachricht.test
        assert {n: ergebnis.fakten[n] for n in nachricht.fakten} == nachricht.fakten
        if ergebnis.ergebnis is Eingangsergebnis.ANGELEGT:
            with einheit() as uow:
                assert ergebnis.vorgang_id is not None
                assert get_fakten(uow.session, ergebnis.vorgang_id) == ergebnis.fakten
                assert check_akte(uow, ergebnis.aktenzeichen or "").fehler == ()


def test_only_the_training_test_message_is_marked(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    for nummer in ("01", "13"):
        nimm_auf(read_schulung(nummer))
    with einheit() as uow:
        marken = uow.session.execute(select(Vorgang.test, Vorgang.xbau_nummer)).all()
    assert sorted(m.test for m in marken) == [False, True]


def test_every_value_sent_is_kept(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(read_schulung("01"))
    with einheit() as uow:
        stand = uow.session.scalars(select(Antragsstand)).one()
    werte = {z[0]: z[1] for z in stand.angaben}
    datenblatt = "bauvorhaben/gegenstand/bauvorhabenDatenblatt/flaechen/flaechen.DIN277"
    assert werte[f"{datenblatt}/bruttoGrundflaecheBGF"] == "109.25"
    assert stand.nummer == 1
    assert stand.aenderungen == []
    kodes = {z[0]: z[2:] for z in stand.angaben if z[2]}
    assert kodes["bauvorhaben/gegenstand/artDerMassnahme"] == [
        "urn:xoev-de:xbau:codeliste:baumassnahmeart",
        "2.0",
    ]


def test_base_data_is_loaded_once(einheit: Einheit) -> None:
    with einheit() as uow:
        assert import_schulungsdaten(uow) == 0
        anzahl = uow.session.scalar(select(func.count()).select_from(Behoerde))
        gemeinden = uow.session.scalar(select(func.count()).select_from(Gemeinde))
        rollen = set(uow.session.scalars(select(Konto.rolle)))
        stellen = set(uow.session.scalars(select(Stelle.art)))
    assert (anzahl, gemeinden) == (len(read_behoerden()), len(read_gemeinden()))
    assert rollen == set(Kontorolle)
    assert {"gemeinde", "denkmalschutz", "naturschutz"} <= stellen


def test_training_people_are_linked_by_mail_once(
    app: Flask, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    nimm_auf(read_schulung("01"))
    with einheit() as uow:
        anzahl = assign_schulungsbeteiligte(uow)
    with einheit() as uow:
        namen = uow.session.execute(
            select(Beteiligter.sortiername, Konto.email).join(
                Konto, Konto.id == Beteiligter.konto_id
            )
        ).all()
        assert assign_schulungsbeteiligte(uow) == 0
    assert anzahl == len(namen) == 4  # Maren Seifert applies, builds and pays; Ruth Albrecht plans
    assert set(namen) == {
        ("Seifert, Maren", "m.seifert@post.example"),
        ("Albrecht, Ruth", "albrecht@albrecht-architektur.example"),
    }

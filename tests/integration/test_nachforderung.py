"""A Nachforderung from the first word to the last accepted item."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import (
    Benachrichtigung,
    Dokument,
    DokumentFassung,
    Ereignisklartext,
    Ereignisrecord,
    Konto,
)
from bauaufsicht.db.queries.bescheid import list_bauvorlagen
from bauaufsicht.domain.fehler import Fachfehler, NichtErlaubt, NichtSichtbar, Versionskonflikt
from bauaufsicht.domain.nachforderung import Nachforderungsstand, Punktstand
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.domain.vorgang import Zustand
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.nachforderung import (
    Bewertung,
    Punktangabe,
    create_nachforderung,
    record_verlaengerung,
    submit_antwort,
)
from tests.conftest import Aufnahme, Einheit
from tests.factories import browser
from tests.factories.lieferung import create_ruecknahme, read_schulung
from tests.factories.runde import DENKMAL, FRIST, PUNKTE, Runde


def _list_arten(runde: Runde) -> list[str]:
    with runde.einheit() as uow:
        return list(
            uow.session.scalars(
                select(Ereignisrecord.art)
                .where(Ereignisrecord.vorgang_id == runde.vorgang_id)
                .order_by(Ereignisrecord.nummer)
            )
        )


def _list_mails(runde: Runde) -> list[tuple[str, str, str]]:
    with runde.einheit() as uow:
        return list(
            uow.session.execute(
                select(Konto.email, Benachrichtigung.betreff, Benachrichtigung.text)
                .join(Konto, Konto.id == Benachrichtigung.konto_id)
                .order_by(Konto.email)
            ).all()
        )


def test_a_demand_changes_the_state_and_sets_the_period(runde: Runde) -> None:
    nachforderung = runde.submit_nachforderung()
    vorgang = runde.get_vorgang()
    assert vorgang.zustand is Zustand.NACHFORDERUNG_OFFEN
    assert (vorgang.frist_regel, vorgang.frist_beginn, vorgang.frist_ende) == (
        "nachforderung",
        date(2026, 11, 23),
        FRIST,
    )
    assert (nachforderung.nummer, nachforderung.stand) == (1, Nachforderungsstand.OFFEN)
    assert [p.bezeichnung for p in runde.list_punkte()] == [p.bezeichnung for p in PUNKTE]
    assert _list_arten(runde)[-1] == "nachforderung_versandt"
    with runde.einheit() as uow:
        assert check_akte(uow, vorgang.aktenzeichen).fehler == ()
        texte = list(uow.session.scalars(select(Ereignisklartext.wert)))
    assert any("Die Angaben zur Heizung fehlen." in t for t in texte)


def test_both_people_of_the_applicants_side_get_a_mail_without_content(runde: Runde) -> None:
    runde.submit_nachforderung()
    mails = _list_mails(runde)
    assert [m[0] for m in mails] == [browser.ENTWURFSVERFASSER, browser.ANTRAGSTELLER]
    aktenzeichen = runde.get_vorgang().aktenzeichen
    for _an, betreff, text in mails:
        assert aktenzeichen in betreff
        for geheim in ("Abstandsflächenplan", "Heizung", "Einfamilienhaus", "Nachforderung"):
            assert geheim not in betreff + text


@pytest.mark.parametrize("frist", [date(2026, 11, 22), date(2026, 11, 23), date(2028, 1, 1)])
def test_the_deadline_lies_in_the_future_and_not_too_far(runde: Runde, frist: date) -> None:
    with pytest.raises(Fachfehler, match="Zukunft"):
        runde.submit_nachforderung(frist=frist)
    assert runde.get_vorgang().zustand is Zustand.VOLLSTAENDIGKEIT_PRUEFEN


def test_a_demand_needs_an_item(runde: Runde) -> None:
    with pytest.raises(Fachfehler, match="einem und 30 Punkten"):
        runde.submit_nachforderung(punkte=())


def test_an_item_cannot_ask_for_a_document_of_another_case(
    runde: Runde, nimm_auf: Aufnahme
) -> None:
    andere = nimm_auf(read_schulung("02"))
    with runde.einheit() as uow:
        fremd = uow.session.scalars(
            select(Dokument.id).where(Dokument.vorgang_id == andere.vorgang_id)
        ).first()
    with pytest.raises(Fachfehler, match="gehört nicht zu diesem Vorgang"):
        runde.submit_nachforderung((Punktangabe("Plan", "Grund", fremd),))


def test_an_item_cannot_ask_for_the_attachment_of_a_stellungnahme(runde: Runde) -> None:
    """Else the applicant's side would read its name and write its next Fassung."""
    runde.submit_vollstaendigkeit()
    runde.request(DENKMAL)
    stellungnahme_id = runde.get_stellungnahme().id
    with runde.einheit() as uow:
        anlage = uow.add(
            Dokument(
                vorgang_id=runde.vorgang_id,
                position=60,
                bezeichnung="Anlage",
                stellungnahme_id=stellungnahme_id,
            )
        )
    with pytest.raises(Fachfehler, match="gehört nicht zu diesem Vorgang"):
        runde.submit_nachforderung((Punktangabe("Plan", "Grund", anlage.id),))


def test_only_one_demand_at_a_time(runde: Runde) -> None:
    runde.submit_nachforderung()
    with pytest.raises(NichtErlaubt):  # the case waits for the applicant's side
        runde.submit_nachforderung()


def test_a_second_demand_waits_until_the_first_is_settled(runde: Runde) -> None:
    runde.submit_nachforderung()
    runde.submit_antwort("a", "b")
    with pytest.raises(Fachfehler, match=r"1\. Nachforderung ist noch nicht erledigt"):
        runde.submit_nachforderung()
    ids = [p.id for p in runde.list_punkte()]
    runde.record_bewertung({i: Bewertung(angenommen=True) for i in ids})
    assert runde.submit_nachforderung().nummer == 2


def test_a_stale_page_demands_nothing(runde: Runde) -> None:
    with pytest.raises(Versionskonflikt), runde.einheit(runde.krueger) as uow:
        create_nachforderung(uow, runde.vorgang_id, PUNKTE, FRIST, "", 0)
    assert runde.get_vorgang().zustand is Zustand.VOLLSTAENDIGKEIT_PRUEFEN


@pytest.mark.parametrize(
    ("email", "fehler"),
    [
        (browser.ANTRAGSTELLER, NichtErlaubt),
        (browser.POSTSTELLE, NichtErlaubt),
        (browser.SACHBEARBEITUNG_B, NichtSichtbar),
        (browser.ANTRAGSTELLER_2, NichtSichtbar),
    ],
)
def test_others_cannot_demand(runde: Runde, email: str, fehler: type[Exception]) -> None:
    fassung = runde.get_vorgang().fassung
    with pytest.raises(fehler), runde.einheit(runde.get_akteur(email)) as uow:
        create_nachforderung(uow, runde.vorgang_id, PUNKTE, FRIST, "", fassung)


def test_an_answer_to_all_items_gives_the_case_back_to_the_authority(runde: Runde) -> None:
    runde.submit_nachforderung()
    datei = runde.create_entwurf(runde.list_punkte()[0].id)
    nachforderung = runde.submit_antwort("", "Wärmepumpe, 8 kW")
    vorgang = runde.get_vorgang()
    assert vorgang.zustand is Zustand.VOLLSTAENDIGKEIT_PRUEFEN
    assert (vorgang.frist_regel, vorgang.frist_ende) == (
        "vollstaendigkeit_nachgereicht",
        date(2026, 12, 7),
    )
    assert nachforderung.stand is Nachforderungsstand.BEANTWORTET
    assert not nachforderung.verspaetet
    assert [p.stand for p in runde.list_punkte()] == [Punktstand.BEANTWORTET] * 2
    with runde.einheit() as uow:
        assert uow.session.get_one(DokumentFassung, datei).abgegeben_am is not None
    assert _list_arten(runde)[-2:] == ["nachforderung_beantwortet", "frist_begonnen"]


def test_an_answer_to_some_items_leaves_the_others_open(runde: Runde) -> None:
    runde.submit_nachforderung()
    nachforderung = runde.submit_antwort("kommt morgen")
    assert nachforderung.stand is Nachforderungsstand.OFFEN
    assert runde.get_vorgang().zustand is Zustand.NACHFORDERUNG_OFFEN
    assert [p.stand for p in runde.list_punkte()] == [Punktstand.BEANTWORTET, Punktstand.OFFEN]
    runde.submit_antwort("und jetzt der Rest")
    assert runde.get_vorgang().zustand is Zustand.VOLLSTAENDIGKEIT_PRUEFEN


def test_an_empty_answer_is_none(runde: Runde) -> None:
    runde.submit_nachforderung()
    with pytest.raises(Fachfehler, match="nichts zu senden"):
        runde.submit_antwort("  ", "")


def test_a_blocked_file_is_not_sent(runde: Runde) -> None:
    runde.submit_nachforderung()
    gesperrt = runde.create_entwurf(runde.list_punkte()[0].id, Pruefstand.GESPERRT)
    with pytest.raises(Fachfehler, match="nichts zu senden"):
        runde.submit_antwort("", "")
    with runde.einheit() as uow:
        assert uow.session.get_one(DokumentFassung, gesperrt).abgegeben_am is None


def test_a_late_answer_is_kept_and_marked(runde: Runde, uhr: FesteUhr) -> None:
    runde.submit_nachforderung()
    uhr.stand = datetime(2026, 12, 21, 22, 59, tzinfo=UTC)  # 23:59 in Germany: the last minute
    runde.submit_antwort("noch rechtzeitig")
    assert not runde.get_nachforderung().verspaetet
    uhr.stand = datetime(2026, 12, 21, 23, 0, tzinfo=UTC)
    runde.submit_antwort("zu spät")
    assert runde.get_nachforderung().verspaetet
    with runde.einheit() as uow:
        letztes = uow.session.scalars(
            select(Ereignisrecord.daten).where(Ereignisrecord.art == "nachforderung_beantwortet")
        ).all()
    assert [d["verspaetet"] for d in letztes] == [False, True]


def test_no_decision_rests_on_a_returned_file(runde: Runde) -> None:
    def list_bezeichnungen() -> list[str]:
        with runde.einheit() as uow:
            return [b.bezeichnung for b in list_bauvorlagen(uow.session, runde.vorgang_id)]

    runde.submit_nachforderung()
    eins = runde.list_punkte()[0].id
    runde.create_entwurf(eins)
    runde.submit_antwort("", "b")
    assert list_bezeichnungen().count("Nachgereicht") == 1
    runde.record_bewertung({eins: Bewertung(angenommen=False, grund="unleserlich")}, FRIST)
    assert "Nachgereicht" not in list_bezeichnungen()
    runde.create_entwurf(eins, position=51)
    runde.submit_antwort("")
    runde.record_bewertung({eins: Bewertung(angenommen=True)})
    assert list_bezeichnungen().count("Nachgereicht") == 1


def test_two_accepted_and_one_returned(runde: Runde) -> None:
    runde.submit_nachforderung((*PUNKTE, Punktangabe("Ansicht", "fehlt")))
    runde.submit_antwort("a", "b", "c")
    eins, zwei, drei = (p.id for p in runde.list_punkte())
    ja = Bewertung(angenommen=True)
    runde.record_bewertung(
        {eins: ja, zwei: ja, drei: Bewertung(angenommen=False, grund="unscharf")},
        date(2026, 12, 28),
    )
    assert [(p.stand.value, p.rueckgabegrund) for p in runde.list_punkte()] == [
        ("angenommen", ""),
        ("angenommen", ""),
        ("zurueckgegeben", "unscharf"),
    ]
    vorgang = runde.get_vorgang()
    assert vorgang.zustand is Zustand.NACHFORDERUNG_OFFEN
    assert vorgang.frist_ende == date(2026, 12, 28)
    runde.submit_antwort("jetzt scharf")
    runde.record_bewertung({drei: ja})
    assert runde.get_nachforderung().stand is Nachforderungsstand.ERLEDIGT


def test_returning_needs_a_reason_and_a_deadline(runde: Runde) -> None:
    runde.submit_nachforderung()
    runde.submit_antwort("a", "b")
    eins, _ = (p.id for p in runde.list_punkte())
    with pytest.raises(Fachfehler, match="Setzen Sie eine Frist"):
        runde.record_bewertung({eins: Bewertung(angenommen=False, grund="unscharf")})
    with pytest.raises(Fachfehler, match="warum Sie „Abstandsflächenplan“ zurückgeben"):
        runde.record_bewertung({eins: Bewertung(angenommen=False, grund=" ")}, date(2026, 12, 28))
    with pytest.raises(Fachfehler, match="mindestens einen Punkt"):
        runde.record_bewertung({uuid4(): Bewertung(angenommen=True)})


def test_returning_an_item_takes_no_time_from_the_others(runde: Runde) -> None:
    runde.submit_nachforderung()
    runde.submit_antwort("a")
    eins, _ = (p.id for p in runde.list_punkte())
    zurueck = {eins: Bewertung(angenommen=False, grund="unscharf")}
    frueher = FRIST - timedelta(days=3)
    with pytest.raises(Fachfehler, match=rf"noch bis {FRIST:%d\.%m\.%Y} offen"):
        runde.record_bewertung(zurueck, frueher)
    assert runde.get_nachforderung().frist == FRIST
    runde.record_bewertung(zurueck, FRIST)


def test_a_withdrawal_ends_what_is_demanded(runde: Runde, nimm_auf: Aufnahme) -> None:
    runde.submit_nachforderung()
    referenz = read_schulung("01").get_text("referenzAntragsservice")
    nimm_auf(create_ruecknahme(referenz))
    assert runde.get_vorgang().zustand is Zustand.ZURUECKGENOMMEN
    assert runde.get_nachforderung().stand is Nachforderungsstand.ERLEDIGT
    assert {p.stand.value for p in runde.list_punkte()} == {"entfallen"}


def test_two_tabs_cannot_assess_the_same_answer(runde: Runde) -> None:
    """Accepting one of two items changes the demand, too."""
    runde.submit_nachforderung()
    runde.submit_antwort("a", "b")
    eins, zwei = (p.id for p in runde.list_punkte())
    alt = runde.get_nachforderung().fassung
    runde.record_bewertung({eins: Bewertung(angenommen=True)})
    with pytest.raises(Versionskonflikt):
        runde.record_bewertung({zwei: Bewertung(angenommen=True)}, fassung=alt)


def _verlaengere(runde: Runde, frist: date) -> None:
    alte = runde.get_nachforderung()
    with runde.einheit(runde.krueger) as uow:
        record_verlaengerung(uow, runde.vorgang_id, alte.id, frist, "Krankheit", alte.fassung)


def test_more_time_also_after_the_end(runde: Runde, uhr: FesteUhr) -> None:
    runde.submit_nachforderung()
    uhr.stand = datetime(2026, 12, 23, 9, tzinfo=UTC)
    _verlaengere(runde, date(2027, 1, 8))
    assert runde.get_nachforderung().frist == date(2027, 1, 8)
    assert runde.get_vorgang().frist_ende == date(2027, 1, 8)
    runde.submit_antwort("a", "b")
    assert not runde.get_nachforderung().verspaetet


def test_more_time_is_later_and_only_while_something_is_open(runde: Runde) -> None:
    runde.submit_nachforderung()
    with pytest.raises(Fachfehler, match="später enden"):
        _verlaengere(runde, FRIST - timedelta(days=3))
    runde.submit_antwort("a", "b")
    with pytest.raises(Fachfehler, match="wartet auf keine Antwort"):
        _verlaengere(runde, date(2027, 1, 8))


@pytest.mark.parametrize(
    ("tag", "naechster"),
    [
        (date(2026, 12, 19), "21.12.2026"),  # Saturday
        (date(2026, 12, 25), "28.12.2026"),
        (date(2027, 9, 20), "21.09.2027"),  # a holiday of Thuringia alone
    ],
)
def test_no_period_ends_on_a_day_on_which_none_ends(
    runde: Runde, tag: date, naechster: str
) -> None:
    """§ 31 III VwVfG would move it; both sides shall read the same day."""
    satz = rf"Samstag, Sonntag oder Feiertag.*den {naechster}"
    with pytest.raises(Fachfehler, match=satz):
        runde.submit_nachforderung(frist=tag)
    runde.submit_nachforderung()
    with pytest.raises(Fachfehler, match=satz):
        _verlaengere(runde, tag)
    runde.submit_antwort("a", "b")
    eins, _ = (p.id for p in runde.list_punkte())
    with pytest.raises(Fachfehler, match=satz):
        runde.record_bewertung({eins: Bewertung(angenommen=False, grund="unscharf")}, tag)


def test_in_a_complete_case_a_demand_leaves_state_and_period_alone(runde: Runde) -> None:
    runde.submit_vollstaendigkeit()
    vorher = runde.get_vorgang()
    runde.submit_nachforderung()
    assert runde.get_vorgang().zustand is Zustand.IN_PRUEFUNG
    runde.submit_antwort("a", "b")
    nachher = runde.get_vorgang()
    assert nachher.zustand is Zustand.IN_PRUEFUNG
    assert nachher.frist_ende == vorher.frist_ende


def test_complete_since_a_day_between_receipt_and_today(runde: Runde, uhr: FesteUhr) -> None:
    uhr.stand = datetime(2026, 11, 30, 9, tzinfo=UTC)
    for tag in (date(2026, 11, 22), date(2026, 12, 1)):
        with pytest.raises(Fachfehler, match="zwischen dem Eingang"):
            runde.submit_vollstaendigkeit(tag)
    runde.submit_vollstaendigkeit(date(2026, 11, 30))
    vorgang = runde.get_vorgang()
    assert (vorgang.zustand, vorgang.vollstaendig_am) == (Zustand.IN_PRUEFUNG, date(2026, 11, 30))
    # three months, § 188 II BGB: 28 February 2027 is a Sunday, the next Werktag is Monday
    assert (vorgang.frist_regel, vorgang.frist_ende) == ("entscheidung", date(2027, 3, 1))


def test_without_a_period_in_the_law_none_runs(einheit: Einheit) -> None:
    """§ 66 ThürBO names none (T9)."""
    regulaer = read_schulung("05")
    runde = Runde(einheit, regulaer)
    assert runde.get_vorgang().verfahrensart.value == "baugenehmigung"
    runde.submit_vollstaendigkeit()
    vorgang = runde.get_vorgang()
    assert (vorgang.frist_regel, vorgang.frist_ende) == (None, None)


def test_complete_in_spite_of_open_items_lets_them_fall(runde: Runde) -> None:
    runde.submit_nachforderung()
    runde.submit_antwort("a")
    runde.submit_vollstaendigkeit()
    assert runde.get_nachforderung().stand is Nachforderungsstand.ERLEDIGT
    assert [p.stand for p in runde.list_punkte()] == [Punktstand.ENTFALLEN] * 2
    with runde.einheit() as uow:
        daten = uow.session.scalars(
            select(Ereignisrecord.daten).where(Ereignisrecord.art == "vollstaendig_erklaert")
        ).one()
    assert daten == {"tag": "2026-11-23", "entfallen": 2}


def test_an_answer_after_everything_is_settled_is_refused(runde: Runde) -> None:
    runde.submit_nachforderung()
    alte = runde.get_nachforderung()
    runde.submit_vollstaendigkeit()
    neu = runde.get_nachforderung().fassung
    eins = runde.list_punkte()[0].id
    with pytest.raises(Versionskonflikt), runde.einheit(runde.albrecht) as uow:
        submit_antwort(uow, runde.vorgang_id, alte.id, {eins: "x"}, "", alte.fassung)
    with pytest.raises(Fachfehler, match="nichts mehr offen"), runde.einheit(runde.albrecht) as uow:
        submit_antwort(uow, runde.vorgang_id, alte.id, {eins: "x"}, "", neu)

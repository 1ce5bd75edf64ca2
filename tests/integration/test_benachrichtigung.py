"""Mails from the record to the mail server: once each, and none lost while it is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from bauaufsicht.adapters.fakes.postversand import PostversandSpeicher
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import Auftrag, Benachrichtigung, Konto
from bauaufsicht.db.uow import UnitOfWork, unit_of_work
from bauaufsicht.domain.auftraege import MAX_VERSUCHE, Auftragsart
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import SYSTEM
from bauaufsicht.jobs.arbeiter import request_taegliche, submit_naechsten
from bauaufsicht.services import benachrichtigung
from bauaufsicht.services.benachrichtigung import get_anzahl_wartende, submit_benachrichtigung
from bauaufsicht.services.vorgang import assign_vorgang
from tests.factories import browser
from tests.factories.runde import Runde


@pytest.fixture
def post() -> PostversandSpeicher:
    """A mail server in memory."""
    return PostversandSpeicher()


@pytest.fixture
def ports(ports: Ports, post: PostversandSpeicher) -> Ports:
    """With a mail server."""
    return replace(ports, post=post, basisadresse="https://bau.landkreis.example")


def _work_off(app: Flask, ports: Ports) -> None:
    with app.app_context():
        while submit_naechsten(lambda: unit_of_work(SYSTEM, ports)):
            pass


def test_each_mail_is_handed_over_once(
    runde: Runde, app: Flask, ports: Ports, post: PostversandSpeicher
) -> None:
    runde.submit_nachforderung()
    _work_off(app, ports)
    assert sorted(m[0] for m in post.mails) == [browser.ENTWURFSVERFASSER, browser.ANTRAGSTELLER]
    assert f"https://bau.landkreis.example/vorgaenge/{runde.vorgang_id}" in post.mails[0][2]
    with runde.einheit() as uow:
        alle = uow.session.scalars(select(Benachrichtigung.id)).all()
    for eine in alle:  # a job that runs twice
        assert submit_benachrichtigung(runde.einheit, eine)
    assert len(post.mails) == 2


def test_a_server_that_is_away_loses_no_mail(
    runde: Runde, app: Flask, ports: Ports, post: PostversandSpeicher, uhr: FesteUhr
) -> None:
    post.stoerung = True
    runde.submit_nachforderung()
    _work_off(app, ports)
    with runde.einheit() as uow:
        assert get_anzahl_wartende(uow) == 2
        fehler = uow.session.scalars(
            select(Auftrag.letzter_fehler).where(Auftrag.art == Auftragsart.BENACHRICHTIGUNG_SENDEN)
        ).all()
        uow.session.execute(update(Auftrag).values(faellig_am=uhr.jetzt()))
    assert all("mail server is away" in f for f in fehler)
    post.stoerung = False
    _work_off(app, ports)
    assert len(post.mails) == 2
    with runde.einheit() as uow:
        assert get_anzahl_wartende(uow) == 0


def test_locked_accounts_and_the_actor_get_none(
    runde: Runde, app: Flask, ports: Ports, post: PostversandSpeicher
) -> None:
    with runde.einheit() as uow:
        uow.session.execute(
            update(Konto).where(Konto.email == browser.ANTRAGSTELLER).values(gesperrt=True)
        )
    runde.submit_nachforderung()
    _work_off(app, ports)
    assert [m[0] for m in post.mails] == [browser.ENTWURFSVERFASSER]


def test_who_keeps_the_case_hears_of_the_answer(
    runde: Runde, app: Flask, ports: Ports, post: PostversandSpeicher
) -> None:
    fassung = runde.get_vorgang().fassung
    with runde.einheit(runde.krueger) as uow:
        assign_vorgang(uow, runde.vorgang_id, fassung)
    runde.submit_nachforderung()
    runde.submit_antwort("a", "b")
    _work_off(app, ports)
    assert browser.SACHBEARBEITUNG in {m[0] for m in post.mails}


def test_no_transaction_is_open_while_the_server_answers(
    runde: Runde, app: Flask, ports: Ports, post: PostversandSpeicher
) -> None:
    runde.submit_nachforderung()
    with runde.einheit() as uow:
        eine = uow.session.scalars(select(Benachrichtigung.id)).first()
    assert eine
    offen, beim_senden = [], []

    class Beobachtet(PostversandSpeicher):
        def send_mail(self, an: str, betreff: str, text: str) -> None:
            beim_senden.append(len(offen))
            post.send_mail(an, betreff, text)

    mit_beobachter = replace(ports, post=Beobachtet())

    @contextmanager
    def open_einheit() -> Iterator[UnitOfWork]:
        with app.app_context(), unit_of_work(SYSTEM, mit_beobachter) as uow:
            offen.append(uow)
            yield uow
        offen.remove(uow)

    assert submit_benachrichtigung(open_einheit, eine)
    assert (beim_senden, len(post.mails)) == ([0], 1)


def _count_wartende(runde: Runde) -> int:
    with runde.einheit() as uow:
        return get_anzahl_wartende(uow)


def test_mails_from_before_the_server_are_sent_once_it_is_there(
    runde: Runde, app: Flask, ports: Ports, post: PostversandSpeicher
) -> None:
    ohne = replace(ports, post=None)
    runde.submit_nachforderung()
    _work_off(app, ohne)
    with app.app_context():
        request_taegliche(lambda: unit_of_work(SYSTEM, ohne))
    _work_off(app, ohne)
    assert _count_wartende(runde) == 2
    _work_off(app, ports)
    assert post.mails == []  # nobody has asked yet
    for _ in range(2):  # once each, however often it is asked
        with app.app_context():
            request_taegliche(lambda: unit_of_work(SYSTEM, ports))
        _work_off(app, ports)
        assert (len(post.mails), _count_wartende(runde)) == (2, 0)


def test_mails_that_were_given_up_are_tried_again(
    runde: Runde, app: Flask, ports: Ports, post: PostversandSpeicher, uhr: FesteUhr
) -> None:
    post.stoerung = True
    runde.submit_nachforderung()
    for _ in range(MAX_VERSUCHE):
        _work_off(app, ports)
        uhr.stand += timedelta(hours=1)
    post.stoerung = False
    _work_off(app, ports)
    assert post.mails == []
    with app.app_context():
        request_taegliche(lambda: unit_of_work(SYSTEM, ports))
    _work_off(app, ports)
    assert len(post.mails) == 2


@pytest.mark.parametrize(("hoechstzahl", "tage", "gesendet"), [(1, 1, 1), (1000, 31, 0)])
def test_neither_a_flood_nor_stale_mails_are_sent_later(
    runde: Runde,
    app: Flask,
    ports: Ports,
    post: PostversandSpeicher,
    uhr: FesteUhr,
    monkeypatch: pytest.MonkeyPatch,
    hoechstzahl: int,
    tage: int,
    gesendet: int,
) -> None:
    monkeypatch.setattr(benachrichtigung, "NACHZUSENDEN", hoechstzahl)
    runde.submit_nachforderung()
    _work_off(app, replace(ports, post=None))
    uhr.stand += timedelta(days=tage)
    with app.app_context():
        request_taegliche(lambda: unit_of_work(SYSTEM, ports))
    _work_off(app, ports)
    assert len(post.mails) == gesendet

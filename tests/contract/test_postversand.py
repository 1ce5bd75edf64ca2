"""Mails: what the port promises, from the fake and from the real client."""

from collections.abc import Callable
from email import message_from_bytes, policy

import pytest

from bauaufsicht.adapters.fakes.postversand import PostversandSpeicher
from bauaufsicht.adapters.smtp import SmtpPostversand
from bauaufsicht.domain.ports import Postversand
from tests.plugins.prozess import get_freie_ports
from tests.plugins.smtp import SmtpServer

BETREFF = "Neues im Vorgang AP-2026-00012"
TEXT = "Guten Tag,\n\nim Vorgang gibt es Neues für Sie.\n.\nEin Punkt allein bleibt einer.\n"
Mails = Callable[[], list[tuple[str, str, str]]]


def _create_smtp(port: int) -> SmtpPostversand:
    return SmtpPostversand("127.0.0.1", port, "bauaufsicht@landkreis.example", tls="nein")


@pytest.fixture(params=["fake", "smtp"])
def post(request: pytest.FixtureRequest) -> tuple[Postversand, Mails]:
    """A sender, and what arrived."""
    if request.param == "fake":
        fake = PostversandSpeicher()
        return fake, lambda: fake.mails
    server: SmtpServer = request.getfixturevalue("smtp_server")

    def list_mails() -> list[tuple[str, str, str]]:
        gelesen = [(an, message_from_bytes(roh, policy=policy.default)) for an, roh in server.mails]
        return [
            (an[0], str(m["Subject"]), str(m.get_content()).replace("\r\n", "\n"))  # type: ignore[attr-defined]
            for an, m in gelesen
        ]

    return _create_smtp(server.port), list_mails


def test_a_mail_arrives_as_it_was_written(post: tuple[Postversand, Mails]) -> None:
    versand, list_mails = post
    versand.send_mail("m.seifert@post.example", BETREFF, TEXT)
    assert list_mails() == [("m.seifert@post.example", BETREFF, TEXT)]


def test_a_server_that_is_away_is_an_os_error() -> None:
    fake = PostversandSpeicher()
    fake.stoerung = True
    for versand in (fake, _create_smtp(get_freie_ports(1)[0])):
        with pytest.raises(OSError):  # noqa: PT011 (the promise of the port)
            versand.send_mail("m.seifert@post.example", BETREFF, TEXT)


def test_a_refused_recipient_is_an_os_error(smtp_server: SmtpServer) -> None:
    smtp_server.lehnt_ab = True
    with pytest.raises(OSError):  # noqa: PT011 (the promise of the port)
        _create_smtp(smtp_server.port).send_mail("x@y.example", BETREFF, TEXT)
    assert smtp_server.mails == []


def test_robots_are_told_not_to_answer(smtp_server: SmtpServer) -> None:
    _create_smtp(smtp_server.port).send_mail("x@y.example", BETREFF, TEXT)
    mail = message_from_bytes(smtp_server.mails[0][1])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"] == "bauaufsicht@landkreis.example"


def test_no_line_break_of_a_subject_becomes_a_header(smtp_server: SmtpServer) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        _create_smtp(smtp_server.port).send_mail("x@y.example", "Neues\r\nBcc: z@y.example", TEXT)

"""The ban on connections in unit tests holds."""

import socket
import sqlite3

import pytest
from sqlalchemy import create_engine

VERBOT = "unit tests use no socket and no database"


def test_a_socket_cannot_connect() -> None:
    with socket.socket() as einer, pytest.raises(AssertionError, match=VERBOT):
        einer.connect(("127.0.0.1", 9))


def test_a_socket_cannot_listen() -> None:
    with socket.socket() as einer, pytest.raises(AssertionError, match=VERBOT):
        einer.bind(("127.0.0.1", 0))


def test_no_name_is_resolved() -> None:
    with pytest.raises(AssertionError, match=VERBOT):
        socket.create_connection(("localhost", 9))


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://app@/x?host=/nirgends"])
def test_sqlalchemy_cannot_connect(url: str) -> None:
    with pytest.raises(AssertionError, match=VERBOT):
        create_engine(url).connect()


def test_sqlite_cannot_be_opened() -> None:
    with pytest.raises(AssertionError, match=VERBOT):
        sqlite3.connect(":memory:")

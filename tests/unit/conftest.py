"""Unit tests touch neither network nor database: both raise."""

import socket
import sqlite3
from typing import NoReturn

import pytest
from sqlalchemy.engine import Engine


@pytest.fixture(autouse=True)
def _keine_verbindungen(monkeypatch: pytest.MonkeyPatch) -> None:
    def verbiete(*_args: object, **_kwargs: object) -> NoReturn:
        raise AssertionError("unit tests use no socket and no database")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, verbiete)
    monkeypatch.setattr(socket, "getaddrinfo", verbiete)
    # Every connection of SQLAlchemy begins here; the sockets of libpq are not Python's.
    monkeypatch.setattr(Engine, "raw_connection", verbiete)
    monkeypatch.setattr(sqlite3, "connect", verbiete)

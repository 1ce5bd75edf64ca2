"""Rules for every route: it names its right, its parameters are typed, reading changes nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.api import v1
from bauaufsicht.domain.rechte import Aktion
from tests.conftest import JETZT, create_config, create_ports, open_app

OHNE_RECHT = {"static"}
# pages for everybody, without an object that could be counted up
OHNE_OBJEKT = {"hilfe.handbuch"}
# what a view must not call unless its route is a POST: everything that opens a unit of work
SCHREIBEND = {
    "unit_of_work", "submit_lieferung", "submit_hochladung", "close_fassung", "login_user",
    "logout_user",
}  # fmt: skip
# a first retrieval is recorded, of a reply and of a decision; a preview is set as what is issued
# and writes nothing; a log-in is asked for, not done, by GET
LESEND_MIT_EINHEIT = {
    *("api.ausgaenge", "api.ausgang", "api.anlage"),
    *("bescheid.datei", "bescheid.vorschau"),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, schemata_ohne: Schemata) -> Iterator[Flask]:
    """An application whose database is never opened."""
    ordner = tmp_path_factory.mktemp("routen")
    uhr = FesteUhr(JETZT)
    ports = create_ports(uhr, AblageSpeicher(uhr), schemata_ohne)
    with open_app(create_config(ordner, f"sqlite:///{ordner / 'leer.db'}"), ports) as app:
        yield app


def _list_regeln(app: Flask) -> list[Rule]:
    return [r for r in app.url_map.iter_rules() if r.endpoint not in OHNE_RECHT]


def test_every_view_of_the_pages_names_its_right(app: Flask) -> None:
    ohne = [
        regel.endpoint
        for regel in _list_regeln(app)
        if not regel.endpoint.startswith("api.")
        and not isinstance(getattr(app.view_functions[regel.endpoint], "aktion", None), Aktion)
    ]
    assert ohne == []


def test_every_endpoint_of_the_interface_is_in_its_table_of_rights(app: Flask) -> None:
    da = {r.endpoint for r in _list_regeln(app) if r.endpoint.startswith("api.")}
    assert da == set(v1.AKTIONEN)
    assert all(isinstance(aktion, Aktion) for aktion in v1.AKTIONEN.values())


def test_every_route_belongs_to_a_blueprint(app: Flask) -> None:
    bereiche = {*app.blueprints, "static"}
    assert {r.endpoint.split(".")[0] for r in app.url_map.iter_rules()} == bereiche


def test_every_parameter_of_an_address_is_a_uuid(app: Flask) -> None:
    """A number could be counted up, a text could be anything; only what all may read has others."""
    andere = [
        regel.rule
        for regel in _list_regeln(app)
        if getattr(app.view_functions[regel.endpoint], "aktion", None) is not Aktion.SEITE_LESEN
        for umwandler in regel._converters.values()
        if type(umwandler).__name__ != "UUIDConverter" and regel.endpoint not in OHNE_OBJEKT
    ]
    assert andere == []
    assert any(regel.arguments for regel in _list_regeln(app))


def test_every_route_reads_or_writes_never_both(app: Flask) -> None:
    for regel in _list_regeln(app):
        eigene = set(regel.methods or ()) - {"HEAD", "OPTIONS"}
        assert eigene in ({"GET"}, {"POST"}), regel.rule


def test_no_get_changes_a_state(app: Flask) -> None:
    """A view for GET opens no unit of work, directly or through a function beside it."""
    schreibende = []
    for regel in _list_regeln(app):
        if "GET" in (regel.methods or ()) and regel.endpoint not in LESEND_MIT_EINHEIT:
            gerufen = _list_gerufene(app.view_functions[regel.endpoint])
            if gerufen & SCHREIBEND:
                schreibende.append((regel.endpoint, gerufen & SCHREIBEND))
    assert schreibende == []


def test_every_post_of_the_pages_does_write(app: Flask) -> None:
    """The other way round: what only reads is a GET, so that it can be linked and reloaded."""
    for regel in _list_regeln(app):
        if "POST" in (regel.methods or ()):
            view = app.view_functions[regel.endpoint]
            assert _list_gerufene(view) & SCHREIBEND, regel.endpoint


def _list_gerufene(view: object) -> set[str]:
    """Names called by a view and by the functions of its module that it calls."""
    code = getattr(view, "__code__")  # noqa: B009
    baum = ast.parse(Path(code.co_filename).read_text("utf-8"))
    funktionen = {f.name: f for f in ast.walk(baum) if isinstance(f, ast.FunctionDef)}
    gesehen: set[str] = set()
    offen = [getattr(view, "__name__")]  # noqa: B009
    while offen:
        name = offen.pop()
        for ruf in (k for k in ast.walk(funktionen[name]) if isinstance(k, ast.Call)):
            gerufen = getattr(ruf.func, "id", "") or getattr(ruf.func, "attr", "")
            if gerufen and gerufen not in gesehen:
                gesehen.add(gerufen)
                if gerufen in funktionen:
                    offen.append(gerufen)
    return gesehen

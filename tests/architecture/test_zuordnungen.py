"""Lists that must keep step: events and templates, jobs and functions, classes and terms."""

import ast
import inspect
from collections.abc import Iterator

import pytest
from jinja2 import Environment, nodes

from bauaufsicht.db.base import Base
from bauaufsicht.domain.auftraege import FOLGEAUFTRAEGE, Auftragsart
from bauaufsicht.domain.ereignisse import EREIGNISSE
from bauaufsicht.domain.glossar import KLASSEN
from bauaufsicht.jobs.funktionen import FUNKTIONEN
from tests.architecture.quellen import (
    WURZEL,
    format_name,
    list_python,
    read_baum,
    read_text,
)

VERLAUF = WURZEL / "templates" / "verlauf"
# draws the timeline and includes the template of each event
RAHMEN = {"eintraege"}


def test_every_event_has_a_template_and_every_template_an_event() -> None:
    vorlagen = {pfad.stem for pfad in VERLAUF.glob("*.html")}
    assert vorlagen - RAHMEN == set(EREIGNISSE)


@pytest.mark.parametrize("art", EREIGNISSE)
def test_the_template_of_an_event_says_something(art: str) -> None:
    baum = Environment(autoescape=True).parse(read_text(VERLAUF / f"{art}.html"))
    texte = "".join(teil.data for teil in baum.find_all(nodes.TemplateData))
    assert any(zeichen.isalpha() for zeichen in texte)


def test_a_record_names_its_columns_as_the_database_does() -> None:
    """`UnitOfWork.insert` writes what a record holds under the names of its attributes."""
    for mapper in Base.registry.mappers:
        for attribut in mapper.column_attrs:
            assert [s.name for s in attribut.columns] == [attribut.key], mapper


def test_every_kind_of_job_has_a_function_of_its_own() -> None:
    assert set(FUNKTIONEN) == set(Auftragsart)
    assert len(set(FUNKTIONEN.values())) == len(FUNKTIONEN)


def list_angeforderte() -> set[str]:
    """Kinds of jobs that some line asks for, or that follow from an event."""
    folgende = {art.name for arten in FOLGEAUFTRAEGE.values() for art in arten}
    quellen = _genannte("bauaufsicht/services", "bauaufsicht/jobs/arbeiter.py", "bauaufsicht/cli")
    return folgende | set(quellen)


def _genannte(*ordner: str) -> Iterator[str]:
    for pfad in list_python(*ordner):
        for knoten in ast.walk(read_baum(pfad)):
            match knoten:
                case ast.Attribute(value=ast.Name(id="Auftragsart"), attr=name):
                    yield name


def test_every_kind_of_job_is_asked_for_somewhere() -> None:
    assert {art.name for art in Auftragsart} == list_angeforderte()


def test_a_job_takes_a_unit_of_work_and_its_payload() -> None:
    for funktion in FUNKTIONEN.values():
        assert list(inspect.signature(funktion).parameters) == ["einheit", "nutzlast"]


def list_klassen(baum: ast.Module) -> Iterator[str]:
    """Public classes of a module."""
    for knoten in baum.body:
        if isinstance(knoten, ast.ClassDef) and not knoten.name.startswith("_"):
            yield knoten.name


def test_every_public_class_of_the_domain_is_in_the_glossary() -> None:
    klassen = {
        name: format_name(pfad)
        for pfad in list_python("bauaufsicht/domain")
        for name in list_klassen(read_baum(pfad))
    }
    assert {n: ort for n, ort in klassen.items() if n not in KLASSEN} == {}
    assert set(KLASSEN) - set(klassen) == set(), "terms for classes that are gone"


def test_a_class_is_seen() -> None:
    baum = ast.parse("class Vorgang: ...\nclass _Innen: ...\nclass Zustand(StrEnum): ...")
    assert list(list_klassen(baum)) == ["Vorgang", "Zustand"]

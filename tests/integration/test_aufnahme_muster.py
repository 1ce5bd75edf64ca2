"""The shared sample messages through the real intake: facts of the result and of the database."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bauaufsicht.db.models import Ausgang, Eingang, Vorgang
from bauaufsicht.db.queries.fakten import get_fakten, get_vorgang_id
from bauaufsicht.domain.eingang import Eingangsergebnis
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import read_manifest, read_muster

KENNUNGEN = [f"dev-{n:02d}" for n in range(1, 13)]
AUSGANG = {"accept": Eingangsergebnis.ANGELEGT, "accept_as_followup": Eingangsergebnis.ZUGEORDNET}
MIT_UND_OHNE_SCHEMATA = pytest.mark.parametrize("schemata", ["amtlich", "ohne"], indirect=True)


@MIT_UND_OHNE_SCHEMATA
@pytest.mark.parametrize("kennung", KENNUNGEN)
def test_sample_gives_the_facts_of_the_manifest(
    kennung: str, xbau_daten: Path, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    eintrag = read_manifest(xbau_daten)[kennung]
    if eintrag["expected"] == "accept_as_followup":
        nimm_auf(read_muster(xbau_daten, "dev-02"))
    ergebnis = nimm_auf(read_muster(xbau_daten, kennung))
    erwartet, _, kennzahl = eintrag["expected"].partition(":")
    assert ergebnis.ergebnis == AUSGANG.get(erwartet, Eingangsergebnis.ZURUECKGEWIESEN)
    assert (ergebnis.fehlerkennzahl or "") == kennzahl
    fakten = eintrag["facts"]
    assert {name: ergebnis.fakten[name] for name in fakten} == fakten
    if ergebnis.ergebnis is Eingangsergebnis.ANGELEGT:
        with einheit() as uow:
            vorgang_id = get_vorgang_id(uow.session, ergebnis.aktenzeichen or "")
            assert vorgang_id == ergebnis.vorgang_id
            gespeichert = get_fakten(uow.session, vorgang_id)
        assert gespeichert == ergebnis.fakten
        assert {name: gespeichert[name] for name in fakten} == fakten


@MIT_UND_OHNE_SCHEMATA
def test_all_samples_in_a_row(
    xbau_daten: Path,
    nimm_auf: Aufnahme,
    einheit: Einheit,
    request: pytest.FixtureRequest,
) -> None:
    mit_schema = request.node.callspec.params["schemata"] == "amtlich"
    for kennung in KENNUNGEN:
        nimm_auf(read_muster(xbau_daten, kennung))
    with einheit() as uow:
        anzahl = uow.session.scalar(select(func.count()).select_from(Vorgang))
        geprueft = uow.session.scalars(
            select(Eingang.schema_geprueft).where(Eingang.version != "2.9")
        ).all()
        gueltig = uow.session.execute(
            select(Ausgang.nummer, Ausgang.version, Ausgang.gueltig).order_by(Ausgang.nummer)
        ).all()
    assert anzahl == 8
    assert geprueft == [mit_schema] * 11
    # dev-12 names a version that nobody speaks: it is answered in the newest one
    assert [n for n, _, _ in gueltig] == ["1100"] * 2 + ["1120"] * 9 + ["1121"] * 8 + ["1131"]
    assert {v for _, v, _ in gueltig} == {"2.6", "2.5", "2.4.0.1"}
    assert {g for _, _, g in gueltig} == {True if mit_schema else None}

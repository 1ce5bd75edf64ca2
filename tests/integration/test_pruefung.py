"""Checking a case: parcels are matched after the intake, what the clerk states is checked anew."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import shapely
from sqlalchemy import Delete, Update, delete, select, update

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import (
    Ereignisrecord,
    Pruefungslauf,
    Pruefvorgabe,
    Vorgang,
    Vorgangsflurstueck,
    Vorgangsgeometrie,
)
from bauaufsicht.db.queries.pruefung import Lauf, get_grundriss, get_letzter_lauf
from bauaufsicht.db.queries.verlauf import list_ereignisse
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.ereignisse import AntragEingegangen, Seite, format_kanonisch
from bauaufsicht.domain.fehler import Fachfehler, NichtErlaubt, NichtSichtbar, Versionskonflikt
from bauaufsicht.domain.pruefung import Ergebnis, Pruefergebnis, Pruefungsanlass
from bauaufsicht.domain.rechte import SYSTEM, Akteur, Kontext
from bauaufsicht.domain.umriss import Umrissquelle, read_koordinaten
from bauaufsicht.jobs.arbeiter import submit_naechsten
from bauaufsicht.schulung import get_katasterdatei
from bauaufsicht.services import pruefung as dienste
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.kataster import Katasterangaben, import_kataster
from tests.conftest import Aufnahme, Einheit
from tests.factories import browser
from tests.factories.flurstuecke import RECHT, create_feature, create_rechteck, write_geojson
from tests.factories.lieferung import Probe, create_ruecknahme, read_schulung
from tests.factories.welt import get_akteur

SCHULUNG = Katasterangaben("Schulung", date(2026, 10, 1))
HAUS = "660918,03 5640870,39\n660929,47 5640871,59\n660928,47 5640881,04\n660917,04 5640879,83"
Pruefen = Callable[..., UUID]


@pytest.fixture
def kataster(einheit: Einheit) -> None:
    """The training parcels are loaded."""
    import_kataster(einheit, get_katasterdatei(), SCHULUNG, lambda _anzahl, _anteil: None)


@pytest.fixture
def pruefe(nimm_auf: Aufnahme, einheit: Einheit) -> Pruefen:
    """Takes an application in and lets the worker do what follows."""

    def run(probe: Probe) -> UUID:
        vorgang_id = nimm_auf(probe).vorgang_id
        assert vorgang_id is not None
        work(einheit)
        return vorgang_id

    return run


def work(einheit: Einheit) -> None:
    """Do all jobs."""
    while submit_naechsten(einheit):
        pass


def _get_lauf(einheit: Einheit, vorgang_id: UUID) -> Lauf:
    with einheit() as uow:
        lauf = get_letzter_lauf(uow.session, vorgang_id)
    assert lauf is not None
    return lauf


def _get(einheit: Einheit, vorgang_id: UUID, kennung: str) -> Pruefergebnis:
    return next(e for e in _get_lauf(einheit, vorgang_id).ergebnisse if e.kennung == kennung)


def _get_fassung(uow: UnitOfWork, vorgang_id: UUID) -> int:
    return uow.session.get_one(Vorgang, vorgang_id).fassung


def _sachbearbeitung(einheit: Einheit) -> Akteur:
    return get_akteur(einheit, browser.SACHBEARBEITUNG)


def _record(einheit: Einheit, vorgang_id: UUID, text: str = HAUS) -> None:
    umriss = read_koordinaten(text, RECHT.lagebereich)
    with einheit(_sachbearbeitung(einheit)) as uow:
        fassung = _get_fassung(uow, vorgang_id)
        dienste.record_umriss(uow, vorgang_id, Umrissquelle.KOORDINATEN, umriss, text, fassung)


@pytest.mark.usefixtures("kataster")
def test_the_first_training_case_is_checked_after_its_intake(
    pruefe: Pruefen, einheit: Einheit
) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    lauf = _get_lauf(einheit, vorgang_id)
    assert {e.kennung: e.ergebnis.value for e in lauf.ergebnisse} == {
        "flurstuecke": "erfuellt",
        "bezirk": "erfuellt",
        "flaeche": "erfuellt",
        "zusammenhang": "erfuellt",
        "umriss": "erfuellt",
        "abstand": "nicht_pruefbar",  # the carport stands at the boundary
        "grz": "nicht_pruefbar",  # no limit is known
        "nachbarn": "festgestellt",
        "weitere_vorgaenge": "festgestellt",
    }
    assert lauf.anlass is Pruefungsanlass.EINGANG
    assert lauf.datenstand == SCHULUNG.datenstand
    with einheit() as uow:
        (flurstueck,) = uow.session.scalars(select(Vorgangsflurstueck))
        geometrie = uow.session.scalars(select(Vorgangsgeometrie)).one()
    assert flurstueck.kennzeichen == "169001005002120004__"
    assert geometrie.quelle is Umrissquelle.ANTRAG
    assert geometrie.konto_id is None
    assert len(shapely.from_wkb(geometrie.geometrie).geoms) == 2


@pytest.mark.usefixtures("kataster")
def test_the_training_case_whose_coordinates_reach_beyond_its_plot(
    pruefe: Pruefen, einheit: Einheit
) -> None:
    vorgang_id = pruefe(read_schulung("05"))
    ergebnis = _get(einheit, vorgang_id, "umriss")
    assert ergebnis.ergebnis is Ergebnis.NICHT_ERFUELLT
    assert ergebnis.gemessen == pytest.approx(0.416, abs=0.005)
    arten = {f["properties"]["art"] for f in _get_lauf(einheit, vorgang_id).karte["features"]}
    assert "ueberstand" in arten


@pytest.mark.usefixtures("kataster")
@pytest.mark.parametrize("nummer", ["02", "03", "04", "06", "07", "08", "09", "10", "13"])
def test_every_training_plot_is_found_and_fits(
    nummer: str, pruefe: Pruefen, einheit: Einheit
) -> None:
    vorgang_id = pruefe(read_schulung(nummer))
    lauf = {e.kennung: e.ergebnis for e in _get_lauf(einheit, vorgang_id).ergebnisse}
    erwartet = Ergebnis.NICHT_PRUEFBAR if nummer == "06" else Ergebnis.ERFUELLT  # states no area
    assert lauf["flurstuecke"] is lauf["bezirk"] is lauf["zusammenhang"] is Ergebnis.ERFUELLT
    assert lauf["flaeche"] is erwartet
    assert lauf["umriss"] is Ergebnis.NICHT_PRUEFBAR
    assert lauf["nachbarn"] is Ergebnis.FESTGESTELLT


def test_without_a_cadastre_nothing_is_claimed(pruefe: Pruefen, einheit: Einheit) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    for ergebnis in _get_lauf(einheit, vorgang_id).ergebnisse:
        assert ergebnis.ergebnis is Ergebnis.NICHT_PRUEFBAR, ergebnis.kennung
    assert "keine Katasterdaten" in _get(einheit, vorgang_id, "flurstuecke").einzelwerte[0].text


@pytest.mark.usefixtures("kataster")
@pytest.mark.parametrize(
    ("aendern", "stand", "worte"),
    [
        (("<xbau:zaehler>212<", "<xbau:zaehler>999<"), Ergebnis.NICHT_ERFUELLT, "kein Flurstück"),
        (("<xbau:zaehler>212<", "<xbau:zaehler>212-215<"), Ergebnis.NICHT_PRUEFBAR, "einzeln"),
        ((">Bad Berka</xbau:bezeichnung>", ">Nirgends</xbau:bezeichnung>"),
         Ergebnis.NICHT_PRUEFBAR, "keine Katasterdaten"),
    ],
)  # fmt: skip
def test_parcels_that_are_not_found(
    aendern: tuple[str, str], stand: Ergebnis, worte: str, pruefe: Pruefen, einheit: Einheit
) -> None:
    probe = read_schulung("01")
    if aendern[0] not in probe.inhalt.decode():
        aendern = (aendern[0].replace("xbau:", ""), aendern[1].replace("xbau:", ""))
    assert aendern[0] in probe.inhalt.decode(), "the sample is written differently"
    vorgang_id = pruefe(probe.replace(aendern))
    ergebnis = _get(einheit, vorgang_id, "flurstuecke")
    assert ergebnis.ergebnis is stand
    assert worte in ergebnis.einzelwerte[0].text


def _set_flurstueck(einheit: Einheit, vorgang_id: UUID, **werte: Any) -> Pruefergebnis:
    """Change what the application says of its parcel, and check again."""
    with einheit() as uow:
        for flurstueck in uow.session.scalars(
            select(Vorgangsflurstueck).where(Vorgangsflurstueck.vorgang_id == vorgang_id)
        ):
            for name, wert in werte.items():
                setattr(flurstueck, name, wert)
    with einheit(_sachbearbeitung(einheit)) as uow:
        dienste.check_erneut(uow, vorgang_id, _get_fassung(uow, vorgang_id))
    return _get(einheit, vorgang_id, "flurstuecke")


@pytest.mark.usefixtures("kataster")
@pytest.mark.parametrize(
    ("werte", "ergebnis"),
    [
        ({"gemarkung": "BAD  BERKA", "zaehler": "Flst. 212/4", "nenner": None}, "erfuellt"),
        ({"gemarkung": None, "gemarkung_nummer": "9001"}, "erfuellt"),
        ({"gemarkung": None, "gemarkung_nummer": "169001"}, "erfuellt"),
        ({"flur": "Flur 005", "nenner": "0004"}, "erfuellt"),
        ({"gemarkung": None}, "nicht_pruefbar"),
        ({"flur": None}, "nicht_erfuellt"),
        ({"gemarkung": "Weimar"}, "nicht_pruefbar"),  # a Gemarkung of another authority
    ],
)
def test_what_an_application_may_write(
    werte: dict[str, Any], ergebnis: str, pruefe: Pruefen, einheit: Einheit
) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    assert _set_flurstueck(einheit, vorgang_id, **werte).ergebnis.value == ergebnis


@pytest.mark.usefixtures("kataster")
def test_a_parcel_of_another_district_is_outside(pruefe: Pruefen, einheit: Einheit) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    weimar = {"gemarkung_nummer": "169010", "flur": "38", "zaehler": "512", "nenner": "2"}
    _set_flurstueck(einheit, vorgang_id, **weimar)
    assert _get(einheit, vorgang_id, "bezirk").ergebnis is Ergebnis.NICHT_ERFUELLT


@pytest.mark.usefixtures("kataster")
def test_a_name_that_two_gemarkungen_of_the_district_have_is_ambiguous(
    tmp_path: Path, pruefe: Pruefen, einheit: Einheit
) -> None:
    """In the Gemeinde of the case the name is clear; without a Gemeinde it is not."""
    zwilling = create_feature(
        "169020005002120004__", create_rechteck(500, 0, 524, 32), gmdschl="16071001"
    )
    import_kataster(
        einheit,
        write_geojson(tmp_path / "a.json", [zwilling]),
        Katasterangaben("Zwilling", date(2026, 10, 1)),
        lambda _anzahl, _anteil: None,
    )
    vorgang_id = pruefe(read_schulung("01"))
    assert _get(einheit, vorgang_id, "flurstuecke").ergebnis is Ergebnis.ERFUELLT
    with einheit() as uow:
        uow.session.get_one(Vorgang, vorgang_id).gemeinde_ags = None
    ergebnis = _set_flurstueck(einheit, vorgang_id)
    assert ergebnis.ergebnis is Ergebnis.NICHT_PRUEFBAR
    assert "Mehrere Gemarkungen" in ergebnis.einzelwerte[0].text


@pytest.mark.usefixtures("kataster")
def test_a_parcel_that_retired_is_named_as_such(
    tmp_path: Path, pruefe: Pruefen, einheit: Einheit
) -> None:
    inhalt = json.loads(get_katasterdatei().read_text("utf-8"))
    inhalt["features"] = [
        f for f in inhalt["features"] if f["properties"]["flstkennz"] != "169001005002120004__"
    ]
    datei = tmp_path / "neu.json"
    datei.write_text(json.dumps(inhalt), "utf-8")
    import_kataster(einheit, datei, SCHULUNG, lambda _anzahl, _anteil: None)
    vorgang_id = pruefe(read_schulung("01"))
    ergebnis = _get(einheit, vorgang_id, "flurstuecke")
    assert ergebnis.ergebnis is Ergebnis.NICHT_ERFUELLT
    assert "früher" in ergebnis.einzelwerte[0].text


# What the clerk states


@pytest.mark.usefixtures("kataster")
def test_a_footprint_of_the_clerk_is_checked_at_once_and_stays(
    pruefe: Pruefen, einheit: Einheit
) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    _record(einheit, vorgang_id)
    lauf = _get_lauf(einheit, vorgang_id)
    assert (lauf.nummer, lauf.anlass) == (2, Pruefungsanlass.GRUNDRISS)
    assert lauf.wer == "Frau Krüger"
    assert _get(einheit, vorgang_id, "abstand").ergebnis is Ergebnis.ERFUELLT  # no carport
    with einheit() as uow:
        grundriss = get_grundriss(uow.session, vorgang_id)
        nummern = uow.session.scalars(
            select(Vorgangsgeometrie.nummer).order_by(Vorgangsgeometrie.nummer)
        ).all()
    assert grundriss is not None
    assert (grundriss.quelle, grundriss.eingabe) == (Umrissquelle.KOORDINATEN, HAUS)
    assert nummern == [1, 2]  # the former one stays


@pytest.mark.usefixtures("kataster")
def test_a_changed_application_replaces_its_own_footprint_not_the_clerks(
    pruefe: Pruefen, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    """0202 brings a new position; who had corrected the footprint keeps the correction."""
    erster = pruefe(read_schulung("01"))
    _record(einheit, erster)
    nimm_auf(read_schulung("11"))
    work(einheit)
    with einheit() as uow:
        grundriss = get_grundriss(uow.session, erster)
        laeufe = uow.session.scalars(select(Pruefungslauf.anlass)).all()
    assert grundriss is not None
    assert grundriss.quelle is Umrissquelle.KOORDINATEN
    assert laeufe.count(Pruefungsanlass.EINGANG) == 2


@pytest.mark.usefixtures("kataster")
def test_the_highest_grz_is_compared(pruefe: Pruefen, einheit: Einheit) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    for grz, erwartet in (
        (Decimal("0.3"), Ergebnis.ERFUELLT),
        (Decimal("0.1"), Ergebnis.NICHT_ERFUELLT),
        (None, Ergebnis.NICHT_PRUEFBAR),
    ):
        with einheit(_sachbearbeitung(einheit)) as uow:
            fassung = _get_fassung(uow, vorgang_id)
            dienste.record_vorgabe(uow, vorgang_id, grz, "Bebauungsplan 7", fassung)
        ergebnis = _get(einheit, vorgang_id, "grz")
        assert ergebnis.ergebnis is erwartet
    with einheit() as uow:
        vorgaben = uow.session.scalars(select(Pruefvorgabe).order_by(Pruefvorgabe.nummer)).all()
    assert [(v.nummer, v.grz_hoechstens) for v in vorgaben] == [
        (1, Decimal("0.300")), (2, Decimal("0.100")), (3, None),
    ]  # fmt: skip


@pytest.mark.parametrize("grz", [Decimal(0), Decimal(-1), Decimal(10)])
def test_a_grz_that_cannot_be_is_refused(grz: Decimal, pruefe: Pruefen, einheit: Einheit) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    with pytest.raises(Fachfehler, match="größer als 0"), einheit(_sachbearbeitung(einheit)) as uow:
        dienste.record_vorgabe(uow, vorgang_id, grz, "x", _get_fassung(uow, vorgang_id))


def test_a_limit_that_the_application_states_counts_without_the_clerk(
    pruefe: Pruefen, einheit: Einheit, kataster: None
) -> None:
    geplant = "<xbau:grundflaechenzahlGeplant>"
    probe = read_schulung("01").replace(
        (geplant, f"<xbau:grundflaechenzahlSoll>0.40</xbau:grundflaechenzahlSoll>{geplant}")
    )
    ergebnis = _get(einheit, pruefe(probe), "grz")
    assert ergebnis.ergebnis is Ergebnis.ERFUELLT
    assert any("laut Antrag" in s for s in ergebnis.schritte)


# Evidence


@pytest.mark.usefixtures("kataster")
def test_what_was_measured_is_kept_with_its_hash(pruefe: Pruefen, einheit: Einheit) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    with einheit() as uow:
        lauf = uow.session.scalars(select(Pruefungslauf)).one()
        geometrie = uow.session.scalars(select(Vorgangsgeometrie)).one()
        ereignisse = list_ereignisse(uow.session, vorgang_id, Kontext(SYSTEM))
    inhalt = {"ergebnisse": lauf.ergebnisse, "karte": lauf.karte}
    assert lauf.pruefwert == sha256(format_kanonisch(inhalt)).hexdigest()
    assert geometrie.pruefwert == sha256(geometrie.geometrie).hexdigest()
    assert lauf.vorgangsgeometrie_id == geometrie.id
    daten = {e.art: e.daten for e in ereignisse}
    assert daten["flurstuecke_geprueft"]["pruefwert"] == lauf.pruefwert
    assert daten["grundriss_festgelegt"]["pruefwert"] == geometrie.pruefwert
    assert daten["flurstuecke_geprueft"]["gefunden"] == 1


def test_the_events_of_the_checks_are_for_the_authority_only() -> None:
    from bauaufsicht.domain import ereignisse  # noqa: PLC0415

    for art in ("flurstuecke_geprueft", "grundriss_festgelegt", "pruefvorgabe_festgelegt"):
        assert ereignisse.EREIGNISSE[art].seiten == {Seite.BEHOERDE}


@pytest.mark.usefixtures("kataster")
def test_the_job_may_run_more_than_once(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    vorgang_id = nimm_auf(read_schulung("01")).vorgang_id
    assert vorgang_id is not None
    with einheit() as uow:
        vorher = _get_fassung(uow, vorgang_id)
        ereignis_id = uow.session.scalars(
            select(Ereignisrecord.id).where(
                Ereignisrecord.vorgang_id == vorgang_id,
                Ereignisrecord.art == AntragEingegangen.art,
            )
        ).one()
    work(einheit)
    with einheit() as uow:
        dienste.check_nach_eingang(uow, ereignis_id)
    with einheit() as uow:
        assert len(uow.session.scalars(select(Vorgangsgeometrie)).all()) == 1
        assert len(uow.session.scalars(select(Pruefungslauf)).all()) == 1
        # what a clerk fills in meanwhile does not become stale
        assert _get_fassung(uow, vorgang_id) == vorher


def test_a_withdrawn_case_is_not_checked(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    probe = read_schulung("03")
    nimm_auf(probe)
    nimm_auf(create_ruecknahme(probe.get_text("referenzAntragsservice")))
    work(einheit)
    with einheit() as uow:
        assert uow.session.scalars(select(Pruefungslauf)).all() == []


def test_a_footprint_in_degrees_is_told_not_taken(pruefe: Pruefen, einheit: Einheit) -> None:
    probe = read_schulung("01")
    anfang = probe.inhalt.decode().index("<gml:posList")
    text = probe.inhalt.decode()[anfang:].split(">", 1)[1].split("<", 1)[0]
    vorgang_id = pruefe(probe.replace((text, "11.1 50.9 11.2 50.9 11.2 51.0 11.1 50.9")))
    ergebnis = _get(einheit, vorgang_id, "umriss")
    assert ergebnis.ergebnis is Ergebnis.NICHT_PRUEFBAR
    assert "Grad" in ergebnis.satz


# Other cases, and who may


@pytest.mark.usefixtures("kataster")
def test_other_cases_of_the_same_authority_are_listed_never_those_of_another(
    nimm_auf: Aufnahme, pruefe: Pruefen, einheit: Einheit
) -> None:
    """The same plot twice at A; the third one is moved to B and must not be named."""
    erster = pruefe(read_schulung("01").with_uuid("eins").with_referenz("eins"))
    zweiter = pruefe(read_schulung("01").with_uuid("zwei").with_referenz("zwei"))
    dritter = pruefe(read_schulung("01").with_uuid("drei").with_referenz("drei"))
    fremd = pruefe(read_schulung("10"))
    with einheit() as uow:
        behoerde_b = uow.session.get_one(Vorgang, fremd).behoerde_id
        az = {v: uow.session.get_one(Vorgang, v).aktenzeichen for v in (erster, zweiter, dritter)}
        uow.session.get_one(Vorgang, dritter).behoerde_id = behoerde_b
        uow.session.get_one(Vorgang, dritter).nummer = 4711
    with einheit(_sachbearbeitung(einheit)) as uow:
        dienste.check_erneut(uow, erster, _get_fassung(uow, erster))
    namen = [e.name for e in _get(einheit, erster, "weitere_vorgaenge").einzelwerte]
    assert [n.split()[0] for n in namen] == [az[zweiter]]
    gespeichert = json.dumps([e.format_json() for e in _get_lauf(einheit, erster).ergebnisse])
    assert az[dritter] not in gespeichert


def test_who_may_not_state_a_footprint(pruefe: Pruefen, einheit: Einheit) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    umriss = read_koordinaten(HAUS, RECHT.lagebereich)
    for email, fehler in (
        (browser.POSTSTELLE, NichtErlaubt),
        (browser.SACHBEARBEITUNG_B, NichtSichtbar),
        (browser.ANTRAGSTELLER_2, NichtSichtbar),
    ):
        with pytest.raises(fehler), einheit(get_akteur(einheit, email)) as uow:
            dienste.record_umriss(uow, vorgang_id, Umrissquelle.KOORDINATEN, umriss, HAUS, 1)


def test_a_stale_version_is_refused(pruefe: Pruefen, einheit: Einheit) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    with pytest.raises(Versionskonflikt), einheit(_sachbearbeitung(einheit)) as uow:
        dienste.check_erneut(uow, vorgang_id, 0)


def test_a_case_from_before_the_law_claims_nothing_of_it(
    uhr: FesteUhr, pruefe: Pruefen, einheit: Einheit, kataster: None
) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    with einheit() as uow:
        uow.session.get_one(Vorgang, vorgang_id).eingegangen_am -= timedelta(days=4 * 365)
    with einheit(_sachbearbeitung(einheit)) as uow:
        dienste.check_erneut(uow, vorgang_id, _get_fassung(uow, vorgang_id))
    ergebnis = _get(einheit, vorgang_id, "abstand")
    assert ergebnis.ergebnis is Ergebnis.NICHT_PRUEFBAR
    assert "keine Regel hinterlegt" in ergebnis.satz


@pytest.mark.usefixtures("kataster")
@pytest.mark.parametrize(
    ("anweisung", "meldung"),
    [
        (
            update(Vorgangsgeometrie).values(geometrie=shapely.to_wkb(shapely.box(0, 0, 1, 1))),
            ["Der Grundriss Nummer 1 wurde nachträglich verändert."],
        ),
        (
            update(Pruefungslauf).values(ergebnisse=[]),
            ["Das Prüfergebnis Nummer 1 wurde nachträglich verändert."],
        ),
        (
            update(Pruefungslauf).values(karte={}),
            ["Das Prüfergebnis Nummer 1 wurde nachträglich verändert."],
        ),
        (delete(Pruefungslauf), ["Ein belegter Grundriss oder ein Prüfergebnis fehlt."]),
    ],
)
def test_the_evidence_knows_footprint_and_results(
    anweisung: Update | Delete, meldung: list[str], pruefe: Pruefen, einheit: Einheit
) -> None:
    vorgang_id = pruefe(read_schulung("01"))
    with einheit() as uow:
        aktenzeichen = uow.session.get_one(Vorgang, vorgang_id).aktenzeichen
        assert list(check_akte(uow, aktenzeichen).fehler) == []
        uow.session.execute(anweisung)
        uow.session.expire_all()
        assert list(check_akte(uow, aktenzeichen).fehler) == meldung

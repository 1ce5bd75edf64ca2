"""Acts of the authority on a case: take it over, decide on the kind of procedure."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import Ereignisklartext, Ereignisrecord, Vorgang
from bauaufsicht.domain.fehler import Fachfehler, NichtErlaubt, NichtSichtbar, Versionskonflikt
from bauaufsicht.domain.rechte import SYSTEM, Akteur, Aktion
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.vorgang import assign_vorgang, record_verfahrensart
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import create_ruecknahme, read_schulung
from tests.factories.welt import get_akteur

BASIS = read_schulung("01")
UNGEKLAERT = BASIS.replace(("<code>VEREINFACHT<", "<code>UNBEKANNT<"))
REFERENZ = "5931fb42-f651-5b89-9b19-22775289406c"


@pytest.fixture
def krueger(einheit: Einheit) -> Akteur:
    """A Sachbearbeitung of Weimarer Land."""
    return get_akteur(einheit, "krueger@weimarer-land.example")


def _get(einheit: Einheit) -> Vorgang:
    with einheit() as uow:
        return uow.session.scalars(select(Vorgang)).one()


def _list_arten(einheit: Einheit) -> list[str]:
    with einheit() as uow:
        return list(uow.session.scalars(select(Ereignisrecord.art).order_by(Ereignisrecord.nummer)))


def test_taking_over(nimm_auf: Aufnahme, einheit: Einheit, krueger: Akteur) -> None:
    nimm_auf(BASIS)
    vorher = _get(einheit)
    with einheit(krueger) as uow:
        assign_vorgang(uow, vorher.id, vorher.fassung)
    nachher = _get(einheit)
    assert (nachher.konto_id, nachher.fassung) == (krueger.konto_id, vorher.fassung + 1)
    assert _list_arten(einheit)[-1] == "vorgang_uebernommen"
    with einheit(krueger) as uow:  # again: nothing happens
        assign_vorgang(uow, nachher.id, nachher.fassung)
    assert _list_arten(einheit).count("vorgang_uebernommen") == 1
    with einheit() as uow:
        assert check_akte(uow, nachher.aktenzeichen).fehler == ()


def test_stale_page_changes_nothing(nimm_auf: Aufnahme, einheit: Einheit, krueger: Akteur) -> None:
    nimm_auf(BASIS)
    alt = _get(einheit)
    andere = get_akteur(einheit, "oezdemir@weimarer-land.example")
    with einheit(andere) as uow:
        assign_vorgang(uow, alt.id, alt.fassung)
    with einheit(krueger) as uow, pytest.raises(Versionskonflikt, match="inzwischen geändert"):
        assign_vorgang(uow, alt.id, alt.fassung)
    assert _get(einheit).konto_id == andere.konto_id


def test_row_changed_under_the_feet_is_a_conflict(
    nimm_auf: Aufnahme, einheit: Einheit, krueger: Akteur
) -> None:
    """Whatever changes a case without its lock is found at the commit."""
    nimm_auf(BASIS)

    def change_twice() -> None:
        with einheit(krueger) as uow:
            vorgang = uow.session.scalars(select(Vorgang)).one()
            uow.session.execute(
                Vorgang.__table__.update().values(fassung=Vorgang.__table__.c.fassung + 1)
            )
            vorgang.ort = "anderswo"

    with pytest.raises(Versionskonflikt):
        change_twice()
    assert _get(einheit).ort == "Bad Berka"


@pytest.mark.parametrize(
    ("email", "fehler"),
    [
        ("poststelle@weimarer-land.example", NichtErlaubt),
        ("lindner@stadt-weimar.example", NichtSichtbar),
        ("m.seifert@post.example", NichtSichtbar),
        ("denkmalschutz@weimarer-land.example", NichtSichtbar),
        ("betrieb@bauaufsicht.example", NichtSichtbar),
    ],
)
def test_who_may_not(
    email: str, fehler: type[Exception], nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    nimm_auf(UNGEKLAERT)
    vorgang = _get(einheit)
    akteur = get_akteur(einheit, email)
    with einheit(akteur) as uow:
        with pytest.raises(fehler):
            assign_vorgang(uow, vorgang.id, vorgang.fassung)
        with pytest.raises(fehler):
            record_verfahrensart(uow, vorgang.id, Verfahren.VEREINFACHT, "", vorgang.fassung)
    assert _get(einheit).fassung == vorgang.fassung


def test_absent_case(einheit: Einheit, krueger: Akteur) -> None:
    with einheit(krueger) as uow, pytest.raises(NichtSichtbar):
        uow.get_vorgang(UUID(int=1), Aktion.VORGANG_LESEN)


def test_ended_case_is_not_taken_over(
    nimm_auf: Aufnahme, einheit: Einheit, krueger: Akteur
) -> None:
    nimm_auf(BASIS)
    nimm_auf(create_ruecknahme(REFERENZ))
    vorgang = _get(einheit)
    with einheit(krueger) as uow, pytest.raises(NichtErlaubt):
        assign_vorgang(uow, vorgang.id, vorgang.fassung)


# --- kind of procedure ---


@pytest.mark.parametrize(
    ("verfahren", "zustand", "regel", "ende"),
    [
        # receipt on Monday 23.11.2026; ten Arbeitstage, or a month with a Wednesday at its end
        ("vereinfacht", "vollstaendigkeit_pruefen", "vollstaendigkeit", date(2026, 12, 7)),
        ("baugenehmigung", "vollstaendigkeit_pruefen", "vollstaendigkeit", date(2026, 12, 7)),
        ("vorbescheid", "vollstaendigkeit_pruefen", "vollstaendigkeit", date(2026, 12, 7)),
        ("abweichung", "vollstaendigkeit_pruefen", "vollstaendigkeit", date(2026, 12, 7)),
        ("freistellung", "gemeinde_prueft", "freistellung", date(2026, 12, 23)),
    ],
)
def test_person_decides_on_the_kind_of_procedure(
    verfahren: str,
    zustand: str,
    regel: str,
    ende: date,
    nimm_auf: Aufnahme,
    einheit: Einheit,
    krueger: Akteur,
    uhr: FesteUhr,
) -> None:
    nimm_auf(UNGEKLAERT)
    vorher = _get(einheit)
    uhr.stand = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)  # the period runs from the receipt
    with einheit(krueger) as uow:
        record_verfahrensart(
            uow, vorher.id, Verfahren(verfahren), " Frau Seifert rief an. ", vorher.fassung
        )
    vorgang = _get(einheit)
    assert (vorgang.verfahrensart, vorgang.zustand) == (Verfahren(verfahren), Zustand(zustand))
    assert (vorgang.frist_regel, vorgang.frist_beginn) == (regel, date(2026, 11, 23))
    assert vorgang.frist_ende == ende
    assert _list_arten(einheit)[-2:] == ["verfahrensart_festgelegt", "frist_begonnen"]
    with einheit() as uow:
        klartext = uow.session.scalars(select(Ereignisklartext)).one()
        assert check_akte(uow, vorgang.aktenzeichen).fehler == ()
    assert (klartext.feld, klartext.wert) == ("begruendung", "Frau Seifert rief an.")


def test_kind_of_procedure_is_decided_once(
    nimm_auf: Aufnahme, einheit: Einheit, krueger: Akteur
) -> None:
    nimm_auf(UNGEKLAERT)
    vorgang = _get(einheit)
    with einheit(krueger) as uow, pytest.raises(Fachfehler, match="Wählen Sie"):
        record_verfahrensart(uow, vorgang.id, Verfahren.UNGEKLAERT, "", vorgang.fassung)
    with einheit(krueger) as uow:
        record_verfahrensart(uow, vorgang.id, Verfahren.VEREINFACHT, "", vorgang.fassung)
    with einheit(krueger) as uow, pytest.raises(NichtErlaubt):
        record_verfahrensart(uow, vorgang.id, Verfahren.BAUGENEHMIGUNG, "", vorgang.fassung + 1)
    assert _get(einheit).verfahrensart is Verfahren.VEREINFACHT


@pytest.mark.parametrize(
    ("nummer", "verfahren", "zustand", "regel"),
    [
        ("01", "vereinfacht", "vollstaendigkeit_pruefen", "vollstaendigkeit"),
        ("05", "baugenehmigung", "vollstaendigkeit_pruefen", "vollstaendigkeit"),
        ("06", "vorbescheid", "vollstaendigkeit_pruefen", "vollstaendigkeit"),
        ("07", "freistellung", "gemeinde_prueft", "freistellung"),
    ],
)
def test_procedure_of_a_message(
    nummer: str, verfahren: str, zustand: str, regel: str, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    nimm_auf(read_schulung(nummer))
    v = _get(einheit)
    assert (v.verfahrensart, v.zustand, v.frist_regel) == (verfahren, zustand, regel)
    assert (v.land, v.regelstand) == ("16", "ThürBO 2024, Stand 26.03.2026")
    assert "frist_begonnen" in _list_arten(einheit)


@pytest.mark.parametrize(
    ("eingang", "beginn", "ende"),
    [
        # 23:30 in Germany is still the same day; half past midnight is the next
        (datetime(2026, 11, 23, 22, 30, tzinfo=UTC), date(2026, 11, 23), date(2026, 12, 7)),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), date(2026, 11, 24), date(2026, 12, 8)),
        # Christmas, New Year and the weekends do not count
        (datetime(2026, 12, 18, 9, 0, tzinfo=UTC), date(2026, 12, 18), date(2027, 1, 5)),
    ],
)
def test_period_counts_german_days(
    eingang: datetime,
    beginn: date,
    ende: date,
    nimm_auf: Aufnahme,
    einheit: Einheit,
    uhr: FesteUhr,
) -> None:
    uhr.stand = eingang
    nimm_auf(BASIS)
    vorgang = _get(einheit)
    assert (vorgang.frist_beginn, vorgang.frist_ende) == (beginn, ende)
    assert vorgang.eingegangen_am == eingang


def test_house_itself_takes_no_case_over(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    vorgang = _get(einheit)
    with einheit(SYSTEM) as uow, pytest.raises(NichtErlaubt):
        assign_vorgang(uow, vorgang.id, vorgang.fassung)

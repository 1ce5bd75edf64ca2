"""The same message twice: one case, whatever comes in between and at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import (
    Ausgang,
    Behoerde,
    DokumentFassung,
    Eingang,
    Ereignisrecord,
    Vorgang,
)
from bauaufsicht.domain.befund import Schwere
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.rechte import Akteur
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.eingang import Aufnahmeergebnis
from bauaufsicht.services.konto import create_dienstzugang, get_dienst
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import Probe, create_ruecknahme, read_schulung

FAEDEN = 8
BASIS = read_schulung("01")
UUID_DER_BASIS = "94627834-9e45-516e-b848-e3226c4bbfb4"
REFERENZ = "5931fb42-f651-5b89-9b19-22775289406c"


def _count(einheit: Einheit) -> dict[str, int]:
    with einheit() as uow:
        return {
            t.__tablename__: uow.session.scalar(select(func.count()).select_from(t)) or 0
            for t in (Vorgang, Eingang, Ausgang, Ereignisrecord, DokumentFassung)
        }


def test_repeat_changes_nothing(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    erster = nimm_auf(BASIS)
    vorher = _count(einheit)
    zweiter = nimm_auf(BASIS)
    assert zweiter.ergebnis is Eingangsergebnis.WIEDERHOLUNG
    assert (zweiter.aktenzeichen, zweiter.vorgang_id) == (erster.aktenzeichen, erster.vorgang_id)
    assert zweiter.eingang_id != erster.eingang_id
    assert (zweiter.fakten, zweiter.befunde) == (erster.fakten, ())
    assert _count(einheit) == {**vorher, "eingang": 2}
    with einheit() as uow:
        eingang = uow.session.get_one(Eingang, zweiter.eingang_id)
        assert eingang.wiederholung_von_id == erster.eingang_id
        assert check_akte(uow, erster.aktenzeichen or "").fehler == ()


def test_uuid_in_capitals_is_the_same_uuid(nimm_auf: Aufnahme) -> None:
    nimm_auf(BASIS)
    bericht = nimm_auf(BASIS.replace((UUID_DER_BASIS, UUID_DER_BASIS.upper())))
    assert bericht.fehlerkennzahl == "S050"  # other bytes under the same UUID


def test_same_uuid_with_other_content_is_refused(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    erster = nimm_auf(BASIS)
    vorher = _count(einheit)
    zweiter = nimm_auf(BASIS.replace(("mit Carport", "mit Garage")))
    assert (zweiter.ergebnis, zweiter.fehlerkennzahl) == (
        Eingangsergebnis.ZURUECKGEWIESEN,
        "S050",
    )
    nachher = _count(einheit)
    assert nachher == {**vorher, "eingang": 2, "ausgang": vorher["ausgang"] + 1}
    with einheit() as uow:
        vorgang = uow.session.get_one(Vorgang, erster.vorgang_id)
        assert vorgang.bezeichnung == "Neubau eines Einfamilienhauses mit Carport"
        assert check_akte(uow, vorgang.aktenzeichen).fehler == ()
    assert nimm_auf(BASIS).ergebnis is Eingangsergebnis.WIEDERHOLUNG


def test_refused_message_may_come_again_complete(nimm_auf: Aufnahme) -> None:
    """A001 says: send it again with all attachments; the message itself is then the same."""
    assert nimm_auf(BASIS.with_anlagen()).fehlerkennzahl == "A001"
    assert nimm_auf(BASIS).ergebnis is Eingangsergebnis.ANGELEGT


def test_repeat_of_a_follow_up(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    nachricht = create_ruecknahme(REFERENZ)
    assert nimm_auf(nachricht).ergebnis is Eingangsergebnis.ZUGEORDNET
    vorher = _count(einheit)
    wieder = nimm_auf(nachricht)
    assert wieder.ergebnis is Eingangsergebnis.WIEDERHOLUNG
    assert _count(einheit) == {**vorher, "eingang": vorher["eingang"] + 1}


def test_repeat_of_what_waits_for_a_person(nimm_auf: Aufnahme) -> None:
    nachricht = create_ruecknahme("00000000-0000-4000-8000-000000000000")
    assert nimm_auf(nachricht).ergebnis is Eingangsergebnis.ZU_KLAEREN
    assert nimm_auf(nachricht).ergebnis is Eingangsergebnis.WIEDERHOLUNG


def test_new_message_to_a_known_reference_waits_for_a_person(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    erster = nimm_auf(BASIS)
    zweiter = nimm_auf(BASIS.with_uuid("zweite"))
    assert zweiter.ergebnis is Eingangsergebnis.ZU_KLAEREN
    assert [(b.kennzahl, b.schwere) for b in zweiter.befunde] == [("S050", Schwere.KLAERUNG)]
    assert (erster.aktenzeichen or "?") in zweiter.befunde[0].text
    assert (zweiter.vorgang_id, zweiter.fehlerkennzahl) == (None, None)
    with einheit() as uow:
        eingang = uow.session.get_one(Eingang, zweiter.eingang_id)
        assert eingang.angaben
        assert eingang.angenommen_uuid == eingang.nachrichten_uuid
    assert _count(einheit)["vorgang"] == 1


def test_reference_of_another_authority_is_another_case(nimm_auf: Aufnahme) -> None:
    """What one authority knows says nothing about the cases of another one."""
    nimm_auf(BASIS)
    andere = read_schulung("10")
    fremde = andere.replace((andere.get_text("referenzAntragsservice"), REFERENZ))
    assert nimm_auf(fremde).ergebnis is Eingangsergebnis.ANGELEGT


def _submit_at_once(nimm_auf: Aufnahme, proben: list[Probe]) -> list[Aufnahmeergebnis]:
    start = Barrier(len(proben))

    def submit(probe: Probe) -> Aufnahmeergebnis:
        start.wait(10)
        return nimm_auf(probe)

    with ThreadPoolExecutor(len(proben)) as pool:
        return list(pool.map(submit, proben))


def test_eight_at_once_open_one_case(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    berichte = _submit_at_once(nimm_auf, [BASIS] * FAEDEN)
    ergebnisse = sorted(b.ergebnis for b in berichte)
    assert ergebnisse == ["angelegt"] + ["wiederholung"] * (FAEDEN - 1)
    assert len({b.vorgang_id for b in berichte}) == 1
    zahlen = _count(einheit)
    assert (zahlen["vorgang"], zahlen["eingang"], zahlen["ausgang"]) == (1, FAEDEN, 2)
    with einheit() as uow:
        assert check_akte(uow, berichte[0].aktenzeichen or "").fehler == ()


def test_same_uuid_to_two_authorities_at_once(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """Different rows are locked: the unique UUID decides, and the loser is told, not failed."""
    andere = read_schulung("10")
    fremde = andere.replace((andere.get_text("nachrichtenUUID"), UUID_DER_BASIS))
    berichte = _submit_at_once(nimm_auf, [BASIS, fremde] * 3)
    zahl = [b.ergebnis for b in berichte]
    assert zahl.count(Eingangsergebnis.ANGELEGT) == 1
    assert zahl.count(Eingangsergebnis.WIEDERHOLUNG) == 2
    assert [b.fehlerkennzahl for b in berichte].count("S050") == 3
    assert _count(einheit)["vorgang"] == 1


def test_different_applications_at_once_get_different_numbers(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    berichte = _submit_at_once(nimm_auf, [BASIS.with_referenz(str(n)) for n in range(FAEDEN)])
    assert sorted(b.aktenzeichen or "" for b in berichte) == [
        f"AP-2026-{n:05d}" for n in range(1, FAEDEN + 1)
    ]


def test_numbers_count_per_authority_and_year(nimm_auf: Aufnahme, uhr: FesteUhr) -> None:
    assert nimm_auf(BASIS).aktenzeichen == "AP-2026-00001"
    assert nimm_auf(read_schulung("10")).aktenzeichen == "WE-2026-00001"
    assert nimm_auf(BASIS.with_referenz("2")).aktenzeichen == "AP-2026-00002"
    # the year is that of the receipt in Germany: 23:30 UTC on New Year's Eve is already next year
    uhr.stand = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    assert nimm_auf(BASIS.with_referenz("3")).aktenzeichen == "AP-2026-00003"
    uhr.stand = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert nimm_auf(BASIS.with_referenz("4")).aktenzeichen == "AP-2027-00001"


def test_counted_message_keeps_its_uuid_forever(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    nimm_auf(BASIS)
    with einheit() as uow:
        belegt = uow.session.scalars(select(Eingang.angenommen_uuid)).all()
    assert sorted(belegt, key=str) == [UUID_DER_BASIS, None]


# --- Idempotency-Key ---


@pytest.fixture
def dienst(einheit: Einheit) -> tuple[Akteur, object]:
    """A form service with its token."""
    with einheit() as uow:
        token = create_dienstzugang(uow, "Formularservice", None)
    with einheit() as uow:
        gefunden = get_dienst(uow, token)
        assert gefunden is not None
        return gefunden


@pytest.fixture
def mit_schluessel(nimm_auf: Aufnahme, dienst: tuple[Akteur, object]) -> Callable[..., object]:
    """Takes in as the form service with an Idempotency-Key."""

    def submit(probe: Probe, schluessel: str) -> Aufnahmeergebnis:
        return nimm_auf(probe, dienst[0], idempotenz=schluessel, dienstzugang_id=dienst[1])

    return submit


def test_same_key_and_content_is_the_same_delivery(
    mit_schluessel: Callable[[Probe, str], Aufnahmeergebnis], einheit: Einheit
) -> None:
    erster = mit_schluessel(BASIS, "k1")
    zweiter = mit_schluessel(BASIS, "k1")
    assert zweiter == erster
    assert zweiter.ergebnis is Eingangsergebnis.ANGELEGT
    assert _count(einheit)["eingang"] == 1


def test_same_key_with_other_content_is_refused(
    mit_schluessel: Callable[[Probe, str], Aufnahmeergebnis], einheit: Einheit
) -> None:
    mit_schluessel(BASIS, "k1")
    for andere in (BASIS.with_uuid("andere"), BASIS.with_anlagen()):
        with pytest.raises(Fachfehler, match="Idempotency-Key wurde schon"):
            mit_schluessel(andere, "k1")
    assert _count(einheit)["eingang"] == 1


def test_other_key_is_another_delivery(
    mit_schluessel: Callable[[Probe, str], Aufnahmeergebnis],
) -> None:
    mit_schluessel(BASIS, "k1")
    assert mit_schluessel(BASIS, "k2").ergebnis is Eingangsergebnis.WIEDERHOLUNG


def test_key_belongs_to_its_service(
    mit_schluessel: Callable[[Probe, str], Aufnahmeergebnis], nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    erster = mit_schluessel(BASIS, "k1")
    with einheit() as uow:
        behoerde = uow.session.scalars(
            select(Behoerde.kennung).where(Behoerde.kuerzel == "AP")
        ).one()
        token = create_dienstzugang(uow, "Anderer Dienst", behoerde)
    with einheit() as uow:
        gefunden = get_dienst(uow, token)
    assert gefunden is not None
    zweiter = nimm_auf(BASIS, gefunden[0], idempotenz="k1", dienstzugang_id=gefunden[1])
    assert zweiter.eingang_id != erster.eingang_id


def test_same_key_at_once_is_one_delivery(
    mit_schluessel: Callable[[Probe, str], Aufnahmeergebnis], einheit: Einheit
) -> None:
    start = Barrier(4)

    def submit(_nummer: int) -> Aufnahmeergebnis:
        start.wait(10)
        return mit_schluessel(BASIS, "k1")

    with ThreadPoolExecutor(4) as pool:
        berichte = list(pool.map(submit, range(4)))
    assert len({b.eingang_id for b in berichte}) == 1
    assert {b.ergebnis for b in berichte} == {Eingangsergebnis.ANGELEGT}
    assert _count(einheit)["eingang"] == 1


def test_key_has_a_greatest_length(
    mit_schluessel: Callable[[Probe, str], Aufnahmeergebnis],
) -> None:
    assert mit_schluessel(BASIS, "k" * 255).ergebnis is Eingangsergebnis.ANGELEGT
    with pytest.raises(Fachfehler, match="höchstens 255"):
        mit_schluessel(BASIS, "k" * 256)


def test_unknown_tokens_and_authorities(einheit: Einheit) -> None:
    with einheit() as uow:
        assert get_dienst(uow, "geraten") is None
        assert get_dienst(uow, "") is None
        with pytest.raises(Fachfehler, match="nicht bekannt"):
            create_dienstzugang(uow, "Dienst", "bab:99999999")

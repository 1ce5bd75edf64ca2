"""What every storage promises (`domain.ports.Ablage`)."""

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO, RawIOBase
from threading import Barrier
from typing import IO, Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bauaufsicht.domain.fehler import Fachfehler, NichtVorhanden, SchonVorhanden
from tests.contract.conftest import Pruefling

MIB = 1 << 20
INHALT = bytes(range(256)) * 40
SPARSAM = settings(
    max_examples=15,
    deadline=None,
    # A storage may be used for many examples: each takes a key of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Stuecke(RawIOBase):
    """`anzahl` bytes in pieces of `stueck`; then the end, or `abbruch`."""

    def __init__(
        self,
        anzahl: int,
        stueck: int = MIB,
        abbruch: Exception | None = None,
        fuellung: int = 7,
        treffpunkt: Barrier | None = None,
    ) -> None:
        self._rest = anzahl
        self._stueck = stueck
        self._abbruch = abbruch
        self._fuellung = bytes([fuellung])
        self._treffpunkt = treffpunkt

    def read(self, anzahl: int = -1) -> bytes:
        if self._treffpunkt:
            self._treffpunkt.wait(timeout=30)
            self._treffpunkt = None
        if not self._rest and self._abbruch:
            raise self._abbruch
        anzahl = min(self._rest, self._stueck, anzahl if anzahl >= 0 else self._rest)
        self._rest -= anzahl
        return self._fuellung * anzahl


def quelle(anzahl: int, **art: Any) -> IO[bytes]:
    return cast(IO[bytes], Stuecke(anzahl, **art))


def read_alles(
    pruefling: Pruefling, schluessel: str, von: int = 0, laenge: int | None = None
) -> bytes:
    with pruefling.ablage.read(schluessel, von=von, laenge=laenge) as strom:
        return strom.read()


def write_sammlung(pruefling: Pruefling, objekte: dict[str, IO[bytes]]) -> None:
    with pruefling.ablage.create_sammlung() as sammlung:
        for schluessel, daten in objekte.items():
            sammlung.write(schluessel, daten, hoechstgroesse=MIB)


# --- writing and reading ------------------------------------------------------------------


def test_what_was_written_is_read_back_with_size_and_hash(pruefling: Pruefling) -> None:
    schluessel = pruefling.neu()
    abgelegt = pruefling.ablage.write(schluessel, BytesIO(INHALT))
    assert abgelegt.schluessel == schluessel
    assert abgelegt.groesse == len(INHALT) == pruefling.ablage.get_groesse(schluessel)
    assert abgelegt.sha256 == sha256(INHALT).hexdigest()
    assert read_alles(pruefling, schluessel) == INHALT


def test_objects_of_one_collection_are_there_when_it_ends(pruefling: Pruefling) -> None:
    erster, zweiter = pruefling.neu(), pruefling.neu()
    with pruefling.ablage.create_sammlung() as sammlung:
        abgelegt = sammlung.write(erster, BytesIO(INHALT))
        sammlung.write(zweiter, BytesIO(b""))
    assert (abgelegt.schluessel, abgelegt.groesse) == (erster, len(INHALT))
    assert abgelegt.sha256 == sha256(INHALT).hexdigest()
    assert read_alles(pruefling, erster) == INHALT
    assert read_alles(pruefling, zweiter) == b""


def test_a_collection_with_many_objects_keeps_them_all(pruefling: Pruefling) -> None:
    schluessel = [pruefling.neu() for _ in range(60)]
    with pruefling.ablage.create_sammlung() as sammlung:
        for n, einer in enumerate(schluessel):
            sammlung.write(einer, BytesIO(b"%d" % n))
    assert [read_alles(pruefling, s) for s in schluessel] == [b"%d" % n for n in range(60)]


def test_of_a_broken_collection_nothing_stays(pruefling: Pruefling) -> None:
    zu_gross = BytesIO(bytes(MIB + 1))
    with pytest.raises(Fachfehler):
        write_sammlung(pruefling, {pruefling.neu(): BytesIO(INHALT), pruefling.neu(): zu_gross})
    assert pruefling.list_schluessel() == set()


def test_a_collection_overwrites_nothing(pruefling: Pruefling) -> None:
    vorhanden, neu = pruefling.neu(), pruefling.neu()
    pruefling.ablage.write(vorhanden, BytesIO(b"alt"))
    with pytest.raises(SchonVorhanden):
        write_sammlung(pruefling, {neu: BytesIO(INHALT), vorhanden: BytesIO(b"neu")})
    assert read_alles(pruefling, vorhanden) == b"alt"
    with pytest.raises(NichtVorhanden):
        pruefling.ablage.get_groesse(neu)


@SPARSAM
@given(inhalt=st.binary(max_size=300), von=st.integers(0, 310), laenge=st.integers(0, 310))
def test_any_content_and_any_range_come_back_byte_for_byte(
    pruefling: Pruefling, inhalt: bytes, von: int, laenge: int
) -> None:
    schluessel = pruefling.neu()
    abgelegt = pruefling.ablage.write(schluessel, BytesIO(inhalt))
    assert (abgelegt.groesse, abgelegt.sha256) == (len(inhalt), sha256(inhalt).hexdigest())
    assert read_alles(pruefling, schluessel) == inhalt
    assert read_alles(pruefling, schluessel, von, laenge) == inhalt[von : von + laenge]


def test_a_source_may_deliver_in_small_pieces(pruefling: Pruefling) -> None:
    schluessel = pruefling.neu()
    pruefling.ablage.write(schluessel, quelle(1000, stueck=7))
    assert read_alles(pruefling, schluessel) == b"\7" * 1000


@pytest.mark.parametrize(
    ("von", "laenge"),
    [
        (0, None),
        (0, 1),
        (0, 10),
        (3, 4),
        (9, 1),
        (3, None),
        (0, 0),
        (5, 0),
        (5, 100),
        (10, None),
        (10, 1),
        (11, 1),
        (10_000, None),
    ],
)
def test_a_range_is_a_slice(pruefling: Pruefling, von: int, laenge: int | None) -> None:
    schluessel = pruefling.neu()
    pruefling.ablage.write(schluessel, BytesIO(b"0123456789"))
    ende = None if laenge is None else von + laenge
    assert read_alles(pruefling, schluessel, von, laenge) == b"0123456789"[von:ende]


@pytest.mark.parametrize(("von", "laenge"), [(-1, None), (0, -1)])
def test_a_negative_range_is_refused(pruefling: Pruefling, von: int, laenge: int | None) -> None:
    schluessel = pruefling.neu()
    pruefling.ablage.write(schluessel, BytesIO(b"0123456789"))
    with pytest.raises(ValueError, match="not a byte range"):
        read_alles(pruefling, schluessel, von, laenge)


def test_reading_goes_forward_in_pieces_and_ends_with_the_block(pruefling: Pruefling) -> None:
    schluessel = pruefling.neu()
    pruefling.ablage.write(schluessel, quelle(3 * MIB))
    with pruefling.ablage.read(schluessel) as strom:
        assert strom.read(10) == b"\7" * 10
        # What one storage can seek and another cannot would surface in production only.
        assert not strom.seekable()
    assert strom.closed
    assert len(read_alles(pruefling, schluessel)) == 3 * MIB


# --- never overwritten --------------------------------------------------------------------


def test_a_second_write_is_refused_and_changes_nothing(pruefling: Pruefling) -> None:
    schluessel = pruefling.neu()
    pruefling.ablage.write(schluessel, BytesIO(b"erst"))
    with pytest.raises(SchonVorhanden):
        pruefling.ablage.write(schluessel, BytesIO(b"dann"))
    assert read_alles(pruefling, schluessel) == b"erst"


def test_of_eight_writers_at_once_exactly_one_wins(pruefling: Pruefling) -> None:
    schluessel = pruefling.neu()
    treffpunkt = Barrier(8)

    def write(nummer: int) -> str | None:
        with suppress(SchonVorhanden):
            return pruefling.ablage.write(
                schluessel, quelle(100_000, treffpunkt=treffpunkt, fuellung=nummer)
            ).sha256
        return None

    with ThreadPoolExecutor(8) as gruppe:
        sieger = [summe for summe in gruppe.map(write, range(8)) if summe]
    assert sieger == [sha256(read_alles(pruefling, schluessel)).hexdigest()]


# --- nothing half-done is visible ---------------------------------------------------------


def test_the_largest_allowed_size_is_allowed(pruefling: Pruefling) -> None:
    schluessel = pruefling.neu()
    assert pruefling.ablage.write(schluessel, quelle(2000), hoechstgroesse=2000).groesse == 2000


@pytest.mark.parametrize(("groesse", "grenze"), [(2001, 2000), (6 * MIB, 5 * MIB), (1, 0)])
def test_a_larger_source_is_refused_and_leaves_nothing(
    pruefling: Pruefling, groesse: int, grenze: int
) -> None:
    schluessel = pruefling.neu()
    with pytest.raises(Fachfehler, match="zu groß") as fehler:
        pruefling.ablage.write(schluessel, quelle(groesse), hoechstgroesse=grenze)
    assert fehler.value.details == {"hoechstgroesse": grenze}
    assert pruefling.list_schluessel() == set()
    assert pruefling.ablage.write(schluessel, BytesIO(b"")).groesse == 0


@pytest.mark.parametrize("abbruch", [OSError("connection lost"), ValueError("bad chunk")])
@pytest.mark.parametrize("vorher", [0, 10, 6 * MIB])
def test_a_source_that_breaks_off_leaves_nothing(
    pruefling: Pruefling, abbruch: Exception, vorher: int
) -> None:
    schluessel = pruefling.neu()
    with pytest.raises(type(abbruch)) as fehler:
        pruefling.ablage.write(schluessel, quelle(vorher, abbruch=abbruch))
    assert fehler.value is abbruch
    assert pruefling.list_schluessel() == set()
    with pytest.raises(NichtVorhanden):
        pruefling.ablage.get_groesse(schluessel)
    assert pruefling.ablage.write(schluessel, BytesIO(b"neu")).groesse == 3


# --- absent -------------------------------------------------------------------------------


@pytest.mark.parametrize(("von", "laenge"), [(0, None), (0, 0), (5, 5)])
def test_an_absent_object_cannot_be_read(
    pruefling: Pruefling, von: int, laenge: int | None
) -> None:
    with pytest.raises(NichtVorhanden):
        read_alles(pruefling, pruefling.neu(), von, laenge)


def test_an_absent_object_has_no_size(pruefling: Pruefling) -> None:
    with pytest.raises(NichtVorhanden):
        pruefling.ablage.get_groesse(pruefling.neu())


def test_deleting_is_idempotent_and_frees_the_key(pruefling: Pruefling) -> None:
    schluessel, anderer = pruefling.neu(), pruefling.neu()
    pruefling.ablage.write(schluessel, BytesIO(b"alt"))
    pruefling.ablage.write(anderer, BytesIO(b"bleibt"))
    pruefling.ablage.close_eintrag(schluessel)
    pruefling.ablage.close_eintrag(schluessel)
    with pytest.raises(NichtVorhanden):
        read_alles(pruefling, schluessel)
    assert read_alles(pruefling, anderer) == b"bleibt"
    pruefling.ablage.write(schluessel, BytesIO(b"neu"))
    assert read_alles(pruefling, schluessel) == b"neu"


def test_deleting_below_an_absent_folder_is_no_error(pruefling: Pruefling) -> None:
    pruefling.ablage.close_eintrag(pruefling.praefix + "nie/da/gewesen")


# --- listing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("praefix", "erwartet"),
    [
        ("", {"a/1", "a/10", "a/b/2", "ab", "c"}),
        ("a", {"a/1", "a/10", "a/b/2", "ab"}),
        ("a/", {"a/1", "a/10", "a/b/2"}),
        ("a/1", {"a/1", "a/10"}),
        ("a/b", {"a/b/2"}),
        ("a/b/2", {"a/b/2"}),
        ("a/b/2/", set()),
        ("d", set()),
        ("d/e/f", set()),
    ],
)
def test_a_list_holds_what_begins_with_the_prefix(
    pruefling: Pruefling, praefix: str, erwartet: set[str]
) -> None:
    for schluessel in ("a/1", "a/10", "a/b/2", "ab", "c"):
        pruefling.ablage.write(pruefling.praefix + schluessel, BytesIO(b"x"))
    assert pruefling.list_schluessel(praefix) == erwartet


def test_a_list_tells_size_and_time_one_by_one(pruefling: Pruefling) -> None:
    schluessel = pruefling.neu()
    pruefling.ablage.write(schluessel, BytesIO(INHALT))
    liste = pruefling.ablage.list_eintraege(pruefling.praefix)
    eintrag = next(liste)
    assert (eintrag.schluessel, eintrag.groesse) == (schluessel, len(INHALT))
    assert eintrag.geaendert.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - eintrag.geaendert) < timedelta(minutes=5)
    assert next(liste, None) is None


def test_listing_everything_includes_ours(pruefling: Pruefling) -> None:
    schluessel = pruefling.neu()
    pruefling.ablage.write(schluessel, BytesIO(b"x"))
    assert schluessel in {eintrag.schluessel for eintrag in pruefling.ablage.list_eintraege()}


def test_more_than_a_page_is_listed_even_while_some_are_deleted(pruefling: Pruefling) -> None:
    schluessel = [f"{pruefling.praefix}{nummer:04}" for nummer in range(1005)]
    with ThreadPoolExecutor(8) as gruppe:
        list(gruppe.map(lambda einer: pruefling.ablage.write(einer, BytesIO()), schluessel))
    gesehen = set()
    for eintrag in pruefling.ablage.list_eintraege(pruefling.praefix):
        gesehen.add(eintrag.schluessel)
        if eintrag.schluessel.endswith("00"):
            pruefling.ablage.close_eintrag(eintrag.schluessel)
    assert gesehen == set(schluessel)
    assert len(pruefling.list_schluessel()) == 1005 - 11


# --- keys ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "schluessel",
    ["a", "0/1", ".versteckt/a.b", "-/_/.a", "x" * 200, "/".join(["t" * 50] * 8), "a.tmp", "a/b."],
)
def test_keys_come_back_as_they_were(pruefling: Pruefling, schluessel: str) -> None:
    pruefling.ablage.write(pruefling.praefix + schluessel, BytesIO(b"x"))
    assert read_alles(pruefling, pruefling.praefix + schluessel) == b"x"
    assert pruefling.list_schluessel() == {schluessel}


@pytest.mark.parametrize(("erster", "zweiter"), [("a", "a/b"), ("a/b", "a")])
def test_a_key_that_is_the_folder_of_another_costs_neither_its_content(
    pruefling: Pruefling, erster: str, zweiter: str
) -> None:
    geschrieben = {erster: b"erster"}
    pruefling.ablage.write(pruefling.praefix + erster, BytesIO(b"erster"))
    # SeaweedFS keeps folders and refuses a file of the same name; plain S3 takes both.
    with suppress(SchonVorhanden):
        pruefling.ablage.write(pruefling.praefix + zweiter, BytesIO(b"zweiter"))
        geschrieben[zweiter] = b"zweiter"
    assert pruefling.list_schluessel() == set(geschrieben)
    for schluessel, inhalt in geschrieben.items():
        assert read_alles(pruefling, pruefling.praefix + schluessel) == inhalt


@pytest.mark.parametrize(
    "schluessel",
    [
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "../a",
        "a/../b",
        "a/..",
        "a..b",
        "./a",
        "a/./b",
        "A",
        "ä",
        "a b",
        "a\\b",
        "a\n",
        "a\0",
        "a=",
        "a%2e",
        "x" * 201,
        "a/" * 256 + "a",
    ],
)
def test_odd_keys_are_refused_everywhere(pruefling: Pruefling, schluessel: str) -> None:
    ablage = pruefling.ablage
    with pytest.raises(ValueError, match="not a storage key"):
        ablage.write(schluessel, BytesIO(b"x"))
    with pytest.raises(ValueError, match="not a storage key"), ablage.read(schluessel):
        pass
    with pytest.raises(ValueError, match="not a storage key"):
        ablage.get_groesse(schluessel)
    with pytest.raises(ValueError, match="not a storage key"):
        ablage.close_eintrag(schluessel)


@pytest.mark.parametrize("praefix", ["/", "../", "a/../", "A", "a//", "a=", "*"])
def test_odd_prefixes_are_refused_at_once(pruefling: Pruefling, praefix: str) -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        pruefling.ablage.list_eintraege(praefix)


# --- size and health ----------------------------------------------------------------------


def test_a_big_object_passes_in_little_memory(pruefling: Pruefling) -> None:
    schluessel, groesse = pruefling.neu(), 24 * MIB
    tracemalloc.start()
    try:
        abgelegt = pruefling.ablage.write(schluessel, quelle(groesse))
        summe = sha256()
        with pruefling.ablage.read(schluessel) as strom:
            while block := strom.read(64 * 1024):
                summe.update(block)
        _, spitze = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert abgelegt.groesse == groesse
    assert summe.hexdigest() == abgelegt.sha256
    assert spitze < pruefling.speichergrenze


def test_a_storage_that_works_says_so(pruefling: Pruefling) -> None:
    assert pruefling.ablage.check_bereit() is True

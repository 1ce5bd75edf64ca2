"""The evidence: whatever a superuser of database and storage alters is reported."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import (
    Ausgang,
    Behoerde,
    DokumentFassung,
    Eingang,
    Ereignisklartext,
    Ereignisrecord,
    Konto,
    Vorgang,
)
from bauaufsicht.domain.ereignisse import ANFANG, EREIGNISSE, compute_hash
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.rechte import Akteur, Akteursart, Kontorolle
from bauaufsicht.services.akte import check_akte
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import (
    create_aenderung,
    create_anlage,
    create_ruecknahme,
    read_schulung,
)

BASIS = read_schulung("01")
REFERENZ = "5931fb42-f651-5b89-9b19-22775289406c"
EREIGNIS = Ereignisrecord.__table__
FASSUNG = DokumentFassung.__table__
VORGANG = Vorgang.__table__


@dataclass(frozen=True)
class Akte:
    """A case with a life of its own: application, change, withdrawal."""

    aktenzeichen: str
    id: UUID
    engine: Engine
    ablage: AblageSpeicher
    einheit: Einheit

    def list_fehler(self) -> tuple[str, ...]:
        """What the check reports."""
        with self.einheit() as uow:
            return check_akte(uow, self.aktenzeichen).fehler

    def alter(self, *anweisungen: Any) -> None:
        """Do as a superuser of the database: the triggers are dropped first."""
        with self.engine.connect().execution_options(schreibend=True) as verbindung:
            _drop_trigger(verbindung)
            for anweisung in anweisungen:
                verbindung.execute(anweisung)
            verbindung.commit()

    def read(self, *spalten: Any) -> list[Any]:
        """Rows of the case's chain, in its order."""
        with self.engine.connect() as verbindung:
            frage = select(*spalten).where(EREIGNIS.c.vorgang_id == self.id)
            return list(verbindung.execute(frage.order_by(EREIGNIS.c.nummer)))

    def list_schluessel(self) -> list[str]:
        """Keys of the documents of the case."""
        with self.engine.connect() as verbindung:
            frage = select(FASSUNG.c.schluessel).order_by(FASSUNG.c.schluessel)
            return [s for s in verbindung.scalars(frage) if s]

    def replace_objekt(self, schluessel: str, inhalt: bytes) -> None:
        """Put other bytes under a key, past the storage's own rule."""
        self.ablage.close_eintrag(schluessel)
        self.ablage.write(schluessel, BytesIO(inhalt))


def _drop_trigger(verbindung: Connection) -> None:
    if verbindung.dialect.name == "sqlite":
        for name in ("ereignis_update", "ereignis_delete"):
            verbindung.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        return
    for name in ("ereignis_zeile", "ereignis_tabelle"):
        verbindung.execute(text(f"DROP TRIGGER IF EXISTS {name} ON ereignis"))


@pytest.fixture
def akte(
    nimm_auf: Aufnahme, engine: Engine, ablage: AblageSpeicher, einheit: Einheit, uhr: FesteUhr
) -> Akte:
    """Eleven events, six documents, three messages in and four out."""
    bericht = nimm_auf(BASIS)
    element, datei = create_anlage("Lageplan", b"%PDF-1.7 zwei", version="2")
    uhr.stand += timedelta(days=1, microseconds=123)
    aenderung = create_aenderung(
        f"<referenz>{REFERENZ}</referenz>", f"<xbau:anlagen>{element}</xbau:anlagen>"
    )
    nimm_auf(aenderung.with_anlagen(datei))
    uhr.stand += timedelta(days=1)
    nimm_auf(create_ruecknahme(REFERENZ, grund="Das Grundstück ist verkauft."))
    assert bericht.vorgang_id is not None
    return Akte(bericht.aktenzeichen or "", bericht.vorgang_id, engine, ablage, einheit)


def test_sound_file(akte: Akte) -> None:
    with akte.einheit() as uow:
        ergebnis = check_akte(uow, f"  {akte.aktenzeichen} ")
    assert ergebnis.fehler == ()
    assert ergebnis.aktenzeichen == akte.aktenzeichen
    assert (ergebnis.ereignisse, ergebnis.dokumente, ergebnis.nachrichten) == (11, 6, 7)


def test_chain_is_what_it_says(akte: Akte) -> None:
    """Recomputed here, independently of the service."""
    vorheriger = ANFANG
    zeilen = akte.read(EREIGNIS)
    for nummer, z in enumerate(zeilen, start=1):
        assert (z.nummer, z.vorheriger_hash) == (nummer, vorheriger)
        zeitpunkt = z.zeitpunkt
        vorheriger = compute_hash(vorheriger, nummer, z.art, zeitpunkt, z.akteur, z.daten)
        assert z.hash == vorheriger
    assert {z.art for z in zeilen} <= set(EREIGNISSE)
    assert len({z.zeitpunkt for z in zeilen}) == 3
    assert zeilen[0].art == "antrag_eingegangen"


def _shift(akte: Akte, ab: int, um: int) -> list[Any]:
    """Renumber events from one on; in an order that never meets a taken number."""
    nummern = [z.nummer for z in akte.read(EREIGNIS.c.nummer) if z.nummer >= ab]
    return [
        update(EREIGNIS)
        .where(EREIGNIS.c.vorgang_id == akte.id, EREIGNIS.c.nummer == n)
        .values(nummer=n + um)
        for n in sorted(nummern, reverse=um > 0)
    ]


def _set(nummer: int, **werte: Any) -> Callable[[Akte], None]:
    def alter(akte: Akte) -> None:
        akte.alter(
            update(EREIGNIS)
            .where(EREIGNIS.c.vorgang_id == akte.id, EREIGNIS.c.nummer == nummer)
            .values(**werte)
        )

    return alter


def _alter_daten(nummer: int, feld: str, wert: Any) -> Callable[[Akte], None]:
    def alter(akte: Akte) -> None:
        daten = akte.read(EREIGNIS.c.daten)[nummer - 1].daten
        assert feld in daten
        _set(nummer, daten={**daten, feld: wert})(akte)

    return alter


def _delete(*nummern: int, close: bool = False) -> Callable[[Akte], None]:
    def alter(akte: Akte) -> None:
        ids = select(EREIGNIS.c.id).where(
            EREIGNIS.c.vorgang_id == akte.id, EREIGNIS.c.nummer.in_(nummern)
        )
        akte.alter(
            delete(Ereignisklartext).where(Ereignisklartext.ereignis_id.in_(ids)),
            delete(EREIGNIS).where(
                EREIGNIS.c.vorgang_id == akte.id, EREIGNIS.c.nummer.in_(nummern)
            ),
            *(_shift(akte, max(nummern) + 1, -len(nummern)) if close else ()),
        )

    return alter


def _swap(a: int, b: int) -> Callable[[Akte], None]:
    """Two events change places, with everything but their links."""

    def alter(akte: Akte) -> None:
        felder = ("art", "zeitpunkt", "akteur", "daten")
        zeilen = akte.read(EREIGNIS)
        for nummer, andere in ((a, b), (b, a)):
            _set(nummer, **{f: getattr(zeilen[andere - 1], f) for f in felder})(akte)

    return alter


def _insert(nummer: int) -> Callable[[Akte], None]:
    """An event that follows correctly from the one before it."""

    def alter(akte: Akte) -> None:
        davor = akte.read(EREIGNIS)[nummer - 2]
        daten = {"konto": str(uuid4())}
        neu = compute_hash(
            davor.hash, nummer, "vorgang_uebernommen", davor.zeitpunkt, davor.akteur, daten
        )
        akte.alter(
            *_shift(akte, nummer, 1),
            insert(EREIGNIS).values(
                id=uuid4(),
                vorgang_id=akte.id,
                nummer=nummer,
                art="vorgang_uebernommen",
                zeitpunkt=davor.zeitpunkt,
                akteur=davor.akteur,
                daten=daten,
                vorheriger_hash=davor.hash,
                hash=neu,
            ),
        )

    return alter


def _recompute_tail(akte: Akte) -> None:
    """A forger alters an event and computes all later hashes anew, but not the head."""
    vorheriger = ANFANG
    for z in akte.read(EREIGNIS):
        daten = {**z.daten, "anlagen": 99} if z.nummer == 1 else z.daten
        neu = compute_hash(vorheriger, z.nummer, z.art, z.zeitpunkt, z.akteur, daten)
        _set(z.nummer, daten=daten, vorheriger_hash=vorheriger, hash=neu)(akte)
        vorheriger = neu


VERAENDERT = "nachträglich verändert"
ENDE = "Das Ende der Kette stimmt nicht"
FAELSCHUNGEN: list[tuple[str, Callable[[Akte], None], str]] = [
    ("data", _alter_daten(1, "anlagen", 99), f"Ereignis 1 (antrag_eingegangen) wurde {VERAENDERT}"),
    ("kind", _set(2, art="vorgang_uebernommen"), VERAENDERT),
    ("actor", _set(3, akteur="konto:00000000-0000-0000-0000-000000000000"), VERAENDERT),
    ("link", _set(5, vorheriger_hash="0" * 64), VERAENDERT),
    ("hash", _set(5, hash="f" * 64), VERAENDERT),
    ("first", _delete(1), "Ereignis 1 fehlt, es folgt Ereignis 2"),
    ("middle", _delete(5), "Ereignis 5 fehlt, es folgt Ereignis 6"),
    ("middle-closed", _delete(5, close=True), VERAENDERT),
    ("tail", _delete(10, 11), ENDE),
    ("all", _delete(*range(1, 12)), ENDE),
    ("swap", _swap(2, 3), VERAENDERT),
    ("append", _insert(12), ENDE),
    ("between", _insert(6), VERAENDERT),
    ("recomputed", _recompute_tail, ENDE),
]


@pytest.mark.parametrize(
    ("faelschung", "meldung"), [f[1:] for f in FAELSCHUNGEN], ids=[f[0] for f in FAELSCHUNGEN]
)
def test_forged_chain_is_reported(
    faelschung: Callable[[Akte], None], meldung: str, akte: Akte
) -> None:
    faelschung(akte)
    assert any(meldung in f for f in akte.list_fehler()), akte.list_fehler()


def test_time_of_an_event_is_covered_to_the_microsecond(akte: Akte) -> None:
    zeitpunkt = akte.read(EREIGNIS.c.zeitpunkt)[0].zeitpunkt
    _set(1, zeitpunkt=zeitpunkt + timedelta(microseconds=1))(akte)
    assert any(VERAENDERT in f for f in akte.list_fehler())


@pytest.mark.parametrize(
    "daten",
    [{}, [], "x", {"fassungen": 7}, {"fassungen": [[1]]}, {"eingang": "x", "nachricht_sha256": 1}],
)
@pytest.mark.parametrize("nummer", [1, 3, 4, 10])
def test_event_altered_beyond_reading_is_reported(nummer: int, daten: Any, akte: Akte) -> None:
    _set(nummer, daten=daten)(akte)
    assert any(f"Ereignis {nummer} " in f and VERAENDERT in f for f in akte.list_fehler())


@pytest.mark.parametrize("werte", [{"ereignisse": 10}, {"letzter_hash": "f" * 64}])
def test_head_of_the_chain_is_checked(werte: dict[str, Any], akte: Akte) -> None:
    akte.alter(update(VORGANG).where(VORGANG.c.id == akte.id).values(**werte))
    assert [f for f in akte.list_fehler() if ENDE in f]


def test_chains_of_two_cases_cannot_be_exchanged(akte: Akte, nimm_auf: Aufnahme) -> None:
    zweiter = nimm_auf(read_schulung("02"))
    assert zweiter.vorgang_id is not None
    with akte.engine.connect() as verbindung:
        kopf = {
            v: verbindung.execute(
                select(VORGANG.c.ereignisse, VORGANG.c.letzter_hash).where(VORGANG.c.id == v)
            ).one()
            for v in (akte.id, zweiter.vorgang_id)
        }
    akte.alter(
        update(EREIGNIS)
        .where(EREIGNIS.c.vorgang_id == akte.id)
        .values(nummer=EREIGNIS.c.nummer + 1000),
        update(EREIGNIS)
        .where(EREIGNIS.c.vorgang_id == zweiter.vorgang_id)
        .values(vorgang_id=akte.id),
        update(EREIGNIS)
        .where(EREIGNIS.c.nummer > 1000)
        .values(vorgang_id=zweiter.vorgang_id, nummer=EREIGNIS.c.nummer - 1000),
        *(
            update(VORGANG)
            .where(VORGANG.c.id == a)
            .values(ereignisse=kopf[b].ereignisse, letzter_hash=kopf[b].letzter_hash)
            for a, b in ((akte.id, zweiter.vorgang_id), (zweiter.vorgang_id, akte.id))
        ),
    )
    fehler = akte.list_fehler()
    assert any("steht in keinem Ereignis" in f for f in fehler)
    assert any("fehlt im Verzeichnis" in f for f in fehler)


# --- documents and messages ---


def test_altered_document_is_reported(akte: Akte) -> None:
    schluessel = akte.list_schluessel()[0]
    with akte.ablage.read(schluessel) as strom:
        inhalt = strom.read()
    akte.replace_objekt(schluessel, bytes([inhalt[0] ^ 1]) + inhalt[1:])
    assert akte.list_fehler() == (
        "Unterlage „Antragsformular“, Fassung 1 ist nicht mehr die eingegangene Datei.",
    )


def test_removed_document_is_reported(akte: Akte) -> None:
    akte.ablage.close_eintrag(akte.list_schluessel()[0])
    assert akte.list_fehler() == ("Unterlage „Antragsformular“, Fassung 1 fehlt in der Ablage.",)


def test_exchanged_documents_are_reported(akte: Akte) -> None:
    a, b = akte.list_schluessel()[:2]
    inhalte = []
    for s in (a, b):
        with akte.ablage.read(s) as strom:
            inhalte.append(strom.read())
    akte.replace_objekt(a, inhalte[1])
    akte.replace_objekt(b, inhalte[0])
    assert len(akte.list_fehler()) == 2


@pytest.mark.parametrize(
    ("anweisung", "meldung"),
    [
        (delete(FASSUNG), "Eine belegte Unterlage"),
        (update(FASSUNG).values(sha256="0" * 64), "nicht mehr die eingegangene Datei"),
        (update(FASSUNG).values(schluessel=None), "Eine belegte Unterlage"),
        (
            update(FASSUNG).values(schluessel="eingang/2026/11/anderes"),
            "fehlt in der Ablage",
        ),
    ],
    ids=["row-gone", "other-hash", "no-key", "other-key"],
)
def test_altered_register_of_documents_is_reported(
    anweisung: Any, meldung: str, akte: Akte
) -> None:
    schluessel = akte.list_schluessel()[0]
    akte.alter(anweisung.where(FASSUNG.c.schluessel == schluessel))
    (fehler,) = akte.list_fehler()
    assert meldung in fehler


def test_smuggled_document_is_reported(akte: Akte) -> None:
    akte.ablage.write("eingang/2026/11/untergeschoben", BytesIO(b"x"))
    with akte.engine.connect() as verbindung:
        vorlage = verbindung.execute(select(FASSUNG)).first()
    assert vorlage is not None
    werte = {**vorlage._mapping, "id": uuid4(), "nummer": 9}
    akte.alter(insert(FASSUNG).values({**werte, "schluessel": "eingang/2026/11/untergeschoben"}))
    (fehler,) = akte.list_fehler()
    assert "Fassung 9 steht in keinem Ereignis" in fehler


def _get_eingang_schluessel(akte: Akte) -> str:
    with akte.engine.connect() as verbindung:
        return str(verbindung.scalar(select(Eingang.schluessel).where(Eingang.nummer == "0200")))


def test_altered_message_is_reported(akte: Akte) -> None:
    akte.replace_objekt(_get_eingang_schluessel(akte), b"<anders/>")
    (fehler,) = akte.list_fehler()
    assert fehler.startswith("Die Nachricht des Eingangs")
    assert fehler.endswith("wurde verändert.")


def test_removed_message_is_reported(akte: Akte) -> None:
    akte.ablage.close_eintrag(_get_eingang_schluessel(akte))
    (fehler,) = akte.list_fehler()
    assert fehler.endswith("fehlt.")


@pytest.mark.parametrize(
    ("anweisung", "meldung"),
    [
        (update(Ausgang).values(inhalt=b"<anders/>"), "wurde verändert."),
        (delete(Ausgang), "fehlt."),
    ],
    ids=["altered", "removed"],
)
def test_altered_reply_is_reported(anweisung: Any, meldung: str, akte: Akte) -> None:
    akte.alter(anweisung.where(Ausgang.nummer == "1121"))
    (fehler,) = akte.list_fehler()
    assert fehler.startswith("Die versandte Nachricht")
    assert fehler.endswith(meldung)


# --- personal texts ---


def test_altered_personal_text_is_reported(akte: Akte) -> None:
    akte.alter(update(Ereignisklartext).values(wert="Ich wurde dazu gedrängt."))
    (fehler,) = akte.list_fehler()
    assert "Der Text „begruendung“ zu Ereignis" in fehler


def test_salt_of_a_personal_text_is_covered(akte: Akte) -> None:
    akte.alter(update(Ereignisklartext).values(salz="anderes"))
    assert len(akte.list_fehler()) == 1


def test_erased_personal_text_leaves_the_chain_sound(akte: Akte) -> None:
    with akte.einheit() as uow:
        uow.session.execute(delete(Ereignisklartext))
    assert akte.list_fehler() == ()


def test_personal_text_cannot_be_guessed_without_its_salt(akte: Akte) -> None:
    with akte.engine.connect() as verbindung:
        zeile = verbindung.execute(select(Ereignisklartext.salz, Ereignisklartext.wert)).one()
        daten = str([z.daten for z in akte.read(EREIGNIS.c.daten)])
    assert len(zeile.salz) >= 43
    assert zeile.salz not in daten
    assert zeile.wert not in daten


def test_no_name_enters_the_chain(akte: Akte) -> None:
    """Personal data stays out: what is erased elsewhere must not live on in the chain."""
    daten = str([tuple(z) for z in akte.read(EREIGNIS.c.daten, EREIGNIS.c.akteur)])
    for wort in ("Seifert", "Albrecht", "Bad Berka", "post.example", "Einfamilienhaus"):
        assert wort not in daten


# --- the database refuses ---


@pytest.mark.parametrize(
    "anweisung",
    [
        update(EREIGNIS).values(art="anders"),
        update(EREIGNIS).values(nummer=EREIGNIS.c.nummer),
        delete(EREIGNIS),
        text("TRUNCATE TABLE ereignis CASCADE"),
    ],
    ids=["update", "update-to-the-same", "delete", "truncate"],
)
def test_database_refuses_to_alter_events(
    anweisung: Any, akte: Akte, einheit: Einheit, dialekt: str
) -> None:
    with pytest.raises(DatabaseError) as gefangen, einheit() as uow:
        uow.session.execute(anweisung)
    erwartet = "append-only"
    if dialekt == "sqlite" and "TRUNCATE" in str(anweisung):
        erwartet = "syntax error"  # SQLite has no TRUNCATE
    assert erwartet in str(gefangen.value)
    assert akte.list_fehler() == ()


def test_an_event_number_is_given_once(akte: Akte, einheit: Einheit) -> None:
    zeile = akte.read(EREIGNIS)[0]
    werte = {**zeile._mapping, "id": uuid4()}
    with pytest.raises(DatabaseError, match=r"(?i)unique"), einheit() as uow:
        uow.session.execute(insert(EREIGNIS).values(werte))


# --- who may check ---


def test_foreign_and_absent_files_are_the_same(akte: Akte, einheit: Einheit) -> None:
    with einheit() as uow:
        weimar = uow.session.scalars(select(Behoerde.id).where(Behoerde.kuerzel == "WE")).one()
        krueger = uow.session.scalars(
            select(Konto).where(Konto.email == "krueger@weimarer-land.example")
        ).one()
    fremd = Akteur(Akteursart.KONTO, uuid4(), Kontorolle.LEITUNG, weimar)
    eigen = Akteur(Akteursart.KONTO, krueger.id, krueger.rolle, krueger.behoerde_id)
    for akteur, az in ((fremd, akte.aktenzeichen), (eigen, "AP-2026-99999")):
        with einheit(akteur) as uow, pytest.raises(NichtSichtbar):
            check_akte(uow, az)
    with einheit(eigen) as uow:
        assert check_akte(uow, akte.aktenzeichen).fehler == ()

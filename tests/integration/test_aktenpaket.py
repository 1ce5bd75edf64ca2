"""The ZIP of a case: complete, checked by the recipe that lies in it, whatever is broken."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bauaufsicht.adapters.fakes.ablage_speicher import AblageSpeicher
from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import (
    Bescheid,
    Dokument,
    DokumentFassung,
    Eingang,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.domain.ereignisse import (
    UnterlageHochgeladen,
    UnterlageVerworfen,
    VerfahrensartFestgelegt,
)
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.services.akte import check_akte
from bauaufsicht.services.aktenpaket import (
    NAMENSLAENGE,
    Paket,
    Paketdatei,
    create_paketdatei,
    format_pfadteil,
    render_paket,
)
from bauaufsicht.services.bescheid import issue_bescheid, record_abruf
from tests.factories.browser import ANTRAGSTELLER_2, POSTSTELLE, STELLE
from tests.factories.entscheidungsreif import AUFLAGE, Endrunde
from tests.factories.haus import Haus, open_haus
from tests.factories.lieferung import read_schulung


@pytest.fixture
def haus(request: pytest.FixtureRequest, dialekt: str) -> Iterator[Haus]:
    with open_haus(request, dialekt) as haus:
        yield haus


@pytest.fixture
def runde(haus: Haus) -> Endrunde:
    """A full round: heard, decided, fetched."""
    runde = Endrunde(haus.einheit, haus.uhr)
    runde.request_stellungnahme()
    runde.submit_stellungnahme()
    runde.record_entwurf()
    issue_bescheid(lambda: haus.einheit(runde.krueger), runde.vorgang_id, runde.create_freigabe())
    with haus.einheit(runde.antragsteller) as uow:
        record_abruf(uow, runde.vorgang_id)
    return runde


def fetch(haus: Haus, runde: Endrunde) -> dict[str, bytes]:
    antwort = haus.get_browser().get(f"/vorgaenge/{runde.vorgang_id}/akte.zip")
    assert antwort.status_code == 200
    assert f"Akte_{runde.get_vorgang().aktenzeichen}.zip" in antwort.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(antwort.data)) as archiv:
        assert archiv.testzip() is None
        return {name: archiv.read(name) for name in archiv.namelist()}


def check_kette(kette: dict[str, Any]) -> list[str]:
    """The recipe of PRUEFEN.txt, with nothing of ours."""
    fehler, vorheriger = [], kette["anfang"]
    for e in kette["ereignisse"]:
        inhalt = {name: e[name] for name in ("akteur", "art", "daten", "nummer", "zeitpunkt")}
        text = json.dumps(inhalt, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        summe = sha256((vorheriger + text).encode()).hexdigest()
        if e["vorheriger_hash"] != vorheriger or e["hash"] != summe:
            fehler.append(f"Ereignis {e['nummer']}")
        for feld, text_ in e["klartexte"].items():
            if sha256(f"{text_['salz']}\n{text_['wert']}".encode()).hexdigest() != e["daten"][feld]:
                fehler.append(f"Klartext {feld}")
        vorheriger = e["hash"]
    return fehler


def test_everything_of_a_case_lies_in_it(haus: Haus, runde: Endrunde) -> None:
    dateien = fetch(haus, runde)
    namen = list(dateien)
    assert {"PRUEFEN.txt", "Verlauf.pdf", "kette.json", "manifest.json"} <= set(namen)
    aktenzeichen = runde.get_vorgang().aktenzeichen
    assert dateien[f"bescheid/Bescheid_{aktenzeichen}.pdf"].startswith(b"%PDF-")
    inhalte = {sha256(i).hexdigest() for i in dateien.values()}
    probe = read_schulung("02")
    assert {sha256(a.inhalt).hexdigest() for a in probe.anlagen} <= inhalte
    assert probe.sha256 in inhalte
    assert sum(n.startswith("nachrichten/ausgang/") for n in namen) == 3  # 1120, 1121, 0205
    (stellungnahme,) = [n for n in namen if n.startswith("stellungnahmen/")]
    assert AUFLAGE in dateien[stellungnahme].decode()


def test_names_can_be_read_and_say_the_fassung(haus: Haus, runde: Endrunde) -> None:
    with haus.einheit() as uow:
        dokument = uow.session.scalars(
            select(Dokument)
            .where(Dokument.vorgang_id == runde.vorgang_id)
            .order_by(Dokument.position)
        ).first()
        assert dokument
        name = f"unterlagen/001_{format_pfadteil(dokument.bezeichnung)}/Fassung-1_"
    assert any(n.startswith(name) for n in fetch(haus, runde))


def test_the_manifest_names_each_file_as_it_is(haus: Haus, runde: Endrunde) -> None:
    dateien = fetch(haus, runde)
    manifest = json.loads(dateien["manifest.json"])
    eintraege = {d["pfad"]: d for d in manifest["dateien"]}
    assert set(eintraege) == set(dateien) - {"manifest.json"}
    for pfad, eintrag in eintraege.items():
        assert eintrag["stand"] == "gelesen"
        assert eintrag["groesse"] == len(dateien[pfad])
        assert eintrag["sha256"] == sha256(dateien[pfad]).hexdigest()
    assert (manifest["version"], manifest["ausgelassen"]) == (1, [])
    assert manifest["aktenzeichen"] == runde.get_vorgang().aktenzeichen


def test_the_chain_can_be_checked_by_the_recipe_alone(haus: Haus, runde: Endrunde) -> None:
    dateien = fetch(haus, runde)
    kette = json.loads(dateien["kette.json"])
    assert check_kette(kette) == []
    assert kette["ereignisse"][-1]["hash"] == runde.get_vorgang().letzter_hash
    pruefwerte = {
        e["daten"]["pruefwert"]
        for e in kette["ereignisse"]
        if e["art"] == "stellungnahme_abgegeben"
    }
    assert pruefwerte == {
        sha256(i).hexdigest() for n, i in dateien.items() if n.startswith("stellungnahmen/")
    }
    (erlassen,) = [e for e in kette["ereignisse"] if e["art"] == "bescheid_erlassen"]
    bescheid = next(i for n, i in dateien.items() if n.startswith("bescheid/"))
    assert erlassen["daten"]["sha256"] == sha256(bescheid).hexdigest()


@pytest.mark.parametrize("feld", ["akteur", "zeitpunkt", "art"])
def test_the_recipe_sees_a_change(haus: Haus, runde: Endrunde, feld: str) -> None:
    kette = json.loads(fetch(haus, runde)["kette.json"])
    kette["ereignisse"][2][feld] += "x"
    assert check_kette(kette) == ["Ereignis 3"]


def test_the_timeline_reads_as_on_the_page(haus: Haus, runde: Endrunde) -> None:
    with haus.einheit() as uow:
        vorgang = uow.session.get_one(Vorgang, runde.vorgang_id)
        uow.record(vorgang, VerfahrensartFestgelegt("vereinfacht", "A & B <c> 'd'"))
    with pypdfium2.PdfDocument(fetch(haus, runde)["Verlauf.pdf"]) as pdf:
        text = " ".join(
            "\n".join(s.get_textpage().get_text_range() for s in pdf).replace("\ufffe", "").split()
        )
    for wort in (
        "Bauantrag eingegangen",
        "Bescheid erlassen",
        "Bescheid zum ersten Mal abgerufen",
        "Frau Krüger",
        "automatisch",
        "Landratsamt Weimarer Land",
    ):
        assert wort in text, wort
    assert "A & B <c> 'd'" in text
    assert "&amp;" not in text
    assert text.index("Bauantrag eingegangen") < text.index("Bescheid erlassen")


@pytest.mark.parametrize("stand", [Pruefstand.GESPERRT, Pruefstand.UNGEPRUEFT])
def test_what_may_not_be_read_is_named_and_left_out(
    haus: Haus, runde: Endrunde, stand: Pruefstand
) -> None:
    with haus.einheit() as uow:
        gesperrt = uow.session.scalars(
            select(DokumentFassung)
            .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
            .where(Dokument.vorgang_id == runde.vorgang_id)
        ).first()
        assert gesperrt
        gesperrt.pruefstand, gesperrt.pruefbefund = stand, "Schadsoftware gefunden."
        pruefsumme = gesperrt.sha256
    dateien = fetch(haus, runde)
    assert pruefsumme not in {sha256(i).hexdigest() for i in dateien.values()}
    (ausgelassen,) = json.loads(dateien["manifest.json"])["ausgelassen"]
    assert ausgelassen["sha256"] == pruefsumme
    assert ausgelassen["grund"] == "Schadsoftware gefunden."
    assert ausgelassen["pruefstand"] == stand.value


def test_a_file_that_is_gone_or_changed_is_named_and_does_not_break_off(
    haus: Haus, runde: Endrunde
) -> None:
    with haus.einheit() as uow:
        erster, zweiter, *_ = uow.session.scalars(
            select(DokumentFassung.schluessel)
            .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
            .where(Dokument.vorgang_id == runde.vorgang_id)
            .order_by(Dokument.position)
        ).all()
    haus.ablage.close_eintrag(erster or "")
    haus.ablage.close_eintrag(zweiter or "")
    haus.ablage.write(zweiter or "", io.BytesIO(b"gefaelscht"))
    manifest = json.loads(fetch(haus, runde)["manifest.json"])
    staende = [d["stand"] for d in manifest["dateien"] if d["stand"] != "gelesen"]
    assert staende == ["fehlt", "veraendert"]
    (veraendert,) = [d for d in manifest["dateien"] if d["stand"] == "veraendert"]
    assert veraendert["gelesen_sha256"] == sha256(b"gefaelscht").hexdigest()


@pytest.mark.parametrize("email", [ANTRAGSTELLER_2, STELLE, POSTSTELLE])
def test_only_those_who_keep_the_case_take_it_away(haus: Haus, runde: Endrunde, email: str) -> None:
    pfad = f"/vorgaenge/{runde.vorgang_id}/akte.zip"
    assert haus.get_browser(email).get(pfad).status_code == 403


def test_a_case_before_its_decision_has_a_file_too(haus: Haus) -> None:
    runde = Endrunde(haus.einheit, haus.uhr)
    assert not any(n.startswith("bescheid/") for n in fetch(haus, runde))


# names


@pytest.mark.parametrize(
    ("name", "erwartet"),
    [
        ("Lageplan (neu).pdf", "Lageplan (neu).pdf"),
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\Windows\\x.pdf", "C_Windows_x.pdf"),
        ("Grundriss\u202e fdp.exe", "Grundriss_ fdp.exe"),
        ("", "ohne-Namen"),
        ("...", "ohne-Namen"),
        ("con", "_con"),
        ("LPT1.pdf", "_LPT1.pdf"),
        ("a\0b", "a_b"),
        ("Gro\u0308ße", "Größe"),
    ],
)
def test_a_name_is_one_that_every_file_system_takes(name: str, erwartet: str) -> None:
    assert format_pfadteil(name) == erwartet


@given(st.text(max_size=300))
@example("x" * 5000 + ".pdf")
@example("." * 90 + "pdf")
def test_no_name_leaves_its_folder(name: str) -> None:
    teil = format_pfadteil(name)
    assert 0 < len(teil) <= NAMENSLAENGE + 1
    assert not set(teil) & set("/\\:\0\n\r\t")
    assert teil.strip(" .") == teil


def test_long_names_keep_their_ending() -> None:
    assert format_pfadteil("x" * 200 + ".pdf").endswith("x.pdf")


# memory

MEGABYTE = 1 << 20


class _GrosseAblage(AblageSpeicher):
    """Holds one object of 200 MB that exists only while it is read."""

    def read(self, *_: Any, **__: Any) -> Any:  # type: ignore[override]
        return _Strom(200 * MEGABYTE)


class _Strom:
    def __init__(self, rest: int) -> None:
        self.rest = rest

    def __enter__(self) -> "_Strom":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def read(self, anzahl: int) -> bytes:
        block = min(anzahl, self.rest)
        self.rest -= block
        return bytes(block)


def test_a_big_file_costs_no_memory(uhr: FesteUhr) -> None:
    datei = Paketdatei("gross.bin", 200 * MEGABYTE, "0" * 64, "gross")
    klein = create_paketdatei("klein.txt", b"klein")
    paket = Paket("AP-1", datetime(2026, 11, 23, tzinfo=UTC), [klein, datei], [])
    tracemalloc.start()
    laenge = sum(len(block) for block in render_paket(_GrosseAblage(uhr), paket))
    _, spitze = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert laenge > 200 * MEGABYTE
    assert spitze < 4 * MEGABYTE


# the same evidence, checked by the house itself


def _check(haus: Haus, runde: Endrunde) -> tuple[str, ...]:
    aktenzeichen = runde.get_vorgang().aktenzeichen
    with haus.einheit() as uow:
        return check_akte(uow, aktenzeichen).fehler


def test_the_house_finds_a_full_round_sound(haus: Haus, runde: Endrunde) -> None:
    assert _check(haus, runde) == ()


def _upload(haus: Haus, runde: Endrunde, *, verworfen: bool) -> str:
    """A file that was uploaded as the next Fassung of the first document; its key."""
    with haus.einheit() as uow:
        vorgang = uow.session.get_one(Vorgang, runde.vorgang_id)
        alte = uow.session.scalars(
            select(DokumentFassung)
            .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
            .where(Dokument.vorgang_id == vorgang.id)
            .order_by(Dokument.position)
        ).first()
        assert alte
        abgelegt = haus.ablage.write("unterlagen/neu", io.BytesIO(b"neue Fassung"))
        neue = uow.add(
            DokumentFassung(
                dokument_id=alte.dokument_id,
                konto_id=runde.antragsteller.konto_id,
                nummer=2,
                lieferart=Lieferart.GELIEFERT,
                dateiname="neu.pdf",
                schluessel=abgelegt.schluessel,
                sha256=abgelegt.sha256,
                groesse=abgelegt.groesse,
                pruefstand=Pruefstand.FREIGEGEBEN,
                eingegangen_am=uow.jetzt(),
                abgegeben_am=None if verworfen else uow.jetzt(),
                verworfen_am=uow.jetzt() if verworfen else None,
            )
        )
        uow.record(
            vorgang,
            UnterlageHochgeladen(alte.dokument_id, neue.id, 2, abgelegt.sha256, abgelegt.groesse),
        )
        if verworfen:
            uow.record(vorgang, UnterlageVerworfen(neue.id))
    return abgelegt.schluessel


def test_an_uploaded_fassung_is_evidence_like_a_delivered_one(haus: Haus, runde: Endrunde) -> None:
    schluessel = _upload(haus, runde, verworfen=False)
    assert _check(haus, runde) == ()
    (neue,) = [n for n in fetch(haus, runde) if n.endswith("/Fassung-2_neu.pdf")]
    assert neue.startswith("unterlagen/001_")
    haus.ablage.close_eintrag(schluessel)
    assert [f.split("“, ")[-1] for f in _check(haus, runde)] == ["Fassung 2 fehlt in der Ablage."]


def test_a_discarded_upload_may_be_gone(haus: Haus, runde: Endrunde) -> None:
    haus.ablage.close_eintrag(_upload(haus, runde, verworfen=True))
    assert _check(haus, runde) == ()
    assert not [n for n in fetch(haus, runde) if "Fassung-2" in n]


def test_the_house_sees_what_was_changed_behind_its_back(haus: Haus, runde: Endrunde) -> None:
    with haus.einheit() as uow:
        bescheid = uow.session.scalars(select(Bescheid)).one()
        eingang = uow.session.scalars(select(Eingang)).one()
        schluessel = bescheid.schluessel or ""
        uow.session.execute(update(Stellungnahme).values(text="Etwas anderes."))
    haus.ablage.close_eintrag(schluessel)
    haus.ablage.write(schluessel, io.BytesIO(b"%PDF-gefaelscht"))
    haus.ablage.close_eintrag(eingang.schluessel)
    assert [f.split(" „")[0] for f in _check(haus, runde)] == [
        f"Die Nachricht des Eingangs {eingang.id} fehlt.",
        "Der Bescheid ist nicht mehr der, der erlassen wurde.",
        "Die Stellungnahme von",
    ]
    haus.ablage.close_eintrag(schluessel)
    assert "Der Bescheid fehlt in der Ablage." in _check(haus, runde)


def test_the_house_misses_a_decision_that_was_removed(haus: Haus, runde: Endrunde) -> None:
    with haus.einheit() as uow:
        uow.session.delete(uow.session.scalars(select(Bescheid)).one())
    assert _check(haus, runde) == ("Ein belegter Bescheid fehlt im Verzeichnis.",)

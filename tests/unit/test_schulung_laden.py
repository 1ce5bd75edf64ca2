"""The training data hang together: keys, tenants, accounts and messages refer to each other."""

import re
from datetime import UTC, datetime

import pytest

from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.rechte import Kontorolle
from bauaufsicht.domain.vorgang import Verfahren
from bauaufsicht.schulung import (
    Schulungsnachricht,
    list_nachrichten,
    read_behoerden,
    read_gemeinden,
    read_konten,
    read_stellen,
    read_verfahrensarten,
)

UNBESTAETIGT = {"Eisenach", "Gotha", "Ilmenau", "Mühlhausen", "Nordhausen", "Altenburg"}
AGS_DER_MUSTER = {
    "16055000", "16071003", "16073076", "16062041", "16067029", "16070029", "16053000", "16071001",
}  # fmt: skip
PLZ_DER_MUSTER = {
    "16055000": {"99423", "99425", "99427", "99428"},
    "16071003": {"99438"},
    "16073076": {"07407"},
    "16062041": {"99734"},
    "16067029": {"99867"},
    "16070029": {"98693"},
    "16053000": {"07743", "07745", "07747", "07749", "07751"},
    "16071001": {"99510"},
}


def test_there_are_28_authorities_of_three_kinds() -> None:
    arten = [b.art for b in read_behoerden()]
    assert len(arten) == 28
    assert arten.count("landkreis") == 17
    assert arten.count("kreisfreie_stadt") == 5
    assert arten.count("kreisangehoerige_stadt") == 6


def test_kennungen_and_kuerzel_of_authorities_are_unique_and_well_formed() -> None:
    behoerden = read_behoerden()
    assert len({b.kennung for b in behoerden}) == len({b.kuerzel for b in behoerden}) == 28
    assert len({b.name for b in behoerden}) == len({b.kurzname for b in behoerden}) == 28
    for b in behoerden:
        assert re.fullmatch(r"bab:16\d{6}", b.kennung)
        assert re.fullmatch(r"[A-Z]{1,4}", b.kuerzel)
        assert (b.art == "landkreis") == b.schluessel.endswith("000") or b.ort in {
            "Erfurt", "Gera", "Jena", "Suhl", "Weimar",
        }  # fmt: skip
        assert b.plz is None or re.fullmatch(r"\d{5}", b.plz)
        assert (b.strasse is None) == (b.plz is None)
        assert b.quelle


def test_exactly_the_six_towns_are_unconfirmed_and_say_why() -> None:
    """LAW.md T42: § 60 I ThürBO names Landkreise and kreisfreie Städte only."""
    offen = [b for b in read_behoerden() if not b.bestaetigt]
    assert {b.kurzname.removeprefix("Stadt ") for b in offen} == UNBESTAETIGT
    assert all("§ 60 Abs. 1 ThürBO" in b.bemerkung for b in offen)
    assert all(not b.bemerkung for b in read_behoerden() if b.bestaetigt)


def test_every_gemeinde_belongs_to_its_own_or_its_landkreis_authority() -> None:
    kennungen = {b.kennung for b in read_behoerden()}
    for g in read_gemeinden():
        eigene = f"bab:{g.ags}"
        erwartet = eigene if eigene in kennungen else f"bab:{g.ags[:5]}000"
        assert g.behoerde == erwartet
        assert g.behoerde in kennungen


def test_every_authority_has_a_gemeinde() -> None:
    zustaendig = {g.behoerde for g in read_gemeinden()}
    assert zustaendig == {b.kennung for b in read_behoerden()}


def test_gemeinden_are_complete_and_well_formed() -> None:
    gemeinden = read_gemeinden()
    assert len(gemeinden) == 601
    assert [g.ags for g in gemeinden] == sorted({g.ags for g in gemeinden})
    for g in gemeinden:
        assert re.fullmatch(r"16\d{6}", g.ags)
        assert g.kennung == f"gba:{g.ags}"
        assert g.name == g.bezeichnung.removesuffix(", Stadt")
        assert all(re.fullmatch(r"\d{5}", p) for p in g.postleitzahlen)
    unbestaetigt = {g.name.split("/")[0] for g in gemeinden if not g.bestaetigt}
    assert unbestaetigt == UNBESTAETIGT


def test_gemeinden_of_the_samples_are_there_with_their_postcodes() -> None:
    nach_ags = {g.ags: g for g in read_gemeinden()}
    assert nach_ags.keys() >= AGS_DER_MUSTER
    for ags, plz in PLZ_DER_MUSTER.items():
        assert plz <= set(nach_ags[ags].postleitzahlen)


def test_stellen_have_unique_fictitious_kennungen_and_known_authorities() -> None:
    kennungen = {b.kennung for b in read_behoerden()}
    stellen = read_stellen()
    assert len({s.kennung for s in stellen}) == len({s.name for s in stellen}) == len(stellen)
    for s in stellen:
        assert re.fullmatch(r"bet:9916\d{6}", s.kennung)
        assert "erfunden" in s.bemerkung
        assert s.behoerde is None or s.behoerde in kennungen


@pytest.mark.parametrize("behoerde", ["bab:16071000", "bab:16055000", "bab:16070029"])
def test_a_training_authority_has_every_usual_body(behoerde: str) -> None:
    arten = {s.art for s in read_stellen() if s.behoerde == behoerde}
    assert arten >= {
        "denkmalschutz", "naturschutz", "wasser", "immissionsschutz", "bodenschutz_abfall",
        "brandschutz", "strassenbaulast", "gesundheit", "veterinaer",
        "wasserversorgung_abwasser", "energieversorgung",
    }  # fmt: skip


def test_land_wide_bodies() -> None:
    arten = {s.art for s in read_stellen() if s.behoerde is None}
    assert arten >= {"denkmalfach", "arbeitsschutz", "strassenbaulast", "forst", "landwirtschaft"}


def test_accounts_cover_all_roles_and_refer_to_existing_bodies() -> None:
    konten = read_konten()
    behoerden = {b.kennung for b in read_behoerden()}
    stellen = {s.kennung for s in read_stellen()} | {g.kennung for g in read_gemeinden()}
    assert {k.rolle for k in konten} == set(Kontorolle)
    assert len({k.email for k in konten}) == len(konten)
    assert len({k.passwort for k in konten}) == 1
    for k in konten:
        assert re.fullmatch(r"[a-z.]+@[a-z-]+\.example", k.email)
        assert k.behoerde is None or k.behoerde in behoerden
        assert k.stelle is None or k.stelle in stellen
        assert (k.stelle is not None) == (k.rolle == "beteiligte_stelle")
        ohne_behoerde = k.rolle in {"antragsteller", "entwurfsverfasser", "betrieb"}
        assert (k.behoerde is None) == ohne_behoerde


@pytest.mark.parametrize(
    ("name", "rolle", "behoerde"),
    [
        ("Frau Krüger", "sachbearbeitung", "bab:16071000"),
        ("Frau Lindner", "sachbearbeitung", "bab:16055000"),
        ("Herr Vogel", "sachbearbeitung", "bab:16070029"),
    ],
)
def test_the_clerks_of_the_training(name: str, rolle: str, behoerde: str) -> None:
    konto = next(k for k in read_konten() if k.anzeigename == name)
    assert (konto.rolle, konto.behoerde) == (rolle, behoerde)


def test_accounts_of_applicants_and_planner_are_named_in_the_messages() -> None:
    texte = [n.pfad.read_text(encoding="utf-8") for n in list_nachrichten()]
    for konto in read_konten():
        if konto.rolle in {"antragsteller", "entwurfsverfasser"}:
            assert any(f"<kennung>{konto.email}</kennung>" in t for t in texte), konto.email


def test_verfahrensarten_are_unconfirmed_and_unique() -> None:
    angaben = read_verfahrensarten()
    zuordnung = {(a.kode.liste, a.kode.wert): a.verfahrensart for a in angaben}
    assert len(zuordnung) == len(angaben)
    schulung = "urn:de:bauaufsicht-schulung:codeliste:verfahrensart"
    test = "urn:de:bauaufsicht-test:codeliste:verfahrensart-th"
    assert zuordnung == {
        (schulung, "VOLL"): "baugenehmigung",
        (schulung, "VEREINFACHT"): "vereinfacht",
        (schulung, "FREISTELLUNG"): "freistellung",
        (schulung, "VORBESCHEID"): "vorbescheid",
        (test, "BGV-VOLL"): "baugenehmigung",
        (test, "BGV-VEREINFACHT"): "vereinfacht",
        (test, "GFS"): "freistellung",
    }
    assert {a.verfahrensart for a in angaben} <= set(Verfahren)
    assert all(not a.bestaetigt and a.kode.listenversion == "1.0" for a in angaben)


def test_messages_are_numbered_in_the_order_of_their_creation() -> None:
    nachrichten = list_nachrichten()
    assert [n.nummer for n in nachrichten] == [f"{i:02d}" for i in range(1, len(nachrichten) + 1)]
    zeiten = [_read_erstellt(n) for n in nachrichten]
    assert zeiten == sorted(zeiten)
    assert zeiten[0] >= datetime(2026, 10, 1, tzinfo=UTC)
    assert zeiten[-1] < datetime(2026, 11, 20, tzinfo=UTC)


def _read_erstellt(nachricht: Schulungsnachricht) -> datetime:
    text = nachricht.pfad.read_text(encoding="utf-8")
    treffer = re.search(r"<erstellungszeitpunkt>(.*?)</erstellungszeitpunkt>", text)
    assert treffer
    return datetime.fromisoformat(treffer[1])


def test_messages_go_to_known_recipients() -> None:
    bekannt = {b.kennung for b in read_behoerden()} | {g.kennung for g in read_gemeinden()}
    assert {n.empfaenger for n in list_nachrichten()} <= bekannt


def test_the_set_shows_every_kind_of_intake() -> None:
    nachrichten = list_nachrichten()
    assert {n.ergebnis for n in nachrichten} == {
        Eingangsergebnis.ANGELEGT,
        Eingangsergebnis.ZUGEORDNET,
        Eingangsergebnis.ZU_KLAEREN,
    }
    assert [n.test for n in nachrichten].count(True) == 1
    assert {n.nachricht for n in nachrichten} == {"0200", "0202", "0210", "0600"}
    assert {n.version for n in nachrichten} == {"2.6", "2.4.0.1"}
    fakten = [n.fakten for n in nachrichten]
    for merkmal in ("geometrie", "sonderbau", "verlinkte_anlagen", "wird_nachgereicht"):
        assert any(f.get(merkmal) for f in fakten), merkmal
    assert any(f.get("abweichungen") == 2 for f in fakten)
    assert any(f.get("fragen") == 2 for f in fakten)
    assert any(f.get("antragsteller_art") == "organisation" for f in fakten)


def test_only_the_clarification_repeats_a_reference() -> None:
    erste: dict[str, str] = {}
    for n in list_nachrichten():
        referenz = n.fakten.get("referenzAntragsservice")
        if referenz is None:
            assert n.ergebnis == "zugeordnet"
            assert n.fakten["bezug_referenz"] in erste
            continue
        assert (referenz in erste) == (n.ergebnis == "zu_klaeren")
        erste[referenz] = n.nummer


def test_a_gemeinde_without_key_is_found_by_an_unambiguous_name() -> None:
    namen = [g.name for g in read_gemeinden()]
    ags = {g.ags: g for g in read_gemeinden()}
    ueber_ort = [
        n for n in list_nachrichten() if n.fakten.get("gemeinde_quelle", "").startswith("Ort")
    ]
    assert ueber_ort
    for n in ueber_ort:
        text = n.pfad.read_text(encoding="utf-8")
        gemeinde = ags[n.fakten["gemeinde_ags"]]
        assert "gemeindeschluessel" not in text
        assert "postleitzahl" not in text.split("baugrundstueck>")[1]
        assert f"<ort>{gemeinde.name}</ort>" in text
        assert namen.count(gemeinde.name) == 1
        assert gemeinde.behoerde == n.empfaenger


def test_every_gemeinde_of_a_message_is_in_the_recipients_district() -> None:
    nach_ags = {g.ags: g for g in read_gemeinden()}
    for n in list_nachrichten():
        if "gemeinde_ags" in n.fakten:
            gemeinde = nach_ags[n.fakten["gemeinde_ags"]]
            assert n.empfaenger in {gemeinde.behoerde, gemeinde.kennung}

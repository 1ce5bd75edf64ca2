"""Whom a message is for (T080), and how the Gemeinde of the plot is determined."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select, update

from bauaufsicht.db.models import (
    Ausgang,
    Behoerde,
    Beteiligung,
    Eingang,
    Gemarkung,
    Gemeinde,
    Konto,
    Stelle,
    Vorgang,
)
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.fehler import NichtErlaubt
from bauaufsicht.domain.rechte import Akteur, Akteursart, Kontorolle
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import Probe, read_schulung

BASIS = read_schulung("01")
FREISTELLUNG = read_schulung("07")
WEIMARER_LAND = "bab:16071000"
WEIMAR = "bab:16055000"
OHNE = "(kein gemeindeschluessel in der Nachricht)"


def _set_stelle(kennung: str) -> Probe:
    stelle = BASIS.get_element("xbau:empfangendeStelle")
    return BASIS.replace((stelle, stelle.replace(WEIMARER_LAND, kennung)))


def _set_leser(kennung: str) -> Probe:
    leser = BASIS.get_element("leser")
    return BASIS.replace((leser, leser.replace(WEIMARER_LAND, kennung)))


@pytest.mark.parametrize(
    "probe",
    [
        _set_leser("bab:99999999"),
        _set_stelle("bab:99999999"),
        _set_leser("gba:99999999"),
        _set_leser("bap:16999999"),
        _set_leser("' OR 1=1 --"),
    ],
    ids=["reader", "office", "gemeinde", "portal", "injection"],
)
def test_unknown_addressee_is_refused(probe: Probe, nimm_auf: Aufnahme, einheit: Einheit) -> None:
    bericht = nimm_auf(probe)
    assert bericht.ergebnis is Eingangsergebnis.ZURUECKGEWIESEN
    assert bericht.fehlerkennzahl == "T080"
    with einheit() as uow:
        eingang = uow.session.scalars(select(Eingang)).one()
        antwort = uow.session.scalars(select(Ausgang)).one()
        assert (eingang.behoerde_id, antwort.behoerde_id) == (None, None)
        assert (antwort.nummer, antwort.empfaenger_kennung) == ("1100", "bap:16999999")
        with uow.ports.ablage.read(eingang.schluessel) as strom:
            assert strom.read() == probe.inhalt


def test_kennung_is_compared_without_case_and_blanks(nimm_auf: Aufnahme) -> None:
    probe = BASIS.replace((f"<kennung>{WEIMARER_LAND}<", "<kennung> BAB:16071000 <"))
    assert nimm_auf(probe).ergebnis is Eingangsergebnis.ANGELEGT


def test_office_wins_over_reader(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    bericht = nimm_auf(_set_stelle(WEIMAR))
    assert bericht.ergebnis is Eingangsergebnis.ANGELEGT
    assert (bericht.aktenzeichen or "").startswith("WE-")
    # reader and office differ, and the plot lies in the district of the reader
    assert [b.kennzahl for b in bericht.befunde] == ["T080", "S091"]
    with einheit() as uow:
        kennung = uow.session.scalar(
            select(Behoerde.kennung).join(Vorgang, Vorgang.behoerde_id == Behoerde.id)
        )
    assert kennung == WEIMAR


def test_without_office_the_reader_counts(nimm_auf: Aufnahme) -> None:
    bericht = nimm_auf(BASIS.without("xbau:empfangendeStelle"))
    assert (bericht.ergebnis, bericht.befunde) == (Eingangsergebnis.ANGELEGT, ())


def _get_behoerde(einheit: Einheit, kennung: str) -> UUID:
    with einheit() as uow:
        return uow.session.scalars(select(Behoerde.id).where(Behoerde.kennung == kennung)).one()


def _get_poststelle(einheit: Einheit, email: str) -> Akteur:
    with einheit() as uow:
        konto = uow.session.scalars(select(Konto).where(Konto.email == email)).one()
        return Akteur(Akteursart.KONTO, konto.id, konto.rolle, konto.behoerde_id)


@pytest.mark.parametrize("art", ["konto", "dienst"])
def test_delivery_for_another_authority_is_refused(
    art: str, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    """What one authority takes in never opens a case at another one."""
    akteur = _get_poststelle(einheit, "poststelle@stadt-weimar.example")
    if art == "dienst":
        akteur = Akteur(Akteursart.DIENST, behoerde_id=akteur.behoerde_id)
    bericht = nimm_auf(BASIS, akteur)
    assert (bericht.fehlerkennzahl, bericht.vorgang_id) == ("T080", None)
    with einheit() as uow:
        eingang = uow.session.scalars(select(Eingang)).one()
        assert eingang.behoerde_id == akteur.behoerde_id  # it stays with the one that took it in
        assert uow.session.scalars(select(Ausgang.behoerde_id)).all() == [akteur.behoerde_id]
        assert uow.session.scalars(select(Vorgang)).all() == []


def test_delivery_for_the_own_authority_is_taken_in(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    akteur = _get_poststelle(einheit, "poststelle@weimarer-land.example")
    assert nimm_auf(BASIS, akteur).ergebnis is Eingangsergebnis.ANGELEGT
    dienst = Akteur(Akteursart.DIENST)  # of the whole installation
    assert nimm_auf(read_schulung("10"), dienst).ergebnis is Eingangsergebnis.ANGELEGT
    with einheit() as uow:
        konten = uow.session.scalars(select(Eingang.konto_id).order_by(Eingang.nummer)).all()
    assert set(konten) == {akteur.konto_id, None}


@pytest.mark.parametrize(
    "rolle",
    [
        Kontorolle.ANTRAGSTELLER,
        Kontorolle.ENTWURFSVERFASSER,
        Kontorolle.BETEILIGTE_STELLE,
        Kontorolle.BETRIEB,
        None,
    ],
)
def test_nobody_else_may_take_in(
    rolle: Kontorolle | None, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    behoerde_id = _get_behoerde(einheit, WEIMARER_LAND)
    art = Akteursart.KONTO if rolle else Akteursart.ANONYM
    with pytest.raises(NichtErlaubt):
        nimm_auf(BASIS, Akteur(art, UUID(int=1), rolle, behoerde_id))
    with einheit() as uow:
        assert uow.session.scalars(select(Eingang)).all() == []
        assert list(uow.ports.ablage.list_eintraege()) == []


def test_announcement_to_a_gemeinde(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """0600 to gba: the case is kept at the responsible authority, the Gemeinde decides."""
    for nummer, behoerde, gemeinde in (
        ("07", "bab:16070029", "gba:16070029"),
        ("08", WEIMARER_LAND, "gba:16071056"),
    ):
        bericht = nimm_auf(read_schulung(nummer))
        with einheit() as uow:
            vorgang = uow.session.get_one(Vorgang, bericht.vorgang_id)
            beteiligung = uow.session.execute(
                select(Beteiligung, Stelle)
                .join(Stelle, Stelle.id == Beteiligung.stelle_id)
                .where(Beteiligung.vorgang_id == vorgang.id)
            ).one()
            assert beteiligung.Stelle.kennung == gemeinde
            assert beteiligung.Stelle.id == vorgang.entscheidende_stelle_id
            assert beteiligung.Beteiligung.entscheidet
            assert uow.session.get_one(Behoerde, vorgang.behoerde_id).kennung == behoerde
        assert vorgang.verfahrensart is Verfahren.FREISTELLUNG
        assert vorgang.zustand is Zustand.GEMEINDE_PRUEFT
        assert vorgang.frist_regel == "freistellung"


def test_application_to_a_gemeinde_is_kept_at_the_authority(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    """Only an announcement (0600) is decided by the Gemeinde; anything else is a hint."""
    bericht = nimm_auf(BASIS.replace((WEIMARER_LAND, "gba:16071003")))
    assert bericht.ergebnis is Eingangsergebnis.ANGELEGT
    assert [b.kennzahl for b in bericht.befunde] == ["S100"]
    with einheit() as uow:
        vorgang = uow.session.scalars(select(Vorgang)).one()
        assert uow.session.get_one(Behoerde, vorgang.behoerde_id).kennung == WEIMARER_LAND
        assert uow.session.scalars(select(Beteiligung)).all() == []
    assert vorgang.entscheidende_stelle_id is None


def test_stelle_of_a_gemeinde_is_made_once(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    probe = read_schulung("08").replace(("gba:16071056", "gba:16071004"))
    nimm_auf(probe)
    nimm_auf(probe.with_referenz("zwei"))
    with einheit() as uow:
        stellen = uow.session.scalars(select(Stelle).where(Stelle.kennung == "gba:16071004")).all()
        zahl = len(uow.session.scalars(select(Beteiligung)).all())
    assert [(s.art, s.gemeinde_ags) for s in stellen] == [("gemeinde", "16071004")]
    assert zahl == 2


def test_announcement_to_the_authority_itself_has_no_deciding_gemeinde(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    nimm_auf(FREISTELLUNG.replace(("gba:16070029", "bab:16070029")))
    with einheit() as uow:
        vorgang = uow.session.scalars(select(Vorgang)).one()
        assert vorgang.entscheidende_stelle_id is None
        assert uow.session.scalars(select(Beteiligung)).all() == []
    assert vorgang.verfahrensart is Verfahren.FREISTELLUNG


def _without_schluessel(probe: Probe) -> Probe:
    return probe.without("xbau:gemeindeschluessel")


def _set_adresse(ort: str, plz: str) -> Probe:
    """Another place in the plot's address, and no gemeindeschluessel."""
    adresse = BASIS.get_element("xbau:anschrift")
    neu = adresse.replace("<ort>Bad Berka<", f"<ort>{ort}<").replace(">99438<", f">{plz}<")
    return _without_schluessel(BASIS.replace((adresse, neu)))


OHNE_ADRESSE = BASIS.without("xbau:anschrift")


@pytest.mark.parametrize(
    ("probe", "ags", "quelle"),
    [
        (BASIS, "16071003", "gemeindeschluessel"),
        (_set_adresse("Bad Berka", "99438"), "16071003", f"Ort und PLZ {OHNE}"),
        (_set_adresse("BAD BERKA", "99438"), "16071003", f"Ort und PLZ {OHNE}"),
        (_set_adresse("Bad Berka", "01234"), "16071003", f"Ort, PLZ nicht bestätigt {OHNE}"),
        (_set_adresse("Atlantis", "99438"), None, None),
        (_set_adresse("Weimar", "99423"), None, None),  # of another authority
        (OHNE_ADRESSE, None, None),
    ],
    ids=["key", "place", "case", "postcode", "nowhere", "elsewhere", "nothing"],
)
def test_gemeinde_from_the_address(
    probe: Probe, ags: str | None, quelle: str | None, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    bericht = nimm_auf(probe)
    assert (bericht.fakten["gemeinde_ags"], bericht.fakten["gemeinde_quelle"]) == (ags, quelle)
    assert [b.kennzahl for b in bericht.befunde] == ([] if ags else ["S999"])
    with einheit() as uow:
        ort = uow.session.scalars(select(Vorgang.ort)).one()
    assert ort == ("Bad Berka" if ags else "")


def test_gemeinde_from_the_gemarkung(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """Name only within the own district, number before name, never when it is ambiguous."""
    with einheit() as uow:
        uow.add_all(
            [
                Gemarkung(nummer="164501", name="Bad Berka", gemeinde_ags="16071003"),
                Gemarkung(nummer="164502", name="Apolda", gemeinde_ags="16071001"),
                Gemarkung(nummer="164503", name="Bad Berka", gemeinde_ags="16055000"),
            ]
        )
    quelle_name = f"Gemarkungsname im Zuständigkeitsbereich {OHNE}"
    bericht = nimm_auf(OHNE_ADRESSE)
    assert bericht.fakten["gemeinde_ags"] == "16071003"
    assert bericht.fakten["gemeinde_quelle"] == quelle_name
    nummer = OHNE_ADRESSE.replace(
        ("<bezeichnung>Bad Berka</bezeichnung>", "<nummer>164502</nummer>")
    )
    bericht = nimm_auf(nummer.with_referenz("nummer"))
    assert bericht.fakten["gemeinde_ags"] == "16071001"
    assert bericht.fakten["gemeinde_quelle"] == f"Gemarkungsnummer {OHNE}"
    # the number of another district says nothing
    bericht = nimm_auf(nummer.replace(("164502", "164503")).with_referenz("fremd"))
    assert bericht.fakten["gemeinde_ags"] is None
    # parcels in two Gemeinden: a person decides
    flurstueck = OHNE_ADRESSE.get_element("xbau:flurstueck")
    zweites = flurstueck.replace("Bad Berka", "Apolda")
    zwei = OHNE_ADRESSE.replace((flurstueck, flurstueck + zweites))
    assert nimm_auf(zwei.with_referenz("zwei")).fakten["gemeinde_ags"] is None


def test_gemeinde_from_the_addressee_of_an_announcement(nimm_auf: Aufnahme) -> None:
    fakten = nimm_auf(read_schulung("08").without("xbau:anschrift")).fakten
    assert fakten["gemeinde_ags"] == "16071056"
    assert fakten["gemeinde_quelle"] == f"Empfänger der Anzeige {OHNE}"


def test_gemeinde_of_an_authority_that_has_only_one(nimm_auf: Aufnahme) -> None:
    fakten = nimm_auf(read_schulung("10").without("xbau:anschrift")).fakten
    assert fakten["gemeinde_ags"] == "16055000"
    assert fakten["gemeinde_quelle"] == f"einzige Gemeinde der Behörde {OHNE}"


def test_order_of_the_sources(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """Key before Gemarkung before place."""
    with einheit() as uow:
        uow.add(Gemarkung(nummer="164501", name="Bad Berka", gemeinde_ags="16071001"))
    assert nimm_auf(BASIS).fakten["gemeinde_ags"] == "16071003"
    ohne = _without_schluessel(BASIS).with_referenz("ohne")
    assert nimm_auf(ohne).fakten["gemeinde_ags"] == "16071001"


@pytest.mark.parametrize(
    ("ags", "erwartet", "kennzahl"),
    [
        ("16055000", "16055000", "S091"),  # another district
        ("09162000", "09162000", "S091"),  # another Land
        ("160710003003", "16071003", "X011"),  # a Regionalschlüssel: the place counts
        ("unbekannt", "16071003", "X011"),
    ],
)
def test_strange_keys_are_hints(
    ags: str, erwartet: str, kennzahl: str, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    bericht = nimm_auf(BASIS.replace(("<code>16071003<", f"<code>{ags}<")))
    assert bericht.ergebnis is Eingangsergebnis.ANGELEGT
    assert [b.kennzahl for b in bericht.befunde] == [kennzahl]
    assert bericht.fakten["gemeinde_ags"] == erwartet
    ungueltig = "gemeindeschluessel in der Nachricht ungültig" in bericht.fakten["gemeinde_quelle"]
    assert ungueltig is (kennzahl == "X011")


def test_a_wrong_key_is_found_behind_many_right_ones(nimm_auf: Aufnahme) -> None:
    anschrift = BASIS.get_element("xbau:anschrift")
    viele = [anschrift.replace("16071003", f"1607100{n}") for n in (3, 1, 2, 4, 5, 6)]
    bericht = nimm_auf(BASIS.replace((anschrift, "".join([*viele, anschrift.replace("1607", "")]))))
    assert bericht.fakten["gemeinde_ags"] == "16071003"
    assert [b.text[:29] for b in bericht.befunde] == ["Der Gemeindeschlüssel „1003“ "]


def test_place_with_the_same_name_is_told_by_its_postcode(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    with einheit() as uow:
        behoerde = uow.session.scalars(select(Behoerde.id).where(Behoerde.kennung == WEIMARER_LAND))
        uow.add(
            Gemeinde(
                ags="16071999",
                name="Bad Berka",
                bezeichnung="Bad Berka",
                kennung="gba:16071999",
                behoerde_id=behoerde.one(),
                plz="99999",
            )
        )
    assert nimm_auf(_set_adresse("Bad Berka", "99999")).fakten["gemeinde_ags"] == "16071999"
    unklar = _set_adresse("Bad Berka", "11111").with_referenz("unklar")
    assert nimm_auf(unklar).fakten["gemeinde_ags"] is None


def test_gemeinde_may_change_hands(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """Responsibility is data: an unconfirmed town can be moved."""
    ilmkreis = _get_behoerde(einheit, "bab:16070000")
    with einheit() as uow:
        uow.session.execute(
            update(Gemeinde).where(Gemeinde.ags == "16070029").values(behoerde_id=ilmkreis)
        )
    bericht = nimm_auf(replace(FREISTELLUNG))
    with einheit() as uow:
        assert uow.session.get_one(Vorgang, bericht.vorgang_id).behoerde_id == ilmkreis

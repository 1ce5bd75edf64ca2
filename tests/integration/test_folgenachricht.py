"""Messages to a case that is there: changes (0202), withdrawal (1130), protocol, all else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import select, update

from bauaufsicht.adapters.fakes.uhr import FesteUhr
from bauaufsicht.db.models import (
    Antragsstand,
    Ausgang,
    Beteiligter,
    Dokument,
    DokumentFassung,
    Eingang,
    Ereignisklartext,
    Ereignisrecord,
    Konto,
    Vorgang,
    Vorgangsabweichung,
    Vorgangsflurstueck,
    Vorgangsgebaeude,
)
from bauaufsicht.domain.befund import Schwere
from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.domain.nachricht import Block, Rolle
from bauaufsicht.domain.suche import format_suchtext
from bauaufsicht.domain.vorgang import Zustand
from bauaufsicht.services.akte import check_akte
from tests.conftest import Aufnahme, Einheit
from tests.factories.lieferung import (
    Probe,
    create_aenderung,
    create_anlage,
    create_folgenachricht,
    create_ruecknahme,
    read_schulung,
)

BASIS = read_schulung("01")
REFERENZ = "5931fb42-f651-5b89-9b19-22775289406c"
BEZUG = f"<referenz>{REFERENZ}</referenz>"
UNBEKANNT = "00000000-0000-4000-8000-000000000000"
ZUGEORDNET = Eingangsergebnis.ZUGEORDNET
ZU_KLAEREN = Eingangsergebnis.ZU_KLAEREN


def _create_vorhaben(*paare: tuple[str, str]) -> str:
    """The complete project of the application after a change, as 0202 sends it."""
    text = BASIS.get_element("xbau:bauvorhaben")
    for alt, neu in paare:
        assert alt in text
        text = text.replace(alt, neu)
    return text.replace("xbau:bauvorhaben>", "xbau:bauvorhabenAenderungsdaten>")


def _get_zustand(einheit: Einheit, aktenzeichen: str | None) -> Zustand:
    with einheit() as uow:
        return uow.session.scalars(
            select(Vorgang.zustand).where(Vorgang.aktenzeichen == aktenzeichen)
        ).one()


def _check_akte(einheit: Einheit, aktenzeichen: str | None) -> None:
    with einheit() as uow:
        assert check_akte(uow, aktenzeichen or "").fehler == ()


# --- which case ---


@pytest.mark.parametrize("wie", ["reference", "capitals", "aktenzeichen", "both", "foreign-number"])
def test_case_is_found(wie: str, nimm_auf: Aufnahme, einheit: Einheit) -> None:
    az = nimm_auf(BASIS).aktenzeichen
    bezug = {
        "reference": BEZUG,
        "capitals": f"<referenz>{REFERENZ.upper()}</referenz>",
        "aktenzeichen": f"<vorgang>{az}</vorgang>",
        "both": f"{BEZUG}<vorgang>{az}</vorgang>",
        "foreign-number": f"{BEZUG}<vorgang>BA-2026-00123</vorgang>",  # not one of ours
    }[wie]
    bericht = nimm_auf(create_aenderung(bezug))
    assert (bericht.ergebnis, bericht.aktenzeichen) == (ZUGEORDNET, az)
    assert bericht.fakten["anzahl_anlagen"] == 0
    _check_akte(einheit, az)


@pytest.mark.parametrize("referenz", [UNBEKANNT, REFERENZ], ids=["unknown", "of-another-case"])
def test_references_that_contradict_each_other_wait_for_a_person(
    referenz: str, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    """A withdrawal must not end the wrong case."""
    nimm_auf(BASIS)
    anderer = nimm_auf(read_schulung("02")).aktenzeichen
    ruecknahme = create_ruecknahme(referenz).replace(
        ("</referenz>", f"</referenz><vorgang>{anderer}</vorgang>")
    )
    bericht = nimm_auf(ruecknahme)
    assert (bericht.ergebnis, bericht.vorgang_id) == (ZU_KLAEREN, None)
    assert [b.kennzahl for b in bericht.befunde] == ["S090"]
    for az in ("AP-2026-00001", anderer):
        assert _get_zustand(einheit, az) is not Zustand.ZURUECKGENOMMEN


@pytest.mark.parametrize(
    "bezug",
    [
        f"<referenz>{UNBEKANNT}</referenz>",
        "<vorgang>AP-2026-00002</vorgang>",
        f"<referenz>{UNBEKANNT}</referenz><vorgang>AP-2026-00001</vorgang>",
    ],
    ids=["reference", "aktenzeichen", "contradiction"],
)
def test_unknown_case_waits_for_a_person(bezug: str, nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    element, datei = create_anlage("Lageplan", b"%PDF-1.7 neu", version="2")
    nachricht = create_aenderung(bezug, f"<xbau:anlagen>{element}</xbau:anlagen>")
    bericht = nimm_auf(nachricht.with_anlagen(datei))
    assert (bericht.ergebnis, bericht.vorgang_id) == (ZU_KLAEREN, None)
    assert [(b.kennzahl, b.schwere) for b in bericht.befunde] == [("S090", Schwere.KLAERUNG)]
    with einheit() as uow:
        eingang = uow.session.get_one(Eingang, bericht.eingang_id)
        assert eingang.angaben
        assert eingang.behoerde_id is not None  # somebody sees it in the queue
        with uow.ports.ablage.read(eingang.schluessel) as strom:
            assert strom.read() == nachricht.inhalt
        antworten = uow.session.scalars(
            select(Ausgang).where(Ausgang.eingang_id == eingang.id)
        ).all()
    assert antworten == []


def test_case_of_another_authority_is_not_found(nimm_auf: Aufnahme) -> None:
    nimm_auf(read_schulung("10"))
    referenz = read_schulung("10").get_text("referenzAntragsservice")
    for bezug in (f"<referenz>{referenz}</referenz>", "<vorgang>WE-2026-00001</vorgang>"):
        bericht = nimm_auf(create_aenderung(bezug, saat=bezug))
        assert (bericht.ergebnis, bericht.vorgang_id) == (ZU_KLAEREN, None)


# --- 0202 ---


def test_change_replaces_the_project(nimm_auf: Aufnahme, einheit: Einheit, uhr: FesteUhr) -> None:
    az = nimm_auf(BASIS).aktenzeichen
    uhr.stand += timedelta(days=3)
    vorhaben = _create_vorhaben(
        ("mit Carport", "mit Doppelgarage"),
        ("Albrecht", "Baumann"),
        ("<zaehler>212", "<zaehler>999"),
        ("b829da5b-8e86-560b-a4ea-7b1905c3767d", UNBEKANNT),
        (">109.25<", ">133.00<"),
    )
    bericht = nimm_auf(create_aenderung(BEZUG, vorhaben))
    assert (bericht.ergebnis, bericht.befunde) == (ZUGEORDNET, ())
    with einheit() as uow:
        vorgang = uow.session.scalars(select(Vorgang)).one()
        personen = uow.session.execute(
            select(Beteiligter.block, Beteiligter.rolle, Beteiligter.sortiername).order_by(
                Beteiligter.block, Beteiligter.position
            )
        ).all()
        flurstuecke = uow.session.scalars(select(Vorgangsflurstueck.zaehler)).all()
        gebaeude = uow.session.scalars(select(Vorgangsgebaeude.uuid)).all()
        staende = uow.session.scalars(select(Antragsstand).order_by(Antragsstand.nummer)).all()
        ereignis = uow.session.scalars(
            select(Ereignisrecord).where(Ereignisrecord.art == "antrag_geaendert")
        ).one()
    assert vorgang.bezeichnung == "Neubau eines Einfamilienhauses mit Doppelgarage"
    assert vorgang.lage == "Bad Berka, Flur 5, Flurstück 999/4"
    assert vorgang.zustand is Zustand.VOLLSTAENDIGKEIT_PRUEFEN
    assert format_suchtext("Baumann") in vorgang.suchtext
    assert format_suchtext("Albrecht") not in vorgang.suchtext
    assert (flurstuecke, gebaeude) == (["999"], [UNBEKANNT])
    assert [(p.rolle, p.sortiername) for p in personen if p.block is Block.ANTRAG] == [
        (Rolle.ANTRAGSTELLER, "Seifert, Maren"),
        (Rolle.ANTRAGSTELLER, "Seifert, Tobias"),
    ]
    assert [p.sortiername for p in personen if p.rolle is Rolle.ENTWURFSVERFASSER] == [
        "Baumann, Ruth"
    ]
    assert [s.nummer for s in staende] == [1, 2]
    aenderungen = {pfad.rpartition("/")[2]: (a, n) for pfad, a, n in staende[1].aenderungen}
    assert aenderungen == {
        "bezeichnungDesBauvorhabens": (
            "Neubau eines Einfamilienhauses mit Carport",
            "Neubau eines Einfamilienhauses mit Doppelgarage",
        ),
        "name": ("Albrecht", "Baumann"),
        "zaehler": ("212", "999"),
        "uuidGebaeude": ("b829da5b-8e86-560b-a4ea-7b1905c3767d", UNBEKANNT),
        "bruttoGrundflaecheBGF": ("109.25", "133.00"),
    }
    assert ereignis.daten["geaenderte_angaben"] == 5
    werte = {z[0]: z[1] for z in staende[1].angaben}
    assert werte["referenzAntragsservice/referenzAntragsservice"] == REFERENZ  # absent: unchanged
    datenblatt = "bauvorhaben/gegenstand/bauvorhabenDatenblatt/flaechen/flaechen.DIN277"
    assert werte[f"{datenblatt}/bruttoGrundflaecheBGF"] == "133.00"
    _check_akte(einheit, az)


def test_first_state_of_the_application_stays(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    with einheit() as uow:
        vorher = uow.session.scalars(select(Antragsstand.angaben)).one()
    nimm_auf(create_aenderung(BEZUG, _create_vorhaben(("Carport", "Garage"))))
    with einheit() as uow:
        erster = uow.session.scalars(select(Antragsstand.angaben).where(Antragsstand.nummer == 1))
        assert erster.one() == vorher


def test_second_change_is_compared_with_the_first(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    nimm_auf(create_aenderung(BEZUG, _create_vorhaben(("Carport", "Garage")), "a"))
    nimm_auf(create_aenderung(BEZUG, _create_vorhaben(("Carport", "Garage")), "b"))
    nimm_auf(create_aenderung(BEZUG, _create_vorhaben(), "c"))
    with einheit() as uow:
        staende = uow.session.scalars(select(Antragsstand).order_by(Antragsstand.nummer)).all()
    assert [len(s.aenderungen) for s in staende] == [0, 1, 0, 1]
    vorhaben = [[z for z in stand.angaben if z[0].startswith("bauvorhaben")] for stand in staende]
    assert vorhaben[3] == vorhaben[0] != vorhaben[1]


def test_absent_blocks_are_unchanged(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """0202 with attachments only: nobody and nothing of the application is lost."""
    basis = read_schulung("02")
    az = nimm_auf(basis).aktenzeichen
    tabellen = (Beteiligter, Vorgangsflurstueck, Vorgangsabweichung, Vorgangsgebaeude)

    def read() -> list[Any]:
        with einheit() as uow:
            return [sorted(uow.session.scalars(select(t.id)).all()) for t in tabellen]

    vorher = read()
    assert all(vorher)
    element, datei = create_anlage("Nachtrag", b"%PDF-1.7 n")
    bezug = f"<referenz>{basis.get_text('referenzAntragsservice')}</referenz>"
    nachricht = create_aenderung(bezug, f"<xbau:anlagen>{element}</xbau:anlagen>")
    assert nimm_auf(nachricht.with_anlagen(datei)).ergebnis is ZUGEORDNET
    assert read() == vorher
    with einheit() as uow:
        stand = uow.session.scalars(select(Antragsstand).where(Antragsstand.nummer == 2)).one()
    assert stand.aenderungen == []
    _check_akte(einheit, az)


def test_sent_deviations_replace_the_old_ones(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    basis = read_schulung("02")
    nimm_auf(basis)
    abweichung = basis.get_element("xbau:beantragteAbweichung")
    bezug = f"<referenz>{basis.get_text('referenzAntragsservice')}</referenz>"
    nimm_auf(create_aenderung(bezug, abweichung))
    with einheit() as uow:
        assert len(uow.session.scalars(select(Vorgangsabweichung)).all()) == 1
        assert len(uow.session.scalars(select(Vorgangsflurstueck)).all()) == 1


def test_accounts_stay_with_the_same_person(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """A replaced person loses access, a person named again keeps it, applicants always do."""
    nimm_auf(BASIS)
    with einheit() as uow:
        konten = {k.email: k.id for k in uow.session.scalars(select(Konto))}
        seifert, albrecht = (
            konten["m.seifert@post.example"],
            konten["albrecht@albrecht-architektur.example"],
        )
        uow.session.execute(
            update(Beteiligter)
            .where(Beteiligter.sortiername == "Seifert, Maren")
            .values(konto_id=seifert)
        )
        uow.session.execute(
            update(Beteiligter)
            .where(Beteiligter.rolle == Rolle.ENTWURFSVERFASSER)
            .values(konto_id=albrecht)
        )

    def read() -> set[tuple[str, str]]:
        with einheit() as uow:
            return {
                (b.rolle.value, b.sortiername)
                for b in uow.session.scalars(
                    select(Beteiligter).where(Beteiligter.konto_id.is_not(None))
                )
            }

    vorher = read()
    assert len(vorher) == 4
    nimm_auf(create_aenderung(BEZUG, _create_vorhaben(("Carport", "Garage")), "gleich"))
    assert read() == vorher
    nimm_auf(create_aenderung(BEZUG, _create_vorhaben(("Albrecht", "Baumann")), "andere"))
    assert read() == vorher - {("entwurfsverfasser", "Albrecht, Ruth")}


def test_account_is_not_lost_to_a_namesake(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """Two people of the same name and role, one with an account."""
    zwei = BASIS.replace(("<name>Tobias<", "<name>Maren<"))
    nimm_auf(zwei)
    with einheit() as uow:
        konto = uow.session.scalars(
            select(Konto.id).where(Konto.email == "m.seifert@post.example")
        ).one()
        erste = uow.session.scalars(
            select(Beteiligter)
            .where(Beteiligter.block == Block.ANTRAG)
            .order_by(Beteiligter.position)
        ).first()
        assert erste is not None
        erste.konto_id = konto
    nimm_auf(create_aenderung(BEZUG, _create_vorhaben(("Carport", "Garage"))))
    with einheit() as uow:
        antrag = uow.session.scalars(
            select(Beteiligter.konto_id)
            .where(Beteiligter.block == Block.ANTRAG)
            .order_by(Beteiligter.position)
        ).all()
    assert antrag == [konto, None]


def test_moved_plot_lies_in_its_new_gemeinde(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    vorhaben = _create_vorhaben(("<code>16071003<", "<code>16071001<"))
    nimm_auf(create_aenderung(BEZUG, vorhaben))
    with einheit() as uow:
        vorgang = uow.session.scalars(select(Vorgang)).one()
    assert (vorgang.gemeinde_ags, vorgang.ort) == ("16071001", "Apolda")
    assert vorgang.gemeinde_quelle == "gemeindeschluessel"


def test_change_that_names_applicants_changes_none(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    """0202 has no applicants in the schema; one that has some is neither lost nor obeyed."""
    az = nimm_auf(BASIS).aktenzeichen
    fremder = BASIS.get_element("xbau:antragsteller").replace("Maren", "Fremd")
    assert nimm_auf(create_aenderung(BEZUG, fremder)).ergebnis is ZUGEORDNET
    with einheit() as uow:
        namen = uow.session.scalars(
            select(Beteiligter.sortiername)
            .where(Beteiligter.block == Block.ANTRAG)
            .order_by(Beteiligter.position)
        ).all()
    assert namen == ["Seifert, Maren", "Seifert, Tobias"]
    _check_akte(einheit, az)


# --- documents ---


def _read_fassungen(einheit: Einheit) -> dict[str, list[tuple[int, str | None]]]:
    with einheit() as uow:
        zeilen = uow.session.execute(
            select(Dokument.bezeichnung, DokumentFassung.nummer, DokumentFassung.versionsnummer)
            .join(DokumentFassung, DokumentFassung.dokument_id == Dokument.id)
            .order_by(Dokument.position, DokumentFassung.nummer)
        ).all()
    gefunden: dict[str, list[tuple[int, str | None]]] = {}
    for z in zeilen:
        gefunden.setdefault(z.bezeichnung, []).append((z.nummer, z.versionsnummer))
    return gefunden


def _submit_anlagen(nimm_auf: Aufnahme, saat: str, *anlagen: tuple[str, bytes, str]) -> None:
    paare = [create_anlage(b, i, f"{saat}-{n}.pdf", v) for n, (b, i, v) in enumerate(anlagen)]
    element = f"<xbau:anlagen>{''.join(e for e, _ in paare)}</xbau:anlagen>"
    nachricht = create_aenderung(BEZUG, element, saat).with_anlagen(*(d for _, d in paare))
    assert nimm_auf(nachricht).ergebnis is ZUGEORDNET


def test_same_name_and_kind_is_a_new_fassung(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    az = nimm_auf(BASIS).aktenzeichen
    vorher = _read_fassungen(einheit)
    _submit_anlagen(
        nimm_auf, "a", ("Lageplan", b"%PDF zwei", "2"), ("Abstandsflächen", b"%PDF x", "1")
    )
    _submit_anlagen(nimm_auf, "b", ("Lageplan", b"%PDF drei", "3"))
    assert _read_fassungen(einheit) == {
        **vorher,
        "Lageplan": [(1, "1"), (2, "2"), (3, "3")],
        "Abstandsflächen": [(1, "1")],
    }
    with einheit() as uow:
        ereignisse = uow.session.scalars(
            select(Ereignisrecord)
            .where(Ereignisrecord.art == "unterlagen_eingegangen")
            .order_by(Ereignisrecord.nummer)
        ).all()
    assert [e.daten["ersetzt"] for e in ereignisse] == [0, 1, 1]
    _check_akte(einheit, az)


def test_same_name_of_another_kind_is_another_document(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    nimm_auf(BASIS)
    _submit_anlagen(nimm_auf, "a", ("Ansichten", b"%PDF", "2"))  # kind 1803, not 2003
    assert _read_fassungen(einheit)["Ansichten"] == [(1, "1"), (1, "2")]


def test_two_of_one_name_in_one_message_are_two_documents(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    az = nimm_auf(BASIS).aktenzeichen
    _submit_anlagen(nimm_auf, "a", ("Schnitt", b"%PDF A", "1"), ("Schnitt", b"%PDF B", "2"))
    assert _read_fassungen(einheit)["Schnitt"] == [(1, "1"), (1, "2")]
    # and the next message finds its place behind them
    _submit_anlagen(nimm_auf, "b", ("Schnitt", b"%PDF C", "3"), ("Neu", b"%PDF N", "1"))
    fassungen = _read_fassungen(einheit)
    assert sorted(fassungen["Schnitt"]) == [(1, "1"), (1, "2"), (2, "3")]
    assert fassungen["Neu"] == [(1, "1")]
    with einheit() as uow:
        positionen = uow.session.scalars(select(Dokument.position).order_by(Dokument.position))
        assert positionen.all() == list(range(1, 9))
    _check_akte(einheit, az)


def test_earlier_fassung_keeps_its_bytes(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    _submit_anlagen(nimm_auf, "a", ("Lageplan", b"%PDF zwei", "2"))
    with einheit() as uow:
        schluessel = uow.session.scalars(
            select(DokumentFassung.schluessel)
            .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
            .where(Dokument.bezeichnung == "Lageplan")
            .order_by(DokumentFassung.nummer)
        ).all()
        inhalte = []
        for s in schluessel:
            with uow.ports.ablage.read(s or "") as strom:
                inhalte.append(strom.read())
    assert inhalte == [BASIS.anlagen[1].inhalt, b"%PDF zwei"]


# --- 1130 ---


def test_withdrawal_ends_the_case(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    az = nimm_auf(BASIS).aktenzeichen
    bericht = nimm_auf(create_ruecknahme(REFERENZ, grund="Das Grundstück ist verkauft."))
    assert (bericht.ergebnis, bericht.aktenzeichen) == (ZUGEORDNET, az)
    with einheit() as uow:
        vorgang = uow.session.scalars(select(Vorgang)).one()
        antwort = uow.session.scalars(select(Ausgang).where(Ausgang.nummer == "1131")).one()
        klartext = uow.session.scalars(select(Ereignisklartext)).one()
        ereignis = uow.session.get_one(Ereignisrecord, klartext.ereignis_id)
    assert vorgang.zustand is Zustand.ZURUECKGENOMMEN
    assert (vorgang.frist_regel, vorgang.frist_beginn, vorgang.frist_ende) == (None, None, None)
    baum = etree.fromstring(antwort.inhalt)
    assert baum.findtext("ruecknahmeAkzeptiert") == "true"
    assert baum.findtext("bezug/referenz") == REFERENZ
    assert (klartext.feld, klartext.wert) == ("begruendung", "Das Grundstück ist verkauft.")
    assert ereignis.art == "antrag_zurueckgenommen"
    assert "verkauft" not in str(ereignis.daten)  # personal texts stay out of the chain
    _check_akte(einheit, az)


@pytest.mark.parametrize("nummer", ["01", "03", "07"])
def test_withdrawal_from_every_open_state(
    nummer: str, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    probe = read_schulung(nummer)
    if nummer == "03":
        probe = probe.replace(("<code>VEREINFACHT<", "<code>UNBEKANNT<"))
    az = nimm_auf(probe).aktenzeichen
    ruecknahme = create_ruecknahme(probe.get_text("referenzAntragsservice"))
    if nummer == "07":
        ruecknahme = ruecknahme.replace(("bab:16071000", "gba:16070029"))
    assert nimm_auf(ruecknahme).ergebnis is ZUGEORDNET
    assert _get_zustand(einheit, az) is Zustand.ZURUECKGENOMMEN


@pytest.mark.parametrize(
    "zweite",
    [create_ruecknahme(REFERENZ, "zweite"), create_aenderung(BEZUG, saat="zweite")],
    ids=["1130", "0202"],
)
def test_ended_case_takes_no_more_effect(
    zweite: Probe, nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    az = nimm_auf(BASIS).aktenzeichen
    nimm_auf(create_ruecknahme(REFERENZ))
    bericht = nimm_auf(zweite)
    assert (bericht.ergebnis, bericht.aktenzeichen) == (ZU_KLAEREN, az)
    assert [(b.kennzahl, b.schwere) for b in bericht.befunde] == [("S101", Schwere.KLAERUNG)]
    with einheit() as uow:
        antworten = uow.session.scalars(
            select(Ausgang).where(Ausgang.eingang_id == bericht.eingang_id)
        ).all()
        assert antworten == []
        assert uow.session.get_one(Eingang, bericht.eingang_id).angaben
    _check_akte(einheit, az)


# --- protocol ---


@pytest.mark.parametrize(
    "art",
    [
        "prozessnachrichten.rueckweisung.G2G.1100",
        "prozessnachrichten.generischeQuittierungEingang.1180",
        "prozessnachrichten.generischeRueckmeldungAbruf.1181",
    ],
)
@pytest.mark.parametrize(
    "stoerung",
    [
        lambda p: p,
        lambda p: p.replace(("bab:16071000", "bab:99999999")),
        lambda p: p.replace(("2026-11-09T", "2027-11-09T")),
        lambda p: p.replace(("<code>DVDV</code>", "")),
    ],
    ids=["fine", "not-us", "future", "broken"],
)
def test_protocol_is_kept_and_never_answered(
    art: str, stoerung: Callable[[Probe], Probe], nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    probe = stoerung(create_folgenachricht(art, BEZUG, kernmodul=True))
    bericht = nimm_auf(probe)
    assert bericht.ergebnis is Eingangsergebnis.PROTOKOLLIERT
    with einheit() as uow:
        assert uow.session.scalars(select(Ausgang)).all() == []
        eingang = uow.session.scalars(select(Eingang)).one()
        assert eingang.angaben
        with uow.ports.ablage.read(eingang.schluessel) as strom:
            assert strom.read() == probe.inhalt


def test_protocol_that_comes_again_is_a_repeat(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    probe = create_folgenachricht(
        "prozessnachrichten.generischeQuittierungEingang.1180", BEZUG, kernmodul=True
    )
    erster = nimm_auf(probe)
    assert erster.befunde == ()
    assert nimm_auf(probe).ergebnis is Eingangsergebnis.WIEDERHOLUNG
    andere = nimm_auf(probe.replace(('produkt="P"', 'produkt="Q"')))
    assert andere.ergebnis is Eingangsergebnis.PROTOKOLLIERT
    assert [(b.kennzahl, b.schwere) for b in andere.befunde] == [("S050", Schwere.HINWEIS)]
    assert nimm_auf(probe).ergebnis is Eingangsergebnis.WIEDERHOLUNG
    with einheit() as uow:
        assert uow.session.scalars(select(Ausgang)).all() == []


@pytest.mark.parametrize(
    ("alt", "neu", "kennzahl"),
    [("bab:16071000", "bab:99999999", "T080"), ("2026-11-09T", "2027-11-09T", "S000")],
)
def test_what_is_wrong_with_a_protocol_is_noted(
    alt: str, neu: str, kennzahl: str, nimm_auf: Aufnahme
) -> None:
    probe = create_folgenachricht(
        "prozessnachrichten.generischeQuittierungEingang.1180", BEZUG, kernmodul=True
    )
    bericht = nimm_auf(probe.replace((alt, neu)))
    assert [(b.kennzahl, b.schwere) for b in bericht.befunde] == [(kennzahl, Schwere.HINWEIS)]


def test_1100_that_cannot_be_read_is_never_answered(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    probe = create_folgenachricht("prozessnachrichten.rueckweisung.G2G.1100", "", kernmodul=True)
    neuer = probe.replace(("kernmodul/1/3/0", "kernmodul/9/9/9"))
    assert nimm_auf(neuer).fehlerkennzahl == "V000"
    fremd = probe.replace(("rueckweisung.G2G.1100", "rueckweisungNeu.1100"))
    assert nimm_auf(fremd).fehlerkennzahl == "V001"
    with einheit() as uow:
        assert uow.session.scalars(select(Ausgang)).all() == []


def test_our_own_1100_coming_back_makes_no_loop(
    nimm_auf: Aufnahme, einheit: Einheit, xbau_daten: Path
) -> None:
    nimm_auf(BASIS.with_anlagen())
    with einheit() as uow:
        inhalt = uow.session.scalars(select(Ausgang.inhalt)).one()
    bericht = nimm_auf(Probe(inhalt.decode()))
    assert bericht.ergebnis is Eingangsergebnis.PROTOKOLLIERT
    with einheit() as uow:
        assert len(uow.session.scalars(select(Ausgang)).all()) == 1


# --- everything else that is known ---


@pytest.mark.parametrize(
    "art",
    [
        "bauberatung.anfrage.0110",
        "akteneinsicht.antrag.0120",
        "baugenehmigung.stellungnahme.0204",
        "vorbescheid.antragGeaendert.0212",
        "teilbaugenehmigung.antrag.0230",
        "beteiligung.stellungnahme.0303",
        "statistik.datenBauvorhaben.0420",
    ],
)
def test_other_messages_wait_for_a_person(art: str, nimm_auf: Aufnahme, einheit: Einheit) -> None:
    nimm_auf(BASIS)
    element, datei = create_anlage("Schreiben", b"%PDF-1.7")
    probe = create_folgenachricht(art, BEZUG, f"<xbau:anlagen>{element}</xbau:anlagen>")
    bericht = nimm_auf(probe.with_anlagen(datei))
    assert (bericht.ergebnis, bericht.vorgang_id) == (ZU_KLAEREN, None)
    assert [b.kennzahl for b in bericht.befunde] == ["V001"]
    with einheit() as uow:
        eingang = uow.session.get_one(Eingang, bericht.eingang_id)
        assert (eingang.nummer, bool(eingang.angaben)) == (art[-4:], True)
        with uow.ports.ablage.read(eingang.schluessel) as strom:
            assert strom.read() == probe.inhalt
        assert uow.session.scalars(select(Antragsstand.nummer)).all() == [1]


def _create_0601(bezug: str, saat: str = "0601") -> Probe:
    """The copy of an announcement for the authority: no applicant, a bezug instead."""
    basis = read_schulung("07")
    text = basis.text
    anfang = text.index("<xbau:referenzAnzeigeservice>")
    ende = text.index("</xbau:anzeigender>") + len("</xbau:anzeigender>")
    text = f"{text[:anfang]}<xbau:bezug>{bezug}</xbau:bezug>{text[ende:]}"
    return (
        replace(basis, text=text)
        .replace(
            ("anzeige.0600", "anzeigeBAB.0601"),
            ("<code>0600<", "<code>0601<"),
            ("gba:16070029", "bab:16070029"),
        )
        .with_uuid(saat)
    )


def test_copy_of_an_announcement_opens_a_case(nimm_auf: Aufnahme, einheit: Einheit) -> None:
    bericht = nimm_auf(_create_0601(BEZUG))
    assert bericht.ergebnis is Eingangsergebnis.ANGELEGT
    assert bericht.fakten["referenzAntragsservice"] == REFERENZ
    assert bericht.fakten["antragsteller"] is None
    with einheit() as uow:
        nummern = uow.session.scalars(select(Ausgang.nummer).order_by(Ausgang.nummer)).all()
    assert nummern == ["1120", "1121"]


def test_copy_of_a_known_announcement_belongs_to_its_case(
    nimm_auf: Aufnahme, einheit: Einheit
) -> None:
    basis = read_schulung("07")
    az = nimm_auf(basis).aktenzeichen
    kopie = _create_0601(f"<referenz>{basis.get_text('referenzAntragsservice')}</referenz>")
    bericht = nimm_auf(kopie)
    assert (bericht.ergebnis, bericht.aktenzeichen) == (ZUGEORDNET, az)
    with einheit() as uow:
        arten = uow.session.scalars(
            select(Ereignisrecord.art).order_by(Ereignisrecord.nummer.desc())
        ).all()
    assert "nachricht_zugeordnet" in arten[:2]
    assert len(_read_fassungen(einheit)["Lageplan"]) == 2
    _check_akte(einheit, az)


def test_copy_without_reference_opens_a_case_and_says_that_1121_is_missing(
    nimm_auf: Aufnahme,
) -> None:
    """The schema asks for none of the parts of bezug."""
    bericht = nimm_auf(_create_0601("<vorgang>GEM-17</vorgang>"))
    assert bericht.ergebnis is Eingangsergebnis.ANGELEGT
    assert ["1121" in b.text for b in bericht.befunde] == [True]

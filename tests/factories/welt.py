"""Two authorities with cases, deliveries, people and tokens: what the rights are tested on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from uuid import UUID

from sqlalchemy import select, update

from bauaufsicht.db.models import (
    Ausgang,
    Behoerde,
    Beteiligter,
    Beteiligung,
    Dienstzugang,
    Dokument,
    DokumentFassung,
    Eingang,
    Eingangsanlage,
    Ereignisrecord,
    Konto,
    Nachforderung,
    Nachforderungspunkt,
    Stelle,
    Stellungnahme,
    Vorgang,
    Vorgangsabweichung,
    Vorgangsflurstueck,
    Vorgangsgebaeude,
)
from bauaufsicht.db.uow import Einheit, UnitOfWork
from bauaufsicht.domain.beteiligung import Beteiligungsart
from bauaufsicht.domain.nachforderung import Nachforderungsstand, Punktstand
from bauaufsicht.domain.rechte import Akteur, Akteursart, Kontorolle
from bauaufsicht.domain.unterlage import Hochladeziel
from bauaufsicht.domain.vorgang import Zustand
from bauaufsicht.jobs.arbeiter import submit_naechsten
from bauaufsicht.services.aufnahme import submit_lieferung
from bauaufsicht.services.eingang import Aufnahmeergebnis
from bauaufsicht.services.hochladen import Hochladung, submit_hochladung
from bauaufsicht.services.hochladeplatz import Hochladeort
from bauaufsicht.services.konto import create_dienstzugang, create_konto
from tests.factories import browser
from tests.factories.lieferung import Probe, create_ruecknahme, read_schulung

BEHOERDE_A, BEHOERDE_B = "bab:16071000", "bab:16055000"
GESPERRT = "gesperrt@weimarer-land.example"
HEIMATLOS = "ohne-behoerde@weimarer-land.example"  # the registry of no authority at all
PASSWORT = "ein-langes-passwort"
TOKEN = ("alle", "A", "B", "widerrufen")


@dataclass(slots=True)
class Welt:
    """Ids of what there is, by short names.

    V1 and V4 (withdrawn) are cases of A with the involved people, V2 another case of A, V3 one of
    B. V5 waits to be declared complete, V6 to be decided, both at A. E1 waits at A, E3 at B, E0
    was addressed to nobody. F, N, D: a document, a reply and a file of a delivery that belong to
    the object of the same number.
    """

    ids: dict[str, UUID] = field(default_factory=dict)
    aktenzeichen: dict[str, str] = field(default_factory=dict)
    fassung: dict[str, int] = field(default_factory=dict)
    token: dict[str, str] = field(default_factory=dict)
    spuren: dict[str, frozenset[str]] = field(default_factory=dict)  # texts that give it away


def create_welt(einheit: Callable[..., AbstractContextManager[UnitOfWork]]) -> Welt:
    """Take the deliveries in and invite the people."""
    welt = Welt()
    vorgaenge = {
        name: _submit(einheit, _read_unklaren(nummer, name))
        for name, nummer in (("V1", "01"), ("V2", "02"), ("V3", "10"), ("V4", "03"))
    }
    vorgaenge |= {
        name: _submit(einheit, read_schulung(n)) for name, n in (("V5", "04"), ("V6", "06"))
    }
    _submit(einheit, create_ruecknahme(read_schulung("03").get_text("referenzAntragsservice")))
    eingaenge = {
        "E1": _submit(einheit, read_schulung("02").with_uuid("zweimal A")),
        "E3": _submit(einheit, read_schulung("10").with_uuid("zweimal B")),
        "E0": _submit(einheit, read_schulung("05").replace((BEHOERDE_A, "bab:99999999"))),
    }
    with einheit() as uow:
        for name, bericht in vorgaenge.items():
            assert bericht.vorgang_id
            assert bericht.aktenzeichen
            welt.ids[name] = bericht.vorgang_id
            welt.aktenzeichen[name] = bericht.aktenzeichen
            welt.ids |= _list_teile_des_vorgangs(uow, name[1:], bericht.vorgang_id)
            welt.spuren[name] = _list_spuren(uow, bericht.vorgang_id)
        for name, bericht in eingaenge.items():
            welt.ids[name] = bericht.eingang_id
            welt.ids[f"D{name[1:]}"] = _get_anlage(uow, bericht.eingang_id)
            welt.spuren[name] = frozenset({str(bericht.eingang_id)})
        welt.ids["N0"] = uow.session.scalars(
            select(Ausgang.id).where(Ausgang.eingang_id == welt.ids["E0"])
        ).one()
        welt.ids["fehlt"] = UUID(int=0xFE417)
    with einheit() as uow:
        _assign_beteiligte(uow, welt)
        _create_zugaenge(uow, welt)
        uow.flush()
        _create_hochladeplaetze(uow, welt)
        uow.session.execute(
            update(Vorgang).where(Vorgang.id == welt.ids["V6"]).values(zustand=Zustand.IN_PRUEFUNG)
        )
    _create_entwuerfe(einheit, welt)
    while submit_naechsten(einheit):
        pass  # the documents are inspected, the parcels checked
    with einheit() as uow:
        for name in vorgaenge:
            welt.fassung[name] = uow.session.get_one(Vorgang, welt.ids[name]).fassung
    return welt


def _read_unklaren(nummer: str, name: str) -> Probe:
    """A message whose kind of procedure a person has to decide, each with a code of its own."""
    return read_schulung(nummer).replace(("<code>VEREINFACHT<", f"<code>UNBEKANNT-{name}<"))


def _submit(einheit: Einheit, probe: Probe) -> Aufnahmeergebnis:
    with probe.open() as lieferung:
        return submit_lieferung(einheit, lieferung)


def _list_teile_des_vorgangs(uow: UnitOfWork, zahl: str, vorgang_id: UUID) -> dict[str, UUID]:
    eingang = uow.session.scalars(
        select(Eingang.id).where(Eingang.vorgang_id == vorgang_id).order_by(Eingang.empfangen_am)
    ).first()
    fassung = uow.session.scalars(
        select(DokumentFassung.id)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(Dokument.vorgang_id == vorgang_id, DokumentFassung.schluessel.is_not(None))
        .order_by(Dokument.position)
    ).first()
    nachricht = uow.session.scalars(
        select(Ausgang.id).where(Ausgang.vorgang_id == vorgang_id, Ausgang.nummer == "1120")
    ).first()
    assert eingang
    assert fassung
    assert nachricht
    return {f"F{zahl}": fassung, f"N{zahl}": nachricht, f"A{zahl}": eingang}


def _list_spuren(uow: UnitOfWork, vorgang_id: UUID) -> frozenset[str]:
    """Ids and texts of a case that nobody else's page may show."""
    vorgang = uow.session.get_one(Vorgang, vorgang_id)
    texte = [str(vorgang_id), vorgang.aktenzeichen, vorgang.bezeichnung, vorgang.letzter_hash]
    texte += [vorgang.verfahrensart_code or "", vorgang.referenz or ""]
    for spalte, bedingung in (
        (Beteiligter.anzeigename, Beteiligter.vorgang_id),
        (Vorgangsflurstueck.bezeichnung, Vorgangsflurstueck.vorgang_id),
        (Vorgangsgebaeude.uuid, Vorgangsgebaeude.vorgang_id),
        (Vorgangsgebaeude.bezeichnung, Vorgangsgebaeude.vorgang_id),
        (Vorgangsabweichung.begruendung, Vorgangsabweichung.vorgang_id),
        (Eingang.id, Eingang.vorgang_id),
        (Ausgang.id, Ausgang.vorgang_id),
        (Ereignisrecord.hash, Ereignisrecord.vorgang_id),
    ):
        texte += map(str, uow.session.scalars(select(spalte).where(bedingung == vorgang_id)))
    texte += map(
        str,
        uow.session.scalars(
            select(DokumentFassung.id)
            .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
            .where(Dokument.vorgang_id == vorgang_id)
        ),
    )
    return frozenset(t for t in texte if len(t) > 6 and t != "VEREINFACHT")


def _get_anlage(uow: UnitOfWork, eingang_id: UUID) -> UUID:
    gefunden = uow.session.scalars(
        select(Eingangsanlage.id)
        .where(Eingangsanlage.eingang_id == eingang_id)
        .order_by(Eingangsanlage.position)
    ).first()
    assert gefunden
    return gefunden


def _assign_beteiligte(uow: UnitOfWork, welt: Welt) -> None:
    for name, email in (
        ("V1", browser.ANTRAGSTELLER),
        ("V1", browser.ENTWURFSVERFASSER),
        ("V4", browser.ANTRAGSTELLER),
        ("V4", browser.ENTWURFSVERFASSER),
        ("V2", browser.ANTRAGSTELLER_2),
    ):
        konto_id = uow.session.scalars(select(Konto.id).where(Konto.email == email)).one()
        frei = uow.session.scalars(
            select(Beteiligter)
            .where(Beteiligter.vorgang_id == welt.ids[name], Beteiligter.konto_id.is_(None))
            .order_by(Beteiligter.block, Beteiligter.position)
        ).first()
        assert frei is not None
        frei.konto_id = konto_id
        uow.session.flush()
    for name, kennung in (
        ("V1", "bet:9916071001"),
        ("V4", "bet:9916071001"),
        ("V3", "gba:16071003"),
    ):
        stelle_id = uow.session.scalars(select(Stelle.id).where(Stelle.kennung == kennung)).one()
        uow.add(
            Beteiligung(
                vorgang_id=welt.ids[name], stelle_id=stelle_id, entscheidet=False, seit=uow.jetzt()
            )
        )


def _create_hochladeplaetze(uow: UnitOfWork, welt: Welt) -> None:
    """P: an open item of a Nachforderung, S: the draft of the Stelle that takes part."""
    for zahl in ("1", "3"):
        vorgang_id = welt.ids[f"V{zahl}"]
        nachforderung = uow.add(
            Nachforderung(
                vorgang_id=vorgang_id,
                nummer=1,
                stand=Nachforderungsstand.OFFEN,
                frist=uow.heute(),
                versandt_am=uow.jetzt(),
            )
        )
        punkt = uow.add(
            Nachforderungspunkt(
                nachforderung_id=nachforderung.id,
                position=1,
                bezeichnung="Lageplan",
                grund="fehlt",
                stand=Punktstand.OFFEN,
            )
        )
        beteiligung = uow.session.scalars(
            select(Beteiligung).where(Beteiligung.vorgang_id == vorgang_id)
        ).first()
        assert beteiligung is not None
        beteiligung.art = Beteiligungsart.STELLUNGNAHME
        beteiligung.angefordert_am = uow.jetzt()
        beteiligung.frist_regel, beteiligung.frist_ende = "stellungnahme", uow.heute()
        beteiligung.frist_beginn = uow.heute()
        stellungnahme = uow.add(
            Stellungnahme(
                beteiligung_id=beteiligung.id, nebenbestimmungen=[], geaendert_am=uow.jetzt()
            )
        )
        welt.ids |= {f"P{zahl}": punkt.id, f"S{zahl}": stellungnahme.id}
        welt.ids |= {f"H{zahl}": nachforderung.id, f"B{zahl}": beteiligung.id}


def _create_entwuerfe(
    einheit: Callable[..., AbstractContextManager[UnitOfWork]], welt: Welt
) -> None:
    """U: a file that waits to be sent; U1 is the applicant's, U3 the Stelle's."""
    for name, email, ziel, stelle in (
        ("U1", browser.ANTRAGSTELLER, Hochladeziel.NACHFORDERUNG, "P1"),
        ("U3", browser.STELLE_2, Hochladeziel.STELLUNGNAHME, "S3"),
    ):
        akteur = get_akteur(einheit, email)
        ort = Hochladeort(welt.ids[f"V{name[1:]}"], ziel, welt.ids[stelle])
        hochladung = Hochladung("Entwurf.pdf", BytesIO(b"%PDF-1.4 " + name.encode()))
        welt.ids[name] = submit_hochladung(partial(einheit, akteur), ort, hochladung).fassung_id


def _create_zugaenge(uow: UnitOfWork, welt: Welt) -> None:
    kennungen = {"alle": None, "A": BEHOERDE_A, "B": BEHOERDE_B, "widerrufen": BEHOERDE_A}
    for name in TOKEN:
        welt.token[name] = create_dienstzugang(uow, name, kennungen[name])
    uow.session.flush()
    uow.session.execute(
        update(Dienstzugang).where(Dienstzugang.name == "widerrufen").values(gesperrt=True)
    )
    for email, rolle in (
        (GESPERRT, Kontorolle.SACHBEARBEITUNG),
        (HEIMATLOS, Kontorolle.POSTSTELLE),
    ):
        konto = create_konto(uow, email, email, rolle, PASSWORT, BEHOERDE_A, None)
        uow.session.flush()
        if email == HEIMATLOS:
            konto.behoerde_id = None


def close_konto(uow: UnitOfWork, email: str) -> None:
    """Lock an account, as an administrator would while its owner is logged in."""
    uow.session.execute(update(Konto).where(Konto.email == email).values(gesperrt=True))


def get_behoerde_id(uow: UnitOfWork, kennung: str) -> UUID:
    """The id of an authority."""
    return uow.session.scalars(select(Behoerde.id).where(Behoerde.kennung == kennung)).one()


def get_akteur(einheit: Callable[..., AbstractContextManager[UnitOfWork]], email: str) -> Akteur:
    """A training account as the one who acts."""
    with einheit() as uow:
        k = uow.session.scalars(select(Konto).where(Konto.email == email)).one()
        return Akteur(Akteursart.KONTO, k.id, k.rolle, k.behoerde_id, k.stelle_id)

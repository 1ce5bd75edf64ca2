"""What an application says, as records of its case."""

from collections.abc import Sequence
from typing import Any

from bauaufsicht.db.models import (
    Beteiligter,
    Vorgang,
    Vorgangsabweichung,
    Vorgangsflurstueck,
    Vorgangsfrage,
    Vorgangsgebaeude,
)
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.nachricht import (
    Anschrift,
    Beteiligtenangabe,
    Block,
    Kode,
    Nachricht,
    Rolle,
    Vorhaben,
)
from bauaufsicht.domain.suche import format_suchtext


def write_antragsdaten(
    uow: UnitOfWork, vorgang: Vorgang, nachricht: Nachricht, bleibende: Sequence[Beteiligter] = ()
) -> None:
    """Write what the application says: people, parcels, buildings, deviations, questions.

    `bleibende` are people of the case whom this message does not replace.
    """
    vorhaben = nachricht.vorhaben
    neue = [
        _create_beteiligten(uow, vorgang, block, n, angabe)
        for block, angaben in (
            (Block.ANTRAG, nachricht.antragsteller),
            (Block.VORHABEN, vorhaben.beteiligte if vorhaben else ()),
        )
        for n, angabe in enumerate(angaben, 1)
    ]
    uow.insert(*neue)
    if vorhaben is not None:
        _set_vorhaben(uow, vorgang, vorhaben)
    uow.insert(
        *[
            Vorgangsabweichung(
                vorgang_id=vorgang.id,
                position=n,
                xbau_id=a.xbau_id,
                **_kodespalten("art", a.art),
                vorschrift=a.vorschrift,
                beschreibung=a.beschreibung,
                begruendung=a.begruendung,
                frage=a.frage,
            )
            for n, a in enumerate(nachricht.abweichungen, 1)
        ]
    )
    uow.insert(
        *[
            Vorgangsfrage(
                vorgang_id=vorgang.id, nummer=f.nummer, text=f.text, **_kodespalten("art", f.art)
            )
            for f in nachricht.fragen
        ]
    )
    _set_suchtext(vorgang, [*bleibende, *neue])


def _set_suchtext(vorgang: Vorgang, beteiligte: Sequence[Beteiligter]) -> None:
    """What the list shows and finds; people who are no longer named are no longer found."""
    vorgang.personen = "; ".join(
        dict.fromkeys(
            b.sortiername for b in beteiligte if b.rolle in (Rolle.ANTRAGSTELLER, Rolle.BAUHERR)
        )
    )
    vorgang.suchtext = format_suchtext(
        vorgang.aktenzeichen,
        vorgang.bezeichnung,
        vorgang.ort,
        vorgang.anschrift,
        vorgang.lage,
        *dict.fromkeys(b.sortiername for b in beteiligte),
    )


def _set_vorhaben(uow: UnitOfWork, vorgang: Vorgang, vorhaben: Vorhaben) -> None:
    vorgang.bezeichnung = vorhaben.bezeichnung
    vorgang.anschrift = " · ".join(", ".join(a.format_zeilen()) for a in vorhaben.anschriften)
    vorgang.lage = " · ".join(f.bezeichnung for f in vorhaben.flurstuecke)
    vorgang.gebaeudeklasse = vorhaben.gebaeudeklasse.wert if vorhaben.gebaeudeklasse else None
    vorgang.sonderbau = [k.wert for k in vorhaben.sonderbau]
    vorgang.bebauungsplaene = list(vorhaben.bebauungsplaene)
    geometrie = vorhaben.geometrie
    vorgang.geometrie = (
        {
            "polygone": geometrie.polygone,
            "srs": geometrie.srs,
            "erlaeuterung": geometrie.erlaeuterung,
        }
        if geometrie
        else None
    )
    uow.insert(
        *[
            Vorgangsflurstueck(
                vorgang_id=vorgang.id,
                position=n,
                grundstueck=f.grundstueck,
                gemarkung=f.gemarkung,
                gemarkung_nummer=f.gemarkung_nummer,
                flur=f.flur,
                zaehler=f.zaehler,
                nenner=f.nenner,
                folge=f.folge,
                land=f.land,
                bezeichnung=f.bezeichnung,
            )
            for n, f in enumerate(vorhaben.flurstuecke, 1)
        ]
    )
    uow.insert(
        *[
            Vorgangsgebaeude(
                vorgang_id=vorgang.id, position=n, uuid=g.uuid, bezeichnung=g.bezeichnung or ""
            )
            for n, g in enumerate(vorhaben.gebaeude, 1)
        ]
    )


def _kodespalten(name: str, kode: Kode | None) -> dict[str, str | None]:
    return {
        f"{name}_code": kode.wert if kode else None,
        f"{name}_liste": kode.liste if kode else None,
        f"{name}_listenversion": kode.listenversion if kode else None,
    }


def _create_beteiligten(
    uow: UnitOfWork, vorgang: Vorgang, block: Block, position: int, angabe: Beteiligtenangabe
) -> Beteiligter:
    person = angabe.person
    anschrift = person.anschriften[0] if person.anschriften else Anschrift()
    return Beteiligter(
        vorgang_id=vorgang.id,
        block=block,
        position=position,
        rolle=angabe.rolle,
        art=person.art,
        sortiername=person.sortiername,
        anzeigename=person.anzeigename,
        zusatz=person.zusatz or "",
        anschrift=list(anschrift.format_zeilen()),
        kontakte=[[k.kanal, k.kennung] for k in person.kontakte],
        xbau_id=person.xbau_id,
        vertritt=angabe.vertritt,
        seit=uow.jetzt(),
    )


def format_angaben(nachricht: Nachricht) -> list[Any]:
    """All values as JSON rows: path, value, list, list version."""
    return [[a.pfad, a.wert, a.liste, a.listenversion] for a in nachricht.angaben]

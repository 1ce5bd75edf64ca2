"""Messages that belong to a case: changes (0202), withdrawal (1130), and what a person puts to
it.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, delete, select, true

from bauaufsicht.db.models import (
    Antragsstand,
    Beteiligter,
    Vorgang,
    Vorgangsabweichung,
    Vorgangsflurstueck,
    Vorgangsfrage,
    Vorgangsgebaeude,
)
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.antragsstand import compute_aenderungen, compute_neuer_stand
from bauaufsicht.domain.befund import Befund, Schwere
from bauaufsicht.domain.ereignisse import (
    AntragGeaendert,
    AntragZurueckgenommen,
    NachrichtZugeordnet,
)
from bauaufsicht.domain.nachricht import Block, Nachricht
from bauaufsicht.domain.vorgang import ENDZUSTAENDE, Schritt, Zustand, compute_folgezustand
from bauaufsicht.services import unterlagen
from bauaufsicht.services.antragsdaten import format_angaben, write_antragsdaten
from bauaufsicht.services.frist import close_frist
from bauaufsicht.services.nachforderung import close_offene
from bauaufsicht.services.vorgang import Lieferstand, write_gemeinde

WIRKSAME = ("0202", "1130")


def check_folgenachricht(vorgang: Vorgang, nachricht: Nachricht) -> Befund | None:
    """Why a message cannot take effect on this case, if so."""
    if nachricht.nummer in WIRKSAME and vorgang.zustand in ENDZUSTAENDE:
        return Befund(
            "S101",
            f"Der Vorgang {vorgang.aktenzeichen} ist schon beendet; die Nachricht kann ihn "
            "nicht mehr "
            "ändern. Antworten Sie dem Absender oder weisen Sie die Nachricht zurück.",
            Schwere.KLAERUNG,
        )
    return None


def record_aenderung(uow: UnitOfWork, vorgang: Vorgang, stand: Lieferstand) -> None:
    """A changed application: blocks that were sent replace the former ones, absent ones stay.

    0202 sends complete data after the change; a block that is missing is unchanged (our reading).
    """
    aenderungen = _record_antragsstand(uow, vorgang, stand)
    write_gemeinde(vorgang, stand.gemeinde)
    _replace_antragsdaten(uow, vorgang, stand.nachricht)
    uow.record(
        vorgang,
        AntragGeaendert(
            eingang=stand.eingang.id,
            nummer=stand.nachricht.nummer,
            version=stand.nachricht.version,
            nachricht_sha256=stand.eingang.sha256,
            eingegangen_am=stand.eingang.empfangen_am,
            geaenderte_angaben=len(aenderungen),
        ),
    )
    unterlagen.create_unterlagen(
        uow, vorgang, stand.eingang, stand.nachricht.anlagen, stand.anlagen, stand.zuordnung
    )


def _record_antragsstand(uow: UnitOfWork, vorgang: Vorgang, stand: Lieferstand) -> list[Any]:
    letzter = uow.session.scalar(
        select(Antragsstand)
        .where(Antragsstand.vorgang_id == vorgang.id)
        .order_by(Antragsstand.nummer.desc())
        .limit(1)
    )
    alte = letzter.angaben if letzter else []
    neue = compute_neuer_stand(alte, format_angaben(stand.nachricht))
    aenderungen = compute_aenderungen(alte, neue)
    uow.insert(
        Antragsstand(
            vorgang_id=vorgang.id,
            eingang_id=stand.eingang.id,
            nummer=(letzter.nummer if letzter else 0) + 1,
            angaben=neue,
            aenderungen=aenderungen,
            erstellt_am=uow.jetzt(),
        )
    )
    return aenderungen


def _replace_antragsdaten(uow: UnitOfWork, vorgang: Vorgang, nachricht: Nachricht) -> None:
    """Replace what the message carries; accounts stay with the person of the same role and name.

    A change message names no Antragsteller (XBau 0202): they stay as they are.
    """
    konten = {
        (b.rolle, b.sortiername): b.konto_id
        for b in uow.session.scalars(
            select(Beteiligter).where(
                Beteiligter.vorgang_id == vorgang.id, Beteiligter.konto_id.is_not(None)
            )
        )
    }
    ersetzt: list[tuple[Any, ColumnElement[bool]]] = []
    if nachricht.vorhaben is not None:
        ersetzt += [
            (Beteiligter, Beteiligter.block == Block.VORHABEN),
            (Vorgangsflurstueck, true()),
            (Vorgangsgebaeude, true()),
        ]
    if nachricht.abweichungen:
        ersetzt.append((Vorgangsabweichung, true()))
    if nachricht.fragen:
        ersetzt.append((Vorgangsfrage, true()))
    for tabelle, bedingung in ersetzt:
        uow.session.execute(delete(tabelle).where(tabelle.vorgang_id == vorgang.id, bedingung))
    bleibende = uow.session.scalars(
        select(Beteiligter)
        .where(Beteiligter.vorgang_id == vorgang.id)
        .order_by(Beteiligter.block, Beteiligter.position)
    ).all()
    write_antragsdaten(uow, vorgang, replace(nachricht, antragsteller=()), bleibende)
    uow.flush()
    for beteiligter in uow.session.scalars(
        select(Beteiligter).where(
            Beteiligter.vorgang_id == vorgang.id,
            Beteiligter.block == Block.VORHABEN,
            Beteiligter.konto_id.is_(None),
        )
    ):
        beteiligter.konto_id = konten.get((beteiligter.rolle, beteiligter.sortiername))


def record_ruecknahme(uow: UnitOfWork, vorgang: Vorgang, stand: Lieferstand) -> None:
    """The applicant withdraws: the case ends, no period runs any more."""
    vorgang.zustand = compute_folgezustand(
        vorgang.zustand, Schritt.ZURUECKNEHMEN, Zustand.ZURUECKGENOMMEN
    )
    close_frist(vorgang)
    close_offene(uow, vorgang)
    uow.record(
        vorgang,
        AntragZurueckgenommen(
            eingang=stand.eingang.id,
            nachricht_sha256=stand.eingang.sha256,
            begruendung=stand.nachricht.information,
        ),
    )


def record_zuordnung(uow: UnitOfWork, vorgang: Vorgang, stand: Lieferstand) -> None:
    """A message without an effect of its own is kept with the case, with its documents."""
    uow.record(
        vorgang,
        NachrichtZugeordnet(
            eingang=stand.eingang.id,
            nummer=stand.nachricht.nummer,
            nachricht_sha256=stand.eingang.sha256,
        ),
    )
    unterlagen.create_unterlagen(
        uow, vorgang, stand.eingang, stand.nachricht.anlagen, stand.anlagen, stand.zuordnung
    )

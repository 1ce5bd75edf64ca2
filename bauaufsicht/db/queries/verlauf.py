"""What happened in a case, and the messages of it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import Ausgang, Eingang, Ereignisklartext, Ereignisrecord
from bauaufsicht.db.queries.konto import get_kontonamen
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.ereignisse import EREIGNISSE, check_sichtbar
from bauaufsicht.domain.rechte import Kontext, compute_seite

PERSONENFELDER = {
    art: tuple(f.name for f in fields(typ) if f.metadata.get("person"))
    for art, typ in EREIGNISSE.items()
}


@dataclass(frozen=True, slots=True)
class Ereigniszeile:
    """One event: `daten` from the chain, with clear texts where they have not been erased."""

    nummer: int
    art: str
    zeitpunkt: datetime
    akteur: str
    daten: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Nachrichtenzeile:
    """A message in or out."""

    id: UUID
    eingehend: bool
    nummer: str
    version: str
    zeitpunkt: datetime
    partner: str
    ergebnis: Eingangsergebnis | None
    weg: Eingangsweg | None
    abgerufen_am: datetime | None
    gueltig: bool | None
    nachrichten_uuid: str


def list_ereignisse(
    session: Session, vorgang_id: UUID, kontext: Kontext, anzahl: int | None = None
) -> list[Ereigniszeile]:
    """Events of a case that concern the reader, newest first (up to 3 queries)."""
    seite, stelle_id = compute_seite(kontext), kontext.akteur.stelle_id
    fremde = [art for art, typ in EREIGNISSE.items() if seite not in typ.seiten]
    gelesen = session.scalars(
        select(Ereignisrecord)
        .where(Ereignisrecord.vorgang_id == vorgang_id, Ereignisrecord.art.not_in(fremde))
        .order_by(Ereignisrecord.nummer.desc())
        .limit(anzahl)
    )
    records = [e for e in gelesen if check_sichtbar(e.art, e.daten, seite, stelle_id)]
    ids = {UUID(r.akteur[6:]) for r in records if r.akteur.startswith("konto:")}
    namen = {f"konto:{i}": name for i, name in get_kontonamen(session, ids).items()}
    klartexte = _get_klartexte(
        session, [r.id for r in records if any(f in r.daten for f in PERSONENFELDER[r.art])]
    )
    return [
        Ereigniszeile(
            r.nummer,
            r.art,
            r.zeitpunkt,
            namen.get(r.akteur, "System" if r.akteur == "system" else r.akteur),
            {**r.daten, **dict.fromkeys(PERSONENFELDER[r.art], ""), **klartexte.get(r.id, {})},
            r.hash,
        )
        for r in records
    ]


def _get_klartexte(session: Session, ids: list[UUID]) -> dict[UUID, dict[str, str]]:
    texte: dict[UUID, dict[str, str]] = {i: {} for i in ids}
    if ids:
        for text in session.scalars(
            select(Ereignisklartext).where(Ereignisklartext.ereignis_id.in_(ids))
        ):
            texte[text.ereignis_id][text.feld] = text.wert
    return texte


def list_nachrichten(session: Session, vorgang_id: UUID) -> list[Nachrichtenzeile]:
    """Messages of a case, in and out, newest first (2 queries)."""
    eingaenge = [
        Nachrichtenzeile(
            e.id,
            True,
            e.nummer or "",
            e.version or "",
            e.empfangen_am,
            e.autor_name or e.autor_kennung,
            e.ergebnis,
            e.weg,
            None,
            None,
            e.nachrichten_uuid or "",
        )
        for e in session.scalars(select(Eingang).where(Eingang.vorgang_id == vorgang_id))
    ]
    spalten = (
        Ausgang.id,
        Ausgang.nummer,
        Ausgang.version,
        Ausgang.erstellt_am,
        Ausgang.empfaenger_name,
        Ausgang.abgerufen_am,
        Ausgang.gueltig,
    )
    ausgaenge = [
        Nachrichtenzeile(
            z.id,
            False,
            z.nummer,
            z.version,
            z.erstellt_am,
            z.empfaenger_name,
            None,
            None,
            z.abgerufen_am,
            z.gueltig,
            str(z.id),
        )
        for z in session.execute(select(*spalten).where(Ausgang.vorgang_id == vorgang_id))
    ]
    return sorted(
        eingaenge + ausgaenge,
        key=lambda n: (n.zeitpunkt, n.eingehend is False, n.nummer),
        reverse=True,
    )


def get_ausgang_inhalt(
    session: Session, vorgang_id: UUID, ausgang_id: UUID
) -> tuple[str, bytes] | None:
    """Number and bytes of a reply of this case."""
    zeile = session.execute(
        select(Ausgang.nummer, Ausgang.inhalt).where(
            Ausgang.id == ausgang_id, Ausgang.vorgang_id == vorgang_id
        )
    ).one_or_none()
    return (zeile.nummer, zeile.inhalt) if zeile else None

"""The facts of a case, from the database."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import (
    Beteiligter,
    Dokument,
    DokumentFassung,
    Vorgang,
    Vorgangsabweichung,
    Vorgangsflurstueck,
    Vorgangsfrage,
    Vorgangsgebaeude,
)
from bauaufsicht.domain.fakten import Fakten, format_flurstueck
from bauaufsicht.domain.fehler import NichtSichtbar
from bauaufsicht.domain.nachricht import Lieferart, Rolle


def get_vorgang_id(session: Session, aktenzeichen: str) -> UUID:
    """The id behind an Aktenzeichen; NichtSichtbar if there is none."""
    vorgang_id = session.scalar(
        select(Vorgang.id).where(Vorgang.aktenzeichen == aktenzeichen.strip())
    )
    if vorgang_id is None:
        raise NichtSichtbar
    return vorgang_id


def get_fakten(session: Session, vorgang_id: UUID) -> Fakten:
    """The facts of a case in the form of `domain.fakten.compute_fakten`."""
    vorgang = session.get_one(Vorgang, vorgang_id)
    personen = session.scalars(
        select(Beteiligter)
        .where(Beteiligter.vorgang_id == vorgang_id)
        .order_by(Beteiligter.block, Beteiligter.position)
    ).all()
    antragsteller = [p for p in personen if p.rolle is Rolle.ANTRAGSTELLER]
    verfasser = [p.sortiername for p in personen if p.rolle is Rolle.ENTWURFSVERFASSER]
    flurstuecke = session.scalars(
        select(Vorgangsflurstueck)
        .where(Vorgangsflurstueck.vorgang_id == vorgang_id)
        .order_by(Vorgangsflurstueck.position)
    )
    abweichungen = session.scalars(
        select(Vorgangsabweichung)
        .where(Vorgangsabweichung.vorgang_id == vorgang_id)
        .order_by(Vorgangsabweichung.position)
    ).all()
    fragen = session.scalars(
        select(Vorgangsfrage.id).where(Vorgangsfrage.vorgang_id == vorgang_id)
    ).all()
    gebaeude = session.scalars(
        select(Vorgangsgebaeude.uuid)
        .where(Vorgangsgebaeude.vorgang_id == vorgang_id)
        .order_by(Vorgangsgebaeude.position)
    ).all()
    lieferarten = session.scalars(
        select(DokumentFassung.lieferart)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(
            Dokument.vorgang_id == vorgang_id,
            DokumentFassung.nummer == 1,
            DokumentFassung.lieferart != Lieferart.UNANGEKUENDIGT,
        )
    ).all()
    return {
        "nachrichtenUUID": vorgang.nachrichten_uuid,
        "referenzAntragsservice": vorgang.referenz,
        "bezeichnung": vorgang.bezeichnung,
        "antragsteller": antragsteller[0].sortiername if antragsteller else None,
        "antragsteller_art": antragsteller[0].art.value if antragsteller else None,
        "weitere_antragsteller": [p.sortiername for p in antragsteller[1:]],
        "bauherren": [p.sortiername for p in personen if p.rolle is Rolle.BAUHERR],
        "entwurfsverfasser": verfasser[0] if verfasser else None,
        "flurstuecke": [
            format_flurstueck(f.gemarkung, f.gemarkung_nummer, f.flur, f.zaehler, f.nenner, f.folge)
            for f in flurstuecke
        ],
        "gemeinde_ags": vorgang.gemeinde_ags,
        "gemeinde_quelle": vorgang.gemeinde_quelle,
        "gebaeudeklasse": vorgang.gebaeudeklasse,
        "gebaeude": list(gebaeude),
        "sonderbau": list(vorgang.sonderbau),
        "bebauungsplan": list(vorgang.bebauungsplaene),
        "geometrie": vorgang.geometrie is not None,
        "verfahrensart": vorgang.verfahrensart_code,
        "vorbescheid": vorgang.vorbescheid,
        "abweichungen": len(abweichungen),
        "abweichungsarten": [a.art_code for a in abweichungen if a.art_code],
        "fragen": len(fragen),
        "anzahl_anlagen": len(lieferarten),
        "verlinkte_anlagen": sum(a is Lieferart.VERLINKT for a in lieferarten),
        "wird_nachgereicht": sum(a is Lieferart.NACHGEREICHT for a in lieferarten),
        "alsBauantragWeiterzufuehren": vorgang.weiterfuehren,
    }

"""The Kontext of an object, and the same rules as list filters."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from bauaufsicht.db.models import (
    Beteiligter,
    Beteiligung,
    Beteiligungsunterlage,
    Dokument,
    DokumentFassung,
    Eingang,
    Stellungnahme,
    Vorgang,
)
from bauaufsicht.domain.rechte import (
    Akteur,
    Aktion,
    Kontext,
    Kontorolle,
    antragsseite,
    check_erlaubt,
    entscheidende_stelle,
    poststelle,
    stelle,
    system,
)
from bauaufsicht.domain.unterlage import LESBARE_STAENDE, Pruefstand


def get_kontext(session: Session, akteur: Akteur, vorgang: Vorgang) -> Kontext:
    """The Kontext of a case; participants are asked for only where they matter (one query each)."""
    konten: frozenset[UUID] = frozenset()
    beteiligungen: list[tuple[UUID, bool, bool]] = []
    if akteur.rolle in (Kontorolle.ANTRAGSTELLER, Kontorolle.ENTWURFSVERFASSER):
        gefunden = session.scalars(
            select(Beteiligter.konto_id).where(Beteiligter.vorgang_id == vorgang.id)
        )
        konten = frozenset(k for k in gefunden if k is not None)
    if akteur.rolle is Kontorolle.BETEILIGTE_STELLE:
        beteiligungen = [
            (stelle_id, entscheidet, angefordert_am is not None)
            for stelle_id, entscheidet, angefordert_am in session.execute(
                select(
                    Beteiligung.stelle_id, Beteiligung.entscheidet, Beteiligung.angefordert_am
                ).where(Beteiligung.vorgang_id == vorgang.id)
            )
        ]
    return Kontext(
        akteur,
        vorgang.behoerde_id,
        vorgang.zustand,
        konten,
        frozenset(s for s, _, _ in beteiligungen),
        frozenset(s for s, entscheidet, _ in beteiligungen if entscheidet),
        frozenset(s for s, _, angefragt in beteiligungen if angefragt),
    )


def get_eingang_kontext(akteur: Akteur, eingang: Eingang) -> Kontext:
    """The Kontext of a delivery: it belongs to the Behörde it is addressed to."""
    return Kontext(akteur, eingang.behoerde_id)


def sichtbare_vorgaenge(akteur: Akteur) -> ColumnElement[bool]:
    """`Aktion.VORGANG_LESEN` as a filter over Vorgang; tested against the predicates."""
    kontext = Kontext(akteur)
    if system(kontext):
        return true()
    zeilen: list[ColumnElement[bool]] = []
    if poststelle(kontext) and akteur.behoerde_id is not None:
        zeilen.append(Vorgang.behoerde_id == akteur.behoerde_id)
    if antragsseite(kontext):
        zeilen.append(
            Vorgang.id.in_(
                select(Beteiligter.vorgang_id).where(Beteiligter.konto_id == akteur.konto_id)
            )
        )
    if stelle(kontext):
        zeilen.append(
            Vorgang.id.in_(
                select(Beteiligung.vorgang_id).where(Beteiligung.stelle_id == akteur.stelle_id)
            )
        )
    return or_(*zeilen) if zeilen else false()


def sichtbare_fassungen(kontext: Kontext) -> ColumnElement[bool]:
    """Which Fassungen of a case that may be read its reader sees, as a filter over
    DokumentFassung joined with Dokument.

    The authority and a Stelle that decides see what was sent; the applicant's side what came from
    it, drafts included; a consulted Stelle what was sent to it and what is its own. What another
    side uploaded is seen once its inspection let it through. The authority also sees what became
    of the files of a delivery, and of a sent one that nobody can fetch any more: a demand that was
    answered with it is not met.
    """
    da = DokumentFassung.verworfen_am.is_(None)
    frei = or_(
        DokumentFassung.pruefstand.in_(LESBARE_STAENDE), DokumentFassung.schluessel.is_(None)
    )
    abgegeben = and_(da, DokumentFassung.abgegeben_am.is_not(None))
    if antragsseite(kontext):
        return and_(da, Dokument.stellungnahme_id.is_(None))
    if stelle(kontext) and not entscheidende_stelle(kontext):
        eigene = select(Beteiligung.id).where(
            Beteiligung.vorgang_id == Dokument.vorgang_id,
            Beteiligung.stelle_id == kontext.akteur.stelle_id,
        )
        return or_(
            and_(
                abgegeben,
                frei,
                DokumentFassung.id.in_(
                    select(Beteiligungsunterlage.fassung_id).where(
                        Beteiligungsunterlage.beteiligung_id.in_(eigene)
                    )
                ),
            ),
            and_(
                da,
                Dokument.stellungnahme_id.in_(
                    select(Stellungnahme.id).where(Stellungnahme.beteiligung_id.in_(eigene))
                ),
            ),
        )
    return and_(
        abgegeben,
        or_(
            frei,
            DokumentFassung.eingang_id.is_not(None),
            DokumentFassung.pruefstand.in_((Pruefstand.BESCHAEDIGT, Pruefstand.GESPERRT)),
        ),
    )


def sichtbare_eingaenge(akteur: Akteur) -> ColumnElement[bool]:
    """`Aktion.EINGANG_LESEN` as a filter over Eingang; tested against the predicates."""
    if system(Kontext(akteur)):
        return true()
    if not check_erlaubt(Aktion.EINGAENGE_LISTEN, Kontext(akteur)) or akteur.behoerde_id is None:
        return false()
    return Eingang.behoerde_id == akteur.behoerde_id

"""Documents of a case."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import Dokument, DokumentFassung
from bauaufsicht.db.queries.rechte import sichtbare_fassungen
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.rechte import Kontext
from bauaufsicht.domain.unterlage import LESBARE_STAENDE, NICHT_ABRUFBAR, Pruefstand


@dataclass(frozen=True, slots=True)
class Fassungszeile:
    """One Fassung of a document; without bytes `groesse` is None."""

    id: UUID
    nummer: int
    lieferart: Lieferart
    versionsnummer: str | None
    datum: date | None
    dateiname: str
    verlinkung: str | None
    groesse: int | None
    sha256: str | None
    pruefstand: Pruefstand
    pruefbefund: str
    nachgeprueft_am: datetime | None
    scanner: str | None
    hat_vorschau: bool
    seiten: int | None
    entwurf: bool
    zurueckgegeben: bool
    eingegangen_am: datetime

    @property
    def lesbar(self) -> bool:
        """Whether it may be fetched."""
        return self.groesse is not None and self.pruefstand in LESBARE_STAENDE


@dataclass(frozen=True, slots=True)
class Unterlage:
    """A document with its Fassungen, the newest first."""

    id: UUID
    bezeichnung: str
    art_code: str | None
    art_liste: str | None
    art_listenversion: str | None
    fassungen: tuple[Fassungszeile, ...]
    von_stelle: bool  # an attachment of a Stellungnahme

    @property
    def aktuelle(self) -> Fassungszeile:
        """The newest Fassung."""
        return self.fassungen[0]


@dataclass(frozen=True, slots=True)
class Dateiangabe:
    """What a download needs."""

    schluessel: str
    dateiname: str
    groesse: int
    mime: str | None


def list_unterlagen(session: Session, vorgang_id: UUID, kontext: Kontext) -> list[Unterlage]:
    """Documents of a case with the Fassungen that the reader may know of (1 query)."""
    unterlagen: dict[UUID, tuple[Dokument, list[Fassungszeile]]] = {}
    for d, f in session.execute(
        select(Dokument, DokumentFassung)
        .join(DokumentFassung, DokumentFassung.dokument_id == Dokument.id)
        .where(Dokument.vorgang_id == vorgang_id, sichtbare_fassungen(kontext))
        .order_by(Dokument.position, DokumentFassung.nummer.desc())
    ):
        unterlagen.setdefault(d.id, (d, []))[1].append(
            Fassungszeile(
                f.id,
                f.nummer,
                f.lieferart,
                f.versionsnummer,
                f.datum,
                f.dateiname,
                f.verlinkung,
                f.groesse,
                f.sha256,
                f.pruefstand,
                f.pruefbefund,
                f.nachgeprueft_am,
                f.scanner,
                f.vorschau_schluessel is not None,
                f.seiten,
                f.abgegeben_am is None,
                f.zurueckgegeben_am is not None,
                f.eingegangen_am,
            )
        )
    return [
        Unterlage(
            d.id,
            d.bezeichnung,
            d.art_code,
            d.art_liste,
            d.art_listenversion,
            tuple(fassungen),
            d.stellungnahme_id is not None,
        )
        for d, fassungen in unterlagen.values()
    ]


def list_fehlende(
    session: Session, vorgang_id: UUID, kontext: Kontext
) -> list[tuple[str, Lieferart]]:
    """Documents whose newest Fassung has no bytes here: linked, or still to come (1 query)."""
    neueste: dict[UUID, tuple[str, Lieferart, bool]] = {}
    for dokument_id, name, lieferart, schluessel in session.execute(
        select(
            Dokument.id,
            Dokument.bezeichnung,
            DokumentFassung.lieferart,
            DokumentFassung.schluessel,
        )
        .join(DokumentFassung, DokumentFassung.dokument_id == Dokument.id)
        .where(Dokument.vorgang_id == vorgang_id, sichtbare_fassungen(kontext))
        .order_by(Dokument.position, DokumentFassung.nummer)
    ):
        neueste[dokument_id] = (name, lieferart, schluessel is None)
    return [(name, lieferart) for name, lieferart, fehlt in neueste.values() if fehlt]


def get_datei(
    session: Session, vorgang_id: UUID, fassung_id: UUID, kontext: Kontext
) -> Dateiangabe:
    """The bytes behind a Fassung of this case; NichtSichtbar if there are none for the reader,
    Fachfehler if nobody gets them.
    """
    f = _get_fassung(session, vorgang_id, fassung_id, kontext)
    if f is None or f.schluessel is None:
        raise NichtSichtbar
    if f.pruefstand not in LESBARE_STAENDE:
        raise Fachfehler(" ".join(t for t in (NICHT_ABRUFBAR[f.pruefstand], f.pruefbefund) if t))
    return Dateiangabe(f.schluessel, f.dateiname, f.groesse or 0, f.mime)


def get_vorschau(session: Session, vorgang_id: UUID, fassung_id: UUID, kontext: Kontext) -> str:
    """The key of the preview of a Fassung of this case; NichtSichtbar if there is none."""
    f = _get_fassung(session, vorgang_id, fassung_id, kontext)
    if f is None or f.vorschau_schluessel is None or f.pruefstand not in LESBARE_STAENDE:
        raise NichtSichtbar
    return f.vorschau_schluessel


def _get_fassung(
    session: Session, vorgang_id: UUID, fassung_id: UUID, kontext: Kontext
) -> DokumentFassung | None:
    return session.scalar(
        select(DokumentFassung)
        .join(Dokument, Dokument.id == DokumentFassung.dokument_id)
        .where(
            Dokument.vorgang_id == vorgang_id,
            DokumentFassung.id == fassung_id,
            sichtbare_fassungen(kontext),
        )
    )

"""A Fassung with bytes, as lists of files show it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bauaufsicht.db.models import DokumentFassung
from bauaufsicht.domain.unterlage import LESBARE_STAENDE, Pruefstand


@dataclass(frozen=True, slots=True)
class Dateizeile:
    """A file; `entwurf` while the uploading side has not sent it."""

    fassung_id: UUID
    dokument_id: UUID
    bezeichnung: str
    dateiname: str
    nummer: int
    groesse: int
    pruefstand: Pruefstand
    pruefbefund: str
    hat_vorschau: bool
    entwurf: bool
    zurueckgegeben: bool
    eingegangen_am: datetime

    @property
    def lesbar(self) -> bool:
        """Whether it may be fetched."""
        return self.pruefstand in LESBARE_STAENDE

    @property
    def gesperrt(self) -> bool:
        """Whether it is kept from everybody."""
        return self.pruefstand is Pruefstand.GESPERRT


def create_dateizeile(f: DokumentFassung, bezeichnung: str) -> Dateizeile:
    """The row of a Fassung of a document with that name."""
    return Dateizeile(
        f.id,
        f.dokument_id,
        bezeichnung,
        f.dateiname,
        f.nummer,
        f.groesse or 0,
        f.pruefstand,
        f.pruefbefund,
        f.vorschau_schluessel is not None,
        f.abgegeben_am is None,
        f.zurueckgegeben_am is not None,
        f.eingegangen_am,
    )

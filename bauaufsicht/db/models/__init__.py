"""All records of the house."""

from bauaufsicht.db.models.auftrag import Arbeiter, Auftrag
from bauaufsicht.db.models.ausgang import Ausgang
from bauaufsicht.db.models.behoerde import (
    Behoerde,
    Gemarkung,
    Gemeinde,
    Stelle,
    Verfahrensartzuordnung,
)
from bauaufsicht.db.models.codeliste import Codeeintrag, Codeliste
from bauaufsicht.db.models.eingang import Eingang, Eingangsanlage, Eingangsbefund
from bauaufsicht.db.models.ereignis import Ereignisklartext, Ereignisrecord
from bauaufsicht.db.models.konto import Dienstzugang, Fehlanmeldung, Konto
from bauaufsicht.db.models.unterlage import Dokument, DokumentFassung
from bauaufsicht.db.models.vorgang import (
    Aktenzeichenstand,
    Antragsstand,
    Beteiligter,
    Beteiligung,
    Vorgang,
    Vorgangsabweichung,
    Vorgangsflurstueck,
    Vorgangsfrage,
    Vorgangsgebaeude,
)

__all__ = [
    "Aktenzeichenstand",
    "Antragsstand",
    "Arbeiter",
    "Auftrag",
    "Ausgang",
    "Behoerde",
    "Beteiligter",
    "Beteiligung",
    "Codeeintrag",
    "Codeliste",
    "Dienstzugang",
    "Dokument",
    "DokumentFassung",
    "Eingang",
    "Eingangsanlage",
    "Eingangsbefund",
    "Ereignisklartext",
    "Ereignisrecord",
    "Fehlanmeldung",
    "Gemarkung",
    "Gemeinde",
    "Konto",
    "Stelle",
    "Verfahrensartzuordnung",
    "Vorgang",
    "Vorgangsabweichung",
    "Vorgangsflurstueck",
    "Vorgangsfrage",
    "Vorgangsgebaeude",
]

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
from bauaufsicht.db.models.benachrichtigung import Benachrichtigung, Formularentwurf
from bauaufsicht.db.models.bescheid import Bescheid
from bauaufsicht.db.models.beteiligung import Beteiligung, Beteiligungsunterlage, Stellungnahme
from bauaufsicht.db.models.codeliste import Codeeintrag, Codeliste
from bauaufsicht.db.models.eingang import Eingang, Eingangsanlage, Eingangsbefund
from bauaufsicht.db.models.ereignis import Ereignisklartext, Ereignisrecord
from bauaufsicht.db.models.kataster import Flurstueck, Katastergeneration
from bauaufsicht.db.models.konto import Dienstzugang, Fehlanmeldung, Konto
from bauaufsicht.db.models.nachforderung import Nachforderung, Nachforderungspunkt
from bauaufsicht.db.models.pruefung import Pruefungslauf, Pruefvorgabe, Vorgangsgeometrie
from bauaufsicht.db.models.unterlage import Dokument, DokumentFassung
from bauaufsicht.db.models.vorgang import (
    Aktenzeichenstand,
    Antragsstand,
    Beteiligter,
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
    "Benachrichtigung",
    "Bescheid",
    "Beteiligter",
    "Beteiligung",
    "Beteiligungsunterlage",
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
    "Flurstueck",
    "Formularentwurf",
    "Gemarkung",
    "Gemeinde",
    "Katastergeneration",
    "Konto",
    "Nachforderung",
    "Nachforderungspunkt",
    "Pruefungslauf",
    "Pruefvorgabe",
    "Stelle",
    "Stellungnahme",
    "Verfahrensartzuordnung",
    "Vorgang",
    "Vorgangsabweichung",
    "Vorgangsflurstueck",
    "Vorgangsfrage",
    "Vorgangsgebaeude",
    "Vorgangsgeometrie",
]

"""A Bescheid as a message to the form service (XBau 0205)."""

from dataclasses import dataclass
from datetime import date

from bauaufsicht.domain.bescheid import Bescheidart, Nebenbestimmung
from bauaufsicht.domain.nachricht import Antwort, Kode


@dataclass(frozen=True, slots=True)
class BearbeiteteAbweichung:
    """What was decided on an Abweichung; `id` is that of the request (a UUID)."""

    id: str
    art: Kode | None
    vorschrift: str
    zugelassen: bool
    begruendung: str = ""


@dataclass(frozen=True, slots=True)
class Bescheidanlage:
    """The PDF that comes with the message; `dokumentid` is how the transport names it."""

    dokumentid: str
    dateiname: str
    datum: date
    groesse: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Bescheidnachricht:
    """Everything that a 0205 says; texts may have several paragraphs (one a line)."""

    antwort: Antwort
    art: Bescheidart
    anlage: Bescheidanlage
    rechtsbehelf: tuple[str, ...]
    abweichungen: tuple[BearbeiteteAbweichung, ...] = ()
    nebenbestimmungen: tuple[Nebenbestimmung, ...] = ()
    begruendung: str = ""
    hinweise: tuple[str, ...] = ()

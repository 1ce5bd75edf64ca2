"""Who may do what: one map of predicates over a frozen Kontext, asked by service, view and
template.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from bauaufsicht.domain.ereignisse import Seite
from bauaufsicht.domain.vorgang import ENDZUSTAENDE, UEBERGAENGE, Schritt, Zustand


class Kontorolle(StrEnum):
    """Role of an account."""

    SACHBEARBEITUNG = "sachbearbeitung"
    LEITUNG = "leitung"
    POSTSTELLE = "poststelle"
    ANTRAGSTELLER = "antragsteller"
    ENTWURFSVERFASSER = "entwurfsverfasser"
    BETEILIGTE_STELLE = "beteiligte_stelle"
    BETRIEB = "betrieb"


class Akteursart(StrEnum):
    """What kind of actor it is."""

    ANONYM = "anonym"
    KONTO = "konto"
    DIENST = "dienst"  # API token of a form service
    SYSTEM = "system"  # worker, command line


@dataclass(frozen=True, slots=True)
class Akteur:
    """Who acts. `behoerde_id` None with DIENST means: for all authorities of the installation."""

    art: Akteursart
    konto_id: UUID | None = None
    rolle: Kontorolle | None = None
    behoerde_id: UUID | None = None
    stelle_id: UUID | None = None
    name: str = ""


ANONYM = Akteur(Akteursart.ANONYM)
SYSTEM = Akteur(Akteursart.SYSTEM, name="System")


@dataclass(frozen=True, slots=True)
class Kontext:
    """An actor before an object: a Vorgang, an Eingang, or none (`behoerde_id` None)."""

    akteur: Akteur
    behoerde_id: UUID | None = None
    zustand: Zustand | None = None
    beteiligte_konten: frozenset[UUID] = field(default=frozenset())
    beteiligte_stellen: frozenset[UUID] = field(default=frozenset())
    entscheidende_stellen: frozenset[UUID] = field(default=frozenset())
    angefragte_stellen: frozenset[UUID] = field(default=frozenset())


class Aktion(StrEnum):
    """Everything that can be done in the house."""

    SEITE_LESEN = "seite_lesen"
    ANMELDEN = "anmelden"
    ABMELDEN = "abmelden"
    VORGAENGE_LISTEN = "vorgaenge_listen"
    VORGANG_LESEN = "vorgang_lesen"
    UNTERLAGE_LESEN = "unterlage_lesen"
    NACHRICHTEN_LESEN = "nachrichten_lesen"
    VORGANG_UEBERNEHMEN = "vorgang_uebernehmen"
    VERFAHRENSART_FESTLEGEN = "verfahrensart_festlegen"
    UNTERLAGE_HOCHLADEN = "unterlage_hochladen"
    NACHFORDERUNG_LESEN = "nachforderung_lesen"
    NACHFORDERUNG_SCHREIBEN = "nachforderung_schreiben"
    NACHFORDERUNG_BEANTWORTEN = "nachforderung_beantworten"
    NACHFORDERUNG_PRUEFEN = "nachforderung_pruefen"
    VOLLSTAENDIG_ERKLAEREN = "vollstaendig_erklaeren"
    ANFRAGEN_LISTEN = "anfragen_listen"
    BETEILIGUNG_LESEN = "beteiligung_lesen"
    STELLUNGNAHME_ANFORDERN = "stellungnahme_anfordern"
    STELLUNGNAHME_ABGEBEN = "stellungnahme_abgeben"
    BESCHEID_LESEN = "bescheid_lesen"
    BESCHEID_ENTWERFEN = "bescheid_entwerfen"
    BESCHEID_ERLASSEN = "bescheid_erlassen"
    PRUEFUNG_LESEN = "pruefung_lesen"
    GRUNDRISS_FESTLEGEN = "grundriss_festlegen"
    AKTE_HERUNTERLADEN = "akte_herunterladen"
    ENTWURF_SPEICHERN = "entwurf_speichern"
    POSTFACH_LESEN = "postfach_lesen"
    EINGAENGE_LISTEN = "eingaenge_listen"
    EINGANG_LESEN = "eingang_lesen"
    EINGANG_AUFNEHMEN = "eingang_aufnehmen"
    EINGANG_KLAEREN = "eingang_klaeren"
    AUSGAENGE_ABRUFEN = "ausgaenge_abrufen"
    BETRIEB_LESEN = "betrieb_lesen"


Praedikat = Callable[[Kontext], bool]


def _rolle(*rollen: Kontorolle) -> Praedikat:
    def predicate(k: Kontext) -> bool:
        return k.akteur.art is Akteursart.KONTO and k.akteur.rolle in rollen

    return predicate


def jeder(k: Kontext) -> bool:
    """Everybody, logged in or not."""
    return True


def angemeldet(k: Kontext) -> bool:
    """Anybody with an account."""
    return k.akteur.art is Akteursart.KONTO


def system(k: Kontext) -> bool:
    """The house itself: worker and command line."""
    return k.akteur.art is Akteursart.SYSTEM


def dienst(k: Kontext) -> bool:
    """A form service with a token."""
    return k.akteur.art is Akteursart.DIENST


def eigene_behoerde(k: Kontext) -> bool:
    """The object belongs to the actor's Behörde: the wall between tenants."""
    return k.akteur.behoerde_id is not None and k.akteur.behoerde_id == k.behoerde_id


def dienst_der_behoerde(k: Kontext) -> bool:
    """The token is for this Behörde, or for all."""
    return dienst(k) and (k.akteur.behoerde_id is None or k.akteur.behoerde_id == k.behoerde_id)


def beteiligt(k: Kontext) -> bool:
    """The account stands among the participants of the Vorgang."""
    return k.akteur.konto_id is not None and k.akteur.konto_id in k.beteiligte_konten


def beteiligte_stelle(k: Kontext) -> bool:
    """The account's Stelle takes part in the Vorgang."""
    return k.akteur.stelle_id is not None and k.akteur.stelle_id in k.beteiligte_stellen


def offen(k: Kontext) -> bool:
    """The Vorgang has not ended."""
    return k.zustand is not None and k.zustand not in ENDZUSTAENDE


def verfahren_ungeklaert(k: Kontext) -> bool:
    """The kind of procedure waits for a person."""
    return k.zustand is Zustand.VERFAHREN_KLAEREN


def entscheidende_stelle(k: Kontext) -> bool:
    """The account's Stelle decides itself: it reads the case like the authority."""
    return k.akteur.stelle_id is not None and k.akteur.stelle_id in k.entscheidende_stellen


def angefragte_stelle(k: Kontext) -> bool:
    """The account's Stelle was asked for a Stellungnahme."""
    return k.akteur.stelle_id is not None and k.akteur.stelle_id in k.angefragte_stellen


def nachforderbar(k: Kontext) -> bool:
    """Documents may be demanded."""
    return (k.zustand, Schritt.NACHFORDERN) in UEBERGAENGE


def vollstaendigkeit_offen(k: Kontext) -> bool:
    """The application has not been declared complete yet."""
    return (k.zustand, Schritt.VOLLSTAENDIG_ERKLAEREN) in UEBERGAENGE


def entscheidbar(k: Kontext) -> bool:
    """The application is complete and not decided."""
    return (k.zustand, Schritt.BESCHEIDEN) in UEBERGAENGE


sachbearbeitung = _rolle(Kontorolle.SACHBEARBEITUNG, Kontorolle.LEITUNG)
poststelle = _rolle(Kontorolle.POSTSTELLE, Kontorolle.SACHBEARBEITUNG, Kontorolle.LEITUNG)
antragsseite = _rolle(Kontorolle.ANTRAGSTELLER, Kontorolle.ENTWURFSVERFASSER)
stelle = _rolle(Kontorolle.BETEILIGTE_STELLE)
betrieb = _rolle(Kontorolle.BETRIEB)

_LESEN: tuple[tuple[Praedikat, ...], ...] = (
    (poststelle, eigene_behoerde),
    (antragsseite, beteiligt),
    (stelle, beteiligte_stelle),
    (system,),
)

_BEIDE_SEITEN: tuple[tuple[Praedikat, ...], ...] = (
    (poststelle, eigene_behoerde),
    (antragsseite, beteiligt),
    (system,),
)

REGELN: dict[Aktion, tuple[tuple[Praedikat, ...], ...]] = {
    Aktion.SEITE_LESEN: ((jeder,),),
    Aktion.ANMELDEN: ((jeder,),),
    Aktion.ABMELDEN: ((angemeldet,),),
    Aktion.VORGAENGE_LISTEN: ((poststelle,), (antragsseite,), (stelle,), (system,)),
    Aktion.VORGANG_LESEN: _LESEN,
    Aktion.UNTERLAGE_LESEN: _LESEN,
    Aktion.NACHRICHTEN_LESEN: ((poststelle, eigene_behoerde), (system,)),
    Aktion.VORGANG_UEBERNEHMEN: ((sachbearbeitung, eigene_behoerde, offen),),
    Aktion.VERFAHRENSART_FESTLEGEN: ((sachbearbeitung, eigene_behoerde, verfahren_ungeklaert),),
    Aktion.UNTERLAGE_HOCHLADEN: (
        (antragsseite, beteiligt, offen),
        (stelle, angefragte_stelle, offen),
    ),
    Aktion.NACHFORDERUNG_LESEN: _BEIDE_SEITEN,
    Aktion.NACHFORDERUNG_SCHREIBEN: ((sachbearbeitung, eigene_behoerde, nachforderbar),),
    Aktion.NACHFORDERUNG_BEANTWORTEN: ((antragsseite, beteiligt, offen),),
    Aktion.NACHFORDERUNG_PRUEFEN: ((sachbearbeitung, eigene_behoerde, offen),),
    Aktion.VOLLSTAENDIG_ERKLAEREN: ((sachbearbeitung, eigene_behoerde, vollstaendigkeit_offen),),
    Aktion.ANFRAGEN_LISTEN: ((stelle,),),
    Aktion.BETEILIGUNG_LESEN: ((poststelle, eigene_behoerde), (system,)),
    Aktion.STELLUNGNAHME_ANFORDERN: ((sachbearbeitung, eigene_behoerde, offen),),
    Aktion.STELLUNGNAHME_ABGEBEN: ((stelle, angefragte_stelle),),
    Aktion.BESCHEID_LESEN: _BEIDE_SEITEN,
    Aktion.BESCHEID_ENTWERFEN: ((sachbearbeitung, eigene_behoerde, entscheidbar),),
    Aktion.BESCHEID_ERLASSEN: ((sachbearbeitung, eigene_behoerde, entscheidbar),),
    # what the checks find is a help for the authority, not a statement to the applicant
    Aktion.PRUEFUNG_LESEN: ((poststelle, eigene_behoerde), (system,)),
    Aktion.GRUNDRISS_FESTLEGEN: ((sachbearbeitung, eigene_behoerde, offen),),
    Aktion.AKTE_HERUNTERLADEN: ((sachbearbeitung, eigene_behoerde), (system,)),
    Aktion.ENTWURF_SPEICHERN: ((angemeldet,),),
    Aktion.POSTFACH_LESEN: ((angemeldet,),),
    Aktion.EINGAENGE_LISTEN: ((poststelle,), (system,)),
    Aktion.EINGANG_LESEN: ((poststelle, eigene_behoerde), (system,)),
    Aktion.EINGANG_AUFNEHMEN: ((poststelle,), (dienst,), (system,)),
    Aktion.EINGANG_KLAEREN: ((poststelle, eigene_behoerde), (system,)),
    Aktion.AUSGAENGE_ABRUFEN: ((dienst_der_behoerde,), (system,)),
    Aktion.BETRIEB_LESEN: ((betrieb,), (system,)),
}


# acts without an object: decided before anything is loaded
OHNE_OBJEKT = frozenset(
    {
        Aktion.SEITE_LESEN,
        Aktion.ANMELDEN,
        Aktion.ABMELDEN,
        Aktion.VORGAENGE_LISTEN,
        Aktion.ANFRAGEN_LISTEN,
        Aktion.ENTWURF_SPEICHERN,
        Aktion.POSTFACH_LESEN,
        Aktion.EINGAENGE_LISTEN,
        Aktion.EINGANG_AUFNEHMEN,
        Aktion.BETRIEB_LESEN,
    }
)


def compute_seite(kontext: Kontext) -> Seite:
    """Whose timeline the reader of a case sees."""
    if antragsseite(kontext):
        return Seite.ANTRAGSSEITE
    if stelle(kontext) and not entscheidende_stelle(kontext):
        return Seite.STELLE
    return Seite.BEHOERDE


def check_erlaubt(aktion: Aktion, kontext: Kontext) -> bool:
    """Whether any row of the map holds: every predicate in it says yes."""
    return any(all(p(kontext) for p in zeile) for zeile in REGELN[aktion])

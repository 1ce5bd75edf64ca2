"""bauvorhaben: what is to be built, where, and by whom; requested Abweichungen and questions."""

from collections.abc import Iterable
from typing import Final

from bauaufsicht.adapters.xbau.geometrie import read_geometrie
from bauaufsicht.adapters.xbau.knoten import Knoten
from bauaufsicht.adapters.xbau.personen import (
    format_berechtigung,
    read_anschrift,
    read_beteiligte,
)
from bauaufsicht.domain.nachricht import (
    Abweichung,
    Beteiligtenangabe,
    Flurstueck,
    Gebaeude,
    Kode,
    Rolle,
    Vorbescheidsfrage,
    Vorhaben,
)

# The building plot and nothing else: the same elements occur under nachbar, baulast,
# referenzgebaeude, Stellplätze.
GRUNDSTUECK: Final = "verortung/baugrundstueck/grundstueck"
_KLASSIFIKATION: Final = "gegenstand/bauordnungsrechtlicheKlassifikation"
_NUTZUNGEN: Final = ("artDesWohngebaeudes", "artDesNichtwohngebaeudes", "artDerSonstigenAnlage")
# Element below beteiligte: role, and where its Akteur sits (empty: the element itself is one).
_ROLLEN: Final[dict[str, tuple[Rolle, str]]] = {
    "bauherr": (Rolle.BAUHERR, "bauherr"),
    "bevollmaechtigter": (Rolle.BEVOLLMAECHTIGTER, ""),
    "entwurfsverfasser": (Rolle.ENTWURFSVERFASSER, "personendaten"),
    "gebuehrenpflichtiger": (Rolle.GEBUEHRENPFLICHTIGER, ""),
    "bauunternehmer": (Rolle.WEITERER, ""),
    "weitereBeteiligte": (Rolle.WEITERER, "beteiligter"),
}


def get_vorhabenknoten(wurzel: Knoten) -> Knoten | None:
    """bauvorhaben, in a changed application bauvorhabenAenderungsdaten."""
    return wurzel.get_knoten("bauvorhaben") or wurzel.get_knoten("bauvorhabenAenderungsdaten")


def read_vorhaben(wurzel: Knoten) -> Vorhaben | None:
    """The project of a message; None if the message has none."""
    knoten = get_vorhabenknoten(wurzel)
    if knoten is None:
        return None
    verortung = knoten.get_knoten("verortung")
    nutzungen = (knoten.get_kode(f"gegenstand/artDerBaulichenAnlage/{name}") for name in _NUTZUNGEN)
    return Vorhaben(
        bezeichnung=knoten.get_text("bezeichnungDesBauvorhabens") or "",
        beteiligte=_read_beteiligte(knoten),
        flurstuecke=tuple(_list_flurstuecke(knoten)),
        anschriften=tuple(
            read_anschrift(a) for a in knoten.list_knoten(f"{GRUNDSTUECK}/anschrift")
        ),
        gebaeude=_read_gebaeude(knoten),
        massnahmen=tuple(knoten.list_kodes("gegenstand/artDerMassnahme")),
        nutzung=next((n for n in nutzungen if n is not None), None),
        gebaeudeklasse=knoten.get_kode(f"{_KLASSIFIKATION}/gebaeudeklasse"),
        sonderbau=tuple(knoten.list_kodes(f"{_KLASSIFIKATION}/sonderbau")),
        bebauungsplaene=_read_bebauungsplaene(knoten),
        geometrie=read_geometrie(verortung) if verortung is not None else None,
    )


def _list_flurstuecke(vorhaben: Knoten) -> Iterable[Flurstueck]:
    for nummer, grundstueck in enumerate(vorhaben.list_knoten(GRUNDSTUECK), start=1):
        for flurstueck in grundstueck.list_knoten("flurstueck"):
            teile = {
                name: flurstueck.get_text(f"kodierungFlurstueck/{name}")
                for name in ("zaehler", "nenner", "flur", "folge")
            }
            yield Flurstueck(
                zaehler=teile["zaehler"] or "",
                nenner=teile["nenner"],
                flur=teile["flur"],
                folge=teile["folge"],
                gemarkung=flurstueck.get_text("kodierungFlurstueck/gemarkung/bezeichnung"),
                gemarkung_nummer=flurstueck.get_text("kodierungFlurstueck/gemarkung/nummer"),
                land=flurstueck.get_text("bundesland/code"),
                grundstueck=nummer,
            )


def _read_gebaeude(vorhaben: Knoten) -> tuple[Gebaeude, ...]:
    return tuple(
        Gebaeude(uuid, knoten.get_text("gebaeudeBezeichnung"))
        for knoten in vorhaben.list_knoten("gegenstand/anzahlDerGebaeude/identifikationGebaeude")
        if (uuid := knoten.get_uuid("uuidGebaeude"))
    )


def _read_bebauungsplaene(vorhaben: Knoten) -> tuple[str, ...]:
    plaene = vorhaben.list_knoten(f"{GRUNDSTUECK}/bebauungsplan")
    texte = (
        p.get_text("bezeichnungBebauungsplan") or p.get_text("nummerBebauungsplan") for p in plaene
    )
    return tuple(dict.fromkeys(t for t in texte if t))


def _read_beteiligte(vorhaben: Knoten) -> tuple[Beteiligtenangabe, ...]:
    """All roles in the order of the schema, each person followed by its Vertreter."""
    alle: list[Beteiligtenangabe] = []
    for kreis in vorhaben.list_knoten("beteiligte"):
        for knoten in kreis.list_kinder():
            alle += _read_rolle(knoten, ab=len(alle))
    return tuple(alle)


def _read_rolle(knoten: Knoten, ab: int) -> list[Beteiligtenangabe]:
    if knoten.name == "nachbar":
        return _read_nachbarn(knoten, ab)
    rolle, pfad = _ROLLEN.get(knoten.name, (None, ""))
    akteur = knoten.get_knoten(pfad) if pfad else knoten
    if rolle is None or akteur is None:
        return []
    zusatz = format_berechtigung(knoten)
    return read_beteiligte(akteur, rolle, art=_read_art(knoten), zusatz=zusatz, ab=ab)


def _read_nachbarn(knoten: Knoten, ab: int) -> list[Beteiligtenangabe]:
    zugestimmt = knoten.get_wahrheit("hatZugestimmt")
    zusatz = {True: "hat zugestimmt", False: "hat nicht zugestimmt", None: None}[zugestimmt]
    alle: list[Beteiligtenangabe] = []
    for eigentuemer in knoten.list_knoten("eigentuemer"):
        alle += read_beteiligte(eigentuemer, Rolle.NACHBAR, zusatz=zusatz, ab=ab + len(alle))
    return alle


def _read_art(knoten: Knoten) -> Kode | None:
    """artDesBauherrn, or the role of other persons: a code of the list or, without list, words."""
    if knoten.name == "bauunternehmer":
        return Kode("Bauunternehmer")
    kode = knoten.get_kode("artDesBauherrn") or knoten.get_kode("rolle/code")
    if kode is not None:
        return kode
    text = knoten.get_text("rolle/nichtGelisteterWert")
    return Kode(text) if text else None


def read_abweichungen(wurzel: Knoten) -> tuple[Abweichung, ...]:
    """Requested Abweichungen of the message, then those inside its questions."""
    direkt = [_read_abweichung(k, None) for k in wurzel.list_knoten("beantragteAbweichung")]
    in_fragen = [
        _read_abweichung(k, nummer)
        for nummer, frage in enumerate(wurzel.list_knoten("beantragterVorbescheid"), start=1)
        for k in frage.list_knoten("beantragteAbweichung")
    ]
    return (*direkt, *in_fragen)


def _read_abweichung(knoten: Knoten, frage: int | None) -> Abweichung:
    return Abweichung(
        xbau_id=knoten.get_uuid("id"),
        art=knoten.get_kode("art"),
        vorschrift=knoten.get_absaetze("vorschrift"),
        beschreibung=knoten.get_absaetze("beschreibung"),
        begruendung=knoten.get_absaetze("begruendung"),
        frage=frage,
    )


def read_fragen(wurzel: Knoten) -> tuple[Vorbescheidsfrage, ...]:
    """Questions of a Vorbescheid, counted from 1."""
    return tuple(
        Vorbescheidsfrage(
            nummer, frage.get_absaetze("vorbescheidfrage"), frage.get_kode("artDerFrage")
        )
        for nummer, frage in enumerate(wurzel.list_knoten("beantragterVorbescheid"), start=1)
    )

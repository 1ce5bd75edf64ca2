"""Every value of an application as people read it: by subject, with German names and units.

Nothing is left out. A value that is shown in another form keeps the sent one in `roh`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries.codeliste import Schluessel, get_bezeichnungen
from bauaufsicht.web import labels
from bauaufsicht.web.elemente import format_element, format_wert

Sendewert = tuple[str, str, str | None, str | None]  # path, value, list, list version
Teile = list[tuple[str, str]]  # element, value

# The first prefix that fits wins.
BEREICHE = (
    ("bauvorhaben/verortung", "Grundstück und Lage"),
    ("bauvorhaben/beteiligte", "Am Bau Beteiligte"),
    ("bauvorhaben", "Vorhaben"),
    ("antragsteller", "Antragsteller"),
    ("anzeigender", "Anzeigende"),
    ("prozessmerkmale", "Verfahren"),
    ("beantragteAbweichung", "Abweichungen"),
    ("beantragterVorbescheid", "Fragen zum Vorbescheid"),
    ("anlagen", "Anlagen"),
    ("@", "Technische Angaben"),
    ("anbindungFachverfahren", "Technische Angaben"),
    ("bezug", "Technische Angaben"),
    ("empfangendeStelle", "Technische Angaben"),
    ("referenzAntragsservice", "Technische Angaben"),
    ("referenzAnzeigeservice", "Technische Angaben"),
)
ANFANG = (
    "Vorhaben", "Grundstück und Lage", "Antragsteller", "Anzeigende", "Am Bau Beteiligte",
    "Verfahren", "Abweichungen", "Fragen zum Vorbescheid",
)  # fmt: skip
ENDE = ("Anlagen", "Technische Angaben")
NUR_INTERN = frozenset({"Technische Angaben"})  # of the software of sender and receiver
NICHT_FUER_STELLEN = NUR_INTERN | {"Anlagen"}  # these read only the documents meant for them
# how to reach a person, and a bank account: no body needs them to answer (Art. 5 Abs. 1 c DSGVO)
KONTAKTWEGE = frozenset({"kommunikation", "erreichbarkeit", "iban"})
# Containers whose name tells a reader nothing; one that repeats is shown all the same.
HUELLEN = frozenset({
    "anhang", "anhangOderVerlinkung", "anlagen", "anzahlDerGebaeude", "baugrundstueck",
    "bauvorhaben", "bauvorhabenDatenblatt", "berechtigung", "beteiligte", "betriebsbeschreibung",
    "exterior", "flaeche", "flaechen", "gegenstand", "geschossflaechen", "grundflaechen",
    "grundstueck", "kodierungFlurstueck", "LinearRing", "mitgliedschaftInland", "name",
    "natuerlichePerson", "nummernKammer", "nutzungen", "organisation", "personendaten", "polygon",
    "posList", "prozessmerkmale", "registereintrag", "textabsatz", "verlinkung", "verortung",
})  # fmt: skip
BLOCKNAMEN = {"bauvorhabenAenderungsdaten": "bauvorhaben"}
LANGER_KODE = 4  # longer numbers (AGS) speak for themselves
INDEX = re.compile(r"\[(\d+)\]")


@dataclass(slots=True)
class Zeile:
    """A value with its name; `roh` is the value as sent where the page writes it differently."""

    name: str
    wert: str
    roh: str = ""
    zusatz: str = ""


@dataclass(slots=True)
class Abschnitt:
    """Values about one thing; without a title they are about the whole Bereich."""

    titel: str
    zeilen: list[Zeile] = field(default_factory=list)


@dataclass(slots=True)
class Bereich:
    """A part of the application."""

    titel: str
    abschnitte: list[Abschnitt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Buendel:
    """Values that are read as one: an address, a name, a way to reach somebody."""

    felder: frozenset[str]
    name: str
    format: Callable[[Teile], tuple[str, str]]  # text and small print


@dataclass(frozen=True, slots=True)
class Ort:
    """Where a value stands: its Bereich, its Abschnitt, its own name and the path of its parent."""

    bereich: str
    abschnitt: str
    name: str
    element: str
    eltern: str

    def format(self) -> str:
        """`Grundstück und Lage › Flurstück 2 › Zähler`."""
        return " › ".join(t for t in (self.bereich, self.abschnitt, self.name) if t)


def _format_anschrift(teile: Teile) -> tuple[str, str]:
    werte = dict(teile)
    strasse = " ".join(t for n, t in teile if n in {"strasse", "hausnummer", "strasseHausnummer"})
    ort = " ".join(t for n, t in teile if n in {"postleitzahl", "ort"})
    postfach = f"Postfach {werte['postfach']}" if "postfach" in werte else ""
    ortsteil = f"Ortsteil {werte['ortsteil']}" if "ortsteil" in werte else ""
    rest = [werte.get("zusatz", ""), strasse, postfach, ort, ortsteil]
    return ", ".join(t for t in rest if t), ""


def _format_name(teile: Teile) -> tuple[str, str]:
    folge = ("anrede", "titel", "vorname", "familienname")
    return " ".join(t for name in folge for n, t in teile if n == name), ""


def _format_kontakt(teile: Teile) -> tuple[str, str]:
    werte = dict(teile)
    kanal = werte.get("kanal", "")
    klein = [f"{labels.KANAELE.get(kanal, 'Kanal')} ({kanal})" if kanal else ""]
    if "istDienstlich" in werte:
        klein.append("dienstlich" if werte["istDienstlich"] == "true" else "privat")
    return werte.get("kennung", ""), ", ".join(t for t in klein if t)


def _format_flurstueck(teile: Teile) -> tuple[str, str]:
    werte = dict(teile)
    nenner = f"/{werte['nenner']}" if "nenner" in werte else ""
    nummer = f"{werte.get('zaehler', '')}{nenner}"
    rest = [
        " ".join(t for n, t in teile if n in {"bezeichnung", "nummer"}),
        f"Flur {werte['flur']}" if "flur" in werte else "",
        f"Flurstück {nummer}" if nummer else "",
        f"Folge {werte['folge']}" if "folge" in werte else "",
    ]
    return ", ".join(t for t in rest if t), ""


ANSCHRIFTSTEILE = frozenset({
    "strasse", "hausnummer", "strasseHausnummer", "postleitzahl", "ort", "ortsteil", "zusatz",
    "postfach",
})  # fmt: skip
NAMENSTEILE = frozenset({"anrede", "titel", "vorname", "familienname"})
BUENDEL = {
    "anschrift": Buendel(
        ANSCHRIFTSTEILE,
        "Anschrift",
        _format_anschrift,
    ),
    "kommunikation": Buendel(
        frozenset({"kanal", "kennung", "istDienstlich"}), "Kontakt", _format_kontakt
    ),
    "name": Buendel(NAMENSTEILE, "Name", _format_name),
    "vertreter": Buendel(NAMENSTEILE, "Vertretung", _format_name),
    "kodierungFlurstueck": Buendel(
        frozenset({"bezeichnung", "nummer", "flur", "zaehler", "nenner", "folge"}),
        "Flurstück",
        _format_flurstueck,
    ),
}
# A value one level deeper than it reads: familienname/name, gemarkung/bezeichnung, …/textabsatz.
DURCHREICHER = {
    "name": frozenset({"familienname", "vorname"}),
    "bezeichnung": frozenset({"gemarkung"}),
    "nummer": frozenset({"gemarkung"}),
}


def list_bereiche(angaben: Iterable[Sendewert]) -> list[Bereich]:
    """The values by subject, codes with their labels (1 query)."""
    zeilen = list(angaben)
    kodes = get_bezeichnungen(
        get_session(), {(liste, version, wert) for _, wert, liste, version in zeilen if liste}
    )
    return sorted(create_bereiche(zeilen, kodes), key=_get_rang)


def create_bereiche(
    zeilen: list[Sendewert], kodes: dict[Schluessel, str] | None = None
) -> list[Bereich]:
    """All values by subject, in the order of the message; `kodes` are the labels of codes."""
    mehrfach = get_mehrfache(pfad for pfad, *_ in zeilen)
    bereiche: dict[str, dict[str, Abschnitt]] = {}
    offen: dict[str, tuple[Zeile, Teile, Buendel]] = {}
    for pfad, wert, liste, version in zeilen:
        ort = get_ort(pfad, mehrfach)
        abschnitt = bereiche.setdefault(ort.bereich, {}).setdefault(
            ort.abschnitt, Abschnitt(ort.abschnitt)
        )
        buendel = _get_buendel(ort)
        if buendel is not None:
            _add_teil(abschnitt, ort, wert, buendel, offen)
            continue
        label = (kodes or {}).get((liste, version, wert)) if liste else None
        abschnitt.zeilen.append(_create_zeile(ort, wert, label, ist_kode=liste is not None))
    for teile in bereiche.values():
        for teil in teile.values():
            teil.zeilen.sort(key=lambda z: z.name == "Kennung")
    return [Bereich(titel, list(teile.values())) for titel, teile in bereiche.items()]


def _create_zeile(ort: Ort, wert: str, label: str | None, *, ist_kode: bool) -> Zeile:
    if label and label != wert:
        return Zeile(ort.name, label, "", f"Schlüssel {wert}")
    if ist_kode:
        kurz = wert.isdigit() and len(wert) <= LANGER_KODE and label is None
        return Zeile(ort.name, f"Schlüssel {wert}" if kurz else wert)
    text = format_wert(ort.element, wert)
    return Zeile(ort.name, text, wert if text != wert else "")


def _get_buendel(ort: Ort) -> Buendel | None:
    buendel = BUENDEL.get(_strip(ort.eltern.rsplit("/", 1)[-1]))
    return buendel if buendel and ort.element in buendel.felder else None


def _add_teil(
    abschnitt: Abschnitt,
    ort: Ort,
    wert: str,
    buendel: Buendel,
    offen: dict[str, tuple[Zeile, Teile, Buendel]],
) -> None:
    if ort.eltern not in offen:
        zeile = Zeile(buendel.name, "")
        abschnitt.zeilen.append(zeile)
        offen[ort.eltern] = (zeile, [], buendel)
    zeile, teile, _ = offen[ort.eltern]
    teile.append((ort.element, wert))
    zeile.wert, zeile.zusatz = buendel.format(teile)


def check_kontaktweg(pfad: str) -> bool:
    """Whether a value says how to reach or to pay somebody."""
    return not KONTAKTWEGE.isdisjoint(INDEX.sub("", pfad).split("/"))


def get_mehrfache(pfade: Iterable[str]) -> frozenset[str]:
    """Paths of elements that repeat: then the first one is numbered, too."""
    mehrfach = set()
    for pfad in pfade:
        teile = pfad.split("/")
        for i, teil in enumerate(teile):
            if teil.endswith("]"):
                mehrfach.add("/".join([*teile[:i], _strip(teil)]))
    return frozenset(mehrfach)


def get_ort(pfad: str, mehrfach: frozenset[str] = frozenset()) -> Ort:
    """The place of a value in words."""
    teile = pfad.split("/")
    teile[0] = BLOCKNAMEN.get(teile[0], teile[0])
    blatt, ahnen = teile[-1], teile[:-1]
    if ahnen and (
        _strip(blatt) == "textabsatz" or _strip(ahnen[-1]) in DURCHREICHER.get(blatt, ())
    ):
        eltern = ahnen[-1]
        ahnen = ahnen[:-1]
        blatt = blatt if _strip(eltern) == "gemarkung" else eltern
    element = _strip(blatt)
    bereich = _get_bereich(pfad)
    worte = [
        wort
        for i, teil in enumerate(ahnen)
        if (i == 0 or _strip(ahnen[i - 1]) != teil)
        and (wort := _format_behaelter(teil, "/".join([*ahnen[:i], _strip(teil)]) in mehrfach))
    ]
    if worte and worte[0] in {bereich, format_element(element)}:
        worte = worte[1:]
    name = _format_blatt(element, blatt, "/".join([*ahnen, element]) in mehrfach)
    return Ort(bereich, " · ".join(dict.fromkeys(worte)), name, element, "/".join(ahnen))


def _format_blatt(element: str, teil: str, mehrere: bool) -> str:
    treffer = INDEX.search(teil)
    nummer = treffer[1] if treffer else "1" if mehrere else ""
    return f"{format_element(element)} {nummer}".strip()


def _format_behaelter(teil: str, mehrere: bool) -> str:
    name = _strip(teil)
    if name in {"kommunikation", "anschrift", "vertreter"}:
        return ""
    if name in HUELLEN and not mehrere:
        return ""
    return _format_blatt(name, teil, mehrere)


def _get_bereich(pfad: str) -> str:
    block, _, rest = INDEX.sub("", pfad).partition("/")
    pfad = "/".join(t for t in (BLOCKNAMEN.get(block, block), rest) if t)
    for anfang, titel in BEREICHE:
        if pfad.startswith(anfang) and (anfang == "@" or pfad[len(anfang) :][:1] in {"", "/"}):
            return titel
    return format_element(block)


def _get_rang(bereich: Bereich) -> int:
    if bereich.titel in ANFANG:
        return ANFANG.index(bereich.titel)
    return len(ANFANG) + (1 + ENDE.index(bereich.titel) if bereich.titel in ENDE else 0)


def _strip(teil: str) -> str:
    return teil.partition("[")[0]

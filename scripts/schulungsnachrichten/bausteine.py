"""Records of a training application and ready-made floor plans."""

from collections.abc import Callable
from dataclasses import dataclass, field

from schulungsnachrichten.plaene import Grundriss, Oeffnung, Raum, Schriftfeld

Zeichner = Callable[[Schriftfeld], bytes]


@dataclass(frozen=True)
class Ort:
    """A postal address; with `ags` it is the address of the building plot."""

    strasse: str
    hausnummer: str
    plz: str
    ort: str
    ortsteil: str = ""
    ags: str = ""


@dataclass(frozen=True)
class Mensch:
    """A natural person."""

    anrede: str
    vorname: str
    familienname: str
    anschrift: Ort
    email: str = ""
    telefon: str = ""
    titel: str = ""

    @property
    def anzeige(self) -> str:
        return " ".join(t for t in (self.titel, self.vorname, self.familienname) if t)

    @property
    def sortiername(self) -> str:
        return f"{self.familienname}, {self.vorname}"


@dataclass(frozen=True)
class Firma:
    """An organisation with the person who represents it."""

    name: str
    kurz: str
    anschrift: Ort
    email: str
    telefon: str
    vertreter: Mensch
    funktion: str
    register: str = ""

    @property
    def anzeige(self) -> str:
        return self.name

    @property
    def sortiername(self) -> str:
        return self.name


@dataclass(frozen=True)
class Planer:
    """An Entwurfsverfasser; `kammer` 30 architects, 31 engineers of Thuringia."""

    mensch: Mensch
    berufsbezeichnung: str
    kammer: str
    nummer: str

    @property
    def anzeige(self) -> str:
        return f"{self.mensch.anzeige}, {self.berufsbezeichnung}"


@dataclass(frozen=True)
class Parzelle:
    """A Flurstück."""

    gemarkung: str
    flur: str
    zaehler: str
    nenner: str = ""

    @property
    def nummer(self) -> str:
        return self.zaehler + (f"/{self.nenner}" if self.nenner else "")

    @property
    def fakten(self) -> dict[str, str]:
        werte = {"gemarkung": self.gemarkung, "flur": self.flur, "zaehler": self.zaehler}
        return werte | ({"nenner": self.nenner} if self.nenner else {})


@dataclass(frozen=True)
class Abweichungsantrag:
    """A requested Abweichung; `art` is a code of abweichungart."""

    art: str
    vorschrift: str
    beschreibung: str
    begruendung: str


@dataclass(frozen=True)
class Beilage:
    """An attachment; without `zeichner` it is linked (`verlinkung`) or follows later."""

    bezeichnung: str
    art: str
    datei: str
    zeichner: Zeichner | None = None
    version: str = "1"
    datum: str = ""
    verlinkung: str = ""


@dataclass(frozen=True)
class Masse:
    """Figures of the data sheet; areas in m², volume in m³, `hoehe` in m, `kosten` in Euro."""

    gebaeudeklasse: str
    hoehe: str
    freistehend: bool
    vollgeschosse: str
    grundstueck: str = ""
    grz: str = ""
    bgf: str = ""
    bri: str = ""
    wohnflaeche: str = ""
    kosten: str = ""
    sonderbau: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fall:
    """One training message; everything the writer needs, dates in the message's own form."""

    nummer: str
    kuerzel: str
    titel: str
    erstellt: str
    bezeichnung: str = ""
    nachricht: str = "0200"
    version: str = "2.6"
    empfaenger: tuple[str, str] = ("bab:16071000", "Landratsamt Weimarer Land, Bauaufsicht")
    verfahrensart: str = "VEREINFACHT"
    antragsteller: tuple[Mensch | Firma, ...] = ()
    gruppenname: str = ""
    bauherrenart: str = "7"
    planer: Planer | None = None
    massnahme: str = "11"
    wohngebaeude: str = ""
    nichtwohngebaeude: str = ""
    bisherige_nutzung: str = ""
    gebaeude: tuple[str, ...] = ()
    masse: Masse | None = None
    anschrift: Ort | None = None
    parzellen: tuple[Parzelle, ...] = ()
    bebauungsplan: str = ""
    geometrie: tuple[tuple[tuple[float, float], ...], ...] = ()
    weitere_angaben: str = ""
    abweichungen: tuple[Abweichungsantrag, ...] = ()
    fragen: tuple[tuple[str, str], ...] = ()
    beilagen: tuple[Beilage, ...] = ()
    datum: str = ""
    weiterfuehren: bool | None = None
    test: bool = False
    bezug: str = ""  # number of the Fall a supplement belongs to
    referenz_von: str = ""  # number of the Fall whose portal reference is used again
    ergebnis: str = "angelegt"
    gemeinde: tuple[str, str] = field(default=("", "gemeindeschluessel"))

    @property
    def dateistamm(self) -> str:
        return f"{self.nummer}_{self.version}_{self.nachricht}_{self.kuerzel}"

    @property
    def ist_aktuell(self) -> bool:
        """2.5 and later know buildings, fee payers and UUIDs as identities of persons."""
        return self.version != "2.4.0.1"

    def schriftfeld(self, beilage: Beilage) -> Schriftfeld:
        tag = (beilage.datum or self.datum).split("-")
        erste = self.parzellen[0]
        nummern = ", ".join(p.nummer for p in self.parzellen)
        return Schriftfeld(
            vorhaben=self.bezeichnung,
            bauherr=self.gruppenname or self.antragsteller[0].anzeige,
            grundstueck=f"Gemarkung {erste.gemarkung}, Flur {erste.flur}, Flurstück {nummern}",
            verfasser=self.planer.anzeige if self.planer else self.antragsteller[0].anzeige,
            datum=".".join(reversed(tag)),
            dateiname=beilage.datei,
            version=beilage.version,
        )


def create_wohnhaus(breite: float, tiefe: float, geschoss: str = "Erdgeschoss") -> Grundriss:
    """A detached house of six rooms within the given inner size in metres."""
    x1 = round(breite * 0.575, 2)
    xr = round(x1 + 0.12, 2)
    br = round(breite - xr, 2)
    k = round(tiefe * 0.387, 2)
    d = round(tiefe * 0.25, 2)
    y1 = round(k + 0.12 + d, 2)
    yo = round(y1 + 0.12, 2)
    to = round(tiefe - yo, 2)
    xa, xb = round(breite * 0.37, 2), round(breite * 0.65, 2)
    raeume = (
        Raum("Wohnen, Essen", 0, 0, x1, y1),
        Raum("Küche", xr, 0, br, k),
        Raum("Diele", xr, k + 0.12, br, d),
        Raum("Arbeiten", 0, yo, xa, to),
        Raum("Technik", xa + 0.12, yo, round(xb - xa - 0.12, 2), to),
        Raum("Bad", xb + 0.12, yo, round(breite - xb - 0.12, 2), to),
    )
    oeffnungen = (
        Oeffnung("s", 1, 0, 2.51), Oeffnung("s", 4.2, 0, 1.51), Oeffnung("s", x1 + 1.2, 0, 1.51),
        Oeffnung("o", 0, k + 0.7, 1.1, tuer=True), Oeffnung("w", 0, 1.6, 2.01),
        Oeffnung("n", 1.2, 0, 1.51), Oeffnung("n", xa + 0.9, 0, 0.88),
        Oeffnung("n", xb + 1.4, 0, 1.01), Oeffnung("v", x1, k + 0.75, 0.88),
        Oeffnung("h", x1 + 1.0, k, 0.88), Oeffnung("h", 1.8, y1, 0.88),
        Oeffnung("h", xa + 0.6, y1, 0.88), Oeffnung("h", xb + 1.6, y1, 0.76),
    )  # fmt: skip
    return Grundriss(geschoss, breite, tiefe, raeume, oeffnungen)


def create_riegel(
    breite: float, tiefe: float, oben: str, unten: str, geschoss: str = "Erdgeschoss"
) -> Grundriss:
    """A building with a corridor in the middle; rows as `Wohnen 1.5, Bad 0.7` (name and share)."""
    flur = 2.2
    t = round((tiefe - flur - 0.24) / 2, 2)
    raeume = [Raum("Flur", 0, t + 0.12, breite, flur)]
    oeffnungen = [Oeffnung("w", 0, t + 0.5, 1.26, tuer=True), Oeffnung("o", 0, t + 0.6, 1.26)]
    nord = t + flur + 0.24
    for reihe, y, seite, wand in ((unten, 0.0, "s", t), (oben, nord, "n", nord - 0.12)):
        namen = [eintrag.strip().rpartition(" ") for eintrag in reihe.split(",")]
        frei = breite - 0.12 * (len(namen) - 1)
        anteile = sum(float(anteil) for _, _, anteil in namen)
        x = 0.0
        for name, _, anteil in namen:
            b = round(frei * float(anteil) / anteile, 2)
            fenster = 1.51 if b > 2.5 else 1.01
            raeume.append(Raum(name, x, y, b, t))
            oeffnungen.append(Oeffnung(seite, round(x + (b - fenster) / 2, 2), 0, fenster))
            oeffnungen.append(Oeffnung("h", round(x + b * 0.25, 2), round(wand, 2), 0.88))
            x = round(x + b + 0.12, 2)
    return Grundriss(geschoss, breite, tiefe, tuple(raeume), tuple(oeffnungen))

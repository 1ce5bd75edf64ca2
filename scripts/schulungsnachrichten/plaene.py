"""Draws the attachments: site plan, floor plan, elevation and pages of text.

Drawings are to scale: a metre of the site plan is 2 mm (1:500), of the floor plan 10 mm (1:100).
"""

import math
from dataclasses import dataclass

from schulungsnachrichten.pdf import (
    BLAU,
    GELB,
    GRAU,
    GRUEN,
    HELLGRAU,
    HELLROT,
    ROT,
    SCHWARZ,
    WEISS,
    Farbe,
    Punkt,
    Seite,
    render_pdf,
)

QUER = (297.0, 210.0)
HOCH = (210.0, 297.0)


@dataclass(frozen=True)
class Schriftfeld:
    """What the title block says."""

    vorhaben: str
    bauherr: str
    grundstueck: str
    verfasser: str
    datum: str
    dateiname: str
    version: str = "1"


@dataclass(frozen=True)
class Koerper:
    """A rectangle in metres from the plot's south-west corner; `art` neu, bestand or abbruch."""

    name: str
    x: float
    y: float
    breite: float
    tiefe: float
    art: str = "neu"
    mit_abstand: bool = True


@dataclass(frozen=True)
class Lage:
    """A plot in metres with a street along its south side, turned by `drehung` degrees."""

    breite: float
    tiefe: float
    flurstueck: str
    nachbarn: tuple[str, str, str]  # left, right, behind
    strasse: str
    koerper: tuple[Koerper, ...]
    abstand: float = 3.0
    drehung: float = 6.0
    baugrenze: tuple[float, float, float, float] | None = None
    vermerk: str = ""


@dataclass(frozen=True)
class Raum:
    """A room of the floor plan: clear inner size in metres from the inner corner of the house."""

    name: str
    x: float
    y: float
    breite: float
    tiefe: float


@dataclass(frozen=True)
class Oeffnung:
    """A window (door if `tuer`) in the outer wall s, n, w or o; h and v are inner doors."""

    seite: str
    x: float
    y: float
    breite: float = 1.01
    tuer: bool = False


@dataclass(frozen=True)
class Grundriss:
    """A storey: inner size of the house in metres, its rooms and openings."""

    geschoss: str
    breite: float
    tiefe: float
    raeume: tuple[Raum, ...]
    oeffnungen: tuple[Oeffnung, ...]
    aussenwand: float = 0.36


@dataclass(frozen=True)
class Ansicht:
    """An elevation: heights in metres above ground; `dach` giebel, traufe or flach."""

    seite: str
    breite: float
    traufe: float
    first: float
    geschosse: int
    achsen: int
    dach: str = "giebel"


def _komma(wert: float) -> str:
    return f"{wert:.2f}".replace(".", ",")


def _blatt(feld: Schriftfeld, titel: str, massstab: str) -> Seite:
    """Landscape A4 with frame and title block."""
    seite = Seite(*QUER)
    seite.rechteck(8, 8, 281, 194, staerke=0.35)
    seite.rechteck(189, 8, 100, 46, staerke=0.35, fuellung=WEISS)
    seite.text(192, 47.5, titel, 13, fett=True)
    seite.text(286, 47.5, massstab, 11, fett=True, lage="rechts")
    seite.linie([(189, 44.5), (289, 44.5)])
    zeilen = [
        ("Vorhaben", feld.vorhaben), ("Bauherr", feld.bauherr), ("Grundstück", feld.grundstueck),
        ("Verfasser", feld.verfasser), ("Datum", f"{feld.datum}, Fassung {feld.version}"),
        ("Datei", feld.dateiname),
    ]  # fmt: skip
    y = 40.3
    for name, wert in zeilen:
        seite.text(192, y, name, 7, farbe=GRAU)
        if len(wert) > 52:
            schnitt = wert.rfind(" ", 0, 52)
            seite.text(208, y + 1.1, wert[:schnitt], 7)
            seite.text(208, y - 1.6, wert[schnitt + 1 :], 7)
        else:
            seite.text(208, y, wert, 7.5)
        y -= 4.9
    seite.text(192, 10, "Schulungsunterlage, frei erfunden", 6.5, farbe=GRAU)
    return seite


def _massstabsleiste(seite: Seite, x: float, y: float, mm_je_m: float, schritt: float) -> None:
    for i in range(4):
        art = SCHWARZ if i % 2 == 0 else WEISS
        seite.rechteck(x + i * schritt * mm_je_m, y, schritt * mm_je_m, 1.6, fuellung=art)
    for i in range(5):
        seite.text(x + i * schritt * mm_je_m, y + 2.6, f"{i * schritt:g}", 7, lage="mitte")
    seite.text(x + 4 * schritt * mm_je_m + 3, y + 2.6, "m", 7)


def _nordpfeil(seite: Seite, x: float, y: float) -> None:
    seite.flaeche([(x, y + 16), (x - 4, y), (x, y + 4)], fuellung=SCHWARZ)
    seite.flaeche([(x, y + 16), (x + 4, y), (x, y + 4)], fuellung=WEISS)
    seite.text(x, y + 17.5, "N", 12, fett=True, lage="mitte")


class _Lagebild:
    """Maps metres of the plot to millimetres of the sheet (1:500)."""

    mm_je_m = 2.0

    def __init__(self, seite: Seite, lage: Lage) -> None:
        self.seite = seite
        self.lage = lage
        winkel = math.radians(lage.drehung)
        self.c, self.s = math.cos(winkel), math.sin(winkel)

    def punkt(self, x: float, y: float) -> Punkt:
        dx, dy = x - self.lage.breite / 2, y - self.lage.tiefe / 2
        f = self.mm_je_m
        return 118 + f * (dx * self.c - dy * self.s), 112 + f * (dx * self.s + dy * self.c)

    def ecken(self, x: float, y: float, b: float, t: float) -> list[Punkt]:
        return [self.punkt(*p) for p in ((x, y), (x + b, y), (x + b, y + t), (x, y + t))]

    def schrift(
        self, x: float, y: float, text: str, groesse: float, farbe: Farbe = SCHWARZ
    ) -> None:
        px, py = self.punkt(x, y)
        self.seite.text(px, py, text, groesse, lage="mitte", farbe=farbe, richtung=(self.c, self.s))

    def mass(self, a: Punkt, b: Punkt, text: str) -> None:
        """Dimension line between two points in metres."""
        pa, pb = self.punkt(*a), self.punkt(*b)
        self.seite.linie([pa, pb], 0.13, BLAU)
        laenge = math.dist(pa, pb) or 1
        ex, ey = (pb[0] - pa[0]) / laenge, (pb[1] - pa[1]) / laenge
        for px, py in (pa, pb):
            self.seite.linie([(px - ey, py + ex), (px + ey, py - ex)], 0.13, BLAU)
        mx, my = (pa[0] + pb[0]) / 2 - ey, (pa[1] + pb[1]) / 2 + ex
        self.seite.text(mx, my, text, 7, lage="mitte", farbe=BLAU, richtung=(ex, ey))


def _zeichne_umgebung(bild: _Lagebild) -> None:
    lage, seite = bild.lage, bild.seite
    b, t = lage.breite, lage.tiefe
    rand = min(b * 0.8, 17.0)
    seite.flaeche(bild.ecken(-rand, -7.5, b + 2 * rand, 6), fuellung=GELB, rand=GRAU)
    bild.schrift(b / 2, -6.2, lage.strasse, 9)
    links, rechts, hinten = lage.nachbarn
    for nummer, (x, y, nb, nt) in (
        (links, (-rand, 0, rand, t)), (rechts, (b, 0, rand, t)),
        (hinten, (-rand * 0.4, t, b + rand, min(t * 0.4, 12.0))),
    ):  # fmt: skip
        seite.flaeche(bild.ecken(x, y, nb, nt), rand=GRAU)
        bild.schrift(x + nb / 2, y + nt * 0.86 - 1, nummer, 8, GRAU)
    for x in (-rand * 0.85, b + rand * 0.3):
        seite.flaeche(bild.ecken(x, 6, rand * 0.55, 9.5), fuellung=HELLGRAU, rand=GRAU)
        bild.schrift(x + rand * 0.275, 10, "Bestand", 6.5, GRAU)


def _zeichne_grenze(bild: _Lagebild) -> None:
    lage = bild.lage
    bild.seite.flaeche(bild.ecken(0, 0, lage.breite, lage.tiefe), rand=ROT, staerke=0.7)
    for x, y in ((0, 0), (lage.breite, 0), (lage.breite, lage.tiefe), (0, lage.tiefe)):
        px, py = bild.punkt(x, y)
        bild.seite.rechteck(px - 0.6, py - 0.6, 1.2, 1.2, fuellung=WEISS)
    bild.schrift(lage.breite / 2, lage.tiefe - 3.4, f"Flst. {lage.flurstueck}", 10)
    bild.schrift(lage.breite / 2, lage.tiefe - 5.6, f"{lage.breite * lage.tiefe:.0f} m²", 7.5)


def _zeichne_koerper(bild: _Lagebild) -> None:
    lage, seite = bild.lage, bild.seite
    for k in lage.koerper:
        if k.art == "neu" and k.mit_abstand:
            a = lage.abstand
            ring = bild.ecken(k.x - a, k.y - a, k.breite + 2 * a, k.tiefe + 2 * a)
            seite.flaeche(ring, rand=GRUEN, strich="3 2")
    if lage.baugrenze:
        seite.flaeche(bild.ecken(*lage.baugrenze), rand=BLAU, staerke=0.3, strich="8 2 2 2")
    farben = {"neu": (HELLROT, ROT), "bestand": (HELLGRAU, SCHWARZ), "abbruch": (GELB, SCHWARZ)}
    for k in lage.koerper:
        fuellung, rand = farben[k.art]
        seite.flaeche(bild.ecken(k.x, k.y, k.breite, k.tiefe), fuellung, rand, 0.35)
        bild.schrift(k.x + k.breite / 2, k.y + k.tiefe / 2 - 0.5, k.name, 7.5)


def _zeichne_masse(bild: _Lagebild) -> None:
    lage = bild.lage
    bild.mass((0, -3), (lage.breite, -3), _komma(lage.breite))
    bild.mass((-1.8, 0), (-1.8, lage.tiefe), _komma(lage.tiefe))
    haus = lage.koerper[0]
    if haus.breite < lage.breite:
        y = haus.y - 2.4
        bild.mass((haus.x, y), (haus.x + haus.breite, y), _komma(haus.breite))
    hoehe = haus.y + haus.tiefe * 0.75
    if haus.x > 1:
        bild.mass((0, hoehe), (haus.x, hoehe), _komma(haus.x))
    ende = max(k.x + k.breite for k in lage.koerper)
    if lage.breite - ende > 1:
        bild.mass((ende, hoehe), (lage.breite, hoehe), _komma(lage.breite - ende))
    if haus.y > 1:
        mitte = haus.x + haus.breite * 0.7
        bild.mass((mitte, 0), (mitte, haus.y), _komma(haus.y))


def render_lageplan(feld: Schriftfeld, lage: Lage) -> bytes:
    """Site plan 1:500 with boundary, buildings, distances, north arrow and key."""
    seite = _blatt(feld, "Lageplan", "M 1:500")
    bild = _Lagebild(seite, lage)
    _zeichne_umgebung(bild)
    _zeichne_grenze(bild)
    _zeichne_koerper(bild)
    _zeichne_masse(bild)
    _nordpfeil(seite, 272, 170)
    _massstabsleiste(seite, 16, 14, 2, 10)
    legende: list[tuple[Farbe | None, Farbe, str, str]] = [
        (None, ROT, "", "Grenze des Baugrundstücks"), (HELLROT, ROT, "", "geplant"),
        (HELLGRAU, SCHWARZ, "", "Bestand"), (None, GRUEN, "3 2", "Abstandsfläche"),
    ]  # fmt: skip
    if lage.baugrenze:
        legende.append((None, BLAU, "8 2 2 2", "Baugrenze"))
    for i, (fuellung, rand, strich, name) in enumerate(legende):
        y = 148 - i * 7
        seite.rechteck(235, y, 9, 4, fuellung=fuellung, rand=rand, strich=strich, staerke=0.3)
        seite.text(247, y + 0.8, name, 8)
    if lage.vermerk:
        seite.absatz(235, 148 - len(legende) * 7, lage.vermerk, 48, 7.5)
    return render_pdf(f"Lageplan: {feld.vorhaben}", feld.verfasser, [seite])


def _zeichne_oeffnung(seite: Seite, plan: Grundriss, o: Oeffnung, ox: float, oy: float) -> None:
    """Window: white gap with two lines; door: gap with leaf and swing (10 mm per metre)."""
    w, f = plan.aussenwand, 10.0
    waagrecht = o.seite in "sn"
    if o.seite in "snwo":
        x = {"w": -w, "o": plan.breite}.get(o.seite, o.x)
        y = {"s": -w, "n": plan.tiefe}.get(o.seite, o.y)
        dicke = w
    else:
        x, y, dicke, waagrecht = o.x, o.y, 0.12, o.seite == "h"
    b, t = (o.breite, dicke) if waagrecht else (dicke, o.breite)
    px, py = ox + x * f, oy + y * f
    seite.rechteck(px, py, b * f, t * f, fuellung=WEISS, rand=WEISS, staerke=0.05)
    if o.seite in "snwo" and not o.tuer:
        for anteil in (0.0, 0.45, 0.55, 1.0):
            if waagrecht:
                seite.linie([(px, py + t * f * anteil), (px + b * f, py + t * f * anteil)], 0.13)
            else:
                seite.linie([(px + b * f * anteil, py), (px + b * f * anteil, py + t * f)], 0.13)
        return
    laenge = o.breite * f
    if waagrecht:
        angel, blatt, zu = (px, py + t * f), (px, py + t * f + laenge), (px + laenge, py + t * f)
    else:
        angel, blatt, zu = (px + b * f, py), (px + b * f + laenge, py), (px + b * f, py + laenge)
    seite.linie([angel, blatt], 0.25)
    seite.viertelkreis(angel, blatt, zu)


def render_grundriss(feld: Schriftfeld, plan: Grundriss) -> bytes:
    """Floor plan 1:100: dark walls, rooms with name and area, doors, windows, dimensions."""
    seite = _blatt(feld, f"Grundriss {plan.geschoss}", "M 1:100")
    w, f = plan.aussenwand, 10.0
    ox, oy = 24 + w * f, 68 + w * f
    ab, at = (plan.breite + 2 * w) * f, (plan.tiefe + 2 * w) * f
    seite.rechteck(ox - w * f, oy - w * f, ab, at, fuellung=(0.35, 0.35, 0.35), staerke=0.35)
    for raum in plan.raeume:
        px, py = ox + raum.x * f, oy + raum.y * f
        seite.rechteck(px, py, raum.breite * f, raum.tiefe * f, fuellung=WEISS, staerke=0.25)
        mx, my = px + raum.breite * f / 2, py + raum.tiefe * f / 2
        seite.text(mx, my + 1, raum.name, 8.5, fett=True, lage="mitte")
        seite.text(mx, my - 3, f"{_komma(raum.breite * raum.tiefe)} m²", 7.5, lage="mitte")
    for oeffnung in plan.oeffnungen:
        _zeichne_oeffnung(seite, plan, oeffnung, ox, oy)
    x0, y0 = ox - w * f, oy - w * f
    _mass_aussen(seite, (x0, y0 - 5), (x0 + ab, y0 - 5), _komma(plan.breite + 2 * w))
    _mass_aussen(seite, (x0 - 6, y0), (x0 - 6, y0 + at), _komma(plan.tiefe + 2 * w))
    summe = sum(r.breite * r.tiefe for r in plan.raeume)
    seite.text(24, 40, f"Fläche der Räume: {_komma(summe)} m²", 9, fett=True)
    _nordpfeil(seite, 272, 170)
    _massstabsleiste(seite, 16, 14, 10, 1)
    titel = f"Grundriss {plan.geschoss}: {feld.vorhaben}"
    return render_pdf(titel, feld.verfasser, [seite])


def _mass_aussen(seite: Seite, a: Punkt, b: Punkt, text: str) -> None:
    seite.linie([a, b], 0.13, BLAU)
    senkrecht = a[0] == b[0]
    for x, y in (a, b):
        ende = [(x - 1, y), (x + 1, y)] if senkrecht else [(x, y - 1), (x, y + 1)]
        seite.linie(ende, 0.13, BLAU)
    mx, my = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    if senkrecht:
        seite.text(mx - 1, my, text, 8, lage="mitte", farbe=BLAU, richtung=(0, 1))
    else:
        seite.text(mx, my - 4, text, 8, lage="mitte", farbe=BLAU)


def _zeichne_ansicht(seite: Seite, a: Ansicht, x: float, f: float) -> None:
    grund = 80.0
    b, tr = a.breite * f, a.traufe * f
    seite.rechteck(x, grund, b, tr, fuellung=(0.97, 0.94, 0.88), staerke=0.35)
    ueber = 0.5 * f
    if a.dach == "flach":
        seite.rechteck(x - 1, grund + tr, b + 2, 0.35 * f, fuellung=(0.6, 0.6, 0.6), staerke=0.35)
    else:
        unten = grund + tr - 0.2 * f
        ecken = [(x - ueber, unten), (x + b + ueber, unten)]
        oben = [(x + b / 2, grund + a.first * f)]
        if a.dach == "traufe":
            oben = [(x + b + ueber, grund + a.first * f), (x - ueber, grund + a.first * f)]
        seite.flaeche([*ecken, *oben], fuellung=(0.8, 0.45, 0.35), staerke=0.35)
    hoehe = tr / a.geschosse
    for g in range(a.geschosse):
        for i in range(a.achsen):
            mitte = x + b * (i + 0.5) / a.achsen
            unten = grund + g * hoehe + hoehe * 0.32
            if g == 0 and i == a.achsen // 2:
                seite.rechteck(mitte - 0.55 * f, grund, 1.1 * f, 2.1 * f, fuellung=(0.5, 0.35, 0.2))
            else:
                seite.rechteck(mitte - 0.5 * f, unten, f, hoehe * 0.42, fuellung=(0.8, 0.88, 0.95))
    seite.linie([(x - 8, grund), (x + b + 14, grund)], 0.5)
    sattel = ((a.traufe, "Traufe"), (a.first, "First"))
    for h, name in ((a.first, "Attika"),) if a.dach == "flach" else sattel:
        y = grund + h * f
        seite.linie([(x + b + 4, y), (x + b + 16, y)], 0.13, BLAU)
        seite.text(x + b + 5, y + 0.8, f"{name} +{_komma(h)}", 7, farbe=BLAU)
    seite.text(x + b / 2, grund - 7, f"Ansicht {a.seite}", 10, fett=True, lage="mitte")


def render_ansichten(feld: Schriftfeld, ansichten: tuple[Ansicht, ...]) -> bytes:
    """Elevations 1:100 (1:200 when they are too wide) on one sheet."""
    gesamt = sum(a.breite for a in ansichten)
    f = 10.0 if gesamt * 10 + 60 <= 272 else 5.0
    seite = _blatt(feld, "Ansichten", "M 1:100" if f == 10 else "M 1:200")
    x = 20.0
    for ansicht in ansichten:
        _zeichne_ansicht(seite, ansicht, x, f)
        x += ansicht.breite * f + 34
    _massstabsleiste(seite, 16, 14, f, 10 / f)
    return render_pdf(f"Ansichten: {feld.vorhaben}", feld.verfasser, [seite])


def render_text(
    feld: Schriftfeld, titel: str, angaben: list[tuple[str, str]], absaetze: list[str]
) -> bytes:
    """Portrait A4 page: form lines (label, value), then paragraphs; breaks pages as needed."""
    seite = _textseite(feld, titel, 1)
    seiten = [seite]
    y = 250.0
    for name, wert in angaben:
        seite.text(25, y, name, 9, farbe=GRAU)
        unten = seite.absatz(80, y, wert, 105)
        seite.linie([(25, unten + 2.6), (185, unten + 2.6)], 0.1, GRAU)
        y = unten - 1.6
    y -= 4
    for absatz in absaetze:
        if y < 45:
            seite = _textseite(feld, titel, len(seiten) + 1)
            seiten.append(seite)
            y = 250.0
        if absatz.startswith("# "):
            seite.text(25, y, absatz[2:], 11, fett=True)
            y -= 6.5
        else:
            y = seite.absatz(25, y, absatz, 160) - 3
    return render_pdf(f"{titel}: {feld.vorhaben}", feld.verfasser, seiten)


def _textseite(feld: Schriftfeld, titel: str, nummer: int) -> Seite:
    seite = Seite(*HOCH)
    seite.text(25, 274, titel, 17, fett=True)
    seite.text(25, 266, feld.vorhaben, 10)
    seite.text(25, 261, f"{feld.bauherr}; {feld.grundstueck}", 8.5, farbe=GRAU)
    seite.linie([(25, 257.5), (185, 257.5)], 0.4)
    seite.text(25, 14, f"{feld.dateiname}, {feld.datum}, Fassung {feld.version}", 7.5, farbe=GRAU)
    seite.text(105, 19, "Schulungsunterlage, frei erfunden", 7.5, farbe=GRAU, lage="mitte")
    seite.text(185, 14, f"Seite {nummer}", 7.5, farbe=GRAU, lage="rechts")
    return seite

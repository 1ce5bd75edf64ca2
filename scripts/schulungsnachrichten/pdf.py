"""A minimal PDF writer: lines, areas and Helvetica text, the same bytes on every run.

Units are millimetres from the lower left corner; text is WinAnsi (cp1252). Streams are not
compressed, so that the bytes do not depend on a zlib version.
"""

from dataclasses import dataclass, field
from typing import TypedDict, Unpack

Punkt = tuple[float, float]
Farbe = tuple[float, float, float]

SCHWARZ: Farbe = (0.1, 0.1, 0.1)
GRAU: Farbe = (0.55, 0.55, 0.55)
HELLGRAU: Farbe = (0.9, 0.9, 0.9)
WEISS: Farbe = (1, 1, 1)
ROT: Farbe = (0.78, 0.1, 0.1)
HELLROT: Farbe = (0.96, 0.74, 0.7)
GELB: Farbe = (0.98, 0.9, 0.45)
GRUEN: Farbe = (0.1, 0.5, 0.2)
BLAU: Farbe = (0.1, 0.25, 0.6)

_MM = 72 / 25.4

# Advance widths of Helvetica in 1/1000 em (Adobe core font metrics); other characters count 556.
_BREITEN = {
    zeichen: breite
    for breite, gruppe in (
        (222, "ijl'"), (278, " !,./:;It[]|\\f"), (333, "()-r²³"), (400, "°"), (500, "ckJsvxyz"),
        (584, "+=<>×"), (611, "FTZß"), (667, "ABEKPSVXYÄ&"), (722, "CDHNRUwÜ"), (778, "GOQÖ"),
        (833, "Mm"), (889, "%"), (944, "W"), (1015, "@"),
    )
    for zeichen in gruppe
}  # fmt: skip


class Textart(TypedDict, total=False):
    """How a line is set: bold, `lage` links, mitte or rechts, `richtung` a unit vector."""

    fett: bool
    lage: str
    farbe: Farbe
    richtung: Punkt


def compute_textbreite(text: str, groesse: float) -> float:
    """Width in mm of a Helvetica text of `groesse` points."""
    return sum(_BREITEN.get(z, 556) for z in text) * groesse / 1000 / _MM


def _zahl(wert: float) -> str:
    return f"{wert:.2f}".rstrip("0").rstrip(".") or "0"


def _literal(text: str) -> bytes:
    roh = text.encode("cp1252")
    return b"(" + roh.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)") + b")"


@dataclass
class Seite:
    """One page; `breite` and `hoehe` in mm."""

    breite: float
    hoehe: float
    befehle: list[bytes] = field(default_factory=list)

    def _farben(self, linie: Farbe | None, flaeche: Farbe | None) -> None:
        if linie:
            self._schreibe(" ".join(_zahl(w) for w in linie) + " RG")
        if flaeche:
            self._schreibe(" ".join(_zahl(w) for w in flaeche) + " rg")

    def _schreibe(self, befehl: str) -> None:
        self.befehle.append(befehl.encode("ascii"))

    def _pfad(self, punkte: list[Punkt]) -> None:
        teile = [
            f"{_zahl(x * _MM)} {_zahl(y * _MM)} {'l' if i else 'm'}"
            for i, (x, y) in enumerate(punkte)
        ]
        self._schreibe(" ".join(teile))

    def linie(
        self, punkte: list[Punkt], staerke: float = 0.18, farbe: Farbe = SCHWARZ, strich: str = ""
    ) -> None:
        """Open polyline; `strich` is a dash pattern in points such as `4 2`."""
        self._farben(farbe, None)
        self._schreibe(f"{_zahl(staerke * _MM)} w [{strich}] 0 d")
        self._pfad(punkte)
        self._schreibe("S")

    def flaeche(
        self,
        punkte: list[Punkt],
        fuellung: Farbe | None = None,
        rand: Farbe | None = SCHWARZ,
        staerke: float = 0.18,
        strich: str = "",
    ) -> None:
        """Closed polygon, filled, outlined or both."""
        self._farben(rand, fuellung)
        self._schreibe(f"{_zahl(staerke * _MM)} w [{strich}] 0 d")
        self._pfad(punkte)
        self._schreibe("b" if fuellung and rand else "f" if fuellung else "s")

    def rechteck(self, x: float, y: float, breite: float, hoehe: float, **art: object) -> None:
        """Axis-parallel rectangle; `art` as in `flaeche`."""
        ecken = [(x, y), (x + breite, y), (x + breite, y + hoehe), (x, y + hoehe)]
        self.flaeche(ecken, **art)  # type: ignore[arg-type]

    def viertelkreis(self, mitte: Punkt, von: Punkt, bis: Punkt, staerke: float = 0.13) -> None:
        """Quarter arc around `mitte` from `von` to `bis` (swing of a door)."""
        k = 0.5523
        (mx, my), (ax, ay), (bx, by) = mitte, von, bis
        werte = (
            ax + k * (bx - mx), ay + k * (by - my), bx + k * (ax - mx), by + k * (ay - my), bx, by,
        )  # fmt: skip
        self._farben(SCHWARZ, None)
        self._schreibe(f"{_zahl(staerke * _MM)} w [] 0 d {_zahl(ax * _MM)} {_zahl(ay * _MM)} m")
        self._schreibe(" ".join(_zahl(w * _MM) for w in werte) + " c S")

    def text(
        self, x: float, y: float, text: str, groesse: float = 9, **art: Unpack[Textart]
    ) -> None:
        """One line of text of `groesse` points."""
        fett, farbe = art.get("fett", False), art.get("farbe", SCHWARZ)
        anteil = {"links": 0.0, "mitte": 0.5, "rechts": 1.0}[art.get("lage", "links")]
        versatz = compute_textbreite(text, groesse) * anteil * (1.06 if fett else 1)
        c, s = art.get("richtung", (1.0, 0.0))
        px, py = (x - versatz * c) * _MM, (y - versatz * s) * _MM
        self._farben(None, farbe)
        matrix = " ".join(_zahl(w) if abs(w) > 1 else f"{w:.4f}" for w in (c, s, -s, c))
        schrift = "F2" if fett else "F1"
        kopf = f"BT /{schrift} {_zahl(groesse)} Tf {matrix} {_zahl(px)} {_zahl(py)} Tm "
        self.befehle.append(kopf.encode("ascii") + _literal(text) + b" Tj ET")

    def absatz(self, x: float, y: float, text: str, breite: float, groesse: float = 9.5) -> float:
        """Wrapped paragraph of `breite` mm; returns the y below it."""
        zeilen, laufend = [], ""
        for wort in text.split():
            versuch = f"{laufend} {wort}".strip()
            if laufend and compute_textbreite(versuch, groesse) > breite:
                zeilen.append(laufend)
                laufend = wort
            else:
                laufend = versuch
        for satz in [*zeilen, laufend]:
            self.text(x, y, satz, groesse)
            y -= groesse / 2
        return y


def render_pdf(titel: str, verfasser: str, seiten: list[Seite]) -> bytes:
    """Serialise pages as PDF 1.7 without any date or random identity."""
    schrift = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objekte: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (de-DE) "
        b"/ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (6 + 2 * i) for i in range(len(seiten))), len(seiten)),
        schrift % b"Helvetica",
        schrift % b"Helvetica-Bold",
        b"<< /Title " + _literal(titel) + b" /Author " + _literal(verfasser)
        + b" /Producer (Schulungsdaten) >>",
    ]  # fmt: skip
    for i, seite in enumerate(seiten):
        groesse = f"{_zahl(seite.breite * _MM)} {_zahl(seite.hoehe * _MM)}".encode()
        objekte.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + groesse + b"] /Contents "
            b"%d 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (7 + 2 * i)
        )
        strom = b"1 j 1 J\n" + b"\n".join(seite.befehle)
        objekte.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(strom), strom))
    ausgabe = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    stellen = []
    for nummer, objekt in enumerate(objekte, 1):
        stellen.append(len(ausgabe))
        ausgabe += b"%d 0 obj\n%s\nendobj\n" % (nummer, objekt)
    beginn = len(ausgabe)
    ausgabe += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objekte) + 1)
    ausgabe += b"".join(b"%010d 00000 n \n" % s for s in stellen)
    ausgabe += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\n" % (len(objekte) + 1)
    ausgabe += b"startxref\n%d\n%%%%EOF\n" % beginn
    return bytes(ausgabe)

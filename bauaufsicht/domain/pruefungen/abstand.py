"""Check: the smallest distance of the building to each boundary of the plot."""

from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from bauaufsicht.domain.landesrecht import Pruefregel
from bauaufsicht.domain.pruefung import (
    DANEBEN,
    Einzelwert,
    Ergebnis,
    Pruefergebnis,
    Pruefstoff,
    Vergleich,
    compute_ergebnis,
    compute_gesamt,
    format_wert,
)

NIEDRIGE_KLASSEN = frozenset({"1", "2"})  # the least depth is all that these need


@dataclass(frozen=True, slots=True)
class _Grenze:
    name: str
    abstand: float
    nahe: float  # metres of building along the boundary that stand nearer than the least depth


def check_abstand(stoff: Pruefstoff) -> Pruefergebnis:
    """Distances to each neighbour's boundary against the least depth of an Abstandsfläche.

    Nearer than that, a building can still be one that needs none if it is short enough; farther, it
    depends on heights, which an outline does not tell. Then the answer is NICHT_PRUEFBAR.
    """
    regel = stoff.get_regel("abstand")
    rahmen = Pruefergebnis(
        "",
        "",
        Ergebnis.NICHT_PRUEFBAR,
        "",
        norm=regel.norm,
        gefordert=regel.werte["mindesttiefe"],
        vergleich=Vergleich.MINDESTENS,
        toleranz=stoff.unsicherheit,
        einheit="m",
        datenstand=stoff.datenstand,
        vorbehalt=regel.vorbehalt,
    )
    if stoff.umriss is None:
        return replace(rahmen, satz=stoff.umriss_grund)
    if not stoff.vollstaendig:
        return replace(
            rahmen, satz="Nicht alle Flurstücke sind mit brauchbarer Geometrie gefunden."
        )
    if stoff.daneben:
        return replace(rahmen, satz=DANEBEN)
    grenzen = _list_grenzen(stoff, stoff.umriss, regel)
    zeilen = tuple(_create_einzelwert(g, stoff, regel) for g in grenzen)
    gesamt = compute_gesamt([z.ergebnis for z in zeilen])
    nahe = sum(g.nahe for g in grenzen)
    if nahe > regel.werte["laenge_gesamt"] + stoff.unsicherheit:
        gesamt = Ergebnis.NICHT_ERFUELLT
    kleinster = min(g.abstand for g in grenzen)
    return replace(
        rahmen,
        ergebnis=gesamt,
        satz=_format_satz(gesamt, kleinster, regel.werte["mindesttiefe"] - stoff.unsicherheit),
        gemessen=kleinster,
        schritte=_list_schritte(stoff, regel, nahe),
        einzelwerte=zeilen,
    )


def _list_grenzen(stoff: Pruefstoff, umriss: BaseGeometry, regel: Pruefregel) -> list[_Grenze]:
    linien = [(f"zu {k.bezeichnung}", linie) for k, linie in stoff.angrenzende]
    if not stoff.offene_grenze.is_empty:
        linien.append(("ohne Nachbarflurstück in den Daten", stoff.offene_grenze))
    tiefe = (regel.werte["mindesttiefe"] - stoff.unsicherheit) / stoff.abbildung.faktor
    return [
        _Grenze(
            name,
            stoff.abbildung.compute_laenge(umriss.distance(linie)),
            stoff.abbildung.compute_laenge(_compute_nahe_laenge(umriss, linie, tiefe)),
        )
        for name, linie in linien
    ]


def _compute_nahe_laenge(umriss: BaseGeometry, linie: BaseGeometry, tiefe: float) -> float:
    """Length of the building nearer than `tiefe`, projected to the boundary (UTM metres)."""
    laenge = 0.0
    for teil in shapely.get_parts(linie):
        nahe = umriss.intersection(teil.buffer(tiefe))
        for stueck in shapely.get_parts(nahe):
            punkte = shapely.MultiPoint(shapely.get_coordinates(stueck)).geoms
            orte = [float(shapely.line_locate_point(teil, p)) for p in punkte]
            laenge += max(orte) - min(orte) if orte else 0.0
    return laenge


def _create_einzelwert(grenze: _Grenze, stoff: Pruefstoff, regel: Pruefregel) -> Einzelwert:
    gefordert = regel.werte["mindesttiefe"]
    ergebnis = compute_ergebnis(grenze.abstand, gefordert, Vergleich.MINDESTENS, stoff.unsicherheit)
    if ergebnis is Ergebnis.NICHT_PRUEFBAR:
        text = f"Grenzfall: zu nah an {format_wert(gefordert)} m für die Genauigkeit der Daten"
    elif ergebnis is Ergebnis.ERFUELLT and stoff.gebaeudeklasse in NIEDRIGE_KLASSEN:
        text = f"Gebäudeklasse {stoff.gebaeudeklasse}: bis drei Geschosse genügt das"
    elif ergebnis is Ergebnis.ERFUELLT:
        ergebnis = Ergebnis.NICHT_PRUEFBAR
        hoehe = grenze.abstand / regel.werte["faktor"]
        text = f"reicht für Höhen bis {format_wert(hoehe)} m; die Höhen stehen nicht im Umriss"
    elif grenze.nahe <= regel.werte["laenge_je_grenze"] + stoff.unsicherheit:
        ergebnis = Ergebnis.NICHT_PRUEFBAR
        text = (
            f"auf {format_wert(grenze.nahe)} m Länge zu nah; zulässig nur als Garage oder "
            "ähnliches Gebäude"
        )
    else:
        text = f"auf {format_wert(grenze.nahe)} m Länge zu nah; zu lang für eine Ausnahme"
    return Einzelwert(grenze.name, text, ergebnis, grenze.abstand)


def _format_satz(gesamt: Ergebnis, kleinster: float, sicher_zu_nah: float) -> str:
    wert = f"Der kleinste Abstand zu einer Grenze ist {format_wert(kleinster)} m."
    if gesamt is Ergebnis.ERFUELLT:
        return f"{wert} Die Mindesttiefe ist überall eingehalten."
    if gesamt is Ergebnis.NICHT_ERFUELLT:
        return (
            f"{wert} Die Mindesttiefe ist unterschritten. Prüfen Sie Abstandsflächen und Baulasten."
        )
    if kleinster < sicher_zu_nah:
        return f"{wert} Prüfen Sie, ob das Gebäude dort so nah stehen darf."
    return f"{wert} Ob das genügt, hängt von Höhe oder Genauigkeit ab."


def _list_schritte(stoff: Pruefstoff, regel: Pruefregel, nahe: float) -> tuple[str, ...]:
    werte = regel.werte
    schritte = [
        "Zu jedem angrenzenden Flurstück wird die gemeinsame Grenze bestimmt und der kürzeste "
        "Abstand des Umrisses zu ihr. Grenzen zwischen Flurstücken des Antrags zählen nicht.",
        "UTM-Längen werden in Längen am Boden umgerechnet: mal "
        f"{format_wert(stoff.abbildung.faktor, 6)} (Maßstab k = "
        f"{format_wert(stoff.abbildung.massstab, 6)}, angenommene Höhe "
        f"{format_wert(stoff.abbildung.hoehe, 0)} m über dem Ellipsoid).",
        f"Die Tiefe der Abstandsfläche ist {format_wert(werte['faktor'], 1)} H, mindestens "
        f"{format_wert(werte['mindesttiefe'])} m. In den Gebäudeklassen 1 und 2 mit bis zu drei "
        f"Geschossen genügen {format_wert(werte['mindesttiefe'])} m.",
    ]
    if nahe:
        schritte.append(
            f"Näher stehen dürfen Garagen und ähnliche Gebäude bis "
            f"{format_wert(werte['laenge_je_grenze'])} m je Grenze und "
            f"{format_wert(werte['laenge_gesamt'])} m insgesamt. Hier sind es zusammen "
            f"{format_wert(nahe)} m."
        )
    return tuple(schritte)

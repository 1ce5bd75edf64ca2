"""Check: GRZ I, the share of the plot that the building covers."""

import math
from dataclasses import replace

from shapely.geometry.base import BaseGeometry

from bauaufsicht.domain.pruefung import (
    DANEBEN,
    Ergebnis,
    Pruefergebnis,
    Pruefstoff,
    Vergleich,
    compute_ergebnis,
    format_wert,
)


def check_grz(stoff: Pruefstoff) -> Pruefergebnis:
    """Footprint on the ground over official area, to three decimals, rounded up.

    All bodies together give the upper end, the biggest alone the lower end: garages do not count
    for GRZ I, and an outline does not say what is a garage.
    """
    regel = stoff.get_regel("grz")
    rahmen = Pruefergebnis(
        "",
        "",
        Ergebnis.NICHT_PRUEFBAR,
        "",
        norm=regel.norm,
        gefordert=stoff.grz_hoechstens,
        vergleich=Vergleich.HOECHSTENS,
        stellen=3,
        datenstand=stoff.datenstand,
        vorbehalt=regel.vorbehalt,
    )
    grund = _compute_hindernis(stoff)
    if grund or stoff.umriss is None:
        return replace(rahmen, satz=grund)
    amtlich = sum(k.amtliche_flaeche or 0 for k in stoff.eigene)
    koerper = [stoff.abbildung.compute_flaeche(k.area) for k in _list_koerper(stoff.umriss)]
    alle, groesster = sum(koerper) / amtlich, max(koerper) / amtlich
    toleranz = regel.werte["anteil"] * alle
    ergebnis, satz = _compute_urteil(alle, groesster, stoff.grz_hoechstens, toleranz)
    return replace(
        rahmen,
        ergebnis=ergebnis,
        satz=satz,
        gemessen=_compute_gerundet(alle),
        toleranz=toleranz,
        schritte=(
            f"Fläche des Umrisses am Boden: {format_wert(sum(koerper))} m² (UTM "
            f"{format_wert(stoff.umriss.area)} m², Maßstab k = "
            f"{format_wert(stoff.abbildung.massstab, 6)}, angenommene Höhe "
            f"{format_wert(stoff.abbildung.hoehe, 0)} m über dem Ellipsoid).",
            f"Geteilt durch die amtliche Fläche von {format_wert(amtlich)} m²: "
            f"{format_wert(_compute_gerundet(alle), 3)}, aufgerundet auf drei Stellen.",
            *_list_annahmen(stoff, koerper, groesster),
        ),
    )


def _compute_hindernis(stoff: Pruefstoff) -> str:
    if stoff.umriss is None:
        return stoff.umriss_grund
    if not stoff.vollstaendig:
        return "Nicht alle Flurstücke sind mit brauchbarer Geometrie gefunden."
    if stoff.daneben:
        return DANEBEN
    if any(f.teilflaeche for f in stoff.funde):
        return "Der Antrag meint nur eine Teilfläche; deren Größe steht nicht im Kataster."
    if any(not k.amtliche_flaeche for k in stoff.eigene):
        return "Die Katasterdaten nennen nicht für jedes Flurstück die amtliche Fläche."
    return ""


def _list_koerper(umriss: BaseGeometry) -> list[BaseGeometry]:
    return list(getattr(umriss, "geoms", [umriss]))


def _compute_gerundet(wert: float) -> float:
    """Up to three decimals, never down into compliance."""
    return math.ceil(wert * 1000 - 1e-9) / 1000


def _compute_urteil(
    alle: float, groesster: float, hoechstens: float | None, toleranz: float
) -> tuple[Ergebnis, str]:
    wert = format_wert(_compute_gerundet(alle), 3)
    if hoechstens is None:
        return (
            Ergebnis.NICHT_PRUEFBAR,
            f"Der Umriss ergibt {wert}. Es ist kein Höchstwert bekannt: Tragen Sie den des "
            "Bebauungsplans ein.",
        )
    grenze = format_wert(hoechstens, 3)
    ergebnis = compute_ergebnis(alle, hoechstens, Vergleich.HOECHSTENS, toleranz)
    if ergebnis is Ergebnis.ERFUELLT:
        return ergebnis, f"Die GRZ von {wert} hält den Höchstwert {grenze} ein."
    kleinster = compute_ergebnis(groesster, hoechstens, Vergleich.HOECHSTENS, toleranz)
    if kleinster is Ergebnis.NICHT_ERFUELLT:
        return kleinster, f"Die GRZ von {wert} überschreitet den Höchstwert {grenze}."
    if ergebnis is Ergebnis.NICHT_PRUEFBAR:
        return ergebnis, f"Grenzfall: Die GRZ von {wert} liegt zu nah am Höchstwert {grenze}."
    return (
        Ergebnis.NICHT_PRUEFBAR,
        f"Mit allen Teilen des Umrisses ist die GRZ {wert} und überschreitet {grenze}. Zählen "
        "Garagen oder Nebenanlagen dazu, gehören sie nicht zur GRZ I.",
    )


def _list_annahmen(stoff: Pruefstoff, koerper: list[float], groesster: float) -> list[str]:
    annahmen = ["Terrassen und Balkone, die im Umriss fehlen, sind nicht mitgezählt."]
    if stoff.grz_herkunft:
        annahmen.insert(0, f"Höchstwert: {stoff.grz_herkunft}.")
    if len(koerper) > 1:
        annahmen.append(
            f"Der Umriss besteht aus {len(koerper)} Teilen; der größte allein ergibt "
            f"{format_wert(_compute_gerundet(groesster), 3)}. Garagen und Nebenanlagen zählen erst "
            "zur GRZ II."
        )
    return annahmen

"""Check: the stated area of the plot against the official area of its parcels."""

from dataclasses import replace

from bauaufsicht.domain.pruefung import (
    Einzelwert,
    Ergebnis,
    Pruefergebnis,
    Pruefstoff,
    Vergleich,
    format_wert,
)


def check_flaeche(stoff: Pruefstoff) -> Pruefergebnis:
    """Whether the area that the application states is the sum of the official areas.

    Compared with the official area, which counts in law; the area of the geometry is only a hint.
    """
    regel = stoff.get_regel("flaeche")
    rahmen = Pruefergebnis(
        "",
        "",
        Ergebnis.NICHT_PRUEFBAR,
        "",
        norm=regel.norm,
        vergleich=Vergleich.HOECHSTENS,
        einheit="m²",
        datenstand=stoff.datenstand,
        vorbehalt=regel.vorbehalt,
    )
    grund = _compute_hindernis(stoff)
    if grund or stoff.grundstuecksflaeche is None:
        return replace(rahmen, satz=grund)
    amtlich = sum(k.amtliche_flaeche or 0 for k in stoff.eigene)
    abweichung = abs(stoff.grundstuecksflaeche - amtlich)
    erlaubt = max(regel.werte["mindestens"], regel.werte["anteil"] * amtlich)
    passt = abweichung <= erlaubt
    return replace(
        rahmen,
        ergebnis=Ergebnis.ERFUELLT if passt else Ergebnis.NICHT_ERFUELLT,
        satz=(
            "Die angegebene Fläche stimmt mit der amtlichen überein."
            if passt
            else f"Die angegebene Fläche weicht um {format_wert(abweichung)} m² von der amtlichen "
            "ab. Fragen Sie nach."
        ),
        gemessen=abweichung,
        gefordert=erlaubt,
        toleranz=0.0,
        schritte=(
            f"Der Antrag nennt {format_wert(stoff.grundstuecksflaeche)} m².",
            f"Die amtlichen Flächen der Flurstücke ergeben zusammen {format_wert(amtlich)} m².",
            f"Erlaubt ist eine Abweichung bis {format_wert(erlaubt)} m².",
            _format_probe(stoff),
        ),
        einzelwerte=tuple(
            Einzelwert(k.bezeichnung, "amtliche Fläche", Ergebnis.FESTGESTELLT, k.amtliche_flaeche)
            for k in stoff.eigene
        ),
    )


def _compute_hindernis(stoff: Pruefstoff) -> str:
    if stoff.grundstuecksflaeche is None:
        return "Der Antrag nennt keine Grundstücksfläche."
    if len([f for f in stoff.funde if f.flurstueck]) < len(stoff.funde) or not stoff.funde:
        return "Nicht alle Flurstücke sind im Kataster gefunden; ihre Fläche fehlt."
    if any(f.teilflaeche for f in stoff.funde):
        return "Der Antrag meint nur eine Teilfläche; deren Größe steht nicht im Kataster."
    if any(k.amtliche_flaeche is None for k in stoff.eigene):
        return "Die Katasterdaten nennen nicht für jedes Flurstück die amtliche Fläche."
    return ""


def _format_probe(stoff: Pruefstoff) -> str:
    if not stoff.vollstaendig:
        return "Die Geometrie der Flurstücke ist nicht vollständig; sie wurde nicht verglichen."
    a = stoff.abbildung
    boden = a.compute_flaeche(stoff.grundstueck.area)
    return (
        f"Zur Probe: Die Geometrie ergibt {format_wert(boden)} m² am Boden (UTM-Fläche "
        f"{format_wert(stoff.grundstueck.area)} m², Maßstab k = {format_wert(a.massstab, 6)}, "
        f"angenommene Höhe {format_wert(a.hoehe, 0)} m über dem Ellipsoid)."
    )

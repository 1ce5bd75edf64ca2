"""Check: the building stands on the parcels of the case."""

from dataclasses import replace

from bauaufsicht.domain.geometrie import NUMERISCH, compute_ueberstand
from bauaufsicht.domain.pruefung import (
    Ergebnis,
    Pruefergebnis,
    Pruefstoff,
    Vergleich,
    format_wert,
)


def check_umriss(stoff: Pruefstoff) -> Pruefergebnis:
    """How far the footprint reaches beyond the parcels: up to T0 not at all, up to T1 undecided."""
    regel = stoff.get_regel("umriss")
    rahmen = Pruefergebnis(
        "",
        "",
        Ergebnis.NICHT_PRUEFBAR,
        "",
        norm=regel.norm,
        gefordert=0.0,
        vergleich=Vergleich.HOECHSTENS,
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
    rest, utm = compute_ueberstand(stoff.umriss, stoff.grundstueck)
    tiefe = stoff.abbildung.compute_laenge(utm)
    ergebnis = _compute_ergebnis(tiefe, stoff.unsicherheit)
    return replace(
        rahmen,
        ergebnis=ergebnis,
        satz=_format_satz(ergebnis, tiefe),
        gemessen=tiefe,
        schritte=(
            "Vom Umriss wird abgezogen, was auf den Flurstücken des Antrags liegt. Der Rest ist "
            f"die Überschreitung: {format_wert(stoff.abbildung.compute_flaeche(rest.area))} m².",
            f"Ihr entferntester Punkt liegt {format_wert(tiefe, 3)} m außerhalb (am Boden; UTM "
            f"{format_wert(utm, 3)} m, Maßstab k = {format_wert(stoff.abbildung.massstab, 6)}).",
            f"Bis 1 mm gilt das als Rechengenauigkeit. Bis {format_wert(stoff.unsicherheit)} m "
            "reicht die Genauigkeit der Katasterdaten nicht für eine Aussage.",
        ),
    )


def _compute_ergebnis(tiefe: float, unsicherheit: float) -> Ergebnis:
    if tiefe <= NUMERISCH:
        return Ergebnis.ERFUELLT
    return Ergebnis.NICHT_PRUEFBAR if tiefe <= unsicherheit else Ergebnis.NICHT_ERFUELLT


def _format_satz(ergebnis: Ergebnis, tiefe: float) -> str:
    if ergebnis is Ergebnis.ERFUELLT:
        return "Der Umriss liegt ganz auf den Flurstücken des Antrags."
    if ergebnis is Ergebnis.NICHT_PRUEFBAR:
        return (
            f"Grenzfall: Der Umriss reicht {format_wert(tiefe)} m über die Flurstücke hinaus. So "
            "genau sind die Katasterdaten nicht."
        )
    return (
        f"Der Umriss reicht {format_wert(tiefe)} m über die Flurstücke hinaus. Prüfen Sie die "
        "Koordinaten mit dem Lageplan oder verlangen Sie eine Baulast."
    )

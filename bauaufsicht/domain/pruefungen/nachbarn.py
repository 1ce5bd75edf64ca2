"""Check: which parcels adjoin."""

from dataclasses import replace

from bauaufsicht.domain.geometrie import DATENUNSICHERHEIT
from bauaufsicht.domain.pruefung import (
    Einzelwert,
    Ergebnis,
    Pruefergebnis,
    Pruefstoff,
    format_wert,
)


def check_nachbarn(stoff: Pruefstoff) -> Pruefergebnis:
    """The parcels that share a boundary with the plot; owners are not in these data."""
    regel = stoff.get_regel("nachbarn")
    rahmen = Pruefergebnis(
        "",
        "",
        Ergebnis.NICHT_PRUEFBAR,
        "Nicht alle Flurstücke sind mit brauchbarer Geometrie gefunden.",
        norm=regel.norm,
        einheit="Flurstücke",
        stellen=0,
        datenstand=stoff.datenstand,
        vorbehalt=regel.vorbehalt,
    )
    if not stoff.vollstaendig:
        return rahmen
    angrenzende = stoff.angrenzende
    offene = stoff.abbildung.compute_laenge(stoff.offene_grenze.length)
    anzahl = f"{len(angrenzende)} Flurstück{'' if len(angrenzende) == 1 else 'e'}"
    grenzt = "grenzt" if len(angrenzende) == 1 else "grenzen"
    return replace(
        rahmen,
        ergebnis=Ergebnis.NICHT_PRUEFBAR if offene else Ergebnis.FESTGESTELLT,
        satz=f"{anzahl} {grenzt} an das Grundstück. Wem sie gehören, zeigt die amtliche Auskunft."
        if not offene
        else f"{anzahl} {grenzt} an; an {format_wert(offene)} m Grenze enden die Katasterdaten. "
        "Die Liste ist unvollständig.",
        gemessen=float(len(angrenzende)),
        schritte=(
            "Angrenzend ist ein Flurstück, das mehr als 10 cm Grenze mit dem Grundstück gemeinsam "
            f"hat; dabei gelten Lücken bis {format_wert(DATENUNSICHERHEIT)} m als keine.",
            "Gegenüber einer Straße liegende Grundstücke sind nicht enthalten.",
        ),
        einzelwerte=tuple(
            Einzelwert(
                k.bezeichnung,
                f"gemeinsame Grenze; {k.kennzeichen}",
                Ergebnis.FESTGESTELLT,
                stoff.abbildung.compute_laenge(grenze.length),
            )
            for k, grenze in angrenzende
        ),
    )

"""Check: which parcels adjoin."""

from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from bauaufsicht.domain.geometrie import (
    DATENUNSICHERHEIT,
    GEMEINSAM,
    NUMERISCH,
    compute_gemeinsame,
)
from bauaufsicht.domain.pruefung import (
    Einzelwert,
    Ergebnis,
    Katasterflurstueck,
    Pruefergebnis,
    Pruefstoff,
    format_wert,
)


def list_angrenzende(stoff: Pruefstoff) -> list[tuple[Katasterflurstueck, BaseGeometry]]:
    """Adjoining parcels with the boundary they share with the plot, the longest first.

    Parcels of the case are no neighbours: a boundary between two of them is no Grundstücksgrenze.
    """
    paare = [
        (k, compute_gemeinsame(stoff.grundstueck, k.geometrie, DATENUNSICHERHEIT))
        for k in stoff.umgebung
        if k.brauchbar
    ]
    return sorted(((k, g) for k, g in paare if not g.is_empty), key=lambda p: -p[1].length)


def compute_offene_grenze(
    stoff: Pruefstoff, angrenzende: list[tuple[Katasterflurstueck, BaseGeometry]]
) -> BaseGeometry:
    """What of the plot's boundary no parcel of the data lies behind: the edge of the data."""
    bekannt = shapely.union_all([g for _, g in angrenzende]).buffer(2 * NUMERISCH)
    rest = shapely.line_merge(stoff.grundstueck.boundary.difference(bekannt))
    teile = [t for t in shapely.get_parts(rest) if t.length > max(GEMEINSAM, 4 * DATENUNSICHERHEIT)]
    return shapely.union_all(teile) if teile else shapely.LineString()


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
    angrenzende = list_angrenzende(stoff)
    offene = stoff.abbildung.compute_laenge(compute_offene_grenze(stoff, angrenzende).length)
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

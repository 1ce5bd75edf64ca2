"""Check: the parcels of the case hang together."""

from dataclasses import replace

from bauaufsicht.domain.geometrie import NUMERISCH, compute_gruppen
from bauaufsicht.domain.pruefung import Einzelwert, Ergebnis, Pruefergebnis, Pruefstoff


def check_zusammenhang(stoff: Pruefstoff) -> Pruefergebnis:
    """Whether the parcels form one area: a shared boundary counts, a shared corner does not."""
    regel = stoff.get_regel("grundstueck")
    rahmen = Pruefergebnis(
        "",
        "",
        Ergebnis.NICHT_PRUEFBAR,
        "Nicht alle Flurstücke sind mit brauchbarer Geometrie gefunden.",
        norm=regel.norm,
        einheit="Teile",
        stellen=0,
        datenstand=stoff.datenstand,
        vorbehalt=regel.vorbehalt,
    )
    if not stoff.vollstaendig:
        return rahmen
    gruppen = compute_gruppen((k.geometrie for k in stoff.eigene), NUMERISCH)
    einer = len(gruppen) == 1
    return replace(
        rahmen,
        ergebnis=Ergebnis.ERFUELLT if einer else Ergebnis.NICHT_PRUEFBAR,
        satz=_format_satz(len(stoff.eigene), len(gruppen)),
        gemessen=float(len(gruppen)),
        gefordert=1.0,
        schritte=(
            "Zwei Flurstücke hängen zusammen, wenn sie mehr als 10 cm Grenze gemeinsam haben. Eine "
            "gemeinsame Ecke genügt nicht.",
        ),
        einzelwerte=()
        if einer
        else tuple(
            Einzelwert(
                f"Teil {n}",
                "; ".join(stoff.eigene[i].bezeichnung for i in gruppe),
                Ergebnis.FESTGESTELLT,
            )
            for n, gruppe in enumerate(gruppen, 1)
        ),
    )


def _format_satz(flurstuecke: int, teile: int) -> str:
    if flurstuecke == 1:
        return "Das Vorhaben liegt auf einem Flurstück."
    if teile == 1:
        return f"Die {flurstuecke} Flurstücke hängen zusammen."
    return (
        f"Die Flurstücke bilden {teile} getrennte Teile. Klären Sie, ob sie ein Grundstück sind "
        "oder eine Baulast nötig ist."
    )

"""Check: other cases of the authority on the same or on adjoining parcels."""

from dataclasses import replace

from bauaufsicht.domain.pruefung import Einzelwert, Ergebnis, Pruefergebnis, Pruefstoff


def check_weitere_vorgaenge(stoff: Pruefstoff) -> Pruefergebnis:
    """List them; cases of other authorities are not in the material."""
    rahmen = Pruefergebnis(
        "",
        "",
        Ergebnis.NICHT_PRUEFBAR,
        "Keines der Flurstücke ist im Kataster gefunden.",
        einheit="Vorgänge",
        stellen=0,
        datenstand=stoff.datenstand,
        schritte=(
            "Gesucht wird nach Vorgängen dieser Bauaufsicht, deren Flurstücke im Kataster gefunden "
            "sind. Der Stand ist der dieser Prüfung.",
        ),
    )
    if not stoff.eigene:
        return rahmen
    eigene = {k.kennzeichen for k in stoff.eigene}
    nachbarn = {k.kennzeichen: k for k, _ in stoff.angrenzende} if stoff.vollstaendig else {}
    einzelwerte = tuple(
        Einzelwert(
            f"{v.aktenzeichen} {v.bezeichnung}",
            "dasselbe Flurstück"
            if v.kennzeichen in eigene
            else f"angrenzend: {nachbarn[v.kennzeichen].bezeichnung}",
            Ergebnis.FESTGESTELLT,
        )
        for v in stoff.andere
        if v.kennzeichen in eigene or v.kennzeichen in nachbarn
    )
    return replace(
        rahmen,
        ergebnis=Ergebnis.FESTGESTELLT,
        satz=_format_satz(len(einzelwerte)),
        gemessen=float(len(einzelwerte)),
        einzelwerte=einzelwerte,
    )


def _format_satz(anzahl: int) -> str:
    if not anzahl:
        return "Auf diesen und den angrenzenden Flurstücken gibt es keinen weiteren Vorgang."
    if anzahl == 1:
        return "Auf diesen oder angrenzenden Flurstücken gibt es einen weiteren Vorgang."
    return f"Auf diesen oder angrenzenden Flurstücken gibt es {anzahl} weitere Vorgänge."

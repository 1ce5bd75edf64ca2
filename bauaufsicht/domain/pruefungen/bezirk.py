"""Check: the parcels lie in the district of the authority."""

from bauaufsicht.domain.pruefung import (
    Einzelwert,
    Ergebnis,
    Pruefergebnis,
    Pruefstoff,
    compute_gesamt,
)

_ERGEBNISSE = {
    True: Ergebnis.ERFUELLT,
    False: Ergebnis.NICHT_ERFUELLT,
    None: Ergebnis.NICHT_PRUEFBAR,
}
_TEXTE = {
    True: "im Bezirk",
    False: "außerhalb des Bezirks",
    None: "Gemeinde der Gemarkung nicht bekannt",
}


def check_bezirk(stoff: Pruefstoff) -> Pruefergebnis:
    """Whether the Gemarkung of each parcel belongs to a Gemeinde of the authority."""
    regel = stoff.get_regel("bezirk")
    gefunden = [f for f in stoff.funde if f.flurstueck is not None]
    einzelwerte = tuple(
        Einzelwert(f.angabe, _TEXTE[f.im_bezirk], _ERGEBNISSE[f.im_bezirk]) for f in gefunden
    )
    ergebnisse = [e.ergebnis for e in einzelwerte]
    if len(gefunden) < len(stoff.funde):
        ergebnisse.append(Ergebnis.NICHT_PRUEFBAR)
    gesamt = compute_gesamt(ergebnisse)
    saetze = {
        Ergebnis.ERFUELLT: f"Alle Flurstücke liegen im Bezirk: {stoff.behoerde}.",
        Ergebnis.NICHT_ERFUELLT: (
            f"Mindestens ein Flurstück liegt nicht im Bezirk: {stoff.behoerde}. Prüfen Sie die "
            "Zuständigkeit."
        ),
        Ergebnis.NICHT_PRUEFBAR: (
            "Nicht für jedes Flurstück steht fest, in welchem Bezirk es liegt."
        ),
    }
    return Pruefergebnis(
        "",
        "",
        gesamt,
        saetze[gesamt],
        norm=regel.norm,
        datenstand=stoff.datenstand,
        schritte=(
            "Die Katasterdaten nennen zu jeder Gemarkung die Gemeinde, die Stammdaten zu jeder "
            "Gemeinde die Bauaufsicht.",
        ),
        einzelwerte=einzelwerte,
        vorbehalt=regel.vorbehalt,
    )

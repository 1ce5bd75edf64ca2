"""Check: each parcel of the application stands in the cadastre, and only once."""

from bauaufsicht.domain.pruefung import (
    Einzelwert,
    Ergebnis,
    Flurstuecksfund,
    Fundstand,
    Pruefergebnis,
    Pruefstoff,
    compute_gesamt,
)

_ERGEBNISSE = {
    Fundstand.GEFUNDEN: Ergebnis.ERFUELLT,
    Fundstand.FEHLT: Ergebnis.NICHT_ERFUELLT,
    Fundstand.FRUEHER: Ergebnis.NICHT_ERFUELLT,
    Fundstand.MEHRDEUTIG: Ergebnis.NICHT_PRUEFBAR,
    Fundstand.UNLESBAR: Ergebnis.NICHT_PRUEFBAR,
    Fundstand.OHNE_KATASTER: Ergebnis.NICHT_PRUEFBAR,
}
_SAETZE = {
    Ergebnis.ERFUELLT: "Alle Flurstücke des Antrags stehen im Kataster.",
    Ergebnis.NICHT_ERFUELLT: (
        "Mindestens ein Flurstück des Antrags steht nicht im Kataster. Fragen Sie nach der "
        "richtigen Nummer."
    ),
    Ergebnis.NICHT_PRUEFBAR: (
        "Nicht jedes Flurstück des Antrags ließ sich im Kataster eindeutig suchen."
    ),
}


def check_flurstuecke(stoff: Pruefstoff) -> Pruefergebnis:
    """Whether every parcel that the application names exists exactly once."""
    regel = stoff.get_regel("flurstuecke")
    einzelwerte = tuple(_create_einzelwert(f) for f in stoff.funde)
    gesamt = compute_gesamt([e.ergebnis for e in einzelwerte])
    satz = _SAETZE[gesamt] if stoff.funde else "Der Antrag nennt kein Flurstück."
    return Pruefergebnis(
        "",
        "",
        gesamt,
        satz,
        norm=regel.norm,
        gemessen=float(sum(f.stand is Fundstand.GEFUNDEN for f in stoff.funde)),
        gefordert=float(len(stoff.funde)),
        einheit="Flurstücke",
        stellen=0,
        datenstand=stoff.datenstand,
        schritte=(
            "Aus Gemarkung, Flur, Zähler, Nenner und Folge wird das Flurstückskennzeichen mit 20 "
            "Zeichen gebildet.",
            "Mit ihm wird das Flurstück in den geltenden Katasterdaten gesucht. Gibt es die "
            "Gemarkung unter mehreren Nummern, wird unter allen gesucht.",
        ),
        einzelwerte=einzelwerte,
        vorbehalt=regel.vorbehalt,
    )


def _create_einzelwert(fund: Flurstuecksfund) -> Einzelwert:
    text = fund.grund
    if fund.flurstueck is not None:
        teile = [fund.flurstueck.kennzeichen, fund.flurstueck.hinweis]
        teile.append("nur eine Teilfläche" if fund.teilflaeche else "")
        text = " · ".join(t for t in teile if t)
    return Einzelwert(fund.angabe, text, _ERGEBNISSE[fund.stand])

"""The case: its procedures, states and transitions."""

from enum import StrEnum

from bauaufsicht.domain.fehler import Fachfehler


class Verfahren(StrEnum):
    """Kinds of procedure; what they are called and where they stand is the Land's."""

    UNGEKLAERT = "ungeklaert"
    BAUGENEHMIGUNG = "baugenehmigung"
    VEREINFACHT = "vereinfacht"
    FREISTELLUNG = "freistellung"
    VORBESCHEID = "vorbescheid"
    ABWEICHUNG = "abweichung"


class Zustand(StrEnum):
    """Where a case stands."""

    VERFAHREN_KLAEREN = "verfahren_klaeren"
    VOLLSTAENDIGKEIT_PRUEFEN = "vollstaendigkeit_pruefen"
    NACHFORDERUNG_OFFEN = "nachforderung_offen"
    IN_PRUEFUNG = "in_pruefung"
    GEMEINDE_PRUEFT = "gemeinde_prueft"
    GENEHMIGT = "genehmigt"
    ABGELEHNT = "abgelehnt"
    ZURUECKGENOMMEN = "zurueckgenommen"


class Schritt(StrEnum):
    """What moves a case from one state to another."""

    VERFAHRENSART_FESTLEGEN = "verfahrensart_festlegen"
    NACHFORDERN = "nachfordern"
    NACHFORDERUNG_BEANTWORTEN = "nachforderung_beantworten"
    VOLLSTAENDIG_ERKLAEREN = "vollstaendig_erklaeren"
    BESCHEIDEN = "bescheiden"
    ZURUECKNEHMEN = "zuruecknehmen"


class AmZug(StrEnum):
    """Whose turn it is."""

    BAUAUFSICHT = "bauaufsicht"
    GEMEINDE = "gemeinde"
    ANTRAGSSEITE = "antragsseite"
    NIEMAND = "niemand"


ENDZUSTAENDE = frozenset({Zustand.GENEHMIGT, Zustand.ABGELEHNT, Zustand.ZURUECKGENOMMEN})

AM_ZUG = {
    Zustand.VERFAHREN_KLAEREN: AmZug.BAUAUFSICHT,
    Zustand.VOLLSTAENDIGKEIT_PRUEFEN: AmZug.BAUAUFSICHT,
    Zustand.NACHFORDERUNG_OFFEN: AmZug.ANTRAGSSEITE,
    Zustand.IN_PRUEFUNG: AmZug.BAUAUFSICHT,
    Zustand.GEMEINDE_PRUEFT: AmZug.GEMEINDE,
    Zustand.GENEHMIGT: AmZug.NIEMAND,
    Zustand.ABGELEHNT: AmZug.NIEMAND,
    Zustand.ZURUECKGENOMMEN: AmZug.NIEMAND,
}

UEBERGAENGE: dict[tuple[Zustand, Schritt], frozenset[Zustand]] = {
    (Zustand.VERFAHREN_KLAEREN, Schritt.VERFAHRENSART_FESTLEGEN): frozenset(
        {Zustand.VOLLSTAENDIGKEIT_PRUEFEN, Zustand.GEMEINDE_PRUEFT}
    ),
    (Zustand.VOLLSTAENDIGKEIT_PRUEFEN, Schritt.NACHFORDERN): frozenset(
        {Zustand.NACHFORDERUNG_OFFEN}
    ),
    (Zustand.IN_PRUEFUNG, Schritt.NACHFORDERN): frozenset({Zustand.IN_PRUEFUNG}),
    (Zustand.NACHFORDERUNG_OFFEN, Schritt.NACHFORDERUNG_BEANTWORTEN): frozenset(
        {Zustand.VOLLSTAENDIGKEIT_PRUEFEN}
    ),
    (Zustand.IN_PRUEFUNG, Schritt.NACHFORDERUNG_BEANTWORTEN): frozenset({Zustand.IN_PRUEFUNG}),
    (Zustand.VOLLSTAENDIGKEIT_PRUEFEN, Schritt.VOLLSTAENDIG_ERKLAEREN): frozenset(
        {Zustand.IN_PRUEFUNG}
    ),
    (Zustand.NACHFORDERUNG_OFFEN, Schritt.VOLLSTAENDIG_ERKLAEREN): frozenset({Zustand.IN_PRUEFUNG}),
    (Zustand.IN_PRUEFUNG, Schritt.BESCHEIDEN): frozenset({Zustand.GENEHMIGT, Zustand.ABGELEHNT}),
    **{
        (zustand, Schritt.ZURUECKNEHMEN): frozenset({Zustand.ZURUECKGENOMMEN})
        for zustand in Zustand
        if zustand not in ENDZUSTAENDE
    },
}


def compute_folgezustand(von: Zustand, schritt: Schritt, nach: Zustand) -> Zustand:
    """`nach`, if the step leads there from `von`; Fachfehler otherwise."""
    if nach not in UEBERGAENGE.get((von, schritt), frozenset()):
        raise Fachfehler(
            "Dieser Schritt ist im jetzigen Zustand des Vorgangs nicht möglich. "
            "Laden Sie die Seite neu und prüfen Sie, was sich geändert hat.",
            zustand=von.value,
            schritt=schritt.value,
        )
    return nach

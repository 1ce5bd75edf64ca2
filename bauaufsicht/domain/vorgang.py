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
    GEMEINDE_PRUEFT = "gemeinde_prueft"
    ZURUECKGENOMMEN = "zurueckgenommen"


class Schritt(StrEnum):
    """What moves a case from one state to another."""

    VERFAHRENSART_FESTLEGEN = "verfahrensart_festlegen"
    ZURUECKNEHMEN = "zuruecknehmen"


class AmZug(StrEnum):
    """Whose turn it is."""

    BAUAUFSICHT = "bauaufsicht"
    GEMEINDE = "gemeinde"
    NIEMAND = "niemand"


ENDZUSTAENDE = frozenset({Zustand.ZURUECKGENOMMEN})

AM_ZUG = {
    Zustand.VERFAHREN_KLAEREN: AmZug.BAUAUFSICHT,
    Zustand.VOLLSTAENDIGKEIT_PRUEFEN: AmZug.BAUAUFSICHT,
    Zustand.GEMEINDE_PRUEFT: AmZug.GEMEINDE,
    Zustand.ZURUECKGENOMMEN: AmZug.NIEMAND,
}

UEBERGAENGE: dict[tuple[Zustand, Schritt], frozenset[Zustand]] = {
    (Zustand.VERFAHREN_KLAEREN, Schritt.VERFAHRENSART_FESTLEGEN): frozenset(
        {Zustand.VOLLSTAENDIGKEIT_PRUEFEN, Zustand.GEMEINDE_PRUEFT}
    ),
    (Zustand.VERFAHREN_KLAEREN, Schritt.ZURUECKNEHMEN): frozenset({Zustand.ZURUECKGENOMMEN}),
    (Zustand.VOLLSTAENDIGKEIT_PRUEFEN, Schritt.ZURUECKNEHMEN): frozenset({Zustand.ZURUECKGENOMMEN}),
    (Zustand.GEMEINDE_PRUEFT, Schritt.ZURUECKNEHMEN): frozenset({Zustand.ZURUECKGENOMMEN}),
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

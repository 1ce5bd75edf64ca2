"""Thuringia: ThürBO of 2 July 2024 (GVBl. p. 298), read in the official text as of 26.03.2026."""

from datetime import date
from functools import lru_cache

from bauaufsicht.domain.beteiligung import Beteiligungsart
from bauaufsicht.domain.geometrie import Lagebereich
from bauaufsicht.domain.landesrecht import Landesrecht, Verfahrensart
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from bauaufsicht.recht.mbo import EINVERNEHMEN, compute_bundesweite_feiertage
from bauaufsicht.recht.th.begriffe import GLOSSAR
from bauaufsicht.recht.th.bescheide import BESCHEIDRECHT
from bauaufsicht.recht.th.fristen import (
    ENTSCHEIDUNG,
    FREISTELLUNG,
    NACHFORDERUNG,
    NACHGEREICHT,
    STELLUNGNAHME,
    VOLLSTAENDIGKEIT,
    ZUSTIMMUNG,
)
from bauaufsicht.recht.th.pruefregeln import PRUEFREGELN


@lru_cache(maxsize=64)
def compute_feiertage(jahr: int) -> frozenset[date]:
    """The eleven public holidays of the whole Land (ThürFGtG § 2; Weltkindertag since 2019).

    Corpus Christi is a holiday only in the Eichsfeld and some municipalities: not included.
    """
    eigene = {date(jahr, 10, 31)} | ({date(jahr, 9, 20)} if jahr >= 2019 else set())
    return compute_bundesweite_feiertage(jahr) | eigene


_PRUEFEN = Zustand.VOLLSTAENDIGKEIT_PRUEFEN

THUERINGEN = Landesrecht(
    kennzahl="16",
    name="Thüringen",
    gesetz="ThürBO",
    regelstand="ThürBO 2024, Stand 26.03.2026",
    fristregeln=(
        VOLLSTAENDIGKEIT,
        NACHGEREICHT,
        NACHFORDERUNG,
        FREISTELLUNG,
        ENTSCHEIDUNG,
        ZUSTIMMUNG,
        STELLUNGNAHME,
        EINVERNEHMEN,
    ),
    verfahrensarten={
        v.kennung: v
        for v in (
            Verfahrensart(
                Verfahren.UNGEKLAERT,
                "Verfahrensart noch ungeklärt",
                "§§ 64 bis 66 ThürBO",
                Zustand.VERFAHREN_KLAEREN,
                "vollstaendigkeit",
            ),
            Verfahrensart(
                Verfahren.BAUGENEHMIGUNG,
                "Baugenehmigungsverfahren",
                "§ 66 ThürBO",
                _PRUEFEN,
                "vollstaendigkeit",
            ),
            Verfahrensart(
                Verfahren.VEREINFACHT,
                "Vereinfachtes Baugenehmigungsverfahren",
                "§ 65 ThürBO",
                _PRUEFEN,
                "vollstaendigkeit",
                "entscheidung",
            ),
            Verfahrensart(
                Verfahren.FREISTELLUNG,
                "Genehmigungsfreistellung",
                "§ 64 ThürBO",
                Zustand.GEMEINDE_PRUEFT,
                "freistellung",
                entscheidet="Gemeinde",
            ),
            Verfahrensart(
                Verfahren.VORBESCHEID, "Vorbescheid", "§ 82 ThürBO", _PRUEFEN, "vollstaendigkeit"
            ),
            Verfahrensart(
                Verfahren.ABWEICHUNG, "Abweichung", "§ 73 ThürBO", _PRUEFEN, "vollstaendigkeit"
            ),
        )
    },
    feiertage=compute_feiertage,
    bescheidrecht=BESCHEIDRECHT,
    beteiligungsregeln={
        Beteiligungsart.STELLUNGNAHME: "stellungnahme",
        Beteiligungsart.ZUSTIMMUNG: "zustimmung",
        Beteiligungsart.EINVERNEHMEN: "einvernehmen",
    },
    beteiligungsarten={
        "gemeinde": Beteiligungsart.EINVERNEHMEN,
        "denkmalschutz": Beteiligungsart.ZUSTIMMUNG,
    },
    glossar=GLOSSAR,
    pruefregeln=PRUEFREGELN,
    # whole Land with a margin; 350 m above sea level and some 46 m of geoid: an assumption
    lagebereich=Lagebereich("Thüringen", 555_000, 765_000, 5_550_000, 5_730_000),
    hoehe=400.0,
)

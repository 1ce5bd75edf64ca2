"""Thuringia: ThürBO of 2 July 2024 (GVBl. p. 298), read in the official text as of 26.03.2026."""

from datetime import date
from functools import lru_cache

from bauaufsicht.domain.landesrecht import Einheit, Fristregel, Landesrecht, Verfahrensart
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from bauaufsicht.recht.mbo import compute_bundesweite_feiertage

_THUERBO = "ThürBO vom 02.07.2024, GVBl. 2024 S. 298"
_IN_KRAFT = date(2024, 7, 19)
_GELESEN = date(2026, 3, 26)


@lru_cache(maxsize=64)
def compute_feiertage(jahr: int) -> frozenset[date]:
    """The eleven public holidays of the whole Land (ThürFGtG § 2; Weltkindertag since 2019).

    Corpus Christi is a holiday only in the Eichsfeld and some municipalities: not included.
    """
    eigene = {date(jahr, 10, 31)} | ({date(jahr, 9, 20)} if jahr >= 2019 else set())
    return compute_bundesweite_feiertage(jahr) | eigene


VOLLSTAENDIGKEIT = Fristregel(
    kennung="vollstaendigkeit",
    norm="§ 75 Abs. 2 Satz 1 ThürBO",
    zweck="die Prüfung der Vollständigkeit",
    dauer=10,
    einheit=Einheit.ARBEITSTAGE,
    beginnt_mit="dem Eingang des Antrags",
    wirkung=(
        "Die Frist bindet nur die Bauaufsicht. Läuft sie ab, gilt der Antrag nicht als vollständig."
    ),
    quelle=_THUERBO,
    gueltig_ab=_IN_KRAFT,
    geprueft_bis=_GELESEN,
    bestaetigt=True,
    auslegung="Dass die Frist mit dem Eingang des Antrags beginnt, steht nicht im Gesetz.",
)

FREISTELLUNG = Fristregel(
    kennung="freistellung",
    norm="§ 64 Abs. 3 Satz 2 ThürBO",
    zweck="die Erklärung der Gemeinde in der Genehmigungsfreistellung",
    dauer=1,
    einheit=Einheit.MONATE,
    beginnt_mit="dem Eingang der erforderlichen Unterlagen bei der Gemeinde",
    wirkung=("Erklärt sich die Gemeinde bis dahin nicht, darf mit dem Bau begonnen werden."),
    quelle=_THUERBO,
    gueltig_ab=_IN_KRAFT,
    geprueft_bis=_GELESEN,
    bestaetigt=True,
    auslegung=(
        "Ob ein Fristende am Wochenende oder Feiertag sich auch hier auf den nächsten Werktag "
        "verschiebt, ist umstritten."
    ),
)

_PRUEFEN = Zustand.VOLLSTAENDIGKEIT_PRUEFEN

THUERINGEN = Landesrecht(
    kennzahl="16",
    name="Thüringen",
    gesetz="ThürBO",
    regelstand="ThürBO 2024, Stand 26.03.2026",
    fristregeln=(VOLLSTAENDIGKEIT, FREISTELLUNG),
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
)

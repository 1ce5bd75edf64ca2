"""Periods of Thuringia: ThürBO, with what lateness means."""

from dataclasses import replace

from bauaufsicht.domain.landesrecht import (
    Einheit,
    Fristregel,
)
from bauaufsicht.recht.th.quelle import GELESEN, IN_KRAFT, THUERBO

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
    quelle=THUERBO,
    gueltig_ab=IN_KRAFT,
    geprueft_bis=GELESEN,
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
    quelle=THUERBO,
    gueltig_ab=IN_KRAFT,
    geprueft_bis=GELESEN,
    bestaetigt=True,
    auslegung=(
        "Ob ein Fristende am Wochenende oder Feiertag sich auch hier auf den nächsten Werktag "
        "verschiebt, ist umstritten."
    ),
)

NACHGEREICHT = replace(
    VOLLSTAENDIGKEIT,
    kennung="vollstaendigkeit_nachgereicht",
    beginnt_mit="dem Eingang der nachgereichten Unterlagen",
    auslegung=("Dass die Frist mit nachgereichten Unterlagen neu beginnt, steht nicht im Gesetz."),
)

NACHFORDERUNG = Fristregel(
    kennung="nachforderung",
    norm="§ 75 Abs. 2 Satz 2 ThürBO",
    zweck="die nachgeforderten Unterlagen",
    dauer=1,  # what the form proposes; the law only asks for a reasonable period
    einheit=Einheit.GESETZT,
    beginnt_mit="der Nachforderung",
    wirkung=(
        "Werden die Mängel bis dahin nicht behoben, gilt der Antrag als zurückgenommen. Die "
        "Bauaufsicht kann die Frist verlängern, auch nachträglich (§ 31 Abs. 7 VwVfG)."
    ),
    quelle=THUERBO,
    gueltig_ab=IN_KRAFT,
    geprueft_bis=GELESEN,
    bestaetigt=True,
    verspaetet=(
        "Die Antwort kam nach Ablauf der Frist. Der Antrag gilt als zurückgenommen, wenn die "
        "Bauaufsicht die Frist nicht nachträglich verlängert."
    ),
)

ENTSCHEIDUNG = Fristregel(
    kennung="entscheidung",
    norm="§ 65 Abs. 2 ThürBO",
    zweck="die Entscheidung im vereinfachten Verfahren",
    dauer=3,
    einheit=Einheit.MONATE,
    beginnt_mit="der Vorlage der vollständigen Unterlagen",
    wirkung=(
        "Entscheidet die Bauaufsicht bis dahin nicht, gilt der Antrag als genehmigt. Aus wichtigem "
        "Grund kann sie die Frist um bis zu zwei Monate verlängern."
    ),
    quelle=THUERBO,
    gueltig_ab=IN_KRAFT,
    geprueft_bis=GELESEN,
    bestaetigt=True,
    auslegung=(
        "Ob sich ein Fristende am Wochenende oder Feiertag verschiebt, wenn danach die Genehmigung "
        "als erteilt gilt, ist umstritten. Entscheiden Sie im Zweifel vor dem Wochenende."
    ),
)

ZUSTIMMUNG = Fristregel(
    kennung="zustimmung",
    norm="§ 75 Abs. 1 Satz 3 ThürBO",
    zweck="die Zustimmung",
    dauer=2,
    einheit=Einheit.MONATE,
    beginnt_mit="dem Eingang des Ersuchens bei der Stelle",
    wirkung="Verweigert die Stelle sie bis dahin nicht, gilt die Zustimmung als erteilt.",
    quelle=THUERBO,
    gueltig_ab=IN_KRAFT,
    geprueft_bis=GELESEN,
    bestaetigt=True,
    auslegung=(
        "Im Vorgangsraum gilt das Ersuchen am Tag der Anforderung als eingegangen. Ob sich ein "
        "Fristende am Wochenende oder Feiertag auch hier verschiebt, ist umstritten."
    ),
    verspaetet="Die Äußerung kam nach Ablauf der Frist. Die Zustimmung galt da schon als erteilt.",
)

STELLUNGNAHME = Fristregel(
    kennung="stellungnahme",
    norm="§ 75 Abs. 1 Satz 4 ThürBO",
    zweck="die Stellungnahme",
    dauer=1,
    einheit=Einheit.MONATE,
    beginnt_mit="der Aufforderung zur Stellungnahme",
    wirkung=(
        "Eine spätere Stellungnahme bleibt unberücksichtigt, es sei denn, sie ist für die "
        "Rechtmäßigkeit der Entscheidung von Bedeutung. Es zählt der Eingang bei der Bauaufsicht."
    ),
    quelle=THUERBO,
    gueltig_ab=IN_KRAFT,
    geprueft_bis=GELESEN,
    bestaetigt=True,
    verspaetet=(
        "Die Stellungnahme kam nach Ablauf der Frist. Sie bleibt unberücksichtigt, es sei denn, "
        "sie ist für die Rechtmäßigkeit der Entscheidung von Bedeutung."
    ),
)

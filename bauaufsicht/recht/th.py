"""Thuringia: ThürBO of 2 July 2024 (GVBl. p. 298), read in the official text as of 26.03.2026."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from bauaufsicht.domain.bescheid import Bescheidart
from bauaufsicht.domain.bescheidrecht import Bescheidmuster, Bescheidrecht, Rechtssatz
from bauaufsicht.domain.beteiligung import Beteiligungsart
from bauaufsicht.domain.geometrie import Lagebereich
from bauaufsicht.domain.glossar import Landesbezug
from bauaufsicht.domain.landesrecht import (
    Einheit,
    Fristregel,
    Landesrecht,
    Pruefregel,
    Verfahrensart,
)
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from bauaufsicht.recht.mbo import (
    BEGRUENDUNGSPFLICHT,
    BEKANNTGABE,
    BUNDESREGELN,
    EINVERNEHMEN,
    RECHTSBEHELF,
    RECHTSBEHELFE_DRITTER,
    compute_bundesweite_feiertage,
)

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
    quelle=_THUERBO,
    gueltig_ab=_IN_KRAFT,
    geprueft_bis=_GELESEN,
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
    quelle=_THUERBO,
    gueltig_ab=_IN_KRAFT,
    geprueft_bis=_GELESEN,
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
    quelle=_THUERBO,
    gueltig_ab=_IN_KRAFT,
    geprueft_bis=_GELESEN,
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
    quelle=_THUERBO,
    gueltig_ab=_IN_KRAFT,
    geprueft_bis=_GELESEN,
    bestaetigt=True,
    verspaetet=(
        "Die Stellungnahme kam nach Ablauf der Frist. Sie bleibt unberücksichtigt, es sei denn, "
        "sie ist für die Rechtmäßigkeit der Entscheidung von Bedeutung."
    ),
)


def _landessatz(kennung: str, text: str, norm: str) -> Rechtssatz:
    return Rechtssatz(kennung, text, norm, _THUERBO, _IN_KRAFT, None, _GELESEN, True)


_BAUBEGINN = (
    _landessatz(
        "baubeginn",
        "Beginnen Sie erst mit dem Bau, wenn Ihnen die Baugenehmigung zugegangen ist, die "
        "vorgeschriebenen Prüfungen der bautechnischen Nachweise abgeschlossen sind und Ihre "
        "Baubeginnsanzeige der Bauaufsicht vorliegt.",
        "§ 78 Abs. 6 und § 72 Abs. 2 und 3 ThürBO",
    ),
    _landessatz(
        "baubeginnsanzeige",
        "Zeigen Sie den Baubeginn mindestens eine Woche vorher in Textform an. Das gilt auch, wenn "
        "Sie nach einer Unterbrechung von mehr als drei Monaten weiterbauen.",
        "§ 78 Abs. 8 ThürBO",
    ),
    _landessatz(
        "baustelle",
        "Vor dem Baubeginn müssen die Grundfläche abgesteckt und die Höhenlage festgelegt sein. "
        "Baugenehmigung, Bauvorlagen und bautechnische Nachweise müssen von Anfang an auf der "
        "Baustelle liegen.",
        "§ 78 Abs. 7 ThürBO",
    ),
    _landessatz(
        "geltungsdauer",
        "Die Baugenehmigung erlischt, wenn Sie nicht innerhalb von drei Jahren nach ihrer "
        "Erteilung mit dem Bau beginnen oder ihn länger als drei Jahre unterbrechen. Die Frist für "
        "den Beginn kann auf Antrag in Textform um jeweils bis zu drei Jahre verlängert werden; "
        "der Antrag muss vor ihrem Ablauf eingehen.",
        "§ 79 ThürBO",
    ),
    RECHTSBEHELFE_DRITTER,
)

GENEHMIGUNG = Bescheidmuster(
    titel="Baugenehmigung",
    tenor=(
        "Die Baugenehmigung für das genannte Vorhaben wird erteilt. Maßgeblich sind die unten "
        "aufgeführten Bauvorlagen in der dort genannten Fassung."
    ),
    tenor_mit_nebenbestimmungen=(
        "Die Genehmigung ist mit den unten aufgeführten Nebenbestimmungen verbunden. Sie sind "
        "Bestandteil dieser Entscheidung."
    ),
    norm="§ 78 ThürBO",
    hinweise=_BAUBEGINN,
)

ABLEHNUNG = Bescheidmuster(
    titel="Ablehnung des Bauantrags",
    tenor="Der Bauantrag für das genannte Vorhaben wird abgelehnt.",
    tenor_mit_nebenbestimmungen="",
    norm="§ 78 ThürBO",
)

BESCHEIDRECHT = Bescheidrecht(
    muster={
        (verfahren, art): muster
        for verfahren in (Verfahren.BAUGENEHMIGUNG, Verfahren.VEREINFACHT)
        for art, muster in (
            (Bescheidart.GENEHMIGUNG, GENEHMIGUNG),
            (Bescheidart.ABLEHNUNG, ABLEHNUNG),
        )
    },
    rechtsbehelf=RECHTSBEHELF,
    form=(
        Rechtssatz(
            "schriftform",
            "Der Bescheid braucht Schriftform. Die PDF-Datei trägt kein qualifiziertes "
            "elektronisches Siegel und keine qualifizierte Signatur. Siegeln oder signieren Sie "
            "sie, oder geben Sie den Bescheid zusätzlich unterschrieben auf Papier bekannt.",
            "§ 78 Abs. 2 ThürBO, § 3a VwVfG",
            _THUERBO,
            _IN_KRAFT,
            geprueft_bis=_GELESEN,
            bestaetigt=True,
            auslegung="Dass die elektronische Form erlaubt ist, folgt aus § 3a VwVfG.",
        ),
        BEKANNTGABE,
        _landessatz(
            "gemeinde",
            "Geben Sie auch der Gemeinde eine Ausfertigung.",
            "§ 78 ThürBO",
        ),
    ),
    begruendungspflicht=BEGRUENDUNGSPFLICHT,
)


def _create_pruefregel(kennung: str, norm: str, auslegung: str = "", **werte: float) -> Pruefregel:
    return Pruefregel(
        kennung=kennung,
        norm=norm,
        quelle=_THUERBO,
        gueltig_ab=_IN_KRAFT,
        werte=werte,
        geprueft_bis=_GELESEN,
        bestaetigt=True,
        auslegung=auslegung,
    )


PRUEFREGELN = (
    _create_pruefregel(
        "flurstuecke",
        "§ 74 Abs. 1 und 2 ThürBO",
        "Dass die Flurstücke im Kataster stehen müssen, folgt aus dem Zweck der Bauvorlagen; "
        "das Gesetz sagt es nicht ausdrücklich.",
    ),
    _create_pruefregel("bezirk", "§ 60 Abs. 1 und 2 ThürBO"),
    _create_pruefregel(
        "grundstueck",
        "§ 4 ThürBO",
        "Flurstücke sind nicht immer Grundstücke: Was zu einem Grundstück gehört, steht im "
        "Grundbuch.",
    ),
    _create_pruefregel(
        "umriss", "§ 6 Abs. 2 ThürBO", "Eine zulässige Abweichung nennt das Gesetz nicht."
    ),
    # § 6 Abs. 5: 0.4 H, at least 3 m; GK 1 and 2 with up to three storeys 3 m. Abs. 7: 9 m, 18 m
    _create_pruefregel(
        "abstand",
        "§ 6 Abs. 2, 5 und 7 ThürBO",
        "Gemessen wird der kürzeste Abstand zwischen Umriss und Grenze. Wand- und Dachhöhen, "
        "untergeordnete Bauteile (Abs. 6), Baulasten und die Mitte öffentlicher Flächen (Abs. 2) "
        "sind nicht berücksichtigt.",
        mindesttiefe=3.0,
        faktor=0.4,
        laenge_je_grenze=9.0,
        laenge_gesamt=18.0,
    ),
    _create_pruefregel(
        "nachbarn",
        "§ 76 Abs. 1 ThürBO",
        "Das Gesetz spricht von benachbarten Grundstücken. Hier sind es die, die angrenzen; "
        "betroffen können auch andere sein.",
    ),
    *BUNDESREGELN,
)

_PRUEFEN = Zustand.VOLLSTAENDIGKEIT_PRUEFEN

GLOSSAR = {
    "abweichung": Landesbezug("§ 73 Abs. 1 ThürBO"),
    "ausnahme": Landesbezug("§ 73 Abs. 2 ThürBO"),
    "bauantrag": Landesbezug(
        "§ 74 Abs. 1 ThürBO", "Sie reichen ihn bei der unteren Bauaufsichtsbehörde ein."
    ),
    "bauaufsicht": Landesbezug(
        "§ 60 Abs. 1 und 2 ThürBO",
        "In Thüringen sind das die Landkreise und die kreisfreien Städte.",
    ),
    "baugenehmigung": Landesbezug(
        "§§ 78 und 79 ThürBO",
        "Sie erlischt, wenn Sie nicht innerhalb von drei Jahren mit dem Bau beginnen oder ihn "
        "länger als drei Jahre unterbrechen.",
    ),
    "baugenehmigungsverfahren": Landesbezug(
        "§ 66 ThürBO", "Eine Frist für die Entscheidung nennt das Gesetz hier nicht."
    ),
    "bauherr": Landesbezug("§ 56 ThürBO"),
    "baulast": Landesbezug(
        "§ 90 ThürBO", "Sie wird mit der Eintragung in das Baulastenverzeichnis wirksam."
    ),
    "bauvorlagen": Landesbezug(
        "§ 74 Abs. 2 ThürBO", "Die Bauaufsicht kann erlauben, dass Sie einzelne nachreichen."
    ),
    "befreiung": Landesbezug("§ 73 Abs. 2 ThürBO"),
    "beteiligte-stelle": Landesbezug("§ 75 Abs. 1 Satz 1 ThürBO"),
    "eingangsbestaetigung": Landesbezug("§ 75 Abs. 2 Satz 1 ThürBO"),
    "einvernehmen": Landesbezug(
        "§§ 75 Abs. 1 Satz 3 und 77 ThürBO",
        "Hat die Gemeinde es rechtswidrig versagt, wird es durch die Genehmigung ersetzt.",
    ),
    "entwurfsverfasser": Landesbezug("§ 57 ThürBO"),
    "gebaeudeklasse": Landesbezug(
        "§ 2 ThürBO",
        "Klasse 1 und 2: bis 7 m hoch, höchstens zwei Nutzungseinheiten, zusammen höchstens "
        "400 m²; Klasse 1 steht frei. Klasse 3: andere bis 7 m. Klasse 4: bis 13 m, jede "
        "Nutzungseinheit höchstens 400 m². Klasse 5: alle übrigen.",
    ),
    "gemeinde": Landesbezug("§ 75 Abs. 1 Satz 1 ThürBO"),
    "genehmigungsfreistellung": Landesbezug(
        "§ 64 ThürBO",
        "Sie reichen die Unterlagen bei der Gemeinde ein. Einen Monat nach deren Eingang dürfen "
        "Sie beginnen, wenn die Gemeinde bis dahin weder das vereinfachte Verfahren verlangt noch "
        "eine vorläufige Untersagung beantragt hat.",
    ),
    "nachbarbeteiligung": Landesbezug(
        "§ 76 ThürBO",
        "Sie werden benachrichtigt, bevor Abweichungen oder Befreiungen erteilt werden, und können "
        "innerhalb eines Monats nach der Zustellung Einwendungen erheben.",
    ),
    "nachforderung": Landesbezug(
        "§ 75 Abs. 2 Satz 2 ThürBO",
        "Beheben Sie die Mängel nicht innerhalb der Frist, gilt Ihr Antrag als zurückgenommen.",
    ),
    "sonderbau": Landesbezug(
        "§ 2 Abs. 4 ThürBO",
        "Dazu gehören zum Beispiel Gebäude mit mehr als 22 m Höhe und Verkaufsstätten mit mehr als "
        "800 m².",
    ),
    "stellungnahme": Landesbezug(
        "§ 75 Abs. 1 Satz 4 ThürBO",
        "Sie muss innerhalb eines Monats nach der Aufforderung eingehen. Danach zählt sie nur, "
        "wenn sie für die Rechtmäßigkeit der Entscheidung von Bedeutung ist.",
    ),
    "vereinfachtes-verfahren": Landesbezug(
        "§ 65 ThürBO",
        "Über den Antrag ist innerhalb von drei Monaten nach Vorlage der vollständigen Unterlagen "
        "zu entscheiden. Aus wichtigem Grund kann die Bauaufsicht um bis zu zwei Monate "
        "verlängern. Entscheidet sie nicht rechtzeitig, gilt der Antrag als genehmigt.",
    ),
    "vollstaendigkeit": Landesbezug(
        "§ 75 Abs. 2 Satz 1 ThürBO", "Dafür hat sie zehn Arbeitstage Zeit."
    ),
    "vorbescheid": Landesbezug("§ 82 ThürBO", "Er gilt drei Jahre."),
}

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

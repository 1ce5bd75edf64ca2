"""What a decision in Thuringia says beside the decision itself."""

from bauaufsicht.domain.bescheid import Bescheidart
from bauaufsicht.domain.bescheidrecht import Bescheidmuster, Bescheidrecht, Rechtssatz
from bauaufsicht.domain.vorgang import Verfahren
from bauaufsicht.recht.mbo import (
    BEGRUENDUNGSPFLICHT,
    BEKANNTGABE,
    RECHTSBEHELF,
    RECHTSBEHELFE_DRITTER,
)
from bauaufsicht.recht.th.quelle import GELESEN, IN_KRAFT, THUERBO


def _landessatz(kennung: str, text: str, norm: str) -> Rechtssatz:
    return Rechtssatz(kennung, text, norm, THUERBO, IN_KRAFT, None, GELESEN, True)


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
            THUERBO,
            IN_KRAFT,
            geprueft_bis=GELESEN,
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

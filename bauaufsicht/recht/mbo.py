"""What the Länder have in common: nationwide holidays; periods, remedies and checks of federal law.

The Land's law on administrative procedure refers to the VwVfG of the Federation.
"""

from datetime import date, timedelta

from bauaufsicht.domain.bescheidrecht import Rechtssatz
from bauaufsicht.domain.fristen import compute_ostersonntag
from bauaufsicht.domain.landesrecht import Einheit, Fristregel, Pruefregel

EINVERNEHMEN = Fristregel(
    kennung="einvernehmen",
    norm="§ 36 Abs. 2 Satz 2 BauGB",
    zweck="das Einvernehmen der Gemeinde",
    dauer=2,
    einheit=Einheit.MONATE,
    beginnt_mit="dem Eingang des Ersuchens bei der Gemeinde",
    wirkung="Verweigert die Gemeinde es bis dahin nicht, gilt das Einvernehmen als erteilt.",
    quelle="BauGB, zuletzt geändert am 22.12.2025",
    gueltig_ab=date(1998, 1, 1),
    geprueft_bis=date(2026, 4, 18),
    bestaetigt=True,
    auslegung=(
        "Im Vorgangsraum gilt das Ersuchen am Tag der Anforderung als eingegangen. Ob sich ein "
        "Fristende am Wochenende oder Feiertag auch hier verschiebt, ist umstritten."
    ),
    verspaetet=(
        "Die Äußerung kam nach Ablauf der Frist. Das Einvernehmen galt da schon als erteilt."
    ),
)


_BAUNVO = "BauNVO, Bekanntmachung vom 21.11.2017 mit späteren Änderungen"
_BAUNVO_AB = date(1990, 1, 27)

BUNDESREGELN = (
    Pruefregel(
        kennung="flaeche",
        norm="§ 19 Abs. 3 BauNVO",
        quelle=_BAUNVO,
        gueltig_ab=_BAUNVO_AB,
        werte={"mindestens": 1.0, "anteil": 0.005},
        auslegung=(
            "Das Gesetz nennt keine zulässige Abweichung. Hier gelten 1 m² oder 0,5 %, je nachdem, "
            "was größer ist."
        ),
    ),
    Pruefregel(
        kennung="grz",
        norm="§ 19 Abs. 1, 2 und 4 BauNVO",
        quelle=_BAUNVO,
        gueltig_ab=_BAUNVO_AB,
        werte={"anteil": 0.005},
        auslegung=(
            "Welche Fassung der BauNVO gilt, hängt vom Bebauungsplan ab. Ob Terrassen und Balkone "
            "zur Hauptanlage zählen, ist im Einzelfall zu prüfen."
        ),
    ),
)


def compute_bundesweite_feiertage(jahr: int) -> frozenset[date]:
    """The nine public holidays of every Land (Feiertagsgesetze; 3 October: Einigungsvertrag Art.
    2 II).
    """
    ostern = compute_ostersonntag(jahr)
    bewegliche = (ostern + timedelta(days=n) for n in (-2, 1, 39, 50))
    feste = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
    return frozenset(bewegliche) | frozenset(date(jahr, m, t) for m, t in feste)


_BUND = "Bundesrecht, Stand 18.04.2026"
_GELESEN = date(2026, 4, 18)


def _bundessatz(kennung: str, text: str, norm: str, auslegung: str = "") -> Rechtssatz:
    """`gueltig_ab`: since § 9a OZG came into force, to which the remedies' form refers."""
    beginn = date(2024, 7, 24)
    return Rechtssatz(kennung, text, norm, _BUND, beginn, None, _GELESEN, True, auslegung)


RECHTSBEHELF = (
    _bundessatz(
        "widerspruch",
        "Gegen diesen Bescheid können Sie innerhalb eines Monats nach seiner Bekanntgabe "
        "Widerspruch erheben.",
        "§§ 68 und 70 Abs. 1 VwGO",
        "Ob das Landesrecht den Widerspruch in einzelnen Fällen ausschließt, ist nicht geprüft.",
    ),
    _bundessatz(
        "widerspruch_form",
        "Der Widerspruch ist bei {behoerde} schriftlich, in elektronischer Form nach § 3a "
        "Absatz 2 des Verwaltungsverfahrensgesetzes, schriftformersetzend nach § 3a Absatz 3 "
        "des Verwaltungsverfahrensgesetzes und § 9a Absatz 5 des Onlinezugangsgesetzes oder "
        "zur Niederschrift zu erheben. Eine einfache E-Mail genügt nicht.",
        "§ 70 Abs. 1 VwGO",
    ),
)

RECHTSBEHELFE_DRITTER = _bundessatz(
    "dritte",
    "Widerspruch und Anfechtungsklage eines Dritten, zum Beispiel eines Nachbarn, haben keine "
    "aufschiebende Wirkung. Bauen Sie vorher, tragen Sie das Risiko.",
    "§ 212a Abs. 1 BauGB",
)

BEKANNTGABE = _bundessatz(
    "bekanntgabe",
    "Der Abruf im Vorgangsraum gibt den Bescheid nur bekannt, wenn der Empfänger dem zugestimmt "
    "hat, und zwar am Tag nach dem Abruf. Ruft er ihn nicht innerhalb von zehn Tagen nach der "
    "Benachrichtigung ab, ist der Bescheid nicht bekannt gegeben.",
    "§ 41 Abs. 2a VwVfG",
)

BEGRUENDUNGSPFLICHT = "§ 39 Abs. 1 VwVfG"

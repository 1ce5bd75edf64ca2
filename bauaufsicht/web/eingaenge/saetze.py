"""What the registry is told after taking a message in."""

from bauaufsicht.domain.eingang import Eingangsergebnis
from bauaufsicht.services.eingang import Aufnahmeergebnis


def format_meldung(ergebnis: Aufnahmeergebnis) -> tuple[str, str]:
    """What happened and what follows, with its tone."""
    az = ergebnis.aktenzeichen or ""
    return {
        Eingangsergebnis.ANGELEGT: (
            f"Der Vorgang {az} ist angelegt. Die Eingangsbestätigung liegt zum Abruf bereit.",
            "erfolg",
        ),
        Eingangsergebnis.ZUGEORDNET: (f"Die Nachricht gehört zum Vorgang {az}.", "erfolg"),
        Eingangsergebnis.WIEDERHOLUNG: (
            "Diese Nachricht war schon da. Es wurde nichts geändert.",
            "hinweis",
        ),
        Eingangsergebnis.ZU_KLAEREN: (
            "Die Nachricht ist gespeichert. Entscheiden Sie unten, was mit ihr geschieht.",
            "warnung",
        ),
        Eingangsergebnis.ZURUECKGEWIESEN: (
            "Die Nachricht konnte nicht übernommen werden. Sie bleibt hier gespeichert.",
            "fehler",
        ),
        Eingangsergebnis.PROTOKOLLIERT: ("Die Nachricht ist gespeichert.", "erfolg"),
        Eingangsergebnis.EMPFANGEN: (
            "Die Nachricht ist gespeichert und wird gleich verarbeitet.",
            "hinweis",
        ),
    }[ergebnis.ergebnis]

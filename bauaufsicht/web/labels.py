"""Words of the pages for values of the domain."""

import re

from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.eingangspruefung import check_linkziel
from bauaufsicht.domain.nachricht import Lieferart, Rolle
from bauaufsicht.domain.rechte import Kontorolle
from bauaufsicht.domain.unterlage import Pruefstand
from bauaufsicht.domain.vorgang import AM_ZUG, AmZug, Verfahren, Zustand
from bauaufsicht.recht import get_landesrecht

__all__ = ["check_linkziel", "get_landesrecht"]

ZUSTAENDE = {
    Zustand.VERFAHREN_KLAEREN: "Verfahrensart wird geklärt",
    Zustand.VOLLSTAENDIGKEIT_PRUEFEN: "Vollständigkeit wird geprüft",
    Zustand.GEMEINDE_PRUEFT: "Gemeinde prüft die Freistellung",
    Zustand.ZURUECKGENOMMEN: "Antrag zurückgenommen",
}

VERFAHREN_KURZ = {
    Verfahren.UNGEKLAERT: "ungeklärt",
    Verfahren.BAUGENEHMIGUNG: "Baugenehmigung",
    Verfahren.VEREINFACHT: "Vereinfacht",
    Verfahren.FREISTELLUNG: "Freistellung",
    Verfahren.VORBESCHEID: "Vorbescheid",
    Verfahren.ABWEICHUNG: "Abweichung",
}

NAECHSTE_SCHRITTE = {
    Zustand.VERFAHREN_KLAEREN: "Verfahrensart festlegen",
    Zustand.VOLLSTAENDIGKEIT_PRUEFEN: "Unterlagen auf Vollständigkeit prüfen",
    Zustand.GEMEINDE_PRUEFT: "Erklärung der Gemeinde abwarten",
    Zustand.ZURUECKGENOMMEN: "Nichts mehr zu tun",
}

KONTOROLLEN = {
    Kontorolle.SACHBEARBEITUNG: "Sachbearbeitung",
    Kontorolle.LEITUNG: "Leitung",
    Kontorolle.POSTSTELLE: "Poststelle",
    Kontorolle.ANTRAGSTELLER: "Bauherrschaft",
    Kontorolle.ENTWURFSVERFASSER: "Entwurfsverfassung",
    Kontorolle.BETEILIGTE_STELLE: "Beteiligte Stelle",
    Kontorolle.BETRIEB: "Betrieb",
}

ROLLEN = {
    Rolle.ANTRAGSTELLER: "Antragsteller",
    Rolle.BAUHERR: "Bauherrschaft",
    Rolle.BEVOLLMAECHTIGTER: "Bevollmächtigt",
    Rolle.VERTRETER: "Vertretung",
    Rolle.ENTWURFSVERFASSER: "Entwurfsverfassung",
    Rolle.GEBUEHRENPFLICHTIGER: "Gebühren zahlt",
    Rolle.NACHBAR: "Nachbarschaft",
    Rolle.WEITERER: "Weitere Beteiligte",
}

ERGEBNISSE = {
    Eingangsergebnis.EMPFANGEN: "gespeichert, noch nicht verarbeitet",
    Eingangsergebnis.ANGELEGT: "Vorgang angelegt",
    Eingangsergebnis.ZUGEORDNET: "zugeordnet",
    Eingangsergebnis.WIEDERHOLUNG: "Wiederholung",
    Eingangsergebnis.ZU_KLAEREN: "zu klären",
    Eingangsergebnis.ZURUECKGEWIESEN: "zurückgewiesen",
    Eingangsergebnis.PROTOKOLLIERT: "protokolliert",
}

ERGEBNISTOENE = {
    Eingangsergebnis.EMPFANGEN: "neutral",
    Eingangsergebnis.ANGELEGT: "erfolg",
    Eingangsergebnis.ZUGEORDNET: "erfolg",
    Eingangsergebnis.WIEDERHOLUNG: "neutral",
    Eingangsergebnis.ZU_KLAEREN: "warnung",
    Eingangsergebnis.ZURUECKGEWIESEN: "fehler",
    Eingangsergebnis.PROTOKOLLIERT: "neutral",
}

WEGE = {
    Eingangsweg.KOMMANDO: "Kommandozeile",
    Eingangsweg.POSTSTELLE: "Poststelle",
    Eingangsweg.SCHNITTSTELLE: "Schnittstelle",
}

LIEFERARTEN = {
    Lieferart.GELIEFERT: "geliefert",
    Lieferart.VERLINKT: "nur verlinkt",
    Lieferart.NACHGEREICHT: "wird nachgereicht",
}

PRUEFSTAENDE = {
    Pruefstand.UNGEPRUEFT: "nicht auf Schadsoftware geprüft",
    Pruefstand.BESCHAEDIGT: "beschädigt: nicht mehr die eingegangene Datei",
}

KANAELE = {"01": "E-Mail", "02": "Telefon", "03": "Mobil", "04": "Fax"}

NACHRICHTEN = {
    "0200": "Bauantrag",
    "0202": "Änderungen zum Antrag",
    "0210": "Antrag auf Vorbescheid",
    "0220": "Antrag auf Abweichung",
    "0600": "Anzeige zur Genehmigungsfreistellung",
    "0601": "Anzeige zur Genehmigungsfreistellung (an die Bauaufsicht)",
    "1100": "Rückweisung",
    "1120": "Eingangsbestätigung",
    "1121": "Mitteilung des Aktenzeichens",
    "1130": "Rücknahme des Antrags",
    "1131": "Quittung der Rücknahme",
    "1142": "Fachliche Kommunikation",
    "1180": "Quittung des Eingangs",
    "1181": "Rückmeldung zum Abruf",
}

BLOECKE = {
    "antragsteller": "Antragsteller",
    "anzeigender": "Anzeigende",
    "prozessmerkmale": "Verfahren",
    "bauvorhaben": "Bauvorhaben",
    "beantragteAbweichung": "Abweichungen",
    "beantragterVorbescheid": "Fragen zum Vorbescheid",
    "anlagen": "Anlagen",
    "bezug": "Bezug",
}

ELEMENTE = {
    "alsBauantragWeiterzufuehren": "Als Bauantrag weiterzuführen",
    "anlageart": "Art der Anlage",
    "anzahlDerGebaeudeImBauvorhaben": "Anzahl der Gebäude",
    "bruttoGrundflaecheBGF": "Brutto-Grundfläche (BGF)",
    "bruttoRauminhaltBRI": "Brutto-Rauminhalt (BRI)",
    "@filesize": "Größe in Byte",
    "@hashValue": "Prüfwert (SHA-256)",
    "flaechen.BauNVO": "Flächen nach BauNVO",
    "flaechen.DIN277": "Flächen nach DIN 277",
    "flaechen.WoFIV": "Wohnflächen",
    "gebaeudeklasse": "Gebäudeklasse",
    "hoeheNachMBO": "Höhe nach MBO",
    "istFreistehend": "Freistehend",
    "uuidGebaeude": "Kennung des Gebäudes",
    "nummernKammer": "Kammer",
    "zaehler": "Zähler",
    "gemeindeschluessel": "Gemeindeschlüssel",
    "referenzAntragsservice": "Referenz des Antragsservice",
}

UMLAUTE = (
    ("Gebaeude", "Gebäude"),
    ("Grundstueck", "Grundstück"),
    ("Flurstueck", "Flurstück"),
    ("flaeche", "fläche"),
    ("Flaeche", "Fläche"),
    ("Bezueg", "Bezüg"),
    ("Massnahme", "Maßnahme"),
    ("Strasse", "Straße"),
    ("Eigentuemer", "Eigentümer"),
    ("Gebuehr", "Gebühr"),
    ("Geschoss", "Geschoss"),
    ("Erlaeuterung", "Erläuterung"),
    ("Stellplaetze", "Stellplätze"),
    ("Begruendung", "Begründung"),
    ("Hoehe", "Höhe"),
    ("Schluessel", "Schlüssel"),
    ("Buero", "Büro"),
    ("Fahrraeder", "Fahrräder"),
    ("natuerliche", "natürliche"),
    ("Ueber", "Über"),
    ("ueber", "über"),
    ("fuer", "für"),
    ("pflichtig", "pflichtig"),
)


def get_verfahren(land: str, verfahren: Verfahren) -> str:
    """Name of a kind of procedure in a Land."""
    return get_landesrecht(land).verfahrensarten[verfahren].name


def get_verfahrensnorm(land: str, verfahren: Verfahren) -> str:
    """Norm of a kind of procedure in a Land."""
    return get_landesrecht(land).verfahrensarten[verfahren].norm


def get_nachricht(nummer: str | None) -> str:
    """`Bauantrag (0200)`."""
    if not nummer:
        return "unlesbare Nachricht"
    name = NACHRICHTEN.get(nummer)
    return f"{name} ({nummer})" if name else f"XBau-Nachricht {nummer}"


def format_element(name: str) -> str:
    """A German name for an XBau element: from the table, else its words."""
    kern, _, zahl = name.partition("[")
    text = ELEMENTE.get(kern)
    if text is None:
        worte = re.sub(r"(?<=[a-zäöüß])(?=[A-Z])", " ", kern.removeprefix("@")).split()
        text = " ".join(worte)
        text = text[:1].upper() + text[1:]
        for alt, neu in UMLAUTE:
            text = text.replace(alt, neu)
    return f"{text} {zahl.rstrip(']')}" if zahl else text


def format_pfad(pfad: str) -> str:
    """The place of a value below its block: `Verortung › Baugrundstück › Flurstück 2 › Zähler`."""
    return " › ".join(format_element(teil) for teil in pfad.split("/")[1:]) or format_element(pfad)


def format_wert(wert: str) -> str:
    """XML truth values in German, everything else as sent."""
    return {"true": "ja", "false": "nein"}.get(wert, wert)


def format_am_zug(
    zustand: Zustand, sachbearbeitung: str | None, stelle: str | None, *, ist_meiner: bool = False
) -> str:
    """`Bauaufsicht (Frau Krüger)`, the deciding Gemeinde, or nobody."""
    am_zug = AM_ZUG[zustand]
    if am_zug is AmZug.NIEMAND:
        return "niemand"
    if am_zug is AmZug.GEMEINDE:
        return stelle or "Gemeinde"
    if ist_meiner:
        return "ich"
    return f"Bauaufsicht ({sachbearbeitung or 'noch niemand'})"


def get_block(pfad: str) -> str:
    """The block a value belongs to."""
    name = pfad.split("/", 1)[0].split("[", 1)[0]
    return BLOECKE.get(name) or format_element(name)

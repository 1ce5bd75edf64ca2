"""German names and values for the elements of an XBau application."""

import re
from datetime import date, datetime
from decimal import Decimal

from bauaufsicht.web.formate import ORTSZEIT, format_dezimal, format_groesse

# Only what the rules below would not make good German.
NAMEN = {
    "@filesize": "Größe",
    "@hashValue": "Prüfwert",
    "@id": "Kennung",
    "@produkt": "Produkt des Absenders",
    "@produkthersteller": "Hersteller des Produkts",
    "@produktversion": "Version des Produkts",
    "@srsDimension": "Werte je Punkt",
    "@srsName": "Koordinatensystem",
    "@standard": "Standard",
    "@test": "Testnachricht",
    "@version": "Version des Standards",
    "absehenNachbarbeteiligungBeantragt": "Verzicht auf Nachbarbeteiligung beantragt",
    "alsBauantragWeiterzufuehren": "Bei Ablehnung als Bauantrag weiterführen",
    "anbindungFachverfahren": "Anbindung des Fachverfahrens",
    "anlageart": "Art",
    "anzahlDerGebaeudeImBauvorhaben": "Anzahl der Gebäude",
    "anzahlFahrzeugstellplaetze": "Stellplätze",
    "apiKey": "Schlüssel der Schnittstelle",
    "artDesBetriebesOderDerAnlage": "Art des Betriebs oder der Anlage",
    "beabsichtigteNutzung": "Beabsichtigte Nutzung",
    "bauordnungsrechtlicheKlassifikation": "Einordnung nach Bauordnung",
    "bauvorhabenAenderungsdaten": "Geändertes Bauvorhaben",
    "beantragteAbweichung": "Abweichung",
    "beantragterVorbescheid": "Frage",
    "beschreibungDerNutzungseinheit": "Beschreibung",
    "bezeichnungBebauungsplan": "Bezeichnung",
    "bezeichnungDesBauvorhabens": "Bezeichnung des Vorhabens",
    "bisherigeNutzung": "Bisherige Nutzung",
    "bruttoGrundflaecheBGF": "Brutto-Grundfläche (BGF)",
    "bruttoRauminhaltBRI": "Brutto-Rauminhalt (BRI)",
    "dokumentid": "Kennung des Dokuments",
    "eintragungNr": "Nummer im Register",
    "empfangendeStelle": "Empfangende Stelle",
    "erforderlicheBehindertenstellplaetze": "Erforderlich für Menschen mit Behinderung",
    "erforderlicheGesamtzahlStellplaetze": "Erforderlich",
    "fahrraeder": "Fahrräder",
    "flaecheDerNutzungseinheit": "Fläche",
    "flaecheDesBaugrundstuecks": "Fläche des Baugrundstücks",
    "flaechen.BauNVO": "Maß der Nutzung (BauNVO)",
    "flaechen.Bauordnungsrecht": "Flächen nach Bauordnungsrecht",
    "flaechen.DIN277": "Flächen und Rauminhalte (DIN 277)",
    "flaechen.WoFIV": "Wohnfläche (WoFlV)",
    "gebaeudeBezeichnung": "Bezeichnung",
    "geplanteStellplaetze": "Geplant",
    "gerichtSchluessel": "Registergericht",
    "gesamtbeschaeftigteAmBetriebsOrt": "Beschäftigte am Betriebsort",
    "geschossflaechenzahlGeplant": "Geschossflächenzahl (GFZ) geplant",
    "geschossflaechenzahlSoll": "Geschossflächenzahl (GFZ) zulässig",
    "gewerblicheBetriebsbeschreibung": "Betrieb",
    "grundflaechenzahlGeplant": "Grundflächenzahl (GRZ) geplant",
    "grundflaechenzahlSoll": "Grundflächenzahl (GRZ) zulässig",
    "hoeheNachMBO": "Höhe nach Musterbauordnung",
    "id": "Kennung",
    "identifikationGebaeude": "Gebäude",
    "istDienstlich": "Dienstlich",
    "istFreistehend": "Freistehend",
    "kostenEinzelnesGebauede": "Kosten des Gebäudes",
    "kostenProBGF": "Kosten je m² Brutto-Grundfläche",
    "kostenProBRI": "Kosten je m³ Brutto-Rauminhalt",
    "kostengruppe300": "Kostengruppe 300 (Bauwerk)",
    "kostengruppe400": "Kostengruppe 400 (Technik)",
    "kostengruppe500": "Kostengruppe 500 (Außenanlagen)",
    "kostengruppe700": "Kostengruppe 700 (Nebenkosten)",
    "lageBauvorhaben": "Umriss des Vorhabens",
    "mimeType": "Dateityp",
    "nachrichtenUUID": "Kennung der Nachricht",
    "nutzungseinheit": "Nutzungseinheit",
    "nutzungsflaeche": "Art der Fläche",
    "posList": "Koordinaten",
    "pruefungBautechnischeNachweise": "Bautechnischer Nachweis",
    "pruefungIstErforderlich": "Prüfung erforderlich",
    "referenzAntragsservice": "Referenz des Antragsservice",
    "referenzAnzeigeservice": "Referenz des Anzeigeservice",
    "strasseHausnummer": "Straße und Hausnummer",
    "summeHerstellungskosten": "Summe",
    "ueberwiegendVerwendeterBaustoff": "Überwiegender Baustoff",
    "uriVerlinkung": "Adresse der Datei",
    "uuidGebaeude": "Kennung",
    "versionsnummer": "Version",
    "weitereBeteiligte": "Weiterer Beteiligter",
    "wohnflaecheNeu": "Wohnfläche neu",
    "zaehler": "Zähler",
}
KLEIN = frozenset({
    "alt", "am", "an", "anderem", "anderen", "auf", "aus", "barrierefrei", "bebaute", "bei",
    "beim", "betroffen", "bis", "das", "dem", "den", "der", "deren", "des", "die", "durch", "ein",
    "eingehalten", "einer", "eines", "einzelnes", "erforderlich", "für", "gegen", "geplant",
    "hat", "im", "in", "ist", "liegt", "mehr", "mit", "nach", "nachgereicht", "neu", "nutzbar",
    "oder", "ohne", "positiver", "pro", "sieben", "soll", "sozialer", "und", "unter",
    "verpflichtend", "vom", "von", "vorhanden", "vorhandener", "wegen", "wird", "zu", "zum",
    "zur", "zugestimmt", "zugänglich", "zulässig", "über",
})  # fmt: skip
ADJEKTIV = re.compile(r".*(?:lich|isch|ig|end|är)(?:e|en|er|es|em)")
WORTGRENZE = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])|(?<=[a-z])(?=\d)|\.")
UMLAUTE = (
    (re.compile(r"(?<=[Ff])uell"), "üll"),
    (re.compile(r"(?<![aeqAEQ])ue(?!ll)"), "ü"),
    (re.compile(r"Ue"), "Ü"),
    (re.compile(r"ae(?!ro)"), "ä"),
    (re.compile(r"Ae(?!ro)"), "Ä"),
    (re.compile(r"oe(?!ffizient)"), "ö"),
    (re.compile(r"Oe"), "Ö"),
    (re.compile(r"(?<=[Ss]tra)ss(?=e)|(?<=[Mm]a)ss(?=nahme)|(?<=[Gg]rö)ss(?=e)"), "ß"),
    (re.compile(r"(?<=[AaÄä]u)ss(?=e)|(?<=mä)ss|(?<=schlie)ss|(?<=[Gg]ro)ss(?=[A-Z]|$)"), "ß"),
)

# Units as the schemas of XBau 2.4.0.1 to 2.6 state them in their documentation.
EINHEITEN = (
    (re.compile(r"(?i)kosten"), "Eurocent"),
    (re.compile(r"(?i)rauminhalt|^baumasse$"), "m³"),
    (re.compile(r"(?i)flaechenzahl|massenzahl"), ""),
    (re.compile(r"[Ff]laeche(?!n)"), "m²"),
    (re.compile(r"^hoehe"), "m"),
)
ZAHL = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
DATUM = re.compile(r"\d{4}-\d{2}-\d{2}")
ZEITPUNKT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
WAHRHEIT = {"true": "ja", "false": "nein"}


def format_element(name: str) -> str:
    """A German name for an XBau element: from the table, else its words."""
    if name in NAMEN:
        return NAMEN[name]
    text = name.removeprefix("@")
    for muster, ersatz in UMLAUTE:
        text = muster.sub(ersatz, text)
    worte = [w for w in WORTGRENZE.split(text) if w]
    erstes, *weitere = worte or [text]
    return " ".join([erstes[:1].upper() + erstes[1:], *(_format_wort(w) for w in weitere)])


def _format_wort(wort: str) -> str:
    klein = wort.lower()
    return klein if klein in KLEIN or ADJEKTIV.fullmatch(klein) else wort


def format_wert(name: str, wert: str) -> str:
    """A value as German readers write it; what is no truth value, number or date stays as sent.

    `name` decides the unit; amounts are sent in Eurocent.
    """
    if wert in WAHRHEIT:
        return WAHRHEIT[wert]
    if ZAHL.fullmatch(wert):
        return _format_zahl(name, wert)
    return _format_zeit(wert)


def _format_zahl(name: str, wert: str) -> str:
    if name == "@filesize":
        return format_groesse(int(Decimal(wert)))
    einheit = next((e for muster, e in EINHEITEN if muster.search(name)), None)
    if einheit is None:
        return wert
    if einheit == "Eurocent":
        return f"{format_dezimal(Decimal(wert) / 100, 2)} €"
    return f"{format_dezimal(Decimal(wert))} {einheit}".strip()


def _format_zeit(wert: str) -> str:
    try:
        if DATUM.fullmatch(wert):
            return f"{date.fromisoformat(wert):%d.%m.%Y}"
        if ZEITPUNKT.fullmatch(wert):
            zeitpunkt = datetime.fromisoformat(wert)
            ort = zeitpunkt.astimezone(ORTSZEIT) if zeitpunkt.tzinfo else zeitpunkt
            return f"{ort:%d.%m.%Y, %H:%M} Uhr"
    except ValueError:
        return wert
    return wert

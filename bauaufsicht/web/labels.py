"""Words of the pages for values of the domain."""

from bauaufsicht.domain.bescheid import Bescheidart, Nebenbestimmungsart
from bauaufsicht.domain.beteiligung import Beteiligungsart, Stellungnahmeergebnis
from bauaufsicht.domain.eingang import Eingangsergebnis, Eingangsweg
from bauaufsicht.domain.eingangspruefung import check_linkziel
from bauaufsicht.domain.nachforderung import Nachforderungsstand, Punktstand
from bauaufsicht.domain.nachricht import Lieferart, Rolle
from bauaufsicht.domain.pruefung import Ergebnis, Pruefungsanlass, Vergleich
from bauaufsicht.domain.rechte import Kontorolle
from bauaufsicht.domain.umriss import Umrissquelle
from bauaufsicht.domain.unterlage import DATEIARTEN, ENDUNGEN, Pruefstand
from bauaufsicht.domain.vorgang import AM_ZUG, AmZug, Verfahren, Zustand
from bauaufsicht.recht import get_landesrecht

__all__ = ["check_linkziel", "get_landesrecht"]

ZUSTAENDE = {
    Zustand.VERFAHREN_KLAEREN: "Verfahrensart wird geklärt",
    Zustand.VOLLSTAENDIGKEIT_PRUEFEN: "Vollständigkeit wird geprüft",
    Zustand.NACHFORDERUNG_OFFEN: "Unterlagen sind nachgefordert",
    Zustand.IN_PRUEFUNG: "Vollständig, wird geprüft",
    Zustand.GEMEINDE_PRUEFT: "Gemeinde prüft die Freistellung",
    Zustand.GENEHMIGT: "Genehmigt",
    Zustand.ABGELEHNT: "Abgelehnt",
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

BEGRIFFE_DER_VERFAHREN = {
    Verfahren.BAUGENEHMIGUNG: "baugenehmigungsverfahren",
    Verfahren.VEREINFACHT: "vereinfachtes-verfahren",
    Verfahren.FREISTELLUNG: "genehmigungsfreistellung",
    Verfahren.VORBESCHEID: "vorbescheid",
    Verfahren.ABWEICHUNG: "abweichung",
}

ANTWORT_PRUEFEN = "Antwort auf die Nachforderung prüfen"
NAECHSTE_SCHRITTE = {
    Zustand.VERFAHREN_KLAEREN: "Verfahrensart festlegen",
    Zustand.VOLLSTAENDIGKEIT_PRUEFEN: "Vollständigkeit prüfen",
    Zustand.NACHFORDERUNG_OFFEN: "Antwort auf die Nachforderung abwarten",
    Zustand.IN_PRUEFUNG: "Prüfen und entscheiden",
    Zustand.GEMEINDE_PRUEFT: "Erklärung der Gemeinde abwarten",
    Zustand.GENEHMIGT: "nichts mehr zu tun",
    Zustand.ABGELEHNT: "nichts mehr zu tun",
    Zustand.ZURUECKGENOMMEN: "nichts mehr zu tun",
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
    Rolle.BEVOLLMAECHTIGTER: "Vollmacht",
    Rolle.VERTRETER: "Vertretung",
    Rolle.ENTWURFSVERFASSER: "Entwurfsverfassung",
    Rolle.GEBUEHRENPFLICHTIGER: "Gebühren",
    Rolle.NACHBAR: "Nachbarschaft",
    Rolle.WEITERER: "Weiter beteiligt",
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
    Lieferart.UNANGEKUENDIGT: "im Antrag nicht angekündigt",
}

BETEILIGUNGSARTEN = {
    Beteiligungsart.STELLUNGNAHME: "Stellungnahme",
    Beteiligungsart.ZUSTIMMUNG: "Zustimmung",
    Beteiligungsart.EINVERNEHMEN: "Einvernehmen",
}

STELLUNGNAHMEERGEBNISSE = {
    Stellungnahmeergebnis.KEINE_BEDENKEN: "keine Bedenken",
    Stellungnahmeergebnis.NEBENBESTIMMUNGEN: "keine Bedenken mit Nebenbestimmungen",
    Stellungnahmeergebnis.BEDENKEN: "Bedenken",
    Stellungnahmeergebnis.NACHFORDERUNG: "Unterlagen reichen nicht aus",
    Stellungnahmeergebnis.NICHT_ZUSTAENDIG: "nicht zuständig",
}

STELLUNGNAHMETOENE = {
    Stellungnahmeergebnis.KEINE_BEDENKEN: "erfolg",
    Stellungnahmeergebnis.NEBENBESTIMMUNGEN: "hinweis",
    Stellungnahmeergebnis.BEDENKEN: "fehler",
    Stellungnahmeergebnis.NACHFORDERUNG: "warnung",
    Stellungnahmeergebnis.NICHT_ZUSTAENDIG: "neutral",
}

PUNKTSTAENDE = {
    Punktstand.OFFEN: "offen",
    Punktstand.BEANTWORTET: "beantwortet",
    Punktstand.ANGENOMMEN: "angenommen",
    Punktstand.ZURUECKGEGEBEN: "zurückgegeben",
    Punktstand.ENTFALLEN: "entfallen",
}

PUNKTTOENE = {
    Punktstand.OFFEN: "warnung",
    Punktstand.BEANTWORTET: "hinweis",
    Punktstand.ANGENOMMEN: "erfolg",
    Punktstand.ZURUECKGEGEBEN: "fehler",
    Punktstand.ENTFALLEN: "neutral",
}

NACHFORDERUNGSSTAENDE = {
    Nachforderungsstand.OFFEN: "wartet auf Antwort",
    Nachforderungsstand.BEANTWORTET: "beantwortet, wird geprüft",
    Nachforderungsstand.ERLEDIGT: "erledigt",
}

NACHFORDERUNGSTOENE = {
    Nachforderungsstand.OFFEN: "warnung",
    Nachforderungsstand.BEANTWORTET: "hinweis",
    Nachforderungsstand.ERLEDIGT: "erfolg",
}

NEBENBESTIMMUNGSARTEN = {
    Nebenbestimmungsart.AUFLAGE: "Auflage",
    Nebenbestimmungsart.BEDINGUNG: "Bedingung",
    Nebenbestimmungsart.VORBEHALT: "Vorbehalt",
}

ABWEICHUNGSENTSCHEIDUNGEN = {
    True: "wird zugelassen",
    False: "wird nicht zugelassen",
    None: "noch nicht entschieden",
}

BESCHEIDARTEN = {
    Bescheidart.GENEHMIGUNG: "Baugenehmigung",
    Bescheidart.ABLEHNUNG: "Ablehnung",
}

PRUEFSTAENDE = {
    Pruefstand.UNGEPRUEFT: "wird geprüft",
    Pruefstand.FREIGEGEBEN: "geprüft",
    Pruefstand.NICHT_GEPRUEFT: "nicht auf Schadsoftware geprüft",
    Pruefstand.GESPERRT: "gesperrt",
    Pruefstand.BESCHAEDIGT: "beschädigt: nicht mehr die eingegangene Datei",
}

DATEIENDUNGEN = ",".join(ENDUNGEN)
DATEIHINWEIS = (
    f"{', '.join(art.name for art in DATEIARTEN)}; je Datei höchstens 500 MB. PDF ohne Kennwort, "
    "ohne Anhänge und ohne Programmteile. Jede Datei wird geprüft, bevor andere sie sehen."
)

PRUEFTOENE = {
    Pruefstand.UNGEPRUEFT: "hinweis",
    Pruefstand.FREIGEGEBEN: "erfolg",
    Pruefstand.NICHT_GEPRUEFT: "warnung",
    Pruefstand.GESPERRT: "fehler",
    Pruefstand.BESCHAEDIGT: "fehler",
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

GEMEINDEQUELLEN = {
    "gemeindeschluessel": "laut Gemeindeschlüssel im Antrag",
    "Gemarkungsnummer": "nach der Nummer der Gemarkung bestimmt",
    "Gemarkungsname im Zuständigkeitsbereich": "nach dem Namen der Gemarkung bestimmt",
    "Ort und PLZ": "nach Ort und Postleitzahl bestimmt",
    "Ort, PLZ nicht bestätigt": "nach dem Ort bestimmt, die Postleitzahl passt nicht dazu",
    "Empfänger der Anzeige": "als Empfängerin der Anzeige",
    "einzige Gemeinde der Behörde": "einzige Gemeinde dieser Bauaufsicht",
}

KOORDINATENSYSTEME = {
    "25832": "ETRS89 / UTM-Zone 32",
    "25833": "ETRS89 / UTM-Zone 33",
    "4326": "WGS 84",
    "4258": "ETRS89 geographisch",
}

SORTIERUNGEN = {
    "frist": "Frist",
    "eingang": "Eingang",
    "aktenzeichen": "Aktenzeichen",
    "vorhaben": "Vorhaben",
    "ort": "Ort",
}

FRISTEN = {
    "faellig": "heute fällig oder überschritten",
    "woche": "diese Woche",
    "spaeter": "später",
    "ohne": "ohne Frist",
}

ZUSTAENDIGKEITEN = {"ich": "bei mir", "niemand": "noch nicht übernommen"}

# The four steps that people outside the authority see; the number is the step that is running.
WEGE_DES_ANTRAGS = {
    Zustand.VERFAHREN_KLAEREN: (("eingereicht", "vollständig", "beteiligt", "entschieden"), 1),
    Zustand.VOLLSTAENDIGKEIT_PRUEFEN: (
        ("eingereicht", "vollständig", "beteiligt", "entschieden"),
        1,
    ),
    Zustand.NACHFORDERUNG_OFFEN: (("eingereicht", "vollständig", "beteiligt", "entschieden"), 1),
    Zustand.IN_PRUEFUNG: (("eingereicht", "vollständig", "beteiligt", "entschieden"), 2),
    Zustand.GENEHMIGT: (("eingereicht", "vollständig", "beteiligt", "entschieden"), 4),
    Zustand.ABGELEHNT: (("eingereicht", "vollständig", "beteiligt", "entschieden"), 4),
    Zustand.GEMEINDE_PRUEFT: (("eingereicht", "Gemeinde prüft", "Ergebnis"), 1),
}

# What the applicant's side is told: what happens now, and what that means for them.
AUSSENSICHT = {
    Zustand.VERFAHREN_KLAEREN: (
        "Die Bauaufsicht klärt, welches Verfahren gilt",
        "Sie müssen jetzt nichts tun.",
    ),
    Zustand.VOLLSTAENDIGKEIT_PRUEFEN: (
        "Die Bauaufsicht prüft, ob Ihr Antrag vollständig ist",
        "Sie müssen jetzt nichts tun. Fehlt etwas, fordert die Bauaufsicht es bei Ihnen an.",
    ),
    Zustand.NACHFORDERUNG_OFFEN: (
        "Bitte reichen Sie nach, was die Bauaufsicht nachgefordert hat",
        "Fehlt nach Ablauf der Frist noch etwas, gilt Ihr Antrag als zurückgenommen.",
    ),
    Zustand.IN_PRUEFUNG: (
        "Ihr Antrag ist vollständig und wird geprüft",
        "Sie müssen jetzt nichts tun. Die Bauaufsicht hört andere Behörden an und entscheidet "
        "dann.",
    ),
    Zustand.GENEHMIGT: (
        "Ihr Antrag ist genehmigt",
        "Laden Sie den Bescheid herunter und bewahren Sie ihn auf.",
    ),
    Zustand.ABGELEHNT: (
        "Ihr Antrag ist abgelehnt",
        "Im Bescheid stehen die Gründe und was Sie dagegen tun können.",
    ),
    Zustand.GEMEINDE_PRUEFT: (
        "Die Gemeinde prüft, ob ein Genehmigungsverfahren nötig ist",
        "Sie müssen jetzt nichts tun.",
    ),
    Zustand.ZURUECKGENOMMEN: (
        "Der Antrag ist zurückgenommen",
        "Das Verfahren ist beendet. Die Akte bleibt für Sie lesbar.",
    ),
}

SCHULUNGSGRUPPEN = (
    ("Bauaufsicht", (Kontorolle.SACHBEARBEITUNG, Kontorolle.LEITUNG, Kontorolle.POSTSTELLE)),
    ("Bauherrschaft und Planung", (Kontorolle.ANTRAGSTELLER, Kontorolle.ENTWURFSVERFASSER)),
    ("Gemeinden und Fachbehörden", (Kontorolle.BETEILIGTE_STELLE,)),
    ("Technik", (Kontorolle.BETRIEB,)),
)


UMRISSQUELLEN = {
    Umrissquelle.ANTRAG: "aus dem Antrag",
    Umrissquelle.GEOJSON: "aus einer GeoJSON-Datei",
    Umrissquelle.KOORDINATEN: "als Koordinaten eingegeben",
}

UMRISSWAHL = {
    Umrissquelle.ANTRAG: "aus dem Antrag übernehmen",
    Umrissquelle.GEOJSON: "aus einer GeoJSON-Datei lesen",
    Umrissquelle.KOORDINATEN: "Eckpunkte eingeben",
}

PRUEFERGEBNISSE = {
    Ergebnis.ERFUELLT: ("erfüllt", "erfolg"),
    Ergebnis.NICHT_ERFUELLT: ("nicht erfüllt", "fehler"),
    Ergebnis.NICHT_PRUEFBAR: ("nicht prüfbar", "warnung"),
    Ergebnis.FESTGESTELLT: ("festgestellt", "hinweis"),
}

PRUEFUNGSANLAESSE = {
    Pruefungsanlass.EINGANG: "nach dem Eingang des Antrags",
    Pruefungsanlass.GRUNDRISS: "nach der Eingabe des Umrisses",
    Pruefungsanlass.VORGABE: "nach der Eingabe des Höchstwerts",
    Pruefungsanlass.HAND: "von Hand gestartet",
}

VERGLEICHE = {Vergleich.MINDESTENS: "mindestens", Vergleich.HOECHSTENS: "höchstens"}

GROESSEN = {"flaeche": "Abweichung", "umriss": "Überschreitung"}  # where these are measured
GEMESSEN, GEFORDERT, UNSICHERHEIT = "gemessen", "gefordert", "Unsicherheit"

EINHEITEN = {"flaeche": "m²"}  # of the single values of a check, where these are no metres

KARTENARTEN = {
    "eigen": "Flurstück des Antrags",
    "nachbar": "angrenzendes Flurstück",
    "umgebung": "Flurstück in der Umgebung",
    "umriss": "Umriss des Gebäudes",
    "abstand": "Abstand zur Grenze",
    "ueberstand": "Überschreitung",
}


def get_verfahren(land: str, verfahren: Verfahren) -> str:
    """Name of a kind of procedure in a Land."""
    return get_landesrecht(land).verfahrensarten[verfahren].name


def get_verfahrensnorm(land: str, verfahren: Verfahren) -> str:
    """Norm of a kind of procedure in a Land."""
    return get_landesrecht(land).verfahrensarten[verfahren].norm


def format_fristzweck(land: str, kennung: str) -> str:
    """`die Entscheidung im vereinfachten Verfahren`; "" for a rule that is not known any more."""
    regeln = get_landesrecht(land).fristregeln
    return next((r.zweck for r in regeln if r.kennung == kennung), "")


def format_akteur(art: str, akteur: str) -> str:
    """Who brought an event about; a period begins by law, whoever gave the cause."""
    return "automatisch" if akteur == "System" or art == "frist_begonnen" else akteur


def format_naechster_schritt(zustand: Zustand, *, antwort_da: bool) -> str:
    """What staff reads in its list: an answer to a demand goes before the step of the state."""
    return ANTWORT_PRUEFEN if antwort_da else NAECHSTE_SCHRITTE[zustand]


def get_nachricht(nummer: str | None) -> str:
    """`Bauantrag (0200)`."""
    name = get_nachrichtenname(nummer)
    return f"{name} ({nummer})" if nummer in NACHRICHTEN else name


def get_nachrichtenname(nummer: str | None) -> str:
    """`Bauantrag`."""
    if not nummer:
        return "Unlesbare Nachricht"
    return NACHRICHTEN.get(nummer, f"XBau-Nachricht {nummer}")


def format_am_zug(zustand: Zustand, sachbearbeitung: str | None, stelle: str | None) -> str:
    """`Bauaufsicht (Frau Krüger)`, the deciding Gemeinde, or nobody."""
    am_zug = AM_ZUG[zustand]
    if am_zug is AmZug.NIEMAND:
        return "niemand"
    if am_zug is AmZug.ANTRAGSSEITE:
        return "Bauherrschaft und Entwurfsverfassung"
    if am_zug is AmZug.GEMEINDE:
        return format_gemeinde(stelle) or "die Gemeinde"
    return f"Bauaufsicht ({sachbearbeitung})" if sachbearbeitung else "Bauaufsicht"


def format_zustaendig(
    zustand: Zustand, sachbearbeitung: str | None, stelle: str | None, *, ist_meiner: bool
) -> str:
    """Who acts next as staff read it in their list: `ich`, `Frau Krüger`, `Stadt Apolda`."""
    if AM_ZUG[zustand] is not AmZug.BAUAUFSICHT:
        return format_am_zug(zustand, sachbearbeitung, stelle)
    return "ich" if ist_meiner else sachbearbeitung or "noch nicht übernommen"


def format_gemeinde(bezeichnung: str | None) -> str:
    """`Stadt Bad Berka` for the register's `Bad Berka, Stadt`; else `Gemeinde Mellingen`."""
    if not bezeichnung:
        return ""
    name, _, art = bezeichnung.partition(", ")
    if art and " " not in art:
        return f"{art} {name}"
    return bezeichnung if art or "gemeinde" in bezeichnung.lower() else f"Gemeinde {name}"


def format_stelle(name: str) -> str:
    """`Stadt Bad Berka` for a Gemeinde that is a town; other bodies as they are called."""
    return format_gemeinde(name) if name.endswith(", Stadt") else name


def format_gemeindequelle(quelle: str | None) -> str:
    """How the Gemeinde was found, in words."""
    kurz = (quelle or "").partition(" (")[0]
    text = GEMEINDEQUELLEN.get(kurz, quelle or "")
    ohne_schluessel = "; der Antrag nennt keinen Gemeindeschlüssel"
    return text if kurz in {"", "gemeindeschluessel"} else text + ohne_schluessel


def format_lage(lage: str, hoechstens: int = 2) -> str:
    """Parcels as one line: after `hoechstens` of them only how many more there are."""
    teile = [t for t in lage.split(" · ") if t]
    rest = len(teile) - hoechstens
    if rest <= 0:
        return " · ".join(teile)
    weitere = "1 weiteres Flurstück" if rest == 1 else f"{rest} weitere Flurstücke"
    return " · ".join([*teile[:hoechstens], weitere])


def format_ort(ort: str, lage: str) -> str:
    """`Bad Berka (Tiefengruben), Flur 2, Flst. 84`, the Gemeinde named once; short, for lists."""
    erste, *weitere = lage.replace("Flurstück ", "Flst. ").split(" · ")
    gemarkung, _, rest = erste.partition(", ")
    if not ort or not rest:
        return erste or ort or "Ort nicht bestimmt"
    text = f"{ort}, {rest}" if gemarkung == ort else f"{ort} ({gemarkung}), {rest}"
    return f"{text} u. a." if weitere else text


def format_koordinatensystem(srs: str) -> str:
    """`ETRS89 / UTM-Zone 32 (EPSG:25832)`, or as sent."""
    nummer = srs.rsplit(":", 1)[-1]
    name = KOORDINATENSYSTEME.get(nummer)
    return f"{name} (EPSG:{nummer})" if name else srs

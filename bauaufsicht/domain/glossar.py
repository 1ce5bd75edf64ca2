"""The list of terms: what the words of the house mean, for citizens and for the code.

The norms here are federal law; those of a Land, and what it adds, come from `recht/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bauaufsicht.domain.suche import format_suchtext


@dataclass(frozen=True, slots=True)
class Begriff:
    """A term: `norm` is empty where no law defines it, `xbau` where no element carries it."""

    slug: str  # `[a-z0-9-]`, anchor of the help page
    begriff: str
    definition: str
    norm: str = ""
    xbau: str = ""  # element or message name of XBau-Hochbau 2.6
    englisch: str = ""


@dataclass(frozen=True, slots=True)
class Landesbezug:
    """What the law of a Land says about a term: the norm, and a sentence that goes behind ours."""

    norm: str
    zusatz: str = ""


BEGRIFFE: tuple[Begriff, ...] = (
    Begriff(
        "abweichung",
        "Abweichung",
        "Ein Vorhaben hält eine Vorschrift des Bauordnungsrechts nicht ein. Die Bauaufsicht kann "
        "das zulassen, wenn der Zweck der Vorschrift trotzdem erreicht wird und Nachbarn und "
        "Öffentlichkeit es hinnehmen können. Sie müssen die Abweichung beantragen und begründen.",
        xbau="beantragteAbweichung",
        englisch="deviation from building regulations",
    ),
    Begriff(
        "aktenzeichen",
        "Aktenzeichen",
        "Das Aktenzeichen ist die Nummer Ihres Vorgangs bei der Bauaufsicht. Die Bauaufsicht "
        "vergibt es beim Eingang des Antrags. Nennen Sie es bei jeder Rückfrage.",
        xbau="bezug/vorgang",
        englisch="case number",
    ),
    Begriff(
        "am-zug",
        "Am Zug",
        "Wer „am Zug“ ist, muss den nächsten Schritt tun. Das kann die Bauaufsicht sein, die "
        "Gemeinde oder niemand, wenn der Vorgang beendet ist.",
        englisch="whose turn it is",
    ),
    Begriff(
        "antragsteller",
        "Antragsteller",
        "Antragsteller ist, wer den Antrag stellt. Meist ist das die Bauherrin oder der Bauherr.",
        xbau="antragsteller",
        englisch="applicant",
    ),
    Begriff(
        "antragsservice",
        "Antragsservice",
        "Der Antragsservice ist das Online-Formular, mit dem Sie einen Antrag stellen. Er sendet "
        "Ihre Angaben und Unterlagen an die Bauaufsicht und zeigt Ihnen deren Antworten.",
        xbau="referenzAntragsservice",
        englisch="online application service",
    ),
    Begriff(
        "arbeitstag",
        "Arbeitstag",
        "Als Arbeitstage zählen hier die Tage von Montag bis Freitag ohne die Feiertage, die im "
        "ganzen Land gelten.",
        englisch="working day",
    ),
    Begriff(
        "ausnahme",
        "Ausnahme",
        "Ein Bebauungsplan sieht selbst vor, dass von ihm in bestimmten Fällen abgewichen werden "
        "darf. Die Zulassung im Einzelfall heißt Ausnahme.",
        norm="§ 31 Abs. 1 BauGB",
        xbau="beantragteAbweichung",
        englisch="exception provided for in the plan",
    ),
    Begriff(
        "bauantrag",
        "Bauantrag",
        "Mit dem Bauantrag bitten Sie um eine Baugenehmigung. Er besteht aus Ihren Angaben und den "
        "Bauvorlagen.",
        xbau="baugenehmigung.antrag.0200",
        englisch="application for a building permit",
    ),
    Begriff(
        "bauaufsicht",
        "Bauaufsicht",
        "Die untere Bauaufsichtsbehörde, kurz Bauaufsicht, prüft Ihren Antrag und entscheidet "
        "darüber.",
        xbau="leser",
        englisch="building authority",
    ),
    Begriff(
        "baugenehmigung",
        "Baugenehmigung",
        "Mit der Baugenehmigung stellt die Bauaufsicht fest, dass dem Vorhaben keine Vorschriften "
        "entgegenstehen, die sie zu prüfen hat. Private Rechte anderer bleiben unberührt.",
        xbau="baugenehmigung.bescheid.0205",
        englisch="building permit",
    ),
    Begriff(
        "baugenehmigungsverfahren",
        "Baugenehmigungsverfahren",
        "Im Baugenehmigungsverfahren prüft die Bauaufsicht das Planungsrecht und das ganze "
        "Bauordnungsrecht. Es gilt, wenn für ein Vorhaben kein anderes Verfahren vorgesehen ist.",
        xbau="prozessmerkmale/verfahrensart",
        englisch="regular permit procedure",
    ),
    Begriff(
        "bauherr",
        "Bauherrin oder Bauherr",
        "Die Bauherrin oder der Bauherr veranlasst das Vorhaben und ist dafür verantwortlich. Dazu "
        "gehört, die nötigen Fachleute zu beauftragen und Anträge und Anzeigen abzugeben.",
        xbau="bauherr",
        englisch="client, building owner",
    ),
    Begriff(
        "baulast",
        "Baulast",
        "Mit einer Baulast verpflichten sich Eigentümer gegenüber der Bauaufsicht, auf ihrem "
        "Grundstück etwas zu tun, zu dulden oder zu unterlassen. Sie gilt auch für spätere "
        "Eigentümer.",
        xbau="vorhandeneBaulasten",
        englisch="public easement",
    ),
    Begriff(
        "bauvorlagen",
        "Bauvorlagen",
        "Bauvorlagen sind alle Unterlagen, die zur Beurteilung des Vorhabens nötig sind, zum "
        "Beispiel Lageplan, Bauzeichnungen und Baubeschreibung. Sie gehören zum Bauantrag.",
        xbau="anlagen",
        englisch="application documents",
    ),
    Begriff(
        "bebauungsplan",
        "Bebauungsplan",
        "Im Bebauungsplan legt die Gemeinde für ein Gebiet verbindlich fest, was und wie dort "
        "gebaut werden darf.",
        norm="§ 30 BauGB",
        xbau="bebauungsplan",
        englisch="local development plan",
    ),
    Begriff(
        "befreiung",
        "Befreiung",
        "Ein Vorhaben hält eine Festsetzung des Bebauungsplans nicht ein, und der Plan sieht dafür "
        "keine Ausnahme vor. Unter engen Voraussetzungen kann davon befreit werden.",
        norm="§ 31 Abs. 2 BauGB",
        xbau="beantragteAbweichung",
        englisch="exemption from the plan",
    ),
    Begriff(
        "befund",
        "Befund",
        "Ein Befund ist das Ergebnis einer automatischen Prüfung beim Eingang. Er ist ein Hinweis, "
        "verlangt eine Klärung durch eine Person oder führt zur Rückweisung.",
        xbau="rueckweisungsgrund",
        englisch="finding",
    ),
    Begriff(
        "beteiligte-stelle",
        "Beteiligte Stelle",
        "Die Bauaufsicht hört zum Vorhaben andere Behörden und Einrichtungen an, zum Beispiel die "
        "Denkmalschutzbehörde. Diese heißen beteiligte Stellen.",
        xbau="beteiligung.aufforderung.0300",
        englisch="consulted body",
    ),
    Begriff(
        "benachrichtigung",
        "Benachrichtigung",
        "Gibt es in einem Vorgang etwas Neues für Sie, schreibt Ihnen die Bauaufsicht eine E-Mail. "
        "Aus Gründen des Datenschutzes steht darin nur, dass es etwas Neues gibt, nicht was.",
        englisch="notification",
    ),
    Begriff(
        "bescheid",
        "Bescheid",
        "Mit dem Bescheid entscheidet die Bauaufsicht über den Antrag: Sie erteilt oder versagt "
        "die Genehmigung. Im Bescheid steht auch, was Sie dagegen tun können.",
        norm="§§ 35 und 37 VwVfG",
        xbau="baugenehmigung.bescheid.0205",
        englisch="administrative decision",
    ),
    Begriff(
        "codeliste",
        "Codeliste",
        "Eine Codeliste ordnet jedem Schlüssel einen Text zu. In der Nachricht steht der "
        "Schlüssel, angezeigt wird der Text.",
        xbau="code",
        englisch="code list",
    ),
    Begriff(
        "eingang",
        "Eingang",
        "Ein Eingang ist eine Lieferung, wie sie angekommen ist: eine Nachricht mit ihren Anlagen. "
        "Sie wird unverändert aufbewahrt. Danach wird entschieden, was aus ihr wird.",
        englisch="delivery as received",
    ),
    Begriff(
        "eingangsbestaetigung",
        "Eingangsbestätigung",
        "Mit der Eingangsbestätigung teilt die Bauaufsicht mit, dass Ihr Antrag angekommen ist. "
        "Damit ist noch nicht gesagt, dass er vollständig ist.",
        xbau="prozessnachrichten.eingangsbestaetigung.1120",
        englisch="acknowledgement of receipt",
    ),
    Begriff(
        "einvernehmen",
        "Einvernehmen",
        "In bestimmten Fällen darf die Bauaufsicht ein Vorhaben nur zulassen, wenn die Gemeinde "
        "zustimmt. Verweigert die Gemeinde das Einvernehmen nicht innerhalb von zwei Monaten nach "
        "Eingang des Ersuchens, gilt es als erteilt.",
        norm="§ 36 BauGB",
        xbau="beteiligung.aufforderung.0300",
        englisch="consent of the municipality",
    ),
    Begriff(
        "entwurfsverfasser",
        "Entwurfsverfasserin oder Entwurfsverfasser",
        "Die Entwurfsverfasserin oder der Entwurfsverfasser plant das Vorhaben, zum Beispiel als "
        "Architekt, und ist für die Vollständigkeit und Brauchbarkeit des Entwurfs verantwortlich.",
        xbau="entwurfsverfasser",
        englisch="designer, planner",
    ),
    Begriff(
        "fassung",
        "Fassung",
        "Wird eine Unterlage ersetzt, entsteht eine neue Fassung. Die früheren Fassungen bleiben "
        "erhalten und werden nie überschrieben.",
        xbau="anlage/versionsnummer",
        englisch="version of a document",
    ),
    Begriff(
        "flur",
        "Flur",
        "Eine Gemarkung ist in Fluren eingeteilt. Jede Flur hat eine Nummer.",
        xbau="flur",
        englisch="cadastral section",
    ),
    Begriff(
        "flurstueck",
        "Flurstück",
        "Ein Flurstück ist ein abgegrenzter Teil der Erdoberfläche, der im Liegenschaftskataster "
        "unter einer eigenen Nummer geführt wird. Ein Grundstück kann aus mehreren bestehen.",
        xbau="flurstueck",
        englisch="parcel",
    ),
    Begriff(
        "frist",
        "Frist",
        "Eine Frist sagt, bis wann etwas geschehen soll. Der Tag des Ereignisses zählt nicht mit. "
        "Endet eine Monatsfrist an einem Samstag, Sonntag oder Feiertag, endet sie in der Regel am "
        "nächsten Werktag.",
        norm="§ 31 VwVfG, §§ 187 bis 193 BGB",
        xbau="frist",
        englisch="period, deadline",
    ),
    Begriff(
        "gebaeudeklasse",
        "Gebäudeklasse",
        "Gebäude werden nach Höhe, Größe und Lage in fünf Klassen eingeteilt. Von der Klasse hängt "
        "ab, welche Anforderungen gelten, vor allem beim Brandschutz.",
        xbau="gebaeudeklasse",
        englisch="building class",
    ),
    Begriff(
        "gemarkung",
        "Gemarkung",
        "Eine Gemarkung ist ein Bezirk des Liegenschaftskatasters mit Namen und Nummer. Sie trägt "
        "oft den Namen eines Ortes oder Ortsteils.",
        xbau="gemarkung",
        englisch="cadastral district",
    ),
    Begriff(
        "gemeinde",
        "Gemeinde",
        "Die Gemeinde, in der Sie bauen wollen, wird zu Ihrem Antrag gehört. Sie stellt auch die "
        "Bebauungspläne auf.",
        xbau="gemeindeschluessel",
        englisch="municipality",
    ),
    Begriff(
        "genehmigungsfreistellung",
        "Genehmigungsfreistellung",
        "Manche Vorhaben brauchen keine Baugenehmigung, wenn sie einem Bebauungsplan entsprechen. "
        "Die Gemeinde kann verlangen, dass trotzdem ein Genehmigungsverfahren stattfindet.",
        xbau="genehmigungsfreistellung.anzeige.0600",
        englisch="exemption from the permit procedure",
    ),
    Begriff(
        "konto",
        "Konto",
        "Mit einem Konto melden Sie sich an. Seine Rolle bestimmt, was Sie sehen und tun dürfen.",
        englisch="account",
    ),
    Begriff(
        "nachbarbeteiligung",
        "Nachbarbeteiligung",
        "Eigentümer benachbarter Grundstücke werden beteiligt, wenn ihre geschützten Belange "
        "berührt sein können.",
        xbau="nachbar",
        englisch="notification of neighbours",
    ),
    Begriff(
        "nachforderung",
        "Nachforderung",
        "Fehlen Angaben oder Unterlagen oder haben sie erhebliche Mängel, fordert die Bauaufsicht "
        "Sie auf, das zu beheben. Sie setzt dafür eine angemessene Frist.",
        xbau="baugenehmigung.formellePruefung.0201",
        englisch="request for missing documents",
    ),
    Begriff(
        "nebenbestimmung",
        "Nebenbestimmung",
        "Eine Nebenbestimmung gehört zur Genehmigung und verlangt etwas von Ihnen, zum Beispiel "
        "eine Auflage der Denkmalschutzbehörde zur Farbe des Dachs.",
        norm="§ 36 VwVfG",
        xbau="nebenbestimmung",
        englisch="collateral clause",
    ),
    Begriff(
        "nachricht",
        "Nachricht",
        "Antragsservice und Bauaufsicht tauschen Nachrichten aus, zum Beispiel den Antrag oder die "
        "Eingangsbestätigung. Form und Inhalt legt XBau fest.",
        xbau="nachrichtenkopf.g2g",
        englisch="message",
    ),
    Begriff(
        "pruefstand",
        "Prüfstand",
        "Der Prüfstand einer Unterlage sagt, ob die Datei unverändert gespeichert, von zulässiger "
        "Art und frei von Schadsoftware ist. Erst eine geprüfte Datei sehen die anderen "
        "Beteiligten.",
        englisch="state of inspection of a document",
    ),
    Begriff(
        "ruecknahme",
        "Rücknahme",
        "Sie können Ihren Antrag zurücknehmen. Der Vorgang endet dann ohne Entscheidung. Die Akte "
        "bleibt erhalten.",
        xbau="prozessnachrichten.ruecknahme.1130",
        englisch="withdrawal of the application",
    ),
    Begriff(
        "rueckweisung",
        "Rückweisung",
        "Kann eine Nachricht nicht angenommen werden, wird sie zurückgewiesen. Der Absender "
        "erfährt den Grund und kann sie berichtigt neu senden.",
        xbau="prozessnachrichten.rueckweisung.G2G.1100",
        englisch="rejection of a message",
    ),
    Begriff(
        "sonderbau",
        "Sonderbau",
        "Sonderbauten sind Anlagen, die wegen ihrer Größe oder Nutzung besonders geprüft werden.",
        xbau="sonderbau",
        englisch="special construction",
    ),
    Begriff(
        "stellungnahme",
        "Stellungnahme",
        "In der Stellungnahme beurteilt eine beteiligte Stelle das Vorhaben aus der Sicht ihres "
        "Fachgebiets.",
        xbau="beteiligung.aufforderung.0300",
        englisch="opinion of a consulted body",
    ),
    Begriff(
        "unterlage",
        "Unterlage",
        "Eine Unterlage ist ein Dokument im Vorgang, zum Beispiel ein Plan oder ein Nachweis. Von "
        "ihr kann es mehrere Fassungen geben.",
        xbau="anlage",
        englisch="document",
    ),
    Begriff(
        "vereinfachtes-verfahren",
        "Vereinfachtes Baugenehmigungsverfahren",
        "Im vereinfachten Verfahren prüft die Bauaufsicht weniger als sonst, vor allem das "
        "Planungsrecht. Alle anderen Vorschriften gelten trotzdem. Dafür ist die Bauherrschaft "
        "verantwortlich.",
        xbau="prozessmerkmale/verfahrensart",
        englisch="simplified permit procedure",
    ),
    Begriff(
        "verfahrensart",
        "Verfahrensart",
        "Die Verfahrensart sagt, nach welchen Regeln über ein Vorhaben entschieden wird. Davon "
        "hängen der Prüfumfang und die Fristen ab.",
        xbau="prozessmerkmale/verfahrensart",
        englisch="kind of procedure",
    ),
    Begriff(
        "verlauf",
        "Verlauf",
        "Der Verlauf zeigt, was im Vorgang wann geschehen ist. Jeder Eintrag ist durch einen "
        "Prüfwert mit dem vorigen verbunden. So fällt auf, wenn etwas nachträglich geändert wurde.",
        englisch="chained timeline of events",
    ),
    Begriff(
        "vollstaendigkeit",
        "Vollständigkeit",
        "Die Bauaufsicht prüft zuerst, ob alle nötigen Angaben und Unterlagen da sind. Fehlt "
        "etwas, fordert sie es nach.",
        xbau="antragVollstaendig",
        englisch="completeness of the application",
    ),
    Begriff(
        "vorbescheid",
        "Vorbescheid",
        "Mit einem Vorbescheid beantwortet die Bauaufsicht einzelne Fragen zu einem Vorhaben "
        "verbindlich, bevor Sie den Bauantrag stellen.",
        xbau="vorbescheid.antrag.0210",
        englisch="advance ruling",
    ),
    Begriff(
        "kataster",
        "Liegenschaftskataster",
        "Das Liegenschaftskataster ist das amtliche Verzeichnis der Flurstücke mit ihren Grenzen "
        "und Flächen. Die Angaben hier haben einen Stand und eine Genauigkeit; beide stehen dabei.",
        englisch="cadastre",
    ),
    Begriff(
        "pruefung",
        "Prüfung der Geometrie",
        "Das Programm vergleicht Grundstück und Gebäude mit dem Kataster. Das Ergebnis ist ein "
        "Hinweis: „nicht prüfbar“ heißt, dass Angaben fehlen oder die Daten zu ungenau sind. Die "
        "Entscheidung trifft immer ein Mensch.",
        englisch="check of plot and building",
    ),
    Begriff(
        "umriss",
        "Umriss",
        "Der Umriss ist die Fläche, die das Gebäude auf dem Boden einnimmt, als Folge von "
        "Eckpunkten in Landeskoordinaten.",
        xbau="lageBauvorhaben",
        englisch="footprint",
    ),
    Begriff(
        "grundflaechenzahl",
        "Grundflächenzahl",
        "Die Grundflächenzahl (GRZ) sagt, welcher Anteil des Grundstücks überbaut werden darf. Bei "
        "0,4 sind es 40 Prozent.",
        norm="§ 19 BauNVO",
        xbau="grundflaechenzahlSoll",
        englisch="site coverage ratio",
    ),
    Begriff(
        "vorgang",
        "Vorgang",
        "Ein Vorgang umfasst alles, was zu einem Antrag gehört: Angaben, Unterlagen, Nachrichten, "
        "Fristen und Entscheidungen. Sein Zustand sagt, wo er gerade steht.",
        xbau="bezug",
        englisch="case",
    ),
    Begriff(
        "vorgangsraum",
        "Vorgangsraum",
        "Der Vorgangsraum ist der gemeinsame Ort für einen Vorgang im Netz. Bauaufsicht, "
        "Antragsteller, Planer und beteiligte Stellen sehen dort, was für sie bestimmt ist.",
        englisch="digital case room",
    ),
    Begriff(
        "vorhaben",
        "Vorhaben",
        "Das Vorhaben ist das, was Sie bauen, ändern, anders nutzen oder beseitigen wollen, mit "
        "dem Ort, an dem das geschieht.",
        xbau="bauvorhaben",
        englisch="building project",
    ),
    Begriff(
        "zustimmung",
        "Zustimmung",
        "Für manche Vorhaben braucht die Bauaufsicht die Zustimmung einer anderen Behörde. Wird "
        "sie nicht rechtzeitig verweigert, gilt sie als erteilt.",
        englisch="consent of another authority",
    ),
    Begriff(
        "xbau",
        "XBau",
        "XBau ist der bundesweite Standard für Nachrichten in Bauverfahren. Mit ihm können "
        "Antragsservice, Bauaufsicht und beteiligte Stellen Daten austauschen.",
        xbau="XBau-Hochbau, XBau-Kernmodul",
        englisch="German data exchange standard for building procedures",
    ),
)

# Which term a public class of `domain` belongs to; several technical ones share a term.
_KLASSEN_JE_BEGRIFF: dict[str, str] = {
    "abweichung": "Abweichung Abweichungssatz Abweichungsentscheidung BearbeiteteAbweichung",
    "aktenzeichen": "AktenzeichenVergeben",
    "am-zug": "AmZug",
    "bauaufsicht": "Landesrecht Landesbezug",
    "bauvorlagen": "Bauvorlage",
    "befund": "Befund Schwere Fachfehler NichtSichtbar NichtErlaubt Versionskonflikt",
    "bescheid": (
        "Bescheidart Bescheidstand BescheidErlassen BescheidAbgerufen Bescheidschrift Briefkopf "
        "Satzpunkt Unterzeichnung Dokumentsatz Bescheidentwurf Bescheidmuster Bescheidrecht "
        "Rechtssatz Nebenbestimmung Nebenbestimmungsart Mangel Unterlagenstand Vorbehalt"
    ),
    "codeliste": "Kode Codelistenkopf Codelistendatei CodelistenLeser",
    "eingang": "Eingangsweg Eingangsergebnis Lieferdatei Auftragsart",
    "flurstueck": ("Flurstueck Flurstueckskennzeichen Flurstuecksangabe Flurstuecksfund Fundstand"),
    "kataster": (
        "Katasterflurstueck Flurstueckszeile Katasterkopf Katasterblock KatasterLeser "
        "Generationsstand Lagebereich Abbildung"
    ),
    "pruefung": (
        "Pruefstoff Pruefergebnis Pruefregel Pruefungsanlass Ergebnis Vergleich Einzelwert "
        "AndererVorgang PruefvorgabeFestgelegt FlurstueckeGeprueft"
    ),
    "umriss": "Umriss Umrissquelle GrundrissFestgelegt",
    "frist": "Frist Fristregel Einheit FristBegonnen",
    "konto": "Kontorolle Akteursart Akteur Kontext Aktion Passwortpruefer",
    "nachricht": (
        "Nachricht Nachrichtenart Nachrichtenkopf Partner Bezug Lesung Antwort Angabe "
        "NachrichtErstellt NachrichtZugeordnet NachrichtenLeser NachrichtenSchreiber "
        "Bescheidnachricht Bescheidanlage"
    ),
    "benachrichtigung": "Postversand",
    "beteiligte-stelle": "Beteiligungsart Seite",
    "nachforderung": (
        "Nachforderungsstand Punktstand NachforderungVersandt NachforderungBeantwortet "
        "NachforderungGeprueft NachforderungVerlaengert"
    ),
    "pruefstand": (
        "Pruefstand UnterlageGesperrt Mangel Dateiart Dateibefund Dateipruefer PrueferFehler "
        "Virenbefund Virenscanner ScannerFehler"
    ),
    "ruecknahme": "AntragZurueckgenommen",
    "rueckweisung": "Grund",
    "stellungnahme": (
        "Stellungnahmeergebnis StellungnahmeAngefordert StellungnahmeAbgegeben Anhoerungsstand"
    ),
    "unterlage": (
        "Anlage Lieferart Hochladeziel UnterlagenEingegangen UnterlageHochgeladen "
        "UnterlageVerworfen Ablage Abgelegt Ablageeintrag Sammlung AblageFehler SchonVorhanden "
        "NichtVorhanden"
    ),
    "verfahrensart": "Verfahren Verfahrensart VerfahrensartFestgelegt",
    "verlauf": "Ereignis Verlaufsschrift Verlaufszeile",
    "vollstaendigkeit": "VollstaendigErklaert",
    "vorbescheid": "Vorbescheidsfrage",
    "vorgang": "Zustand Schritt AntragEingegangen AntragGeaendert VorgangUebernommen",
    "vorgangsraum": "Begriff Ports Uhr Zufall",
    "vorhaben": (
        "Vorhaben Gebaeude Geometrie Block Beteiligtenangabe Rolle Person Personenart Anschrift "
        "Kontakt"
    ),
    "xbau": "Schemaverwaltung",
}
KLASSEN: dict[str, str] = {
    klasse: slug for slug, klassen in _KLASSEN_JE_BEGRIFF.items() for klasse in klassen.split()
}


def list_begriffe(bezuege: Mapping[str, Landesbezug]) -> tuple[Begriff, ...]:
    """All terms in alphabetical order, with what the law of a Land (`bezuege` by slug) adds."""
    begriffe = (_ergaenze(b, bezuege.get(b.slug)) for b in BEGRIFFE)
    return tuple(sorted(begriffe, key=lambda b: format_suchtext(b.begriff)))


def _ergaenze(begriff: Begriff, bezug: Landesbezug | None) -> Begriff:
    if bezug is None:
        return begriff
    return replace(
        begriff,
        definition=" ".join(t for t in (begriff.definition, bezug.zusatz) if t),
        norm=", ".join(t for t in (begriff.norm, bezug.norm) if t),
    )

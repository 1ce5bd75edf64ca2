"""Content to set: a Bescheid with everything in it, and a timeline."""

from datetime import UTC, date, datetime

from bauaufsicht.domain.dokumentsatz import (
    Abweichungssatz,
    Bauvorlage,
    Bescheidschrift,
    Briefkopf,
    Satzpunkt,
    Unterzeichnung,
    Verlaufsschrift,
    Verlaufszeile,
)

KOPF = Briefkopf("Landratsamt Weimarer Land", "Bahnhofstraße 28", "99510 Apolda")
BESCHEID = Bescheidschrift(
    titel="Baugenehmigung",
    genehmigt=True,
    kopf=KOPF,
    aktenzeichen="AP-2026-00417",
    datum=date(2026, 11, 23),
    empfaenger=(
        ("Dr. Svenja Groß", "Am Anger 3", "99438 Bad Berka"),
        ("Jan Groß", "Am Anger 3", "99438 Bad Berka"),
    ),
    vorhaben="Neubau eines Einfamilienhauses mit Carport",
    lage="Tiefengruben, Flur 2, Flurstück 84",
    verfahren="Vereinfachtes Baugenehmigungsverfahren (§ 65 ThürBO)",
    eingegangen_am=date(2026, 11, 2),
    vollstaendig_am=date(2026, 11, 20),
    tenor="Die Baugenehmigung wird erteilt.\nSie ist mit Nebenbestimmungen verbunden.",
    rechtsgrundlage="§ 78 ThürBO",
    abweichungen=(
        Abweichungssatz("§ 6 Abs. 5 ThürBO (Abstandsflächen)", True, "Der Nachbar stimmt zu."),
        Abweichungssatz("§ 35 ThürBO (Treppen)", False),
    ),
    nebenbestimmungen=(
        Satzpunkt("Beginnen Sie erst mit dem geprüften Standsicherheitsnachweis.", "bedingung"),
        Satzpunkt(
            "Das Dach ist mit naturroten Ziegeln zu decken.",
            "auflage",
            "Untere Denkmalschutzbehörde, Stellungnahme vom 20.11.2026",
        ),
    ),
    begruendung="Dem Vorhaben stehen keine Vorschriften entgegen.\nDie Gemeinde stimmt zu.",
    bauvorlagen=(
        Bauvorlage("Lageplan", 2, date(2026, 11, 20), "ab12" * 16),
        Bauvorlage("Grundriss Erdgeschoss", 1, date(2026, 11, 2), "cd34" * 16),
    ),
    hinweise=(Satzpunkt("Zeigen Sie den Baubeginn an.", herkunft="§ 78 Abs. 8 ThürBO"),),
    rechtsbehelf=("Sie können Widerspruch erheben.", "Er ist hier einzulegen."),
    unterzeichnung=Unterzeichnung("Katrin Krüger", "Sachbearbeiterin"),
)
VERLAUF = Verlaufsschrift(
    kopf=KOPF,
    aktenzeichen="AP-2026-00417",
    bezeichnung="Neubau eines Einfamilienhauses mit Carport",
    lage="Tiefengruben, Flur 2, Flurstück 84",
    stand=datetime(2026, 11, 23, 9, tzinfo=UTC),
    zeilen=(
        Verlaufszeile(
            1,
            datetime(2026, 11, 2, 7, 30, tzinfo=UTC),
            "automatisch",
            "Bauantrag eingegangen",
            "mit 14 Anlagen",
            "ef56" * 16,
        ),
        Verlaufszeile(
            2,
            datetime(2026, 11, 3, 8, tzinfo=UTC),
            "Katrin Krüger",
            "Vorgang übernommen",
            "",
            "0789" * 16,
        ),
    ),
)

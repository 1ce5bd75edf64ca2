"""What Thuringia's law says about the terms of the glossary."""

from bauaufsicht.domain.glossar import Landesbezug

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

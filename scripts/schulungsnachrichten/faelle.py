"""The training cases: people and projects are made up, the places are real."""

import math

from schulungsnachrichten.bausteine import (
    Abweichungsantrag,
    Beilage,
    Fall,
    Firma,
    Masse,
    Mensch,
    Ort,
    Parzelle,
    Planer,
    Zeichner,
    create_riegel,
    create_wohnhaus,
)
from schulungsnachrichten.plaene import (
    Ansicht,
    Grundriss,
    Koerper,
    Lage,
    Schriftfeld,
    render_ansichten,
    render_grundriss,
    render_lageplan,
    render_text,
)

WEIMAR = ("bab:16055000", "Stadtverwaltung Weimar, Bauaufsicht")

ALBRECHT = Planer(
    Mensch(
        "Frau", "Ruth", "Albrecht", Ort("Trierer Straße", "41", "99423", "Weimar"),
        "albrecht@albrecht-architektur.example", "+49 3643 5550240", "Dipl.-Ing.",
    ),
    "Architektin", "30", "TH-3310-S",
)  # fmt: skip
TOEPFER = Planer(
    Mensch(
        "Herr", "Harald", "Töpfer", Ort("Bahnhofstraße", "60", "99510", "Apolda"),
        "buero@toepfer-ing.example", "+49 3644 5550171", "Dipl.-Ing. (FH)",
    ),
    "Bauingenieur", "31", "IK-TH 50417",
)  # fmt: skip
BRANDT = Planer(
    Mensch(
        "Herr", "Felix", "Brandt", Ort("Weimarer Straße", "18", "98693", "Ilmenau"),
        "plan@brandt-ilmenau.example", "+49 3677 5550118",
    ),
    "Architekt", "30", "TH-2984-S",
)  # fmt: skip


def _lageplan(lage: Lage) -> Zeichner:
    return lambda feld: render_lageplan(feld, lage)


def _grundriss(plan: Grundriss) -> Zeichner:
    return lambda feld: render_grundriss(feld, plan)


def _ansichten(*ansichten: Ansicht) -> Zeichner:
    return lambda feld: render_ansichten(feld, ansichten)


def _text(titel: str, *absaetze: str, **angaben: str) -> Zeichner:
    """Text page; keyword names become labels (`_` is a blank)."""
    zeilen = [(name.replace("_", " "), wert) for name, wert in angaben.items()]
    return lambda feld: render_text(feld, titel, zeilen, list(absaetze))


def _antrag(formular: str, **angaben: str) -> Beilage:
    """The filled-in form; keyword names become labels as in `_text`."""

    def zeichne(feld: Schriftfeld) -> bytes:
        zeilen = [("Vorhaben", feld.vorhaben), ("Grundstück", feld.grundstueck)]
        zeilen += [(name.replace("_", " "), wert) for name, wert in angaben.items()]
        zeilen += [("Entwurfsverfasser", feld.verfasser), ("Ausgefüllt am", feld.datum)]
        absaetze = [
            "# Erklärung",
            "Die Angaben sind vollständig und nach bestem Wissen gemacht. Die Bauvorlagen sind "
            "beigefügt oder werden, soweit angekreuzt, nachgereicht.",
            "Dieses Blatt gehört zu einer Übung. Es ist kein amtlicher Vordruck.",
        ]
        return render_text(feld, formular, zeilen, absaetze)

    return Beilage("Antragsformular", "1101", "Antrag.pdf", zeichne)


def _ring(lage: Lage, nummer: int, ecke: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Corners of a building in EPSG:25832; `ecke` is the south-west corner of the plot."""
    k = lage.koerper[nummer]
    c, s = math.cos(math.radians(lage.drehung)), math.sin(math.radians(lage.drehung))
    lokal = (
        (k.x, k.y), (k.x + k.breite, k.y), (k.x + k.breite, k.y + k.tiefe), (k.x, k.y + k.tiefe),
    )  # fmt: skip
    return tuple(
        (round(ecke[0] + x * c - y * s, 2), round(ecke[1] + x * s + y * c, 2)) for x, y in lokal
    )


def _create_bad_berka() -> tuple[Fall, Fall]:
    """An ordinary single-family house with geometry, and the supplement to it."""
    lage = Lage(
        24, 32, "212/4", ("212/3", "212/5", "198"), "Am Sonnenhang",
        (
            Koerper("Wohnhaus", 6.5, 8, 11.5, 9.5),
            Koerper("Carport", 20, 9, 4, 6, mit_abstand=False),
        ),
    )  # fmt: skip
    neu = Lage(
        24, 32, "212/4", ("212/3", "212/5", "198"), "Am Sonnenhang",
        (
            Koerper("Wohnhaus", 6.5, 8, 11.5, 9.5),
            Koerper("Carport", 20, 6.5, 4, 6, mit_abstand=False),
        ),
        vermerk="Fassung 2: Carport um 2,50 m zur Straße verschoben.",
    )  # fmt: skip
    heim = Ort("Tannrodaer Straße", "9", "99438", "Bad Berka")
    maren = Mensch("Frau", "Maren", "Seifert", heim, "m.seifert@post.example", "+49 36458 555014")
    tobias = Mensch("Herr", "Tobias", "Seifert", heim)
    ecke = (660912.40, 5640861.75)
    plot = Ort("Am Sonnenhang", "14", "99438", "Bad Berka", ags="16071003")
    antrag = Fall(
        nummer="01", kuerzel="efh_bad_berka",
        titel="Einfamilienhaus im vereinfachten Verfahren, zwei Bauherren, mit Geometrie",
        erstellt="2026-10-05T09:14:20+02:00", datum="2026-09-28",
        bezeichnung="Neubau eines Einfamilienhauses mit Carport",
        antragsteller=(maren, tobias), gruppenname="Eheleute Maren und Tobias Seifert",
        planer=ALBRECHT, wohngebaeude="1", gebaeude=("Wohnhaus",),
        masse=Masse(
            "1", "0.30", True, "1", "768.00", "0.17", "109.25", "579.00", "82.88", "312000",
        ),
        anschrift=plot, parzellen=(Parzelle("Bad Berka", "5", "212", "4"),),
        geometrie=(_ring(lage, 0, ecke), _ring(lage, 1, ecke)),
        gemeinde=("16071003", "gemeindeschluessel"),
        beilagen=(
            _antrag(
                "Antrag auf Baugenehmigung", Bauherr="Maren und Tobias Seifert",
                Art_der_Maßnahme="Errichtung",
                Lage="Am Sonnenhang 14, 99438 Bad Berka",
                Gebäudeklasse="1 (freistehend, ein Geschoss)",
                Herstellungskosten="312.000 Euro",
            ),
            Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(lage)),
            Beilage(
                "Grundriss Erdgeschoss", "2001", "Grundriss_EG.pdf",
                _grundriss(create_wohnhaus(10.78, 8.78)),
            ),
            Beilage(
                "Ansichten", "2003", "Ansichten.pdf",
                _ansichten(
                    Ansicht("Süd", 11.5, 3.2, 7.4, 1, 3, "traufe"),
                    Ansicht("Ost", 9.5, 3.2, 7.4, 1, 3),
                ),
            ),
            Beilage(
                "Baubeschreibung", "1502", "Baubeschreibung.pdf",
                _text(
                    "Baubeschreibung",
                    "# Heizung und Energie",
                    "Luft-Wasser-Wärmepumpe im Garten, 3,40 m von der Grenze entfernt. "
                    "Photovoltaik auf der südlichen Dachfläche.",
                    "# Entwässerung",
                    "Schmutzwasser in den Kanal der Straße Am Sonnenhang. Regenwasser in eine "
                    "Zisterne mit 6 m³, Überlauf in eine Mulde auf dem Grundstück.",
                    Gründung="Streifenfundamente und Bodenplatte, 20 cm Stahlbeton",
                    Außenwände="Porenbeton 36 cm, außen verputzt",
                    Dach="Satteldach, 40°, Betondachsteine, ziegelrot",
                    Rettungswege="ebenerdig über Haustür und Terrassentüren",
                ),
            ),
        ),
    )  # fmt: skip
    nachtrag = Fall(
        nummer="11", kuerzel="geaenderter_lageplan", nachricht="0202", bezug="01",
        titel="Änderung zu Nachricht 01: neue Fassung des Lageplans, eine Berechnung dazu",
        erstellt="2026-11-09T10:05:37+01:00", datum="2026-11-06",
        bezeichnung=antrag.bezeichnung, verfahrensart="", antragsteller=antrag.antragsteller,
        gruppenname=antrag.gruppenname, planer=ALBRECHT, parzellen=antrag.parzellen,
        ergebnis="zugeordnet",
        beilagen=(
            Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(neu), version="2"),
            Beilage(
                "Berechnung der Abstandsflächen", "2102", "Abstandsflaechen.pdf",
                _text(
                    "Berechnung der Abstandsflächen",
                    "Alle Tiefen liegen unter dem Mindestmaß; es gelten 3,00 m. Die Flächen liegen "
                    "auf dem eigenen Grundstück. Der Carport bleibt außer Betracht, weil seine "
                    "mittlere Wandhöhe 2,60 m beträgt.",
                    Westgiebel="H höchstens 7,40 m, 0,4 H = 2,96 m, Abstand zur Grenze 6,50 m",
                    Ostgiebel="H höchstens 7,40 m, 0,4 H = 2,96 m, Abstand zur Grenze 6,00 m",
                    Südwand="H der Traufe 3,20 m, 0,4 H = 1,28 m, Abstand zur Straße 8,00 m",
                ),
            ),
        ),
    )  # fmt: skip
    return antrag, nachtrag


def _create_apolda() -> tuple[Fall, Fall]:
    """A house with two Abweichungen, and a second application with the same portal reference."""
    haus = Koerper("Wohnhaus", 2.4, 5, 10, 9)
    lage = Lage(
        20, 30, "1140/7", ("1140/6", "1140/8", "1132"), "Am Weinbergblick",
        (haus, Koerper("Garage", 14, 12, 6, 6, mit_abstand=False)), drehung=-8,
        baugrenze=(1.5, 6.2, 17, 16), vermerk="Überschreitung der Baugrenze: 1,20 m",
    )  # fmt: skip
    ohne = Lage(
        20, 30, "1140/7", ("1140/6", "1140/8", "1132"), "Am Weinbergblick", (haus,), drehung=-8,
        baugrenze=(1.5, 6.2, 17, 16),
    )  # fmt: skip
    jonas = Mensch(
        "Herr", "Jonas", "Wolff", Ort("Dornburger Straße", "22", "99510", "Apolda"),
        "j.wolff@post.example", "+49 3644 5550163",
    )  # fmt: skip
    plot = Ort("Am Weinbergblick", "3", "99510", "Apolda", ags="16071001")
    plan = Beilage(
        "Grundriss Erdgeschoss", "2001", "Grundriss_EG.pdf", _grundriss(create_wohnhaus(9.28, 8.28))
    )
    abweichungen = (
        Abweichungsantrag(
            "1", 'Bebauungsplan "Am Weinbergblick", südliche Baugrenze',
            "Das Wohnhaus überschreitet die südliche Baugrenze auf 10,00 m Länge um 1,20 m.",
            "Der Hang fällt nach Norden ab. Weiter hinten wäre ein hoher Sockel nötig.\n"
            "Die Grundzüge der Planung bleiben gewahrt, die Straßenflucht springt auch bei den "
            "Nachbarn.",
        ),
        Abweichungsantrag(
            "3", "§ 6 ThürBO, Abstandsfläche zur westlichen Grenze",
            "Die Westwand steht 2,40 m statt 3,00 m von der Grenze zum Flurstück 1140/6.",
            "Der Eigentümer des Flurstücks 1140/6 hat schriftlich zugestimmt. Die Wand hat nur "
            "Fenster von Bad und Treppe.",
        ),
    )  # fmt: skip
    gemeinsam = {
        "antragsteller": (jonas,), "planer": ALBRECHT, "wohngebaeude": "1",
        "gebaeude": ("Wohnhaus",), "anschrift": plot,
        "parzellen": (Parzelle("Apolda", "22", "1140", "7"),),
        "bebauungsplan": "Am Weinbergblick", "gemeinde": ("16071001", "gemeindeschluessel"),
        "masse": Masse(
            "1", "2.95", True, "2", "600.00", "0.21", "180.00", "612.00", "128.40", "358000"
        ),
    }  # fmt: skip
    antrag = Fall(
        nummer="02", kuerzel="efh_apolda_abweichungen",
        titel="Einfamilienhaus mit einer Befreiung vom Bebauungsplan und einer Abweichung (§ 6)",
        erstellt="2026-10-08T17:41:05+02:00", datum="2026-10-01",
        bezeichnung="Neubau eines Einfamilienhauses mit Doppelgarage",
        abweichungen=abweichungen, **gemeinsam,  # type: ignore[arg-type]
        beilagen=(
            _antrag(
                "Antrag auf Baugenehmigung", Bauherr="Jonas Wolff", Art_der_Maßnahme="Errichtung",
                Lage="Am Weinbergblick 3, 99510 Apolda",
                Gebäudeklasse="1 (freistehend, zwei Geschosse)",
                Herstellungskosten="358.000 Euro",
            ),
            Beilage("Lageplan mit Abstandsflächen", "1803", "Lageplan.pdf", _lageplan(lage)),
            plan,
            Beilage(
                "Ansichten", "2003", "Ansichten.pdf",
                _ansichten(
                    Ansicht("Süd", 10, 5.6, 8.8, 2, 3, "traufe"),
                    Ansicht("West", 9, 5.6, 8.8, 2, 3),
                ),
            ),
            Beilage(
                "Erläuterung der Abweichungen", "0800", "Abweichungen.pdf",
                _text(
                    "Antrag auf Abweichungen",
                    "# 1. Befreiung von der Baugrenze",
                    abweichungen[0].beschreibung, abweichungen[0].begruendung.replace("\n", " "),
                    "# 2. Abweichung von der Abstandsfläche",
                    abweichungen[1].beschreibung, abweichungen[1].begruendung,
                ),
            ),
        ),
    )  # fmt: skip
    zweiter = Fall(
        nummer="12", kuerzel="zweite_einreichung", referenz_von="02",
        titel="Neue Nachricht mit der Referenz von Nachricht 02: muss geklärt werden",
        erstellt="2026-11-11T08:20:00+01:00", datum="2026-11-10",
        bezeichnung="Neubau eines Einfamilienhauses (ohne Garage)", ergebnis="zu_klaeren",
        **gemeinsam,  # type: ignore[arg-type]
        beilagen=(
            Beilage("Lageplan mit Abstandsflächen", "1803", "Lageplan.pdf", _lageplan(ohne)),
            plan,
        ),
    )  # fmt: skip
    return antrag, zweiter


def _create_blankenhain() -> Fall:
    """Change of use in an old town."""
    lage = Lage(
        14, 26, "48", ("47", "49", "61/2"), "Marktgasse",
        (Koerper("Laden", 0, 0, 14, 12, "bestand"), Koerper("Schuppen", 4, 14, 8, 4.5, "bestand")),
        drehung=11, vermerk="Der Baukörper bleibt unverändert.",
    )  # fmt: skip
    return Fall(
        nummer="03", kuerzel="nutzungsaenderung_blankenhain",
        titel="Nutzungsänderung mit kleinem Umbau in der Nähe eines Kulturdenkmals",
        erstellt="2026-10-12T11:02:48+02:00", datum="2026-10-06",
        bezeichnung="Nutzungsänderung einer Bäckerei zu einer Praxis für Ergotherapie",
        antragsteller=(
            Mensch(
                "Frau", "Beate", "Kunze", Ort("Rudolstädter Straße", "5", "99444", "Blankenhain"),
                "praxis@kunze-ergo.example", "+49 36459 555021",
            ),
        ),
        bauherrenart="6", planer=TOEPFER, massnahme="14", nichtwohngebaeude="970",
        bisherige_nutzung="723", gebaeude=("Wohn- und Geschäftshaus",),
        masse=Masse("3", "5.80", False, "2", "364.00", "", "310.00", "1020.00", "", "64000"),
        anschrift=Ort("Marktgasse", "7", "99444", "Blankenhain", ags="16071008"),
        parzellen=(Parzelle("Blankenhain", "3", "48"),),
        weitere_angaben="Das Nachbarhaus Marktgasse 9 ist als Kulturdenkmal eingetragen.",
        gemeinde=("16071008", "gemeindeschluessel"),
        beilagen=(
            _antrag(
                "Antrag auf Nutzungsänderung", Bauherr="Beate Kunze",
                Art_der_Maßnahme="Nutzungsänderung mit baulicher Änderung",
                Lage="Marktgasse 7, 99444 Blankenhain", Gebäudeklasse="3",
                Herstellungskosten="64.000 Euro",
            ),
            Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(lage)),
            Beilage(
                "Grundriss Erdgeschoss", "2001", "Grundriss_EG.pdf",
                _grundriss(
                    create_riegel(
                        13.0, 9.6, "Therapie 1 1, Therapie 2 1, Gruppe 1.4",
                        "Warten 1.2, Anmeldung 1, WC barrierefrei 0.8",
                    )
                ),
            ),
            Beilage(
                "Betriebsbeschreibung", "1601", "Betriebsbeschreibung.pdf",
                _text(
                    "Betriebsbeschreibung",
                    "Behandelt werden höchstens vier Personen gleichzeitig. Es entstehen weder "
                    "Lärm noch Gerüche. Abfälle sind hausmüllähnlich.",
                    Betrieb="Praxis für Ergotherapie", Beschäftigte="3, davon 1 in Ausbildung",
                    Betriebszeit="Montag bis Freitag, 7.30 bis 18.00 Uhr",
                    Zugang="stufenlos über die Marktgasse",
                ),
            ),
        ),
    )  # fmt: skip


def _create_bad_sulza() -> Fall:
    """An organisation as Bauherr with a representative; one attachment is only linked."""
    vertreterin = Mensch(
        "Frau", "Ines", "Rademacher", Ort("Wunderwaldstraße", "2", "99518", "Bad Sulza")
    )
    firma = Firma(
        "Kurstadt Wohnbau GmbH", "KWB", vertreterin.anschrift, "bau@kurstadt-wohnbau.example",
        "+49 36461 555030", vertreterin, "Geschäftsführerin", "HRB 999123",
    )  # fmt: skip
    lage = Lage(
        30, 36, "301/2, 302", ("299", "304", "288/1"), "Salinenweg",
        (Koerper("Haus mit 6 Wohnungen", 7, 9, 16, 12),), drehung=4,
    )  # fmt: skip
    wohnungen = "Wohnen A 1.6, Küche A 0.9, Bad A 0.7, Schlafen A 1.2"
    gegenueber = "Wohnen B 1.6, Küche B 0.9, Bad B 0.7, Schlafen B 1.2"
    return Fall(
        nummer="04", kuerzel="mfh_bad_sulza",
        titel="Mehrfamilienhaus: Organisation mit Vertreterin, zwei Flurstücke, verlinkte Anlage",
        erstellt="2026-10-15T14:30:11+02:00", datum="2026-10-09",
        bezeichnung="Neubau eines Mehrfamilienhauses mit 6 Wohnungen",
        antragsteller=(firma,), bauherrenart="2", planer=ALBRECHT, wohngebaeude="1",
        gebaeude=("Mehrfamilienhaus",),
        masse=Masse(
            "3", "5.90", True, "3", "1080.00", "0.18", "576.00", "1790.00", "421.50", "1180000"
        ),
        anschrift=Ort("Salinenweg", "6", "99518", "Bad Sulza", ags="16071004"),
        parzellen=(Parzelle("Bad Sulza", "8", "301", "2"), Parzelle("Bad Sulza", "8", "302")),
        gemeinde=("16071004", "gemeindeschluessel"),
        beilagen=(
            _antrag(
                "Antrag auf Baugenehmigung", Bauherr="Kurstadt Wohnbau GmbH",
                Art_der_Maßnahme="Errichtung",
                Lage="Salinenweg 6, 99518 Bad Sulza", Gebäudeklasse="3",
                Herstellungskosten="1.180.000 Euro",
            ),
            Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(lage)),
            Beilage(
                "Grundriss Regelgeschoss", "2001", "Grundriss_Regelgeschoss.pdf",
                _grundriss(create_riegel(15.28, 11.28, wohnungen, gegenueber, "Regelgeschoss")),
            ),
            Beilage(
                "Ansichten", "2003", "Ansichten.pdf",
                _ansichten(
                    Ansicht("Süd", 16, 9.0, 9.6, 3, 5, "flach"),
                    Ansicht("Ost", 12, 9.0, 9.6, 3, 3, "flach"),
                ),
            ),
            Beilage(
                "Stellplatznachweis", "2301", "Stellplaetze.pdf",
                _text(
                    "Stellplatznachweis",
                    "Die Stellplätze liegen an der Ostseite des Hauses und sind mit Rasengitter "
                    "befestigt. Ein Stellplatz ist barrierefrei.",
                    Wohnungen="6", Stellplätze_für_Kfz="6",
                    Stellplätze_für_Fahrräder="14, überdacht",
                ),
            ),
            Beilage(
                "Baugrundgutachten", "2831", "Baugrundgutachten.pdf",
                verlinkung="https://ablage.kurstadt-wohnbau.example/bauantrag/baugrundgutachten.pdf",
            ),
        ),
    )  # fmt: skip


def _create_kranichfeld() -> Fall:
    """A Sonderbau in the full procedure; the fire safety concept follows later."""
    leiter = Mensch("Herr", "Andreas", "Michel", Ort("Baumbachplatz", "3", "99448", "Kranichfeld"))
    firma = Firma(
        "Kinderland Oberes Ilmtal gGmbH", "KOI", leiter.anschrift,
        "verwaltung@kinderland-ilmtal.example", "+49 36450 555040", leiter, "Geschäftsführer",
        "HRB 999204",
    )  # fmt: skip
    lage = Lage(
        40, 44, "77/9", ("77/8", "77/10", "81"), "Am Schulgarten",
        (Koerper("Kindertagesstätte", 8, 10, 22.7, 12.7),), drehung=-5,
    )  # fmt: skip
    gruppen = "Gruppe 1 1.1, Gruppe 2 1.1, Gruppe 3 1, Gruppe 4 1"
    neben = "Küche 0.8, Leitung 0.5, Mehrzweck 1.6, Sanitär 0.8, Technik 0.4"
    return Fall(
        nummer="05", kuerzel="kita_kranichfeld",
        titel="Sonderbau im regulären Verfahren; der Brandschutznachweis wird nachgereicht",
        erstellt="2026-10-19T08:55:30+02:00", datum="2026-10-14",
        bezeichnung="Neubau einer Kindertagesstätte mit 60 Plätzen", verfahrensart="VOLL",
        antragsteller=(firma,), bauherrenart="8", planer=ALBRECHT, nichtwohngebaeude="915",
        gebaeude=("Kindertagesstätte",),
        masse=Masse(
            "1", "0.15", True, "1", "1760.00", "0.16", "288.29", "1180.00", "", "1420000", ("120",)
        ),
        anschrift=Ort("Am Schulgarten", "2", "99448", "Kranichfeld", ags="16071046"),
        parzellen=(Parzelle("Kranichfeld", "6", "77", "9"),),
        # not what the site plan shows: the coordinates reach beyond the boundary
        geometrie=(_ring(lage, 0, (655063.68, 5636123.16)),),
        gemeinde=("16071046", "gemeindeschluessel"),
        beilagen=(
            _antrag(
                "Antrag auf Baugenehmigung", Bauherr="Kinderland Oberes Ilmtal gGmbH",
                Art_der_Maßnahme="Errichtung", Lage="Am Schulgarten 2, 99448 Kranichfeld",
                Gebäudeklasse="1, Sonderbau (Tageseinrichtung für Kinder)",
                Herstellungskosten="1.420.000 Euro",
            ),
            Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(lage)),
            Beilage(
                "Grundriss Erdgeschoss", "2001", "Grundriss_EG.pdf",
                _grundriss(create_riegel(21.98, 11.98, gruppen, neben)),
            ),
            Beilage(
                "Ansichten", "2003", "Ansichten.pdf",
                _ansichten(
                    Ansicht("Süd", 22.7, 3.9, 4.5, 1, 7, "flach"),
                    Ansicht("West", 12.7, 3.9, 4.5, 1, 3, "flach"),
                ),
            ),
            Beilage(
                "Betriebsbeschreibung", "1603", "Betriebsbeschreibung.pdf",
                _text(
                    "Betriebsbeschreibung",
                    "Jede Gruppe hat einen Ausgang in den Garten. Bringen und Holen geschieht über "
                    "acht Kurzzeitparkplätze an der Straße Am Schulgarten.",
                    Plätze="60 Kinder, davon 18 unter drei Jahren", Gruppen="4",
                    Beschäftigte="11", Öffnungszeit="Montag bis Freitag, 6.00 bis 17.00 Uhr",
                ),
            ),
            Beilage("Brandschutznachweis", "2701", "Brandschutznachweis.pdf"),
        ),
    )  # fmt: skip


def _create_grammetal() -> Fall:
    """A Vorbescheid with two questions and without an Entwurfsverfasser."""
    lage = Lage(
        22, 46, "153/6", ("152", "153/7", "160"), "Hintergasse",
        (Koerper("Doppelhaus", 4, 26, 14, 10), Koerper("Bestand", 3, 4, 12, 9, "bestand")),
        drehung=9,
    )  # fmt: skip
    fragen = (
        ("2", "Ist ein Doppelhaus im hinteren Teil des Grundstücks bauplanungsrechtlich zulässig?"),
        ("1", "Genügt die vorhandene, 3,00 m breite Zufahrt für Feuerwehr und Rettungsdienst?"),
    )
    return Fall(
        nummer="06", kuerzel="vorbescheid_grammetal", nachricht="0210",
        titel="Vorbescheid mit zwei Fragen",
        erstellt="2026-10-21T19:26:02+02:00", datum="2026-10-20",
        bezeichnung="Doppelhaus in zweiter Reihe (Voranfrage)", verfahrensart="VORBESCHEID",
        antragsteller=(
            Mensch(
                "Herr", "Hannes", "Dietrich",
                Ort("Hintergasse", "11", "99428", "Grammetal", "Hopfgarten"),
                "h.dietrich@post.example", "+49 3643 5550188",
            ),
        ),
        wohngebaeude="1", gebaeude=("Doppelhaus",),
        anschrift=Ort("Hintergasse", "11", "99428", "Grammetal", "Hopfgarten", "16071103"),
        parzellen=(Parzelle("Hopfgarten", "2", "153", "6"),), fragen=fragen,
        gemeinde=("16071103", "gemeindeschluessel"),
        beilagen=(
            Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(lage)),
            Beilage(
                "Fragen und Erläuterung", "1102", "Fragen.pdf",
                _text(
                    "Fragen zum Vorbescheid",
                    "# Frage 1", fragen[0][1],
                    "Auf den Flurstücken 152 und 160 stehen bereits Häuser in zweiter Reihe.",
                    "# Frage 2", fragen[1][1],
                    "Die Zufahrt ist 28 m lang, gerade und mit Betonpflaster befestigt.",
                ),
            ),
        ),
    )  # fmt: skip


def _create_freistellungen() -> tuple[Fall, Fall]:
    """Two Genehmigungsfreistellungen, addressed to the Gemeinde."""
    ilmenau = Lage(
        21, 28, "904/12", ("904/11", "904/13", "897"), "Porzellanweg",
        (Koerper("Wohnhaus", 5, 7, 11, 9),), drehung=7, baugrenze=(3, 5, 15, 15),
    )  # fmt: skip
    mellingen = Lage(
        26, 30, "66/3", ("66/2", "66/4", "70"), "Am Lindenberg",
        (Koerper("Haus A", 4, 6, 9, 11), Koerper("Haus B", 13, 6, 9, 11)), drehung=-4,
        baugrenze=(3, 5, 20, 16),
    )  # fmt: skip
    einhaltung = "Alle Festsetzungen sind eingehalten. Befreiungen sind nicht nötig."
    erster = Fall(
        nummer="07", kuerzel="freistellung_ilmenau", nachricht="0600",
        titel="Genehmigungsfreistellung, an die Stadt Ilmenau; sonst als Bauantrag weiterführen",
        erstellt="2026-10-26T13:08:59+01:00", datum="2026-10-22",
        empfaenger=("gba:16070029", "Stadtverwaltung Ilmenau"), verfahrensart="",
        bezeichnung="Errichtung eines Einfamilienhauses im Wohngebiet Porzellanweg",
        antragsteller=(
            Mensch(
                "Frau", "Leyla", "Aydin", Ort("Goethestraße", "27", "98693", "Ilmenau"),
                "l.aydin@post.example",
            ),
        ),
        planer=BRANDT, wohngebaeude="1", gebaeude=("Wohnhaus",),
        masse=Masse("1", "2.90", True, "2", "588.00", "0.17", "198.00", "640.00", "142.10"),
        anschrift=Ort("Porzellanweg", "12", "98693", "Ilmenau", ags="16070029"),
        parzellen=(Parzelle("Ilmenau", "27", "904", "12"),),
        bebauungsplan="Wohngebiet Porzellanweg", weiterfuehren=True,
        gemeinde=("16070029", "gemeindeschluessel"),
        beilagen=(
            Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(ilmenau)),
            Beilage(
                "Grundriss Erdgeschoss", "2001", "Grundriss_EG.pdf",
                _grundriss(create_wohnhaus(10.28, 8.28)),
            ),
            Beilage(
                "Einhaltung des Bebauungsplans", "1902", "Festsetzungen.pdf",
                _text(
                    "Einhaltung des Bebauungsplans", einhaltung,
                    Art_der_Nutzung="allgemeines Wohngebiet: Wohnhaus",
                    Grundflächenzahl="zulässig 0,4, geplant 0,17", Bauweise="offen, Einzelhaus",
                    Dach="Satteldach, 38°, zulässig 35° bis 45°",
                ),
            ),
        ),
    )  # fmt: skip
    zweiter = Fall(
        nummer="08", kuerzel="freistellung_mellingen", nachricht="0600",
        titel="Genehmigungsfreistellung, an die Gemeinde Mellingen; nicht weiterführen",
        erstellt="2026-10-29T16:45:00+01:00", datum="2026-10-27",
        empfaenger=("gba:16071056", "Gemeinde Mellingen"), verfahrensart="",
        bezeichnung="Errichtung eines Doppelhauses im Baugebiet Am Lindenberg",
        antragsteller=(
            Mensch(
                "Herr", "Volker", "Thieme", Ort("Karl-Alexander-Straße", "4", "99441", "Mellingen"),
                "v.thieme@post.example", "+49 36453 555012",
            ),
        ),
        planer=TOEPFER, wohngebaeude="1", gebaeude=("Haus A", "Haus B"),
        masse=Masse("2", "3.05", False, "2", "780.00", "0.25", "396.00", "1290.00", "268.60"),
        anschrift=Ort("Am Lindenberg", "15", "99441", "Mellingen", ags="16071056"),
        parzellen=(Parzelle("Mellingen", "4", "66", "3"),), bebauungsplan="Am Lindenberg",
        weiterfuehren=False, gemeinde=("16071056", "gemeindeschluessel"),
        beilagen=(
            Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(mellingen)),
            Beilage(
                "Ansichten", "2003", "Ansichten.pdf",
                _ansichten(
                    Ansicht("Süd", 18, 5.7, 8.9, 2, 6, "traufe"),
                    Ansicht("Ost", 11, 5.7, 8.9, 2, 3),
                ),
            ),
            Beilage(
                "Einhaltung des Bebauungsplans", "1902", "Festsetzungen.pdf",
                _text(
                    "Einhaltung des Bebauungsplans", einhaltung,
                    Grundflächenzahl="zulässig 0,4, geplant 0,25", Bauweise="offen, Doppelhaus",
                ),
            ),
        ),
    )  # fmt: skip
    return erster, zweiter


def _create_hohenfelden() -> Fall:
    """Version 2.4.0.1 without postcode and AGS: the Gemeinde follows from the place name."""
    lage = Lage(
        22, 30, "35/1", ("34", "35/2", "41"), "Seestraße",
        (Koerper("Wintergarten", 7, 17, 6, 3.5), Koerper("Wohnhaus", 5, 8, 11, 9, "bestand")),
        drehung=3,
    )  # fmt: skip
    return Fall(
        nummer="09", kuerzel="wintergarten_hohenfelden", version="2.4.0.1",
        titel="Ältere Version 2.4.0.1; Gemeinde nur über den Ortsnamen zu bestimmen",
        erstellt="2026-11-02T09:31:44+01:00", datum="2026-10-30",
        bezeichnung="Anbau eines beheizten Wintergartens an ein Wohnhaus",
        antragsteller=(
            Mensch(
                "Frau", "Gisela", "Förster", Ort("Seestraße", "19", "", "Hohenfelden"),
                "g.foerster@post.example", "+49 36450 555077",
            ),
        ),
        planer=TOEPFER, massnahme="12", wohngebaeude="1",
        masse=Masse("1", "2.80", True, "1", "660.00", "0.18", "21.00", "62.00", "19.20", "48000"),
        anschrift=Ort("Seestraße", "19", "", "Hohenfelden"),
        parzellen=(Parzelle("Hohenfelden", "1", "35", "1"),),
        gemeinde=(
            "16071032", "Ort, PLZ nicht bestätigt (kein gemeindeschluessel in der Nachricht)",
        ),
        beilagen=(
            _antrag(
                "Antrag auf Baugenehmigung", Bauherr="Gisela Förster",
                Art_der_Maßnahme="Änderung (Anbau)",
                Lage="Seestraße 19, Hohenfelden", Gebäudeklasse="1",
                Herstellungskosten="48.000 Euro",
            ),
            Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(lage)),
            Beilage(
                "Baubeschreibung", "1501", "Baubeschreibung.pdf",
                _text(
                    "Baubeschreibung",
                    "Der Wintergarten schließt an das Wohnzimmer an und wird über die vorhandene "
                    "Heizung erwärmt. Die Entwässerung des Glasdachs führt in die Zisterne.",
                    Größe="6,00 m mal 3,50 m", Konstruktion="Aluminium, Dreifachverglasung",
                    Gründung="Streifenfundamente, 0,80 m tief",
                ),
            ),
        ),
    )  # fmt: skip


def _create_weimar() -> Fall:
    """An application for another authority: nobody of the Landkreis may see it."""
    lage = Lage(
        16, 30, "512/2", ("511", "513", "520"), "Humboldtstraße",
        (Koerper("Wohnhaus", 0, 3, 16, 12, "bestand"),), drehung=-10,
        vermerk="Umriss unverändert; zwei Gauben nach Süden.",
    )  # fmt: skip
    return Fall(
        nummer="10", kuerzel="dachausbau_weimar", empfaenger=WEIMAR,
        titel="Dachausbau, an die Stadt Weimar (anderer Mandant)",
        erstellt="2026-11-04T12:17:25+01:00", datum="2026-10-29",
        bezeichnung="Ausbau des Dachgeschosses zu einer Wohnung, Errichtung von zwei Gauben",
        antragsteller=(
            Mensch(
                "Herr", "Oskar", "Lehmann", Ort("Humboldtstraße", "58", "99425", "Weimar"),
                "o.lehmann@post.example", "+49 3643 5550151",
            ),
        ),
        planer=ALBRECHT, massnahme="12", wohngebaeude="1", gebaeude=("Wohnhaus",),
        masse=Masse("4", "9.60", False, "3", "480.00", "", "168.00", "410.00", "96.30", "175000"),
        anschrift=Ort("Humboldtstraße", "58", "99425", "Weimar", ags="16055000"),
        parzellen=(Parzelle("Weimar", "38", "512", "2"),),
        gemeinde=("16055000", "gemeindeschluessel"),
        beilagen=(
            _antrag(
                "Antrag auf Baugenehmigung", Bauherr="Oskar Lehmann", Art_der_Maßnahme="Änderung",
                Lage="Humboldtstraße 58, 99425 Weimar", Gebäudeklasse="4",
                Herstellungskosten="175.000 Euro",
            ),
            Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(lage)),
            Beilage(
                "Grundriss Dachgeschoss", "2001", "Grundriss_DG.pdf",
                _grundriss(
                    create_riegel(
                        15.28, 10.0, "Schlafen 1.2, Bad 0.7, Kind 1",
                        "Wohnen 1.6, Essen 1, Küche 0.8", "Dachgeschoss",
                    )
                ),
            ),
            Beilage(
                "Ansicht mit Gauben", "2003", "Ansichten.pdf",
                _ansichten(Ansicht("Süd", 16, 9.4, 13.8, 3, 5, "traufe")),
            ),
        ),
    )  # fmt: skip


def _create_test() -> Fall:
    """A message with the test flag."""
    lage = Lage(
        18, 24, "9", ("8", "10", "12"), "Göttinger Straße",
        (Koerper("Garage", 6, 9, 6, 6),), drehung=0,
    )  # fmt: skip
    return Fall(
        nummer="13", kuerzel="testnachricht_magdala", test=True,
        titel="Nachricht mit dem Kennzeichen test: prüft nur die Verbindung",
        erstellt="2026-11-13T07:00:00+01:00", datum="2026-11-12",
        bezeichnung="Verbindungstest des Formularservice: Garage",
        antragsteller=(
            Mensch("Herr", "Erik", "Beispiel", Ort("Göttinger Straße", "1", "99441", "Magdala")),
        ),
        planer=TOEPFER, nichtwohngebaeude="744", gebaeude=("Garage",),
        masse=Masse("1", "0.00", True, "1", "432.00", "0.08", "36.00", "98.00"),
        anschrift=Ort("Göttinger Straße", "1", "99441", "Magdala", ags="16071053"),
        parzellen=(Parzelle("Magdala", "1", "9"),), gemeinde=("16071053", "gemeindeschluessel"),
        beilagen=(Beilage("Lageplan", "1803", "Lageplan.pdf", _lageplan(lage)),),
    )  # fmt: skip


def create_faelle() -> tuple[Fall, ...]:
    """All cases in the order in which they are delivered."""
    faelle = (
        *_create_bad_berka(), *_create_apolda(), _create_blankenhain(), _create_bad_sulza(),
        _create_kranichfeld(), _create_grammetal(), *_create_freistellungen(),
        _create_hohenfelden(), _create_weimar(), _create_test(),
    )  # fmt: skip
    return tuple(sorted(faelle, key=lambda f: f.nummer))

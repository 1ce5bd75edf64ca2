"""A 0205 with everything in it."""

from datetime import UTC, date, datetime

from bauaufsicht.domain.bescheid import Bescheidart, Nebenbestimmung, Nebenbestimmungsart
from bauaufsicht.domain.bescheidnachricht import (
    BearbeiteteAbweichung,
    Bescheidanlage,
    Bescheidnachricht,
)
from bauaufsicht.domain.nachricht import Antwort, Kode, Nachrichtenkopf, Partner

KOPF = Nachrichtenkopf(
    nachrichten_uuid="aaaaaaaa-0000-4000-8000-000000000001",
    typ=Kode("0200", "urn:xoev-de:xbau:codeliste:xbau-nachrichten", "4.0"),
    erstellt=datetime(2026, 3, 2, 7, tzinfo=UTC),
    erstellt_text="2026-03-02T08:00:00+01:00",
    leser=Partner("bab:16071000"),
    autor=Partner("bap:16000009"),
)
ANTWORT = Antwort(
    version="2.6",
    nachrichten_uuid="bbbbbbbb-0000-4000-8000-000000000001",
    erstellt=datetime(2026, 11, 23, 9, tzinfo=UTC),
    autor=Partner("bab:16071000", "Landratsamt Weimarer Land"),
    leser=Partner("bap:16000009", "Portal"),
    referenz="cccccccc-0000-4000-8000-000000000001",
    aktenzeichen="AP-2026-00417",
    bezug=KOPF,
)
BESCHEID = Bescheidnachricht(
    antwort=ANTWORT,
    art=Bescheidart.GENEHMIGUNG,
    anlage=Bescheidanlage(
        "urn_uuid_dddddddd-0000-4000-8000-000000000001",
        "Bescheid_AP-2026-00417.pdf",
        date(2026, 11, 23),
        22_000,
        "ab" * 32,
    ),
    rechtsbehelf=("Sie können Widerspruch erheben.", "Er ist bei „uns“ zu erheben – oder nicht."),
    abweichungen=(
        BearbeiteteAbweichung(
            "EEEEEEEE-0000-4000-8000-000000000001",
            Kode("3"),
            "§ 6 Abs. 5 ThürBO",
            zugelassen=True,
            begruendung="Der Nachbar stimmt zu.",
        ),
        BearbeiteteAbweichung(
            "eeeeeeee-0000-4000-8000-000000000002", Kode("1"), "§ 31 BauGB", zugelassen=False
        ),
    ),
    nebenbestimmungen=(
        Nebenbestimmung("Das Dach ist <rot> & gedeckt.", Nebenbestimmungsart.AUFLAGE),
        Nebenbestimmung("Erst prüfen.\nDann bauen.", Nebenbestimmungsart.BEDINGUNG),
        Nebenbestimmung("Widerruf bleibt vorbehalten.", Nebenbestimmungsart.VORBEHALT),
    ),
    begruendung="Keine Vorschrift steht entgegen.",
    hinweise=("Zeigen Sie den Baubeginn an.", "Die Genehmigung erlischt nach drei Jahren."),
)

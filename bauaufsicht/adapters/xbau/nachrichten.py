"""The known messages of each version: root element, number, and what the intake does with them.

Source: service cut of the WSDLs and global elements of the XSDs of XBau-Hochbau 2.4.0.1, 2.5, 2.6
and their Kernmodul versions. The number is the last part of the root's name; 11xx and 12xx are
Kernmodul messages.
"""

# ruff: noqa: SIM905 - one name per line reads better than a list of quoted strings
from typing import Final

from bauaufsicht.domain.nachricht import ANTRAGSNUMMERN, Nachrichtenart

_NUMMERNSTELLEN: Final = 4
_ALLE: Final = frozenset(
    """
    prozessnachrichten.aenderungProjektraumdaten.0100
    bauberatung.anfrage.0110
    bauberatung.auskunft.0111
    akteneinsicht.antrag.0120
    akteneinsicht.formellePruefung.0121
    akteneinsicht.antragGeaendert.0122
    akteneinsicht.ergebnis.0123
    akteneinsicht.anforderungGrundbuchauszug.0125
    akteneinsicht.uebermittlungGrundbuchauszug.0126
    baugenehmigung.antrag.0200
    baugenehmigung.formellePruefung.0201
    baugenehmigung.antragGeaendert.0202
    baugenehmigung.anhoerung.0203
    baugenehmigung.stellungnahme.0204
    baugenehmigung.bescheid.0205
    vorbescheid.antrag.0210
    vorbescheid.formellePruefung.0211
    vorbescheid.antragGeaendert.0212
    vorbescheid.anhoerung.0213
    vorbescheid.stellungnahme.0214
    vorbescheid.bescheid.0215
    abweichung.antrag.0220
    abweichung.formellePruefung.0221
    abweichung.antragGeaendert.0222
    abweichung.anhoerung.0223
    abweichung.stellungnahme.0224
    abweichung.bescheid.0225
    teilbaugenehmigung.antrag.0230
    teilbaugenehmigung.formellePruefung.0231
    teilbaugenehmigung.antragGeaendert.0232
    teilbaugenehmigung.anhoerung.0233
    teilbaugenehmigung.stellungnahme.0234
    teilbaugenehmigung.bescheid.0235
    grundstuecksteilung.antrag.0240
    grundstuecksteilung.formellePruefung.0241
    grundstuecksteilung.antragGeaendert.0242
    grundstuecksteilung.anhoerung.0243
    grundstuecksteilung.stellungnahme.0244
    grundstuecksteilung.bescheid.0245
    abgeschlossenheit.antrag.0250
    abgeschlossenheit.formellePruefung.0251
    abgeschlossenheit.antragGeaendert.0252
    abgeschlossenheit.anhoerung.0253
    abgeschlossenheit.stellungnahme.0254
    abgeschlossenheit.bescheid.0255
    verlaengerung.antrag.0260
    verlaengerung.formellePruefung.0261
    verlaengerung.antragGeaendert.0262
    verlaengerung.anhoerung.0263
    verlaengerung.stellungnahme.0264
    verlaengerung.bescheid.0265
    beteiligung.aufforderung.0300
    beteiligung.formellePruefung.0301
    beteiligung.aufforderungKorrektur.0302
    beteiligung.stellungnahme.0303
    beteiligung.ruecknahme.0304
    beteiligung.zwischennachricht.0305
    beteiligung.reaktionZwischennachricht.0306
    informationsempfaenger.benachrichtigung.0400
    genehmigungsfreistellung.anzeige.0600
    genehmigungsfreistellung.anzeigeBAB.0601
    genehmigungsfreistellung.ergebnis.0602
    genehmigungsfreistellung.ergebnisBAB.0603
    baulasten.vorlageErklaerung.0700
    baulasten.nachforderung.0701
    baulasten.information.0702
    baulastenverzeichnis.anfrage.0710
    baulastenverzeichnis.formellePruefung.0711
    baulastenverzeichnis.anfrageGeaendert.0712
    baulastenverzeichnis.auskunft.0713
    ueberwachungspflichtigeAnlagen.pruefbescheinigung.0800
    ueberwachungspflichtigeAnlagen.erinnerung.0801
    anzeige.baubeginn.0900
    anzeige.baubeginnUntersagung.0901
    anzeige.baubeginnBaufreigabe.0902
    anzeige.erklaerungGEG.0903
    anzeige.nutzungsaufnahme.0910
    anzeige.nutzungsaufnahmeUntersagung.0911
    anzeige.nutzungsaufnahmeBauabnahme.0912
    bauzustand.anzeige.0920
    bauzustand.befundliste.0921
    bauzustand.freigabe.0922
    kammernverzeichnis.anfrage.0930
    kammernverzeichnis.auskunft.0931
    anzeige.beseitigungAbsicht.0950
    anzeige.beseitigungGeaendert.0952
    anzeige.beseitigungUntersagung.0953
    anzeige.beseitigungBestaetigung.0955
    prozessnachrichten.rueckweisung.G2G.1100
    prozessnachrichten.eingangsbestaetigung.1120
    prozessnachrichten.aktenzeichen.1121
    prozessnachrichten.ruecknahme.1130
    prozessnachrichten.quittierungRuecknahme.1131
    prozessnachrichten.formellePruefungBefundliste.1140
    prozessnachrichten.zustellungSchreiben.1141
    prozessnachrichten.fachlicheKommunikation.1142
    prozessnachrichten.einstellenDokumente.1150
    prozessnachrichten.gebuehrenbescheid.1160
    """.split()
)
_NUR_2_4_0_1: Final = frozenset(
    """
    akteneinsicht.aktenraum.aufforderung.0127
    akteneinsicht.aktenraum.angelegt.0128
    akteneinsicht.zugriff.verweigern.0129
    akteneinsicht.aktenraum.loeschen.0130
    informationsempfaenger.statistikBaufertigstellung.0410
    informationsempfaenger.statistikBaugenehmigung.0411
    informationsempfaenger.statistikBauabgang.0412
    informationsempfaenger.statistikBauueberhang.0413
    informationsempfaenger.statistikBaubeginn.0414
    informationsempfaenger.statistikErloscheneBaugenehmigung.0415
    informationsempfaenger.statistikUnterDachRohbaufertig.0416
    bautechnischeNachweise.pruefauftrag.0500
    bautechnischeNachweise.auftragsbestaetigung.0501
    bautechnischeNachweise.formellePruefung.0502
    bautechnischeNachweise.pruefauftragKorrektur.0503
    bautechnischeNachweise.anforderungNachbesserung.0504
    bautechnischeNachweise.nachbesserung.0505
    bautechnischeNachweise.pruefbericht.0506
    bautechnischeNachweise.rechnung.0507
    """.split()
)
_AB_2_5: Final = frozenset(
    """
    prozessnachrichten.aktenraum.anlegen.0150
    prozessnachrichten.aktenraum.angelegt.0151
    prozessnachrichten.aktenraum.zugriffVerweigern.0152
    angrenzer.stellungnahme.0310
    informationsempfaenger.benachrichtigungUV.0401
    statistik.datenBauvorhaben.0420
    statistik.baugenehmigung.0421
    statistik.erloscheneBaugenehmigung.0422
    statistik.baubeginn.0423
    statistik.fertigstellungRohbau.0424
    statistik.baufertigstellung.0425
    statistik.bauabgang.0426
    statistik.bauueberhang.0427
    pruefingenieure.pruefauftrag.0500
    pruefingenieure.auftragsbestaetigung.0501
    pruefingenieure.formellePruefung.0502
    pruefingenieure.pruefauftragKorrektur.0503
    pruefingenieure.nachforderungUnterlagen.0504
    pruefingenieure.angepassteUnterlagen.0505
    pruefingenieure.pruefbericht.0506
    pruefingenieure.mitteilungBaubeginnsanzeige.0508
    prozessnachrichten.statusFuerAntragsportal.1170
    universellerAntrag.antrag.1200
    universellerAntrag.angepassterAntrag.1202
    universellerAntrag.materiellePruefungBefundliste.1203
    universellerAntrag.stellungnahme.1204
    universellerAntrag.bescheid.1205
    """.split()
)
_AB_2_6: Final = frozenset(
    """
    baulasten.eintragung.0703
    baulasten.korrekturErklaerung.0704
    baulastloeschung.antrag.0720
    baulastloeschung.nachforderung.0721
    baulastloeschung.korrekturAntrag.0722
    baulastloeschung.stellungnahmeAufforderung.0723
    baulastloeschung.stellungnahme.0724
    baulastloeschung.loeschungEintrag.0725
    baulastloeschung.information.0726
    anzeige.baubeginnAeusserung.0904
    anzeige.nutzungsaufnahmeAeusserung.0913
    bauzustand.aeusserung.0923
    prozessnachrichten.generischeQuittierungEingang.1180
    prozessnachrichten.generischeRueckmeldungAbruf.1181
    """.split()
)

NACHRICHTEN_2_4_0_1: Final = _ALLE | _NUR_2_4_0_1
NACHRICHTEN_2_5: Final = _ALLE | _AB_2_5
NACHRICHTEN_2_6: Final = NACHRICHTEN_2_5 | _AB_2_6

_ARTEN: Final = {
    **dict.fromkeys(ANTRAGSNUMMERN, Nachrichtenart.ERSTANTRAG),
    **dict.fromkeys(("0202", "1130"), Nachrichtenart.FOLGENACHRICHT),
    **dict.fromkeys(("1100", "1180", "1181"), Nachrichtenart.PROTOKOLL),
}


def get_nachrichtenart(nummer: str) -> Nachrichtenart:
    """What happens with a message of this number; SONSTIGE waits for a person."""
    return _ARTEN.get(nummer, Nachrichtenart.SONSTIGE)


def get_nummer(wurzel: str) -> str | None:
    """Number at the end of a root's local name (`baugenehmigung.antrag.0200`), if there is one."""
    ende = wurzel.rpartition(".")[2]
    return ende if len(ende) == _NUMMERNSTELLEN and ende.isascii() and ende.isdigit() else None


def is_kernmodul(nummer: str) -> bool:
    """Whether messages of this number live in the namespace of the Kernmodul."""
    return nummer.startswith(("11", "12"))

"""Replies of the authority in the version of the request: 0205, 1100, 1120, 1121 and 1131.

The four of the Kernmodul are unqualified below their root, except the parts of a message
identification, which belong to the XÖV base message.
"""

import base64
from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.bausteine import (
    check_identitaet,
    create_wurzel,
    get_referenz,
    render_nachricht,
    write_bezug,
    write_identifikation,
    write_information,
    write_kode,
    write_text,
)
from bauaufsicht.adapters.xbau.bescheid import write_bescheid
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.adapters.xbau.versionen import LISTE_FEHLERKENNZAHLEN
from bauaufsicht.domain.bescheidnachricht import Bescheidnachricht
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.nachricht import Antwort, Kode

_FEHLERKENNZAHLEN_VERSION: Final = "2.2"


class XbauSchreiber:
    """Writes replies (port NachrichtenSchreiber); bytes are UTF-8 XML."""

    def __init__(self, schemata: Schemata) -> None:
        self._schemata = schemata

    def write_rueckweisung(self, antwort: Antwort) -> bytes:
        """1100: refuse a message. Fachfehler without reason, without the message, or without its
        identity.
        """
        wurzel = create_wurzel("1100", antwort)
        if not antwort.gruende or antwort.rohdaten is None:
            raise Fachfehler(
                "Eine Zurückweisung braucht mindestens einen Grund und die "
                "zurückgewiesene Nachricht."
            )
        daten = etree.SubElement(wurzel, "rueckweisungDaten")
        for grund in antwort.gruende:
            element = etree.SubElement(daten, "rueckweisungsgrund")
            kode = Kode(grund.kennzahl, LISTE_FEHLERKENNZAHLEN, _FEHLERKENNZAHLEN_VERSION)
            write_kode(element, "grund", kode)
            write_text(element, "fehlertext", grund.text)
        if not check_identitaet(antwort.bezug):
            raise Fachfehler(
                "Die Nachricht kann nicht mit einer XBau-Nachricht "
                "zurückgewiesen werden: In ihrem Kopf fehlen "
                "Nachrichten-ID, Nachrichtentyp oder Zeitpunkt. Bitte "
                "verständigen Sie den Absender auf anderem Weg."
            )
        write_identifikation(daten, "idNachricht", antwort.bezug)
        etree.SubElement(daten, "nachricht").text = base64.b64encode(antwort.rohdaten).decode(
            "ascii"
        )
        return render_nachricht(wurzel)

    def write_eingangsbestaetigung(self, antwort: Antwort) -> bytes:
        """1120: confirm receipt. Fachfehler if nothing tells the reader what was received."""
        wurzel = create_wurzel("1120", antwort)
        if get_referenz(antwort) is None and not check_identitaet(antwort.bezug):
            raise Fachfehler(
                "Eine Eingangsbestätigung braucht die Referenz des "
                "Antragsservice oder die Bezugsnachricht."
            )
        write_bezug(wurzel, antwort, mit_nachricht=True)
        write_information(wurzel, antwort)
        return render_nachricht(wurzel)

    def write_aktenzeichen(self, antwort: Antwort) -> bytes:
        """1121: tell the Aktenzeichen. Fachfehler without Aktenzeichen or referenz; it has no
        bezugNachricht.
        """
        wurzel = create_wurzel("1121", antwort)
        if get_referenz(antwort) is None or not (antwort.aktenzeichen or "").strip():
            raise Fachfehler(
                "Die Mitteilung des Aktenzeichens braucht die Referenz des "
                "Antragsservice und das Aktenzeichen."
            )
        write_bezug(wurzel, antwort, mit_nachricht=False)
        return render_nachricht(wurzel)

    def write_quittierung_ruecknahme(self, antwort: Antwort) -> bytes:
        """1131: answer a withdrawal (1130). Fachfehler if it is not said whether it is accepted."""
        wurzel = create_wurzel("1131", antwort)
        if antwort.akzeptiert is None:
            raise Fachfehler(
                "Die Antwort auf eine Rücknahme muss sagen, ob die Rücknahme angenommen ist."
            )
        if get_referenz(antwort) is None and not check_identitaet(antwort.bezug):
            raise Fachfehler(
                "Die Antwort auf eine Rücknahme braucht die Referenz des "
                "Antragsservice oder die Bezugsnachricht."
            )
        write_bezug(wurzel, antwort, mit_nachricht=True)
        etree.SubElement(wurzel, "ruecknahmeAkzeptiert").text = (
            "true" if antwort.akzeptiert else "false"
        )
        write_information(wurzel, antwort)
        return render_nachricht(wurzel)

    def write_bescheid(self, nachricht: Bescheidnachricht) -> bytes:
        """0205: the decision, with its PDF as attachment. Fachfehler if it says too little."""
        return write_bescheid(nachricht)

    def check_schema(self, version: str, rohdaten: bytes) -> bool | None:
        """Whether the reply is valid; None when the schema of the version is not set up."""
        try:
            wurzel = etree.fromstring(rohdaten, etree.XMLParser(huge_tree=True, no_network=True))
        except etree.XMLSyntaxError:
            return False
        verstoesse = self._schemata.check_nachricht(version, wurzel)
        return None if verstoesse is None else not verstoesse

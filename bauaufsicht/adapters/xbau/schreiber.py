"""Replies of the authority: 1100, 1120, 1121 and 1131 in the version of the request.

All four live in the Kernmodul; below the root everything is unqualified, except the parts of a
message identification, which belong to the XÖV base message. The root carries a prefix: with a
default namespace lxml forgets `xmlns=""` on children without namespace, and the message would be
wrong.
"""

import base64
import re
import unicodedata
from datetime import datetime
from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.knoten import ORTSZEIT, UUID_FORM, compute_zeitpunkt
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.adapters.xbau.versionen import (
    LISTE_FEHLERKENNZAHLEN,
    LISTE_VERZEICHNISDIENST,
    NS_G2G,
    STANDARD_KERNMODUL,
    VERSIONEN,
    Version,
)
from bauaufsicht.domain.din91379 import format_datentyp_c
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.nachricht import Antwort, Kode, Nachrichtenkopf, Partner

PRODUKT: Final = "bauaufsicht"
PRODUKTHERSTELLER: Final = "Projekt bauaufsicht"
_FEHLERKENNZAHLEN_VERSION: Final = "2.2"
_DVDV: Final = Kode("DVDV", LISTE_VERZEICHNISDIENST, "1")
_WURZELN: Final = {
    "1100": "prozessnachrichten.rueckweisung.G2G.1100",
    "1120": "prozessnachrichten.eingangsbestaetigung.1120",
    "1121": "prozessnachrichten.aktenzeichen.1121",
    "1131": "prozessnachrichten.quittierungRuecknahme.1131",
}
_URN: Final = re.compile(r"urn:[A-Za-z0-9:._-]+")
# Characters that XML 1.0 cannot carry, and invisible ones that turn or break the line of a reader.
_NICHT_IN_XML: Final = re.compile(
    ""
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad]"
)


class XbauSchreiber:
    """Writes replies (port NachrichtenSchreiber); bytes are UTF-8 XML."""

    def __init__(self, schemata: Schemata) -> None:
        self._schemata = schemata

    def write_rueckweisung(self, antwort: Antwort) -> bytes:
        """1100: refuse a message. Fachfehler without reason, without the message, or without its
        identity.
        """
        wurzel = _build_wurzel("1100", antwort)
        if not antwort.gruende or antwort.rohdaten is None:
            raise Fachfehler(
                "Eine Zurückweisung braucht mindestens einen Grund und die "
                "zurückgewiesene Nachricht."
            )
        daten = etree.SubElement(wurzel, "rueckweisungDaten")
        for grund in antwort.gruende:
            element = etree.SubElement(daten, "rueckweisungsgrund")
            kode = Kode(grund.kennzahl, LISTE_FEHLERKENNZAHLEN, _FEHLERKENNZAHLEN_VERSION)
            _add_kode(element, "grund", kode)
            _add_text(element, "fehlertext", grund.text)
        if not _has_identitaet(antwort.bezug):
            raise Fachfehler(
                "Die Nachricht kann nicht mit einer XBau-Nachricht "
                "zurückgewiesen werden: In ihrem Kopf fehlen "
                "Nachrichten-ID, Nachrichtentyp oder Zeitpunkt. Bitte "
                "verständigen Sie den Absender auf anderem Weg."
            )
        _add_identifikation(daten, "idNachricht", antwort.bezug)
        etree.SubElement(daten, "nachricht").text = base64.b64encode(antwort.rohdaten).decode(
            "ascii"
        )
        return _render(wurzel)

    def write_eingangsbestaetigung(self, antwort: Antwort) -> bytes:
        """1120: confirm receipt. Fachfehler if nothing tells the reader what was received."""
        wurzel = _build_wurzel("1120", antwort)
        if _get_referenz(antwort) is None and not _has_identitaet(antwort.bezug):
            raise Fachfehler(
                "Eine Eingangsbestätigung braucht die Referenz des "
                "Antragsservice oder die Bezugsnachricht."
            )
        _add_bezug(wurzel, antwort, mit_nachricht=True)
        _add_information(wurzel, antwort)
        return _render(wurzel)

    def write_aktenzeichen(self, antwort: Antwort) -> bytes:
        """1121: tell the Aktenzeichen. Fachfehler without Aktenzeichen or referenz; it has no
        bezugNachricht.
        """
        wurzel = _build_wurzel("1121", antwort)
        if _get_referenz(antwort) is None or not (antwort.aktenzeichen or "").strip():
            raise Fachfehler(
                "Die Mitteilung des Aktenzeichens braucht die Referenz des "
                "Antragsservice und das Aktenzeichen."
            )
        _add_bezug(wurzel, antwort, mit_nachricht=False)
        return _render(wurzel)

    def write_quittierung_ruecknahme(self, antwort: Antwort) -> bytes:
        """1131: answer a withdrawal (1130). Fachfehler if it is not said whether it is accepted."""
        wurzel = _build_wurzel("1131", antwort)
        if antwort.akzeptiert is None:
            raise Fachfehler(
                "Die Antwort auf eine Rücknahme muss sagen, ob die Rücknahme angenommen ist."
            )
        if _get_referenz(antwort) is None and not _has_identitaet(antwort.bezug):
            raise Fachfehler(
                "Die Antwort auf eine Rücknahme braucht die Referenz des "
                "Antragsservice oder die Bezugsnachricht."
            )
        _add_bezug(wurzel, antwort, mit_nachricht=True)
        etree.SubElement(wurzel, "ruecknahmeAkzeptiert").text = (
            "true" if antwort.akzeptiert else "false"
        )
        _add_information(wurzel, antwort)
        return _render(wurzel)

    def check_schema(self, version: str, rohdaten: bytes) -> bool | None:
        """Whether the reply is valid; None when the schema of the version is not set up."""
        try:
            wurzel = etree.fromstring(rohdaten, etree.XMLParser(huge_tree=True, no_network=True))
        except etree.XMLSyntaxError:
            return False
        verstoesse = self._schemata.check_nachricht(version, wurzel)
        return None if verstoesse is None else not verstoesse


def _build_wurzel(nummer: str, antwort: Antwort) -> etree._Element:
    version = VERSIONEN.get(antwort.version)
    if version is None:
        raise Fachfehler(f"Die XBau-Version {antwort.version} wird nicht angeboten.")
    wurzel = etree.Element(
        f"{{{version.ns_kernmodul}}}{_WURZELN[nummer]}",
        nsmap={"xbauk": version.ns_kernmodul, "g2g": NS_G2G},
    )
    wurzel.set("produkt", PRODUKT)
    wurzel.set("produkthersteller", PRODUKTHERSTELLER)
    wurzel.set("standard", STANDARD_KERNMODUL)
    if antwort.test:
        wurzel.set("test", "true")
    wurzel.set("version", version.kernmodul)
    _add_kopf(wurzel, nummer, version, antwort)
    return wurzel


def _add_kopf(wurzel: etree._Element, nummer: str, version: Version, antwort: Antwort) -> None:
    kopf = etree.SubElement(wurzel, "nachrichtenkopf.g2g")
    identifikation = etree.SubElement(kopf, "identifikation.nachricht")
    etree.SubElement(identifikation, "nachrichtenUUID").text = antwort.nachrichten_uuid.lower()
    _add_kode(identifikation, "nachrichtentyp", Kode(nummer, *version.get_nachrichtenliste(nummer)))
    etree.SubElement(identifikation, "erstellungszeitpunkt").text = _format_zeitpunkt(
        antwort.erstellt
    )
    for name, partner in (("leser", antwort.leser), ("autor", antwort.autor)):
        _add_partner(kopf, name, partner)


def _add_partner(kopf: etree._Element, name: str, partner: Partner) -> None:
    element = etree.SubElement(kopf, name)
    dienst = partner.verzeichnisdienst or _DVDV
    wert = _format_freitext(dienst.wert) or _DVDV.wert
    version = _format_freitext(dienst.listenversion or "") or _DVDV.listenversion
    _add_kode(element, "verzeichnisdienst", Kode(wert, LISTE_VERZEICHNISDIENST, version))
    kennung = format_datentyp_c(partner.kennung).strip()
    if not kennung:
        raise Fachfehler(f"Ohne Behördenkennung ({name}) ist keine Antwort möglich.")
    etree.SubElement(element, "kennung").text = kennung
    etree.SubElement(element, "name").text = format_datentyp_c(partner.name).strip() or kennung


def _add_bezug(wurzel: etree._Element, antwort: Antwort, *, mit_nachricht: bool) -> None:
    bezug = etree.SubElement(wurzel, "bezug")
    referenz = _get_referenz(antwort)
    if referenz is not None:
        etree.SubElement(bezug, "referenz").text = referenz
    _add_text(bezug, "vorgang", antwort.aktenzeichen)
    if mit_nachricht and _has_identitaet(antwort.bezug):
        _add_identifikation(bezug, "bezugNachricht", antwort.bezug)


def _get_referenz(antwort: Antwort) -> str | None:
    """The case id of the portal; one without the form of a UUID would make the reply invalid and is
    left out.
    """
    referenz = antwort.referenz or ""
    return referenz.lower() if UUID_FORM.fullmatch(referenz) else None


def _has_identitaet(kopf: Nachrichtenkopf | None) -> bool:
    """Whether a head carries the three values that an identification must have, in legal form."""
    if kopf is None or kopf.typ is None:
        return False
    return (
        UUID_FORM.fullmatch(kopf.nachrichten_uuid or "") is not None
        and compute_zeitpunkt(kopf.erstellt_text or "") is not None
        and bool(_format_freitext(kopf.typ.wert))
    )


def _add_identifikation(eltern: etree._Element, name: str, kopf: Nachrichtenkopf | None) -> None:
    if kopf is None or kopf.typ is None:
        return
    element = etree.SubElement(eltern, name)
    etree.SubElement(element, f"{{{NS_G2G}}}nachrichtenUUID").text = kopf.nachrichten_uuid
    # What the other side wrote here is no reason for an invalid reply of ours: the list is
    # optional.
    liste = kopf.typ.liste if _URN.fullmatch(kopf.typ.liste or "") else None
    _add_kode(
        element, f"{{{NS_G2G}}}nachrichtentyp", Kode(kopf.typ.wert, liste, kopf.typ.listenversion)
    )
    etree.SubElement(element, f"{{{NS_G2G}}}erstellungszeitpunkt").text = kopf.erstellt_text


def _add_kode(eltern: etree._Element, name: str, kode: Kode) -> None:
    element = etree.SubElement(eltern, name)
    for attribut, wert in (("listURI", kode.liste), ("listVersionID", kode.listenversion)):
        if wert and _format_freitext(wert):
            element.set(attribut, _format_freitext(wert))
    etree.SubElement(element, "code").text = _format_freitext(kode.wert)


def _add_text(eltern: etree._Element, name: str, text: str | None) -> None:
    """A field of datatype C; an empty one is left out, because XBau forbids empty elements."""
    inhalt = format_datentyp_c(text or "").strip()
    if inhalt:
        etree.SubElement(eltern, name).text = inhalt


def _add_information(wurzel: etree._Element, antwort: Antwort) -> None:
    """Paragraphs of type Text: free characters, so quotation marks and dashes stay as they were
    typed.
    """
    absaetze = [a for text in antwort.text if (a := _format_freitext(text))]
    if absaetze:
        information = etree.SubElement(wurzel, "information")
        for absatz in absaetze:
            etree.SubElement(information, "textabsatz").text = absatz


def _format_freitext(text: str) -> str:
    return _NICHT_IN_XML.sub("", unicodedata.normalize("NFC", text)).strip()


def _format_zeitpunkt(zeitpunkt: datetime) -> str:
    return zeitpunkt.astimezone(ORTSZEIT).isoformat(timespec="seconds")


def _render(wurzel: etree._Element) -> bytes:
    return etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8", pretty_print=True)

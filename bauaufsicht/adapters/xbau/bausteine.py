"""What all messages of the authority are built of: root, head, codes, texts.

The root carries a prefix: with a default namespace lxml forgets `xmlns=""` on children without
namespace, and the message would be wrong.
"""

import base64
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.knoten import ORTSZEIT, UUID_FORM, compute_zeitpunkt
from bauaufsicht.adapters.xbau.nachrichten import is_kernmodul
from bauaufsicht.adapters.xbau.versionen import (
    LISTE_VERZEICHNISDIENST,
    NS_G2G,
    STANDARD_HOCHBAU,
    STANDARD_KERNMODUL,
    VERSIONEN,
    Version,
)
from bauaufsicht.domain.din91379 import format_datentyp_c
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.nachricht import Antwort, Kode, Nachrichtenkopf, Partner

PRODUKT: Final = "bauaufsicht"
PRODUKTHERSTELLER: Final = "Projekt bauaufsicht"
_DVDV: Final = Kode("DVDV", LISTE_VERZEICHNISDIENST, "1")
_WURZELN: Final = {
    "0205": "baugenehmigung.bescheid.0205",
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


def create_wurzel(nummer: str, antwort: Antwort) -> etree._Element:
    """The root of a message with its head. Fachfehler if the version is not offered."""
    version = get_version(antwort)
    im_kernmodul = is_kernmodul(nummer)
    namensraum = version.ns_kernmodul if im_kernmodul else version.ns_hochbau
    wurzel = etree.Element(
        f"{{{namensraum}}}{_WURZELN[nummer]}",
        nsmap={"xbauk" if im_kernmodul else "xbau": namensraum, "g2g": NS_G2G},
    )
    wurzel.set("produkt", PRODUKT)
    wurzel.set("produkthersteller", PRODUKTHERSTELLER)
    wurzel.set("standard", STANDARD_KERNMODUL if im_kernmodul else STANDARD_HOCHBAU)
    if antwort.test:
        wurzel.set("test", "true")
    wurzel.set("version", version.kernmodul if im_kernmodul else version.hochbau)
    _write_kopf(wurzel, nummer, version, antwort)
    return wurzel


def get_version(antwort: Antwort) -> Version:
    """The version to write in. Fachfehler if it is not offered."""
    version = VERSIONEN.get(antwort.version)
    if version is None:
        raise Fachfehler(f"Die XBau-Version {antwort.version} wird nicht angeboten.")
    return version


def _write_kopf(wurzel: etree._Element, nummer: str, version: Version, antwort: Antwort) -> None:
    kopf = etree.SubElement(wurzel, "nachrichtenkopf.g2g")
    identifikation = etree.SubElement(kopf, "identifikation.nachricht")
    etree.SubElement(identifikation, "nachrichtenUUID").text = antwort.nachrichten_uuid.lower()
    write_kode(
        identifikation, "nachrichtentyp", Kode(nummer, *version.get_nachrichtenliste(nummer))
    )
    etree.SubElement(identifikation, "erstellungszeitpunkt").text = _format_zeitpunkt(
        antwort.erstellt
    )
    for name, partner in (("leser", antwort.leser), ("autor", antwort.autor)):
        _write_partner(kopf, name, partner)


def _write_partner(kopf: etree._Element, name: str, partner: Partner) -> None:
    element = etree.SubElement(kopf, name)
    dienst = partner.verzeichnisdienst or _DVDV
    wert = format_freitext(dienst.wert) or _DVDV.wert
    version = format_freitext(dienst.listenversion or "") or _DVDV.listenversion
    write_kode(element, "verzeichnisdienst", Kode(wert, LISTE_VERZEICHNISDIENST, version))
    kennung = format_datentyp_c(partner.kennung).strip()
    if not kennung:
        raise Fachfehler(f"Ohne Behördenkennung ({name}) ist keine Antwort möglich.")
    etree.SubElement(element, "kennung").text = kennung
    etree.SubElement(element, "name").text = format_datentyp_c(partner.name).strip() or kennung


def write_bezug(
    wurzel: etree._Element, antwort: Antwort, *, mit_nachricht: bool, name: str = "bezug"
) -> None:
    """What the message belongs to; `name` is qualified in messages of the Hochbau."""
    bezug = etree.SubElement(wurzel, name)
    referenz = get_referenz(antwort)
    if referenz is not None:
        etree.SubElement(bezug, "referenz").text = referenz
    write_text(bezug, "vorgang", antwort.aktenzeichen)
    if mit_nachricht and check_identitaet(antwort.bezug):
        write_identifikation(bezug, "bezugNachricht", antwort.bezug)


def get_referenz(antwort: Antwort) -> str | None:
    """The case id of the portal; one without the form of a UUID would make the reply invalid and is
    left out.
    """
    referenz = antwort.referenz or ""
    return referenz.lower() if UUID_FORM.fullmatch(referenz) else None


def check_identitaet(kopf: Nachrichtenkopf | None) -> bool:
    """Whether a head carries the three values that an identification must have, in legal form."""
    if kopf is None or kopf.typ is None:
        return False
    return (
        UUID_FORM.fullmatch(kopf.nachrichten_uuid or "") is not None
        and compute_zeitpunkt(kopf.erstellt_text or "") is not None
        and bool(format_freitext(kopf.typ.wert))
    )


def write_identifikation(eltern: etree._Element, name: str, kopf: Nachrichtenkopf | None) -> None:
    """Which message it was; nothing if that is not known."""
    if kopf is None or kopf.typ is None:
        return
    element = etree.SubElement(eltern, name)
    etree.SubElement(element, f"{{{NS_G2G}}}nachrichtenUUID").text = kopf.nachrichten_uuid
    # What the other side wrote here is no reason for an invalid reply of ours: the list is
    # optional.
    liste = kopf.typ.liste if _URN.fullmatch(kopf.typ.liste or "") else None
    write_kode(
        element, f"{{{NS_G2G}}}nachrichtentyp", Kode(kopf.typ.wert, liste, kopf.typ.listenversion)
    )
    etree.SubElement(element, f"{{{NS_G2G}}}erstellungszeitpunkt").text = kopf.erstellt_text


def write_kode(eltern: etree._Element, name: str, kode: Kode) -> None:
    """A code with its list."""
    element = etree.SubElement(eltern, name)
    for attribut, wert in (("listURI", kode.liste), ("listVersionID", kode.listenversion)):
        if wert and format_freitext(wert):
            element.set(attribut, format_freitext(wert))
    etree.SubElement(element, "code").text = format_freitext(kode.wert)


def write_text(eltern: etree._Element, name: str, text: str | None) -> None:
    """A field of datatype C; an empty one is left out, because XBau forbids empty elements."""
    inhalt = format_datentyp_c(text or "").strip()
    if inhalt:
        etree.SubElement(eltern, name).text = inhalt


def write_information(wurzel: etree._Element, antwort: Antwort) -> None:
    """Paragraphs of type Text: free characters, so quotation marks and dashes stay as they were
    typed.
    """
    write_absaetze(wurzel, "information", antwort.text)


def write_absaetze(eltern: etree._Element, name: str, texte: Iterable[str]) -> None:
    """An element of type Text, one paragraph each; without any it is left out."""
    absaetze = [a for text in texte if (a := format_freitext(text))]
    if absaetze:
        element = etree.SubElement(eltern, name)
        for absatz in absaetze:
            etree.SubElement(element, "textabsatz").text = absatz


def write_formatiert(eltern: etree._Element, name: str, text: str) -> None:
    """An element of type TextFormatiert (base64 of HTML body content); empty it is left out.

    Only paragraphs, and nothing of the text is markup.
    """
    absaetze = [a for zeile in text.splitlines() if (a := format_freitext(zeile))]
    if absaetze:
        html = "".join(f"<p>{escape(absatz, quote=False)}</p>" for absatz in absaetze)
        element = etree.SubElement(eltern, name)
        etree.SubElement(element, "text").text = base64.b64encode(html.encode()).decode("ascii")


def check_text(text: str) -> bool:
    """Whether anything of a text is left to be written: XBau forbids empty elements."""
    return bool(format_freitext(text))


def format_freitext(text: str) -> str:
    """A text as XML can carry it: NFC, nothing invisible, no blanks around it."""
    return _NICHT_IN_XML.sub("", unicodedata.normalize("NFC", text)).strip()


def _format_zeitpunkt(zeitpunkt: datetime) -> str:
    return zeitpunkt.astimezone(ORTSZEIT).isoformat(timespec="seconds")


def render_nachricht(wurzel: etree._Element) -> bytes:
    """The bytes of a message (UTF-8)."""
    return etree.tostring(wurzel, xml_declaration=True, encoding="UTF-8", pretty_print=True)

"""0205: the decision, in the version of the request, with its PDF as attachment.

Elements of the Hochbau are qualified, those of the Kernmodul below them are not. The bytes of the
PDF come with the transport; the message names them by dokumentid, size and SHA-256.
"""

from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.bausteine import (
    check_text,
    create_wurzel,
    get_referenz,
    get_version,
    render_nachricht,
    write_absaetze,
    write_bezug,
    write_formatiert,
    write_kode,
)
from bauaufsicht.adapters.xbau.knoten import UUID_FORM
from bauaufsicht.adapters.xbau.versionen import Version
from bauaufsicht.domain.bescheid import Bescheidart, Nebenbestimmung, Nebenbestimmungsart
from bauaufsicht.domain.bescheidnachricht import (
    BearbeiteteAbweichung,
    Bescheidanlage,
    Bescheidnachricht,
)
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.nachricht import Kode

_ARTEN: Final = {
    Nebenbestimmungsart.BEDINGUNG: "1",
    Nebenbestimmungsart.AUFLAGE: "2",
    Nebenbestimmungsart.VORBEHALT: "3",
}
_ABWEICHUNGSARTEN: Final = frozenset("12345")  # abweichungart 2.0 and 2.1
_LISTE_ABWEICHUNGART: Final = ("urn:xoev-de:xbau:codeliste:abweichungart", "2.1")
# Which field of law a condition is of: the standard leaves the list open (type 4) and suggests the
# Fundstellennachweis of federal law, in which 213-1 is the BauGB.
_RECHTSBEREICH: Final = Kode("213-1", "urn:xoev-de:bund:bmj:codeliste:fundstellennachweis", "1.0")
_ANLAGEART: Final = Kode("5013", "urn:xoev-de:xbau:codeliste:anlagen", "3.0")  # Bescheid
_MIME: Final = Kode("application/pdf", "urn:xoev-de:xbau:codeliste:xbau-mimetypes", "1.0")


def write_bescheid(nachricht: Bescheidnachricht) -> bytes:
    """The message. Fachfehler without the case it belongs to, or without Rechtsbehelfsbelehrung."""
    version = get_version(nachricht.antwort)
    wurzel = create_wurzel("0205", nachricht.antwort)
    if get_referenz(nachricht.antwort) is None and not nachricht.antwort.aktenzeichen:
        raise Fachfehler(
            "Ein Bescheid braucht die Referenz des Antragsservice oder das Aktenzeichen."
        )
    if not any(check_text(text) for text in nachricht.rechtsbehelf):
        raise Fachfehler("Ein Bescheid braucht eine Rechtsbehelfsbelehrung.")
    write_bezug(wurzel, nachricht.antwort, mit_nachricht=True, name=_q(version, "bezug"))
    _write_inhalt(etree.SubElement(wurzel, _q(version, "bescheid")), version, nachricht)
    _write_anlage(etree.SubElement(wurzel, _q(version, "anlagen")), nachricht.anlage)
    return render_nachricht(wurzel)


def _q(version: Version, name: str) -> str:
    return f"{{{version.ns_hochbau}}}{name}"


def _write_inhalt(bescheid: etree._Element, version: Version, nachricht: Bescheidnachricht) -> None:
    tenor = etree.SubElement(bescheid, _q(version, "tenor"))
    genehmigt = nachricht.art is Bescheidart.GENEHMIGUNG
    etree.SubElement(tenor, _q(version, "istGenehmigung")).text = _format_wahrheit(genehmigt)
    for abweichung in nachricht.abweichungen:
        _write_abweichung(bescheid, version, abweichung)
    for nebenbestimmung in nachricht.nebenbestimmungen:
        if check_text(nebenbestimmung.text):
            _write_nebenbestimmung(bescheid, version, nebenbestimmung)
    write_formatiert(bescheid, _q(version, "begruendung"), nachricht.begruendung)
    write_absaetze(bescheid, _q(version, "rechtshelfsbelehrung"), nachricht.rechtsbehelf)
    write_formatiert(bescheid, _q(version, "hinweise"), "\n".join(nachricht.hinweise))


def _write_abweichung(
    bescheid: etree._Element, version: Version, abweichung: BearbeiteteAbweichung
) -> None:
    """One that the message cannot name, because the request gave it no kind, stands in the PDF."""
    kode = _compute_abweichungart(version, abweichung.art)
    benannt = not version.abweichung_mit_id or UUID_FORM.fullmatch(abweichung.id)
    if kode is None or not check_text(abweichung.vorschrift) or not benannt:
        return
    element = etree.SubElement(bescheid, _q(version, "abweichung"))
    if version.abweichung_mit_id:
        etree.SubElement(element, _q(version, "id")).text = abweichung.id.lower()
    etree.SubElement(element, _q(version, "istZugelassen")).text = _format_wahrheit(
        abweichung.zugelassen
    )
    write_kode(element, _q(version, "art"), kode)
    write_formatiert(element, _q(version, "vorschrift"), abweichung.vorschrift)
    write_formatiert(element, _q(version, "begruendung"), abweichung.begruendung)


def _compute_abweichungart(version: Version, art: Kode | None) -> Kode | None:
    """The kind as the request named it, in the list that the version fixes, if it fixes one."""
    if art is None:
        return None
    fest = version.listen.get("abweichung/art")
    if fest is None:
        liste, listenversion = _LISTE_ABWEICHUNGART
        return Kode(art.wert, art.liste or liste, art.listenversion or listenversion)
    return Kode(art.wert, *fest) if art.wert in _ABWEICHUNGSARTEN else None


def _write_nebenbestimmung(
    bescheid: etree._Element, version: Version, nebenbestimmung: Nebenbestimmung
) -> None:
    element = etree.SubElement(bescheid, _q(version, "nebenbestimmung"))
    art = Kode(_ARTEN[nebenbestimmung.art], *version.listen["nebenbestimmung/art"])
    write_kode(element, _q(version, "art"), art)
    write_kode(element, _q(version, "rechtsbereich"), _RECHTSBEREICH)
    write_formatiert(element, _q(version, "nebenbestimmung"), nebenbestimmung.text)


def _write_anlage(anlagen: etree._Element, anlage: Bescheidanlage) -> None:
    element = etree.SubElement(anlagen, "anlage")
    etree.SubElement(element, "bezeichnung").text = "Bescheid"
    etree.SubElement(element, "versionsnummer").text = "1"
    etree.SubElement(element, "datum").text = anlage.datum.isoformat()
    write_kode(element, "anlageart", _ANLAGEART)
    write_kode(element, "mimeType", _MIME)
    ort = etree.SubElement(element, "anhangOderVerlinkung")
    anhang = etree.SubElement(ort, "anhang")
    anhang.set("filesize", str(anlage.groesse))
    anhang.set("hashValue", anlage.sha256)
    etree.SubElement(anhang, "dokumentid").text = anlage.dokumentid
    etree.SubElement(anhang, "dateiname").text = anlage.dateiname


def _format_wahrheit(wert: bool) -> str:
    return "true" if wert else "false"

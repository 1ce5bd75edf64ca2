"""Every value of a message with its place, so that nothing that was sent gets lost."""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.knoten import Knoten, Rahmen, get_lokalen_namen
from bauaufsicht.domain.nachricht import Angabe

_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance"
_LISTENATTRIBUTE: Final = frozenset({"listURI", "listVersionID"})


def read_angaben(wurzel: Knoten) -> tuple[Angabe, ...]:
    """All values except those of the head.

    The place counts from below the root: `bauvorhaben/beteiligte/bauherr[2]/bauherr/...`. The first
    of several equal siblings has no number, so a place stays the same when a second one is added. A
    code is one value at the place of its element; attributes stand at `…/@name`.
    """
    angaben: list[Angabe] = []
    _record_angaben(wurzel.element, "", wurzel.rahmen, angaben)
    return tuple(angaben)


def list_leere(wurzel: Knoten) -> list[etree._Element]:
    """Elements without children and text; forbidden by the Schematron rule sch-xbau-gen-001."""
    return [e for e in wurzel.element.iter("*") if not len(e) and not (e.text or "").strip()]


def _record_angaben(
    element: etree._Element, pfad: str, rahmen: Rahmen, angaben: list[Angabe]
) -> None:
    kinder = list(element.iterchildren("*"))
    kode = _get_kode(kinder) if kinder else None
    if kode is None:
        _record_werte(element, kinder, pfad, angaben)
    else:
        liste, version = Knoten(element, rahmen).get_festlegung()
        angaben.append(
            Angabe(
                pfad,
                (kode.text or "").strip(),
                (element.get("listURI") or "").strip() or liste,
                (element.get("listVersionID") or "").strip() or version,
            )
        )
    attribute = element.items()
    if attribute:
        _record_attribute(attribute, pfad, kode is not None, angaben)
    zaehler: dict[str, int] = {}
    for kind in kinder:
        name = get_lokalen_namen(kind)
        if kind is kode or (not pfad and name == "nachrichtenkopf.g2g"):
            continue
        zaehler[name] = nummer = zaehler.get(name, 0) + 1
        stelle = name if nummer == 1 else f"{name}[{nummer}]"
        _record_angaben(kind, f"{pfad}/{stelle}" if pfad else stelle, rahmen, angaben)


def _get_kode(kinder: list[etree._Element]) -> etree._Element | None:
    """The `code` child that makes an element a code: first, without children, with text."""
    erstes = kinder[0]
    if get_lokalen_namen(erstes) != "code" or len(erstes) or erstes.keys():
        return None
    return erstes if (erstes.text or "").strip() else None


def _record_werte(
    element: etree._Element, kinder: list[etree._Element], pfad: str, angaben: list[Angabe]
) -> None:
    """Own text, and text between children (foreign XML may have some)."""
    text = element.text
    if text and (wert := text.strip()):
        angaben.append(Angabe(pfad, wert))
    for kind in kinder:
        text = kind.tail
        if text and not text.isspace():
            angaben.append(Angabe(pfad, text.strip()))


def _record_attribute(
    attribute: Sequence[tuple[str | bytes, str | bytes]],
    pfad: str,
    ist_kode: bool,
    angaben: list[Angabe],
) -> None:
    for schluessel, roh in attribute:
        namensraum, _, name = str(schluessel).rpartition("}")
        wert = str(roh).strip()
        if wert and namensraum != _XSI and not (ist_kode and name in _LISTENATTRIBUTE):
            angaben.append(Angabe(f"{pfad}/@{name}" if pfad else f"@{name}", wert))

"""Every value of a message with its place, so that nothing that was sent gets lost."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.knoten import Knoten
from bauaufsicht.domain.nachricht import Angabe

_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_LISTENATTRIBUTE: Final = frozenset({"listURI", "listVersionID"})


def read_angaben(wurzel: Knoten) -> tuple[Angabe, ...]:
    """All values except those of the head.

    The place counts from below the root: `bauvorhaben/beteiligte/bauherr[2]/bauherr/...`. The first
    of several equal siblings has no number, so a place stays the same when a second one is added. A
    code is one value at the place of its element; attributes stand at `…/@name`.
    """
    return tuple(_list_angaben(wurzel, ""))


def list_leere(wurzel: Knoten) -> list[etree._Element]:
    """Elements without children and text; forbidden by the Schematron rule sch-xbau-gen-001."""
    return [e for e in wurzel.element.iter("*") if not len(e) and not (e.text or "").strip()]


def _list_angaben(knoten: Knoten, pfad: str) -> Iterator[Angabe]:
    element = knoten.element
    kode = _get_kode(element)
    if kode is None:
        yield from _list_werte(element, pfad)
    else:
        liste, version = knoten.get_festlegung()
        yield Angabe(
            pfad,
            (kode.text or "").strip(),
            (element.get("listURI") or "").strip() or liste,
            (element.get("listVersionID") or "").strip() or version,
        )
    yield from _list_attribute(
        element, pfad, ohne=_LISTENATTRIBUTE if kode is not None else frozenset()
    )
    zaehler: Counter[str] = Counter()
    for kind in element.iterchildren("*"):
        name = etree.QName(kind).localname
        if kind is kode or (not pfad and name == "nachrichtenkopf.g2g"):
            continue
        zaehler[name] += 1
        stelle = name if zaehler[name] == 1 else f"{name}[{zaehler[name]}]"
        yield from _list_angaben(
            Knoten(kind, knoten.rahmen), f"{pfad}/{stelle}" if pfad else stelle
        )


def _get_kode(element: etree._Element) -> etree._Element | None:
    """The `code` child that makes an element a code: first, without children, with text."""
    kind = next(element.iterchildren("*"), None)
    if kind is None or etree.QName(kind).localname != "code" or len(kind) or kind.attrib:
        return None
    return kind if (kind.text or "").strip() else None


def _list_werte(element: etree._Element, pfad: str) -> Iterator[Angabe]:
    """Own text, and text between children (foreign XML may have some)."""
    for text in (element.text, *(kind.tail for kind in element)):
        if text and text.strip():
            yield Angabe(pfad, text.strip())


def _list_attribute(element: etree._Element, pfad: str, ohne: frozenset[str]) -> Iterator[Angabe]:
    for schluessel, roh in element.attrib.items():
        name, wert = etree.QName(schluessel), str(roh)
        if wert.strip() and name.namespace != _XSI and name.localname not in ohne:
            yield Angabe(
                f"{pfad}/@{name.localname}" if pfad else f"@{name.localname}", wert.strip()
            )

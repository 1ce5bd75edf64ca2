"""Attachments as a message announces them (MetadatenAnlage)."""

from typing import Final

from bauaufsicht.adapters.xbau.knoten import Knoten
from bauaufsicht.domain.nachricht import Anlage, Lieferart

_LINKS: Final = ("verlinkung/uriVerlinkung", "uriVerlinkung")
_GROESSENSTELLEN: Final = 15  # a petabyte: more is no size


def list_anlageknoten(wurzel: Knoten) -> list[Knoten]:
    """The `anlage` elements of a message."""
    return wurzel.list_knoten("anlagen/anlage")


def read_anlagen(wurzel: Knoten) -> tuple[Anlage, ...]:
    """All attachments of a message in its order."""
    return tuple(_read_anlage(k) for k in list_anlageknoten(wurzel))


def _read_anlage(knoten: Knoten) -> Anlage:
    ort = knoten.get_knoten("anhangOderVerlinkung") or knoten
    anhang = ort.get_knoten("anhang")
    verlinkung = _read_link(ort)
    return Anlage(
        bezeichnung=knoten.get_text("bezeichnung") or "",
        lieferart=_compute_lieferart(knoten, verlinkung),
        versionsnummer=knoten.get_text("versionsnummer"),
        datum=knoten.get_datum("datum"),
        art=knoten.get_kode("anlageart"),
        mime=knoten.get_text("mimeType/code"),
        dokumentid=anhang.get_text("dokumentid") if anhang is not None else None,
        dateiname=ort.get_text("anhang/dateiname") or ort.get_text("verlinkung/dateiname"),
        groesse=_read_groesse(anhang) if anhang is not None else None,
        sha256=_read_attribut(anhang, "hashValue").lower() or None if anhang is not None else None,
        verlinkung=verlinkung,
    )


def _read_link(ort: Knoten) -> str | None:
    """The link where the version has it, else where another version would have it."""
    version = ort.rahmen.version
    pfade = (version.verlinkung, *_LINKS) if version is not None else _LINKS
    return next((link for pfad in pfade if (link := ort.get_text(pfad))), None)


def _compute_lieferart(knoten: Knoten, verlinkung: str | None) -> Lieferart:
    if knoten.get_wahrheit("wirdNachgereicht"):
        return Lieferart.NACHGEREICHT
    return Lieferart.VERLINKT if verlinkung else Lieferart.GELIEFERT


def _read_attribut(anhang: Knoten, name: str) -> str:
    return (anhang.element.get(name) or "").strip()


def _read_groesse(anhang: Knoten) -> int | None:
    text = _read_attribut(anhang, "filesize")
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= _GROESSENSTELLEN:
        return int(text)
    anhang.rahmen.record_hinweis(
        f"Zeile {anhang.zeile}: „{text[:40]}“ (filesize) ist keine Dateigröße."
    )
    return None

"""nachrichtenkopf.g2g, bezug and the references of a message."""

from bauaufsicht.adapters.xbau.knoten import Knoten, compute_zeitpunkt
from bauaufsicht.adapters.xbau.nachrichten import get_nummer
from bauaufsicht.domain.nachricht import Bezug, Kode, Nachrichtenkopf, Partner

_IDENTIFIKATION = "identifikation.nachricht"


def read_kopf(wurzel: Knoten) -> Nachrichtenkopf | None:
    """The head as far as it can be read; None if there is none."""
    kopf = wurzel.get_knoten("nachrichtenkopf.g2g")
    if kopf is None:
        return None
    erstellt_text = kopf.get_text(f"{_IDENTIFIKATION}/erstellungszeitpunkt")
    return Nachrichtenkopf(
        nachrichten_uuid=kopf.get_uuid(f"{_IDENTIFIKATION}/nachrichtenUUID"),
        typ=_read_typ(kopf, wurzel.name),
        erstellt=compute_zeitpunkt(erstellt_text) if erstellt_text else None,
        erstellt_text=erstellt_text,
        leser=read_partner(kopf, "leser"),
        autor=read_partner(kopf, "autor"),
    )


def _read_typ(kopf: Knoten, wurzel: str) -> Kode | None:
    typ = kopf.get_kode(f"{_IDENTIFIKATION}/nachrichtentyp")
    version = kopf.rahmen.version
    if typ is None or version is None:
        return typ
    liste, listenversion = version.get_nachrichtenliste(get_nummer(wurzel) or "")
    return Kode(typ.wert, typ.liste or liste, typ.listenversion or listenversion)


def read_partner(knoten: Knoten, pfad: str) -> Partner | None:
    """A reader, author or office (BehoerdeType); None without a Kennung."""
    stelle = knoten.get_knoten(pfad)
    kennung = stelle.get_text("kennung") if stelle is not None else None
    if stelle is None or kennung is None:
        return None
    return Partner(kennung, stelle.get_text("name") or "", stelle.get_kode("verzeichnisdienst"))


def read_bezug(wurzel: Knoten) -> Bezug | None:
    """The case a message belongs to; the three parts are all optional in the schema."""
    bezug = wurzel.get_knoten("bezug")
    if bezug is None:
        return None
    return Bezug(
        referenz=bezug.get_uuid("referenz"),
        vorgang=bezug.get_text("vorgang"),
        nachrichten_uuid=bezug.get_uuid("bezugNachricht/nachrichtenUUID"),
    )


def read_referenz(wurzel: Knoten) -> str | None:
    """referenzAntragsservice of an application; in 0600 it sits in referenzAnzeigeservice."""
    for aussen in ("referenzAntragsservice", "referenzAnzeigeservice"):
        if wurzel.get_knoten(aussen) is not None:
            return wurzel.get_uuid(f"{aussen}/referenzAntragsservice")
    return None

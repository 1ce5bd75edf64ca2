"""From raw bytes to a pure record: the reading half of the XBau adapter."""

import logging
from typing import Final

from lxml import etree

from bauaufsicht.adapters.xbau.angaben import read_angaben
from bauaufsicht.adapters.xbau.anlagen import read_anlagen
from bauaufsicht.adapters.xbau.knoten import Knoten, Rahmen
from bauaufsicht.adapters.xbau.kopf import read_bezug, read_kopf, read_partner, read_referenz
from bauaufsicht.adapters.xbau.nachrichten import get_nachrichtenart, get_nummer
from bauaufsicht.adapters.xbau.personen import read_alle_beteiligten
from bauaufsicht.adapters.xbau.pflicht import (
    check_hinweise,
    check_nachrichtentyp,
    check_pflichtangaben,
)
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.adapters.xbau.sicheres_xml import NACHRICHT, Grenzen, read_xml
from bauaufsicht.adapters.xbau.versionen import VERSIONEN, Version, get_versionsangabe
from bauaufsicht.adapters.xbau.vorhaben import read_abweichungen, read_fragen, read_vorhaben
from bauaufsicht.domain.befund import Befund, Schwere
from bauaufsicht.domain.nachricht import Lesung, Nachricht, Nachrichtenkopf, Rolle

_LOG: Final = logging.getLogger(__name__)
_OHNE_KOPF: Final = Nachrichtenkopf(None, None, None, None, None, None)
HOECHSTZAHL_BEFUNDE: Final = 40
NICHT_AUSGEWERTET: Final = Befund(
    "S999",
    "Die Nachricht konnte nicht ausgewertet werden. Bitte sehen Sie sich das Original an.",
    Schwere.KLAERUNG,
)


class XbauLeser:
    """Reads messages of the offered versions (port NachrichtenLeser)."""

    def __init__(self, schemata: Schemata, grenzen: Grenzen = NACHRICHT) -> None:
        """`grenzen` are those of the XML; attachments are not counted."""
        self._schemata = schemata
        self._grenzen = grenzen

    def get_schemastand(self) -> dict[str, bool]:
        """For each offered version, whether its official XML schema is set up."""
        return self._schemata.get_stand()

    def read_nachricht(self, rohdaten: bytes) -> Lesung:
        """Read raw bytes into a record; what is wrong with them is a Befund, never an exception."""
        try:
            return self._read(rohdaten)
        except Exception:  # an error of ours must not lose a message: a person looks at it
            _LOG.exception("XBau message could not be evaluated (%d bytes)", len(rohdaten))
            return Lesung(None, None, (NICHT_AUSGEWERTET,))

    def _read(self, rohdaten: bytes) -> Lesung:
        zerlegung = read_xml(rohdaten, self._grenzen)
        if zerlegung.wurzel is None:
            return Lesung(None, None, zerlegung.befunde)
        namensraum = etree.QName(zerlegung.wurzel).namespace
        wurzel = Knoten(zerlegung.wurzel, Rahmen(namensraum))
        angabe = get_versionsangabe(namensraum)
        if angabe is None:
            return Lesung(None, None, (*zerlegung.befunde, _refuse("X001", _format_fremd(wurzel))))
        version = wurzel.rahmen.version
        if version is None:
            return _read_abgelehnt(
                wurzel,
                zerlegung.befunde,
                angabe,
                _refuse("V000", _format_version(angabe, namensraum)),
            )
        nummer = version.get_wurzelnummer(namensraum, wurzel.name)
        if nummer is None:
            befund = _refuse("V001", _format_unbekannt(wurzel, version))
            return _read_abgelehnt(wurzel, zerlegung.befunde, angabe, befund)
        return self._read_bekannt(wurzel, zerlegung.befunde, version, nummer)

    def _read_bekannt(
        self, wurzel: Knoten, befunde: tuple[Befund, ...], version: Version, nummer: str
    ) -> Lesung:
        nachricht = _read_inhalt(wurzel, version, nummer)
        verstoesse = self._schemata.check_nachricht(version.hochbau, wurzel.element)
        return Lesung(
            nachricht=nachricht,
            kopf=nachricht.kopf if wurzel.get_knoten("nachrichtenkopf.g2g") else None,
            befunde=_limit_befunde(
                *befunde,
                *check_pflichtangaben(wurzel, nachricht),
                *(_refuse("X001", text) for text in verstoesse or ()),
                *check_nachrichtentyp(nachricht),
                *wurzel.rahmen.befunde,
                *check_hinweise(wurzel, nachricht, version),
            ),
            version=version.hochbau,
            nummer=nummer,
            test=nachricht.test,
            schema_geprueft=verstoesse is not None,
            referenz=nachricht.referenz or (nachricht.bezug.referenz if nachricht.bezug else None),
        )


def _limit_befunde(*befunde: Befund) -> tuple[Befund, ...]:
    """The first ones, and how many more; a program that is wrong is wrong everywhere."""
    rest = len(befunde) - HOECHSTZAHL_BEFUNDE
    if rest <= 0:
        return befunde
    text = f"Es gibt {rest} weitere Befunde dieser Art; sie sind nicht einzeln aufgeführt."
    return (*befunde[:HOECHSTZAHL_BEFUNDE], Befund("S999", text, Schwere.HINWEIS))


def _read_inhalt(wurzel: Knoten, version: Version, nummer: str) -> Nachricht:
    bezug = read_bezug(wurzel)
    referenz = read_referenz(wurzel)
    if (
        nummer == "0601" and bezug is not None
    ):  # the copy for the authority has no element of its own
        referenz = referenz or bezug.referenz
    antragsteller = wurzel.list_knoten("antragsteller") or wurzel.list_knoten("anzeigender")
    return Nachricht(
        version=version.hochbau,
        nummer=nummer,
        wurzel=wurzel.name,
        art=get_nachrichtenart(nummer),
        kopf=read_kopf(wurzel) or _OHNE_KOPF,
        test=_is_test(wurzel),
        produkt=_format_produkt(wurzel),
        referenz=referenz,
        bezug=bezug,
        empfangende_stelle=read_partner(wurzel, "empfangendeStelle"),
        verfahrensart=wurzel.get_kode("prozessmerkmale/verfahrensart"),
        vorbescheid=wurzel.get_text("prozessmerkmale/vorbescheid/vorgang"),
        nachtrag_zu=wurzel.get_text("prozessmerkmale/nachtragsbaugenehmigung/vorgang"),
        antragsteller=read_alle_beteiligten(antragsteller, Rolle.ANTRAGSTELLER),
        vorhaben=read_vorhaben(wurzel),
        abweichungen=read_abweichungen(wurzel),
        fragen=read_fragen(wurzel),
        anlagen=read_anlagen(wurzel),
        als_bauantrag_weiterfuehren=wurzel.get_wahrheit("alsBauantragWeiterzufuehren"),
        information=wurzel.get_absaetze("information"),
        angaben=read_angaben(wurzel),
    )


def _read_abgelehnt(
    wurzel: Knoten, befunde: tuple[Befund, ...], version: str, befund: Befund
) -> Lesung:
    """A message that cannot be read: its head, so that its sender can be answered."""
    kopf = read_kopf(wurzel)
    bezug = read_bezug(wurzel)
    return Lesung(
        nachricht=None,
        kopf=kopf,
        befunde=(*befunde, befund, *wurzel.rahmen.befunde),
        version=version,
        nummer=get_nummer(wurzel.name),
        test=_is_test(wurzel),
        referenz=read_referenz(wurzel) or (bezug.referenz if bezug else None),
    )


def _refuse(kennzahl: str, text: str) -> Befund:
    return Befund(kennzahl, text, Schwere.ZURUECKWEISUNG)


def _is_test(wurzel: Knoten) -> bool:
    return bool((wurzel.element.get("test") or "").strip())


def _format_produkt(wurzel: Knoten) -> str:
    teile = (
        wurzel.element.get(name) for name in ("produkthersteller", "produkt", "produktversion")
    )
    return " ".join(t.strip() for t in teile if t and t.strip())


def _format_fremd(wurzel: Knoten) -> str:
    return (
        f"Die Datei ist keine XBau-Nachricht: Das äußerste Element „{wurzel.name[:80]}“ "
        "gehört nicht zu einem Namensraum von XBau."
    )


def _format_version(angabe: str, namensraum: str | None) -> str:
    richtige = {v.hochbau: v.ns_hochbau for v in VERSIONEN.values()} | {
        f"Kernmodul {v.kernmodul}": v.ns_kernmodul for v in VERSIONEN.values()
    }
    if angabe in richtige:
        return (
            f"Der Namensraum „{(namensraum or '')[:120]}“ ist nicht genau der von XBau {angabe}: "
            f"{richtige[angabe]}."
        )
    angebot = ", ".join(VERSIONEN)
    return (
        f"Die Nachricht ist in der XBau-Version {angabe[:40]} verfasst, die hier "
        "nicht angeboten wird. "
        f"Angeboten werden: {angebot}."
    )


def _format_unbekannt(wurzel: Knoten, version: Version) -> str:
    return (
        f"Die Nachricht „{wurzel.name[:80]}“ gibt es in der XBau-Version {version.hochbau} nicht."
    )

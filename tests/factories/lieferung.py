"""Deliveries as tests send them: a training or sample message, altered where the test says so."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from bauaufsicht.adapters.xbau.leser import NICHT_AUSGEWERTET
from bauaufsicht.domain.eingang import Eingangsweg
from bauaufsicht.domain.nachricht import Lesung
from bauaufsicht.schulung import Schulungsnachricht, list_nachrichten
from bauaufsicht.services.aufnahme import Datei, Lieferung

KOPF_ENDE = "</nachrichtenkopf.g2g>"
NS_2_6 = "http://www.xleitstelle.de/xbau/2/6"
NS_KERNMODUL = "http://www.xleitstelle.de/xbau/kernmodul/1/3/0"


@dataclass(frozen=True, slots=True)
class Anlagendatei:
    """A file of the transport container."""

    dateiname: str
    dokumentid: str | None
    inhalt: bytes


@dataclass(frozen=True, slots=True)
class Probe:
    """A message with its files; every change gives a new Probe."""

    text: str
    anlagen: tuple[Anlagendatei, ...] = ()
    dateiname: str = "nachricht.xml"
    kodierung: str = "utf-8"

    @property
    def inhalt(self) -> bytes:
        """The raw bytes."""
        return self.text.encode(self.kodierung)

    @property
    def sha256(self) -> str:
        """SHA-256 of the raw bytes."""
        return sha256(self.inhalt).hexdigest()

    def replace(self, *paare: tuple[str, str], anzahl: int = -1) -> "Probe":
        """Replace texts; a text that does not occur fails the test that thought it did."""
        text = self.text
        for alt, neu in paare:
            assert alt in text, f"not in the message: {alt}"
            text = text.replace(alt, neu, anzahl)
        return replace(self, text=text)

    def with_uuid(self, saat: str) -> "Probe":
        """The same message under another nachrichtenUUID."""
        return self.replace((self.get_text("nachrichtenUUID"), compute_uuid(saat)), anzahl=1)

    def with_referenz(self, saat: str) -> "Probe":
        """The same message under another nachrichtenUUID and referenzAntragsservice."""
        neu = self.with_uuid(saat)
        return neu.replace((self.get_text("referenzAntragsservice"), compute_uuid(f"r-{saat}")))

    def with_anlagen(self, *anlagen: Anlagendatei) -> "Probe":
        """The same message with exactly these files."""
        return replace(self, anlagen=anlagen)

    def without(self, element: str, *, nummer: int = 0) -> "Probe":
        """The message without one of the elements of this (prefixed) name."""
        anfang, ende = _find_element(self.text, element, nummer)
        return replace(self, text=self.text[:anfang] + self.text[ende:])

    def get_element(self, element: str, *, nummer: int = 0) -> str:
        """One of the elements of this (prefixed) name with its tags."""
        anfang, ende = _find_element(self.text, element, nummer)
        return self.text[anfang:ende]

    def get_text(self, element: str) -> str:
        """Text of the first element of this name that has no attributes and no children."""
        rest = self.text
        while True:
            _, gefunden, rest = rest.partition(f"<{element}>")
            assert gefunden, f"not in the message: {element}"
            text = rest.partition(f"</{element}>")[0]
            if "<" not in text:
                return text

    @contextmanager
    def open(
        self,
        weg: Eingangsweg = Eingangsweg.KOMMANDO,
        idempotenz: str | None = None,
        dienstzugang_id: UUID | None = None,
    ) -> Iterator[Lieferung]:
        """As a Lieferung with fresh streams."""
        yield Lieferung(
            weg,
            Datei(self.dateiname, BytesIO(self.inhalt)),
            [Datei(a.dateiname, BytesIO(a.inhalt), a.dokumentid) for a in self.anlagen],
            idempotenz,
            dienstzugang_id,
        )


def _find_element(text: str, element: str, nummer: int) -> tuple[int, int]:
    anfang = -1
    for _ in range(nummer + 1):
        anfang = min(
            (p for ende in (">", " ") if (p := text.find(f"<{element}{ende}", anfang + 1)) >= 0),
            default=-1,
        )
        assert anfang >= 0, f"not in the message: {element}"
    schluss = f"</{element}>"
    ende = text.index(schluss, anfang) + len(schluss)
    assert f"<{element}>" not in text[anfang + 1 : ende], f"nested: {element}"
    return anfang, ende


def compute_uuid(saat: str) -> str:
    """A UUID that is the same in every run."""
    return str(uuid5(NAMESPACE_URL, saat))


def get_schulungsnachricht(nummer: str) -> Schulungsnachricht:
    """A training message by its two-digit number."""
    return next(n for n in list_nachrichten() if n.nummer == nummer)


@cache
def read_schulung(nummer: str) -> Probe:
    """A training message as a Probe."""
    nachricht = get_schulungsnachricht(nummer)
    return Probe(
        nachricht.pfad.read_text("utf-8"),
        tuple(Anlagendatei(p.name, i, p.read_bytes()) for i, p in nachricht.anlagen.items()),
        nachricht.pfad.name,
    )


@cache
def read_manifest(xbau: Path) -> dict[str, dict[str, Any]]:
    """The shared samples by the beginning of their file name (`dev-01`)."""
    inhalt = json.loads((xbau / "samples" / "manifest.json").read_text("utf-8"))
    return {m["file"][:6]: m for m in inhalt["messages"]}


@cache
def read_muster(xbau: Path, kennung: str) -> Probe:
    """A shared sample (`dev-01`) as a Probe."""
    eintrag: Mapping[str, Any] = read_manifest(xbau)[kennung]
    ordner = xbau / "samples"
    return Probe(
        (ordner / eintrag["file"]).read_text("utf-8"),
        tuple(
            Anlagendatei(a["dateiname"], a["id"], (ordner / a["pfad"]).read_bytes())
            for a in eintrag.get("transport_attachments", ())
        ),
        eintrag["file"],
    )


def create_folgenachricht(
    art: str, bezug: str, inhalt: str = "", saat: str = "folge", kernmodul: bool = False
) -> Probe:
    """A message of any number to Weimarer Land; `art` is the root (`baugenehmigung.….0202`)."""
    text = read_schulung("11").text
    kopf = text[text.index("<nachrichtenkopf.g2g>") : text.index(KOPF_ENDE) + len(KOPF_ENDE)]
    kopf = kopf.replace("<code>0202</code>", f"<code>{art[-4:]}</code>")
    namensraum, standard, version = (
        (NS_KERNMODUL, "XBau-Kernmodul", "1.3.0") if kernmodul else (NS_2_6, "XBau-Hochbau", "2.6")
    )
    if kernmodul:
        kopf = kopf.replace(
            'urn:xoev-de:xbau:codeliste:xbau-nachrichten" listVersionID="4.0"',
            'urn:xoev-de:xbau-kernmodul:codeliste:xbau-kernmodul-nachrichten" listVersionID="3.0"',
        )
    vorsatz = "" if kernmodul else "xbau:"
    block = f"<{vorsatz}bezug>{bezug}</{vorsatz}bezug>" if bezug else ""
    return Probe(
        f'<xbau:{art} xmlns:xbau="{namensraum}" produkt="P" produkthersteller="H" '
        f'standard="{standard}" version="{version}">{kopf}{block}{inhalt}</xbau:{art}>'
    ).with_uuid(saat)


def create_ruecknahme(referenz: str, saat: str = "ruecknahme", grund: str = "") -> Probe:
    """1130 to the case of a referenzAntragsservice."""
    information = f"<information><textabsatz>{grund}</textabsatz></information>" if grund else ""
    return create_folgenachricht(
        "prozessnachrichten.ruecknahme.1130",
        f"<referenz>{referenz}</referenz>",
        information,
        saat,
        kernmodul=True,
    )


def create_aenderung(bezug: str, inhalt: str = "", saat: str = "aenderung") -> Probe:
    """0202 with a bezug and what it changes."""
    return create_folgenachricht("baugenehmigung.antragGeaendert.0202", bezug, inhalt, saat)


def create_anlage(
    bezeichnung: str, inhalt: bytes, dateiname: str = "Plan.pdf", version: str = "1"
) -> tuple[str, Anlagendatei]:
    """An `anlage` element (kind 1803, Lageplan) with the file that belongs to it."""
    kennung = f"urn_uuid_{compute_uuid(bezeichnung + version)}"
    element = (
        f"<anlage><bezeichnung>{bezeichnung}</bezeichnung><versionsnummer>{version}"
        "</versionsnummer><datum>2026-11-06</datum>"
        '<anlageart listURI="urn:xoev-de:xbau:codeliste:anlagen" listVersionID="3.0">'
        "<code>1803</code></anlageart>"
        '<mimeType listURI="urn:xoev-de:xbau:codeliste:xbau-mimetypes" listVersionID="1.0">'
        "<code>application/pdf</code></mimeType><anhangOderVerlinkung>"
        f'<anhang filesize="{len(inhalt)}" hashValue="{sha256(inhalt).hexdigest()}">'
        f"<dokumentid>{kennung}</dokumentid><dateiname>{dateiname}</dateiname></anhang>"
        "</anhangOderVerlinkung></anlage>"
    )
    return element, Anlagendatei(dateiname, kennung, inhalt)


class KaputterLeser:
    """A reader that fails on every message, as after an error of ours."""

    def read_nachricht(self, rohdaten: bytes) -> Lesung:
        """The finding, and nothing else."""
        return Lesung(None, None, (NICHT_AUSGEWERTET,))

    def get_schemastand(self) -> dict[str, bool]:
        """No schema is set up."""
        return {}

"""The rules for a delivery that no schema checks (XBAU.md g), as pure functions."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bauaufsicht.domain.befund import Befund, Schwere
from bauaufsicht.domain.nachricht import Angabe, Anlage, Lieferart

HOECHSTGROESSE_NACHRICHT = 10 * 1024 * 1024
HOECHSTGROESSE_LIEFERUNG = 250 * 1024 * 1024  # OSCI profile, message and attachments together
HOECHSTZAHL_ANLAGEN = 1000
UHRTOLERANZ = timedelta(minutes=15)
DATEINAME = re.compile(r"[-a-zA-Z0-9ÄÖÜäöüß _!=+~,;.#°§$%()\[\]]{1,140}\.[a-zA-Z0-9]+")
BEFUNDE_JE_REGEL = 5


@dataclass(frozen=True, slots=True)
class Lieferdatei:
    """A file of the transport container as stored."""

    dateiname: str
    dokumentid: str | None
    sha256: str
    groesse: int


def _zurueckweisung(kennzahl: str, text: str) -> Befund:
    return Befund(kennzahl, text, Schwere.ZURUECKWEISUNG)


def format_dokumentid(wert: str) -> str:
    """The comparable form of a dokumentid: `urn_uuid_X`, `urn:uuid:X` and `X` are the same."""
    klein = wert.strip().casefold()
    for vorsatz in ("urn_uuid_", "urn:uuid:"):
        klein = klein.removeprefix(vorsatz)
    return klein


def _dateischluessel(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1]).casefold()


def check_zeitpunkt(erstellt: datetime | None, jetzt: datetime) -> list[Befund]:
    """S000: a message cannot have been made in the future (15 minutes of tolerance for clocks)."""
    if erstellt is None or erstellt <= jetzt + UHRTOLERANZ:
        return []
    return [
        _zurueckweisung(
            "S000",
            f"Die Nachricht trägt einen Erstellungszeitpunkt in der Zukunft ({erstellt:%d.%m.%Y}). "
            "Prüfen Sie die Uhr des sendenden Systems und senden Sie die Nachricht neu.",
        )
    ]


def check_nachrichtenumfang(groessen: Sequence[int], angekuendigt: int = 0) -> list[Befund]:
    """A007, A008: number of files, sent or announced, and total size (the message included)."""
    anzahl = max(len(groessen) - 1, angekuendigt)
    if anzahl > HOECHSTZAHL_ANLAGEN:
        return [
            _zurueckweisung(
                "A007",
                f"Die Lieferung hat {anzahl} Anlagen, höchstens {HOECHSTZAHL_ANLAGEN} sind "
                "möglich. Teilen Sie die Unterlagen auf mehrere Nachrichten auf.",
            )
        ]
    if sum(groessen) > HOECHSTGROESSE_LIEFERUNG:
        return [
            _zurueckweisung(
                "A008",
                "Nachricht und Anlagen sind zusammen größer als 250 MB. "
                "Teilen Sie die Unterlagen auf mehrere Nachrichten auf.",
            )
        ]
    return []


def check_dokumentids(anlagen: Sequence[Anlage]) -> list[Befund]:
    """S999: each dokumentid names exactly one attachment of the message."""
    zahl = Counter(format_dokumentid(a.dokumentid) for a in anlagen if a.dokumentid)
    doppelte = [wert for wert, n in zahl.items() if n > 1]
    return [
        _zurueckweisung(
            "S999",
            f"Die dokumentid „{wert}“ steht bei mehreren Anlagen. Jede Anlage braucht ihre eigene.",
        )
        for wert in doppelte[:BEFUNDE_JE_REGEL]
    ]


def compute_zuordnung(anlagen: Sequence[Anlage], dateien: Sequence[Lieferdatei]) -> dict[int, int]:
    """Which file belongs to which announced attachment: by dokumentid, else by a unique file
    name.
    """
    nach_id = {format_dokumentid(d.dokumentid): i for i, d in enumerate(dateien) if d.dokumentid}
    nach_name: dict[str, list[int]] = {}
    for i, d in enumerate(dateien):
        if not d.dokumentid:
            nach_name.setdefault(_dateischluessel(d.dateiname), []).append(i)
            nach_id.setdefault(format_dokumentid(d.dateiname), i)
    eindeutige = _eindeutige_namen(anlagen)
    zuordnung: dict[int, int] = {}
    for n, anlage in enumerate(anlagen):
        if anlage.lieferart is Lieferart.VERLINKT:
            continue
        treffer = nach_id.get(format_dokumentid(anlage.dokumentid)) if anlage.dokumentid else None
        schluessel = _dateischluessel(anlage.dateiname or "")
        if treffer is None and schluessel in eindeutige:
            namen = nach_name.get(schluessel, [])
            treffer = namen[0] if len(namen) == 1 else None
        if treffer is not None:
            zuordnung[n] = treffer
    return zuordnung


def _eindeutige_namen(anlagen: Sequence[Anlage]) -> set[str]:
    """Names announced once, or only for the same bytes: else one file would stand for two plans."""
    pruefwerte: dict[str, list[str | None]] = {}
    for anlage in anlagen:
        if anlage.dateiname and anlage.lieferart is not Lieferart.VERLINKT:
            pruefwerte.setdefault(_dateischluessel(anlage.dateiname), []).append(anlage.sha256)
    return {
        name
        for name, werte in pruefwerte.items()
        if len(werte) == 1 or (None not in werte and len(set(werte)) == 1)
    }


def check_anlagen(
    anlagen: Sequence[Anlage], dateien: Sequence[Lieferdatei], zuordnung: Mapping[int, int]
) -> list[Befund]:
    """A001, A006: every announced file is there and is the announced one."""
    befunde: list[Befund] = []
    for n, anlage in enumerate(anlagen):
        if n in zuordnung:
            befunde += _check_unversehrt(anlage, dateien[zuordnung[n]])
        elif anlage.lieferart is Lieferart.GELIEFERT:
            befunde.append(
                _zurueckweisung(
                    "A001",
                    f"Die Anlage „{anlage.bezeichnung}“ "
                    f"({anlage.dateiname or anlage.dokumentid}) fehlt "
                    "in der Lieferung. Senden Sie die Nachricht mit allen Anlagen neu.",
                )
            )
    befunde = befunde[:BEFUNDE_JE_REGEL]
    uebrige = [d.dateiname for i, d in enumerate(dateien) if i not in set(zuordnung.values())]
    befunde += [
        Befund("A001", f"Die Datei „{name}“ ist in der Nachricht nicht angekündigt.")
        for name in uebrige[:BEFUNDE_JE_REGEL]
    ]
    return befunde


def _check_unversehrt(anlage: Anlage, datei: Lieferdatei) -> list[Befund]:
    falsch = []
    if anlage.groesse is not None and anlage.groesse != datei.groesse:
        falsch.append(f"{datei.groesse} statt {anlage.groesse} Byte")
    if anlage.sha256 and anlage.sha256 != datei.sha256:
        falsch.append("anderer Prüfwert (SHA-256)")
    if not falsch:
        return []
    return [
        _zurueckweisung(
            "A006",
            f"Die Anlage „{anlage.bezeichnung}“ ist nicht die angekündigte Datei: "
            f"{', '.join(falsch)}. "
            "Senden Sie die Nachricht mit der unveränderten Datei neu.",
        )
    ]


def check_dateinamen(anlagen: Sequence[Anlage]) -> list[Befund]:
    """A009: odd or repeated file names; only a hint, since we store under our own names."""
    namen = [a.dateiname for a in anlagen if a.dateiname]
    befunde = [
        Befund("A009", f"Der Dateiname „{name[:140]}“ enthält Zeichen, die XBau nicht vorsieht.")
        for name in namen
        if not DATEINAME.fullmatch(name)
    ]
    doppelte = [n for n, zahl in Counter(map(_dateischluessel, namen)).items() if zahl > 1]
    befunde += [Befund("A009", f"Der Dateiname „{n}“ kommt mehrfach vor.") for n in doppelte]
    return befunde[:BEFUNDE_JE_REGEL]


def check_linkziel(uri: str | None, erlaubte: Collection[str]) -> bool:
    """Whether a link may be clicked: https and a host on the list, nothing hidden in it."""
    if not uri or any(z.isspace() or not z.isprintable() for z in uri):
        return False
    try:
        teile = urlsplit(uri)
        port = teile.port
    except ValueError:
        return False
    return (
        teile.scheme == "https"
        and teile.hostname in erlaubte
        and teile.username is None
        and port in (None, 443)
        and "\\" not in uri
    )


def check_verlinkungen(anlagen: Sequence[Anlage], erlaubte: Collection[str]) -> list[Befund]:
    """A003: links that lead outside the storages this authority trusts; they are shown as text
    only.
    """
    return [
        Befund(
            "A003",
            f"Die Anlage „{a.bezeichnung}“ ist nur verlinkt und das Ziel ist nicht freigegeben. "
            "Fordern Sie die Datei selbst an.",
        )
        for a in anlagen
        if a.lieferart is Lieferart.VERLINKT and not check_linkziel(a.verlinkung, erlaubte)
    ][:BEFUNDE_JE_REGEL]


def check_kodes(
    angaben: Iterable[Angabe],
    versionen: Mapping[str, Collection[str]],
    eintraege: Mapping[tuple[str, str], Collection[str]],
) -> list[Befund]:
    """X010, X011: unknown version of a known list, unknown code of a known version; always hints.

    `versionen` maps a list to the versions set up, `eintraege` a (list, version) to its codes.
    """
    befunde: dict[tuple[str, ...], Befund] = {}
    for angabe in angaben:
        liste, version = angabe.liste, angabe.listenversion
        if not liste or liste not in versionen:
            continue
        if version and version not in versionen[liste]:
            befunde.setdefault(
                (liste, version),
                Befund(
                    "X010", f"Die Version {version} der Codeliste {liste} ist hier nicht bekannt."
                ),
            )
        elif version and angabe.wert not in eintraege.get((liste, version), ()):
            befunde.setdefault(
                (liste, version, angabe.wert),
                Befund(
                    "X011",
                    f"Der Schlüssel „{angabe.wert}“ steht nicht in der Codeliste {liste} "
                    f"({version}); Fundstelle: {angabe.pfad}.",
                ),
            )
    return list(befunde.values())[: 2 * BEFUNDE_JE_REGEL]

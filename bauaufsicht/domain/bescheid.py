"""The decision on an application: what belongs into it, and what speaks against issuing it yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from bauaufsicht.domain.unterlage import LESBARE_STAENDE, UNBRAUCHBARE_STAENDE, Pruefstand

HOECHSTZAHL_NEBENBESTIMMUNGEN = 200
HOECHSTLAENGE_NEBENBESTIMMUNG = 5_000
HOECHSTLAENGE_BEGRUENDUNG = 50_000


class Bescheidart(StrEnum):
    """How it was decided."""

    GENEHMIGUNG = "genehmigung"
    ABLEHNUNG = "ablehnung"


class Bescheidstand(StrEnum):
    """A draft can be changed, an issued Bescheid is frozen."""

    ENTWURF = "entwurf"
    ERLASSEN = "erlassen"


class Nebenbestimmungsart(StrEnum):
    """Kinds of § 36 Abs. 2 VwVfG, as far as XBau has a code for them in all versions."""

    AUFLAGE = "auflage"
    BEDINGUNG = "bedingung"
    VORBEHALT = "vorbehalt"


@dataclass(frozen=True, slots=True)
class Nebenbestimmung:
    """A condition of the permit; `herkunft` says who asked for it, empty for the authority."""

    text: str
    art: Nebenbestimmungsart = Nebenbestimmungsart.AUFLAGE
    herkunft: str = ""


@dataclass(frozen=True, slots=True)
class Abweichungsentscheidung:
    """What is decided on a requested Abweichung; `zugelassen` is None until somebody decides."""

    abweichung_id: UUID
    zugelassen: bool | None = None
    begruendung: str = ""


@dataclass(frozen=True, slots=True)
class Bescheidentwurf:
    """What a person decides and writes; everything else of a Bescheid follows from the case."""

    art: Bescheidart
    begruendung: str = ""
    nebenbestimmungen: tuple[Nebenbestimmung, ...] = ()
    abweichungen: tuple[Abweichungsentscheidung, ...] = ()

    @property
    def geltende_nebenbestimmungen(self) -> tuple[Nebenbestimmung, ...]:
        """Those that become part of the decision: a refusal has none, its draft may keep them."""
        return self.nebenbestimmungen if self.art is Bescheidart.GENEHMIGUNG else ()


@dataclass(frozen=True, slots=True)
class Mangel:
    """Why a draft cannot be issued; `feld` is where it can be mended."""

    feld: str
    text: str


@dataclass(frozen=True, slots=True)
class Anhoerungsstand:
    """What became of a request to a body, with what the law says about its period."""

    name: str
    frist_ende: date
    norm: str
    wirkung: str
    verspaetet: str  # what it means that an answer came late
    abgegeben_am: date | None = None
    kam_verspaetet: bool = False
    bedenken: bool = False
    verlangt_unterlagen: bool = False
    nebenbestimmungen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unterlagenstand:
    """A Fassung of a document, as a decision would name it."""

    bezeichnung: str
    nummer: int
    eingegangen_am: datetime
    sha256: str
    pruefstand: Pruefstand
    zurueckgegeben: bool = False


@dataclass(frozen=True, slots=True)
class Vorbehalt:
    """What speaks against issuing: the person who issues confirms that it was considered."""

    text: str
    norm: str = ""

    @property
    def kennung(self) -> str:
        """What a confirmation names: it stands for this sentence and no other."""
        return sha256(self.text.encode()).hexdigest()[:16]


def list_entscheidbare(
    unterlagen: Iterable[Sequence[Unterlagenstand]],
) -> list[list[Unterlagenstand]]:
    """The documents without what the authority returned: no decision rests on that."""
    uebrige = ([f for f in fassungen if not f.zurueckgegeben] for fassungen in unterlagen)
    return [fassungen for fassungen in uebrige if fassungen]


def get_geltende(fassungen: Sequence[Unterlagenstand]) -> Unterlagenstand | None:
    """The Fassung of a document that a decision rests on: the newest usable one, if there is one.

    `fassungen` are in the order of their numbers.
    """
    brauchbare = [f for f in fassungen if f.pruefstand not in UNBRAUCHBARE_STAENDE]
    return brauchbare[-1] if brauchbare else None


def compute_vorschlag(
    anhoerungen: Sequence[Anhoerungsstand], abweichungen: Sequence[UUID]
) -> Bescheidentwurf:
    """The draft to begin with: a permit with the conditions that the bodies asked for."""
    return Bescheidentwurf(
        Bescheidart.GENEHMIGUNG,
        nebenbestimmungen=tuple(
            Nebenbestimmung(
                text,
                herkunft=f"{stand.name}, Stellungnahme vom {stand.abgegeben_am:%d.%m.%Y}",
            )
            for stand in anhoerungen
            if stand.abgegeben_am is not None
            for text in stand.nebenbestimmungen
        )[:HOECHSTZAHL_NEBENBESTIMMUNGEN],
        abweichungen=tuple(Abweichungsentscheidung(a) for a in abweichungen),
    )


def compute_offenen_entwurf(
    entwurf: Bescheidentwurf, abweichungen: Sequence[UUID]
) -> Bescheidentwurf:
    """The draft with one decision, perhaps none yet, on each Abweichung that is requested now."""
    je_id = {e.abweichung_id: e for e in entwurf.abweichungen}
    passend = tuple(je_id.get(a) or Abweichungsentscheidung(a) for a in abweichungen)
    return replace(entwurf, abweichungen=passend)


def check_entwurf(entwurf: Bescheidentwurf, begruendungspflicht: str) -> tuple[Mangel, ...]:
    """Why a draft cannot be issued, in the order of the form; `begruendungspflicht` is the norm."""
    maengel: list[Mangel] = []
    ablehnung = entwurf.art is Bescheidart.ABLEHNUNG
    if any(e.zugelassen is None for e in entwurf.abweichungen):
        maengel.append(Mangel("abweichungen", "Entscheiden Sie über jede beantragte Abweichung."))
    if ablehnung and any(e.zugelassen for e in entwurf.abweichungen):
        maengel.append(
            Mangel(
                "abweichungen",
                "Eine Ablehnung kann keine Abweichung zulassen. Lassen Sie keine zu, oder "
                "genehmigen Sie das Vorhaben.",
            )
        )
    if ablehnung and not entwurf.begruendung.strip():
        maengel.append(
            Mangel(
                "begruendung",
                f"Begründen Sie die Ablehnung ({begruendungspflicht}). Nennen Sie die Vorschrift "
                "und die Tatsachen, an denen das Vorhaben scheitert.",
            )
        )
    return tuple(maengel)


def compute_vorbehalte(
    entwurf: Bescheidentwurf,
    anhoerungen: Sequence[Anhoerungsstand],
    offene_nachforderungen: Sequence[tuple[int, date]],
    heute: date,
    unterlagen: Sequence[Sequence[Unterlagenstand]] = (),
) -> tuple[Vorbehalt, ...]:
    """What is open or late on a day; `offene_nachforderungen` are numbers with their periods.

    `unterlagen` are the Fassungen of each document, in the order of their numbers.
    """
    offene = [
        Vorbehalt(
            f"Die Nachforderung {nummer} ist noch nicht erledigt; ihre Frist endet am "
            f"{frist:%d.%m.%Y}."
            if frist >= heute
            else f"Die Nachforderung {nummer} ist noch nicht erledigt; ihre Frist endete am "
            f"{frist:%d.%m.%Y}."
        )
        for nummer, frist in offene_nachforderungen
    ]
    for stand in anhoerungen:
        offene += _list_vorbehalte(entwurf, stand, heute)
    neueste = [(f[-1], get_geltende(f)) for f in unterlagen]
    unlesbare = [paar for paar in neueste if paar[0].pruefstand not in LESBARE_STAENDE]
    return (*offene, *(_create_unterlagenvorbehalt(*paar) for paar in unlesbare))


def _create_unterlagenvorbehalt(
    neueste: Unterlagenstand, geltende: Unterlagenstand | None
) -> Vorbehalt:
    was = f"Die Fassung {neueste.nummer} von „{neueste.bezeichnung}“"
    if geltende is neueste:
        return Vorbehalt(
            f"{was} wird noch geprüft und lässt sich noch nicht öffnen; der Bescheid nennt sie."
        )
    if geltende is not None:
        return Vorbehalt(
            f"{was} ist unbrauchbar; der Bescheid nennt die Fassung {geltende.nummer}."
        )
    return Vorbehalt(f"{was} ist unbrauchbar; der Bescheid nennt diese Unterlage nicht.")


def _list_vorbehalte(
    entwurf: Bescheidentwurf, stand: Anhoerungsstand, heute: date
) -> list[Vorbehalt]:
    if stand.abgegeben_am is None:
        zeit = "läuft noch bis" if stand.frist_ende >= heute else "ist abgelaufen am"
        return [
            Vorbehalt(
                f"{stand.name} hat sich nicht geäußert; die Frist {zeit} "
                f"{stand.frist_ende:%d.%m.%Y}. {stand.wirkung}",
                stand.norm,
            )
        ]
    gefunden = []
    if stand.kam_verspaetet:
        gefunden.append(
            Vorbehalt(
                f"{stand.name} hat sich am {stand.abgegeben_am:%d.%m.%Y} geäußert, die Frist "
                f"endete am {stand.frist_ende:%d.%m.%Y}. {stand.verspaetet}",
                stand.norm,
            )
        )
    if stand.verlangt_unterlagen:
        gefunden.append(Vorbehalt(f"{stand.name} verlangt weitere Unterlagen."))
    if entwurf.art is Bescheidart.ABLEHNUNG:
        return gefunden
    if stand.bedenken:
        gefunden.append(Vorbehalt(f"{stand.name} hat Bedenken gegen das Vorhaben."))
    texte = {n.text.strip() for n in entwurf.nebenbestimmungen}
    fehlen = sum(text.strip() not in texte for text in stand.nebenbestimmungen)
    if fehlen:
        gefunden.append(
            Vorbehalt(
                f"{fehlen} von {len(stand.nebenbestimmungen)} Nebenbestimmungen, die {stand.name} "
                "verlangt, stehen nicht wörtlich im Bescheid."
            )
        )
    return gefunden

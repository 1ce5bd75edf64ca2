"""Who a message is for, and which Gemeinde the building plot lies in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from bauaufsicht.db.models import Behoerde, Eingang, Gemeinde, Stelle
from bauaufsicht.db.queries import adressat as abfragen
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.befund import Befund, Schwere
from bauaufsicht.domain.nachricht import Anschrift, Flurstueck, Lesung, Nachricht, Partner

AGS = re.compile(r"[0-9]{8}")
AN_GEMEINDE = ("0600",)  # DVDV service BH2GEM
OHNE_AGS = "kein gemeindeschluessel in der Nachricht"
UNGUELTIGER_AGS = "gemeindeschluessel in der Nachricht ungültig"


@dataclass(frozen=True, slots=True)
class Adressat:
    """The Behörde that keeps the case; `gemeinde` when the message went to a Gemeinde (0600)."""

    behoerde: Behoerde
    partner: Partner
    gemeinde: Gemeinde | None = None


@dataclass(frozen=True, slots=True)
class Gemeindebestimmung:
    """A Gemeinde with how it was found; name and Behörde only if we know it."""

    ags: str
    quelle: str
    name: str = ""
    behoerde_id: UUID | None = None


def _create_bestimmung(gemeinde: Gemeinde, quelle: str) -> Gemeindebestimmung:
    return Gemeindebestimmung(gemeinde.ags, quelle, gemeinde.name, gemeinde.behoerde_id)


def get_adressat(
    uow: UnitOfWork, lesung: Lesung, eingang: Eingang, befunde: list[Befund]
) -> Adressat | None:
    """The addressee, locked; appends T080 and returns None when it is not one of ours.

    empfangendeStelle wins over the reader of the head. A delivery that one Behörde took in must be
    addressed to that Behörde: otherwise it stays with it, refused.
    """
    stelle = lesung.nachricht.empfangende_stelle if lesung.nachricht else None
    gemeint = [p for p in (stelle, lesung.kopf.leser if lesung.kopf else None) if p is not None]
    je_kennung = {k: _get_kandidat(uow, p) for k, p in {_format(p): p for p in gemeint}.items()}
    treffer = [je_kennung[_format(p)] for p in gemeint]
    adressat = treffer[0] if treffer and all(treffer) else None
    if adressat is None:
        fremd = next((p for p, t in zip(gemeint, treffer, strict=True) if t is None), None)
        kennung = fremd.kennung if fremd else "(keine)"
        befunde.append(_compute_irrlaeufer(f"Der Empfänger „{kennung}“ ist hier nicht bekannt."))
        return None
    if eingang.nur_behoerde_id not in (None, adressat.behoerde.id):
        befunde.append(
            _compute_irrlaeufer(f"Die Nachricht ist an „{adressat.behoerde.name}“ gerichtet.")
        )
        return None
    if len(treffer) > 1 and treffer[1] and treffer[1].behoerde.id != adressat.behoerde.id:
        befunde.append(
            Befund(
                "T080",
                f"Leser ({gemeint[1].kennung}) und empfangende Stelle ({gemeint[0].kennung}) sind "
                "verschieden; der Vorgang liegt bei der empfangenden Stelle.",
            )
        )
    if adressat.gemeinde is not None and lesung.nummer not in AN_GEMEINDE:
        befunde.append(
            Befund(
                "S100",
                f"Die Nachricht ist an „{adressat.partner.name}“ gerichtet. Zuständig ist "
                f"„{adressat.behoerde.name}“; der Vorgang liegt dort.",
            )
        )
    eingang.behoerde_id = adressat.behoerde.id
    return adressat


def _format(partner: Partner) -> str:
    return partner.kennung.strip().casefold()


def _compute_irrlaeufer(satz: str) -> Befund:
    return Befund(
        "T080",
        f"{satz} Die Nachricht gehört nicht hierher. Senden Sie sie an die zuständige Behörde.",
        Schwere.ZURUECKWEISUNG,
    )


def _get_kandidat(uow: UnitOfWork, partner: Partner) -> Adressat | None:
    kennung = _format(partner)
    gefunden = abfragen.get_kandidat(uow.session, kennung)
    if gefunden is None:
        return None
    behoerde, gemeinde = gefunden
    name = gemeinde.bezeichnung if gemeinde else behoerde.name
    return Adressat(behoerde, Partner(kennung, name, partner.verzeichnisdienst), gemeinde)


def get_stelle_der_gemeinde(uow: UnitOfWork, gemeinde: Gemeinde) -> Stelle:
    """The Stelle under which a Gemeinde takes part; made when it is needed for the first time."""
    # two cases that need it first at once: the second waits and finds it
    uow.session.execute(
        select(Gemeinde.ags).where(Gemeinde.ags == gemeinde.ags).with_for_update(key_share=True)
    )
    stelle = abfragen.get_stelle_der_gemeinde(uow.session, gemeinde.ags)
    if stelle is not None:
        return stelle
    return uow.add(
        Stelle(
            kennung=gemeinde.kennung,
            name=gemeinde.bezeichnung,
            art="gemeinde",
            behoerde_id=gemeinde.behoerde_id,
            gemeinde_ags=gemeinde.ags,
        )
    )


def compute_gemeinde(
    uow: UnitOfWork, nachricht: Nachricht, behoerde_id: UUID
) -> Gemeindebestimmung | None:
    """The Gemeinde of the building plot, from the surest source that the message has.

    Order: gemeindeschluessel, number of the Gemarkung, name of the Gemarkung within the district,
    Ort and PLZ, addressee of a 0600, a Behörde with one Gemeinde only (XBAU.md g 26).
    """
    vorhaben = nachricht.vorhaben
    if vorhaben is None:
        return None
    ags = next((s for s in list_gemeindeschluessel(nachricht) if AGS.fullmatch(s)), None)
    if ags:
        gemeinde = abfragen.get_gemeinde(uow.session, ags)
        if gemeinde is None:
            return Gemeindebestimmung(ags, "gemeindeschluessel")
        return _create_bestimmung(gemeinde, "gemeindeschluessel")
    andere = (
        _compute_aus_gemarkung(uow, vorhaben.flurstuecke, behoerde_id)
        or _compute_aus_ort(uow, vorhaben.anschriften, behoerde_id)
        or _compute_aus_empfaenger(uow, nachricht)
        or _compute_aus_zustaendigkeit(uow, behoerde_id)
    )
    if andere is None:
        return None
    grund = UNGUELTIGER_AGS if list_gemeindeschluessel(nachricht) else OHNE_AGS
    return replace(andere, quelle=f"{andere.quelle} ({grund})")


def list_gemeindeschluessel(nachricht: Nachricht) -> list[str]:
    """The gemeindeschluessel of the building plot's addresses, as sent."""
    anschriften = nachricht.vorhaben.anschriften if nachricht.vorhaben else ()
    return [a.gemeindeschluessel for a in anschriften if a.gemeindeschluessel]


def _compute_aus_gemarkung(
    uow: UnitOfWork, flurstuecke: Sequence[Flurstueck], behoerde_id: UUID
) -> Gemeindebestimmung | None:
    nummern = {f.gemarkung_nummer for f in flurstuecke if f.gemarkung_nummer}
    namen = {f.gemarkung for f in flurstuecke if f.gemarkung}
    for list_gemeinden, werte, quelle in (
        (abfragen.list_gemeinden_nach_gemarkungsnummer, nummern, "Gemarkungsnummer"),
        (
            abfragen.list_gemeinden_nach_gemarkungsname,
            namen,
            "Gemarkungsname im Zuständigkeitsbereich",
        ),
    ):
        gefunden = list_gemeinden(uow.session, behoerde_id, werte)
        if len(gefunden) == 1:
            return _create_bestimmung(gefunden[0], quelle)
    return None


def _compute_aus_ort(
    uow: UnitOfWork, anschriften: Sequence[Anschrift], behoerde_id: UUID
) -> Gemeindebestimmung | None:
    for anschrift in anschriften:
        if not anschrift.ort:
            continue
        gemeinden = abfragen.list_gemeinden_nach_ort(
            uow.session, behoerde_id, anschrift.ort.strip()
        )
        plz = (anschrift.postleitzahl or "").strip()
        for gemeinde in gemeinden:
            if plz and plz in gemeinde.plz.split(";"):
                return _create_bestimmung(gemeinde, "Ort und PLZ")
        if len(gemeinden) == 1:
            return _create_bestimmung(gemeinden[0], "Ort, PLZ nicht bestätigt")
    return None


def _compute_aus_empfaenger(uow: UnitOfWork, nachricht: Nachricht) -> Gemeindebestimmung | None:
    for partner in (nachricht.empfangende_stelle, nachricht.kopf.leser):
        if partner is None:
            continue
        gemeinde = abfragen.get_gemeinde_mit_kennung(uow.session, _format(partner))
        if gemeinde is not None:
            return _create_bestimmung(gemeinde, "Empfänger der Anzeige")
    return None


def _compute_aus_zustaendigkeit(uow: UnitOfWork, behoerde_id: UUID) -> Gemeindebestimmung | None:
    gemeinde = abfragen.get_einzige_gemeinde(uow.session, behoerde_id)
    return _create_bestimmung(gemeinde, "einzige Gemeinde der Behörde") if gemeinde else None

"""Taking a cadastre file in: load a new generation beside the old one, verify, switch, tidy up.

Loading happens in many small transactions, so that others can write meanwhile; what is loaded is
not in force before the switch, which is one transaction. Whatever stops the way there leaves the
old generation in force.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select, update

from bauaufsicht.db.katasterspeicher import (
    SchonGeladen,
    close_generation,
    close_unveraenderte,
    list_doppelte,
    write_flurstuecke,
)
from bauaufsicht.db.models import Gemarkung, Gemeinde, Katastergeneration
from bauaufsicht.db.queries.kataster import get_anzahl, list_in_anderen_quellen
from bauaufsicht.db.uow import Einheit, UnitOfWork
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.geometrie import DATENUNSICHERHEIT
from bauaufsicht.domain.kataster import (
    SCHLUESSEL_GEMARKUNG,
    Flurstueckszeile,
    Generationsstand,
    Katasterblock,
)
from bauaufsicht.domain.landesrecht import Landesrecht
from bauaufsicht.recht import get_landesrecht

STAPEL = 5000  # parcels that are tidied up in one transaction
UNBRAUCHBAR = 0.01  # share of parcels without a usable geometry that a file may have
FLAECHENTREUE = 0.02  # of the sums of areas; UTM and ground differ by less than 0.001

Fortschritt = Callable[[int, float], None]  # parcels so far, share of the file


@dataclass(frozen=True, slots=True)
class Katasterangaben:
    """What the file does not say: its source, its date, its uncertainty in metres."""

    quelle: str
    datenstand: date
    unsicherheit: float = DATENUNSICHERHEIT
    umrechnen: bool = False


@dataclass(slots=True)
class Katasterbericht:
    """What became of a file."""

    quelle: str
    anzahl: int = 0
    unbrauchbare: int = 0
    gemarkungen: int = 0
    unveraendert: int = 0
    abgeloest: int = 0
    umrechnung: str = ""
    hinweise: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Summen:
    """What is known of the parcels loaded so far; bounded by the number of Gemarkungen."""

    anzahl: int = 0
    unbrauchbare: int = 0
    amtlich: float = 0.0
    gemessen: float = 0.0  # UTM, of the parcels that have an official area
    gemeinden: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    namen: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    fremde_laender: set[str] = field(default_factory=set)


def import_kataster(
    einheit: Einheit, pfad: Path, angaben: Katasterangaben, fortschritt: Fortschritt
) -> Katasterbericht:
    """Replace the parcels of a source by those of a file; Fachfehler changes nothing."""
    with einheit() as uow:
        reste = _list_reste(uow, angaben.quelle)
        leser = uow.ports.kataster
    for rest in reste:
        _close_generation(einheit, rest)
    bloecke = leser.read_datei(pfad, umrechnen=angaben.umrechnen)
    generation_id = _create_generation(einheit, pfad, angaben)
    summen = _Summen()
    try:
        for block in bloecke:
            _write_block(einheit, generation_id, block, summen)
            fortschritt(summen.anzahl, block.anteil)
        with einheit() as uow:
            _check_generation(uow, generation_id, angaben.quelle, summen)
            bericht = _set_gueltig(uow, generation_id, angaben, summen)
    except BaseException:  # Ctrl-C too: nothing half loaded stays
        _close_generation(einheit, generation_id)
        raise
    bericht.unveraendert, bericht.abgeloest = close_abgeloeste(einheit, angaben.quelle)
    return bericht


def _list_reste(uow: UnitOfWork, quelle: str) -> list[int]:
    """Loads of this source that a process left half done."""
    return list(
        uow.session.scalars(
            select(Katastergeneration.id).where(
                Katastergeneration.quelle == quelle,
                Katastergeneration.stand == Generationsstand.LAEDT,
            )
        )
    )


def _close_generation(einheit: Einheit, generation_id: int) -> None:
    while True:
        with einheit() as uow:
            if not close_generation(uow.session, generation_id, STAPEL):
                return


def _create_generation(einheit: Einheit, pfad: Path, angaben: Katasterangaben) -> int:
    with einheit() as uow:
        generation = uow.add(
            Katastergeneration(
                quelle=angaben.quelle,
                datei=pfad.name[:200],
                unsicherheit=angaben.unsicherheit,
                datenstand=angaben.datenstand,
                stand=Generationsstand.LAEDT,
                begonnen_am=uow.jetzt(),
            )
        )
        uow.flush()
        return generation.id


def _write_block(
    einheit: Einheit, generation_id: int, block: Katasterblock, summen: _Summen
) -> None:
    for zeile in block.zeilen:
        _add_zeile(zeile, summen)
    for nummer, name in block.gemarkungen.items():
        summen.namen[nummer][name] += 1
    try:
        with einheit() as uow:
            if not summen.anzahl:
                _set_kopf(uow, generation_id, block)
            write_flurstuecke(uow.session, generation_id, block.zeilen)
    except SchonGeladen as fehler:
        raise Fachfehler(_format_doppelt(einheit, generation_id, block)) from fehler
    summen.anzahl += len(block.zeilen)


def _set_kopf(uow: UnitOfWork, generation_id: int, block: Katasterblock) -> None:
    generation = uow.session.get_one(Katastergeneration, generation_id)
    generation.dateiformat = block.kopf.dateiformat
    generation.epsg = block.kopf.epsg
    generation.umrechnung = block.kopf.umrechnung
    generation.unsicherheit = max(generation.unsicherheit, block.kopf.zuschlag)


def _add_zeile(zeile: Flurstueckszeile, summen: _Summen) -> None:
    schluessel = zeile.kennzeichen[:SCHLUESSEL_GEMARKUNG]
    gemeinden = summen.gemeinden[schluessel]
    if zeile.gemeinde_ags:
        gemeinden[zeile.gemeinde_ags] += 1
    if zeile.gemarkung:
        summen.namen[schluessel][zeile.gemarkung] += 1
    if not zeile.brauchbar:
        summen.unbrauchbare += 1
        return
    recht = _get_recht(zeile.kennzeichen[:2])
    if recht is None:
        summen.fremde_laender.add(zeile.kennzeichen[:2])
    else:
        _check_lage(zeile, recht)
    if zeile.amtliche_flaeche is not None:
        summen.amtlich += zeile.amtliche_flaeche
        summen.gemessen += zeile.flaeche


def _get_recht(land: str) -> Landesrecht | None:
    try:
        return get_landesrecht(land)
    except LookupError:
        return None


def _check_lage(zeile: Flurstueckszeile, recht: Landesrecht) -> None:
    x0, y0, x1, y1 = zeile.rahmen
    bereich = recht.lagebereich
    if bereich is not None and not (bereich.check_in(x0, y0) and bereich.check_in(x1, y1)):
        raise Fachfehler(
            f"Das Flurstück {zeile.kennzeichen} liegt bei {x0:.0f} / {y0:.0f}, also außerhalb von "
            f"{bereich.name}. Es wurde nichts übernommen. Prüfen Sie das Koordinatensystem."
        )


def _format_doppelt(einheit: Einheit, generation_id: int, block: Katasterblock) -> str:
    haeufig = Counter(z.kennzeichen for z in block.zeilen)
    doppelte = [k for k, n in haeufig.items() if n > 1]
    if not doppelte:
        with einheit() as uow:
            doppelte = list_doppelte(uow.session, generation_id, list(haeufig))
    return (
        f"Das Flurstück {doppelte[0] if doppelte else '?'} steht mehrmals in der Datei. Es wurde "
        "nichts übernommen. Fassen Sie seine Teile zu einer Fläche zusammen."
    )


def _check_generation(uow: UnitOfWork, generation_id: int, quelle: str, summen: _Summen) -> None:
    """Count, usable geometries, other sources, areas; Fachfehler if one of them is wrong."""
    anzahl = get_anzahl(uow.session, generation_id)
    if anzahl != summen.anzahl or not anzahl:
        raise Fachfehler(
            f"Gelesen wurden {summen.anzahl} Flurstücke, gespeichert sind {anzahl}. Es wurde "
            "nichts übernommen. Läuft gerade ein zweites Einlesen dieser Quelle?"
        )
    if summen.unbrauchbare > UNBRAUCHBAR * anzahl:
        raise Fachfehler(
            f"{summen.unbrauchbare} von {anzahl} Flurstücken haben keine brauchbare Geometrie. Es "
            "wurde nichts übernommen. Prüfen Sie den Export."
        )
    andere = list_in_anderen_quellen(uow.session, generation_id, quelle)
    if andere:
        raise Fachfehler(
            f"Das Flurstück {andere[0]} steht schon in einer anderen Quelle. Jedes Flurstück darf "
            "nur aus einer Quelle kommen. Es wurde nichts übernommen."
        )
    if summen.amtlich and abs(summen.gemessen / summen.amtlich - 1) > FLAECHENTREUE:
        raise Fachfehler(
            f"Die amtlichen Flächen ergeben zusammen {summen.amtlich:.0f} m², die Geometrien "
            f"{summen.gemessen:.0f} m². Das passt nicht zusammen; es wurde nichts übernommen. "
            "Prüfen Sie Einheit und Koordinatensystem."
        )


def _set_gueltig(
    uow: UnitOfWork, generation_id: int, angaben: Katasterangaben, summen: _Summen
) -> Katasterbericht:
    """The switch: the old load goes out of force, the new one comes into force, at once."""
    uow.session.execute(
        update(Katastergeneration)
        .where(
            Katastergeneration.quelle == angaben.quelle,
            Katastergeneration.stand == Generationsstand.GUELTIG,
        )
        .values(stand=Generationsstand.ABGELOEST, aufgeraeumt=False)
    )
    generation = uow.session.get_one(Katastergeneration, generation_id)
    generation.stand = Generationsstand.GUELTIG
    generation.gueltig_ab = uow.jetzt()
    generation.anzahl = summen.anzahl
    generation.unbrauchbare = summen.unbrauchbare
    generation.amtliche_flaeche = Decimal(f"{summen.amtlich:.2f}")
    generation.gemarkungen = sorted(summen.gemeinden)
    bericht = Katasterbericht(
        angaben.quelle, summen.anzahl, summen.unbrauchbare, umrechnung=generation.umrechnung
    )
    bericht.gemarkungen = _write_gemarkungen(uow, summen)
    bericht.hinweise = _list_hinweise(summen, bericht.gemarkungen)
    return bericht


def _write_gemarkungen(uow: UnitOfWork, summen: _Summen) -> int:
    """Gemarkungen whose Gemeinde the file names; where it names several, the most frequent."""
    bekannte = set(uow.session.scalars(select(Gemeinde.ags)))
    gespeicherte = {g.nummer: g for g in uow.session.scalars(select(Gemarkung))}
    anzahl = 0
    for nummer, gemeinden in summen.gemeinden.items():
        ags = next((a for a, _ in gemeinden.most_common() if a in bekannte), None)
        if ags is None:
            continue
        haeufigster = summen.namen[nummer].most_common(1)
        name = haeufigster[0][0] if haeufigster else ""
        gemarkung = gespeicherte.get(nummer)
        if gemarkung is None:
            uow.add(Gemarkung(nummer=nummer, name=name, gemeinde_ags=ags))
        else:
            gemarkung.gemeinde_ags, gemarkung.name = ags, name or gemarkung.name
        anzahl += 1
    return anzahl


def _list_hinweise(summen: _Summen, gemarkungen: int) -> list[str]:
    hinweise = []
    if summen.unbrauchbare:
        hinweise.append(
            f"{summen.unbrauchbare} Flurstücke haben keine brauchbare Geometrie; Prüfungen mit "
            "ihnen sind nicht möglich."
        )
    if summen.fremde_laender:
        laender = ", ".join(sorted(summen.fremde_laender))
        hinweise.append(
            f"Für das Land {laender} ist kein Recht eingerichtet; die Lage wurde nicht geprüft."
        )
    ohne = len(summen.gemeinden) - gemarkungen
    if ohne:
        hinweise.append(
            f"Zu {ohne} von {len(summen.gemeinden)} Gemarkungen nennt die Datei keine bekannte "
            "Gemeinde; die Zuständigkeit ist dort nicht prüfbar."
        )
    return hinweise


def close_abgeloeste(einheit: Einheit, quelle: str) -> tuple[int, int]:
    """Tidy up replaced loads of a source; parcels that went, parcels that stay as retired ones.

    What is the same in the new load goes; what changed or vanished stays for old cases.
    """
    gegangen = geblieben = 0
    while True:
        with einheit() as uow:
            alte = uow.session.scalars(
                select(Katastergeneration)
                .where(
                    Katastergeneration.quelle == quelle,
                    Katastergeneration.aufgeraeumt.is_(False),
                )
                .order_by(Katastergeneration.id)
                .limit(1)
            ).one_or_none()
            neue = uow.session.scalars(
                select(Katastergeneration).where(
                    Katastergeneration.quelle == quelle,
                    Katastergeneration.stand == Generationsstand.GUELTIG,
                )
            ).one_or_none()
            if alte is None or neue is None:
                return gegangen, geblieben
            weg, alt = close_unveraenderte(uow.session, alte, neue, STAPEL)
            gegangen, geblieben = gegangen + weg, geblieben + alt
            alte.aufgeraeumt = weg + alt == 0
            if alte.aufgeraeumt and not get_anzahl(uow.session, alte.id):
                uow.session.delete(alte)

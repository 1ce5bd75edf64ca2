"""Checking plot and building of a case, and what the clerk states for it."""

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select

from bauaufsicht.db.models import (
    Behoerde,
    Ereignisrecord,
    Pruefungslauf,
    Pruefvorgabe,
    Vorgang,
    Vorgangsgeometrie,
)
from bauaufsicht.db.queries import pruefung as abfragen
from bauaufsicht.db.queries.kataster import list_gemarkungen, list_im_rahmen
from bauaufsicht.db.queries.vorgang import get_stand
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.ereignisse import (
    FlurstueckeGeprueft,
    GrundrissFestgelegt,
    PruefvorgabeFestgelegt,
    format_kanonisch,
)
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.kataster import SCHLUESSEL_GEMARKUNG
from bauaufsicht.domain.lagekarte import compute_lagekarte
from bauaufsicht.domain.landesrecht import Landesrecht
from bauaufsicht.domain.pruefung import (
    Flurstuecksfund,
    Fundstand,
    Katasterflurstueck,
    Pruefstoff,
    Pruefungsanlass,
)
from bauaufsicht.domain.pruefungen import check_alle
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.umriss import Umriss, Umrissquelle, read_polygone
from bauaufsicht.domain.vorgang import ENDZUSTAENDE
from bauaufsicht.services.flurstueckssuche import create_katasterflurstueck, list_funde

UMKREIS = 50.0  # metres around the plot that the map shows (site plans show as much)
FEHLT = "Es liegt kein Umriss des Gebäudes vor. Legen Sie ihn fest."
GRZ_HOECHSTENS = Decimal("9.999")


def read_antragsumriss(geometrie: dict[str, Any] | None, recht: Landesrecht) -> Umriss:
    """The footprint that the application gives; Fachfehler if there is none to use."""
    if geometrie is None:
        raise Fachfehler("Der Antrag enthält keinen Umriss.")
    return read_polygone(geometrie["polygone"], geometrie["srs"], recht.lagebereich)


def check_nach_eingang(uow: UnitOfWork, ereignis_id: UUID) -> None:
    """Check a case after a message: take its footprint over unless the clerk gave one."""
    ereignis = uow.session.get_one(Ereignisrecord, ereignis_id)
    vorgang = uow.get_vorgang(ereignis.vorgang_id, Aktion.PRUEFUNG_LESEN)
    if vorgang.zustand in ENDZUSTAENDE or _is_geprueft(uow, ereignis):
        return
    letzter = abfragen.get_grundriss(uow.session, vorgang.id)
    if letzter is None or letzter.quelle is Umrissquelle.ANTRAG:
        _adopt_antragsumriss(uow, vorgang, letzter)
    _check(uow, vorgang, Pruefungsanlass.EINGANG)


def _is_geprueft(uow: UnitOfWork, ereignis: Ereignisrecord) -> bool:
    """Whether the case was checked for this or a later message already: a job may come twice."""
    laeufe = uow.session.scalars(
        select(Ereignisrecord.daten).where(
            Ereignisrecord.vorgang_id == ereignis.vorgang_id,
            Ereignisrecord.nummer > ereignis.nummer,
            Ereignisrecord.art == FlurstueckeGeprueft.art,
        )
    )
    return any(daten["anlass"] == Pruefungsanlass.EINGANG for daten in laeufe)


def record_umriss(
    uow: UnitOfWork,
    vorgang_id: UUID,
    quelle: Umrissquelle,
    umriss: Umriss,
    eingabe: str,
    fassung: int,
) -> Vorgangsgeometrie:
    """State the footprint of the building and check anew."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.GRUNDRISS_FESTLEGEN, fassung)
    geometrie = _create_geometrie(uow, vorgang, quelle, umriss, eingabe)
    _check(uow, vorgang, Pruefungsanlass.GRUNDRISS)
    return geometrie


def record_vorgabe(
    uow: UnitOfWork, vorgang_id: UUID, grz: Decimal | None, herkunft: str, fassung: int
) -> None:
    """State the highest GRZ (None: there is none) and check anew."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.GRUNDRISS_FESTLEGEN, fassung)
    if grz is not None and not Decimal(0) < grz <= GRZ_HOECHSTENS:
        raise Fachfehler("Die Grundflächenzahl muss größer als 0 und kleiner als 10 sein.")
    vorgabe = uow.add(
        Pruefvorgabe(
            vorgang_id=vorgang.id,
            nummer=_get_nummer(uow, Pruefvorgabe, vorgang.id),
            grz_hoechstens=grz,
            grz_herkunft=herkunft[:200],
            konto_id=uow.akteur.konto_id,
            erstellt_am=uow.jetzt(),
        )
    )
    uow.flush()
    uow.record(
        vorgang,
        PruefvorgabeFestgelegt(
            vorgabe.nummer, str(grz) if grz is not None else None, vorgabe.grz_herkunft
        ),
    )
    _check(uow, vorgang, Pruefungsanlass.VORGABE)


def check_erneut(uow: UnitOfWork, vorgang_id: UUID, fassung: int) -> None:
    """Check anew because a person asks for it."""
    vorgang = uow.get_vorgang(vorgang_id, Aktion.GRUNDRISS_FESTLEGEN, fassung)
    _check(uow, vorgang, Pruefungsanlass.HAND)


def _adopt_antragsumriss(
    uow: UnitOfWork, vorgang: Vorgang, letzter: abfragen.Grundriss | None
) -> None:
    """Take the footprint of the application over; one that cannot be read is told by the check."""
    try:
        umriss = read_antragsumriss(vorgang.geometrie, uow.get_landesrecht(vorgang))
    except Fachfehler:
        return
    if letzter is None or letzter.wkb != _format_wkb(umriss):
        _create_geometrie(uow, vorgang, Umrissquelle.ANTRAG, umriss, "")


def _create_geometrie(
    uow: UnitOfWork, vorgang: Vorgang, quelle: Umrissquelle, umriss: Umriss, eingabe: str
) -> Vorgangsgeometrie:
    wkb = _format_wkb(umriss)
    geometrie = uow.add(
        Vorgangsgeometrie(
            vorgang_id=vorgang.id,
            nummer=_get_nummer(uow, Vorgangsgeometrie, vorgang.id),
            quelle=quelle,
            geometrie=wkb,
            pruefwert=sha256(wkb).hexdigest(),
            eingabe=eingabe,
            hinweise=list(umriss.hinweise),
            konto_id=uow.akteur.konto_id,
            erstellt_am=uow.jetzt(),
        )
    )
    uow.flush()
    uow.record(
        vorgang,
        GrundrissFestgelegt(geometrie.id, geometrie.nummer, quelle.value, geometrie.pruefwert),
        nebenher=quelle is Umrissquelle.ANTRAG,  # the message that brought it was told of before
    )
    return geometrie


def _format_wkb(umriss: Umriss) -> bytes:
    return bytes(shapely.to_wkb(umriss.geometrie, byte_order=1))


def _get_nummer(
    uow: UnitOfWork,
    typ: type[Vorgangsgeometrie] | type[Pruefvorgabe] | type[Pruefungslauf],
    vorgang_id: UUID,
) -> int:
    """The next number within the case, whose row is locked."""
    return (
        uow.session.scalar(select(func.max(typ.nummer)).where(typ.vorgang_id == vorgang_id)) or 0
    ) + 1


def _check(uow: UnitOfWork, vorgang: Vorgang, anlass: Pruefungsanlass) -> None:
    """Run all checks and keep what was measured with what was found."""
    stoff = _create_stoff(uow, vorgang)
    gefunden = check_alle(stoff)
    ergebnisse = [e.format_json() for e in gefunden]
    karte = compute_lagekarte(stoff)
    offene = sum(e.offen for e in gefunden)
    lauf = uow.add(
        Pruefungslauf(
            vorgang_id=vorgang.id,
            nummer=_get_nummer(uow, Pruefungslauf, vorgang.id),
            anlass=anlass,
            vorgangsgeometrie_id=_get_geometrie_id(uow, vorgang.id),
            regelstand=vorgang.regelstand,
            datenstand=stoff.datenstand,
            offene=offene,
            ergebnisse=ergebnisse,
            karte=karte,
            pruefwert=compute_laufwert(ergebnisse, karte),
            konto_id=uow.akteur.konto_id,
            erstellt_am=uow.jetzt(),
        )
    )
    uow.flush()
    uow.record(
        vorgang,
        FlurstueckeGeprueft(
            lauf.id,
            lauf.nummer,
            anlass.value,
            len(stoff.funde),
            sum(f.stand is Fundstand.GEFUNDEN for f in stoff.funde),
            offene,
            lauf.pruefwert,
        ),
        nebenher=anlass is Pruefungsanlass.EINGANG,
    )


def compute_laufwert(ergebnisse: object, karte: object) -> str:
    """SHA-256 (hexadecimal) of what was found and of the map, as canonical JSON."""
    return sha256(format_kanonisch({"ergebnisse": ergebnisse, "karte": karte})).hexdigest()


def _get_geometrie_id(uow: UnitOfWork, vorgang_id: UUID) -> UUID | None:
    return uow.session.scalar(
        select(Vorgangsgeometrie.id)
        .where(Vorgangsgeometrie.vorgang_id == vorgang_id)
        .order_by(Vorgangsgeometrie.nummer.desc())
        .limit(1)
    )


def _create_stoff(uow: UnitOfWork, vorgang: Vorgang) -> Pruefstoff:
    recht = uow.get_landesrecht(vorgang)
    funde = tuple(list_funde(uow, vorgang))
    uow.flush()
    umgebung = _list_umgebung(uow, vorgang, funde)
    kennzeichen = {k.kennzeichen for k in umgebung}
    kennzeichen |= {f.flurstueck.kennzeichen for f in funde if f.flurstueck}
    umriss, grund = _get_umriss(uow, vorgang, recht)
    angaben = get_stand(uow.session, vorgang.id).angaben
    grz, herkunft = _get_grz(uow, vorgang.id, angaben)
    behoerde = uow.session.get_one(Behoerde, vorgang.behoerde_id)
    return Pruefstoff(
        recht=recht,
        tag=uow.compute_tag(vorgang.eingegangen_am),
        behoerde=behoerde.name,
        funde=funde,
        umgebung=tuple(umgebung),
        umriss=umriss,
        umriss_grund=grund,
        grundstuecksflaeche=_get_zahl(angaben, "flaecheDesBaugrundstuecks"),
        grz_hoechstens=grz,
        grz_herkunft=herkunft,
        gebaeudeklasse=vorgang.gebaeudeklasse,
        andere=tuple(abfragen.list_andere_vorgaenge(uow.session, vorgang, kennzeichen)),
    )


def _list_umgebung(
    uow: UnitOfWork, vorgang: Vorgang, funde: Sequence[Flurstuecksfund]
) -> list[Katasterflurstueck]:
    """Parcels around those of the case, without these."""
    eigene = [f.flurstueck for f in funde if f.flurstueck and not f.flurstueck.geometrie.is_empty]
    if not eigene:
        return []
    grund = shapely.union_all([k.geometrie for k in eigene if k.brauchbar])
    if grund.is_empty:
        return []
    x0, y0, x1, y1 = grund.bounds
    zeilen = list_im_rahmen(uow.session, (x0 - UMKREIS, y0 - UMKREIS, x1 + UMKREIS, y1 + UMKREIS))
    nummern = {z.kennzeichen[:SCHLUESSEL_GEMARKUNG] for z in zeilen}
    gemarkungen = list_gemarkungen(uow.session, vorgang.behoerde_id, nummern)
    eigene_namen = {k.kennzeichen for k in eigene}
    umgebung = (
        create_katasterflurstueck(z, gemarkungen)
        for z in zeilen
        if z.kennzeichen not in eigene_namen
    )
    nahe = (k for k in umgebung if shapely.dwithin(grund, k.geometrie, UMKREIS))
    return sorted(nahe, key=lambda k: k.kennzeichen)


def _get_umriss(
    uow: UnitOfWork, vorgang: Vorgang, recht: Landesrecht
) -> tuple[BaseGeometry | None, str]:
    """The footprint that counts, or why there is none."""
    letzter = abfragen.get_grundriss(uow.session, vorgang.id)
    if letzter is not None:
        return shapely.from_wkb(letzter.wkb), ""
    if vorgang.geometrie is None:
        return None, FEHLT
    try:
        read_antragsumriss(vorgang.geometrie, recht)
    except Fachfehler as fehler:
        return None, f"Der Umriss im Antrag ist nicht brauchbar. {fehler}"
    return None, FEHLT


def _get_grz(
    uow: UnitOfWork, vorgang_id: UUID, angaben: Sequence[tuple[str, str, str | None, str | None]]
) -> tuple[float | None, str]:
    """The highest GRZ: what the clerk stated, else what the application says."""
    vorgabe = abfragen.get_vorgabe(uow.session, vorgang_id)
    if vorgabe is not None:
        return vorgabe.grz_hoechstens, vorgabe.grz_herkunft
    laut_antrag = _get_zahl(angaben, "grundflaechenzahlSoll")
    return laut_antrag, "laut Antrag" if laut_antrag is not None else ""


def _get_zahl(
    angaben: Sequence[tuple[str, str, str | None, str | None]], element: str
) -> float | None:
    """The one value that the application gives for an element; None if it gives several."""
    werte = {wert for pfad, wert, *_ in angaben if pfad.rsplit("/", 1)[-1] == element}
    if len(werte) != 1:
        return None
    try:
        zahl = float(next(iter(werte)))
    except ValueError:
        return None
    return zahl if 0 < zahl < 1e9 else None

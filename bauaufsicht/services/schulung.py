"""Training mode: authorities, Gemeinden, Stellen and accounts from the packaged data."""

from uuid import UUID

from sqlalchemy import select

from bauaufsicht.db.models import (
    Behoerde,
    Beteiligter,
    Eingang,
    Gemeinde,
    Konto,
    Stelle,
    Verfahrensartzuordnung,
)
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.rechte import Kontorolle
from bauaufsicht.domain.vorgang import Verfahren
from bauaufsicht.recht import get_land_der_ags
from bauaufsicht.schulung import (
    read_behoerden,
    read_gemeinden,
    read_konten,
    read_stellen,
    read_verfahrensarten,
)


def import_schulungsdaten(uow: UnitOfWork) -> int:
    """Load the training data once; how many authorities are new (0 when they are there already)."""
    anzahl = import_stammdaten(uow)
    if not anzahl:
        return 0
    _import_konten(uow)
    uow.add_all(
        [
            Verfahrensartzuordnung(
                liste=v.kode.liste or "",
                code=v.kode.wert,
                verfahrensart=Verfahren(v.verfahrensart),
                bestaetigt=v.bestaetigt,
            )
            for v in read_verfahrensarten()
        ]
    )
    return anzahl


def import_stammdaten(uow: UnitOfWork) -> int:
    """Load authorities, Gemeinden and Stellen once; how many authorities are new."""
    if uow.session.scalar(select(Behoerde.id).limit(1)) is not None:
        return 0
    behoerden = _import_behoerden(uow)
    _import_gemeinden(uow, behoerden)
    _import_stellen(uow, behoerden)
    return len(behoerden)


def _import_behoerden(uow: UnitOfWork) -> dict[str, UUID]:
    records = [
        Behoerde(
            kennung=b.kennung,
            name=b.name,
            kurzname=b.kurzname,
            kuerzel=b.kuerzel,
            land=get_land_der_ags(b.schluessel).kennzahl,
            strasse=b.strasse or "",
            postleitzahl=b.plz or "",
            ort=b.ort or "",
            bestaetigt=b.bestaetigt,
            quelle=b.quelle,
        )
        for b in read_behoerden()
    ]
    uow.add_all(records)
    uow.flush()
    return {b.kennung: b.id for b in records}


def _import_gemeinden(uow: UnitOfWork, behoerden: dict[str, UUID]) -> None:
    uow.add_all(
        [
            Gemeinde(
                ags=g.ags,
                name=g.name,
                bezeichnung=g.bezeichnung,
                kennung=g.kennung,
                behoerde_id=behoerden[g.behoerde],
                plz=";".join(g.postleitzahlen),
                bestaetigt=g.bestaetigt,
            )
            for g in read_gemeinden()
        ]
    )
    uow.flush()


def _import_stellen(uow: UnitOfWork, behoerden: dict[str, UUID]) -> None:
    records = [
        Stelle(
            kennung=s.kennung,
            name=s.name,
            art=s.art,
            behoerde_id=behoerden[s.behoerde] if s.behoerde else None,
        )
        for s in read_stellen()
    ]
    vertretene = {k.stelle for k in read_konten() if k.stelle}
    gemeinden = uow.session.scalars(select(Gemeinde).where(Gemeinde.kennung.in_(vertretene)))
    records += [
        Stelle(
            kennung=g.kennung,
            name=g.bezeichnung,
            art="gemeinde",
            behoerde_id=g.behoerde_id,
            gemeinde_ags=g.ags,
        )
        for g in gemeinden
    ]
    uow.add_all(records)
    uow.flush()


def _import_konten(uow: UnitOfWork) -> None:
    behoerden = dict(uow.session.execute(select(Behoerde.kennung, Behoerde.id)).all())
    stellen = dict(uow.session.execute(select(Stelle.kennung, Stelle.id)).all())
    hashes: dict[str, str] = {}
    for k in read_konten():
        if k.passwort not in hashes:
            hashes[k.passwort] = uow.ports.passwort.create_hash(k.passwort)
        uow.add(
            Konto(
                email=k.email.casefold(),
                name=k.anzeigename,
                funktion=k.funktion,
                passwort=hashes[k.passwort],
                rolle=Kontorolle(k.rolle),
                behoerde_id=behoerden[k.behoerde] if k.behoerde else None,
                stelle_id=stellen[k.stelle] if k.stelle else None,
                sitzungsmarke=uow.ports.zufall.geheimnis()[:64],
                gesperrt=False,
                schulung=True,
            )
        )


def list_bekannte_nachrichten(uow: UnitOfWork) -> set[str | None]:
    """nachrichtenUUIDs of all deliveries that were decided on."""
    return set(
        uow.session.scalars(
            select(Eingang.nachrichten_uuid).where(Eingang.verarbeitet_am.is_not(None))
        )
    )


def assign_schulungsbeteiligte(uow: UnitOfWork) -> int:
    """Link training accounts to the people of the same e-mail address; how many were linked.

    Only in training: an address in an application proves nothing about who reads its mail.
    """
    je_mail = dict(
        uow.session.execute(
            select(Konto.email, Konto.id).where(
                Konto.schulung,
                Konto.rolle.in_([Kontorolle.ANTRAGSTELLER, Kontorolle.ENTWURFSVERFASSER]),
            )
        ).all()
    )
    anzahl = 0
    for beteiligter in uow.session.scalars(
        select(Beteiligter).where(Beteiligter.konto_id.is_(None))
    ):
        mails = (kennung.strip().casefold() for _kanal, kennung in beteiligter.kontakte)
        konto_id = next((je_mail[m] for m in mails if m in je_mail), None)
        if konto_id is not None:
            beteiligter.konto_id = konto_id
            anzahl += 1
    return anzahl

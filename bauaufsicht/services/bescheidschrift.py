"""What stands in a Bescheid, put together from the case and what a person decided."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from bauaufsicht.db.models import Behoerde, Beteiligter, Konto, Vorgang
from bauaufsicht.db.queries import bescheid as abfragen
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.bescheid import Bescheidart, Bescheidentwurf
from bauaufsicht.domain.bescheidrecht import Bescheidmuster, Rechtssatz, list_geltende
from bauaufsicht.domain.dokumentsatz import (
    Abweichungssatz,
    Bauvorlage,
    Bescheidschrift,
    Briefkopf,
    Satzpunkt,
    Unterzeichnung,
)
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.fristen import compute_tag
from bauaufsicht.domain.nachricht import Block, Rolle


def get_muster(uow: UnitOfWork, vorgang: Vorgang, art: Bescheidart) -> Bescheidmuster:
    """What a decision of this kind says. Fachfehler if the procedure has none here."""
    recht = uow.get_landesrecht(vorgang)
    muster = recht.bescheidrecht.muster.get((vorgang.verfahrensart, art))
    if muster is None:
        name = recht.verfahrensarten[vorgang.verfahrensart].name
        raise Fachfehler(
            f"Für das Verfahren „{name}“ erstellt dieses Programm keinen Bescheid. Schreiben Sie "
            "ihn außerhalb und nehmen Sie ihn zur Akte."
        )
    return muster


def create_schrift(
    uow: UnitOfWork, vorgang: Vorgang, entwurf: Bescheidentwurf, *, vermerk_entwurf: bool
) -> Bescheidschrift:
    """Everything that stands in the PDF of today, signed by the one who acts."""
    muster = get_muster(uow, vorgang, entwurf.art)
    verfahren = uow.get_landesrecht(vorgang).verfahrensarten[vorgang.verfahrensart]
    behoerde = uow.session.get_one(Behoerde, vorgang.behoerde_id)
    return Bescheidschrift(
        titel=muster.titel,
        genehmigt=entwurf.art is Bescheidart.GENEHMIGUNG,
        kopf=create_briefkopf(behoerde),
        aktenzeichen=vorgang.aktenzeichen,
        datum=uow.heute(),
        empfaenger=_list_empfaenger(uow, vorgang.id),
        vorhaben=vorgang.bezeichnung,
        lage=" · ".join(t for t in (vorgang.anschrift, vorgang.lage) if t),
        verfahren=f"{verfahren.name} ({verfahren.norm})",
        eingegangen_am=compute_tag(vorgang.eingegangen_am),
        vollstaendig_am=vorgang.vollstaendig_am,
        tenor=format_tenor(muster, entwurf),
        rechtsgrundlage=muster.norm,
        abweichungen=_list_abweichungen(uow, vorgang.id, entwurf),
        nebenbestimmungen=tuple(
            Satzpunkt(n.text, n.art.value, n.herkunft) for n in entwurf.geltende_nebenbestimmungen
        ),
        begruendung=entwurf.begruendung,
        bauvorlagen=tuple(
            Bauvorlage(b.bezeichnung, b.nummer, compute_tag(b.eingegangen_am), b.sha256)
            for b in abfragen.list_bauvorlagen(uow.session, vorgang.id)
        ),
        hinweise=tuple(
            Satzpunkt(h.text, herkunft=h.norm) for h in list_geltende(muster.hinweise, uow.heute())
        ),
        rechtsbehelf=_format_rechtsbehelf(uow, vorgang, behoerde),
        unterzeichnung=_create_unterzeichnung(uow),
        entwurf=vermerk_entwurf,
        schulung=uow.ports.schulung or vorgang.test,
    )


def create_briefkopf(behoerde: Behoerde) -> Briefkopf:
    """The authority as its letters show it."""
    ort = " ".join(t for t in (behoerde.postleitzahl, behoerde.ort) if t)
    return Briefkopf(behoerde.name, behoerde.strasse, ort)


def format_tenor(muster: Bescheidmuster, entwurf: Bescheidentwurf) -> str:
    """What is decided, a sentence a line."""
    zusatz = muster.tenor_mit_nebenbestimmungen if entwurf.geltende_nebenbestimmungen else ""
    return "\n".join(t for t in (muster.tenor, zusatz) if t)


def _list_empfaenger(uow: UnitOfWork, vorgang_id: UUID) -> tuple[tuple[str, ...], ...]:
    """A person with authority to receive comes first (§ 14 Abs. 3 VwVfG), then the applicants."""
    rang = {Rolle.BEVOLLMAECHTIGTER: 0, Rolle.ANTRAGSTELLER: 1}
    personen: Sequence[Beteiligter] = uow.session.scalars(
        select(Beteiligter)
        .where(
            Beteiligter.vorgang_id == vorgang_id,
            Beteiligter.block == Block.ANTRAG,
            Beteiligter.rolle.in_(rang),
        )
        .order_by(Beteiligter.position)
    ).all()
    geordnet = sorted(personen, key=lambda p: (rang[p.rolle], p.position))
    zeilen = [tuple(z for z in (p.anzeigename, *p.anschrift) if z) for p in geordnet]
    return tuple(dict.fromkeys(zeilen))


def _list_abweichungen(
    uow: UnitOfWork, vorgang_id: UUID, entwurf: Bescheidentwurf
) -> tuple[Abweichungssatz, ...]:
    je_id = {e.abweichung_id: e for e in entwurf.abweichungen}
    return tuple(
        Abweichungssatz(a.bezeichnung, je_id[a.id].zugelassen is True, je_id[a.id].begruendung)
        for a in abfragen.list_abweichungen(uow.session, vorgang_id)
        if a.id in je_id
    )


def _format_rechtsbehelf(uow: UnitOfWork, vorgang: Vorgang, behoerde: Behoerde) -> tuple[str, ...]:
    """With the name and the seat of the authority (§ 58 Abs. 1 VwGO)."""
    saetze: tuple[Rechtssatz, ...] = list_geltende(
        uow.get_landesrecht(vorgang).bescheidrecht.rechtsbehelf, uow.heute()
    )
    kopf = create_briefkopf(behoerde)
    sitz = ", ".join(t for t in (kopf.name, kopf.strasse, kopf.ort) if t)
    return tuple(s.text.replace("{behoerde}", sitz) for s in saetze)


def _create_unterzeichnung(uow: UnitOfWork) -> Unterzeichnung:
    konto = uow.session.get(Konto, uow.akteur.konto_id) if uow.akteur.konto_id else None
    if konto is None:
        raise Fachfehler("Einen Bescheid kann nur eine angemeldete Person erlassen.")
    return Unterzeichnung(konto.name, konto.funktion)

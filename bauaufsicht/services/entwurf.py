"""What somebody typed into a form and has not sent: kept per account and page."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from bauaufsicht.db.models import Formularentwurf, Konto
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.fehler import Fachfehler, Versionskonflikt
from bauaufsicht.domain.rechte import Aktion

AUFBEWAHRUNG = timedelta(days=30)
HOECHSTZAHL_ZEICHEN = 200_000
HOECHSTZAHL_FELDER = 500


def record_entwurf(
    uow: UnitOfWork, pfad: str, felder: Mapping[str, Sequence[str]], bekannt: str = ""
) -> str:
    """Keep the fields of the page at `pfad`; what the draft is known by now.

    Fachfehler when it is more than a form can hold, Versionskonflikt when it is no longer the draft
    that was `bekannt`: another window of the same person writes, too.
    """
    uow.require(Aktion.ENTWURF_SPEICHERN)
    zeichen = sum(len(w) for werte in felder.values() for w in werte)
    if zeichen > HOECHSTZAHL_ZEICHEN or len(felder) > HOECHSTZAHL_FELDER or len(pfad) > 300:
        raise Fachfehler("Der Entwurf ist zu lang und wurde nicht gespeichert. Kürzen Sie ihn.")
    werte = {name: list(w) for name, w in felder.items()}
    # two first drafts of a page at once: the second waits, finds the first and replaces it
    uow.session.execute(
        select(Konto.id).where(Konto.id == uow.akteur.konto_id).with_for_update(key_share=True)
    )
    entwurf = uow.session.scalar(
        select(Formularentwurf)
        .where(Formularentwurf.konto_id == uow.akteur.konto_id, Formularentwurf.pfad == pfad)
        .with_for_update()
    )
    if bekannt and (entwurf is None or entwurf.gespeichert_am.isoformat() != bekannt):
        raise Versionskonflikt("Dieser Entwurf wird auch in einem anderen Fenster geschrieben.")
    jetzt = uow.jetzt()
    if entwurf is None:
        uow.add(
            Formularentwurf(
                konto_id=uow.akteur.konto_id, pfad=pfad, felder=werte, gespeichert_am=jetzt
            )
        )
    else:
        entwurf.felder, entwurf.gespeichert_am = werte, jetzt
    return jetzt.isoformat()


def close_entwurf(uow: UnitOfWork, pfad: str) -> None:
    """The form was sent, or its draft is no longer wanted."""
    uow.session.execute(
        delete(Formularentwurf).where(
            Formularentwurf.konto_id == uow.akteur.konto_id, Formularentwurf.pfad == pfad
        )
    )


def close_alte_entwuerfe(uow: UnitOfWork) -> int:
    """Delete drafts that nobody touched for a month; how many."""
    grenze = uow.jetzt() - AUFBEWAHRUNG
    ergebnis = uow.session.execute(
        delete(Formularentwurf).where(Formularentwurf.gespeichert_am < grenze)
    )
    return int(getattr(ergebnis, "rowcount", 0))

"""Accounts: log-in with throttling, sessions that can be ended, tokens of form services."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, func, select, update

from bauaufsicht.db.models import Behoerde, Dienstzugang, Fehlanmeldung, Konto, Stelle
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.fehler import Fachfehler, NichtSichtbar
from bauaufsicht.domain.rechte import Akteur, Akteursart, Kontorolle

FENSTER = timedelta(minutes=15)
HOECHSTZAHL_KONTO = 5
HOECHSTZAHL_ADRESSE = 50
MINDESTLAENGE_PASSWORT = 12
ROLLEN_DER_BEHOERDE = frozenset(
    {Kontorolle.SACHBEARBEITUNG, Kontorolle.LEITUNG, Kontorolle.POSTSTELLE}
)
FALSCH = "E-Mail-Adresse oder Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es erneut."
GEDROSSELT = "Zu viele Versuche. Warten Sie 15 Minuten und versuchen Sie es dann erneut."


class Anmeldefehler(Fachfehler):
    """The log-in was refused; the same words whether the account exists or not."""


def _compute_schluessel(art: str, wert: str) -> str:
    return sha256(f"{art}:{wert.strip().casefold()}".encode()).hexdigest()


def check_drosselung(uow: UnitOfWork, email: str, adresse: str) -> None:
    """Anmeldefehler when this account or this address failed too often in the last 15 minutes."""
    seit = uow.jetzt() - FENSTER
    for art, wert, hoechstzahl in (
        ("konto", email, HOECHSTZAHL_KONTO),
        ("adresse", adresse, HOECHSTZAHL_ADRESSE),
    ):
        anzahl = uow.session.scalar(
            select(func.count())
            .select_from(Fehlanmeldung)
            .where(
                Fehlanmeldung.schluessel == _compute_schluessel(art, wert),
                Fehlanmeldung.zeitpunkt > seit,
            )
        )
        if (anzahl or 0) >= hoechstzahl:
            raise Anmeldefehler(GEDROSSELT, gedrosselt=True)


def check_passwort(uow: UnitOfWork, email: str, passwort: str) -> Konto | None:
    """The account, if e-mail and password fit; the work is the same when it does not exist."""
    konto = uow.session.scalar(select(Konto).where(Konto.email == email.strip().casefold()))
    gespeichert = konto.passwort if konto else uow.ports.passwort.blindhash
    stimmt = uow.ports.passwort.check(gespeichert, passwort)
    return konto if konto and stimmt and not konto.gesperrt else None


def record_anmeldung(uow: UnitOfWork, konto: Konto) -> None:
    """A log-in succeeded: the counter of the account starts anew."""
    konto.letzte_anmeldung = uow.jetzt()
    uow.session.execute(
        delete(Fehlanmeldung).where(
            Fehlanmeldung.schluessel == _compute_schluessel("konto", konto.email)
        )
    )


def record_fehlanmeldung(uow: UnitOfWork, email: str, adresse: str) -> None:
    """A log-in failed; old entries are dropped on the way."""
    uow.session.execute(
        delete(Fehlanmeldung).where(Fehlanmeldung.zeitpunkt < uow.jetzt() - FENSTER)
    )
    for art, wert in (("konto", email), ("adresse", adresse)):
        uow.add(Fehlanmeldung(schluessel=_compute_schluessel(art, wert), zeitpunkt=uow.jetzt()))


def close_sitzungen(uow: UnitOfWork, konto_id: UUID) -> None:
    """End all sessions of an account: the next request of each finds another mark."""
    uow.session.execute(
        update(Konto)
        .where(Konto.id == konto_id)
        .values(sitzungsmarke=uow.ports.zufall.geheimnis()[:64])
    )


def get_schulungskonto(uow: UnitOfWork, konto_id: UUID) -> Konto:
    """A training account for the one-click log-in; NichtSichtbar for every other account."""
    konto = uow.session.get(Konto, konto_id)
    if konto is None or not konto.schulung or konto.gesperrt:
        raise NichtSichtbar
    return konto


def create_konto(
    uow: UnitOfWork,
    email: str,
    name: str,
    rolle: Kontorolle,
    passwort: str,
    behoerde_kennung: str | None,
    stelle_kennung: str | None,
) -> Konto:
    """A new account; staff need a Behörde, bodies a Stelle (German Fachfehler otherwise)."""
    email = email.strip().casefold()
    if uow.session.scalar(select(Konto.id).where(Konto.email == email)) is not None:
        raise Fachfehler(f"Ein Konto mit der Adresse {email} gibt es schon.")
    if len(passwort) < MINDESTLAENGE_PASSWORT:
        raise Fachfehler(f"Das Passwort braucht mindestens {MINDESTLAENGE_PASSWORT} Zeichen.")
    if rolle in ROLLEN_DER_BEHOERDE and not behoerde_kennung:
        raise Fachfehler("Diese Rolle braucht eine Behörde (--behoerde).")
    if rolle is Kontorolle.BETEILIGTE_STELLE and not stelle_kennung:
        raise Fachfehler("Diese Rolle braucht eine Stelle (--stelle).")
    return uow.add(
        Konto(
            email=email,
            name=name.strip(),
            passwort=uow.ports.passwort.create_hash(passwort),
            rolle=rolle,
            behoerde_id=_get_id(uow, Behoerde, "Behörde", behoerde_kennung),
            stelle_id=_get_id(uow, Stelle, "Stelle", stelle_kennung),
            sitzungsmarke=uow.ports.zufall.geheimnis()[:64],
            gesperrt=False,
            schulung=False,
        )
    )


def _get_id(
    uow: UnitOfWork, tabelle: type[Behoerde] | type[Stelle], was: str, kennung: str | None
) -> UUID | None:
    if not kennung:
        return None
    gefunden = uow.session.scalar(select(tabelle.id).where(tabelle.kennung == kennung))
    if gefunden is None:
        raise Fachfehler(f"Die {was} „{kennung}“ ist nicht bekannt.")
    return gefunden


def create_dienstzugang(uow: UnitOfWork, name: str, behoerde_kennung: str | None) -> str:
    """A token for a form service; shown once, only its hash is kept."""
    token = uow.ports.zufall.geheimnis()
    uow.add(
        Dienstzugang(
            name=name,
            token_sha256=sha256(token.encode()).hexdigest(),
            behoerde_id=_get_id(uow, Behoerde, "Behörde", behoerde_kennung),
            erstellt_am=uow.jetzt(),
        )
    )
    return token


def get_dienst(uow: UnitOfWork, token: str) -> tuple[Akteur, UUID] | None:
    """The form service behind a token, with the id of its access; None for an unknown one."""
    zugang = uow.session.scalar(
        select(Dienstzugang).where(
            Dienstzugang.token_sha256 == sha256(token.encode()).hexdigest(),
            Dienstzugang.gesperrt.is_(False),
        )
    )
    if zugang is None:
        return None
    akteur = Akteur(Akteursart.DIENST, behoerde_id=zugang.behoerde_id, name=zugang.name)
    return akteur, zugang.id

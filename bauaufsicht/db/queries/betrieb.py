"""Whether the installation is well: database, worker, jobs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bauaufsicht.db.models import Arbeiter, Auftrag, Benachrichtigung, Codeliste, Eingang
from bauaufsicht.domain.eingang import Eingangsergebnis


@dataclass(frozen=True, slots=True)
class Auftragszeile:
    """A job that failed or was given up."""

    id: int
    art: str
    versuche: int
    letzter_fehler: str
    faellig_am: datetime
    aufgegeben_am: datetime | None


@dataclass(frozen=True, slots=True)
class Betriebsstand:
    """What operations sees; no content of cases."""

    arbeiter_gesehen_am: datetime | None
    offene_auftraege: int
    aufgegebene_auftraege: int
    unverarbeitete_eingaenge: int
    wartende_mails: int
    codelisten: int
    auftraege: tuple[Auftragszeile, ...]


def get_arbeiter_gesehen(session: Session) -> datetime | None:
    """The last sign of life of any worker (1 query)."""
    zeile = session.scalars(
        select(Arbeiter).order_by(Arbeiter.gesehen_am.desc()).limit(1)
    ).one_or_none()
    return zeile.gesehen_am if zeile else None


def get_betriebsstand(session: Session) -> Betriebsstand:
    """State of jobs, worker, deliveries and code lists (7 queries)."""
    offen = Auftrag.erledigt_am.is_(None)
    schwierige = session.scalars(
        select(Auftrag)
        .where(offen, Auftrag.letzter_fehler != "")
        .order_by(Auftrag.id.desc())
        .limit(50)
    )

    def zaehle(tabelle: type, *bedingungen: object) -> int:
        frage = select(func.count()).select_from(tabelle)
        return session.scalar(frage.where(*bedingungen)) or 0  # type: ignore[arg-type]

    return Betriebsstand(
        arbeiter_gesehen_am=get_arbeiter_gesehen(session),
        offene_auftraege=zaehle(Auftrag, offen, Auftrag.aufgegeben_am.is_(None)),
        aufgegebene_auftraege=zaehle(Auftrag, Auftrag.aufgegeben_am.is_not(None)),
        unverarbeitete_eingaenge=zaehle(Eingang, Eingang.ergebnis == Eingangsergebnis.EMPFANGEN),
        wartende_mails=zaehle(Benachrichtigung, Benachrichtigung.versandt_am.is_(None)),
        codelisten=zaehle(Codeliste),
        auftraege=tuple(
            Auftragszeile(a.id, a.art, a.versuche, a.letzter_fehler, a.faellig_am, a.aufgegeben_am)
            for a in schwierige
        ),
    )

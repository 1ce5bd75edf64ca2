"""The unit of work: one transaction per use case, the only place that commits."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Insert, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from bauaufsicht.db.base import Base, MitId, db
from bauaufsicht.db.models import Auftrag, Ereignisklartext, Ereignisrecord, Vorgang
from bauaufsicht.db.queries.rechte import get_kontext
from bauaufsicht.domain import ereignisse
from bauaufsicht.domain.auftraege import EILIGE, FOLGEAUFTRAEGE
from bauaufsicht.domain.ereignisse import Ereignis
from bauaufsicht.domain.fehler import NichtErlaubt, NichtSichtbar, Versionskonflikt
from bauaufsicht.domain.landesrecht import Landesrecht
from bauaufsicht.domain.ports import Ports
from bauaufsicht.domain.rechte import Akteur, Akteursart, Aktion, Kontext, check_erlaubt
from bauaufsicht.recht import get_landesrecht

T = TypeVar("T", bound=Base)
ORTSZEIT = ZoneInfo("Europe/Berlin")
KONFLIKT = (
    "Der Vorgang hat sich inzwischen geändert: durch jemand anderen oder durch Sie in einem "
    "anderen Fenster. Laden Sie die Seite neu und prüfen Sie, ob Ihre Änderung noch nötig ist."
)


class UnitOfWork:
    """What a service works with: the session, the actor, the ports, the time."""

    def __init__(self, session: Session, akteur: Akteur, ports: Ports) -> None:
        self.session = session
        self.akteur = akteur
        self.ports = ports
        self._jetzt = ports.uhr.jetzt()
        self._neue: list[Base] = []

    def jetzt(self) -> datetime:
        """The moment of this unit of work, aware (UTC)."""
        return self._jetzt

    def heute(self) -> date:
        """The calendar day in Germany."""
        return self.compute_tag(self._jetzt)

    @staticmethod
    def compute_tag(zeitpunkt: datetime) -> date:
        """The calendar day in Germany of a moment."""
        return zeitpunkt.astimezone(ORTSZEIT).date()

    def uuid(self) -> UUID:
        """A fresh identity."""
        return self.ports.zufall.uuid()

    def add(self, record: T) -> T:
        """Put a record into the session; its id is there at once."""
        self._set_id(record)
        self.session.add(record)
        return record

    def add_all(self, records: Sequence[Base]) -> None:
        """Put several records into the session."""
        for record in records:
            self.add(record)

    def insert(self, *records: Base) -> None:
        """Keep new records that stay as they are for `flush`, which writes one statement a table.

        The session does not know them: they are found by a query only after `flush`.
        """
        for record in records:
            self._set_id(record)
        self._neue += records

    def flush(self) -> None:
        """Send everything to the database, so that queries find it."""
        zeilen: dict[tuple[type[Base], tuple[str, ...]], list[dict[str, Any]]] = {}
        for record in self._neue:
            zeile = {k: w for k, w in vars(record).items() if k != "_sa_instance_state"}
            zeilen.setdefault((type(record), tuple(sorted(zeile))), []).append(zeile)
        self._neue.clear()
        verbindung = self.session.connection()
        for (typ, _), einige in zeilen.items():
            verbindung.execute(_create_insert(typ), einige)
        self.session.flush()

    def _set_id(self, record: Base) -> None:
        if isinstance(record, MitId) and getattr(record, "id", None) is None:
            record.id = self.uuid()

    def get_landesrecht(self, vorgang: Vorgang) -> Landesrecht:
        """The law of the Land of a case."""
        return get_landesrecht(vorgang.land)

    def require(self, aktion: Aktion, kontext: Kontext | None = None) -> None:
        """NichtErlaubt unless the actor may do this."""
        if not check_erlaubt(aktion, kontext or Kontext(self.akteur)):
            raise NichtErlaubt(aktion)

    def get_vorgang(self, vorgang_id: UUID, aktion: Aktion, fassung: int | None = None) -> Vorgang:
        """Load and lock a case for an act.

        NichtSichtbar if absent or not to be seen, NichtErlaubt if seen but not allowed,
        Versionskonflikt if `fassung` is not the present one.
        """
        vorgang = self.session.scalar(
            select(Vorgang).where(Vorgang.id == vorgang_id).with_for_update()
        )
        if vorgang is None:
            raise NichtSichtbar
        kontext = get_kontext(self.session, self.akteur, vorgang)
        if not check_erlaubt(Aktion.VORGANG_LESEN, kontext):
            raise NichtSichtbar
        self.require(aktion, kontext)
        if fassung is not None and fassung != vorgang.fassung:
            raise Versionskonflikt(KONFLIKT, fassung=vorgang.fassung)
        return vorgang

    def record(self, vorgang: Vorgang, *ereignis: Ereignis, nebenher: bool = False) -> None:
        """Append events to the chain of a case, with the jobs that follow from them.

        `nebenher`: nothing that a form of the case shows changes (an uploaded draft, an
        inspection, a check after a message), so what somebody fills in meanwhile does not become
        stale.
        """
        for eines in ereignis:
            self._record(vorgang, eines)
        if nebenher:
            self._write_kettenende(vorgang)

    def _write_kettenende(self, vorgang: Vorgang) -> None:
        """Write the end of the chain past the version counter; the row is locked by now."""
        ende = {"ereignisse": vorgang.ereignisse, "letzter_hash": vorgang.letzter_hash}
        tabelle = Base.metadata.tables[Vorgang.__tablename__]
        self.session.execute(update(tabelle).where(tabelle.c.id == vorgang.id).values(ende))
        for name, wert in ende.items():
            set_committed_value(vorgang, name, wert)

    def _record(self, vorgang: Vorgang, ereignis: Ereignis) -> None:
        offen, personen = ereignisse.compute_daten(ereignis)
        klartexte = []
        for feld, wert in personen.items():
            salz = self.ports.zufall.geheimnis()
            offen[feld] = ereignisse.compute_personenhash(salz, wert)
            klartexte.append((feld, salz, wert))
        nummer = vorgang.ereignisse + 1
        eintrag = Ereignisrecord(
            vorgang_id=vorgang.id,
            nummer=nummer,
            art=ereignis.art,
            zeitpunkt=self._jetzt,
            akteur=format_akteur(self.akteur),
            daten=offen,
            vorheriger_hash=vorgang.letzter_hash,
            hash="",
        )
        eintrag.hash = ereignisse.compute_hash(
            vorgang.letzter_hash, nummer, eintrag.art, self._jetzt, eintrag.akteur, offen
        )
        self.insert(eintrag)
        for feld, salz, wert in klartexte:
            self.insert(Ereignisklartext(ereignis_id=eintrag.id, feld=feld, salz=salz, wert=wert))
        vorgang.ereignisse = nummer
        vorgang.letzter_hash = eintrag.hash
        for art in FOLGEAUFTRAEGE.get(type(ereignis), ()):
            nutzlast = {"ereignis": str(eintrag.id)}
            self.request_auftrag(art, f"{eintrag.id}", nutzlast, eilig=type(ereignis) in EILIGE)

    def request_auftrag(
        self, art: str, schluessel: str, nutzlast: dict[str, str], *, eilig: bool = False
    ) -> None:
        """Write a job into the outbox; its key is unique per kind. Urgent ones go first."""
        self.insert(
            Auftrag(
                art=art,
                schluessel=f"{art}:{schluessel}",
                nutzlast=nutzlast,
                faellig_am=self._jetzt,
                eilig=eilig,
            )
        )


Einheit = Callable[[], AbstractContextManager[UnitOfWork]]  # opens a new one each time


@cache
def _create_insert(typ: type[Base]) -> Insert:
    return insert(Base.metadata.tables[typ.__tablename__])


def format_akteur(akteur: Akteur) -> str:
    """How an actor stands in the chain: a kind and an id, never a name."""
    if akteur.art is Akteursart.KONTO:
        return f"konto:{akteur.konto_id}"
    return akteur.art.value


@contextmanager
def unit_of_work(akteur: Akteur, ports: Ports) -> Iterator[UnitOfWork]:
    """One write transaction: commits on leaving, rolls back on any exception."""
    with Session(db.engine, expire_on_commit=False, autoflush=False) as session:
        try:
            session.connection(execution_options={"schreibend": True})
            uow = UnitOfWork(session, akteur, ports)
            yield uow
            uow.flush()
            session.commit()
        except StaleDataError as error:
            session.rollback()
            raise Versionskonflikt(KONFLIKT) from error
        except BaseException:
            session.rollback()
            raise

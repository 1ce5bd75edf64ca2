"""Setting up code lists from genericode files."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert, select

from bauaufsicht.db.models import Codeeintrag, Codeliste
from bauaufsicht.db.uow import UnitOfWork
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.ports import Codelistendatei


@dataclass(frozen=True, slots=True)
class Einlesebericht:
    """What came of a folder: lists, entries, and files that were no code lists."""

    listen: int
    eintraege: int
    hinweise: tuple[str, ...]


def import_codelisten(uow: UnitOfWork, ordner: Path) -> Einlesebericht:
    """Read all genericode files below a folder; a list that is there already is replaced."""
    if not ordner.is_dir():
        raise Fachfehler(f"Der Ordner „{ordner}“ ist nicht da oder kein Ordner.")
    listen, eintraege, hinweise = 0, 0, []
    for datei in uow.ports.codelisten.read_ordner(ordner):
        if isinstance(datei, str):
            hinweise.append(datei)
            continue
        listen += 1
        eintraege += _write_codeliste(uow, datei)
    if not listen:
        raise Fachfehler(f"Im Ordner „{ordner}“ liegt keine Codeliste (genericode 1.0).")
    return Einlesebericht(listen, eintraege, tuple(hinweise))


def _write_codeliste(uow: UnitOfWork, datei: Codelistendatei) -> int:
    kopf = datei.kopf
    eintraege = dict(datei.eintraege)
    liste = uow.session.scalar(
        select(Codeliste).where(Codeliste.urn == kopf.urn, Codeliste.version == kopf.version)
    )
    if liste is None:
        liste = uow.add(
            Codeliste(urn=kopf.urn, version=kopf.version, name=kopf.name, eintraege=len(eintraege))
        )
    else:
        uow.session.execute(delete(Codeeintrag).where(Codeeintrag.codeliste_id == liste.id))
        liste.name, liste.eintraege = kopf.name, len(eintraege)
    uow.flush()
    if eintraege:
        uow.session.execute(
            insert(Codeeintrag),
            [
                {"codeliste_id": liste.id, "code": code[:100], "bezeichnung": name}
                for code, name in eintraege.items()
            ],
        )
    return len(eintraege)

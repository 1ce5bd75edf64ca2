"""Code lists: which are known, what a code is called."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from bauaufsicht.db.models import Codeeintrag, Codeliste
from bauaufsicht.domain.nachricht import Angabe

Schluessel = tuple[str, str | None, str]  # list, version, code
# asked for every message, therefore composed once
_VERSIONEN = select(Codeliste.urn, Codeliste.version).where(
    Codeliste.urn.in_(bindparam("urns", expanding=True))
)
_EINTRAEGE = (
    select(Codeliste.urn, Codeliste.version, Codeeintrag.code)
    .join(Codeeintrag, Codeeintrag.codeliste_id == Codeliste.id)
    .where(
        Codeliste.urn.in_(bindparam("urns", expanding=True)),
        Codeeintrag.code.in_(bindparam("kodes", expanding=True)),
    )
)


@dataclass(frozen=True, slots=True)
class Codelistenzeile:
    """A code list that is set up."""

    urn: str
    version: str
    name: str
    eintraege: int


def list_bekannte_kodes(
    session: Session, angaben: Sequence[Angabe]
) -> tuple[dict[str, set[str]], dict[tuple[str, str], set[str]]]:
    """For the lists that occur: versions set up, and which of the codes asked for exist (2
    queries).
    """
    urns = {a.liste for a in angaben if a.liste}
    if not urns:
        return {}, {}
    versionen: dict[str, set[str]] = defaultdict(set)
    for urn, version in session.execute(_VERSIONEN, {"urns": sorted(urns)}):
        versionen[urn].add(version)
    if not versionen:
        return {}, {}
    eintraege: dict[tuple[str, str], set[str]] = defaultdict(set)
    kodes = sorted({a.wert for a in angaben})
    for urn, version, code in session.execute(
        _EINTRAEGE, {"urns": sorted(versionen), "kodes": kodes}
    ):
        eintraege[urn, version].add(code)
    return dict(versionen), dict(eintraege)


def get_bezeichnungen(session: Session, kodes: Iterable[Schluessel]) -> dict[Schluessel, str]:
    """Labels of codes (1 query); a code of an unknown version takes another version's label."""
    gesucht = {k for k in kodes if k[0]}
    if not gesucht:
        return {}
    zeilen = session.execute(
        select(Codeliste.urn, Codeliste.version, Codeeintrag.code, Codeeintrag.bezeichnung)
        .join(Codeeintrag, Codeeintrag.codeliste_id == Codeliste.id)
        .where(tuple_(Codeliste.urn, Codeeintrag.code).in_({(k[0], k[2]) for k in gesucht}))
        .order_by(Codeliste.version)
    ).all()
    genau = {(z.urn, z.version, z.code): z.bezeichnung for z in zeilen}
    irgendeine = {(z.urn, z.code): z.bezeichnung for z in zeilen}
    treffer = (
        (k, genau.get((k[0], k[1] or "", k[2])) or irgendeine.get((k[0], k[2]))) for k in gesucht
    )
    return {k: name for k, name in treffer if name}


def list_codelisten(session: Session) -> list[Codelistenzeile]:
    """All code lists that are set up."""
    return [
        Codelistenzeile(c.urn, c.version, c.name, c.eintraege)
        for c in session.scalars(select(Codeliste).order_by(Codeliste.urn, Codeliste.version))
    ]


def get_anzahl_codelisten(session: Session) -> int:
    """How many versions of code lists are set up."""
    return session.scalar(select(func.count()).select_from(Codeliste)) or 0

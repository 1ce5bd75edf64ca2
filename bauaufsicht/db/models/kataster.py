"""The cadastre: loads of parcels and the parcels themselves (GEOMETRY 3).

The box of a parcel is indexed by what each database has for it: an R*Tree on SQLite, whose floats
are rounded outwards, a GiST over `box` on PostgreSQL. What is found is always tested exactly.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Float,
    Index,
    LargeBinary,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, Zeitpunkt, aufzaehlung, fremd
from bauaufsicht.domain.kataster import Generationsstand

_GUELTIG = text(f"stand = '{Generationsstand.GUELTIG.value}'")


class Katastergeneration(Base):
    """One load of a source; of each source one is in force, the older ones keep what retired."""

    __tablename__ = "katastergeneration"
    __table_args__ = (
        Index(
            "uq_katastergeneration_gueltig",
            "quelle",
            unique=True,
            sqlite_where=_GUELTIG,
            postgresql_where=_GUELTIG,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quelle: Mapped[str] = mapped_column(String(100))
    datei: Mapped[str] = mapped_column(String(200))
    dateiformat: Mapped[str] = mapped_column(String(40), default="")
    epsg: Mapped[int | None]
    umrechnung: Mapped[str] = mapped_column(String(200), default="")
    unsicherheit: Mapped[float] = mapped_column(Float)  # T1 in metres
    datenstand: Mapped[date]
    stand: Mapped[Generationsstand] = mapped_column(aufzaehlung(Generationsstand))
    anzahl: Mapped[int] = mapped_column(default=0)
    unbrauchbare: Mapped[int] = mapped_column(default=0)
    amtliche_flaeche: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    begonnen_am: Mapped[datetime] = mapped_column(Zeitpunkt)
    gueltig_ab: Mapped[datetime | None] = mapped_column(Zeitpunkt)
    gemarkungen: Mapped[list[str]] = mapped_column(JSON, default=list)  # numbers of six digits
    aufgeraeumt: Mapped[bool] = mapped_column(default=True)  # False: rows of it may still go


class Flurstueck(Base):
    """A parcel of a load: WKB in EPSG:25832 on a grid of 1 mm, its box, the official area in m²."""

    __tablename__ = "flurstueck"
    __table_args__ = (UniqueConstraint("kennzeichen", "generation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    generation_id: Mapped[int] = mapped_column(fremd("katastergeneration.id"), index=True)
    kennzeichen: Mapped[str] = mapped_column(String(20))
    amtliche_flaeche: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    geometrie: Mapped[bytes] = mapped_column(LargeBinary)
    minx: Mapped[float] = mapped_column(Float(53))
    miny: Mapped[float] = mapped_column(Float(53))
    maxx: Mapped[float] = mapped_column(Float(53))
    maxy: Mapped[float] = mapped_column(Float(53))
    gueltig_bis: Mapped[date | None]
    hinweis: Mapped[str] = mapped_column(Text, default="")


# A load in progress fills the R*Tree itself: by a trigger it takes twice as long.
RTREE = (
    "CREATE VIRTUAL TABLE flurstueck_rt USING rtree(id, minx, maxx, miny, maxy)",
    """CREATE TRIGGER flurstueck_rt_insert AFTER INSERT ON flurstueck
    WHEN (SELECT stand FROM katastergeneration WHERE id = new.generation_id) <> 'laedt'
    BEGIN INSERT INTO flurstueck_rt VALUES (new.id, new.minx, new.maxx, new.miny, new.maxy); END""",
    """CREATE TRIGGER flurstueck_rt_update AFTER UPDATE OF id, minx, maxx, miny, maxy ON flurstueck
    BEGIN DELETE FROM flurstueck_rt WHERE id = old.id;
    INSERT INTO flurstueck_rt VALUES (new.id, new.minx, new.maxx, new.miny, new.maxy); END""",
    """CREATE TRIGGER flurstueck_rt_delete AFTER DELETE ON flurstueck BEGIN
    DELETE FROM flurstueck_rt WHERE id = old.id; END""",
)
GIST = """CREATE INDEX ix_flurstueck_rahmen ON flurstueck
    USING gist (box(point(minx, miny), point(maxx, maxy)))"""


@event.listens_for(Flurstueck.__table__, "after_create")
def _create_index(_tabelle: Table, verbindung: Connection, **_weiteres: Any) -> None:
    """What no model can say of the two databases alike."""
    for befehl in RTREE if verbindung.dialect.name == "sqlite" else (GIST,):
        verbindung.execute(text(befehl))

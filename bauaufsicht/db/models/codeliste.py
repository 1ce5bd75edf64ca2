"""Code lists: labels instead of bare codes."""

from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, Fremdtext, MitId, fremd


class Codeliste(MitId, Base):
    """One version of a list."""

    __tablename__ = "codeliste"
    __table_args__ = (UniqueConstraint("urn", "version"),)

    urn: Mapped[str] = mapped_column(Fremdtext(200))
    version: Mapped[str] = mapped_column(Fremdtext(40))
    name: Mapped[str] = mapped_column(Text)
    eintraege: Mapped[int]


class Codeeintrag(Base):
    """One code with its label."""

    __tablename__ = "codeeintrag"

    codeliste_id: Mapped[UUID] = mapped_column(fremd("codeliste.id"), primary_key=True)
    code: Mapped[str] = mapped_column(Fremdtext(100), primary_key=True)
    bezeichnung: Mapped[str] = mapped_column(Text)

"""Accounts, tokens and failed log-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bauaufsicht.db.base import Base, MitId, Zeitpunkt, aufzaehlung, fremd
from bauaufsicht.domain.rechte import Kontorolle


class Konto(MitId, Base):
    """Somebody who can log in; `sitzungsmarke` changes with every log-out everywhere."""

    __tablename__ = "konto"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    funktion: Mapped[str] = mapped_column(String(200), default="")
    passwort: Mapped[str] = mapped_column(String(200))
    rolle: Mapped[Kontorolle] = mapped_column(aufzaehlung(Kontorolle))
    behoerde_id: Mapped[UUID | None] = mapped_column(fremd("behoerde.id"), index=True)
    stelle_id: Mapped[UUID | None] = mapped_column(fremd("stelle.id"), index=True)
    sitzungsmarke: Mapped[str] = mapped_column(String(64))
    gesperrt: Mapped[bool] = mapped_column(default=False)
    schulung: Mapped[bool] = mapped_column(default=False)
    letzte_anmeldung: Mapped[datetime | None] = mapped_column(Zeitpunkt)


class Fehlanmeldung(MitId, Base):
    """A failed log-in; only the hash of the e-mail and the address are kept."""

    __tablename__ = "fehlanmeldung"
    __table_args__ = (Index(None, "schluessel", "zeitpunkt"),)

    schluessel: Mapped[str] = mapped_column(String(64))
    zeitpunkt: Mapped[datetime] = mapped_column(Zeitpunkt)


class Dienstzugang(MitId, Base):
    """A token of a form service; without Behörde it serves the whole installation."""

    __tablename__ = "dienstzugang"

    name: Mapped[str] = mapped_column(String(200))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    behoerde_id: Mapped[UUID | None] = mapped_column(fremd("behoerde.id"))
    gesperrt: Mapped[bool] = mapped_column(default=False)
    erstellt_am: Mapped[datetime] = mapped_column(Zeitpunkt)

"""Who is logged in: Flask-Login over the account and its session mark."""

import hmac
from uuid import UUID

from flask import Flask
from flask_login import LoginManager, UserMixin, current_user

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries.konto import Sitzungskonto, get_sitzungskonto
from bauaufsicht.domain.rechte import ANONYM, Akteur

login = LoginManager()


class Benutzer(UserMixin):  # type: ignore[misc]
    """The account of this session; its id ends with every change of the mark."""

    def __init__(self, konto: Sitzungskonto) -> None:
        self.konto = konto

    def get_id(self) -> str:
        """Account and session mark: a stolen or old cookie ends when the mark changes."""
        return f"{self.konto.akteur.konto_id}.{self.konto.sitzungsmarke}"


def init_sitzung(app: Flask) -> None:
    """Set Flask-Login up; a session moves with the address of its browser only in strength."""
    login.init_app(app)
    login.session_protection = "basic"


@login.user_loader  # type: ignore[untyped-decorator]
def load_benutzer(kennung: str) -> Benutzer | None:
    """The account behind a session, if its mark is still the same."""
    teil, _, marke = kennung.partition(".")
    try:
        konto = get_sitzungskonto(get_session(), UUID(teil))
    except ValueError:
        return None
    if konto is None or not hmac.compare_digest(konto.sitzungsmarke.encode(), marke.encode()):
        return None
    return Benutzer(konto)


def get_sitzung() -> Sitzungskonto | None:
    """The account that is logged in, if any."""
    return current_user.konto if current_user.is_authenticated else None


def get_akteur() -> Akteur:
    """Who acts in this request."""
    sitzung = get_sitzung()
    return sitzung.akteur if sitzung else ANONYM

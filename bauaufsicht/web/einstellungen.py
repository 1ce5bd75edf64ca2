"""Settings of the installation as settings of Flask."""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

HOECHSTGROESSE_ANFRAGE = 300 * 1024 * 1024
HOECHSTGROESSE_HOCHLADEN = 1024 * 1024 * 1024  # several plans in one form without a script
FORMULARTEILE = 2500


class Einstellungen(Protocol):
    """What the pages need of config.Config."""

    @property
    def schulung(self) -> bool: ...
    @property
    def daten(self) -> Path: ...
    @property
    def datenbank(self) -> str: ...
    @property
    def geheimnis(self) -> str: ...
    @property
    def basisadresse(self) -> str: ...
    @property
    def sicher(self) -> bool: ...
    @property
    def sitzungsminuten(self) -> int: ...
    @property
    def vertrauenswuerdige_hosts(self) -> tuple[str, ...]: ...


def get_flask_config(config: Einstellungen) -> dict[str, Any]:
    """Flask's configuration; the secret of a training installation is made once and kept."""
    eigener = urlsplit(config.basisadresse).hostname or "127.0.0.1"
    hosts = [eigener, *config.vertrauenswuerdige_hosts]
    if config.schulung:
        hosts += ["127.0.0.1", "localhost"]
    optionen: dict[str, Any] = {}
    if not config.datenbank.startswith("sqlite"):
        optionen = {"pool_pre_ping": True}
    return {
        "SECRET_KEY": config.geheimnis or _get_schulungsgeheimnis(config.daten),
        "SQLALCHEMY_DATABASE_URI": config.datenbank,
        "SQLALCHEMY_ENGINE_OPTIONS": optionen,
        "MAX_CONTENT_LENGTH": HOECHSTGROESSE_ANFRAGE,
        "HOECHSTGROESSE_HOCHLADEN": HOECHSTGROESSE_HOCHLADEN,
        "MAX_FORM_PARTS": FORMULARTEILE,
        "TRUSTED_HOSTS": hosts,
        "SESSION_COOKIE_NAME": "__Host-bauaufsicht" if config.sicher else "bauaufsicht",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.sicher,
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=config.sitzungsminuten),
        "WTF_I18N_ENABLED": False,  # WTForms' own German texts, not a missing Flask-Babel's
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": config.sicher,
    }


def _get_schulungsgeheimnis(daten: Path) -> str:
    datei = daten / "geheimnis"
    if not datei.exists():
        daten.mkdir(parents=True, exist_ok=True)
        datei.touch(mode=0o600)
        datei.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return datei.read_text(encoding="ascii")

"""Log-in and log-out."""

from bauaufsicht.web.anmeldung.views import bp

__all__ = ["bp"]

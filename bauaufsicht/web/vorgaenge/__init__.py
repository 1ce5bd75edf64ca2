"""The list of cases and the case room."""

from bauaufsicht.web.vorgaenge.views import bp

__all__ = ["bp"]

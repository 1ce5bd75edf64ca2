"""The desk of the registry."""

from bauaufsicht.web.eingaenge.views import bp

__all__ = ["bp"]

"""Nachforderung and Vollständigkeit."""

from bauaufsicht.web.nachforderung.views import bp

__all__ = ["bp"]

"""Hearing bodies."""

from bauaufsicht.web.beteiligung.views import bp

__all__ = ["bp"]

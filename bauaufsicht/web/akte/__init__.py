"""The whole file of a case."""

from bauaufsicht.web.akte.views import bp

__all__ = ["bp"]

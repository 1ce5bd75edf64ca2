"""The decision."""

from bauaufsicht.web.bescheid.views import bp

__all__ = ["bp"]

"""The tab "Prüfung": checks of plot and building, footprint, map."""

from bauaufsicht.web.pruefung.views import bp

__all__ = ["bp"]

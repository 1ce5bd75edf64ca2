"""Uploading files, taking them back, previews."""

from bauaufsicht.web.unterlagen.views import bp

__all__ = ["bp"]

"""Keeping drafts of forms."""

from bauaufsicht.web.entwuerfe.views import bp

__all__ = ["bp"]

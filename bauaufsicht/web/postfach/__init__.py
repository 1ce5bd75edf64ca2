"""The training mailbox."""

from bauaufsicht.web.postfach.views import bp

__all__ = ["bp"]

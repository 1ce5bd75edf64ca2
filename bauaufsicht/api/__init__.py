"""JSON interface for form services, version 1."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the interface."""

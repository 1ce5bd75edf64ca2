"""Server-rendered pages."""

from typing import Any

from flask import Flask


def get_flask_config(config: Any) -> dict[str, Any]:
    return {
        "SQLALCHEMY_DATABASE_URI": config.datenbank,
        "SECRET_KEY": "x",
        "MAX_CONTENT_LENGTH": 300 << 20,
    }


def init_app(app: Flask) -> None:
    """Register the pages."""

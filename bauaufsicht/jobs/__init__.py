"""One function per kind of Auftrag, and the worker that calls them."""

from flask import Flask

from bauaufsicht.jobs.arbeiter import worker


def init_app(app: Flask) -> None:
    """Hang the worker below the application's commands."""
    app.cli.add_command(worker)

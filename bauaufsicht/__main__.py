"""The command `bauaufsicht`."""

import sys

import click

from bauaufsicht.bootstrap import create_app
from bauaufsicht.cli.grund import prepare_eingebettet
from config import Config, Konfigurationsfehler


def main() -> None:
    """Run one command inside the application; an empty embedded folder is set up first."""
    try:
        app = create_app(Config.from_env())
    except Konfigurationsfehler as fehler:
        click.echo(str(fehler), err=True)
        sys.exit(2)
    gruppe = click.Group("bauaufsicht", commands=dict(app.cli.commands), help=__doc__)
    with app.app_context():
        if not {"--help", "--version"} & set(sys.argv[1:]) and len(sys.argv) > 1:
            prepare_eingebettet()
        gruppe.main(prog_name="bauaufsicht")


if __name__ == "__main__":
    main()

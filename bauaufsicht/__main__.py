"""The command `bauaufsicht`."""

import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from bauaufsicht.bootstrap import create_app
from bauaufsicht.cli.grund import exit_mit, prepare_eingebettet
from config import Config, Konfigurationsfehler

HILFE = "Digitaler Vorgangsraum für Bauanträge der unteren Bauaufsichtsbehörden."
USAGE = 2


def main() -> None:
    """Run one command inside the application; an empty embedded folder is set up first."""
    try:
        _run()
    except Konfigurationsfehler as fehler:
        exit_mit(str(fehler), USAGE)
    except OSError as fehler:
        exit_mit(
            f"Auf „{fehler.filename or 'eine Datei'}“ kann nicht zugegriffen werden "
            f"({fehler.strerror}). Prüfen Sie Ort und Rechte, auch von BAUAUFSICHT_DATEN."
        )
    except SQLAlchemyError as fehler:
        grund = str(getattr(fehler, "orig", None) or fehler).splitlines()[0]
        exit_mit(
            f"Die Datenbank antwortet nicht wie erwartet ({grund}). "
            "Prüfen Sie BAUAUFSICHT_DATENBANK und BAUAUFSICHT_DATEN."
        )
    except KeyboardInterrupt:
        exit_mit("Abgebrochen.")


def _run() -> None:
    app = create_app(Config.from_env())
    gruppe = click.Group("bauaufsicht", commands=dict(app.cli.commands), help=HILFE)
    _set_platzhalter(gruppe)
    with app.app_context():
        if not {"--help", "--version"} & set(sys.argv[1:]) and len(sys.argv) > 1:
            prepare_eingebettet()
        gruppe.main(prog_name="bauaufsicht")


def _set_platzhalter(befehl: click.Command) -> None:
    befehl.options_metavar = "[OPTIONEN]"
    if isinstance(befehl, click.Group):
        befehl.subcommand_metavar = "BEFEHL [ANGABEN]"
        for unterbefehl in befehl.commands.values():
            _set_platzhalter(unterbefehl)


if __name__ == "__main__":
    main()

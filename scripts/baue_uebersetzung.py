"""Builds click.mo from click.po: python scripts/baue_uebersetzung.py"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ORDNER = Path(__file__).parents[1] / "bauaufsicht/cli/locale/de/LC_MESSAGES"


def main() -> None:
    """Write the catalogue that the command line reads."""
    with (ORDNER / "click.po").open("rb") as quelle, (ORDNER / "click.mo").open("wb") as ziel:
        write_mo(ziel, read_po(quelle, locale="de"))


if __name__ == "__main__":
    main()

"""The language of the command line."""

import gettext
import os
from pathlib import Path


def set_deutsch() -> None:
    """Let click speak German, whatever the language of the machine is.

    click asks gettext, when a command is defined and when it runs; gettext asks the environment.
    """
    os.environ["LANGUAGE"] = "de"
    gettext.bindtextdomain("click", Path(__file__).parent / "locale")
    gettext.textdomain("click")

"""The inspecting process: reads the file from its standard input and answers on its output.

First a line that says it is ready, then one line of JSON with the finding, then (where one could
be drawn) the preview. The preview comes last: whatever happens while it is drawn, the finding
stands.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import BinaryIO

from bauaufsicht.adapters.dateipruefung.grenzen import set_grenzen
from bauaufsicht.domain.unterlage import Dateibefund

BEREIT = b"bereit\n"


def write_antwort(
    datei: BinaryIO,
    endung: str,
    check_inhalt: Callable[[BinaryIO, str], Dateibefund],
    create_vorschau: Callable[[BinaryIO, str], bytes],
) -> None:
    """Inspect and say so."""
    _write(BEREIT)
    befund = check_inhalt(datei, endung)
    zeile = {"erkannt": befund.erkannt, "mangel": befund.mangel, "seiten": befund.seiten}
    _write(json.dumps(zeile).encode() + b"\n")
    if befund.mangel is None:
        _write(create_vorschau(datei, befund.erkannt))


def _write(inhalt: bytes) -> None:
    while inhalt:
        inhalt = inhalt[os.write(1, inhalt) :]


if __name__ == "__main__":
    set_grenzen()
    # the libraries that read hostile files are loaded under the limits
    from bauaufsicht.adapters.dateipruefung.inhalt import check_inhalt, create_vorschau

    with os.fdopen(0, "rb") as datei:
        write_antwort(datei, sys.argv[1], check_inhalt, create_vorschau)

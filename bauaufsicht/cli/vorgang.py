"""`bauaufsicht vorgang` and `bauaufsicht akte`: show a case, prove its file."""

import json
import sys

import click

from bauaufsicht.cli.grund import FEHLER, deutsch, einheit
from bauaufsicht.db.queries.fakten import get_fakten, get_vorgang_id
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.services.akte import check_akte


@click.group("vorgang")
def vorgang() -> None:
    """Vorgänge ansehen."""


@vorgang.command("zeigen")
@click.argument("aktenzeichen")
@click.option("--json", "als_json", is_flag=True, help="Die Angaben als ein JSON-Objekt.")
@deutsch
def zeigen(aktenzeichen: str, als_json: bool) -> None:
    """Zeigt die Angaben eines Vorgangs aus der Datenbank."""
    with einheit() as uow:
        vorgang_id = get_vorgang_id(uow.session, aktenzeichen)
        uow.get_vorgang(vorgang_id, Aktion.VORGANG_LESEN)
        fakten = get_fakten(uow.session, vorgang_id)
    if als_json:
        click.echo(json.dumps(fakten, ensure_ascii=False, indent=2))
        return
    for name, wert in fakten.items():
        if wert not in (None, [], ""):
            click.echo(f"{name}: {json.dumps(wert, ensure_ascii=False)}")


@click.group("akte")
def akte() -> None:
    """Akten prüfen."""


@akte.command("pruefen")
@click.argument("aktenzeichen")
@deutsch
def pruefen(aktenzeichen: str) -> None:
    """Rechnet die Ereigniskette und die Prüfwerte aller Unterlagen nach."""
    with einheit() as uow:
        ergebnis = check_akte(uow, aktenzeichen)
    click.echo(
        f"{ergebnis.aktenzeichen}: {ergebnis.ereignisse} Ereignisse, {ergebnis.dokumente} Dateien, "
        f"{ergebnis.nachrichten} Nachrichten geprüft."
    )
    for fehler in ergebnis.fehler:
        click.echo(f"  FEHLER: {fehler}")
    click.echo("Die Akte ist unversehrt." if not ergebnis.fehler else "Die Akte ist beschädigt.")
    sys.exit(FEHLER if ergebnis.fehler else 0)

"""Commands that set the installation up: schemas, code lists, database, base data, accounts,
tokens.
"""

from pathlib import Path

import click

from bauaufsicht.cli.grund import deutsch, einheit, exit_mit, get_ports
from bauaufsicht.db.base import db
from bauaufsicht.db.migration import check_schema, write_schema
from bauaufsicht.domain.rechte import Kontorolle
from bauaufsicht.services.codelisten import import_codelisten
from bauaufsicht.services.konto import create_dienstzugang, create_konto
from bauaufsicht.services.schulung import import_stammdaten


@click.group("xbau")
def xbau() -> None:
    """XBau-Schemata einrichten."""


@xbau.group("schemata")
def schemata() -> None:
    """Amtliche XML-Schemata der XBau-Versionen."""


@schemata.command("einrichten")
@click.argument("quelle", type=click.Path(exists=True, path_type=Path))
@deutsch
def schemata_einrichten(quelle: Path) -> None:
    """Richtet die Schemata aus einem Ordner oder einer ZIP-Datei ein."""
    versionen = get_ports().schemata.import_quelle(quelle)
    click.echo(f"Eingerichtet: XBau {', '.join(versionen)}.")


@schemata.command("zeigen")
def schemata_zeigen() -> None:
    """Zeigt, für welche Versionen die Schemata eingerichtet sind."""
    for version, da in get_ports().schemata.get_stand().items():
        click.echo(f"XBau {version}: {'eingerichtet' if da else 'nicht eingerichtet'}")


@click.group("codelisten")
def codelisten() -> None:
    """Codelisten einrichten."""


@codelisten.command("einlesen")
@click.argument("ordner", type=click.Path(exists=True, file_okay=False, path_type=Path))
@deutsch
def codelisten_einlesen(ordner: Path) -> None:
    """Liest alle Codelisten (genericode) eines Ordners ein."""
    with einheit() as uow:
        bericht = import_codelisten(uow, ordner)
    for hinweis in bericht.hinweise:
        click.echo(f"  übergangen: {hinweis}", err=True)
    click.echo(f"{bericht.listen} Codelisten mit {bericht.eintraege} Einträgen eingelesen.")


@click.group("datenbank")
def datenbank() -> None:
    """Datenbank."""


@datenbank.command("aktualisieren")
def datenbank_aktualisieren() -> None:
    """Bringt das Datenbankschema auf den neuesten Stand."""
    write_schema(db.engine)
    click.echo("Das Datenbankschema ist auf dem neuesten Stand.")


@datenbank.command("pruefen")
def datenbank_pruefen() -> None:
    """Sagt, ob das Datenbankschema auf dem neuesten Stand ist."""
    if not check_schema(db.engine):
        exit_mit("Das Schema ist veraltet. Rufen Sie `bauaufsicht datenbank aktualisieren` auf.")
    click.echo("Das Datenbankschema ist auf dem neuesten Stand.")


@click.group("stammdaten")
def stammdaten() -> None:
    """Behörden, Gemeinden und Stellen."""


@stammdaten.command("laden")
@deutsch
def stammdaten_laden() -> None:
    """Lädt die mitgelieferten Behörden, Gemeinden und Stellen (ohne Schulungskonten)."""
    with einheit() as uow:
        anzahl = import_stammdaten(uow)
    click.echo(f"{anzahl} Behörden geladen." if anzahl else "Die Stammdaten waren schon geladen.")


@click.group("konto")
def konto() -> None:
    """Konten."""


@konto.command("anlegen")
@click.argument("email")
@click.option("--name", required=True, help="Anzeigename, zum Beispiel „Frau Krüger“.")
@click.option("--rolle", required=True, type=click.Choice([r.value for r in Kontorolle]))
@click.option("--behoerde", help="Kennung der Behörde, zum Beispiel bab:16071000.")
@click.option("--stelle", help="Kennung der Stelle, für beteiligte Stellen.")
@click.password_option("--passwort", prompt="Passwort", confirmation_prompt="Passwort wiederholen")
@deutsch
def konto_anlegen(
    email: str, name: str, rolle: str, behoerde: str | None, stelle: str | None, passwort: str
) -> None:
    """Legt ein Konto an."""
    with einheit() as uow:
        create_konto(uow, email, name, Kontorolle(rolle), passwort, behoerde, stelle)
    click.echo(f"Das Konto {email} wurde angelegt.")


@click.group("zugang")
def zugang() -> None:
    """Zugänge für Antragsdienste."""


@zugang.command("erstellen")
@click.argument("name")
@click.option("--behoerde", help="Nur für diese Behörde; ohne Angabe für alle.")
@deutsch
def zugang_erstellen(name: str, behoerde: str | None) -> None:
    """Erstellt ein Token für die Schnittstelle; es wird nur dieses eine Mal gezeigt."""
    with einheit() as uow:
        token = create_dienstzugang(uow, name, behoerde)
    click.echo(token)

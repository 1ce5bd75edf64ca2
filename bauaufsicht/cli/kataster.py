"""`bauaufsicht kataster`: take parcels in, show what is in force."""

import sys
from datetime import datetime
from pathlib import Path

import click

from bauaufsicht.cli.grund import deutsch, einheit
from bauaufsicht.db.queries.kataster import list_generationen
from bauaufsicht.domain.kataster import Generationsstand
from bauaufsicht.services.kataster import Katasterangaben, Katasterbericht, import_kataster

STAENDE = {
    Generationsstand.LAEDT: "wird geladen oder wurde abgebrochen",
    Generationsstand.GUELTIG: "gilt",
    Generationsstand.ABGELOEST: "abgelöst",
}
SCHRITT = 50_000


@click.group("kataster")
def kataster() -> None:
    """Flurstücke einlesen und ansehen."""


@kataster.command("einlesen")
@click.argument("datei", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--quelle", help="Name der Quelle; ohne Angabe der Name der Datei.")
@click.option(
    "--stand",
    type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]),
    help="Tag der Daten; ohne Angabe der Tag, an dem die Datei zuletzt geändert wurde.",
)
@click.option(
    "--genauigkeit",
    type=click.FloatRange(0.1, 1000),
    default=5,
    show_default=True,
    help="Unsicherheit der Grenzen in Zentimetern.",
)
@click.option(
    "--umrechnen", is_flag=True, help="Ein anderes Koordinatensystem als EPSG:25832 umrechnen."
)
@deutsch
def einlesen(
    datei: Path, quelle: str | None, stand: datetime | None, genauigkeit: float, umrechnen: bool
) -> None:
    """Ersetzt die Flurstücke einer Quelle durch die einer Datei (GeoPackage, GeoJSON, NAS).

    Bis alles geladen und geprüft ist, gelten die alten. Bricht das Einlesen ab, bleibt es dabei.
    """
    geaendert = datetime.fromtimestamp(datei.stat().st_mtime)  # noqa: DTZ006 (a local day)
    angaben = Katasterangaben(
        quelle=(quelle or datei.name.split(".")[0])[:100],
        datenstand=(stand or geaendert).date(),
        unsicherheit=genauigkeit / 100,
        umrechnen=umrechnen,
    )
    anzeige = Anzeige()
    bericht = import_kataster(einheit, datei, angaben, anzeige.write)
    anzeige.close()
    _write(bericht)


class Anzeige:
    """Progress on a terminal as one line that changes, in a log as one line now and then."""

    def __init__(self) -> None:
        self.am_schirm = sys.stderr.isatty()
        self.gemeldet = 0

    def write(self, anzahl: int, anteil: float) -> None:
        """Say how far it is."""
        text = f"{anzahl:,} Flurstücke geladen ({anteil:.0%})".replace(",", ".").replace("%", " %")
        if self.am_schirm:
            click.echo(f"\r{text}", nl=False, err=True)
        elif anzahl - self.gemeldet >= SCHRITT:
            self.gemeldet = anzahl
            click.echo(text, err=True)

    def close(self) -> None:
        """End the line."""
        if self.am_schirm:
            click.echo("", err=True)


def _write(bericht: Katasterbericht) -> None:
    click.echo(f"{bericht.anzahl} Flurstücke aus „{bericht.quelle}“ gelten jetzt.")
    if bericht.gemarkungen:
        click.echo(f"  {bericht.gemarkungen} Gemarkungen mit ihrer Gemeinde eingetragen.")
    if bericht.unveraendert or bericht.abgeloest:
        click.echo(
            f"  {bericht.unveraendert} waren schon so da, {bericht.abgeloest} frühere bleiben für "
            "alte Vorgänge erhalten."
        )
    for hinweis in (bericht.umrechnung and f"Die Koordinaten wurden {bericht.umrechnung}.",
                    *bericht.hinweise):  # fmt: skip
        if hinweis:
            click.echo(f"  {hinweis}")


@kataster.command("zeigen")
@deutsch
def zeigen() -> None:
    """Zeigt, welche Katasterdaten geladen sind."""
    with einheit() as uow:
        generationen = list_generationen(uow.session)
    if not generationen:
        click.echo("Es sind keine Katasterdaten geladen.")
    for g in generationen:
        click.echo(
            f"{g.quelle}: {g.anzahl} Flurstücke, Datenstand {g.datenstand:%d.%m.%Y}, Unsicherheit "
            f"{g.unsicherheit * 100:.0f} cm, {STAENDE[g.stand]} "
            f"({g.dateiformat or 'Format offen'}, {g.datei})"
        )
        if g.umrechnung:
            click.echo(f"  {g.umrechnung}")
        if g.unbrauchbare:
            click.echo(f"  {g.unbrauchbare} Flurstücke ohne brauchbare Geometrie")

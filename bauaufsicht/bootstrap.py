"""The application: settings, ports, database, blueprints, error handlers, commands."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bauaufsicht import api, cli, jobs, web
from bauaufsicht.adapters.ablage_dateisystem import AblageDateisystem
from bauaufsicht.adapters.clamav import Clamd
from bauaufsicht.adapters.dateipruefung.pruefer import Dateipruefung
from bauaufsicht.adapters.kataster.leser import KatasterDateien
from bauaufsicht.adapters.passwort import Argon2Passwortpruefer
from bauaufsicht.adapters.pdf.satz import TypstSatz
from bauaufsicht.adapters.schulungspost import Schulungspost
from bauaufsicht.adapters.smtp import SmtpPostversand
from bauaufsicht.adapters.uhr import SystemUhr
from bauaufsicht.adapters.xbau.codelisten import GenericodeLeser
from bauaufsicht.adapters.xbau.leser import XbauLeser
from bauaufsicht.adapters.xbau.schemata import Schemata
from bauaufsicht.adapters.xbau.schreiber import XbauSchreiber
from bauaufsicht.adapters.zufall import SystemZufall
from bauaufsicht.db.base import db, set_verbindungsregeln
from bauaufsicht.domain.ports import Ablage, Ports, Postversand
from config import WURZEL, Config


def create_ports(config: Config) -> Ports:
    """The adapters that the settings ask for."""
    schemata = Schemata(config.schemata)
    return Ports(
        ablage=_create_ablage(config),
        leser=XbauLeser(schemata),
        schreiber=XbauSchreiber(schemata),
        codelisten=GenericodeLeser(),
        schemata=schemata,
        satz=TypstSatz(),
        uhr=SystemUhr(),
        zufall=SystemZufall(),
        passwort=Argon2Passwortpruefer(),
        kataster=KatasterDateien(),
        post=_create_post(config),
        basisadresse=config.basisadresse,
        schulung=config.schulung,
        dateipruefer=Dateipruefung(),
        virenscanner=Clamd(config.clamd) if config.clamd else None,
        erlaubte_linkziele=config.erlaubte_linkziele,
    )


def _create_post(config: Config) -> Postversand | None:
    if config.schulung:
        return Schulungspost()
    if not config.smtp:
        return None
    server, _, port = config.smtp.rpartition(":")
    return SmtpPostversand(
        server,
        int(port),
        config.smtp_absender,
        config.smtp_konto,
        config.smtp_passwort,
        config.smtp_tls,
    )


def _create_ablage(config: Config) -> Ablage:
    if config.s3_endpunkt:
        # the S3 client costs a tenth of a command's start, and most commands do without it
        from bauaufsicht.adapters.ablage_s3 import AblageS3  # noqa: PLC0415

        return AblageS3(
            config.s3_endpunkt,
            config.s3_zugriff,
            config.s3_geheimnis,
            config.s3_eimer,
            region=config.s3_region or None,
            sicher=config.s3_sicher,
        )
    return AblageDateisystem(config.daten / "ablage")


def create_app(config: Config, ports: Ports | None = None) -> Flask:
    """One configured application; an embedded data folder is made if it is missing."""
    app = Flask("bauaufsicht", root_path=str(WURZEL), static_folder=str(Path(WURZEL) / "static"))
    if config.eingebettet or not config.s3_endpunkt:
        config.daten.mkdir(parents=True, exist_ok=True, mode=0o700)
    app.config.from_mapping(web.get_flask_config(config))
    if config.vorgeschaltete_proxies:
        n = config.vorgeschaltete_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=0)  # type: ignore[method-assign]
    db.init_app(app)
    app.extensions["ports"] = ports or create_ports(config)
    app.extensions["einstellungen"] = config
    web.init_app(app)
    api.init_app(app)
    cli.init_app(app)
    jobs.init_app(app)
    with app.app_context():
        set_verbindungsregeln(db.engine)
    return app

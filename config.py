"""Settings of the installation: the environment is the only source."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

WURZEL = Path(__file__).resolve().parent
MINDESTLAENGE_GEHEIMNIS = 32
HOECHSTER_PORT = 65_535
RECHTLICHES = (
    ("Impressum", "BAUAUFSICHT_IMPRESSUM"),
    ("Datenschutz", "BAUAUFSICHT_DATENSCHUTZ"),
    ("Barrierefreiheit", "BAUAUFSICHT_BARRIEREFREIHEIT"),
)


class Konfigurationsfehler(Exception):
    """The installation cannot start like this; the German text says what to set."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; see the table in README.md."""

    schulung: bool
    daten: Path
    datenbank: str
    geheimnis: str
    basisadresse: str
    port: int
    vertrauenswuerdige_hosts: tuple[str, ...]
    schemata: Path
    erlaubte_linkziele: frozenset[str] = field(default_factory=frozenset)
    s3_endpunkt: str = ""
    s3_zugriff: str = ""
    s3_geheimnis: str = ""
    s3_eimer: str = ""
    s3_region: str = ""
    s3_sicher: bool = True
    smtp: str = ""  # host:port
    smtp_konto: str = ""
    smtp_passwort: str = ""
    smtp_absender: str = ""
    smtp_tls: str = "starttls"
    clamd: str = ""
    sitzungsminuten: int = 60
    vorgeschaltete_proxies: int = 0
    rechtliches: tuple[tuple[str, str], ...] = ()

    @property
    def eingebettet(self) -> bool:
        """SQLite and files in one folder: sets itself up at the first command."""
        return self.datenbank.startswith("sqlite")

    @property
    def sicher(self) -> bool:
        """Whether the pages are served over https."""
        return self.basisadresse.startswith("https://")

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Config":
        """Read the environment; Konfigurationsfehler when production is not safe."""
        env = os.environ if env is None else env
        betriebsart = env.get("BAUAUFSICHT_BETRIEBSART", "schulung")
        if betriebsart not in ("schulung", "produktion"):
            raise Konfigurationsfehler(
                "BAUAUFSICHT_BETRIEBSART muss „schulung“ oder „produktion“ sein."
            )
        daten = Path(env.get("BAUAUFSICHT_DATEN") or WURZEL / ".daten").resolve()
        port = _zahl(env, "BAUAUFSICHT_PORT", 8000)
        if not 1 <= port <= HOECHSTER_PORT:
            raise Konfigurationsfehler(
                f"BAUAUFSICHT_PORT muss zwischen 1 und {HOECHSTER_PORT} liegen, nicht {port}."
            )
        basis = (env.get("BAUAUFSICHT_BASISADRESSE") or f"http://127.0.0.1:{port}").rstrip("/")
        config = cls(
            schulung=betriebsart == "schulung",
            daten=daten,
            datenbank=env.get("BAUAUFSICHT_DATENBANK") or f"sqlite:///{daten / 'bauaufsicht.db'}",
            geheimnis=env.get("BAUAUFSICHT_GEHEIMNIS", ""),
            basisadresse=basis,
            port=port,
            vertrauenswuerdige_hosts=_liste(env.get("BAUAUFSICHT_HOSTS", "")),
            schemata=Path(env.get("BAUAUFSICHT_SCHEMATA") or daten / "schemata"),
            erlaubte_linkziele=frozenset(_liste(env.get("BAUAUFSICHT_LINKZIELE", ""))),
            s3_endpunkt=env.get("BAUAUFSICHT_S3_ENDPUNKT", ""),
            s3_zugriff=env.get("BAUAUFSICHT_S3_ZUGRIFF", ""),
            s3_geheimnis=env.get("BAUAUFSICHT_S3_GEHEIMNIS", ""),
            s3_eimer=env.get("BAUAUFSICHT_S3_EIMER", ""),
            s3_region=env.get("BAUAUFSICHT_S3_REGION", ""),
            s3_sicher=env.get("BAUAUFSICHT_S3_SICHER", "ja") != "nein",
            smtp=env.get("BAUAUFSICHT_SMTP", ""),
            smtp_konto=env.get("BAUAUFSICHT_SMTP_KONTO", ""),
            smtp_passwort=env.get("BAUAUFSICHT_SMTP_PASSWORT", ""),
            smtp_absender=env.get("BAUAUFSICHT_SMTP_ABSENDER", ""),
            smtp_tls=env.get("BAUAUFSICHT_SMTP_TLS") or "starttls",
            clamd=_clamd(env.get("BAUAUFSICHT_CLAMD", "").strip()),
            sitzungsminuten=_zahl(env, "BAUAUFSICHT_SITZUNGSMINUTEN", 60),
            vorgeschaltete_proxies=_zahl(env, "BAUAUFSICHT_PROXIES", 0),
            rechtliches=tuple(
                (name, env[schluessel]) for name, schluessel in RECHTLICHES if env.get(schluessel)
            ),
        )
        config._check()
        return config

    def _check(self) -> None:
        s3 = (self.s3_endpunkt, self.s3_zugriff, self.s3_geheimnis, self.s3_eimer)
        if any(s3) and not all(s3):
            raise Konfigurationsfehler(
                "Setzen Sie für S3 alle vier Angaben oder keine: BAUAUFSICHT_S3_ENDPUNKT, "
                "_S3_ZUGRIFF, _S3_GEHEIMNIS und _S3_EIMER."
            )
        self._check_smtp()
        if self.schulung:
            return
        if len(self.geheimnis) < MINDESTLAENGE_GEHEIMNIS:
            raise Konfigurationsfehler(
                "BAUAUFSICHT_GEHEIMNIS fehlt oder ist kürzer als 32 Zeichen. Erzeugen Sie eines "
                "mit "
                "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`."
            )
        if not self.sicher:
            raise Konfigurationsfehler(
                "BAUAUFSICHT_BASISADRESSE muss in der Produktion mit https:// beginnen."
            )

    def _check_smtp(self) -> None:
        if not self.smtp:
            return
        server, _, port = self.smtp.rpartition(":")
        if not server or not (port.isascii() and port.isdecimal()):
            raise Konfigurationsfehler(
                "BAUAUFSICHT_SMTP muss aus Rechner und Port bestehen, zum Beispiel "
                "mail.landkreis.example:587."
            )
        if not self.smtp_absender:
            raise Konfigurationsfehler(
                "BAUAUFSICHT_SMTP_ABSENDER fehlt: die Adresse, von der die E-Mails kommen."
            )
        if self.smtp_tls not in ("starttls", "tls", "nein"):
            raise Konfigurationsfehler(
                "BAUAUFSICHT_SMTP_TLS muss „starttls“, „tls“ oder „nein“ sein."
            )


def _liste(wert: str) -> tuple[str, ...]:
    return tuple(teil.strip() for teil in wert.split(",") if teil.strip())


def _clamd(wert: str) -> str:
    """The path of a socket, or host:port."""
    _, _, port = wert.rpartition(":")
    ist_port = port.isascii() and port.isdecimal() and 1 <= int(port) <= HOECHSTER_PORT
    if not wert or wert.startswith("/") or (":" in wert and ist_port):
        return wert
    raise Konfigurationsfehler(
        "BAUAUFSICHT_CLAMD muss der Pfad eines Sockets (/run/clamav/clamd.ctl) oder host:port "
        f"(127.0.0.1:3310) sein, nicht „{wert}“."
    )


def _zahl(env: Mapping[str, str], name: str, vorgabe: int) -> int:
    wert = env.get(name) or str(vorgabe)
    if not (wert.isascii() and wert.isdecimal()):
        raise Konfigurationsfehler(f"{name} muss eine ganze Zahl sein, nicht „{wert}“.")
    return int(wert)

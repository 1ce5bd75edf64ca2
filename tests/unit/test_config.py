"""Settings: what they are without an environment, and what production refuses."""

from pathlib import Path

import pytest

from config import WURZEL, Config, Konfigurationsfehler

GEHEIMNIS = "x" * 32
PRODUKTION = {
    "BAUAUFSICHT_BETRIEBSART": "produktion",
    "BAUAUFSICHT_GEHEIMNIS": GEHEIMNIS,
    "BAUAUFSICHT_BASISADRESSE": "https://bauaufsicht.example.de",
}
S3 = {
    "BAUAUFSICHT_S3_ENDPUNKT": "s3.example.de",
    "BAUAUFSICHT_S3_ZUGRIFF": "zugriff",
    "BAUAUFSICHT_S3_GEHEIMNIS": "geheim",
    "BAUAUFSICHT_S3_EIMER": "akten",
}


def test_without_any_setting_it_is_the_embedded_training_installation() -> None:
    config = Config.from_env({})
    assert config.schulung
    assert config.eingebettet
    assert not config.sicher
    assert config.daten == WURZEL / ".daten"
    assert config.datenbank == f"sqlite:///{WURZEL / '.daten' / 'bauaufsicht.db'}"
    assert config.schemata == WURZEL / ".daten" / "schemata"
    assert config.basisadresse == "http://127.0.0.1:8000"
    assert config.erlaubte_linkziele == frozenset()
    assert not config.s3_endpunkt


def test_empty_settings_are_as_if_unset() -> None:
    namen = ("DATEN", "DATENBANK", "SCHEMATA", "PORT", "BASISADRESSE", "SITZUNGSMINUTEN", "PROXIES")
    assert Config.from_env({f"BAUAUFSICHT_{n}": "" for n in namen}) == Config.from_env({})


def test_the_settings_are_read(tmp_path: Path) -> None:
    config = Config.from_env(
        {
            **PRODUKTION,
            **S3,
            "BAUAUFSICHT_DATEN": str(tmp_path),
            "BAUAUFSICHT_DATENBANK": "postgresql+psycopg://app@/bauaufsicht",
            "BAUAUFSICHT_BASISADRESSE": "https://bauaufsicht.example.de/",
            "BAUAUFSICHT_PORT": "8443",
            "BAUAUFSICHT_HOSTS": "a.example.de, b.example.de,",
            "BAUAUFSICHT_LINKZIELE": "ablage.example.de",
            "BAUAUFSICHT_S3_REGION": "de",
            "BAUAUFSICHT_S3_SICHER": "nein",
            "BAUAUFSICHT_SITZUNGSMINUTEN": "30",
            "BAUAUFSICHT_PROXIES": "1",
        }
    )
    assert not config.schulung
    assert not config.eingebettet
    assert config.sicher
    assert (config.daten, config.schemata) == (tmp_path, tmp_path / "schemata")
    assert config.datenbank == "postgresql+psycopg://app@/bauaufsicht"
    assert config.geheimnis == GEHEIMNIS
    assert config.basisadresse == "https://bauaufsicht.example.de"
    assert config.port == 8443
    assert config.vertrauenswuerdige_hosts == ("a.example.de", "b.example.de")
    assert config.erlaubte_linkziele == {"ablage.example.de"}
    assert (config.s3_endpunkt, config.s3_zugriff) == ("s3.example.de", "zugriff")
    assert (config.s3_geheimnis, config.s3_eimer) == ("geheim", "akten")
    assert (config.s3_region, config.s3_sicher) == ("de", False)
    assert (config.sitzungsminuten, config.vorgeschaltete_proxies) == (30, 1)


@pytest.mark.parametrize("wert", ["", "ja", "false", "0"])
def test_s3_is_encrypted_unless_switched_off_by_the_one_word(wert: str) -> None:
    assert Config.from_env({"BAUAUFSICHT_S3_SICHER": wert}).s3_sicher


REFUSED = [
    # what is wrong, the setting that says so, what the message names
    ("no secret", {"BAUAUFSICHT_GEHEIMNIS": ""}, "BAUAUFSICHT_GEHEIMNIS"),
    ("a short secret", {"BAUAUFSICHT_GEHEIMNIS": "x" * 31}, "BAUAUFSICHT_GEHEIMNIS"),
    ("http", {"BAUAUFSICHT_BASISADRESSE": "http://bauaufsicht.example.de"}, "https://"),
    ("no base address", {"BAUAUFSICHT_BASISADRESSE": ""}, "https://"),
    ("no scheme", {"BAUAUFSICHT_BASISADRESSE": "bauaufsicht.example.de"}, "https://"),
]


@pytest.mark.parametrize(
    ("aenderung", "nennt"), [fall[1:] for fall in REFUSED], ids=[fall[0] for fall in REFUSED]
)
def test_production_refuses_to_start_unsafe(aenderung: dict[str, str], nennt: str) -> None:
    assert not Config.from_env(PRODUKTION).schulung
    with pytest.raises(Konfigurationsfehler, match=nennt):
        Config.from_env({**PRODUKTION, **aenderung})
    # the training installation on one's own machine may be like this
    assert Config.from_env({**PRODUKTION, **aenderung, "BAUAUFSICHT_BETRIEBSART": "schulung"})


@pytest.mark.parametrize("art", ["", "test", "Produktion", "production"])
def test_an_unknown_mode_is_not_guessed(art: str) -> None:
    with pytest.raises(Konfigurationsfehler, match="BAUAUFSICHT_BETRIEBSART"):
        Config.from_env({**PRODUKTION, "BAUAUFSICHT_BETRIEBSART": art})


@pytest.mark.parametrize("fehlt", S3)
@pytest.mark.parametrize("grund", [{}, PRODUKTION], ids=["training", "production"])
def test_half_a_storage_is_refused(grund: dict[str, str], fehlt: str) -> None:
    assert Config.from_env({**grund, **S3}).s3_eimer == "akten"
    with pytest.raises(Konfigurationsfehler, match="BAUAUFSICHT_S3_ENDPUNKT"):
        Config.from_env({**grund, **S3, fehlt: ""})


@pytest.mark.parametrize("name", ["PORT", "SITZUNGSMINUTEN", "PROXIES"])
@pytest.mark.parametrize("wert", ["acht", "-1", "1.5", "²"])
def test_a_number_is_a_number(name: str, wert: str) -> None:
    with pytest.raises(Konfigurationsfehler, match=f"BAUAUFSICHT_{name} muss eine ganze Zahl sein"):
        Config.from_env({f"BAUAUFSICHT_{name}": wert})


@pytest.mark.parametrize("wert", ["0", "65536", "99999999999"])
def test_a_port_is_a_port(wert: str) -> None:
    with pytest.raises(Konfigurationsfehler, match="zwischen 1 und 65535"):
        Config.from_env({"BAUAUFSICHT_PORT": wert})


@pytest.mark.parametrize("wert", ["", "/run/clamav/clamd.ctl", "127.0.0.1:3310", "[::1]:3310"])
def test_a_scanner_is_a_socket_or_a_port(wert: str) -> None:
    assert Config.from_env({"BAUAUFSICHT_CLAMD": wert}).clamd == wert


@pytest.mark.parametrize(
    "wert", ["clamd", "run/clamd.ctl", "host:", "host:acht", "host:0", "h:70000"]
)
def test_a_scanner_that_is_neither_is_refused(wert: str) -> None:
    with pytest.raises(Konfigurationsfehler, match="BAUAUFSICHT_CLAMD"):
        Config.from_env({"BAUAUFSICHT_CLAMD": wert})

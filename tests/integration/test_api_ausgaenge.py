"""Fetching replies by the interface, and its description."""

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from lxml import etree
from sqlalchemy import select

from bauaufsicht.db.models import Ausgang
from bauaufsicht.services.bescheid import issue_bescheid
from bauaufsicht.services.eingang import Aufnahmeergebnis
from bauaufsicht.services.konto import create_dienstzugang
from tests.factories.entscheidungsreif import Endrunde
from tests.factories.haus import Haus, open_haus
from tests.factories.lieferung import Probe, create_ruecknahme, read_schulung
from tests.factories.welt import BEHOERDE_A, BEHOERDE_B

KOMMENTAR = "<!--" + "x" * 100_000 + "-->"
LISTE = "/api/v1/ausgaenge"
FELDER = {
    *("id", "nachricht", "version", "empfaenger", "eingang_id", "vorgang_id", "erstellt_am"),
    *("abgerufen_am", "sha256", "schema_geprueft", "url", "anlagen"),
}


class Fach:
    """Two authorities with replies, and the tokens that fetch them."""

    def __init__(self, haus: Haus) -> None:
        self.haus = haus
        self.berichte: dict[str, Aufnahmeergebnis] = {}
        for name, probe in _list_proben().items():
            self.berichte[name] = haus.submit(probe)
            haus.uhr.stand += timedelta(seconds=1)
        with haus.einheit() as uow:
            self.token = {
                name: create_dienstzugang(uow, name, kennung)
                for name, kennung in (("alle", None), ("A", BEHOERDE_A), ("B", BEHOERDE_B))
            }

    def get(self, ziel: str, token: str = "alle") -> Any:
        """A request with a token."""
        kopf = {"Authorization": f"Bearer {self.token[token]}"}
        return self.haus.app.test_client().get(ziel, headers=kopf)

    def list(self, token: str = "alle", *, alle: bool = True) -> list[dict[str, Any]]:
        """The list of replies."""
        antwort = self.get(f"{LISTE}?neu={'nein' if alle else 'ja'}", token)
        assert antwort.status_code == 200
        eintraege: list[dict[str, Any]] = antwort.json["ausgaenge"]
        return eintraege


def _list_proben() -> dict[str, Probe]:
    referenz = read_schulung("02").get_text("referenzAntragsservice")
    return {
        "A": read_schulung("01"),
        "A2": read_schulung("02"),
        "B": read_schulung("10"),
        "Ruecknahme": create_ruecknahme(referenz),
        "fremd": read_schulung("05").replace((BEHOERDE_A, "bab:99999999")),
        "alt": read_schulung("09"),
    }


@pytest.fixture(scope="module")
def fach(request: pytest.FixtureRequest, dialekt: str, schemata_amtlich: object) -> Iterator[Fach]:
    """With the official schemas, so that each reply was checked."""
    assert schemata_amtlich
    with open_haus(request, dialekt, "amtlich") as haus:
        yield Fach(haus)


def test_every_reply_is_listed_once_the_oldest_first(fach: Fach) -> None:
    eintraege = fach.list()
    assert [e["nachricht"] for e in eintraege] == sorted_nach_zeit(eintraege)
    zahlen = sorted(e["nachricht"] for e in eintraege)
    assert zahlen == ["1100"] + ["1120"] * 4 + ["1121"] * 4 + ["1131"]
    assert len({e["id"] for e in eintraege}) == len(eintraege)
    for eintrag in eintraege:
        assert set(eintrag) == FELDER
        assert eintrag["url"] == f"{LISTE}/{eintrag['id']}"
        assert eintrag["empfaenger"] == "bap:16999999"
        assert eintrag["schema_geprueft"] is True


def sorted_nach_zeit(eintraege: list[dict[str, Any]]) -> list[str]:
    """The numbers in the order of their time and id."""
    return [e["nachricht"] for e in sorted(eintraege, key=lambda e: (e["erstellt_am"], e["id"]))]


def test_each_reply_belongs_to_its_delivery(fach: Fach) -> None:
    for name, bericht in fach.berichte.items():
        eigene = [e for e in fach.list() if e["eingang_id"] == str(bericht.eingang_id)]
        erwartet = {"Ruecknahme": ["1131"], "fremd": ["1100"]}.get(name, ["1120", "1121"])
        assert sorted(e["nachricht"] for e in eigene) == erwartet
        for eintrag in eigene:
            assert eintrag["vorgang_id"] == (
                str(bericht.vorgang_id) if bericht.vorgang_id else None
            )


def test_every_reply_is_valid_xml_in_the_version_of_the_request(fach: Fach) -> None:
    for eintrag in fach.list():
        antwort = fach.get(eintrag["url"])
        assert antwort.status_code == 200
        assert antwort.mimetype == "application/xml"
        assert re.fullmatch(
            rf'attachment; filename="{eintrag["nachricht"]}-[0-9a-f-]{{36}}\.xml"',
            antwort.headers["Content-Disposition"],
        )
        assert antwort.headers["X-Content-Type-Options"] == "nosniff"
        assert sha256(antwort.data).hexdigest() == eintrag["sha256"]
        wurzel = etree.fromstring(antwort.data)
        assert etree.QName(wurzel).localname.endswith(eintrag["nachricht"])
        gelesen = fach.haus.ports.schreiber.check_schema(eintrag["version"], antwort.data)
        assert gelesen is True
    alt = str(fach.berichte["alt"].eingang_id)
    assert {e["version"] for e in fach.list() if e["eingang_id"] == alt} == {"2.4.0.1"}


def test_a_reply_names_the_case(fach: Fach) -> None:
    bericht = fach.berichte["A"]
    eigene = {e["nachricht"]: e for e in fach.list() if e["eingang_id"] == str(bericht.eingang_id)}
    assert bericht.aktenzeichen
    assert bericht.aktenzeichen.encode() in fach.get(eigene["1121"]["url"]).data


def test_a_token_sees_the_replies_of_its_authority_only(fach: Fach) -> None:
    alle = {e["id"]: e for e in fach.list()}
    a, b = ({e["id"] for e in fach.list(name)} for name in ("A", "B"))
    assert a
    assert b
    assert not a & b
    b_eingang = str(fach.berichte["B"].eingang_id)
    assert {alle[i]["eingang_id"] for i in b} == {b_eingang}
    ohne_behoerde = set(alle) - a - b  # to nobody's address: only the whole installation's token
    assert {alle[i]["nachricht"] for i in ohne_behoerde} == {"1100"}
    fehlt = fach.get(f"{LISTE}/{UUID(int=1)}", "B")
    for fremde in a | ohne_behoerde:
        antwort = fach.get(f"{LISTE}/{fremde}", "B")
        assert (antwort.status_code, antwort.data) == (404, fehlt.data)


def test_a_refusal_that_quotes_a_long_message_is_valid(fach: Fach) -> None:
    lang = read_schulung("06").replace(
        (BEHOERDE_A, "bab:99999999"),
        ("</xbau:bauvorhaben>", KOMMENTAR * 8 + "</xbau:bauvorhaben>"),
    )
    bericht = fach.haus.submit(lang)
    assert bericht.fehlerkennzahl == "T080"
    (eintrag,) = [e for e in fach.list() if e["eingang_id"] == str(bericht.eingang_id)]
    assert (eintrag["nachricht"], eintrag["schema_geprueft"]) == ("1100", True)
    fach.get(eintrag["url"])


def test_the_first_retrieval_is_recorded_and_none_after(fach: Fach) -> None:
    bericht = fach.haus.submit(read_schulung("03"))
    neue = [e for e in fach.list("A", alle=False) if e["eingang_id"] == str(bericht.eingang_id)]
    assert len(neue) == 2
    assert all(e["abgerufen_am"] is None for e in neue)
    ziel = neue[0]["url"]
    # a refused try is none
    assert fach.get(ziel, "B").status_code == 404
    assert neue[0]["id"] in {e["id"] for e in fach.list("A", alle=False)}
    erster = fach.haus.uhr.stand = fach.haus.uhr.stand + timedelta(minutes=1)
    inhalt = fach.get(ziel, "A").data
    fach.haus.uhr.stand += timedelta(minutes=1)
    assert fach.get(ziel, "A").data == inhalt
    assert neue[0]["id"] not in {e["id"] for e in fach.list("A", alle=False)}
    eintrag = next(e for e in fach.list("A") if e["id"] == neue[0]["id"])
    assert eintrag["abgerufen_am"] == erster.isoformat()
    with fach.haus.einheit() as uow:
        assert uow.session.get_one(Ausgang, UUID(neue[0]["id"])).abgerufen_am == erster


@pytest.mark.parametrize("token", ["alle", "A"])
def test_the_list_goes_on_until_its_end(
    fach: Fach, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alle = [e["id"] for e in fach.list(token)]
    monkeypatch.setattr("bauaufsicht.api.v1.JE_SEITE", 3)
    ziel: str | None = f"{LISTE}?neu=nein"
    gefunden: list[str] = []
    while ziel:
        seite = fach.get(ziel, token).json
        assert len(seite["ausgaenge"]) <= 3
        gefunden += [e["id"] for e in seite["ausgaenge"]]
        ziel = seite["weiter"]
    assert len(alle) > 6
    assert gefunden == alle


def test_behind_a_reply_that_is_not_there_or_not_ones_own_is_nothing(fach: Fach) -> None:
    fremde = fach.list("A")[0]["id"]
    fehlt = fach.get(f"{LISTE}?nach={UUID(int=1)}", "B")
    assert fehlt.status_code == 404
    for nach in (fremde, "quatsch", ""):
        antwort = fach.get(f"{LISTE}?nach={nach}", "B")
        assert (antwort.status_code, antwort.data) == (404, fehlt.data)


def test_a_list_is_no_retrieval(fach: Fach) -> None:
    bericht = fach.haus.submit(read_schulung("04"))
    for _ in range(2):
        neue = {e["eingang_id"] for e in fach.list("A", alle=False)}
        assert str(bericht.eingang_id) in neue


def test_what_the_address_says_is_read_leniently(fach: Fach) -> None:
    for zusatz in ("?neu=x", "?neu=", "?neu=ja&neu=nein", "?neu=%00", "?seite=2"):
        assert fach.get(f"{LISTE}{zusatz}", "A").status_code == 200


def test_no_reply_is_ever_fetched_twice_as_new_by_two(fach: Fach) -> None:
    """Two tokens of one authority share the replies: whoever comes first takes them."""
    bericht = fach.haus.submit(read_schulung("05"))
    ziele = [e["url"] for e in fach.list(alle=False) if e["eingang_id"] == str(bericht.eingang_id)]
    for ziel in ziele:
        assert fach.get(ziel).status_code == 200
    assert not [e for e in fach.list("A", alle=False) if e["eingang_id"] == str(bericht.eingang_id)]


# --- the description ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def beschreibung(fach: Fach) -> dict[str, Any]:
    """The description, as anybody may read it."""
    antwort = fach.haus.app.test_client().get("/api/v1/openapi.json")
    assert antwort.status_code == 200
    assert antwort.mimetype == "application/json"
    gelesen: dict[str, Any] = json.loads(antwort.data)
    return gelesen


def test_the_description_has_every_route_and_no_other(
    fach: Fach, beschreibung: dict[str, Any]
) -> None:
    beschrieben = {
        (pfad, methode.upper())
        for pfad, methoden in beschreibung["paths"].items()
        for methode in methoden
    }
    da = {
        (re.sub(r"<uuid:(\w+)>", r"{\1}", regel.rule), methode)
        for regel in fach.haus.app.url_map.iter_rules()
        if regel.endpoint.startswith("api.") and regel.endpoint != "api.beschreibung"
        for methode in (regel.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert beschrieben == da


def test_every_reference_of_the_description_leads_somewhere(beschreibung: dict[str, Any]) -> None:
    assert beschreibung["openapi"].startswith("3.1")
    bezuege = re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(beschreibung))
    assert bezuege
    for bezug in bezuege:
        ziel: Any = beschreibung
        for teil in bezug.split("/"):
            ziel = ziel[teil]
    for pfad, methoden in beschreibung["paths"].items():
        for handlung in methoden.values():
            genannt = {p["name"] for p in handlung.get("parameters", ()) if p["in"] == "path"}
            assert genannt == set(re.findall(r"\{(\w+)\}", pfad))
            assert "401" in handlung["responses"]


def test_the_answers_are_as_described(fach: Fach, beschreibung: dict[str, Any]) -> None:
    schemata = beschreibung["components"]["schemas"]
    assert set(schemata["Ausgang"]["required"]) == set(schemata["Ausgang"]["properties"]) == FELDER
    bericht = fach.berichte["A"].format_json()
    assert set(schemata["Ergebnis"]["required"]) == set(bericht)
    assert bericht["ergebnis"] in schemata["Ergebnis"]["properties"]["ergebnis"]["enum"]
    token = beschreibung["components"]["securitySchemes"]["token"]
    assert (token["type"], token["scheme"]) == ("http", "bearer")


def test_no_reply_without_a_row(fach: Fach) -> None:
    """The counter-check: what is listed is what is stored."""
    with fach.haus.einheit() as uow:
        ids = set(map(str, uow.session.scalars(select(Ausgang.id))))
    assert {e["id"] for e in fach.list()} == ids


@pytest.fixture
def bescheid(request: pytest.FixtureRequest, dialekt: str) -> Iterator[tuple[Fach, str]]:
    """A case that was decided, and the address of its 0205."""
    with open_haus(request, dialekt) as haus:
        fach = Fach(haus)
        runde = Endrunde(haus.einheit, haus.uhr, probe=read_schulung("04"))
        runde.record_entwurf()
        issue_bescheid(
            lambda: haus.einheit(runde.krueger), runde.vorgang_id, runde.create_freigabe()
        )
        eintrag = next(e for e in fach.list() if e["nachricht"] == "0205")
        yield fach, eintrag["url"]


def test_the_pdf_of_a_decision_comes_with_its_message(bescheid: tuple[Fach, str]) -> None:
    fach, url = bescheid
    eintrag = next(e for e in fach.list() if e["url"] == url)
    (anlage,) = eintrag["anlagen"]
    assert set(anlage) == {"dokumentid", "dateiname", "groesse", "sha256", "url"}
    antwort = fach.get(anlage["url"], "A")
    assert (antwort.status_code, antwort.mimetype) == (200, "application/pdf")
    assert antwort.data.startswith(b"%PDF-")
    assert (len(antwort.data), sha256(antwort.data).hexdigest()) == (
        anlage["groesse"],
        anlage["sha256"],
    )
    kopf = antwort.headers["Repr-Digest"].removeprefix("sha-256=:").removesuffix(":")
    assert b64decode(kopf) == sha256(antwort.data).digest()
    anhang = etree.fromstring(fach.get(url).data).find(".//{*}anhang")
    assert anhang is not None
    assert anhang.findtext("dokumentid") == anlage["dokumentid"]
    assert anhang.findtext("dateiname") == anlage["dateiname"]
    assert anhang.get("hashValue") == anlage["sha256"]


def test_other_replies_have_no_files(bescheid: tuple[Fach, str]) -> None:
    fach, url = bescheid
    assert all(e["anlagen"] == [] for e in fach.list() if e["url"] != url)


@pytest.mark.parametrize(("token", "status"), [("alle", 200), ("A", 200), ("B", 404)])
def test_the_pdf_is_for_the_authority_of_the_token(
    bescheid: tuple[Fach, str], token: str, status: int
) -> None:
    fach, url = bescheid
    (anlage,) = next(e for e in fach.list() if e["url"] == url)["anlagen"]
    assert fach.get(anlage["url"], token).status_code == status


@pytest.mark.parametrize("ende", [str(UUID(int=1)), "urn_uuid_x", "..", "%2e%2e%2fnachricht"])
def test_a_file_that_the_message_does_not_name_is_not_there(
    bescheid: tuple[Fach, str], ende: str
) -> None:
    fach, url = bescheid
    assert fach.get(f"{url}/anlagen/{ende}").status_code == 404


def test_a_pdf_that_the_storage_lost_is_said_to_be_away(bescheid: tuple[Fach, str]) -> None:
    fach, url = bescheid
    (anlage,) = next(e for e in fach.list() if e["url"] == url)["anlagen"]
    for eintrag in list(fach.haus.ablage.list_eintraege("bescheide/")):
        fach.haus.ablage.close_eintrag(eintrag.schluessel)
    antwort = fach.get(anlage["url"])
    assert antwort.status_code == 503
    assert antwort.mimetype == "application/problem+json"


def test_another_file_is_never_handed_out_as_the_decision(bescheid: tuple[Fach, str]) -> None:
    fach, url = bescheid
    (anlage,) = next(e for e in fach.list() if e["url"] == url)["anlagen"]
    for eintrag in list(fach.haus.ablage.list_eintraege("bescheide/")):
        fach.haus.ablage.close_eintrag(eintrag.schluessel)
        fach.haus.ablage.write(eintrag.schluessel, BytesIO(b"%PDF-1.7 etwas anderes"))
    antwort = fach.get(anlage["url"])
    assert antwort.mimetype == "application/problem+json"
    assert "nicht mehr der erlassene Bescheid" in antwort.text

"""Who gets which answer: every route, every actor, every object, on both databases.

`golden/matrix.txt` holds the answers. After a wanted change write it anew and read the diff:

    SCHREIBE_GOLDEN=1 pytest tests/integration/test_rechte_matrix.py && git diff tests/integration

The rules that hold whatever the file says are tested beside it: what an actor may not see answers
exactly like what is not there, and nothing that is refused changes a row or a stored byte.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from bauaufsicht.db.base import db
from tests.factories import browser, welt
from tests.factories.haus import open_haus
from tests.factories.lieferung import read_schulung
from tests.factories.stand import Stand

GOLDEN = Path(__file__).parent / "golden" / "matrix.txt"
COOKIE = "bauaufsicht"
OEFFENTLICH = {"filename": "app.css", "nummer": 1}  # parameters that name nobody's object
VERSCHIEDEN = ("Set-Cookie", "Content-Length")
LESBAR_A = frozenset({"V1", "V2", "V4", "V5", "V6", "E1"})
BETEILIGT = frozenset({"V1", "V4"})

# what each actor may know of; kept apart from the rules of the product on purpose
SICHTBAR: dict[str, frozenset[str]] = {
    "anonym": frozenset(),
    "sachbearbeitung A": LESBAR_A,
    "leitung A": LESBAR_A,
    "poststelle A": LESBAR_A,
    "sachbearbeitung B": frozenset({"V3", "E3"}),
    "antragsteller": BETEILIGT,
    "antragsteller 2": frozenset({"V2"}),
    "entwurfsverfasser": BETEILIGT,
    "stelle": BETEILIGT,
    "stelle 2": frozenset({"V3"}),
    "betrieb": frozenset(),
    "gesperrt": frozenset(),
    "ohne Behörde": frozenset(),
    "token alle": frozenset({"N0", "N1", "N3"}),
    "token A": frozenset({"N1"}),
    "token B": frozenset({"N3"}),
    "token widerrufen": frozenset(),
}
KONTEN = {
    "sachbearbeitung A": browser.SACHBEARBEITUNG,
    "leitung A": browser.LEITUNG,
    "poststelle A": browser.POSTSTELLE,
    "sachbearbeitung B": browser.SACHBEARBEITUNG_B,
    "antragsteller": browser.ANTRAGSTELLER,
    "antragsteller 2": browser.ANTRAGSTELLER_2,
    "entwurfsverfasser": browser.ENTWURFSVERFASSER,
    "stelle": browser.STELLE,
    "stelle 2": browser.STELLE_2,
    "betrieb": browser.BETRIEB,
    "gesperrt": welt.GESPERRT,
    "ohne Behörde": welt.HEIMATLOS,
}

Werte = Mapping[str, str]  # parameter of the address -> name in Welt.ids
Formular = Callable[[welt.Welt, str], dict[str, object]]

OHNE: dict[str, Werte] = {"-": {}}
VORGANG: dict[str, Werte] = {
    "V1": {"vorgang_id": "V1"},
    "V2": {"vorgang_id": "V2"},
    "V3": {"vorgang_id": "V3"},
    "V4": {"vorgang_id": "V4"},
    "fehlt": {"vorgang_id": "fehlt"},
}
# where the state of the case decides, too
STAND: dict[str, Werte] = {**VORGANG, **{v: {"vorgang_id": v} for v in ("V5", "V6")}}
EINGANG: dict[str, Werte] = {
    "E1": {"eingang_id": "E1"},
    "E3": {"eingang_id": "E3"},
    "E0": {"eingang_id": "E0"},
    "fehlt": {"eingang_id": "fehlt"},
}


def _paare(aussen: str, innen: str, *paare: tuple[str, str]) -> dict[str, Werte]:
    # what belongs to a case, to a delivery, to nothing
    eigene = {"V": "FNPSUHB", "E": "D", "f": "f"}
    return {
        a if a[1:] == i[1:] and i[0] in eigene[a[0]] else f"{a}/{i}": {aussen: a, innen: i}
        for a, i in (*paare, ("fehlt", "fehlt"))
    }


UNTERLAGE = _paare(
    "vorgang_id",
    "fassung_id",
    *(("V1", "F1"), ("V2", "F2"), ("V3", "F3"), ("V4", "F4")),
    *(("V1", "F2"), ("V1", "F3"), ("V3", "F1"), ("V1", "D1")),
    *(("V1", "fehlt"), ("V3", "fehlt")),
)
PUNKT = _paare(
    "vorgang_id",
    "ziel_id",
    *(("V1", "P1"), ("V3", "P3"), ("V1", "P3"), ("V3", "P1")),
    *(("V1", "fehlt"), ("V3", "fehlt")),
)
ENTWURF = _paare(
    "vorgang_id",
    "fassung_id",
    *(("V1", "U1"), ("V3", "U3"), ("V1", "U3"), ("V3", "U1")),
    *(("V1", "fehlt"), ("V3", "fehlt")),
)
STELLUNGNAHME = _paare(
    "vorgang_id",
    "ziel_id",
    *(("V1", "S1"), ("V3", "S3"), ("V1", "S3"), ("V3", "S1")),
    *(("V1", "fehlt"), ("V3", "fehlt")),
)
NACHFORDERUNG = _paare(
    "vorgang_id",
    "nachforderung_id",
    *(("V1", "H1"), ("V3", "H3"), ("V1", "H3"), ("V3", "H1")),
    *(("V1", "fehlt"), ("V3", "fehlt")),
)
BETEILIGUNG = _paare(
    "vorgang_id",
    "beteiligung_id",
    *(("V1", "B1"), ("V3", "B3"), ("V1", "B3"), ("V3", "B1")),
    *(("V1", "fehlt"), ("V3", "fehlt")),
)
NACHRICHT = _paare(
    "vorgang_id",
    "ausgang_id",
    *(("V1", "N1"), ("V2", "N2"), ("V3", "N3"), ("V4", "N4")),
    *(("V1", "N2"), ("V1", "N3"), ("V3", "N1"), ("V1", "N0")),
    *(("V1", "fehlt"), ("V3", "fehlt")),
)
ANLAGE = _paare(
    "eingang_id",
    "anlage_id",
    *(("E1", "D1"), ("E3", "D3"), ("E0", "D0")),
    *(("E1", "D3"), ("E3", "D1"), ("E1", "F1")),
    *(("E1", "fehlt"), ("E3", "fehlt")),
)
AUSGANG: dict[str, Werte] = {n: {"ausgang_id": n} for n in ("N1", "N3", "N0", "fehlt")}
AUSGANGSANLAGE: dict[str, Werte] = {n: {**w, "anlage_id": "fehlt"} for n, w in AUSGANG.items()}
NACH_BEHOERDE: dict[str, Werte] = {"an A": {}, "an B": {}}


def _nichts(_welt: welt.Welt, _spalte: str) -> dict[str, object]:
    return {}


def _fassung(w: welt.Welt, spalte: str) -> dict[str, object]:
    return {"fassung": w.fassung.get(spalte, 1)}


def _verfahrensart(w: welt.Welt, spalte: str) -> dict[str, object]:
    return {"verfahrensart": "baugenehmigung", **_fassung(w, spalte)}


def _nachforderung(w: welt.Welt, spalte: str) -> dict[str, object]:
    return {
        "punkte-0-bezeichnung": "Lageplan",
        "punkte-0-grund": "fehlt",
        "punkte-0-dokument": "",
        "frist": "2026-12-21",
        **_fassung(w, spalte),
    }


def _antwort(w: welt.Welt, spalte: str) -> dict[str, object]:
    punkt = w.ids["P3" if spalte.startswith("V3") else "P1"]
    return {"fassung": 1, "punkte-0": str(punkt), "texte-0": "x", "absenden": "1"}


def _anfrage(w: welt.Welt, spalte: str) -> dict[str, object]:
    fassung = w.ids.get(spalte.replace("V", "F"), w.ids["fehlt"])
    return {
        "stellen": "gemeinde",
        "unterlagen": str(fassung),
        "anschreiben": "Bitte.",
        **_fassung(w, spalte),
    }


def _bescheid(_welt: welt.Welt, _spalte: str) -> dict[str, object]:
    return {"art": "genehmigung", "fassung": 0}


def _umriss(w: welt.Welt, spalte: str) -> dict[str, object]:
    ecken = "660918 5640870\n660929 5640871\n660928 5640881"
    return {"quelle": "koordinaten", "koordinaten": ecken, **_fassung(w, spalte)}


def _zuordnung(w: welt.Welt, spalte: str) -> dict[str, object]:
    return {"aktenzeichen": w.aktenzeichen["V3" if spalte == "E3" else "V2"]}


def _plan(spalten: Mapping[str, Werte]) -> Formular:
    def create(w: welt.Welt, spalte: str) -> dict[str, object]:
        ziel_id = w.ids[spalten[spalte]["ziel_id"]]
        return {f"dateien-{ziel_id}": (BytesIO(b"%PDF-matrix"), "plan.pdf")}

    return create


def _lieferung(_welt: welt.Welt, spalte: str) -> dict[str, object]:
    probe = read_schulung("04" if spalte == "an A" else "10").with_referenz("matrix")
    return {
        "nachricht": (BytesIO(probe.inhalt), "nachricht.xml"),
        "anlagen": [(BytesIO(a.inhalt), a.dateiname) for a in probe.anlagen],
    }


@dataclass(frozen=True, slots=True)
class Route:
    """How a route is called, and whether it may write: on success, or even when it says no."""

    spalten: Mapping[str, Werte] = field(default_factory=lambda: OHNE)
    formular: Formular = _nichts
    schreibt: bool = False
    schreibt_immer: bool = False


# every endpoint with each of its methods; a route that is missing here fails the first test
ROUTEN: dict[tuple[str, str], Route] = {
    ("anmeldung.start", "GET"): Route(),
    ("anmeldung.anmelden", "GET"): Route(),
    # a failed log-in is counted: the only refusal of a page that writes
    ("anmeldung.anmelden_absenden", "POST"): Route(
        formular=lambda _w, _s: {"email": browser.LEITUNG, "passwort": "falsch"},
        schreibt_immer=True,
    ),
    ("anmeldung.schulung", "POST"): Route(
        {"Schulungskonto": {}, "fremd": {}},
        lambda w, s: {"konto": w.ids["K" if s == "Schulungskonto" else "gesperrt"]},
        schreibt=True,
    ),
    ("anmeldung.abmelden", "POST"): Route(schreibt=True),
    ("betrieb.gesundheit", "GET"): Route(),
    ("betrieb.stand", "GET"): Route(),
    ("hilfe.uebersicht", "GET"): Route(),
    ("hilfe.glossar", "GET"): Route(),
    ("hilfe.handbuch", "GET"): Route({"Kapitel": {}}),
    ("vorgaenge.liste", "GET"): Route(),
    ("vorgaenge.uebersicht", "GET"): Route(STAND),
    ("vorgaenge.unterlagen", "GET"): Route(VORGANG),
    ("vorgaenge.datei", "GET"): Route(UNTERLAGE),
    ("unterlagen.vorschau", "GET"): Route(UNTERLAGE),
    ("unterlagen.nachreichen", "POST"): Route(PUNKT, _plan(PUNKT), schreibt=True),
    ("unterlagen.nachgereichte", "GET"): Route(PUNKT),
    ("unterlagen.beifuegen", "POST"): Route(STELLUNGNAHME, _plan(STELLUNGNAHME), schreibt=True),
    ("unterlagen.beigefuegte", "GET"): Route(STELLUNGNAHME),
    ("unterlagen.entfernen", "POST"): Route(ENTWURF, schreibt=True),
    ("vorgaenge.angaben", "GET"): Route(VORGANG),
    ("vorgaenge.nachrichten", "GET"): Route(VORGANG),
    ("vorgaenge.ausgang", "GET"): Route(NACHRICHT),
    ("vorgaenge.verlauf", "GET"): Route(VORGANG),
    ("vorgaenge.uebernehmen", "POST"): Route(VORGANG, _fassung, schreibt=True),
    ("vorgaenge.verfahrensart", "POST"): Route(VORGANG, _verfahrensart, schreibt=True),
    ("nachforderung.liste", "GET"): Route(VORGANG),
    ("nachforderung.neu", "GET"): Route(STAND),
    ("nachforderung.versenden", "POST"): Route(STAND, _nachforderung, schreibt=True),
    ("nachforderung.zeigen", "GET"): Route(NACHFORDERUNG),
    ("nachforderung.antworten", "POST"): Route(NACHFORDERUNG, _antwort, schreibt=True),
    ("nachforderung.bewerten", "POST"): Route(NACHFORDERUNG, lambda _w, _s: {"fassung": 1}),
    ("nachforderung.verlaengern", "POST"): Route(
        NACHFORDERUNG, lambda _w, _s: {"fassung": 1, "frist": "2027-01-08"}, schreibt=True
    ),
    ("nachforderung.vollstaendigkeit", "GET"): Route(STAND),
    ("nachforderung.vollstaendig_erklaeren", "POST"): Route(
        STAND, lambda w, s: {"tag": "2026-11-23", **_fassung(w, s)}, schreibt=True
    ),
    ("beteiligung.anfragen", "GET"): Route(),
    ("beteiligung.liste", "GET"): Route(VORGANG),
    ("beteiligung.neu", "GET"): Route(STAND),
    ("beteiligung.anfordern", "POST"): Route(STAND, _anfrage, schreibt=True),
    ("beteiligung.zeigen", "GET"): Route(BETEILIGUNG),
    ("beteiligung.stellungnahme", "GET"): Route(VORGANG),
    ("beteiligung.stellungnahme_absenden", "POST"): Route(
        VORGANG,
        lambda _w, _s: {"fassung": 1, "ergebnis": "keine_bedenken", "abgeben": "1"},
        schreibt=True,
    ),
    ("entwuerfe.speichern", "POST"): Route(formular=lambda _w, _s: {"a": "b"}),
    ("entwuerfe.verwerfen", "POST"): Route(),
    ("entwuerfe.behalten", "POST"): Route(),
    ("postfach.zeigen", "GET"): Route(),
    ("bescheid.zeigen", "GET"): Route(VORGANG),
    # the first retrieval by the applicant's side is recorded
    ("bescheid.datei", "GET"): Route(VORGANG, schreibt=True),
    ("bescheid.entwerfen", "GET"): Route(STAND),
    ("bescheid.speichern", "POST"): Route(STAND, _bescheid, schreibt=True),
    ("bescheid.vorschau", "GET"): Route(VORGANG),
    ("bescheid.pruefen", "GET"): Route(VORGANG),
    ("bescheid.erlassen", "POST"): Route(
        VORGANG, lambda w, s: {**_bescheid(w, s), "vorgangsfassung": 1}, schreibt=True
    ),
    ("akte.paket", "GET"): Route(VORGANG),
    ("pruefung.zeigen", "GET"): Route(VORGANG),
    ("pruefung.karte", "GET"): Route(VORGANG),
    ("pruefung.lage", "GET"): Route(VORGANG),
    ("pruefung.grundriss", "GET"): Route(VORGANG),
    ("pruefung.grundriss_absenden", "POST"): Route(VORGANG, _umriss, schreibt=True),
    ("pruefung.vorgabe", "POST"): Route(VORGANG, _fassung, schreibt=True),
    ("pruefung.erneut", "POST"): Route(VORGANG, _fassung, schreibt=True),
    ("eingaenge.liste", "GET"): Route(),
    ("eingaenge.aufnehmen", "GET"): Route(),
    ("eingaenge.aufnehmen_absenden", "POST"): Route(NACH_BEHOERDE, _lieferung, schreibt=True),
    ("eingaenge.zeigen", "GET"): Route(EINGANG),
    ("eingaenge.rohdaten", "GET"): Route(EINGANG),
    ("eingaenge.anlage", "GET"): Route(ANLAGE),
    ("eingaenge.zuordnen", "POST"): Route(EINGANG, _zuordnung, schreibt=True),
    ("eingaenge.anlegen", "POST"): Route(EINGANG, schreibt=True),
    ("eingaenge.zurueckweisen", "POST"): Route(
        EINGANG, lambda _w, _s: {"grund": "Falsche Behörde"}, schreibt=True
    ),
    # a refused delivery (422) is stored on purpose; 401 must not store anything
    ("api.eingaenge", "POST"): Route(NACH_BEHOERDE, _lieferung, schreibt_immer=True),
    ("api.ausgaenge", "GET"): Route(),
    ("api.ausgang", "GET"): Route(AUSGANG, schreibt=True),  # the first retrieval is recorded
    ("api.anlage", "GET"): Route(AUSGANGSANLAGE),
    ("api.beschreibung", "GET"): Route(),
    ("static", "GET"): Route({"app.css": {}}),
}


@dataclass(slots=True)
class Pruefstand:
    """The application with its world and the way back to its beginning."""

    app: Flask
    welt: welt.Welt
    stand: Stand
    cookies: dict[str, str]

    def request(self, akteur: str, methode: str, endpunkt: str, spalte: str) -> TestResponse:
        """One request of an actor; each comes from a browser of its own."""
        route = next(r for (name, _), r in ROUTEN.items() if name == endpunkt)
        with self.app.test_request_context():
            werte = {n: self.welt.ids[name] for n, name in route.spalten[spalte].items()}
            regel = next(self.app.url_map.iter_rules(endpunkt))
            ziel = regel.build({**OEFFENTLICH, **werte}, append_unknown=False)
        assert ziel is not None
        client = self.app.test_client()
        kopf: dict[str, str] = {}
        if akteur in self.cookies:
            client.set_cookie(COOKIE, self.cookies[akteur])
        if akteur.startswith("token "):
            kopf["Authorization"] = f"Bearer {self.welt.token[akteur[6:]]}"
        daten = route.formular(self.welt, spalte) if methode == "POST" else None
        return client.open(ziel[1], method=methode, data=daten, headers=kopf, buffered=True)


@pytest.fixture(scope="module")
def haus(request: pytest.FixtureRequest, dialekt: str) -> Iterator[Pruefstand]:
    """The house with its world, all actors logged in."""
    with open_haus(request, dialekt) as leeres:
        w = welt.create_welt(leeres.einheit)
        cookies = {}
        for name, email in KONTEN.items():
            eigen = email in (welt.GESPERRT, welt.HEIMATLOS)
            passwort = welt.PASSWORT if eigen else browser.PASSWORT
            cookie = browser.Browser(leeres.app, email, passwort).client.get_cookie(COOKIE)
            assert cookie is not None
            cookies[name] = cookie.value
        w.ids["K"] = browser.get_konto_id(leeres.app, browser.SACHBEARBEITUNG_B)
        w.ids["gesperrt"] = browser.get_konto_id(leeres.app, welt.GESPERRT)
        with leeres.einheit() as uow:
            welt.close_konto(uow, welt.GESPERRT)
        leeres.app.config["WTF_CSRF_ENABLED"] = False  # its own test is test_web_formulare
        with leeres.app.app_context():
            stand = Stand(db.engine, leeres.ablage)
        yield Pruefstand(leeres.app, w, stand, cookies)


def _format_titel(app: Flask, endpunkt: str, methode: str) -> str:
    regel = next(app.url_map.iter_rules(endpunkt))
    return f"{methode} {regel.rule}"


def _format_abschnitt(titel: str, antworten: Mapping[tuple[str, str], int]) -> list[str]:
    spalten = list(dict.fromkeys(spalte for _, spalte in antworten))
    breite = max(map(len, SICHTBAR))
    zeilen = [titel, f"    {'':{breite}}  {'  '.join(f'{s:>5}' for s in spalten)}".rstrip()]
    for akteur in SICHTBAR:
        felder = [f"{antworten[akteur, s]:>{max(5, len(s))}}" for s in spalten]
        zeilen.append(f"    {akteur:{breite}}  {'  '.join(felder)}")
    return zeilen


def _read_golden() -> dict[str, list[str]]:
    abschnitte: dict[str, list[str]] = {}
    if GOLDEN.exists():
        for block in GOLDEN.read_text("utf-8").strip().split("\n\n"):
            zeilen = block.splitlines()
            abschnitte[zeilen[0]] = zeilen
    return abschnitte


def _check_golden(zeilen: list[str]) -> None:
    abschnitte = _read_golden()
    if os.environ.get("SCHREIBE_GOLDEN") == "1":
        abschnitte[zeilen[0]] = zeilen
        reihe = sorted(abschnitte.values(), key=lambda z: z[0].split()[::-1])
        GOLDEN.write_text("\n\n".join("\n".join(a) for a in reihe) + "\n", "utf-8")
    assert zeilen == abschnitte.get(zeilen[0])


def _format_antwort(antwort: TestResponse, ids: Mapping[str, UUID]) -> tuple[int, str, str]:
    """The answer without what differs by nature: the ids asked for, and the token of the form."""
    text = browser.TOKEN.sub(r"\1\3", antwort.data.decode("utf-8", "replace"))
    kopf = repr(sorted((k, v) for k, v in antwort.headers if k not in VERSCHIEDEN))
    for kennung in {str(k) for k in ids.values()}:
        text, kopf = text.replace(kennung, "ID"), kopf.replace(kennung, "ID")
    return antwort.status_code, text, kopf


def _get_vergleich(akteur: str, route: Route, spalte: str) -> str | None:
    """The column that must answer alike: nothing at all, or nothing within what may be seen.

    None where the actor may know of what the address names.
    """
    namen = list(route.spalten[spalte].values())
    if "fehlt" not in route.spalten or not namen:
        return None
    if namen[0] not in SICHTBAR[akteur]:
        return "fehlt"
    innen = namen[-1]
    gehoert_dazu = len(namen) == 1 or route.spalten.get(namen[0]) == route.spalten[spalte]
    return None if gehoert_dazu or innen == "fehlt" else f"{namen[0]}/fehlt"


@pytest.mark.parametrize(("endpunkt", "methode"), ROUTEN, ids=[f"{m} {e}" for e, m in ROUTEN])
def test_the_answers_are_those_of_the_table(endpunkt: str, methode: str, haus: Pruefstand) -> None:
    route = ROUTEN[endpunkt, methode]
    status: dict[tuple[str, str], int] = {}
    for akteur in SICHTBAR:
        antworten = {}
        for spalte in route.spalten:
            wo = f"{akteur}, {methode} {endpunkt}, {spalte}"
            antwort = haus.request(akteur, methode, endpunkt, spalte)
            _check_spuren(haus, akteur, wo, antwort)
            antworten[spalte] = _format_antwort(antwort, haus.welt.ids)
            status[akteur, spalte] = antwort.status_code
            _check_unveraendert(haus, route, wo, antwort)
        for spalte in route.spalten:
            gleich = _get_vergleich(akteur, route, spalte)
            if gleich is not None:
                assert antworten[spalte] == antworten[gleich], f"{akteur} learns of {spalte}"
    _check_golden(_format_abschnitt(_format_titel(haus.app, endpunkt, methode), status))


def _check_spuren(haus: Pruefstand, akteur: str, wo: str, antwort: TestResponse) -> None:
    """No answer shows anything of what its reader may not know of."""
    if akteur.startswith("token"):
        return  # replies name the case they are about; whose they are is tested with the interface
    text = antwort.data.decode("utf-8", "replace")
    gesandt = antwort.request.path + antwort.request.query_string.decode()
    eigene = "\n".join(t for n in SICHTBAR[akteur] for t in haus.welt.spuren[n])
    for name, spuren in haus.welt.spuren.items():
        if name not in SICHTBAR[akteur]:
            fremde = {s for s in spuren if s in text and s not in eigene and s not in gesandt}
            assert not fremde, f"{wo} shows {fremde} of {name}"


def _check_unveraendert(haus: Pruefstand, route: Route, wo: str, antwort: TestResponse) -> None:
    """What is refused or only read changes nothing; what was changed is put back."""
    assert antwort.status_code < 500, f"{wo}: {antwort.text}"
    geaendert = haus.stand.compute_aenderungen()
    verweigert = antwort.status_code >= 400 or "/anmelden?weiter" in (antwort.location or "")
    darf = route.schreibt_immer or (route.schreibt and not verweigert)
    if antwort.status_code in (401, 403, 404, 405):
        darf = False
    assert darf or not geaendert, f"{wo} ({antwort.status_code}) changed {geaendert}"
    if geaendert:
        haus.stand.restore()


def test_every_route_is_in_the_table(haus: Pruefstand) -> None:
    """With each of its methods; HEAD and OPTIONS follow from the others and are tested below."""
    da = {
        (regel.endpoint, methode)
        for regel in haus.app.url_map.iter_rules()
        for methode in (regel.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert da == set(ROUTEN)
    titel = [_format_titel(haus.app, endpunkt, methode) for endpunkt, methode in ROUTEN]
    assert sorted(_read_golden()) == sorted(titel)


def test_what_is_listed_is_what_may_be_opened(haus: Pruefstand) -> None:
    """The filters of the lists and the rules of the objects are the same."""
    for liste, ziel, namen in (
        ("vorgaenge.liste", "vorgaenge.uebersicht", ("V1", "V2", "V3", "V4", "V5", "V6")),
        ("eingaenge.liste", "eingaenge.zeigen", ("E1", "E3", "E0")),
    ):
        for akteur, sichtbare in SICHTBAR.items():
            text = haus.request(akteur, "GET", liste, "-").text
            gelistet = {n for n in namen if str(haus.welt.ids[n]) in text}
            zu_oeffnen = {
                n for n in namen if haus.request(akteur, "GET", ziel, n).status_code == 200
            }
            assert gelistet == zu_oeffnen == sichtbare & set(namen), akteur


def test_counts_reveal_nothing_of_others(haus: Pruefstand) -> None:
    """How many there are in all, in each filter and in the head of the page."""
    for akteur, vorgaenge, eingaenge in (
        ("sachbearbeitung A", 5, 7),
        ("sachbearbeitung B", 1, 2),
        ("antragsteller", 2, None),
        ("antragsteller 2", 1, None),
        ("stelle", 2, None),
        ("stelle 2", 1, None),
    ):
        text = haus.request(akteur, "GET", "vorgaenge.liste", "-").text
        wort = "Vorgang" if vorgaenge == 1 else "Vorgänge"
        assert f"{vorgaenge} {wort}" in text, akteur
        zustaende = re.findall(r'name="zustand".*?</label>', text, re.DOTALL)
        zahlen = [
            int(z) for feld in zustaende for z in re.findall(r"\b(\d+)\b(?=[^\d]*</label>)", feld)
        ]
        assert sum(zahlen) == (vorgaenge if zustaende else 0), akteur
        if eingaenge is not None:  # one of them waits, and the navigation says so
            assert re.findall(r'href="/eingaenge"[^>]*>Eingang <span[^>]*>(\d+)<', text)[0] == "1"
            assert (
                f"{eingaenge} Eingänge" in haus.request(akteur, "GET", "eingaenge.liste", "-").text
            )


def test_search_finds_nothing_of_others(haus: Pruefstand) -> None:
    """A search for another authority's case answers like a search for nothing at all."""
    for akteur in ("sachbearbeitung A", "antragsteller 2", "stelle"):
        client = haus.app.test_client()
        client.set_cookie(COOKIE, haus.cookies[akteur])
        wort = haus.welt.aktenzeichen["V3"]
        assert haus.request("sachbearbeitung B", "GET", "vorgaenge.liste", "-").text.count(wort)
        fremd = client.get(f"/vorgaenge?q={wort}").text.replace(wort, "WORT")
        nichts = client.get("/vorgaenge?q=XX-2026-99999").text.replace("XX-2026-99999", "WORT")
        assert browser.TOKEN.sub("", fremd) == browser.TOKEN.sub("", nichts)


@pytest.mark.parametrize("akteur", ["sachbearbeitung A", "token A"])
def test_head_and_options_say_no_more_than_get(akteur: str, haus: Pruefstand) -> None:
    """HEAD has the status of GET and no body; OPTIONS is the same for every object."""
    for (endpunkt, methode), route in ROUTEN.items():
        optionen = set()
        for spalte in route.spalten:
            antwort = haus.request(akteur, "OPTIONS", endpunkt, spalte)
            optionen.add((antwort.status_code, antwort.headers.get("Allow")))
            if methode == "GET":
                kopf = haus.request(akteur, "HEAD", endpunkt, spalte)
                voll = haus.request(akteur, "GET", endpunkt, spalte)
                assert (kopf.status_code, kopf.data) == (voll.status_code, b""), endpunkt
        assert len({status for status, _ in optionen}) == 1, f"{endpunkt}: {optionen}"
    geaendert = haus.stand.compute_aenderungen()
    assert geaendert == (["ausgang"] if akteur == "token A" else [])  # fetched with a token
    if geaendert:
        haus.stand.restore()


def test_an_aktenzeichen_of_another_authority_is_unknown(haus: Pruefstand) -> None:
    """A delivery cannot be put to a case of another authority, and one does not learn of it."""
    client = haus.app.test_client()
    client.set_cookie(COOKIE, haus.cookies["sachbearbeitung A"])
    ziel = f"/eingaenge/{haus.welt.ids['E1']}/zuordnen"
    antworten = []
    for wort in (haus.welt.aktenzeichen["V3"], "XX-2026-99999"):
        antwort = client.post(ziel, data={"aktenzeichen": wort})
        assert antwort.status_code == 400
        antworten.append(browser.TOKEN.sub("", antwort.text.replace(wort, "WORT")))
    assert antworten[0] == antworten[1]
    assert haus.stand.compute_aenderungen() == []

"""Pages: list with 50,000 cases; queries, p95, ratio to the floor."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from bauaufsicht.db.base import db
from bauaufsicht.db.models import Behoerde, Vorgang
from bauaufsicht.domain.ereignisse import ANFANG
from bauaufsicht.domain.vorgang import Verfahren, Zustand
from tests.bench.messung import Umgebung, format_zeiten, measure

VORGAENGE = 50_000
WIEDERHOLUNGEN = 60
BEHOERDE = "bab:16071000"
JETZT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@contextmanager
def capture_sql() -> Iterator[list[tuple[str, Any]]]:
    """All statements of the block, as the driver gets them."""
    gesehen: list[tuple[str, Any]] = []

    def note(_v: Any, _c: Any, text: str, werte: Any, _k: Any, _m: Any) -> None:
        gesehen.append((text, werte))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield gesehen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@contextmanager
def capture_vorlage(app: Flask) -> Iterator[list[tuple[Any, dict[str, Any]]]]:
    """The template of the block with its context."""
    gesehen: list[tuple[Any, dict[str, Any]]] = []

    def note(_app: Flask, template: Any, context: dict[str, Any], **_mehr: Any) -> None:
        gesehen.append((template, dict(context)))

    with template_rendered.connected_to(note, app):
        yield gesehen


def login(app: Flask) -> FlaskClient:
    """A client logged in as Sachbearbeitung."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    antwort = client.post(
        "/anmelden", data={"email": "krueger@weimarer-land.example", "passwort": "schulung-2026"}
    )
    if antwort.status_code != 302:
        raise SystemExit(f"Die Anmeldung ging nicht: {antwort.status_code}")
    return client


def measure_liste(umgebung: Umgebung) -> None:
    """The list of 50 of 50,000 cases, against the same SQL and the same template alone."""
    with umgebung.app.app_context():
        _insert_vorgaenge(VORGAENGE)
    for titel, adresse in (
        ("Liste", "/vorgaenge"),
        ("Liste, Seite 500", "/vorgaenge?seite=500"),
        ("Liste, Suche", "/vorgaenge?q=Apolda+Flurstück+4711"),
        ("Liste, nach Ort", "/vorgaenge?sortierung=ort"),
    ):
        measure_seite(umgebung, f"{titel} ({VORGAENGE} Vorgänge)", adresse)


def measure_seite(umgebung: Umgebung, titel: str, adresse: str) -> None:
    """Queries, size and time of a page for the Sachbearbeitung, against its floor."""
    app = umgebung.app
    client = login(app)
    with app.app_context(), capture_sql() as sql, capture_vorlage(app) as vorlagen:
        antwort = client.get(adresse)
    if antwort.status_code != 200:
        raise SystemExit(f"{adresse}: {antwort.status_code}")
    zeiten = measure(lambda: client.get(adresse), WIEDERHOLUNGEN)
    boden = _measure_boden(app, sql, vorlagen[0])
    verhaeltnis = sorted(zeiten)[len(zeiten) // 2] / sorted(boden)[len(boden) // 2]
    abfragen = [t for t, _ in sql if t.lstrip().upper().startswith(("SELECT", "WITH"))]
    print(
        f"{titel}, {umgebung.dialekt}: {len(abfragen)} Abfragen, "
        f"{len(antwort.data) / 1000:.0f} kB, "
        f"{format_zeiten(zeiten)}, Boden {format_zeiten(boden)}, Verhältnis {verhaeltnis:.2f}"
    )


def _measure_boden(
    app: Flask, sql: list[tuple[str, Any]], vorlage: tuple[Any, dict[str, Any]]
) -> list[float]:
    """The same statements on the bare driver and the same template on the same values."""
    template, kontext = vorlage
    zeiten = []
    with app.test_request_context("/"), closing(db.engine.raw_connection()) as verbindung:
        cursor = verbindung.cursor()
        for _ in range(WIEDERHOLUNGEN):
            beginn = time.perf_counter()
            for text, werte in sql:
                if text.lstrip().upper().startswith(("SELECT", "WITH")):
                    cursor.execute(text, werte)
                    cursor.fetchall()
            template.render(kontext)
            zeiten.append(time.perf_counter() - beginn)
    return zeiten


def _insert_vorgaenge(anzahl: int) -> None:
    orte = ("Apolda", "Bad Berka", "Blankenhain", "Bad Sulza", "Kranichfeld", "Magdala")
    with Session(db.engine) as session:
        behoerde_id = session.scalar(select(Behoerde.id).where(Behoerde.kennung == BEHOERDE))
        zeilen = [create_vorgang(behoerde_id, 100_000 + n, orte[n % 6]) for n in range(anzahl)]
        session.execute(insert(Vorgang), zeilen)
        session.commit()


def create_vorgang(behoerde_id: Any, nummer: int, ort: str) -> dict[str, Any]:
    """The row of a case."""
    zustaende = (Zustand.VOLLSTAENDIGKEIT_PRUEFEN, Zustand.ZURUECKGENOMMEN)
    return {
        "id": uuid4(),
        "behoerde_id": behoerde_id,
        "aktenzeichen": f"AP-2025-{nummer}",
        "jahr": 2025,
        "nummer": nummer,
        "land": "16",
        "regelstand": "ThürBO 2024",
        "verfahrensart": Verfahren.VEREINFACHT,
        "zustand": zustaende[nummer % 3 == 0],
        "bezeichnung": f"Neubau eines Einfamilienhauses mit Carport Nr. {nummer}",
        "eingegangen_am": JETZT - timedelta(minutes=nummer % 100_000),
        "frist_regel": "vollstaendigkeit",
        "frist_beginn": date(2026, 11, 1),
        "frist_ende": date(2026, 11, 1) + timedelta(days=nummer % 400),
        "test": False,
        "xbau_nummer": "0200",
        "xbau_version": "2.6",
        "referenz": str(uuid4()),
        "nachrichten_uuid": str(uuid4()),
        "gemeinde_ags": "16071001",
        "gemeinde_quelle": "gemeindeschluessel",
        "ort": ort,
        "anschrift": f"Am Feld {nummer % 90}, 99510 {ort}",
        "lage": f"{ort}, Flur {nummer % 12}, Flurstück {nummer}",
        "personen": "Muster, Erika; Muster, Max",
        "suchtext": f"ap-2025-{nummer} {ort.lower()} flurstueck {nummer} muster, erika",
        "sonderbau": [],
        "bebauungsplaene": [],
        "letzter_hash": ANFANG,
        "ereignisse": 0,
        "fassung": 1,
    }

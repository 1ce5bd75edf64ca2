"""What goes into the ZIP of a case, under names that people can read."""

import json
from typing import Any

from flask import render_template
from markupsafe import Markup

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import akte as abfragen
from bauaufsicht.db.queries.bescheid import get_bescheid
from bauaufsicht.db.queries.verlauf import Ereigniszeile, list_ereignisse
from bauaufsicht.db.queries.vorgang import Vorgangskopf
from bauaufsicht.domain.bescheid import Bescheidstand
from bauaufsicht.domain.dokumentsatz import Verlaufsschrift, Verlaufszeile
from bauaufsicht.domain.ereignisse import format_kanonisch
from bauaufsicht.domain.unterlage import LESBARE_STAENDE
from bauaufsicht.services.aktenpaket import (
    Paket,
    Paketdatei,
    create_paketdatei,
    format_pfadteil,
)
from bauaufsicht.web import formate, labels
from bauaufsicht.web.context import get_ports


def create_paket(kopf: Vorgangskopf) -> Paket:
    """Everything of a case (at most 12 queries, whatever its size)."""
    session = get_session()
    fassungen = abfragen.list_fassungen(session, kopf.id)
    lesbare = [f for f in fassungen if f.pruefstand in LESBARE_STAENDE]
    dateien = [
        create_paketdatei("PRUEFEN.txt", render_template("akte/pruefen.txt", kopf=kopf).encode()),
        create_paketdatei("Verlauf.pdf", get_ports().satz.render_verlauf(_create_verlauf(kopf))),
        create_paketdatei("kette.json", _format_json(abfragen.get_kette(session, kopf.id))),
        *_list_bescheid(kopf),
        *(_create_unterlage(f) for f in lesbare),
        *_list_stellungnahmen(kopf),
        *_list_nachrichten(kopf),
    ]
    return Paket(
        kopf.aktenzeichen,
        get_ports().uhr.jetzt(),
        dateien,
        [_format_ausgelassene(f) for f in fassungen if f.pruefstand not in LESBARE_STAENDE],
    )


def _format_json(wert: Any) -> bytes:
    return json.dumps(wert, ensure_ascii=False, indent=1).encode()


def _create_verlauf(kopf: Vorgangskopf) -> Verlaufsschrift:
    """The whole timeline as the authority reads it, oldest first."""
    ereignisse = list_ereignisse(get_session(), kopf.id, kopf.kontext)
    return Verlaufsschrift(
        kopf=abfragen.get_briefkopf(get_session(), kopf.id),
        aktenzeichen=kopf.aktenzeichen,
        bezeichnung=kopf.bezeichnung,
        lage=" · ".join(t for t in (kopf.anschrift, labels.format_lage(kopf.lage)) if t),
        stand=get_ports().uhr.jetzt(),
        zeilen=tuple(_create_zeile(kopf, e) for e in reversed(ereignisse)),
        schulung=get_ports().schulung or kopf.test,
    )


def _create_zeile(kopf: Vorgangskopf, ereignis: Ereigniszeile) -> Verlaufszeile:
    """The words of an event are those of its template on the page, as plain text."""
    satz = render_template(
        "akte/ereignis.txt", ereignis=ereignis, kopf=kopf, formate=formate, labels=labels
    )
    titel, _, zusatz = Markup(satz).striptags().partition("|")  # noqa: S704 (only taken apart)
    return Verlaufszeile(
        ereignis.nummer,
        ereignis.zeitpunkt,
        labels.format_akteur(ereignis.art, ereignis.akteur),
        titel.strip(),
        zusatz.strip(),
        ereignis.hash,
    )


def _list_bescheid(kopf: Vorgangskopf) -> list[Paketdatei]:
    bescheid = get_bescheid(get_session(), kopf.id, Bescheidstand.ERLASSEN)
    if bescheid is None or bescheid.schluessel is None:
        return []
    pfad = f"bescheid/{format_pfadteil(f'Bescheid_{kopf.aktenzeichen}')}.pdf"
    return [Paketdatei(pfad, bescheid.groesse or 0, bescheid.sha256 or "", bescheid.schluessel)]


def _create_unterlage(f: abfragen.Aktenfassung) -> Paketdatei:
    """`unterlagen/03_Lageplan/Fassung-2_lageplan.pdf`."""
    ordner = "stellungnahmen/anlagen" if f.stelle else "unterlagen"
    name = format_pfadteil(f.dateiname or f.bezeichnung)
    return Paketdatei(
        f"{ordner}/{f.position:03d}_{format_pfadteil(f.bezeichnung)}/Fassung-{f.nummer}_{name}",
        f.groesse,
        f.sha256,
        f.schluessel,
        {
            "bezeichnung": f.bezeichnung,
            "fassung": f.nummer,
            "dateiname": f.dateiname,
            "pruefstand": f.pruefstand.value,
            **({"stelle": f.stelle} if f.stelle else {}),
        },
    )


def _format_ausgelassene(f: abfragen.Aktenfassung) -> dict[str, Any]:
    return {
        "bezeichnung": f.bezeichnung,
        "fassung": f.nummer,
        "dateiname": f.dateiname,
        "groesse": f.groesse,
        "sha256": f.sha256,
        "pruefstand": f.pruefstand.value,
        "grund": f.befund or labels.PRUEFSTAENDE[f.pruefstand],
    }


def _list_stellungnahmen(kopf: Vorgangskopf) -> list[Paketdatei]:
    """As the canonical JSON whose SHA-256 stands in the chain (`pruefwert`)."""
    return [
        create_paketdatei(
            f"stellungnahmen/{n:02d}_{format_pfadteil(s.stelle)}.json",
            format_kanonisch(s.inhalt),
            stelle=s.stelle,
            pruefwert=s.pruefwert,
        )
        for n, s in enumerate(abfragen.list_stellungnahmen(get_session(), kopf.id), start=1)
    ]


def _list_nachrichten(kopf: Vorgangskopf) -> list[Paketdatei]:
    session = get_session()
    return [
        *(
            Paketdatei(
                f"nachrichten/eingang/{e.empfangen_am:%Y-%m-%d}_{format_pfadteil(e.nummer)}_{e.id}.xml",
                e.groesse,
                e.sha256,
                e.schluessel,
                {"nachricht": e.nummer},
            )
            for e in abfragen.list_eingaenge(session, kopf.id)
        ),
        *(
            Paketdatei(
                f"nachrichten/ausgang/{a.erstellt_am:%Y-%m-%d}_{format_pfadteil(a.nummer)}_{a.id}.xml",
                len(a.inhalt),
                a.sha256,
                a.inhalt,
                {"nachricht": a.nummer},
            )
            for a in abfragen.list_ausgaenge(session, kopf.id)
        ),
    ]

"""What the pages of the hearing show."""

from dataclasses import dataclass

from flask import render_template, url_for

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import beteiligung as abfragen
from bauaufsicht.db.queries.datei import Dateizeile
from bauaufsicht.db.queries.vorgang import Vorgangskopf
from bauaufsicht.domain.beteiligung import Beteiligungsart
from bauaufsicht.domain.landesrecht import Fristregel
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.vorgang import ENDZUSTAENDE
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.services.beteiligung import Stellungnahmeinhalt
from bauaufsicht.web import formate, labels, raum
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.entwurf import get_entwurf
from bauaufsicht.web.forms.basis import list_wahl
from bauaufsicht.web.forms.beteiligung import (
    GEMEINDE,
    Anforderungsformular,
    Stellungnahmeformular,
)
from bauaufsicht.web.herleitung import compute_herleitung
from bauaufsicht.web.sitzung import get_akteur


@dataclass(frozen=True, slots=True)
class Fristansicht:
    """A period of a body: dict for the templates, its derivation, what lateness means."""

    frist: dict[str, str]
    herleitung: list[tuple[str, str]]
    regel: Fristregel


def compute_fristansicht(kopf: Vorgangskopf, zeile: abfragen.Beteiligungszeile) -> Fristansicht:
    """The period of a request as it stands today."""
    recht = get_landesrecht(kopf.land)
    heute = formate.get_tag(get_ports().uhr.jetzt())
    return Fristansicht(
        raum.format_frist(zeile.frist_ende, heute, recht),
        compute_herleitung(recht, zeile.frist_regel, zeile.frist_beginn, zeile.frist_ende),
        recht.get_fristregel(zeile.frist_regel, zeile.frist_beginn),
    )


def render_liste(kopf: Vorgangskopf) -> str:
    """All bodies of the case."""
    zeilen = abfragen.list_beteiligungen(get_session(), kopf.id)
    return render_template(
        "beteiligung/liste.html",
        raum=raum.create_raum(kopf, "beteiligung.liste"),
        zeilen=[(z, compute_fristansicht(kopf, z)) for z in zeilen],
        darf_fragen=kopf.check(Aktion.STELLUNGNAHME_ANFORDERN),
    )


def set_wahl(formular: Anforderungsformular, kopf: Vorgangskopf) -> None:
    """Offer the bodies and documents of the case; each body says what it is for."""
    recht = get_landesrecht(kopf.land)
    session = get_session()
    wahl = [
        (str(stelle_id), f"{name} ({_format_art(recht.beteiligungsarten.get(art))})")
        for stelle_id, name, art in abfragen.list_waehlbare_stellen(
            session, kopf.behoerde_id, kopf.id
        )
    ]
    if not abfragen.check_gemeinde_gefragt(session, kopf.id, kopf.gemeinde_ags):
        name = labels.format_gemeinde(kopf.gemeinde)
        art = _format_art(recht.beteiligungsarten.get(GEMEINDE))
        wahl.insert(0, (GEMEINDE, f"{name} als Gemeinde ({art})"))
    formular.stellen.choices = list_wahl(wahl)
    formular.unterlagen.choices = list_wahl(
        (str(d.fassung_id), _format_datei(d)) for d in abfragen.list_weitergebbare(session, kopf.id)
    )


def _format_art(art: Beteiligungsart | None) -> str:
    return labels.BETEILIGUNGSARTEN[art or Beteiligungsart.STELLUNGNAHME]


def _format_datei(datei: Dateizeile) -> str:
    fassung = f", Fassung {datei.nummer}" if datei.nummer > 1 else ""
    return f"{datei.bezeichnung}{fassung} ({formate.format_groesse(datei.groesse)})"


def create_anforderungsformular(kopf: Vorgangskopf) -> Anforderungsformular:
    """The form with its draft."""
    entwurf = get_entwurf()
    formular = Anforderungsformular(formdata=entwurf)
    formular.set_fassung(kopf.fassung)
    set_wahl(formular, kopf)
    return formular


def render_neu(kopf: Vorgangskopf, formular: Anforderungsformular) -> str:
    """The page to ask bodies."""
    recht = get_landesrecht(kopf.land)
    heute = formate.get_tag(get_ports().uhr.jetzt())
    fristen = [
        (labels.BETEILIGUNGSARTEN[art], recht.compute_frist(kennung, heute))
        for art, kennung in recht.beteiligungsregeln.items()
    ]
    return render_template(
        "beteiligung/neu.html",
        raum=raum.create_raum(kopf, "beteiligung.liste"),
        formular=formular,
        fehler=bool(formular.list_fehler()),
        fristen=fristen,
    )


def get_eigene(kopf: Vorgangskopf) -> abfragen.Beteiligungszeile:
    """The request to the reader's Stelle."""
    return abfragen.get_eigene(get_session(), kopf.id, get_akteur().stelle_id)


def create_stellungnahmeformular(
    stellungnahme: abfragen.Stellungnahmeansicht,
) -> Stellungnahmeformular:
    """The form with what the Stelle saved, or with what this account typed and did not save.

    The latter stays the version it was typed on: a colleague's is never overwritten unseen.
    """
    entwurf = get_entwurf()
    if entwurf is not None:
        return Stellungnahmeformular(formdata=entwurf)
    formular = Stellungnahmeformular(
        formdata=None,
        data={
            "ergebnis": stellungnahme.ergebnis.value if stellungnahme.ergebnis else None,
            "text": stellungnahme.text,
            "nebenbestimmungen": list(stellungnahme.nebenbestimmungen),
        },
    )
    formular.set_fassung(stellungnahme.fassung)
    return formular


def render_stellungnahme(
    kopf: Vorgangskopf,
    zeile: abfragen.Beteiligungszeile,
    formular: Stellungnahmeformular | None = None,
) -> str:
    """The request to the reader's Stelle with its form, or with what was given."""
    stellungnahme = zeile.stellungnahme
    offen = not zeile.abgegeben and kopf.zustand not in ENDZUSTAENDE
    if stellungnahme is not None and formular is None:
        formular = create_stellungnahmeformular(stellungnahme) if offen else _get_ungesendetes()
    session = get_session()
    return render_template(
        "beteiligung/stellungnahme.html",
        raum=raum.create_raum(kopf, "beteiligung.stellungnahme"),
        zeile=zeile,
        ansicht=compute_fristansicht(kopf, zeile),
        unterlagen=abfragen.list_unterlagen(session, kopf.id, zeile.id),
        anlagen=abfragen.list_anlagen(session, kopf.id, stellungnahme.id, kopf.kontext)
        if stellungnahme
        else [],
        formular=formular if offen else None,
        veraltet=offen
        and stellungnahme is not None
        and formular is not None
        and not formular.check_fassung(stellungnahme.fassung),
        nicht_gesendet=[] if offen or formular is None else _list_getipptes(formular),
        fehlerliste_=formular.list_fehler() if formular else [],
        fehler=bool(formular and formular.list_fehler()),
    )


def _get_ungesendetes() -> Stellungnahmeformular | None:
    """What this account typed and can no longer send."""
    entwurf = get_entwurf()
    return Stellungnahmeformular(formdata=entwurf) if entwurf is not None else None


def _list_getipptes(formular: Stellungnahmeformular) -> list[tuple[str, str]]:
    """Name and text of what was typed, whether it is valid or not."""
    ergebnisse = {e.value: text for e, text in labels.STELLUNGNAHMEERGEBNISSE.items()}
    teile = [
        ("Ergebnis", ergebnisse.get(formular.ergebnis.data or "", "")),
        *((f"Nebenbestimmung {n}", f.data) for n, f in enumerate(formular.nebenbestimmungen, 1)),
        ("Begründung", formular.text.data),
    ]
    return [(name, text) for name, text in teile if text and text.strip()]


def render_konflikt(kopf: Vorgangskopf, formular: Stellungnahmeformular, grund: str) -> str:
    """Both versions of the Stellungnahme side by side: nothing typed is lost."""
    zeile = get_eigene(kopf)
    andere, meine = zeile.stellungnahme, formular.get_inhalt()
    if andere is not None:
        formular.set_fassung(andere.fassung)
    return render_template(
        "konflikt.html",
        raum=raum.create_raum(kopf, "beteiligung.stellungnahme"),
        titel="Es gibt zwei Fassungen Ihrer Stellungnahme",
        grund=grund,
        endgueltig=zeile.abgegeben,
        speichern="Meine Fassung als Entwurf speichern",
        von=andere.geaendert_von if andere else "",
        zeilen=_list_zeilen(meine, andere),
        felder=_list_felder(formular),
        meine_url=url_for("beteiligung.stellungnahme_absenden", vorgang_id=kopf.id),
        andere_url=url_for("beteiligung.stellungnahme", vorgang_id=kopf.id, gespeichert=1),
        andere_vorhanden=andere is not None,
    )


def _list_zeilen(
    meine: Stellungnahmeinhalt, andere: abfragen.Stellungnahmeansicht | None
) -> list[tuple[str, str, str]]:
    """Name, mine and theirs of each part."""

    def format_teile(
        inhalt: Stellungnahmeinhalt | abfragen.Stellungnahmeansicht,
    ) -> list[tuple[str, str]]:
        ergebnis = labels.STELLUNGNAHMEERGEBNISSE[inhalt.ergebnis] if inhalt.ergebnis else ""
        nebenbestimmungen = "\n".join(
            f"{n}. {text}" for n, text in enumerate(inhalt.nebenbestimmungen, start=1)
        )
        return [
            ("Ergebnis", ergebnis),
            ("Nebenbestimmungen", nebenbestimmungen),
            ("Begründung", inhalt.text),
        ]

    fremde = dict(format_teile(andere)) if andere else {}
    return [(name, wert, fremde.get(name, "")) for name, wert in format_teile(meine)]


def _list_felder(formular: Stellungnahmeformular) -> list[tuple[str, str]]:
    """Everything that was typed, as hidden fields of a form that sends it again."""
    felder = [formular.fassung, formular.ergebnis, formular.text, *formular.nebenbestimmungen]
    return [(f.name, f.data or "") for f in felder]

"""What the pages of the decision show."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import bescheid as abfragen
from bauaufsicht.db.queries.vorgang import Vorgangskopf
from bauaufsicht.domain.bescheid import (
    Abweichungsentscheidung,
    Bescheidart,
    Bescheidentwurf,
    Bescheidstand,
    Mangel,
    Unterlagenstand,
    Vorbehalt,
    check_entwurf,
    compute_vorschlag,
)
from bauaufsicht.domain.bescheidrecht import Bescheidmuster, Rechtssatz, list_geltende
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.web import formate, labels, raum
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.entwurf import get_entwurf
from bauaufsicht.web.forms.bescheid import Bescheidformular, Erlassformular

TAB = "bescheid.zeigen"


@dataclass(frozen=True, slots=True)
class Erlassansicht:
    """What the person who issues looks at once more."""

    bescheid: abfragen.Bescheidzeile
    muster: Bescheidmuster
    maengel: tuple[Mangel, ...]
    vorbehalte: tuple[Vorbehalt, ...]
    form: tuple[Rechtssatz, ...]
    abweichungen: list[tuple[abfragen.Abweichungsangabe, Abweichungsentscheidung]]
    bauvorlagen: list[Unterlagenstand]


def get_heute() -> date:
    """The calendar day in Germany."""
    return formate.get_tag(get_ports().uhr.jetzt())


def get_gespeicherten(kopf: Vorgangskopf) -> abfragen.Bescheidzeile | None:
    """The draft of the case."""
    return abfragen.get_bescheid(get_session(), kopf.id, Bescheidstand.ENTWURF)


def create_formular(kopf: Vorgangskopf) -> Bescheidformular:
    """The form with what this account typed and did not save, or as saved, or as proposed.

    The first stays the version it was typed on: a colleague's is never overwritten unseen.
    """
    gespeichert, eigener = get_gespeicherten(kopf), get_entwurf()
    if eigener is not None:
        return Bescheidformular(formdata=eigener)
    if gespeichert is not None:
        return Bescheidformular.create(gespeichert.entwurf, gespeichert.fassung)
    session = get_session()
    vorschlag = compute_vorschlag(
        abfragen.list_anhoerungen(session, kopf.id, kopf.land),
        [a.id for a in abfragen.list_abweichungen(session, kopf.id)],
    )
    return Bescheidformular.create(vorschlag, 0)


def render_entwurf(kopf: Vorgangskopf, formular: Bescheidformular) -> str:
    """The form of the draft."""
    session = get_session()
    recht = get_landesrecht(kopf.land).bescheidrecht
    abweichungen = {str(a.id): a for a in abfragen.list_abweichungen(session, kopf.id)}
    formular.set_abweichungen(list(abweichungen))
    gespeichert = get_gespeicherten(kopf)
    return render_template(
        "bescheid/entwurf.html",
        raum=raum.create_raum(kopf, TAB),
        formular=formular,
        fehler=bool(formular.list_fehler()),
        gespeichert=gespeichert,
        veraltet=gespeichert is not None and not formular.check_fassung(gespeichert.fassung),
        abweichungen=abweichungen,
        begruendungspflicht=recht.begruendungspflicht,
        moeglich=(kopf.verfahrensart, Bescheidart.GENEHMIGUNG) in recht.muster,
    )


def render_zeigen(kopf: Vorgangskopf) -> str:
    """What was decided, or where the decision stands."""
    session = get_session()
    erlassen = abfragen.get_bescheid(session, kopf.id, Bescheidstand.ERLASSEN)
    darf = kopf.check(Aktion.BESCHEID_ENTWERFEN)
    recht = get_landesrecht(kopf.land).bescheidrecht
    muster = recht.muster.get((kopf.verfahrensart, erlassen.art)) if erlassen else None
    return render_template(
        "bescheid/zeigen.html",
        raum=raum.create_raum(kopf, TAB),
        bescheid=erlassen,
        entwurf=get_gespeicherten(kopf) if darf else None,
        darf_entwerfen=darf,
        darf_akte=kopf.check(Aktion.AKTE_HERUNTERLADEN),
        hinweise=list_geltende(muster.hinweise, get_heute()) if muster else (),
        rechtsbehelf=list_geltende(recht.rechtsbehelf, get_heute())[:1] if erlassen else (),
    )


def get_ansicht(kopf: Vorgangskopf, bescheid: abfragen.Bescheidzeile) -> Erlassansicht | None:
    """What issuing means; None for a procedure without a decision here."""
    session, recht = get_session(), get_landesrecht(kopf.land).bescheidrecht
    muster = recht.muster.get((kopf.verfahrensart, bescheid.art))
    if muster is None:
        return None
    je_id = {a.abweichung_id: a for a in bescheid.entwurf.abweichungen}
    return Erlassansicht(
        bescheid,
        muster,
        check_entwurf(bescheid.entwurf, recht.begruendungspflicht),
        abfragen.list_vorbehalte(session, kopf.id, kopf.land, bescheid.entwurf, get_heute()),
        list_geltende(recht.form, get_heute()),
        [(a, je_id[a.id]) for a in abfragen.list_abweichungen(session, kopf.id) if a.id in je_id],
        abfragen.list_bauvorlagen(session, kopf.id),
    )


def render_pruefen(
    kopf: Vorgangskopf, ansicht: Erlassansicht, bestaetigt: frozenset[str], meldung: str = ""
) -> str:
    """The page before issuing; `bestaetigt` are the points that are ticked already."""
    formular = Erlassformular(formdata=None)
    formular.set_fassung(ansicht.bescheid.fassung)
    formular.vorgangsfassung.data = str(kopf.fassung)
    offen = (n for n, v in enumerate(ansicht.vorbehalte, 1) if v.kennung not in bestaetigt)
    ziel = next((f"vorbehalt-{n}" for n in offen), "")
    fehler = [(ziel, meldung)] if meldung else []
    return render_template(
        "bescheid/pruefen.html",
        raum=raum.create_raum(kopf, TAB),
        ansicht=ansicht,
        formular=formular,
        bestaetigt=bestaetigt,
        fehlerliste_=fehler,
        fehler=bool(fehler),
        empfaenger=kopf.personen,
    )


def render_konflikt(kopf: Vorgangskopf, formular: Bescheidformular, grund: str) -> str:
    """Both versions of the draft side by side: nothing typed is lost."""
    andere = get_gespeicherten(kopf)
    meine = formular.get_entwurf()
    entwerfen = url_for("bescheid.entwerfen", vorgang_id=kopf.id)
    formular.set_fassung(andere.fassung if andere else 0)
    return render_template(
        "konflikt.html",
        raum=raum.create_raum(kopf, TAB),
        titel="Es gibt zwei Fassungen des Entwurfs",
        endgueltig=False,
        speichern="Meine Fassung speichern",
        grund=grund,
        von=andere.geaendert_von if andere else "",
        zeilen=_list_zeilen(kopf, meine, andere.entwurf if andere else None),
        felder=_list_felder(formular),
        meine_url=entwerfen,
        andere_url=url_for("bescheid.entwerfen", vorgang_id=kopf.id, gespeichert=1),
        andere_vorhanden=andere is not None,
    )


def _list_zeilen(
    kopf: Vorgangskopf, meine: Bescheidentwurf, andere: Bescheidentwurf | None
) -> list[tuple[str, str, str]]:
    """Name, mine and theirs of each part."""
    namen = {a.id: a.bezeichnung for a in abfragen.list_abweichungen(get_session(), kopf.id)}

    def format_teile(entwurf: Bescheidentwurf) -> list[tuple[str, str]]:
        entscheidungen = [
            f"{namen.get(a.abweichung_id, '')}: {labels.ABWEICHUNGSENTSCHEIDUNGEN[a.zugelassen]}"
            + (f"\n{a.begruendung}" if a.begruendung else "")
            for a in entwurf.abweichungen
        ]
        return [
            ("Entscheidung", labels.BESCHEIDARTEN[entwurf.art]),
            ("Abweichungen", "\n".join(entscheidungen)),
            (
                "Nebenbestimmungen",
                "\n".join(
                    f"{n}. {labels.NEBENBESTIMMUNGSARTEN[b.art]}: {b.text}"
                    for n, b in enumerate(entwurf.nebenbestimmungen, start=1)
                ),
            ),
            ("Begründung", entwurf.begruendung),
        ]

    fremde = dict(format_teile(andere)) if andere else {}
    return [(name, wert, fremde.get(name, "")) for name, wert in format_teile(meine)]


def _list_felder(formular: Bescheidformular) -> list[tuple[str, str]]:
    """Everything that was typed, as hidden fields of a form that sends it again."""
    felder = [(f.name, f.data or "") for f in (formular.fassung, formular.art)]
    felder.append((formular.begruendung.name, formular.begruendung.data or ""))
    for liste in (formular.abweichungen, formular.nebenbestimmungen):
        felder += [(f.name, f.data or "") for teil in liste for f in teil.form]
    return felder

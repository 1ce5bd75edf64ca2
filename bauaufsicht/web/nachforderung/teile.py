"""What the pages of a Nachforderung need beside the demand itself."""

from datetime import date
from uuid import UUID

from flask import render_template

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import nachforderung as abfragen
from bauaufsicht.db.queries import unterlage as unterlagen
from bauaufsicht.db.queries.verlauf import Ereigniszeile, list_ereignisse
from bauaufsicht.db.queries.vorgang import Vorgangskopf
from bauaufsicht.domain import fristen
from bauaufsicht.domain.ereignisse import Seite
from bauaufsicht.domain.landesrecht import NACHFORDERUNG
from bauaufsicht.domain.nachforderung import Punktstand
from bauaufsicht.domain.nachricht import Lieferart
from bauaufsicht.domain.rechte import Aktion, compute_seite
from bauaufsicht.domain.vorgang import ENDZUSTAENDE
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.web import formate, raum
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.entwurf import get_entwurf
from bauaufsicht.web.forms.nachforderung import (
    Antwortformular,
    Bewertungsformular,
    Nachforderungsformular,
    Verlaengerungsformular,
    Vollstaendigkeitsformular,
)

ZURUECKGEGEBEN = "nachforderung_geprueft"
RUNDEN = frozenset({"nachforderung_beantwortet", ZURUECKGEGEBEN})
GRUENDE = {
    Lieferart.VERLINKT: (
        "Im Antrag steht nur ein Verweis auf die Datei. Bitte laden Sie die Datei selbst hoch."
    ),
    Lieferart.NACHGEREICHT: (
        "Der Antrag kündigt diese Unterlage an. Bitte reichen Sie sie jetzt ein."
    ),
}


def create_nachforderungsformular(kopf: Vorgangskopf) -> tuple[Nachforderungsformular, bool]:
    """The form with the draft, or with what the intake found missing; whether it is a draft."""
    entwurf = get_entwurf()
    formular = Nachforderungsformular(formdata=entwurf) if entwurf else _create_aus_fehlendem(kopf)
    formular.set_fassung(kopf.fassung)
    set_dokumente(formular, kopf)
    return formular, entwurf is not None


def _create_aus_fehlendem(kopf: Vorgangskopf) -> Nachforderungsformular:
    fehlende = unterlagen.list_fehlende(get_session(), kopf.id, kopf.kontext)
    punkte = [{"bezeichnung": name, "grund": GRUENDE.get(art, "")} for name, art in fehlende]
    return Nachforderungsformular(
        formdata=None, data={"punkte": punkte or [{}], "frist": compute_fristvorschlag(kopf)}
    )


def set_dokumente(formular: Nachforderungsformular, kopf: Vorgangskopf) -> None:
    """Offer the documents that are there."""
    alle = unterlagen.list_unterlagen(get_session(), kopf.id, kopf.kontext)
    formular.set_dokumente([(u.id, u.bezeichnung) for u in alle if not u.von_stelle])


def compute_fristvorschlag(kopf: Vorgangskopf) -> date:
    """The period that the Land's rule proposes, from today."""
    recht = get_landesrecht(kopf.land)
    heute = formate.get_tag(get_ports().uhr.jetzt())
    regel = recht.get_fristregel(NACHFORDERUNG, heute)
    return fristen.compute_ende_monate(heute, regel.dauer, recht.check_feiertag)


def create_antwortformular(
    kopf: Vorgangskopf, ansicht: abfragen.Nachforderungsansicht
) -> Antwortformular:
    """The answer as far as it was typed."""
    entwurf = get_entwurf()
    formular = Antwortformular(formdata=entwurf)
    set_offene(formular, kopf, ansicht)
    return formular


def list_offene(kopf: Vorgangskopf, ansicht: abfragen.Nachforderungsansicht) -> list[UUID]:
    """The items that can be answered now; none when the case has ended."""
    darf = kopf.check(Aktion.NACHFORDERUNG_BEANTWORTEN)
    return [p.id for p in ansicht.punkte if p.offen and darf]


def set_offene(
    formular: Antwortformular, kopf: Vorgangskopf, ansicht: abfragen.Nachforderungsansicht
) -> None:
    """Lay the form out for what is open now."""
    formular.set_punkte(list_offene(kopf, ansicht))
    formular.set_fassung(ansicht.kopf.fassung)


def _list_nicht_gesendetes(
    formular: Antwortformular, ansicht: abfragen.Nachforderungsansicht
) -> list[tuple[str, str]]:
    """Name and text of what was typed and has no field on the page any more."""
    namen = {str(p.id): f"{p.position}. {p.bezeichnung}" for p in ansicht.punkte}
    nicht_gesendet = [(namen.get(punkt, "Antwort"), text) for punkt, text in formular.list_alte()]
    nachricht = formular.nachricht.data or ""
    if nachricht.strip() and not formular.texte:
        nicht_gesendet.append(("Nachricht", nachricht))
    return nicht_gesendet


def _list_runden(
    kopf: Vorgangskopf, ansicht: abfragen.Nachforderungsansicht
) -> list[Ereigniszeile]:
    """What was written in earlier rounds, the newest first; none before the second answer."""
    alle = list_ereignisse(get_session(), kopf.id, kopf.kontext)
    eigene = [e for e in alle if e.daten.get("nachforderung") == str(ansicht.kopf.id)]
    runden = [e for e in eigene if e.art in RUNDEN and e.daten["inhalt"]]
    return runden if any(e.art == ZURUECKGEGEBEN for e in runden) else []


def create_bewertungsformular(
    kopf: Vorgangskopf, ansicht: abfragen.Nachforderungsansicht
) -> Bewertungsformular:
    """One part for each answered item."""
    entwurf = get_entwurf()
    if entwurf is not None:
        formular = Bewertungsformular(formdata=entwurf)
    else:
        beantwortete = ansicht.list_punkte(Punktstand.BEANTWORTET)
        heute = formate.get_tag(get_ports().uhr.jetzt())
        frist = ansicht.kopf.frist
        formular = Bewertungsformular(
            formdata=None,
            data={
                "teile": [{"punkt": str(p.id), "urteil": ""} for p in beantwortete],
                "frist": frist if frist > heute else compute_fristvorschlag(kopf),
            },
        )
    formular.set_fassung(ansicht.kopf.fassung)
    return formular


def render_neu(
    kopf: Vorgangskopf, formular: Nachforderungsformular, *, ist_entwurf: bool = False
) -> str:
    """The page to write a demand."""
    set_dokumente(formular, kopf)
    recht = get_landesrecht(kopf.land)
    heute = formate.get_tag(get_ports().uhr.jetzt())
    return render_template(
        "nachforderung/neu.html",
        raum=raum.create_raum(kopf, "nachforderung.liste"),
        formular=formular,
        fehler=bool(formular.list_fehler()),
        ist_entwurf=ist_entwurf,
        regel=recht.get_fristregel(NACHFORDERUNG, heute),
        vollstaendig=kopf.vollstaendig_am is not None,
    )


def render_nachforderung(
    kopf: Vorgangskopf,
    ansicht: abfragen.Nachforderungsansicht,
    formular: Antwortformular | Bewertungsformular | None = None,
    verlaengerung: Verlaengerungsformular | None = None,
) -> str:
    """A demand for its reader: with the answer form, the assessment form, or to read."""
    heute = formate.get_tag(get_ports().uhr.jetzt())
    recht = get_landesrecht(kopf.land)
    antworten = kopf.check(Aktion.NACHFORDERUNG_BEANTWORTEN) and any(
        p.offen for p in ansicht.punkte
    )
    pruefen = kopf.check(Aktion.NACHFORDERUNG_PRUEFEN)
    bewerten = pruefen and bool(ansicht.list_punkte(Punktstand.BEANTWORTET))
    if formular is None and compute_seite(kopf.kontext) is Seite.ANTRAGSSEITE:
        formular = create_antwortformular(kopf, ansicht)
    if formular is None and bewerten:
        formular = create_bewertungsformular(kopf, ansicht)
    if verlaengerung is None and pruefen:
        verlaengerung = Verlaengerungsformular(formdata=None)
        verlaengerung.set_fassung(ansicht.kopf.fassung)
    formulare = [f for f in (formular, verlaengerung) if f is not None]
    return render_template(
        "nachforderung/zeigen.html",
        raum=raum.create_raum(kopf, "nachforderung.liste"),
        ansicht=ansicht,
        formular=formular,
        verlaengerung=verlaengerung,
        antworten=antworten,
        offenes_verfahren=kopf.zustand not in ENDZUSTAENDE,
        nicht_gesendet=_list_nicht_gesendetes(formular, ansicht)
        if isinstance(formular, Antwortformular)
        else [],
        bewerten=bewerten,
        pruefen=pruefen,
        runden=_list_runden(kopf, ansicht),
        fehler=any(f.list_fehler() for f in formulare),
        ueberschritten=heute > ansicht.kopf.frist,
        regel=recht.get_fristregel(NACHFORDERUNG, formate.get_tag(ansicht.kopf.versandt_am)),
        recht=recht,
    )


def create_vollstaendigkeitsformular(kopf: Vorgangskopf) -> Vollstaendigkeitsformular:
    """Proposes the day on which the last answer came, else that of the receipt."""
    letzte = abfragen.get_letzte_antwort(get_session(), kopf.id) or kopf.eingegangen_am
    formular = Vollstaendigkeitsformular(formdata=None, tag=formate.get_tag(letzte))
    formular.set_fassung(kopf.fassung)
    return formular


def render_vollstaendigkeit(kopf: Vorgangskopf, formular: Vollstaendigkeitsformular) -> str:
    """The page to declare an application complete."""
    recht = get_landesrecht(kopf.land)
    kennung = recht.verfahrensarten[kopf.verfahrensart].entscheidungsregel
    eingang, tag = formate.get_tag(kopf.eingegangen_am), formular.tag.data
    if tag is None or not eingang <= tag <= formate.get_tag(get_ports().uhr.jetzt()):
        tag = eingang  # a day that is refused sets no period off, and may lie before all rules
    frist = recht.compute_frist(kennung, tag) if kennung else None
    return render_template(
        "nachforderung/vollstaendigkeit.html",
        raum=raum.create_raum(kopf, "vorgaenge.uebersicht"),
        formular=formular,
        fehler=bool(formular.list_fehler()),
        frist=frist,
        offene=abfragen.get_offene(get_session(), kopf.id),
        fehlende=unterlagen.list_fehlende(get_session(), kopf.id, kopf.kontext),
    )

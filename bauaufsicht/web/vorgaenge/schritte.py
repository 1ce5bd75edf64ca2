"""The next step of a case: what it is, what it means for the reader, and the ways to do it."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries import beteiligung, nachforderung, unterlage
from bauaufsicht.db.queries.vorgang import Vorgangskopf
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.domain.vorgang import AM_ZUG, ENDZUSTAENDE, AmZug, Zustand
from bauaufsicht.web import labels

ENTSCHIEDEN = frozenset({Zustand.GENEHMIGT, Zustand.ABGELEHNT})


@dataclass(frozen=True, slots=True)
class Handlung:
    """An act that begins on another page."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class NaechsterSchritt:
    """A sentence, its explanation, and the acts; the first one is the primary button if
    `vorrangig`.
    """

    titel: str
    erklaerung: str
    handlungen: tuple[Handlung, ...] = ()
    vorrangig: bool = False


def compute_schritt(kopf: Vorgangskopf) -> NaechsterSchritt:
    """What is next for the reader (at most 2 queries)."""
    if kopf.check(Aktion.STELLUNGNAHME_ABGEBEN):
        return _compute_fuer_stelle(kopf)
    if kopf.kontext.akteur.stelle_id is not None:
        return _compute_fuer_gemeinde(kopf)
    if not kopf.check(Aktion.NACHRICHTEN_LESEN):
        return _compute_fuer_antragsseite(kopf)
    return _compute_fuer_bauaufsicht(kopf)


def _url(endpunkt: str, kopf: Vorgangskopf, nachforderung_id: UUID | None = None) -> str:
    return url_for(endpunkt, vorgang_id=kopf.id, nachforderung_id=nachforderung_id)


def _compute_fuer_stelle(kopf: Vorgangskopf) -> NaechsterSchritt:
    zeile = beteiligung.get_eigene(get_session(), kopf.id, kopf.kontext.akteur.stelle_id)
    ziel = _url("beteiligung.stellungnahme", kopf)
    if zeile.abgegeben:
        return NaechsterSchritt(
            "Ihre Stellungnahme ist abgegeben",
            "Sie müssen nichts mehr tun.",
            (Handlung("Stellungnahme ansehen", ziel),),
        )
    if kopf.zustand in ENDZUSTAENDE:
        return NaechsterSchritt(
            "Das Verfahren ist beendet",
            "Eine Stellungnahme ist nicht mehr möglich. Sie müssen nichts mehr tun.",
            (Handlung("Anfrage ansehen", ziel),),
        )
    art = labels.BETEILIGUNGSARTEN[zeile.art]
    return NaechsterSchritt(
        f"{art} abgeben",
        "Die Bauaufsicht bittet Sie um Ihre Antwort. Die Unterlagen, die Sie dafür brauchen, "
        "liegen bereit.",
        (Handlung("Stellungnahme schreiben", ziel),),
        vorrangig=True,
    )


def _compute_fuer_gemeinde(kopf: Vorgangskopf) -> NaechsterSchritt:
    unterlagen = (Handlung("Unterlagen ansehen", _url("vorgaenge.unterlagen", kopf)),)
    if AM_ZUG[kopf.zustand] is AmZug.GEMEINDE:
        return NaechsterSchritt(
            "Erklären, ob ein Genehmigungsverfahren nötig ist",
            "Sehen Sie die Unterlagen durch. Teilen Sie der Bauaufsicht und der Bauherrschaft "
            "Ihre Entscheidung mit.",
            unterlagen,
        )
    titel = labels.AUSSENSICHT[kopf.zustand][0].replace("Ihr Antrag", "der Antrag")
    return NaechsterSchritt(
        titel[0].upper() + titel[1:],
        "Sie müssen jetzt nichts tun. Die Bauaufsicht meldet sich, wenn sie Ihre Stellungnahme "
        "braucht.",
        unterlagen,
    )


def _compute_fuer_antragsseite(kopf: Vorgangskopf) -> NaechsterSchritt:
    titel, erklaerung = labels.AUSSENSICHT[kopf.zustand]
    if kopf.zustand in ENTSCHIEDEN:
        ansehen = (Handlung("Bescheid ansehen", _url("bescheid.zeigen", kopf)),)
        return NaechsterSchritt(titel, erklaerung, ansehen, vorrangig=True)
    offene = nachforderung.get_offene(get_session(), kopf.id) if kopf.nachforderungen else None
    if offene is not None and offene.punkte and kopf.check(Aktion.NACHFORDERUNG_BEANTWORTEN):
        ziel = _url("nachforderung.zeigen", kopf, offene.id)
        return NaechsterSchritt(
            labels.AUSSENSICHT[Zustand.NACHFORDERUNG_OFFEN][0],
            erklaerung
            if kopf.zustand is Zustand.NACHFORDERUNG_OFFEN
            else "Ihr Antrag ist vollständig; zur Prüfung fehlt noch etwas.",
            (Handlung("Nachforderung beantworten", ziel),),
            vorrangig=True,
        )
    return NaechsterSchritt(
        titel,
        erklaerung,
        (Handlung("Unterlagen ansehen", _url("vorgaenge.unterlagen", kopf)),),
    )


def _compute_fuer_bauaufsicht(kopf: Vorgangskopf) -> NaechsterSchritt:
    schritte = {
        Zustand.VOLLSTAENDIGKEIT_PRUEFEN: _compute_vollstaendigkeit,
        Zustand.NACHFORDERUNG_OFFEN: _compute_warten,
        Zustand.IN_PRUEFUNG: _compute_pruefung,
    }
    if kopf.zustand in ENTSCHIEDEN:
        return NaechsterSchritt(
            labels.ZUSTAENDE[kopf.zustand],
            "Über den Antrag ist entschieden. Die Akte bleibt lesbar.",
            (Handlung("Bescheid ansehen", _url("bescheid.zeigen", kopf)),),
        )
    compute = schritte.get(kopf.zustand)
    if compute is not None and kopf.check(Aktion.NACHFORDERUNG_PRUEFEN):
        return compute(kopf)
    return NaechsterSchritt(
        labels.NAECHSTE_SCHRITTE[kopf.zustand],
        _compute_erklaerung(kopf),
        (Handlung("Unterlagen ansehen", _url("vorgaenge.unterlagen", kopf)),),
        vorrangig=True,
    )


def _compute_vollstaendigkeit(kopf: Vorgangskopf) -> NaechsterSchritt:
    nachfordern = Handlung("Nachforderung schreiben", _url("nachforderung.neu", kopf))
    erklaeren = Handlung(
        "Antrag für vollständig erklären", _url("nachforderung.vollstaendigkeit", kopf)
    )
    offene = nachforderung.get_offene(get_session(), kopf.id) if kopf.nachforderungen else None
    if offene is not None:
        ansehen = _url("nachforderung.zeigen", kopf, offene.id)
        return NaechsterSchritt(
            labels.ANTWORT_PRUEFEN,
            "Die Antragsseite hat geantwortet. Nehmen Sie jeden Punkt an oder geben Sie ihn mit "
            "einem Grund zurück.",
            (Handlung("Antwort prüfen", ansehen), erklaeren),
            vorrangig=True,
        )
    fehlende = unterlage.list_fehlende(get_session(), kopf.id, kopf.kontext)
    if fehlende:
        anzahl = "eine Datei" if len(fehlende) == 1 else f"{len(fehlende)} Dateien"
        return NaechsterSchritt(
            "Vollständigkeit prüfen",
            f"Es fehlt noch {anzahl}. Fordern Sie nach, was Sie brauchen, oder erklären Sie den "
            "Antrag für vollständig.",
            (nachfordern, erklaeren),
            vorrangig=True,
        )
    return NaechsterSchritt(
        "Vollständigkeit prüfen",
        "Alle angekündigten Dateien liegen vor. Sehen Sie die Unterlagen durch; was beim Eingang "
        "aufgefallen ist, steht unter den offenen Punkten.",
        (erklaeren, nachfordern),
        vorrangig=True,
    )


def _compute_warten(kopf: Vorgangskopf) -> NaechsterSchritt:
    offene = nachforderung.get_offene(get_session(), kopf.id)
    return NaechsterSchritt(
        "Antwort auf die Nachforderung abwarten",
        "Die Antragsseite ist am Zug. Sobald sie antwortet, erhalten Sie eine Benachrichtigung.",
        (
            Handlung(
                "Nachforderung ansehen",
                _url("nachforderung.zeigen", kopf, offene.id)
                if offene
                else _url("nachforderung.liste", kopf),
            ),
            Handlung(
                "Trotzdem für vollständig erklären", _url("nachforderung.vollstaendigkeit", kopf)
            ),
        ),
    )


def _compute_pruefung(kopf: Vorgangskopf) -> NaechsterSchritt:
    beteiligen = Handlung("Stellen beteiligen", _url("beteiligung.neu", kopf))
    ansehen = Handlung("Beteiligung ansehen", _url("beteiligung.liste", kopf))
    bescheid = Handlung("Bescheid entwerfen", _url("bescheid.entwerfen", kopf))
    nachfordern = Handlung("Nachforderung schreiben", _url("nachforderung.neu", kopf))
    if not kopf.gefragte:
        return NaechsterSchritt(
            "Andere Stellen beteiligen",
            "Der Antrag ist vollständig. Bitten Sie die Stellen, die gehört werden müssen, um ihre "
            "Stellungnahme. Wenn keine nötig ist, entwerfen Sie den Bescheid.",
            (beteiligen, bescheid, nachfordern),
            vorrangig=True,
        )
    if kopf.abgegebene < kopf.gefragte:
        fehlen = kopf.gefragte - kopf.abgegebene
        return NaechsterSchritt(
            "Stellungnahmen abwarten",
            f"{'Eine Stelle hat' if fehlen == 1 else f'{fehlen} Stellen haben'} noch nicht "
            "geantwortet. Sie können den Bescheid schon entwerfen.",
            (ansehen, bescheid, nachfordern),
        )
    return NaechsterSchritt(
        "Prüfen und entscheiden",
        "Alle Stellen haben geantwortet. Ihre Nebenbestimmungen stehen im Entwurf des Bescheids "
        "bereit.",
        (bescheid, ansehen, nachfordern),
        vorrangig=True,
    )


def _compute_erklaerung(kopf: Vorgangskopf) -> str:
    if kopf.zustand is Zustand.VERFAHREN_KLAEREN:
        return (
            "Der Antrag nennt kein Verfahren, das hier bekannt ist. Davon hängen Fristen und "
            "Prüfumfang ab."
        )
    if kopf.zustand is Zustand.GEMEINDE_PRUEFT:
        gemeinde = labels.format_gemeinde(kopf.entscheidende_stelle) or "Die Gemeinde"
        return (
            f"{gemeinde} entscheidet, ob ein Genehmigungsverfahren nötig ist. "
            "Die Bauaufsicht führt die Akte."
        )
    if kopf.zustand is Zustand.ZURUECKGENOMMEN:
        return "Der Antrag wurde zurückgenommen. Die Akte bleibt lesbar."
    return "Die Sachbearbeitung ist am Zug."

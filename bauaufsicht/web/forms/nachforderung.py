"""Forms of a Nachforderung: writing it, answering it, looking at the answer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import FieldList, FormField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields import StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.services.nachforderung import HOECHSTZAHL_PUNKTE, Bewertung, Punktangabe
from bauaufsicht.web.forms.basis import (
    UNVOLLSTAENDIG,
    Datumsfeld,
    Fassungsformular,
    Teilformular,
    format_text,
    list_wahl,
    submit_umbau,
)

NEU = ""


class Punktformular(Teilformular):
    """One thing that is missing."""

    bezeichnung = StringField(
        "Was fehlt?",
        description="Kurz, zum Beispiel „Abstandsflächenplan“.",
        validators=[
            DataRequired("Schreiben Sie, was fehlt."),
            Length(max=200, message="Kürzen Sie auf 200 Zeichen."),
        ],
    )
    grund = TextAreaField(
        "Warum, und wie soll es aussehen?",
        validators=[
            DataRequired("Schreiben Sie den Grund: Die Antragsseite soll wissen, was zu tun ist."),
            Length(max=2000, message="Kürzen Sie den Grund auf 2.000 Zeichen."),
        ],
    )
    dokument = SelectField("Betrifft", choices=[], validators=[Optional()])


class Nachforderungsformular(Fassungsformular):
    """Items, deadline and a letter."""

    punkte = FieldList(FormField(Punktformular), "Punkt", min_entries=1)
    frist = Datumsfeld(
        "Frist",
        description="Bis zu diesem Tag soll alles da sein.",
        validators=[InputRequired("Setzen Sie eine Frist.")],
    )
    anschreiben = TextAreaField(
        "Anschreiben",
        description="Steht über den Punkten.",
        validators=[Length(max=4000, message="Kürzen Sie das Anschreiben auf 4.000 Zeichen.")],
    )

    def set_dokumente(self, dokumente: list[tuple[UUID, str]]) -> None:
        """Offer the documents of the case; the first choice asks for a new one."""
        wahl = [
            (NEU, "eine neue Unterlage"),
            *((str(i), f"neue Fassung: {n}") for i, n in dokumente),
        ]
        for punkt in self.punkte:
            punkt.form.dokument.choices = list_wahl(wahl)

    def submit_umbau(self, gedrueckt: Any) -> bool:
        """Add or take away an item when that button was pressed; True when it was."""
        return submit_umbau(
            self.punkte, gedrueckt, self.frist, mindestens=1, hoechstens=HOECHSTZAHL_PUNKTE
        )

    def get_punkte(self) -> list[Punktangabe]:
        """The items as typed."""
        return [
            Punktangabe(
                p.form.bezeichnung.data.strip(),
                p.form.grund.data.strip(),
                UUID(p.form.dokument.data) if p.form.dokument.data else None,
            )
            for p in self.punkte
        ]


class Antwortformular(Fassungsformular):
    """Texts to the items, and a message; files go their own way.

    `punkte` says for each text which item it was typed for: what is open can change meanwhile.
    What can no longer be sent stays with the form as `alte_texte`, so that no draft drops it.
    """

    punkte = FieldList(HiddenField(filters=[format_text]), "Punkt")
    texte = FieldList(
        TextAreaField(
            "Antwort in Worten",
            filters=[format_text],
            validators=[Length(max=4000, message="Kürzen Sie die Antwort auf 4.000 Zeichen.")],
        ),
        "Antwort",
    )
    alte_punkte = FieldList(HiddenField(filters=[format_text]), "Punkt")
    alte_texte = FieldList(HiddenField(filters=[format_text]), "Antwort")
    nachricht = TextAreaField(
        "Nachricht an die Bauaufsicht",
        validators=[Length(max=4000, message="Kürzen Sie die Nachricht auf 4.000 Zeichen.")],
    )

    uebrige: Sequence[tuple[str, str]] = ()

    def set_punkte(self, offene: Sequence[UUID]) -> None:
        """One text for each open item; `uebrige` are texts for other items, with their ids."""
        ids = [str(i) for i in offene]
        getippte = _list_texte(self.punkte, self.texte)
        alte = _list_texte(self.alte_punkte, self.alte_texte)
        je_punkt = dict(reversed([*getippte, *alte]))
        gesetzte = {(punkt, je_punkt[punkt]) for punkt in ids if punkt in je_punkt}
        rest = [t for t in getippte if t not in gesetzte]
        self.uebrige = (*self.uebrige, *rest)
        alte = list(dict.fromkeys(t for t in (*alte, *rest) if t not in gesetzte))
        _set_eintraege(self.alte_punkte, [punkt for punkt, _ in alte])
        _set_eintraege(self.alte_texte, [text for _, text in alte])
        _set_eintraege(self.punkte, ids)
        _set_eintraege(self.texte, [je_punkt.get(punkt, "") for punkt in ids])

    def list_alte(self) -> list[tuple[str, str]]:
        """What can no longer be sent, each text with the id of its item."""
        return _list_texte(self.alte_punkte, self.alte_texte)

    def get_texte(self) -> dict[UUID, str]:
        """The texts by the open items that were set."""
        return {UUID(p.data): t.data or "" for p, t in zip(self.punkte, self.texte, strict=True)}


def _list_texte(punkte: Any, texte: Any) -> list[tuple[str, str]]:
    """The texts that say something, each with the id of its item."""
    namen = {_get_nummer(p): p.data or "" for p in punkte}
    getippte = [(namen.get(_get_nummer(t), ""), t.data or "") for t in texte]
    return [(punkt, text) for punkt, text in getippte if text.strip()]


def _get_nummer(feld: Any) -> str:
    """The number of an entry: what a form sends need not be without gaps."""
    return str(feld.name.rpartition("-")[2])


def _set_eintraege(liste: Any, werte: Sequence[str]) -> None:
    del liste.entries[:]
    liste.last_index = -1
    for wert in werte:
        liste.append_entry(wert)


class Bewertungsteil(Teilformular):
    """What is said about one answered item."""

    punkt = HiddenField()
    urteil = RadioField(
        "Ihre Entscheidung",
        choices=list_wahl(
            [
                ("angenommen", "annehmen"),
                ("zurueck", "zurückgeben"),
                ("", "noch nicht entscheiden"),
            ]
        ),
        default="",
        validators=[Optional()],
    )
    grund = TextAreaField(
        "Grund der Rückgabe",
        description="Nötig, wenn Sie den Punkt zurückgeben. Die Antragsseite liest diesen Text.",
        validators=[Length(max=2000, message="Kürzen Sie den Grund auf 2.000 Zeichen.")],
    )

    def validate_grund(self, feld: Any) -> None:
        """What is returned needs a reason."""
        if self.urteil.data == "zurueck" and not (feld.data or "").strip():
            raise ValidationError("Schreiben Sie, warum Sie den Punkt zurückgeben.")


class Bewertungsformular(Fassungsformular):
    """Accept or return what came, item by item."""

    teile = FieldList(FormField(Bewertungsteil), "Punkt")
    frist = Datumsfeld(
        "Neue Frist für zurückgegebene Punkte",
        description="Nur nötig, wenn Sie etwas zurückgeben.",
        validators=[Optional()],
    )

    def get_bewertungen(self) -> dict[UUID, Bewertung]:
        """Decisions by item; what was not decided is left out.

        Fachfehler when the form was tampered with.
        """
        try:
            return {
                UUID(t.form.punkt.data or ""): Bewertung(
                    t.form.urteil.data == "angenommen", t.form.grund.data or ""
                )
                for t in self.teile
                if t.form.urteil.data
            }
        except ValueError as fehler:
            raise Fachfehler(UNVOLLSTAENDIG) from fehler


class Verlaengerungsformular(Fassungsformular):
    """More time."""

    frist = Datumsfeld(
        "Neue Frist", validators=[InputRequired("Geben Sie den neuen letzten Tag ein.")]
    )
    begruendung = TextAreaField(
        "Begründung",
        description="Steht im Verlauf; die Antragsseite liest sie.",
        validators=[Length(max=2000, message="Kürzen Sie die Begründung auf 2.000 Zeichen.")],
    )


class Vollstaendigkeitsformular(Fassungsformular):
    """Since when the application is complete."""

    tag = Datumsfeld(
        "Vollständig seit",
        description="Der Tag, an dem die letzte nötige Unterlage eingegangen ist.",
        validators=[InputRequired("Geben Sie den Tag ein.")],
    )

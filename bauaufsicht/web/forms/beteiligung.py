"""Forms of the hearing: asking bodies, and answering as a body."""

from typing import Any
from uuid import UUID

from wtforms import FieldList, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from bauaufsicht.domain.beteiligung import Beteiligungsart, Stellungnahmeergebnis
from bauaufsicht.services.beteiligung import Stellungnahmeinhalt
from bauaufsicht.web import labels
from bauaufsicht.web.forms.basis import Fassungsformular, format_text, list_wahl, submit_umbau

GEMEINDE = "gemeinde"


class Mehrfachauswahl(SelectMultipleField):  # type: ignore[misc]
    """Several of many, as boxes; `veraltet` is said when one of them is no longer offered."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, *, veraltet: str, **optionen: Any) -> None:
        super().__init__(label, **optionen)
        self.veraltet = veraltet

    def pre_validate(self, form: Any) -> None:
        """The list can change while the page is open."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(self.veraltet) from None


class Anforderungsformular(Fassungsformular):
    """Whom to ask for what, with which documents."""

    stellen = Mehrfachauswahl(
        "Wen fragen Sie?",
        veraltet="Eine der gewählten Stellen ist inzwischen schon gefragt oder steht nicht mehr "
        "zur Wahl. Prüfen Sie Ihre Auswahl.",
        choices=[],
        validators=[InputRequired("Wählen Sie mindestens eine Stelle aus.")],
    )
    art = SelectField(
        "Was brauchen Sie?",
        description="Davon hängt die Frist ab.",
        choices=list_wahl(
            [
                ("", "was für die Stelle vorgesehen ist"),
                *((a.value, labels.BETEILIGUNGSARTEN[a]) for a in Beteiligungsart),
            ]
        ),
        validators=[Optional()],
    )
    unterlagen = Mehrfachauswahl(
        "Welche Unterlagen soll die Stelle sehen?",
        veraltet="Zu einer der gewählten Unterlagen ist inzwischen eine andere Fassung da. Wählen "
        "Sie sie aus und senden Sie die Anfrage noch einmal.",
        choices=[],
        validators=[InputRequired("Wählen Sie mindestens eine Unterlage aus.")],
    )
    anschreiben = TextAreaField(
        "Anschreiben",
        description="Worum geht es, was soll geprüft werden?",
        validators=[
            DataRequired("Schreiben Sie, worum Sie bitten."),
            Length(max=4000, message="Kürzen Sie das Anschreiben auf 4.000 Zeichen."),
        ],
    )

    def get_stellen(self) -> list[tuple[UUID, Beteiligungsart | None]]:
        """The bodies with what they are asked for; None is what the Land provides."""
        return [(UUID(s), self.get_art()) for s in self.stellen.data if s != GEMEINDE]

    def get_art(self) -> Beteiligungsart | None:
        """What was chosen for all of them."""
        return Beteiligungsart(self.art.data) if self.art.data else None


class Stellungnahmeformular(Fassungsformular):
    """Result, text, numbered conditions."""

    ergebnis = RadioField(
        "Ergebnis",
        choices=list_wahl(
            (e.value, labels.STELLUNGNAHMEERGEBNISSE[e]) for e in Stellungnahmeergebnis
        ),
        validators=[Optional()],
    )
    nebenbestimmungen = FieldList(
        TextAreaField(
            "Nebenbestimmung",
            filters=[format_text],
            validators=[Length(max=4000, message="Kürzen Sie den Text auf 4.000 Zeichen.")],
        ),
        "Nebenbestimmung",
    )
    text = TextAreaField(
        "Begründung",
        validators=[Length(max=20000, message="Kürzen Sie die Begründung auf 20.000 Zeichen.")],
    )

    def submit_umbau(self, gedrueckt: Any) -> bool:
        """Add or take away a condition when that button was pressed; True when it was."""
        return submit_umbau(self.nebenbestimmungen, gedrueckt, self.text)

    def get_inhalt(self) -> Stellungnahmeinhalt:
        """What was typed; empty conditions are left out."""
        return Stellungnahmeinhalt(
            Stellungnahmeergebnis(self.ergebnis.data) if self.ergebnis.data else None,
            (self.text.data or "").strip(),
            tuple(t for n in self.nebenbestimmungen if (t := (n.data or "").strip())),
        )

"""Forms of the hearing: asking bodies, and answering as a body."""

from typing import Any
from uuid import UUID

from wtforms import FieldList, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from bauaufsicht.domain.beteiligung import Beteiligungsart, Stellungnahmeergebnis
from bauaufsicht.services.beteiligung import Stellungnahmeinhalt
from bauaufsicht.web import labels
from bauaufsicht.web.forms.basis import Fassungsformular, format_text, list_wahl, read_nummer

GEMEINDE = "gemeinde"


class Mehrfachauswahl(SelectMultipleField):  # type: ignore[misc]
    """Several of many, as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Anforderungsformular(Fassungsformular):
    """Whom to ask for what, with which documents."""

    stellen = Mehrfachauswahl(
        "Wen fragen Sie?",
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
        if "mehr" in gedrueckt:
            self.nebenbestimmungen.append_entry()
            return True
        weg = read_nummer(gedrueckt.get("weg"))
        if weg is not None and weg < len(self.nebenbestimmungen):
            del self.nebenbestimmungen.entries[weg]
            return True
        return False

    def get_inhalt(self) -> Stellungnahmeinhalt:
        """What was typed; empty conditions are left out."""
        return Stellungnahmeinhalt(
            Stellungnahmeergebnis(self.ergebnis.data) if self.ergebnis.data else None,
            (self.text.data or "").strip(),
            tuple(t for n in self.nebenbestimmungen if (t := (n.data or "").strip())),
        )

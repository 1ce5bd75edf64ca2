"""Forms of the acts on a case."""

from typing import Self

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from bauaufsicht.domain.vorgang import Verfahren
from bauaufsicht.recht import get_landesrecht
from bauaufsicht.web.forms.basis import Fassungsformular


class Uebernahmeformular(Fassungsformular):
    """A button that carries the version the reader saw."""


class Verfahrensartformular(Fassungsformular):
    """Which kind of procedure it is, and why."""

    verfahrensart = RadioField(
        "Welches Verfahren ist es?",
        validators=[InputRequired("Wählen Sie eine Verfahrensart aus.")],
        choices=[],
    )
    begruendung = TextAreaField(
        "Begründung",
        description="Steht im Verlauf des Vorgangs.",
        validators=[Length(max=2000, message="Kürzen Sie die Begründung auf 2.000 Zeichen.")],
    )

    def set_wahl(self, land: str) -> Self:
        """Offer the procedures of the Land."""
        self.verfahrensart.choices = [
            (art.kennung.value, f"{art.name} ({art.norm})")
            for art in get_landesrecht(land).verfahrensarten.values()
            if art.kennung is not Verfahren.UNGEKLAERT
        ]
        return self

    def get_verfahren(self) -> Verfahren:
        """The choice."""
        return Verfahren(self.verfahrensart.data)

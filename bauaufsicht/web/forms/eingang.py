"""Forms of the registry."""

from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from bauaufsicht.domain.eingangspruefung import HOECHSTGROESSE_NACHRICHT
from bauaufsicht.web.forms.basis import Formular


class Aufnahmeformular(Formular):
    """A message with its files."""

    nachricht = FileField(
        "XBau-Nachricht",
        description=(
            f"Die XML-Datei der Nachricht, höchstens {HOECHSTGROESSE_NACHRICHT // 2**20} MB."
        ),
        validators=[FileRequired("Wählen Sie die XML-Datei der Nachricht aus.")],
    )
    anlagen = MultipleFileField(
        "Anlagen",
        description=(
            "Alle Dateien, die mit der Nachricht kamen; mit der Nachricht zusammen höchstens "
            "250 MB. "
            "Die Dateinamen müssen so lauten wie in der Nachricht."
        ),
    )


class Zuordnungsformular(Formular):
    """The case a delivery belongs to."""

    aktenzeichen = StringField(
        "Aktenzeichen des Vorgangs",
        description="Zum Beispiel AP-2026-00012.",
        validators=[
            InputRequired("Geben Sie das Aktenzeichen des Vorgangs ein."),
            Length(max=40, message="Ein Aktenzeichen hat höchstens 40 Zeichen."),
        ],
    )


class Zurueckweisungsformular(Formular):
    """Why a delivery is refused."""

    grund = TextAreaField(
        "Grund der Zurückweisung",
        description="Der Absender erhält diesen Text.",
        validators=[
            InputRequired("Schreiben Sie den Grund; der Absender erhält ihn."),
            Length(max=2000, message="Kürzen Sie den Grund auf 2.000 Zeichen."),
        ],
    )

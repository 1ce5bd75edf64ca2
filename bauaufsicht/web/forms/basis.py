"""The base of all forms."""

from flask_wtf import FlaskForm


class Formular(FlaskForm):  # type: ignore[misc]
    """A form whose fields keep what was typed and whose messages are German sentences."""

    class Meta:
        """WTForms' own texts in German where no message of ours stands."""

        locales = ("de_DE", "de")

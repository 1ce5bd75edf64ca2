"""The base of all forms."""

from typing import Any

from flask_wtf import FlaskForm


class Formular(FlaskForm):  # type: ignore[misc]
    """A form whose fields keep what was typed and whose messages are German sentences."""

    class Meta:
        """WTForms' own texts in German where no message of ours stands."""

        locales = ("de_DE", "de")

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Give every field the filter that keeps its text storable."""
            filter_ = [*unbound_field.kwargs.get("filters", ()), format_text]
            return unbound_field.bind(form=form, **{**options, "filters": filter_})


def format_text(wert: object) -> object:
    """A typed text without NUL, which no page can type and PostgreSQL cannot hold."""
    return wert.replace("\0", "\ufffd") if isinstance(wert, str) else wert

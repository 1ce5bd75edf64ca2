"""The base of all forms."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, FieldList, Form, FormField, HiddenField, SelectChoice

from bauaufsicht.domain.fehler import Fachfehler

FRUEHESTES_JAHR, SPAETESTES_JAHR = 1900, 2200


def list_wahl(paare: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices of a field from (value, label)."""
    return [SelectChoice(value=wert, label=text) for wert, text in paare]


class _Texte:
    """WTForms' own texts in German where no message of ours stands."""

    locales = ("de_DE", "de")

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        """Give every field the filter that keeps its text storable.

        WTForms allows none on a list or a part; what stands in a list brings its own.
        """
        if issubclass(unbound_field.field_class, FieldList | FormField):
            return unbound_field.bind(form=form, **options)
        filter_ = [*unbound_field.kwargs.get("filters", ()), format_text]
        return unbound_field.bind(form=form, **{**options, "filters": filter_})


class Formular(FlaskForm):  # type: ignore[misc]
    """A form whose fields keep what was typed and whose messages are German sentences.

    `meldung` is what a rule of the house said to the whole form.
    """

    Meta = _Texte
    meldung: str = ""

    def list_fehler(self) -> list[tuple[str, str]]:
        """Every error with the id of its field, for the summary on top."""
        eigene = [("", self.meldung)] if self.meldung else []
        return [*eigene, *_list_fehler(self)]


class Teilformular(Form):  # type: ignore[misc]
    """A part of a form that stands in it several times."""

    Meta = _Texte


class Fassungsformular(Formular):
    """A form that carries the version the reader saw."""

    fassung = HiddenField()

    def get_fassung(self) -> int:
        """The version the reader saw; Fachfehler when it was tampered with."""
        try:
            return int(self.fassung.data or "")
        except ValueError as fehler:
            raise Fachfehler(
                "Das Formular ist unvollständig. Laden Sie die Seite neu und versuchen Sie es "
                "erneut."
            ) from fehler

    def set_fassung(self, fassung: int) -> None:
        """The version that is shown now: after a conflict the form can be sent again."""
        self.fassung.data = str(fassung)
        self.fassung.raw_data = [str(fassung)]


class Datumsfeld(DateField):  # type: ignore[misc]
    """A day; typed as 2026-12-21 by the browser's control or as 21.12.2026 without one."""

    data: Any

    def __init__(self, label: str, **optionen: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d.%m.%Y"], **optionen)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day; German sentence for what is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(
                "Geben Sie ein Datum in der Form TT.MM.JJJJ ein, zum Beispiel 21.12.2026."
            ) from None
        tag: date | None = self.data
        if tag is not None and not FRUEHESTES_JAHR <= tag.year < SPAETESTES_JAHR:
            self.data = None
            raise ValueError("Prüfen Sie das Jahr.")


def format_text(wert: object) -> object:
    """A typed text without NUL, which no page can type and PostgreSQL cannot hold."""
    return wert.replace("\0", "\ufffd") if isinstance(wert, str) else wert


def _list_fehler(formular: Any) -> Iterator[tuple[str, str]]:
    for feld in formular:
        if hasattr(feld, "entries"):
            for n, eintrag in enumerate(feld.entries, start=1):
                teil = _list_fehler(eintrag.form) if hasattr(eintrag, "form") else _eigene(eintrag)
                yield from ((ziel, f"{feld.label.text} {n}: {text}") for ziel, text in teil)
            yield from ((feld.id, f) for f in feld.errors if isinstance(f, str))
        else:
            yield from _eigene(feld)


def _eigene(feld: Any) -> Iterator[tuple[str, str]]:
    gruppe = hasattr(getattr(feld, "option_widget", None), "input_type")
    if feld.errors:
        yield (f"{feld.id}-0" if gruppe else feld.id, str(feld.errors[0]))

"""The base of all forms."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import DateField, FieldList, Form, FormField, HiddenField, SelectChoice
from wtforms.meta import DefaultMeta

from bauaufsicht.domain.fehler import Fachfehler

FRUEHESTES_JAHR, SPAETESTES_JAHR = 1900, 2200
UNVOLLSTAENDIG = (
    "Das Formular ist unvollständig. Laden Sie die Seite neu und versuchen Sie es erneut."
)
_NUMMER = re.compile(r"\d{1,9}", re.ASCII)
_KEINE_NUMMER = re.compile(r"\d{10}")
_UNSPEICHERBAR = re.compile("[\0\ud800-\udfff]")


def list_wahl(paare: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices of a field from (value, label)."""
    return [SelectChoice(value=wert, label=text) for wert, text in paare]


class _Texte(DefaultMeta):  # type: ignore[misc]
    """WTForms' own texts in German where no message of ours stands."""

    locales = ("de_DE", "de")

    def wrap_formdata(self, form: Any, formdata: Any) -> Any:
        """Ignore fields whose names no page of ours has and WTForms fails on.

        It takes `²` and numbers of any length for the position in a list; so does a draft.
        """
        felder = super().wrap_formdata(form, formdata)
        if felder is None or all(map(_check_name, felder)):
            return felder
        return MultiDict([(n, w) for n in felder if _check_name(n) for w in felder.getlist(n)])

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
            raise Fachfehler(UNVOLLSTAENDIG) from fehler

    def check_fassung(self, fassung: int) -> bool:
        """Whether this is the version the reader saw."""
        return read_nummer(self.fassung.data) == fassung

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


def read_nummer(wert: str | None) -> int | None:
    """A number that a page of ours wrote into a field; None for everything else."""
    return int(wert) if wert and _NUMMER.fullmatch(wert) else None


def submit_umbau(
    liste: Any, gedrueckt: Any, danach: Any, *, mindestens: int = 0, hoechstens: int = 1000
) -> bool:
    """Add or take away an entry of a list when that button was pressed; True when it was.

    The focus goes to the new entry, to the one that moved up, or to the field `danach`.
    """
    weg = read_nummer(gedrueckt.get("weg"))
    if "mehr" in gedrueckt:
        if len(liste) < hoechstens:
            liste.append_entry()
        _set_fokus(liste.entries[-1])
        return True
    if weg is not None and weg < len(liste) and len(liste) > mindestens:
        del liste.entries[weg]
        _set_fokus(liste.entries[min(weg, len(liste) - 1)] if len(liste) else danach)
        return True
    return bool(gedrueckt.get("weg"))


def _set_fokus(feld: Any) -> None:
    """Let the browser begin there, and scroll to it."""
    ziel = next(iter(feld.form)) if hasattr(feld, "form") else feld
    ziel.render_kw = {**(ziel.render_kw or {}), "autofocus": True}


def format_text(wert: object) -> object:
    """A typed text, or a file with its name, without what no page can type.

    PostgreSQL cannot hold NUL, and no answer can be sent with half a surrogate pair.
    """
    if isinstance(wert, FileStorage) and wert.filename:
        wert.filename = _UNSPEICHERBAR.sub("\ufffd", wert.filename)
    return _UNSPEICHERBAR.sub("\ufffd", wert) if isinstance(wert, str) else wert


def _check_name(name: str) -> bool:
    return not _KEINE_NUMMER.search(name) and all(z.isascii() for z in name if z.isdigit())


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

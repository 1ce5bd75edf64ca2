"""Forms of the checks: footprint of the building, highest GRZ."""

import re
from decimal import Decimal

from flask_wtf.file import FileField
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from bauaufsicht.domain.umriss import HOECHSTGROESSE, Umrissquelle
from bauaufsicht.web import labels
from bauaufsicht.web.forms.basis import Fassungsformular

_GRZ = re.compile(r"\d(?:[.,]\d{1,3})?", re.ASCII)


class Umrissformular(Fassungsformular):
    """Where the footprint comes from, and what is given for it."""

    quelle = RadioField(
        "Woher kommt der Umriss?",
        validators=[InputRequired("Wählen Sie, woher der Umriss kommt.")],
        choices=[],
    )
    koordinaten = TextAreaField(
        "Eckpunkte",
        description=(
            "Je Zeile ein Eckpunkt: Ostwert, Leerzeichen, Nordwert in ETRS89/UTM Zone 32 "
            "(EPSG:25832), zum Beispiel 660918,03 5640870,39. Eine Leerzeile trennt Gebäude."
        ),
        validators=[Length(max=200_000, message="Das sind zu viele Eckpunkte.")],
    )
    datei = FileField(
        "GeoJSON-Datei",
        description="Flächen mit „crs“ EPSG:25832, höchstens 2 MB. Innenhöfe sind möglich.",
    )

    def set_wahl(self, hat_geometrie: bool) -> None:
        """Offer the application only where it has a footprint."""
        self.quelle.choices = [
            (q.value, labels.UMRISSWAHL[q])
            for q in Umrissquelle
            if hat_geometrie or q is not Umrissquelle.ANTRAG
        ]

    def get_quelle(self) -> Umrissquelle:
        """The choice."""
        return Umrissquelle(self.quelle.data)

    def get_inhalt(self) -> tuple[bytes, str]:
        """The file as far as it is read, and its name; one byte too much tells that it is."""
        if not self.datei.data:
            return b"", ""
        return self.datei.data.stream.read(HOECHSTGROESSE + 1), self.datei.data.filename or ""

    def set_fehler(self, text: str) -> None:
        """A rule's answer, at the field that it is about."""
        felder = {
            Umrissquelle.ANTRAG: self.quelle,
            Umrissquelle.KOORDINATEN: self.koordinaten,
            Umrissquelle.GEOJSON: self.datei,
        }
        feld = felder[self.get_quelle()]
        feld.errors = [text]

    def validate_datei(self, feld: FileField) -> None:
        """A file is needed only if the footprint comes from it."""
        if self.quelle.data == Umrissquelle.GEOJSON.value and not feld.data:
            raise ValidationError("Wählen Sie die GeoJSON-Datei aus.")

    def validate_koordinaten(self, feld: TextAreaField) -> None:
        """Corners are needed only if the footprint comes from them."""
        if self.quelle.data == Umrissquelle.KOORDINATEN.value and not (feld.data or "").strip():
            raise ValidationError("Geben Sie mindestens drei Eckpunkte ein.")


class Vorgabeformular(Fassungsformular):
    """The highest GRZ, and where it comes from."""

    grz = StringField(
        "Höchstwert der GRZ",
        description="Zum Beispiel 0,4. Leer, wenn es keinen Höchstwert gibt.",
    )
    herkunft = StringField(
        "Woher kommt der Wert?",
        description="Zum Beispiel Bebauungsplan „Am Weinbergblick“.",
        validators=[Length(max=200, message="Kürzen Sie die Angabe auf 200 Zeichen.")],
    )

    def validate_grz(self, feld: StringField) -> None:
        """A number between 0 and 10 with up to three decimals, or nothing."""
        text = (feld.data or "").strip()
        if text and (not _GRZ.fullmatch(text) or not self.get_grz()):
            raise ValidationError(
                "Geben Sie eine Zahl größer als 0 mit höchstens drei Stellen nach dem Komma ein, "
                "zum Beispiel 0,4."
            )

    def validate_herkunft(self, feld: StringField) -> None:
        """A value without a source cannot be traced."""
        if self.get_grz() and not (feld.data or "").strip():
            raise ValidationError("Nennen Sie, woher der Wert kommt.")

    def get_grz(self) -> Decimal | None:
        """The value; None if there is none."""
        text = (self.grz.data or "").strip()
        return Decimal(text.replace(",", ".")) if _GRZ.fullmatch(text) else None

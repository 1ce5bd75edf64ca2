"""Forms of the decision: drafting it, and issuing it."""

from typing import Any, Self
from uuid import UUID

from wtforms import FieldList, FormField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from bauaufsicht.domain.bescheid import (
    HOECHSTLAENGE_BEGRUENDUNG,
    HOECHSTLAENGE_NEBENBESTIMMUNG,
    Abweichungsentscheidung,
    Bescheidart,
    Bescheidentwurf,
    Nebenbestimmung,
    Nebenbestimmungsart,
)
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.services.bescheid import Freigabe
from bauaufsicht.web import labels
from bauaufsicht.web.forms.basis import (
    UNVOLLSTAENDIG,
    Fassungsformular,
    Teilformular,
    read_nummer,
    submit_umbau,
)

_ZU_LANG = "Kürzen Sie den Text auf 5.000 Zeichen."
JA, NEIN = "ja", "nein"


class Nebenbestimmungsteil(Teilformular):
    """One condition."""

    text = TextAreaField(
        "Text", validators=[Length(max=HOECHSTLAENGE_NEBENBESTIMMUNG, message=_ZU_LANG)]
    )
    art = SelectField(
        "Art",
        choices=[
            SelectChoice(a.value, labels.NEBENBESTIMMUNGSARTEN[a]) for a in Nebenbestimmungsart
        ],
        default=Nebenbestimmungsart.AUFLAGE.value,
        validators=[Optional()],
    )
    herkunft = HiddenField(validators=[Length(max=500)])


class Abweichungsteil(Teilformular):
    """The decision on one Abweichung."""

    abweichung = HiddenField()
    zugelassen = RadioField(
        "Entscheidung",
        choices=[SelectChoice(JA, "wird zugelassen"), SelectChoice(NEIN, "wird nicht zugelassen")],
        validators=[Optional()],
    )
    begruendung = TextAreaField(
        "Begründung der Entscheidung",
        validators=[Length(max=HOECHSTLAENGE_NEBENBESTIMMUNG, message=_ZU_LANG)],
    )

    def get_entscheidung(self) -> Abweichungsentscheidung:
        """What was chosen. Fachfehler when the form was tampered with."""
        try:
            abweichung_id = UUID(self.abweichung.data or "")
        except ValueError as fehler:
            raise Fachfehler("Das Formular ist unvollständig. Laden Sie die Seite neu.") from fehler
        zugelassen = {JA: True, NEIN: False}.get(self.zugelassen.data or "")
        return Abweichungsentscheidung(
            abweichung_id, zugelassen, (self.begruendung.data or "").strip()
        )


class Bescheidformular(Fassungsformular):
    """What a person decides and writes; an unfinished draft can be saved."""

    art = RadioField(
        "Entscheidung",
        choices=[
            SelectChoice(Bescheidart.GENEHMIGUNG.value, "genehmigen"),
            SelectChoice(Bescheidart.ABLEHNUNG.value, "ablehnen"),
        ],
        validators=[InputRequired("Wählen Sie, ob Sie genehmigen oder ablehnen.")],
    )
    abweichungen = FieldList(FormField(Abweichungsteil), "Abweichung")
    nebenbestimmungen = FieldList(FormField(Nebenbestimmungsteil), "Nebenbestimmung")
    begruendung = TextAreaField(
        "Begründung",
        validators=[
            Length(
                max=HOECHSTLAENGE_BEGRUENDUNG,
                message="Kürzen Sie die Begründung auf 50.000 Zeichen.",
            )
        ],
    )

    @classmethod
    def create(cls, entwurf: Bescheidentwurf, fassung: int) -> Self:
        """The form of a draft."""
        formular = cls(
            formdata=None,
            data={
                "art": entwurf.art.value,
                "begruendung": entwurf.begruendung,
                "nebenbestimmungen": [
                    {"text": n.text, "art": n.art.value, "herkunft": n.herkunft}
                    for n in entwurf.nebenbestimmungen
                ],
                "abweichungen": [
                    {
                        "abweichung": str(a.abweichung_id),
                        "zugelassen": {True: JA, False: NEIN}.get(a.zugelassen)
                        if a.zugelassen is not None
                        else None,
                        "begruendung": a.begruendung,
                    }
                    for a in entwurf.abweichungen
                ],
            },
        )
        formular.set_fassung(fassung)
        return formular

    def set_abweichungen(self, ids: list[str]) -> None:
        """Ask for those that are requested now: a message may have changed them meanwhile."""
        self.abweichungen.entries[:] = [
            teil for teil in self.abweichungen if teil.form.abweichung.data in ids
        ]
        da = {teil.form.abweichung.data for teil in self.abweichungen}
        for fehlende in (i for i in ids if i not in da):
            self.abweichungen.append_entry({"abweichung": fehlende})

    def submit_umbau(self, gedrueckt: Any) -> bool:
        """Add or take away a condition when that button was pressed; True when it was."""
        return submit_umbau(self.nebenbestimmungen, gedrueckt, self.begruendung)

    def get_entwurf(self) -> Bescheidentwurf:
        """What was typed; empty conditions are left out."""
        return Bescheidentwurf(
            Bescheidart(self.art.data),
            (self.begruendung.data or "").strip(),
            tuple(
                Nebenbestimmung(
                    text,
                    Nebenbestimmungsart(n.form.art.data or Nebenbestimmungsart.AUFLAGE),
                    (n.form.herkunft.data or "").strip(),
                )
                for n in self.nebenbestimmungen
                if (text := (n.form.text.data or "").strip())
            ),
            tuple(a.form.get_entscheidung() for a in self.abweichungen),
        )


class Erlassformular(Fassungsformular):
    """Which points were considered, for which version of the draft and the case."""

    vorgangsfassung = HiddenField()

    def get_freigabe(self, bestaetigt: list[str]) -> Freigabe:
        """What the person who issues saw. Fachfehler when the form was tampered with."""
        vorgangsfassung = read_nummer((self.vorgangsfassung.data or "").strip())
        if vorgangsfassung is None:
            raise Fachfehler(UNVOLLSTAENDIG)
        return Freigabe(vorgangsfassung, self.get_fassung(), frozenset(bestaetigt))

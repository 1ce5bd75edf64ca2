"""Form of the log-in."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from bauaufsicht.web.forms.basis import Formular


class Anmeldeformular(Formular):
    """E-mail and password."""

    email = StringField(
        "E-Mail-Adresse",
        validators=[InputRequired("Geben Sie Ihre E-Mail-Adresse ein."), Length(max=254)],
    )
    passwort = PasswordField(
        "Passwort", validators=[InputRequired("Geben Sie Ihr Passwort ein."), Length(max=1000)]
    )

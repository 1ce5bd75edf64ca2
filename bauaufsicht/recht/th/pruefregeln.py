"""Rules that parcels and buildings are measured by in Thuringia."""

from bauaufsicht.domain.landesrecht import (
    Pruefregel,
)
from bauaufsicht.recht.mbo import (
    BUNDESREGELN,
)
from bauaufsicht.recht.th.quelle import GELESEN, IN_KRAFT, THUERBO


def _create_pruefregel(kennung: str, norm: str, auslegung: str = "", **werte: float) -> Pruefregel:
    return Pruefregel(
        kennung=kennung,
        norm=norm,
        quelle=THUERBO,
        gueltig_ab=IN_KRAFT,
        werte=werte,
        geprueft_bis=GELESEN,
        bestaetigt=True,
        auslegung=auslegung,
    )


PRUEFREGELN = (
    _create_pruefregel(
        "flurstuecke",
        "§ 74 Abs. 1 und 2 ThürBO",
        "Dass die Flurstücke im Kataster stehen müssen, folgt aus dem Zweck der Bauvorlagen; "
        "das Gesetz sagt es nicht ausdrücklich.",
    ),
    _create_pruefregel("bezirk", "§ 60 Abs. 1 und 2 ThürBO"),
    _create_pruefregel(
        "grundstueck",
        "§ 4 ThürBO",
        "Flurstücke sind nicht immer Grundstücke: Was zu einem Grundstück gehört, steht im "
        "Grundbuch.",
    ),
    _create_pruefregel(
        "umriss", "§ 6 Abs. 2 ThürBO", "Eine zulässige Abweichung nennt das Gesetz nicht."
    ),
    # § 6 Abs. 5: 0.4 H, at least 3 m; GK 1 and 2 with up to three storeys 3 m. Abs. 7: 9 m, 18 m
    _create_pruefregel(
        "abstand",
        "§ 6 Abs. 2, 5 und 7 ThürBO",
        "Gemessen wird der kürzeste Abstand zwischen Umriss und Grenze. Wand- und Dachhöhen, "
        "untergeordnete Bauteile (Abs. 6), Baulasten und die Mitte öffentlicher Flächen (Abs. 2) "
        "sind nicht berücksichtigt.",
        mindesttiefe=3.0,
        faktor=0.4,
        laenge_je_grenze=9.0,
        laenge_gesamt=18.0,
    ),
    _create_pruefregel(
        "nachbarn",
        "§ 76 Abs. 1 ThürBO",
        "Das Gesetz spricht von benachbarten Grundstücken. Hier sind es die, die angrenzen; "
        "betroffen können auch andere sein.",
    ),
    *BUNDESREGELN,
)

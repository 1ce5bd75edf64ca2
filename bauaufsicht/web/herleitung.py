"""Why a date: the rule, the day it was counted from, and what the end means, as sentences."""

from datetime import date

from bauaufsicht.domain.landesrecht import Einheit, Fristregel, Landesrecht
from bauaufsicht.web import formate


def compute_herleitung(
    recht: Landesrecht, kennung: str, beginn: date, ende: date
) -> list[tuple[str, str]]:
    """Sentences with their norms for a period of the law of a Land."""
    regel = recht.get_fristregel(kennung, beginn)
    schritte = [*_list_rechnung(recht, regel, beginn, ende), (regel.wirkung, "")]
    if regel.auslegung:
        schritte.append((f"Auslegung, nicht Wortlaut: {regel.auslegung}", ""))
    if regel.geprueft_bis:
        schritte.append(
            (f"Gelesen im Gesetzestext mit Stand {regel.geprueft_bis:%d.%m.%Y}.", regel.quelle)
        )
    return schritte


def _list_rechnung(
    recht: Landesrecht, regel: Fristregel, beginn: date, ende: date
) -> list[tuple[str, str]]:
    if regel.einheit is Einheit.GESETZT:
        return [
            (
                f"Frist für {regel.zweck}: Die Bauaufsicht hat am {formate.format_datum(beginn)} "
                f"den {formate.format_datum(ende)} als letzten Tag gesetzt.",
                regel.norm,
            )
        ]
    return [
        (f"Frist für {regel.zweck}: {format_dauer(regel)} ab {regel.beginnt_mit}.", regel.norm),
        (
            f"Beginn: {formate.format_datum(beginn)}; der Tag zählt nicht mit.",
            "§ 187 Abs. 1 BGB",
        ),
        (
            f"Letzter Tag: {formate.format_datum(ende)}. Samstage, Sonntage und gesetzliche "
            f"Feiertage in {recht.name} sind berücksichtigt.",
            "" if regel.einheit is Einheit.ARBEITSTAGE else "§ 31 Abs. 3 VwVfG",
        ),
    ]


def format_dauer(regel: Fristregel) -> str:
    """`10 Arbeitstage`, `ein Monat`, `2 Monate`."""
    if regel.einheit is Einheit.ARBEITSTAGE:
        return f"{regel.dauer} Arbeitstage"
    return "ein Monat" if regel.dauer == 1 else f"{regel.dauer} Monate"

"""Training data: real authorities and Gemeinden, fictitious people and applications."""

from bauaufsicht.schulung.laden import (
    Behoerdenangabe,
    Gemeindeangabe,
    Kontoangabe,
    Schulungsnachricht,
    Stellenangabe,
    Verfahrensartangabe,
    get_katasterdatei,
    list_nachrichten,
    read_behoerden,
    read_gemeinden,
    read_konten,
    read_stellen,
    read_verfahrensarten,
)

__all__ = [
    "Behoerdenangabe",
    "Gemeindeangabe",
    "Kontoangabe",
    "Schulungsnachricht",
    "Stellenangabe",
    "Verfahrensartangabe",
    "get_katasterdatei",
    "list_nachrichten",
    "read_behoerden",
    "read_gemeinden",
    "read_konten",
    "read_stellen",
    "read_verfahrensarten",
]

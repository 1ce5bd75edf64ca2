"""Documents: what is known about their content."""

from enum import StrEnum


class Pruefstand(StrEnum):
    """What an inspection found out; UNGEPRUEFT is never shown as clean."""

    UNGEPRUEFT = "ungeprueft"
    BESCHAEDIGT = "beschaedigt"

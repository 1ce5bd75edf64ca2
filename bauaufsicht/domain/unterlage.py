"""Documents: what is known about their content."""

from enum import StrEnum


class Pruefstand(StrEnum):
    """What an inspection found out; only FREIGEGEBEN may be shown as clean.

    NICHT_GEPRUEFT: everything but the scan for malware, because there is no scanner.
    BESCHAEDIGT: the bytes are no longer those that arrived.
    """

    UNGEPRUEFT = "ungeprueft"
    FREIGEGEBEN = "freigegeben"
    NICHT_GEPRUEFT = "nicht_geprueft"
    GESPERRT = "gesperrt"
    BESCHAEDIGT = "beschaedigt"


LESBARE_STAENDE = frozenset({Pruefstand.FREIGEGEBEN, Pruefstand.NICHT_GEPRUEFT})

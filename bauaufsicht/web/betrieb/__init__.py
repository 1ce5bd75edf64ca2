"""Operations: health for machines, state of the installation for people."""

import logging
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries.betrieb import get_arbeiter_gesehen, get_betriebsstand
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.guards import requires

bp = Blueprint("betrieb", __name__, url_prefix="")
log = logging.getLogger(__name__)
STILLE = timedelta(minutes=2)


@bp.get("/gesundheit")
@requires(Aktion.SEITE_LESEN)
def gesundheit() -> tuple[dict[str, Any], int]:
    """Whether the parts answer; 503 when the database or the storage does not."""
    datenbank, arbeiter = _check_datenbank()
    ablage = get_ports().ablage.check_bereit()
    gut = datenbank and ablage
    stand = get_ports().schemata.get_stand()
    return {
        "status": "ok" if gut else "gestoert",
        "datenbank": "ok" if datenbank else "gestoert",
        "ablage": "ok" if ablage else "gestoert",
        "arbeiter": arbeiter,
        "schemata": {v: "eingerichtet" if da else "nicht eingerichtet" for v, da in stand.items()},
        "virenscanner": _check_virenscanner(),
    }, 200 if gut else 503


def _check_virenscanner() -> str:
    """Without one files wait (or are marked): the rest of the house works."""
    scanner = get_ports().virenscanner
    if scanner is None:
        return "nicht eingerichtet"
    return "ok" if scanner.check_bereit() else "gestoert"


def _check_datenbank() -> tuple[bool, str]:
    try:
        get_session().execute(text("SELECT 1"))
        gesehen = get_arbeiter_gesehen(get_session())
    except SQLAlchemyError:
        log.exception("database does not answer")
        return False, "unbekannt"
    if gesehen is None or get_ports().uhr.jetzt() - gesehen > STILLE:
        return True, "keiner"
    return True, "ok"


@bp.get("/betrieb")
@requires(Aktion.BETRIEB_LESEN)
def stand() -> str:
    """State of jobs, worker, schemas and code lists; no content of cases."""
    return render_template(
        "betrieb/stand.html",
        stand=get_betriebsstand(get_session()),
        ablage=get_ports().ablage.check_bereit(),
        mailserver=get_ports().post is not None,
        virenscanner=_check_virenscanner(),
        schemata=get_ports().schemata.get_stand(),
    )

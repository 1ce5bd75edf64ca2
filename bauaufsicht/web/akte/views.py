"""Taking a case away as a ZIP."""

from uuid import UUID

from flask import Blueprint, Response

from bauaufsicht.db.base import get_session
from bauaufsicht.db.queries.vorgang import get_vorgangskopf
from bauaufsicht.domain.rechte import Aktion
from bauaufsicht.services.aktenpaket import render_paket
from bauaufsicht.web.akte.inhalt import create_paket
from bauaufsicht.web.context import get_ports
from bauaufsicht.web.dateien import send_strom
from bauaufsicht.web.guards import requires
from bauaufsicht.web.sitzung import get_akteur

bp = Blueprint("akte", __name__)


@bp.get("/vorgaenge/<uuid:vorgang_id>/akte.zip")
@requires(Aktion.AKTE_HERUNTERLADEN)
def paket(vorgang_id: UUID) -> Response:
    """Documents with all Fassungen, messages, decision, timeline, chain and manifest."""
    kopf = get_vorgangskopf(get_session(), get_akteur(), vorgang_id, Aktion.AKTE_HERUNTERLADEN)
    strom = render_paket(get_ports().ablage, create_paket(kopf))
    return send_strom(strom, f"Akte_{kopf.aktenzeichen}.zip")

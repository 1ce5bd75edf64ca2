"""From raw columns to parcels: Kennzeichen, geometry in EPSG:25832, what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import shapely

from bauaufsicht.adapters.kataster.koordinaten import get_umrechnung
from bauaufsicht.domain.fehler import Fachfehler
from bauaufsicht.domain.flurstueckskennzeichen import format_kennzeichen
from bauaufsicht.domain.kataster import Flurstueckszeile, Katasterkopf

LEER = shapely.Polygon()
UNLESBAR = "Die Geometrie ist nicht lesbar."
UNGUELTIG = "Die Geometrie ist ungültig."
# Germany in UTM zone 32 with a margin: whoever lies outside has mixed up something
_OST = (200_000.0, 1_000_000.0)
_NORD = (5_100_000.0, 6_200_000.0)


@dataclass(slots=True)
class Rohzeile:
    """A parcel as a file has it; `geometrie` None: there is none that could be read."""

    kennzeichen: str
    geometrie: Any
    amtliche_flaeche: object = None
    gemarkung: object = None
    gemeinde_ags: object = None


def create_zeilen(kopf: Katasterkopf, roh: Sequence[Rohzeile]) -> tuple[Flurstueckszeile, ...]:
    """Parcels in EPSG:25832; Fachfehler for what is no Kennzeichen or lies nowhere in Germany."""
    if not roh:
        return ()
    geometrien = _list_flaechen(np.array([r.geometrie for r in roh], dtype=object))
    geometrien = shapely.transform(geometrien, get_umrechnung(kopf.epsg))
    rahmen = shapely.bounds(geometrien)
    _check_lage(kopf, roh, rahmen)
    leer = shapely.is_empty(geometrien)
    gueltig = shapely.is_valid(geometrien)
    flaechen = shapely.area(geometrien)
    wkb = shapely.to_wkb(geometrien, byte_order=1)
    return tuple(
        Flurstueckszeile(
            kennzeichen=format_kennzeichen(r.kennzeichen),
            wkb=bytes(wkb[n]),
            rahmen=(0.0, 0.0, 0.0, 0.0) if leer[n] else tuple(rahmen[n].tolist()),
            flaeche=float(flaechen[n]),
            brauchbar=bool(gueltig[n] and not leer[n]),
            amtliche_flaeche=_read_flaeche(r.amtliche_flaeche),
            gemarkung=_read_text(r.gemarkung),
            gemeinde_ags=_read_ags(r.gemeinde_ags),
            hinweis=UNLESBAR if leer[n] else "" if gueltig[n] else UNGUELTIG,
        )
        for n, r in enumerate(roh)
    )


def _list_flaechen(geometrien: Any) -> Any:
    """Polygons in two dimensions; an empty one for what is none or has no finite coordinates."""
    flaechen = np.isin(shapely.get_type_id(geometrien), (3, 6))  # Polygon, MultiPolygon
    punkte, nummern = shapely.get_coordinates(geometrien, return_index=True)
    flaechen[nummern[~np.isfinite(punkte).all(axis=1)]] = False
    brauchbare = np.full(len(geometrien), LEER, dtype=object)
    brauchbare[flaechen] = geometrien[flaechen]
    return shapely.force_2d(brauchbare)


def _check_lage(kopf: Katasterkopf, roh: Sequence[Rohzeile], rahmen: Any) -> None:
    aussen = (
        (rahmen[:, 0] < _OST[0])
        | (rahmen[:, 2] > _OST[1])
        | (rahmen[:, 1] < _NORD[0])
        | (rahmen[:, 3] > _NORD[1])
    )
    if not aussen.any():  # an empty geometry has no bounds and compares as False
        return
    n = int(np.flatnonzero(aussen)[0])
    x, y = rahmen[n][0], rahmen[n][1]
    if abs(x) <= 180 and abs(y) <= 180:
        grund = "Das sieht nach Grad aus, nicht nach Metern."
    elif _NORD[0] <= x <= _NORD[1]:
        grund = "Ost- und Nordwert sind vertauscht."
    elif 32_000_000 <= x < 34_000_000:
        grund = (
            "Vor dem Ostwert steht die Zonenkennzahl; dann heißt das System EPSG:4647 oder 5650."
        )
    else:
        grund = "Das liegt außerhalb von Deutschland."
    raise Fachfehler(
        f"Das Flurstück {str(roh[n].kennzeichen)[:24]} liegt bei {x:.2f} / {y:.2f}, obwohl die "
        f"Datei EPSG:{kopf.epsg} nennt. {grund} Es wurde nichts übernommen."
    )


def _read_flaeche(wert: object) -> float | None:
    try:
        zahl = float(wert.replace(",", ".") if isinstance(wert, str) else cast("float", wert))
    except (ValueError, TypeError):
        return None
    return round(zahl, 2) if 0 < zahl < 1e10 else None


def _read_text(wert: object) -> str:
    return "" if wert is None else str(wert).strip()[:200]


def _read_ags(wert: object) -> str:
    """Eight digits; keys of twelve (with the Verband) hold them at both ends."""
    if wert is None:
        return ""
    ziffern = "".join(z for z in str(wert) if z in "0123456789")
    if len(ziffern) == 12:
        ziffern = ziffern[:5] + ziffern[9:]
    return ziffern if len(ziffern) == 8 else ""

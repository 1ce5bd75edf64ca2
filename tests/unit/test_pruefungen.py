"""The checks of plot and building: what is measured, what it means, when nothing can be said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from bauaufsicht.domain.lagekarte import compute_lagekarte
from bauaufsicht.domain.pruefung import (
    AndererVorgang,
    Ergebnis,
    Flurstuecksfund,
    Fundstand,
    Pruefergebnis,
    Pruefstoff,
    Vergleich,
    compute_ergebnis,
    compute_gesamt,
    read_pruefergebnis,
)
from bauaufsicht.domain.pruefungen import PRUEFUNGEN, check_alle
from tests.factories.flurstuecke import (
    NACHBARN,
    PLOT,
    RECHT,
    STAND,
    create_flurstueck,
    create_fund,
    create_rechteck,
    create_stoff,
    format_nummer,
)

ERFUELLT, NICHT, UNKLAR = (
    Ergebnis.ERFUELLT,
    Ergebnis.NICHT_ERFUELLT,
    Ergebnis.NICHT_PRUEFBAR,
)


def _check(kennung: str, stoff: Pruefstoff | None = None, **anderes: Any) -> Pruefergebnis:
    alle = {e.kennung: e for e in check_alle(stoff or create_stoff(**anderes))}
    return alle[kennung]


def test_every_check_answers_with_its_norm_its_data_date_and_its_derivation() -> None:
    ergebnisse = check_alle(create_stoff())
    assert [e.kennung for e in ergebnisse] == [k for k, _, _ in PRUEFUNGEN]
    for ergebnis in ergebnisse:
        assert ergebnis.satz.endswith(".")
        assert ergebnis.datenstand == STAND
        assert ergebnis.schritte
        assert ergebnis.norm or ergebnis.kennung == "weitere_vorgaenge"


@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.sampled_from(Vergleich), st.floats(0.001, 10))
def test_within_the_uncertainty_nothing_is_ever_fulfilled(
    gemessen: float, gefordert: float, vergleich: Vergleich, toleranz: float
) -> None:
    ergebnis = compute_ergebnis(gemessen, gefordert, vergleich, toleranz)
    if abs(gemessen - gefordert) <= toleranz:
        assert ergebnis is UNKLAR
    else:
        gross_genug = gemessen > gefordert
        assert (ergebnis is ERFUELLT) == (gross_genug == (vergleich is Vergleich.MINDESTENS))


def test_the_worst_of_several_counts() -> None:
    assert compute_gesamt([ERFUELLT, UNKLAR, NICHT]) is NICHT
    assert compute_gesamt([ERFUELLT, UNKLAR]) is UNKLAR
    assert compute_gesamt([]) is UNKLAR


def test_what_is_stored_is_what_was_found() -> None:
    for ergebnis in check_alle(create_stoff()):
        assert read_pruefergebnis(ergebnis.format_json()) == ergebnis


def test_a_result_of_a_former_version_can_still_be_read() -> None:
    (ergebnis, *_) = check_alle(create_stoff())
    alt = {**ergebnis.format_json(), "auslegung": "früher so genannt"}
    del alt["vorbehalt"]
    assert read_pruefergebnis(alt) == replace(ergebnis, vorbehalt="")


def test_without_a_rule_on_the_day_nothing_is_claimed() -> None:
    for ergebnis in check_alle(create_stoff(tag=date(2020, 1, 1))):
        erlaubt = {UNKLAR, Ergebnis.FESTGESTELLT}
        if ergebnis.kennung not in ("flaeche", "grz", "weitere_vorgaenge"):  # federal, no norm
            assert ergebnis.ergebnis in erlaubt, ergebnis.kennung
    assert "keine Regel" in _check("abstand", tag=date(2020, 1, 1)).satz


def test_without_anything_nothing_is_fulfilled() -> None:
    leer = Pruefstoff(RECHT, date(2026, 10, 5), "Landratsamt", umriss_grund="Es fehlt.")
    for ergebnis in check_alle(leer):
        assert ergebnis.ergebnis is UNKLAR, ergebnis.kennung
    assert compute_lagekarte(leer)["features"] == []


# Parcels


@pytest.mark.parametrize(
    ("stand", "erwartet"),
    [
        (Fundstand.FEHLT, NICHT),
        (Fundstand.FRUEHER, NICHT),
        (Fundstand.MEHRDEUTIG, UNKLAR),
        (Fundstand.UNLESBAR, UNKLAR),
        (Fundstand.OHNE_KATASTER, UNKLAR),
    ],
)
def test_a_parcel_that_is_not_found(stand: Fundstand, erwartet: Ergebnis) -> None:
    funde = (create_fund(PLOT), Flurstuecksfund("Bad Berka 9", stand, grund="Grund."))
    ergebnis = _check("flurstuecke", funde=funde)
    assert ergebnis.ergebnis is erwartet
    assert ergebnis.gemessen == 1
    assert ergebnis.gefordert == 2
    assert ergebnis.einzelwerte[1].text == "Grund."
    # what needs all parcels is then not decided
    for kennung in ("flaeche", "zusammenhang", "umriss", "abstand", "grz", "nachbarn"):
        assert _check(kennung, funde=funde).ergebnis is UNKLAR, kennung


@pytest.mark.parametrize(("im_bezirk", "erwartet"), [
    (True, ERFUELLT), (False, NICHT), (None, UNKLAR),
])  # fmt: skip
def test_the_district(im_bezirk: bool | None, erwartet: Ergebnis) -> None:
    ergebnis = _check("bezirk", funde=(create_fund(PLOT, im_bezirk=im_bezirk),))
    assert ergebnis.ergebnis is erwartet


# Areas


@pytest.mark.parametrize(
    ("angabe", "amtlich", "erwartet"),
    [
        (768.0, 768.0, ERFUELLT),
        (768.0, 771.8, ERFUELLT),  # 0.5 % of 771.8 is 3.859
        (768.0, 772.0, NICHT),
        (100.0, 101.0, ERFUELLT),  # at least 1 m²
        (100.0, 101.1, NICHT),
        (None, 768.0, UNKLAR),
        (768.0, None, UNKLAR),
    ],
)
def test_the_stated_area(angabe: float | None, amtlich: float | None, erwartet: Ergebnis) -> None:
    plot = replace(PLOT, amtliche_flaeche=amtlich)
    stoff = create_stoff(funde=(create_fund(plot),), grundstuecksflaeche=angabe)
    assert _check("flaeche", stoff).ergebnis is erwartet


def test_a_part_of_a_parcel_has_no_area_to_compare() -> None:
    funde = (create_fund(PLOT, teilflaeche=True),)
    assert _check("flaeche", funde=funde).ergebnis is UNKLAR
    assert _check("grz", funde=funde).ergebnis is UNKLAR


def test_two_parcels_with_a_common_boundary_hang_together() -> None:
    zweites = create_flurstueck(213, create_rechteck(24, 0, 44, 32))
    ergebnis = _check("zusammenhang", funde=(create_fund(PLOT), create_fund(zweites)))
    assert ergebnis.ergebnis is ERFUELLT


@pytest.mark.parametrize("weg", [(24.3, 0, 44, 32), (24, 32, 44, 60)])
def test_parcels_apart_or_at_a_corner_are_two_parts(weg: tuple[float, ...]) -> None:
    zweites = create_flurstueck(213, create_rechteck(*weg))
    ergebnis = _check("zusammenhang", funde=(create_fund(PLOT), create_fund(zweites)))
    assert ergebnis.ergebnis is UNKLAR
    assert ergebnis.gemessen == 2
    assert len(ergebnis.einzelwerte) == 2


# The building on the plot


@pytest.mark.parametrize(
    ("ost", "erwartet", "tiefe"),
    [
        (23.0, ERFUELLT, 0.0),
        (24.0, ERFUELLT, 0.0),
        (24.0008, ERFUELLT, 0.0008),  # up to a millimetre it is arithmetic
        (24.02, UNKLAR, 0.02),
        (24.049, UNKLAR, 0.049),
        (24.06, NICHT, 0.06),
        (25.0, NICHT, 1.0),
    ],
)
def test_how_far_a_building_reaches_beyond(ost: float, erwartet: Ergebnis, tiefe: float) -> None:
    ergebnis = _check("umriss", umriss=create_rechteck(7, 10, ost, 20))
    assert ergebnis.ergebnis is erwartet
    assert ergebnis.gemessen == pytest.approx(tiefe, abs=0.0015)


def test_poorer_data_decide_less() -> None:
    plot = replace(PLOT, unsicherheit=0.5)
    ergebnis = _check("umriss", funde=(create_fund(plot),), umriss=create_rechteck(7, 10, 24.3, 20))
    assert ergebnis.ergebnis is UNKLAR
    assert ergebnis.toleranz == 0.5


def test_a_building_over_two_parcels_of_the_case_stays_on_the_plot() -> None:
    zweites = create_flurstueck(213, create_rechteck(24, 0, 44, 32))
    stoff = create_stoff(
        funde=(create_fund(PLOT), create_fund(zweites)),
        umgebung=tuple(n for n in NACHBARN if n.kennzeichen != format_nummer(213)),
        umriss=create_rechteck(18, 10, 28, 20),
    )
    assert _check("umriss", stoff).ergebnis is ERFUELLT
    namen = [e.name for e in _check("abstand", stoff).einzelwerte]
    assert not any("213" in n for n in namen)  # no boundary between parcels of the case
    assert _check("abstand", stoff).gemessen == pytest.approx(10, abs=0.01)


def test_a_parcel_with_a_broken_geometry_is_not_measured() -> None:
    schleife = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    kaputt = replace(PLOT, geometrie=schleife, hinweis="Die Geometrie ist ungültig.")
    for kennung in ("umriss", "abstand", "grz", "nachbarn", "zusammenhang"):
        assert _check(kennung, funde=(create_fund(kaputt),)).ergebnis is UNKLAR, kennung


def test_a_building_beside_the_plot_is_not_measured_on_it() -> None:
    fern = create_rechteck(600, 600, 610, 610)
    assert _check("umriss", umriss=fern).ergebnis is NICHT
    for kennung in ("abstand", "grz"):
        ergebnis = _check(kennung, umriss=fern, grz_hoechstens=0.4)
        assert ergebnis.ergebnis is UNKLAR
        assert "berührt das Grundstück nicht" in ergebnis.satz


# Distances


@pytest.mark.parametrize(
    ("rechteck", "klasse", "erwartet"),
    [
        ((7, 10, 17, 20), "1", ERFUELLT),
        ((7, 10, 17, 20), "2", ERFUELLT),
        ((7, 10, 17, 20), "3", UNKLAR),  # depends on heights
        ((7, 10, 17, 20), None, UNKLAR),
        ((3.06, 10, 13, 20), "1", ERFUELLT),
        ((3.0, 10, 13, 20), "1", UNKLAR),  # exactly 3 m: within the uncertainty
        ((2.96, 10, 13, 20), "1", UNKLAR),
        ((2.9, 10, 13, 20), "1", NICHT),  # 10 m long: too long for what may stand so near
        ((2.9, 10, 13, 18), "1", UNKLAR),  # 8 m: may be a garage
        ((0, 10, 6, 18), "1", UNKLAR),
        ((0, 3.1, 23.9, 28.9), "1", NICHT),
    ],
)
def test_distances_to_boundaries(
    rechteck: tuple[float, float, float, float], klasse: str | None, erwartet: Ergebnis
) -> None:
    ergebnis = _check("abstand", umriss=create_rechteck(*rechteck), gebaeudeklasse=klasse)
    assert ergebnis.ergebnis is erwartet


def test_distances_are_metres_on_the_ground() -> None:
    """The plot is drawn 24 m wide on the ground; in UTM it is 3.5 mm less."""
    werte = {e.name[-3:]: e.gemessen for e in _check("abstand").einzelwerte}
    assert werte["211"] == pytest.approx(7.0, abs=0.0005)
    assert werte["213"] == pytest.approx(7.0, abs=0.0005)
    assert werte["230"] == pytest.approx(10.0, abs=0.0005)
    assert werte["198"] == pytest.approx(12.0, abs=0.0005)


def test_two_garages_of_nine_metres_use_the_plot_up_three_do_not_fit() -> None:
    garagen = [create_rechteck(0, y, 2, y + 8.5) for y in (4.0, 20.0)]
    garagen.append(create_rechteck(22, 4.0, 24, 12.5))
    zwei = _check("abstand", umriss=shapely.MultiPolygon([garagen[0], garagen[2]]))
    assert zwei.ergebnis is UNKLAR
    drei = _check("abstand", umriss=shapely.MultiPolygon(garagen))
    assert drei.ergebnis is NICHT


def test_a_boundary_at_the_edge_of_the_data_is_a_boundary() -> None:
    ohne = tuple(n for n in NACHBARN if n.kennzeichen != format_nummer(211))
    stoff = create_stoff(umgebung=ohne, umriss=create_rechteck(1, 10, 15, 20))
    ergebnis = _check("abstand", stoff)
    assert ergebnis.ergebnis is NICHT
    assert any("ohne Nachbarflurstück" in e.name for e in ergebnis.einzelwerte)
    nachbarn = _check("nachbarn", stoff)
    assert nachbarn.ergebnis is UNKLAR
    assert "an 31,99 m Grenze" in nachbarn.satz


# Coverage


@pytest.mark.parametrize(
    ("hoechstens", "erwartet"),
    [(0.4, ERFUELLT), (0.132, ERFUELLT), (0.13, UNKLAR), (0.129, NICHT), (None, UNKLAR)],
)
def test_grz_of_one_house(hoechstens: float | None, erwartet: Ergebnis) -> None:
    """100 m² on 768 m² are 0.1302, rounded up to 0.131; 0.5 % of it is the uncertainty."""
    ergebnis = _check("grz", grz_hoechstens=hoechstens)
    assert ergebnis.ergebnis is erwartet
    assert ergebnis.gemessen == 0.131


def test_grz_with_a_garage_is_decided_only_where_the_garage_does_not_matter() -> None:
    haus, garage = create_rechteck(7, 10, 17, 20), create_rechteck(0, 0, 6, 8)
    beide = shapely.MultiPolygon([haus, garage])
    assert _check("grz", umriss=beide, grz_hoechstens=0.25).ergebnis is ERFUELLT
    assert _check("grz", umriss=beide, grz_hoechstens=0.15).ergebnis is UNKLAR
    assert _check("grz", umriss=beide, grz_hoechstens=0.1).ergebnis is NICHT


def test_grz_uses_the_ground_not_the_projection() -> None:
    """0.03 % of the area: visible at three decimals on a plot whose limit lies just there."""
    ergebnis = _check("grz", umriss=create_rechteck(2, 2, 12, 30.8))
    assert ergebnis.gemessen == pytest.approx(288 / 768, abs=0.0011)
    assert any("288,0" in s for s in ergebnis.schritte)


# Neighbours and other cases


def test_neighbours_share_a_boundary() -> None:
    ergebnis = _check("nachbarn")
    assert ergebnis.ergebnis is Ergebnis.FESTGESTELLT
    assert [e.name[-3:] for e in ergebnis.einzelwerte] == ["211", "213", "198", "230"]
    assert ergebnis.einzelwerte[0].gemessen == pytest.approx(32, abs=0.005)


def test_other_cases_on_the_same_and_on_adjoining_parcels() -> None:
    andere = tuple(
        AndererVorgang(f"AP-{n}", "Haus", format_nummer(n)) for n in (212, 213, 300, 301)
    )
    ergebnis = _check("weitere_vorgaenge", andere=andere)
    assert [(e.name[:6], e.text[:12]) for e in ergebnis.einzelwerte] == [
        ("AP-212", "dasselbe Flu"),
        ("AP-213", "angrenzend: "),
    ]


# The map


def test_the_map_shows_what_was_measured() -> None:
    stoff = create_stoff(umriss=create_rechteck(15, 10, 24.5, 20))
    objekte = compute_lagekarte(stoff)["features"]
    arten = [o["properties"]["art"] for o in objekte]
    assert arten.count("eigen") == 1
    assert arten.count("nachbar") == 4
    assert arten.count("umgebung") == 2
    assert arten.count("abstand") == 3
    assert objekte[-1]["properties"] == {
        "art": "ueberstand",
        "name": "Überschreitung",
        "text": "0,50 m",
    }
    assert compute_lagekarte(stoff)["crs"]["properties"]["name"].endswith(":25832")

"""Measuring in UTM: scale, ground, what adjoins, what reaches beyond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Proj, Transformer
from shapely import MultiPolygon, Polygon, box

from bauaufsicht.domain.geometrie import (
    Lagebereich,
    check_benachbart,
    compute_abbildung,
    compute_gemeinsame,
    compute_gruppen,
    compute_massstab,
    compute_ueberstand,
)

UTM = Proj("EPSG:25832")
GRAD = Transformer.from_crs(25832, 4258, always_xy=True)


@given(st.floats(250_000, 950_000), st.floats(5_200_000, 6_100_000))
def test_the_scale_is_that_of_proj(ost: float, nord: float) -> None:
    erwartet = UTM.get_factors(*GRAD.transform(ost, nord)).meridional_scale
    assert compute_massstab(ost, nord) == pytest.approx(erwartet, abs=1e-7)


@pytest.mark.parametrize(
    ("ort", "ost", "nord", "hoehe", "faktor"),
    [
        # areas on the ground per UTM area, as measured for these towns
        ("Eisenach", 595_000, 5_650_000, 266, 1.00067),
        ("Erfurt", 642_000, 5_650_000, 241, 1.00038),
        ("Gera", 719_000, 5_639_000, 250, 0.99972),
        ("Altenburg", 742_000, 5_650_000, 245, 0.99945),
    ],
)
def test_areas_on_the_ground(
    ort: str, ost: float, nord: float, hoehe: float, faktor: float
) -> None:
    abbildung = compute_abbildung(ost, nord, hoehe)
    assert abbildung.compute_flaeche(1000.0) == pytest.approx(1000 * faktor, abs=0.03), ort
    assert abbildung.compute_laenge(3.0) ** 2 == pytest.approx(abbildung.compute_flaeche(9.0))


def test_height_makes_the_ground_bigger() -> None:
    unten, oben = (compute_abbildung(660_000, 5_640_000, h).faktor for h in (0.0, 1000.0))
    assert oben / unten == pytest.approx(1 + 1000 / 6_382_000, abs=1e-6)


def test_distance_to_an_area() -> None:
    bereich = Lagebereich("x", 0, 10, 0, 10)
    assert bereich.compute_entfernung(13, 14) == 5.0
    assert bereich.compute_entfernung(5, 5) == 0.0
    assert not bereich.check_in(10.1, 5)


def test_a_shared_side_adjoins_a_shared_corner_does_not() -> None:
    mitte = box(0, 0, 10, 10)
    assert check_benachbart(mitte, box(10, 0, 20, 10), 0.001)
    assert not check_benachbart(mitte, box(10, 10, 20, 20), 0.05)
    assert not check_benachbart(mitte, box(10.2, 0, 20, 10), 0.05)


def test_a_gap_within_the_uncertainty_adjoins() -> None:
    mitte, daneben = box(0, 0, 10, 10), box(10.04, 0, 20, 10)
    assert check_benachbart(mitte, daneben, 0.05)
    assert not check_benachbart(mitte, daneben, 0.03)
    assert compute_gemeinsame(mitte, daneben, 0.05).length == pytest.approx(10, abs=0.11)


def test_areas_hang_together_through_others() -> None:
    kette = [box(0, 0, 1, 1), box(2, 0, 3, 1), box(1, 0, 2, 1), box(9, 0, 10, 1)]
    assert compute_gruppen(kette, 0.001) == [[0, 1, 2], [3]]


def test_overshoot_is_the_farthest_point() -> None:
    rest, tiefe = compute_ueberstand(box(5, 5, 10.3, 8), box(0, 0, 10, 10))
    assert tiefe == pytest.approx(0.3)
    assert rest.area == pytest.approx(0.9)
    leer, nichts = compute_ueberstand(box(5, 5, 10, 8), box(0, 0, 10, 10))
    assert leer.is_empty
    assert nichts == 0.0


def test_overshoot_into_a_hole_counts() -> None:
    grund = Polygon(box(0, 0, 10, 10).exterior, [box(4, 4, 6, 6).exterior.coords])
    _, tiefe = compute_ueberstand(MultiPolygon([box(3, 4.5, 5, 5)]), grund)
    assert tiefe == pytest.approx(1.0)


def test_overshoot_over_a_gap_is_seen_though_all_corners_lie_on_the_plot() -> None:
    """Two parcels with a path between them: the house stands on both, and on the path."""
    plot = MultiPolygon([box(0, 0, 10, 10), box(13, 0, 23, 10)])
    _, tiefe = compute_ueberstand(box(5, 2, 18, 8), plot)
    assert tiefe == pytest.approx(1.5, abs=0.01)

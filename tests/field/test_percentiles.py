import pytest

from tests.field.percentiles import Place, distance, limit, place


def test_a_value_covers_the_stretch_of_its_equals():
    assert place(2, 3, 10) == Place(0.2, 0.5)
    assert [each.text() for each in (Place(0.2, 0.5), Place(0.2, 0.2), Place(0, 1))] == ["20-50 %", "20 %", "0-100 %"]


def test_places_that_are_spread_evenly_are_close_to_uniform():
    assert distance([Place(each / 20, (each + 1) / 20) for each in range(20)]) == pytest.approx(0)
    assert distance([Place(0, 1)]) == 0
    assert distance([]) == 0


@pytest.mark.parametrize("at", [0.0, 0.5, 1.0])
def test_places_that_are_all_alike_are_not(at):
    places = [Place(at, at)] * 20
    assert distance(places) == pytest.approx(max(at, 1 - at))
    assert distance(places) > limit(places)


def test_the_distance_of_points_is_that_of_kolmogorov_and_smirnov():
    # Of three points the share is 1/3 from 0.1 on and 2/3 from 0.2 on: just before 0.9 it is 0.233 too small.
    assert distance([Place(each, each) for each in (0.1, 0.2, 0.9)]) == pytest.approx(0.4667, abs=1e-4)


def test_the_limit_is_that_of_five_percent():
    assert limit([Place(0, 1)] * 38) == pytest.approx(0.2206, abs=1e-4)

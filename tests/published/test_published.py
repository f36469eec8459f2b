"""Presets of nodes against published pull times."""

import pytest

from tests.published.__main__ import LIMITS, error, in_layers, residuals
from tests.published.running import rms_log_error
from tests.validation.rows import published_error_row, published_row, stored


@pytest.mark.parametrize("cloud", LIMITS)
def test_one_set_of_parameters_fits_a_cloud(cloud):
    assert error(cloud) <= LIMITS[cloud]
    assert published_error_row(cloud, error(cloud), LIMITS[cloud]) == stored()[f"{cloud}, all"]


@pytest.mark.parametrize("cloud", LIMITS)
def test_every_figure_stands_in_the_page(cloud):
    rows = [published_row(cloud, row, simulated) for row, simulated in residuals(cloud)]
    assert rows == [stored()[row.key] for row in rows], "python -m tests.validation writes docs/validation.md again"


def test_a_limit_of_all_that_the_registry_sends_contradicts_gke_and_one_of_each_connection_aks():
    assert error("AKS", "registry") == pytest.approx(error("AKS"), abs=1e-3), "of one layer the two are the same"
    assert error("GKE", "registry") > 2 * LIMITS["GKE"]
    assert error("AKS", "connection") > 2 * LIMITS["AKS"]


def test_four_layers_are_four_blobs_so_a_burst_takes_about_half_as_long():
    one, four = ({row.what: seconds for row, seconds in in_layers(layers)} for layers in (1, 4))
    # Three are fetched at a time, by all nodes the same ones; then all fetch the last.
    assert four["burst 1 GB"] / one["burst 1 GB"] == pytest.approx(0.5, abs=0.05)
    assert four["rolling 1 GB"] < one["rolling 1 GB"]
    bounded = {row.what: seconds for row, seconds in in_layers(4, "both")}
    assert four["burst 1 GB"] < bounded["burst 1 GB"] < one["burst 1 GB"]


def test_more_layers_overlap_and_never_take_longer():
    one, four = in_layers(1), in_layers(4)
    assert all(later <= earlier + 0.1 for (_, earlier), (_, later) in zip(one, four, strict=True))


def test_the_error_is_that_of_ratios():
    assert rms_log_error([(2.0, 1.0), (1.0, 2.0)]) == pytest.approx(0.6931, abs=1e-4)

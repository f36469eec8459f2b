"""The eviction manager's thresholds, its times, and its words."""

import pytest

from imagesim.rules.images.eviction import (
    EvictionThresholds,
    Threshold,
    binary_quantity,
    disk_pressure,
    evicted,
    next_look,
    pressure_ends,
)

GIB = 2**30


@pytest.mark.parametrize(
    ("available", "quantity"),
    [
        (16_000_000, None),
        (15_000_000, None),
        (14_999_999, 15_000_000),
        (9_000_000, 15_000_000),
    ],
)
def test_of_two_thresholds_on_one_disk_that_of_the_images_is_named(available, quantity):
    assert EvictionThresholds().quantity(100_000_000, available) == quantity


def test_15_percent_is_a_little_more_than_15_percent_in_a_kubelet():
    capacity = 100 * GIB
    assert Threshold(percent=15.0).value(capacity) == 15 * GIB + 640
    assert EvictionThresholds().crossed(capacity, 15 * GIB)
    assert not EvictionThresholds().crossed(capacity, 15 * GIB + 640)


def test_an_amount_is_exact_and_no_threshold_is_never_crossed():
    assert EvictionThresholds(imagefs_available=Threshold(amount=5)).crossed(1000, 4)
    assert not EvictionThresholds(imagefs_available=Threshold(amount=5), nodefs_available=Threshold()).crossed(1000, 5)
    assert not EvictionThresholds(imagefs_available=Threshold(), nodefs_available=Threshold()).crossed(1000, 0)


@pytest.mark.parametrize(("after", "look"), [(0, 10), (3, 10), (9.99, 10), (10, 20), (212, 220)])
def test_the_kubelet_looks_every_ten_seconds_and_does_not_see_what_happens_at_that_instant(after, look):
    assert next_look(0, after) == look
    assert next_look(2, after + 2) == look + 2


@pytest.mark.parametrize(("crossed", "ends"), [(10, 310), (12, 320), (0, 300)])
def test_the_pressure_ends_at_the_first_look_after_its_period(crossed, ends):
    assert pressure_ends(0, crossed, 300) == ends


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0"), (2722654248, "2722654248"), (1600496 * 1024, "1600496Ki"), (15 * GIB, "15Gi")]
)
def test_sizes_are_written_in_the_largest_unit_without_a_fraction(size, text):
    assert binary_quantity(size) == text


def test_the_words_are_the_kubelets():
    assert evicted(2722654248, 1600496 * 1024) == (
        "Warning",
        "Evicted",
        "The node was low on resource: ephemeral-storage. Threshold quantity: 2722654248, available: 1600496Ki. ",
    )
    assert disk_pressure("node-0", begins=True)[1:] == (
        "NodeHasDiskPressure",
        "Node node-0 status is now: NodeHasDiskPressure",
    )
    assert disk_pressure("node-0", begins=False)[1] == "NodeHasNoDiskPressure"

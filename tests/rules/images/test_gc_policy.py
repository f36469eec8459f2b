import pytest

from imagesim.rules.images.gc_policy import ImageFsUsage, ImageGCPolicy, too_little_freed


@pytest.mark.parametrize(
    ("high", "low", "text"),
    [
        (101, 80, "invalid HighThresholdPercent 101, must be in range [0-100]"),
        (-1, -1, "invalid HighThresholdPercent -1, must be in range [0-100]"),
        (85, -1, "invalid LowThresholdPercent -1, must be in range [0-100]"),
        (85, 101, "invalid LowThresholdPercent 101, must be in range [0-100]"),
        (80, 85, "LowThresholdPercent 85 can not be higher than HighThresholdPercent 80"),
    ],
)
def test_a_senseless_policy_is_refused_with_the_kubelets_text(high, low, text):
    with pytest.raises(ValueError, match="ThresholdPercent") as caught:
        ImageGCPolicy(high_threshold_percent=high, low_threshold_percent=low)
    assert str(caught.value) == text


@pytest.mark.parametrize(("high", "low"), [(0, 0), (100, 100), (100, 0)])
def test_the_ends_of_the_range_are_allowed(high, low):
    assert ImageGCPolicy(high_threshold_percent=high, low_threshold_percent=low).low_threshold_percent == low


@pytest.mark.parametrize(
    ("high", "max_age", "enabled"), [(100, 0, False), (100, 1, True), (99, 0, True), (85, 600, True)]
)
def test_only_a_threshold_of_100_without_a_maximum_age_turns_the_collector_off(high, max_age, enabled):
    assert ImageGCPolicy(high_threshold_percent=high, max_age=max_age).enabled is enabled


def test_the_amount_may_be_negative_where_both_thresholds_are_equal():
    policy = ImageGCPolicy(high_threshold_percent=85, low_threshold_percent=85)
    assert policy.amount_to_free(ImageFsUsage(1000, 159)) == -9


@pytest.mark.parametrize(
    ("capacity", "size"),
    [
        (1, "1 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (100_000, "97.7 KiB"),
        (1024**2, "1.0 MiB"),
        (100 * 1024**3, "100.0 GiB"),
        (1024**4, "1.0 TiB"),
        (3 * 1024**5, "3072.0 TiB"),
    ],
)
def test_from_1_35_the_shortfall_names_the_size_of_the_disk(capacity, size):
    assert f"(100% of {size} used)" in too_little_freed(True, ImageFsUsage(capacity, 0), 9, 4)


def test_before_1_35_the_shortfall_names_both_amounts():
    assert too_little_freed(False, ImageFsUsage(10, 0), 9, 4) == (
        "Failed to garbage collect required amount of images. "
        "Attempted to free 9 bytes, but only found 4 bytes eligible to free."
    )

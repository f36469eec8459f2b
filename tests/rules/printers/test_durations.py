"""Durations and ages as kubectl writes them."""

import pytest

from imagesim.rules.printers.durations import event_age, human_duration, since

DAY = 86400


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "<invalid>"), (-1.5, "0s"), (0, "0s"), (0.9, "0s"), (59.9, "59s"), (119, "119s"), (120, "2m"),
        (125, "2m5s"), (312, "5m12s"), (599, "9m59s"), (600, "10m"), (659, "10m"), (179 * 60, "179m"),
        (180 * 60, "3h"), (3 * 3600 + 300, "3h5m"), (8 * 3600, "8h"), (47.9 * 3600, "47h"), (2 * DAY, "2d"),
        (2 * DAY + 3 * 3600, "2d3h"), (8 * DAY, "8d"), (729 * DAY, "729d"), (730 * DAY, "2y"), (731 * DAY, "2y1d"),
        (3000 * DAY, "8y"),
    ],
)  # fmt: skip
def test_human_duration(seconds, text):
    assert human_duration(seconds) == text


def test_the_age_of_an_event_that_happened_once_or_several_times():
    assert event_age(10, 10, 1, now=70) == "60s"
    assert event_age(10, 250, 5, now=310) == "60s (x5 over 5m)"


def test_what_has_no_time_is_unknown():
    assert since(None, now=9) == "<unknown>"
    assert since(4, now=9) == "5s"

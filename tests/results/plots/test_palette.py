"""Looks and time axes that all pictures share."""

import pytest

from imagesim.results.palette import (
    YELLOW,
    cause_looks,
    fit_looks,
    image_looks,
    outcome_looks,
    short_digest,
    short_image,
    state_look,
    version_looks,
)
from imagesim.results.time_axis import in_words, time_axis

REASONS = [
    "ContainerCreating", "PodInitializing", "ErrImagePull", "ImagePullBackOff", "CrashLoopBackOff",
    "InvalidImageName", "ErrImageNeverPull", "ImageInspectError",
]  # fmt: skip


def test_twenty_versions_look_different_and_the_first_is_always_the_same():
    many = version_looks(f"sha256:{number:064x}" for number in range(20))
    assert len({(look.colour, look.hatch) for look in many.values()}) == 20
    assert version_looks(["sha256:z"])["sha256:z"][:2] == next(iter(many.values()))[:2]
    assert YELLOW not in {look.colour for look in many.values()}


def test_no_two_waiting_reasons_causes_or_outcomes_differ_by_colour_alone():
    states = [state_look("Waiting", reason) for reason in REASONS]
    states += [state_look("Terminated", reason) for reason in ("Error", "Completed", "OOMKilled", "")]
    assert len({(look.colour, look.hatch) for look in states}) == len(states)
    pulling = [look for look in states if look.label in ("ErrImagePull", "ImagePullBackOff", "ContainerCreating")]
    for looks in (pulling, list(cause_looks().values()), list(outcome_looks().values())):
        assert len({look.hatch for look in looks}) == len(looks)


def test_images_look_unlike_each_other_and_unlike_what_else_a_picture_of_pulls_shows():
    images = {look[:2] for look in image_looks(f"registry.example/web:v{number}" for number in range(6)).values()}
    others = [cause_looks()["queue_s"], outcome_looks()["AlreadyPresent"], outcome_looks()["Failed"]]
    others.append(state_look("Waiting", "ImagePullBackOff"))
    assert len(images) == 6
    assert not images & {look[:2] for look in others}


def test_an_image_is_called_by_the_end_of_its_name():
    assert [look.label for look in image_looks(["registry.example:5000/shop/web:v1"]).values()] == ["web:v1"]
    assert short_image("shop/web@sha256:1a2b3c4d5e6f") == "web@sha256:1a2b3c…"
    assert short_image("nginx") == "nginx"


def test_no_two_fits_differ_by_colour_alone():
    assert len({look.hatch for look in fit_looks().values()}) == len(fit_looks())


def test_a_digest_is_shortened_and_short_ones_stay():
    assert short_digest("sha256:1a2b3c4d5e6f") == "sha256:1a2b3c…"
    assert short_digest("sha256:web") == "sha256:web"
    assert short_digest("") == ""


@pytest.mark.parametrize(
    ("end_s", "unit", "texts"),
    [
        (0, "seconds", ["0"]),
        (60, "seconds", ["0", "10", "20", "30", "40", "50", "60"]),
        (600, "minutes", ["0", "2", "4", "6", "8", "10"]),
        (1800, "minutes", ["0", "5", "10", "15", "20", "25", "30"]),
        (6 * 3600, "hours", ["0", "1", "2", "3", "4", "5", "6"]),
        (10 * 86400, "days", ["0", "2", "4", "6", "8", "10"]),
    ],
)
def test_ticks_are_few_and_in_the_unit_that_fits(end_s, unit, texts):
    axis = time_axis(end_s)
    assert (axis.unit, [text for _, text in axis.ticks]) == (unit, texts)
    assert axis.ticks[-1][0] <= end_s


def test_durations_in_words():
    assert [in_words(value) for value in (0.25, 45, 150, 8000)] == ["0.25 s", "45 s", "2.5 min", "2.22 h"]

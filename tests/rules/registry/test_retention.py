"""Which tags a rule of retention takes: neither the newest nor the young, and none that it keeps by name."""

import pytest

from imagesim.rules.registry.retention import Pushed, Retention

DAY = 86_400.0
THERE = [Pushed("v3", -2 * DAY), Pushed("v1", -40 * DAY), Pushed("latest", -40 * DAY), Pushed("v2", -30 * DAY)]
RULES = [
    ({"keep_last": 1}, ["v1", "latest", "v2"]),
    ({"keep_last": 1, "keep": ("latest",)}, ["v1", "v2"]),
    ({"keep_last": 9}, []),
    ({"keep_last": 0}, ["v1", "latest", "v2", "v3"]),
    ({"older_than_s": 30 * DAY}, ["v1", "latest"]),
    ({"older_than_s": 29 * DAY, "keep": ("v*",)}, ["latest"]),
    ({"older_than_s": DAY, "keep_last": 2}, ["v1", "latest"]),
    ({"older_than_s": 35 * DAY, "keep_last": 1}, ["v1", "latest"]),
]


@pytest.mark.parametrize(("rule", "gone"), RULES)
def test_what_is_neither_new_nor_young_goes_the_oldest_first(rule: dict[str, object], gone: list[str]) -> None:
    assert Retention(**rule).expired(THERE, 0.0) == gone  # type: ignore[arg-type]


def test_of_tags_that_were_pushed_at_once_the_first_is_the_oldest() -> None:
    assert Retention(keep_last=1).expired([Pushed("a", 0.0), Pushed("b", 0.0)], 9.0) == ["a"]

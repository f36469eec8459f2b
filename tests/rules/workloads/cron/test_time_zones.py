"""Names of time zones, as the API server takes or refuses them."""

from datetime import UTC

import pytest

from imagesim.rules.workloads.cron.time_zones import TimeZoneError, time_zone


def test_no_name_is_utc() -> None:
    assert time_zone("") is UTC
    assert str(time_zone("Europe/Berlin")) == "Europe/Berlin"


@pytest.mark.parametrize(
    "name", ["Europe/Nowhere", "Europe", "../etc/passwd", "/etc", "A/-b", "x" * 15, "Europe/Berlin\n"]
)
def test_an_unknown_one_is_refused_and_no_other_file_is_read(name: str) -> None:
    with pytest.raises(TimeZoneError) as refused:
        time_zone(name)
    assert str(refused.value) == f"unknown time zone {name}"


def test_that_of_the_machine_has_to_be_named() -> None:
    with pytest.raises(TimeZoneError, match="must be an explicit time zone"):
        time_zone("Local")

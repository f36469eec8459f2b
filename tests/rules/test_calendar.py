"""Dates of simulated time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from imagesim.rules.calendar import Calendar


def test_a_run_begins_at_a_stated_moment() -> None:
    assert Calendar().rfc3339(7.9) == "2000-01-01T00:00:07Z"


def test_unix_time_and_simulated_time_lead_to_each_other() -> None:
    calendar = Calendar(datetime(2026, 3, 29, 8, tzinfo=UTC))
    assert calendar.unix(60.7) == 1774771260
    assert calendar.seconds(1774771260) == 60.0
    assert calendar.seconds(1774771199) == -1.0


def test_a_date_of_another_zone_has_its_offset() -> None:
    calendar = Calendar(datetime(2026, 3, 29, tzinfo=UTC))
    assert calendar.rfc3339(0, ZoneInfo("Europe/Berlin")) == "2026-03-29T01:00:00+01:00"
    assert calendar.rfc3339(3600, ZoneInfo("Europe/Berlin")) == "2026-03-29T03:00:00+02:00"
    assert calendar.rfc3339(0, ZoneInfo("America/St_Johns")) == "2026-03-28T21:30:00-02:30"


def test_a_date_is_read_again_in_whole_seconds() -> None:
    calendar = Calendar(datetime(2026, 3, 29, tzinfo=UTC))
    assert calendar.seconds_of(calendar.rfc3339(90.9)) == 90.0

"""Schedules: what is read, what is refused and how, and when they come due, by robfig/cron's own examples."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from imagesim.rules.workloads.cron.fields import ScheduleError
from imagesim.rules.workloads.cron.schedule import parse_schedule


def next_times(text: str, after: str, zone: str = "UTC", count: int = 1) -> list[str]:
    place = ZoneInfo(zone)
    unix = int(datetime.fromisoformat(after).timestamp())
    found = []
    for _ in range(count):
        due = parse_schedule(text, place).next(unix)
        if due is None:
            break
        unix = due
        found.append(datetime.fromtimestamp(due, place).isoformat())
    return found


@pytest.mark.parametrize(
    ("text", "after", "due"),
    [
        ("0/15 * * * *", "2012-07-09T14:45:00+00:00", "2012-07-09T15:00:00+00:00"),
        ("0/15 * * * *", "2012-07-09T14:59:59+00:00", "2012-07-09T15:00:00+00:00"),
        ("20-35/15 * * * *", "2012-07-09T15:45:00+00:00", "2012-07-09T16:20:00+00:00"),
        ("20-35/15 1/2 */2 * *", "2012-07-09T23:35:51+00:00", "2012-07-11T01:20:00+00:00"),
        ("0 0 */5 Apr,Aug,Oct Mon", "2012-07-09T23:35:00+00:00", "2012-08-01T00:00:00+00:00"),
        ("0 0 * FEB mon", "2012-07-09T23:35:00+00:00", "2013-02-04T00:00:00+00:00"),
        ("0 0 * Feb Mon/2", "2012-07-09T23:35:00+00:00", "2013-02-01T00:00:00+00:00"),
        ("0 0 29 Feb ?", "2012-07-09T23:35:00+00:00", "2016-02-29T00:00:00+00:00"),
        ("* * * * *", "2012-12-31T23:59:45+00:00", "2013-01-01T00:00:00+00:00"),
        ("@hourly", "2012-07-09T14:45:00+00:00", "2012-07-09T15:00:00+00:00"),
        ("@midnight", "2012-07-09T14:45:00+00:00", "2012-07-10T00:00:00+00:00"),
        ("@weekly", "2012-07-09T14:45:00+00:00", "2012-07-15T00:00:00+00:00"),
        ("@monthly", "2012-07-09T14:45:00+00:00", "2012-08-01T00:00:00+00:00"),
        ("@annually", "2012-07-09T14:45:00+00:00", "2013-01-01T00:00:00+00:00"),
        ("@every 1h30m", "2012-07-09T14:45:00+00:00", "2012-07-09T16:15:00+00:00"),
        ("@every 1.7s", "2012-07-09T14:45:00+00:00", "2012-07-09T14:45:01+00:00"),
        ("@every 3ms", "2012-07-09T14:45:00+00:00", "2012-07-09T14:45:01+00:00"),
    ],
)
def test_comes_due_next_as_the_library_has_it(text: str, after: str, due: str) -> None:
    assert next_times(text, after) == [due]


def test_either_day_is_enough_where_neither_is_a_star() -> None:
    assert next_times("0 0 13 * fri", "2012-07-09T00:00:00+00:00", count=3) == [
        "2012-07-13T00:00:00+00:00",
        "2012-07-20T00:00:00+00:00",
        "2012-07-27T00:00:00+00:00",
    ]
    assert next_times("0 0 */1 * fri", "2012-07-09T00:00:00+00:00") == ["2012-07-13T00:00:00+00:00"]
    assert next_times("0 0 */2 * fri", "2012-07-09T00:00:00+00:00") == ["2012-07-11T00:00:00+00:00"]


def test_an_hour_that_the_clocks_skip_is_skipped_and_one_that_comes_twice_comes_twice() -> None:
    assert next_times("0 2 * * *", "2012-03-11T00:00:00-05:00", "America/New_York") == ["2012-03-12T02:00:00-04:00"]
    assert next_times("0 1 * * *", "2012-11-04T00:00:00-04:00", "America/New_York", count=3) == [
        "2012-11-04T01:00:00-04:00",
        "2012-11-04T01:00:00-05:00",
        "2012-11-05T01:00:00-05:00",
    ]
    assert next_times("0 9 10 * ?", "2018-10-17T05:00:00-04:00", "America/Sao_Paulo") == ["2018-11-10T09:00:00-02:00"]


@pytest.mark.parametrize("text", ["59 23 31 2 *", "0 0 30 feb ?", ", * * * *"])
def test_what_never_is_never_comes_due(text: str) -> None:
    assert parse_schedule(text, UTC).next(946684800) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty spec string"),
        ("* * * *", "expected exactly 5 fields, found 4: [* * * *]"),
        ("0 * * * * *", "expected exactly 5 fields, found 6: [0 * * * * *]"),
        ("60 * * * *", "end of range (60) above maximum (59): 60"),
        ("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
        ("* * * * 7", "end of range (7) above maximum (6): 7"),
        ("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"),
        ("1-2-3 * * * *", "too many hyphens: 1-2-3"),
        ("1/2/3 * * * *", "too many slashes: 1/2/3"),
        ("*/0 * * * *", "step of range should be a positive number: */0"),
        ("* * * xyz *", 'failed to parse int from xyz: strconv.Atoi: parsing "xyz": invalid syntax'),
        (
            f"{2**63} * * * *",
            f'failed to parse int from {2**63}: strconv.Atoi: parsing "{2**63}": value out of range',
        ),
        ("0/-1 * * * *", "negative number (-1) not allowed: -1"),
        ("@noon", "unrecognized descriptor: @noon"),
        ("@every noon", 'failed to parse duration @every noon: time: invalid duration "noon"'),
    ],
)
def test_what_is_no_schedule_is_refused_in_the_librarys_words(text: str, message: str) -> None:
    with pytest.raises(ScheduleError) as refused:
        parse_schedule(text)
    assert str(refused.value) == message

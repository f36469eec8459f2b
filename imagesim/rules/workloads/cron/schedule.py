"""A cron schedule: five fields, `@hourly` and its like, or `@every 90s`, and when it comes due next.

Models ParseStandard of github.com/robfig/cron v3.0.1 (parser.go, constantdelay.go), which CronJobs use. The time zone
is said apart, as `spec.timeZone` says it; `TZ=` in the text itself the API server refuses before anybody reads it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import TypeAlias

from imagesim.rules.golang.duration import DurationError, parse_duration
from imagesim.rules.golang.time import NANOSECONDS
from imagesim.rules.workloads.cron.fields import (
    DAYS_OF_MONTH,
    DAYS_OF_WEEK,
    HOURS,
    MINUTES,
    MONTHS,
    FieldValues,
    ScheduleError,
    read_field,
)
from imagesim.rules.workloads.cron.wall_clock import WallClock

_EVERY = "@every "
_LONGEST_YEARS = 5
"""A schedule that finds nothing within so many years comes due never."""


@dataclass(frozen=True, slots=True)
class EverySchedule:
    """`@every`: whole seconds apart, counted from whatever time one asks with."""

    delay_s: int

    def next(self, unix: int) -> int | None:
        """The second of Unix time at which it comes due after *unix*."""
        return unix + self.delay_s


@dataclass(frozen=True, slots=True)
class FieldSchedule:
    """Minutes, hours, days and months of the wall clock of a time zone."""

    minutes: FieldValues
    hours: FieldValues
    days_of_month: FieldValues
    months: FieldValues
    days_of_week: FieldValues
    zone: tzinfo = UTC

    def next(self, unix: int) -> int | None:
        """The first second of Unix time after *unix* at which it comes due, None if there is none in five years.

        From the largest part to the smallest each is moved on until it fits; one that wraps round begins anew.
        """
        clock = WallClock(unix + 1, self.zone)
        last_year = clock.now.year + _LONGEST_YEARS
        while clock.now.year <= last_year:
            if (
                clock.months_until(lambda now: now.month in self.months.values)
                and clock.days_until(self._day_fits)
                and clock.hours_until(lambda now: now.hour in self.hours.values)
                and clock.minutes_until(lambda now: now.minute in self.minutes.values)
                and clock.seconds_until(lambda now: now.second == 0)
            ):
                return clock.unix
        return None

    def _day_fits(self, now: datetime) -> bool:
        """dayMatches: both days where one of them is a star; otherwise one of the two is enough."""
        of_month = now.day in self.days_of_month.values
        of_week = now.isoweekday() % 7 in self.days_of_week.values
        if self.days_of_month.star or self.days_of_week.star:
            return of_month and of_week
        return of_month or of_week


Schedule: TypeAlias = EverySchedule | FieldSchedule


@lru_cache(maxsize=1024)
def parse_schedule(text: str, zone: tzinfo = UTC) -> Schedule:
    """The schedule that *text* says, by the clocks of *zone*. Raises ScheduleError with the library's words."""
    if not text:
        raise ScheduleError("empty spec string")
    if text.startswith("@"):
        return _descriptor(text, zone)
    fields = text.split()
    if len(fields) != 5:
        raise ScheduleError(f"expected exactly 5 fields, found {len(fields)}: [{' '.join(fields)}]")
    return FieldSchedule(
        minutes=read_field(fields[0], MINUTES),
        hours=read_field(fields[1], HOURS),
        days_of_month=read_field(fields[2], DAYS_OF_MONTH),
        months=read_field(fields[3], MONTHS),
        days_of_week=read_field(fields[4], DAYS_OF_WEEK),
        zone=zone,
    )


def _descriptor(text: str, zone: tzinfo) -> Schedule:
    if text in _DESCRIPTORS:
        return parse_schedule(_DESCRIPTORS[text], zone)
    if not text.startswith(_EVERY):
        raise ScheduleError(f"unrecognized descriptor: {text}")
    try:
        nanoseconds = parse_duration(text[len(_EVERY) :])
    except DurationError as error:
        raise ScheduleError(f"failed to parse duration {text}: {error}") from None
    return EverySchedule(max(1, nanoseconds // NANOSECONDS))


_DESCRIPTORS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}

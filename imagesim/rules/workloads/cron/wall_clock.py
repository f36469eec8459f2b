"""The clock on a wall of some time zone, moved on part by part, over hours that are skipped or come twice.

Models what SpecSchedule.Next of github.com/robfig/cron v3.0.1 (spec.go) does with Go's time.Date and Time.AddDate.
"""

import calendar
from collections.abc import Callable
from datetime import datetime, tzinfo

_MINUTE, _HOUR = 60, 3600

Fits = Callable[[datetime], bool]


class WallClock:
    """Shows the second *unix* of Unix time in *zone*.

    Each method moves one part on until it *fits* and returns True, or False as soon as the part has wrapped round, so
    that larger parts have to be looked at anew. The first that moves sets all smaller parts to their beginning.
    """

    def __init__(self, unix: int, zone: tzinfo) -> None:
        self.unix = unix
        self._zone = zone
        self._moved = False

    @property
    def now(self) -> datetime:
        """What it shows."""
        return datetime.fromtimestamp(self.unix, self._zone)

    def months_until(self, fits: Fits) -> bool:
        """The first day of a month, unless it fits already."""
        while not fits(now := self.now):
            if self._begins_to_move():
                self._set(now.year, now.month)
                now = self.now
            following = (now.year + 1, 1) if now.month == 12 else (now.year, now.month + 1)
            self._set(*following, now.day, now.hour, now.minute, now.second)
            if following[1] == 1:
                return False
        return True

    def days_until(self, fits: Fits) -> bool:
        """Midnight, or the first moment after it in a zone that skips midnight that day."""
        while not fits(now := self.now):
            if self._begins_to_move():
                self._set(now.year, now.month, now.day)
                now = self.now
            self._set(now.year, now.month, now.day + 1, now.hour, now.minute, now.second)
            hour = self.now.hour
            if hour:
                self.unix += (24 - hour if hour > 12 else -hour) * _HOUR
            if self.now.day == 1:
                return False
        return True

    def hours_until(self, fits: Fits) -> bool:
        """An hour later each time, so one that comes twice is met twice, and one that is skipped is not met."""
        while not fits(now := self.now):
            if self._begins_to_move():
                self._set(now.year, now.month, now.day, now.hour)
            self.unix += _HOUR
            if self.now.hour == 0:
                return False
        return True

    def minutes_until(self, fits: Fits) -> bool:
        """A minute later each time."""
        while not fits(self.now):
            if self._begins_to_move():
                self.unix -= self.unix % _MINUTE
            self.unix += _MINUTE
            if self.now.minute == 0:
                return False
        return True

    def seconds_until(self, fits: Fits) -> bool:
        """A second later each time."""
        while not fits(self.now):
            self._moved = True
            self.unix += 1
            if self.now.second == 0:
                return False
        return True

    def _begins_to_move(self) -> bool:
        moved, self._moved = self._moved, True
        return not moved

    def _set(self, year: int, month: int, day: int = 1, hour: int = 0, minute: int = 0, second: int = 0) -> None:
        """time.Date: a day beyond the month's end is one of the next; of two moments, or none, Go has this choice."""
        as_if_utc = calendar.timegm((year, month, day, hour, minute, second))
        offset = self._offset(as_if_utc)
        self.unix = as_if_utc - (self._offset(as_if_utc - offset) if offset else 0)

    def _offset(self, unix: int) -> int:
        offset = datetime.fromtimestamp(unix, self._zone).utcoffset()
        return int(offset.total_seconds()) if offset is not None else 0

"""The date of simulated time: a run begins at a stated moment, and every date that an object shows is counted from it.

Only dates depend on it (what a CronJob does when, what annotations and timestamps say); everything else is counted in
seconds since the start. Leap seconds do not exist here, as in Unix time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from imagesim.rules.golang.dates import rfc3339
from imagesim.rules.units import Seconds

DEFAULT_START = datetime(2000, 1, 1, tzinfo=UTC)
"""When a run begins of which nobody says it: a Saturday, at midnight."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of a run that begins at *start*, a whole second in UTC."""

    start: datetime = DEFAULT_START

    def unix(self, seconds: Seconds) -> int:
        """The whole second of Unix time in which the simulated time *seconds* lies."""
        return int(self.start.timestamp()) + int(seconds // 1)

    def seconds(self, unix: int) -> Seconds:
        """The simulated time of a second of Unix time; negative before the start."""
        return float(unix - int(self.start.timestamp()))

    def rfc3339(self, seconds: Seconds, zone: tzinfo = UTC) -> str:
        """The date as the API shows it (metav1.Time): whole seconds, "2000-01-01T00:00:07Z"."""
        return rfc3339((self.start + timedelta(seconds=int(seconds // 1))).astimezone(zone))

    def seconds_of(self, date: str) -> Seconds:
        """The seconds from the start of the run to a date that the API shows. ValueError for what is none."""
        return (datetime.fromisoformat(date) - self.start).total_seconds()

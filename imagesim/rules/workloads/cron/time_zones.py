"""Time zones by their names in the IANA database, as `spec.timeZone` of a CronJob has them.

Models validateTimeZone of pkg/apis/batch/validation/validation.go, Kubernetes 1.36. A control plane brings its own copy
of the database; here it is the machine's, or that of the package tzdata.
"""

import re
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

_PART = re.compile(r"(?!\.{1,2}$)(?!-)[A-Za-z.\-_0-9+]{1,14}", re.ASCII)


class TimeZoneError(ValueError):
    """The name is none of a time zone; the message is the API server's."""


def time_zone(name: str) -> tzinfo:
    """The time zone of that *name*, UTC for "". Raises TimeZoneError."""
    if not name:
        return UTC
    if not all(_PART.fullmatch(part) for part in name.split("/")):
        raise TimeZoneError(f"unknown time zone {name}")
    if name.lower() == "local":
        rule = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"
        raise TimeZoneError(rule)
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # no such file, a folder, or something else than a time zone
        raise TimeZoneError(f"unknown time zone {name}") from None

"""Dates as Go prints them, in English wherever the program runs."""

from datetime import UTC, datetime, timedelta

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc1123z(unix: int) -> str:
    """A second of Unix time as time.RFC1123Z has it, in UTC: "Sat, 01 Jan 2000 00:05:00 +0000"."""
    moment = datetime.fromtimestamp(unix, UTC)
    day, month = DAY_NAMES[moment.weekday()], MONTH_NAMES[moment.month - 1]
    return f"{day}, {moment:%d} {month} {moment.year} {moment:%H:%M:%S} +0000"


def rfc3339(moment: datetime) -> str:
    """Go's time.RFC3339: `Z` for UTC, else the offset in hours and minutes."""
    offset = moment.utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    zone = f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}" if minutes else "Z"
    return f"{moment:%Y-%m-%dT%H:%M:%S}{zone}"

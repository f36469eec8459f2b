"""How kubectl writes how long something took or how long ago it was.

Models HumanDuration of k8s.io/apimachinery/pkg/util/duration/duration.go, translateTimestampSince of
pkg/printers/internalversion/printers.go and printOneEvent of k8s.io/kubectl/pkg/cmd/events/event_printer.go.
"""

from imagesim.rules.units import Seconds

_MINUTE, _HOUR, _DAY, _YEAR = 60, 3600, 86400, 365 * 86400

UNKNOWN = "<unknown>"


def human_duration(duration_s: Seconds) -> str:
    """Two units at the most, fewer the longer it is: `119s`, `2m`, `5m12s`, `12m`, `3h5m`, `9h`, `2d3h`, `8d`."""
    seconds = int(duration_s)  # towards zero, as Go does
    if seconds < -1:
        return "<invalid>"
    if seconds < 2 * _MINUTE:
        return f"{max(seconds, 0)}s"
    if seconds < 10 * _MINUTE:
        return _two(seconds, _MINUTE, "m", 1, "s")
    if seconds < 3 * _HOUR:
        return f"{seconds // _MINUTE}m"
    if seconds < 8 * _HOUR:
        return _two(seconds, _HOUR, "h", _MINUTE, "m")
    if seconds < 2 * _DAY:
        return f"{seconds // _HOUR}h"
    if seconds < 8 * _DAY:
        return _two(seconds, _DAY, "d", _HOUR, "h")
    if seconds < 2 * _YEAR:
        return f"{seconds // _DAY}d"
    if seconds < 8 * _YEAR:
        return _two(seconds, _YEAR, "y", _DAY, "d")
    return f"{seconds // _YEAR}y"


def _two(seconds: int, large: int, large_name: str, small: int, small_name: str) -> str:
    rest = seconds % large // small
    return f"{seconds // large}{large_name}" + (f"{rest}{small_name}" if rest else "")


def since(moment_s: Seconds | None, now: Seconds) -> str:
    """How long ago *moment_s* was; `<unknown>` of what has no time."""
    return UNKNOWN if moment_s is None else human_duration(now - moment_s)


def event_age(first_s: Seconds, last_s: Seconds, count: int, now: Seconds) -> str:
    """The age of an event at *now*: `5s`, or `5s (x3 over 2m)` for one that happened several times."""
    if count == 1:
        return human_duration(now - first_s)
    return f"{human_duration(now - last_s)} (x{count} over {human_duration(now - first_s)})"

"""Durations as Go reads them: "1h30m", "1.5s", "-2m", "300ms". What it does not read, it refuses in its own words.

Models time.ParseDuration and time.Duration.String of Go 1.24. A duration is a whole number of nanoseconds and at most
about 292 years.
"""

import re

from imagesim.rules.golang.time import NANOSECONDS

_MICRO, _MU = "\N{MICRO SIGN}s", "\N{GREEK SMALL LETTER MU}s"
_UNITS = {
    "ns": 1,
    "us": 1_000,
    _MICRO: 1_000,
    _MU: 1_000,
    "ms": 1_000_000,
    "s": NANOSECONDS,
    "m": 60 * NANOSECONDS,
    "h": 3600 * NANOSECONDS,
}
_LIMIT = 1 << 63
_PART = re.compile(r"([0-9]*)(?:\.([0-9]*))?([^0-9.]*)", re.DOTALL)


class DurationError(ValueError):
    """The text is no duration; the message is Go's."""


def parse_duration(text: str) -> int:
    """*text* in nanoseconds. DurationError, with Go's text, if it is none or out of range."""
    sign = -1 if text.startswith("-") else 1
    rest = text[1:] if text[:1] in ("-", "+") else text
    if rest == "0":
        return 0
    if not rest:
        raise _invalid(text)
    total, position = 0, 0
    while position < len(rest):
        part = _PART.match(rest, position)
        if part is None or not (part[1] or part[2]):
            raise _invalid(text)
        total += _nanoseconds(text, *part.groups(default=""))
        position = part.end()
        if total > _LIMIT:
            raise _invalid(text)
    if sign > 0 and total == _LIMIT:
        raise _invalid(text)
    return sign * total


def format_duration(nanoseconds: int) -> str:
    """*nanoseconds* as Go prints them: 0s, 1.5µs, 300ms, 1m0.5s, 2h0m0s."""
    if nanoseconds < 0:
        return "-" + format_duration(-nanoseconds)
    if nanoseconds < NANOSECONDS:
        unit = next(unit for unit in ("ns", _MICRO, "ms") if nanoseconds < 1000 * _UNITS[unit])
        return f"{_decimal(nanoseconds, _UNITS[unit])}{unit}" if nanoseconds else "0s"
    minutes, rest = divmod(nanoseconds, _UNITS["m"])
    seconds = f"{_decimal(rest, NANOSECONDS)}s"
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes_left}m{seconds}"
    return f"{minutes}m{seconds}" if minutes else seconds


def _nanoseconds(text: str, whole: str, fraction: str, unit: str) -> int:
    if int(whole or "0") > _LIMIT:
        raise _invalid(text)
    if not unit:
        raise DurationError(f"time: missing unit in duration {_quote(text)}")
    if unit not in _UNITS:
        raise DurationError(f"time: unknown unit {_quote(unit)} in duration {_quote(text)}")
    size = _UNITS[unit]
    scale: int = 10 ** len(fraction)
    return int(whole or "0") * size + int(fraction or "0") * size // scale


def _decimal(count: int, unit: int) -> str:
    """*count* / *unit*, a power of ten, without zeros at the end."""
    whole, rest = divmod(count, unit)
    digits = str(rest).rjust(len(str(unit)) - 1, "0").rstrip("0") if rest else ""
    return f"{whole}.{digits}" if digits else str(whole)


def _invalid(text: str) -> DurationError:
    return DurationError(f"time: invalid duration {_quote(text)}")


def _quote(text: str) -> str:
    """Package time quotes by itself: every byte beyond ASCII as an escape."""
    return '"' + "".join(_quoted(byte) for byte in text.encode("utf-8", "surrogatepass")) + '"'


def _quoted(byte: int) -> str:
    if byte < 0x20 or byte > 0x7F:
        return f"\\x{byte:02x}"
    return "\\" + chr(byte) if chr(byte) in '"\\' else chr(byte)

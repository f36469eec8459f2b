"""Quantities that people write into documents: sizes, durations and speeds, and back.

Sizes are Kubernetes quantities (k8s.io/apimachinery pkg/api/resource/quantity.go): a decimal number with an optional
suffix Ki Mi Gi Ti Pi Ei, k M G T P E, or an exponent (1e3); a fraction of a byte counts as a whole one. Durations are
Go durations (1h30m, 20ms). Speeds are bits or bytes a second (1Gbit/s, 125MB/s, 100MiB/s).

A function that reads raises QuantityError, which says what is wrong and what to write instead.
"""

import math
import re
from decimal import Decimal
from fractions import Fraction

from imagesim.rules.units import Bytes, BytesPerSecond, Seconds

_DECIMAL = {"": 0, "k": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}
_BINARY = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}
_SIZE_UNITS = {**{unit: 1000**power for unit, power in _DECIMAL.items()}, **{u: 1024**p for u, p in _BINARY.items()}}
_SPEED_UNITS = {
    **{f"{prefix}bit/s": Fraction(factor, 8) for prefix, factor in _SIZE_UNITS.items()},
    **{f"{prefix}B/s": Fraction(factor) for prefix, factor in _SIZE_UNITS.items()},
}
_FRACTIONS = {"n": Fraction(1, 10**9), "u": Fraction(1, 10**6), "m": Fraction(1, 1000)}
_TIME_UNITS = {"ms": Fraction(1, 1000), "s": Fraction(1), "m": Fraction(60), "h": Fraction(3600)}

_NUMBER = r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+"
_SIZE = re.compile(rf"([+-]?)({_NUMBER})([A-Za-z]*|[eE][+-]?[0-9]+)")
_SPEED = re.compile(rf"({_NUMBER})\s*([A-Za-z/]*)")
_DURATION = re.compile(rf"(?:(?:{_NUMBER})(?:ms|s|m|h))+")
_PART = re.compile(rf"({_NUMBER})(ms|s|m|h)")
_LONGEST = 64
LONGEST_TIME: Seconds = 876_000 * 3600
"""A hundred years. In longer times a float no longer tells a microsecond from the next."""
_MOST = 2**63 - 1


class QuantityError(ValueError):
    """What is wrong with a quantity (`rule`), and what to write instead (`suggestion`)."""

    def __init__(self, rule: str, suggestion: str) -> None:
        self.rule = rule
        self.suggestion = suggestion
        super().__init__(f"{rule}; {suggestion}")


def parse_size(value: object) -> Bytes:
    """Read a size in bytes. Kubernetes reads `200m` as a fifth of a byte, which nobody means, so it is refused.

    QuantityError if it is none.
    """
    text = _plain(value)
    match = _SIZE.fullmatch(text) if text is not None else None
    if text is None or match is None:
        raise QuantityError("is not a size", "write a size such as 200Mi, 1.5Gi or 5000000")
    sign, number, suffix = match.groups()
    if sign == "-":
        raise QuantityError("is negative, and a size cannot be", "write a size such as 200Mi")
    return _in_range(math.ceil(Fraction(number) * _size_factor(number, suffix)))


def parse_quantity(value: object) -> Fraction:
    """Read any Kubernetes quantity that is not negative, as it stands in `resources`: 500m, 0.5, 1Gi, 129e6.

    QuantityError if it is none.
    """
    text = _plain(value)
    match = _SIZE.fullmatch(text) if text is not None else None
    if text is None or match is None:
        raise QuantityError("is not a quantity", "write for example 500m, 2 or 200Mi")
    sign, number, suffix = match.groups()
    if sign == "-":
        raise QuantityError("must be greater than or equal to 0", "write for example 500m, 2 or 200Mi")
    return Fraction(number) * (_FRACTIONS[suffix] if suffix in _FRACTIONS else _size_factor(number, suffix))


def parse_cpu(value: object) -> int:
    """Read a number of cores in thousandths of one: 4, 0.5, 500m. QuantityError if it is none."""
    return _in_range(math.ceil(parse_quantity(value) * 1000))


def format_cpu(cpu: int) -> str:
    """The number of cores, in thousandths if it is not whole."""
    return f"{cpu}m" if cpu % 1000 else str(cpu // 1000)


def _size_factor(number: str, suffix: str) -> Fraction:
    if suffix in _SIZE_UNITS:
        return Fraction(_SIZE_UNITS[suffix])
    if re.fullmatch(r"[eE][+-]?[0-9]+", suffix):
        exponent = int(suffix[1:]) if len(suffix) < 6 else 99
        if abs(exponent) > 18:
            raise QuantityError("is out of range", "write a size such as 200Mi")
        return Fraction(10) ** exponent
    if suffix in ("m", "u", "n"):
        raise QuantityError("is a fraction of a byte in Kubernetes", f"write {number}Mi or {number}M for megabytes")
    raise QuantityError(f"has the unknown unit {suffix!r}", _size_suggestion(number, suffix))


def _size_suggestion(number: str, suffix: str) -> str:
    """Guess the unit that was meant: 200MB -> 200M, 200mib -> 200Mi, 200K -> 200k."""
    bare = suffix.rstrip("bB")
    for unit in _SIZE_UNITS:
        if unit and bare.lower() == unit.lower():
            return f"write {number}{unit}"
    return "the units are Ki, Mi, Gi, Ti and k, M, G, T, as in 200Mi"


def _in_range(size: int) -> int:
    if size > _MOST:
        raise QuantityError("is out of range", "the largest size is below 8Ei")
    return size


def parse_duration(value: object) -> Seconds:
    """Read a duration or a point in time, in seconds. A number without a unit is refused, except zero.

    QuantityError if it is none, negative, or longer than a hundred years.
    """
    text = _plain(value)
    if text in ("0", "0.0"):
        return 0.0
    if text is not None and text.startswith("-"):
        raise QuantityError("is negative, and a time cannot be", "write a time such as 90s, 5m or 1h30m")
    if text is not None and re.fullmatch(_NUMBER, text):
        raise QuantityError("has no unit", f"write {text}s for seconds or {text}m for minutes")
    if text is None or not _DURATION.fullmatch(text):
        raise QuantityError("is not a duration", "write a time such as 20ms, 90s, 5m, 2h or 1h30m")
    seconds = sum(Fraction(number) * _TIME_UNITS[unit] for number, unit in _PART.findall(text))
    if seconds > LONGEST_TIME:
        raise QuantityError("is out of range", "the longest time is 876000h, a hundred years")
    return float(seconds)


def parse_speed(value: object) -> BytesPerSecond:
    """Read a speed in bytes a second. Bits and bytes are told apart by `bit` and `B`; a bare `b` is refused.

    QuantityError if it is none, or zero.
    """
    text = _plain(value)
    match = _SPEED.fullmatch(text) if text is not None else None
    if match is None:
        raise QuantityError("is not a speed", "write a speed such as 1Gbit/s, 125MB/s or 100MiB/s")
    number, unit = match.groups()
    if unit not in _SPEED_UNITS:
        raise QuantityError(_unknown_speed(unit), _speed_suggestion(number, unit))
    speed = float(Fraction(number) * _SPEED_UNITS[unit])
    if speed <= 0:
        raise QuantityError("is zero, and nothing would ever arrive", "write a speed such as 1Gbit/s")
    return speed


def _unknown_speed(unit: str) -> str:
    return f"has the unknown unit {unit!r}" if unit else "has no unit"


def _speed_suggestion(number: str, unit: str) -> str:
    """Guess what was meant: 1Gbps -> 1Gbit/s, 1Gb/s -> 1Gbit/s or 1GB/s, 100Mi -> 100MiB/s."""
    bare = re.sub(r"(/s|ps|/sec)$", "", unit)
    prefix = re.sub(r"(bits?|[bB])$", "", bare)
    known = {name.lower(): name for name in _SIZE_UNITS}.get(prefix.lower())
    if known is None:
        return "write a speed such as 1Gbit/s, 125MB/s or 100MiB/s"
    return f"write {number}{known}bit/s for bits or {number}{known}B/s for bytes"


def _plain(value: object) -> str | None:
    """The text of a YAML number or text; None for anything else, and for texts too long to be a quantity."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int) and abs(value) > 10**_LONGEST:
        return None
    text = value.strip() if isinstance(value, str) else _decimal(value)
    return text if 0 < len(text) <= _LONGEST else None


def _decimal(number: float) -> str:
    """*number* in full, without an exponent and without losing a bit."""
    text = f"{Decimal(repr(number)):f}"
    return text[:-2] if text.endswith(".0") else text


def format_size(size: Bytes) -> str:
    """Write a size so that it reads back exactly: 31457280 -> "30Mi"."""
    for unit, power in reversed(_BINARY.items()):
        if size and size % 1024**power == 0:
            return f"{size // 1024**power}{unit}"
    for unit, power in reversed(_DECIMAL.items()):
        if unit and size and size % 1000**power == 0:
            return f"{size // 1000**power}{unit}"
    return str(size)


def format_duration(seconds: Seconds) -> str:
    """Write a duration so that it reads back exactly: 5400.0 -> "1h30m", 0.02 -> "20ms"."""
    if seconds != int(seconds):
        milliseconds = Fraction(_decimal(seconds)) * 1000
        return f"{milliseconds}ms" if milliseconds.denominator == 1 and seconds < 1 else f"{_decimal(seconds)}s"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{n}{unit}" for n, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if n]
    return "".join(parts) or "0s"


def format_speed(speed: BytesPerSecond) -> str:
    """Write a speed so that it reads back exactly: 125000000.0 -> "1Gbit/s"."""
    bits = Fraction(_decimal(speed)) * 8
    for prefix in ("G", "M", "k"):
        count = bits / _SIZE_UNITS[prefix]
        if count.denominator == 1:
            return f"{count}{prefix}bit/s"
    return f"{_decimal(speed)}B/s"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number of things for people: "1 node", "3 nodes", with *many* where that is not *one* and an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"

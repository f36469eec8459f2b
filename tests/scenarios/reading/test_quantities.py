import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagesim.scenarios.reading.quantities import (
    QuantityError,
    format_duration,
    format_size,
    format_speed,
    parse_duration,
    parse_size,
    parse_speed,
)

SIZES = [
    ("200Mi", 200 * 2**20),
    ("1.5Gi", 3 * 2**29),
    ("1e3", 1000),
    ("12E2", 1200),
    ("1e-1", 1),  # a fraction of a byte is a whole one, as in Kubernetes' Quantity.Value()
    ("2k", 2000),
    ("2E", 2 * 10**18),
    (".5Ki", 512),
    ("5.", 5),
    ("+3M", 3_000_000),
    ("0", 0),
    (" 4Mi ", 4 * 2**20),
    (5_000_000, 5_000_000),
    (0.5, 1),
]


@pytest.mark.parametrize(("text", "size"), SIZES)
def test_reads_sizes_as_kubernetes_quantities(text: object, size: int) -> None:
    assert parse_size(text) == size


WRONG_SIZES = [
    ("200MB", "has the unknown unit 'MB'", "write 200M"),
    ("200mib", "has the unknown unit 'mib'", "write 200Mi"),
    ("200K", "has the unknown unit 'K'", "write 200k"),
    ("200m", "is a fraction of a byte in Kubernetes", "write 200Mi or 200M for megabytes"),
    ("-1Mi", "is negative, and a size cannot be", "write a size such as 200Mi"),
    ("1 Mi", "is not a size", "write a size such as 200Mi, 1.5Gi or 5000000"),
    ("9Ei", "is out of range", "the largest size is below 8Ei"),
    ("1e999999999", "is out of range", "write a size such as 200Mi"),
    ("", "is not a size", "write a size such as 200Mi, 1.5Gi or 5000000"),
    (True, "is not a size", "write a size such as 200Mi, 1.5Gi or 5000000"),
    (10**100, "is not a size", "write a size such as 200Mi, 1.5Gi or 5000000"),
    (math.inf, "is not a size", "write a size such as 200Mi, 1.5Gi or 5000000"),
]


@pytest.mark.parametrize(
    ("text", "rule", "suggestion"), WRONG_SIZES, ids=lambda value: str(value)[:20] if isinstance(value, str) else None
)
def test_says_what_is_wrong_with_a_size(text: object, rule: str, suggestion: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_size(text)
    assert (caught.value.rule, caught.value.suggestion) == (rule, suggestion)


DURATIONS = [
    ("20ms", 0.02),
    ("90s", 90),
    ("5m", 300),
    ("2h", 7200),
    ("1h30m", 5400),
    ("1.5h", 5400),
    ("1m0.5s", 60.5),
    ("0s", 0),
    (0, 0),
]


@pytest.mark.parametrize(("text", "seconds"), DURATIONS)
def test_reads_durations_as_go_does(text: object, seconds: float) -> None:
    assert parse_duration(text) == seconds


WRONG_DURATIONS = [
    (300, "has no unit", "write 300s for seconds or 300m for minutes"),
    ("1.5", "has no unit", "write 1.5s for seconds or 1.5m for minutes"),
    ("-5m", "is negative, and a time cannot be", "write a time such as 90s, 5m or 1h30m"),
    (-5, "is negative, and a time cannot be", "write a time such as 90s, 5m or 1h30m"),
    ("5 minutes", "is not a duration", "write a time such as 20ms, 90s, 5m, 2h or 1h30m"),
    ("2d", "is not a duration", "write a time such as 20ms, 90s, 5m, 2h or 1h30m"),
    ("10:00", "is not a duration", "write a time such as 20ms, 90s, 5m, 2h or 1h30m"),
    (None, "is not a duration", "write a time such as 20ms, 90s, 5m, 2h or 1h30m"),
]


@pytest.mark.parametrize(("text", "rule", "suggestion"), WRONG_DURATIONS)
def test_says_what_is_wrong_with_a_duration(text: object, rule: str, suggestion: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_duration(text)
    assert (caught.value.rule, caught.value.suggestion) == (rule, suggestion)


SPEEDS = [
    ("1Gbit/s", 125e6),
    ("125MB/s", 125e6),
    ("100MiB/s", 100 * 2**20),
    ("8bit/s", 1),
    ("1.5 kB/s", 1500),
]


@pytest.mark.parametrize(("text", "speed"), SPEEDS)
def test_reads_speeds_in_bits_or_bytes(text: str, speed: float) -> None:
    assert parse_speed(text) == speed


WRONG_SPEEDS = [
    ("1Gbps", "has the unknown unit 'Gbps'", "write 1Gbit/s for bits or 1GB/s for bytes"),
    ("1Gb/s", "has the unknown unit 'Gb/s'", "write 1Gbit/s for bits or 1GB/s for bytes"),
    ("100Mi", "has the unknown unit 'Mi'", "write 100Mibit/s for bits or 100MiB/s for bytes"),
    ("10 apples", "has the unknown unit 'apples'", "write a speed such as 1Gbit/s, 125MB/s or 100MiB/s"),
    (100, "has no unit", "write 100bit/s for bits or 100B/s for bytes"),
    ("0bit/s", "is zero, and nothing would ever arrive", "write a speed such as 1Gbit/s"),
    ("fast", "is not a speed", "write a speed such as 1Gbit/s, 125MB/s or 100MiB/s"),
]


@pytest.mark.parametrize(("text", "rule", "suggestion"), WRONG_SPEEDS)
def test_says_what_is_wrong_with_a_speed(text: object, rule: str, suggestion: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_speed(text)
    assert (caught.value.rule, caught.value.suggestion) == (rule, suggestion)


def test_writes_what_a_person_would_write() -> None:
    assert format_size(30 * 2**20) == "30Mi"
    assert format_size(5_000_000) == "5M"
    assert format_size(1325) == "1325"
    assert format_duration(0.02) == "20ms"
    assert format_duration(5400.0) == "1h30m"
    assert format_duration(0) == "0s"
    assert format_speed(125e6) == "1Gbit/s"


@given(st.integers(0, 2**62))
def test_a_written_size_reads_back(size: int) -> None:
    assert parse_size(format_size(size)) == size


@given(st.just(0.0) | st.floats(1e-9, 1e9))
def test_a_written_duration_reads_back(seconds: float) -> None:
    assert parse_duration(format_duration(seconds)) == seconds


@given(st.floats(1e-3, 1e15))
def test_a_written_speed_reads_back(speed: float) -> None:
    assert parse_speed(format_speed(speed)) == speed

import pytest

from imagesim.rules.golang.duration import DurationError, format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "nanoseconds", "printed"),
    [
        ("0", 0, "0s"),
        ("-0s", 0, "0s"),
        ("1ns", 1, "1ns"),
        ("1500ns", 1_500, "1.5\N{MICRO SIGN}s"),
        ("1.5us", 1_500, "1.5\N{MICRO SIGN}s"),
        ("2\N{GREEK SMALL LETTER MU}s", 2_000, "2\N{MICRO SIGN}s"),
        ("300ms", 300_000_000, "300ms"),
        (".5s", 500_000_000, "500ms"),
        ("+60s", 60_000_000_000, "1m0s"),
        ("-1.5m", -90_000_000_000, "-1m30s"),
        ("1h0.25s", 3_600_250_000_000, "1h0m0.25s"),
        ("1m1h", 3_660_000_000_000, "1h1m0s"),
        ("9223372036854775807ns", (1 << 63) - 1, "2562047h47m16.854775807s"),
        ("-9223372036854775808ns", -(1 << 63), "-2562047h47m16.854775808s"),
    ],
)
def test_reads_and_prints_a_duration_as_go_does(text, nanoseconds, printed):
    assert parse_duration(text) == nanoseconds
    assert format_duration(nanoseconds) == printed


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", 'time: invalid duration ""'),
        ("-", 'time: invalid duration "-"'),
        ("soon", 'time: invalid duration "soon"'),
        (".s", 'time: invalid duration ".s"'),
        ("5", 'time: missing unit in duration "5"'),
        ("1s5", 'time: missing unit in duration "1s5"'),
        ("5x", 'time: unknown unit "x" in duration "5x"'),
        ("5\x7f", 'time: unknown unit "\x7f" in duration "5\x7f"'),
        ("5\x80", r'time: unknown unit "\xc2\x80" in duration "5\xc2\x80"'),
        ("5 s", 'time: unknown unit " s" in duration "5 s"'),
        ('5\N{DEGREE SIGN}"\\\n', r'time: unknown unit "\xc2\xb0\"\\\x0a" in duration "5\xc2\xb0\"\\\x0a"'),
        ("9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'),
        ("9223372036854775809", 'time: invalid duration "9223372036854775809"'),
        ("2562048h", 'time: invalid duration "2562048h"'),
    ],
)
def test_refuses_in_go_s_words(text, error):
    with pytest.raises(DurationError) as caught:
        parse_duration(text)
    assert str(caught.value) == error

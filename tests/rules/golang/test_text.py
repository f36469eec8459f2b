import pytest

from imagesim.rules.golang.text import duration, quote


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", '""'),
        ("nginx:1.27", '"nginx:1.27"'),
        ('say "hi"', r'"say \"hi\""'),
        ("back\\slash", r'"back\\slash"'),
        ("tab\tnew\nline\r", r'"tab\tnew\nline\r"'),
        ("bell\a\b\f\v", r'"bell\a\b\f\v"'),
        ("nul\x00del\x7f", r'"nul\x00del\x7f"'),
        ("é µ 漢 🙂", '"é µ 漢 🙂"'),
        ("no-break\u00a0space", r'"no-break\u00a0space"'),
        ("zero\u200bwidth", r'"zero\u200bwidth"'),
        ("next\u0085line", r'"next\u0085line"'),
        ("private\U000f0000", r'"private\U000f0000"'),
        ("\ufffd", '"\ufffd"'),
        ("half\ud800\udfff", r'"half\ufffd\ufffd"'),
    ],
)
def test_quotes_as_strconv_quote_does(text, quoted):
    assert quote(text) == quoted


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (0.0009, "0s"),
        (0.3, "300ms"),
        (0.9999, "999ms"),
        (1, "1s"),
        (1.001, "1.001s"),
        (1.2346, "1.234s"),
        (1.5, "1.5s"),
        (60, "1m0s"),
        (123.5, "2m3.5s"),
        (300, "5m0s"),
        (3600, "1h0m0s"),
        (7384.05, "2h3m4.05s"),
        (-1.5, "-1.5s"),
    ],
)
def test_prints_a_duration_as_go_does_after_cutting_it_to_milliseconds(seconds, text):
    assert duration(seconds) == text

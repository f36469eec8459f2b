import pytest

from imagesim.rules.printers.ages import Age, read_age
from imagesim.rules.printers.durations import human_duration


@pytest.mark.parametrize(
    ("text", "least", "below"),
    [
        ("0s", 0, 1),
        ("114s", 114, 115),
        ("3m58s", 238, 239),
        ("5m", 300, 301),
        ("12m", 720, 780),
        ("124m", 7440, 7500),
        ("3h5m", 11100, 11160),
        ("19h", 68400, 72000),
        ("3d4h", 273600, 277200),
        ("12d", 1036800, 1123200),
    ],
)
def test_a_printed_age_leaves_open_what_kubectl_leaves_out(text, least, below):
    age = read_age(text)
    assert age == Age(least, below)
    assert {human_duration(each) for each in (least, (least + below) / 2, below - 0.01)} == {text}
    assert human_duration(below) != text
    assert not least or human_duration(least - 1) != text


@pytest.mark.parametrize("text", ["", "4 m", "-3s", "4m3", "m"])
def test_what_kubectl_never_prints_is_refused(text):
    with pytest.raises(ValueError, match="is none that kubectl prints"):
        read_age(text)


def test_slack_widens_an_age_on_both_sides():
    age = read_age("10s")
    assert [age.has(seconds) for seconds in (9.9, 10, 10.9, 11)] == [False, True, True, False]
    assert [age.has(seconds, 2) for seconds in (7.9, 8, 12.9, 13)] == [False, True, True, False]

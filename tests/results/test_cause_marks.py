"""Labels of causes: none covers another or its line; where they do not fit, the most frequent kind is counted."""

from itertools import combinations

import pytest

from imagesim.engine.records import CauseRecord
from imagesim.results.cause_marks import MOST_LANES, cause_marks, causes_in_words


def cause(time_s, event="push", label="", ended_s=None, target="reg.example"):
    return CauseRecord(time_s, time_s if ended_s is None else ended_s, event, target, f"{event} it", label or event)


def width(text):
    return 0.01 * len(text) + 0.01


def told(marks):
    return [label.text for label in sorted(marks.labels, key=lambda label: label.left)]


def test_a_line_for_what_is_over_at_once_and_a_band_for_what_lasts():
    marks = cause_marks([cause(10), cause(20, "outage", ended_s=70)], 0, 100, width)
    assert marks.lines == (0.1,)
    assert marks.bands == ((0.2, 0.7),)
    assert told(marks) == ["push", "outage, 50 s"]


def test_what_lies_outside_of_the_axis_is_left_out_and_what_goes_on_is_cut():
    marks = cause_marks([cause(5), cause(90, "outage", ended_s=300), cause(120)], 50, 100, width)
    assert marks.bands == ((0.8, 1.0),)
    assert told(marks) == ["outage, 3.5 min"]


def test_what_has_no_end_goes_to_the_end_of_the_axis():
    crash = cause(20, "crashNode", "n-0 crashes")._replace(ended_s=None)
    marks = cause_marks([crash], 0, 100, width)
    assert marks.bands == ((0.2, 1.0),)
    assert told(marks) == ["n-0 crashes, for good"]
    assert cause_marks([crash], 50, 100, width).bands == ((0.0, 1.0),)


def test_a_label_that_would_cover_the_next_line_stands_higher():
    marks = cause_marks([cause(10, label="a long label of it"), cause(15, "scale")], 0, 100, width)
    assert {label.text: label.lane for label in marks.labels} == {"a long label of it": 1, "scale": 0}
    assert marks.lanes == 2


def test_of_two_lines_side_by_side_one_has_its_label_at_its_left_and_the_other_at_its_right():
    events = [cause(time_s, label=f"push build-{time_s} over the tag") for time_s in (10, 20, 40)]
    events += [cause(60, "retention", "v1 expired"), cause(80, "addNode", "1 node joins workers")]
    events += [cause(80.2, "scale", "scale web to 4")]
    marks = cause_marks(events, 0, 100, width)
    assert told(marks) == ["3 pushes", "1 node joins workers", "v1 expired", "scale web to 4"]


def test_a_label_at_the_end_stands_to_the_left_of_its_line():
    (label,) = cause_marks([cause(98)], 0, 100, width).labels
    assert (label.line, label.right) == (0.98, 0.98)


@pytest.mark.parametrize(
    ("begin", "end", "anchor"),
    [
        (20, 70, (0.2, False)),
        (20, 22, (0.22, False)),
        (96, 98, (0.96, True)),
        (10, 99, (0.1, False)),
        (10, 12, (0.12, False)),
    ],
)
def test_a_text_stands_in_its_box_or_beside_it(begin, end, anchor):
    (label,) = cause_marks([cause(begin, "outage", ended_s=end)], 0, 100, width).labels
    assert label.anchor == (pytest.approx(anchor[0]), anchor[1])
    assert 0 <= label.left <= begin / 100
    assert end / 100 <= label.right <= 1


def test_deletions_are_counted_as_what_they_are():
    rows = [cause(50, "delete", label=f"delete pods of web-number-{n}") for n in range(4)]
    assert told(cause_marks(rows, 0, 100, width)) == ["4 × delete pods"]


def test_equal_events_of_one_moment_are_one_and_targets_tell_others_apart():
    rows = [cause(10), cause(10), cause(50, target="other.example")]
    assert told(cause_marks(rows, 0, 100, width)) == ["2 × push (reg.example)", "push (other.example)"]


def test_many_of_a_kind_are_counted_under_one_bracket():
    rows = [cause(10 + 2 * n, label=f"push build {n} over latest") for n in range(12)] + [cause(60, "scale")]
    marks = cause_marks(rows, 0, 100, width)
    assert told(marks) == ["12 pushes", "scale"]
    assert len(marks.lines) == 13
    (pushes, _) = sorted(marks.labels, key=lambda label: label.left)
    assert pushes.bracket == (pytest.approx(0.1), pytest.approx(0.32))


@pytest.mark.parametrize("step", [1, 3, 7, 11])
@pytest.mark.parametrize("kinds", [1, 3, 30])
def test_no_label_covers_another_one_or_its_line(step, kinds):
    rows = [cause(n * step % 101, f"kind{n % kinds}", label=f"label of {n}") for n in range(40)]
    marks = cause_marks(rows, 0, 100, width)
    assert 0 < marks.lanes <= MOST_LANES
    for one, other in combinations(marks.labels, 2):
        assert one.lane != other.lane or one.right < other.left or other.right < one.left
        for low, high in ((one, other), (other, one)):
            if high.line is not None and low.lane < high.lane:
                assert high.line == low.line or not low.left < high.line < low.right


def test_a_run_of_ten_thousand_events_has_its_labels_at_once():
    rows = [cause(n / 100, f"event{n % 3}") for n in range(10_000)]
    assert told(cause_marks(rows, 0, 100, width)) != []


def test_the_words_for_those_who_cannot_see_it():
    assert causes_in_words([cause(60, label="push v2")]) == " What was done: push v2 at 60 s."
    assert causes_in_words([cause(n) for n in range(8)]) == " What was done: 8 pushes."
    assert causes_in_words([]) == ""

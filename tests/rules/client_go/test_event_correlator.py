import pytest

from imagesim.rules.client_go.event_correlator import EventCorrelator, event_key


@pytest.fixture
def correlator():
    return EventCorrelator()


def sent(correlator, now, pod, *said, **more):
    """The message and the count of what is sent, None if it is dropped."""
    kept = correlator.correlate(now, pod, said, **more)
    return kept and (kept[0][2], kept[1])


def backed_off(correlator, now, message='Back-off pulling image "nginx"', pod="uid-1", **more):
    return sent(correlator, now, pod, "Normal", "BackOff", message, **more)


def test_the_same_words_about_the_same_object_are_counted(correlator):
    assert [backed_off(correlator, now) for now in (0, 10, 20)] == [
        ('Back-off pulling image "nginx"', count) for count in (1, 2, 3)
    ]


def test_an_event_about_the_whole_object_has_an_empty_path(correlator):
    assert backed_off(correlator, 0)[1] == 1
    assert backed_off(correlator, 0, field_path="")[1] == 2


@pytest.mark.parametrize("other", [{"pod": "uid-2"}, {"message": "else"}, {"field_path": "spec.containers{b}"}])
def test_another_object_message_or_container_is_another_event(correlator, other):
    backed_off(correlator, 0)
    text, count = backed_off(correlator, 0, **other)
    assert count == 1
    assert not text.startswith("(combined")


def test_the_tenth_different_message_is_combined_and_counted_as_one_event(correlator):
    told = [backed_off(correlator, 0, f"message {number}") for number in range(12)]
    assert told[8] == ("message 8", 1)
    assert told[9:] == [
        ("(combined from similar events): message 9", 1),
        ("(combined from similar events): message 10", 2),
        ("(combined from similar events): message 11", 3),
    ]


def test_ten_quiet_minutes_start_the_combining_anew_but_not_the_count(correlator):
    for number in range(10):
        backed_off(correlator, 0, f"message {number}")
    assert backed_off(correlator, 600, "message 20") == ("(combined from similar events): message 20", 2)
    assert backed_off(correlator, 1200.5, "message 21") == ("message 21", 1)
    assert backed_off(correlator, 1200.5, "message 0") == ("message 0", 2)


def test_after_25_events_about_an_object_the_rest_is_dropped_but_counted(correlator):
    told = [backed_off(correlator, 0) for _ in range(30)]
    assert told[24] == ('Back-off pulling image "nginx"', 25)
    assert told[25:] == [None] * 5
    assert backed_off(correlator, 299.9) is None
    assert backed_off(correlator, 300) == ('Back-off pulling image "nginx"', 32)
    assert backed_off(correlator, 300) is None


def test_warnings_have_a_bucket_of_their_own_and_so_has_every_object(correlator):
    for _ in range(26):
        backed_off(correlator, 0)
    assert sent(correlator, 0, "uid-1", "Warning", "Failed", "Error: ErrImagePull") == ("Error: ErrImagePull", 1)
    assert backed_off(correlator, 0, pod="uid-2") is not None


def test_up_to_1_31_both_types_share_a_bucket():
    correlator = EventCorrelator(by_type=False)
    for _ in range(25):
        backed_off(correlator, 0)
    failed = "Warning", "Failed", "Error: ErrImagePull"
    assert sent(correlator, 0, "uid-1", *failed) is None
    assert sent(correlator, 300, "uid-1", *failed) == ("Error: ErrImagePull", 2)
    assert backed_off(correlator, 300) is None
    event = event_key("uid-1", "Normal", "BackOff", 'Back-off pulling image "nginx"', "")
    assert correlator.dropped_until(300, [event]) == pytest.approx(600)


def test_different_reasons_of_one_type_share_the_bucket(correlator):
    for _ in range(25):
        backed_off(correlator, 0)
    assert sent(correlator, 0, "uid-1", "Normal", "Started", "Container started") is None


def test_what_will_be_dropped_is_dropped_until_then_and_counted_in_one_go():
    one_by_one, in_one_go = EventCorrelator(), EventCorrelator()
    event = event_key("uid-1", "Normal", "BackOff", 'Back-off pulling image "nginx"', "")
    times = [13.25 * number for number in range(400)]
    kept = [(now, backed_off(one_by_one, now)) for now in times]
    told, skipped, until = [], 0, 0.0
    for before, now in zip([0.0, *times], times, strict=False):
        if now < until:
            skipped += 1
            continue
        if skipped:
            in_one_go.drop([event], skipped, before)
        told.append((now, backed_off(in_one_go, now)))
        skipped, until = 0, in_one_go.dropped_until(now, [event])
    assert [each for each in told if each[1]] == [each for each in kept if each[1]]
    assert len(told) < 100


def test_nobody_says_of_an_event_that_may_pass_that_it_is_dropped(correlator):
    event = event_key("uid-1", "Normal", "BackOff", 'Back-off pulling image "nginx"', "")
    assert correlator.dropped_until(0, [event]) == 0
    for now in range(30):
        backed_off(correlator, now)
    assert 290 < correlator.dropped_until(30, [event]) < 310
    assert correlator.dropped_until(30, [event, event_key("uid-1", "Normal", "BackOff", "other words", "")]) == 0
    assert correlator.dropped_until(1000, [event]) == 0

"""What the program in a container does, as somebody says it."""

import pytest

from imagesim.rules.api.app import NEVER, NOTHING_SAID, App, app_of

SLOW = App(starts_in_s=20, ready_after_s=40, live_for_s=300)


@pytest.mark.parametrize(
    ("since_s", "startup", "readiness", "liveness"),
    [
        (0, False, False, False),
        (19.9, False, False, False),
        (20, True, False, True),
        (39.9, True, False, True),
        (40, True, True, True),
        (299.9, True, True, True),
        (300, False, False, False),
    ],
)
def test_a_program_is_up_then_ready_then_hangs(since_s, startup, readiness, liveness):
    assert SLOW.answers("Startup", since_s) is startup
    assert SLOW.answers("Readiness", since_s) is readiness
    assert SLOW.answers("Liveness", since_s) is liveness


def test_of_which_nothing_is_said_answers_at_once_and_for_ever():
    assert NOTHING_SAID.answers("Readiness", 0)
    assert NOTHING_SAID.next_change("Readiness", 0) == NEVER


def test_a_program_is_not_ready_before_it_is_up():
    late = App(starts_in_s=20, ready_after_s=5)
    assert not late.answers("Readiness", 10)
    assert late.answers("Readiness", 20)


def test_the_last_bit_of_a_sum_decides_nothing():
    assert SLOW.answers("Readiness", 40 - 1e-12)


def test_the_next_change_is_the_next_moment_at_which_the_answer_is_another():
    assert [SLOW.next_change("Readiness", since) for since in (0, 39, 40, 300)] == [40, 40, 300, NEVER]
    assert SLOW.next_change("Liveness", 0) == 20


def test_what_is_said_of_the_container_holds_and_the_image_says_the_rest():
    build = App(ready_after_s=NEVER, runs_for_s=5, exit_code=3)
    assert app_of(App(ready_after_s=1), build) == App(ready_after_s=1, runs_for_s=5, exit_code=3)
    assert app_of(None, build) is build
    assert app_of(None, None) is NOTHING_SAID

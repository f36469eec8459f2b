"""A cost is held down by time of the processor, of this process or of its children."""

import subprocess
import sys
import time

import pytest

from tests.processor_time import at_most, children

WORK = "sum(range(3_000_000))"


def test_waiting_costs_nothing():
    with at_most(0.05):
        time.sleep(0.1)


def test_too_much_work_is_found():
    with pytest.raises(AssertionError, match=r"at most 0\.001"), at_most(0.001):
        eval(WORK)


def test_the_work_of_a_child_is_counted_as_a_childs():
    def child():
        subprocess.run([sys.executable, "-c", WORK], check=True)

    with at_most(1.0):
        child()
    with pytest.raises(AssertionError, match=r"at most 0\.001"), at_most(0.001, children):
        child()

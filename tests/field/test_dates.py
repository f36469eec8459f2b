"""What the API server keeps of a time."""

import pytest

from tests.field.dates import stored


def test_the_kubelets_times_are_stored_in_whole_seconds_and_the_schedulers_are_not():
    # The run began 0.4 s after a whole second, so 1.5 s later it was 1.9 s past.
    assert stored(1.5, 0.4, micro=False) == pytest.approx(0.6)
    assert stored(1.5, 0.4, micro=True) == 1.5

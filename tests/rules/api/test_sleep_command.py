"""Commands that do nothing but sleep."""

import pytest

from imagesim.rules.api.sleep_command import sleeps_for


@pytest.mark.parametrize(
    ("command", "seconds"),
    [
        (["sleep", "15"], 15),
        (["/bin/sleep", "15"], 15),
        (["sh", "-c", "sleep 15"], 15),
        (["/bin/sh", "-c", "sleep 15"], 15),
        (["sleep", "15", "20"], None),
        (["sh", "-c", "sleep 15; curl -u admin:secret"], None),
        (["sleep", "infinity"], None),
        (["sh", "-c"], None),
        ([], None),
        (["sleep", 15], None),
        ("sleep 15", None),
        (None, None),
    ],
)
def test_only_a_command_that_sleeps_and_nothing_more_is_one(command, seconds):
    assert sleeps_for(command) == seconds

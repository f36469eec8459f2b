"""What kubelets of each age say of a pull that worked."""

import pytest

from imagesim.studies.calibrating.messages import Said, said, says_present

NEW = 'Successfully pulled image "nginx:1.27" in 5.419s (12.3s including waiting). Image size: 128976715 bytes.'


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (NEW, Said("nginx:1.27", 5.419, 12.3, 128976715)),
        ('Successfully pulled image "a" in 1m2.5s (1m2.5s including waiting)', Said("a", 62.5, 62.5, None)),
        ('Successfully pulled image "a" in 914.5ms', Said("a", 0.9145, None, None)),
        ('Successfully pulled image "a"', Said("a", None, None, None)),
        (f"(combined from similar events): {NEW}", Said("nginx:1.27", 5.419, 12.3, 128976715)),
        ('Successfully pulled image "a" in soon (later including waiting)', Said("a", None, None, None)),
    ],
)
def test_a_message_of_each_age_is_read(message, words):
    assert said(message) == words


@pytest.mark.parametrize("message", ['Pulling image "a"', 'Failed to pull image "a": x', "", "Successfully assigned a"])
def test_other_messages_say_nothing_of_a_pull(message):
    assert said(message) is None


def test_an_image_that_was_there_is_no_pull():
    assert says_present('Container image "nginx:1.27" already present on machine')
    assert not says_present(NEW)

import pytest

from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.versions import kubernetes

OLD, NEW = kubernetes("1.32"), kubernetes("1.36")


@pytest.mark.parametrize(
    ("event", "recorded"),
    [
        (texts.pulling("busybox"), ("Normal", "Pulling", 'Pulling image "busybox"')),
        (
            texts.pulled("busybox", 1.2345, 123.5, 4812),
            (
                "Normal",
                "Pulled",
                'Successfully pulled image "busybox" in 1.234s (2m3.5s including waiting). Image size: 4812 bytes.',
            ),
        ),
        (
            texts.already_present(OLD, "busybox"),
            ("Normal", "Pulled", 'Container image "busybox" already present on machine'),
        ),
        (
            texts.already_present(NEW, "busybox"),
            ("Normal", "Pulled", 'Container image "busybox" already present on machine and can be accessed by the pod'),
        ),
        (
            texts.never_pull("busybox"),
            ("Warning", "ErrImageNeverPull", 'Container image "busybox" is not present with pull policy of Never'),
        ),
        (texts.pull_failed("a/b", "boom"), ("Warning", "Failed", 'Failed to pull image "a/b": boom')),
        (texts.back_off("a/b"), ("Normal", "BackOff", 'Back-off pulling image "a/b"')),
        (texts.start_failed("ErrImagePull"), ("Warning", "Failed", "Error: ErrImagePull")),
        (texts.created(OLD, "web"), ("Normal", "Created", "Created container: web")),
        (texts.created(NEW, "web"), ("Normal", "Created", "Container created")),
        (texts.started(OLD, "web"), ("Normal", "Started", "Started container web")),
        (texts.started(NEW, "web"), ("Normal", "Started", "Container started")),
        (
            texts.definition_changed("web"),
            ("Normal", "Killing", "Container web definition changed, will be restarted"),
        ),
        (texts.definition_changed("web", init=True), ("Normal", "Killing", "Init container web definition changed")),
        (texts.killing("web"), ("Normal", "Killing", "Stopping container web")),
        (
            texts.crash_back_off("c0", texts.pod_text("ns", "p", "u")),
            ("Warning", "BackOff", "Back-off restarting failed container c0 in pod p_ns(u)"),
        ),
        (
            texts.inspect_failed(texts.inspect_error_message("boom")),
            ("Warning", "InspectFailed", 'Failed to inspect image "": boom'),
        ),
        (
            texts.pull_secrets_missing(["a", "b"]),
            (
                "Warning",
                "FailedToRetrieveImagePullSecret",
                "Unable to retrieve some image pull secrets (a, b); attempting to pull the image may not succeed.",
            ),
        ),
    ],
)
def test_events_read_as_recorded(event, recorded):
    assert event == recorded


def test_a_name_that_cannot_be_parsed_is_told_with_the_parsers_words():
    assert texts.default_tag_failed("Bad/Image", 'couldn\'t parse image name "Bad/Image": why') == (
        'Failed to apply default image tag "Bad/Image": couldn\'t parse image name "Bad/Image": why'
    )


@pytest.mark.parametrize(
    ("error", "waiting"),
    [
        ("denied", ("ErrImagePull", "denied")),
        (
            "RegistryUnavailable RegistryUnavailable: y",
            (
                "RegistryUnavailable",
                "image pull failed for x:1 because the registry is unavailable RegistryUnavailable: y",
            ),
        ),
        (
            "SignatureValidationFailed(why)",
            ("SignatureValidationFailed", "image pull failed for x:1 because the signature validation failed(why)"),
        ),
        (" RegistryUnavailable: x", ("ErrImagePull", " RegistryUnavailable: x")),
    ],
)
def test_the_first_word_of_the_runtimes_error_decides_the_waiting_reason(error, waiting):
    assert texts.pull_error("x:1", error) == waiting


def test_the_back_off_message_carries_the_last_error_if_there_is_one():
    assert texts.back_off_message("a", "ErrImagePull: denied") == 'Back-off pulling image "a": ErrImagePull: denied'
    assert texts.back_off_message("a", "") == 'Back-off pulling image "a"'


def test_the_crash_message_shows_the_whole_delay():
    assert texts.crash_back_off_message(160, "c0", "p_ns(u)") == (
        "back-off 2m40s restarting failed container=c0 pod=p_ns(u)"
    )

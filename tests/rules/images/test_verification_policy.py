import pytest

from imagesim.rules.images.verification_policy import VerificationPolicy, allowed, pattern_error, repository_as_typed

HEX = "7cc4b5aefd1d0cadf8d97d4350462ba51c694ebca145b08d7d41b41acc8db5aa"


@pytest.mark.parametrize(
    ("policy", "preloaded", "pulled"),
    [
        ("NeverVerify", False, False),
        ("NeverVerifyPreloadedImages", False, True),
        ("NeverVerifyAllowlistedImages", True, True),
        ("AlwaysVerify", True, True),
    ],
)
def test_which_images_are_verified(policy, preloaded, pulled):
    verification = VerificationPolicy(policy)
    assert verification.requires_verification("nginx", pulled_by_kubelet=False) is preloaded
    assert verification.requires_verification("nginx", pulled_by_kubelet=True) is pulled


def test_the_default_verifies_what_the_kubelet_pulled():
    assert VerificationPolicy().name == "NeverVerifyPreloadedImages"


def test_an_allowed_image_is_not_verified_even_if_the_kubelet_pulled_it():
    policy = VerificationPolicy("NeverVerifyAllowlistedImages", allow_list=("example.com/*",))
    assert not policy.requires_verification("example.com/a:v1", pulled_by_kubelet=True)


@pytest.mark.parametrize(
    ("entry", "image", "let_through"),
    [
        ("busybox", "busybox", True),
        ("busybox", "busybox:1.36", True),
        ("busybox", f"busybox@sha256:{HEX}", True),
        ("busybox", "docker.io/library/busybox", False),
        ("docker.io/*", "busybox", False),
        ("example.com/a", "example.com/ab", False),
        ("example.com/a/*", "example.com/a", False),
        ("example.com/*", "example.com/a/b:v1", True),
        ("example.com/*", "example.com:5000/a", False),
        ("example.com:5000/a", "example.com:5000/a:v1", True),
    ],
)
def test_entries_are_compared_with_the_text_as_typed(entry, image, let_through):
    assert allowed([entry], image) is let_through


def test_one_entry_is_enough():
    assert allowed(["other.io/x", "example.com/*"], "example.com/a")
    assert not allowed([], "example.com/a")


@pytest.mark.parametrize(
    ("image", "repository"),
    [
        ("localhost:5000/a", "localhost:5000/a"),
        ("localhost:5000/a:v1", "localhost:5000/a"),
        (f"a/b:v1@sha256:{HEX}", "a/b"),
        ("a:5000", "a"),
    ],
)
def test_a_port_is_no_tag(image, repository):
    assert repository_as_typed(image) == repository


@pytest.mark.parametrize(
    ("pattern", "error"),
    [
        ("", "the supplied pattern is too short: "),
        ("*", "not a valid wildcard pattern, only patterns ending with '/*' are allowed: *"),
        ("/*", "at least registry hostname is required"),
        ("a*/*", "not a valid wildcard pattern, only patterns ending with '/*' are allowed: a*/*"),
        (" a", "leading/trailing spaces are not allowed:  a"),
        ("a:1", "neither tag nor digest is accepted in an image reference: a:1"),
        ("a/B", "failed to parse as an image name: repository name must be lowercase"),
        ("ex ample.com/*", ""),
        (HEX, ""),
    ],
)
def test_what_the_kubelet_says_of_an_entry(pattern, error):
    assert pattern_error(pattern) == error


@pytest.mark.parametrize(
    ("name", "allow_list", "text"),
    [
        ("Sometimes", (), "unknown image pull credential verification policy: Sometimes"),
        ("NeverVerify", ("a",), "needs imagePullCredentialsVerificationPolicy NeverVerifyAllowlistedImages"),
        ("NeverVerifyAllowlistedImages", ("a", "b:1"), "neither tag nor digest"),
    ],
)
def test_a_configuration_that_the_kubelet_refuses_is_refused(name, allow_list, text):
    with pytest.raises(ValueError, match=text):
        VerificationPolicy(name, allow_list=allow_list)

"""For which images that are on a node the kubelet asks whether a pod may use them.

Models pkg/kubelet/images/pullmanager/image_pull_policies.go (KEP-2535, gate KubeletEnsureSecretPulledImages; 1.36
recorded) and the checks of the kubelet's configuration. `imagePullCredentialsVerificationPolicy` is one of four; it
only matters for IfNotPresent and Never, and only if the image is there.

`preloadedImagesVerificationAllowlist` holds repositories without tag and digest, or prefixes that end in `/*`. Its
entries are compared with the text as typed in the pod: `docker.io/library/busybox` does not allow `busybox`. Its name
promises "preloaded", but it allows an image whoever pulled it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from imagesim.rules.reference import ReferenceSyntaxError, parse_as_written

NEVER_VERIFY = "NeverVerify"
NEVER_VERIFY_PRELOADED_IMAGES = "NeverVerifyPreloadedImages"
NEVER_VERIFY_ALLOWLISTED_IMAGES = "NeverVerifyAllowlistedImages"
ALWAYS_VERIFY = "AlwaysVerify"

POLICIES = (NEVER_VERIFY, NEVER_VERIFY_PRELOADED_IMAGES, NEVER_VERIFY_ALLOWLISTED_IMAGES, ALWAYS_VERIFY)

_ANY_IMAGE = "/*"


@dataclass(frozen=True, slots=True)
class VerificationPolicy:
    """One of POLICIES, with its allow list. What the kubelet would refuse is a ValueError."""

    name: str = NEVER_VERIFY_PRELOADED_IMAGES
    allow_list: tuple[str, ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        if self.name not in POLICIES:
            raise ValueError(f"unknown image pull credential verification policy: {self.name}")
        if self.allow_list and self.name != NEVER_VERIFY_ALLOWLISTED_IMAGES:
            raise ValueError(
                f"preloadedImagesVerificationAllowlist needs imagePullCredentialsVerificationPolicy "
                f"{NEVER_VERIFY_ALLOWLISTED_IMAGES}, not {self.name}"
            )
        for pattern in self.allow_list:
            if error := pattern_error(pattern):
                raise ValueError(error)

    def requires_verification(self, image: str, pulled_by_kubelet: bool) -> bool:
        """Has a pod that asks for *image*, which is present, to show that it may use it?"""
        if self.name == NEVER_VERIFY_PRELOADED_IMAGES:
            return pulled_by_kubelet
        if self.name == NEVER_VERIFY_ALLOWLISTED_IMAGES:
            return not allowed(self.allow_list, image)
        return self.name == ALWAYS_VERIFY


def allowed(allow_list: Sequence[str], image: str) -> bool:
    """Does an entry name the repository of *image* as typed, or a prefix of it?"""
    repository = repository_as_typed(image)
    return any(
        repository.startswith(entry.removesuffix("*")) if entry.endswith(_ANY_IMAGE) else repository == entry
        for entry in allow_list
    )


@lru_cache(maxsize=1024)  # asked again for every pod
def repository_as_typed(image: str) -> str:
    """*image* without tag and digest and otherwise untouched: `busybox:1` is `busybox`, not `docker.io/...`."""
    name = image.partition("@")[0]
    path, slash, last = name.rpartition("/")
    return path + slash + last.partition(":")[0]


def pattern_error(pattern: str) -> str:
    """Why the kubelet refuses an entry of the allow list; "" if it takes it. A prefix is hardly looked at."""
    if pattern != pattern.strip():
        return f"leading/trailing spaces are not allowed: {pattern}"
    is_prefix = pattern.endswith(_ANY_IMAGE)
    trimmed = pattern.removesuffix("*") if is_prefix else pattern
    if not trimmed:
        return f"the supplied pattern is too short: {pattern}"
    if "*" in trimmed:
        return f"not a valid wildcard pattern, only patterns ending with '/*' are allowed: {pattern}"
    if is_prefix:
        return "at least registry hostname is required" if trimmed == "/" else ""
    try:
        repository = parse_as_written(trimmed).repository
    except ReferenceSyntaxError as error:
        return f"failed to parse as an image name: {error}"
    return "" if repository == trimmed else f"neither tag nor digest is accepted in an image reference: {pattern}"

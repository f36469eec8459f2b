"""What the image manager is asked, what it asks others, and what it answers: values that pass between it and a kubelet.

Models the arguments and results of EnsureImageExists in pkg/kubelet/images/image_manager.go, 1.32 to 1.36. Every answer
carries the events that the kubelet sends at that moment, in order; the second event of a failure (`Error: ...`) is the
pod worker's.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from imagesim.rules.credentials.credential import Credential
from imagesim.rules.pods.kubelet_texts import Event
from imagesim.rules.units import Bytes, Seconds


class ImageStatus(NamedTuple):
    """The runtime's answer to ImageStatus: the image's ID, "" if it is absent, or an error."""

    ref: str = ""
    error: str = ""


InspectImage = Callable[[str], ImageStatus]
"""Asks the runtime for an image by the text that the kubelet sends it."""

FindCredentials = Callable[[], Sequence[Credential]]
"""Looks up what the pod can pull with, in the order to try; DockerConfigError if a pull secret cannot be decoded."""


class ImageRequest(NamedTuple):
    """A container's image as the pod has it: `image` as typed, `policy` as stored."""

    pod_uid: str
    image: str
    policy: str


class Ensured(NamedTuple):
    """The image is there and the container may start. `message` is what EnsureImageExists returns with it."""

    image_ref: str
    message: str
    events: tuple[Event, ...]


class Failure(NamedTuple):
    """The container waits with this reason and message. A raw error, of a keyring, has no image event."""

    reason: str
    message: str
    events: tuple[Event, ...] = ()


class Pull(NamedTuple):
    """Hand this to the puller: `reference` is the text for the runtime, which may have to wait there.

    `credentials` is None where they are looked up when the pull's turn has come (1.32).
    """

    request: ImageRequest
    reference: str
    started: Seconds
    credentials: Sequence[Credential] | None
    events: tuple[Event, ...]


class Pulled(NamedTuple):
    """How a pull ended: an `error` (as the kubelet sees it), or the image's ID and CRI size.

    `seconds` is the call to the runtime, all credentials included, without the wait in the puller. `used` is
    the credential that worked, None if the image was pulled anonymously.
    """

    image_ref: str = ""
    error: str = ""
    seconds: Seconds = 0.0
    size: Bytes = 0
    used: Credential | None = None


Decision = Ensured | Failure | Pull
Outcome = Ensured | Failure


def no_credentials() -> Sequence[Credential]:
    """Nothing in the pod and nothing on the node: one anonymous pull."""
    return ()

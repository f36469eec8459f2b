"""What the kubelet says about a container's image and its start, verbatim: events, waiting reasons and messages.

Models pkg/kubelet/images/image_manager.go and types.go, pkg/kubelet/events/event.go, kuberuntime_container.go and
kuberuntime_manager.go, 1.32 to 1.36 (recorded at both ends). An event is (type, reason, message). Every image is named
as typed in the pod; the runtime's part of a text shows the normalised name.
"""

from collections.abc import Sequence
from functools import lru_cache

from imagesim.rules.api.app import ProbeKind
from imagesim.rules.api.probe import Probe
from imagesim.rules.golang.text import duration, quote
from imagesim.rules.units import Bytes, Seconds
from imagesim.rules.versions import KubernetesBehaviour

Event = tuple[str, str, str]
"""Type, reason, message."""

NORMAL, WARNING = "Normal", "Warning"

# Waiting reasons.
CONTAINER_CREATING = "ContainerCreating"
POD_INITIALIZING = "PodInitializing"
INVALID_IMAGE_NAME = "InvalidImageName"
IMAGE_INSPECT_ERROR = "ImageInspectError"
ERR_IMAGE_NEVER_PULL = "ErrImageNeverPull"
ERR_IMAGE_PULL = "ErrImagePull"
IMAGE_PULL_BACK_OFF = "ImagePullBackOff"
REGISTRY_UNAVAILABLE = "RegistryUnavailable"
SIGNATURE_VALIDATION_FAILED = "SignatureValidationFailed"
CRASH_LOOP_BACK_OFF = "CrashLoopBackOff"

CREATE_POD_SANDBOX_ERROR = "CreatePodSandboxError"
"""Why a sync ended before any container: no waiting reason, the containers stay ContainerCreating."""

_remembered = lru_cache(maxsize=1024)
"""For texts that are said again and again about the same image or container: thousands of pods share one."""

PULL_QPS_EXCEEDED = "pull QPS exceeded"
"""The puller's own error when registryPullQPS has no token left: an ordinary failed pull."""

_SAID_BY_RUNTIMES = {
    REGISTRY_UNAVAILABLE: "because the registry is unavailable",
    SIGNATURE_VALIDATION_FAILED: "because the signature validation failed",
}


# --- before a pull ---


def default_tag_failed(image: str, error: str) -> str:
    """Message for a name that cannot be parsed; *error* is InvalidImageName's text. Waiting reason InvalidImageName."""
    return f"Failed to apply default image tag {quote(image)}: {error}"


def inspect_error_message(error: str, answer: str = "") -> str:
    """Message when the runtime could not say whether it has the image. Waiting reason ImageInspectError.

    The quotes hold the runtime's *answer* and not the image. After an error it is empty, so the quotes are, too.
    """
    return f"Failed to inspect image {quote(answer)}: {error}"


def inspect_failed(message: str) -> Event:
    """The event for either of the two messages above."""
    return WARNING, "InspectFailed", message


def already_present_message(behaviour: KubernetesBehaviour, image: str) -> str:
    """What is said of an image that needs no pull."""
    return _already_present(image, behaviour.present_suffix)


@_remembered
def _already_present(image: str, suffix: str) -> str:
    return f"Container image {quote(image)} already present on machine{suffix}"


def already_present(behaviour: KubernetesBehaviour, image: str) -> Event:
    """The image is on the node and the pod may use it."""
    return NORMAL, "Pulled", already_present_message(behaviour, image)


def never_pull_message(image: str) -> str:
    """Message for policy Never and no image; the same where the pod may not use an image that is present."""
    return f"Container image {quote(image)} is not present with pull policy of Never"


def never_pull(image: str) -> Event:
    """The event for that message. Waiting reason ErrImageNeverPull."""
    return WARNING, "ErrImageNeverPull", never_pull_message(image)


def pull_secrets_missing(names: Sequence[str]) -> Event:
    """The event on the pod when pull secrets do not exist; the pull goes on without them."""
    message = (
        f"Unable to retrieve some image pull secrets ({', '.join(names)}); "
        "attempting to pull the image may not succeed."
    )
    return WARNING, "FailedToRetrieveImagePullSecret", message


# --- a pull ---


@_remembered
def back_off(image: str) -> Event:
    """The image's back-off has not run out. Normal, although it is bad news."""
    return NORMAL, "BackOff", f"Back-off pulling image {quote(image)}"


@_remembered
def back_off_message(image: str, last_error: str) -> str:
    """Message of ImagePullBackOff; *last_error* is "REASON: message" of the last failed pull, "" if unknown."""
    text = f"Back-off pulling image {quote(image)}"
    return f"{text}: {last_error}" if last_error else text


@_remembered
def pulling(image: str) -> Event:
    """A pull was handed to the puller; it may still wait there."""
    return NORMAL, "Pulling", f"Pulling image {quote(image)}"


def pulled(image: str, pull_s: Seconds, since_pulling_s: Seconds, size: Bytes) -> Event:
    """A pull succeeded: *pull_s* is the call to the runtime, *since_pulling_s* adds the waiting for it."""
    message = (
        f"Successfully pulled image {quote(image)} in {duration(pull_s)} "
        f"({duration(since_pulling_s)} including waiting). Image size: {size} bytes."
    )
    return NORMAL, "Pulled", message


@_remembered
def pull_failed(image: str, error: str) -> Event:
    """A pull failed; *error* is the runtime's text as the kubelet sees it, or its own."""
    return WARNING, "Failed", f"Failed to pull image {quote(image)}: {error}"


def pull_error(image: str, error: str) -> tuple[str, str]:
    """Waiting reason and message after a failed pull.

    A text that starts with one of two words gets its own reason. containerd says neither, other runtimes may.
    """
    for reason, because in _SAID_BY_RUNTIMES.items():
        if error.startswith(reason):
            return reason, f"image pull failed for {image} {because}{error.removeprefix(reason)}"
    return ERR_IMAGE_PULL, error


# --- a sandbox ---


def sandbox_failed(error: str) -> Event:
    """The runtime could not make the pod's sandbox; *error* is the gRPC error, whose frame is not stripped here."""
    return WARNING, "FailedCreatePodSandBox", f"Failed to create pod sandbox: {error}"


def sandbox_failed_message(pod: str, error: str) -> str:
    """Message of CreatePodSandboxError, which only the kubelet's log shows; *pod* is `pod_text`."""
    return f"Failed to create sandbox for pod {quote(pod)}: {error}"


# --- a container ---


@_remembered
def start_failed(reason: str) -> Event:
    """The second event of every failure: `Error: ErrImagePull`. Some errors (a keyring's) have only this one."""
    return WARNING, "Failed", f"Error: {reason}"


def created(behaviour: KubernetesBehaviour, name: str) -> Event:
    """The container *name* was created."""
    return _about_container("Created", behaviour.created_message, name)


def started(behaviour: KubernetesBehaviour, name: str) -> Event:
    """The container *name* was started."""
    return _about_container("Started", behaviour.started_message, name)


@_remembered
def _about_container(reason: str, message: str, name: str) -> Event:
    return NORMAL, reason, message.format(name=name)


SANDBOX_CHANGED: Event = (NORMAL, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.")
"""The pod had a sandbox, and has it no more (kuberuntime_manager.go SyncPod)."""


def killing(name: str) -> Event:
    """The container *name* is stopped."""
    return NORMAL, "Killing", f"Stopping container {name}"


def definition_changed(name: str, *, init: bool = False) -> Event:
    """The container *name* is stopped because its image was changed in the pod; *init* if it is a sidecar."""
    if init:
        return NORMAL, "Killing", f"Init container {name} definition changed"
    return NORMAL, "Killing", f"Container {name} definition changed, will be restarted"


def probe_failed(name: str, kind: ProbeKind, *, init: bool, restarts: bool) -> Event:
    """The container *name* is stopped because that probe failed. Of a sidecar (*init*) it is not said what follows."""
    if init:
        return NORMAL, "Killing", f"Init container {name} failed {kind.lower()} probe"
    follows = ", will be restarted" if restarts else ""
    return NORMAL, "Killing", f"Container {name} failed {kind.lower()} probe{follows}"


@_remembered
def unhealthy(kind: ProbeKind, probe: Probe) -> Event:
    """A probe failed; one for a port that nobody has could not even be made, and does not count.

    What the program answers nobody says, so it is what such programs do: 503 over HTTP, NOT_SERVING over gRPC, a closed
    port, a command without a word. Pods have no address here, so a closed port is named without one.
    """
    if cannot_be_made(probe):
        error = f"strconv.Atoi: parsing {quote(probe.port)}: invalid syntax"
        return WARNING, "Unhealthy", f"{kind} probe errored and resulted in unknown state: {error}"
    output = {
        "httpGet": "HTTP probe failed with statuscode: 503",
        "grpc": 'service unhealthy (responded with "NOT_SERVING")',
        "tcpSocket": f"dial tcp :{probe.port}: connect: connection refused",
        "exec": "",
    }[probe.handler]
    return WARNING, "Unhealthy", f"{kind} probe failed: {output}"


def cannot_be_made(probe: Probe) -> bool:
    """Whether the probe asks a port by a name that no port of its container has."""
    return probe.handler != "exec" and not probe.port.isdecimal()


def pod_text(namespace: str, name: str, uid: str) -> str:
    """How the kubelet names a pod inside a text: NAME_NAMESPACE(UID)."""
    return f"{name}_{namespace}({uid})"


def crash_back_off(name: str, pod: str) -> Event:
    """The container *name* of *pod* (see pod_text) crashed and has to wait."""
    return WARNING, "BackOff", f"Back-off restarting failed container {name} in pod {pod}"


def crash_back_off_message(delay: Seconds, name: str, pod: str) -> str:
    """Message of CrashLoopBackOff; *delay* is the whole back-off, not what is left of it."""
    return f"back-off {duration(delay)} restarting failed container={name} pod={pod}"

"""What a NodePool's settings make of a version of containerd: which path a pull takes, and how much goes on at once."""

from imagesim.rules import versions
from imagesim.rules.units import Seconds
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.rules.versions.containerd import local_pull
from imagesim.scenarios.values.node_runtime import ContainerdConfiguration

_DEFAULT_DOWNLOADS = 3


def behaviour_of(version: str, settings: ContainerdConfiguration) -> ContainerdBehaviour:
    """How *version* pulls; some settings make its CRI plugin leave the transfer service."""
    behaviour = versions.containerd(version)
    leaves = (
        settings.use_local_image_pull
        or settings.discard_unpacked_layers
        or settings.max_concurrent_downloads != _DEFAULT_DOWNLOADS
    )
    return local_pull(behaviour) if behaviour.transfer_service and leaves else behaviour


def downloads(behaviour: ContainerdBehaviour, settings: ContainerdConfiguration) -> int:
    """How many bodies come at once: of the node or of each pull, as the version has it."""
    if behaviour.transfer_service:
        return settings.transfer_max_concurrent_downloads
    return settings.max_concurrent_downloads


def unpacks(behaviour: ContainerdBehaviour, settings: ContainerdConfiguration) -> int:
    """How many layers are unpacked at once."""
    return settings.transfer_max_concurrent_unpacks if behaviour.transfer_service else 1


def progress_timeout_s(behaviour: ContainerdBehaviour, settings: ContainerdConfiguration) -> Seconds | None:
    """After how many seconds without progress a pull is cancelled; None for never."""
    if behaviour.progress_timeout_s is None:
        return None
    own = settings.image_pull_progress_timeout_s
    return behaviour.progress_timeout_s if own is None else own or None

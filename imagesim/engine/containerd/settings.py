"""What a NodePool's settings make of a version of containerd: which path a pull takes, and how much goes on at once."""

from dataclasses import dataclass
from functools import lru_cache

from imagesim.rules import platforms, versions
from imagesim.rules.containerd.layer_chunks import chunk_size
from imagesim.rules.units import Bytes, Seconds
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.rules.versions.containerd import local_pull
from imagesim.scenarios.values.images import ImageManifest
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.node_runtime import ContainerdConfiguration, Pace

_DEFAULT_DOWNLOADS = 3


@dataclass(frozen=True, slots=True)
class PullSettings:
    """How the nodes of a pool pull. `keeps_layers`: compressed layers stay after they were unpacked."""

    behaviour: ContainerdBehaviour
    platform: str
    pace: Pace
    progress_timeout_s: Seconds | None
    keeps_layers: bool

    def unpacks(self, manifest: ImageManifest) -> bool:
        """Whether this version unpacks such an image here: no artifact, and later none for another system.

        What Windows cannot unpack it tries to, at the latest for the first container, which is not told apart here.
        """
        if manifest.artifact:
            return False
        return self.behaviour.unpacks_other_systems or _tries_to_unpack(manifest.built_for, self.platform)


@lru_cache(maxsize=1024)  # asked twice at each pull, of few platforms
def _tries_to_unpack(built_for: str, node: str) -> bool:
    """Whether a node unpacks an image *built_for* a platform, where none for another system is unpacked."""
    if not built_for or not platforms.can_unpack(built_for, node):
        return True
    return platforms.system(built_for) == platforms.system(node)


def pull_settings(pool: NodePool) -> PullSettings:
    """How the nodes of *pool* pull."""
    behaviour = behaviour_of(pool.containerd_version, pool.containerd)
    return PullSettings(
        behaviour,
        pool.platform,
        pool.pace,
        progress_timeout_s(behaviour, pool.containerd),
        not pool.containerd.discard_unpacked_layers,
    )


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


def fetched_at_once(behaviour: ContainerdBehaviour, settings: ContainerdConfiguration) -> Bytes:
    """How much of a big blob one of several requests brings; 0 where a blob is fetched whole."""
    if not behaviour.transfer_service:
        return 0
    return chunk_size(settings.transfer_concurrent_layer_fetch_buffer, settings.transfer_max_concurrent_downloads)


def parallel_unpacks(behaviour: ContainerdBehaviour, settings: ContainerdConfiguration) -> int:
    """How many layers are unpacked at once."""
    return settings.transfer_max_concurrent_unpacks if behaviour.transfer_service else 1


def progress_timeout_s(behaviour: ContainerdBehaviour, settings: ContainerdConfiguration) -> Seconds | None:
    """After how many seconds without progress a pull is cancelled; None for never."""
    if behaviour.progress_timeout_s is None:
        return None
    own = settings.image_pull_progress_timeout_s
    return behaviour.progress_timeout_s if own is None else own or None

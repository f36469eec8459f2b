"""Pulls one image on many nodes at once and says how long that took, in the middle."""

import math
import statistics
from collections.abc import Iterable
from typing import Literal

import simpy

from imagesim.engine.chance import Chance
from imagesim.engine.containerd.pull import ImagePull
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.containerd.surroundings import Surroundings
from imagesim.engine.environment import Environment
from imagesim.engine.network import Network
from imagesim.engine.record_book import RecordBook
from imagesim.engine.registry.factory import RegistryFactory
from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.rules.units import Seconds
from imagesim.scenarios.presets.nodes import NodePreset
from imagesim.scenarios.values.images import Image, ImageManifest, Layer
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_service import RegistryService
from imagesim.scenarios.values.scenario import Scenario
from tests.published.measurements import GHCR, MB, Row

CONTAINERD = "1.7"
"""What AKS 1.29 and the GKE of November 2024 ran."""
_LATENCY_S = 0.02
_BURST = 50
"""The nodes of the burst to which the limit was fitted."""

SEEN_IN_ALL = 16 * 200 * MB
"""Bytes per second: what 16 nodes on GKE take in from ghcr.io (gke-n1-standard-16). It may well send more in all."""

Shared = Literal["blob", "both", "registry", "connection"]
"""What has the limit: each blob; each blob, and all together SEEN_IN_ALL; all that is sent; or each connection."""


def median_seconds(row: Row, preset: NodePreset, shared: Shared = "blob") -> Seconds:
    """How long the pulls of *row* take on nodes of *preset*, from a registry that limits what is *shared*."""
    scenario = _scenario(row, preset, shared)
    env, records = Environment(), RecordBook()
    registries = RegistryFactory(scenario, env, records, IssuedTokens()).registries
    around, times = Surroundings(Network(env), registries, records), list[Seconds]()

    def pull(call: ImagePull) -> Iterable[simpy.Event]:
        yield from call.run()
        assert call.failure is None
        times.append(env.now)

    for number in range(row.nodes):
        runtime = Runtime(env, f"node-{number}", scenario.pools[0], around, Chance(number))
        env.process(pull(runtime.pull_image("ghcr.io/org/image:tag")))
    env.run()
    return statistics.median(times)


def rms_log_error(pairs: Iterable[tuple[float, float]]) -> float:
    """The root of the mean squared logarithm of simulated over measured."""
    logs = [math.log(simulated / measured) for simulated, measured in pairs]
    return math.sqrt(sum(log * log for log in logs) / len(logs))


def _scenario(row: Row, preset: NodePreset, shared: Shared) -> Scenario:
    sizes = [row.size // row.layers] * row.layers
    # Random bytes: a layer is as large unpacked as compressed.
    layers = tuple(Layer(digest=f"sha256:{n}", size=size, unpacked=size) for n, size in enumerate(sizes))
    manifest = ImageManifest(
        platform="linux/amd64", digest="sha256:m", size=1000, config_digest="sha256:c", config_size=1000, layers=layers
    )
    image = Image(name="image", digest=manifest.digest, manifests=(manifest,))
    limit = preset.of_one_blob if row.registry == GHCR else None
    registry = Registry(
        host="ghcr.io",
        latency_s=_LATENCY_S,
        bandwidth=limit if shared == "registry" else limit and SEEN_IN_ALL if shared == "both" else None,
        blob_bandwidth=limit if shared in ("blob", "both") else None,
        repositories=(("org/image", (("tag", image),)),),
        service=RegistryService(connection=limit and limit / _BURST if shared == "connection" else None),
    )
    pool = NodePool(
        name="nodes",
        count=row.nodes,
        network=preset.network,
        kubernetes_version="1.32",
        containerd_version=CONTAINERD,
        pace=preset.pace,
    )
    return Scenario(
        name="published",
        duration_s=1e6,
        kubernetes_version="1.32",
        containerd_version=CONTAINERD,
        default_image_size=0,
        default_latency_s=_LATENCY_S,
        registries=(registry,),
        pools=(pool,),
    )

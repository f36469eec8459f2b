"""The objects of the world as values, and the defaults that hold where a document gives none."""

from dataclasses import dataclass

from imagesim.rules.units import Bytes, Seconds
from imagesim.rules.versions import DEFAULT_CONTAINERD, DEFAULT_KUBERNETES
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.world.image.read import check_content, make_image
from imagesim.scenarios.world.node_pool.read import make_pool
from imagesim.scenarios.world.node_pool.runtime import check_nats
from imagesim.scenarios.world.registry.hosts import check_caches, described_hosts
from imagesim.scenarios.world.registry.read import make_registry
from imagesim.scenarios.world.simulation.model import SimulationSpec
from imagesim.scenarios.world.writing import speed_text
from imagesim.scenarios.world_documents import DEFAULT_WORLD, World

_DEFAULT_LATENCY: Seconds = 0.02
_DEFAULT_IMAGE_SIZE: Bytes = 100 * 2**20


@dataclass(slots=True, kw_only=True)
class Parts:
    """The world's objects by name, and the defaults that hold in it. `hosts` is by a Registry's name or host."""

    images: dict[str, Image]
    registries: dict[str, Registry]
    hosts: dict[str, str]
    pools: list[NodePool]
    versions: tuple[str, str]
    default_latency_s: Seconds
    default_size: Bytes

    @staticmethod
    def of(world: World, notes: Notes) -> "Parts":
        """Make the objects of a world. Raises ScenarioError for a mistake in one."""
        spec = world.simulation[1].spec
        latency_s = _DEFAULT_LATENCY if spec.defaults.latency is None else spec.defaults.latency
        size = _DEFAULT_IMAGE_SIZE if spec.defaults.image_size is None else spec.defaults.image_size
        made = [(doc, make_image(doc, model.metadata.name, model.spec, notes)) for doc, model in world.images]
        check_content(made)
        images = {image.name: image for _, image in made}
        own = described_hosts(world.registries)
        hosts = {model.metadata.name: own[document.label] for document, model in world.registries}
        hosts |= {host: host for host in own.values()}
        registries = {
            own[document.label]: make_registry(document, model, own[document.label], hosts, images, latency_s, notes)
            for document, model in world.registries
        }
        check_caches(world.registries, own, registries)
        versions = _versions(world, spec, notes)
        pools = [make_pool(document, model, versions, registries, images, notes) for document, model in world.pools]
        check_nats(world.pools)
        _note_default_pools(world, pools, notes)
        return Parts(
            images=images,
            registries=registries,
            hosts=hosts,
            pools=pools,
            versions=versions,
            default_latency_s=latency_s,
            default_size=size,
        )


def _versions(world: World, spec: SimulationSpec, notes: Notes) -> tuple[str, str]:
    kubernetes = spec.kubernetes_version or DEFAULT_KUBERNETES
    containerd = spec.containerd_version or DEFAULT_CONTAINERD
    if spec.kubernetes_version is None and any(model.spec.kubernetes_version is None for _, model in world.pools):
        notes.assume(f"Kubernetes is {kubernetes}, since no version is given.")
    if spec.containerd_version is None and any(model.spec.containerd_version is None for _, model in world.pools):
        notes.assume(f"containerd is {containerd}, since no version is given.")
    return kubernetes, containerd


def _note_default_pools(world: World, pools: list[NodePool], notes: Notes) -> None:
    for (_, model), pool in zip(world.pools, pools, strict=True):
        if DEFAULT_WORLD in model.metadata.annotations:
            network = speed_text(pool.network)
            notes.assume(f"No NodePool is given: {pool.count} nodes {pool.platform}, network {network} each.")

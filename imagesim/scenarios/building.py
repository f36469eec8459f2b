"""Documents become a Scenario: read, checked against one another, and completed where nobody wrote anything.

Everything that is taken for granted is said in `assumptions`, and everything that is passed over in `not_modelled`.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from imagesim.rules.api.objects import Pod
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds
from imagesim.rules.versions import DEFAULT_CONTAINERD, DEFAULT_KUBERNETES, kubernetes
from imagesim.scenarios.manifests.kinds import SCHEMAS, name_of
from imagesim.scenarios.manifests.read import read_manifests
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.quantities import format_duration, format_size, format_speed
from imagesim.scenarios.redaction import redacted
from imagesim.scenarios.timeline.events.outage import Outage
from imagesim.scenarios.timeline.known import Known
from imagesim.scenarios.timeline.read import read_timelines
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.documents import DEFAULT_WORLD, World, is_world, read_worlds
from imagesim.scenarios.world.image.read import check_content, make_image
from imagesim.scenarios.world.models import SimulationSpec
from imagesim.scenarios.world.node_pool.read import make_pool
from imagesim.scenarios.world.node_pool.runtime import check_nats
from imagesim.scenarios.world.registry.hosts import check_caches, described_hosts
from imagesim.scenarios.world.registry.read import make_registry

_DEFAULT_DURATION: Seconds = 1800
_DEFAULT_LATENCY: Seconds = 0.02
_DEFAULT_IMAGE_SIZE: Bytes = 100 * 2**20


def build(documents: Iterable[Document], notes: Notes) -> Scenario:
    """Return the scenario of *documents*, among which there are a Simulation and a NodePool."""
    documents = [redacted(document, world=is_world(document)) for document in documents]
    worlds = [document for document in documents if is_world(document)]
    world = read_worlds(worlds)
    manifests = read_manifests([document for document in documents if not is_world(document)], notes)
    parts = _Parts.of(world, notes)
    known = Known.of(manifests, parts.images, parts.hosts, parts.registries, parts.pools, notes)
    timeline = read_timelines(world.timelines, known)
    spec = world.simulation[1].spec
    scenario = Scenario(
        name=world.simulation[1].metadata.name,
        title=spec.title,
        question=spec.question,
        duration_s=_duration(world, timeline, notes),
        seed=1 if spec.seed is None else spec.seed,
        kubernetes_version=parts.versions[0],
        containerd_version=parts.versions[1],
        admission=tuple(dict.fromkeys(spec.admission)),
        default_image_size=parts.default_size,
        default_latency_s=parts.default_latency_s,
        default_bandwidth=spec.defaults.bandwidth,
        registries=tuple(parts.registries.values()),
        images=tuple(parts.images.values()),
        pools=tuple(parts.pools),
        pods=tuple(_placed(pod, parts.pools, notes) for pod in manifests.pods),
        workloads=tuple(manifests.workloads),
        secrets=tuple(manifests.secrets),
        service_accounts=tuple(manifests.service_accounts),
        timeline=timeline,
        documents=tuple(_kept(document) for document in documents),
    )
    _note_outside(scenario, notes)
    _note_service_accounts(scenario, notes)
    _note_image_volumes(scenario, notes)
    return dataclasses.replace(
        scenario,
        assumptions=notes.assumptions(first=spec.assumptions),
        not_modelled=notes.sentences(first=spec.not_modelled),
    )


def _kept(document: Document) -> dict[str, object]:
    """The document's value; of a kind that is not modelled only what names it."""
    if is_world(document) or document.kind in SCHEMAS:
        return document.value
    names = {"name": document.name, "namespace": document.namespace}
    return {"apiVersion": document.api_version, "kind": document.kind, "metadata": names}


@dataclass(slots=True, kw_only=True)
class _Parts:
    """The world's objects by name, and the defaults that hold in it. `hosts` is by a Registry's name or host."""

    images: dict[str, Image]
    registries: dict[str, Registry]
    hosts: dict[str, str]
    pools: list[NodePool]
    versions: tuple[str, str]
    default_latency_s: Seconds
    default_size: Bytes

    @staticmethod
    def of(world: World, notes: Notes) -> "_Parts":
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
        pools = [make_pool(document, model, versions, registries, notes) for document, model in world.pools]
        check_nats(world.pools)
        _note_default_pools(world, pools, notes)
        return _Parts(
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
            network = _speed(pool.network)
            notes.assume(f"No NodePool is given: {pool.count} nodes {pool.platform}, network {network} each.")


def _speed(speed: BytesPerSecond | None) -> str:
    return "unlimited" if speed is None else format_speed(speed)


def _duration(world: World, timeline: tuple[TimelineEvent, ...], notes: Notes) -> Seconds:
    document, model = world.simulation
    given = model.spec.duration
    if given is not None and given <= 0:
        raise document.error("must be longer than 0", ("spec", "duration"), suggestion="write for example 30m")
    if given is not None:
        late = sum(event.at_s >= given for event in timeline)
        if late:
            notes.assume(f"{late} events of the timeline lie after the end of the run and never happen.")
        return given
    last = max((event.ends_s for event in timeline), default=0.0)
    duration = last + _DEFAULT_DURATION
    after = ", 30m after the last event of the timeline" if timeline else ""
    notes.assume(f"No duration is given: the run lasts {format_duration(duration)}{after}.")
    return duration


def _placed(pod: Pod, pools: list[NodePool], notes: Notes) -> Pod:
    """A pod that an export bound to a node which is not here is left to the scheduler."""
    name = pod.spec.node_name
    if not name or any(name == f"{pool.name}-{index}" for pool in pools for index in range(pool.count)):
        return pod
    notes.assume(f"Pod/{pod.namespace}/{pod.name} names the node {name}, which is not here; the scheduler places it.")
    return dataclasses.replace(pod, spec=dataclasses.replace(pod.spec, node_name=""))


def _note_outside(scenario: Scenario, notes: Notes) -> None:
    """Say what registries that no document describes serve, and which outages touch nothing."""
    hosts = _hosts(scenario)
    hosts |= _further_hosts(scenario)
    described = {registry.host for registry in scenario.registries}
    outside = sorted(hosts - described)
    if outside:
        bandwidth = scenario.default_bandwidth
        limit = "without a limit of bandwidth" if bandwidth is None else f"at {format_speed(bandwidth)}"
        notes.assume(
            f"No document describes {', '.join(outside)}: every name is there, as an image of "
            f"{format_size(scenario.default_image_size)} in one layer, "
            f"answered after {format_duration(scenario.default_latency_s)} and sent {limit}."
        )
    for event in scenario.timeline:
        if isinstance(event, Outage) and event.registry not in hosts | _helping_hosts(scenario):
            notes.assume(f"The outage of {event.registry} touches no image of this scenario.")


def _note_service_accounts(scenario: Scenario, notes: Notes) -> None:
    """Say which service accounts are taken to exist; without them the API server would refuse their pods."""
    known = {(account.namespace, account.name) for account in scenario.service_accounts}
    named = {(owner.namespace, spec.service_account_name) for owner, spec in scenario.pod_specs}
    for namespace, name in sorted(named - known):
        if name != "default":
            notes.assume(f"ServiceAccount/{namespace}/{name} is in no document: it exists, and has no pull secrets.")


def _note_image_volumes(scenario: Scenario, notes: Notes) -> None:
    """Say where volumes of type image are left out, since the gate ImageVolume is off by default."""
    versions = sorted({pool.kubernetes_version for pool in scenario.pools})
    without = [version for version in versions if not kubernetes(version).image_volumes_by_default]
    for owner, spec in scenario.pod_specs if without else ():
        if spec.image_volumes:
            instead = f"kubelets of {', '.join(without)} leave it out, since their gate ImageVolume is off by default"
            notes.not_modelled("a volume of type image", name_of(owner), instead)


def _hosts(scenario: Scenario) -> set[str]:
    """The hosts of all images that the scenario names."""
    specs = [spec for _, spec in scenario.pod_specs]
    texts = [container.image for spec in specs for container in (*spec.containers, *spec.init_containers)]
    texts += [volume.reference for spec in specs for volume in spec.image_volumes]
    texts += [image for pool in scenario.pools for image in pool.prepulled]
    texts += [name for event in scenario.timeline for name in event.image_names]
    return {host for text in texts for host in _host(text)}


def _further_hosts(scenario: Scenario) -> set[str]:
    """The registries that are asked in place of those that images name: mirrors, and what is behind a cache."""
    files = [hosts for pool in scenario.pools for hosts in pool.hosts]
    found = {mirror.host for hosts in files for mirror in hosts.mirrors if not mirror.peers}
    found |= {hosts.server for hosts in files if hosts.server is not None}
    return found | {each.service.cache.upstream for each in scenario.registries if each.service.cache is not None}


def _helping_hosts(scenario: Scenario) -> set[str]:
    """The hosts that registries send their clients to, for tokens and for content."""
    services = [registry.service for registry in scenario.registries]
    return {host for service in services for host in (service.redirect, service.tokens.host) if host}


def _host(text: str) -> list[str]:
    try:
        return [ImageReference.parse(text).domain]
    except InvalidImageName:
        return []

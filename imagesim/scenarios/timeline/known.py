"""What the names in a timeline can mean: the objects of the scenario."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from imagesim.rules.api.objects import Deployment, Pod
from imagesim.rules.api.workload import Workload
from imagesim.rules.versions import kubernetes
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.kinds import name_of
from imagesim.scenarios.manifests.last_applied import last_applied
from imagesim.scenarios.manifests.read import Manifests
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.timeline.presence import Presence
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.node_pool import NodePool, is_one_of, is_static_pod
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.starting_state import StartingState
from imagesim.scenarios.world.registry.hosts import names_of_registries
from imagesim.scenarios.world.types import MOST_NODES


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The objects by their names: workloads and pods by Kind/namespace/name, registries by host.

    `hosts` maps a Registry's name, and its host, to its host. `pools` maps a NodePool to its number of nodes,
    `node_names` to those that have names of their own,
    `pools_with_disk` are those whose disks have a size; `kubernetes_version` is the API server's. `nats` are the names
    of the addresses that nodes share; `static_pods` says whether a namespace and a name are those of a static pod. An
    event's manifest is read with `decoding`. `origin` are the manifests of the objects, and `kept` those that kubectl
    apply has kept of them.
    """

    workloads: Mapping[str, Workload]
    pods: Mapping[str, Pod]
    secrets: frozenset[tuple[str, str]]
    images: Mapping[str, Image]
    hosts: Mapping[str, str]
    registries: Mapping[str, Registry]
    pools: Mapping[str, int]
    node_names: Mapping[str, tuple[str, ...]]
    pools_with_disk: frozenset[str]
    kubernetes_version: str
    nats: frozenset[str]
    static_pods: Callable[[str, str], bool]
    decoding: Decoding
    origin: Mapping[str, Document]
    kept: Mapping[str, Document]

    @property
    def notes(self) -> Notes:
        """Where to note what a manifest holds that is not modelled."""
        return self.decoding.notes

    def noting(self, notes: Notes) -> "Known":
        """The same with other notes."""
        return replace(self, decoding=replace(self.decoding, notes=notes))

    def may_be_node(self, name: str) -> bool:
        """Whether it is the name of a node, or may be once one has joined."""
        return any(is_one_of(name, pool, self.node_names[pool], MOST_NODES) for pool in self.pools)

    def last_applied(self, name: str) -> str:
        """What was applied of the object, Kind/namespace/name, before the run: JSON, "" for nothing."""
        return last_applied(self.kept.get(name) or self.origin.get(name))

    @staticmethod
    def of(
        manifests: Manifests,
        images: Mapping[str, Image],
        hosts: Mapping[str, str],
        registries: Mapping[str, Registry],
        pools: Sequence[NodePool],
        decoding: Decoding,
        kept: Mapping[str, Document],
        kubernetes_version: str,
        found: StartingState,
    ) -> "Known":
        """Collect the objects of a scenario."""
        found_pods = [pod.manifest for pod in found.pods]
        return Known(
            workloads={name_of(workload): workload for workload in (*found.workloads, *manifests.workloads)},
            pods={name_of(pod): pod for pod in (*found_pods, *manifests.pods)},
            secrets=frozenset((secret.namespace, secret.name) for secret in manifests.secrets),
            images=images,
            hosts=hosts,
            registries=registries,
            pools={pool.name: pool.count for pool in pools},
            node_names={pool.name: pool.nodes for pool in pools},
            kubernetes_version=kubernetes_version,
            pools_with_disk=frozenset(pool.name for pool in pools if pool.disk is not None),
            nats=frozenset(pool.nat.name for pool in pools if pool.nat is not None),
            static_pods=partial(is_static_pod, pools),
            decoding=decoding,
            origin=manifests.origin,
            kept=kept,
        )

    @staticmethod
    def of_scenario(scenario: Scenario, notes: Notes) -> "Known":
        """The objects of a scenario that is whole."""
        registries = {registry.host: registry for registry in scenario.registries}
        found = scenario.starting or StartingState()
        found_pods = [pod.manifest for pod in found.pods]
        api_server = kubernetes(scenario.kubernetes_version)
        documents = [Document(value=value) for value in scenario.documents]
        return Known(
            workloads={name_of(workload): workload for workload in (*found.workloads, *scenario.workloads)},
            pods={name_of(pod): pod for pod in (*found_pods, *scenario.pods)},
            secrets=frozenset((secret.namespace, secret.name) for secret in scenario.secrets),
            images={image.name: image for image in scenario.images},
            hosts=names_of_registries(scenario.documents) | {host: host for host in registries},
            registries=registries,
            pools={pool.name: pool.count for pool in scenario.pools},
            node_names={pool.name: pool.nodes for pool in scenario.pools},
            kubernetes_version=scenario.kubernetes_version,
            pools_with_disk=frozenset(pool.name for pool in scenario.pools if pool.disk is not None),
            nats=frozenset(pool.nat.name for pool in scenario.pools if pool.nat is not None),
            static_pods=partial(is_static_pod, scenario.pools),
            decoding=Decoding(
                notes,
                image_volumes=api_server.image_volumes_by_default,
                checks_templates=api_server.image_volumes_checked_in_templates,
            ),
            origin={document.full_name: document for document in documents},
            kept={},
        )

    def presence(self) -> Presence:
        """The Secrets and nodes that there are when the run begins, and the Deployments that are paused then."""
        workloads = self.workloads.items()
        paused = [name for name, workload in workloads if isinstance(workload, Deployment) and workload.paused]
        return Presence(self.secrets, self.pools, self.node_names, paused)

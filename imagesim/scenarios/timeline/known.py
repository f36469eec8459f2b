"""What the names in a timeline can mean: the objects of the scenario."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from imagesim.rules.api.objects import Deployment, Pod
from imagesim.rules.api.workload import Workload
from imagesim.scenarios.manifests.kinds import name_of
from imagesim.scenarios.manifests.read import Manifests
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.timeline.presence import Presence
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.node_pool import NodePool, is_static_pod
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.registry.hosts import names_of_registries


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The objects by their names: workloads and pods by Kind/namespace/name, registries by host.

    `hosts` maps a Registry's name, and its host, to its host. `pools` maps a NodePool to its number of nodes;
    `static_pods` says whether a namespace and a name are those of a static pod. What an event's manifest holds that
    is not modelled goes into `notes`.
    """

    workloads: Mapping[str, Workload]
    pods: Mapping[str, Pod]
    secrets: frozenset[tuple[str, str]]
    images: Mapping[str, Image]
    hosts: Mapping[str, str]
    registries: Mapping[str, Registry]
    pools: Mapping[str, int]
    static_pods: Callable[[str, str], bool]
    notes: Notes

    @staticmethod
    def of(
        manifests: Manifests,
        images: Mapping[str, Image],
        hosts: Mapping[str, str],
        registries: Mapping[str, Registry],
        pools: Sequence[NodePool],
        notes: Notes,
    ) -> "Known":
        """Collect the objects of a scenario."""
        return Known(
            workloads={name_of(workload): workload for workload in manifests.workloads},
            pods={name_of(pod): pod for pod in manifests.pods},
            secrets=frozenset((secret.namespace, secret.name) for secret in manifests.secrets),
            images=images,
            hosts=hosts,
            registries=registries,
            pools={pool.name: pool.count for pool in pools},
            static_pods=partial(is_static_pod, pools),
            notes=notes,
        )

    @staticmethod
    def of_scenario(scenario: Scenario, notes: Notes) -> "Known":
        """The objects of a scenario that is whole."""
        registries = {registry.host: registry for registry in scenario.registries}
        return Known(
            workloads={name_of(workload): workload for workload in scenario.workloads},
            pods={name_of(pod): pod for pod in scenario.pods},
            secrets=frozenset((secret.namespace, secret.name) for secret in scenario.secrets),
            images={image.name: image for image in scenario.images},
            hosts=names_of_registries(scenario.documents) | {host: host for host in registries},
            registries=registries,
            pools={pool.name: pool.count for pool in scenario.pools},
            static_pods=partial(is_static_pod, scenario.pools),
            notes=notes,
        )

    def presence(self) -> Presence:
        """The Secrets and nodes that there are when the run begins, and the Deployments that are paused then."""
        workloads = self.workloads.items()
        paused = [name for name, workload in workloads if isinstance(workload, Deployment) and workload.paused]
        return Presence(self.secrets, self.pools, paused)

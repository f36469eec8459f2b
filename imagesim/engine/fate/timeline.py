"""The timeline: what people and fate do to the cluster while it runs."""

from collections.abc import Callable
from functools import partial

import simpy

from imagesim.engine.api import kubectl
from imagesim.engine.api.api_server import ApiPod, ApiServer
from imagesim.engine.controllers.workloads import StoredWorkloads
from imagesim.engine.fate.cluster_changes import ClusterChanges
from imagesim.engine.network import Network
from imagesim.engine.nodes import Nodes
from imagesim.engine.records import Disturbance, Records
from imagesim.engine.registry import Registries
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.registry_service import Fault
from imagesim.scenarios.values.scenario import (
    Delete,
    Outage,
    Push,
    Restart,
    RolloutRestart,
    Scale,
    SetImage,
    TimelineEvent,
)


class Timeline:
    """Carries out timeline events at their times."""

    def __init__(
        self,
        env: simpy.Environment,
        api: ApiServer,
        deployments: StoredWorkloads,
        nodes: Nodes,
        registries: Registries,
        network: Network,
        records: Records,
    ) -> None:
        self._env = env
        self._api = api
        self._deployments = deployments
        self._kubelets = nodes.kubelets
        self._cluster = ClusterChanges(api, nodes, registries)
        self._registries = registries
        self._network = network
        self._records = records

    def add(self, event: TimelineEvent) -> None:
        """Plan *event* for its time."""
        self._at(event.at_s, lambda: self._carry_out(event))

    def _at(self, time: Seconds, what: Callable[[], None]) -> None:
        self._env.timeout(max(0.0, time - self._env.now)).callbacks.append(lambda _: what())

    def _carry_out(self, event: TimelineEvent) -> None:
        match event:
            case Push():
                reference = ImageReference.parse(event.reference)
                registry = self._registries[reference.domain]
                registry.content.push(reference.path, reference.tag or "latest", event.image, self._env.now)
            case Outage():
                self._outage(event)
            case Scale():
                kubectl.scale(self._deployments, *_workload(event.workload), event.replicas)
            case SetImage():
                self._set_image(event)
            case RolloutRestart():
                kubectl.rollout_restart(self._deployments, *_workload(event.workload), self._env.now)
            case Restart():
                self._spread(event, self._crash)
            case Delete():
                self._spread(event, self._api.delete_pod)
            case _:
                self._cluster.carry_out(event)

    def _set_image(self, event: SetImage) -> None:
        kind, namespace, name = event.workload.split("/")
        if kind != "Pod":
            kubectl.set_image(self._deployments, namespace, name, event.container, event.image)
        elif (pod := self._api.pods.get(f"{namespace}/{name}")) is not None:
            self._api.set_image(pod, event.container, event.image)
            if pod.node:
                self._kubelets[pod.node].run_pod(pod)

    def _outage(self, event: Outage) -> None:
        """It begins, and what is under way breaks off unless the registry still answers or stays silent."""
        registry = self._registries[event.registry]
        end = self._env.now + event.for_s
        self._records.disturbances.append(
            Disturbance(f"outage of {event.registry}", "outage", event.registry, self._env.now, end)
        )
        registry.begin(_fault(event, self._env.now, end))
        if event.how not in ("status", "silent"):
            self._network.cut(registry.egress)

    def _spread(self, event: Restart | Delete, what: Callable[[ApiPod], None]) -> None:
        """Do *what* to the pods of the target that exist now, one after another over `over_s`."""
        kind, namespace, name = event.target.split("/")
        if kind == "Pod":
            alone = self._api.pods.get(f"{namespace}/{name}")
            pods = [alone] if alone else []
        else:
            pods = self._deployments.pods_of(namespace, name)[: event.pods]
        for place, pod in enumerate(pods):
            self._at(self._env.now + event.over_s * place / len(pods), partial(self._if_there, pod, what))

    def _if_there(self, pod: ApiPod, what: Callable[[ApiPod], None]) -> None:
        if pod.removed_s is None:
            what(pod)

    def _crash(self, pod: ApiPod) -> None:
        worker = self._kubelets[pod.node].worker(pod) if pod.node else None
        if worker is not None:
            worker.containers.crash()


def _fault(event: Outage, begin: Seconds, end: Seconds) -> Fault:
    """The outage as a fault of every request."""
    match event.how:
        case "status":
            return Fault(from_s=begin, until_s=end, status=event.status, message="")
        case "silent":
            return Fault(from_s=begin, until_s=end, silent=True)
        case transport:
            return Fault(from_s=begin, until_s=end, transport=transport)


def _workload(text: str) -> tuple[str, str]:
    _, namespace, name = text.split("/")
    return namespace, name

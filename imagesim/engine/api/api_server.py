"""The API server: the pods that exist, and who is told when one changes.

It stores pods, Secrets and ServiceAccounts; a controller keeps its own workloads. Admission runs here, once, when a
pod is created.
Listeners are called at once and in the order in which they were added; what they want to do later they schedule.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import simpy

from imagesim.engine.api.cluster_objects import ClusterServiceAccounts, Secrets
from imagesim.engine.records import EventRecord, PodRecord, Records
from imagesim.rules.admission.service_account import service_account_admission
from imagesim.rules.api.objects import Container, Labels, PodSpec
from imagesim.rules.units import Seconds


class ApiPod:
    """A pod as the API server has it.

    `owner` is the controller's own object (a ReplicaSet) or None, `workload` its name for people ("Deployment/web").
    `ready_since_s` is None while the pod is not Ready; `first_ready_s` stays. `deletion_s` is when somebody asked for
    its deletion; the object goes when the kubelet has stopped its containers. `key` is "NAMESPACE/NAME", as client-go's
    MetaNamespaceKeyFunc writes it, and `object` is how events name the pod.
    """

    __slots__ = (
        "created_s", "deletion_s", "first_ready_s", "key", "labels", "name", "namespace", "node", "object", "owner",
        "phase", "ready_since_s", "removed_s", "restarts", "scheduled_s", "spec", "uid", "workload",
    )  # fmt: skip

    def __init__(
        self,
        namespace: str,
        name: str,
        uid: str,
        spec: PodSpec,
        labels: Labels,
        owner: Any,
        workload: str,
        now: Seconds,
    ) -> None:
        self.namespace = namespace
        self.name = name
        self.key = f"{namespace}/{name}"
        self.object = f"pod/{name}"
        self.uid = uid
        self.spec = spec
        self.labels = labels
        self.owner = owner
        self.workload = workload
        self.node = ""
        self.created_s = now
        self.scheduled_s: Seconds | None = None
        self.phase = "Pending"
        self.ready_since_s: Seconds | None = None
        self.first_ready_s: Seconds | None = None
        self.deletion_s: Seconds | None = None
        self.removed_s: Seconds | None = None
        self.restarts = 0

    @property
    def ready(self) -> bool:
        """Whether the Ready condition is True."""
        return self.ready_since_s is not None


TERMINAL = ("Succeeded", "Failed")
"""Phases that are an end."""

PodListener = Callable[[ApiPod], None]
Admission = Callable[[PodSpec], PodSpec]


class ApiServer:
    """Creates, updates and removes pods, and tells those who watch them."""

    def __init__(self, env: simpy.Environment, records: Records, admission: Iterable[Admission] = ()) -> None:
        self._env = env
        self._records = records
        self._admission = tuple(admission)
        self._created = 0
        self.pods: dict[str, ApiPod] = {}
        self.secrets = Secrets()
        self.service_accounts = ClusterServiceAccounts()
        self._everyone: list[ApiPod] = []
        self._reasons: dict[str, str] = {}
        self.on_created: list[PodListener] = []
        self.on_changed: list[PodListener] = []
        self.on_deleting: list[PodListener] = []
        self.on_removed: list[PodListener] = []

    def create_pod(
        self, namespace: str, name: str, spec: PodSpec, *, labels: Labels = (), owner: Any = None, workload: str = ""
    ) -> ApiPod:
        """Admit and store a pod; it has no node yet. UIDs count up, so they do not depend on chance."""
        spec = service_account_admission(spec, self.service_accounts.get, namespace=namespace, pod_name=name)
        for admit in self._admission:
            spec = admit(spec)
        self._created += 1
        uid = f"00000000-0000-4000-8000-{self._created:012x}"
        pod = ApiPod(namespace, name, uid, spec, labels, owner, workload, self._env.now)
        self.pods[pod.key] = pod
        self._everyone.append(pod)
        self._tell(self.on_created, pod)
        return pod

    def bind(self, pod: ApiPod, node: str) -> None:
        """The scheduler's binding: from now on the kubelet of *node* runs the pod."""
        pod.node = node
        pod.scheduled_s = self._env.now
        self._tell(self.on_changed, pod)

    def set_image(self, pod: ApiPod, container: str, image: str) -> None:
        """`kubectl set image` of a pod: a new text for one container. The stored pull policy stays."""
        pod.spec = replace(
            pod.spec,
            containers=_with_image(pod.spec.containers, container, image),
            init_containers=_with_image(pod.spec.init_containers, container, image),
        )
        self._tell(self.on_changed, pod)

    def set_status(self, pod: ApiPod, *, phase: str, ready: bool, restarts: int) -> None:
        """The kubelet's status update; listeners hear of it only if something changed.

        A phase that is an end stays, and such a pod is not Ready (kubelet_pods.go generateAPIPodStatus).
        """
        if pod.phase in TERMINAL:
            phase, ready = pod.phase, False
        was_ready = pod.ready_since_s is not None
        if phase == pod.phase and ready == was_ready and restarts == pod.restarts:
            return
        pod.phase, pod.restarts = phase, restarts
        if ready != was_ready:
            pod.ready_since_s = self._env.now if ready else None
        if ready and pod.first_ready_s is None:
            pod.first_ready_s = self._env.now
        self._tell(self.on_changed, pod)

    def fail_pod(self, pod: ApiPod, reason: str) -> None:
        """The kubelet gives the pod up: phase Failed, for good."""
        if pod.removed_s is None and pod.phase not in TERMINAL:
            self._reasons[pod.uid] = reason
            self.set_status(pod, phase="Failed", ready=False, restarts=pod.restarts)

    def delete_pod(self, pod: ApiPod) -> None:
        """Ask for deletion. A pod without a node goes at once; otherwise its kubelet calls `remove` when it is done."""
        if pod.deletion_s is not None:
            return
        pod.deletion_s = self._env.now
        if not pod.node:
            self.remove(pod)
            return
        self._tell(self.on_deleting, pod)

    def remove(self, pod: ApiPod) -> None:
        """The object is gone."""
        pod.removed_s = self._env.now
        pod.ready_since_s = None
        del self.pods[pod.key]
        self._tell(self.on_removed, pod)

    def event(self, namespace: str, name: str, type_: str, reason: str, message: str, count: int = 1) -> None:
        """Store an event about the object *name* ("pod/web-0", "deployment/web")."""
        self._records.events.append(EventRecord(self._env.now, namespace, name, type_, reason, message, count))

    def pod_records(self) -> list[PodRecord]:
        """One record per pod that ever existed, in the order of creation."""
        names: dict[int, _Names] = {}  # by the spec's identity: the pods of a workload share one
        records = []
        for pod in self._everyone:
            containers = names.get(id(pod.spec))
            if containers is None:
                containers = names[id(pod.spec)] = _container_names(pod.spec)
            records.append(
                PodRecord(
                    pod.namespace, pod.name, pod.uid, pod.workload, pod.node, pod.created_s, pod.scheduled_s,
                    pod.first_ready_s, pod.removed_s, pod.phase, pod.restarts, pod.deletion_s, *containers,
                    self._reasons.get(pod.uid, ""),
                )
            )  # fmt: skip
        return records

    def _tell(self, listeners: list[PodListener], pod: ApiPod) -> None:
        for listener in listeners:
            listener(pod)


_Names = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _container_names(spec: PodSpec) -> _Names:
    """The names of the init containers, of the regular ones, and of those init containers that are sidecars."""
    return (
        tuple(container.name for container in spec.init_containers),
        tuple(container.name for container in spec.containers),
        tuple(container.name for container in spec.init_containers if container.restart_policy == "Always"),
    )


def _with_image(containers: tuple[Container, ...], name: str, image: str) -> tuple[Container, ...]:
    return tuple(replace(each, image=image) if each.name == name else each for each in containers)

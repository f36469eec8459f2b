"""What is particular about pods: binding, the status that a kubelet writes, images that change in place."""

from collections.abc import Iterator
from dataclasses import replace

from imagesim.engine.api.api_object import OwnerReference
from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.api.kubectl import with_image
from imagesim.engine.api.store import Store
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.field_errors import aggregate, duplicate
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, Labels, Pod, PodSpec
from imagesim.rules.api.status_errors import Invalid
from imagesim.rules.units import Seconds


class Pods:
    """The pods of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._env = store.env
        self._pods = store.objects("Pod")
        self._bindings: dict[str, Change] = {}
        self._changes: dict[tuple[object, ...], Change] = {}
        self._last_owner: tuple[OwnerReference | None, ObjectName | None] = (None, None)
        store.watch_all(self._owners_changed, verbs=["update"])

    def __iter__(self) -> Iterator[ApiPod]:
        """All pods that exist, in the order of creation. Take a list where pods come or go meanwhile."""
        return iter(self._pods.values())

    def __len__(self) -> int:
        return len(self._pods)

    def find(self, namespace: str, name: str) -> ApiPod | None:
        """The pod of that name, None if there is none."""
        return self._pods.get(ObjectName("Pod", namespace, name))

    def create(
        self,
        namespace: str,
        name: str,
        spec: PodSpec,
        *,
        labels: Labels = (),
        annotations: Labels = (),
        owner: OwnerReference | None = None,
    ) -> ApiPod:
        """Admit and store a pod; it has no node yet. Raises AlreadyExists, Invalid or Forbidden."""
        pod = ApiPod(ObjectName("Pod", namespace, name), spec, labels=labels, annotations=annotations, owner=owner)
        self._note_workload(pod)
        return self._store.create(pod)

    def _note_workload(self, pod: ApiPod) -> None:
        if pod.owner is not self._last_owner[0]:
            self._last_owner = pod.owner, self._workload(pod.owner)
        pod.workload = self._last_owner[1]

    def found(self, pod: ApiPod, created_s: Seconds) -> None:
        """Store a pod that was there before the run, as it was admitted then; one that names its node is bound."""
        self._note_workload(pod)
        self._store.create(pod, admitted=True, created_s=created_s)

    def found_status(
        self,
        pod: ApiPod,
        *,
        phase: str,
        reason: str,
        restarts: int,
        scheduled_s: Seconds | None,
        ready_since_s: Seconds | None,
    ) -> None:
        """The status that such a pod has, which nobody has just written."""
        change = _status_change(pod.phase, False, pod.restarts, phase, ready_since_s is not None, restarts)
        pod.scheduled_s = scheduled_s if pod.node else None
        pod.phase, pod.reason, pod.restarts = phase, reason, restarts
        pod.ready_since_s = pod.first_ready_s = ready_since_s
        if reason:
            change = (*change, ("reason", reason))
        if change:
            self._store.write(pod, "status", change)

    def found_deleted(self, pod: ApiPod, deletion_s: Seconds) -> None:
        """Somebody had asked for its deletion before the run, at *deletion_s*."""
        if not pod.node:
            self._store.delete(pod)
            return
        pod.deletion_s = deletion_s
        self._store.write(pod, "delete", (("deletion_s", deletion_s),))

    def mirror(self, uid: str, static: Pod) -> ApiPod:
        """A kubelet shows its *static* pod: as it is, under the pod's own *uid*. Raises AlreadyExists."""
        name = ObjectName("Pod", static.namespace, static.name)
        pod = ApiPod(name, static.spec, labels=static.labels, annotations=static.annotations)
        pod.uid = uid
        return self._store.create(pod, admitted=True)

    def bind(self, pod: ApiPod, node: str) -> None:
        """The scheduler's binding: from now on the kubelet of *node* runs the pod."""
        pod.node = node
        pod.scheduled_s = self._env.now
        change = self._bindings.get(node)
        if change is None:
            change = self._bindings[node] = (("node", node),)
        self._store.write(pod, "bind", change)

    def set_image(self, pod: ApiPod, container: str, image: str) -> None:
        """`kubectl set image` of a pod: a new text for one container. Raises Invalid, and ValueError if it has none."""
        self._store.update(pod, spec=with_image(pod.spec, container, image))

    def add_ephemeral_container(self, pod: ApiPod, container: Container) -> None:
        """`kubectl debug`, by a subresource that no admission plugin looks at. Raises Invalid if the name is taken."""
        spec = pod.spec
        there = (*spec.init_containers, *spec.containers, *spec.ephemeral_containers)
        if any(one.name == container.name for one in there):
            path = f"spec.ephemeralContainers[{len(spec.ephemeral_containers)}].name"
            raise Invalid(pod.object_name, aggregate([duplicate(path, container.name)]))
        added = (*spec.ephemeral_containers, container)
        self._store.update(pod, admitted=True, spec=replace(spec, ephemeral_containers=added))

    def set_status(self, pod: ApiPod, *, phase: str, ready: bool, restarts: int) -> None:
        """The kubelet's status update; who watches hears of it only if something changed.

        A phase that is an end stays, and such a pod is not Ready (kubelet_pods.go generateAPIPodStatus).
        """
        if pod.phase in TERMINAL:
            phase, ready = pod.phase, False
        was_ready = pod.ready_since_s is not None
        if phase == pod.phase and ready == was_ready and restarts == pod.restarts:
            return
        if ready != was_ready:
            pod.ready_since_s = self._env.now if ready else None
            if ready and pod.first_ready_s is None:
                pod.first_ready_s = self._env.now
        before = pod.phase, was_ready, pod.restarts, phase, ready, restarts
        change = self._changes.get(before)
        if change is None:
            change = self._changes[before] = _status_change(*before)
        pod.phase, pod.restarts = phase, restarts
        self._store.write(pod, "status", change)

    def not_scheduled(self, pod: ApiPod, why: str) -> None:
        """The scheduler says that the condition PodScheduled is False (handleSchedulingFailure), with a new message.

        The pod itself does not keep it; who watches pods hears of it.
        """
        self._store.write(pod, "status", (("unschedulable", why),))

    def not_ready(self, pod: ApiPod) -> None:
        """MarkPodsNotReady: the node controller says that the condition Ready is False."""
        if pod.ready:
            pod.ready_since_s = None
            self._store.write(pod, "status", (("ready", False),))

    def fail(self, pod: ApiPod, reason: str) -> None:
        """The kubelet gives the pod up: phase Failed, for good."""
        if pod.removed_s is None and pod.phase not in TERMINAL:
            pod.phase, pod.reason, pod.ready_since_s = "Failed", reason, None
            self._store.write(pod, "status", (("phase", "Failed"), ("ready", False), ("reason", reason)))

    def delete(self, pod: ApiPod) -> None:
        """Ask for deletion. A pod without a node goes at once; otherwise its kubelet removes it when it is done."""
        self._store.delete(pod)

    def remove(self, pod: ApiPod) -> None:
        """The kubelet has stopped the containers: the object is gone."""
        pod.ready_since_s = None
        self._store.remove(pod)

    def _workload(self, owner: OwnerReference | None) -> ObjectName | None:
        """What the owners lead up to: a Deployment, where the owner is one of its ReplicaSets."""
        name = None
        while owner is not None:
            name = owner.owner
            above = self._store.find(name)
            owner = above.owner if above is not None else None
        return name

    def _owners_changed(self, _: Verb, __: object, ___: Change) -> None:
        """Whose pods are created next may have another owner now."""
        self._last_owner = None, None


def _status_change(
    old_phase: str, was_ready: bool, old_restarts: int, phase: str, ready: bool, restarts: int
) -> Change:
    """What such an update changes; the same ones come often, so each is made once."""
    change: list[tuple[str, object]] = []
    if phase != old_phase:
        change.append(("phase", phase))
    if ready != was_ready:
        change.append(("ready", ready))
    if restarts != old_restarts:
        change.append(("restarts", restarts))
    return tuple(change)

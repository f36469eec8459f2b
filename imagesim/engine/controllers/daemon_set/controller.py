"""DaemonSets: every node that fits gets a pod, and a roll-out replaces them node by node.

Models pkg/controller/daemon/daemon_controller.go and update.go of Kubernetes 1.36. What a sync decides is in
imagesim.rules.workloads.daemon_set; here it is carried out.
"""

from collections.abc import Mapping, Sequence

from imagesim.engine.api.api_object import ApiObject, OwnerReference
from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.controllers.controller import ControllerContext, SyncFailed
from imagesim.engine.controllers.controller_history import ControllerHistory
from imagesim.engine.controllers.daemon_set.failed_pods import FailedPods
from imagesim.engine.controllers.daemon_set.pod_control import DaemonPodControl, revision_hash
from imagesim.engine.controllers.replica_set.pod_control import PodControl
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.kinds import DAEMON_SET
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.api.status_errors import APIError
from imagesim.rules.units import Seconds
from imagesim.rules.workloads import daemon_set as rules
from imagesim.rules.workloads.controller_revision import REVISION_LABEL
from imagesim.rules.workloads.daemon_set import Actions, SeenDaemonPod
from imagesim.rules.workloads.replica_set import slow_start

_Where = tuple[Mapping[str, bool], frozenset[str]]
_Seen = Mapping[str, Sequence[SeenDaemonPod]]


class DaemonSetController:
    """Syncs all DaemonSets of one cluster."""

    name = "daemonset-controller"

    def __init__(self, context: ControllerContext) -> None:
        self.queue: WorkQueue[ObjectName] = WorkQueue(context.timers)
        self._store = context.api.store
        self._timers = context.timers
        self._sets = context.informers.of(DAEMON_SET.name)
        self._pods = context.informers.of("Pod")
        self._nodes = self._store.objects("Node")
        self._history = ControllerHistory(self._store, context.informers)
        self._pod_control = PodControl(context.api, context.chance)
        self._control = DaemonPodControl(self._pod_control)
        self._failed = FailedPods(context.api.events)
        self._references: dict[str, OwnerReference] = {}
        self._as_seen: dict[ApiPod, tuple[tuple[int, Seconds, str], SeenDaemonPod]] = {}
        self._runs: dict[PodSpec, _Where] = {}
        self._sets.add_handler(self._set_changed)
        self._pods.add_handler(self._pod_changed, verbs=["create", "update", "status", "delete", "remove"])
        context.informers.of("Node").add_handler(self._node_changed, verbs=["create", "update", "remove"])

    # --- what queues a DaemonSet ---

    def _set_changed(self, verb: Verb, changed: ApiObject, _: Change) -> None:
        if verb == "create":
            self._references[changed.uid] = changed.reference
        elif verb == "remove":
            del self._references[changed.uid]
        self.queue.add(changed.object_name)

    def _pod_changed(self, verb: Verb, pod: ApiPod, change: Change) -> None:
        owner = pod.owner
        if owner is None or owner.uid not in self._references:
            return
        if verb == "remove":
            self._as_seen.pop(pod, None)
        if verb == "status" and all(field == "restarts" for field, _ in change):
            return  # nothing depends on those
        self.queue.add(owner.owner)
        if ("ready", True) in change and (wait := self._min_ready_s(owner.owner)):
            self.queue.add_after(owner.owner, wait + 1)  # one more than needed, as the controller does

    def _min_ready_s(self, key: ObjectName) -> Seconds:
        owner = self._sets.find(key)
        return 0 if owner is None else float(owner.spec.min_ready_s)

    def _node_changed(self, verb: Verb, node: ApiObject, _: Change) -> None:
        before = dict(self._runs)
        self._runs.clear()
        if verb == "remove":
            return
        for owner in self._store.list(DAEMON_SET.name):
            spec = owner.spec.template.spec
            runs, stays = before.get(spec, ({}, frozenset()))
            was = runs.get(node.name, False), node.name in stays
            if was != _where(spec, node):
                self.queue.add(owner.object_name)

    # --- one sync ---

    def sync(self, key: ObjectName) -> None:
        """Create and delete what can be now, and write the status. SyncFailed if a pod was refused."""
        owner = self._sets.find(key)
        if owner is None or owner.deletion_s is not None:
            return
        revision = self._history.keep(owner, self._references[owner.uid], owner.spec.template)
        pods = {pod.name: pod for pod in self._pods.controlled_by(owner.uid)}
        runs, stays = self._where(owner.spec.template.spec)
        seen = self._seen(owner, pods, revision_hash(revision))
        refused = self._act(owner, (runs, stays), seen, pods, revision)
        status = rules.counted_status(runs, seen, owner.generation)
        self._store.update_status(owner, status)
        self._truncate(owner, revision, pods)
        if owner.spec.min_ready_s and status.ready != status.available:
            self.queue.add_after(key, float(owner.spec.min_ready_s))
        if refused:
            raise SyncFailed(refused)

    def _where(self, spec: PodSpec) -> _Where:
        """Of each node, whether a pod of that spec should run there; and those on which one may stay that is there."""
        if spec not in self._runs:
            found = {node.name: _where(spec, node) for node in self._nodes.values()}
            stays = frozenset(name for name, (runs, stays) in found.items() if stays and not runs)
            self._runs[spec] = {name: runs for name, (runs, _) in found.items()}, stays
        return self._runs[spec]

    def _seen(self, owner: ApiObject, pods: Mapping[str, ApiPod], latest: str) -> _Seen:
        """getNodesToDaemonPods: the pods by the node that they are on, or are held to."""
        seen: dict[str, list[SeenDaemonPod]] = {}
        for pod in pods.values():
            if pod.phase in TERMINAL and pod.deletion_s is not None:
                continue
            node = pod.node or rules.pinned_to(pod.spec)
            seen.setdefault(node, []).append(self._seen_pod(owner, pod, latest))
        return seen

    def _seen_pod(self, owner: ApiObject, pod: ApiPod, latest: str) -> SeenDaemonPod:
        """The pod as it is now. Most have not changed since the sync before, and time alone makes one available."""
        version = pod.resource_version, owner.spec.min_ready_s, latest
        known = self._as_seen.get(pod)
        if known is not None and known[0] == version:
            return known[1]
        seen = self._look_at(owner, pod, latest)
        if seen.available or not seen.ready:
            self._as_seen[pod] = version, seen
        return seen

    def _look_at(self, owner: ApiObject, pod: ApiPod, latest: str) -> SeenDaemonPod:
        since = pod.ready_since_s
        wait = float(owner.spec.min_ready_s)
        return SeenDaemonPod(
            name=pod.name,
            updated=dict(pod.labels).get(REVISION_LABEL) == latest,
            ready=since is not None,
            # The API stores whole seconds.
            available=since is not None and (not wait or since // 1 + wait <= self._timers.now),
            ended=pod.phase in TERMINAL,
            terminating=pod.deletion_s is not None,
            age=(not pod.node, pod.created_s // 1, pod.name),
        )

    def _act(
        self, owner: ApiObject, where: _Where, seen: _Seen, pods: Mapping[str, ApiPod], revision: ApiObject
    ) -> str:
        """Do the next thing; return what the API server refused with, or "".

        A roll-out goes on only in a sync that has nothing else to do: a real controller waits for what it did to show.
        """
        runs, stays = where
        actions = rules.manage(owner.spec, runs, seen, stays)
        ended = self._failed.to_delete(owner, revision, [pods[name] for name in actions.ended], self._timers.now)
        if (again := self._failed.again_at()) is not None:
            self.queue.add_at(owner.object_name, again)
        lost = [pod.name for pod in pods.values() if not pod.node and rules.pinned_to(pod.spec) not in runs]
        gone = [name for name in lost if pods[name].deletion_s is None]
        actions = Actions(actions.create, (*actions.delete, *(pod.name for pod in ended), *gone))
        if not any(actions) and owner.spec.strategy == rules.ROLLING_UPDATE:
            desired = sum(runs.values())
            here = {node: seen.get(node, ()) for node, runs_here in runs.items() if runs_here or node in seen}
            actions = rules.rolling_update(owner.spec, desired, here)
        return self._sync_nodes(owner, actions, pods, revision)

    def _sync_nodes(self, owner: ApiObject, actions: Actions, pods: Mapping[str, ApiPod], revision: ApiObject) -> str:
        """syncNodes: create in batches, then delete."""
        refusals: list[str] = []
        reference = self._references[owner.uid]
        create = actions.create[: rules.BURST_REPLICAS]

        def create_one(number: int) -> bool:
            try:
                self._control.create(owner, reference, create[number - 1], revision)
            except APIError as refused:
                refusals.append(str(refused))
                return False
            return True

        slow_start(len(create), create_one)
        for name in actions.delete[: rules.BURST_REPLICAS]:
            self._pod_control.delete(owner, pods[name])
        return refusals[-1] if refusals else ""

    def _truncate(self, owner: ApiObject, revision: ApiObject, pods: Mapping[str, ApiPod]) -> None:
        """cleanupHistory: revisions of pods that are there stay, but count among those that may stay."""
        old = [each for each in self._history.of(owner) if each is not revision]
        if len(old) <= owner.spec.revision_history_limit:
            return
        hashes = {dict(pod.labels).get(REVISION_LABEL, "") for pod in pods.values()}
        live = {each.name for each in old if revision_hash(each) in hashes}
        self._history.truncate(owner, live | {revision.name}, owner.spec.revision_history_limit - len(live))


def _where(spec: PodSpec, node: ApiObject) -> tuple[bool, bool]:
    """nodeShouldRunDaemonPod: whether it should have a pod, and whether one may stay that it has."""
    taints = node.spec.taints
    runs = rules.should_run(spec, node.name, node.labels, taints)
    return runs, runs or rules.should_continue(spec, node.name, node.labels, taints)

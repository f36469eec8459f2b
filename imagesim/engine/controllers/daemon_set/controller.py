"""DaemonSets: every node that fits gets a pod, and a roll-out replaces them node by node.

Models pkg/controller/daemon/daemon_controller.go and update.go of Kubernetes 1.36. What a sync decides is in
imagesim.rules.workloads.daemon_set; here it is carried out.
"""

from collections.abc import Mapping

from imagesim.engine.api.api_object import ApiObject, OwnerReference
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.controllers.controller import ControllerContext, SyncFailed
from imagesim.engine.controllers.controller_history import ControllerHistory
from imagesim.engine.controllers.daemon_set.daemon_tally import DaemonTally
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
from imagesim.rules.workloads.daemon_set import Actions
from imagesim.rules.workloads.replica_set import slow_start

_Where = tuple[Mapping[str, bool], frozenset[str]]


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
        self._tallies: dict[str, DaemonTally] = {}
        self._runs: dict[PodSpec, _Where] = {}
        self._sets.add_handler(self._set_changed)
        self._pods.add_handler(self._pod_changed, verbs=["create", "update", "status", "delete", "remove"])
        context.informers.of("Node").add_handler(self._node_changed, verbs=["create", "update", "remove"])

    # --- what queues a DaemonSet ---

    def _set_changed(self, verb: Verb, changed: ApiObject, _: Change) -> None:
        if verb == "create":
            self._references[changed.uid] = changed.reference
            self._tallies[changed.uid] = DaemonTally(changed.spec)
        elif verb == "remove":
            del self._references[changed.uid], self._tallies[changed.uid]
        self.queue.add(changed.object_name)

    def _pod_changed(self, verb: Verb, pod: ApiPod, change: Change) -> None:
        owner = pod.owner
        if owner is None or (tally := self._tallies.get(owner.uid)) is None:
            return
        tally.note(verb, pod)
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
        tally = self._tallies[owner.uid]
        where = self._where(owner.spec.template.spec)
        tally.look(owner.spec, revision_hash(revision), where, self._timers.now)
        status = rules.counted_status(tally.counts, owner.generation)
        refused = self._act(owner, tally, revision)
        self._store.update_status(owner, status)
        self._truncate(owner, revision, tally)
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

    def _act(self, owner: ApiObject, tally: DaemonTally, revision: ApiObject) -> str:
        """Do the next thing; return what the API server refused with, or "".

        A roll-out goes on only in a sync that has nothing else to do: a real controller waits for what it did to show.
        """
        actions = tally.manage()
        ended = self._failed.to_delete(owner, revision, [tally.pods[name] for name in actions.ended], self._timers.now)
        if (again := self._failed.again_at()) is not None:
            self.queue.add_at(owner.object_name, again)
        gone = [pod.name for pod in (*ended, *tally.lost())]
        actions = Actions(actions.create, (*actions.delete, *gone))
        if not any(actions) and owner.spec.strategy == rules.ROLLING_UPDATE:
            actions = tally.roll()
        return self._sync_nodes(owner, actions, tally, revision)

    def _sync_nodes(self, owner: ApiObject, actions: Actions, tally: DaemonTally, revision: ApiObject) -> str:
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
            self._pod_control.delete(owner, tally.pods[name])
        return refusals[-1] if refusals else ""

    def _truncate(self, owner: ApiObject, revision: ApiObject, tally: DaemonTally) -> None:
        """cleanupHistory: revisions of pods that are there stay, but count among those that may stay."""
        old = [each for each in self._history.of(owner) if each is not revision]
        if len(old) <= owner.spec.revision_history_limit:
            return
        hashes = {dict(pod.labels).get(REVISION_LABEL, "") for pod in tally.pods.values()}
        live = {each.name for each in old if revision_hash(each) in hashes}
        self._history.truncate(owner, live | {revision.name}, owner.spec.revision_history_limit - len(live))


def _where(spec: PodSpec, node: ApiObject) -> tuple[bool, bool]:
    """nodeShouldRunDaemonPod: whether it should have a pod, and whether one may stay that it has."""
    taints = node.spec.taints
    runs = rules.should_run(spec, node.name, node.labels, taints)
    return runs, runs or rules.should_continue(spec, node.name, node.labels, taints)

"""What a StatefulSet's controller does next: which pods it makes and deletes, in which order, and what the status says.

Models pkg/controller/statefulset/stateful_set_control.go and stateful_set_utils.go of Kubernetes 1.36. OrderedReady
does one thing at a time and waits for every pod in the order of ordinals, so one that cannot start stops everything,
also the repair of its own template; Parallel waits for nobody. Every decision is made by the pods as they were when the
sync began.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from imagesim.rules.api.objects import StatefulSet
from imagesim.rules.workloads.rollout import scaled_value

ORDERED_READY, PARALLEL = "OrderedReady", "Parallel"
ROLLING_UPDATE, ON_DELETE = "RollingUpdate", "OnDelete"

POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name"
POD_INDEX_LABEL = "apps.kubernetes.io/pod-index"


class StatefulSetStatus(NamedTuple):
    """The counts of a status, and the names of two ControllerRevisions.

    `current` and `updated` are pods of the current and of the update revision, without those that are being deleted.
    """

    observed_generation: int = 0
    replicas: int = 0
    ready: int = 0
    available: int = 0
    current: int = 0
    updated: int = 0
    current_revision: str = ""
    update_revision: str = ""


class SeenPod(NamedTuple):
    """A pod as the controller sees it. `ready` is Running and Ready, `available` that for `minReadySeconds`.

    `ended` is Succeeded or Failed, `terminating` that somebody asked for its deletion.
    """

    ordinal: int
    revision: str
    ready: bool = False
    available: bool = False
    ended: bool = False
    terminating: bool = False

    @property
    def unavailable(self) -> bool:
        """isUnavailable: what a roll-out waits for."""
        return not self.available or self.terminating


class Plan(NamedTuple):
    """What one sync does: `replace` first, and only if all of it went well `condemned`, and then `outdated`.

    `replace` are ordinals that get a pod, with True, or whose pod has ended and goes, with False. The other two are
    ordinals of pods that are deleted: beyond the replicas, and of another revision than the update's.
    """

    replace: tuple[tuple[int, bool], ...] = ()
    condemned: tuple[int, ...] = ()
    outdated: tuple[int, ...] = ()


def needs_current_revision(spec: StatefulSet, ordinal: int) -> bool:
    """isCurrentRevisionNeeded: whether a new pod is made from the current revision and not from the update's.

    Only below the partition; so whatever is deleted during a roll-out comes back as what is rolled out.
    """
    return spec.strategy == ROLLING_UPDATE and ordinal < spec.start_ordinal + spec.partition


def plan(spec: StatefulSet, pods: Mapping[int, SeenPod], update_revision: str, *, max_unavailable: bool) -> Plan:
    """updateStatefulSet: what to do about *pods*, by their ordinals.

    *max_unavailable* is the feature gate MaxUnavailableStatefulSet, off by default in 1.36.
    """
    wanted = range(spec.start_ordinal, spec.start_ordinal + spec.replicas)
    monotonic = spec.pod_management_policy == ORDERED_READY
    replace, waits = _process_replicas(wanted, pods, monotonic=monotonic)
    if waits:
        return Plan(replace)
    condemned, waits = _process_condemned(wanted, pods, monotonic=monotonic)
    if waits or spec.strategy == ON_DELETE:
        return Plan(replace, condemned)
    replicas = [pods.get(ordinal) for ordinal in wanted]
    if max_unavailable:
        outdated = _several_outdated(spec, replicas, update_revision)
    else:
        outdated = _one_outdated(spec, replicas, update_revision)
    return Plan(replace, condemned, outdated)


def _process_replicas(
    wanted: range, pods: Mapping[int, SeenPod], *, monotonic: bool
) -> tuple[tuple[tuple[int, bool], ...], bool]:
    """processReplica for each: what is made or cleared away, and whether nothing else may happen in this sync."""
    actions: list[tuple[int, bool]] = []
    for ordinal in wanted:
        pod = pods.get(ordinal)
        if pod is None:
            actions.append((ordinal, True))
        elif pod.ended:
            if not pod.terminating:
                actions.append((ordinal, False))
        elif not pod.unavailable:
            continue
        if monotonic:
            return tuple(actions), True
    return tuple(actions), False


def _process_condemned(wanted: range, pods: Mapping[int, SeenPod], *, monotonic: bool) -> tuple[tuple[int, ...], bool]:
    """processCondemned for each, the highest ordinal first; in order, one that is not available has to be the first."""
    condemned = [pods[ordinal] for ordinal in sorted(pods, reverse=True) if ordinal not in wanted]
    if not monotonic:
        return tuple(pod.ordinal for pod in condemned if not pod.terminating), False
    if not condemned:
        return (), False
    highest = condemned[0]
    # All replicas are available here, so the first pod that is not is the lowest of these.
    first = next((pod for pod in reversed(condemned) if pod.unavailable), None)
    if highest.terminating or (not highest.available and highest is not first):
        return (), True
    return (highest.ordinal,), True


def _one_outdated(spec: StatefulSet, replicas: Sequence[SeenPod | None], update_revision: str) -> tuple[int, ...]:
    """From the highest ordinal down to the partition: the first that is not up to date, unless one waits before it."""
    for pod, ordinal in _targets(spec, replicas):
        if pod is not None and pod.revision != update_revision and not pod.terminating:
            return (ordinal,)
        if pod is None or pod.unavailable:
            return ()
    return ()


def _several_outdated(spec: StatefulSet, replicas: Sequence[SeenPod | None], update_revision: str) -> tuple[int, ...]:
    """updateStatefulSetAfterInvariantEstablished: as many as may be unavailable, less those that are.

    A pod that is stuck is one of these, so a rollback cannot replace it.
    """
    unavailable = sum(pod is None or pod.unavailable for pod in replicas)
    room = max_unavailable_pods(spec.max_unavailable, spec.replicas) - unavailable
    outdated = [
        ordinal
        for pod, ordinal in _targets(spec, replicas)
        if pod is not None and pod.revision != update_revision and not pod.terminating
    ]
    return tuple(outdated[: max(0, room)])


def _targets(spec: StatefulSet, replicas: Sequence[SeenPod | None]) -> Iterator[tuple[SeenPod | None, int]]:
    """The replicas that a roll-out replaces, the highest ordinal first, with their ordinals."""
    for index in range(len(replicas) - 1, spec.partition - 1, -1):
        yield replicas[index], spec.start_ordinal + index


def max_unavailable_pods(value: str, replicas: int) -> int:
    """getStatefulSetMaxUnavailable: 1 where nothing is given, a percentage rounded down, at least 1."""
    return max(1, scaled_value(value or "1", replicas, round_up=False))


def counted_status(
    pods: Iterable[SeenPod], generation: int, current_revision: str, update_revision: str, deleted: int
) -> StatefulSetStatus:
    """updateStatus: the counts of the pods as they were when the sync began.

    *deleted* is how many outdated pods the sync then deleted; they count no longer as of the current revision, and
    where they never were, the number is below 0 until the next sync.
    """
    seen = list(pods)
    staying = [pod.revision for pod in seen if not pod.terminating]
    return StatefulSetStatus(
        observed_generation=generation,
        replicas=len(seen),
        ready=sum(pod.ready for pod in seen),
        available=sum(pod.available for pod in seen),
        current=staying.count(current_revision) - deleted,
        updated=staying.count(update_revision),
        current_revision=current_revision,
        update_revision=update_revision,
    )


def complete_rolling_update(spec: StatefulSet, status: StatefulSetStatus) -> StatefulSetStatus:
    """completeRollingUpdate: when every replica is updated and ready the update's revision becomes the current one."""
    if spec.strategy != ROLLING_UPDATE or {status.updated, status.ready, status.replicas} != {spec.replicas}:
        return status
    return status._replace(current=status.updated, current_revision=status.update_revision)

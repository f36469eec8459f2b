"""Pods of a dump as a run finds them: where they are, what of them runs from which image, what they wait for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, Pod
from imagesim.rules.calendar import Calendar
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.units import Seconds
from imagesim.scenarios.importers.cluster.dates import seconds
from imagesim.scenarios.importers.cluster.images import version_of
from imagesim.scenarios.importers.cluster.pulls import Told, pulls
from imagesim.scenarios.reading.fields import Field
from imagesim.scenarios.values.starting_state import FoundContainer, FoundPod, FoundWait

_CREATING = (texts.CONTAINER_CREATING, texts.POD_INITIALIZING)
_IN_BACK_OFF = (texts.ERR_IMAGE_PULL, texts.IMAGE_PULL_BACK_OFF, "RegistryUnavailable", "SignatureValidationFailed")
_ENDED = ("Succeeded", "Failed")


class Around(NamedTuple):
    """What is needed to read a pod: the dates, the nodes that are there, and the events about pods."""

    calendar: Calendar
    nodes: frozenset[str]
    events: Mapping[tuple[str, str], Sequence[Told]]


def found_pod(whole: Field, pod: Pod, around: Around) -> FoundPod:
    """The pod of a dump, whose manifest reads as *pod*. ScenarioError for what no API server serves."""
    metadata, status, calendar = whole["metadata"], whole["status"], around.calendar
    created_s = seconds(metadata["creationTimestamp"], calendar) or 0.0
    node = pod.spec.node_name if pod.spec.node_name in around.nodes else ""
    lost = bool(pod.spec.node_name) and not node
    conditions = {each["type"].text(): each for each in status["conditions"].items()}
    phase = status["phase"].text() or "Pending"
    containers: list[FoundContainer] = []
    waiting: list[FoundWait] = []
    told = around.events.get((pod.namespace, pod.name), ())
    if not lost:
        for container, its in _statuses(status, pod):
            ran = _ran(its, container, calendar)
            if ran is not None:
                containers.append(ran)
            wait = _wait(its, container, told, created_s)
            if wait is not None and phase not in _ENDED:
                waiting.append(wait)
    return FoundPod(
        namespace=pod.namespace,
        name=pod.name,
        labels=pod.labels,
        annotations=pod.annotations,
        owner=controller(metadata, pod.namespace),
        spec=pod.spec,
        created_s=min(created_s, 0.0),
        scheduled_s=_scheduled_s(status, conditions, calendar),
        node=node,
        phase="Pending" if lost and phase not in _ENDED else "Running" if phase == "Unknown" else phase,
        reason=status["reason"].text(),
        ready_since_s=None if lost else _since(conditions.get("Ready"), calendar),
        deletion_s=_deletion_s(metadata, calendar),
        restarts=sum(each.starts - 1 for each in containers),
        containers=tuple(containers),
        waiting=tuple(waiting),
    )


def controller(metadata: Field, namespace: str) -> ObjectName | None:
    """The object that controls another, by its ownerReferences. A Node, which owns mirror pods, is none."""
    for owner in metadata["ownerReferences"].items():
        if owner["controller"].boolean() and owner["kind"].text() != "Node":
            return ObjectName(owner["kind"].text(), namespace, owner["name"].text())
    return None


def _statuses(status: Field, pod: Pod) -> Iterable[tuple[Container, Field]]:
    for field, containers in (
        ("initContainerStatuses", pod.spec.init_containers),
        ("containerStatuses", pod.spec.containers),
    ):
        by_name = {each.name: each for each in containers}
        for its in status[field].items():
            container = by_name.get(its["name"].text())
            if container is not None:
                yield container, its


def _ran(its: Field, container: Container, calendar: Calendar) -> FoundContainer | None:
    """What runs or ran last, None of a container that never started."""
    state, last = its["state"], its["lastState"]["terminated"]
    restarts = its["restartCount"].integer(0)
    version = version_of(its["imageID"].text())
    if state.has("running"):
        started_s = seconds(state["running"]["startedAt"], calendar) or 0.0
        return FoundContainer(
            container.name, container.image, version, min(started_s, 0.0), restarts + 1,
            before_finished_s=seconds(last["finishedAt"], calendar), ready=its["ready"].boolean(),
        )  # fmt: skip
    ended = state["terminated"] if state.has("terminated") else last
    if not ended.given:
        return None
    finished_s = seconds(ended["finishedAt"], calendar) or 0.0
    reason = ended["reason"].text()
    return FoundContainer(
        container.name,
        container.image,
        version,
        min(seconds(ended["startedAt"], calendar) or finished_s, finished_s),
        restarts + 1 if state.has("terminated") else max(1, restarts),
        min(finished_s, 0.0),
        _exit_code(ended),
        "" if reason in ("Completed", "Error") else reason,
        ready=its["ready"].boolean(),
    )


def _exit_code(ended: Field) -> int:
    code = ended["exitCode"].value
    return code if isinstance(code, int) else 0


def _wait(its: Field, container: Container, told: Sequence[Told], created_s: Seconds) -> FoundWait | None:
    """What a container waits for, None if it does not."""
    waiting = its["state"]["waiting"]
    if not waiting.given:
        return None
    reason, message = waiting["reason"].text() or texts.CONTAINER_CREATING, waiting["message"].text()
    known = pulls(told, container.name, created_s)
    if reason in _CREATING:
        if known.failed_s is None:
            return FoundWait(container.name, container.image, reason, pulling_since_s=known.pulling_since_s)
    elif reason not in _IN_BACK_OFF:
        return FoundWait(container.name, container.image, reason, message)
    failed_s = known.failed_s
    if failed_s is None and known.pulling_since_s is None:
        failed_s = created_s
    return FoundWait(
        container.name,
        container.image,
        reason,
        message,
        max(1, known.failures) if failed_s is not None else 0,
        failed_s,
        known.sure,
        known.seen_s,
        known.last_failed_s,
        known.pulling_since_s,
    )


def _scheduled_s(status: Field, conditions: Mapping[str, Field], calendar: Calendar) -> Seconds | None:
    scheduled = _since(conditions.get("PodScheduled"), calendar)
    return seconds(status["startTime"], calendar) if scheduled is None else scheduled


def _since(condition: Field | None, calendar: Calendar) -> Seconds | None:
    """Since when the condition is True; None if it is not."""
    if condition is None or condition["status"].text() != "True":
        return None
    since_s = seconds(condition["lastTransitionTime"], calendar)
    return 0.0 if since_s is None else min(since_s, 0.0)


def _deletion_s(metadata: Field, calendar: Calendar) -> Seconds | None:
    """When somebody asked for the deletion: its date is that with the grace period added."""
    due_s = seconds(metadata["deletionTimestamp"], calendar)
    if due_s is None:
        return None
    return min(due_s - metadata["deletionGracePeriodSeconds"].integer(0), 0.0)

"""The conditions of a pod as the kubelet and the scheduler write them.

Models pkg/kubelet/status/generate.go and pkg/scheduler/schedule_one.go of Kubernetes 1.36. The moments are those of the
last change of what the condition says, as far as it is recorded; of Initialized it is when the pod was bound.
"""

from collections.abc import Sequence
from typing import Any

from imagesim.results.history import ObjectThen
from imagesim.scenarios.leaving_out import given


def pod_conditions(
    then: ObjectThen,
    init: Sequence[dict[str, Any]],
    containers: Sequence[dict[str, Any]],
    *,
    unschedulable: str,
    bound_at: str | None,
    ready_at: str,
) -> list[dict[str, Any]]:
    """The conditions of a pod with these statuses; *unschedulable* is why it has no node, "" where nothing is said."""
    if bound_at is None:
        if not unschedulable:
            return []
        return [_condition("PodScheduled", "False", ready_at, reason="Unschedulable", message=unschedulable)]
    scheduled = _condition("PodScheduled", "True", bound_at)
    if not containers:
        return [scheduled]
    return [
        _initialized(then, init, containers, bound_at),
        _ready("Ready", then, containers, ready_at),
        _ready("ContainersReady", then, containers, ready_at),
        scheduled,
    ]


def _initialized(
    then: ObjectThen, init: Sequence[dict[str, Any]], containers: Sequence[dict[str, Any]], bound_at: str
) -> dict[str, Any]:
    """Once a regular container has started, nothing undoes it (HasAnyRegularContainerStarted)."""
    sidecars = {each.name for each in then.spec.init_containers if each.restart_policy == "Always"}
    waiting = [each["name"] for each in init if not (each["started"] if each["name"] in sidecars else each["ready"])]
    started = any("waiting" not in each["state"] for each in containers)
    if not waiting or started or _ended(then):
        return _condition("Initialized", "True", bound_at, reason="PodCompleted" if _succeeded(then) else "")
    message = f"containers with incomplete status: [{' '.join(waiting)}]"
    return _condition("Initialized", "False", bound_at, reason="ContainersNotInitialized", message=message)


def _ready(type_: str, then: ObjectThen, containers: Sequence[dict[str, Any]], at: str) -> dict[str, Any]:
    if then.fields.get("ready"):
        return _condition(type_, "True", at)
    if _ended(then):
        return _condition(type_, "False", at, reason="PodCompleted" if _succeeded(then) else "PodFailed")
    unready = [each["name"] for each in containers if not each["ready"]]
    message = f"containers with unready status: [{' '.join(unready)}]"
    return _condition(type_, "False", at, reason="ContainersNotReady", message=message)


def _ended(then: ObjectThen) -> bool:
    return then.fields.get("phase") in ("Succeeded", "Failed")


def _succeeded(then: ObjectThen) -> bool:
    return then.fields.get("phase") == "Succeeded"


def _condition(type_: str, status: str, at: str, *, reason: str = "", message: str = "") -> dict[str, Any]:
    return given({"type": type_, "status": status, "lastTransitionTime": at, "reason": reason, "message": message})

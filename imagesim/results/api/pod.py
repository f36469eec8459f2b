"""Pods as the API server serves them: spec and status put together from what was recorded of them."""

from collections.abc import Iterable
from typing import Any

from imagesim.engine.object_history import ObjectRecord
from imagesim.results.api.container_statuses import PodRows, container_status
from imagesim.results.api.metadata import metadata
from imagesim.results.api.pod_conditions import pod_conditions
from imagesim.results.history import ObjectThen
from imagesim.rules.api.objects import Container
from imagesim.rules.calendar import Calendar
from imagesim.rules.units import Seconds
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.manifests.pod_spec import write_pod_spec

Statuses = list[dict[str, Any]]


class PodDocuments:
    """Makes the documents of pods. *unschedulable* is what the scheduler last said of a pod that it cannot place."""

    def __init__(self, rows: PodRows, unschedulable: dict[tuple[str, str], str], calendar: Calendar) -> None:
        self._rows = rows
        self._unschedulable = unschedulable
        self._calendar = calendar

    def document(self, then: ObjectThen, history: Iterable[ObjectRecord], time_s: Seconds) -> dict[str, Any]:
        """The pod as it stood at *time_s*; *history* are the rows of its name."""
        bound_s, ready_s = _since(then, history, time_s)
        init = self._statuses(then, then.spec.init_containers, time_s)
        containers = self._statuses(then, then.spec.containers, time_s)
        conditions = pod_conditions(
            then,
            init,
            containers,
            unschedulable=self._unschedulable.get((then.object_name.namespace, then.object_name.name), ""),
            bound_at=None if bound_s is None else self._calendar.rfc3339(bound_s),
            ready_at=self._calendar.rfc3339(ready_s),
        )
        ephemeral = then.spec.ephemeral_containers
        status = {
            "phase": then.fields.get("phase", "Pending"),
            "reason": then.fields.get("reason", ""),
            "startTime": self._calendar.rfc3339(bound_s) if containers and bound_s is not None else "",
            "conditions": conditions,
            "initContainerStatuses": init,
            "containerStatuses": containers,
            "ephemeralContainerStatuses": [_unprobed(status) for status in self._statuses(then, ephemeral, time_s)],
        }
        return {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": metadata(then, self._calendar),
            "spec": {**write_pod_spec(then.spec), **({"nodeName": then.node} if then.node else {})},
            "status": given(status),
        }

    def _statuses(self, then: ObjectThen, containers: Iterable[Container], time_s: Seconds) -> Statuses:
        name = then.object_name
        found = (
            container_status(
                each,
                self._rows.of(name.namespace, name.name, each.name, then.created_s, time_s),
                self._calendar,
            )
            for each in containers
        )
        return [status for status in found if status is not None]


def _unprobed(status: dict[str, Any]) -> dict[str, Any]:
    """UpdatePodStatus of the prober's manager says of no ephemeral container whether it has started."""
    return {name: value for name, value in status.items() if name != "started"}


def _since(then: ObjectThen, history: Iterable[ObjectRecord], time_s: Seconds) -> tuple[Seconds | None, Seconds]:
    """When the pod was bound to its node, and since when it has been as Ready as it is."""
    bound_s, ready_s = None, then.created_s
    for row in history:
        if row.uid == then.uid and row.time_s <= time_s:
            if row.verb == "bind":
                bound_s = row.time_s
            if any(field == "ready" for field, _ in row.change):
                ready_s = row.time_s
    return bound_s, ready_s

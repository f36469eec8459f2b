"""The history of the objects of a replay: each pod as it was created and bound, and the nodes that pods name."""

from typing import Any, NamedTuple

from imagesim.engine.object_history import ObjectHistory
from imagesim.engine.records import PodRecord
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.node import NodeSpec, NodeStatus
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.units import Seconds
from imagesim.rules.versions import DEFAULT_KUBERNETES


class _Clock:
    """What the history's writer asks for the time."""

    now: Seconds = 0.0


class _Written(NamedTuple):
    """What the history's writer asks of an object."""

    object_name: ObjectName
    uid: str
    generation: int
    resource_version: int


class ReplayedObjects:
    """Takes objects in the order of their times."""

    def __init__(self) -> None:
        self._clock = _Clock()
        self._history = ObjectHistory()
        self._write: Any = self._history.writer(self._clock)  # type: ignore[arg-type]  # it only asks for the time
        self._version = 0

    def create_node(self, name: str) -> None:
        """A node of which only the name is known."""
        status = NodeStatus(platform="linux/amd64", kubelet_version=DEFAULT_KUBERNETES, container_runtime_version="")
        self._row(
            "create", ObjectName("Node", "", name), f"node-{name}", (("spec", NodeSpec(pool="")), ("status", status))
        )

    def create_pod(self, pod: PodRecord, spec: PodSpec) -> None:
        """A pod, and its node."""
        name = ObjectName("Pod", pod.namespace, pod.pod)
        self._clock.now = max(self._clock.now, pod.created_s)
        self._row("create", name, pod.uid, (("spec", spec), ("phase", pod.phase)))
        if pod.node:
            self._row("bind", name, pod.uid, (("node", pod.node),))
        if pod.ready_s is not None:
            self._row("status", name, pod.uid, (("ready", True),))

    def close(self) -> ObjectHistory:
        """The history; nothing comes any more."""
        self._history.close()
        return self._history

    def _row(self, verb: Verb, name: ObjectName, uid: str, change: Change) -> None:
        self._version += 1
        self._write(verb, _Written(name, uid, 1, self._version), change)

"""A pod at the end of a run, and what the API server held then: its spec as stored and as asked for, Secrets, its node.

All of it is read from the recorded history of the objects; nothing is worked out a second time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from imagesim.engine.records import PodRecord, PullRecord, Records, StateRecord
from imagesim.results.history import History, ObjectThen
from imagesim.results.palette import short_digest
from imagesim.results.version_names import version_names
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds
from imagesim.rules.versions import KubernetesBehaviour, kubernetes
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.scenario import Scenario

ALWAYS_PULL_IMAGES = "AlwaysPullImages"
PIN_DIGESTS, PIN_POD_DIGESTS = "PinDigests", "PinPodDigests"


@dataclass(frozen=True, slots=True)
class Moment:
    """One pod when the run stopped."""

    scenario: Scenario
    records: Records
    history: History
    pod: PodRecord

    @property
    def now(self) -> Seconds:
        """When that is."""
        return self.records.end_s

    # --- what the API held ---

    @property
    def spec(self) -> PodSpec | None:
        """The pod's spec as it is stored, or was when the pod went."""
        return self.history.pod_spec(self.pod.namespace, self.pod.pod)

    def asked_for(self, container: str) -> Container | None:
        """The container as the pod's creation asked for it, before admission."""
        return _container(self.history.written_spec(self.pod.namespace, self.pod.pod), container)

    def admitted(self, container: str) -> Container | None:
        """The container as admission left it when the pod was created."""
        return _container(self.history.admitted_spec(self.pod.namespace, self.pod.pod), container)

    def first(self, container: str) -> Container | None:
        """The container as it was in the object that somebody wrote, when that object was created."""
        origin = self._origin()
        return _container(_pod_spec(origin), container) if origin else None

    def secret(self, name: str) -> PullSecret | None:
        """The Secret of that name in the pod's namespace, None if there is none now."""
        return self.history.secret(self.pod.namespace, name)

    @property
    def pool(self) -> NodePool | None:
        """The pool of the pod's node, None before it has one."""
        name = self.history.pool(self.pod.node)
        return next((pool for pool in self.scenario.pools if pool.name == name), None)

    @property
    def behaviour(self) -> KubernetesBehaviour:
        """How the pod's kubelet behaves."""
        node = self.history.last(ObjectName("Node", "", self.pod.node))
        return kubernetes(node.status.kubelet_version if node else self.scenario.kubernetes_version)

    def version(self, digest: str) -> str:
        """What people call the version, with its digest."""
        name = version_names(self.scenario, self.records).get(digest)
        return f"{name} ({short_digest(digest)})" if name else short_digest(digest)

    def in_manifest(self, container: str) -> dict[str, Any]:
        """The container as a document of the scenario has it, before any default; {} if none is known."""
        origin = self._origin()
        return _in_manifest(self.scenario, origin.object_name, container) if origin else {}

    def _origin(self) -> ObjectThen | None:
        """The object that somebody wrote, as it was created: the pod, or the one at the end of its owners."""
        found = self.history.created(ObjectName("Pod", self.pod.namespace, self.pod.pod))
        while found is not None and found.owner is not None:
            found = self.history.created(found.owner.owner)
        return found

    # --- what happened ---

    def decisions(self, container: str) -> list[PullRecord]:
        """What the kubelet decided about the container's image, in order."""
        key = self.pod.namespace, self.pod.pod, container
        return [
            row
            for row in self.records.pulls
            if (row.namespace, row.pod, row.container) == key and self.pod.there_at(row.queued_s)
        ]

    def shown(self, container: str) -> StateRecord | None:
        """The container's last state that the API has shown."""
        key = self.pod.namespace, self.pod.pod, container
        return next(
            (
                row
                for row in reversed(self.records.states)
                if (row.namespace, row.pod, row.container) == key and self.pod.there_at(row.started_s)
            ),
            None,
        )


class StoryStep(NamedTuple):
    """One step: its title, what happened here (lines), and the rule behind it."""

    title: str
    said: gate.Shown
    rule: str


def step(title: str, said: str | Iterable[str], rule: str) -> StoryStep:
    """A step that says one thing, or several, each in a line of its own."""
    return StoryStep(title, gate.lines([said] if isinstance(said, str) else said), rule)


def at(time: Seconds) -> str:
    """A time as it is told: 5m15s."""
    return format_duration(round(time))


def _pod_spec(origin: ObjectThen) -> PodSpec:
    """The spec of the pods that *origin* is for, as somebody wrote it."""
    spec: PodSpec = origin.written if origin.object_name.kind == "Pod" else origin.written.template.spec
    return spec


def _container(spec: PodSpec | None, name: str) -> Container | None:
    listed = (*spec.init_containers, *spec.containers) if spec else ()
    return next((each for each in listed if each.name == name), None)


def _in_manifest(scenario: Scenario, origin: ObjectName, name: str) -> dict[str, Any]:
    for document in scenario.documents:
        metadata: Any = document.get("metadata") or {}
        place = document.get("kind"), metadata.get("namespace") or "default", metadata.get("name")
        if place == tuple(origin):
            spec: Any = document.get("spec") or {}
            spec = spec if origin.kind == "Pod" else spec.get("template", {}).get("spec", {})
            listed = [*(spec.get("initContainers") or ()), *(spec.get("containers") or ())]
            return next((each for each in listed if each.get("name") == name), {})
    return {}

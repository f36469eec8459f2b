"""What a run finds at its beginning, as values: a cluster that was there before, as a dump of it tells.

Times are seconds since the start of the run, so that what happened before is negative. None stands for "has not
happened", or for "nobody knows".
"""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.node import Taint
from imagesim.rules.api.objects import Labels, Pod, PodSpec, ReplicaSet, ReplicaSetSpec, ReplicationController
from imagesim.rules.api.workload import Workload
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.controller_revision import ControllerRevision
from imagesim.scenarios.values.images import Image


class FoundImage(NamedTuple):
    """An image on a node under its names: `repository:tag` or `repository@digest`, each in full."""

    names: tuple[str, ...]
    image: Image


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNode:
    """A node. `unready_since_s` is since when its kubelet has not been heard of, None where it is well.

    `taints` are all that it has now.
    """

    name: str
    created_s: Seconds
    unschedulable: bool = False
    unready_since_s: Seconds | None = None
    taints: tuple[Taint, ...] = ()
    images: tuple[FoundImage, ...] = ()


class FoundContainer(NamedTuple):
    """A container that was started once: its latest incarnation, from an image of that `version` (a digest).

    `finished_s` is None while it runs; `before_finished_s` is the end of the incarnation before. `waits` is why it is
    not started again, "" where nothing keeps it from that.
    """

    name: str
    image: str
    version: str
    started_s: Seconds
    starts: int = 1
    finished_s: Seconds | None = None
    exit_code: int = 0
    reason: str = ""
    before_finished_s: Seconds | None = None
    ready: bool = True


class FoundWait(NamedTuple):
    """A container that waits for its image: what the API shows, and what events tell of its pulls.

    The `failures`-th failed pull in a row, counted from 1, ended at `failed_s`; where that is `sure` there was no later
    one up to `seen_s`, the last time that anything was heard of the pod. Else there may have been, since events were
    lost, or none was given: what came after it has to be drawn. `failed_s` None: nothing is known of a failed pull.
    `pulling_since_s` is since when a pull is under way.
    """

    name: str
    image: str
    reason: str
    message: str = ""
    failures: int = 0
    failed_s: Seconds | None = None
    sure: bool = False
    seen_s: Seconds | None = None
    last_failed_s: Seconds | None = None
    pulling_since_s: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPod:
    """A pod. `owner` is the object that controls it, None for one of its own; `spec` is as it was admitted.

    `ready_since_s` is None while it is not Ready. `deletion_s` is when somebody asked for its deletion. `containers`
    have been started, `waiting` ones wait for their images.
    """

    namespace: str
    name: str
    labels: Labels = ()
    annotations: Labels = ()
    owner: ObjectName | None = None
    spec: PodSpec
    created_s: Seconds
    scheduled_s: Seconds | None = None
    node: str = ""
    phase: str = "Pending"
    reason: str = ""
    ready_since_s: Seconds | None = None
    deletion_s: Seconds | None = None
    restarts: int = 0
    containers: tuple[FoundContainer, ...] = ()
    waiting: tuple[FoundWait, ...] = ()

    @property
    def pulling_since_s(self) -> Seconds:
        """Since when a pull for it is under way, infinity where none is."""
        since = (each.pulling_since_s for each in self.waiting)
        return min((each for each in since if each is not None), default=math.inf)

    @property
    def manifest(self) -> Pod:
        """The pod as a manifest has it."""
        names = {"namespace": self.namespace, "name": self.name}
        return Pod(**names, labels=self.labels, annotations=self.annotations, spec=self.spec)

    @property
    def object_name(self) -> ObjectName:
        """Which object it is."""
        return ObjectName("Pod", self.namespace, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundObject:
    """Any other object as the API server stores it: `spec` and `status` are what the store holds of its kind."""

    name: ObjectName
    spec: Any
    status: Any
    labels: Labels = ()
    annotations: Labels = ()
    owner: ObjectName | None = None
    created_s: Seconds = 0.0
    deletion_s: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingState:
    """All that a run finds: nodes, objects (owners before what they own), pods in the order of their creation.

    `tags` is what registries that no document describes hold under names of which the nodes tell: by host and
    repository the tag and what it stands for.
    """

    nodes: tuple[FoundNode, ...] = ()
    objects: tuple[FoundObject, ...] = ()
    pods: tuple[FoundPod, ...] = ()
    tags: tuple[tuple[str, str, str, Image], ...] = ()

    @property
    def workloads(self) -> tuple[Workload, ...]:
        """The workloads that no other one owns, as manifests have them."""
        found = []
        for each in self.objects:
            if each.owner is not None:
                continue
            if isinstance(each.spec, ReplicaSetSpec):
                kind = ReplicaSet if each.name.kind == "ReplicaSet" else ReplicationController
                names = {"namespace": each.name.namespace, "name": each.name.name}
                found.append(kind(**names, labels=each.labels, spec=each.spec))
            elif not isinstance(each.spec, ControllerRevision):
                found.append(each.spec)
        return tuple(found)

    @property
    def alone(self) -> tuple[Pod, ...]:
        """The pods that no workload controls, as manifests have them."""
        return tuple(pod.manifest for pod in self.pods if pod.owner is None)

    @property
    def images(self) -> dict[str, Image]:
        """The images of which it tells, by their digests."""
        found = {each.image.digest: each.image for node in self.nodes for each in node.images}
        return found | {image.digest: image for _, _, _, image in self.tags}

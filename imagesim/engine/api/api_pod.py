"""A pod as the API server has it: an ApiObject made lean, for a large cluster has 150,000.

It has no dicts, shares its spec, its labels and its owner with its mates, and what changes on it are plain attributes.
"""

from imagesim.engine.api.api_object import OwnerReference
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Labels, PodSpec
from imagesim.rules.units import Seconds

TERMINAL = ("Succeeded", "Failed")
"""Phases that are an end."""


class ApiPod:
    """Metadata as an ApiObject's; `spec`, and of the status what others decide by.

    `workload` names the object that its owners lead up to (a Deployment), None for a pod of its own. `written` is the
    spec as it was asked for, before admission. `node` is "" until the pod is bound, at `scheduled_s`. `ready_since_s`
    is None while the pod is not Ready; `first_ready_s` stays. `deletion_s` is when somebody asked for its deletion; the
    object goes, at `removed_s`, when the kubelet has stopped its containers. `reason` is the status's: "Evicted", or
    "".
    """

    __slots__ = (
        "annotations", "created_s", "deletion_s", "finalizers", "first_ready_s", "generation", "labels", "name",
        "namespace", "node", "object_name", "owner", "phase", "ready_since_s", "reason", "removed_s",
        "resource_version", "restarts", "scheduled_s", "spec", "uid", "workload", "written",
    )  # fmt: skip

    kind = "Pod"

    def __init__(
        self,
        object_name: ObjectName,
        spec: PodSpec,
        *,
        labels: Labels = (),
        annotations: Labels = (),
        owner: OwnerReference | None = None,
        finalizers: tuple[str, ...] = (),
    ) -> None:
        self.object_name = object_name
        self.namespace = object_name.namespace
        self.name = object_name.name
        self.spec = self.written = spec
        self.labels = labels
        self.annotations = annotations
        self.owner = owner
        self.finalizers = finalizers
        self.workload: ObjectName | None = None
        self.uid = ""
        self.resource_version = 0
        self.generation = 1
        self.created_s: Seconds = 0.0
        self.deletion_s: Seconds | None = None
        self.removed_s: Seconds | None = None
        self.node = ""
        self.scheduled_s: Seconds | None = None
        self.phase = "Pending"
        self.reason = ""
        self.restarts = 0
        self.ready_since_s: Seconds | None = None
        self.first_ready_s: Seconds | None = None

    def __repr__(self) -> str:
        return f"<{self.object_name}>"

    @property
    def key(self) -> str:
        """ "namespace/name", as client-go's MetaNamespaceKeyFunc writes it."""
        return f"{self.namespace}/{self.name}"

    @property
    def ready(self) -> bool:
        """Whether the Ready condition is True."""
        return self.ready_since_s is not None

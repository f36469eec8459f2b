"""An object as the API server has it: metadata, `spec` and `status`.

Spec and status are frozen values (imagesim.rules.api.objects and its like); a write puts another value in the place of
the old one, so whoever holds a value holds what was true then. A pod is the same made lean (api_pod.py).
"""

from typing import Any, NamedTuple

from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Labels
from imagesim.rules.units import Seconds


class OwnerReference(NamedTuple):
    """The object that another one goes with. `controller` marks the one that manages it; one instance serves all."""

    owner: ObjectName
    uid: str
    controller: bool = True


class ApiObject:
    """Any object but a pod. What the server fills in when it is created: uid, resource version, time.

    `generation` counts changes of `spec`, `resource_version` grows with every write. `created_s` is exact; the API
    shows whole seconds. `deletion_s` is when somebody asked for its deletion, and it goes when `finalizers` is empty.
    """

    __slots__ = (
        "annotations", "created_s", "deletion_s", "finalizers", "generation", "labels", "object_name", "owner",
        "removed_s", "resource_version", "spec", "status", "uid",
    )  # fmt: skip

    node = ""
    """Only a pod is on a node."""

    def __init__(
        self,
        object_name: ObjectName,
        spec: Any = None,
        *,
        status: Any = None,
        labels: Labels = (),
        annotations: Labels = (),
        owner: OwnerReference | None = None,
        finalizers: tuple[str, ...] = (),
    ) -> None:
        self.object_name = object_name
        self.spec = spec
        self.status = status
        self.labels = labels
        self.annotations = annotations
        self.owner = owner
        self.finalizers = finalizers
        self.uid = ""
        self.resource_version = 0
        self.generation = 1
        self.created_s: Seconds = 0.0
        self.deletion_s: Seconds | None = None
        self.removed_s: Seconds | None = None

    def __repr__(self) -> str:
        return f"<{self.object_name}>"

    @property
    def kind(self) -> str:
        """Its kind: "Deployment"."""
        return self.object_name.kind

    @property
    def namespace(self) -> str:
        """Its namespace, "" for a kind that has none."""
        return self.object_name.namespace

    @property
    def name(self) -> str:
        """Its name within kind and namespace."""
        return self.object_name.name

    @property
    def key(self) -> str:
        """ "namespace/name", as client-go's MetaNamespaceKeyFunc writes it."""
        return self.object_name.key

    @property
    def reference(self) -> OwnerReference:
        """What an object that it controls says of its owner. Make it once and share it."""
        return OwnerReference(self.object_name, self.uid)

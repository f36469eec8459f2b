"""The name of an object: `Kind/namespace/name`, or `Kind/name` where the kind belongs to no namespace.

Within a cluster no two objects of one moment have the same. Records, messages and paths spell it so; what imitates
kubectl ("pod/web-0") or the API's errors (`deployments.apps "web"`) is derived here, too.
"""

from typing import NamedTuple

from imagesim.rules.api.kinds import BY_NAME, KINDS
from imagesim.rules.golang.text import quote

CLUSTER_SCOPED = frozenset(kind.name for kind in KINDS if not kind.namespaced)
"""The kinds whose objects belong to no namespace."""


class ObjectName(NamedTuple):
    """Kind, namespace ("" for a kind that has none) and name. One value is made for an object and shared by all."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return "/".join(part for part in self if part)

    @classmethod
    def parse(cls, text: str) -> "ObjectName":
        """Read what `str()` writes. ValueError for anything else."""
        parts = text.split("/")
        if all(parts):
            if len(parts) == 2 and parts[0] in CLUSTER_SCOPED:
                return cls(parts[0], "", parts[1])
            if len(parts) == 3 and parts[0] not in CLUSTER_SCOPED:
                return cls(*parts)
        raise ValueError(f"{text!r} is no name of an object: Kind/namespace/name, or Node/name")

    @property
    def key(self) -> str:
        """ "namespace/name", as client-go's MetaNamespaceKeyFunc writes it."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name

    @property
    def kubectl(self) -> str:
        """ "pod/web-0": how kubectl names an object of the namespace that one works in."""
        return f"{self.kind.lower()}/{self.name}"

    @property
    def resource(self) -> str:
        """`deployments.apps "web"`: how the API server names it in an error."""
        return f"{BY_NAME[self.kind].resource} {quote(self.name)}"

    @property
    def qualified(self) -> str:
        """`Deployment.apps "web"`: how the API server names an object that is invalid."""
        group = BY_NAME[self.kind].group
        return f"{self.kind}.{group} {quote(self.name)}" if group else f"{self.kind} {quote(self.name)}"

"""A node selector as frozen values: the required node affinity of a pod (k8s.io/api core/v1, types.go NodeSelector)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSelectorRequirement:
    """One condition on a label or a field: `operator` is In, NotIn, Exists, DoesNotExist, Gt or Lt."""

    key: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSelectorTerm:
    """Conditions that all have to hold. A term without any fits no node."""

    match_expressions: tuple[NodeSelectorRequirement, ...] = ()
    match_fields: tuple[NodeSelectorRequirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSelector:
    """Terms of which one has to hold."""

    node_selector_terms: tuple[NodeSelectorTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferredSchedulingTerm:
    """A term that a node would better fit, by a `weight` of 1 to 100."""

    weight: int
    preference: NodeSelectorTerm

"""Words of single cells that `kubectl get` prints of nodes, Jobs and workloads, and of selectors.

Models printNode, printJob, layoutContainerCells and formatEventSource of pkg/printers/internalversion/printers.go
(1.32 to 1.36), and Selector.String of k8s.io/apimachinery/pkg/labels/selector.go.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NONE = "<none>"

_ROLE_PREFIX = "node-role.kubernetes.io/"
_ROLE_LABEL = "kubernetes.io/role"


def node_status(conditions: Mapping[str, str], *, unschedulable: bool) -> str:
    """`Ready`, `NotReady` or `Unknown` by the condition Ready; *conditions* are the statuses by type."""
    ready = conditions.get("Ready")
    word = "Unknown" if ready is None else "Ready" if ready == "True" else "NotReady"
    return f"{word},SchedulingDisabled" if unschedulable else word


def node_roles(labels: Mapping[str, str]) -> str:
    """The roles that labels of a node name, sorted."""
    roles = {key.removeprefix(_ROLE_PREFIX) for key in labels if key.startswith(_ROLE_PREFIX)}
    roles |= {value for key, value in labels.items() if key == _ROLE_LABEL}
    return ",".join(sorted(roles - {""})) or NONE


def job_status(conditions: Mapping[str, str], *, deleted: bool) -> str:
    """How a Job goes on or ended; *conditions* are the statuses by type."""
    holds = {type_ for type_, status in conditions.items() if status == "True"}
    if end := next((type_ for type_ in ("Complete", "Failed") if type_ in holds), None):
        return end
    if deleted:
        return "Terminating"
    return next((type_ for type_ in ("Suspended", "FailureTarget") if type_ in holds), "Running")


def job_completions(completions: int | None, parallelism: int | None, succeeded: int) -> str:
    """`0/3`; `0/1 of 3` where any one pod of several decides."""
    if completions is not None:
        return f"{succeeded}/{completions}"
    return f"{succeeded}/1 of {parallelism}" if parallelism and parallelism > 1 else f"{succeeded}/1"


def container_cells(containers: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The columns CONTAINERS and IMAGES."""
    return ",".join(str(each["name"]) for each in containers), ",".join(str(each["image"]) for each in containers)


def selector_text(selector: Mapping[str, Any] | None) -> str:
    """A label selector on one line, requirements sorted by key: `app=web,tier in (a,b)`; `<none>` of an empty one."""
    if not selector:
        return NONE
    texts = [(key, f"{key}={value}") for key, value in (selector.get("matchLabels") or {}).items()]
    texts += [(each["key"], _requirement(each)) for each in selector.get("matchExpressions") or ()]
    return ",".join(text for _, text in sorted(texts)) or NONE


def _requirement(requirement: Mapping[str, Any]) -> str:
    key, values = requirement["key"], ",".join(sorted(requirement.get("values") or ()))
    return {
        "In": f"{key} in ({values})",
        "NotIn": f"{key} notin ({values})",
        "Exists": str(key),
        "DoesNotExist": f"!{key}",
    }[requirement["operator"]]


def labels_text(labels: Mapping[str, str] | None) -> str:
    """Labels on one line, sorted by key (labels.Set.String and FormatLabels of kubectl)."""
    return joined(f"{key}={value}" for key, value in sorted((labels or {}).items()))


def joined(texts: Iterable[str]) -> str:
    """The texts with commas, `<none>` if there is none."""
    return ",".join(texts) or NONE


def event_source(component: str, host: str = "") -> str:
    """`kubelet, node-1`: who told of an event, and from which node."""
    return f"{component}, {host}" if host else component

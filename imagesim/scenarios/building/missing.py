"""How many pods are missing of kinds that are not modelled, in words that say how that is known."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from imagesim.rules.api.objects import PodSpec
from imagesim.rules.scheduling.node_affinity import fits
from imagesim.rules.scheduling.node_labels import node_labels
from imagesim.scenarios.manifests.node_affinity import read_node_affinity, read_node_selector
from imagesim.scenarios.manifests.pod_makers import images_of
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.fields import root
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.values.missing_pods import MissingPods
from imagesim.scenarios.values.node_pool import NodePool, is_node_of

_Count = tuple[int | None, str]
"""How many pods, and how that is known."""


def missing_pods(
    makers: Iterable[dict[str, Any]], pools: Sequence[NodePool], there: Mapping[str, int]
) -> tuple[MissingPods, ...]:
    """What each of *makers* (see pod_makers) would have made; *there* counts those of its pods that are here.

    Its keys are Kind/namespace/name.
    """
    return tuple(_missing(maker, pools, there) for maker in makers)


def _missing(maker: dict[str, Any], pools: Sequence[NodePool], there: Mapping[str, int]) -> MissingPods:
    metadata, kind = maker["metadata"], str(maker.get("kind", ""))
    namespace = metadata.get("namespace") or "default"
    name = metadata.get("name") or metadata.get("generateName", "")
    pods, why = _count(kind, maker, pools)
    here = there.get(f"{kind}/{namespace}/{name}", 0)
    if here:
        pods = None if pods is None else max(0, pods - here)
        why = f"{why}; {here} of them {'stand' if here > 1 else 'stands'} in this scenario"
    return MissingPods(
        kind=kind,
        namespace=namespace,
        name=name,
        pods=pods,
        why=why,
        images=images_of(maker["spec"]),
        document=maker,
    )


def _count(kind: str, maker: dict[str, Any], pools: Sequence[NodePool]) -> _Count:
    spec = maker["spec"]
    if spec.get("suspend") is True:
        return 0, "it is suspended"
    match kind:
        case "DaemonSet":
            return _on_nodes(maker, pools)
        case "ReplicationController" | "Rollout":
            replicas = _number(spec, "replicas", 1)
            return replicas, counted(replicas, "replica")
        case "CronJob":
            return None, f"a Job at its times, {spec.get('schedule', '')}"
    numbers = _replicas(spec)
    if not numbers:
        return None, "as many as its controller makes"
    return sum(numbers), f"replicas: {' + '.join(map(str, numbers))}"


def _on_nodes(maker: dict[str, Any], pools: Sequence[NodePool]) -> _Count:
    """One on each node of the start that fits; no node has a taint then."""
    count = sum(pool.count for pool in pools)
    spec = _placing(maker)
    fitting = sum(_fitting(spec, pool) for pool in pools)
    if fitting == count:
        return count, f"one on each of {counted(count, 'node')}"
    return fitting, f"one on each node that fits, of {count}" if fitting else f"none of {counted(count, 'node')} fits"


def _fitting(spec: PodSpec, pool: NodePool) -> int:
    """How many nodes of the pool fit. Those whose names *spec* does not hold are all alike, so one is looked at."""
    named = [name for name in _texts(spec) if is_node_of(name, pool.name, pool.count)]
    others = pool.count - len(named)
    fitting = sum(_node_fits(spec, name, pool) for name in named)
    if not others:
        return fitting
    free = next(name for index in range(pool.count) if (name := f"{pool.name}-{index}") not in named)
    return fitting + others * _node_fits(spec, free, pool)


def _node_fits(spec: PodSpec, name: str, pool: NodePool) -> bool:
    return fits(spec, name, node_labels(name, pool.platform, pool.labels))


def _texts(spec: PodSpec) -> set[str]:
    """All values that *spec* compares a label or a name with."""
    terms = spec.node_affinity.node_selector_terms if spec.node_affinity is not None else ()
    requirements = [each for term in terms for each in (*term.match_expressions, *term.match_fields)]
    return {value for _, value in spec.node_selector} | {value for each in requirements for value in each.values}


def _placing(maker: dict[str, Any]) -> PodSpec:
    """Where its pods may run; anywhere, if what it says about that is none of the API's."""
    spec = root(Document(value=maker))["spec"]["template"]["spec"]
    try:
        return PodSpec(containers=(), node_selector=read_node_selector(spec), node_affinity=read_node_affinity(spec))
    except ScenarioError:
        return PodSpec(containers=())


def _replicas(spec: Any) -> list[int]:
    """The numbers of replicas beside the templates."""
    if isinstance(spec, list):
        return [number for item in spec for number in _replicas(item)]
    if not isinstance(spec, dict):
        return []
    own = [_number(spec, "replicas", 0)] if "replicas" in spec and ("template" in spec or "image" in spec) else []
    return own + [number for name, inner in spec.items() if name != "template" for number in _replicas(inner)]


def _number(spec: dict[str, Any], name: str, default: int) -> int:
    value = spec.get(name, default)
    return value if isinstance(value, int) and value >= 0 else default

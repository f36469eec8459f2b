"""How many pods are missing of kinds that are not modelled, in words that say how that is known."""

from collections.abc import Iterable, Mapping
from typing import Any

from imagesim.scenarios.manifests.pod_makers import images_of
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.values.missing_pods import MissingPods

_Count = tuple[int | None, str]
"""How many pods, and how that is known."""


def missing_pods(makers: Iterable[dict[str, Any]], there: Mapping[str, int]) -> tuple[MissingPods, ...]:
    """What each of *makers* (see pod_makers) would have made; *there* counts those of its pods that are here.

    Its keys are Kind/namespace/name.
    """
    return tuple(_missing(maker, there) for maker in makers)


def _missing(maker: dict[str, Any], there: Mapping[str, int]) -> MissingPods:
    metadata, kind = maker["metadata"], str(maker.get("kind", ""))
    namespace = metadata.get("namespace") or "default"
    name = metadata.get("name") or metadata.get("generateName", "")
    pods, why = _count(kind, maker)
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


def _count(kind: str, maker: dict[str, Any]) -> _Count:
    spec = maker["spec"]
    if spec.get("suspend") is True:
        return 0, "it is suspended"
    if kind == "Rollout":
        replicas = _number(spec, "replicas", 1)
        return replicas, counted(replicas, "replica")
    if "schedule" in spec:
        return None, f"a Job at its times, {spec['schedule']}"
    numbers = _replicas(spec)
    if not numbers:
        return None, "as many as its controller makes"
    return sum(numbers), f"replicas: {' + '.join(map(str, numbers))}"


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

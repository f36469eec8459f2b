"""The updates of defaults.jsonl that are named in words: what each makes of the stored pod."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from imagesim.rules.api.field_errors import aggregate
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.api.validation.pod import stored_pod_problems
from tests.conformance.checking import Excluded, Row, differences

_PLAIN = {
    "containers": [
        {"image": "a:1", "imagePullPolicy": "IfNotPresent", "name": "a"},
        {"image": "b:latest", "name": "b"},
    ],
    "initContainers": [{"image": "i:1", "name": "i"}, {"image": "s:1", "name": "s", "restartPolicy": "Always"}],
    "volumes": [{"image": {"reference": "data:1"}, "name": "v"}],
}
_BASES = {"plain": _PLAIN, "with_ephemeral": _PLAIN | {"ephemeralContainers": [{"image": "dbg:1", "name": "d"}]}}


def base_of(row: Row) -> dict[str, Any]:
    """The manifest of the pod that is stored before the row's update."""
    return _BASES[row.get("base", "plain")]


def check_update(row: Row, read: Callable[[Row], PodSpec], refused: Callable[[PodSpec, PodSpec], str | None]) -> str:
    """Whether the update is taken, with its text, and what is stored then."""
    if row["change"] not in _CHANGES:
        raise Excluded("an update whose change the row names only in words that are not known here")
    old = read(base_of(row))
    new = _CHANGES[row["change"]](old)
    if row["subresource"] == "ephemeralcontainers":
        error = aggregate(stored_pod_problems(new)) or None
    else:
        error = refused(new, old)
    got: dict[str, object] = {"ok": error is None, "error": error}
    if error is None:
        got |= {"result": _result(new), "generation_bumped": new != old}
    return differences({name: row[name] for name in got}, got)


def _with_image_of_a(spec: PodSpec, image: str) -> PodSpec:
    first, *rest = spec.containers
    return replace(spec, containers=(replace(first, image=image), *rest))


def _with_reference(spec: PodSpec, reference: str) -> PodSpec:
    return replace(spec, image_volumes=tuple(replace(each, reference=reference) for each in spec.image_volumes))


def _with_debugger(spec: PodSpec) -> PodSpec:
    debugger = Container(name="d", image="dbg", image_pull_policy="Always")
    return replace(spec, ephemeral_containers=(*spec.ephemeral_containers, debugger))


_CHANGES: dict[str, Callable[[PodSpec], PodSpec]] = {
    "no change": lambda spec: spec,
    "container image unparsable": lambda spec: _with_image_of_a(spec, "A B"),
    "image volume reference": lambda spec: _with_reference(spec, "data:2"),
    "swap containers": lambda spec: replace(spec, containers=spec.containers[::-1]),
    "add ephemeral": _with_debugger,
}


def _result(spec: PodSpec) -> list[list[str]]:
    groups = (("init", spec.init_containers), ("container", spec.containers), ("ephemeral", spec.ephemeral_containers))
    containers = [[kind, each.name, each.image, each.image_pull_policy] for kind, group in groups for each in group]
    return containers + [["volume", each.name, each.reference, each.pull_policy] for each in spec.image_volumes]

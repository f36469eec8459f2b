"""The steps that every request to create or update an object passes, in the order of Kubernetes.

1. Decoding and defaulting (`defaults`).
2. Mutating admission: NamespaceAutoProvision, ServiceAccount, AlwaysPullImages, then webhooks (`pin_digests`); what a
   webhook's patch left out is filled in again.
3. Validation (`validation`).
4. Validating admission: what refuses and changes nothing, such as a quota.

The order of the plugins is that of pkg/kubeapiserver/options/plugins.go, 1.36; in which order a cluster's flags list
them does not matter there, and not here.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from imagesim.engine.api.admission.request import AdmissionRequest, Operation

Admit = Callable[[Any, AdmissionRequest], Any]
"""Takes the spec as the steps before have made it, and returns what it makes of it. Raises APIError to refuse."""

Check = Callable[[AdmissionRequest], None]
"""A validating plugin for pods: a quota, say. Raises APIError to refuse."""


class AdmissionStep(NamedTuple):
    """One step, and the requests that it is there for; no `kinds` are all that belong to a namespace."""

    name: str
    admit: Admit
    kinds: frozenset[str]
    operations: frozenset[Operation] = frozenset({"CREATE", "UPDATE"})


def by_spec_alone(admit: Admit) -> Admit:
    """A step that looks at nothing but the spec, so it need not look again at one that it has just admitted.

    The pods of a workload share theirs.
    """
    last: tuple[Any, Any] = None, None

    def admitted(spec: Any, request: AdmissionRequest) -> Any:
        nonlocal last
        if spec is not last[0]:
            last = spec, admit(spec, request)
        return last[1]

    return admitted


class Chain:
    """The steps in order."""

    def __init__(self, steps: Iterable[AdmissionStep]) -> None:
        self.steps = tuple(steps)
        self._for: dict[tuple[str, Operation], tuple[Admit, ...]] = {}

    def admit(self, spec: Any, request: AdmissionRequest) -> Any:
        """What is stored when *spec* is asked for. Raises APIError where a step refuses."""
        kind_and_operation = request.name.kind, request.operation
        admits = self._for.get(kind_and_operation)
        if admits is None:
            admits = self._for[kind_and_operation] = self._choose(request)
        for admit in admits:
            spec = admit(spec, request)
        return spec

    def _choose(self, request: AdmissionRequest) -> tuple[Admit, ...]:
        return tuple(
            step.admit
            for step in self.steps
            if request.operation in step.operations
            and (request.name.kind in step.kinds if step.kinds else request.name.namespace)
        )

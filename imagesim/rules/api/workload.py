"""What all workloads have in common as values: a number of pods, all made from one template."""

from dataclasses import replace
from typing import Any, Protocol

from imagesim.rules.api.objects import CronJob, PodTemplate


class Workload(Protocol):
    """A Deployment, a ReplicaSet, ...: whatever keeps `replicas` pods of its `template`."""

    @property
    def namespace(self) -> str:
        """The namespace of the workload and of its pods."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def replicas(self) -> int | None:
        """How many pods it keeps, None for one on each node that fits."""

    @property
    def template(self) -> PodTemplate:
        """What its pods are made from."""


def with_template(spec: Any, template: PodTemplate) -> Any:
    """The value *spec* of a workload with another template, wherever in it that stands."""
    if isinstance(spec, CronJob):
        return replace(spec, job=replace(spec.job, template=template))
    return replace(spec, template=template)

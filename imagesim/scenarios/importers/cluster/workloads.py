"""Workloads of a dump as a run finds them: owners first, with the revisions that their pods were made from.

`kubectl get` of the usual kinds prints no ControllerRevisions. What a StatefulSet or a DaemonSet has had as templates
is known from itself and from its pods: each pod names its revision, and a pod of that revision shows its containers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from imagesim.rules.api.kinds import CONTROLLER_REVISION
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Labels, PodTemplate, ReplicaSet
from imagesim.rules.calendar import Calendar
from imagesim.rules.workloads.controller_revision import REVISION_LABEL, ControllerRevision
from imagesim.rules.workloads.job import JobStatus
from imagesim.scenarios.importers.cluster.dates import seconds
from imagesim.scenarios.importers.cluster.pods import controller
from imagesim.scenarios.importers.cluster.statuses import status_of
from imagesim.scenarios.manifests.metadata import read_annotations
from imagesim.scenarios.reading.fields import Field
from imagesim.scenarios.values.starting_state import FoundObject, FoundPod

_ORDER = ("Deployment", "CronJob", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Job")
_KEPT = ("deployment.kubernetes.io/", "kubernetes.io/change-cause", "batch.kubernetes.io/cronjob")


def found_objects(
    read: Iterable[tuple[Field, Any]], pods: Sequence[FoundPod], calendar: Calendar
) -> tuple[FoundObject, ...]:
    """The workloads that were *read*, each as its manifest and as what that reads as; owners before what they own."""
    made = [_object(whole, value, calendar) for whole, value in read]
    ordered = sorted(made, key=lambda each: (_ORDER.index(each.name.kind), each.created_s, each.name))
    owned: dict[ObjectName, list[FoundPod]] = {}
    for pod in pods:
        if pod.owner is not None:
            owned.setdefault(pod.owner, []).append(pod)
    found = []
    for each in ordered:
        mine = owned.get(each.name, ())
        found.append(_counted_less(each, mine))
        if each.name.kind in ("StatefulSet", "DaemonSet"):
            found += _revisions(each, mine)
    return tuple(found)


def _object(whole: Field, value: Any, calendar: Calendar) -> FoundObject:
    metadata = whole["metadata"]
    deletion_s = seconds(metadata["deletionTimestamp"], calendar)
    return FoundObject(
        name=ObjectName(whole.document.kind, value.namespace, value.name),
        spec=value.spec if isinstance(value, ReplicaSet) else value,
        status=status_of(whole, calendar),
        labels=value.labels,
        annotations=_annotations(metadata),
        owner=controller(metadata, value.namespace),
        created_s=min(seconds(metadata["creationTimestamp"], calendar) or 0.0, 0.0),
        deletion_s=None if deletion_s is None else min(deletion_s, 0.0),
    )


def _annotations(metadata: Field) -> Labels:
    """Those of the controllers: nobody here reads others of a workload."""
    return tuple(pair for pair in read_annotations(metadata) if pair[0].startswith(_KEPT))


def _counted_less(found: FoundObject, pods: Iterable[FoundPod]) -> FoundObject:
    """Of a Job the pods that are there are counted when the run begins: its status has those that are gone."""
    if not isinstance(found.status, JobStatus) or found.status.end is not None:
        return found
    phases = [pod.phase for pod in pods]
    status = found.status._replace(
        succeeded=max(0, found.status.succeeded - phases.count("Succeeded")),
        failed=max(0, found.status.failed - phases.count("Failed")),
    )
    return replace(found, status=status)


def _revisions(owner: FoundObject, pods: Sequence[FoundPod]) -> list[FoundObject]:
    """The revisions of a StatefulSet or DaemonSet, the latest one last."""
    template: PodTemplate = owner.spec.template
    first: dict[str, FoundPod] = {}
    for pod in sorted(pods, key=lambda each: each.created_s):
        if name := dict(pod.labels).get(REVISION_LABEL, ""):
            first.setdefault(name.removeprefix(f"{owner.name.name}-"), pod)
    latest = _latest(owner, template, first)
    if not latest:
        return []
    older = [hash_ for hash_ in first if hash_ != latest]
    made = [
        _revision(owner, hash_, number + 1, _template_of(first[hash_], template)) for number, hash_ in enumerate(older)
    ]
    current = getattr(owner.status, "current_revision", "").removeprefix(f"{owner.name.name}-")
    if current and current != latest and current not in first:
        made = [_revision(owner, current, 1, replace(template, annotations=(("imagesim/unknown", current),))), *made]
    return [*made, _revision(owner, latest, len(made) + 1, template)]


def _latest(owner: FoundObject, template: PodTemplate, pods: dict[str, FoundPod]) -> str:
    """The hash of the revision of today's template: the status says it, or a pod that looks like that."""
    said: str = getattr(owner.status, "update_revision", "")
    if said:
        return said.removeprefix(f"{owner.name.name}-")
    wanted = _look(template.spec.init_containers, template.spec.containers)
    alike = [name for name, pod in pods.items() if _look(pod.spec.init_containers, pod.spec.containers) == wanted]
    return alike[-1] if alike else ""


def _look(*containers: Iterable[Any]) -> list[tuple[str, str]]:
    return [(each.name, each.image) for part in containers for each in part]


def _template_of(pod: FoundPod, today: PodTemplate) -> PodTemplate:
    """The template that *pod* was made from, as far as it differs from today's: in its containers."""
    spec = replace(today.spec, init_containers=pod.spec.init_containers, containers=pod.spec.containers)
    return replace(today, spec=spec)


def _revision(owner: FoundObject, hash_: str, number: int, data: PodTemplate) -> FoundObject:
    return FoundObject(
        name=ObjectName(CONTROLLER_REVISION.name, owner.name.namespace, f"{owner.name.name}-{hash_}"),
        spec=ControllerRevision(revision=number, data=data),
        status=None,
        labels=data.labels,
        owner=owner.name,
        created_s=owner.created_s,
    )

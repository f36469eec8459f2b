"""Owners that a dump does not hold, of pods that it does: they are made up from what their pods show.

A ReplicaSet whose name ends with the hash that its pods are labelled with is a Deployment's; where that is missing too
it is made up as well, of all its ReplicaSets. Pods of any other missing owner keep their phase and have no owner here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Deployment, Labels, PodSpec, PodTemplate, ReplicaSetSpec
from imagesim.rules.api.template_hash import POD_TEMPLATE_HASH
from imagesim.rules.workloads import deployment_annotations as annotations
from imagesim.rules.workloads.replica_set import ReplicaSetStatus
from imagesim.rules.workloads.rollout_conditions import DeploymentStatus
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.values.starting_state import FoundObject, FoundPod

_NAMED = 3


class Whole(NamedTuple):
    """Objects and pods of which every owner is there, or None."""

    objects: tuple[FoundObject, ...]
    pods: tuple[FoundPod, ...]


def with_owners(objects: Sequence[FoundObject], pods: Sequence[FoundPod], notes: Notes) -> Whole:
    """Make up the ReplicaSets and Deployments that are missing, and leave out other missing owners. It is said."""
    there = {each.name for each in objects}
    lost: dict[ObjectName, list[FoundPod]] = {}
    for pod in pods:
        if pod.owner is not None and pod.owner not in there:
            lost.setdefault(pod.owner, []).append(pod)
    sets = [_replica_set(name, mine) for name, mine in lost.items() if name.kind == "ReplicaSet"]
    deployments = _deployments(sets, there, objects)
    made = {each.name for each in (*deployments, *sets)}
    if made:
        said = _listed(str(each) for each in sorted(made))
        notes.assume(f"Not in the dump, and made up from the pods that they own: {said}.")
    known = there | made
    orphans = Counter(pod.owner for pod in pods if pod.owner is not None and pod.owner not in known)
    if orphans:
        said = _listed(f"{name} ({counted(count, 'pod')})" for name, count in sorted(orphans.items()))
        notes.assume(f"Not in the dump, so that nobody replaces their pods: {said}.")
    found = [*deployments, *objects, *sets]
    return Whole(
        tuple(each if each.owner is None or each.owner in known else replace(each, owner=None) for each in found),
        tuple(pod if pod.owner is None or pod.owner in known else replace(pod, owner=None) for pod in pods),
    )


def as_their_jobs_say(objects: Sequence[FoundObject], pods: Sequence[FoundPod]) -> tuple[FoundPod, ...]:
    """The pods of Jobs with how long their programs run, which a Job's template is taken to say, and no pod."""
    jobs = {each.name: each.spec.template.spec for each in objects if each.name.kind == "Job"}
    return tuple(
        pod if pod.owner not in jobs else replace(pod, spec=_runs_as(pod.spec, jobs[pod.owner])) for pod in pods
    )


def _runs_as(spec: PodSpec, template: PodSpec) -> PodSpec:
    said = {each.name: each.usually_runs_for_s for each in template.containers}
    return replace(
        spec,
        containers=tuple(
            replace(each, usually_runs_for_s=said.get(each.name, each.usually_runs_for_s)) for each in spec.containers
        ),
    )


def _listed(names: Iterable[str]) -> str:
    all_ = list(names)
    more = f" and {len(all_) - _NAMED} more" if len(all_) > _NAMED else ""
    return ", ".join(all_[:_NAMED]) + more


def _replica_set(name: ObjectName, pods: Sequence[FoundPod]) -> FoundObject:
    """As many pods as there are, like the youngest."""
    youngest = max(pods, key=lambda each: (each.created_s, each.name))
    going = [pod for pod in pods if pod.deletion_s is None and pod.phase not in ("Succeeded", "Failed")]
    shared = set(youngest.labels).intersection(*(pod.labels for pod in pods))
    labels = tuple(sorted(shared))
    hash_ = dict(labels).get(POD_TEMPLATE_HASH, "")
    above = name.name.removesuffix(f"-{hash_}") if hash_ else name.name
    owner = ObjectName("Deployment", name.namespace, above) if above != name.name else None
    spec = ReplicaSetSpec(
        replicas=len(going),
        selector=labels,
        template=PodTemplate(labels=labels, spec=replace(youngest.spec, node_name="")),
    )
    ready = sum(pod.ready_since_s is not None for pod in going)
    return FoundObject(
        name=name,
        spec=spec,
        status=ReplicaSetStatus(1, len(going), ready, ready),
        labels=labels,
        annotations=annotations.with_revision((), 1) if owner is not None else (),
        owner=owner,
        created_s=min(pod.created_s for pod in pods),
    )


def _deployments(sets: list[FoundObject], there: set[ObjectName], objects: Sequence[FoundObject]) -> list[FoundObject]:
    """The Deployments that own *sets*, as far as they are missing. The *sets* get their revisions by age."""
    owned: dict[ObjectName, list[FoundObject]] = {}
    for each in (*objects, *sets):
        if each.owner is not None and each.owner.kind == "Deployment" and each.owner not in there:
            owned.setdefault(each.owner, []).append(each)
    found = []
    for name, mine in owned.items():
        by_age = sorted(mine, key=lambda each: (each.created_s, each.name))
        for number, each in enumerate(by_age, 1):
            if each in sets:
                place = sets.index(each)
                sets[place] = replace(each, annotations=annotations.with_revision(each.annotations, number))
        found.append(_deployment(name, by_age))
    return found


def _deployment(name: ObjectName, sets: Sequence[FoundObject]) -> FoundObject:
    newest = sets[-1]
    template: PodTemplate = newest.spec.template
    labels = _without_hash(template.labels)
    replicas = sum(each.spec.replicas for each in sets)
    selector = _without_hash(newest.spec.selector)
    spec = Deployment(
        namespace=name.namespace,
        name=name.name,
        labels=labels,
        replicas=replicas,
        selector=selector,
        template=replace(template, labels=labels),
    )
    return FoundObject(
        name=name,
        spec=spec,
        status=DeploymentStatus(observed_generation=1),
        labels=labels,
        annotations=annotations.with_revision((), len(sets)),
        created_s=sets[0].created_s,
    )


def _without_hash(labels: Labels) -> Labels:
    return tuple(pair for pair in labels if pair[0] != POD_TEMPLATE_HASH)

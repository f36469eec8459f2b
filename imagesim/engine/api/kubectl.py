"""What people do to workloads with kubectl: create, apply, scale, set image, rollout restart, undo, pause and resume.

Functions on the store, so that a timeline, a lesson and a server do the same thing. Each reads
the object, changes its spec and writes it back; the controllers hear of the change by themselves.
"""

from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.api.new_objects import new_object
from imagesim.engine.api.store import Store
from imagesim.rules.admission.pull_policy import updated_pull_policy
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, PodSpec, PodTemplate
from imagesim.rules.api.template_hash import without_hash
from imagesim.rules.api.workload import Workload, with_template
from imagesim.rules.workloads import deployment_annotations as annotations
from imagesim.rules.workloads.controller_revision import ControllerRevision
from imagesim.rules.workloads.disruption import PodDisruptionBudget

RESTARTED_AT = "kubectl.kubernetes.io/restartedAt"


def create(store: Store, workload: Workload | PodDisruptionBudget) -> ApiObject:
    """`kubectl create`. Raises AlreadyExists."""
    return store.create(new_object(workload))


def apply(store: Store, workload: Workload) -> None:
    """`kubectl apply`: the whole spec anew, or a new object. Nothing happens if it is the same."""
    new = new_object(workload)
    stored = store.find(new.object_name)
    if stored is None:
        store.create(new)
    else:
        store.update(stored, spec=new.spec, labels=new.labels)


def delete(store: Store, name: ObjectName) -> None:
    """`kubectl delete`: what the object owns goes after it. Raises NotFound."""
    store.delete(store.get(name))


def scale(store: Store, workload: ObjectName, replicas: int) -> None:
    """`kubectl scale`, by a subresource that no webhook is registered for. Raises NotFound."""
    stored = store.get(workload)
    store.update(stored, admitted=True, spec=replace(stored.spec, replicas=replicas))


def set_image(store: Store, workload: ObjectName, container: str, image: str) -> None:
    """`kubectl set image`: a new text for one container ("*": for all). The stored pull policy stays.

    Raises NotFound, and ValueError if the workload has no such container.
    """
    stored = store.get(workload)
    template: PodTemplate = stored.spec.template
    changed = replace(template, spec=with_image(template.spec, container, image))
    store.update(stored, spec=with_template(stored.spec, changed))


def rollout_restart(store: Store, workload: ObjectName) -> None:
    """`kubectl rollout restart`: an annotation of the template, so a new revision. Twice in a second is once.

    Raises NotFound, and ValueError for a paused Deployment.
    """
    stored = store.get(workload)
    if workload.kind == "Deployment" and stored.spec.paused:
        raise ValueError(_refusal(workload, "can't restart paused deployment (run rollout resume first)"))
    template: PodTemplate = stored.spec.template
    notes = dict(template.annotations) | {RESTARTED_AT: store.calendar.rfc3339(store.env.now)}
    store.patch(stored, template=replace(template, annotations=tuple(sorted(notes.items()))))


def rollout_undo(store: Store, workload: ObjectName) -> None:
    """`kubectl rollout undo`: the template of the revision before the latest; the controller knows it again.

    Models Rollback of kubectl's pkg/polymorphichelpers/rollback.go. The revisions are those of the ReplicaSets, or the
    ControllerRevisions, that are there. Raises NotFound, and ValueError where kubectl refuses: a Deployment is paused,
    or there is no revision before the latest.
    """
    stored = store.get(workload)
    before = _template_before if workload.kind == "Deployment" else _revision_before
    store.patch(stored, template=before(store, stored))


def _template_before(store: Store, stored: ApiObject) -> PodTemplate:
    """deploymentRevision: the template of the ReplicaSet before the latest, as it stood in the Deployment."""
    if stored.spec.paused:
        resume_first = "resume it first with 'kubectl rollout resume' and try again"
        raise ValueError(f"error: you cannot rollback a paused deployment; {resume_first}")
    sets = [rs for rs in store.objects("ReplicaSet").values() if rs.owner == stored.reference]
    by_revision = sorted(sets, key=lambda rs: annotations.revision(rs.annotations))
    if len(by_revision) < 2:
        raise ValueError(f'error: no rollout history found for deployment "{stored.name}"')
    return without_hash(by_revision[-2].spec.template)


def _revision_before(store: Store, stored: ApiObject) -> PodTemplate:
    """The template of the ControllerRevision before the latest."""
    owned = [each.spec for each in store.objects("ControllerRevision").values() if each.owner == stored.reference]
    if len(owned) < 2:
        raise ValueError("error: no last revision to roll back to")
    revision: ControllerRevision = sorted(owned, key=lambda each: each.revision)[-2]
    return revision.data


def pause(store: Store, workload: ObjectName) -> None:
    """`kubectl rollout pause` of a Deployment. Raises NotFound, and ValueError for one that is paused already."""
    if not store.patch(store.get(workload), paused=True):
        raise ValueError(_refusal(workload, "is already paused"))


def resume(store: Store, workload: ObjectName) -> None:
    """`kubectl rollout resume` of a Deployment. Raises NotFound, and ValueError for one that is not paused."""
    if not store.patch(store.get(workload), paused=False):
        raise ValueError(_refusal(workload, "is not paused"))


def _refusal(workload: ObjectName, why: str) -> str:
    """As kubectl's rollout commands say it (pkg/polymorphichelpers/object{pauser,resumer,restarter}.go)."""
    return f'error: deployments.apps "{workload.name}" {why}'


def pods_of(store: Store, workload: ObjectName) -> list[ApiPod]:
    """`kubectl get pods` of one workload: by name, without those that have ended or are being deleted.

    Raises NotFound.
    """
    store.get(workload)
    pods = store.objects("Pod").values()
    mine = [pod for pod in pods if pod.workload == workload and pod.deletion_s is None and pod.phase not in TERMINAL]
    return sorted(mine, key=lambda pod: pod.name)


def with_image(spec: PodSpec, container: str, image: str) -> PodSpec:
    """*spec* with a new text for one container, "*" for all. ValueError if there is no such container."""
    known = [one.name for one in (*spec.containers, *spec.init_containers)]
    if container != "*" and container not in known:
        raise ValueError(f"error: unable to find container named {container!r} (there are: {', '.join(known)})")
    return replace(
        spec,
        containers=_with_image(spec.containers, container, image),
        init_containers=_with_image(spec.init_containers, container, image),
    )


def _with_image(containers: tuple[Container, ...], name: str, image: str) -> tuple[Container, ...]:
    return tuple(
        replace(one, image=image, image_pull_policy=updated_pull_policy(one.image_pull_policy, image, None))
        if name in ("*", one.name)
        else one
        for one in containers
    )

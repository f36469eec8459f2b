"""Puts the objects and pods of a StartingState into the store, where controllers, scheduler and kubelets hear of them.

They hear of each as if it had just been made, and find nothing to do where all is as it should be. An object gets the
next UID, whatever it had before; who owns what is known by names.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from imagesim.engine.api.api_object import ApiObject, OwnerReference
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.kubelet.kubelet import Kubelet
from imagesim.rules.api.kinds import CRON_JOB, JOB
from imagesim.rules.api.names import ObjectName
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.cron_job import ActiveJob
from imagesim.scenarios.values.starting_state import FoundObject, FoundPod, StartingState


def begin(api: ApiServer, kubelets: Mapping[str, Kubelet], state: StartingState) -> None:
    """Have everything there that *state* tells of but nodes, which are there."""
    on: dict[str, list[FoundPod]] = {}
    for pod in state.pods:
        if pod.node:
            on.setdefault(pod.node, []).append(pod)
    for node, pods in on.items():
        kubelets[node].finds(pods)
    _go_on_pulling(kubelets, on, api.store.env.now)
    owners: dict[ObjectName, OwnerReference] = {}
    for each in state.objects:
        _object(api, each, owners)
    _list_active(api)
    for pod in state.pods:
        _pod(api, pod, owners)


def _go_on_pulling(kubelets: Mapping[str, Kubelet], on: Mapping[str, list[FoundPod]], now: Seconds) -> None:
    """Of each pull that is under way something has come; where one comes after another, of the first alone."""
    pulling: dict[str, list[FoundPod]] = {}
    for node, pods in on.items():
        busy = [pod for pod in pods if pod.pulling_since_s < math.inf]
        if busy:
            at_once = len(busy) if not kubelets[node].pool.kubelet.serialize_image_pulls else 1
            pulling[node] = sorted(busy, key=lambda pod: pod.pulling_since_s)[:at_once]
    for node, pods in pulling.items():
        for pod in pods:
            for wait in pod.waiting:
                if wait.pulling_since_s is not None:
                    kubelets[node].runtime.is_pulling(wait.image, now - wait.pulling_since_s, len(pulling))


def _object(api: ApiServer, found: FoundObject, owners: dict[ObjectName, OwnerReference]) -> None:
    api.provide_namespace(found.name.namespace)
    owner = owners.get(found.owner) if found.owner is not None else None
    made = ApiObject(
        found.name, found.spec, status=found.status, labels=found.labels, annotations=found.annotations, owner=owner
    )
    api.store.create(made, admitted=True, created_s=found.created_s)
    owners[found.name] = made.reference
    if found.deletion_s is not None:
        api.store.delete(made)


def _list_active(api: ApiServer) -> None:
    """CronJobs list those of their Jobs that go on."""
    jobs: list[Any] = list(api.store.objects(JOB.name).values())
    for cron_job in list(api.store.objects(CRON_JOB.name).values()):
        mine = [job for job in jobs if job.owner == cron_job.reference and job.status.end is None]
        if mine:
            active = tuple(ActiveJob(job.object_name, job.uid) for job in mine)
            api.store.update_status(cron_job, cron_job.status._replace(active=active))


def _pod(api: ApiServer, found: FoundPod, owners: Mapping[ObjectName, OwnerReference]) -> None:
    api.provide_namespace(found.namespace)
    owner = owners.get(found.owner) if found.owner is not None else None
    spec = replace(found.spec, node_name=found.node)
    pod = ApiPod(found.object_name, spec, labels=found.labels, annotations=found.annotations, owner=owner)
    api.pods.found(pod, found.created_s)
    api.pods.found_status(
        pod,
        phase=found.phase,
        reason=found.reason,
        restarts=found.restarts,
        scheduled_s=found.scheduled_s,
        ready_since_s=found.ready_since_s,
    )
    if found.deletion_s is not None:
        api.pods.found_deleted(pod, found.deletion_s)

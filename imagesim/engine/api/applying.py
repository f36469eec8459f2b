"""`kubectl apply` of one manifest: an object is created, or changed by a three-way merge.

Models Run of kubectl's pkg/cmd/apply/apply.go, client-side. What was applied last is kept with the object.
"""

from dataclasses import replace
from typing import Any

from imagesim.engine.api import kubectl
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.api.new_objects import new_object
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Pod, ReplicaSet
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.rules.versions.kubernetes import KubernetesBehaviour
from imagesim.rules.workloads.disruption import PodDisruptionBudget
from imagesim.scenarios.timeline.applied_manifest import AppliedManifest


def apply_manifest(api: ApiServer, applied: AppliedManifest, api_server: KubernetesBehaviour) -> None:
    """Apply it. Raises Invalid or Forbidden where the API server refuses."""
    name = ObjectName.parse(applied.name)
    stored = api.store.find(name)
    if stored is None:
        _create(api, applied.value)
    else:
        last = api.last_applied.get(stored.uid, applied.last_applied)
        _update(api, stored, applied.applied_to(_value(stored, applied.value), last, api_server))
    api.last_applied[api.store.get(name).uid] = applied.manifest


def _create(api: ApiServer, value: Any) -> None:
    match value:
        case Pod():
            api.pods.create(value.namespace, value.name, value.spec, labels=value.labels, annotations=value.annotations)
        case PullSecret():
            api.secrets.put(value)
        case ServiceAccount():
            api.service_accounts.put(value)
        case _:
            kubectl.create(api.store, value)


def _value(stored: Any, like: Any) -> Any:
    """The stored object as a value of the same kind as *like*, which has the same name."""
    match like:
        case Pod():
            return replace(like, labels=stored.labels, annotations=stored.annotations, spec=stored.spec)
        case ReplicaSet():
            return replace(like, labels=stored.labels, spec=stored.spec)
        case PullSecret() | ServiceAccount() | PodDisruptionBudget():
            return stored.spec
    return replace(stored.spec, labels=stored.labels)


def _update(api: ApiServer, stored: Any, value: Any) -> None:
    match value:
        case Pod():
            spec = replace(value.spec, ephemeral_containers=stored.spec.ephemeral_containers)
            api.store.update(stored, spec=spec, labels=value.labels, annotations=value.annotations)
        case PullSecret():
            api.secrets.put(value)
        case ServiceAccount():
            api.service_accounts.put(value)
        case _:
            new = new_object(value)
            api.store.update(stored, spec=new.spec, labels=new.labels)

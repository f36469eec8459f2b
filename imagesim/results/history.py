"""The objects as they were at some time of a run, put together from the rows of its history alone."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from imagesim.engine.api.api_object import OwnerReference
from imagesim.engine.api.store import CREATED_S
from imagesim.engine.object_history import ObjectRecord
from imagesim.engine.records import Records
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Labels, PodSpec
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.rules.units import Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectThen:
    """An object as it was. `removed_s` is not None if it had gone by then and this is how it was at last.

    `fields` are those that say something: spec, status, labels, annotations, owner, finalizers; of a pod also node,
    phase, ready, restarts, reason; and `written`.
    """

    object_name: ObjectName
    uid: str
    created_s: Seconds
    generation: int
    resource_version: int
    deletion_s: Seconds | None = None
    removed_s: Seconds | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spec(self) -> Any:
        """The spec as it was stored, None if the kind has none."""
        return self.fields.get("spec")

    @property
    def written(self) -> Any:
        """The spec as it was asked for when the object was created: of a pod its template's, before admission."""
        return self.fields.get("written", self.spec)

    @property
    def status(self) -> Any:
        """The status of any object but a pod."""
        return self.fields.get("status")

    @property
    def labels(self) -> Labels:
        """The labels."""
        labels: Labels = self.fields.get("labels", ())
        return labels

    @property
    def annotations(self) -> Labels:
        """The annotations."""
        annotations: Labels = self.fields.get("annotations", ())
        return annotations

    @property
    def finalizers(self) -> tuple[str, ...]:
        """What has to be done before the object goes."""
        finalizers: tuple[str, ...] = self.fields.get("finalizers", ())
        return finalizers

    @property
    def owner(self) -> OwnerReference | None:
        """The object that it goes with, if there is one."""
        return self.fields.get("owner")

    @property
    def node(self) -> str:
        """The node of a pod, "" before it is bound and for any other kind."""
        return str(self.fields.get("node", ""))


class History:
    """The history of the objects of one run. Times are inclusive: what happened at that instant has happened."""

    def __init__(self, records: Records) -> None:
        self._objects = records.objects
        self._incarnations: dict[ObjectName, tuple[list[Seconds], list[str]]] = {}

    @cached_property
    def _places(self) -> dict[ObjectName, list[int]]:
        places: dict[ObjectName, list[int]] = {}
        for place, name in enumerate(self._objects.names()):
            places.setdefault(name, []).append(place)
        return places

    def rows(self, name: ObjectName) -> Iterator[ObjectRecord]:
        """What happened to the objects of that name, in order."""
        return (self._objects[place] for place in self._places.get(name, ()))

    def at(self, name: ObjectName, time_s: Seconds | None = None) -> ObjectThen | None:
        """The object at *time_s*, None for the end of the run; None if there was none."""
        found = self.last(name, time_s)
        return found if found is not None and found.removed_s is None else None

    def last(self, name: ObjectName, time_s: Seconds | None = None, uid: str | None = None) -> ObjectThen | None:
        """As `at`; of an object that had gone by then, how it was when it went. With *uid* that very object."""
        found = None
        for row in self.rows(name):
            if time_s is not None and row.time_s > time_s:
                break
            if uid not in (None, row.uid):
                continue
            found = _after(found, row)
        return found

    def uid(self, name: ObjectName, time_s: Seconds) -> str:
        """The UID of the object that had that name at *time_s*, or had it last before; "" if none had."""
        times, uids = self._incarnations.get(name) or self._incarnations.setdefault(name, self._born(name))
        place = bisect_right(times, time_s)
        return uids[place - 1] if place else ""

    def node(self, pod: ObjectName, time_s: Seconds) -> str:
        """The node that the pod of that name was bound to last before *time_s*, "" if it was to none."""
        bound = [row.change for row in self.rows(pod) if row.verb == "bind" and row.time_s <= time_s]
        return str(dict(bound[-1])["node"]) if bound else ""

    def _born(self, name: ObjectName) -> tuple[list[Seconds], list[str]]:
        """When each object of that name was created, and its UID."""
        born = [(row.time_s, row.uid) for row in self.rows(name) if row.verb == "create"]
        return [time_s for time_s, _ in born], [uid for _, uid in born]

    def created(self, name: ObjectName, time_s: Seconds | None = None) -> ObjectThen | None:
        """The object that there was at *time_s* (or that went last before), as it was when it had been created."""
        last = self.last(name, time_s)
        if last is None:
            return None
        return next(_after(None, row) for row in self.rows(name) if row.uid == last.uid)

    def names(self, kind: str) -> list[ObjectName]:
        """The names that objects of *kind* ever had, in the order in which the first of each was created."""
        return [name for name in self._places if name.kind == kind]

    def objects(self, kind: str, time_s: Seconds | None = None) -> list[ObjectThen]:
        """All objects of *kind* that there were, in the order in which the first of each name was created."""
        found = (self.at(name, time_s) for name in self.names(kind))
        return [each for each in found if each is not None]

    # --- what is often asked ---

    def secret(self, namespace: str, name: str, time_s: Seconds | None = None) -> PullSecret | None:
        """The Secret, with its UID."""
        found = self.at(ObjectName("Secret", namespace, name), time_s)
        return replace(found.spec, uid=found.uid) if found is not None else None

    def secrets(self, time_s: Seconds | None = None) -> dict[tuple[str, str], PullSecret]:
        """All Secrets by namespace and name."""
        return {
            (each.object_name.namespace, each.object_name.name): replace(each.spec, uid=each.uid)
            for each in self.objects("Secret", time_s)
        }

    def service_account(self, namespace: str, name: str, time_s: Seconds | None = None) -> ServiceAccount | None:
        """The ServiceAccount, with its UID. One that no manifest describes is there from when a pod first asked."""
        found = self.at(ObjectName("ServiceAccount", namespace, name), time_s)
        return replace(found.spec, uid=found.uid) if found is not None else None

    def pod_spec(self, namespace: str, name: str, time_s: Seconds | None = None) -> PodSpec | None:
        """The spec of the pod as it was stored at *time_s*, or when the pod went."""
        found = self.last(ObjectName("Pod", namespace, name), time_s)
        return found.spec if found is not None else None

    def admitted_spec(self, namespace: str, name: str, time_s: Seconds | None = None) -> PodSpec | None:
        """The spec of the pod as admission left it when the pod was created."""
        found = self.created(ObjectName("Pod", namespace, name), time_s)
        return found.spec if found is not None else None

    def written_spec(self, namespace: str, name: str, time_s: Seconds | None = None) -> PodSpec | None:
        """The spec of the pod as its manifest or its workload's template had it, before admission."""
        found = self.created(ObjectName("Pod", namespace, name), time_s)
        return found.written if found is not None else None

    def pool(self, node: str) -> str:
        """The name of the pool of a node, "" for a node that never was."""
        found = self.last(ObjectName("Node", "", node))
        return str(found.spec.pool) if found is not None else ""


def _after(before: ObjectThen | None, row: ObjectRecord) -> ObjectThen:
    """The object after what *row* tells."""
    if before is None or before.uid != row.uid:
        before = ObjectThen(
            object_name=row.object_name,
            uid=row.uid,
            created_s=row.time_s,
            generation=row.generation,
            resource_version=row.resource_version,
        )
    fields = {**before.fields, **dict(row.change)}
    return replace(
        before,
        created_s=fields.pop(CREATED_S, before.created_s),
        generation=row.generation,
        resource_version=row.resource_version,
        deletion_s=fields.pop("deletion_s", before.deletion_s),
        removed_s=row.time_s if row.verb == "remove" else None,
        fields=fields,
    )

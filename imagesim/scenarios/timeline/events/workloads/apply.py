"""apply: `kubectl apply` of manifests, to objects that are there or not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field, model_validator

from imagesim.rules.api.objects import CronJob, Deployment, Job, Pod, PodSpec
from imagesim.rules.api.workload import Workload
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.units import Seconds
from imagesim.scenarios.manifests.kinds import BY_NAME, kind_of, name_of
from imagesim.scenarios.reading.documents import Document, open_list
from imagesim.scenarios.reading.inner_document import inner_document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.timeline.applied_manifest import AppliedManifest, read_applied
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.labels import plain_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import NotEmpty, mistake

_SHOWN = 3
_MANIFESTS, _LAST = "manifests", "lastApplied"


class ApplySpec(WorldModel):
    """kubectl apply of one or more whole manifests, which stand here or in a `file`."""

    manifests: list[dict[str, Any]] | None = Field(
        default=None, min_length=1, description="The manifests, as kubectl takes them."
    )
    file: NotEmpty | None = Field(
        default=None, description="In place of manifests: the path of a file of them, relative to this document's file."
    )
    last_applied: list[dict[str, Any]] = Field(
        default_factory=list,
        description="What was applied before the run, where that is not what the scenario's manifests say.",
    )

    @model_validator(mode="after")
    def _one_form(self) -> "ApplySpec":
        if (self.manifests is None) == (self.file is None):
            rule = "applies nothing" if self.file is None else "has manifests and file, and needs one of them"
            raise mistake(rule, "write manifests, or file: web-v2.yaml")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Apply(TimelineEvent):
    """`kubectl apply` of *manifests*, client-side: a three-way merge with what was applied last and what is there.

    Objects that are not there are created. What the API server refuses is in vain; the other manifests are applied.
    """

    manifests: tuple[AppliedManifest, ...]

    @property
    def befalls(self) -> str:
        return self.manifests[0].name

    @property
    def workloads(self) -> tuple[Workload, ...]:
        return tuple(each.value for each in self.manifests if kind_of(each.value).held_in == "workloads")

    @property
    def image_names(self) -> tuple[str, ...]:
        specs = [workload.template.spec for workload in self.workloads]
        specs += [each.value.spec for each in self.manifests if isinstance(each.value, Pod)]
        return tuple(name for spec in specs for name in _image_names(spec))

    def new_pods(self, kept: dict[str, int]) -> dict[str, int]:
        made = {each.name: 1 for each in self.manifests if isinstance(each.value, Pod)}
        for each in self.manifests:
            if kind_of(each.value).held_in == "workloads":
                made[each.name] = _pods(each, kept)
        return made

    def write(self) -> dict[str, Any]:
        last = [json.loads(each.last_applied) for each in self.manifests if each.last_applied]
        return {_MANIFESTS: [json.loads(each.manifest) for each in self.manifests], **({_LAST: last} if last else {})}

    @property
    def short(self) -> str:
        more = f" and {len(self.manifests) - 1} more" if len(self.manifests) > 1 else ""
        return f"apply {plain_name(self.manifests[0].name)}{more}"

    def text(self) -> str:
        names = [each.name for each in self.manifests]
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        return f"apply {', '.join(names[:_SHOWN])}{more}"


def _image_names(spec: PodSpec) -> Iterator[str]:
    yield from (container.image for container in (*spec.init_containers, *spec.containers))
    yield from (volume.reference for volume in spec.image_volumes)


def _pods(applied: AppliedManifest, kept: dict[str, int]) -> int:
    """About how many pods a workload's new template makes; *kept* learns of another number of replicas."""
    workload, before = applied.value, kept.get(applied.name, 0)
    if workload.replicas is None or isinstance(workload, CronJob):
        return before
    if applied.names("spec", "replicas") or applied.drops("spec", "replicas") or applied.name not in kept:
        kept[applied.name] = workload.replicas
    return max(0, kept[applied.name] - before) if isinstance(workload, Job) else kept[applied.name]


def read(spec: ApplySpec, at_s: Seconds, place: EventPlace) -> Apply:
    """Return the event. Raises ScenarioError for a manifest that the API server refuses as it is, or one that is there
    twice.
    """
    said: dict[str, str] = {}
    for index, written in enumerate(spec.last_applied):
        for document in _documents(place, _LAST, index, written):
            found = read_applied(document, place.known.decoding)
            if found is not None:
                said[found.name] = found.manifest
    manifests: dict[str, AppliedManifest] = {}
    for index, written in enumerate(spec.manifests or ()):
        for document in _documents(place, _MANIFESTS, index, written):
            found = read_applied(document, place.known.decoding)
            if found is not None and found.name in manifests:
                raise document.error("the name stands twice in this apply", ("metadata", "name"))
            if found is not None:
                before = said.get(found.name) or place.known.last_applied(found.name)
                manifests[found.name] = replace(found, last_applied=before)
    if not manifests:
        rule = "holds nothing that is modelled"
        raise place.error(rule, _MANIFESTS, suggestion=f"write manifests of {', '.join(BY_NAME)}")
    return Apply(at_s=at_s, manifests=tuple(manifests.values()))


def _documents(place: EventPlace, field: str, index: int, written: dict[str, Any]) -> list[Document]:
    return list(open_list(inner_document(place.document, (*place.path, field, index), written)))


def check(event: Apply, presence: Presence) -> None:
    """From now on its Secrets are there, and its Deployments paused or not."""
    for each in event.manifests:
        if isinstance(each.value, PullSecret):
            presence.put_secret(each.value.namespace, each.value.name)
        if isinstance(each.value, Deployment) and (each.names("spec", "paused") or each.drops("spec", "paused")):
            presence.set_paused(name_of(each.value), each.value.paused)


def redact(document: Document, path: Path, written: dict[str, object]) -> dict[str, object]:
    """The manifests with stand-ins for what is secret in them."""
    return {name: _redacted(document, (*path, name), value) for name, value in written.items()}


def _redacted(document: Document, path: Path, manifests: object) -> object:
    if not isinstance(manifests, list):
        return manifests
    return [_redacted_one(document, (*path, index), each) for index, each in enumerate(manifests)]


def _redacted_one(document: Document, path: Path, written: object) -> object:
    if not isinstance(written, dict):
        return written
    inner = inner_document(document, path, written)
    items = written.get("items")
    if inner.kind.endswith("List") and isinstance(items, list):
        kind_of_items = inner.kind.removesuffix("List")
        implied = {"apiVersion": inner.api_version, "kind": kind_of_items} if kind_of_items else {}
        named = [{**implied, **item} if isinstance(item, dict) else item for item in items]
        return {**written, "items": _redacted(document, (*path, "items"), named)}
    kind = BY_NAME.get(inner.kind)
    return kind.redact(inner).value if kind is not None and kind.redact is not None else written


APPLY = EventKind(name="apply", document=ApplySpec, value=Apply, read=read, check=check, redact=redact)

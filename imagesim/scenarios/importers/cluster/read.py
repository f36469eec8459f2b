"""A dump becomes a StartingState: nodes, workloads, pods and events are put together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from imagesim.rules.api.objects import Pod
from imagesim.rules.calendar import Calendar
from imagesim.rules.pods.static_pods import is_mirror
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Bytes
from imagesim.scenarios.importers.cluster.images import KnownImages
from imagesim.scenarios.importers.cluster.lost_owners import as_their_jobs_say, with_owners
from imagesim.scenarios.importers.cluster.node_pools import NODE
from imagesim.scenarios.importers.cluster.nodes import found_nodes
from imagesim.scenarios.importers.cluster.pods import Around, found_pod
from imagesim.scenarios.importers.cluster.pulls import EVENT, told
from imagesim.scenarios.importers.cluster.workloads import found_objects
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.fields import Field
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.starting_state import FoundPod, StartingState

KINDS = (NODE, EVENT)
"""Kinds that only a dump has: nobody writes them by hand."""
_LIVES = ("Pod", "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Job", "CronJob")


class Dump(NamedTuple):
    """What was read of a dump: manifests, each with what it reads as, and the documents of its nodes and events."""

    read: Sequence[tuple[Field, Any]]
    nodes: Sequence[Document]
    events: Sequence[Document]


def is_dump(documents: Iterable[Document]) -> bool:
    """Whether there are nodes of a cluster among them, so that what has a status is what a run finds."""
    return any(document.kind == NODE and document.api_version == "v1" for document in documents)


def is_alive(document: Document) -> bool:
    """Whether an API server printed this: it has a date and a status."""
    metadata, status = document.value.get("metadata"), document.value.get("status")
    dated = isinstance(metadata, dict) and isinstance(metadata.get("creationTimestamp"), str)
    return document.kind in _LIVES and dated and isinstance(status, dict) and bool(status)


def starting_state(dump: Dump, described: Iterable[Image], size: Bytes, start: datetime, notes: Notes) -> StartingState:
    """The state that *dump* tells of, for a run that begins at *start*. *size* is that of images of no known size.

    ScenarioError for what no API server serves.
    """
    calendar = Calendar(start)
    names = frozenset(document.name for document in dump.nodes)
    around = Around(calendar, names, told(dump.events, calendar))
    pods = [found_pod(whole, value, around) for whole, value in dump.read if isinstance(value, Pod)]
    pods.sort(key=lambda each: (each.created_s, each.namespace, each.name))
    objects = found_objects(
        [(whole, value) for whole, value in dump.read if not isinstance(value, Pod)], pods, calendar
    )
    whole_ = with_owners(objects, pods, notes)
    images = KnownImages(described, size)
    nodes = found_nodes(dump.nodes, whole_.pods, images, calendar, notes)
    tags = _tags(whole_.pods, images, notes)
    _say(whole_.pods, len(dump.nodes), bool(dump.events), calendar, notes)
    found = as_their_jobs_say(whole_.objects, whole_.pods)
    return StartingState(nodes=nodes, objects=whole_.objects, pods=found, tags=tags)


def _tags(pods: Iterable[FoundPod], images: KnownImages, notes: Notes) -> tuple[tuple[str, str, str, Image], ...]:
    """What each tag stands for: what the container runs that was started last from it."""
    newest: dict[tuple[str, str, str], tuple[float, str]] = {}
    versions: dict[tuple[str, str, str], set[str]] = {}
    for pod in pods:
        for container in pod.containers:
            name = _tag(container.image)
            if name is None or not container.version:
                continue
            versions.setdefault(name, set()).add(container.version)
            newest[name] = max(newest.get(name, (float("-inf"), "")), (container.started_s, container.version))
    moved = sorted(name for name, digests in versions.items() if len(digests) > 1)
    if newest:
        notes.assume(
            "A tag stands in its registry for the image that the pod started last from it runs, unless a Registry "
            f"document says otherwise ({counted(len(newest), 'tag')})."
        )
    for host, repository, tag in moved:
        count = len(versions[host, repository, tag])
        notes.assume(f"{host}/{repository}:{tag} has moved: {count} images run under that name.")
    return tuple(
        (*name, images.of(digest, f"{name[0]}/{name[1]}:{name[2]}")) for name, (_, digest) in sorted(newest.items())
    )


def _tag(image: str) -> tuple[str, str, str] | None:
    """Host, repository and tag of a name; None for one with a digest, or that is no name."""
    try:
        reference = ImageReference.parse(image)
    except InvalidImageName:
        return None
    return None if reference.digest else (reference.domain, reference.path, reference.tag or "latest")


def _say(pods: Sequence[FoundPod], nodes: int, events: bool, calendar: Calendar, notes: Notes) -> None:
    phases = Counter("Terminating" if pod.deletion_s is not None else pod.phase for pod in pods)
    said = ", ".join(f"{count} {phase}" for phase, count in sorted(phases.items()))
    there = f"{counted(nodes, 'node')} and {counted(len(pods), 'pod')}"
    notes.assume(f"The run begins at {calendar.rfc3339(0.0)} with {there} as the dump shows them: {said or 'no pods'}.")
    waiting = [wait for pod in pods for wait in pod.waiting if wait.failed_s is not None]
    unsure = sum(not wait.sure for wait in waiting)
    if unsure:
        why = "its events do not say all" if events else "no events were given"
        count = counted(unsure, "container")
        notes.assume(f"Where the back-off of {count} stands is drawn so that it fits its age and state, since {why}.")
    pulling = sum(wait.pulling_since_s is not None for pod in pods for wait in pod.waiting)
    if pulling:
        notes.assume(
            f"{counted(pulling, 'pull')} under way: how much has come is estimated by the speed of the network, and "
            "what is left is fetched from the beginning of the run on."
        )
    if static := sum(is_mirror(pod.annotations) for pod in pods):
        notes.assume(f"{counted(static, 'static pod')}: it stays on its node, and does not come back if it is deleted.")

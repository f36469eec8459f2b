"""Records: what the engine writes, one flat, typed row per happening, the unit in the name.

The fields of each row are the columns of the table of the same name in docs/reference.md, in that order.
Times are seconds since the start of the run; None stands for "has not happened".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from imagesim.engine.object_history import ObjectHistory
from imagesim.rules.api.names import ObjectName
from imagesim.rules.units import Bytes, Seconds


class PullRecord(NamedTuple):
    """One decision of a kubelet about a container's image that ended: pulled, found present, or failed.

    `attempt` counts this container's pull attempts in this pod from 1 (0 for AlreadyPresent). `queued_s` is when
    the kubelet decided, `started_s` when the runtime was called. `backoff_until_s` is the end of the back-off window
    that this failure opened, None where there is none.
    """

    pull_id: int
    node: str
    namespace: str
    pod: str
    container: str
    image: str
    policy: str
    attempt: int
    digest: str
    platform: str
    queued_s: Seconds
    started_s: Seconds
    ended_s: Seconds
    bytes_fetched: Bytes
    bytes_reused: Bytes
    layers_fetched: int
    layers_reused: int
    requests: int
    outcome: str
    error: str
    credential: str
    backoff_until_s: Seconds | None


class UnfinishedPullRecord(NamedTuple):
    """A pull that a kubelet had decided on and that was not over when the run ended.

    `started_s` is None for one that still waited for its turn in the puller. The counts say what had come by then.
    """

    node: str
    namespace: str
    pod: str
    container: str
    image: str
    policy: str
    attempt: int
    queued_s: Seconds
    started_s: Seconds | None
    bytes_fetched: Bytes
    bytes_reused: Bytes
    layers_fetched: int
    layers_reused: int
    requests: int


class PodRecord(NamedTuple):
    """One pod from creation to the end of the run or its deletion; `workload` is None for a pod of its own.

    `deletion_s` is when somebody asked for its deletion, `deleted_s` when the object went. The names of its containers
    are in the order of the spec; `sidecars` are those init containers that keep running. `reason` is the status's:
    "Evicted", or "".
    """

    namespace: str
    pod: str
    uid: str
    workload: ObjectName | None
    node: str
    created_s: Seconds
    scheduled_s: Seconds | None
    ready_s: Seconds | None
    deleted_s: Seconds | None
    phase: str
    restarts: int
    deletion_s: Seconds | None = None
    init_containers: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    sidecars: tuple[str, ...] = ()
    reason: str = ""

    def there_at(self, time_s: Seconds) -> bool:
        """Whether it was this pod that had its name at *time_s*: a StatefulSet gives a name again and again."""
        return self.created_s <= time_s and (self.deleted_s is None or time_s <= self.deleted_s)


class StateRecord(NamedTuple):
    """One container's state as the API shows it, from `started_s` until `ended_s` (None: still so at the end).

    `state` is Waiting, Running or Terminated, `reason` the API's reason; `image` is the text in the spec and
    `digest` the version that runs ("" unless Running). `exit_code` is None unless Terminated; `ready` and `started`
    are what the status says of the container, so one that runs has a row until its probes say so, and one from then on.
    """

    namespace: str
    pod: str
    container: str
    node: str
    started_s: Seconds
    ended_s: Seconds | None
    state: str
    reason: str
    image: str
    digest: str
    message: str
    workload: ObjectName | None
    exit_code: int | None = None
    ready: bool = False
    started: bool = False


class EventRecord(NamedTuple):
    """One event as the API server got it; `count` is how often it had happened by then, `object` what it is about.

    `field_path` is the part of the object that it is about, such as `spec.containers{web}`; "" for all of it.
    """

    time_s: Seconds
    namespace: str
    object: ObjectName
    type: str
    reason: str
    message: str
    count: int  # type: ignore[assignment]  # the column's name is fixed; nobody counts fields in a row
    field_path: str = ""


class RequestRecord(NamedTuple):
    """One HTTP request of a node to a registry, when its answer began.

    `object` is the path's last two parts, `repository` what stands before them: the name after /v2/, or the whole of a
    path that begins in another way. `ended_s` is when the last byte of a body had come that takes its time; None where
    there was none, or a small one that came with the answer.
    """

    time_s: Seconds
    node: str
    host: str
    method: str
    object: str
    status: int
    bytes_sent: Bytes
    repository: str = ""
    ended_s: Seconds | None = None


class HostRecord(NamedTuple):
    """A host that requests may go to.

    `kind` is "registry", "mirror" (a hosts.toml names it for the registry `of`), "cache" (it fetches from `of`),
    "peers" (the other nodes, for images of `of`), "tokens" or "content" (where the registry `of` has its tokens, or its
    blobs).
    """

    host: str
    kind: str
    of: str


class BudgetRecord(NamedTuple):
    """A request was charged to a limit of a registry, or somebody else spent of it.

    From `time_s` on `used` of its `amount` are spent.

    `limit` is the limit's place in the registry's list, the first being 1; `counts` is what it counts. `sharer` is who
    shares this budget: an address or an account, "" where all do. It is empty again from `window_ends_s` on, when the
    next request opens a window.
    """

    time_s: Seconds
    host: str
    limit: int
    counts: str
    sharer: str
    used: int
    amount: int
    window_ends_s: Seconds


class TagRecord(NamedTuple):
    """From `time_s` on, a tag points to `digest`."""

    time_s: Seconds
    host: str
    repository: str
    tag: str
    digest: str


class RemovedImageRecord(NamedTuple):
    """The kubelet had the runtime remove an image from its node.

    `image` is one of its names, a tag if it had one, `size_bytes` its CRI size. `reason` is MaximumAge (unused for
    longer than imageMaximumGCAge), HighThreshold (the five-minute collection) or DiskPressure (the eviction manager).
    """

    time_s: Seconds
    node: str
    image: str
    digest: str
    image_id: str
    size_bytes: Bytes
    reason: str


class StoredImageRecord(NamedTuple):
    """A name of an image changed on a node.

    With the `verb` "stored" the name `image` stands for that image from `time_s` on, and so does the image's digest;
    what the name stood for before is left under its digest alone. With "removed" the image goes with all its names:
    `image` is a tag if it had one, else its digest. A node that goes takes its images with it, without a row.
    `size_bytes` is the image's CRI size.
    """

    time_s: Seconds
    node: str
    image: str
    digest: str
    image_id: str
    size_bytes: Bytes
    verb: str


class DiskRecord(NamedTuple):
    """From `time_s` on, so much of the file system of a node's images is taken.

    `image_bytes` are compressed blobs, what is on its way of them, and unpacked layers: a download takes the place of
    all that it will bring when it begins. `other_bytes` are there besides. `capacity_bytes` is None where the disk has
    no end.
    """

    time_s: Seconds
    node: str
    image_bytes: Bytes
    other_bytes: Bytes
    capacity_bytes: Bytes | None

    @property
    def free_bytes(self) -> Bytes | None:
        """What is free, None where the disk has no end."""
        if self.capacity_bytes is None:
            return None
        return max(0, self.capacity_bytes - self.other_bytes - self.image_bytes)


class RunningRecord(NamedTuple):
    """A container that really ran (not: what the API showed), for version_mix.

    `image` is the text in the spec, `written_image` the one that its pod's template had: another one where a webhook
    put a digest behind it. `exit_code` is None while it runs.
    """

    namespace: str
    workload: ObjectName | None
    pod: str
    container: str
    node: str
    image: str
    digest: str
    started_s: Seconds
    ended_s: Seconds | None
    written_image: str
    exit_code: int | None = None


class UnauthorisedStart(NamedTuple):
    """A container was to start, at `time_s`, from a private image on its node that no login of its own could pull.

    What counts as a login of its own stands in engine/kubelet/credentials/unauthorised_uses.py. With `volume` it is no
    container but an image volume of that name, and the row stands for all times that the pod asked for it.
    """

    time_s: Seconds
    node: str
    namespace: str
    pod: str
    container: str
    image: str
    digest: str
    volume: bool


class SandboxFailure(NamedTuple):
    """A pod that could not get its sandbox at `time_s`; `error` is the runtime's, as the kubelet shows it.

    `image` is the sandbox image, "" where it was not that.
    """

    time_s: Seconds
    node: str
    namespace: str
    pod: str
    image: str
    error: str


CREDENTIAL = "credential"
"""The kind of a disturbance and of a cause: a login is not taken any more."""


class Disturbance(NamedTuple):
    """A time in which something was broken: `kind` "outage", `target` a registry's host, or "host/repository".

    `images` says whose images that is about, where it is not the target's: hosts, "host/repository" with `*` for any
    text, or "*" for all. It is so of a mirror, a cache's upstream, and a token server.

    One of the kind "credential" may be about a `secret` ("namespace/name") that does not let in; then it is about those
    `pods` of its namespace alone that needed it when it was over.
    """

    name: str
    kind: str
    target: str
    started_s: Seconds
    ended_s: Seconds
    images: tuple[str, ...] = ()
    secret: str = ""
    pods: tuple[str, ...] = ()


class CauseRecord(NamedTuple):
    """A timeline event that was carried out and did not come to nothing: what people or fate did, and to whom.

    `ended_s` is when it was over, `time_s` itself for what is over at once, None for what has no end; it may lie after
    the end of the run.
    `event` is its name in a Timeline, `text` a line for people, `label` the same in a few words, for pictures. `target`
    is a registry's host, an image's name, Kind/namespace/name or node/NAME; "" where nothing is named.
    """

    time_s: Seconds
    ended_s: Seconds | None
    event: str
    target: str
    text: str
    label: str = ""


class VainEvent(NamedTuple):
    """A timeline event that came to nothing: `text` says what it was, `why` what was in its way."""

    time_s: Seconds
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Records:
    """All that one run wrote, once it is over; nothing can be added or changed. `end_s` is when it stopped.

    `events_dropped` counts the events that a kubelet's client did not send, since it sends few of a busy pod.
    """

    end_s: Seconds = 0.0
    seed: int = 1
    pulls: Sequence[PullRecord] = ()
    unfinished_pulls: Sequence[UnfinishedPullRecord] = ()
    pods: Sequence[PodRecord] = ()
    states: Sequence[StateRecord] = ()
    events: Sequence[EventRecord] = ()
    requests: Sequence[RequestRecord] = ()
    hosts: Sequence[HostRecord] = ()
    budgets: Sequence[BudgetRecord] = ()
    tags: Sequence[TagRecord] = ()
    removed_images: Sequence[RemovedImageRecord] = ()
    stored_images: Sequence[StoredImageRecord] = ()
    disk_usage: Sequence[DiskRecord] = ()
    running: Sequence[RunningRecord] = ()
    sandbox_failures: Sequence[SandboxFailure] = ()
    disturbances: Sequence[Disturbance] = ()
    causes: Sequence[CauseRecord] = ()
    vain_events: Sequence[VainEvent] = ()
    unauthorised_starts: Sequence[UnauthorisedStart] = ()
    objects: ObjectHistory = field(default_factory=ObjectHistory)
    events_dropped: int = 0

"""What a push reached: which pods and nodes ever ran the version that somebody pushed over a tag, and by which way.

A push is a tag that points to another digest from some time of the run on; it holds until the tag points elsewhere or
is gone. It reached a pod if a container of the pod ran that version after it, from an image text of that repository.
The way is that of the pull that brought the version to the pod's node: the kind of host that answered what the tag is
(registry, mirror, cache, peers), or `node` where the image was there already.
"""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from imagesim.engine.records import PullRecord, Records, RunningRecord, TagRecord
from imagesim.results.time_axis import in_words
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Seconds

ON_NODE = "node"


class PushReach(NamedTuple):
    """One push. `first_s` is when the first pod ran it, None if none did; `ways` are sorted, each once.

    `stale_pulls` are the pulls of the tag that were answered with another digest while the push held; `text` says it
    all in words.
    """

    time_s: Seconds
    host: str
    repository: str
    tag: str
    digest: str
    pods: int
    nodes: int
    first_s: Seconds | None
    ways: tuple[str, ...]
    stale_pulls: int
    text: str


def push_reach(records: Records) -> list[PushReach]:
    """A row per push, in order of time."""
    pushes = _pushes(records)
    if not pushes:
        return []
    world = _World(records, {row.digest for row, _ in pushes})
    return [_reach(row, until_s, world) for row, until_s in pushes]


def _pushes(records: Records) -> list[tuple[TagRecord, Seconds]]:
    """The tags that began to point to something within the run, each with when that was over."""
    following: dict[tuple[str, str, str], Seconds] = {}
    found = []
    for row in reversed(records.tags):
        tag = row.host, row.repository, row.tag
        if row.time_s > 0 and row.digest:
            found.append((row, following.get(tag, float("inf"))))
        following[tag] = row.time_s
    return found[::-1]


class _World:
    """What happened to the versions that were pushed, and to the tags, at hand."""

    def __init__(self, records: Records, digests: set[str]) -> None:
        self._names: dict[str, tuple[str, str, str]] = {}
        self._kinds = {row.host: row.kind for row in records.hosts}
        self.runs: dict[tuple[str, str, str], list[RunningRecord]] = {}
        for run in records.running:
            if run.digest in digests:
                self.runs.setdefault((*self.name(run.image)[:2], run.digest), []).append(run)
        self.pulls: dict[tuple[str, str, str], list[PullRecord]] = {}
        self.brought: dict[tuple[str, str], list[PullRecord]] = {}
        for pull in records.pulls:
            if pull.outcome == "Pulled":
                self.pulls.setdefault(self.name(pull.image), []).append(pull)
                if pull.digest in digests:
                    self.brought.setdefault((pull.node, pull.digest), []).append(pull)
        self._answers: dict[tuple[str, str], list[tuple[Seconds, str]]] = {}
        for row in records.requests:
            if row.status == 200 and row.object.startswith("manifests/"):
                self._answers.setdefault((row.node, row.object), []).append((row.time_s, row.host))

    def name(self, image: str) -> tuple[str, str, str]:
        """The host, the repository and the tag of an image text, the last "" where it names a digest."""
        if image not in self._names:
            try:
                found = ImageReference.parse(image)
            except InvalidImageName:
                self._names[image] = "", "", ""
            else:
                self._names[image] = found.domain, found.path, "" if found.digest else found.tag or "latest"
        return self._names[image]

    def way(self, pull: PullRecord) -> str:
        """The kind of the host that said what the name stands for."""
        tag, digest = self.name(pull.image)[2], pull.digest
        answers = self._answers.get((pull.node, f"manifests/{tag or digest}"), [])
        first = bisect_left(answers, pull.started_s, key=lambda each: each[0])
        last = bisect_right(answers, pull.ended_s, key=lambda each: each[0])
        return self._kinds.get(answers[first][1], "registry") if first < last else ON_NODE


def _reach(push: TagRecord, until_s: Seconds, world: _World) -> PushReach:
    runs = [
        run for run in world.runs.get((push.host, push.repository, push.digest), []) if run.started_s >= push.time_s
    ]
    ways = {_way(run, push, world) for run in runs}
    asked = [
        pull
        for pull in world.pulls.get((push.host, push.repository, push.tag), [])
        if push.time_s <= pull.started_s < until_s
    ]
    stale = [pull for pull in asked if pull.digest != push.digest]
    found = PushReach(
        *push,
        pods=len({(run.namespace, run.pod) for run in runs}),
        nodes=len({run.node for run in runs}),
        first_s=min((run.started_s for run in runs), default=None),
        ways=tuple(sorted(ways)),
        stale_pulls=len(stale),
        text="",
    )
    return found._replace(text=_text(found, asked, sorted({world.way(pull) for pull in stale})))


def _way(run: RunningRecord, push: TagRecord, world: _World) -> str:
    pulls = [pull for pull in world.brought.get((run.node, push.digest), ()) if pull.ended_s <= run.started_s]
    brought = next((pull for pull in pulls if pull.bytes_fetched), pulls[0] if pulls else None)
    return ON_NODE if brought is None else world.way(brought)


_BY = {
    "registry": "the registry itself",
    "mirror": "a mirror",
    "cache": "a cache",
    "peers": "other nodes",
    ON_NODE: "what was on the node",
}


def _text(row: PushReach, asked: list[PullRecord], stale_by: list[str]) -> str:
    if row.pods and row.first_s is not None:
        whom, after = f"{_many(row.pods, 'pod')} on {_many(row.nodes, 'node')}", in_words(row.first_s - row.time_s)
        ways = " and ".join(_BY.get(way, way) for way in row.ways)
        words = f"reached {whom}, the first {after} later, by way of {ways}"
    elif not asked:
        return "reached nobody: no pull of the tag came after it"
    elif row.stale_pulls == len(asked):
        words = "reached nobody"
    else:
        return "reached nobody: no container of what was pulled ran"
    if not row.stale_pulls:
        return words
    by = " and ".join(_BY.get(way, way) for way in stale_by)
    return f"{words}: {by} answered {_many(row.stale_pulls, 'pull')} of the tag with another version"


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count != 1 else ''}"

"""Who ran which version, since when and for how long: by hand, and from what the events say of one push."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from imagesim.engine.records import Records
from imagesim.results.measures.push_reach import PushReach, push_reach
from imagesim.results.measures.version_times import mixed_times, version_times
from tests.results.example_records import NEW, moved_tag_and_outage, running
from tests.results.measures.closed_forms.held import Held
from tests.results.measures.small_worlds import (
    HOST,
    IMAGE,
    document,
    image,
    one,
    pool,
    ran,
    registry,
    timeline,
    workload,
)

ALWAYS = {"imagePullPolicy": "Always"}
RESTART = ("6m", "delete", {"target": "web"})
PUSH = ("5m", "push", {"image": IMAGE, "to": "b"})
_END_S = 1200.0


def pushed(policy: Mapping[str, Any], *events: Any, nodes: int = 2, **spec: Any) -> PushReach:
    """What a push after five minutes over the tag that all nodes run reached."""
    found: PushReach = one(push_reach(after_push(policy, *events, nodes=nodes, **spec)))
    return found


def after_push(policy: Mapping[str, Any], *events: Any, nodes: int = 2, **spec: Any) -> Records:
    """A run of twenty minutes with that push."""
    return ran(
        image("a", "10Mi"), image("b", "20Mi"), registry({"v1": "a"}),
        document("Registry", "cache.example", host="cache.example", cache={"of": HOST, "tagTTL": "1h"}),
        pool(nodes, **spec),
        workload(kind="DaemonSet", container=policy), timeline(PUSH, *events), duration=f"{_END_S:g}s",
    )  # fmt: skip


@cache
def one_of_three() -> Records:
    """A push over the tag of three pods, of which one is deleted a minute later."""
    return after_push(ALWAYS, ("6m", "delete", {"target": "web", "pods": 1}), nodes=3)


def two_spells() -> Records:
    """One container to the end at 99 s; one of another version from 10 to 40 s, and again from 50 to 55 s."""
    runs = [running("a", 0.0, None), running("b", 10.0, 40.0, NEW), running("c", 50.0, 55.0, NEW)]
    return Records(end_s=99.0, running=runs)


def versions() -> Iterator[Held]:
    """Mixed times, when each digest served, and what a push reached."""
    spells = one(mixed_times(two_spells()))
    yield Held("mixed, in all", "by hand: 10 to 40 s and 50 to 55 s", 35, spells.mixed_s, "s")
    yield Held("mixed, longest", "by hand: 10 to 40 s", 30, spells.longest_s, "s")
    yield Held("mixed, spells", "by hand", 2, spells.spells)
    old, new = version_times(moved_tag_and_outage())
    minutes = (3 * 694.5 - 1) / 60
    yield Held("a digest's first moment", "by hand", 5.5, old.first_s, "s")
    yield Held("a digest's minutes", "by hand: 3 pods x 694.5 s - 1 s", minutes, old.pod_minutes, "min", 1e-9)
    yield Held("the next digest's first moment", "by hand", 620, new.first_s, "s")
    yield Held("the next digest's minutes", "by hand: 1 pod x 80 s", 80 / 60, new.pod_minutes, "min", 1e-9)
    yield from _push()


def _push() -> Iterator[Held]:
    records = one_of_three()
    started_s = one([row.time_s for row in records.events if row.reason == "Started" and row.time_s > 360])
    form = "a run's end - the event Started of the only new pod"
    mixed, reach = one(mixed_times(records)), one(push_reach(records))
    yield Held("mixed after a push", form, _END_S - started_s, mixed.mixed_s, "s", 0.01)
    yield Held("a push's first pod", "the event Started of that pod", started_s, reach.first_s, "s", 0.01)
    yield Held("reached by a push, Always", "reaches the pods that start again", 1, reach.pods)
    everywhere = pushed(ALWAYS, RESTART)
    yield Held("nodes that a push reached", "all, where all pods start again", 2, everywhere.nodes)
    yield Held("reached by a push, IfNotPresent", "reaches nobody", 0, pushed({}, RESTART).pods)
    mirrors = {HOST: {"mirrors": [{"host": "cache.example"}]}}
    stale = pushed(ALWAYS, RESTART, hosts=mirrors).stale_pulls
    yield Held("stale pulls through a cache", "one per pod while the cache knows the tag", 2, stale)

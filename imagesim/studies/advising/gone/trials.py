"""What each workload is put to after the loss: its containers restart, it grows, it loses a node, it rolls out."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from imagesim.engine.records import PodRecord, Records
from imagesim.rules.api.objects import CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, StatefulSet
from imagesim.rules.api.workload import Workload
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.scenario import Scenario
from imagesim.studies.advising.bundle import node_names
from imagesim.studies.advising.gone.worlds import Json, at

_ROLLS_OUT = (Deployment, DaemonSet, StatefulSet)
_SCALES = (Deployment, ReplicaSet, StatefulSet)


class Trial(NamedTuple):
    """One run's worth of events, and the objects on which it says something."""

    name: str
    events: list[Json]
    objects: frozenset[str]


TRIALS = ("restart", "scale-up", "lost node", "roll-out")
"""The columns of the table."""


def label(value: Pod | Workload) -> str:
    """The full name of an object."""
    return f"{type(value).__name__}/{value.namespace}/{value.name}"


def owner(pod: PodRecord) -> str:
    """The full name of the workload that a pod belongs to, its own if it belongs to none."""
    made_by = pod.workload
    if made_by is None:
        return f"Pod/{pod.namespace}/{pod.pod}"
    return f"{made_by.kind}/{pod.namespace}/{made_by.name}"


def kept_running(scenario: Scenario) -> list[Pod | Workload]:
    """What is meant to be running all the time: no Jobs, and nothing with no replica."""
    values: list[Pod | Workload] = [*scenario.all_pods, *scenario.all_workloads]
    return [
        each
        for each in values
        if not isinstance(each, Job | CronJob)
        and getattr(each, "replicas", 1) != 0
        and not (isinstance(each, Pod) and each.spec.restart_policy != "Always")
    ]


def trials(scenario: Scenario, records: Records, time_s: Seconds, gone: str = "") -> list[Trial]:
    """All trials at *time_s*; *records* are of the run in which nothing happened, *gone* is a node that is not "
    "there."""
    values = kept_running(scenario)
    return [
        _trial("restart", [at(time_s, restart={"target": label(each)}) for each in values], values),
        _scale_up(scenario, values, time_s),
        *_lost_nodes(scenario, values, records, time_s, gone),
        _of("roll-out", values, _ROLLS_OUT, lambda each: at(time_s, rolloutRestart={"workload": label(each)})),
    ]


def _trial(name: str, events: list[Json], values: Iterable[Pod | Workload]) -> Trial:
    return Trial(name, events, frozenset(map(label, values)))


def _of(
    name: str, values: list[Pod | Workload], kinds: tuple[type, ...], event: Callable[[Pod | Workload], Json]
) -> Trial:
    of_kind = [each for each in values if isinstance(each, kinds) and not getattr(each, "paused", False)]
    return _trial(name, [event(each) for each in of_kind], of_kind)


def _scale_up(scenario: Scenario, values: list[Pod | Workload], time_s: Seconds) -> Trial:
    """Twice as many pods; a DaemonSet grows by the node that each pool gains."""
    scaled = _of(
        "scale-up",
        values,
        _SCALES,
        lambda each: at(time_s, scale={"workload": label(each), "replicas": 2 * (getattr(each, "replicas", 1) or 1)}),
    )
    nodes = [at(time_s, addNode={"pool": pool.name, "count": 1}) for pool in scenario.pools if pool.count]
    daemons = frozenset(label(each) for each in values if isinstance(each, DaemonSet))
    return Trial("scale-up", [*nodes, *scaled.events], scaled.objects | daemons)


def _lost_nodes(
    scenario: Scenario, values: list[Pod | Workload], records: Records, time_s: Seconds, gone: str
) -> list[Trial]:
    """Each workload loses a node on which it has a pod: as few nodes as it takes to have all of them."""
    hosts: dict[str, set[str]] = {}
    names = {label(each) for each in values if not isinstance(each, Pod)}
    for pod in records.pods:
        name = owner(pod)
        if name in names and pod.node and pod.node != gone and pod.deleted_s is None:
            hosts.setdefault(pod.node, set()).add(name)
    pools = {name: pool.name for pool in scenario.pools for name in node_names(pool)}
    found: list[Trial] = []
    left = set().union(*hosts.values()) if hosts else set()
    while left:
        node = max(sorted(hosts), key=lambda each: len(hosts[each] & left))
        found.append(Trial("lost node", _loss(node, pools[node], time_s), frozenset(hosts[node] & left)))
        left -= hosts[node]
    return found


def _loss(node: str, pool: str, time_s: Seconds) -> list[Json]:
    """The machine is gone at once; ten minutes later a new one of its pool joins, and the old one's Node is deleted."""
    return [
        at(time_s, crashNode={"node": node}),
        at(time_s + 600, addNode={"pool": pool, "count": 1}),
        at(time_s + 660, removeNode={"node": node}),
    ]

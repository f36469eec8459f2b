"""What a run will take, estimated from the scenario alone, in no time and without making anything of its size."""

from collections.abc import Iterator
from dataclasses import dataclass

from imagesim.engine.api.new_objects import new_object
from imagesim.engine.bounds.limit import (
    BYTES_OF_A_RUN,
    BYTES_PER_CONTAINER,
    BYTES_PER_NODE,
    BYTES_PER_POD,
    EVENTS_PER_CONTAINER,
    EVENTS_PER_NODE,
    LimitError,
    gib,
)
from imagesim.rules.api.objects import CronJob, DaemonSet, Job, PodSpec
from imagesim.rules.api.workload import Workload
from imagesim.rules.units import Bytes
from imagesim.rules.workloads.cron_job import times_between
from imagesim.scenarios.timeline.processes.drawing import expected_events
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.starting_state import StartingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Nodes and pods that there will have been, events of the run, and memory. `most` takes the most of the memory."""

    nodes: int
    pods: int
    events: int
    memory: Bytes
    most: "Part"

    def __str__(self) -> str:
        many = f"{_counted(self.nodes, 'node')}, {_counted(self.pods, 'pod')}, some {_counted(self.events, 'event')}"
        return f"{many}, about {gib(self.memory)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one number of the scenario makes: the object, the field that holds it, how many nodes, pods, containers."""

    subject: str
    field: str
    nodes: int = 0
    pods: int = 0
    containers: int = 0

    @property
    def memory(self) -> Bytes:
        """What that takes."""
        return self.nodes * BYTES_PER_NODE + self.pods * BYTES_PER_POD + self.containers * BYTES_PER_CONTAINER


_FIELDS = {DaemonSet: "", CronJob: "spec.schedule", Job: "spec.completions"}
"""The fields that say how many pods there are."""
_COUNTED_TIMES = 10_000
"""So many times of a schedule are counted; of more the rest is taken to be as dense."""


def estimate(scenario: Scenario) -> Estimate:
    """Return what *scenario* will take if nothing fails again and again."""
    parts = list(_parts(scenario))
    nodes, pods = sum(part.nodes for part in parts), sum(part.pods for part in parts)
    containers = sum(part.containers for part in parts)
    return Estimate(
        nodes=nodes,
        pods=pods,
        events=nodes * EVENTS_PER_NODE + containers * EVENTS_PER_CONTAINER,
        memory=BYTES_OF_A_RUN + sum(part.memory for part in parts),
        most=max(parts, key=lambda part: part.memory, default=Part(subject="", field="")),
    )


def check_estimate(found: Estimate, most: Bytes) -> None:
    """LimitError if a run that takes so much is beyond *most* bytes of memory."""
    if found.memory <= most:
        return
    times = found.memory / most
    rule = f"the run is too large: {found}, {times:,.1f} times the limit of {gib(most)}"
    part = found.most
    made = " and ".join(_counted(count, one) for count, one in ((part.nodes, "node"), (part.pods, "pod")) if count)
    raise LimitError(rule, subject=part.subject, field=part.field, change=f"make this less, which makes {made}")


def _parts(scenario: Scenario) -> Iterator[Part]:
    for pool in scenario.pools:
        pods, containers = len(pool.static_pods), sum(_containers(pod.spec) for pod in pool.static_pods)
        yield Part(
            subject=f"NodePool/{pool.name}",
            field="spec.count",
            nodes=pool.count,
            pods=pool.count * pods,
            containers=pool.count * containers,
        )
    for pod in scenario.pods:
        containers = _containers(pod.spec)
        yield Part(subject=f"Pod/{pod.namespace}/{pod.name}", field="", pods=1, containers=containers)
    nodes = sum(pool.count for pool in scenario.pools)
    everywhere: list[str] = []
    kept: dict[str, int] = {}
    size: dict[str, int] = {}
    found = scenario.starting or StartingState()
    if found.pods:
        containers = sum(_containers(pod.spec) for pod in found.pods)
        yield Part(subject="what the run finds", field="", pods=len(found.pods), containers=containers)
    for workload in found.workloads:
        name = str(new_object(workload).object_name)
        size[name] = _containers(workload.template.spec)
        everywhere += [name] if workload.replicas is None else []
        kept[name] = _pods(workload, nodes, scenario)
    for workload in scenario.workloads:
        name = str(new_object(workload).object_name)
        size[name] = _containers(workload.template.spec)
        if workload.replicas is None:
            everywhere.append(name)
        pods = kept[name] = _pods(workload, nodes, scenario)
        field = _FIELDS.get(type(workload), "spec.replicas")
        yield Part(subject=name, field=field, pods=pods, containers=pods * size[name])
    drawn = [event for each in scenario.processes for event in expected_events(each, scenario.duration_s)]
    for event in sorted((*scenario.timeline, *drawn), key=lambda event: event.at_s):
        for workload in event.workloads:
            name = str(new_object(workload).object_name)
            size.setdefault(name, _containers(workload.template.spec))
            if name not in kept:
                kept[name] = _pods(workload, nodes, scenario)
                everywhere += [name] if workload.replicas is None else []
        for name, pods in event.new_pods(kept).items():
            yield Part(subject=name, field=event.text(), pods=pods, containers=pods * size.get(name, 1))
        if new := event.new_nodes:
            nodes += new
            kept |= {name: kept[name] + new for name in everywhere}
            containers = new * sum(size[name] for name in everywhere)
            pods = new * len(everywhere)
            yield Part(subject="Timeline", field=event.text(), nodes=new, pods=pods, containers=containers)


def _pods(workload: Workload, nodes: int, scenario: Scenario) -> int:
    """How many pods a workload makes in the whole run if nothing changes it."""
    if isinstance(workload, CronJob):
        if workload.suspend:
            return 0
        start = int(scenario.start.timestamp())
        times = times_between(workload, start, start + int(scenario.duration_s), most=_COUNTED_TIMES)
        return times * workload.job.replicas
    return nodes if workload.replicas is None else workload.replicas


def _containers(spec: PodSpec) -> int:
    return len(spec.containers) + len(spec.init_containers)


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"

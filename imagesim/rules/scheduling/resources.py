"""CPU and memory: what a pod requests, whether a node has that much left, and how the scheduler likes it.

Models PodRequests of k8s.io/component-helpers resource/helpers.go and the plugins NodeResourcesFit (LeastAllocated) and
NodeResourcesBalancedAllocation of pkg/scheduler/framework/plugins/noderesources, 1.36 (read). CPU in thousandths of a
core, memory in bytes.
"""

from typing import NamedTuple

from imagesim.rules.api.node import Allocatable
from imagesim.rules.api.objects import Container, PodSpec, Resources
from imagesim.rules.scheduling.image_locality import MAX_NODE_SCORE

TOO_MANY_PODS = "Too many pods"
INSUFFICIENT_CPU, INSUFFICIENT_MEMORY = "Insufficient cpu", "Insufficient memory"

DEFAULT_REQUEST = Resources(100, 200 * 2**20)
"""What a container counts as that requests nothing, when nodes are scored (pkg/scheduler/util/pod_resources.go)."""


class Demand(NamedTuple):
    """What a pod takes of a node: as it requests, and as it counts when nodes are scored."""

    cpu: int
    memory: int
    scored_cpu: int
    scored_memory: int

    @property
    def best_effort(self) -> bool:
        """Whether it requests nothing."""
        return not self.cpu and not self.memory


NO_LOAD = Demand(0, 0, 0, 0)
"""Of an empty node."""


def demand(spec: PodSpec) -> Demand:
    """What pods of that spec take."""
    requested, scored = _requests(spec, Resources(0, 0)), _requests(spec, DEFAULT_REQUEST)
    return Demand(*requested, *scored)


def _requests(spec: PodSpec, missing: Resources) -> tuple[int, int]:
    """PodRequests: all that runs together, or an init container with the sidecars before it if that is more."""
    running = [_of(each, missing) for each in spec.containers]
    sidecars: list[tuple[int, int]] = []
    starting: list[tuple[int, int]] = []
    for each in spec.init_containers:
        if each.restart_policy == "Always":
            sidecars.append(_of(each, missing))
            starting.append(_sum(sidecars))
        else:
            starting.append(_sum([*sidecars, _of(each, missing)]))
    together = _sum([*running, *sidecars])
    return max(cpu for cpu, _ in (together, *starting)), max(memory for _, memory in (together, *starting))


def _of(container: Container, missing: Resources) -> tuple[int, int]:
    cpu, memory = container.requests
    return (missing.cpu or 0) if cpu is None else cpu, (missing.memory or 0) if memory is None else memory


def _sum(many: list[tuple[int, int]]) -> tuple[int, int]:
    return sum(cpu for cpu, _ in many), sum(memory for _, memory in many)


def with_pod(load: Demand, pod: Demand, count: int = 1) -> Demand:
    """The load of a node with *count* such pods more."""
    return Demand(
        load.cpu + count * pod.cpu,
        load.memory + count * pod.memory,
        load.scored_cpu + count * pod.scored_cpu,
        load.scored_memory + count * pod.scored_memory,
    )


class Lack(NamedTuple):
    """What a node lacks for a pod; `unresolvable` even if it were empty."""

    resource: str
    reason: str
    requested: int
    used: int
    capacity: int
    unresolvable: bool = False


def lacking(pod: Demand, pods: int, load: Demand, node: Allocatable) -> list[Lack]:
    """fitsRequest: what a node with *pods* and that *load* lacks; nothing if the pod fits.

    A node that does not say how much CPU and memory it has lacks neither.
    """
    lacks = []
    if pods + 1 > node.pods:
        lacks.append(Lack("pods", TOO_MANY_PODS, 1, pods, node.pods))
    if node.cpu is not None and pod.cpu > max(0, node.cpu - load.cpu):
        lacks.append(Lack("cpu", INSUFFICIENT_CPU, pod.cpu, load.cpu, node.cpu, pod.cpu > node.cpu))
    if node.memory is not None and pod.memory > max(0, node.memory - load.memory):
        few = pod.memory > node.memory
        lacks.append(Lack("memory", INSUFFICIENT_MEMORY, pod.memory, load.memory, node.memory, few))
    return lacks


def least_allocated(pod: Demand, load: Demand, node: Allocatable) -> int:
    """leastResourceScorer: how much is free, with the pod on it; 0 to 100."""
    scores = [
        _least_requested(pod.scored_cpu + load.scored_cpu, node.cpu or 0),
        _least_requested(pod.scored_memory + load.scored_memory, node.memory or 0),
    ]
    known = [score for score, capacity in zip(scores, (node.cpu, node.memory), strict=True) if capacity]
    return sum(known) // len(known) if known else 0


def _least_requested(requested: int, capacity: int) -> int:
    if not capacity or requested > capacity:
        return 0
    return (capacity - requested) * MAX_NODE_SCORE // capacity


def balanced_allocation(pod: Demand, load: Demand, node: Allocatable) -> int:
    """balancedResourceScorer: how alike CPU and memory are used, with the pod on it; 0 to 100.

    Not asked for pods that request nothing.
    """
    if not node.cpu or not node.memory:
        return MAX_NODE_SCORE
    cpu = min(1.0, (pod.cpu + load.cpu) / node.cpu)
    memory = min(1.0, (pod.memory + load.memory) / node.memory)
    return int((1 - abs((cpu - memory) / 2)) * MAX_NODE_SCORE)

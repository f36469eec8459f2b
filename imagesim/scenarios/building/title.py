"""What a scenario without a title is called: how many workloads, pods and nodes of which file.

12 Deployments, 340 pods on 20 nodes, from dump.json
"""

from collections import Counter

from imagesim.rules.api.objects import CronJob, Job
from imagesim.rules.api.workload import Workload
from imagesim.scenarios.manifests.kinds import MANIFEST_KINDS, kind_of
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.values.scenario import Scenario

_ORDER = [each.kind.name for each in MANIFEST_KINDS]


def title_of(scenario: Scenario, origin: str) -> str:
    """The title; *origin* is what it was loaded from, "" where that is no file."""
    nodes = sum(pool.count for pool in scenario.pools)
    kinds = Counter(kind_of(each).kind.name for each in scenario.all_workloads)
    workloads = [_many(kinds[name], name) for name in _ORDER if kinds[name]]
    pods = sum(_pods(each, nodes) for each in scenario.all_workloads)
    pods += len(scenario.all_pods) + sum(pool.count * len(pool.static_pods) for pool in scenario.pools)
    parts = [*workloads, f"{_many(pods, 'pod') if pods else 'no pods'} on {_many(nodes, 'node')}"]
    if origin:
        parts.append(f"from {origin}")
    return ", ".join(parts)


def _many(number: int, what: str) -> str:
    return counted(number, what) if number < 1000 else f"{number:,} {what}s"


def _pods(workload: Workload, nodes: int) -> int:
    """How many pods it wants: one a node of a DaemonSet, as many as there may be at a time of a Job."""
    if isinstance(workload, CronJob):
        return 0
    if isinstance(workload, Job):
        return workload.parallelism
    return nodes if workload.replicas is None else workload.replicas

"""Runs the engine on one pod whose pull always fails, and says when its pulls start."""

from imagesim.engine.run import run
from imagesim.rules.api.objects import Container, Pod, PodSpec
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.scenario import Scenario
from tests.conformance.checking import Row
from tests.conformance.distributions import mean_problem, range_problem

IMAGE = "example.com/img:1"


def failing_pod(kubernetes_version: str, fails_after_s: float, duration_s: float) -> Scenario:
    """One node, one pod, and a registry that answers "not found" after *fails_after_s* seconds."""
    container = Container(name="c0", image=IMAGE, image_pull_policy="IfNotPresent")
    return Scenario(
        name="always-failing",
        duration_s=duration_s,
        kubernetes_version=kubernetes_version,
        containerd_version="2.3",
        default_image_size=1,
        default_latency_s=0.0,
        registries=(Registry(host="example.com", latency_s=fails_after_s, bandwidth=None),),
        pools=(NodePool(name="node", count=1, kubernetes_version=kubernetes_version, containerd_version="2.3"),),
        pods=(Pod(namespace="ns", name="p", spec=PodSpec(containers=(container,))),),
    )


def pull_starts(kubernetes_version: str, fails_after_s: float, pulls: int, runs: int) -> list[list[float]]:
    """For the 1st, 2nd, ... pull: its start in each of *runs* runs, in seconds after the first one's."""
    long_enough = 700.0 + 330.0 * max(0, pulls - 6)
    scenario = failing_pod(kubernetes_version, fails_after_s, long_enough)
    starts: list[list[float]] = [[] for _ in range(pulls)]
    for seed in range(runs):
        records = run(scenario, seed=seed)
        for row in records.pulls[:pulls]:
            starts[row.attempt - 1].append(row.queued_s - records.pulls[0].queued_s)
    return starts


def compare_starts(recorded: list[Row], starts: list[list[float]]) -> list[str]:
    """What differs in the means and ranges of the pulls' starts."""
    problems = []
    for row in recorded:
        number = int(row["pull_number"])
        what, got = f"pull {number}", starts[number - 1]
        problems.append(mean_problem(what, row["mean_s"], row["n"], got))
        problems.append(range_problem(what, row["min_s"], row["max_s"], row["n"], got))
    return [problem for problem in problems if problem]

"""Runs the engine on one pod whose pull always fails, and says when its pulls start."""

from statistics import fmean

from imagesim.engine.run import run
from imagesim.rules.objects import Container, Pod, PodSpec
from imagesim.scenarios.scenario import NodePool, Registry, Scenario

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


def compare_starts(recorded: list[dict[str, float]], starts: list[list[float]]) -> list[str]:
    """What differs: a mean off by more than 2 %, or a value outside the recorded range by more than 2.5 s."""
    problems = []
    for row in recorded:
        number = int(row["pull_number"])
        got = starts[number - 1]
        if abs(fmean(got) - row["mean_s"]) > 0.02 * row["mean_s"]:
            problems.append(f"pull {number}: mean {fmean(got):.2f} s, recorded {row['mean_s']:.2f} s")
        # The ends of a range are single runs: other runs go a little further.
        if min(got) < row["min_s"] - 2.5 or max(got) > row["max_s"] + 2.5:
            recorded_range = f"{row['min_s']:.1f} to {row['max_s']:.1f} s"
            problems.append(f"pull {number}: {min(got):.1f} to {max(got):.1f} s, recorded {recorded_range}")
    return problems

"""requeue_timing136.json: thirteen situations of a pod, each over hundreds of runs of 1.36's own loop.

Compared are when pulls and starts come, how many syncs there are, of which outcome and cause, the gaps between them and
the delays until the next one. The engine runs each situation IMAGESIM_TIMING_RUNS times.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from random import Random

from imagesim.rules.api.app import App
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.pods.sync_result import requeue_period
from imagesim.rules.pods.sync_timing import jittered
from tests.conformance.check_syncloop import TimedRegistry, pod_spec, present
from tests.conformance.checking import Row
from tests.conformance.distributions import mean_problem, range_problem
from tests.conformance.watched_pod import Life, Sync, live

RUNS = int(os.environ.get("IMAGESIM_TIMING_RUNS", "50"))
"""Of each situation. The means of 50 runs lie within about 1 % of the true ones."""

LASTS_S = {
    "crash loop, policy IfNotPresent, image present": 1500,
    "crash loop, policy Always, registry up": 1500,
    "crash loop, policy Always, registry down from 25 s on": 2500,
    "crash loop, policy Always, registry down from 25 s to 200 s": 1500,
    "pull works, container runs for ever": 600,
    "pull fails until 60 s, then works": 400,
    "image volume with policy Always, container runs for ever": 600,
    "image volume with policy Always, registry down from 100 s on, container runs for ever": 900,
    "image volume never pulls": 400,
}
"""How long the recorded runs last, as far as their traces show; all others 2,200 s."""

A_COINCIDENCE = 0.75
"""Syncs a run. A container that starts at a look of the PLEG and runs for whole seconds ends at one, too. In virtual
time such a look may see either; here it never sees the end. And a recording may break off within a sync."""


def check(row: Row) -> str | None:
    """All that differs."""
    lives = [run(row, seed) for seed in range(RUNS)]
    comparisons = (starts, causes, patterns, delays, gaps, recovery)
    problems = (problem for comparison in comparisons for problem in comparison(row, lives))
    return "; ".join(problem for problem in problems if problem) or None


def run(row: Row, seed: int) -> Life:
    """One run of the row's situation."""
    seconds = LASTS_S.get(row["scenario"], 2200)
    return live(spec(row), TimedRegistry(row), present(row), version="1.36", seconds=seconds, seed=seed)


def spec(row: Row) -> PodSpec:
    """The pod, with containers that exit with an error after their time (0: never)."""
    times = {item["name"]: item["runs_for_ms"] / 1000 for item in row["containers"]}
    pod = pod_spec(row)
    containers = (replace(item, app=App(runs_for_s=times[item.name] or None, exit_code=1)) for item in pod.containers)
    return replace(pod, containers=tuple(containers))


def starts(row: Row, lives: list[Life]) -> Iterator[str]:
    """When the k-th pull or start comes, after the first one, and how many back-off syncs are before it."""
    for recorded in row.get("start_of_kth_pull_s", ()):
        number = recorded["pull_number"]
        there = [life for life in lives if len(life.pulls) >= number]
        times = [life.pulls[number - 1][1] - life.pulls[0][1] for life in there]
        yield from times_differ(f"pull {number}", recorded, times)
        waits = [back_off_syncs(life, number) for life in there]
        name = f"back-off syncs before pull {number}"
        yield mean_problem(name, recorded["mean_backoff_syncs_before"], recorded["n"], waits, slack(row))
    for recorded in row.get("kth_start_of_container_s", ()):
        number = recorded["pull_number"]
        all_starts = [life.container_starts["c0"] for life in lives]
        times = [times[number - 1] - times[0] for times in all_starts if len(times) >= number]
        yield from times_differ(f"start {number}", recorded, times)


def times_differ(what: str, recorded: Row, times: list[float]) -> Iterator[str]:
    yield mean_problem(what, recorded["mean_s"], recorded["n"], times)
    yield range_problem(what, recorded["min_s"], recorded["max_s"], recorded["n"], times)


def back_off_syncs(life: Life, number: int) -> int:
    """Syncs with an ImagePullBackOff between a pull and the one before it."""
    if number == 1:
        return 0
    begin, end = life.pulls[number - 2][1], life.pulls[number - 1][1]
    return sum(
        any(result.error == "ImagePullBackOff" for result in sync.results)
        for sync in life.syncs
        if begin < sync.started < end
    )


def slack(row: Row) -> float:
    """How many syncs a run may have more or less without anything being different."""
    exits = any(item["runs_for_ms"] for item in row["containers"])
    return A_COINCIDENCE if exits else 0.1


def causes(row: Row, lives: list[Life]) -> Iterator[str]:
    """Why syncs came: the ticker, and what the PLEG noticed (each start, the sandbox's too, and each end)."""
    counts: dict[str, Callable[[Life], int]] = {
        "timer": lambda life: sum(sync.by_timer for sync in life.syncs),
        "pleg:ContainerStarted": lambda life: 1 + sum(map(len, life.container_starts.values())),
        "pleg:ContainerDied": lambda life: life.container_ends,
    }
    for cause, count in counts.items():
        recorded = row["sync_causes"].get(cause, 0) / row["runs"]
        yield mean_problem(f"{cause} per run", recorded, row["runs"], [count(life) for life in lives], slack(row))


def patterns(row: Row, lives: list[Life]) -> Iterator[str]:
    """How many syncs a run has of each outcome."""
    counts = [Counter(pattern(sync) for sync in life.syncs) for life in lives]
    for name in sorted({*row["sync_result_patterns"], *(name for count in counts for name in count)}):
        recorded = row["sync_result_patterns"].get(name, 0) / row["runs"]
        got = [count[name] for count in counts]
        yield mean_problem(f"syncs {name!r} per run", recorded, row["runs"], got, slack(row))


def pattern(sync: Sync) -> str:
    """The outcome of a sync as it is recorded: "c0= c1=ErrImagePull "."""
    return "".join(f"{result.target}={result.error} " for result in sync.starts)


def delays(row: Row, lives: list[Life]) -> Iterator[str]:
    """How long until the next sync, by what decides about it."""
    got: dict[str, list[float]] = {}
    chance = Random(1)
    for sync in all_syncs(lives):
        ends = [result.backoff_until_s for result in sync.results if result.backoff_until_s is not None]
        period = requeue_period(sync.results, sync.ended, crash_expiry=True)
        failed = any(result.error for result in sync.results)
        kind = "crash_loop_expiry" if ends else "error" if failed else "success"
        got.setdefault(kind, []).append(jittered(period, chance.random()))
        if ends:
            got.setdefault("crash_loop_remaining_s", []).append(min(ends) - sync.ended)
    for kind, recorded in row["requeue_delay_s"].items():
        yield mean_problem(f"delay {kind}", recorded["mean_s"], recorded["n"], got.get(kind, []))
        span = recorded["min_s"], recorded["max_s"]
        yield range_problem(f"delay {kind}", *span, recorded["n"], got.get(kind, []))


def gaps(row: Row, lives: list[Life]) -> Iterator[str]:
    """From the end of a sync to the start of the next one, without the first gap of a run."""
    got = [later.started - sync.ended for life in lives for sync, later in pairwise(life.syncs[1:])]
    recorded = row["sync_gap_s"]
    n = sum(row["sync_result_patterns"].values())
    yield mean_problem("gap between syncs", recorded["mean"], n, got)
    yield range_problem("gap between syncs", recorded["min"], recorded["max"], n, got)


def recovery(row: Row, lives: list[Life]) -> Iterator[str]:
    """How long after the registry is back the next pull comes."""
    if "first_pull_after_recovery_s" not in row:
        return
    back = max(item["pull_ok_from_ms"] for item in row["containers"]) / 1000
    clocks = ([at + life.clock_offset - back for _, at in life.pulls] for life in lives)
    got = [min(at for at in clock if at >= 0) for clock in clocks]
    yield from times_differ("first pull after recovery", row["first_pull_after_recovery_s"], got)


def all_syncs(lives: Iterable[Life]) -> Iterator[Sync]:
    """The syncs of all runs."""
    for life in lives:
        yield from life.syncs


CHECKERS = {"requeue_timing136.json": check}

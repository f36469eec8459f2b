"""Recovery after an outage has closed forms, and a plain simulation of one pod agrees with the distribution.

Five hundred pods, each alone on its node, ask for their image at every start (`Always`) and have it already, so that a
pull is one HEAD: it fails, or succeeds, after the registry's latency.

Syncs fall on a grid of a second, and so do the ends of windows where a pull takes whole seconds. A pull that takes
little less than a second finds its window over at a sync at which one that takes little more does not, so seven
windows in a row last 7 s longer. Hence no pull here takes exactly a second.
"""

import random
from collections.abc import Iterator
from functools import cache
from statistics import mean

from imagesim.engine.run import run
from imagesim.results.measures.recovery import RecoveryRow, recovery
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario
from tests.results.example_records import moved_tag_and_outage
from tests.results.measures.closed_forms.held import Held
from tests.results.measures.plain_recovery import Recovered, distance, recovered

PODS = 500
CYCLE_S = 307.0
"""A window of 300 s, and on average half a gap between two syncs."""
SEVENTH_S = 652.0
"""When the seventh attempt comes, as recorded: 0, 15, 42, 89, 177, 345, 652 s, then every CYCLE_S."""
IMAGE = "registry.example/web:v1"


def world(takes_s: float, outage_s: float, version: str, *, one_after_another: bool) -> Scenario:
    """The pods' first pulls come at 0 s, or *one_after_another*, evenly over a cycle."""
    name = {"metadata": {"name": "web"}, "apiVersion": "imagesim/v1"}
    scale = [{"at": f"{place * CYCLE_S / PODS:.3f}s", "scale": {"workload": "web", "replicas": place + 1}}
             for place in range(1, PODS)]  # fmt: skip
    outage = {"at": "0s", "outage": {"registry": "registry.example", "for": f"{outage_s:g}s"}}
    container = {"name": "web", "image": IMAGE, "imagePullPolicy": "Always"}
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container]}}
    kubelet = {"serializeImagePulls": False, "registryPullQPS": 0}
    return load(
        {**name, "kind": "Simulation", "spec": {"duration": f"{outage_s + 400:g}s", "kubernetesVersion": version}},
        {**name, "kind": "Registry", "spec": {"host": "registry.example", "latency": f"{1000 * takes_s:g}ms",
                                              "repositories": {"web": {"tags": {"v1": "web"}}}}},
        {**name, "kind": "Image", "spec": {"layers": ["1Mi"]}},
        {**name, "kind": "NodePool", "spec": {"count": PODS, "prepulled": [IMAGE], "kubelet": kubelet}},
        {**name, "kind": "Timeline", "spec": {"events": [outage, *(scale if one_after_another else ())]}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
         "spec": {"replicas": 1 if one_after_another else PODS, "selector": {"matchLabels": {"app": "web"}},
                  "template": template}},
    )  # fmt: skip


@cache
def at_once(takes_s: float, version: str = "1.36") -> list[RecoveryRow]:
    """All first pulls fail at the beginning of an outage of 20 minutes."""
    return rows(world(takes_s, 1200.0, version, one_after_another=False))


@cache
def at_any_time(takes_s: float) -> list[RecoveryRow]:
    """The outage ends 2,000 to 2,307 s after a pod's first failure: all its windows are of 300 s by then."""
    return rows(world(takes_s, 2307.0, "1.36", one_after_another=True))


def rows(scenario: Scenario) -> list[RecoveryRow]:
    """The recovery of all pods in two runs."""
    found = [row for seed in (1, 2) for row in recovery(run(scenario, seed))]
    assert len(found) == 2 * PODS
    assert all(row.delay_s is not None for row in found)
    return found


def delays(found: list[RecoveryRow]) -> list[float]:
    """How long each took."""
    return [row.delay_s for row in found if row.delay_s is not None]


@cache
def plain(takes_s: float, least_s: float, most_s: float, *, looks_at_once: bool = True) -> list[Recovered]:
    """What the plain simulation says of outages that are over after *least_s* to *most_s*."""
    chance = random.Random(f"plain {takes_s}")
    return [
        recovered(chance, chance.uniform(least_s, most_s), takes_s, looks_at_once=looks_at_once) for _ in range(20_000)
    ]


def off(found: list[RecoveryRow], expected: list[Recovered], what: str) -> float:
    """How far the distributions of one part, or of the whole delay, lie apart: of Kolmogorov and Smirnov."""
    return distance([getattr(row, what) for row in found], [getattr(row, what) for row in expected])


def recoveries() -> Iterator[Held]:
    """The delay and its parts."""
    form = "the ninth attempt at 652 + 2 x 307 s - the outage's end at 1200 s"
    found = mean(delays(at_once(0.99)))
    yield Held("delay_s, all failed at once, mean", form, SEVENTH_S + 2 * CYCLE_S - 1200, found, "s", 2.0)
    form = "half a cycle of 300 s and half a gap between syncs"
    yield Held("delay_s, end at any time, mean", form, CYCLE_S / 2, mean(delays(at_any_time(1.01))), "s", 7.0)
    yield from _against_the_plain_one()
    form = "by hand: window until 601, sync at 612, free at 614, pulled at 620, shown at 621.5 s"
    row = recovery(moved_tag_and_outage())[0]
    for cause, seconds in BY_HAND.items():
        yield Held(f"{cause}, by hand", form, seconds, getattr(row, cause), "s")


BY_HAND = {"backoff_s": 1.0, "sync_s": 11.0, "queue_s": 2.0, "pull_s": 6.0, "start_s": 1.5}
"""The parts of the recovery of the example's pod, whose outage ends at 600 s."""


def _against_the_plain_one() -> Iterator[Held]:
    found, expected = at_any_time(1.01), plain(1.01, 2000.0, 2307.0)
    form = "a plain simulation of one pod: distance of Kolmogorov and Smirnov"
    for what in ("delay_s", "backoff_s"):
        yield Held(f"{what}, distribution", form, 0, off(found, expected, what), "", 0.05)
    for cause in ("sync_s", "pull_s", "start_s"):
        means = [mean(getattr(row, cause) for row in rows) for rows in (expected, found)]
        yield Held(f"{cause}, mean", "a plain simulation of one pod", *means, "s", 0.3)

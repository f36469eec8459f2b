"""Recovery after an outage has closed forms, and a plain simulation of one pod agrees with the distribution.

Five hundred pods, each alone on its node, ask for their image at every start (`Always`) and have it already, so that a
pull is one HEAD: it fails, or succeeds, after the registry's latency.

Syncs fall on a grid of a second, and so do the ends of windows where a pull takes whole seconds. A pull that takes
little less than a second finds its window over at a sync at which one that takes little more does not, so seven
windows in a row last 7 s longer. Hence no pull here takes exactly a second.
"""

import random
from functools import cache
from statistics import mean

import pytest

from imagesim.engine.run import run
from imagesim.results.measures.recovery import RecoveryRow, recovery
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario
from tests.results.measures.plain_recovery import Recovered, distance, recovered

PODS = 500
CYCLE_S = 307.0
"""A window of 300 s, and on average half a gap between two syncs."""
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
    return [row.delay_s for row in found if row.delay_s is not None]


def plain(takes_s: float, least_s: float, most_s: float, *, looks_at_once: bool = True) -> list[Recovered]:
    """What the plain simulation says of outages that are over after *least_s* to *most_s*."""
    chance = random.Random(f"plain {takes_s}")
    return [
        recovered(chance, chance.uniform(least_s, most_s), takes_s, looks_at_once=looks_at_once) for _ in range(20_000)
    ]


def test_twenty_minutes_after_all_failed_at_once_they_wait_about_a_minute():
    found = delays(at_once(0.01))
    assert 45 < mean(found) < 65
    assert max(found) < 100


def test_where_a_failure_takes_a_second_each_attempt_comes_later_and_so_does_the_end():
    # As recorded: 0, 15, 42, 89, 177, 345, 652 s, then every 307 s. So the ninth attempt comes at 1,266 s.
    assert mean(delays(at_once(0.99))) == pytest.approx(652 + 2 * CYCLE_S - 1200, abs=2)
    assert max(delays(at_once(0.99))) < 110


def test_an_outage_that_ends_at_any_time_leaves_half_a_cycle():
    found = delays(at_any_time(1.01))
    assert mean(found) == pytest.approx(154, rel=0.05)
    assert max(found) < 325


@pytest.mark.parametrize(("takes_s", "version"), [(0.01, "1.36"), (0.99, "1.36"), (1.01, "1.32")])
def test_a_plain_simulation_agrees_on_pods_that_failed_at_once(takes_s, version):
    expected = plain(takes_s, 1200.0, 1200.0, looks_at_once=version == "1.36")
    agree(at_once(takes_s, version), expected)


def test_a_plain_simulation_agrees_on_an_end_at_any_time():
    agree(at_any_time(1.01), plain(1.01, 2000.0, 2307.0))


def agree(found: list[RecoveryRow], expected: list[Recovered]) -> None:
    """The delays, and what of them is back-off, are alike in distribution; the other causes on average."""
    assert distance(delays(found), [row.delay_s for row in expected]) < 0.05
    assert distance([row.backoff_s for row in found], [row.backoff_s for row in expected]) < 0.05  # type: ignore[misc]
    for cause in ("sync_s", "pull_s", "start_s"):
        assert mean(getattr(row, cause) for row in found) == pytest.approx(
            mean(getattr(row, cause) for row in expected), abs=0.3
        ), cause
